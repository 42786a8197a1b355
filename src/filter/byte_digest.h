/* A digest of a stream, to see that a second pass has the bytes of the first; no defence against attackers. */
#ifndef PNEU_FILTER_BYTE_DIGEST_H
#define PNEU_FILTER_BYTE_DIGEST_H

#include "base/str.h"

/* A zeroed struct has seen nothing. */
typedef struct pneu_i_byte_digest {
    uint64_t value;
    uint64_t count; /* bytes seen */
    uint64_t open;  /* the bytes behind the last whole word */
} pneu_i_byte_digest;

void pneu_i_byte_digest_add(pneu_i_byte_digest *digest, const char *bytes, size_t len);

/* 1 if both have seen the same bytes, as far as a digest can tell. */
int pneu_i_byte_digest_same(const pneu_i_byte_digest *a, const pneu_i_byte_digest *b);

#endif
