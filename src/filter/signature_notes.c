/*
 * Notes of signatures that filters make void.
 * In: fields of headers as they pass, and at the end of their message what was changed in it. Out: notes of the DKIM and
 * ARC signatures that do not hold any more.
 * Invariants: memory is bounded; of the signatures noted one that may be void is never taken for one that holds.
 * RFC 6376 sections 3.4 and 3.5, RFC 8617 sections 4 and 5.1.1.
 * Not handled: checking signatures; the part of a body that the tag l= leaves unsigned.
 */
#include "filter/signature_notes.h"

#include "syntax/signed_fields.h"

#define KEPT ((size_t)65536)

void pneu_i_signature_notes_init(pneu_i_signature_notes *notes, const pneu_alloc *alloc, int32_t kind)
{
    memset(notes, 0, sizeof *notes);
    pneu_i_arena_init(&notes->scratch, alloc);
    notes->kind = kind;
}

void pneu_i_signature_notes_reset(pneu_i_signature_notes *notes)
{
    notes->list.count = 0;
    pneu_i_arena_reset(&notes->scratch, KEPT);
}

void pneu_i_signature_notes_free(pneu_i_signature_notes *notes, const pneu_alloc *alloc)
{
    pneu_i_note_list_free(&notes->list, alloc);
    pneu_i_alloc_free(alloc, notes->signs, notes->signs == NULL ? 0 : PNEU_I_NOTES_KEPT * sizeof *notes->signs);
    pneu_i_arena_free(&notes->scratch);
}

uint64_t pneu_i_field_bit(pneu_str name)
{
    uint32_t hash = 0;
    for (size_t i = 0; i < name.len; i++)
        hash = hash * 31 + (unsigned char)pneu_i_lower(name.ptr[i]);
    return UINT64_C(1) << (hash * UINT32_C(0x9E3779B1) >> 26);
}

/* The names in "a : b : c". */
static uint64_t bits_of(pneu_str names)
{
    uint64_t bits = 0;
    for (size_t at = 0, end = 0; at < names.len; at = end + 1) {
        const char *colon = memchr(names.ptr + at, ':', names.len - at);
        end = colon != NULL ? (size_t)(colon - names.ptr) : names.len;
        bits |= pneu_i_field_bit(pneu_i_str_trim(pneu_i_str_of(names.ptr + at, end - at)));
    }
    return bits;
}

static pneu_status make_room(pneu_i_signature_notes *notes, const pneu_alloc *alloc)
{
    if (notes->signs == NULL)
        notes->signs = pneu_i_alloc_zeroed(alloc, PNEU_I_NOTES_KEPT * sizeof *notes->signs);
    return notes->signs != NULL ? PNEU_OK : PNEU_ERR_MEMORY;
}

/* Its own field it signs in any case. */
static pneu_i_noted_signature what_it_signs(const pneu_i_signed_fields *signature, pneu_str name)
{
    pneu_i_noted_signature signs = {UINT64_MAX, (uint8_t)!signature->is_relaxed,
                                    pneu_i_signed_body(signature) != PNEU_I_BODY_UNSIGNED};
    if (signature->names.ptr != NULL)
        signs.covers = bits_of(signature->names) | pneu_i_field_bit(name);
    return signs;
}

pneu_status pneu_i_signature_notes_see(pneu_i_signature_notes *notes, const pneu_alloc *alloc, const pneu_event *event,
                                       const pneu_field_span *span)
{
    pneu_str slice = event->slice, name = pneu_i_str_of(slice.ptr + span->name, span->name_length);
    size_t end = span->end < slice.len ? span->end : slice.len, at = notes->list.count;
    pneu_note note = {notes->kind, event->part, event->offset + span->name, name};
    pneu_i_signed_fields signature;
    if (!pneu_i_is_signature_field(span->id) || at == PNEU_I_NOTES_KEPT)
        return PNEU_OK;
    pneu_status status = pneu_i_signed_fields_read(
        &notes->scratch, span->id, pneu_i_str_of(slice.ptr + span->value, end - span->value), &signature);
    if (status == PNEU_OK)
        status = make_room(notes, alloc);
    if (status == PNEU_OK)
        status = pneu_i_note_list_add(&notes->list, alloc, &note);
    if (status == PNEU_OK)
        notes->signs[at] = what_it_signs(&signature, name);
    pneu_i_arena_reset(&notes->scratch, KEPT);
    return status;
}

static int is_void(const pneu_i_noted_signature *signs, int is_body_changed, uint64_t changed_fields)
{
    return (signs->has_body && is_body_changed) || (signs->is_simple && (signs->covers & changed_fields) != 0);
}

size_t pneu_i_signature_notes_settle(pneu_i_signature_notes *notes, uint32_t part, int is_body_changed,
                                     uint64_t changed_fields)
{
    size_t count = 0, voids = 0;
    for (size_t i = 0; i < notes->list.count; i++) {
        int is_own = notes->list.notes[i].note.part == part;
        if (is_own && !is_void(&notes->signs[i], is_body_changed, changed_fields))
            continue;
        voids += is_own ? 1 : 0;
        pneu_i_note_list_move(&notes->list, i, count);
        notes->signs[count++] = notes->signs[i];
    }
    notes->list.count = count;
    return voids;
}
