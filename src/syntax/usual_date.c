/*
 * Dates in their usual form: "Sat, 21 Nov 2026 09:05:00 +0100", perhaps "(CET)" behind it (RFC 5322 section 3.3). In: a
 * raw value. Out: the date, or that the long way must be taken. Invariant: what is read here is in the grammar, exists,
 * is of its weekday and has a zone that is in use, so that there is nothing to report in either mode.
 * Not handled: anything else (date_read.c, date_loose.c).
 */
#include "syntax/usual_date.h"

#include "base/ascii.h"
#include "base/str.h"
#include "base/word.h"
#include "syntax/calendar.h"

#define HOURS_EAST_MOST 13 /* zones of 14:00 and more are few */
#define DAY_AT 5
#define REST 24 /* bytes from behind the day of the month to the end of the zone */
#define SHORTEST (DAY_AT + 1 + REST)

/* ---- Names ------------------------------------------------------------------------------------------------------ */

/* Three letters as the low bytes of pneu_i_word_load. */
#define LETTERS(a, b, c) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16)
#define LETTERS_OF(word) ((uint32_t)(word)&0xFFFFFF)

typedef struct date_name {
    uint32_t letters;
    int32_t number; /* from 1 on */
} date_name;

/* The factors were searched for: they give each name a slot of its own. */
#define WEEKDAY_SLOT(letters) ((letters)*UINT32_C(2522) >> 29)
#define MONTH_SLOT(letters) ((letters)*UINT32_C(26596) >> 28)
#define WEEKDAY(a, b, c, number) [WEEKDAY_SLOT(LETTERS(a, b, c))] = {LETTERS(a, b, c), number}
#define MONTH(a, b, c, number) [MONTH_SLOT(LETTERS(a, b, c))] = {LETTERS(a, b, c), number}

static const date_name weekdays[8] = {WEEKDAY('M', 'o', 'n', 1), WEEKDAY('T', 'u', 'e', 2), WEEKDAY('W', 'e', 'd', 3),
                                      WEEKDAY('T', 'h', 'u', 4), WEEKDAY('F', 'r', 'i', 5), WEEKDAY('S', 'a', 't', 6),
                                      WEEKDAY('S', 'u', 'n', 7)};
static const date_name months[16] = {MONTH('J', 'a', 'n', 1),  MONTH('F', 'e', 'b', 2),  MONTH('M', 'a', 'r', 3),
                                     MONTH('A', 'p', 'r', 4),  MONTH('M', 'a', 'y', 5),  MONTH('J', 'u', 'n', 6),
                                     MONTH('J', 'u', 'l', 7),  MONTH('A', 'u', 'g', 8),  MONTH('S', 'e', 'p', 9),
                                     MONTH('O', 'c', 't', 10), MONTH('N', 'o', 'v', 11), MONTH('D', 'e', 'c', 12)};

/* 0 if this name of the table is another one. */
static inline int32_t number_of(const date_name *name, uint32_t letters)
{
    return name->letters == letters ? name->number : 0;
}

/* ---- Numbers ---------------------------------------------------------------------------------------------------- */

/* What is added to a byte, of which the expected one was taken, so that its top bit tells of another one. */
#define DIGIT (0x80 - 10)
#define MARK (0x80 - 1)
#define ANY 0

static inline int fits(uint64_t values, uint64_t limits)
{
    return ((values | (values + limits)) & PNEU_I_TOPS) == 0;
}

/* Each byte as ten times itself and the next one: bytes are at most nine. */
static inline uint64_t pairs_of(uint64_t values)
{
    return values * 10 + (values >> 8);
}

static inline int32_t byte_at(uint64_t word, unsigned at)
{
    return (int32_t)(word >> 8 * at & 255);
}

/* ---- The date --------------------------------------------------------------------------------------------------- */

/* "Sat, 21" or "Sat, 1"; gives what stands behind it, or NULL. */
static const char *read_day(const char *at, int32_t *weekday, pneu_i_civil_day *day)
{
    uint64_t word = pneu_i_word_load(at);
    uint32_t letters = LETTERS_OF(word);
    uint64_t values =
        (word ^ PNEU_I_WORD(0, 0, 0, ',', ' ', '0', '0', 0)) & ~PNEU_I_WORD(255, 255, 255, 0, 0, 0, 0, 255);
    int is_short = at[DAY_AT + 1] == ' ';
    if (is_short)
        values = (values & ~PNEU_I_WORD(0, 0, 0, 0, 0, 255, 255, 255)) | (values >> 40 & 255) << 48;
    *weekday = number_of(&weekdays[WEEKDAY_SLOT(letters)], letters);
    day->day = byte_at(pairs_of(values), DAY_AT);
    return fits(values, PNEU_I_WORD(ANY, ANY, ANY, MARK, MARK, DIGIT, DIGIT, ANY)) ? at + DAY_AT + 2 - is_short : NULL;
}

