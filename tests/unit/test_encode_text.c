/* Unstructured text and comments as they are written. */
#include "support/test.h"

#include "base/str.h"
#include "support/format_run.h"
#include "support/header_text.h"
#include "support/mime_text.h"

#define J3 "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"
#define J18 J3 J3 J3 J3 J3 J3
#define X20 "xxxxxxxxxxxxxxxxxxxx"
#define X100 X20 X20 X20 X20 X20
#define BLANKS40 "                                        "

typedef struct row {
    const char *name;
    const char *in;
    pneu_format format;
    const char *out;
} row;

static const row text_rows[] = {
    {"nothing", "", {0, 9}, ""},
    {"white space", " \t ", {0, 9}, " \t "},
    {"white space stays", "  a \t b ", {0, 9}, "  a \t b "},
    {"at the ends it goes into words", " \xC3\xA9 ", {0, 0}, "=?UTF-8?Q?_=C3=A9_?="},
    {"around plain words it stays", "a  \xC3\xA9  b", {0, 0}, "a  =?UTF-8?Q?=C3=A9?=  b"},
    {"a tab between words is a space", "\xC3\xA9\t\xC3\xA9", {0, 0}, "=?UTF-8?Q?=C3=A9_=C3=A9?="},
    {"Q in text", "\xC3\xA9!\"(,)=?_", {0, 0}, "=?UTF-8?Q?=C3=A9!\"(,)=3D=3F=5F?="},
    {"an equals sign alone", "a=b ?= = ?", {0, 0}, "a=b ?= = ?"},
    {"a word over spaces", "=?utf-8?Q?a b?=", {0, 0}, "=?UTF-8?Q?=3D=3Futf-8=3FQ=3Fa?= b?="},
    {"control characters", "a\x01 \x7F", {0, 0}, "=?UTF-8?Q?a=01_=7F?="},
    {"ill-formed: one U+FFFD each", "\xE6\x97z\xFF", {0, 0}, "=?UTF-8?B?77+9eu+/vQ==?="},
    {"UTF-8 may stay", "\xC3\xA9 =?x " J3, {1, 0}, "\xC3\xA9 =?UTF-8?B?PT94?= " J3},
    {"C1 and line separators may not",
     "\xC2\x85 \xE2\x80\xA8 \xE2\x80\xAA",
     {1, 0},
     "=?UTF-8?B?woUg4oCo?= \xE2\x80\xAA"},
    {"78 bytes fit", "a " X20 X20 X20 " b345678 c", {0, 7}, "a " X20 X20 X20 " b345678\r\n c"},
    {"76 with an encoded word", X20 X20 X20 " \xC3\xA9", {0, 0}, X20 X20 X20 "\r\n =?UTF-8?Q?=C3=A9?="},
    {"76 after an encoded word",
     "\xC3\xA9 " X20 X20 " 67890123456789012 x",
     {0, 0},
     "=?UTF-8?Q?=C3=A9?= " X20 X20 "\r\n 67890123456789012 x"},
    {"a long word after a short one", "a " X100 " b", {0, 9}, "a\r\n " X100 "\r\n b"},
    {"a long word at the start", X100 " b", {0, 9}, X100 "\r\n b"},
    {"a run over lines",
     J18 J18,
     {0, 9},
     "=?UTF-8?B?5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel?=\r\n"
     " =?UTF-8?B?5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel?=\r\n"
     " =?UTF-8?B?5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe?="},
    {"only the last word is padded",
     "\xD0\x9F\xD0\xBE\xD1\x87\xD1\x82\xD0\xB0 " J18 "!!",
     {0, 9},
     "=?UTF-8?Q?=D0=9F=D0=BE=D1=87=D1=82=D0=B0_=E6=97=A5=E6=9C=AC?=\r\n"
     " =?UTF-8?B?6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys?=\r\n"
     " =?UTF-8?B?6KqeISE=?="},
    {"a cut where characters and groups of three end together",
     "\xC3\xA9" J18 "\xC3\xA9\xC3\xA9" J18,
     {0, 9},
     "=?UTF-8?Q?=C3=A9=E6=97=A5=E6=9C=AC=E8=AA=9E=E6=97=A5=E6=9C=AC?=\r\n"
     " =?UTF-8?B?6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe?=\r\n"
     " =?UTF-8?Q?=C3=A9=C3=A9=E6=97=A5=E6=9C=AC=E8=AA=9E=E6=97=A5=E6=9C=AC?=\r\n"
     " =?UTF-8?B?6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe?="},
    {"no place for a cut without padding",
     "!" J18,
     {0, 9},
     "=?UTF-8?Q?!=E6=97=A5=E6=9C=AC=E8=AA=9E=E6=97=A5=E6=9C=AC=E8=AA=9E?=\r\n"
     " =?UTF-8?B?5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe?="},
    {"B where Q takes a second word",
     "Tr\xE1\xBA\xA7n \xC4\x90\xE1\xBB\xA9"
     "c \xC4\x90\xE1\xBA\xA1i h\xE1\xBB\x8D"
     "c B\xC3\xA1"
     "ch",
     {0, 9},
     "=?UTF-8?B?VHLhuqduIMSQ4bupYyDEkOG6oWkgaOG7jWMgQsOhY2g=?="},
    {"a run that fits is not cut", X20 X20 " " J3 J3, {0, 9}, X20 X20 "\r\n =?UTF-8?B?5pel5pys6Kqe5pel5pys6Kqe?="},
    {"no room behind the name", "\xC3\xA9", {0, 60}, "\r\n =?UTF-8?Q?=C3=A9?="},
    {"not at the start of a line",
     BLANKS40 "\xC3\xA9",
     {0, 1},
     "=?UTF-8?Q?"
     "________________________________________"
     "=C3=A9?="},
    {"40 spaces stay", "a" BLANKS40 "b", {0, 0}, "a" BLANKS40 "b"},
    {"41 do not", "a" BLANKS40 " b", {0, 0}, "=?UTF-8?Q?a_________________________________________b?="},
};

