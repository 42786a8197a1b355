/* Line ends: rows for what is particular, and all short texts against the naive codecs. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "support/codec_run.h"
#include "support/naive_codecs.h"

#define TEXT(literal) CODEC_TEXT(literal)
#define FIX PNEU_CODEC_FIX_CR

static void check_rows(int32_t kind, const codec_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(codec_row_holds(kind, &rows[i]));
}

#define CR(place) "line_bare_cr@" place

static const codec_row to_crlf_rows[] = {
    {"LF", 0, TEXT("a\nb\n"), TEXT("a\r\nb\r\n"), "", 0},
    {"CRLF", 0, TEXT("a\r\nb\r\n"), TEXT("a\r\nb\r\n"), "", 0},
    {"mixed", 0, TEXT("\n\r\n\n"), TEXT("\r\n\r\n\r\n"), "", 0},
    {"a bare CR stays", 0, TEXT("a\rb"), TEXT("a\rb"), CR("1+1"), 0},
    {"CRs in a row are one defect", 0, TEXT("a\r\r\r\nb\r"), TEXT("a\r\r\r\nb\r"), CR("1+2 ") CR("6+1"), 0},
    {"a bare CR is a line end", FIX, TEXT("a\rb\r"), TEXT("a\r\nb\r\n"), CR("1+1 ") CR("3+1"), 0},
    {"CR CR LF are two line ends", FIX, TEXT("a\r\r\nb\n"), TEXT("a\r\n\r\nb\r\n"), CR("1+1"), 0},
    {"CRLF is one line end", FIX, TEXT("a\r\nb"), TEXT("a\r\nb"), "", 0},
};

static const codec_row to_lf_rows[] = {
    {"CRLF", 0, TEXT("a\r\nb\r\n"), TEXT("a\nb\n"), "", 0},
    {"LF", 0, TEXT("a\n\nb"), TEXT("a\n\nb"), "", 0},
    {"a bare CR stays", 0, TEXT("a\rb\r"), TEXT("a\rb\r"), CR("1+1 ") CR("3+1"), 0},
    {"of CR CR LF the last two", 0, TEXT("a\r\r\nb"), TEXT("a\r\nb"), CR("1+1"), 0},
    {"a bare CR is a line end", FIX, TEXT("a\rb\r"), TEXT("a\nb\n"), CR("1+1 ") CR("3+1"), 0},
    {"CR CR LF are two line ends", FIX, TEXT("a\r\r\nb"), TEXT("a\n\nb"), CR("1+1"), 0},
};

/* Every text of up to seven bytes of a small alphabet gives what the naive codec gives. */
static void check_all_texts(int32_t kind, naive_result (*naive_codec)(const uint8_t *in, size_t len))
{
    static const char alphabet[] = {'\r', '\n', '.', 'a'};
    for (size_t len = 0; len <= 7; len++) {
        for (size_t n = 0; n < (size_t)1 << (2 * len); n++) {
            char in[8];
            for (size_t i = 0; i < len; i++)
                in[i] = alphabet[n >> (2 * i) & 3];
            naive_result naive = naive_codec((const uint8_t *)in, len);
            codec_result whole = codec_run(kind, 0, (pneu_str){in, len}, (codec_cut){0, 0, 0});
            codec_result bytes = codec_run(kind, 0, (pneu_str){in, len}, (codec_cut){n % 3, 1 + n % 2, 1 + n % 4});
            assert_int_equal(whole.len, naive.len);
            assert_memory_equal(whole.bytes, naive.bytes, naive.len);
            assert_true(codec_results_equal(&whole, &bytes));
            for (int32_t code = 0; code < PNEU_DEFECT_COUNT; code++)
                assert_int_equal(whole.counts[code] > 0, naive.codes[code]);
            codec_result_free(&whole);
            codec_result_free(&bytes);
            free(naive.bytes);
        }
    }
}

static void rows_hold(void **state)
{
    (void)state;
    check_rows(PNEU_CODEC_TO_CRLF, to_crlf_rows, sizeof to_crlf_rows / sizeof *to_crlf_rows);
    check_rows(PNEU_CODEC_TO_LF, to_lf_rows, sizeof to_lf_rows / sizeof *to_lf_rows);
}

static void short_texts_are_as_the_naive_ones(void **state)
{
    (void)state;
    check_all_texts(PNEU_CODEC_TO_CRLF, naive_to_crlf);
    check_all_texts(PNEU_CODEC_TO_LF, naive_to_lf);
}

/* Longer than the blocks in which line ends are looked for. */
static void long_lines_are_copied(void **state)
{
    (void)state;
    for (size_t len = 250; len < 262; len++) {
        char in[600];
        memset(in, 'x', sizeof in);
        memcpy(in + len, "\r\n", 2);
        memcpy(in + len + 260, "\n\r", 2);
        pneu_str text = {in, sizeof in};
        naive_result naive = naive_to_crlf((const uint8_t *)in, sizeof in);
        codec_result result = codec_run(PNEU_CODEC_TO_CRLF, 0, text, (codec_cut){0, 0, 0});
        assert_int_equal(result.len, naive.len);
        assert_memory_equal(result.bytes, naive.bytes, naive.len);
        assert_int_equal(codec_find_cut_that_differs(PNEU_CODEC_TO_LF, 0, text), -1);
        codec_result_free(&result);
        free(naive.bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold),
        cmocka_unit_test(short_texts_are_as_the_naive_ones),
        cmocka_unit_test(long_lines_are_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
