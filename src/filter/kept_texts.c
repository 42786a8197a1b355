/*
 * Texts between two passes. In: texts with their offsets, in order. Out: the same, in order.
 * Invariants: bounded memory: what does not fit is not kept, and the second pass makes it again.
 * Not handled: bytes that are not those of the first pass.
 */
#include "filter/kept_texts.h"

#define BYTES_MOST ((size_t)524288)
#define TEXTS_MOST ((size_t)1024)

pneu_status pneu_i_kept_texts_add(pneu_i_kept_texts *texts, const pneu_alloc *alloc, uint64_t offset, pneu_str text)
{
    if (texts->count == TEXTS_MOST || text.len > BYTES_MOST - texts->bytes.len)
        return PNEU_OK;
    void *list = texts->list;
    pneu_status status = pneu_i_alloc_grow(alloc, &list, &texts->capacity, texts->count + 1, sizeof *texts->list);
    texts->list = list;
    if (status != PNEU_OK)
        return status;
    size_t start = texts->bytes.len;
    status = pneu_i_buf_append(&texts->bytes, alloc, text.ptr, text.len);
    if (status == PNEU_OK)
        texts->list[texts->count++] = (pneu_i_kept_text){offset, (uint32_t)start, (uint32_t)text.len};
    return status;
}

int pneu_i_kept_texts_find(const pneu_i_kept_texts *texts, size_t *next, uint64_t offset, pneu_str *out)
{
    while (*next < texts->count && texts->list[*next].offset < offset)
        ++*next;
    if (*next == texts->count || texts->list[*next].offset > offset)
        return 0;
    const pneu_i_kept_text *kept = &texts->list[(*next)++];
    *out = kept->len > 0 ? pneu_i_str_of(texts->bytes.ptr + kept->start, kept->len) : pneu_i_str_of("", 0);
    return 1;
}

void pneu_i_kept_texts_reset(pneu_i_kept_texts *texts, const pneu_alloc *alloc, size_t ceiling)
{
    pneu_i_buf_reset(&texts->bytes, alloc, ceiling);
    texts->count = 0;
}

void pneu_i_kept_texts_free(pneu_i_kept_texts *texts, const pneu_alloc *alloc)
{
    pneu_i_buf_free(&texts->bytes, alloc);
    pneu_i_alloc_free(alloc, texts->list, texts->capacity * sizeof *texts->list);
    memset(texts, 0, sizeof *texts);
}
