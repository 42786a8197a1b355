/* How quoted-printable encoders find text with vectors, 64 bytes at once. Only for src/codec/qp_encode_*.c, behind a
 * blocks_*.h. */
#ifndef PNEU_CODEC_QP_ENCODE_VECTOR_H
#define PNEU_CODEC_QP_ENCODE_VECTOR_H

#include "codec/qp_bytes.h"

enum {
    WIDE = 64
};

static inline size_t copy_block(uint8_t *out, const uint8_t *in)
{
    uint64_t odd = 0;
    for (size_t i = 0; i < WIDE; i += BLOCK) {
        lanes block = load_block(in + i);
        put_block(out + i, block);
        odd |= (uint64_t)(find_unprintable(block) | find_byte(block, '=')) << i;
    }
    return pneu_i_word_lowest(odd);
}

#include "codec/qp_encode_blocks.h"

#endif
