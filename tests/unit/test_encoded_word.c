/* Texts with encoded words: values and defects in both modes, lack of memory, linear time's edges. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"
#include "syntax/encoded_word.h"

typedef struct row {
    const char *name;
    const char *in;
    const char *out;
    const char *defects;
} row;

static const row lenient_rows[] = {
    {"no word", "a =b? c", "a =b? c", ""},
    {"word in text", "Re: =?utf-8?Q?=C3=A9t=C3=A9?= is", "Re: \xC3\xA9t\xC3\xA9 is", ""},
    {"white space between words", "=?utf-8?Q?a?= \r\n\t=?utf-8?Q?b?= c", "ab c", ""},
    {"white space beside text stays", "a  =?utf-8?Q?b?=  c", "a  b  c", ""},
    {"text folded", "a\r\n b\tc", "a b\tc", ""},
    {"controls in text",
     "a\x01"
     "b\x7F\rc",
     "abc", ""},
    {"raw UTF-8", "caf\xC3\xA9", "caf\xC3\xA9", ""},
    {"raw, not UTF-8", "caf\xE9 =?utf-8?Q?=C3=A9?= \xE9", "caf\xC3\xA9 \xC3\xA9 \xC3\xA9", ""},
    {"raw C1 control",
     "a\xC2\x85"
     "b\xC2\xA0",
     "ab\xC2\xA0", ""},
    {"mark in the middle",
     "a\xEF\xBB\xBF"
     "b",
     "a\xEF\xBB\xBF"
     "b",
     ""},
    {"glued to text", "pre=?utf-8?Q?x?=post", "prexpost", " ew_syntax/ew_no_space"},
    {"glued to a word", "=?utf-8?Q?a?==?utf-8?Q?b?=", "ab", " ew_syntax/ew_no_space ew_syntax/ew_no_space"},
    {"space inside", "=?utf-8?Q?a b?=", "a b", " ew_syntax"},
    {"fold inside", "=?utf-8?Q?a\r\n b?=", "a b", " ew_syntax"},
    {"bad hexadecimal digits", "=?utf-8?Q?a=ZZb=4?=", "a=ZZb=4", " ew_syntax/ew_bad_q"},
    {"one hexadecimal digit", "=?utf-8?Q?a=4gb?=", "a=4gb", " ew_syntax/ew_bad_q"},
    {"equals sign at the end", "=?utf-8?Q?abc=?=", "abc=", " ew_syntax/ew_bad_q"},
    {"bad base64", "=?utf-8?B?aGVs-bG8?=", "hello", " ew_syntax"},
    {"base64 that is nothing",
     "=?GBK?B?"
     "?=",
     "", " ew_syntax"},
    {"not closed", "=?utf-8?Q?abc", "=?utf-8?Q?abc", " ew_syntax"},
    {"not closed before another", "=?utf-8?Q?abc =?utf-8?Q?d?=", "=?utf-8?Q?abc d", " ew_syntax"},
    {"unknown encoding", "=?utf-8?X?abc?=", "=?utf-8?X?abc?=", " ew_syntax"},
    {"no charset", "=??Q?abc?=", "=??Q?abc?=", ""},
    {"beginnings only", "=?=?=? =?a", "=?=?=? =?a", ""},
    {"unknown charset", "x =?x-nope?Q?abc=E9?= y", "x =?x-nope?Q?abc=E9?= y", " charset_unknown/ew_unknown_charset"},
    {"unknown charset beside words", "=?utf-8?Q?a?= =?x?Q?b?= =?utf-8?Q?c?=", "a =?x?Q?b?= c",
     " charset_unknown/ew_unknown_charset"},
    {"label that says nothing", "=?unknown-8bit?Q?=C3=A9?= =?x-unknown?Q?=E9?=", "\xC3\xA9\xC3\xA9", ""},
    {"us-ascii with UTF-8", "=?us-ascii?Q?=C3=A9?=", "\xC3\xA9", ""},
    {"decoded once", "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?=", "=?utf-8?Q?x?=", " ew_syntax/ew_nested"},
    {"NUL", "=?utf-8?Q?a=00b?=", "ab", " ew_control/ew_nul"},
    {"line ends and tab", "=?utf-8?Q?a=0D=0AB:_=09c?=", "aB: c", " ew_control"},
    {"C1 control", "=?windows-1252?Q?a=81b?=", "ab", " ew_control"},
    {"controls of one word only", "a\x01 =?utf-8?Q?b?=", "a b", ""},
    {"character over words", "=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "\xE2\x82\xAC", " ew_split_multibyte"},
    {"character over words, Q and B", "=?utf-8?Q?o=C3?=\n =?UTF-8?B?pHI=?=", "o\xC3\xA4r", " ew_split_multibyte"},
    {"character over words of two charsets", "=?utf-8?Q?=C3?= =?koi8-r?Q?a?=",
     "\xEF\xBF\xBD"
     "a",
     " charset_invalid_bytes"},
    {"character of two bytes over words", "=?gbk?B?1g==?= =?gbk?B?7A==?=", "\xE6\x9C\xB1", " ew_split_multibyte"},
    {"text between halves", "=?utf-8?Q?=C3?= x =?utf-8?Q?=A9?=", "\xEF\xBF\xBD x \xEF\xBF\xBD",
     " charset_invalid_bytes charset_invalid_bytes"},
    {"ISO-2022-JP starts anew", "=?ISO-2022-JP?B?GyRCRnw=?= =?ISO-2022-JP?B?YWJj?=",
     "\xE6\x97\xA5"
     "abc",
     " charset_invalid_bytes/charset_unterminated_escape"},
    {"raw ISO-2022-JP", "a \x1B$BF|K\\\x1B(B b", "a \xE6\x97\xA5\xE6\x9C\xAC b", ""},
    {"language", "=?utf-8*en?Q?a?=", "a", ""},
};

static const row strict_rows[] = {
    {"word in text", "Re: =?utf-8?Q?=C3=A9?= x", "Re: \xC3\xA9 x", ""},
    {"glued", "pre=?utf-8?Q?x?=", "pre=?utf-8?Q?x?=", ""},
    {"space inside", "=?utf-8?Q?a b?=", "=?utf-8?Q?a b?=", ""},
    {"bad base64", "=?utf-8?B?aGVsbG8?=", "=?utf-8?B?aGVsbG8?=", ""},
    {"padding in the middle", "=?utf-8?B?YQ==YQ==?=", "=?utf-8?B?YQ==YQ==?=", ""},
    {"padding alone", "=?utf-8?B?====?=", "=?utf-8?B?====?=", ""},
    {"words by themselves", "=?utf-8?Q?=E2=82?= =?utf-8?Q?=AC?=", "\xEF\xBF\xBD\xEF\xBF\xBD",
     " charset_invalid_bytes charset_invalid_bytes"},
    {"raw, not UTF-8", "caf\xE9", "caf\xEF\xBF\xBD", ""},
    {"label that says nothing", "=?unknown-8bit?Q?a?=", "=?unknown-8bit?Q?a?=", " charset_unknown/ew_unknown_charset"},
};

static pneu_arena *new_arena(void)
{
    pneu_arena *arena = NULL;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    return arena;
}

static void check_rows(const row *rows, size_t count, int32_t mode)
{
    pneu_arena *arena = new_arena();
    text found = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        pneu_str in = exact_copy(pneu_i_str(rows[i].in)), out;
        text_clear(&found);
        text_clear(&defects);
        assert_int_equal(pneu_decode_text(arena, in, mode, &sink, &out), PNEU_OK);
        free((char *)in.ptr);
        text_add(&found, out.ptr, out.len);
        failed += !text_equals(rows[i].name, &found, rows[i].out);
        failed += !text_equals(rows[i].name, &defects, rows[i].defects);
    }
    text_free(&found);
    text_free(&defects);
    pneu_arena_free(arena);
    assert_int_equal(failed, 0);
}

static void texts_are_decoded(void **state)
{
    (void)state;
    check_rows(lenient_rows, COUNT_OF(lenient_rows), PNEU_LENIENT);
}

static void strict_mode_leaves_what_is_no_word(void **state)
{
    (void)state;
    check_rows(strict_rows, COUNT_OF(strict_rows), PNEU_STRICT);
}

/* 75 bytes are a word; one more makes it too long, which lenient mode reports. */
static void long_words_are_told(void **state)
{
    pneu_arena *arena = new_arena();
    (void)state;
    for (int len = 63; len <= 64; len++) {
        text in = {0}, defects = {0};
        pneu_defect_sink sink = defect_text_sink(&defects);
        pneu_str out;
        text_print(&in, "=?utf-8?Q?");
        for (int i = 0; i < len; i++)
            text_print(&in, "a");
        text_print(&in, "?=");
        pneu_str value = {in.ptr, in.len};
        assert_int_equal(pneu_decode_text(arena, value, PNEU_LENIENT, &sink, &out), PNEU_OK);
        assert_int_equal(out.len, len);
        assert_true(text_equals("defects", &defects, len == 63 ? "" : " ew_syntax/ew_too_long"));
        assert_int_equal(pneu_decode_text(arena, value, PNEU_STRICT, NULL, &out), PNEU_OK);
        assert_int_equal(out.len, len == 63 ? 63 : in.len);
        text_free(&in);
        text_free(&defects);
    }
    pneu_arena_free(arena);
}

