/* The short way through dates: what it takes it reads as the long way does in both modes, which reports nothing there. */
#include "syntax/usual_date.h"

#include "support/chunks.h"
#include "support/count_reports.h"
#include "support/short_way.h"
#include "support/test.h"

/* 1 if the short way takes the value; then the long way must agree. */
static int check(pneu_str value)
{
    size_t reports = 0;
    pneu_defect_sink sink = {count_report, &reports};
    pneu_date usual, any;
    int is_usual = pneu_i_usual_date_read(value, &usual);
    for (int32_t mode = PNEU_LENIENT; is_usual && mode <= PNEU_STRICT; mode++) {
        assert_int_equal(pneu_i_any_date_read(value, mode, &sink, &any), PNEU_OK);
        assert_int_equal(usual.epoch, any.epoch);
        assert_int_equal(usual.offset_min, any.offset_min);
        assert_int_equal(usual.zone_known, any.zone_known);
    }
    assert_int_equal(reports, 0);
    return is_usual;
}

static void test_rows(void **state)
{
    static const short_way_row rows[] = {
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
    assert_int_equal(short_way_rows_failed(check, rows, COUNT_OF(rows)), 0);
}

static void test_bytes(void **state)
{
    static const char *const dates[] = {" Sat, 21 Nov 2026 19:05:00 +0130 (x)\r\n", "Thu, 1 Jan 1970 00:00:00 -0000"};
    (void)state;
    assert_in_range(try_changed_bytes(check, dates, COUNT_OF(dates)), 50, 2000);
}

static void test_noise(void **state)
{
    static const char *const pieces[] = {"Sat, ", "Sun, ", " ",   "21 ",    "22 Nov ", "Nov ",      "Dec ",
                                         "2026 ", "2027 ", "26 ", "09:05",  ":00 ",    "23:59:60 ", "24:00:00 ",
                                         "+0100", "-0000", "GMT", " (CET)", "(",       ")",         "\r\n",
                                         "\t",    "\r",    ",",   "0",      "9",       "\xe9",      "21 Nov 2026 "};
    static const piece_noise noise = {"Sat, 21 Nov 2026 ", pieces, COUNT_OF(pieces), 5, 100000};
    (void)state;
    assert_in_range(try_piece_noise(check, &noise), 50, 99999);
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
        assert_true(try_short_way(check, written.ptr, written.len));
    }
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_noise),
        cmocka_unit_test(test_days),
    };
    return RUN_TESTS(tests);
}
