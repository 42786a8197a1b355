/* Texts that a first pass made, by the places of what they are for: a second pass need not make them again. */
#ifndef PNEU_FILTER_KEPT_TEXTS_H
#define PNEU_FILTER_KEPT_TEXTS_H

#include "base/buf.h"
#include "base/str.h"

typedef struct pneu_i_kept_text {
    uint64_t offset;
    uint32_t start;
    uint32_t len;
} pneu_i_kept_text;

/* A zeroed struct is empty. */
typedef struct pneu_i_kept_texts {
    pneu_i_buf bytes;
    pneu_i_kept_text *list; /* in the order of their offsets */
    size_t count;
    size_t capacity;
} pneu_i_kept_texts;

/* Keeps a text if there is room: for some, not for all. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_kept_texts_add(pneu_i_kept_texts *texts, const pneu_alloc *alloc, uint64_t offset, pneu_str text);

/* 1 and the text for this offset, if it was kept. *next is 0 at first, and kept by the caller, who asks in order. Borrowed
 * until the next call of another function. */
int pneu_i_kept_texts_find(const pneu_i_kept_texts *texts, size_t *next, uint64_t offset, pneu_str *out);

/* Forgets all texts; memory above a ceiling is freed. */
void pneu_i_kept_texts_reset(pneu_i_kept_texts *texts, const pneu_alloc *alloc, size_t ceiling);
void pneu_i_kept_texts_free(pneu_i_kept_texts *texts, const pneu_alloc *alloc);

#endif
