/*
 * Days of the Gregorian calendar and their numbers, both ways.
 * In: a day that exists, or its number. Out: the other of the two. No tables but those of months, no libc.
 * Invariant: for every day from the year 1 on, one function undoes the other.
 * Not handled: the Julian calendar, years before 1, leap seconds.
 */
#include "syntax/calendar.h"

#define DAYS_IN_400_YEARS 146097

static int is_leap_year(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t pneu_i_days_in_month(int32_t year, int32_t month)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap_year(year));
}

static int64_t days_before_year(int32_t year)
{
    int64_t past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

int64_t pneu_i_day_number(const pneu_i_civil_day *day)
{
    static const uint16_t days_before_month[12] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    return days_before_year(day->year) + days_before_month[day->month - 1] +
           (day->month > 2 && is_leap_year(day->year)) + day->day - 1;
}

pneu_i_civil_day pneu_i_day_of_number(int64_t number)
{
    pneu_i_civil_day day = {(int32_t)(number * 400 / DAYS_IN_400_YEARS) + 1, 1, 0};
    if (days_before_year(day.year) > number) /* the quotient is a year too much at most, or one too little */
        day.year--;
    else if (days_before_year(day.year + 1) <= number)
        day.year++;
    int32_t rest = (int32_t)(number - days_before_year(day.year));
    while (rest >= pneu_i_days_in_month(day.year, day.month))
        rest -= pneu_i_days_in_month(day.year, day.month++);
    day.day = rest + 1;
    return day;
}
