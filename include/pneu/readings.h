/*
 * pneu/readings.h: the other readings of an ambiguous message. Deployed parsers disagree on malformed mail, and what one
 * of them does not see another one opens. This gives the message as the others read it, as ordinary messages over the
 * same bytes, so that a scanner can walk them all.
 *
 *     pneu_readings_new(bytes, len, NULL, NULL, &readings);
 *     look at pneu_readings_primary(readings);
 *     while (pneu_readings_next(readings, &other) == PNEU_OK) look at other->message;            // until PNEU_DONE
 *     pneu_readings_free(readings);
 *
 * Each deviates from the primary reading in one choice (PNEU_READING_...), from the entity on whose defect it answers; the
 * last one, if there are several, combines those that show more of the message. There are at most PNEU_READINGS_MAX, so
 * the work is at most that of nine parses, whatever the message. A message without a defect that names a choice has no
 * other reading. Who has the message as a stream spools it first.
 */
#ifndef PNEU_READINGS_H
#define PNEU_READINGS_H

#include <pneu/base.h>
#include <pneu/defect.h>
#include <pneu/tree.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PNEU_READINGS_MAX 8

typedef struct pneu_readings pneu_readings;

/* Another reading. Given by pointer: may grow at its end. */
typedef struct pneu_other_reading {
    pneu_message *message; /* finished; borrowed until the next call of pneu_readings_next */
    const pneu_defect *answers; /* the defect that it answers, of the primary reading; NULL: it combines others */
    pneu_reading reading;       /* its choices, and where they begin to hold (pneu_options_set_reading_start): */
    uint32_t space;
    uint32_t reserved;
    uint64_t offset;
} pneu_other_reading;

/*
 * Parses a message, decodes its bodies once, and finds which other readings there are. The bytes are borrowed until free.
 * `options` (copied; NULL: the defaults) are those of the parser, but that they begin with the primary reading. The caller
 * frees with pneu_readings_free. PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY.
 */
PNEU_API pneu_status pneu_readings_new(const void *bytes, size_t len, const pneu_options *options,
                                       const pneu_alloc *alloc, pneu_readings **out);

/* The message in the primary reading, loaded (pneu_message_load). Borrowed until free. */
PNEU_API pneu_message *pneu_readings_primary(pneu_readings *readings);

/* How many other readings there are: 0 to PNEU_READINGS_MAX. */
PNEU_API size_t pneu_readings_count(const pneu_readings *readings);

/* The next other reading, in the order of the defects in the file, the one that combines all last; borrowed until the next
 * call. PNEU_OK; PNEU_DONE: there are no more; PNEU_ERR_MEMORY: the same one may be asked for again. */
PNEU_API pneu_status pneu_readings_next(pneu_readings *readings, const pneu_other_reading **out);

/* Back to the first one. */
PNEU_API void pneu_readings_rewind(pneu_readings *readings);

/* Frees it, and its messages; NULL is allowed. */
PNEU_API void pneu_readings_free(pneu_readings *readings);

#ifdef __cplusplus
}
#endif

#endif
