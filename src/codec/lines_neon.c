/*
 * Line ends with NEON, 64 bytes at a time (line_blocks.h has the loops).
 */
#include "codec/blocks_neon.h"

#define PASS_CRLF pneu_i_pass_crlf_neon
#define TO_CRLF pneu_i_to_crlf_neon
#define TO_LF pneu_i_to_lf_neon
#include "codec/line_blocks.h"
