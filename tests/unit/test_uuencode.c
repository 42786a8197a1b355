/* Uuencode. The vectors of tests/vectors/legacy_encodings.json are run by vectors_codec; here: what is odd, and
 * encoding. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/codec_run.h"

#define TEXT(literal) CODEC_TEXT(literal)
#define STRICT PNEU_CODEC_STRICT

static void check_rows(int32_t kind, const codec_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(codec_row_holds(kind, &rows[i]));
}

#define BAD(place) "cte_legacy/cte_uu_malformed@" place
#define SKIPPED(place) "cte_legacy/cte_uu_in_text@" place

static const codec_row decode_rows[] = {
    {"nothing", 0, TEXT(""), TEXT(""), BAD("0+0"), 0},
    {"no block", 0, TEXT("some text\nand more\n"), TEXT(""), SKIPPED("0+19 ") BAD("19+0"), 0},
    {"begin and no mode", 0, TEXT("begin with this\n"), TEXT(""), SKIPPED("0+16 ") BAD("16+0"), 0},
    {"begin and two digits", 0, TEXT("begin 64 a\n#0V%T\n`\nend\n"), TEXT(""), SKIPPED("0+23 ") BAD("23+0"), 0},
    {"begin and five digits", 0, TEXT("begin 00644 a\n`\nend\n"), TEXT(""), SKIPPED("0+20 ") BAD("20+0"), 0},
    {"begin and no name", 0, TEXT("begin 644 \r\n`\nend\n"), TEXT(""), SKIPPED("0+18 ") BAD("18+0"), 0},
    {"begin inside a line", 0, TEXT("x begin 644 a\n"), TEXT(""), SKIPPED("0+14 ") BAD("14+0"), 0},
    {"a cut begin line", 0, TEXT("begi"), TEXT(""), SKIPPED("0+4 ") BAD("4+0"), 0},
    {"a begin line and no more", 0, TEXT("begin 644 a"), TEXT(""), BAD("11+0"), 0},
    {"four digits, CRLF", 0, TEXT("begin 0644 a\r\n#0V%T\r\n`\r\nend\r\n"), TEXT("Cat"), "", 0},
    {"no line end after end", 0, TEXT("begin 644 a\n#0V%T\n`\nend"), TEXT("Cat"), "", 0},
    {"blank lines around", 0, TEXT("\n \r\nbegin 644 a\n#0V%T\n`\nend\n\n \n"), TEXT("Cat"), "", 0},
    {"text around", 0, TEXT("hi\nbegin 644 a\n#0V%T\n`\nend\nho\n"), TEXT("Cat"), SKIPPED("0+3 ") SKIPPED("27+3"), 0},
    {"a second block is text", 0, TEXT("begin 644 a\n`\nend\nbegin 644 b\n#0V%T\n`\nend\n"), TEXT(""), SKIPPED("18+24"),
     0},
    {"blanks behind end", 0, TEXT("begin 644 a\n`\nend \t\n"), TEXT(""), "", 0},
    {"no line of no bytes", 0, TEXT("begin 644 a\n#0V%T\nend\n"), TEXT("Cat"), BAD("18+3"), 0},
    {"its blank was lost", 0, TEXT("begin 644 a\n#0V%T\n\nend\n"), TEXT("Cat"), BAD("18+0"), 0},
    {"data behind it", 0, TEXT("begin 644 a\n`\n#0V%T\n`\nend\n"), TEXT("Cat"), BAD("14+5"), 0},
    {"no end", 0, TEXT("begin 644 a\n#0V%T\n`\n"), TEXT("Cat"), BAD("20+0"), 0},
    {"a cut line", 0, TEXT("begin 644 a\n#0V"), TEXT("C`\0"), BAD("12+3"), 0},
    {"a short line is filled", 0, TEXT("begin 644 a\n&0V%T\n`\nend\n"), TEXT("Cat\0\0\0"), BAD("12+5"), 0},
    {"a line of a count alone", 0, TEXT("begin 644 a\n#\n`\nend\n"), TEXT("\0\0\0"), BAD("12+1"), 0},
    {"a long line is cut", 0, TEXT("begin 644 a\n#0V%T0V%T\n`\nend\n"), TEXT("Cat"), BAD("12+9"), 0},
    {"trailing blanks are no data", 0, TEXT("begin 644 a\n#0V%T  \n`\nend\n"), TEXT("Cat"), "", 0},
    {"characters out of range", 0, TEXT("begin 644 a\n#0v%T\n`\nend\n"), TEXT("Aat"), BAD("12+5"), 0},
    {"a line that does not begin with a count", 0, TEXT("begin 644 a\nxyz\n#0V%T\n`\nend\n"), TEXT("Cat"), BAD("12+3"),
     0},
    {"a word like end", 0, TEXT("begin 644 a\nends\n#0V%T\n`\nend\n"), TEXT("Cat"), BAD("12+4"), 0},
    {"strict: all in order", STRICT, TEXT("x\nbegin 644 a\n#0V%T\n`\nend\n"), TEXT("Cat"), SKIPPED("0+2"), 0},
    {"strict: no block", STRICT, TEXT("x\n"), TEXT(""), SKIPPED("0+2 ") BAD("2+0"), 3},
    {"strict: a short line", STRICT, TEXT("begin 644 a\n#0V\n`\nend\n"), TEXT(""), BAD("12+3"), 16},
    {"strict: no line of no bytes", STRICT, TEXT("begin 644 a\n#0V%T\nend\n"), TEXT("Cat"), BAD("18+3"), 19},
    {"strict: no end", STRICT, TEXT("begin 644 a\n`\n"), TEXT(""), BAD("14+0"), 15},
};

static const codec_row encode_rows[] = {
    {"nothing", 0, TEXT(""), TEXT("begin 644 data\n`\nend\n"), "", 0},
    {"three bytes", 0, TEXT("Cat"), TEXT("begin 644 data\n#0V%T\n`\nend\n"), "", 0},
    {"four bytes, zero bits as `", 0, TEXT("foo!"), TEXT("begin 644 data\n$9F]O(0``\n`\nend\n"), "", 0},
};

static void decoding_rows_hold(void **state)
{
    (void)state;
    check_rows(PNEU_CODEC_UU_DECODE, decode_rows, sizeof decode_rows / sizeof *decode_rows);
}

static void encoding_rows_hold(void **state)
{
    (void)state;
    check_rows(PNEU_CODEC_UU_ENCODE, encode_rows, sizeof encode_rows / sizeof *encode_rows);
}

static codec_result encode_as(pneu_str name, pneu_str mode, pneu_str bytes, codec_cut cut)
{
    pneu_codec *codec = NULL;
    assert_int_equal(pneu_codec_new(PNEU_CODEC_UU_ENCODE, 0, NULL, &codec), PNEU_OK);
    assert_int_equal(pneu_codec_set_name(codec, name, mode), PNEU_OK);
    codec_result result = codec_run_on(codec, bytes, cut, CODEC_RUN_FINISH);
    pneu_codec_free(codec);
    return result;
}

static void every_length_and_its_name_come_back(void **state)
{
    (void)state;
    char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 151 + i / 7);
    for (size_t len = 0; len <= sizeof bytes; len++) {
        codec_result text =
            encode_as(pneu_i_str("a file"), pneu_i_str("0755"), pneu_i_str_of(bytes, len), (codec_cut){len % 9, 5, 11});
        codec_result back =
            codec_run(PNEU_CODEC_UU_DECODE, STRICT, pneu_i_str_of(text.bytes, text.len), (codec_cut){len % 5, 13, 7});
        assert_int_equal(back.status, PNEU_DONE);
        assert_int_equal(back.defect_count, 0);
        assert_int_equal(back.len, len);
        assert_memory_equal(back.bytes, bytes, len);
        assert_string_equal(back.name, "a file");
        assert_string_equal(back.mode, "0755");
        codec_result_free(&text);
        codec_result_free(&back);
    }
}

static void a_long_name_is_cut(void **state)
{
    (void)state;
    char in[400] = "begin 644 ";
    memset(in + 10, 'n', 300);
    memcpy(in + 310, "\n`\nend\n", 7);
    codec_result result = codec_run(PNEU_CODEC_UU_DECODE, 0, pneu_i_str_of(in, 317), (codec_cut){0, 0, 0});
    assert_int_equal(strlen(result.name), 255);
    assert_string_equal(codec_defects_text(&result), BAD("0+311"));
    assert_int_equal(codec_find_cut_that_differs(PNEU_CODEC_UU_DECODE, 0, pneu_i_str_of(in, 317)), -1);
    codec_result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoding_rows_hold),
        cmocka_unit_test(encoding_rows_hold),
        cmocka_unit_test(every_length_and_its_name_come_back),
        cmocka_unit_test(a_long_name_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
