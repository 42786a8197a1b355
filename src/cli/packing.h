/* Output that is compressed on its way. */
#ifndef PNEU_CLI_PACKING_H
#define PNEU_CLI_PACKING_H

#include "cli/cli.h"

struct packing;

/* From now on what is written to the output goes out as gzip; output_close ends it. 0 on an error, which has been told
 * (2 where this pneu has no zlib). */
int packing_begin(struct cli *cli, struct output *out);

/* For the output: writes bytes; ends the compressed data and frees the packing. */
void packing_write(struct output *out, const char *bytes, size_t len);
void packing_end(struct output *out);

#endif
