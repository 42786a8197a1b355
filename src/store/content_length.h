/* The field Content-Length of a message in an mbox, and what it is good for. */
#ifndef PNEU_STORE_CONTENT_LENGTH_H
#define PNEU_STORE_CONTENT_LENGTH_H

#include "store/mbox_line.h"

#define PNEU_I_LENGTH_LINE ((size_t)64) /* bytes of such a line; what is longer is no number */

typedef struct pneu_i_content_length {
    char line[PNEU_I_LENGTH_LINE];
    size_t line_len;
    uint64_t value;
    uint64_t end;        /* where the body ends in the mbox, if that is so */
    uint8_t field_count; /* 0, 1, or 2 for more */
    uint8_t is_number;
    uint8_t is_known; /* `end` is set */
    uint8_t is_asked;
    uint8_t is_trusted; /* the answer was that it is so, and the end is not reached */
} pneu_i_content_length;

/* A new message. */
void pneu_i_content_length_reset(pneu_i_content_length *length);

/* Sees a piece of a header line. */
void pneu_i_content_length_see(pneu_i_content_length *length, pneu_str piece, int ends_line);

/* The body begins at this offset. */
void pneu_i_content_length_begin_body(pneu_i_content_length *length, uint64_t offset);

/* 1 if the bytes, which begin with the last one that is counted, show that the body ends there. */
int pneu_i_content_length_is_right(pneu_str bytes, int32_t mode);

/* 1 if this offset is known to be within the body. */
static inline int pneu_i_content_length_covers(const pneu_i_content_length *length, uint64_t offset)
{
    return length->is_trusted && offset < length->end;
}

/* 1 if it is within the body, should the field be right. */
static inline int pneu_i_content_length_may_cover(const pneu_i_content_length *length, uint64_t offset)
{
    return length->is_known && offset < length->end;
}

/* 1 if the body ends at this offset, or a line end before it. */
static inline int pneu_i_content_length_ends_at(const pneu_i_content_length *length, uint64_t offset)
{
    return length->is_known && offset >= length->end && offset - length->end <= 2;
}

/* Bytes from this offset on that are known to be of the body; all of them where nothing is known. */
static inline uint64_t pneu_i_content_length_left(const pneu_i_content_length *length, uint64_t offset)
{
    return length->is_trusted ? length->end - offset : UINT64_MAX;
}

#endif
