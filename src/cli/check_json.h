/* What a check found in a message, for programs. */
#ifndef PNEU_CLI_CHECK_JSON_H
#define PNEU_CLI_CHECK_JSON_H

#include "cli/output.h"
#include "pneu/tree.h"

/* Writes a line of JSON (docs/json.md) on a message that was checked, `bytes` its input. PNEU_ERR_MEMORY: nothing was
 * written. */
pneu_status check_json_write(struct output *out, pneu_message *message, pneu_str bytes, const char *file,
                             int is_refused);

#endif