static const row comment_rows[] = {
    {"nothing", "", {0, 0}, "()"},
    {"white space", " ", {0, 0}, "( )"},
    {"specials", "a (b) \\ \"c\"", {0, 0}, "(a \\(b\\) \\\\ \"c\")"},
    {"encoded", "a \xC3\xA9longer\"() b", {0, 0}, "(a =?UTF-8?Q?=C3=A9longer=22=28=29?= b)"},
    {"room for the parenthesis", X20 X20 X20 " 345678901234567", {0, 0}, "(" X20 X20 X20 " 345678901234567)"},
    {"no room for it", X20 X20 X20 " 3456789012345678", {0, 0}, "(" X20 X20 X20 "\r\n 3456789012345678)"},
    {"no room behind the name", "\xC3\xA9", {0, 60}, "\r\n (=?UTF-8?Q?=C3=A9?=)"},
};

static void check_rows(const row *rows, size_t count, format_function write)
{
    text out = {0};
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        pneu_str in = pneu_i_str(rows[i].in);
        format_run(&out, write, in, &rows[i].format);
        failed += !text_equals(rows[i].name, &out, rows[i].out);
        format_check_hard(write, in, &rows[i].format);
    }
    text_free(&out);
    assert_int_equal(failed, 0);
}

static void texts_are_written(void **state)
{
    (void)state;
    check_rows(text_rows, COUNT_OF(text_rows), pneu_text_encode);
}

static void comments_are_written(void **state)
{
    (void)state;
    check_rows(comment_rows, COUNT_OF(comment_rows), pneu_comment_encode);
}

