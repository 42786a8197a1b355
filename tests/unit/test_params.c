/* Parameters as senders write them: values and defects, through the public functions. */
#include "support/test.h"

#include "base/str.h"
#include "support/mime_text.h"

typedef struct row {
    const char *name;
    const char *in;
    const char *value;
    const char *defects; /* each after a space */
} row;

static const row type_rows[] = {
    {"plain", "text/plain; charset=us-ascii", "text/plain; charset=us-ascii", ""},
    {"case of names", "TEXT/Html; CharSet=UTF-8", "text/html; charset=UTF-8", ""},
    {"quoted", "multipart/mixed; boundary=\"a:b c\"", "multipart/mixed; boundary=a:b c", ""},
    {"quoted pair", "text/plain; name=\"a\\\"b\\\\c\"", "text/plain; name=a\"b\\c", ""},
    {"backslash at the end", "text/plain; name=\"ab\\", "text/plain; name=ab\\", " param_unterminated_quote"},
    {"fold in quotes", "text/plain; name=\"a\r\n b\"", "text/plain; name=a b", ""},
    {"NUL, CR and LF are dropped", "text/plain; name=\"a\\\rb\nc\"", "text/plain; name=abc", ""},
    {"line end after it", "text/plain; charset=utf-8\r\n", "text/plain; charset=utf-8", ""},
    {"trailing semicolon", "text/plain;", "text/plain", " param_syntax/param_trailing_semicolon"},
    {"empty elements", "text/plain; ;charset=x;;", "text/plain; charset=x",
     " param_syntax param_syntax param_syntax/param_trailing_semicolon"},
    {"blanks at the equals sign", "multipart/mixed; boundary = b", "multipart/mixed; boundary=b",
     " param_syntax/param_space_around_eq"},
    {"blank after the equals sign", "multipart/mixed; boundary= b", "multipart/mixed; boundary=b",
     " param_syntax/param_space_around_eq"},
    {"empty value", "text/plain; charset=; format=flowed", "text/plain; charset=; format=flowed",
     " param_syntax/param_empty_value"},
    {"empty quoted value", "text/plain; name=\"\"", "text/plain; name=", ""},
    {"blanks in a value", "a/b; name=bad boy.exe", "a/b; name=bad boy.exe", " param_unquoted_special"},
    {"specials in a value", "a/b; boundary=--=_a:b/c", "a/b; boundary=--=_a:b/c", " param_unquoted_special"},
    {"backslash in a value", "a/b; boundary=bou\\nd", "a/b; boundary=bou\\nd", " param_syntax/param_bad_escape"},
    {"quote in a value", "a/b; x=a\"b;c\"", "a/b; x=a\"b", " param_unquoted_special param_invalid_name"},
    {"open quote", "a/b; boundary=\"b; c=d", "a/b; boundary=b; c=d", " param_unterminated_quote"},
    {"text after a quote", "a/b; filename=\"file\".exe; c=d", "a/b; filename=file; c=d", " param_syntax"},
    {"no name", "a/b; =x; c=d", "a/b; c=d", " param_invalid_name"},
    {"no equals sign", "a/b; charset; c=d", "a/b; c=d", " param_invalid_name"},
    {"unreadable names hide nothing", "a/b; x:y=1; \xE9=2; c=d", "a/b; c=d", " param_invalid_name param_invalid_name"},
    {"quotes of an unreadable one", "a/b; x:y=\"1; z=2\"; c=d", "a/b; c=d", " param_invalid_name"},
    {"open quote of an unreadable one", "a/b; x:y=\"1; c=d", "a/b; c=d", " param_invalid_name"},
    {"an escaped quote behind it", "a/b; x:y=\"1\\\"; c=d", "a/b; c=d", " param_invalid_name"},
    {"open comment of an unreadable one", "a/b; x:y(1; c=d", "a/b; c=d",
     " param_comment param_syntax param_invalid_name"},
    {"no semicolon after the type", "multipart/mixed boundary=b", "multipart/mixed", " param_missing_semicolon"},
    {"no semicolon, then one", "a/b c=d; e=f", "a/b; e=f", " param_missing_semicolon"},
    {"no semicolon after a value", "a/b; c=d e=f", "a/b; c=d e=f", " param_missing_semicolon param_unquoted_special"},
    {"no semicolon after a quote", "a/b; c=\"d\" e=f; g=h", "a/b; c=d; g=h", " param_missing_semicolon"},
    {"words after the type", "text/html foo; c=d", "text/html; c=d", " param_invalid_name"},
    {"comment as value's start", "a/b; boundary=(boundary=x)b", "a/b; boundary=b", " param_comment"},
    {"comment after a value", "a/b; c=d (e)", "a/b; c=d", " param_comment"},
    {"comment within a value", "a/b; name=Invoice_(302).pdf", "a/b; name=Invoice_(302).pdf",
     " param_comment param_unquoted_special"},
    {"semicolon in a comment", "a/b; (c;d) e(f;g)=(h;i)j (k;l); m=n", "a/b; e=j; m=n",
     " param_comment param_comment param_comment param_comment"},
    {"comment that is not closed", "a/b; (c; d=e", "a/b",
     " param_comment param_syntax param_syntax/param_trailing_semicolon"},
    {"parenthesis in a value", "a/b; c=:-(; d=e", "a/b; c=:-(; d=e",
     " param_comment param_syntax param_unquoted_special"},
    {"comments around the type", "(a) text (b) / (c) plain (d)", "text/plain",
     " param_comment param_comment param_comment param_comment"},
    {"doubles", "a/b; c=1; C=2; c=3", "a/b; c=1", " param_duplicate param_duplicate"},
    {"two boundaries", "a/b; boundary=1; boundary=1", "a/b; boundary=1", " sec_dup_boundary"},
    {"UTF-8", "a/b; name=\"caf\xC3\xA9\"", "a/b; name=caf\xC3\xA9", ""},
    {"not UTF-8", "a/b; name=\"caf\xE9\"", "a/b; name=caf\xC3\xA9", ""},
    {"encoded word", "a/b; name=\"=?us-ascii?B?ZmlsZS5leGU=?=\"", "a/b; name=file.exe", " param_encoded_word"},
    {"encoded words over a fold", "a/b; name=\"=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=\"", "a/b; name=ab",
     " param_encoded_word"},
    {"encoded word, not quoted",
     "a/b; name==?utf-8?Q?a=C3=A9 b=3D?=", "a/b; name=a\xC3\xA9 b=", " param_unquoted_special param_encoded_word"},
    {"encoded word in a boundary", "a/b; boundary=\"a=?us-ascii?Q?bc?=\"",
     "a/b; boundary=a=?us-ascii?Q?bc?=", " param_encoded_word"},
    {"question mark, no word", "a/b; name=\"what?\"", "a/b; name=what?", ""},
};

