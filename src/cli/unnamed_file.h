/* Files that have no name, for bytes that are too many for memory. */
#ifndef PNEU_CLI_UNNAMED_FILE_H
#define PNEU_CLI_UNNAMED_FILE_H

#include "cli/cli.h"

/* Opens a new file in $TMPDIR or /tmp for reading and writing. It has lost its name already, so that nothing is left
 * behind, whatever happens. A descriptor, or -1 on an error, which has been told. */
int unnamed_file_open(struct cli *cli);

#endif
