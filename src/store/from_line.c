/*
 * The line before a message in an mbox: "From SENDER DATE".
 * In: a line. Out: the sender and the date; and back.
 * Senders may hold blanks (in a quoted local part), so the date is looked for: the first place after a space from where
 * everything to the end of the line reads as one.
 * Invariants: each byte is looked at a fixed number of times; what is written is read back the same.
 * RFC 4155 appendix A; asctime() of ISO C.
 * Not handled: dates as in a header ("1 Jan 2024"), years of two digits.
 */
#include "charset/text_builder.h"
#include "pneu/mbox.h"
#include "store/mbox_line.h"
#include "syntax/calendar.h"
#include "syntax/date_parts.h"

typedef struct reader {
    pneu_str s;
    size_t at;
    int32_t mode;
} reader;

static char byte_at(const reader *r, size_t at)
{
    return at < r->s.len ? r->s.ptr[at] : '\0';
}

/* Blanks: at least one, and if strict one only (or two before a day of one digit). */
static int take_blanks(reader *r, size_t most)
{
    size_t start = r->at;
    while (pneu_i_is_blank((unsigned char)byte_at(r, r->at)))
        r->at++;
    return r->at > start && (r->mode == PNEU_LENIENT || (r->at - start <= most && byte_at(r, start) == ' '));
}

static pneu_str word_at(const reader *r)
{
    return pneu_i_str_of(r->s.ptr + r->at, pneu_i_skip_letters(r->s, r->at) - r->at);
}

/* "Mon Jan": cheap, as it is tried at every space. */
static int take_names(reader *r, pneu_i_date_parts *parts)
{
    if (r->s.len - r->at < 8 || r->s.ptr[r->at + 3] != ' ')
        return 0;
    pneu_str weekday = pneu_i_str_of(r->s.ptr + r->at, 3), month;
    parts->weekday = pneu_i_weekday_of(weekday);
    if (parts->weekday == PNEU_I_UNSET)
        return 0;
    r->at += 3;
    (void)take_blanks(r, 1);
    month = word_at(r);
    if (month.len != 3 || (parts->month = pneu_i_month_of(month)) == PNEU_I_UNSET)
        return 0;
    r->at += 3;
    return 1;
}

/* Digits: as many as told. */
static int take_number(reader *r, size_t fewest, size_t most, int32_t *out)
{
    pneu_i_number number;
    if (!pneu_i_is((unsigned char)byte_at(r, r->at), PNEU_I_DIGIT))
        return 0;
    r->at = pneu_i_read_number(r->s, r->at, &number);
    *out = number.value;
    return number.digits >= fewest && number.digits <= most;
}

static int take_colon(reader *r)
{
    if (byte_at(r, r->at) != ':')
        return 0;
    r->at++;
    return 1;
}

static int take_time(reader *r, pneu_i_date_parts *parts)
{
    size_t fewest = r->mode == PNEU_STRICT ? 2 : 1;
    if (!take_number(r, fewest, 2, &parts->hour) || !take_colon(r) || !take_number(r, 2, 2, &parts->minute))
        return 0;
    parts->second = 0;
    if (!take_colon(r))
        return r->mode == PNEU_LENIENT;
    return take_number(r, 2, 2, &parts->second);
}

/* "+0100" or a word of letters; 0 if there is neither. */
static int take_zone(reader *r, pneu_i_zone *zone)
{
    char sign = byte_at(r, r->at);
    int32_t number;
    if (sign == '+' || sign == '-') {
        r->at++;
        if (!take_number(r, 4, 4, &number))
            return 0;
        *zone = pneu_i_zone_of_offset(sign, number / 100, number % 100);
        return zone->kind != PNEU_I_ZONE_BAD;
    }
    pneu_str word = word_at(r);
    if (word.len == 0 || word.len > 5)
        return 0;
    *zone = pneu_i_zone_of(word);
    r->at += word.len;
    return 1;
}

/* The year, and lenient up to two words of a zone before it ("MET DST") or one after. */
static int take_year(reader *r, pneu_i_date_parts *parts, int32_t *year)
{
    pneu_i_zone second;
    if (r->mode == PNEU_LENIENT && take_zone(r, &parts->zone)) {
        if (!take_blanks(r, 1))
            return 0;
        if (take_zone(r, &second) && !take_blanks(r, 1))
            return 0;
    }
    return take_number(r, 4, 4, year);
}

