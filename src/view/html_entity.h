/* Character references of HTML: "&amp;", "&#8364;", "&#x20AC;". */
#ifndef PNEU_VIEW_HTML_ENTITY_H
#define PNEU_VIEW_HTML_ENTITY_H

#include "base/str.h"

#define PNEU_I_ENTITY_COUNT 2125
#define PNEU_I_ENTITY_LONGEST 31       /* bytes of the longest name */
#define PNEU_I_ENTITY_LONGEST_LEGACY 6 /* of those also known without ";" */

typedef struct pneu_i_entity {
    const char *name;
    uint32_t first;
    uint32_t second; /* 0 unless it stands for two characters */
    int is_legacy;   /* 1 if it is also known without ";" */
} pneu_i_entity;

extern const pneu_i_entity pneu_i_entities[PNEU_I_ENTITY_COUNT];

/* A reference that is being read. All zero: none is. */
typedef struct pneu_i_reference {
    char text[PNEU_I_ENTITY_LONGEST + 1]; /* "&" and what follows, of a number only the beginning */
    uint8_t len;
    uint8_t kind;   /* PNEU_I_REFERENCE_... */
    uint32_t value; /* of a number; it stops growing above U+10FFFF */
} pneu_i_reference;

enum {
    PNEU_I_REFERENCE_NAME = 0,
    PNEU_I_REFERENCE_HASH = 1,    /* "&#" */
    PNEU_I_REFERENCE_X = 2,       /* "&#x" */
    PNEU_I_REFERENCE_DECIMAL = 3, /* with digits */
    PNEU_I_REFERENCE_HEX = 4
};

/* Begins with the "&". */
void pneu_i_reference_start(pneu_i_reference *reference);

/* Takes the next byte if it can belong to the reference: 1; else 0, and the reference is to be ended with that byte. */
int pneu_i_reference_push(pneu_i_reference *reference, char c);

#define PNEU_I_REFERENCE_ROOM (PNEU_I_ENTITY_LONGEST + 8)

/*
 * Ends the reference before byte `next` (0 at the end of the text): its meaning, or itself where it has none, is
 * written to `out` (PNEU_I_REFERENCE_ROOM bytes); gives the length. *takes_next: 1 if `next` is the ";" that belongs to
 * it. In attributes a name without ";" must not be followed by "=" (addresses with "&copy=1").
 */
size_t pneu_i_reference_end(const pneu_i_reference *reference, char next, int is_attribute, char *out, int *takes_next);

#endif
