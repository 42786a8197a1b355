/* What the cost driver measures beside parser and tree; and how it gives up. */
#ifndef TESTS_GATES_COST_FILTERS_H
#define TESTS_GATES_COST_FILTERS_H

#include <stdio.h>
#include <stdlib.h>

#include "pneu/pneu.h"

static inline void give_up(const char *why)
{
    (void)fprintf(stderr, "cost_driver: %s\n", why);
    exit(1);
}

static inline void need(int good, const char *what)
{
    if (!good)
        give_up(what);
}

/* Each takes a whole message. */
void cost_refold(pneu_str bytes);
void cost_widen(pneu_str bytes);
void cost_strip(pneu_str bytes);
void cost_sanitise(pneu_str bytes);
void cost_readings(pneu_str bytes);
void cost_edit(pneu_str bytes);
void cost_needs(pneu_str bytes);

/* Each takes the value of a field, converted to 7-bit ASCII as part of a message; the arena is not used. */
pneu_status cost_ascii_addresses(pneu_arena *arena, pneu_str value);
pneu_status cost_ascii_text(pneu_arena *arena, pneu_str value);
pneu_status cost_ascii_params(pneu_arena *arena, pneu_str value);
pneu_status cost_ascii_trace(pneu_arena *arena, pneu_str value);
pneu_status cost_ascii_other(pneu_arena *arena, pneu_str value);

#endif
