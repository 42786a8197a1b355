/* Dot stuffing. The vectors of tests/vectors/dot_stuffing.json are run by vectors_codec; here: rows, and all short
 * texts. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "support/codec_run.h"
#include "support/naive_codecs.h"

#define TEXT(literal) CODEC_TEXT(literal)
#define STRICT PNEU_CODEC_STRICT

static void check_rows(int32_t kind, const codec_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(codec_row_holds(kind, &rows[i]));
}

#define FIX PNEU_CODEC_FIX_CR
#define KEEP PNEU_CODEC_KEEP_LF
#define CR(place) "line_bare_cr@" place
#define LF(place) "line_bare_lf@" place
#define CUT(place) "line_truncated_eof@" place

static const codec_row stuff_rows[] = {
    {"a bare LF becomes CRLF", 0, TEXT("a\n.b\n"), TEXT("a\r\n..b\r\n.\r\n"), LF("1+1 ") LF("4+1"), 0},
    {"a bare LF kept is no line end", KEEP, TEXT("a\n.\r\n"), TEXT("a\n.\r\n.\r\n"), LF("1+1"), 0},
    {"a bare LF kept at the end", KEEP, TEXT("a\n"), TEXT("a\n\r\n.\r\n"), LF("1+1"), 0},
    {"a bare CR is data", 0, TEXT("a\r.b"), TEXT("a\r.b\r\n.\r\n"), CR("1+1"), 0},
    {"a bare CR at the end is data", 0, TEXT("a\r"), TEXT("a\r\r\n.\r\n"), CR("1+1"), 0},
    {"a bare CR is a line end", FIX, TEXT("a\r.b\r"), TEXT("a\r\n..b\r\n.\r\n"), CR("1+1 ") CR("4+1"), 0},
    {"CR CR LF dot", 0, TEXT("a\r\r\n.b"), TEXT("a\r\r\n..b\r\n.\r\n"), CR("1+1"), 0},
    {"the end of data inside", 0, TEXT("a\r\n.\r\nb\r\n"), TEXT("a\r\n..\r\nb\r\n.\r\n"), "", 0},
    {"without the end of data", PNEU_CODEC_NO_END, TEXT(".a\r\n.b"), TEXT("..a\r\n..b\r\n"), "", 0},
    {"nothing, without the end of data", PNEU_CODEC_NO_END, TEXT(""), TEXT(""), "", 0},
    {"strict: a bare LF", STRICT, TEXT("a\n."), TEXT("a"), LF("1+1"), 2},
    {"strict: a bare CR", STRICT, TEXT("a\r."), TEXT("a\r"), CR("1+1"), 2},
    {"strict: a bare CR at the end", STRICT, TEXT("a\r"), TEXT("a\r"), CR("1+1"), 2},
    {"strict: CRLF", STRICT, TEXT("a\r\n.\r\n"), TEXT("a\r\n..\r\n.\r\n"), "", 0},
};

static const codec_row unstuff_rows[] = {
    {"nothing", 0, TEXT(""), TEXT(""), CUT("0+0"), 0},
    {"cut inside a line", 0, TEXT("a\r\nb"), TEXT("a\r\nb"), CUT("4+0"), 0},
    {"cut behind a CR", 0, TEXT("a\r"), TEXT("a\r"), CR("1+1 ") CUT("2+0"), 0},
    {"cut behind a dot", 0, TEXT("a\r\n."), TEXT("a\r\n"), CUT("4+0"), 0},
    {"cut behind dot and CR", 0, TEXT("a\r\n.\r"), TEXT("a\r\n\r"), CR("4+1 ") CUT("5+0"), 0},
    {"a bare LF stays", 0, TEXT("a\n.\n\r\n.\r\n"), TEXT("a\n.\n\r\n"), LF("1+1 ") LF("3+1"), 0},
    {"a bare CR stays", 0, TEXT("a\r.\r\r\n.\r\n"), TEXT("a\r.\r\r\n"), CR("1+1 ") CR("3+1"), 0},
    {"dot CR at a line's start, no LF", 0, TEXT(".\ra\r\n.\r\n"), TEXT("\ra\r\n"), CR("1+1"), 0},
    {"dot CR CR LF", 0, TEXT(".\r\r\n.\r\n"), TEXT("\r\r\n"), CR("1+1"), 0},
    {"strict: CRLF", STRICT, TEXT("a\r\n..b\r\n.\r\n"), TEXT("a\r\n.b\r\n"), "", 0},
    {"strict: a bare LF", STRICT, TEXT("a\nb"), TEXT("a"), LF("1+1"), 2},
    {"strict: a bare CR", STRICT, TEXT("a\rb"), TEXT("a"), CR("1+1"), 2},
    {"strict: cut behind a CR", STRICT, TEXT("a\r"), TEXT("a"), CR("1+1"), 2},
    {"strict: cut", STRICT, TEXT("a\r\n"), TEXT("a\r\n"), CUT("3+0"), 4},
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
            assert_int_equal(whole.pushed - whole.rest, naive.end);
            codec_result_free(&whole);
            codec_result_free(&bytes);
            free(naive.bytes);
        }
    }
}

static void rows_hold(void **state)
{
    (void)state;
    check_rows(PNEU_CODEC_DOT_STUFF, stuff_rows, sizeof stuff_rows / sizeof *stuff_rows);
    check_rows(PNEU_CODEC_DOT_UNSTUFF, unstuff_rows, sizeof unstuff_rows / sizeof *unstuff_rows);
}

static void short_texts_are_as_the_naive_ones(void **state)
{
    (void)state;
    check_all_texts(PNEU_CODEC_DOT_STUFF, naive_dot_stuff);
    check_all_texts(PNEU_CODEC_DOT_UNSTUFF, naive_dot_unstuff);
}

/* The look-alikes of smuggling tools: none ends the data, so all of the "command" behind them is data too. */
static void lookalikes_do_not_end_the_data(void **state)
{
    (void)state;
    static const pneu_str lookalikes[] = {
        TEXT("\n.\n"),   TEXT("\n.\r\n"), TEXT("\r\n.\n"),     TEXT("\r.\r"),       TEXT("\n.\r"),       TEXT("\r.\n"),
        TEXT("\r.\r\n"), TEXT("\r\n.\r"), TEXT("\r\n.\r\r\n"), TEXT("\r\n\0.\r\n"), TEXT("\r\n.\0\r\n"),
    };
    for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++) {
        char in[64] = "a";
        size_t len = 1;
        memcpy(in + len, lookalikes[i].ptr, lookalikes[i].len);
        len += lookalikes[i].len;
        memcpy(in + len, "MAIL\r\n.\r\nQUIT", 14);
        len += 13;
        pneu_str wire = {in, len};
        codec_result result = codec_run(PNEU_CODEC_DOT_UNSTUFF, 0, wire, (codec_cut){0, 0, 0});
        assert_int_equal(result.status, PNEU_DONE);
        assert_int_equal(result.rest, 4);
        assert_memory_equal(result.bytes + result.len - 6, "MAIL\r\n", 6);
        assert_int_equal(codec_find_cut_that_differs(PNEU_CODEC_DOT_UNSTUFF, 0, wire), -1);
        codec_result_free(&result);
    }
}

