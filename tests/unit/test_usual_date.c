/* The short way through dates: what it takes it reads as the long way does in both modes, which reports nothing there. */
#include "syntax/usual_date.h"

#include <stdlib.h>
#include <string.h>

#include "support/chunks.h"
#include "support/count_reports.h"
#include "support/test.h"

/* 1 if the short way takes the value, which stands in a block of its very size. */
static int check(const char *text, size_t len)
{
    size_t reports = 0;
    pneu_defect_sink sink = {count_report, &reports};
    char *exact = malloc(len > 0 ? len : 1);
    pneu_date usual, any;
    assert_non_null(exact);
    memcpy(exact, text, len);
    pneu_str value = {exact, len};
    int is_usual = pneu_i_usual_date_read(value, &usual);
    for (int32_t mode = PNEU_LENIENT; is_usual && mode <= PNEU_STRICT; mode++) {
        assert_int_equal(pneu_i_any_date_read(value, mode, &sink, &any), PNEU_OK);
        assert_int_equal(usual.epoch, any.epoch);
        assert_int_equal(usual.offset_min, any.offset_min);
        assert_int_equal(usual.zone_known, any.zone_known);
    }
    assert_int_equal(reports, 0);
    free(exact);
    return is_usual;
}

static void test_rows(void **state)
{
    static const struct {
        const char *value;
        int is_usual;
    } rows[] = {
        {" Sat, 21 Nov 2026 09:05:00 +0100", 1},
        {"Sat, 21 Nov 2026 09:05:00 +0100\r\n", 1},
        {"\tThu, 1 Jan 1970 00:00:00 +0000", 1},
        {"Thu, 01 Jan 1970 00:00:00 -0000", 1},
        {"Sat, 21 Nov 2026 23:59:60 -1345", 1},
        {"Sat, 21 Nov 2026 09:05:00 +0100 (CET)", 1},
        {"Sat, 21 Nov 2026 09:05:00 +0100 () \n", 1},
        {"Thu, 29 Feb 2024 00:00:00 +0000", 1},
        {"Wed, 29 Feb 2023 00:00:00 +0000", 0},
        {"Fri, 21 Nov 2026 09:05:00 +0100", 0},
        {"sat, 21 Nov 2026 09:05:00 +0100", 0},
        {"Sat, 21 nov 2026 09:05:00 +0100", 0},
        {"Sat,21 Nov 2026 09:05:00 +0100", 0},
        {"Sat, 21  Nov 2026 09:05:00 +0100", 0},
        {"21 Nov 2026 09:05:00 +0100", 0},
        {"Sat, 21 Nov 26 09:05:00 +0100", 0},
        {"Sat, 21 Nov 2026 09:05 +0100", 0},
        {"Sat, 21 Nov 2026 24:00:00 +0100", 0},
        {"Sat, 21 Nov 2026 09:60:00 +0100", 0},
        {"Sat, 21 Nov 2026 09:05:61 +0100", 0},
        {"Sat, 21 Nov 2026 09:05:00 +0160", 0},
        {"Sat, 21 Nov 2026 09:05:00 +1400", 0},
        {"Sat, 21 Nov 2026 09:05:00 0100", 0},
        {"Sat, 21 Nov 2026 09:05:00 GMT", 0},
        {"Sat, 21 Nov 2026 09:05:00 +0100(CET)", 0},
        {"Sat, 21 Nov 2026 09:05:00 +0100 (a b)", 0},
        {"Sat, 21 Nov 2026 09:05:00 +0100 (", 0},
        {"Sat, 21 Nov 2026 09:05:00 +0100 x", 0},
        {"Sat, 21 Nov 2026 09:05:00 +01000", 0},
        {"Mon, 1 Jan 1900 00:00:00 +0000", 1},
        {"Sun, 31 Dec 1899 00:00:00 +0000", 0},
        {"Fri, 31 Dec 9999 00:00:00 +0000", 0},
        {"", 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t len = strlen(rows[i].value), n = 0; n <= len; n++)
            if (check(rows[i].value, n) != rows[i].is_usual && n == len)
                fail_msg("%s", rows[i].value);
}

/* Every byte of a date as any other one. */
static void test_bytes(void **state)
{
    static const char *const dates[] = {" Sat, 21 Nov 2026 19:05:00 +0130 (x)\r\n", "Thu, 1 Jan 1970 00:00:00 -0000"};
    size_t taken = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(dates); i++)
        for (size_t at = 0; at < strlen(dates[i]); at++)
            for (int c = 0; c < 256; c++) {
                char text[64];
                size_t len = strlen(dates[i]);
                memcpy(text, dates[i], len);
                text[at] = (char)c;
                taken += (size_t)check(text, len);
            }
    assert_in_range(taken, 100, 2000);
}

/* What the library writes is usual, from 1900 on to the last year but one. */
static void test_days(void **state)
{
    pneu_arena *arena;
    uint32_t seed = 7;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t round = 0; round < 20000; round++) {
        int64_t years = INT64_C(8098) * 365, days = (int64_t)next_random(&seed) % years - 25500;
        pneu_date date = {days * 86400 + next_random(&seed) % 86400, (int32_t)(next_random(&seed) % 1600) - 800, 1};
        pneu_str written;
        pneu_arena_reset(arena);
        assert_int_equal(pneu_date_format(arena, &date, &written), PNEU_OK);
        assert_true(check(written.ptr, written.len));
    }
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_days),
    };
    return RUN_TESTS(tests);
}
