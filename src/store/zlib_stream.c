/*
 * The push half of gzip's streams, and zlib's memory from the caller's allocator.
 * In: pushes of any size (zlib counts in int). Out: a z_stream with input.
 * Invariant: every block that zlib gets has its size before it, since the allocator wants to know it when it is freed.
 */
#include "store/zlib_stream.h"

#include <string.h>

#define HEAD ((sizeof(size_t) + _Alignof(max_align_t) - 1) / _Alignof(max_align_t) * _Alignof(max_align_t))
#define STEP ((size_t)1 << 20)

static voidpf take_block(voidpf opaque, uInt items, uInt item_size)
{
    const pneu_alloc *alloc = opaque;
    uint64_t wanted = (uint64_t)items * item_size + HEAD;
    if (wanted > SIZE_MAX / 2)
        return Z_NULL;
    size_t size = (size_t)wanted;
    char *block = pneu_i_alloc_zeroed(alloc, size);
    if (block == NULL)
        return Z_NULL;
    memcpy(block, &size, sizeof size);
    return block + HEAD;
}

static void free_block(voidpf opaque, voidpf address)
{
    char *block = (char *)address - HEAD;
    size_t size;
    memcpy(&size, block, sizeof size);
    pneu_i_alloc_free(opaque, block, size);
}

void pneu_i_zlib_init(pneu_i_zlib_stream *stream, const pneu_alloc *alloc)
{
    memset(stream, 0, sizeof *stream);
    stream->alloc = *alloc;
    stream->z.zalloc = take_block;
    stream->z.zfree = free_block;
    stream->z.opaque = &stream->alloc;
}

void pneu_i_zlib_restart(pneu_i_zlib_stream *stream)
{
    stream->in = NULL;
    stream->in_len = 0;
    stream->taken = 0;
    stream->z.next_in = NULL;
    stream->z.avail_in = 0;
    stream->status = PNEU_OK;
    stream->has_input = stream->is_finished = 0;
}

pneu_status pneu_i_zlib_push(pneu_i_zlib_stream *stream, const void *bytes, size_t len)
{
    if (stream->status < 0)
        return stream->status;
    if (bytes == NULL && len > 0)
        return PNEU_ERR_ARGUMENT;
    if (stream->has_input || stream->is_finished)
        return PNEU_ERR_STATE;
    stream->in = bytes;
    stream->in_len = len;
    stream->has_input = 1;
    return PNEU_OK;
}

pneu_status pneu_i_zlib_finish(pneu_i_zlib_stream *stream)
{
    if (stream->status < 0)
        return stream->status;
    if (stream->has_input || stream->is_finished)
        return PNEU_ERR_STATE;
    stream->is_finished = 1;
    return PNEU_OK;
}

int pneu_i_zlib_feed(pneu_i_zlib_stream *stream)
{
    if (stream->z.avail_in == 0 && stream->in_len > 0) {
        size_t len = stream->in_len < STEP ? stream->in_len : STEP;
        stream->z.next_in = stream->in;
        stream->z.avail_in = (uInt)len;
        stream->in += len;
        stream->in_len -= len;
        stream->taken += len;
    }
    return stream->z.avail_in > 0;
}

pneu_status pneu_i_zlib_state(pneu_i_zlib_stream *stream)
{
    if (stream->status < 0)
        return stream->status;
    stream->has_input = 0;
    return stream->status == PNEU_DONE ? PNEU_DONE : PNEU_MORE;
}
