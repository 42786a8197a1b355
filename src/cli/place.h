/* Lines and columns of bytes in a text, as editors count them. */
#ifndef PNEU_CLI_PLACE_H
#define PNEU_CLI_PLACE_H

#include <stdint.h>

#include "pneu/base.h"

/* Where a byte is. Lines end with LF, the column counts bytes; both begin with 1. */
struct place {
    uint64_t line;
    uint64_t column;
    size_t at;         /* the byte; at most the text's length */
    size_t line_begin; /* the first byte of its line */
};

/* A walk through a text, from one place on to the next. */
struct place_walk {
    pneu_str text;
    struct place place; /* where it is */
};

void place_walk_init(struct place_walk *walk, pneu_str text);

/* The place of the byte at an offset, not before the one asked for last: all of them together cost one pass. */
struct place place_walk_to(struct place_walk *walk, uint64_t offset);

#endif
