/*
 * A date as senders write it, whatever the order: names in full, no comma, asctime(), date(1), ISO 8601, RFC 850, dots in
 * times, AM and PM, GMT+0200, +02:00, words before and after.
 * In: a raw value. Out: the elements that were found. Each word and number is taken for the first thing it can be that is
 * still missing, and is passed over where it is nothing; the first day, month, year, time and offset count, and reading
 * ends once there is nothing left to find. An offset in digits wins over a zone in letters.
 * Invariants: the place only moves forward, but for one look-ahead over a mark; no memory.
 * Not handled: dates in numbers whose order is not that of ISO 8601 (1/2/2026 has two meanings); other languages.
 */
#include "syntax/date_parts.h"
#include "syntax/scan.h"

typedef struct loose_reader {
    pneu_str text;
    pneu_i_date_parts *parts;
    int is_iso;
    int has_half;   /* 1 once AM or PM was read */
    int has_offset; /* 1 once a zone in digits was read */
} loose_reader;

static int is_byte(const loose_reader *r, size_t at, char c)
{
    return at < r->text.len && r->text.ptr[at] == c;
}

static int is_digit(const loose_reader *r, size_t at)
{
    return at < r->text.len && pneu_i_is((unsigned char)r->text.ptr[at], PNEU_I_DIGIT);
}

static size_t skip_cfws(loose_reader *r, size_t at)
{
    return pneu_i_skip_cfws(r->text, at, &r->parts->saw);
}

static int has_time(const loose_reader *r)
{
    return r->parts->hour != PNEU_I_UNSET;
}

static int has_date(const loose_reader *r)
{
    return r->parts->day != PNEU_I_UNSET && r->parts->month != PNEU_I_UNSET && r->parts->year.digits > 0;
}

/* ---- Numbers ------------------------------------------------------------------------------------------------ */

/* After the mark that joins two numbers of a time, or `at` if there is none: a colon, with blanks and comments around it,
 * or a dot right between digits. */
static size_t skip_time_mark(loose_reader *r, size_t at)
{
    if (is_byte(r, at, '.') && is_digit(r, at + 1))
        return at + 1;
    size_t colon = skip_cfws(r, at);
    if (!is_byte(r, colon, ':'))
        return at;
    size_t next = skip_cfws(r, colon + 1);
    return is_digit(r, next) ? next : at;
}

/* After a fraction of a second, which is dropped. */
static size_t skip_fraction(const loose_reader *r, size_t at)
{
    pneu_i_number fraction;
    if ((is_byte(r, at, '.') || is_byte(r, at, ',')) && is_digit(r, at + 1))
        return pneu_i_read_number(r->text, at + 1, &fraction);
    return at;
}

/* The rest of a time, from its minutes on. */
static size_t read_time(loose_reader *r, size_t start, int32_t hour, size_t at)
{
    pneu_i_number number;
    r->parts->hour = hour;
    at = pneu_i_read_number(r->text, at, &number);
    r->parts->minute = number.value;
    size_t second = skip_time_mark(r, at);
    if (second > at) {
        at = pneu_i_read_number(r->text, second, &number);
        r->parts->second = number.value;
        at = skip_fraction(r, at);
    }
    r->parts->time_place.start = start;
    r->parts->time_place.end = at;
    return at;
}

static void set_year(loose_reader *r, const pneu_i_number *year, size_t end)
{
    r->parts->year = *year;
    r->parts->year_place.start = end - year->digits;
    r->parts->year_place.end = end;
}

/* The month and day that follow the year of an ISO date; `at` if that is something else. */
static size_t read_iso_rest(loose_reader *r, size_t at)
{
    pneu_i_number month, day;
    if ((!is_byte(r, at, '-') && !is_byte(r, at, '/')) || !is_digit(r, at + 1))
        return at;
    size_t end = pneu_i_read_number(r->text, at + 1, &month);
    if (month.digits > 2 || !is_byte(r, end, r->text.ptr[at]) || !is_digit(r, end + 1))
        return at;
    end = pneu_i_read_number(r->text, end + 1, &day);
    if (day.digits > 2)
        return at;
    r->parts->month = month.value;
    r->parts->day = day.value;
    r->is_iso = 1;
    return end;
}

