/*
 * The state of a splitter, and what lines do to it. Two files look for lines: mbox_input.c in what was pushed,
 * mbox_held.c in what was held back of it.
 */
#ifndef PNEU_STORE_MBOX_STATE_H
#define PNEU_STORE_MBOX_STATE_H

#include "base/alloc.h"
#include "store/content_length.h"
#include "store/mbox_line.h"

struct pneu_mbox_splitter {
    pneu_alloc alloc;
    int32_t variant;
    int32_t mode; /* of From lines */
    pneu_mbox_event event;
    pneu_mbox_event next_event; /* type 0: none */
    const char *in;             /* pushed and not yet used up */
    size_t in_len;
    uint64_t offset; /* of `in` in the mbox */
    uint8_t has_input;
    uint8_t is_finished;
    uint8_t is_done;
    uint8_t has_begun;  /* the first message has */
    uint8_t is_in_line; /* `in` stands within a line */
    uint8_t is_in_header;
    uint8_t is_behind_gap; /* the line before was empty, or a From line */
    uint8_t blank;         /* length of the empty line that is held, or 0 */
    size_t held_len;
    char held[PNEU_I_FROM_MAX];
    pneu_i_content_length length;
};

/* What a look at the input came to. */
enum {
    PNEU_I_MBOX_NO_EVENT = 0,
    PNEU_I_MBOX_AN_EVENT = 1,
    PNEU_I_MBOX_NO_INPUT = 2 /* nothing can be said before more comes */
};

/* Fills an event. */
void pneu_i_mbox_set_event(pneu_mbox_event *event, int32_t type, pneu_str slice, uint64_t offset);

/* Bytes of the message, or junk. AN_EVENT. */
int pneu_i_mbox_give_bytes(pneu_mbox_splitter *s, pneu_str bytes, uint64_t offset);

/* The held empty line is part of the message after all. AN_EVENT. */
int pneu_i_mbox_give_blank(pneu_mbox_splitter *s);

/* Where the line begins that is being looked at. */
uint64_t pneu_i_mbox_line_offset(const pneu_mbox_splitter *s);

/* So much of the input is used up. */
void pneu_i_mbox_use_input(pneu_mbox_splitter *s, size_t len);

/* The kind of the line at this offset, of which these bytes are known. */
int pneu_i_mbox_read_line(const pneu_mbox_splitter *s, pneu_str bytes, uint64_t offset, int is_final,
                          pneu_i_mbox_line *line);

/* Text up to the end of its line, or without. */
void pneu_i_mbox_see_text(pneu_mbox_splitter *s, pneu_str bytes);

/* An empty line, which ends before `after`: 1 if it is to be held, 0 if it is part of the message in any case. */
int pneu_i_mbox_see_blank(pneu_mbox_splitter *s, uint64_t after);

/* AN_EVENT if something comes before the message that a From line at this offset begins: a question, or an empty line
 * that was counted. */
int pneu_i_mbox_see_from(pneu_mbox_splitter *s, uint64_t offset);

/* The end of a message, if there is one, and the beginning of the next. AN_EVENT. */
int pneu_i_mbox_begin_message(pneu_mbox_splitter *s, const pneu_i_mbox_line *line, const char *bytes, uint64_t offset);

/* Looks at what is held, or at the input, of which there is some. */
int pneu_i_mbox_look_at_held(pneu_mbox_splitter *s);
int pneu_i_mbox_look_at_input(pneu_mbox_splitter *s);

#endif
