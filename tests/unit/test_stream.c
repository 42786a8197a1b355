/* Decoded messages: their numbers, their spaces, and the limits that all streams share. */
#include "pneu/tree.h"

#include "support/encode.h"
#include "support/test.h"
#include "support/tree_dump.h"

static const char plain[] = "From: a@example.com\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\ninner\r\n";

static pneu_message *parse_with(const text *mail, int32_t key, int64_t value)
{
    pneu_options *options;
    pneu_message *message;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    if (key != 0)
        assert_int_equal(pneu_options_set(options, key, value), PNEU_OK);
    assert_int_equal(pneu_message_parse(mail->ptr, mail->len, options, NULL, &message), PNEU_OK);
    pneu_options_free(options);
    return message;
}

/* A plain message, wrapped `depth` times. */
static void add_nested(text *out, unsigned depth)
{
    text inner = {NULL, 0, 0};
    text_print(&inner, "%s", plain);
    for (unsigned i = 0; i < depth; i++) {
        text outer = {NULL, 0, 0};
        text_add_wrapped(&outer, (pneu_str){inner.ptr, inner.len});
        text_free(&inner);
        inner = outer;
    }
    text_add(out, inner.ptr, inner.len);
    text_free(&inner);
}

/* A multipart with a text, two encoded messages (the first one with another inside), and a text. */
static void add_mixed(text *out)
{
    text_print(out, "From: a@example.com\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst\r\n--b\r\n");
    add_nested(out, 2);
    text_print(out, "--b\r\n");
    add_nested(out, 1);
    text_print(out, "--b\r\n\r\nlast\r\n--b--\r\n");
}

static void check_mixed(pneu_message *message)
{
    static const uint32_t parents[] = {PNEU_NO_PART, 0, 0, 2, 3, 0, 5, 0};
    static const uint32_t siblings[] = {PNEU_NO_PART, 2, 5, PNEU_NO_PART, PNEU_NO_PART, 7, PNEU_NO_PART, PNEU_NO_PART};
    static const uint32_t spaces[] = {0, 0, 0, 1, 2, 0, 3, 0};
    static const uint64_t lengths[] = {0, 5, 0, 0, 7, 0, 7, 4};
    assert_int_equal(pneu_message_part_count(message), COUNT_OF(parents));
    for (uint32_t part = 0; part < COUNT_OF(parents); part++) {
        uint64_t length = 0;
        assert_int_equal(pneu_part_parent(message, part), parents[part]);
        assert_int_equal(pneu_part_next_sibling(message, part), siblings[part]);
        assert_int_equal(pneu_part_space(message, part), spaces[part]);
        assert_int_equal(pneu_part_decoded_length(message, part, &length), PNEU_OK);
        if (lengths[part] > 0)
            assert_int_equal(length, lengths[part]);
    }
    assert_int_equal(pneu_part_child_count(message, 0), 4);
    assert_int_equal(pneu_part_child_count(message, 2), 1);
    assert_int_equal(pneu_space_part(message, 1), 2);
    assert_int_equal(pneu_space_part(message, 2), 3);
    assert_int_equal(pneu_space_part(message, 3), 5);
    assert_int_equal(pneu_space_part(message, 4), PNEU_NO_PART);
}

static void test_numbers_run_through_all_streams(void **state)
{
    text mail = {NULL, 0, 0};
    (void)state;
    add_mixed(&mail);
    pneu_message *message = parse_with(&mail, 0, 0);
    check_mixed(message);
    pneu_message_free(message);
    text_free(&mail);
}

static void test_streaming_gives_the_same_in_every_mode(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 7, 64, 4096};
    text mail = {NULL, 0, 0};
    (void)state;
    add_mixed(&mail);
    for (int32_t keep = PNEU_KEEP_ALL; keep <= PNEU_KEEP_OFFSETS; keep++) {
        pneu_message *message;
        assert_int_equal(pneu_message_new(keep, NULL, NULL, &message), PNEU_OK);
        for (size_t i = 0; i < COUNT_OF(sizes); i++) {
            pneu_message_reset(message);
            assert_int_equal(tree_stream(message, mail.ptr, mail.len, (chunking){0, sizes[i], 0}), PNEU_OK);
            check_mixed(message);
        }
        pneu_message_free(message);
    }
    text_free(&mail);
}

static void test_defects_name_the_space(void **state)
{
    static const char inner[] = "Subject: x\r\n\r\n\0\r\n";
    text mail = {NULL, 0, 0};
    size_t seen = 0;
    (void)state;
    text_add_wrapped(&mail, (pneu_str){inner, sizeof inner - 1});
    pneu_message *message = parse_with(&mail, 0, 0);
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *defect = pneu_message_defect(message, i);
        if (defect->code != PNEU_DEFECT_LINE_NUL)
            continue;
        assert_int_equal(defect->space, 1);
        assert_int_equal(defect->part, 1);
        assert_int_equal(defect->offset, 14);
        seen++;
    }
    assert_int_equal(seen, 1);
    pneu_message_free(message);
    text_free(&mail);
}

