/* The builder as an object, and reading: required fields, bodies of any size that come in pieces. */
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

#define FIXED "=_abababababababababababababababab0000"

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
        cmocka_unit_test(a_large_body_takes_no_memory),
        cmocka_unit_test(unencoded_bodies_are_watched),
        cmocka_unit_test(delimiters_are_seen_across_pieces),
        cmocka_unit_test(lines_too_long_are_seen_late),
        cmocka_unit_test(a_source_may_have_nothing_at_present),
    };
    return RUN_TESTS(tests);
}
