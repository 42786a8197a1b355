/*
 * The kernels under the codecs: the loops that ordinary bodies go through, once for each CPU family (base/cpu.h).
 *
 * A kernel takes bytes from io->in and puts what they make at io->out, as far as it can without knowing what came
 * before or will come; the codec's own steps do the rest, byte by byte. So kernels may stop where they like, and the
 * codec gives the same bytes and defects with each. None reads or writes outside what `io` names, but between io->out
 * and io->out_end it may write anything.
 */
#ifndef PNEU_CODEC_KERNELS_H
#define PNEU_CODEC_KERNELS_H

#include "codec/codec.h"

typedef struct pneu_i_codec_kernels {
    /* Decodes whole quanta and passes the white space around them, from the start of a quantum on. */
    void (*base64_decode)(pneu_i_codec_io *io);

    /* Encodes whole lines of 57 octets, from the start of a line on; each is ended by CRLF, or if line_end
     * is 1 by LF. */
    void (*base64_encode)(pneu_i_codec_io *io, size_t line_end);

    /* Decodes quoted-printable, from a place on before which nothing waits, up to a block with something in it that is
     * no plain text, escape or soft break as encoders make them: nothing that is a defect. There must be as much room
     * as input. *column: bytes of the line before io->in, in and out. NULL: none is faster than the codec's own
     * steps. */
    void (*qp_decode)(pneu_i_codec_io *io, size_t *column);

    /* Encodes as quoted-printable, with these flags of the codec, what is followed by enough input to know its form,
     * from a byte on before which nothing waits. *column: of the output's line, in and out. */
    void (*qp_encode)(pneu_i_codec_io *io, uint32_t flags, uint8_t *column);

    /* Adds to *length what that would put with PNEU_CODEC_TEXT and PNEU_CODEC_PROTECT_DASH, and to the census what it
     * passes, but for NUL and the length. Returns how many bytes it took. */
    size_t (*qp_measure)(const uint8_t *in, size_t len, uint8_t *column, uint64_t *length, pneu_i_census *census);

    /* Uuencode's full lines, from the start of a line on: decodes those with CRLF or LF that have nothing but
     * characters in them; encodes to those with LF. */
    void (*uu_decode)(pneu_i_codec_io *io);
    void (*uu_encode)(pneu_i_codec_io *io);

    /* Decodes yEnc, up to an "=" that may be no escape. *begins_line: 1 if io->in is at the start of a line, in and
     * out. */
    void (*yenc_decode)(pneu_i_codec_io *io, int *begins_line);

    /* The three about lines begin where no CR waits for its LF; NULL: none is faster than the codec's own steps.
     * Passes text whose line ends are CRLF, up to a CR or LF that is none, or if asked for to a "." behind a line
     * end. */
    const uint8_t *(*pass_crlf)(const uint8_t *in, const uint8_t *end, int stops_at_dot);

    /* Copy text; each line end, CRLF or LF, becomes CRLF, or LF. They end before a block with a CR that no LF
     * follows. */
    void (*to_crlf)(pneu_i_codec_io *io);
    void (*to_lf)(pneu_i_codec_io *io);
} pneu_i_codec_kernels;

/* The kernels for the highest level up to this one that the CPU has. */
const pneu_i_codec_kernels *pneu_i_codec_kernels_at(uint32_t cpu_level);

#define PNEU_I_CODEC_KERNELS_OF(family)                                                                                \
    void pneu_i_base64_decode_##family(pneu_i_codec_io *io);                                                           \
    void pneu_i_base64_encode_##family(pneu_i_codec_io *io, size_t line_end);                                          \
    void pneu_i_qp_decode_##family(pneu_i_codec_io *io, size_t *column);                                               \
    void pneu_i_qp_encode_##family(pneu_i_codec_io *io, uint32_t flags, uint8_t *column);                              \
    size_t pneu_i_qp_measure_##family(const uint8_t *in, size_t len, uint8_t *column, uint64_t *length,                \
                                      pneu_i_census *census);                                                          \
    void pneu_i_uu_decode_##family(pneu_i_codec_io *io);                                                               \
    void pneu_i_uu_encode_##family(pneu_i_codec_io *io);                                                               \
    void pneu_i_yenc_decode_##family(pneu_i_codec_io *io, int *begins_line);                                           \
    const uint8_t *pneu_i_pass_crlf_##family(const uint8_t *in, const uint8_t *end, int stops_at_dot);                 \
    void pneu_i_to_crlf_##family(pneu_i_codec_io *io);                                                                 \
    void pneu_i_to_lf_##family(pneu_i_codec_io *io)

PNEU_I_CODEC_KERNELS_OF(portable);
PNEU_I_CODEC_KERNELS_OF(sse);
PNEU_I_CODEC_KERNELS_OF(avx2);
PNEU_I_CODEC_KERNELS_OF(avx512);
PNEU_I_CODEC_KERNELS_OF(neon);

/* 1 for a byte of yEnc that neither begins an escape nor ends a line. */
static inline int pneu_i_yenc_is_plain(uint8_t byte)
{
    return byte != '=' && byte != '\r' && byte != '\n';
}

/* The pieces of base64 that all families need. */

/* Decodes quanta with nothing between them, up to in_end. */
void pneu_i_base64_decode_quanta(pneu_i_codec_io *io, const uint8_t *in_end);

/* Passes white space; 1 if there was some. */
int pneu_i_base64_pass_space(pneu_i_codec_io *io);

/* Encodes so many quanta, with nothing between them. */
void pneu_i_base64_encode_quanta(uint8_t *out, const uint8_t *in, size_t quanta);

#endif
