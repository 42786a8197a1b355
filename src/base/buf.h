/* Growable bytes, owned by one object. A zeroed struct is an empty buffer. */
#ifndef PNEU_BASE_BUF_H
#define PNEU_BASE_BUF_H

#include "base/alloc.h"

typedef struct pneu_i_buf {
    char *ptr;
    size_t len;
    size_t capacity;
} pneu_i_buf;

/* Room for `more` further bytes after len. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_buf_reserve(pneu_i_buf *buf, const pneu_alloc *alloc, size_t more);

/* Appends bytes (copied). PNEU_OK or PNEU_ERR_MEMORY: then nothing changed. */
pneu_status pneu_i_buf_append(pneu_i_buf *buf, const pneu_alloc *alloc, const void *bytes, size_t len);

/* Empties the buffer, and frees its memory if that is more than `keep` bytes. */
void pneu_i_buf_reset(pneu_i_buf *buf, const pneu_alloc *alloc, size_t keep);

void pneu_i_buf_free(pneu_i_buf *buf, const pneu_alloc *alloc);

#endif
