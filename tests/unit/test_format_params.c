/* Content-Type and Content-Disposition as they are written. */
#include "support/test.h"

#include "base/str.h"
#include "support/format_run.h"
#include "support/mime_text.h"

#define X20 "xxxxxxxxxxxxxxxxxxxx"
#define X60 X20 X20 X20
#define E10 "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"

typedef struct row {
    const char *name;
    const char *value;
    const char *params[3][3]; /* name, value, language */
    pneu_format format;
    const char *out;
} row;

static const row rows[] = {
    {"no parameters", "text/plain", {{0}}, {0, 0}, "text/plain"},
    {"token", "inline", {{"a", "b.c"}, {"d", "e"}}, {0, 0}, "inline; a=b.c; d=e"},
    {"quoted", "a/b", {{"x", "a b"}, {"y", "\"\\"}, {"z", ""}}, {0, 0}, "a/b; x=\"a b\"; y=\"\\\"\\\\\"; z=\"\""},
    {"above ASCII", "a/b", {{"x", "\xC3\xA9 a'*%/"}}, {0, 0}, "a/b; x*=UTF-8''%C3%A9%20a%27%2A%25%2F"},
    {"ill-formed", "a/b", {{"x", "\xFF"}}, {0, 0}, "a/b; x*=UTF-8''%EF%BF%BD"},
    {"language", "a/b", {{"x", "a", "en-GB"}}, {0, 0}, "a/b; x*=UTF-8'en-GB'a"},
    {"language and nothing", "a/b", {{"x", "", "en"}}, {0, 0}, "a/b; x*=UTF-8'en'"},
    {"control characters", "a/b", {{"x", "a\tb\x01"}}, {0, 0}, "a/b; x*=UTF-8''a%09b%01"},
    {"looks encoded", "a/b", {{"x", "=?u?q?a?="}}, {0, 0}, "a/b; x*=UTF-8''%3D%3Fu%3Fq%3Fa%3F%3D"},
    {"UTF-8 is quoted", "a/b", {{"x", "\xC3\xA9"}}, {1, 0}, "a/b; x=\"\xC3\xA9\""},
    {"but not C1", "a/b", {{"x", "\xC2\x85"}}, {1, 0}, "a/b; x*=UTF-8''%C2%85"},
    {"folded between parameters", "a/b", {{"x", X20 X20}, {"y", X20}}, {0, 14}, "a/b; x=" X20 X20 ";\r\n y=" X20},
    {"77 bytes and the semicolon", "a/b", {{"xx", X20 X20 X20 "345678901"}}, {0, 0}, "a/b; xx=" X60 "345678901"},
    {"no room for it", "a/b", {{"xx", X20 X20 X20 "3456789012"}}, {0, 0}, "a/b;\r\n xx=" X60 "3456789012"},
    {"sections", "a/b", {{"x", X60 X60}}, {0, 0}, "a/b;\r\n x*0=" X60 "xxxxxxxxxxxx;\r\n x*1=" X20 X20 "xxxxxxxx"},
    {"sections in quotes",
     "a/b",
     {{"x", X60 " \"" X20}},
     {0, 0},
     "a/b;\r\n x*0=\"" X60 " \\\"xxxxxxx\";\r\n x*1=\"xxxxxxxxxxxxx\""},
    {"an escape is not cut",
     "a/b",
     {{"x", X60 "345678901\"" X20}},
     {0, 0},
     "a/b;\r\n x*0=\"" X60 "345678901\";\r\n x*1=\"\\\"" X20 "\""},
    {"a character is not cut",
     "a/b",
     {{"x", "12345" E10 E10}},
     {0, 0},
     "a/b; x*0*=UTF-8''12345%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9;\r\n"
     " x*1*=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9"},
    {"a boundary is not cut", "a/b", {{"Boundary", X60 X20 " "}}, {0, 0}, "a/b;\r\n Boundary=\"" X60 X20 " \""},
    {"a boundary is not encoded", "a/b", {{"BOUNDARY", "\xC3\xA9"}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"fallback", "a/b", {{"x", "\xC3\xA9 =?\x01"}}, {2, 0}, "a/b; x=\"_ =__\"; x*=UTF-8''%C3%A9%20%3D%3F%01"},
    {"no fallback for ASCII", "a/b", {{"x", "a"}}, {2, 0}, "a/b; x=a"},
    {"a type is no token", "a b", {{0}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"no subtype", "a/", {{0}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"no type", "", {{0}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"injected parameter", "a/b; c=d", {{0}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"LF in the type", "a/b\n", {{0}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"CR in a value", "a/b", {{"x", "a\rb"}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"LF in a name", "a/b", {{"x\n", "a"}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"star in a name", "a/b", {{"x*0", "a"}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"no name", "a/b", {{"", "a"}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"quote in a language", "a/b", {{"x", "a", "e'n"}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"two of one name", "a/b", {{"x", "a"}, {"X", "b"}}, {0, 0}, "PNEU_ERR_ARGUMENT"},
    {"unknown flag", "a/b", {{0}}, {8, 0}, "PNEU_ERR_ARGUMENT"},
};

static const row *current; /* whose names and languages write_row takes */

static pneu_str str_or_empty(const char *s)
{
    return s != NULL ? pneu_i_str(s) : pneu_i_str_of(NULL, 0);
}

/* A format_function; `in` is the value of the first parameter. */
static pneu_status write_row(pneu_arena *arena, pneu_str in, const pneu_format *format, pneu_str *out)
{
    pneu_param params[3];
    pneu_mime_value value = {pneu_i_str(current->value), {NULL, 0}, params, 0};
    for (size_t i = 0; i < COUNT_OF(params) && current->params[i][0] != NULL; i++) {
        pneu_param param = {pneu_i_str(current->params[i][0]),
                            i == 0 ? in : str_or_empty(current->params[i][1]),
                            {NULL, 0},
                            str_or_empty(current->params[i][2])};
        params[value.param_count++] = param;
    }
    return pneu_mime_value_format(arena, &value, format, out);
}

static void values_are_written(void **state)
{
    text out = {0};
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        current = &rows[i];
        pneu_str in = str_or_empty(rows[i].params[0][1]);
        format_run(&out, write_row, in, &rows[i].format);
        failed += !text_equals(rows[i].name, &out, rows[i].out);
        format_check_hard(write_row, in, &rows[i].format);
    }
    text_free(&out);
    assert_int_equal(failed, 0);
}

/* 128 records are what readers take. */
static void records_are_limited(void **state)
{
    static const row one = {"", "a/b", {{"x", "", NULL}}, {0, 0}, ""};
    text in = {0}, out = {0}, back = {0};
    (void)state;
    current = &one;
    for (int i = 0; i < 8000; i++)
        text_add(&in, "y", 1);
    format_run(&out, write_row, pneu_i_str_of(in.ptr, in.len), NULL);
    type_text(&back, pneu_i_str_of(out.ptr, out.len), PNEU_STRICT, NULL);
    assert_memory_equal(back.ptr, "a/b; x=yyy", 10);
    assert_int_equal(back.len, 7 + in.len);
    for (int i = 0; i < 2000; i++)
        text_add(&in, "y", 1);
    format_run(&out, write_row, pneu_i_str_of(in.ptr, in.len), NULL);
    assert_string_equal(out.ptr, "PNEU_ERR_LIMIT");
    text_free(&in);
    text_free(&out);
    text_free(&back);
}

static void lines_of_998_bytes_are_the_limit(void **state)
{
    static char bytes[1000];
    static const row boundary = {"", "a/b", {{"boundary", "", NULL}}, {0, 0}, ""};
    pneu_arena *arena = NULL;
    pneu_str out;
    (void)state;
    memset(bytes, 'b', sizeof bytes);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    current = &boundary;
    assert_int_equal(write_row(arena, pneu_i_str_of(bytes, 987), NULL, &out), PNEU_OK);
    assert_int_equal(write_row(arena, pneu_i_str_of(bytes, 988), NULL, &out), PNEU_ERR_LIMIT);
    pneu_param param = {{bytes, 257}, {"a", 1}, {NULL, 0}, {NULL, 0}};
    pneu_mime_value value = {{bytes, 996}, {NULL, 0}, &param, 1};
    assert_int_equal(pneu_mime_value_format(arena, &value, NULL, &out), PNEU_ERR_LIMIT);
    param.name.len = 256;
    assert_int_equal(pneu_mime_value_format(arena, &value, NULL, &out), PNEU_OK);
    value.value.len = 997;
    assert_int_equal(pneu_mime_value_format(arena, &value, NULL, &out), PNEU_ERR_LIMIT);
    value.param_count = SIZE_MAX;
    assert_int_equal(pneu_mime_value_format(arena, &value, NULL, &out), PNEU_ERR_LIMIT);
    assert_int_equal(pneu_mime_value_format(arena, NULL, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_mime_value_format(NULL, &value, NULL, &out), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_written),
        cmocka_unit_test(records_are_limited),
        cmocka_unit_test(lines_of_998_bytes_are_the_limit),
    };
    return RUN_TESTS(tests);
}
