/*
 * Growable bytes. In: appended runs. Out: one contiguous run. Growth is geometric, so n appended bytes cost O(n).
 */
#include "base/buf.h"

#include <string.h>

pneu_status pneu_i_buf_reserve(pneu_i_buf *buf, const pneu_alloc *alloc, size_t more)
{
    if (more > SIZE_MAX - buf->len)
        return PNEU_ERR_MEMORY;
    void *ptr = buf->ptr;
    pneu_status status = pneu_i_alloc_grow(alloc, &ptr, &buf->capacity, buf->len + more, 1);
    buf->ptr = ptr;
    return status;
}

pneu_status pneu_i_buf_append(pneu_i_buf *buf, const pneu_alloc *alloc, const void *bytes, size_t len)
{
    if (len == 0)
        return PNEU_OK;
    pneu_status status = pneu_i_buf_reserve(buf, alloc, len);
    if (status != PNEU_OK)
        return status;
    memcpy(buf->ptr + buf->len, bytes, len);
    buf->len += len;
    return PNEU_OK;
}

void pneu_i_buf_reset(pneu_i_buf *buf, const pneu_alloc *alloc, size_t keep)
{
    buf->len = 0;
    if (buf->capacity > keep)
        pneu_i_buf_free(buf, alloc);
}

void pneu_i_buf_free(pneu_i_buf *buf, const pneu_alloc *alloc)
{
    pneu_i_alloc_free(alloc, buf->ptr, buf->capacity);
    memset(buf, 0, sizeof *buf);
}
