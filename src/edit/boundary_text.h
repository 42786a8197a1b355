/* What the boundaries of new multiparts are made of: 128 bits, of chance or of a hash, and how they are written. */
#ifndef PNEU_EDIT_BOUNDARY_TEXT_H
#define PNEU_EDIT_BOUNDARY_TEXT_H

#include "base/str.h"

enum {
    PNEU_I_SEED_SIZE = 16,         /* bytes of it */
    PNEU_I_BOUNDARY_ATTEMPTS = 53, /* the first, and one with each letter before it */
    PNEU_I_BOUNDARY_TEXT_MAX = 43  /* bytes */
};

/* A hash of what is known of a message, where there is no chance; the same on any machine. No defence against
 * attackers: who chooses by it looks at what it chose. */
typedef struct pneu_i_seed_hash {
    uint64_t a;
    uint64_t b;
} pneu_i_seed_hash;

pneu_i_seed_hash pneu_i_seed_hash_begin(void);
void pneu_i_seed_hash_word(pneu_i_seed_hash *hash, uint64_t word);
void pneu_i_seed_hash_text(pneu_i_seed_hash *hash, pneu_str text);
void pneu_i_seed_hash_end(pneu_i_seed_hash hash, unsigned char *seed);

/* Writes bytes in hexadecimal, two lower-case digits each; gives the end. */
char *pneu_i_hex_write(char *to, const unsigned char *bytes, size_t len);

/* Writes the boundary of a part: from the second attempt on (1) a letter, then "=_", which quoted-printable and base64
 * cannot hold, the seed, and the part's number, so that two of one seed differ. All of one attempt have the same length,
 * but for numbers over 65535. `text` has room for PNEU_I_BOUNDARY_TEXT_MAX bytes. */
pneu_str pneu_i_boundary_text(char *text, unsigned attempt, const unsigned char *seed, uint32_t part);

#endif
