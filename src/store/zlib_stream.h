/* What both directions of gzip share: a z_stream that allocates as the caller says, and the input of a push. */
#ifndef PNEU_STORE_ZLIB_STREAM_H
#define PNEU_STORE_ZLIB_STREAM_H

#define ZLIB_CONST
#include <zlib.h>

#include "base/alloc.h"

#define PNEU_I_GZIP_WINDOW (15 + 16) /* zlib: the largest window, and gzip's header */

typedef struct pneu_i_zlib_stream {
    pneu_alloc alloc;
    z_stream z;
    const unsigned char *in; /* pushed and not yet given to z */
    size_t in_len;
    uint64_t taken;     /* bytes given to z, less z.avail_in is what was used up */
    pneu_status status; /* an error that stays, or PNEU_DONE */
    uint8_t has_input;
    uint8_t is_finished;
} pneu_i_zlib_stream;

/* Ready for inflateInit2 or deflateInit2; stays where it is. */
void pneu_i_zlib_init(pneu_i_zlib_stream *stream, const pneu_alloc *alloc);

/* Forgets the input and the status. */
void pneu_i_zlib_restart(pneu_i_zlib_stream *stream);

pneu_status pneu_i_zlib_push(pneu_i_zlib_stream *stream, const void *bytes, size_t len);
pneu_status pneu_i_zlib_finish(pneu_i_zlib_stream *stream);

/* Gives z more of the input if it has none. 1 if it has some. */
int pneu_i_zlib_feed(pneu_i_zlib_stream *stream);

/* What read comes to where nothing was written. */
pneu_status pneu_i_zlib_state(pneu_i_zlib_stream *stream);

#endif
