/* The bytes of a message that DKIM and ARC sign. */
#ifndef PNEU_CLI_CANON_DKIM_H
#define PNEU_CLI_CANON_DKIM_H

#include "cli/input.h"
#include "pneu/canon.h"

/* Whose bytes are wanted. */
enum {
    CANON_FORM = 0,          /* nobody's: the canonical form as the options say */
    CANON_SIGNATURE = 1,     /* the number-th DKIM-Signature's */
    CANON_ARC_SIGNATURE = 2, /* the ARC-Message-Signature's of an instance */
    CANON_ARC_SEAL = 3       /* the ARC-Seal's of an instance */
};

struct canon_dkim {
    int whose;       /* CANON_... */
    uint64_t number; /* of the signature from the top, or the instance; from 1 */
    int32_t header_algorithm;
    int32_t body_algorithm;
    const char *names; /* as h=; NULL for all fields in their order */
    int64_t limit;     /* l= */
    int wants_header;
    int wants_body;
};

/* Writes what is wanted of the message. What is not there is told with exit code 1. */
void canon_dkim_write(struct cli *cli, const struct canon_dkim *wanted, struct input *input);

#endif
