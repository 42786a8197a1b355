/*
 * Line ends with SSE4, 16 bytes at a time (line_blocks.h has the loops).
 */
#include "codec/blocks_sse.h"

#define PASS_CRLF pneu_i_pass_crlf_sse
#define TO_CRLF pneu_i_to_crlf_sse
#define TO_LF pneu_i_to_lf_sse
#include "codec/line_blocks.h"
