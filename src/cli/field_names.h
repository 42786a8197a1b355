/* The names of fields among the operands of a command line. */
#ifndef PNEU_CLI_FIELD_NAMES_H
#define PNEU_CLI_FIELD_NAMES_H

#include "cli/arguments.h"

/* 1 if the name is among the operands, whatever its case, or if there are none. */
int field_names_has(const struct arguments *arguments, pneu_str name);

/* A file's name in the place of a field's is an easy mistake: points to --file if an operand is a file, and to nothing
 * if *has_pointed. */
void field_names_point_to_file(struct cli *cli, const struct arguments *arguments, int *has_pointed);

#endif
