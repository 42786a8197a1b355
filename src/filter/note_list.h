/* The first notes of a filter, and which signatures it made void. */
#ifndef PNEU_FILTER_NOTE_LIST_H
#define PNEU_FILTER_NOTE_LIST_H

#include "base/alloc.h"
#include "base/arena.h"
#include "base/str.h"
#include "pneu/note.h"

#define PNEU_I_NOTES_KEPT 64

/* A note with room for its name. */
typedef struct pneu_i_kept_note {
    pneu_note note;
    char name[63];
    uint8_t is_simple; /* of a signature: it signs fields as they stand, folds and all */
    uint64_t covers;   /* of a signature: the fields that it signs, as pneu_i_field_bit */
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

void pneu_i_note_list_free(pneu_i_note_list *list, const pneu_alloc *alloc);

/* ---- Signatures ------------------------------------------------------------------------------------------------ */

/* The names of fields as a set of 64 bits: what it has not was not put in. */
uint64_t pneu_i_field_bit(pneu_str name);

/* 1 for the fields that sign a message. */
int pneu_i_is_signature(int32_t field_id);

/* Adds a signature, whose note is not yet true. `scratch` is for reading its value. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_signature_add(pneu_i_note_list *list, const pneu_alloc *alloc, pneu_arena *scratch,
                                 const pneu_note *note, pneu_str value);

/* The message `part` has ended: of its signatures those stay noted that are void, because of a body that is changed, or of fields
 * that stand otherwise now. Gives how many. */
size_t pneu_i_signatures_settle(pneu_i_note_list *list, uint32_t part, int is_body_changed, uint64_t changed_fields);

#endif
