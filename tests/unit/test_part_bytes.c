/* Bytes of parts, decoded bodies and their lengths, whole and in pieces. */
#include "pneu/tree.h"

#include "base/str.h"
#include "support/encode.h"
#include "support/failing_alloc.h"
#include "support/test.h"
#include "support/tree_dump.h"

static const struct {
    const char *name;
    const char *encoding;
    const char *body;
    const char *decoded;
} bodies[] = {
    {"none", "7bit", "a=3D\r\n", "a=3D\r\n"},
    {"base64", "base64", "aGVs\r\nbG8=\r\n", "hello"},
    {"base64, in two runs", "base64", "SQ==\nQU0=\n", "IAM"},
    {"base64 of nothing", "base64", "", ""},
    {"quoted-printable", "quoted-printable", "a=3Db =\r\nc\r\n", "a=b c\r\n"},
    {"quoted-printable that grows nothing", "quoted-printable", "plain", "plain"},
    {"uuencode", "x-uuencode", "begin 644 f\r\n#86)C\r\n`\r\nend\r\n", "abc"},
    {"unknown", "rot13", "uryyb", "uryyb"},
};

static void add_message(text *out, const char *type, const char *encoding, const char *body)
{
    text_print(out, "Content-Type: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n%s", type, encoding, body);
}

static void read_in_pieces(text *out, pneu_message *message, uint32_t part, size_t size)
{
    char piece[64];
    pneu_body_reader *reader;
    pneu_status status;
    size_t len = 0;
    assert_int_equal(pneu_body_reader_new(message, part, &reader), PNEU_OK);
    while ((status = pneu_body_reader_read(reader, piece, size, &len)) == PNEU_OK) {
        assert_in_range(len, 1, size);
        text_add(out, piece, len);
    }
    assert_int_equal(status, PNEU_DONE);
    assert_int_equal(len, 0);
    assert_int_equal(pneu_body_reader_read(reader, piece, size, &len), PNEU_DONE);
    pneu_body_reader_free(reader);
}

static void check_body(const char *name, pneu_message *message, uint32_t part, pneu_str expected)
{
    pneu_str body = {NULL, 0}, again = {NULL, 0};
    uint64_t length = 0;
    assert_int_equal(pneu_part_decoded_length(message, part, &length), PNEU_OK);
    assert_int_equal(pneu_part_body(message, part, &body), PNEU_OK);
    assert_int_equal(pneu_part_body(message, part, &again), PNEU_OK);
    if (!pneu_i_str_equal(body, expected) || length != expected.len || again.ptr != body.ptr)
        fail_msg("%s: \"%.*s\", %u bytes", name, (int)body.len, body.ptr, (unsigned)length);
    for (size_t size = 1; size <= 64; size += 9) {
        text pieces = {NULL, 0, 0};
        read_in_pieces(&pieces, message, part, size);
        if (!pneu_i_str_equal(expected, pneu_i_str_of(pieces.ptr, pieces.len)))
            fail_msg("%s in pieces of %u", name, (unsigned)size);
        text_free(&pieces);
    }
}

static void test_bodies(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        text mail = {NULL, 0, 0};
        pneu_message *message;
        add_message(&mail, "application/x", bodies[i].encoding, bodies[i].body);
        assert_int_equal(pneu_message_parse(mail.ptr, mail.len, NULL, NULL, &message), PNEU_OK);
        check_body(bodies[i].name, message, 0, pneu_i_str(bodies[i].decoded));
        assert_int_equal(pneu_message_load(message), PNEU_OK);
        check_body(bodies[i].name, message, 0, pneu_i_str(bodies[i].decoded));
        pneu_message_free(message);
        text_free(&mail);
    }
}

/* Bodies of about the length from which on they have memory of their own. */
static void test_bodies_of_any_length(void **state)
{
    (void)state;
    for (size_t len = 16376; len <= 16392; len++) {
        text mail = {NULL, 0, 0}, plain = {NULL, 0, 0};
        pneu_message *message;
        for (size_t i = 0; i < len; i++)
            text_add(&plain, i % 70 == 69 ? "\n" : "x", 1);
        add_message(&mail, "text/plain", "quoted-printable", "");
        text_add(&mail, plain.ptr, plain.len);
        assert_int_equal(pneu_message_parse(mail.ptr, mail.len, NULL, NULL, &message), PNEU_OK);
        check_body("long", message, 0, pneu_i_str_of(plain.ptr, plain.len));
        pneu_message_free(message);
        text_free(&mail);
        text_free(&plain);
    }
}

