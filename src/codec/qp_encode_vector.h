/* How quoted-printable encoders look at bytes with vectors. Only for src/codec/qp_encode_*.c, behind a blocks_*.h. */
#ifndef PNEU_CODEC_QP_ENCODE_VECTOR_H
#define PNEU_CODEC_QP_ENCODE_VECTOR_H

#include <stddef.h>

static inline void look_at(const uint8_t *in, uint64_t *escaped, uint64_t *ends)
{
    *escaped = *ends = 0;
    for (size_t i = 0; i < 64; i += BLOCK) {
        lanes block = load_block(in + i);
        mask odd = (mask)(find_unprintable(block) | find_byte(block, '=')) & (mask)~find_byte(block, '\t');
        *escaped |= (uint64_t)odd << i;
        *ends |= (uint64_t)(find_byte(block, '\n') | find_byte(block, '\r')) << i;
    }
}

#include "codec/qp_encode_blocks.h"
#include "codec/qp_measure_blocks.h"

#endif
