/*
 * Bytes that are copied, but for some stretches: cut out, with or without a text in their place, or decoded. The second
 * pass of filters that plan in a first one.
 */
#ifndef PNEU_FILTER_SPLICE_H
#define PNEU_FILTER_SPLICE_H

#include "base/feed.h"
#include "filter/byte_digest.h"
#include "tree/body_decoder.h"

/* One stretch of the input, and what takes its place. */
typedef struct pneu_i_cut {
    uint64_t offset;
    uint64_t length;  /* 0: the text is put in before the offset */
    pneu_str text;    /* or "" */
    int32_t encoding; /* PNEU_ENCODING_QUOTED_PRINTABLE or _BASE64: behind the text, the stretch decoded; 0: nothing */
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

/* The copying: a stream, by its feed. */
typedef struct pneu_i_splice {
    pneu_i_feed feed;
    const pneu_i_cut_list *list;
    const pneu_i_byte_digest *expected;
    size_t next;     /* the first cut that is not over */
    uint64_t offset; /* of the input taken so far */
    int is_in_cut;   /* the text of the next cut was put */
    uint32_t cpu_level;
    pneu_i_body_decoder decoder;
    pneu_i_byte_digest seen;
} pneu_i_splice;

/* Begins, or begins anew, in memory that was zeroed but for the feed's allocator, or used. The list, what it points to,
 * and the digest of the whole input must stay while it is used. Bytes that are not those of the digest are found by
 * their number at once, or at the end: PNEU_ERR_CHANGED. `cpu_level`: of the kernels, at most. */
void pneu_i_splice_start(pneu_i_splice *splice, const pneu_i_cut_list *list, const pneu_i_byte_digest *expected,
                         uint32_t cpu_level);

#endif
