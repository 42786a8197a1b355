/* How quoted-printable encoders look at bytes with vectors. Only for src/codec/qp_encode_*.c, behind a blocks_*.h. */
#ifndef PNEU_CODEC_QP_ENCODE_VECTOR_H
#define PNEU_CODEC_QP_ENCODE_VECTOR_H

#include <stddef.h>

#ifndef FINDS_AT_ONCE /* the kernel has none of its own, of fewer steps */

/* Where a byte stands that is no text: "=" and what is not printable, but for the tab. */
static inline mask find_escaped(lanes block)
{
    return (mask)(find_unprintable(block) | find_byte(block, '=')) & (mask)~find_byte(block, '\t');
}

/* Where CR or LF stands. */
static inline mask find_break(lanes block)
{
    return (mask)(find_byte(block, '\n') | find_byte(block, '\r'));
}

#endif

static inline void look_at(const uint8_t *in, uint64_t *escaped, uint64_t *ends)
{
    *escaped = *ends = 0;
    for (size_t i = 0; i < 64; i += BLOCK) {
        lanes block = load_block(in + i);
        *escaped |= (uint64_t)find_escaped(block) << i;
        *ends |= (uint64_t)find_break(block) << i;
    }
}

#include "codec/qp_encode_blocks.h"
#include "codec/qp_measure_blocks.h"

#endif
