/* Values that a script of bytes chooses: numbers, texts (hostile ones among them), bodies. All live in the arena. */
#ifndef TESTS_SUPPORT_SCRIPT_VALUES_H
#define TESTS_SUPPORT_SCRIPT_VALUES_H

#include "pneu/build.h"

/* The rest of the script, which goes on with zeros at its end. */
typedef struct script_values {
    pneu_arena *arena;
    const uint8_t *at;
    const uint8_t *end;
} script_values;

unsigned script_byte(script_values *v);

/* A number below `count`. */
unsigned script_choose(script_values *v, unsigned count);

/* A copy. */
pneu_str script_keep(script_values *v, const void *bytes, size_t len);

pneu_str script_text(script_values *v);    /* for a field; any bytes */
pneu_str script_lines(script_values *v);   /* a text body */
pneu_str script_octets(script_values *v);  /* a body of any bytes */
pneu_str script_message(script_values *v); /* to be nested */

/* Where the body comes from: memory, a pull of uneven pieces, or pushes. */
void script_content(script_values *v, pneu_content *content, pneu_str body);

#endif
