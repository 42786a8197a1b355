/*
 * Colours by ANSI escape sequences (ECMA-48 SGR), from the eight that every terminal theme defines.
 * In: a meaning. Out: the sequence, or nothing where colour is off.
 * Not handled: terminfo. A terminal that does not know SGR calls itself "dumb" or sets no TERM.
 */
#include "cli/color.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int color_decide(const char *when, int fd)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");

    if (when && strcmp(when, "always") == 0)
        return 1;
    if (when && strcmp(when, "never") == 0)
        return 0;
    if (when && strcmp(when, "auto") != 0)
        return -1;
    if (no_color && no_color[0] != '\0')
        return 0;
    return isatty(fd) && terminal && terminal[0] != '\0' && strcmp(terminal, "dumb") != 0;
}

void color_set(struct output *out, int is_on, int color)
{
    static const char *const sequences[] = {"\33[0m",  "\33[2m", "\33[1m",  "\33[36m", "\33[1m",
                                            "\33[32m", "\33[2m", "\33[33m", "\33[35m", "\33[1;31m"};

    if (is_on)
        output_text(out, sequences[color]);
}
