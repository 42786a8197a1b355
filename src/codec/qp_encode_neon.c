/*
 * Quoted-printable encoding with NEON (qp_encode_blocks.h has the loop).
 */
#include "codec/blocks_neon.h"

#define ENCODE pneu_i_qp_encode_neon
#include "codec/qp_encode_vector.h"