static void breaks_are_refused(void **state)
{
    static const format_function writers[] = {pneu_text_encode, pneu_phrase_encode, pneu_comment_encode};
    static const char *const rows[] = {"a\rb", "a\nb", "a\0b", "\r\n ", "\xC3\xA9\r\nBcc: x"};
    static const size_t lengths[] = {3, 3, 3, 3, 10};
    pneu_format unknown = {8, 0};
    text out = {0};
    (void)state;
    for (size_t k = 0; k < COUNT_OF(writers); k++) {
        for (size_t i = 0; i < COUNT_OF(rows); i++) {
            format_run(&out, writers[k], pneu_i_str_of(rows[i], lengths[i]), NULL);
            assert_string_equal(out.ptr, "PNEU_ERR_ARGUMENT");
        }
        format_run(&out, writers[k], pneu_i_str("a"), &unknown);
        assert_string_equal(out.ptr, "PNEU_ERR_ARGUMENT");
        assert_int_equal(writers[k](NULL, pneu_i_str("a"), NULL, (pneu_str *)&out), PNEU_ERR_ARGUMENT);
    }
    text_free(&out);
}

static void nothing_may_be_null(void **state)
{
    static const format_function writers[] = {pneu_text_encode, pneu_phrase_encode, pneu_comment_encode};
    static const char *const expected[] = {"", "\"\"", "()"};
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(writers); i++) {
        pneu_str out, nothing = {NULL, 0}, broken = {NULL, 1};
        assert_int_equal(writers[i](arena, nothing, NULL, &out), PNEU_OK);
        assert_true(pneu_i_str_equal(out, pneu_i_str(expected[i])));
        assert_int_equal(writers[i](arena, broken, NULL, &out), PNEU_ERR_ARGUMENT);
        assert_int_equal(writers[i](arena, nothing, NULL, NULL), PNEU_ERR_ARGUMENT);
    }
    pneu_arena_free(arena);
}

/* Words that are cut, behind names of any length, between what opens and what closes them. */
static void lines_with_words_are_never_too_long(void **state)
{
    static const format_function writers[] = {pneu_text_encode, pneu_phrase_encode, pneu_comment_encode};
    pneu_arena *arena = NULL;
    text in = {0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    text_print(&in, "\xC3\xA9");
    for (size_t len = 0; len < 160; len++, text_add(&in, "a", 1))
        for (uint32_t column = 0; column < 80; column++)
            for (size_t i = 0; i < COUNT_OF(writers); i++) {
                pneu_format format = {0, column};
                pneu_str out;
                assert_int_equal(writers[i](arena, pneu_i_str_of(in.ptr, in.len), &format, &out), PNEU_OK);
                assert_true(header_lines_hold(out, column, 76));
                pneu_arena_reset(arena);
            }
    text_free(&in);
    pneu_arena_free(arena);
}

/* A word of 997 bytes, which fits on a line of its own, is the longest that stays; longer ones become encoded words. */
static void words_over_a_line_are_encoded(void **state)
{
    text in = {0}, out = {0};
    (void)state;
    pneu_format behind_name = {0, 9};
    for (int i = 0; i < 997; i++)
        text_add(&in, "w", 1);
    format_run(&out, pneu_text_encode, pneu_i_str_of(in.ptr, in.len), &behind_name);
    assert_memory_equal(out.ptr, "\r\n www", 6);
    assert_int_equal(out.len, 1000);
    format_run(&out, pneu_text_encode, pneu_i_str_of(in.ptr, in.len), NULL);
    assert_string_equal(out.ptr, in.ptr);
    text_add(&in, "w", 1);
    format_run(&out, pneu_text_encode, pneu_i_str_of(in.ptr, in.len), NULL);
    assert_memory_equal(out.ptr, "=?UTF-8?Q?www", 13);
    text_free(&in);
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_written),
        cmocka_unit_test(comments_are_written),
        cmocka_unit_test(breaks_are_refused),
        cmocka_unit_test(nothing_may_be_null),
        cmocka_unit_test(lines_with_words_are_never_too_long),
        cmocka_unit_test(words_over_a_line_are_encoded),
    };
    return RUN_TESTS(tests);
}
