/*
 * A date as RFC 5322 section 3.3 wants it written: "Sat, 21 Nov 2026 09:05:00 +0100", the day without a leading zero.
 * In: a pneu_date. Out: 30 or 31 characters, or an error where it cannot be written. Nothing depends on the locale.
 * Invariant: pneu_date_parse reads it as the same date in both modes, without a defect within 14 hours of UTC.
 * Not handled: names of zones, comments.
 */
#include "base/arena.h"
#include "base/str.h"
#include "pneu/date.h"
#include "syntax/calendar.h"

#define LENGTH_MAX 31
#define OFFSET_MAX (99 * 60 + 59)

static const char weekdays[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static char *put_text(char *to, const char *text, size_t len)
{
    memcpy(to, text, len);
    return to + len;
}

/* The last `width` digits of a number. */
static char *put_digits(char *to, int32_t number, size_t width)
{
    for (size_t i = width; i > 0; i--) {
        to[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    return to + width;
}

static char *put_day(char *to, const pneu_i_civil_day *day, int64_t day_number)
{
    to = put_text(to, weekdays[day_number % 7], 3);
    to = put_text(to, ", ", 2);
    to = put_digits(to, day->day, day->day < 10 ? 1 : 2);
    *to++ = ' ';
    to = put_text(to, months[day->month - 1], 3);
    *to++ = ' ';
    return put_digits(to, day->year, 4);
}

static char *put_time(char *to, int32_t second_of_day)
{
    to = put_digits(to, second_of_day / 3600, 2);
    *to++ = ':';
    to = put_digits(to, second_of_day / 60 % 60, 2);
    *to++ = ':';
    return put_digits(to, second_of_day % 60, 2);
}

static char *put_zone(char *to, const pneu_date *date, int32_t offset_min)
{
    int32_t distance = offset_min < 0 ? -offset_min : offset_min;
    *to++ = offset_min < 0 || !date->zone_known ? '-' : '+';
    to = put_digits(to, distance / 60, 2);
    return put_digits(to, distance % 60, 2);
}

/* The seconds from 1 January of the year 1 to the first second of a year that may be written. */
static int64_t second_of_year(int32_t year)
{
    pneu_i_civil_day day = {year, 1, 1};
    return pneu_i_day_number(&day) * PNEU_I_DAY_SECONDS;
}

pneu_status pneu_date_format(pneu_arena *arena, const pneu_date *date, pneu_str *out)
{
    if (arena == NULL || date == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    int32_t offset_min = date->zone_known ? date->offset_min : 0;
    int64_t to_first_year = (int64_t)PNEU_I_EPOCH_DAY * PNEU_I_DAY_SECONDS + (int64_t)offset_min * 60;
    if (offset_min < -OFFSET_MAX || offset_min > OFFSET_MAX ||
        date->epoch < second_of_year(PNEU_I_YEAR_FIRST) - to_first_year ||
        date->epoch >= second_of_year(PNEU_I_YEAR_LAST + 1) - to_first_year)
        return PNEU_ERR_ARGUMENT;
    char *text = pneu_i_arena_alloc(arena, LENGTH_MAX);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    int64_t local = date->epoch + to_first_year;
    pneu_i_civil_day day = pneu_i_day_of_number(local / PNEU_I_DAY_SECONDS);
    char *to = put_day(text, &day, local / PNEU_I_DAY_SECONDS);
    *to++ = ' ';
    to = put_time(to, (int32_t)(local % PNEU_I_DAY_SECONDS));
    *to++ = ' ';
    to = put_zone(to, date, offset_min);
    *out = pneu_i_str_of(text, (size_t)(to - text));
    return PNEU_OK;
}
