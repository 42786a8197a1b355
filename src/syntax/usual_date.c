/*
 * Dates in their usual form: "Sat, 21 Nov 2026 09:05:00 +0100", perhaps "(CET)" behind it (RFC 5322 section 3.3). In: a
 * raw value. Out: the date, or that the long way must be taken. Invariant: what is read here is in the grammar, exists,
 * is of its weekday and has a zone that is in use, so that there is nothing to report in either mode.
 * Not handled: anything else (date_read.c, date_loose.c).
 */
#include "syntax/usual_date.h"

#include "base/ascii.h"
#include "base/str.h"
#include "syntax/calendar.h"

#define HOURS_EAST_MOST 13 /* zones of 14:00 and more are few */

typedef struct cursor {
    const char *at;
    const char *end;
    int is_good;
} cursor;

/* Three letters as a number. */
#define LETTERS(a, b, c) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

static const uint32_t weekdays[7] = {LETTERS('M', 'o', 'n'), LETTERS('T', 'u', 'e'), LETTERS('W', 'e', 'd'),
                                     LETTERS('T', 'h', 'u'), LETTERS('F', 'r', 'i'), LETTERS('S', 'a', 't'),
                                     LETTERS('S', 'u', 'n')};
static const uint32_t months[12] = {LETTERS('J', 'a', 'n'), LETTERS('F', 'e', 'b'), LETTERS('M', 'a', 'r'),
                                    LETTERS('A', 'p', 'r'), LETTERS('M', 'a', 'y'), LETTERS('J', 'u', 'n'),
                                    LETTERS('J', 'u', 'l'), LETTERS('A', 'u', 'g'), LETTERS('S', 'e', 'p'),
                                    LETTERS('O', 'c', 't'), LETTERS('N', 'o', 'v'), LETTERS('D', 'e', 'c')};

static inline unsigned char byte_at(const cursor *c, size_t i)
{
    return (unsigned char)c->at[i];
}

/* One of the names; there are three bytes at least. */
static inline int32_t take_name(cursor *c, const uint32_t *names, int32_t count)
{
    uint32_t name = LETTERS(byte_at(c, 0), byte_at(c, 1), byte_at(c, 2));
    int32_t found = 0;
    while (found < count && names[found] != name)
        found++;
    c->is_good &= found < count;
    c->at += 3;
    return found;
}

static inline void take_mark(cursor *c, char mark)
{
    c->is_good &= *c->at++ == mark;
}

static inline int32_t take_digit(cursor *c)
{
    unsigned digit = (unsigned)byte_at(c, 0) - '0';
    c->is_good &= digit < 10;
    c->at++;
    return (int32_t)(digit & 15);
}

static inline int32_t take_two(cursor *c)
{
    int32_t tens = take_digit(c);
    return tens * 10 + take_digit(c);
}

#define LONGEST (sizeof "Sat, 21 Nov 2026 09:05:00 +0100" - 1)

/* Reads what stands before the zone. */
static int take_day(cursor *c, int32_t *weekday, pneu_i_civil_day *day)
{
    *weekday = take_name(c, weekdays, 7);
    take_mark(c, ',');
    take_mark(c, ' ');
    day->day = c->at[1] == ' ' ? take_digit(c) : take_two(c);
    take_mark(c, ' ');
    day->month = take_name(c, months, 12) + 1;
    take_mark(c, ' ');
    day->year = take_two(c) * 100;
    day->year += take_two(c);
    take_mark(c, ' ');
    return c->is_good && day->year >= PNEU_I_YEAR_FIRST && day->year < PNEU_I_YEAR_LAST && day->day > 0 &&
           day->day <= pneu_i_days_in_month(day->year, day->month);
}

static int take_time(cursor *c, int32_t *seconds)
{
    int32_t hour = take_two(c);
    take_mark(c, ':');
    int32_t minute = take_two(c);
    take_mark(c, ':');
    int32_t second = take_two(c);
    take_mark(c, ' ');
    *seconds = hour * 3600 + minute * 60 + second;
    return hour < 24 && minute < 60 && second <= 60;
}

static int take_zone(cursor *c, pneu_date *out)
{
    char sign = *c->at++;
    int32_t hours = take_two(c), minutes = take_two(c), offset = hours * 60 + minutes;
    out->offset_min = sign == '-' ? -offset : offset;
    out->zone_known = sign == '+' || offset != 0;
    return (sign == '+' || sign == '-') && hours <= HOURS_EAST_MOST && minutes < 60;
}

/* The end of the value: white space, or a comment of letters and digits. */
static int is_rest(const cursor *c)
{
    const char *at = c->at;
    while (at < c->end && pneu_i_is_space((unsigned char)*at))
        at++;
    if (at > c->at && at < c->end && *at == '(') {
        do
            at++;
        while (at < c->end && pneu_i_is((unsigned char)*at, PNEU_I_ATEXT));
        if (at == c->end || *at++ != ')')
            return 0;
    }
    while (at < c->end && pneu_i_is_space((unsigned char)*at))
        at++;
    return at == c->end;
}

int pneu_i_usual_date_read(pneu_str value, pneu_date *out)
{
    if (value.len < LONGEST - 1)
        return 0;
    cursor c = {value.ptr, value.ptr + value.len, 1};
    pneu_i_civil_day day;
    pneu_date date;
    int32_t weekday, seconds;
    while (c.at < c.end && pneu_i_is_blank((unsigned char)*c.at))
        c.at++;
    if ((size_t)(c.end - c.at) < LONGEST - 1 || ((size_t)(c.end - c.at) < LONGEST && c.at[6] != ' '))
        return 0;
    if (!take_day(&c, &weekday, &day) || !take_time(&c, &seconds) || !take_zone(&c, &date) || !c.is_good ||
        !is_rest(&c))
        return 0;
    int64_t number = pneu_i_day_number(&day);
    if (number % 7 != weekday)
        return 0;
    date.epoch = (number - PNEU_I_EPOCH_DAY) * PNEU_I_DAY_SECONDS + seconds - (int64_t)date.offset_min * 60;
    *out = date;
    return 1;
}
