/* The classes of bytes of quoted-printable (RFC 2045 section 6.7), for both directions. Only for src/codec. */
#ifndef PNEU_CODEC_QP_BYTES_H
#define PNEU_CODEC_QP_BYTES_H

#include <stdint.h>

#include "base/ascii.h"
#include "codec/words.h"

enum {
    PNEU_I_QP_COLUMNS = 76,
    PNEU_I_QP_ROOM = 16 /* for what the encoder puts at a time: a word, or a soft break, an escape and a line end */
};

/* A byte that stands for itself anywhere: neither "=" nor a blank nor part of a line end nor one that needs encoding.
 * */
static inline int pneu_i_qp_is_literal(uint8_t byte)
{
    return byte > ' ' && byte < 127 && byte != '=';
}

/* A byte that stands for itself except at a line's end. */
static inline int pneu_i_qp_is_text(uint8_t byte)
{
    return pneu_i_qp_is_literal(byte) || pneu_i_is_blank(byte);
}

/* How many of eight bytes are text before the first that is not, tabs not counted as text: 0 to 8. */
static inline size_t pneu_i_qp_text_length(const uint8_t *in)
{
    uint64_t word = pneu_i_word_load(in), marks = pneu_i_word_odd(word) | pneu_i_word_has(word, '=');
    return pneu_i_word_lowest(marks) / 8;
}

#endif
