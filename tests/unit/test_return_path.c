/* Return-Path and Delivered-To: reading in both modes, writing, lack of memory. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

#include "pneu/trace.h"

typedef pneu_status parse_function(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                   pneu_str *out);
typedef pneu_status format_function(pneu_arena *arena, pneu_str address, pneu_str *out);

typedef struct row {
    const char *in;
    const char *out;
    int is_regular;
} row;

static const row return_path_rows[] = {
    {" <a@b.example>\r\n", "a@b.example", 1},
    {"<>", "", 1},
    {" (x) <a@b> (y)", "a@b", 1},
    {"<@c.example,@d.example:a@b>", "a@b", 1},
    {"<\"a >b\"@c>", "\"a >b\"@c", 1},
    {"<\xC3\xA9@b>", "\xC3\xA9@b", 1},
    {"<a@[192.0.2.1]>", "a@[192.0.2.1]", 1},
    {"< a@b >", "a@b", 1},
    {"a@b.example", "a@b.example", 0},
    {"<a>", "a", 0},
    {"<a@b", "a@b", 0},
    {"<a@b> c", "a@b", 0},
    {"<\xE9@b>", "\xC3\xA9@b", 0},
    {"<a..c@b>", "a..c@b", 0},
    {"<a@[\xC3\xA9]>", "a@[\xC3\xA9]", 0},
    {"<a@[b c]>", "a@[b c]", 0},
    {"<a@[b\\c]>", "a@[b\\c]", 0},
    {"<a@[b[c]>", "a@[b[c]", 0},
    {"", "", 0},
    {"<", "", 0},
};

static const row delivered_to_rows[] = {
    {" a@b.example\r\n", "a@b.example", 1},
    {"\"a b\"@c", "\"a b\"@c", 1},
    {"<a@b>", "a@b", 0},
    {"mailing list a@b", "mailing list a@b", 0},
    {"<>", "", 0},
    {"", "", 0},
};

static void check_row(const row *expected, parse_function *parse)
{
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    text actual = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    pneu_str in = exact_copy(pneu_i_str(expected->in));
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(parse(arena, in, PNEU_LENIENT, &sink, &out), PNEU_OK);
    text_add(&actual, out.ptr, out.len);
    assert_true(text_equals(expected->in, &actual, expected->out));
    assert_true(text_equals(expected->in, &defects, expected->is_regular ? "" : " hdr_value_malformed"));
    assert_int_equal(parse(arena, in, PNEU_STRICT, NULL, &out), expected->is_regular ? PNEU_OK : PNEU_ERR_SYNTAX);
    for (size_t len = 0; len < in.len; len++) {
        pneu_str beginning = exact_copy(pneu_i_str_of(in.ptr, len));
        assert_int_equal(parse(arena, beginning, PNEU_LENIENT, NULL, &out), PNEU_OK);
        free((char *)beginning.ptr);
    }
    free((char *)in.ptr);
    text_free(&actual);
    text_free(&defects);
    pneu_arena_free(arena);
}

static void paths_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(return_path_rows); i++)
        check_row(&return_path_rows[i], pneu_return_path_parse);
    for (size_t i = 0; i < COUNT_OF(delivered_to_rows); i++)
        check_row(&delivered_to_rows[i], pneu_delivered_to_parse);
}

static void check_written(format_function *format, const char *address, const char *expected)
{
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    text actual = {0};
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(format(arena, pneu_i_str(address), &out), expected != NULL ? PNEU_OK : PNEU_ERR_ARGUMENT);
    text_add(&actual, out.ptr, out.len);
    assert_true(text_equals(address, &actual, expected != NULL ? expected : ""));
    text_free(&actual);
    pneu_arena_free(arena);
}

static void paths_are_written(void **state)
{
    static const char *const refused[] = {
        "a",     "a@",     "@b",   "<a@b>", "a@b\r\nX: y", "a b@c", "a@b c", "\"a\r\n b\"@c",
        "a@b@c", "\xE9@b", "a@b>", "a.@b",  "\"a@b"};
    (void)state;
    check_written(pneu_return_path_format, "a@b.example", "<a@b.example>");
    check_written(pneu_return_path_format, "", "<>");
    check_written(pneu_return_path_format, "\"a b\"@c", "<\"a b\"@c>");
    check_written(pneu_delivered_to_format, "a@b.example", "a@b.example");
    check_written(pneu_delivered_to_format, "", NULL);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        check_written(pneu_return_path_format, refused[i], NULL);
        check_written(pneu_delivered_to_format, refused[i], NULL);
    }
}

static void bad_arguments_are_refused(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str out, value = pneu_i_str("<a@b>"), no_bytes = {NULL, 1};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_return_path_parse(NULL, value, PNEU_LENIENT, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_return_path_parse(arena, no_bytes, PNEU_LENIENT, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_return_path_parse(arena, value, 7, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_return_path_parse(arena, value, PNEU_LENIENT, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_return_path_format(NULL, value, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_delivered_to_format(arena, value, NULL), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

static pneu_status use_all(failing_alloc *memory)
{
    pneu_arena *arena = NULL;
    pneu_str out;
    pneu_status status = pneu_arena_new(&memory->alloc, &arena);
    if (status == PNEU_OK)
        status = pneu_return_path_parse(arena, pneu_i_str("<a@\xE9>"), PNEU_LENIENT, NULL, &out);
    if (status == PNEU_OK)
        status = pneu_return_path_format(arena, pneu_i_str("a@b"), &out);
    if (status == PNEU_OK)
        status = pneu_delivered_to_format(arena, pneu_i_str("a@b"), &out);
    pneu_arena_free(arena);
    return status;
}

static void lack_of_memory_is_told(void **state)
{
    pneu_status status = PNEU_ERR_MEMORY;
    (void)state;
    for (size_t at = 1; status != PNEU_OK; at++) {
        failing_alloc memory;
        failing_alloc_init(&memory, FAIL_FROM_ON, at);
        status = use_all(&memory);
        assert_true(status == PNEU_OK || status == PNEU_ERR_MEMORY);
        failing_alloc_check_clean(&memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_read),
        cmocka_unit_test(paths_are_written),
        cmocka_unit_test(bad_arguments_are_refused),
        cmocka_unit_test(lack_of_memory_is_told),
    };
    return RUN_TESTS(tests);
}
