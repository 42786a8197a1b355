/*
 * The record of what was found. In: defects in any order. Out: records in order of release, counts, the set of codes.
 * Invariants: add leaves records[0, due) where they are; a code has at most 16 records, so memory and the sorting of a
 * release are bounded whatever the input.
 */
#include "base/defect_log.h"

#include <string.h>

static size_t store_size(size_t capacity)
{
    return sizeof(pneu_i_defect_store) + capacity * sizeof(pneu_defect);
}

/* Everything but the records: counts and weights of codes. */
static void clear_store(pneu_i_defect_store *store)
{
    memset(store, 0, sizeof *store);
}

static pneu_status make_room(pneu_i_defect_log *log, const pneu_alloc *alloc)
{
    if (log->store != NULL && log->count < log->capacity)
        return PNEU_OK;
    size_t capacity = log->store == NULL ? 8 : log->capacity * 2;
    size_t old_size = log->store == NULL ? 0 : store_size(log->capacity);
    pneu_i_defect_store *store = pneu_i_alloc_resize(alloc, log->store, old_size, store_size(capacity));
    if (store == NULL)
        return PNEU_ERR_MEMORY;
    if (log->store == NULL)
        clear_store(store);
    log->store = store;
    log->capacity = capacity;
    return PNEU_OK;
}

pneu_status pneu_i_defect_log_add(pneu_i_defect_log *log, const pneu_alloc *alloc, const pneu_defect *defect)
{
    int wanted = pneu_i_defect_log_wants(log, defect->code);
    if (wanted || log->store == NULL) {
        pneu_status status = make_room(log, alloc);
        if (status != PNEU_OK)
            return status;
    }
    if (wanted)
        log->store->records[log->count++] = *defect;
    log->store->counts[defect->code]++;
    pneu_i_defect_log_weigh(log, defect->code, defect->severity, defect->marks);
    pneu_i_defect_set_add(&log->found, defect->code);
    return PNEU_OK;
}

static int is_before(const pneu_defect *a, const pneu_defect *b)
{
    if (a->space != b->space)
        return a->space < b->space;
    if (a->offset != b->offset)
        return a->offset < b->offset;
    if (a->code != b->code)
        return a->code < b->code;
    return a->detail != b->detail ? a->detail < b->detail : a->length < b->length;
}

/* The code's last record in the order of release; it has one. */
static size_t last_of_code(const pneu_i_defect_log *log, int32_t code)
{
    const pneu_defect *records = log->store->records;
    size_t last = log->count;
    for (size_t i = 0; i < log->count; i++)
        if (records[i].code == code && (last == log->count || !is_before(&records[i], &records[last])))
            last = i;
    return last;
}

pneu_status pneu_i_defect_log_keep_first(pneu_i_defect_log *log, const pneu_alloc *alloc, const pneu_defect *defect)
{
    int is_full = !pneu_i_defect_log_wants(log, defect->code);
    pneu_status status = pneu_i_defect_log_add(log, alloc, defect);
    if (status != PNEU_OK)
        return status;
    pneu_defect *records = log->store->records;
    uint16_t *last = &log->store->last[defect->code];
    if (!is_full) {
        if (pneu_i_defect_log_count(log, defect->code) == 1 || !is_before(defect, &records[*last]))
            *last = (uint16_t)(log->count - 1);
    } else if (is_before(defect, &records[*last])) {
        records[*last] = *defect;
        *last = (uint16_t)last_of_code(log, defect->code);
    } else {
        return PNEU_OK;
    }
    log->due = 0; /* the next release puts all in order */
    return PNEU_OK;
}

/* Insertion sort: stable, without memory, and the records come nearly in order. */
void pneu_i_defect_log_sort(pneu_i_defect_log *log)
{
    for (size_t i = log->due + 1; i < log->count; i++) {
        pneu_defect moved = log->store->records[i];
        size_t place = i;
        for (; place > log->due && is_before(&moved, &log->store->records[place - 1]); place--)
            log->store->records[place] = log->store->records[place - 1];
        log->store->records[place] = moved;
    }
    for (size_t i = log->due; i < log->count; i++)
        log->store->last[log->store->records[i].code] = (uint16_t)i;
    log->due = log->count;
}

const pneu_defect *pneu_i_defect_log_records(const pneu_i_defect_log *log)
{
    return log->store != NULL ? log->store->records : NULL;
}

uint64_t pneu_i_defect_log_count(const pneu_i_defect_log *log, int32_t code)
{
    return log->store != NULL ? log->store->counts[code] : 0;
}

void pneu_i_defect_log_raise(pneu_i_defect_log *log, int32_t code, uint64_t finds)
{
    if (log->store != NULL)
        log->store->counts[code] += finds;
}

uint8_t pneu_i_defect_log_worst(const pneu_i_defect_log *log, int32_t code)
{
    return log->store != NULL ? log->store->worst[code] : 0;
}

uint8_t pneu_i_defect_log_marks(const pneu_i_defect_log *log, int32_t code)
{
    return log->store != NULL ? log->store->marks[code] : 0;
}

void pneu_i_defect_log_reset(pneu_i_defect_log *log)
{
    if (log->store != NULL && (log->found.bits[0] | log->found.bits[1]) != 0)
        clear_store(log->store);
    log->count = log->due = log->given = 0;
    memset(&log->found, 0, sizeof log->found);
}

void pneu_i_defect_log_free(pneu_i_defect_log *log, const pneu_alloc *alloc)
{
    if (log->store != NULL)
        pneu_i_alloc_free(alloc, log->store, store_size(log->capacity));
    memset(log, 0, sizeof *log);
}
