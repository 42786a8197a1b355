/* A message, or a piece of one, as a list of slices in the order of its bytes: what a writer copies, or replaces. */
#ifndef PNEU_WRITE_SLICE_WALK_H
#define PNEU_WRITE_SLICE_WALK_H

#include "pneu/tree.h"

/* What a slice is of its part. */
enum {
    PNEU_I_SLICE_HEADER = 1, /* the header, its empty line included */
    PNEU_I_SLICE_BODY = 2,   /* the body of a leaf */
    PNEU_I_SLICE_GAP = 3     /* what stands before the part, or (PNEU_NO_PART) behind the last one: delimiter lines,
                                preamble, epilogue */
};

typedef struct pneu_i_slice {
    int kind;
    uint32_t part;
    pneu_span span; /* in the walk's space; never empty */
} pneu_i_slice;

typedef struct pneu_i_slice_walk {
    uint32_t space;
    uint32_t part;   /* the next one to be looked at */
    uint64_t offset; /* everything before it was given */
    uint64_t end;
} pneu_i_slice_walk;

/* Before the first slice of a span of the part's space. The span begins with, or within, the part. */
pneu_i_slice_walk pneu_i_slice_walk_of(const pneu_message *message, uint32_t part, const pneu_span *span);

/* 1 and the next slice, or 0 at the end. */
int pneu_i_slice_walk_next(pneu_i_slice_walk *walk, const pneu_message *message, pneu_i_slice *slice);

#endif
