/* A checked message as lines of text, so that two can be compared. */
#ifndef TESTS_SUPPORT_CHECK_RUN_H
#define TESTS_SUPPORT_CHECK_RUN_H

#include "pneu/check.h"
#include "support/chunks.h"
#include "support/text.h"

/* Appends what was found: a line a record, then a line a code with its count, worst severity and marks. */
void check_dump(text *out, const pneu_message *message);

/* Checks a message of these bytes, pushed as told (WHOLE: parsed where they are), and appends what was found. */
pneu_status check_run(text *out, pneu_str bytes, const pneu_options *options, const pneu_alloc *alloc, chunking how);

/* Ends the program unless the defects of a checked message hold together: records are sorted and lie in their spaces, name
 * parts that exist, weigh no more than their code's worst, and are among the sets; no code has more records than finds. */
void check_must_hold(const pneu_message *message);

#endif
