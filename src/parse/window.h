/*
 * The bytes the parser can see at once: the pushed buffer itself where possible, else a buffer of the parser's own that
 * begins with the undecided tail of earlier pushes ("carry") and is fed from the pushed bytes in small steps.
 */
#ifndef PNEU_PARSE_WINDOW_H
#define PNEU_PARSE_WINDOW_H

#include "base/buf.h"

typedef struct pneu_i_window {
    const uint8_t *bytes; /* the visible bytes: of the pushed buffer or of the carry */
    size_t len;
    size_t pos;           /* the first byte that no event was made of yet */
    uint64_t offset;      /* of bytes[0] in the input */
    const uint8_t *input; /* what was pushed */
    size_t input_len;
    size_t input_used; /* bytes of it that are visible or behind */
    size_t carried;    /* visible bytes that came with earlier pushes; 0 when the window is the pushed buffer */
    pneu_i_buf carry;
    int is_end; /* no further byte will be pushed (or interpreted) */
} pneu_i_window;

/* Makes pushed bytes visible, behind what is undecided. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_window_push(pneu_i_window *window, const pneu_alloc *alloc, const void *bytes, size_t len);

/* Called when the visible bytes do not decide: PNEU_OK if more became visible, PNEU_MORE if all of the push is used up
 * (what is undecided has been copied), PNEU_ERR_MEMORY. Must not be called when the end is visible. */
pneu_status pneu_i_window_extend(pneu_i_window *window, const pneu_alloc *alloc);

/* Looks at the pushed buffer again, everything carried being decided. */
void pneu_i_window_leave_carry(pneu_i_window *window);

/* Called between steps: leaves the carry as soon as that may be. */
static inline void pneu_i_window_settle(pneu_i_window *window)
{
    if (window->carried > 0 && window->pos >= window->carried)
        pneu_i_window_leave_carry(window);
}

/* 1 if the last visible byte is the last byte of all. */
static inline int pneu_i_window_at_end(const pneu_i_window *window)
{
    return window->is_end && window->input_used == window->input_len;
}

static inline uint64_t pneu_i_window_offset(const pneu_i_window *window)
{
    return window->offset + window->pos;
}

/* Makes it empty; it holds no memory. */
void pneu_i_window_init(pneu_i_window *window);

/* Makes it empty again, keeping memory up to `keep` bytes. */
void pneu_i_window_reset(pneu_i_window *window, const pneu_alloc *alloc, size_t keep);
void pneu_i_window_free(pneu_i_window *window, const pneu_alloc *alloc);

#endif