/* Lines that owe all of their bytes: the body is longer than anybody would think. */
static void test_body_longer_than_expected(void **state)
{
    static const char decoded[225];
    text mail = {NULL, 0, 0};
    pneu_message *message;
    (void)state;
    add_message(&mail, "text/plain", "x-uuencode", "begin 644 f\nM\nM\nM\nM\nM\nend\n");
    assert_int_equal(pneu_message_parse(mail.ptr, mail.len, NULL, NULL, &message), PNEU_OK);
    pneu_str body;
    assert_int_equal(pneu_part_body(message, 0, &body), PNEU_OK);
    assert_true(pneu_i_str_equal(body, pneu_i_str_of(decoded, sizeof decoded)));
    check_body("owed", message, 0, body);
    pneu_message_free(message);
    text_free(&mail);
}

/* One body after the other takes no memory once the first few were read. */
static void test_warm_bodies_cost_no_call(void **state)
{
    static const char mail[] = "Content-Type: multipart/mixed; boundary=b\n\n"
                               "--b\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n"
                               "--b\nContent-Transfer-Encoding: quoted-printable\n\nhell=6F\n"
                               "--b\n\nhello\n--b--\n";
    failing_alloc memory;
    pneu_message *message;
    size_t before = 0;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, &memory.alloc, &message), PNEU_OK);
    for (size_t round = 0; round < 10; round++) {
        assert_int_equal(pneu_message_parse_again(message, mail, sizeof mail - 1), PNEU_OK);
        for (uint32_t part = 1; part <= 3; part++)
            check_body("warm", message, part, pneu_i_str("hello"));
        if (round == 1)
            before = memory.calls;
    }
    assert_int_equal(memory.calls, before);
    pneu_message_free(message);
    failing_alloc_check_clean(&memory);
}

/* The message keeps one of them. */
static void test_several_readers(void **state)
{
    static const char mail[] = "Content-Transfer-Encoding: base64\n\naGVsbG8=";
    failing_alloc memory;
    pneu_message *message;
    pneu_body_reader *readers[3];
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_message_parse(mail, sizeof mail - 1, NULL, &memory.alloc, &message), PNEU_OK);
    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT_OF(readers); i++) {
            char piece[2];
            size_t len;
            assert_int_equal(pneu_body_reader_new(message, 0, &readers[i]), PNEU_OK);
            assert_int_equal(pneu_body_reader_read(readers[i], piece, sizeof piece, &len), PNEU_OK);
        }
        assert_true(readers[0] != readers[1] && readers[1] != readers[2]);
        for (size_t i = 0; i < COUNT_OF(readers); i++)
            pneu_body_reader_free(readers[i]);
    }
    pneu_message_free(message);
    failing_alloc_check_clean(&memory);
}

static void test_lengths_are_known_in_every_mode(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        for (int32_t keep = PNEU_KEEP_ALL; keep <= PNEU_KEEP_OFFSETS; keep++) {
            text mail = {NULL, 0, 0};
            pneu_message *message;
            uint64_t length = 0;
            add_message(&mail, "application/x", bodies[i].encoding, bodies[i].body);
            assert_int_equal(pneu_message_new(keep, NULL, NULL, &message), PNEU_OK);
            assert_int_equal(tree_stream(message, mail.ptr, mail.len, (chunking){0, 5, 0}), PNEU_OK);
            assert_int_equal(pneu_part_decoded_length(message, 0, &length), PNEU_OK);
            assert_int_equal(length, strlen(bodies[i].decoded));
            pneu_message_free(message);
            text_free(&mail);
        }
    }
}

static void test_body_of_a_container_is_as_it_stands(void **state)
{
    static const char mail[] = "Content-Type: multipart/mixed; boundary=b\n\npre\n--b\n\nx\n--b--\n";
    pneu_message *message;
    (void)state;
    assert_int_equal(pneu_message_parse(mail, sizeof mail - 1, NULL, NULL, &message), PNEU_OK);
    check_body("multipart", message, 0, pneu_i_str(mail + 43));
    pneu_message_free(message);
}