/* " Nov 2026 09:05:00 +0100", as three words. */
static int read_rest(const char *at, pneu_i_civil_day *day, int32_t *seconds, pneu_date *out)
{
    uint64_t first = pneu_i_word_load(at), third = pneu_i_word_load(at + 16);
    uint32_t letters = LETTERS_OF(first >> 8);
    uint64_t year =
        (first ^ PNEU_I_WORD(' ', 0, 0, 0, ' ', '0', '0', '0')) & ~PNEU_I_WORD(0, 255, 255, 255, 0, 0, 0, 0);
    uint64_t time = pneu_i_word_load(at + 8) ^ PNEU_I_WORD('0', ' ', '0', '0', ':', '0', '0', ':');
    uint64_t zone =
        (third ^ PNEU_I_WORD('0', '0', ' ', 0, '0', '0', '0', '0')) & ~PNEU_I_WORD(0, 0, 0, 255, 0, 0, 0, 0);
    if (!fits(year, PNEU_I_WORD(MARK, ANY, ANY, ANY, MARK, DIGIT, DIGIT, DIGIT)) ||
        !fits(time, PNEU_I_WORD(DIGIT, MARK, DIGIT, DIGIT, MARK, DIGIT, DIGIT, MARK)) ||
        !fits(zone, PNEU_I_WORD(DIGIT, DIGIT, MARK, ANY, DIGIT, DIGIT, DIGIT, DIGIT)))
        return 0;
    uint64_t years = pairs_of(year), times = pairs_of(time), zones = pairs_of(zone);
    int32_t hour = byte_at(times, 2), minute = byte_at(times, 5), second = byte_at(zones, 0);
    int32_t hours_off = byte_at(zones, 4), minutes_off = byte_at(zones, 6), offset = hours_off * 60 + minutes_off;
    char sign = at[19];
    day->month = number_of(&months[MONTH_SLOT(letters)], letters);
    day->year = byte_at(years, 5) * 100 + byte_at(years, 7) + byte_at(time, 0);
    *seconds = hour * 3600 + minute * 60 + second;
    out->offset_min = sign == '-' ? -offset : offset;
    out->zone_known = sign == '+' || offset != 0;
    return hour < 24 && minute < 60 && second <= 60 && (sign == '+' || sign == '-') && hours_off <= HOURS_EAST_MOST &&
           minutes_off < 60;
}

/* The end of the value: white space, or a comment of letters and digits. */
static int is_usual_end(const char *at, const char *end)
{
    const char *start = at;
    while (at < end && pneu_i_is_space((unsigned char)*at))
        at++;
    if (at > start && at < end && *at == '(') {
        do
            at++;
        while (at < end && pneu_i_is((unsigned char)*at, PNEU_I_ATEXT));
        if (at == end || *at++ != ')')
            return 0;
    }
    while (at < end && pneu_i_is_space((unsigned char)*at))
        at++;
    return at == end;
}

static inline int is_day(const pneu_i_civil_day *day)
{
    return day->month > 0 && day->year >= PNEU_I_YEAR_FIRST && day->year < PNEU_I_YEAR_LAST && day->day > 0 &&
           day->day <= pneu_i_days_in_month(day->year, day->month);
}

int pneu_i_usual_date_read(pneu_str value, pneu_date *out)
{
    pneu_i_civil_day day;
    pneu_date date;
    int32_t weekday, seconds;
    if (value.len < SHORTEST)
        return 0;
    const char *at = value.ptr, *end = at + value.len;
    while (at < end && pneu_i_is_blank((unsigned char)*at))
        at++;
    if ((size_t)(end - at) < SHORTEST)
        return 0;
    at = read_day(at, &weekday, &day);
    if (at == NULL || end - at < REST || !read_rest(at, &day, &seconds, &date) || !is_usual_end(at + REST, end) ||
        !is_day(&day))
        return 0;
    int64_t number = pneu_i_day_number(&day);
    if (number % 7 + 1 != weekday)
        return 0;
    date.epoch = (number - PNEU_I_EPOCH_DAY) * PNEU_I_DAY_SECONDS + seconds - (int64_t)date.offset_min * 60;
    *out = date;
    return 1;
}
