/*
 * Quoted-printable encoding with SSE4 (qp_encode_blocks.h has the loop).
 */
#include "codec/blocks_sse.h"

#define ENCODE pneu_i_qp_encode_sse
#include "codec/qp_encode_vector.h"
