/*
 * Quoted-printable encoding in plain C (qp_encode_blocks.h has the loop): bytes are looked at in blocks of most of a
 * line, by loops that a compiler vectorises.
 */
#include "codec/qp_bytes.h"
#include "codec/qp_forms.h"

#define ENCODE pneu_i_qp_encode_portable
#define MEASURE pneu_i_qp_measure_portable

enum {
    LOOK = 64,
    FEW = 8
};

/* The top bits of 64 bytes side by side. */
static inline uint64_t gather(const uint8_t *tops)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < 64; i += 8)
        bits |= (pneu_i_word_load(tops + i) * UINT64_C(0x0002040810204081) >> 56) << i;
    return bits;
}

static inline void look_at(const uint8_t *in, uint64_t *escaped, uint64_t *ends)
{
    uint8_t tops[64];
    for (size_t i = 0; i < 64; i++)
        tops[i] = (uint8_t)((((uint8_t)(in[i] - ' ') > '~' - ' ') & (in[i] != '\t')) | (in[i] == '=')) ? 0x80 : 0;
    *escaped = gather(tops);
    for (size_t i = 0; i < 64; i++)
        tops[i] = (uint8_t)((in[i] == '\n') | (in[i] == '\r')) ? 0x80 : 0;
    *ends = gather(tops);
}

static inline void put_dense(uint8_t *out, const uint8_t *in, uint64_t escaped, size_t count)
{
    (void)escaped; /* the table knows */
    for (size_t i = 0; i < count; i++) {
        const uint8_t *form = pneu_i_qp_forms[in[i]];
        memcpy(out, form, 4);
        out += form[3];
    }
}

#include "codec/qp_encode_blocks.h"
#include "codec/qp_measure_blocks.h"