static int is_at_end(reader *r, pneu_i_zone *zone)
{
    static const char remote[] = "remote from ";
    if (r->at == r->s.len)
        return 1;
    if (r->mode == PNEU_STRICT || !take_blanks(r, 1))
        return 0;
    size_t start = r->at;
    if (take_zone(r, zone) && (r->at == r->s.len || take_blanks(r, 1)) && r->at == r->s.len)
        return 1;
    r->at = start;
    return r->at == r->s.len ||
           (r->s.len - r->at >= sizeof remote - 1 && memcmp(r->s.ptr + r->at, remote, sizeof remote - 1) == 0);
}

static int set_date(const reader *r, const pneu_i_date_parts *parts, int32_t year, pneu_date *out)
{
    pneu_i_civil_day day = {year, parts->month, parts->day};
    if (year < PNEU_I_YEAR_FIRST || day.day < 1 || day.day > pneu_i_days_in_month(year, day.month))
        return 0;
    if (parts->hour > 23 || parts->minute > 59 || parts->second > 60)
        return 0;
    int64_t number = pneu_i_day_number(&day);
    if (r->mode == PNEU_STRICT && number % 7 != parts->weekday)
        return 0;
    out->zone_known = parts->zone.kind == PNEU_I_ZONE_OFFSET || parts->zone.kind == PNEU_I_ZONE_NAMED;
    out->offset_min = out->zone_known ? parts->zone.offset_min : 0;
    out->epoch = (number - PNEU_I_EPOCH_DAY) * PNEU_I_DAY_SECONDS + parts->hour * 3600 + parts->minute * 60 +
                 parts->second - (int64_t)out->offset_min * 60;
    return 1;
}

/* 1 if all from `at` on is a date. */
static int read_date(pneu_str s, size_t at, int32_t mode, pneu_date *out)
{
    pneu_i_date_parts parts;
    reader r = {s, at, mode};
    int32_t year = 0;
    pneu_i_date_parts_init(&parts);
    if (!take_names(&r, &parts) || !take_blanks(&r, 2))
        return 0;
    if (mode == PNEU_STRICT && (byte_at(&r, at + 10) != ' ' || r.at < at + 8))
        return 0; /* a day has two columns */
    return take_number(&r, 1, 2, &parts.day) && take_blanks(&r, 1) && take_time(&r, &parts) && take_blanks(&r, 1) &&
           take_year(&r, &parts, &year) && is_at_end(&r, &parts.zone) && set_date(&r, &parts, year, out);
}

static pneu_str trim_blanks(pneu_str s)
{
    while (s.len > 0 && pneu_i_is_blank((unsigned char)s.ptr[s.len - 1]))
        s.len--;
    while (s.len > 0 && pneu_i_is_blank((unsigned char)*s.ptr))
        s = pneu_i_str_from(s, 1);
    return s;
}

/* No control characters, and strict no blank outside of quotes. */
static int is_sender(pneu_str sender, int32_t mode)
{
    int is_quoted = 0;
    for (size_t i = 0; i < sender.len; i++) {
        unsigned char c = (unsigned char)sender.ptr[i];
        if ((c < ' ' && c != '\t') || c == 0x7F)
            return 0;
        is_quoted ^= c == '"' && !(i > 0 && sender.ptr[i - 1] == '\\');
        if (mode == PNEU_STRICT && pneu_i_is_blank(c) && !is_quoted)
            return 0;
    }
    return mode == PNEU_LENIENT || sender.len > 0;
}

pneu_status pneu_mbox_from_parse(pneu_str line, int32_t mode, pneu_mbox_from *out)
{
    pneu_mbox_from found;
    int is_mode = mode == PNEU_LENIENT || mode == PNEU_STRICT;
    if (out == NULL || (line.ptr == NULL && line.len > 0) || !is_mode)
        return PNEU_ERR_ARGUMENT;
    if (line.len > 0 && line.ptr[line.len - 1] == '\n')
        line.len--;
    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    if (line.len < PNEU_I_FROM_LEN || memcmp(line.ptr, PNEU_I_FROM, PNEU_I_FROM_LEN) != 0)
        return PNEU_ERR_NOT_FOUND;
    for (size_t at = PNEU_I_FROM_LEN; at < line.len; at++) {
        if (line.ptr[at - 1] != ' ' || !read_date(line, at, mode, &found.date))
            continue;
        found.sender = trim_blanks(pneu_i_str_of(line.ptr + PNEU_I_FROM_LEN, at - PNEU_I_FROM_LEN));
        if (!is_sender(found.sender, mode))
            return PNEU_ERR_NOT_FOUND;
        *out = found;
        return PNEU_OK;
    }
    return PNEU_ERR_NOT_FOUND;
}

