/*
 * Line ends with AVX2, 32 bytes at a time (line_blocks.h has the loops).
 */
#include "codec/blocks_avx2.h"

#define PASS_CRLF pneu_i_pass_crlf_avx2
#define TO_CRLF pneu_i_to_crlf_avx2
#define TO_LF pneu_i_to_lf_avx2
#include "codec/line_blocks.h"
