/* What the parser reads of the MIME fields without memory: values, limits, and every reading. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/mime_text.h"
#include "syntax/mime_fields.h"

/* A field read with one choice of the reading set. */
typedef struct field_row {
    const char *name;
    int reading; /* PNEU_READING_..., or PNEU_READING_NONE */
    int choice;
    const char *in;
    const char *expected;
} field_row;

static pneu_i_settings settings_with(const field_row *row)
{
    pneu_i_settings settings;
    pneu_i_settings_from(NULL, &settings);
    settings.reading.choice[row->reading] = (uint8_t)row->choice;
    return settings;
}

static const field_row type_rows[] = {
    {"type and charset", 0, 0, " Text/HTML; charset=\"utf-8\"\r\n", "text/html charset=utf-8"},
    {"unreadable", 0, 0, "text", "? text/plain"},
    {"empty", 0, 0, "", "? text/plain"},
    {"boundary", 0, 0, "multipart/mixed; boundary=\"a b\"", "multipart/mixed boundary=a b"},
    {"blanks at its end", 0, 0, "multipart/mixed; boundary=\"a \t\"", "multipart/mixed boundary=a (trimmed)"},
    {"only blanks", 0, 0, "multipart/mixed; boundary=\"  \"", "multipart/mixed"},
    {"empty boundary", 0, 0, "multipart/mixed; boundary=\"\"", "multipart/mixed"},
    {"octets stay", 0, 0, "multipart/mixed; boundary=\"\xE9\"", "multipart/mixed boundary=\xE9"},
    {"octets of RFC 2231 stay", 0, 0, "a/b; boundary*=iso-8859-1''%E9%0D%0A%00x", "a/b boundary=\xE9x"},
    {"folds and quoted pairs", 0, 0, "a/b; boundary=\"a\r\n\\\" b\"", "a/b boundary=a\" b"},
    {"charset by RFC 2231", 0, 0, "a/b; charset*=us-ascii'en'utf%2D8", "a/b charset=utf-8"},
    {"charset as encoded word", 0, 0, "a/b; charset=\"=?us-ascii?Q?utf-8?=\"", "a/b charset=utf-8"},
    {"empty charset", 0, 0, "a/b; charset=; x=y", "a/b"},
    {"boundary with only a later section", 0, 0, "a/b; boundary*1=x", "a/b"},
    {"unreadable mark before the boundary", 0, 0, "a/b; boundary*x=1; boundary=2", "a/b boundary=2"},

    {"first boundary", PNEU_READING_BOUNDARY, 0, "a/b; boundary=1; boundary=2; boundary=3", "a/b boundary=1"},
    {"last boundary", PNEU_READING_BOUNDARY, 1, "a/b; boundary=1; boundary=2; boundary=3", "a/b boundary=3"},
    {"guessed boundary: the parser's", PNEU_READING_BOUNDARY, 2, "a/b; boundary=1; boundary=2", "a/b boundary=1"},
    {"last section", PNEU_READING_BOUNDARY, 1, "a/b; boundary*0=1; boundary*0=2; boundary*1=3", "a/b boundary=23"},
    {"last charset is never taken", PNEU_READING_BOUNDARY, 1, "a/b; charset=1; charset=2", "a/b charset=1"},
    {"plain over RFC 2231", PNEU_READING_ENCODED_BOUNDARY, 0, "a/b; boundary=1; boundary*=''2", "a/b boundary=1"},
    {"RFC 2231 over plain", PNEU_READING_ENCODED_BOUNDARY, 1, "a/b; boundary=1; boundary*=''2", "a/b boundary=2"},
    {"RFC 2047 literal", PNEU_READING_ENCODED_BOUNDARY, 0, "a/b; boundary=\"a=?us-ascii?Q?b=63?=\"",
     "a/b boundary=a=?us-ascii?Q?b=63?="},
    {"RFC 2047 decoded", PNEU_READING_ENCODED_BOUNDARY, 2, "a/b; boundary=\"a=?us-ascii?Q?b=63?= =?x?B?ZA==?=\"",
     "a/b boundary=abcd"},
    {"comments skipped", PNEU_READING_PARAMETER_COMMENT, 0, "a/b; boundary=(x)1", "a/b boundary=1"},
    {"comments are text", PNEU_READING_PARAMETER_COMMENT, 1, "a/b; boundary=(x)1", "a/b boundary=(x)1"},
    {"comments are text in names", PNEU_READING_PARAMETER_COMMENT, 1, "a/b; (x)boundary=1", "a/b"},
    {"no semicolon, not read", PNEU_READING_MISSING_SEMICOLON, 0, "a/b boundary=1", "a/b"},
    {"no semicolon after the type", PNEU_READING_MISSING_SEMICOLON, 1, "a/b boundary=1", "a/b boundary=1"},
    {"no semicolon after a word", PNEU_READING_MISSING_SEMICOLON, 1, "a/b foo boundary=1", "a/b boundary=1"},
    {"no semicolon after a value", PNEU_READING_MISSING_SEMICOLON, 1, "a/b; charset=x boundary=1",
     "a/b charset=x boundary=1"},
    {"no semicolon after a quote", PNEU_READING_MISSING_SEMICOLON, 1, "a/b; charset=\"x\"boundary=1",
     "a/b charset=x boundary=1"},
    {"unreadable type", PNEU_READING_TYPE, 0, "\"Multipart/Mixed\"; boundary=1", "? text/plain boundary=1"},
    {"multipart inside", PNEU_READING_TYPE, 1, "\"Multipart/Mixed\"; boundary=1", "? multipart/mixed boundary=1"},
    {"multipart without subtype", PNEU_READING_TYPE, 1, "multipart/; boundary=1", "? multipart/mixed boundary=1"},
    {"no multipart inside", PNEU_READING_TYPE, 1, "\"text/html\"", "? text/plain"},
    {"readable type", PNEU_READING_TYPE, 1, "text/html; x=multipart/mixed", "text/html"},
};

