/* The builder as an object, and reading: required fields, boundaries, bodies of any size that come in pieces. */
#include "edit/builder.h"

#include "support/build_run.h"
#include "support/failing_alloc.h"
#include "support/test.h"

static void add_from_and_date(pneu_builder *builder, const char *from)
{
    pneu_date date = {1795251600, 60, 1};
    assert_int_equal(pneu_builder_add_address_text(builder, 0, pneu_i_str("From"), pneu_i_str(from)), PNEU_OK);
    assert_int_equal(pneu_builder_add_date(builder, 0, pneu_i_str("Date"), &date), PNEU_OK);
}

static void check_missing(pneu_builder *builder, const char *name)
{
    pneu_build_error error;
    text out = {NULL, 0, 0};
    assert_int_equal(build_read(builder, 100, &out), PNEU_ERR_STATE);
    pneu_builder_error(builder, &error);
    assert_true(pneu_i_str_is(error.field, name));
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    assert_int_equal(out.len, 0);
    text_free(&out);
}

static void required_fields(void **state)
{
    pneu_builder *builder = build_start(0);
    pneu_date date = {0, 0, 1};
    text out = {NULL, 0, 0};
    (void)state;
    check_missing(builder, "From");
    assert_int_equal(
        pneu_builder_add_address_text(builder, 0, pneu_i_str("From"), pneu_i_str("a@x.example, b@x.example")), PNEU_OK);
    check_missing(builder, "Date");
    assert_int_equal(pneu_builder_add_date(builder, 0, pneu_i_str("Date"), &date), PNEU_OK);
    check_missing(builder, "Sender");
    assert_int_equal(pneu_builder_add_address_text(builder, 0, pneu_i_str("Sender"), pneu_i_str("a@x.example")),
                     PNEU_OK);
    assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
    check_missing(builder, "");
    pneu_leaf leaf = build_leaf("text/plain", "x");
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
    assert_int_equal(build_read(builder, 100, &out), PNEU_DONE);
    assert_int_equal(build_read(builder, 100, &out), PNEU_DONE);
    text_free(&out);
    pneu_builder_free(builder);
}

