/*
 * Notes of filters. In: what a filter finds. Out: the first notes. Invariant: memory is bounded.
 */
#include "filter/note_list.h"

static void keep(pneu_i_kept_note *kept, const pneu_note *note)
{
    size_t len = note->field.len < sizeof kept->name ? note->field.len : sizeof kept->name;
    memset(kept, 0, sizeof *kept);
    kept->note = *note;
    if (len > 0)
        memcpy(kept->name, note->field.ptr, len);
    kept->note.field = pneu_i_str_of(kept->name, len);
}

pneu_status pneu_i_note_list_add(pneu_i_note_list *list, const pneu_alloc *alloc, const pneu_note *note)
{
    if (list->count == PNEU_I_NOTES_KEPT)
        return PNEU_OK;
    if (list->notes == NULL)
        list->notes = pneu_i_alloc_zeroed(alloc, PNEU_I_NOTES_KEPT * sizeof *list->notes);
    if (list->notes == NULL)
        return PNEU_ERR_MEMORY;
    keep(&list->notes[list->count++], note);
    return PNEU_OK;
}

const pneu_note *pneu_i_note_list_at(const pneu_i_note_list *list, size_t i)
{
    return i < list->count ? &list->notes[i].note : NULL;
}

void pneu_i_note_list_move(pneu_i_note_list *list, size_t from, size_t to)
{
    if (from == to)
        return;
    list->notes[to] = list->notes[from];
    list->notes[to].note.field.ptr = list->notes[to].name;
}

void pneu_i_note_list_free(pneu_i_note_list *list, const pneu_alloc *alloc)
{
    pneu_i_alloc_free(alloc, list->notes, list->notes == NULL ? 0 : PNEU_I_NOTES_KEPT * sizeof *list->notes);
    memset(list, 0, sizeof *list);
}
