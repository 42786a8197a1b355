/* The first notes of a filter. */
#ifndef PNEU_FILTER_NOTE_LIST_H
#define PNEU_FILTER_NOTE_LIST_H

#include "base/alloc.h"
#include "base/str.h"
#include "pneu/note.h"

#define PNEU_I_NOTES_KEPT 64

/* A note with room for its name. */
typedef struct pneu_i_kept_note {
    pneu_note note;
    char name[63];
} pneu_i_kept_note;

/* A zeroed struct is empty. */
typedef struct pneu_i_note_list {
    pneu_i_kept_note *notes; /* PNEU_I_NOTES_KEPT; NULL before the first */
    size_t count;
} pneu_i_note_list;

/* Adds a note, if it is one of the first. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_note_list_add(pneu_i_note_list *list, const pneu_alloc *alloc, const pneu_note *note);

/* The i-th note, or NULL. */
const pneu_note *pneu_i_note_list_at(const pneu_i_note_list *list, size_t i);

/* Puts a note in the place of another one. */
void pneu_i_note_list_move(pneu_i_note_list *list, size_t from, size_t to);

void pneu_i_note_list_free(pneu_i_note_list *list, const pneu_alloc *alloc);

#endif
