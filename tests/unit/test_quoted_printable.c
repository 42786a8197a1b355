/* Quoted-printable. The vectors of tests/vectors/quoted_printable.tsv are run by vectors_codec; here: defects, held
 * blanks. */
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

#define QP(detail) "cte_qp_nonconforming/cte_qp_" detail

static const codec_row decode_rows[] = {
    {"nothing", 0, TEXT(""), TEXT(""), "", 0},
    {"lower case is one defect for escapes in a row", 0, TEXT("=c3=A9=c3=a9x=e9"), TEXT("\xc3\xa9\xc3\xa9x\xe9"),
     QP("lowercase@0+3 ") QP("lowercase@6+6 ") QP("lowercase@13+3"), 0},
    {"an escape that is none", 0, TEXT("a=ZZb=4c==41= x"), TEXT("a=ZZbL=A= x"),
     QP("bad_escape@1+1 ") QP("lowercase@5+3 ") QP("bad_escape@8+1 ") QP("bad_escape@12+1"), 0},
    {"one digit", 0, TEXT("x=4"), TEXT("x=4"), QP("bad_escape@1+1"), 0},
    {"one digit at a line's end", 0, TEXT("x=4\r\ny"), TEXT("x=4\r\ny"), QP("bad_escape@1+1"), 0},
    {"one digit, a blank, a line's end", 0, TEXT("x=4 \r\ny"), TEXT("x=4\r\ny"),
     QP("bad_escape@1+1 ") QP("trailing_ws@3+1"), 0},
    {"soft break at the end", 0, TEXT("x="), TEXT("x"), QP("soft_break_at_end@1+1"), 0},
    {"soft break and blanks at the end", 0, TEXT("x= \t"), TEXT("x"),
     QP("soft_break_at_end@1+1 ") QP("trailing_ws@2+2"), 0},
    {"two equals signs at the end", 0, TEXT("c=="), TEXT("c="), QP("bad_escape@1+1 ") QP("soft_break_at_end@2+1"), 0},
    {"two equals signs at a line's end", 0, TEXT("c==\nd"), TEXT("c=d"), QP("bad_escape@1+1"), 0},
    {"equals sign and CR", 0, TEXT("a=\rb"), TEXT("a=\rb"), QP("bad_escape@1+1 ") QP("raw_byte@2+1"), 0},
    {"equals sign and CR CR LF", 0, TEXT("a=\r\r\nb"), TEXT("a=\r\r\nb"), QP("bad_escape@1+1 ") QP("raw_byte@2+1"), 0},
    {"equals sign and CR at the end", 0, TEXT("a=\r"), TEXT("a=\r"), QP("bad_escape@1+1 ") QP("raw_byte@2+1"), 0},
    {"blanks after a soft break", 0, TEXT("soft = \t\r\nbreak"), TEXT("soft break"), QP("trailing_ws@6+2"), 0},
    {"trailing blanks", 0, TEXT("one \t\r\ntwo"), TEXT("one\r\ntwo"), QP("trailing_ws@3+2"), 0},
    {"trailing blanks before LF", 0, TEXT("one \t\ntwo"), TEXT("one\ntwo"), QP("trailing_ws@3+2"), 0},
    {"trailing blanks at the end", 0, TEXT("one \t"), TEXT("one"), QP("trailing_ws@3+2"), 0},
    {"a line of blanks", 0, TEXT("\r\n \r\n"), TEXT("\r\n\r\n"), QP("trailing_ws@2+1"), 0},
    {"blanks before a bare CR stay", 0, TEXT("a \rb"), TEXT("a \rb"), QP("raw_byte@2+1"), 0},
    {"blanks before a CR at the end stay", 0, TEXT("a \r"), TEXT("a \r"), QP("raw_byte@2+1"), 0},
    {"an encoded blank stays", 0, TEXT("keep=20\r\nkeep=09\t\r\n"), TEXT("keep \r\nkeep\t\r\n"), QP("trailing_ws@16+1"),
     0},
    {"blanks before a soft break stay", 0, TEXT("a \t=\r\n b"), TEXT("a \t b"), "", 0},
    {"tabs between words", 0, TEXT("one\ttwo\tthree\tfour\tfive\tsix\tseven"),
     TEXT("one\ttwo\tthree\tfour\tfive\tsix\tseven"), "", 0},
    {"raw bytes in a row are one defect", 0, TEXT("caf\xc3\xa9 \x01\x7fx"), TEXT("caf\xc3\xa9 \x01\x7fx"),
     QP("raw_byte@3+2 ") QP("raw_byte@6+2"), 0},
    {"a bare LF is a line end", 0, TEXT("a\nb\n"), TEXT("a\nb\n"), "", 0},
    {"a line of 77", 0, TEXT("x\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\nx"),
     TEXT("x\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\nx"),
     QP("line_too_long@2+77"), 0},
    {"a line of 77 with its soft break", 0,
     TEXT("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=\r\nx"),
     TEXT("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), QP("line_too_long@0+77"),
     0},
    {"strict: what is allowed", STRICT, TEXT("a=3D =\r\nb \t\r\n=C3=A9=  \r\n"), TEXT("a= b\r\n\xc3\xa9"),
     QP("trailing_ws@9+2 ") QP("trailing_ws@20+2"), 0},
    {"strict: lower case", STRICT, TEXT("ab=c3"), TEXT("ab"), "", 3},
    {"strict: bad escape", STRICT, TEXT("ab=xy"), TEXT("ab"), "", 3},
    {"strict: one digit", STRICT, TEXT("ab=4"), TEXT("ab"), "", 3},
    {"strict: soft break at the end", STRICT, TEXT("ab="), TEXT("ab"), QP("soft_break_at_end@2+1"), 3},
    {"strict: bare LF", STRICT, TEXT("ab\n"), TEXT("ab"), "", 3},
    {"strict: soft break with LF", STRICT, TEXT("a=\n"), TEXT("a"), "", 3},
    {"strict: bare CR", STRICT, TEXT("ab\rc"), TEXT("ab"), "", 3},
    {"strict: CR at the end", STRICT, TEXT("ab\r"), TEXT("ab"), "", 3},
    {"strict: raw byte", STRICT, TEXT("ab\xe9"), TEXT("ab"), "", 3},
    {"strict: a line of 77", STRICT,
     TEXT("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
     TEXT("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), "", 77},
};

#define FROM PNEU_CODEC_PROTECT_FROM
#define DOT PNEU_CODEC_PROTECT_DOT
#define DASH PNEU_CODEC_PROTECT_DASH
#define BINARY PNEU_CODEC_BINARY
#define X72 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const codec_row encode_rows[] = {
    {"blanks inside stay", 0, TEXT("a b\tc"), TEXT("a b\tc"), "", 0},
    {"the last blank of a line", 0, TEXT("a \t\nb"), TEXT("a =09\nb"), "", 0},
    {"the last blank of all", 0, TEXT("a  "), TEXT("a =20"), "", 0},
    {"a line of one blank", 0, TEXT(" \r\n"), TEXT("=20\r\n"), "", 0},
    {"a bare CR", 0, TEXT("a\rb\r\r\n"), TEXT("a=0Db=0D\r\n"), "", 0},
    {"a CR at the end", 0, TEXT("a \r"), TEXT("a =0D"), "", 0},
    {"76 columns and a line end", 0, TEXT(X72 "abcd\r\ne"), TEXT(X72 "abcd\r\ne"), "", 0},
    {"77 columns", 0, TEXT(X72 "abcde"), TEXT(X72 "abc=\r\nde"), "", 0},
    {"an escape that ends at column 76", 0, TEXT(X72 "a\xe9"), TEXT(X72 "a=E9"), "", 0},
    {"an escape that would end at column 76, text behind", 0, TEXT(X72 "a\xe9z"), TEXT(X72 "a=\r\n=E9z"), "", 0},
    {"a blank at column 76", 0, TEXT(X72 "abc \r\n"), TEXT(X72 "abc=\r\n=20\r\n"), "", 0},
    {"a blank before a soft break", 0, TEXT(X72 "ab defg"), TEXT(X72 "ab =\r\ndefg"), "", 0},
    {"soft breaks with LF", PNEU_CODEC_LF_LINES, TEXT(X72 "abcdefg\n"), TEXT(X72 "abc=\ndefg\n"), "", 0},
    {"line ends stay as they stand", PNEU_CODEC_LF_LINES, TEXT("a\r\nb\n"), TEXT("a\r\nb\n"), "", 0},
    {"binary", BINARY, TEXT("a\r\n \n"), TEXT("a=0D=0A =0A"), "", 0},
    {"From: only with its blank", FROM, TEXT("From\nFromage\nFrom x\nFro"), TEXT("From\nFromage\n=46rom x\nFro"), "",
     0},
    {"From: the last blank too", FROM, TEXT("From \n"), TEXT("=46rom=20\n"), "", 0},
    {"From: not inside a line", FROM, TEXT("a From b"), TEXT("a From b"), "", 0},
    {"From: after a soft break", FROM, TEXT(X72 "abcFrom the start"), TEXT(X72 "abc=\r\n=46rom the start"), "", 0},
    {"From: FF", FROM, TEXT("FFrom \n"), TEXT("FFrom=20\n"), "", 0},
    {"From: not asked for", 0, TEXT("From x"), TEXT("From x"), "", 0},
    {"dot: at a line's start", DOT, TEXT(".\r\n..a\n"), TEXT("=2E\r\n=2E.a\n"), "", 0},
    {"dot: after a soft break", DOT, TEXT(X72 "abc.def"), TEXT(X72 "abc=\r\n=2Edef"), "", 0},
    {"dot: not asked for", 0, TEXT(".a"), TEXT(".a"), "", 0},
    {"dash: at a line's start", DASH, TEXT("--b\r\n-\n"), TEXT("=2D-b\r\n=2D\n"), "", 0},
    {"dash: after a soft break", DASH, TEXT(X72 "abc--b\r\n"), TEXT(X72 "abc=\r\n=2D-b\r\n"), "", 0},
    {"dash: not asked for", 0, TEXT("-- \n"), TEXT("--=20\n"), "", 0},
    {"text: line ends are CRLF", PNEU_CODEC_TEXT, TEXT("a\r\nb \nc\rd\n\n"), TEXT("a\r\nb=20\r\nc=0Dd\r\n\r\n"), "", 0},
    {"text and binary", PNEU_CODEC_TEXT | BINARY, TEXT("a\r\n\n"), TEXT("a=0D=0A=0A"), "", 0},
};

static void decoding_rows_hold(void **state)
{
    (void)state;
    check_rows(PNEU_CODEC_QUOTED_PRINTABLE_DECODE, decode_rows, sizeof decode_rows / sizeof *decode_rows);
}

static void encoding_rows_hold(void **state)
{
    (void)state;
    check_rows(PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, encode_rows, sizeof encode_rows / sizeof *encode_rows);
}

/* Bytes of the kinds that are told apart, in lines around 76 columns. */
static void make_text(char *bytes, size_t len, uint32_t seed)
{
    static const char *const pieces[] = {" ", "\t",       "=",  "-",    ".",  "From ",
                                         "F", "\xc3\xa9", "\r", "\r\n", "\n", " \r\n"};
    for (size_t at = 0; at < len;) {
        seed = seed * 1664525 + 1013904223;
        size_t kind = (seed >> 24) % (2 * sizeof pieces / sizeof *pieces), run = (seed >> 12) % 79;
        const char *piece = kind < sizeof pieces / sizeof *pieces ? pieces[kind] : "x";
        if (*piece != 'x')
            run = strlen(piece);
        for (size_t i = 0; i < run && at < len; i++)
            bytes[at++] = *piece == 'x' ? 'x' : piece[i];
    }
}

/* With all in sight, whole lines are encoded at once; with one byte in and one out, byte by byte. */
static void runs_are_encoded_as_bytes_are(void **state)
{
    static const uint32_t flags[] = {0, BINARY, DASH | PNEU_CODEC_TEXT, FROM | DOT | PNEU_CODEC_LF_LINES,
                                     FROM | DOT | DASH};
    static char bytes[1500];
    (void)state;
    for (uint32_t seed = 1; seed <= 1000; seed++) {
        make_text(bytes, sizeof bytes, seed * 7919);
        pneu_str in = {bytes, sizeof bytes - seed % 100};
        uint32_t flag = flags[seed % (sizeof flags / sizeof *flags)];
        codec_result whole = codec_run(PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, flag, in, (codec_cut){0, 0, seed % 3 * 777});
        codec_result singly = codec_run(PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, flag, in, (codec_cut){0, 1, 1});
        assert_true(codec_results_equal(&whole, &singly));
        codec_result_free(&whole);
        codec_result_free(&singly);
    }
}

/* "x", n blanks (space, tab, space, ...), and what follows. */
static size_t make_blanks(char *in, size_t n, const char *before, const char *behind)
{
    size_t len = strlen(before);
    memcpy(in, before, len);
    for (size_t i = 0; i < n; i++)
        in[len++] = i % 2 == 0 ? ' ' : '\t';
    memcpy(in + len, behind, strlen(behind));
    return len + strlen(behind);
}

static void long_runs_of_blanks_are_text(void **state)
{
    (void)state;
    static const size_t lengths[] = {1, 996, 997, 998, 999, 1000, 2500};
    static const char *const frames[][2] = {{"x", "\r\ny"}, {"x", "\ny"}, {"x", ""},       {"x=", "\r\ny"},
                                            {"x", "y"},     {"x=", ""},   {"x=4", "\r\n"}, {"", "=\r\n"},
                                            {"x", "\xe9"},  {"x", "\rz"}};
    for (size_t f = 0; f < sizeof frames / sizeof *frames; f++) {
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
            char in[2600];
            size_t len = make_blanks(in, lengths[i], frames[f][0], frames[f][1]);
            naive_result naive = naive_qp_decode((const uint8_t *)in, len);
            pneu_str text = {in, len};
            codec_result result = codec_run(PNEU_CODEC_QUOTED_PRINTABLE_DECODE, 0, text, (codec_cut){0, 0, 0});
            assert_int_equal(result.len, naive.len);
            assert_memory_equal(result.bytes, naive.bytes, naive.len);
            assert_int_equal(codec_find_cut_that_differs(PNEU_CODEC_QUOTED_PRINTABLE_DECODE, 0, text), -1);
            codec_result_free(&result);
            free(naive.bytes);
        }
    }
}

static void every_length_comes_back(void **state)
{
    (void)state;
    static const uint32_t flags[] = {0, BINARY, FROM | DOT, PNEU_CODEC_LF_LINES};
    char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i % 11 == 0 ? i * 151 : i % 13 == 0 ? ' ' : i % 50 == 4 ? '\n' : 'F' + i % 40);
    for (size_t f = 0; f < sizeof flags / sizeof *flags; f++) {
        for (size_t len = 0; len <= sizeof bytes; len++) {
            codec_result text = codec_run(PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, flags[f], (pneu_str){bytes, len},
                                          (codec_cut){len % 9, 5, 11});
            codec_result back = codec_run(PNEU_CODEC_QUOTED_PRINTABLE_DECODE, 0, (pneu_str){text.bytes, text.len},
                                          (codec_cut){len % 5, 13, 7});
            assert_int_equal(back.defect_count, 0);
            assert_int_equal(back.len, len);
            assert_memory_equal(back.bytes, bytes, len);
            codec_result_free(&text);
            codec_result_free(&back);
        }
    }
}

/* Each byte at each place of a word of eight: the run of text must end exactly there. */
static void every_byte_is_classified(void **state)
{
    (void)state;
    for (unsigned c = 0; c < 256; c++) {
        for (size_t place = 0; place < 16; place++) {
            char in[24];
            memset(in, 'a', sizeof in);
            in[place] = (char)c;
            naive_result naive = naive_qp_decode((const uint8_t *)in, sizeof in);
            codec_result result =
                codec_run(PNEU_CODEC_QUOTED_PRINTABLE_DECODE, 0, (pneu_str){in, sizeof in}, (codec_cut){0, 0, 0});
            assert_int_equal(result.len, naive.len);
            assert_memory_equal(result.bytes, naive.bytes, naive.len);
            assert_int_equal(result.defect_count > 0, naive.codes[PNEU_DEFECT_CTE_QP_NONCONFORMING]);
            codec_result_free(&result);
            free(naive.bytes);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoding_rows_hold),
        cmocka_unit_test(encoding_rows_hold),
        cmocka_unit_test(runs_are_encoded_as_bytes_are),
        cmocka_unit_test(long_runs_of_blanks_are_text),
        cmocka_unit_test(every_length_comes_back),
        cmocka_unit_test(every_byte_is_classified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
