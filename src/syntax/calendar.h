/* The Gregorian calendar, counted in days from 1 January of the year 1, which is a Monday. */
#ifndef PNEU_SYNTAX_CALENDAR_H
#define PNEU_SYNTAX_CALENDAR_H

#include <stdint.h>

#define PNEU_I_EPOCH_DAY 719162 /* 1970-01-01 */
#define PNEU_I_DAY_SECONDS 86400
#define PNEU_I_YEAR_FIRST 1900 /* RFC 5322 section 3.3 */
#define PNEU_I_YEAR_LAST 9999

typedef struct pneu_i_civil_day {
    int32_t year; /* from 1 on */
    int32_t month;
    int32_t day;
} pneu_i_civil_day;

/* The days of a month, 1 to 12. */
int32_t pneu_i_days_in_month(int32_t year, int32_t month);

/* The number of a day, and the day of a number that is not negative. */
int64_t pneu_i_day_number(const pneu_i_civil_day *day);
pneu_i_civil_day pneu_i_day_of_number(int64_t number);

#endif
