/* yEnc. The vectors of tests/vectors/legacy_encodings.json are run by vectors_codec; here: what is odd, and parts. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/codec_run.h"

#define TEXT(literal) CODEC_TEXT(literal)
#define STRICT PNEU_CODEC_STRICT

static void check_rows(int32_t kind, const codec_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(codec_row_holds(kind, &rows[i]));
}

#define SKIPPED(place) "cte_legacy/cte_uu_in_text@" place
#define BAD(place) "cte_legacy@" place
/* "Cat" is m, 8b, 9e in yEnc; its CRC-32 is a6130548 */
#define CAT "m\x8b\x9e"
#define BEGIN "=ybegin line=128 size=3 name=c\r\n"

static const codec_row rows[] = {
    {"nothing", 0, TEXT(""), TEXT(""), BAD("0+0"), 0},
    {"no block", 0, TEXT("text\n"), TEXT(""), SKIPPED("0+5 ") BAD("5+0"), 0},
    {"a block", 0, TEXT(BEGIN CAT "\r\n=yend size=3\r\n"), TEXT("Cat"), "", 0},
    {"a block with LF", 0, TEXT("=ybegin line=128 size=3 name=c\n" CAT "\n=yend size=3"), TEXT("Cat"), "", 0},
    {"fields in another order", 0, TEXT("=ybegin size=3 line=128 name=size=9 line=8\n" CAT "\n=yend size=3\n"),
     TEXT("Cat"), "", 0},
    {"text around", 0, TEXT("a\n\n" BEGIN CAT "\r\n=yend size=3\r\nb\n"), TEXT("Cat"), SKIPPED("0+2 ") SKIPPED("54+2"),
     0},
    {"lines do not matter", 0, TEXT(BEGIN "m\r\n\x8b\n\r\n\x9e\r\n=yend size=3\r\n"), TEXT("Cat"), "", 0},
    {"an escape at a line's start", 0, TEXT("=ybegin line=128 size=1 name=c\r\n=}\r\n=yend size=1\r\n"), TEXT("\x13"),
     "", 0},
    {"an escaped y in a line", 0, TEXT("=ybegin line=128 size=2 name=c\r\nm=y\r\n=yend size=2\r\n"), TEXT("C\x0f"), "",
     0},
    {"an escape before a line end", 0, TEXT(BEGIN CAT "=\r\n=yend size=3\r\n"), TEXT("Cat"), BAD("35+1"), 0},
    {"an escape before the end", 0, TEXT(BEGIN CAT "="), TEXT("Cat"), BAD("35+1"), 0},
    {"another size at the end", 0, TEXT(BEGIN CAT "\r\n=yend size=4\r\n"), TEXT("Cat"), BAD("37+12"), 0},
    {"another size at the start", 0, TEXT("=ybegin line=128 size=4 name=c\r\n" CAT "\r\n=yend size=3\r\n"), TEXT("Cat"),
     BAD("37+12"), 0},
    {"no size at the end", 0, TEXT(BEGIN CAT "\r\n=yend\r\n"), TEXT("Cat"), BAD("37+5"), 0},
    {"no name", 0, TEXT("=ybegin line=128 size=3\r\n" CAT "\r\n=yend size=3\r\n"), TEXT("Cat"), BAD("0+23"), 0},
    {"a size that is too large", 0, TEXT("=ybegin size=99999999999999999999 name=c\n" CAT "\n=yend size=3\n"),
     TEXT("Cat"), BAD("0+40"), 0},
    {"an unknown line", 0, TEXT(BEGIN "=yfoo\r\n" CAT "\r\n=yend size=3\r\n"), TEXT("Cat"), BAD("32+5"), 0},
    {"no end", 0, TEXT(BEGIN CAT "\r\n"), TEXT("Cat"), BAD("37+0"), 0},
    {"a wrong checksum", 0, TEXT(BEGIN CAT "\r\n=yend size=3 crc32=a6130549\r\n"), TEXT("Cat"), BAD("37+27"), 0},
    {"a part", 0,
     TEXT("=ybegin part=2 line=128 size=9 name=c\r\n=ypart begin=4 end=6\r\n" CAT
          "\r\n=yend size=3 part=2 pcrc32=a6130548\r\n"),
     TEXT("Cat"), "", 0},
    {"a part of another size", 0,
     TEXT("=ybegin part=2 line=128 size=9 name=c\n=ypart begin=4 end=7\n" CAT "\n=yend size=3\n"), TEXT("Cat"),
     BAD("63+12"), 0},
    {"a part line of nonsense", 0, TEXT("=ybegin part=2 size=9 name=c\n=ypart begin=0 end=7\n" CAT "\n=yend size=3\n"),
     TEXT("Cat"), BAD("29+20"), 0},
    {"strict: all in order", STRICT, TEXT("x\n" BEGIN CAT "\r\n=yend size=3 crc32=A6130548\r\n"), TEXT("Cat"),
     SKIPPED("0+2"), 0},
    {"strict: a wrong checksum is no error", STRICT, TEXT(BEGIN CAT "\r\n=yend size=3 crc32=0\r\n"), TEXT("Cat"),
     BAD("37+20"), 0},
    {"strict: no block", STRICT, TEXT("x"), TEXT(""), SKIPPED("0+1 ") BAD("1+0"), 2},
    {"strict: another size", STRICT, TEXT(BEGIN CAT "\r\n=yend size=4\r\n"), TEXT("Cat"), BAD("37+12"), 38},
};

