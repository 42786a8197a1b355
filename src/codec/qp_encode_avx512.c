/*
 * Quoted-printable encoding with AVX-512 (qp_encode_blocks.h has the loop).
 */
#include "codec/blocks_avx512.h"

#define ENCODE pneu_i_qp_encode_avx512
#include "codec/qp_encode_vector.h"
