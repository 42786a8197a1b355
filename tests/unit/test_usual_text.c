/* The short way through texts with encoded words: what it takes it reads as the long way does in both modes, which reports
 * nothing there. */
#include "syntax/usual_text.h"

#include <stdlib.h>

#include "base/arena.h"
#include "support/count_reports.h"
#include "support/failing_alloc.h"
#include "support/short_way.h"
#include "support/test.h"
#include "syntax/decode_text.h"
#include "syntax/encoded_word.h"

static pneu_arena *new_arena(void)
{
    pneu_arena *arena = NULL;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    return arena;
}

static void assert_same(pneu_str a, pneu_str b)
{
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.ptr, b.ptr, a.len);
}

/* 1 if the short way takes the value as `out` does. */
static int check(pneu_str value)
{
    size_t reports = 0;
    pneu_defect_sink sink = {count_report, &reports};
    char *out = malloc(value.len + PNEU_I_USUAL_TEXT_ROOM);
    pneu_arena *arena = new_arena();
    assert_non_null(out);
    pneu_str usual = {out, 0}, any, public;
    int is_usual = pneu_i_usual_text_write(value, PNEU_I_WORD_MAX, out, &usual.len);
    for (int32_t mode = PNEU_LENIENT; mode <= PNEU_STRICT; mode++) {
        pneu_i_text_rules rules = {mode, PNEU_I_UNSTRUCTURED, is_usual ? &sink : NULL};
        assert_int_equal(pneu_i_any_text_decode(arena, value, &rules, &any), PNEU_OK);
        assert_int_equal(pneu_decode_text(arena, value, mode, NULL, &public), PNEU_OK);
        assert_same(public, any);
        if (is_usual)
            assert_same(usual, any);
    }
    assert_int_equal(reports, 0);
    assert_true(!is_usual || pneu_i_usual_text_write(value, SIZE_MAX, out, &usual.len));
    pneu_arena_free(arena);
    free(out);
    return is_usual;
}

static const short_way_row rows[] = {
    {"a", 1},
    {" Re: a longer subject = with\r\n\tall that is plain ~ and a tab\t\r\n", 1},
    {"a\nb\r\nc", 1},
    {"a\rc", 0},
    {"a\r", 0},
    {"=", 1},
    {"a =", 1},
    {"a =b? c", 1},
    {"=?utf-8?q?a?=", 1},
    {" =?UTF-8?Q?=C3=A9t=c3=a9_(1)?= \r\n =?Utf-8?B?w6k=?= x", 1},
    {"a =?utf-8?b?8J+YgA==?=", 1},
    {"=?utf-8?b?YWI=?=", 1},
    {"=?utf-8?b?YWJj?=\r\n", 1},
    {"=?utf-8?q?=3D=20=3F?=", 1},
    {"=?utf-8?q?=3F=3D?=", 1},
    {"=?utf-8?q?=EF=BB=BFa?=", 1},
    {"=?utf-8?q?=C2=A0?=", 1},
    {"=?utf-8?q?1234567=C2=A0?=", 1},
    {"=?utf-8?q?0123456789012345678901234567890123456789012345678901234567890123456?= x", 0},
    {"=?utf-8?q?012345678901234567890123456789012345678901234567890123456789012?=", 1},
    {"=?utf-8?q?0123456789012345678901234567890123456789012345678901234567890123?=", 0},
    {"", 0},
    {"\x01", 0},
    {"a\x7f", 0},
    {"a\x1b$B", 0},
    {"\xc3\xa9", 0},
    {"=?", 0},
    {"a=?", 0},
    {"=?=?=", 0},
    {"=?utf-8?q?"
     "?=",
     0},
    {"=?utf-8?b?"
     "?=",
     0},
    {"=?utf-8?q?a?=b", 0},
    {"a=?utf-8?q?a?=", 0},
    {"=?utf-8?q?a?==?utf-8?q?b?=", 0},
    {"=?utf-8?q?a b?=", 0},
    {"=?utf-8?q?a?b?=", 0},
    {"=?utf-8?q?a?", 0},
    {"=?utf-8?q?a=?=", 0},
    {"=?utf-8?q?a=4?=", 0},
    {"=?utf-8?q?a=4g?=", 0},
    {"=?utf-8?q?a\x7f?=", 0},
    {"=?utf-8?q?a\xc3\xa9?=", 0},
    {"=?utf-8?q?=00?=", 0},
    {"=?utf-8?q?12345678=0Ax?=", 0},
    {"=?utf-8?q?a=09?=", 0},
    {"=?utf-8?q?=7F?=", 0},
    {"=?utf-8?q?=C2=85?=", 0},
    {"=?utf-8?q?1234567=C2=85?=", 0},
    {"=?utf-8?q?=3D=3Fx=3F=3D?=", 0},
    {"=?utf-8?q?1234567=3D=3Fx=3F=3D?=", 0},
    {"=?utf-8?q?=C3?= =?utf-8?q?=A9?=", 0},
    {"=?utf-8?q?=ED=A0=80?=", 0},
    {"=?utf-8?q?=E0=80=80?=", 0},
    {"=?utf-8?q?=F4=90=80=80?=", 0},
    {"=?utf-8?q?=C0=80?=", 0},
    {"=?utf-8?b?YQ?=", 0},
    {"=?utf-8?b?YQ=?=", 0},
    {"=?utf-8?b?Y===?=", 0},
    {"=?utf-8?b?====?=", 0},
    {"=?utf-8?b?YQ=x?=", 0},
    {"=?utf-8?b?YQ==YQ==?=", 0},
    {"=?utf-8?b?YWJ*?=", 0},
    {"=?utf-8?b?AA==?=", 0},
    {"=?utf-8?x?a?=", 0},
    {"=?utf-7?q?a?=", 0},
    {"=?us-ascii?q?a?=", 0},
    {"=?utf-8*en?q?a?=", 0},
};

