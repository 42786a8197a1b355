/* Streams pushed and read as told, as stages of a chain. */
#ifndef TESTS_SUPPORT_STAGE_RUN_H
#define TESTS_SUPPORT_STAGE_RUN_H

#include "pneu/chain.h"
#include "pneu/note.h"
#include "support/chunks.h"
#include "support/text.h"

/* Pushes all bytes, cut as told, and adds to `out` what comes, read `room` bytes at a time (0, or over 4096: 4096). Gives
 * PNEU_DONE or an error. Ends the program unless the stream does as pneu/chain.h says. */
pneu_status stage_run(pneu_stage stage, pneu_str in, chunking how, size_t room, text *out);

/* A chain as if it were one stage. */
pneu_stage chain_stage(pneu_chain *chain);

/* Adds a line: kind, part, offset, field. */
void text_print_note(text *out, const pneu_note *note);

#endif
