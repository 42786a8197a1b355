/* A message as one line of JSON. */
#ifndef PNEU_CLI_TREE_JSON_H
#define PNEU_CLI_TREE_JSON_H

#include "cli/cli.h"
#include "pneu/tree.h"

/* What is added to the keys that are always there. */
enum {
    TREE_JSON_BODIES = 1,
    TREE_JSON_FIELDS = 2,
    TREE_JSON_VALUES = 4,
    TREE_JSON_TEXT = 8
};

/* Writes the object that docs/json.md describes, and a line end. The message must be loaded. An error leaves the line
 * incomplete. */
pneu_status tree_json_write(struct output *out, pneu_message *message, const char *file, uint32_t with);

#endif
