/*
 * gzip: bytes into one member.
 * In: bytes of any pieces. Out: bytes, straight into the caller's room; the same for the same input, whatever the
 * pieces. Memory is zlib's (about 268 KiB).
 * RFC 1952.
 * Not handled: a name and a time in the header.
 */
#include "pneu/gzip.h"

#include "store/zlib_stream.h"

#define MEMORY_LEVEL 8 /* zlib's default */

struct pneu_gzip {
    pneu_i_zlib_stream stream;
};

void pneu_gzip_reset(pneu_gzip *gzip)
{
    if (gzip == NULL)
        return;
    (void)deflateReset(&gzip->stream.z); /* fails for a stream that is none only */
    pneu_i_zlib_restart(&gzip->stream);
}

pneu_status pneu_gzip_new(int32_t level, const pneu_alloc *alloc, pneu_gzip **out)
{
    if (out == NULL || level < 0 || level > 9 || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_gzip *gzip = pneu_i_alloc_zeroed(&own, sizeof *gzip);
    if (gzip == NULL)
        return PNEU_ERR_MEMORY;
    pneu_i_zlib_init(&gzip->stream, &own);
    if (deflateInit2(&gzip->stream.z, level > 0 ? level : Z_DEFAULT_COMPRESSION, Z_DEFLATED, PNEU_I_GZIP_WINDOW,
                     MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK) {
        pneu_i_alloc_free(&own, gzip, sizeof *gzip);
        return PNEU_ERR_MEMORY;
    }
    pneu_gzip_reset(gzip);
    *out = gzip;
    return PNEU_OK;
}

pneu_status pneu_gzip_push(pneu_gzip *gzip, const void *bytes, size_t len)
{
    return gzip != NULL ? pneu_i_zlib_push(&gzip->stream, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_gzip_finish(pneu_gzip *gzip)
{
    return gzip != NULL ? pneu_i_zlib_finish(&gzip->stream) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_gzip_read(pneu_gzip *gzip, void *out, size_t capacity, size_t *written)
{
    if (gzip == NULL || out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_zlib_stream *stream = &gzip->stream;
    size_t room = capacity < (1U << 30) ? capacity : 1U << 30;
    *written = 0;
    while (stream->status == PNEU_OK && *written == 0) {
        int has_input = pneu_i_zlib_feed(stream);
        if (!has_input && !stream->is_finished && stream->z.avail_out > 0)
            break; /* zlib keeps the rest until it has more */
        stream->z.next_out = out;
        stream->z.avail_out = (uInt)room;
        int is_last = stream->is_finished && stream->in_len == 0;
        int result = deflate(&stream->z, is_last ? Z_FINISH : Z_NO_FLUSH);
        *written = room - stream->z.avail_out;
        if (result == Z_STREAM_END)
            stream->status = PNEU_DONE;
    }
    return *written > 0 ? PNEU_OK : pneu_i_zlib_state(stream);
}

void pneu_gzip_free(pneu_gzip *gzip)
{
    if (gzip == NULL)
        return;
    pneu_alloc alloc = gzip->stream.alloc;
    (void)deflateEnd(&gzip->stream.z);
    pneu_i_alloc_free(&alloc, gzip, sizeof *gzip);
}