/* More octets than are converted at once, with characters over every seam. */
static void long_words_are_whole(void **state)
{
    pneu_arena *arena = new_arena();
    text in = {0};
    pneu_str out;
    (void)state;
    text_print(&in, "=?utf-8?Q?x");
    for (int i = 0; i < 2000; i++)
        text_print(&in, "=E2=82=AC");
    text_print(&in, "?=");
    assert_int_equal(pneu_decode_text(arena, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, NULL, &out), PNEU_OK);
    assert_int_equal(out.len, 1 + 3 * 2000);
    for (size_t i = 1; i < out.len; i += 3)
        assert_memory_equal(out.ptr + i, "\xE2\x82\xAC", 3);
    text_free(&in);
    pneu_arena_free(arena);
}

static void arguments_are_checked(void **state)
{
    pneu_arena *arena = new_arena();
    pneu_str out, word = pneu_i_str("a"), impossible = {NULL, 1}, nothing = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_decode_text(NULL, word, PNEU_LENIENT, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_decode_text(arena, word, PNEU_LENIENT, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_decode_text(arena, word, -1, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_decode_text(arena, impossible, PNEU_LENIENT, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_decode_text(arena, nothing, PNEU_LENIENT, NULL, &out), PNEU_OK);
    assert_int_equal(out.len, 0);
    pneu_arena_free(arena);
}

static void lack_of_memory_is_survived(void **state)
{
    text in = {0};
    size_t refused = 1;
    (void)state;
    for (int i = 0; i < 5000; i++) /* grows: one byte in, three out */
        text_print(&in, "\x80");
    for (size_t at = 1; refused > 0; at++) {
        failing_alloc alloc;
        pneu_arena *arena = NULL;
        pneu_str out;
        failing_alloc_init(&alloc, FAIL_ONCE, at);
        pneu_status status = pneu_arena_new(&alloc.alloc, &arena);
        if (status == PNEU_OK)
            status = pneu_decode_text(arena, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, NULL, &out);
        refused = alloc.refused;
        assert_int_equal(status, refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK);
        pneu_arena_free(arena);
        failing_alloc_check_clean(&alloc);
        assert_true(at < 100);
    }
    text_free(&in);
}

static void octets_of_words_replace_them(void **state)
{
    static const struct {
        const char *in;
        const char *out;
    } rows[] = {
        {"a=?x?Q?=62_?= =?y?B?Yw==?= d", "ab c d"},
        {"=?x?Q?a", "=?x?Q?a"},
        {" =?x?Q?a?= ", " a "},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_i_words words;
        char out[64];
        size_t len = 0;
        int octet;
        pneu_i_words_init(&words, pneu_i_str(rows[i].in));
        while ((octet = pneu_i_words_next(&words)) >= 0 && len < sizeof out)
            out[len++] = (char)octet;
        assert_int_equal(len, strlen(rows[i].out));
        assert_memory_equal(out, rows[i].out, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_decoded),
        cmocka_unit_test(strict_mode_leaves_what_is_no_word),
        cmocka_unit_test(long_words_are_told),
        cmocka_unit_test(long_words_are_whole),
        cmocka_unit_test(arguments_are_checked),
        cmocka_unit_test(lack_of_memory_is_survived),
        cmocka_unit_test(octets_of_words_replace_them),
    };
    return RUN_TESTS(tests);
}