static void test_rows(void **state)
{
    (void)state;
    assert_int_equal(short_way_rows_failed(check, rows, COUNT_OF(rows)), 0);
}

static void test_bytes(void **state)
{
    static const char *const texts[] = {"Re: =?utf-8?q?a=C3=A9?= b\r\n c", "=?UTF-8?B?w6nDqQ==?=\t=?utf-8?q?_?="};
    (void)state;
    assert_in_range(try_changed_bytes(check, texts, COUNT_OF(texts)), 1000, 16000);
}

static void test_noise(void **state)
{
    static const char *const pieces[] = {"a",
                                         " ",
                                         "\r\n ",
                                         "\t",
                                         "=",
                                         "?",
                                         "=?utf-8?q?",
                                         "=?UTF-8?B?",
                                         "?=",
                                         "?= ",
                                         "=C3=A9",
                                         "=C3",
                                         "=A9",
                                         "=E2=82=AC",
                                         "_",
                                         "w6k=",
                                         "YWJj",
                                         "YWI=",
                                         "=?utf-8?q?x=C3=A9?= ",
                                         " =?utf-8?b?8J+YgA==?= ",
                                         "=?us-ascii?q?x?=",
                                         "=0D",
                                         "some plain text",
                                         "\xe9",
                                         "\x7f"};
    static const piece_noise noise = {"", pieces, COUNT_OF(pieces), 11, 200000};
    (void)state;
    assert_in_range(try_piece_noise(check, &noise), 5000, 199999);
}

/* A word that is too long is told of; where nobody listens it is like another. */
static void test_long_words(void **state)
{
    char text[200] = "=?utf-8?b?", out[sizeof text + PNEU_I_USUAL_TEXT_ROOM];
    pneu_arena *arena = new_arena();
    (void)state;
    for (size_t letters = 4; letters < 160; letters += 4) {
        size_t reports = 0, len = 10 + letters, usual_len = 0;
        pneu_defect_sink sink = {count_report, &reports};
        pneu_i_text_rules rules = {PNEU_LENIENT, PNEU_I_UNSTRUCTURED, NULL};
        pneu_str usual, any, told;
        memcpy(text + 6 + letters, "YWFh", 4);
        memcpy(text + len, "?=", 2);
        pneu_str value = {text, len + 2};
        int is_short = len + 2 <= PNEU_I_WORD_MAX;
        assert_int_equal(pneu_i_usual_text_write(value, PNEU_I_WORD_MAX, out, &usual_len), is_short);
        assert_true(pneu_i_usual_text_write(value, SIZE_MAX, out, &usual_len));
        assert_int_equal(pneu_decode_text(arena, value, PNEU_LENIENT, NULL, &usual), PNEU_OK);
        assert_int_equal(pneu_decode_text(arena, value, PNEU_LENIENT, &sink, &told), PNEU_OK);
        assert_int_equal(reports, !is_short);
        assert_int_equal(pneu_i_any_text_decode(arena, value, &rules, &any), PNEU_OK);
        assert_same(usual, any);
        assert_same(told, any);
        assert_int_equal(pneu_decode_text(arena, value, PNEU_STRICT, NULL, &usual), PNEU_OK);
        assert_int_equal(usual.len, is_short ? letters / 4 * 3 : value.len);
    }
    pneu_arena_free(arena);
}

static void test_failures(void **state)
{
    static const char *const texts[] = {"Re: =?utf-8?q?a=C3=A9?=", "caf\xe9 =?utf-8?q?a=C3=A9?="};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        for (size_t at = 1, is_done = 0; !is_done; at++) {
            failing_alloc alloc;
            pneu_arena *arena = NULL;
            pneu_str out;
            failing_alloc_init(&alloc, FAIL_ONCE, at);
            pneu_status status = pneu_arena_new(&alloc.alloc, &arena);
            if (status == PNEU_OK)
                status = pneu_decode_text(arena, pneu_i_str(texts[i]), PNEU_LENIENT, NULL, &out);
            pneu_arena_free(arena);
            failing_alloc_check_clean(&alloc);
            is_done = alloc.refused == 0;
            assert_int_equal(status, is_done ? PNEU_OK : PNEU_ERR_MEMORY);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),       cmocka_unit_test(test_bytes),    cmocka_unit_test(test_noise),
        cmocka_unit_test(test_long_words), cmocka_unit_test(test_failures),
    };
    return RUN_TESTS(tests);
}
