/*
 * Quoted-printable encoding with AVX2 (qp_encode_blocks.h has the loop).
 */
#include "codec/blocks_avx2.h"

#define ENCODE pneu_i_qp_encode_avx2
#include "codec/qp_encode_vector.h"