static void add_type(text *to, pneu_str in, const pneu_i_settings *settings, const pneu_defect_sink *sink)
{
    pneu_i_type_info info;
    pneu_str copy = exact_copy(in);
    pneu_i_content_type_read(copy, settings, sink, &info);
    free((char *)copy.ptr);
    text_print(to, info.is_readable ? "%.*s" : "? %.*s", (int)info.type.len, info.type.bytes);
    if (info.charset.len > 0)
        text_print(to, " charset=%.*s", (int)info.charset.len, info.charset.bytes);
    if (info.has_boundary)
        text_print(to, " boundary=%.*s", (int)info.boundary_len, info.boundary);
    if (info.is_trimmed)
        text_print(to, " (trimmed)");
}

static void types_are_read(void **state)
{
    text found = {0};
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(type_rows); i++) {
        pneu_i_settings settings = settings_with(&type_rows[i]);
        text_clear(&found);
        add_type(&found, pneu_i_str(type_rows[i].in), &settings, NULL);
        failed += !text_equals(type_rows[i].name, &found, type_rows[i].expected);
    }
    text_free(&found);
    assert_int_equal(failed, 0);
}

/* What has no memory tells the same defects as what has. */
static void both_ways_report_the_same(void **state)
{
    text found = {0}, fields = {0}, values = {0};
    pneu_defect_sink fields_sink = defect_text_sink(&fields), values_sink = defect_text_sink(&values);
    pneu_i_settings settings;
    (void)state;
    pneu_i_settings_from(NULL, &settings);
    for (size_t i = 0; i < COUNT_OF(type_rows); i++) {
        add_type(&found, pneu_i_str(type_rows[i].in), &settings, &fields_sink);
        type_text(&found, pneu_i_str(type_rows[i].in), PNEU_LENIENT, &values_sink);
    }
    assert_true(text_is_same("defects", &fields, &values));
    assert_true(fields.len > 0);
    text_free(&found);
    text_free(&fields);
    text_free(&values);
}

/* A boundary of this many bytes, and then blanks. */
static int reads_boundary(int len, int blanks, int is_quoted_pairs)
{
    pneu_i_type_info info;
    pneu_i_settings settings;
    text in = {0};
    pneu_i_settings_from(NULL, &settings);
    text_print(&in, "a/b; boundary=\"");
    for (int i = 0; i < len; i++)
        text_print(&in, is_quoted_pairs ? "\\x" : "x");
    text_print(&in, "%*s\"", blanks, "");
    pneu_i_content_type_read(pneu_i_str_of(in.ptr, in.len), &settings, NULL, &info);
    text_free(&in);
    return info.has_boundary && info.boundary_len == (size_t)len && info.is_trimmed == (blanks > 0);
}