static void wrong_arguments(void **state)
{
    pneu_builder *builder = build_start(0), *other = NULL;
    pneu_random nothing = {NULL, NULL};
    char byte;
    size_t len;
    (void)state;
    assert_int_equal(pneu_builder_new(16, NULL, NULL, &other), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_new(0, &nothing, NULL, &other), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_new(0, NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_null(other);
    assert_int_equal(pneu_builder_read(builder, &byte, 0, &len), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_read(builder, NULL, 1, &len), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_push(builder, "x", 1), PNEU_ERR_STATE);
    assert_int_equal(pneu_builder_finish_part(builder), PNEU_ERR_STATE);
    assert_int_equal(pneu_builder_wanted(builder), PNEU_NO_PART);
    assert_int_equal(pneu_builder_end(builder), PNEU_ERR_STATE);
    assert_int_equal(pneu_builder_add_leaf(NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    pneu_builder_free(builder);
    pneu_builder_free(NULL);
    pneu_builder_reset(NULL);
}

static void a_reset_builder_is_as_new(void **state)
{
    pneu_builder *builder = build_start(0);
    text first = {NULL, 0, 0}, second = {NULL, 0, 0};
    pneu_leaf leaf = build_leaf("text/plain", "x");
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        add_from_and_date(builder, "a@x.example");
        assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
        assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
        assert_int_equal(pneu_builder_end(builder), PNEU_OK);
        assert_int_equal(build_read(builder, 100, turn == 0 ? &first : &second), PNEU_DONE);
        pneu_builder_reset(builder);
    }
    assert_true(text_is_same("again", &first, &second));
    text_free(&first);
    text_free(&second);
    pneu_builder_free(builder);
}

/* ---- Nesting --------------------------------------------------------------------------------------------------- */

static void multiparts_nest_as_deep_as_readers_take(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    pneu_leaf leaf = build_leaf("text/plain", "x");
    pneu_message *message;
    text out = {NULL, 0, 0};
    size_t depth = 0;
    (void)state;
    while (pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL) == PNEU_OK)
        depth++;
    assert_int_equal(depth, 60);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
    while (pneu_builder_end(builder) == PNEU_OK)
        depth--;
    assert_int_equal(depth, 0);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    assert_int_equal(build_read(builder, 100, &out), PNEU_DONE);
    assert_int_equal(pneu_message_parse(out.ptr, out.len, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_part_count(message), 61);
    pneu_message_free(message);
    text_free(&out);
    pneu_builder_free(builder);
}

/* ---- Boundaries ------------------------------------------------------------------------------------------------ */

#define FIXED "=_abababababababababababababababab0000"

static const struct {
    const char *row;
    const char *body;
    const char *boundary; /* how it begins */
} collisions[] = {
    {"none", "--\r\n--x\r\n", "\"=_ab"},
    {"the delimiter", "--" FIXED "\r\n", "\"A=_ab"},
    {"longer than the delimiter", "a\n--" FIXED "xyz\n", "\"A=_ab"},
    {"not at the start of a line", " --" FIXED "\r\n", "\"=_ab"},
    {"a delimiter of which ours is longer", "--=_\r\n", "\"A=_ab"},
    {"its close delimiter", "--=_ab-- \r\n", "\"A=_ab"},
    {"the next one, too", "--=_\n--A\n", "\"B=_ab"},
};

static void boundaries_are_never_in_the_content(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(collisions); i++) {
        pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
        pneu_leaf leaf = build_leaf("text/plain", collisions[i].body);
        text out = {NULL, 0, 0};
        assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
        assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
        assert_int_equal(pneu_builder_end(builder), PNEU_OK);
        assert_int_equal(build_read(builder, 100, &out), PNEU_DONE);
        const char *found = strstr(out.ptr, "boundary=");
        if (strncmp(found + 9, collisions[i].boundary, strlen(collisions[i].boundary)) != 0)
            fail_msg("%s: %s", collisions[i].row, out.ptr);
        text_free(&out);
        pneu_builder_free(builder);
    }
}

static void bodies_may_leave_no_boundary(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    text lines = {NULL, 0, 0}, out = {NULL, 0, 0};
    (void)state;
    text_print(&lines, "--=_\n");
    for (const char *c = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"; *c != 0; c++)
        text_print(&lines, "--%c\n", *c);
    pneu_leaf leaf = build_leaf("text/plain", lines.ptr);
    assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
    assert_int_equal(build_read(builder, 100, &out), PNEU_ERR_BOUNDARY);
    assert_int_equal(out.len, 0);
    text_free(&lines);
    text_free(&out);
    pneu_builder_free(builder);
}

/* Lines of a body that goes out encoded are none, and those of a part of a part are looked at for all around it. */
static void boundaries_around_are_looked_at(void **state)
{
    static const struct {
        int32_t encoding;
        const char *outer; /* how it begins */
    } rows[] = {{PNEU_LEAF_ENCODING_7BIT, "\"A=_ab"}, {PNEU_LEAF_ENCODING_BASE64, "\"=_ab"}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
        pneu_leaf leaf = build_leaf("text/plain", "--" FIXED "\r\n");
        text out = {NULL, 0, 0};
        leaf.encoding = rows[i].encoding;
        for (int depth = 0; depth < 2; depth++)
            assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
        assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
        for (int depth = 0; depth < 2; depth++)
            assert_int_equal(pneu_builder_end(builder), PNEU_OK);
        assert_int_equal(build_read(builder, 100, &out), PNEU_DONE);
        const char *found = strstr(out.ptr, "boundary=");
        assert_memory_equal(found + 9, rows[i].outer, strlen(rows[i].outer));
        text_free(&out);
        pneu_builder_free(builder);
    }
}

static void make_two_parts(pneu_builder *builder, const char *body, const char *about, const char *subject)
{
    pneu_leaf leaf = build_leaf("text/plain", body);
    leaf.description = pneu_i_str(about);
    assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("Subject"), pneu_i_str(subject)), PNEU_OK);
    assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
}

/* Without random bytes: the same message, the same boundary; another one, another. */
static void boundaries_may_be_made_of_the_content(void **state)
{
    static const char *const contents[][3] = {
        {"a", "b", "c"}, {"a", "b", "c"}, {"x", "b", "c"}, {"a", "x", "c"}, {"a", "b", "x"}};
    text out[COUNT_OF(contents)];
    memset(out, 0, sizeof out);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(contents); i++) {
        pneu_builder *builder = NULL;
        assert_int_equal(pneu_builder_new(PNEU_BUILD_DRAFT, NULL, NULL, &builder), PNEU_OK);
        make_two_parts(builder, contents[i][0], contents[i][1], contents[i][2]);
        assert_int_equal(build_read(builder, 100, &out[i]), PNEU_DONE);
        pneu_builder_free(builder);
    }
    assert_true(text_is_same("the same", &out[0], &out[1]));
    for (size_t i = 2; i < COUNT_OF(contents); i++)
        assert_memory_not_equal(strstr(out[0].ptr, "boundary="), strstr(out[i].ptr, "boundary="), 40);
    for (size_t i = 0; i < COUNT_OF(contents); i++)
        text_free(&out[i]);
}

