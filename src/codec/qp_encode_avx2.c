/*
 * Quoted-printable encoding with AVX2 (qp_encode_blocks.h has the loop).
 */
#include "codec/blocks_avx2.h"
#include "codec/qp_forms_sse.h"

#define ENCODE pneu_i_qp_encode_avx2
#define MEASURE pneu_i_qp_measure_avx2

enum {
    LOOK = 64,
    FEW = 4
};

#include "codec/qp_encode_vector.h"
