/* The words of a command line: options by a table, and operands. */
#ifndef PNEU_CLI_ARGUMENTS_H
#define PNEU_CLI_ARGUMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "cli/cli.h"

/* One option. A table of them ends with an entry whose id is 0. */
struct option {
    int id;            /* above 0, one's own within the table */
    char letter;       /* '\0' for none */
    const char *name;  /* without the dashes */
    const char *value; /* what its value is called in the help; NULL if it takes none */
    const char *help;
};

/* Given as -h or --help to any verb. */
#define OPTION_HELP (-1)
extern const struct option arguments_help_option;

struct given_option {
    int id;
    const char *value;
};

struct arguments {
    struct given_option *options; /* in order */
    size_t option_count;
    const char **operands;
    size_t operand_count;
};

/*
 * Takes the words apart: -x, -xy, -xVALUE, -x VALUE, --name, --name=VALUE, --name VALUE. Options and operands may be
 * mixed; "--" ends the options; "-" is an operand. Complains and gives 0 on words that fit no option; 1 if all is well.
 * Values point into `words`. To be freed with arguments_free in any case.
 */
int arguments_parse(struct cli *cli, const struct option *table, char **words, struct arguments *arguments);
void arguments_free(struct arguments *arguments);

/* 1 if the option was given. */
int arguments_has(const struct arguments *arguments, int id);

/* The value given last, or NULL. */
const char *arguments_value(const struct arguments *arguments, int id);

/* All values given, in order; the caller frees the list. NULL without memory. */
const char **arguments_values(const struct arguments *arguments, int id, size_t *count);

/* Reads a whole number of at most `most`; 0 if the text is none. */
int arguments_number(const char *text, uint64_t most, uint64_t *number);

#endif
