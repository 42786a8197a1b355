/*
 * Line ends with AVX-512, 64 bytes at a time (line_blocks.h has the loops).
 */
#include "codec/blocks_avx512.h"

#define PASS_CRLF pneu_i_pass_crlf_avx512
#define TO_CRLF pneu_i_to_crlf_avx512
#define TO_LF pneu_i_to_lf_avx512
#include "codec/line_blocks.h"
