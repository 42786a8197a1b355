/* Base64. The vectors of tests/vectors/base64.tsv are run by vectors_codec; here: defects, offsets, strictness, all
 * lengths. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "support/codec_run.h"
#include "support/naive_codecs.h"

#define TEXT(literal) CODEC_TEXT(literal)
#define STOP PNEU_CODEC_STOP_AT_PAD
#define STRICT PNEU_CODEC_STRICT

static void check_rows(int32_t kind, const codec_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(codec_row_holds(kind, &rows[i]));
}

#define JUNK "cte_b64_junk"
#define EARLY "cte_b64_early_pad"
#define OPEN "cte_b64_tail/cte_b64_truncated"
#define BITS "cte_b64_tail/cte_b64_nonzero_bits"

static const codec_row decode_rows[] = {
    {"nothing", 0, TEXT(""), TEXT(""), "", 0},
    {"white space alone", 0, TEXT(" \t\r\n\n"), TEXT(""), "", 0},
    {"white space is no junk", 0, TEXT("Z m\t9\r\nv"), TEXT("foo"), "", 0},
    {"a run of junk is one defect", 0, TEXT("Zm!#%9v"), TEXT("foo"), JUNK "@2+3", 0},
    {"runs of junk are several", 0, TEXT("!Z#m%9 v*"), TEXT("foo"), JUNK "@0+1 " JUNK "@2+1 " JUNK "@4+1 " JUNK "@8+1",
     0},
    {"white space parts runs of junk", 0, TEXT("! !Zm9v"), TEXT("foo"), JUNK "@0+1 " JUNK "@2+1", 0},
    {"URL-safe characters are junk", 0, TEXT("-_-_"), TEXT(""), JUNK "@0+4", 0},
    {"vertical tab and NUL are junk", 0, TEXT("Zm\v\0009v"), TEXT("foo"), JUNK "@2+2", 0},
    {"bytes above 127 are junk", 0, TEXT("\xef\xbb\xbfZm9v"), TEXT("foo"), JUNK "@0+3", 0},
    {"junk between quanta", 0, TEXT("Zm9vZm9v!Zm9vZm9v"), TEXT("foofoofoofoo"), JUNK "@8+1", 0},
    {"one byte and its padding", 0, TEXT("Zg=="), TEXT("f"), "", 0},
    {"two bytes and their padding", 0, TEXT("Zm8="), TEXT("fo"), "", 0},
    {"padding on the next line", 0, TEXT("Zg\r\n==\r\n"), TEXT("f"), "", 0},
    {"white space between padding", 0, TEXT("Zg= =\r\n"), TEXT("f"), "", 0},
    {"data after padding", 0, TEXT("Zg==Zm9v"), TEXT("ffoo"), EARLY "@2+2", 0},
    {"padding three times", 0, TEXT("SQ==\nQU0=\nQQ=="), TEXT("IAMA"), EARLY "@2+2 " EARLY "@8+1", 0},
    {"short padding, then data", 0, TEXT("Zg=Zm9v"), TEXT("ffoo"), EARLY "@2+1", 0},
    {"padding on a quantum's border, then data", 0, TEXT("Zm9v=YmFy"), TEXT("foobar"), EARLY "@4+1", 0},
    {"padding that is not due", 0, TEXT("Zm9v===="), TEXT("foo"), EARLY "@4+4", 0},
    {"more padding than is due", 0, TEXT("Zg=== ="), TEXT("f"), EARLY "@2+5", 0},
    {"padding alone", 0, TEXT("===="), TEXT(""), EARLY "@0+4", 0},
    {"padding before data", 0, TEXT("=Zm9v"), TEXT("foo"), EARLY "@0+1", 0},
    {"no padding, two bytes", 0, TEXT("AAAAZm8"), TEXT("\0\0\0fo"), OPEN "@4+3", 0},
    {"no padding, one byte", 0, TEXT("Zg"), TEXT("f"), OPEN "@0+2", 0},
    {"no padding, no byte", 0, TEXT("Zm9vY"), TEXT("foo"), OPEN "@4+1", 0},
    {"a sextet and padding", 0, TEXT("Zm9vY==="), TEXT("foo"), OPEN "@4+1 " EARLY "@5+3", 0},
    {"short padding at the end", 0, TEXT("Zg="), TEXT("f"), OPEN "@0+3", 0},
    {"four spare bits set", 0, TEXT("Zh=="), TEXT("f"), BITS "@1+1", 0},
    {"two spare bits set", 0, TEXT("QUJ="), TEXT("AB"), BITS "@2+1", 0},
    {"bits cut, but no padding: they are not spare", 0, TEXT("Zh"), TEXT("f"), OPEN "@0+2", 0},
    {"spare bits set and short padding", 0, TEXT("Zh="), TEXT("f"), OPEN "@0+3 " BITS "@1+1", 0},
    {"stop at padding", STOP, TEXT("Zg==\r\nZm9v!=\r\n"), TEXT("f"), EARLY "@2+2", 0},
    {"stop at padding, nothing behind", STOP, TEXT("Zg==\r\n"), TEXT("f"), "", 0},
    {"stop at padding, but not at surplus padding", STOP, TEXT("=Zm9v=Zm9vZg==A"), TEXT("foofoof"),
     EARLY "@0+1 " EARLY "@5+1 " EARLY "@12+2", 0},
    {"strict: whole lines", STRICT, TEXT("Zm9v\r\nYmFy\r\n"), TEXT("foobar"), "", 0},
    {"strict: no line end at the end", STRICT, TEXT("Zm9v\r\nYmE="), TEXT("fooba"), "", 0},
    {"strict: junk", STRICT, TEXT("Zm9v*YmFy"), TEXT("foo"), "", 5},
    {"strict: a blank", STRICT, TEXT("Zm9v YmFy"), TEXT("foo"), "", 5},
    {"strict: a bare LF", STRICT, TEXT("Zm9v\nYmFy"), TEXT("foo"), "", 5},
    {"strict: a bare CR", STRICT, TEXT("Zm9v\rYmFy"), TEXT("foo"), "", 5},
    {"strict: a CR at the end", STRICT, TEXT("Zm9v\r"), TEXT("foo"), "", 5},
    {"strict: data after padding", STRICT, TEXT("Zg==Zm9v"), TEXT("f"), "", 5},
    {"strict: padding that is not due", STRICT, TEXT("Zm9v="), TEXT("foo"), "", 5},
    {"strict: too much padding", STRICT, TEXT("Zm8=="), TEXT("fo"), "", 5},
    {"strict: no padding", STRICT, TEXT("Zm8"), TEXT("fo"), OPEN "@0+3", 4},
    {"strict: short padding", STRICT, TEXT("Zg="), TEXT("f"), OPEN "@0+3", 4},
    {"strict: spare bits", STRICT, TEXT("Zh=="), TEXT(""), BITS "@1+1", 2},
    {"strict: a line of 76", STRICT,
     TEXT("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nZm9v"),
     TEXT("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
          "\0\0\0foo"),
     "", 0},
    {"strict: a line of 80", STRICT,
     TEXT("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZm9v"),
     TEXT("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
          "\0\0\0"),
     "", 77},
};

static const codec_row encode_rows[] = {
    {"text: LF becomes CRLF", PNEU_CODEC_TEXT, TEXT("a\nb\n"), TEXT("YQ0KYg0K\r\n"), "", 0},
    {"text: CRLF stays", PNEU_CODEC_TEXT, TEXT("a\r\nb\r\n"), TEXT("YQ0KYg0K\r\n"), "", 0},
    {"text: a CR stays", PNEU_CODEC_TEXT, TEXT("a\r\rb"), TEXT("YQ0NYg==\r\n"), "", 0},
    {"text: LF first", PNEU_CODEC_TEXT, TEXT("\n\n\r\n"), TEXT("DQoNCg0K\r\n"), "", 0},
    {"binary: LF stays", 0, TEXT("a\nb"), TEXT("YQpi\r\n"), "", 0},
    {"LF lines", PNEU_CODEC_LF_LINES, TEXT("foo"), TEXT("Zm9v\n"), "", 0},
    {"a second line", 0, TEXT("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy"),
     TEXT("eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\r\neQ==\r\n"), "", 0},
};

static void decoding_rows_hold(void **state)
{
    (void)state;
    check_rows(PNEU_CODEC_BASE64_DECODE, decode_rows, sizeof decode_rows / sizeof *decode_rows);
}

static void encoding_rows_hold(void **state)
{
    (void)state;
    check_rows(PNEU_CODEC_BASE64_ENCODE, encode_rows, sizeof encode_rows / sizeof *encode_rows);
}

/* All lengths to 300, in pieces that never fit: decodes to itself, strictly, and says nothing. */
static void every_length_comes_back(void **state)
{
    (void)state;
    char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 151 + i / 7);
    for (size_t len = 0; len <= sizeof bytes; len++) {
        codec_result text = codec_run(PNEU_CODEC_BASE64_ENCODE, 0, (pneu_str){bytes, len}, (codec_cut){len % 9, 5, 11});
        codec_result back =
            codec_run(PNEU_CODEC_BASE64_DECODE, STRICT, (pneu_str){text.bytes, text.len}, (codec_cut){len % 5, 13, 7});
        assert_int_equal(back.status, PNEU_DONE);
        assert_int_equal(back.defect_count, 0);
        assert_int_equal(back.len, len);
        assert_memory_equal(back.bytes, bytes, len);
        assert_int_equal(text.len, (len + 2) / 3 * 4 + (len + 56) / 57 * 2);
        codec_result_free(&text);
        codec_result_free(&back);
    }
}

static void every_byte_is_classified(void **state)
{
    (void)state;
    for (unsigned c = 0; c < 256; c++) {
        uint8_t in[8] = {'Z', 'm', '9', 'v', (uint8_t)c, 'Y', 'm', 'F'};
        naive_result naive = naive_base64_decode(in, sizeof in);
        codec_result result =
            codec_run(PNEU_CODEC_BASE64_DECODE, 0, (pneu_str){(const char *)in, sizeof in}, (codec_cut){0, 0, 0});
        assert_int_equal(result.len, naive.len);
        assert_memory_equal(result.bytes, naive.bytes, naive.len);
        assert_int_equal(result.counts[PNEU_DEFECT_CTE_B64_JUNK], naive.codes[PNEU_DEFECT_CTE_B64_JUNK]);
        codec_result_free(&result);
        free(naive.bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoding_rows_hold),
        cmocka_unit_test(encoding_rows_hold),
        cmocka_unit_test(every_length_comes_back),
        cmocka_unit_test(every_byte_is_classified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
