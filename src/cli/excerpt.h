/* A line of a text for people, with a mark below what is meant. */
#ifndef PNEU_CLI_EXCERPT_H
#define PNEU_CLI_EXCERPT_H

#include "cli/output.h"
#include "cli/place.h"

struct excerpt_look {
    int is_color;
    int color;   /* of what is meant */
    int display; /* DISPLAY_... */
};

/* The line of the place, and the `length` bytes from there on (at least the place itself) underlined as far as they
 * stand in it. Nothing where the text has no line there any more. */
void excerpt_write(struct output *out, pneu_str text, const struct place *place, uint64_t length,
                   const struct excerpt_look *look);

#endif