static void rows_hold(void **state)
{
    (void)state;
    check_rows(PNEU_CODEC_YENC_DECODE, rows, sizeof rows / sizeof *rows);
}

static void checksums_are_compared(void **state)
{
    (void)state;
    static const struct {
        pneu_str in;
        int32_t checksum;
        uint64_t size;
    } sums[] = {
        {TEXT(""), PNEU_CHECKSUM_NONE, 0},
        {TEXT(BEGIN CAT "\r\n"), PNEU_CHECKSUM_NONE, 3},
        {TEXT(BEGIN CAT "\r\n=yend size=3\r\n"), PNEU_CHECKSUM_NONE, 3},
        {TEXT(BEGIN CAT "\r\n=yend size=3 crc32=a6130548\r\n"), PNEU_CHECKSUM_GOOD, 3},
        {TEXT(BEGIN CAT "\r\n=yend size=3 crc32=0A6130548\r\n"), PNEU_CHECKSUM_GOOD, 3},
        {TEXT(BEGIN CAT "\r\n=yend size=3 crc32=1a6130548\r\n"), PNEU_CHECKSUM_BAD, 3},
        {TEXT(BEGIN CAT "\r\n=yend size=3 pcrc32=a6130548\r\n"), PNEU_CHECKSUM_NONE, 3},
        {TEXT("=ybegin part=1 size=7 name=c\n" CAT "\n=yend size=3 pcrc32=a6130548\n"), PNEU_CHECKSUM_GOOD, 7},
        {TEXT("=ybegin part=1 size=7 name=c\n" CAT "\n=yend size=3 crc32=a6130548\n"), PNEU_CHECKSUM_NONE, 7},
    };
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        codec_result result = codec_run(PNEU_CODEC_YENC_DECODE, 0, sums[i].in, (codec_cut){0, 0, 0});
        assert_int_equal(result.checksum, sums[i].checksum);
        assert_int_equal(result.declared_size, sums[i].size);
        codec_result_free(&result);
    }
}

static void a_long_line_is_cut(void **state)
{
    (void)state;
    char in[3000] = "=ybegin size=0 name=";
    memset(in + 20, 'n', 2000);
    memcpy(in + 2020, "\n=yend size=0\n", 14);
    pneu_str text = {in, 2034};
    codec_result result = codec_run(PNEU_CODEC_YENC_DECODE, 0, text, (codec_cut){0, 0, 0});
    assert_int_equal(strlen(result.name), 255);
    assert_string_equal(codec_defects_text(&result), BAD("0+998"));
    assert_int_equal(codec_find_cut_that_differs(PNEU_CODEC_YENC_DECODE, 0, text), -1);
    codec_result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold),
        cmocka_unit_test(checksums_are_compared),
        cmocka_unit_test(a_long_line_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