/* 20 NULs in each of two decoded messages: 16 records in all, 40 counted. */
static void test_counts_are_not_capped(void **state)
{
    char inner[32] = "A: 1\r\n\r\n";
    text mail = {NULL, 0, 0};
    pneu_defect_set found;
    (void)state;
    text_print(&mail, "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n");
    text_add_wrapped(&mail, (pneu_str){inner, 28});
    text_print(&mail, "--b\r\n");
    text_add_wrapped(&mail, (pneu_str){inner, 28});
    text_print(&mail, "--b--\r\n");
    pneu_message *message = parse_with(&mail, 0, 0);
    assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_LINE_NUL), 40);
    pneu_message_defects_found(message, &found);
    assert_true(pneu_defect_set_has(&found, PNEU_DEFECT_LINE_NUL));
    pneu_part_defects_found(message, 4, &found);
    assert_true(pneu_defect_set_has(&found, PNEU_DEFECT_LINE_NUL));
    pneu_part_defects_found(message, 3, &found);
    assert_false(pneu_defect_set_has(&found, PNEU_DEFECT_LINE_NUL));
    pneu_message_free(message);
    text_free(&mail);
}

/* ---- Limits ------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    unsigned depth; /* of encoded messages */
    int32_t key;
    int64_t limit;
    uint32_t parts;
    int32_t code; /* expected once; 0: none */
    int32_t detail;
} limits[] = {
    {"decoded depth, just right", 3, 0, 0, 4, 0, 0},
    {"decoded depth, one too deep", 4, 0, 0, 4, PNEU_DEFECT_LIMIT_NESTING, PNEU_DETAIL_LIMIT_DECODED_DEPTH},
    {"decoded depth of one", 3, PNEU_OPTION_MAX_DECODED_DEPTH, 1, 2, PNEU_DEFECT_LIMIT_NESTING,
     PNEU_DETAIL_LIMIT_DECODED_DEPTH},
    {"nesting, just right", 3, PNEU_OPTION_MAX_NESTING, 3, 4, 0, 0},
    {"nesting, one too deep", 3, PNEU_OPTION_MAX_NESTING, 2, 3, PNEU_DEFECT_LIMIT_NESTING, 0},
    {"parts, just right", 3, PNEU_OPTION_MAX_PARTS, 4, 4, 0, 0},
    {"parts, one too many", 3, PNEU_OPTION_MAX_PARTS, 3, 3, PNEU_DEFECT_LIMIT_PARTS, 0},
};

static void check_limit(const pneu_message *message, size_t row)
{
    uint64_t finds = pneu_message_defect_count(message, PNEU_DEFECT_LIMIT_NESTING) +
                     pneu_message_defect_count(message, PNEU_DEFECT_LIMIT_PARTS);
    if (pneu_message_part_count(message) != limits[row].parts || finds != (limits[row].code != 0 ? 1 : 0))
        fail_msg("%s: %u parts, %u finds", limits[row].name, pneu_message_part_count(message), (unsigned)finds);
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *defect = pneu_message_defect(message, i);
        if (defect->code == PNEU_DEFECT_LIMIT_NESTING || defect->code == PNEU_DEFECT_LIMIT_PARTS) {
            assert_int_equal(defect->code, limits[row].code);
            assert_int_equal(defect->detail, limits[row].detail);
            assert_int_equal(defect->part, limits[row].parts - 1);
        }
    }
}

static void test_limits(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT_OF(limits); row++) {
        text mail = {NULL, 0, 0};
        add_nested(&mail, limits[row].depth);
        pneu_message *message = parse_with(&mail, limits[row].key, limits[row].limit);
        check_limit(message, row);
        pneu_message_free(message);
        text_free(&mail);
    }
}

/* Containers inside a decoded message count from the input's root: message, multipart, multipart. */
static void test_nesting_is_shared(void **state)
{
    static const char inner[] = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                                "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n";
    text mail = {NULL, 0, 0};
    (void)state;
    text_add_wrapped(&mail, (pneu_str){inner, sizeof inner - 1});
    for (int64_t limit = 1; limit <= 3; limit++) {
        pneu_message *message = parse_with(&mail, PNEU_OPTION_MAX_NESTING, limit);
        assert_int_equal(pneu_message_part_count(message), limit + 1);
        assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_LIMIT_NESTING), limit < 3 ? 1 : 0);
        pneu_message_free(message);
    }
    text_free(&mail);
}

static void test_parts_of_a_decoded_message_are_limited(void **state)
{
    static const char inner[] = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--b\r\n\r\n"
                                "--b\r\n\r\n--b--";
    text mail = {NULL, 0, 0};
    (void)state;
    text_add_wrapped(&mail, (pneu_str){inner, sizeof inner - 1});
    for (int64_t limit = 1; limit <= 5; limit++) {
        pneu_message *message = parse_with(&mail, PNEU_OPTION_MAX_PARTS, limit);
        assert_int_equal(pneu_message_part_count(message), limit);
        assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_LIMIT_PARTS), limit < 5);
        pneu_message_free(message);
    }
    text_free(&mail);
}

/* Parts of decoded messages leave fewer for what follows them, and room for the one that follows. */
static void test_parts_are_shared(void **state)
{
    text mail = {NULL, 0, 0};
    (void)state;
    add_mixed(&mail);
    for (int64_t limit = 2; limit <= 8; limit++) {
        pneu_message *message = parse_with(&mail, PNEU_OPTION_MAX_PARTS, limit);
        assert_in_range(pneu_message_part_count(message), limit - 1, limit);
        assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_LIMIT_PARTS) > 0, limit < 8);
        pneu_message_free(message);
    }
    text_free(&mail);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_run_through_all_streams),
        cmocka_unit_test(test_streaming_gives_the_same_in_every_mode),
        cmocka_unit_test(test_defects_name_the_space),
        cmocka_unit_test(test_counts_are_not_capped),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_nesting_is_shared),
        cmocka_unit_test(test_parts_of_a_decoded_message_are_limited),
        cmocka_unit_test(test_parts_are_shared),
    };
    return RUN_TESTS(tests);
}
