/*
 * The record of what was found: at most 16 records a code, but every find is counted, and the set of codes is never
 * capped. A zeroed struct is an empty log; nothing is allocated before the first find.
 */
#ifndef PNEU_BASE_DEFECT_LOG_H
#define PNEU_BASE_DEFECT_LOG_H

#include "base/alloc.h"
#include "base/defect.h"

#define PNEU_I_RECORDS_A_CODE 16

typedef struct pneu_i_defect_store {
    uint64_t counts[PNEU_DEFECT_COUNT];
    uint16_t last[PNEU_DEFECT_COUNT]; /* a code's last record in the order of release, if it has one (keep_first) */
    uint8_t worst[PNEU_DEFECT_COUNT]; /* the worst severity of all finds of a code, records or not */
    uint8_t marks[PNEU_DEFECT_COUNT]; /* the marks of all of them */
    pneu_defect records[];
} pneu_i_defect_store;

typedef struct pneu_i_defect_log {
    pneu_i_defect_store *store; /* counts and records; NULL until the first find */
    size_t capacity;            /* records the store has room for */
    size_t count;               /* records held */
    size_t due;                 /* records that are in their final order and may be given out */
    size_t given;               /* records given out by next */
    pneu_defect_set found;      /* every code found since reset */
} pneu_i_defect_log;

/* The cheap way for a code that was found often: counts one more find and returns 1 if it would get no record anyway; else
 * does nothing and returns 0. */
static inline int pneu_i_defect_log_count_only(pneu_i_defect_log *log, int32_t code);

/* Counts the find, and records it if there is room under the caps. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_defect_log_add(pneu_i_defect_log *log, const pneu_alloc *alloc, const pneu_defect *defect);

/* Like add, but of a code that is found more often the 16 records are the first in the order of release, whatever order
 * they come in. For a log that gives nothing out with next: records that are due may be replaced, and all are put in
 * order again by the next release. */
pneu_status pneu_i_defect_log_keep_first(pneu_i_defect_log *log, const pneu_alloc *alloc, const pneu_defect *defect);

/* Puts the records that are not yet due in order of (space, offset, code, detail, length), and makes them due. */
static inline void pneu_i_defect_log_release(pneu_i_defect_log *log);

/* 1 if there is a due record that was not given out yet. */
static inline int pneu_i_defect_log_has_next(const pneu_i_defect_log *log)
{
    return log->given < log->due;
}

/* The next due record that was not given out yet, or NULL. Borrowed until the next add or reset. */
static inline const pneu_defect *pneu_i_defect_log_next(pneu_i_defect_log *log);

/* The records in the order they were released; sorts nothing. */
const pneu_defect *pneu_i_defect_log_records(const pneu_i_defect_log *log);

/* How often a code was found, records or not. */
uint64_t pneu_i_defect_log_count(const pneu_i_defect_log *log, int32_t code);

/* Adds finds that were recorded elsewhere to a count. The code must have been added once. */
void pneu_i_defect_log_raise(pneu_i_defect_log *log, int32_t code, uint64_t finds);

/* Severity and marks of a find of a code that was found before, where it has no record. */
static inline void pneu_i_defect_log_weigh(pneu_i_defect_log *log, int32_t code, uint8_t severity, uint8_t marks);

/* The worst severity that a code was found with, and the marks of all its finds; 0 if it was not found. */
uint8_t pneu_i_defect_log_worst(const pneu_i_defect_log *log, int32_t code);
uint8_t pneu_i_defect_log_marks(const pneu_i_defect_log *log, int32_t code);

/* 1 if a further find of this code would still get a record. */
static inline int pneu_i_defect_log_wants(const pneu_i_defect_log *log, int32_t code);

/* Forgets everything but the memory. */
void pneu_i_defect_log_reset(pneu_i_defect_log *log);

void pneu_i_defect_log_free(pneu_i_defect_log *log, const pneu_alloc *alloc);

/* What release does if there is something to do; most often there is not. */
void pneu_i_defect_log_sort(pneu_i_defect_log *log);

static inline void pneu_i_defect_log_release(pneu_i_defect_log *log)
{
    if (log->due < log->count)
        pneu_i_defect_log_sort(log);
}

static inline const pneu_defect *pneu_i_defect_log_next(pneu_i_defect_log *log)
{
    return log->given < log->due ? &log->store->records[log->given++] : NULL;
}

static inline int pneu_i_defect_log_wants(const pneu_i_defect_log *log, int32_t code)
{
    return log->store == NULL || log->store->counts[code] < PNEU_I_RECORDS_A_CODE;
}

static inline int pneu_i_defect_log_count_only(pneu_i_defect_log *log, int32_t code)
{
    if (log->store == NULL || log->store->counts[code] < PNEU_I_RECORDS_A_CODE)
        return 0;
    log->store->counts[code]++;
    return 1;
}

static inline void pneu_i_defect_log_weigh(pneu_i_defect_log *log, int32_t code, uint8_t severity, uint8_t marks)
{
    if (log->store == NULL)
        return;
    if (log->store->worst[code] < severity)
        log->store->worst[code] = severity;
    log->store->marks[code] |= marks;
}

#endif
