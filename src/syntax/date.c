/*
 * Dates of header fields: what their elements come to, and what is wrong with them.
 * In: a raw value. Out: a pneu_date. First by the grammar; in lenient mode also by whatever can be read. A date that
 * does not exist gives no value: nothing is carried over into the next month or hour, but for 24:00:00 and second 60.
 * Invariants: what strict mode reads, lenient mode reads alike; all sums fit, as no element is above PNEU_I_NUMBER_MAX;
 * a result of the year 1900 or later can be written by pneu_date_format, and is read back the same.
 * RFC 5322 sections 3.3 and 4.3; RFC 5256 section 2.2 (no time is midnight).
 * Not handled: what to take instead of a date that is not there (the caller's).
 */
#include "pneu/date.h"

#include "syntax/calendar.h"
#include "syntax/date_parts.h"
#include "syntax/scan.h"
#include "syntax/usual_date.h"

#define OFFSET_MIN_USED (14 * 60) /* no place on Earth is farther from UTC */

typedef struct date_check {
    pneu_str value;
    int32_t mode;
    const pneu_defect_sink *sink;
    int fits; /* the grammar, obsolete forms included */
    pneu_i_date_parts parts;
} date_check;

static void report(const date_check *c, int32_t code, int32_t detail, size_t start, size_t end)
{
    if (c->sink != NULL)
        c->sink->report(c->sink->ctx, code, detail, start, end - start);
}

static pneu_status no_date(const date_check *c, int32_t detail)
{
    report(c, PNEU_DEFECT_DATE_SYNTAX, detail, 0, c->value.len);
    return c->mode == PNEU_STRICT ? PNEU_ERR_SYNTAX : PNEU_ERR_NOT_FOUND;
}

/* RFC 5322 section 4.3. */
static int32_t full_year(const pneu_i_number *year)
{
    if (year->digits > 3)
        return year->value;
    return year->value + (year->digits < 3 && year->value < 50 ? 2000 : 1900);
}

static int is_midnight_of_next_day(const date_check *c)
{
    const pneu_i_date_parts *parts = &c->parts;
    return c->mode == PNEU_LENIENT && parts->hour == 24 && parts->minute == 0 && parts->second == 0;
}

static int is_in_range(const date_check *c)
{
    const pneu_i_date_parts *parts = &c->parts;
    int32_t year = full_year(&parts->year);
    if (year < (c->mode == PNEU_STRICT ? PNEU_I_YEAR_FIRST : 1) || year > PNEU_I_YEAR_LAST)
        return 0;
    if (parts->month < 1 || parts->month > 12)
        return 0;
    if (parts->day < 1 || parts->day > pneu_i_days_in_month(year, parts->month))
        return 0;
    return is_midnight_of_next_day(c) || (parts->hour < 24 && parts->minute < 60 && parts->second <= 60);
}

static int is_zone_known(const pneu_i_zone *zone)
{
    return zone->kind == PNEU_I_ZONE_OFFSET || zone->kind == PNEU_I_ZONE_NAMED;
}

/* The seconds from the epoch to the time as it was written, in its own zone. */
static int64_t local_seconds(const pneu_i_date_parts *parts, int64_t day_number)
{
    int64_t days = day_number - PNEU_I_EPOCH_DAY;
    return days * PNEU_I_DAY_SECONDS + parts->hour * 3600 + parts->minute * 60 + parts->second;
}

/* `is_else_right`: nothing else is obsolete in it, so that UT and GMT must be told: they are known to all. */
static void report_zone(const date_check *c, int is_else_right)
{
    const pneu_i_zone *zone = &c->parts.zone;
    const pneu_i_place *place = &c->parts.zone_place;
    int is_word = place->end > place->start && pneu_i_skip_letters(c->value, place->start) > place->start;
    int is_far = zone->offset_min < -OFFSET_MIN_USED || zone->offset_min > OFFSET_MIN_USED;
    if (zone->kind == PNEU_I_ZONE_NONE)
        report(c, PNEU_DEFECT_DATE_ZONE, PNEU_DETAIL_DATE_ZONE_MISSING, c->value.len, c->value.len);
    else if (zone->kind == PNEU_I_ZONE_UNKNOWN || zone->kind == PNEU_I_ZONE_BAD)
        report(c, PNEU_DEFECT_DATE_ZONE, 0, place->start, place->end);
    else if (zone->kind == PNEU_I_ZONE_NAMED || zone->kind == PNEU_I_ZONE_MILITARY || (is_word && is_else_right))
        report(c, PNEU_DEFECT_DATE_ZONE, PNEU_DETAIL_DATE_ZONE_OBSOLETE, place->start, place->end);
    else if (is_far)
        report(c, PNEU_DEFECT_DATE_ZONE, PNEU_DETAIL_DATE_ZONE_FAR, place->start, place->end);
}

static int is_weekday_right(const date_check *c, int64_t day_number)
{
    return c->parts.weekday == PNEU_I_UNSET || day_number % 7 == c->parts.weekday;
}

static int is_digit(char c)
{
    return pneu_i_is((unsigned char)c, PNEU_I_DIGIT);
}

/* 1 for what only RFC 5322 section 4.3 has: comments before the zone, white space around ":" and before ",", none between
 * a number and a word. */