static pneu_status fail_to_fill(void *ctx, void *bytes, size_t len)
{
    (void)bytes;
    (void)len;
    return *(pneu_status *)ctx;
}

static void random_bytes_may_fail(void **state)
{
    static const pneu_status statuses[][2] = {
        {PNEU_ERR_NOT_FOUND, PNEU_ERR_NOT_FOUND}, {PNEU_MORE, PNEU_ERR_ARGUMENT}, {PNEU_DONE, PNEU_ERR_ARGUMENT}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        pneu_status given = statuses[i][0];
        pneu_random random = {fail_to_fill, &given};
        pneu_builder *builder = NULL;
        text out = {NULL, 0, 0};
        assert_int_equal(pneu_builder_new(PNEU_BUILD_DRAFT, &random, NULL, &builder), PNEU_OK);
        make_two_parts(builder, "x", "", "");
        assert_int_equal(build_read(builder, 100, &out), statuses[i][1]);
        assert_int_equal(build_read(builder, 100, &out), statuses[i][1]);
        pneu_builder_free(builder);
    }
}

/* ---- Bodies that come in pieces -------------------------------------------------------------------------------- */

/* `left` bytes of this text, over and over. */
typedef struct stream {
    const char *unit;
    uint64_t left;
    uint64_t at;
    pneu_status end;
} stream;

static pneu_status pull(void *ctx, void *out, size_t capacity, size_t *written)
{
    stream *from = ctx;
    size_t unit = strlen(from->unit);
    *written = from->left < capacity ? (size_t)from->left : capacity;
    for (size_t i = 0; i < *written; i++)
        ((char *)out)[i] = from->unit[(from->at + i) % unit];
    from->at += *written;
    from->left -= *written;
    return *written > 0 ? PNEU_OK : from->end;
}

static pneu_builder *start_stream(stream *from, const char *type, int32_t encoding, const pneu_alloc *alloc)
{
    pneu_builder *builder = NULL;
    pneu_leaf leaf = build_leaf(type, "");
    leaf.content.source = PNEU_CONTENT_PULLED;
    leaf.content.pull = pull;
    leaf.content.ctx = from;
    leaf.encoding = encoding;
    assert_int_equal(pneu_builder_new(PNEU_BUILD_DRAFT, &fixed_random, alloc, &builder), PNEU_OK);
    assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
    return builder;
}

static uint64_t drain(pneu_builder *builder, pneu_status *end)
{
    static char piece[65536];
    uint64_t total = 0;
    size_t len;
    while ((*end = pneu_builder_read(builder, piece, sizeof piece, &len)) == PNEU_OK)
        total += len;
    return total;
}

/* 96 MiB in as much memory as 1 KiB. */
static void a_large_body_takes_no_memory(void **state)
{
    static const uint64_t sizes[] = {1024, UINT64_C(96) << 20};
    size_t peaks[2];
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        failing_alloc memory;
        stream from = {"0123456789abcdef", sizes[i], 0, PNEU_DONE};
        pneu_status end;
        failing_alloc_init(&memory, FAIL_NEVER, 0);
        pneu_builder *builder = start_stream(&from, "application/octet-stream", 0, &memory.alloc);
        assert_true(drain(builder, &end) > sizes[i] * 4 / 3);
        assert_int_equal(end, PNEU_DONE);
        pneu_builder_free(builder);
        failing_alloc_check_clean(&memory);
        peaks[i] = memory.peak;
    }
    assert_int_equal(peaks[0], peaks[1]);
    assert_true(peaks[0] < 128 << 10);
}

static const struct {
    const char *row;
    const char *unit;
    pneu_status end;
    pneu_status status;
} late[] = {
    {"good lines", "a line\n", PNEU_DONE, PNEU_DONE},
    {"delimiter", "ok\n--" FIXED "\nnever seen\n", PNEU_DONE, PNEU_ERR_BOUNDARY},
    {"what begins like one", "ok\n--" FIXED "later\n", PNEU_DONE, PNEU_ERR_BOUNDARY},
    {"nearly one", "ok\n--=_abababababababababababababababab000\n--\n-\n", PNEU_DONE, PNEU_DONE},
    {"8-bit", "ok\n\xC3\xA9\n", PNEU_DONE, PNEU_ERR_LATE_8BIT},
    {"bare CR", "ok\ra\n", PNEU_DONE, PNEU_ERR_LATE_8BIT},
    {"CR at the end", "ok\n\r", PNEU_DONE, PNEU_ERR_LATE_8BIT},
    {"the source fails", "ok\n", PNEU_ERR_NOT_KEPT, PNEU_ERR_NOT_KEPT},
    {"the source says nonsense", "ok\n", 17, PNEU_ERR_ARGUMENT},
    {"half a delimiter at the end", "ok\n--=_abab", PNEU_DONE, PNEU_DONE},
};

