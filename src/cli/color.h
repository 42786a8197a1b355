/* Colours for a terminal. */
#ifndef PNEU_CLI_COLOR_H
#define PNEU_CLI_COLOR_H

#include "cli/output.h"

enum {
    COLOR_PLAIN = 0, /* back to normal */
    COLOR_FAINT,
    COLOR_STRONG,
    COLOR_SECTION,
    COLOR_TYPE,
    COLOR_NAME,
    COLOR_INFO, /* the severities, from here on in their order */
    COLOR_WARN,
    COLOR_AMBIGUOUS,
    COLOR_ATTACK
};

/* 1 if output to the descriptor is to be coloured. `when` is NULL or "auto" (on a terminal that can, unless NO_COLOR is
 * set and not empty: no-color.org), "always" or "never"; -1 for another word. */
int color_decide(const char *when, int fd);

/* Switches to a colour; nothing if `is_on` is 0. */
void color_set(struct output *out, int is_on, int color);

#endif
