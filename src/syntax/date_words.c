/*
 * The words and numbers that dates are made of (RFC 5322 sections 3.3 and 4.3).
 * In: a run of letters or digits. Out: the day, month or zone it means, the number's value.
 * Numbers stop growing at PNEU_I_NUMBER_MAX, so no run of digits overflows; names are compared without their case.
 * Not handled: names in other languages; zones beyond those of the RFC, which are used with more than one meaning.
 */
#include "syntax/date_parts.h"

#define NAME_MIN 3

static const char *const weekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

static const struct named_zone {
    const char *name;
    int32_t kind;
    int32_t offset_min;
} zones[] = {
    {"UT", PNEU_I_ZONE_OFFSET, 0},    {"GMT", PNEU_I_ZONE_OFFSET, 0},   {"UTC", PNEU_I_ZONE_OFFSET, 0},
    {"EST", PNEU_I_ZONE_NAMED, -300}, {"EDT", PNEU_I_ZONE_NAMED, -240}, {"CST", PNEU_I_ZONE_NAMED, -360},
    {"CDT", PNEU_I_ZONE_NAMED, -300}, {"MST", PNEU_I_ZONE_NAMED, -420}, {"MDT", PNEU_I_ZONE_NAMED, -360},
    {"PST", PNEU_I_ZONE_NAMED, -480}, {"PDT", PNEU_I_ZONE_NAMED, -420},
};

void pneu_i_date_parts_init(pneu_i_date_parts *parts)
{
    memset(parts, 0, sizeof *parts);
    parts->weekday = parts->day = parts->month = parts->hour = PNEU_I_UNSET;
}

size_t pneu_i_skip_letters(pneu_str s, size_t at)
{
    while (at < s.len && pneu_i_lower(s.ptr[at]) >= 'a' && pneu_i_lower(s.ptr[at]) <= 'z')
        at++;
    return at;
}

size_t pneu_i_read_number(pneu_str s, size_t at, pneu_i_number *out)
{
    size_t start = at;
    out->value = 0;
    for (; at < s.len && pneu_i_is((unsigned char)s.ptr[at], PNEU_I_DIGIT); at++)
        if (out->value < PNEU_I_NUMBER_MAX)
            out->value = out->value * 10 + (s.ptr[at] - '0');
    if (out->value > PNEU_I_NUMBER_MAX)
        out->value = PNEU_I_NUMBER_MAX;
    out->digits = at - start;
    return at;
}

/* The index of the name that begins with the word, or PNEU_I_UNSET. */
static int32_t name_index(const char *const *names, int32_t count, pneu_str word)
{
    for (int32_t i = 0; word.len >= NAME_MIN && i < count; i++)
        if (pneu_i_lower(*names[i]) == pneu_i_lower(*word.ptr) && word.len <= strlen(names[i]) &&
            pneu_i_ascii_same(names[i], word.ptr, word.len))
            return i;
    return PNEU_I_UNSET;
}

int32_t pneu_i_weekday_of(pneu_str word)
{
    return name_index(weekdays, 7, word);
}

int32_t pneu_i_month_of(pneu_str word)
{
    int32_t index = name_index(months, 12, word);
    return index == PNEU_I_UNSET ? PNEU_I_UNSET : index + 1;
}

pneu_i_zone pneu_i_zone_of(pneu_str word)
{
    pneu_i_zone zone = {PNEU_I_ZONE_UNKNOWN, 0};
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        if (!pneu_i_str_is(word, zones[i].name))
            continue;
        zone.kind = zones[i].kind;
        zone.offset_min = zones[i].offset_min;
    }
    if (word.len == 1 && pneu_i_lower(*word.ptr) != 'j')
        zone.kind = PNEU_I_ZONE_MILITARY;
    return zone;
}

pneu_i_zone pneu_i_zone_of_offset(char sign, int32_t hours, int32_t minutes)
{
    pneu_i_zone zone = {PNEU_I_ZONE_OFFSET, hours * 60 + minutes};
    if (hours > 99 || minutes > 59) {
        zone.kind = PNEU_I_ZONE_BAD;
        zone.offset_min = 0;
    } else if (sign == '-') {
        zone.kind = zone.offset_min == 0 ? PNEU_I_ZONE_MINUS : PNEU_I_ZONE_OFFSET;
        zone.offset_min = -zone.offset_min;
    }
    return zone;
}
