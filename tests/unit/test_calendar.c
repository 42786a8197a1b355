/* The calendar, day by day from the year 1 on, and dates as they are written. */
#include "syntax/calendar.h"

#include "base/str.h"
#include "pneu/date.h"
#include "support/failing_alloc.h"
#include "support/test.h"

/* The rule of Gregory, written another way. */
static int32_t length_of_month(int32_t year, int32_t month)
{
    int is_leap = year % 400 == 0 || (year % 100 != 0 && year % 4 == 0);
    if (month == 2)
        return is_leap ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void every_day_has_its_number(void **state)
{
    int64_t number = 0;
    (void)state;
    for (int32_t year = 1; year <= 10000; year++) {
        for (int32_t month = 1; month <= 12; month++) {
            for (int32_t of_month = 1; of_month <= length_of_month(year, month); of_month++) {
                pneu_i_civil_day day = {year, month, of_month};
                pneu_i_civil_day back = pneu_i_day_of_number(number);
                MUST(pneu_i_day_number(&day) == number);
                MUST(back.year == year && back.month == month && back.day == of_month);
                number++;
            }
        }
    }
}

static void the_epoch_is_a_thursday(void **state)
{
    pneu_i_civil_day day = {1970, 1, 1};
    (void)state;
    assert_int_equal(pneu_i_day_number(&day), PNEU_I_EPOCH_DAY);
    assert_int_equal(PNEU_I_EPOCH_DAY % 7, 3);
}

/* ---- Written --------------------------------------------------------------------------------------------------- */

static const struct {
    pneu_date date;
    const char *out; /* NULL: PNEU_ERR_ARGUMENT */
} written[] = {
    {{1795248300, 60, 1}, "Sat, 21 Nov 2026 09:05:00 +0100"},
    {{1795248300, 60, 0}, "Sat, 21 Nov 2026 08:05:00 -0000"},
    {{0, 0, 1}, "Thu, 1 Jan 1970 00:00:00 +0000"},
    {{-1, 0, 1}, "Wed, 31 Dec 1969 23:59:59 +0000"},
    {{0, -30, 1}, "Wed, 31 Dec 1969 23:30:00 -0030"},
    {{-2208988800, 0, 1}, "Mon, 1 Jan 1900 00:00:00 +0000"},
    {{-2208988801, 0, 1}, NULL},
    {{-2208988801, 1, 1}, "Mon, 1 Jan 1900 00:00:59 +0001"},
    {{253402300799, 0, 1}, "Fri, 31 Dec 9999 23:59:59 +0000"},
    {{253402300800, 0, 1}, NULL},
    {{253402300800, -1, 1}, "Fri, 31 Dec 9999 23:59:00 -0001"},
    {{0, 5999, 1}, "Mon, 5 Jan 1970 03:59:00 +9959"},
    {{0, -5999, 1}, "Sat, 27 Dec 1969 20:01:00 -9959"},
    {{0, 6000, 1}, NULL},
    {{0, -6000, 1}, NULL},
    {{0, INT32_MIN, 1}, NULL},
    {{0, INT32_MAX, 0}, "Thu, 1 Jan 1970 00:00:00 -0000"},
    {{INT64_MIN, -5999, 1}, NULL},
    {{INT64_MAX, 5999, 1}, NULL},
};

static void dates_are_written(void **state)
{
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(written); i++) {
        pneu_str out = {NULL, 0};
        pneu_status status = pneu_date_format(arena, &written[i].date, &out);
        assert_int_equal(status, written[i].out != NULL ? PNEU_OK : PNEU_ERR_ARGUMENT);
        assert_true(pneu_i_str_equal(out, pneu_i_str(written[i].out != NULL ? written[i].out : "")));
    }
    pneu_arena_free(arena);
}

static void what_is_written_is_read(void **state)
{
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (int64_t epoch = INT64_C(-2208000000); epoch < INT64_C(253402000000); epoch += 86399 * 997) {
        pneu_date date = {epoch, (int32_t)(epoch % 6000), 1}, back;
        pneu_str out;
        MUST(pneu_date_format(arena, &date, &out) == PNEU_OK);
        MUST(pneu_date_parse(out, PNEU_STRICT, NULL, &back) == PNEU_OK);
        MUST(back.epoch == epoch && back.offset_min == date.offset_min && back.zone_known == 1);
        pneu_arena_reset(arena);
    }
    pneu_arena_free(arena);
}

static void without_memory_nothing_is_written(void **state)
{
    failing_alloc memory;
    pneu_arena *arena = NULL;
    pneu_date date = {0, 0, 1};
    pneu_str out = {NULL, 7};
    (void)state;
    failing_alloc_init(&memory, FAIL_FROM_ON, 2);
    assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
    assert_int_equal(pneu_date_format(arena, &date, &out), PNEU_ERR_MEMORY);
    assert_int_equal(out.len, 7);
    assert_int_equal(pneu_date_format(NULL, &date, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_date_format(arena, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_date_format(arena, &date, NULL), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_has_its_number),
        cmocka_unit_test(the_epoch_is_a_thursday),
        cmocka_unit_test(dates_are_written),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(without_memory_nothing_is_written),
    };
    return RUN_TESTS(tests);
}
