/* Finding line ends in runs of bytes, for the codecs that work line by line. Only for src/codec. */
#ifndef PNEU_CODEC_LINE_SCAN_H
#define PNEU_CODEC_LINE_SCAN_H

#include <string.h>

#include "codec/kernels.h"

/* The first CR or LF, or `end`. Looks for LF first, but in small blocks: many CRs in a row must not make it look at
 * what follows again and again. */
static inline const uint8_t *pneu_i_find_eol(const uint8_t *in, const uint8_t *end)
{
    while (in < end) {
        size_t block = (size_t)(end - in) < 256 ? (size_t)(end - in) : 256;
        const uint8_t *lf = memchr(in, '\n', block);
        const uint8_t *stop = lf != NULL ? lf : in + block;
        const uint8_t *cr = memchr(in, '\r', (size_t)(stop - in));
        if (cr != NULL)
            return cr;
        if (lf != NULL)
            return lf;
        in = stop;
    }
    return end;
}

/* The end of a run of text whose line ends are all CRLF: `end`, or a CR or LF that is not known to be one of a CRLF, or
 * the byte `stop` ("." or 256 for none) at the start of a line. */
static inline const uint8_t *pneu_i_skip_crlf_text(const pneu_i_codec *c, const uint8_t *in, const uint8_t *end,
                                                   unsigned stop)
{
    if (c->kernels->pass_crlf != NULL) {
        const uint8_t *start = in;
        in = c->kernels->pass_crlf(in, end, stop == '.');
        if (in > start && in[-1] == '\n' && in < end && *in == stop)
            return in;
    }
    for (;;) {
        in = pneu_i_find_eol(in, end);
        if (end - in < 2 || in[0] != '\r' || in[1] != '\n')
            return in;
        in += 2;
        if (in < end && *in == stop)
            return in;
    }
}

#endif
