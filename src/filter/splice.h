/* Bytes that are copied, but for some stretches: cut out, with or without a text in their place. */
#ifndef PNEU_FILTER_SPLICE_H
#define PNEU_FILTER_SPLICE_H

#include "base/feed.h"
#include "filter/byte_digest.h"

/* One stretch of the input, and what takes its place. */
typedef struct pneu_i_cut {
    uint64_t offset;
    uint64_t length; /* 0: the text is put in before the offset */
    pneu_str text;   /* or "" */
} pneu_i_cut;

/* Stretches in the order of the input; none of them overlap. A zeroed struct has none. */
typedef struct pneu_i_cut_list {
    pneu_i_cut *cuts;
    size_t count;
    size_t capacity;
} pneu_i_cut_list;

/* PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_cut_list_add(pneu_i_cut_list *list, const pneu_alloc *alloc, const pneu_i_cut *cut);
void pneu_i_cut_list_free(pneu_i_cut_list *list, const pneu_alloc *alloc);

/* The copying. `list` and what it points to must stay while it is used. */
typedef struct pneu_i_splice {
    const pneu_i_cut_list *list;
    size_t next;     /* the first cut that is not over */
    uint64_t offset; /* of the input taken so far */
    int is_in_cut;   /* the text of the next cut was put */
    pneu_i_byte_digest seen;
} pneu_i_splice;

/* Takes some input of the feed, and puts what becomes of it; at the end of the input what is left to be put. 1 if it
 * did something. */
int pneu_i_splice_step(pneu_i_splice *splice, pneu_i_feed *feed);

#endif