static void the_rest_is_given_back(void **state)
{
    (void)state;
    pneu_codec *codec = NULL;
    pneu_str rest;
    char out[16];
    size_t written = 0;
    assert_int_equal(pneu_codec_new(PNEU_CODEC_DOT_UNSTUFF, 0, NULL, &codec), PNEU_OK);
    assert_int_equal(pneu_codec_push(codec, "a\r\n.\r\nRSET\r\n", 12), PNEU_OK);
    assert_int_equal(pneu_codec_read(codec, out, sizeof out, &written), PNEU_OK);
    assert_int_equal(pneu_codec_read(codec, out, sizeof out, &written), PNEU_DONE);
    pneu_codec_rest(codec, &rest);
    assert_int_equal(rest.len, 6);
    assert_memory_equal(rest.ptr, "RSET\r\n", 6);
    assert_int_equal(pneu_codec_push(codec, "x", 1), PNEU_ERR_STATE);
    assert_int_equal(pneu_codec_finish(codec), PNEU_OK);
    assert_int_equal(pneu_codec_read(codec, out, sizeof out, &written), PNEU_DONE);
    pneu_codec_free(codec);
}

static void text_is_unstuffed_without_a_copy(void **state)
{
    (void)state;
    static const char wire[] = "one\r\n..two\r\nthree\r\n.\r\nQUIT\r\n";
    static const pneu_str slices[] = {TEXT("one\r\n"), TEXT(".two\r\nthree\r\n")};
    pneu_codec *codec = NULL;
    pneu_str slice;
    assert_int_equal(pneu_codec_new(PNEU_CODEC_DOT_UNSTUFF, 0, NULL, &codec), PNEU_OK);
    assert_int_equal(pneu_codec_read_slice(codec, &slice), PNEU_MORE);
    assert_int_equal(pneu_codec_push(codec, wire, sizeof wire - 1), PNEU_OK);
    for (size_t i = 0; i < sizeof slices / sizeof *slices; i++) {
        assert_int_equal(pneu_codec_read_slice(codec, &slice), PNEU_OK);
        assert_int_equal(slice.len, slices[i].len);
        assert_memory_equal(slice.ptr, slices[i].ptr, slice.len);
        assert_true(slice.ptr >= wire && slice.ptr < wire + sizeof wire);
    }
    assert_int_equal(pneu_codec_read_slice(codec, &slice), PNEU_DONE);
    pneu_codec_rest(codec, &slice);
    assert_int_equal(slice.len, 6);
    pneu_codec_free(codec);
    assert_int_equal(pneu_codec_new(PNEU_CODEC_DOT_STUFF, 0, NULL, &codec), PNEU_OK);
    assert_int_equal(pneu_codec_read_slice(codec, &slice), PNEU_ERR_ARGUMENT);
    pneu_codec_free(codec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold),
        cmocka_unit_test(short_texts_are_as_the_naive_ones),
        cmocka_unit_test(lookalikes_do_not_end_the_data),
        cmocka_unit_test(the_rest_is_given_back),
        cmocka_unit_test(text_is_unstuffed_without_a_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