static int is_obsolete(const date_check *c)
{
    const pneu_i_date_parts *parts = &c->parts;
    const char *text = c->value.ptr;
    size_t end = parts->zone.kind != PNEU_I_ZONE_NONE ? parts->zone_place.start : parts->time_place.end;
    if (parts->weekday != PNEU_I_UNSET && text[parts->weekday_place.end] != ',')
        return 1;
    for (size_t i = 0; i < end; i++)
        if (text[i] == '(' ||
            (i >= parts->time_place.start && i < parts->time_place.end && pneu_i_is_space((unsigned char)text[i])))
            return 1;
    for (size_t i = 1; i < parts->year_place.start + 1 && i < c->value.len; i++)
        if (is_digit(text[i]) != is_digit(text[i - 1]) && !pneu_i_is_space((unsigned char)text[i]) &&
            !pneu_i_is_space((unsigned char)text[i - 1]))
            return 1;
    return 0;
}

static void report_odd(const date_check *c, int64_t day_number)
{
    const pneu_i_date_parts *parts = &c->parts;
    if (!is_weekday_right(c, day_number))
        report(c, PNEU_DEFECT_DATE_INCONSISTENT, PNEU_DETAIL_DATE_WEEKDAY_MISMATCH, parts->weekday_place.start,
               parts->weekday_place.end);
    if (parts->year.digits < 4)
        report(c, PNEU_DEFECT_DATE_INCONSISTENT, PNEU_DETAIL_DATE_TWO_DIGIT_YEAR, parts->year_place.start,
               parts->year_place.end);
    if (full_year(&parts->year) < PNEU_I_YEAR_FIRST)
        report(c, PNEU_DEFECT_DATE_SYNTAX, PNEU_DETAIL_DATE_RANGE, parts->year_place.start, parts->year_place.end);
    if (parts->hour == 24)
        report(c, PNEU_DEFECT_DATE_INCONSISTENT, PNEU_DETAIL_DATE_RANGE, parts->time_place.start,
               parts->time_place.end);
    if (parts->saw & PNEU_I_SAW_DEEP_COMMENT)
        report(c, PNEU_DEFECT_LIMIT_TOKENS, 0, 0, c->value.len);
    report_zone(c, c->fits && is_weekday_right(c, day_number) && parts->year.digits > 3 && parts->hour < 24);
}

/* What strict mode asks beyond what the grammar's reader looked at. */
static int is_strictly_right(const date_check *c, int64_t day_number)
{
    const pneu_i_zone *zone = &c->parts.zone;
    int is_one_letter = c->parts.zone_place.end - c->parts.zone_place.start == 1;
    if (zone->kind == PNEU_I_ZONE_NONE || zone->kind == PNEU_I_ZONE_BAD)
        return 0;
    return !(zone->kind == PNEU_I_ZONE_UNKNOWN && is_one_letter) && is_weekday_right(c, day_number);
}

static pneu_status set_date(const date_check *c, pneu_date *out)
{
    const pneu_i_date_parts *parts = &c->parts;
    if (!is_in_range(c))
        return no_date(c, PNEU_DETAIL_DATE_RANGE);
    pneu_i_civil_day day = {full_year(&parts->year), parts->month, parts->day};
    int64_t day_number = pneu_i_day_number(&day);
    int64_t local = local_seconds(parts, day_number);
    pneu_i_civil_day after = {PNEU_I_YEAR_LAST + 1, 1, 1};
    if (local >= (pneu_i_day_number(&after) - PNEU_I_EPOCH_DAY) * PNEU_I_DAY_SECONDS)
        return no_date(c, PNEU_DETAIL_DATE_RANGE);
    if (c->mode == PNEU_STRICT && !is_strictly_right(c, day_number))
        return no_date(c, 0);
    report_odd(c, day_number);
    out->zone_known = is_zone_known(&parts->zone);
    out->offset_min = out->zone_known ? parts->zone.offset_min : 0;
    out->epoch = local - (int64_t)out->offset_min * 60;
    return PNEU_OK;
}

pneu_status pneu_i_any_date_read(pneu_str value, int32_t mode, const pneu_defect_sink *sink, pneu_date *out)
{
    size_t stop = 0;
    date_check check = {.value = value.len > 0 ? value : pneu_i_str(""), .mode = mode, .sink = sink};
    check.fits = pneu_i_date_read(check.value, &check.parts, &stop);
    if (!check.fits && (mode == PNEU_STRICT || !pneu_i_date_read_loosely(check.value, &check.parts)))
        return no_date(&check, 0);
    pneu_status status = set_date(&check, out);
    if (!check.fits && status == PNEU_OK)
        report(&check, PNEU_DEFECT_DATE_SYNTAX, 0, stop, value.len);
    else if (status == PNEU_OK && is_obsolete(&check))
        report(&check, PNEU_DEFECT_DATE_INCONSISTENT, PNEU_DETAIL_DATE_OBSOLETE, 0, value.len);
    return status;
}

pneu_status pneu_date_parse(pneu_str value, int32_t mode, const pneu_defect_sink *sink, pneu_date *out)
{
    int is_mode = mode == PNEU_LENIENT || mode == PNEU_STRICT;
    if (out == NULL || (value.ptr == NULL && value.len > 0) || !is_mode)
        return PNEU_ERR_ARGUMENT;
    return pneu_i_usual_date_read(value, out) ? PNEU_OK : pneu_i_any_date_read(value, mode, sink, out);
}
