/* What was found in many messages, counted. */
#ifndef PNEU_CLI_DEFECT_SUMS_H
#define PNEU_CLI_DEFECT_SUMS_H

#include "cli/output.h"
#include "pneu/tree.h"

struct defect_sum {
    uint64_t files;
    uint64_t finds;
    int32_t severity; /* the worst */
};

/* All zero is nothing yet. */
struct defect_sums {
    uint64_t files;
    uint64_t refused;
    uint64_t conforming;
    struct defect_sum codes[PNEU_DEFECT_COUNT];
};

/* Counts a message that was checked. */
void defect_sums_add(struct defect_sums *sums, const pneu_message *message, int is_refused);

/* Adds what was counted elsewhere. */
void defect_sums_join(struct defect_sums *sums, const struct defect_sums *more);

/* A line on each code of at least severity `show`, the gravest first, and one on all files. */
void defect_sums_write(struct output *out, const struct defect_sums *sums, int32_t show, int is_color);

#endif