/* ---- Writing --------------------------------------------------------------------------------------------------- */

static void add_digits(pneu_i_text_builder *builder, int32_t number, int width, char pad)
{
    char digits[4];
    for (int i = width - 1; i >= 0; i--, number /= 10)
        digits[i] = (char)(number > 0 || i == width - 1 ? '0' + number % 10 : pad);
    pneu_i_text_builder_add(builder, digits, (size_t)width);
}

static void add_date(pneu_i_text_builder *builder, int64_t seconds)
{
    int64_t number = seconds / PNEU_I_DAY_SECONDS;
    int32_t second = (int32_t)(seconds % PNEU_I_DAY_SECONDS);
    pneu_i_civil_day day = pneu_i_day_of_number(number);
    pneu_i_text_builder_add(builder, &"MonTueWedThuFriSatSun"[number % 7 * 3], 3);
    pneu_i_text_builder_add(builder, " ", 1);
    pneu_i_text_builder_add(builder, &"JanFebMarAprMayJunJulAugSepOctNovDec"[(day.month - 1) * 3], 3);
    pneu_i_text_builder_add(builder, " ", 1);
    add_digits(builder, day.day, 2, ' ');
    pneu_i_text_builder_add(builder, " ", 1);
    add_digits(builder, second / 3600, 2, '0');
    pneu_i_text_builder_add(builder, ":", 1);
    add_digits(builder, second / 60 % 60, 2, '0');
    pneu_i_text_builder_add(builder, ":", 1);
    add_digits(builder, second % 60, 2, '0');
    pneu_i_text_builder_add(builder, " ", 1);
    add_digits(builder, day.year, 4, '0');
}

/* Seconds since the year 1, or -1 where the year cannot be written. */
static int64_t seconds_of(int64_t epoch)
{
    const pneu_i_civil_day first = {PNEU_I_YEAR_FIRST, 1, 1}, after = {PNEU_I_YEAR_LAST + 1, 1, 1};
    const int64_t base = (int64_t)PNEU_I_EPOCH_DAY * PNEU_I_DAY_SECONDS;
    if (epoch < pneu_i_day_number(&first) * PNEU_I_DAY_SECONDS - base ||
        epoch >= pneu_i_day_number(&after) * PNEU_I_DAY_SECONDS - base)
        return -1;
    return base + epoch;
}

pneu_status pneu_mbox_from_format(pneu_arena *arena, pneu_str sender, int64_t epoch, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_mbox_from again;
    pneu_str line;
    int64_t seconds = seconds_of(epoch);
    if (arena == NULL || out == NULL || seconds < 0 || (sender.ptr == NULL && sender.len > 0))
        return PNEU_ERR_ARGUMENT;
    if (sender.len == 0)
        sender = pneu_i_str("MAILER-DAEMON");
    if (sender.len > PNEU_I_FROM_MAX / 2)
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, sender.len + 32);
    pneu_i_text_builder_add(&builder, PNEU_I_FROM, PNEU_I_FROM_LEN);
    pneu_i_text_builder_add(&builder, sender.ptr, sender.len);
    pneu_i_text_builder_add(&builder, " ", 1);
    add_date(&builder, seconds);
    pneu_i_text_builder_add(&builder, "\n", 1);
    pneu_status status = pneu_i_text_builder_end(&builder, &line);
    if (status != PNEU_OK)
        return status;
    if (pneu_mbox_from_parse(line, PNEU_LENIENT, &again) != PNEU_OK || again.date.epoch != epoch ||
        !pneu_i_str_equal(again.sender, sender))
        return PNEU_ERR_ARGUMENT;
    *out = line;
    return PNEU_OK;
}