static const row disposition_rows[] = {
    {"usual", "ATTACHMENT; FileName=x.pdf", "attachment; filename=x.pdf", ""},
    {"unknown", "X-Foo", "x-foo", ""},
    {"nothing", "", "", ""},
    {"first element is a parameter", "filename=\"x.txt\"", "attachment; filename=x.txt", " param_syntax"},
    {"nothing before the semicolon", "; filename=x", "attachment; filename=x", " param_syntax"},
    {"no token", "\"Inline\"; filename=x", "\"inline\"; filename=x", " param_syntax"},
    {"boundary has no meaning here", "inline; boundary=1; boundary=2", "inline; boundary=1", " param_duplicate"},
};

static void check_rows(const row *rows, size_t count,
                       void (*parse)(text *to, pneu_str value, int32_t mode, const pneu_defect_sink *sink))
{
    text value = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        text_clear(&value);
        text_clear(&defects);
        parse(&value, pneu_i_str(rows[i].in), PNEU_LENIENT, &sink);
        failed += !text_equals(rows[i].name, &value, rows[i].value);
        failed += !text_equals(rows[i].name, &defects, rows[i].defects);
    }
    text_free(&value);
    text_free(&defects);
    assert_int_equal(failed, 0);
}

static void types_are_read(void **state)
{
    (void)state;
    check_rows(type_rows, COUNT_OF(type_rows), type_text);
}

static void dispositions_are_read(void **state)
{
    (void)state;
    check_rows(disposition_rows, COUNT_OF(disposition_rows), disposition_text);
}

static void nul_is_dropped(void **state)
{
    static const char in[] = "a/b; name=\"x\0y\"";
    text value = {0};
    (void)state;
    type_text(&value, pneu_i_str_of(in, sizeof in - 1), PNEU_LENIENT, NULL);
    assert_string_equal(value.ptr, "a/b; name=xy");
    text_free(&value);
}

/* One parameter more than the limit: 128 are read. */
static void the_limit_holds(void **state)
{
    text in = {0}, value = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    (void)state;
    text_print(&in, "a/b");
    for (int i = 0; i < 129; i++)
        text_print(&in, "; p%d=v", i);
    type_text(&value, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, &sink);
    assert_non_null(strstr(value.ptr, "; p127=v"));
    assert_null(strstr(value.ptr, "; p128=v"));
    assert_string_equal(defects.ptr, " limit_tokens/limit_params");
    text_free(&in);
    text_free(&value);
    text_free(&defects);
}

static void deep_comments_are_read_and_told(void **state)
{
    text in = {0}, value = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    (void)state;
    text_print(&in, "a/b; ");
    for (int i = 0; i < 33; i++)
        text_print(&in, "(");
    for (int i = 0; i < 33; i++)
        text_print(&in, ")");
    text_print(&in, "c=d");
    type_text(&value, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, &sink);
    assert_string_equal(value.ptr, "a/b; c=d");
    assert_string_equal(defects.ptr, " param_comment limit_tokens");
    text_free(&in);
    text_free(&value);
    text_free(&defects);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_read),
        cmocka_unit_test(dispositions_are_read),
        cmocka_unit_test(nul_is_dropped),
        cmocka_unit_test(the_limit_holds),
        cmocka_unit_test(deep_comments_are_read_and_told),
    };
    return RUN_TESTS(tests);
}
