/*
 * pneu/note.h: what filters (pneu/filter.h, pneu/refold.h, pneu/widen.h) tell of single places in a message.
 */
#ifndef PNEU_NOTE_H
#define PNEU_NOTE_H

#include <pneu/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One note. Given by pointer: may grow at its end. */
typedef struct pneu_note {
    int32_t kind;    /* as the filter says */
    uint32_t part;   /* the part concerned, as the parser counts */
    uint64_t offset; /* in the input: of the field, the part, or what else the note is about */
    pneu_str field;  /* the field's name, at most 63 bytes of it, or "" */
} pneu_note;

#ifdef __cplusplus
}
#endif

#endif
