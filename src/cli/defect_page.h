/* What is told of a code: see docs/defects.md. */
#ifndef PNEU_CLI_DEFECT_PAGE_H
#define PNEU_CLI_DEFECT_PAGE_H

#include "cli/cli.h"

/* Writes the page of a code, or of the code of a detail, by its name; "list" stands for a line on each code, "all" for
 * all pages. An unknown name is told, with the names that are like it. */
void defect_page_write(struct cli *cli, const char *name, int is_color);

#endif
