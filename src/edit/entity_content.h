/* Entities and bodies that are to be put into a message: made ready, and looked at. */
#ifndef PNEU_EDIT_ENTITY_CONTENT_H
#define PNEU_EDIT_ENTITY_CONTENT_H

#include "edit/edit_check.h"

typedef struct pneu_i_content {
    pneu_i_piece *pieces; /* in the arena; room for two pieces before the first, and for three behind the last */
    uint32_t count;
    int32_t needs; /* PNEU_ENCODING_7BIT, _8BIT or _BINARY of what stands around it */
    int has_body;  /* it ends with a body that is not empty */
    pneu_str *own; /* boundaries that are used in it; in the arena */
    size_t own_count;
} pneu_i_content;

#define PNEU_I_ROOM_BEFORE 2
#define PNEU_I_ROOM_BEHIND 3

/* An entity with the message's line ends. PNEU_ERR_ARGUMENT, also where the header holds something that is no field;
 * PNEU_ERR_MEMORY. *bad: the offset of the byte at fault. */
pneu_status pneu_i_entity_prepare(pneu_message *message, pneu_str bytes, pneu_i_content *content, uint64_t *bad);

/* A body of pieces that are ready: what it needs. */
void pneu_i_content_measure(pneu_i_content *content);

/* PNEU_ERR_BOUNDARY if a line of the content begins with "--" and the boundary, or a boundary of its own is too like
 * it. */
pneu_status pneu_i_content_check(const pneu_i_content *content, pneu_str boundary);

/* For content that a delimiter follows: sees to it that a CR at its end is not taken for part of the line end behind
 * it. One of the pieces behind the last is used. */
void pneu_i_content_end(const pneu_message *message, pneu_i_content *content);

/* 1 if a line begins with "--" and the boundary. The first byte begins a line. */
int pneu_i_has_delimiter(pneu_str text, pneu_str boundary);

/* 1 if one of two boundaries begins with the other. */
int pneu_i_boundaries_are_alike(pneu_str a, pneu_str b);

/* Text with line ends `eol`, for CRLF and LF alike; a copy in the arena. */
pneu_status pneu_i_text_with_eol(pneu_message *message, pneu_str text, pneu_str eol, pneu_str *out);

#endif