static void unencoded_bodies_are_watched(void **state)
{
    static const size_t capacities[] = {1, 2, 3, 50, 4096};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(late); i++)
        for (size_t k = 0; k < COUNT_OF(capacities); k++) {
            stream from = {late[i].unit, strlen(late[i].unit), 0, late[i].end};
            pneu_builder *builder = start_stream(&from, "text/plain", PNEU_LEAF_ENCODING_7BIT, NULL);
            text out = {NULL, 0, 0};
            pneu_status status = build_read(builder, capacities[k], &out);
            if (status != late[i].status)
                fail_msg("%s: %s", late[i].row, pneu_status_name(status));
            assert_int_equal(build_read(builder, 10, &out), status);
            assert_null(strstr(out.ptr, "never seen"));
            text_free(&out);
            pneu_builder_free(builder);
        }
}

/* A delimiter at every place around the end of what is pulled, pumped and read at a time. */
static void delimiters_are_seen_across_pieces(void **state)
{
    static char body[8192];
    (void)state;
    for (size_t at = 4000; at < 4110; at++) {
        pneu_status end;
        memset(body, 'a', at);
        for (size_t i = 77; i < at; i += 78)
            body[i] = '\n';
        body[at - 1] = '\n';
        memcpy(body + at, "--" FIXED "\n", sizeof "--" FIXED "\n");
        stream from = {body, at + sizeof FIXED + 2, 0, PNEU_DONE};
        pneu_builder *builder = start_stream(&from, "text/plain", PNEU_LEAF_ENCODING_7BIT, NULL);
        (void)drain(builder, &end);
        assert_int_equal(end, PNEU_ERR_BOUNDARY);
        pneu_builder_free(builder);
    }
}

static void lines_too_long_are_seen_late(void **state)
{
    stream from = {"a", 999, 0, PNEU_DONE};
    pneu_status end;
    (void)state;
    pneu_builder *builder = start_stream(&from, "text/plain", PNEU_LEAF_ENCODING_7BIT, NULL);
    (void)drain(builder, &end);
    assert_int_equal(end, PNEU_ERR_LATE_8BIT);
    pneu_builder_free(builder);
}

/* A pull that has nothing at present. */
static pneu_status pull_later(void *ctx, void *out, size_t capacity, size_t *written)
{
    int *turn = ctx;
    (void)capacity;
    if (++*turn < 5)
        return PNEU_MORE;
    *written = 1;
    *(char *)out = 'x';
    return *turn == 5 ? PNEU_OK : PNEU_DONE;
}

static void a_source_may_have_nothing_at_present(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_PART);
    pneu_leaf leaf = build_leaf("text/plain", "");
    text out = {NULL, 0, 0};
    int turn = 0;
    (void)state;
    leaf.content.source = PNEU_CONTENT_PULLED;
    leaf.content.pull = pull_later;
    leaf.content.ctx = &turn;
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
    assert_int_equal(build_read(builder, 100, &out), PNEU_MORE);
    assert_int_equal(pneu_builder_wanted(builder), 0);
    assert_int_equal(pneu_builder_push(builder, "y", 1), PNEU_ERR_STATE);
    while (turn < 4)
        assert_int_equal(build_read(builder, 100, &out), PNEU_MORE);
    assert_int_equal(build_read(builder, 100, &out), PNEU_DONE);
    assert_int_equal(pneu_builder_wanted(builder), PNEU_NO_PART);
    assert_string_equal(strstr(out.ptr, "\r\n\r\n"), "\r\n\r\nx\r\n");
    text_free(&out);
    pneu_builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(required_fields),
        cmocka_unit_test(wrong_arguments),
        cmocka_unit_test(a_reset_builder_is_as_new),
        cmocka_unit_test(multiparts_nest_as_deep_as_readers_take),
        cmocka_unit_test(boundaries_are_never_in_the_content),
        cmocka_unit_test(bodies_may_leave_no_boundary),
        cmocka_unit_test(boundaries_around_are_looked_at),
        cmocka_unit_test(boundaries_may_be_made_of_the_content),
        cmocka_unit_test(random_bytes_may_fail),
        cmocka_unit_test(a_large_body_takes_no_memory),
        cmocka_unit_test(unencoded_bodies_are_watched),
        cmocka_unit_test(delimiters_are_seen_across_pieces),
        cmocka_unit_test(lines_too_long_are_seen_late),
        cmocka_unit_test(a_source_may_have_nothing_at_present),
    };
    return RUN_TESTS(tests);
}
