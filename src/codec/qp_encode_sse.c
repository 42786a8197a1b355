/*
 * Quoted-printable encoding with SSE4 (qp_encode_blocks.h has the loop).
 */
#include "codec/blocks_sse.h"
#include "codec/qp_forms_sse.h"

#define ENCODE pneu_i_qp_encode_sse
#define MEASURE pneu_i_qp_measure_sse

enum {
    LOOK = 64,
    FEW = 4
};

#include "codec/qp_encode_vector.h"
