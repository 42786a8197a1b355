/*
 * A date by the grammar of RFC 5322 sections 3.3 and 4.3: [name ","] day month year hour ":" minute [":" second] zone,
 * with comments and white space between any two elements.
 * In: a raw value. Out: its elements and their places; where it stops being a date. Nothing is checked for its range.
 * The zone may be missing or bad: whether that is allowed is the caller's choice.
 * Invariant: each byte is looked at once, or twice at the end of an element.
 * Not handled: other forms (date_loose.c); what the elements mean together (date.c).
 */
#include "syntax/date_parts.h"
#include "syntax/scan.h"

typedef struct date_reader {
    pneu_str text;
    size_t at;
    pneu_i_date_parts *parts;
} date_reader;

static int skip_cfws(date_reader *r)
{
    r->at = pneu_i_skip_cfws(r->text, r->at, &r->parts->saw);
    return r->at < r->text.len;
}

/* Takes this byte, if it comes next. */
static int take_mark(date_reader *r, char mark)
{
    int is_there = skip_cfws(r) && r->text.ptr[r->at] == mark;
    r->at += is_there ? 1 : 0;
    return is_there;
}

/* Takes a number with so many digits, if it comes next. */
static int take_number(date_reader *r, size_t least, size_t most, pneu_i_number *out)
{
    (void)skip_cfws(r);
    size_t end = pneu_i_read_number(r->text, r->at, out);
    if (out->digits < least || out->digits > most)
        return 0;
    r->at = end;
    return 1;
}

/* The word that comes next; it is not taken. */
static pneu_str next_word(date_reader *r)
{
    (void)skip_cfws(r);
    return pneu_i_str_of(r->text.ptr + r->at, pneu_i_skip_letters(r->text, r->at) - r->at);
}

static int take_weekday(date_reader *r)
{
    pneu_str word = next_word(r);
    if (word.len == 0)
        return 1;
    r->parts->weekday = word.len == 3 ? pneu_i_weekday_of(word) : PNEU_I_UNSET;
    if (r->parts->weekday == PNEU_I_UNSET)
        return 0;
    r->parts->weekday_place.start = r->at;
    r->parts->weekday_place.end = r->at += word.len;
    return take_mark(r, ',');
}

static int take_day(date_reader *r)
{
    pneu_i_number day;
    if (!take_number(r, 1, 2, &day))
        return 0;
    r->parts->day = day.value;
    pneu_str word = next_word(r);
    r->parts->month = word.len == 3 ? pneu_i_month_of(word) : PNEU_I_UNSET;
    if (r->parts->month == PNEU_I_UNSET)
        return 0;
    r->at += word.len;
    if (!take_number(r, 2, SIZE_MAX, &r->parts->year))
        return 0;
    r->parts->year_place.start = r->at - r->parts->year.digits;
    r->parts->year_place.end = r->at;
    return 1;
}

static int take_time(date_reader *r)
{
    pneu_i_number hour, minute, second = {0, 0};
    if (!take_number(r, 2, 2, &hour))
        return 0;
    r->parts->time_place.start = r->at - 2;
    if (!take_mark(r, ':') || !take_number(r, 2, 2, &minute))
        return 0;
    size_t end = r->at;
    if (take_mark(r, ':') && !take_number(r, 2, 2, &second))
        return 0;
    r->parts->time_place.end = second.digits > 0 ? r->at : end;
    r->parts->hour = hour.value;
    r->parts->minute = minute.value;
    r->parts->second = second.value;
    return 1;
}

static int take_offset(date_reader *r)
{
    pneu_i_number offset;
    char sign = r->text.ptr[r->at];
    if ((sign != '+' && sign != '-') || !pneu_i_is_space((unsigned char)r->text.ptr[r->at - 1]))
        return 0;
    size_t end = pneu_i_read_number(r->text, r->at + 1, &offset);
    if (offset.digits != 4)
        return 0;
    r->at = end;
    r->parts->zone = pneu_i_zone_of_offset(sign, offset.value / 100, offset.value % 100);
    return 1;
}

static int take_zone(date_reader *r)
{
    pneu_str word = next_word(r);
    if (r->at == r->text.len)
        return 1;
    r->parts->zone_place.start = r->at;
    r->at += word.len;
    if (word.len > 0)
        r->parts->zone = pneu_i_zone_of(word);
    else if (!take_offset(r))
        return 0;
    r->parts->zone_place.end = r->at;
    return !skip_cfws(r);
}

int pneu_i_date_read(pneu_str value, pneu_i_date_parts *parts, size_t *stop)
{
    date_reader reader = {value, 0, parts};
    pneu_i_date_parts_init(parts);
    int fits = take_weekday(&reader) && take_day(&reader) && take_time(&reader) && take_zone(&reader);
    *stop = reader.at;
    return fits && !(parts->saw & PNEU_I_SAW_OPEN_COMMENT);
}