/* The innermost first: everything that it stands in has to be decoded for it. */
static void test_bodies_inside_decoded_messages(void **state)
{
    text inner = {NULL, 0, 0}, middle = {NULL, 0, 0}, mail = {NULL, 0, 0};
    pneu_message *message;
    pneu_span all;
    pneu_str bytes = {NULL, 0};
    (void)state;
    add_message(&inner, "application/x", "base64", "aGVsbG8=");
    text_add_wrapped(&middle, pneu_i_str_of(inner.ptr, inner.len));
    text_add_wrapped(&mail, pneu_i_str_of(middle.ptr, middle.len));
    assert_int_equal(pneu_message_parse(mail.ptr, mail.len, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_part_count(message), 3);
    check_body("inner", message, 2, pneu_i_str("hello"));
    check_body("middle", message, 1, pneu_i_str_of(inner.ptr, inner.len));
    check_body("outer", message, 0, pneu_i_str_of(middle.ptr, middle.len));
    pneu_part_span(message, 2, &all);
    assert_int_equal(pneu_part_bytes(message, 2, &all, &bytes), PNEU_OK);
    assert_true(pneu_i_str_equal(bytes, pneu_i_str_of(inner.ptr, inner.len)));
    pneu_message_free(message);
    text_free(&inner);
    text_free(&middle);
    text_free(&mail);
}

static void test_spans(void **state)
{
    static const char mail[] = "A: 1\r\n\r\nbody";
    static const struct {
        pneu_span span;
        pneu_status whole;   /* of a message that keeps all */
        pneu_status headers; /* of one that keeps headers */
        pneu_status offsets;
    } spans[] = {
        {{0, 8}, PNEU_OK, PNEU_OK, PNEU_ERR_NOT_KEPT},
        {{2, 3}, PNEU_OK, PNEU_OK, PNEU_ERR_NOT_KEPT},
        {{8, 4}, PNEU_OK, PNEU_ERR_NOT_KEPT, PNEU_ERR_NOT_KEPT},
        {{0, 12}, PNEU_OK, PNEU_ERR_NOT_KEPT, PNEU_ERR_NOT_KEPT},
        {{12, 0}, PNEU_OK, PNEU_ERR_NOT_KEPT, PNEU_ERR_NOT_KEPT},
        {{0, 13}, PNEU_ERR_ARGUMENT, PNEU_ERR_ARGUMENT, PNEU_ERR_ARGUMENT},
        {{13, 0}, PNEU_ERR_ARGUMENT, PNEU_ERR_ARGUMENT, PNEU_ERR_ARGUMENT},
        {{1, UINT64_MAX}, PNEU_ERR_ARGUMENT, PNEU_ERR_ARGUMENT, PNEU_ERR_ARGUMENT},
        {{UINT64_MAX, 2}, PNEU_ERR_ARGUMENT, PNEU_ERR_ARGUMENT, PNEU_ERR_ARGUMENT},
    };
    (void)state;
    for (int32_t keep = PNEU_KEEP_ALL; keep <= PNEU_KEEP_OFFSETS; keep++) {
        pneu_message *message;
        assert_int_equal(pneu_message_new(keep, NULL, NULL, &message), PNEU_OK);
        assert_int_equal(tree_stream(message, mail, sizeof mail - 1, WHOLE), PNEU_OK);
        for (size_t i = 0; i < COUNT_OF(spans); i++) {
            const pneu_status expected[] = {spans[i].whole, spans[i].headers, spans[i].offsets};
            pneu_str bytes = {NULL, 0};
            assert_int_equal(pneu_part_bytes(message, 0, &spans[i].span, &bytes), expected[keep]);
            if (expected[keep] == PNEU_OK)
                assert_memory_equal(bytes.ptr, mail + spans[i].span.offset, bytes.len);
        }
        pneu_message_free(message);
    }
}

static void test_what_was_not_kept(void **state)
{
    static const char mail[] = "Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=";
    pneu_message *message;
    pneu_body_reader *reader = NULL;
    pneu_str body = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_message_new(PNEU_KEEP_HEADERS, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(tree_stream(message, mail, sizeof mail - 1, WHOLE), PNEU_OK);
    assert_int_equal(pneu_part_body(message, 0, &body), PNEU_ERR_NOT_KEPT);
    assert_int_equal(pneu_body_reader_new(message, 0, &reader), PNEU_ERR_NOT_KEPT);
    assert_null(reader);
    assert_int_equal(pneu_message_load(message), PNEU_OK);
    pneu_message_free(message);
}

/* Memory ends at every place where the body of the last part, of so many bytes, asks for some. */
static void fail_in_last_body(const text *mail, size_t expected)
{
    size_t places = 0;
    for (int is_done = 0; !is_done; places++) {
        failing_alloc memory;
        pneu_message *message;
        pneu_str body = {NULL, 0};
        failing_alloc_init(&memory, FAIL_NEVER, 0);
        assert_int_equal(pneu_message_parse(mail->ptr, mail->len, NULL, &memory.alloc, &message), PNEU_OK);
        uint32_t part = pneu_message_part_count(message) - 1;
        memory.fail = FAIL_ONCE;
        memory.fail_at = memory.requests + places + 1;
        pneu_status status = pneu_part_body(message, part, &body);
        is_done = memory.refused == 0;
        assert_int_equal(status, is_done ? PNEU_OK : PNEU_ERR_MEMORY);
        memory.fail = FAIL_NEVER;
        assert_int_equal(pneu_part_body(message, part, &body), PNEU_OK);
        assert_int_equal(body.len, expected);
        pneu_message_free(message);
        failing_alloc_check_clean(&memory);
    }
    assert_true(places > 1);
}

static void test_a_failed_body_can_be_asked_for_again(void **state)
{
    static const size_t groups[] = {1, 20000}; /* in the arena; in memory of its own */
    (void)state;
    for (size_t row = 0; row < COUNT_OF(groups); row++) {
        text mail = {NULL, 0, 0}, wrapped = {NULL, 0, 0};
        text_print(&mail, "Content-Transfer-Encoding: base64\r\n\r\n");
        for (size_t i = 0; i < groups[row]; i++)
            text_print(&mail, "YWFh");
        text_add_wrapped(&wrapped, pneu_i_str_of(mail.ptr, mail.len));
        fail_in_last_body(&mail, groups[row] * 3);
        fail_in_last_body(&wrapped, groups[row] * 3);
        text_free(&mail);
        text_free(&wrapped);
    }
}

static void test_misuse(void **state)
{
    pneu_message *message;
    pneu_body_reader *reader;
    pneu_span span = {0, 1};
    pneu_str bytes;
    uint64_t length;
    size_t len;
    char piece[4];
    (void)state;
    assert_int_equal(pneu_message_parse("A: 1\n\nx", 7, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_part_bytes(message, 1, &span, &bytes), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_bytes(message, 0, NULL, &bytes), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_bytes(message, 0, &span, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_body(message, 1, &bytes), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_body(message, 0, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_decoded_length(message, 1, &length), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_decoded_length(message, 0, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_body_reader_new(message, 1, &reader), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_body_reader_new(message, 0, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_body_reader_new(message, 0, &reader), PNEU_OK);
    assert_int_equal(pneu_body_reader_read(reader, piece, 0, &len), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_body_reader_read(reader, NULL, 4, &len), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_body_reader_read(reader, piece, 4, NULL), PNEU_ERR_ARGUMENT);
    pneu_body_reader_free(reader);
    pneu_body_reader_free(NULL);
    pneu_message_free(message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_bodies_of_any_length),
        cmocka_unit_test(test_body_longer_than_expected),
        cmocka_unit_test(test_warm_bodies_cost_no_call),
        cmocka_unit_test(test_several_readers),
        cmocka_unit_test(test_lengths_are_known_in_every_mode),
        cmocka_unit_test(test_body_of_a_container_is_as_it_stands),
        cmocka_unit_test(test_bodies_inside_decoded_messages),
        cmocka_unit_test(test_spans),
        cmocka_unit_test(test_what_was_not_kept),
        cmocka_unit_test(test_a_failed_body_can_be_asked_for_again),
        cmocka_unit_test(test_misuse),
    };
    return RUN_TESTS(tests);
}
