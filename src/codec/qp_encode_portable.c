/*
 * Quoted-printable encoding in plain C (qp_encode_blocks.h has the loop): text is found in blocks of most of a line, by
 * loops that a compiler vectorises.
 */
#include "codec/qp_bytes.h"

#define ENCODE pneu_i_qp_encode_portable

enum {
    WIDE = 64
};

static inline size_t copy_block(uint8_t *out, const uint8_t *in)
{
    uint8_t tops[WIDE];
    uint64_t map = 0;
    memcpy(out, in, WIDE);
    for (size_t i = 0; i < WIDE; i++)
        tops[i] = (uint8_t)(((uint8_t)(in[i] - ' ') > '~' - ' ') | (in[i] == '=')) ? 0x80 : 0;
    for (size_t i = 0; i < WIDE; i += 8)
        map |= (pneu_i_word_load(tops + i) * UINT64_C(0x0002040810204081) >> 56) << i; /* the top bits side by side */
    return pneu_i_word_lowest(map);
}

#include "codec/qp_encode_blocks.h"
