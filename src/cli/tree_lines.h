/* A message as a drawing of its tree. */
#ifndef PNEU_CLI_TREE_LINES_H
#define PNEU_CLI_TREE_LINES_H

#include "cli/cli.h"
#include "pneu/tree.h"

struct tree_look {
    int display; /* DISPLAY_...: lines are drawn with box characters, or with ASCII */
    int is_color;
};

/* Writes one line for the message, one a part, and one for the defects. The message must be loaded. */
pneu_status tree_lines_write(struct output *out, pneu_message *message, const char *file, const struct tree_look *look);

#endif
