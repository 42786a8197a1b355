/*
 * Open iconv handles, kept for the next text of their charset. What is lent is used by one decoder, which gives it
 * back.
 */
#ifndef PNEU_CHARSET_ICONV_HANDLES_H
#define PNEU_CHARSET_ICONV_HANDLES_H

#include "charset/charset.h"

#define PNEU_I_HANDLE_COUNT 8

typedef struct pneu_i_handle {
    void *iconv;      /* NULL: this place is free */
    const char *name; /* what it converts from, as iconv calls it */
    uint64_t last_use;
    uint8_t is_lent;
    uint8_t is_pinned; /* 1 if it is never closed to make room */
} pneu_i_handle;

/* All zero: nothing is open. */
struct pneu_i_handles {
    pneu_i_handle places[PNEU_I_HANDLE_COUNT];
    uint64_t uses;
};

/* A handle for this charset in its initial state, or NULL if iconv has none. Where all places are taken it is one that
 * nobody keeps. */
void *pneu_i_handles_take(pneu_i_handles *handles, const pneu_i_charset *charset);

/* Ends the use of a handle that was taken. */
void pneu_i_handles_return(pneu_i_handles *handles, void *iconv);

/* Opens a handle for this charset, if there is none yet, and keeps it. PNEU_OK; PNEU_ERR_NOT_FOUND; PNEU_ERR_LIMIT
 * where every place is taken for good. */
pneu_status pneu_i_handles_pin(pneu_i_handles *handles, const pneu_i_charset *charset);

/* Closes everything. Nothing may be lent. */
void pneu_i_handles_close(pneu_i_handles *handles);

#endif
