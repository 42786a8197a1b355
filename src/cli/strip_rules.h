/* The rules of pneu strip, as the command line gives them. */
#ifndef PNEU_CLI_STRIP_RULES_H
#define PNEU_CLI_STRIP_RULES_H

#include "cli/arguments.h"
#include "pneu/strip.h"

/* The options that make rules: their ids. */
struct strip_rule_words {
    int types;
    int names;
    int larger_than;
    int encoded;
};

/* Rules; their texts point into the command line. A zeroed struct has none. */
struct strip_rules {
    pneu_strip_rule *list;
    size_t count;
};

/* Every type with every name. 0 if there is no rule, or one makes no sense, which has been told. */
int strip_rules_read(struct cli *cli, const struct arguments *arguments, const struct strip_rule_words *words,
                     struct strip_rules *rules);

/* Gives them to a plan. 0 if it refuses one, which has been told. */
int strip_rules_give(struct cli *cli, const struct strip_rules *rules, pneu_strip_plan *plan);

void strip_rules_free(struct strip_rules *rules);

#endif
