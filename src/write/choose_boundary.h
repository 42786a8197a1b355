/*
 * Boundaries that are in no line of what they are to delimit: a watch over the lines, and the text of a boundary. A
 * boundary is "=_pneu_", a letter, "_", a number and "_": no line of quoted-printable or base64 begins like it, none of
 * them begins like another, and which letters other lines have taken is what the watch knows.
 */
#ifndef PNEU_WRITE_CHOOSE_BOUNDARY_H
#define PNEU_WRITE_CHOOSE_BOUNDARY_H

#include "base/str.h"

#define PNEU_I_BOUNDARY_LETTERS 26 /* "A" to "Z" */
#define PNEU_I_FRESH_BOUNDARY_MAX 24

/* A zeroed struct has seen nothing, and stands at the start of a line. */
typedef struct pneu_i_boundary_watch {
    uint32_t seen;    /* bit i: a line begins with "--=_pneu_" and letter i */
    uint8_t matched;  /* bytes of the open line that are those of the beginning */
    uint8_t is_other; /* the open line is of no interest */
} pneu_i_boundary_watch;

void pneu_i_boundary_watch_add(pneu_i_boundary_watch *watch, const char *bytes, size_t len);

/* The first letter, from number `start` on and around, that no line has; -1 if there is none. */
int pneu_i_boundary_letter(const pneu_i_boundary_watch *watch, unsigned start);

/* Writes the boundary of this letter and number; `text` has room for PNEU_I_FRESH_BOUNDARY_MAX bytes. */
pneu_str pneu_i_boundary_write(int letter, uint32_t number, char *text);

#endif
