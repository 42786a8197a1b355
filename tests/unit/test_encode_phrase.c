/* Phrases as they are written: atoms, quoted strings, encoded words, and where they meet. */
#include "support/test.h"

#include "base/str.h"
#include "support/format_run.h"
#include "support/mime_text.h"

#define X20 "xxxxxxxxxxxxxxxxxxxx"

static const struct {
    const char *name;
    const char *in;
    pneu_format format;
    const char *out;
} rows[] = {
    {"atoms", "John_Public =", {0, 0}, "John_Public ="},
    {"two spaces", "John  Public", {0, 0}, "\"John  Public\""},
    {"a tab", "John\tPublic", {0, 0}, "\"John\tPublic\""},
    {"space at the start", " John", {0, 0}, "\" John\""},
    {"space at the end", "John ", {0, 0}, "\"John \""},
    {"white space", "  ", {0, 0}, "\"  \""},
    {"one special quotes all", "John Q. Public", {0, 0}, "\"John Q. Public\""},
    {"an address as a name", "a@b.c", {0, 0}, "\"a@b.c\""},
    {"what looks like a word", "=?utf-8?q?x?=", {0, 0}, "=?UTF-8?Q?=3D=3Futf-8=3Fq=3Fx=3F=3D?="},
    {"Q in phrases", "\xC3\xA9!*+-/=_.\"", {0, 0}, "=?UTF-8?Q?=C3=A9!*+-/=3D=5F=2E=22?="},
    {"atoms next to words", "a \xC3\xA9 b", {0, 0}, "a =?UTF-8?Q?=C3=A9?= b"},
    {"one special joins", "a \xC3\xA9 b.", {0, 0}, "a =?UTF-8?Q?=C3=A9_b=2E?="},
    {"two do not", "(a) \xC3\xA9 (b)", {0, 0}, "\"(a)\" =?UTF-8?Q?=C3=A9?= \"(b)\""},
    {"escapes cost as much", "\xC3\xA9 \"a\"", {0, 0}, "=?UTF-8?B?w6kgImEi?="},
    {"joined between two", "\xC3\xA9 a. \xC3\xA9", {0, 0}, "=?UTF-8?Q?=C3=A9_a=2E_=C3=A9?="},
    {"white space that would be lost joins", "a  \xC3\xA9\tb", {0, 0}, "=?UTF-8?Q?a__=C3=A9_b?="},
    {"UTF-8 is atext", "J\xC3\xB6rg M\xC3\xBCller", {1, 0}, "J\xC3\xB6rg M\xC3\xBCller"},
    {"UTF-8 in quotes", "J\xC3\xB6rg M.", {1, 0}, "\"J\xC3\xB6rg M.\""},
    {"room for the quote mark", X20 X20 X20 " .45678901234567", {0, 0}, "\"" X20 X20 X20 " .45678901234567\""},
    {"no room for it", X20 X20 X20 " .456789012345678", {0, 0}, "\"" X20 X20 X20 "\r\n .456789012345678\""},
    {"behind much", "a. \xC3\xA9", {0, 70}, "\r\n =?UTF-8?Q?a=2E_=C3=A9?="},
};

static void phrases_are_written(void **state)
{
    text out = {0};
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str in = pneu_i_str(rows[i].in);
        format_run(&out, pneu_phrase_encode, in, &rows[i].format);
        failed += !text_equals(rows[i].name, &out, rows[i].out);
        format_check_hard(pneu_phrase_encode, in, &rows[i].format);
    }
    text_free(&out);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(phrases_are_written)};
    return RUN_TESTS(tests);
}
