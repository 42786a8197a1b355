/*
 * A date as it stands in a field: its elements with their places, before anything is checked. Two readers fill it in: one
 * by the grammar, one that takes what senders write.
 */
#ifndef PNEU_SYNTAX_DATE_PARTS_H
#define PNEU_SYNTAX_DATE_PARTS_H

#include "base/str.h"

enum {
    PNEU_I_ZONE_NONE = 0,
    PNEU_I_ZONE_OFFSET = 1,   /* +hhmm or -hhmm; UT, GMT, UTC */
    PNEU_I_ZONE_MINUS = 2,    /* -0000: the time is UTC, the zone is not told */
    PNEU_I_ZONE_NAMED = 3,    /* EST ... PDT (RFC 5322 section 4.3) */
    PNEU_I_ZONE_MILITARY = 4, /* one letter: RFC 822 had the signs wrong */
    PNEU_I_ZONE_UNKNOWN = 5,  /* another word */
    PNEU_I_ZONE_BAD = 6       /* a sign, but no offset after it */
};

typedef struct pneu_i_place {
    size_t start;
    size_t end;
} pneu_i_place;

/* Digits. Values beyond any year are PNEU_I_NUMBER_MAX. */
typedef struct pneu_i_number {
    int32_t value;
    size_t digits;
} pneu_i_number;

#define PNEU_I_NUMBER_MAX 100000

typedef struct pneu_i_zone {
    int32_t kind; /* PNEU_I_ZONE_... */
    int32_t offset_min;
} pneu_i_zone;

typedef struct pneu_i_date_parts {
    int32_t weekday; /* 0 is Monday; PNEU_I_UNSET ... */
    int32_t day;
    int32_t month;
    pneu_i_number year; /* as written; no digits: unset */
    int32_t hour;
    int32_t minute;
    int32_t second;
    pneu_i_zone zone;
    pneu_i_place weekday_place;
    pneu_i_place year_place;
    pneu_i_place time_place;
    pneu_i_place zone_place;
    unsigned saw; /* PNEU_I_SAW_... */
} pneu_i_date_parts;

#define PNEU_I_UNSET (-1)

/* All elements unset; the time is midnight once nobody sets it. */
void pneu_i_date_parts_init(pneu_i_date_parts *parts);

/* By the grammar, but for the zone, which may be missing or bad. 1 if all of the value fits; *stop is where reading ended. */
int pneu_i_date_read(pneu_str value, pneu_i_date_parts *parts, size_t *stop);

/* Whatever can be read. 1 if there are a day, a month and a year. */
int pneu_i_date_read_loosely(pneu_str value, pneu_i_date_parts *parts);

/* After the letters from `at` on. */
size_t pneu_i_skip_letters(pneu_str s, size_t at);

/* After the digits from `at` on; at least one stands there. */
size_t pneu_i_read_number(pneu_str s, size_t at, pneu_i_number *out);

/* 0 (Monday) to 6 for a name in English, in full or cut after three letters or more; else PNEU_I_UNSET. */
int32_t pneu_i_weekday_of(pneu_str word);

/* 1 to 12, the same way. */
int32_t pneu_i_month_of(pneu_str word);

/* A zone that is written in letters. */
pneu_i_zone pneu_i_zone_of(pneu_str word);

/* A zone from its sign and numbers. */
pneu_i_zone pneu_i_zone_of_offset(char sign, int32_t hours, int32_t minutes);

#endif
