/*
 * pneu/date.h: dates of header fields (RFC 5322 sections 3.3 and 4.3). Pure functions, without clock, time zone or locale.
 */
#ifndef PNEU_DATE_H
#define PNEU_DATE_H

#include <pneu/base.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A point in time, and the zone it was written in. This struct never changes. */
typedef struct pneu_date {
    int64_t epoch;      /* seconds since 1970-01-01T00:00:00Z, without leap seconds */
    int32_t offset_min; /* minutes east of UTC; 0 where the zone is not known */
    int32_t zone_known; /* 0: "-0000", a military or unknown zone, or none: the time is taken as UTC */
} pneu_date;

/*
 * Reads a date and time. The year, as written, is within 1900 and 9999: two digits below 50 are 20xx, other two-digit and
 * all three-digit years count from 1900 (RFC 5322 section 4.3). Second 60 is the next minute's first.
 * Strict: the grammar with its obsolete forms, and a day of the week that is right. Lenient: also names in full, dates
 * without comma, as asctime() and ISO 8601 write them, times with dots, without zone, without time (midnight), 24:00:00
 * (the next day), and text around the date; all with defects.
 * Defects: PNEU_DEFECT_DATE_SYNTAX (no value, or not as the grammar has it), _DATE_ZONE, _DATE_INCONSISTENT.
 * PNEU_ERR_NOT_FOUND (lenient: there is no date, or one that does not exist); PNEU_ERR_SYNTAX (strict);
 * PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_date_parse(pneu_str value, int32_t mode, const pneu_defect_sink *sink, pneu_date *out);

/*
 * Writes a date as in "Sat, 21 Nov 2026 09:05:00 +0100"; the zone is "-0000" where it is not known. In the arena.
 * PNEU_ERR_ARGUMENT where the year there is not within 1900 and 9999, or the offset is more than 99:59 either way;
 * PNEU_ERR_MEMORY.
 */
PNEU_API pneu_status pneu_date_format(pneu_arena *arena, const pneu_date *date, pneu_str *out);

#ifdef __cplusplus
}
#endif

#endif