static size_t read_number(loose_reader *r, size_t start)
{
    pneu_i_date_parts *parts = r->parts;
    pneu_i_number number;
    size_t end = pneu_i_read_number(r->text, start, &number);
    if (!has_time(r) && number.digits <= 2) {
        size_t minute = skip_time_mark(r, end);
        int is_dotted = is_byte(r, end, '.');
        if (minute > end && (!is_dotted || (parts->day != PNEU_I_UNSET && parts->month != PNEU_I_UNSET)))
            return read_time(r, start, number.value, minute);
    }
    if (parts->day == PNEU_I_UNSET && number.digits <= 2) {
        parts->day = number.value;
    } else if (parts->year.digits == 0) {
        set_year(r, &number, end);
        if (parts->day == PNEU_I_UNSET && parts->month == PNEU_I_UNSET && number.digits == 4)
            return read_iso_rest(r, end);
    }
    return end;
}

/* A sign after the time: an offset, if digits follow. */
static size_t read_offset(loose_reader *r, size_t start)
{
    pneu_i_number hours;
    pneu_i_number minutes = {0, 2};
    size_t end = pneu_i_read_number(r->text, start + 1, &hours);
    if (hours.digits <= 2 && is_byte(r, end, ':') && is_digit(r, end + 1)) {
        end = pneu_i_read_number(r->text, end + 1, &minutes);
    } else if (hours.digits == 3 || hours.digits == 4) {
        minutes.value = hours.value % 100;
        hours.value /= 100;
    }
    r->parts->zone = pneu_i_zone_of_offset(r->text.ptr[start], hours.value, minutes.value);
    if (hours.digits > 4 || minutes.digits != 2)
        r->parts->zone.kind = PNEU_I_ZONE_BAD;
    r->parts->zone_place.start = start;
    r->parts->zone_place.end = end;
    r->has_offset = 1;
    return end;
}

/* ---- Words -------------------------------------------------------------------------------------------------- */

/* AM or PM: 1 if the word is one of them, and counts. */
static int read_half(loose_reader *r, pneu_str word)
{
    int is_pm = pneu_i_str_is(word, "pm");
    if (r->has_half || (!is_pm && !pneu_i_str_is(word, "am")))
        return 0;
    r->has_half = 1;
    if (is_pm && r->parts->hour < 12)
        r->parts->hour += 12;
    else if (!is_pm && r->parts->hour == 12)
        r->parts->hour = 0;
    return 1;
}

static void read_zone_word(loose_reader *r, pneu_str word, size_t start)
{
    if (!has_time(r) || r->parts->zone.kind != PNEU_I_ZONE_NONE || read_half(r, word))
        return;
    r->parts->zone = pneu_i_zone_of(word);
    if (r->is_iso && pneu_i_str_is(word, "z"))
        r->parts->zone.kind = PNEU_I_ZONE_OFFSET;
    r->parts->zone_place.start = start;
    r->parts->zone_place.end = start + word.len;
}

static size_t read_word(loose_reader *r, size_t start)
{
    pneu_i_date_parts *parts = r->parts;
    size_t end = pneu_i_skip_letters(r->text, start);
    pneu_str word = pneu_i_str_of(r->text.ptr + start, end - start);
    int32_t weekday = parts->weekday == PNEU_I_UNSET ? pneu_i_weekday_of(word) : PNEU_I_UNSET;
    int32_t month = parts->month == PNEU_I_UNSET ? pneu_i_month_of(word) : PNEU_I_UNSET;
    if (weekday != PNEU_I_UNSET) {
        parts->weekday = weekday;
        parts->weekday_place.start = start;
        parts->weekday_place.end = end;
    } else if (month != PNEU_I_UNSET) {
        parts->month = month;
    } else {
        read_zone_word(r, word, start);
    }
    return end;
}

/* 1 if this is the sign of an offset. Before the time it is a mark between the elements of a date. */
static int is_offset(const loose_reader *r, size_t at)
{
    return has_time(r) && !r->has_offset && (is_byte(r, at, '+') || is_byte(r, at, '-')) && is_digit(r, at + 1);
}

int pneu_i_date_read_loosely(pneu_str value, pneu_i_date_parts *parts)
{
    loose_reader reader = {value, parts, 0, 0, 0};
    pneu_i_date_parts_init(parts);
    size_t at = skip_cfws(&reader, 0);
    while (at < value.len && !(has_date(&reader) && reader.has_offset)) {
        if (is_digit(&reader, at))
            at = read_number(&reader, at);
        else if (is_offset(&reader, at))
            at = read_offset(&reader, at);
        else if (pneu_i_skip_letters(value, at) > at)
            at = read_word(&reader, at);
        else
            at++;
        at = skip_cfws(&reader, at);
    }
    if (!has_time(&reader))
        parts->hour = 0;
    return has_date(&reader);
}
