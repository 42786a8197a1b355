/* A message, or a piece of one, as a list of slices in the order of its bytes: what a writer copies, or replaces. */
#ifndef PNEU_WRITE_SLICE_WALK_H
#define PNEU_WRITE_SLICE_WALK_H

#include "tree/message.h"

/* What a slice is of its part. */
enum {
    PNEU_I_SLICE_HEADER = 1, /* the header, its empty line included */
    PNEU_I_SLICE_BODY = 2,   /* the body of a leaf */
    PNEU_I_SLICE_GAP = 3,    /* what stands before the part, or (PNEU_NO_PART) behind the last one: delimiter lines,
                             preamble, epilogue */
    PNEU_I_SLICE_NEW = 4     /* bytes of an edit */
};

typedef struct pneu_i_slice {
    int kind;
    uint32_t part;
    pneu_span span;     /* in the walk's space; never empty, but for NEW */
    pneu_i_piece piece; /* NEW */
} pneu_i_slice;

/* What of a part is walked. */
enum {
    PNEU_I_WALK_PART = 0,
    PNEU_I_WALK_HEADER = 1,
    PNEU_I_WALK_BODY = 2
};

typedef struct pneu_i_slice_walk {
    int what;          /* PNEU_I_WALK_... */
    uint32_t top;      /* of this part */
    uint32_t part_end; /* the first part behind it that is not in it */
    uint32_t space;
    uint32_t part;   /* the next one to be looked at */
    uint64_t offset; /* everything before it was given */
    uint64_t end;
    size_t patch;   /* the next one, */
    uint32_t piece; /* and its next piece */
    int is_coarse;  /* set by who does not ask for kinds and parts: what stands between edits is one slice */
} pneu_i_slice_walk;

/* Where a part, its header or its body stands. */
pneu_span pneu_i_walk_span(const pneu_message *message, uint32_t part, int what);

/* Before the first slice. */
pneu_i_slice_walk pneu_i_slice_walk_of(const pneu_message *message, uint32_t part, int what);

/* 1 and the next slice, or 0 at the end. */
int pneu_i_slice_walk_next(pneu_i_slice_walk *walk, const pneu_message *message, pneu_i_slice *slice);

#endif