static void long_boundaries_are_none(void **state)
{
    (void)state;
    assert_true(reads_boundary(998, 0, 0));
    assert_true(reads_boundary(998, 0, 1));
    assert_true(reads_boundary(998, 2000, 0));
    assert_true(reads_boundary(998, 2000, 1));
    assert_false(reads_boundary(999, 0, 0));
    assert_false(reads_boundary(999, 0, 1));
    assert_false(reads_boundary(5000, 0, 0));
}

static void long_charsets_are_none(void **state)
{
    (void)state;
    for (int len = 254; len < 258; len++) {
        pneu_i_type_info info;
        pneu_i_settings settings;
        text in = {0};
        pneu_i_settings_from(NULL, &settings);
        text_print(&in, "a/b; charset=");
        for (int i = 0; i < len; i++)
            text_print(&in, "x");
        pneu_i_content_type_read(pneu_i_str_of(in.ptr, in.len), &settings, NULL, &info);
        assert_int_equal(info.charset.len, len <= PNEU_I_TOKEN_MAX ? len : 0);
        text_free(&in);
    }
}

static void fewer_parameters_may_be_allowed(void **state)
{
    pneu_i_settings settings;
    text found = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    (void)state;
    pneu_i_settings_from(NULL, &settings);
    settings.limit[PNEU_OPTION_MAX_PARAMETERS] = 1;
    add_type(&found, pneu_i_str("a/b; charset=x; boundary=y"), &settings, &sink);
    assert_string_equal(found.ptr, "a/b charset=x");
    assert_string_equal(defects.ptr, " limit_tokens/limit_params");
    text_free(&found);
    text_free(&defects);
}

static void dispositions_are_read(void **state)
{
    static const struct {
        const char *in;
        const char *expected;
    } rows[] = {
        {" Inline ; filename=x", "inline"}, {"X-Foo", "x-foo"},     {"", ""},
        {"filename=x", "attachment"},       {";a=b", "attachment"}, {"(c) attachment (d)", "attachment"},
    };
    pneu_i_settings settings;
    pneu_i_text out;
    (void)state;
    pneu_i_settings_from(NULL, &settings);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_i_disposition_read(pneu_i_str(rows[i].in), &settings, NULL, &out);
        assert_int_equal(out.len, strlen(rows[i].expected));
        assert_memory_equal(out.bytes, rows[i].expected, out.len);
    }
}

typedef struct place {
    uint64_t offset;
    uint64_t length;
} place;

static void note_place(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    place *last = ctx;
    (void)code;
    (void)detail;
    last->offset = offset;
    last->length = length;
}

static void the_place_of_a_defect_is_told(void **state)
{
    static const struct {
        const char *in;
        uint64_t offset;
        uint64_t length;
    } rows[] = {
        {" a/b; boundary=1; boundary=2", 18, 10},
        {" a/b; name=\"x\"y; c=d", 14, 1},
        {" a/b; name=a b", 6, 8},
        {" a/b; x=(c)y", 8, 3},
        {" a/b; :x; c=d", 6, 2},
        {" a/b c=d", 5, 3},
    };
    place last = {0, 0};
    pneu_defect_sink sink = {note_place, &last};
    pneu_i_settings settings;
    (void)state;
    pneu_i_settings_from(NULL, &settings);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_i_type_info info;
        pneu_i_content_type_read(pneu_i_str(rows[i].in), &settings, &sink, &info);
        assert_int_equal(last.offset, rows[i].offset);
        assert_int_equal(last.length, rows[i].length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_read),
        cmocka_unit_test(both_ways_report_the_same),
        cmocka_unit_test(long_boundaries_are_none),
        cmocka_unit_test(long_charsets_are_none),
        cmocka_unit_test(fewer_parameters_may_be_allowed),
        cmocka_unit_test(dispositions_are_read),
        cmocka_unit_test(the_place_of_a_defect_is_told),
    };
    return RUN_TESTS(tests);
}
