/* What a field says, as text for people. */
#ifndef PNEU_CLI_FIELD_DECODE_H
#define PNEU_CLI_FIELD_DECODE_H

#include "cli/input.h"
#include "pneu/tree.h"

/* Where decoded values are made. Used again for each; all zero but for the arena before the first. */
struct field_decoder {
    pneu_arena *arena;
    struct blob text;
    int is_short; /* 1 if there was no memory for all of it */
    const char *separator;
};

/*
 * The value by the kind of its field: texts without encoded words; addresses as "Name <address>", groups as
 * "Name: ...;", names in quotes where they could be taken for something else; all else unfolded. In the decoder or its
 * arena, until the next call.
 */
pneu_status field_decode(struct field_decoder *decoder, const pneu_field *field, pneu_str raw, pneu_str *out);

#endif
