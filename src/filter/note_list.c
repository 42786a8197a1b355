/*
 * Notes of filters, and signatures.
 * In: what a filter finds; DKIM and ARC signatures as they pass, and at the end of their message what was changed in it. Out:
 * the first notes; the signatures that do not hold any more.
 * Invariants: memory is bounded; of the signatures noted one that may be void is
 * never taken for one that holds.
 * RFC 6376 sections 3.4 and 3.5, RFC 8617 section 4.
 * Not handled: checking signatures; the part of a body that the tag l= leaves unsigned.
 */
#include "filter/note_list.h"

#include "pneu/auth.h"
#include "pneu/field.h"

/* ---- Notes -------------------------------------------------------------------------------------------------- */

/* Room for a further note, NULL if there is none. */
static pneu_status make_room(pneu_i_note_list *list, const pneu_alloc *alloc, pneu_i_kept_note **out)
{
    *out = NULL;
    if (list->count == PNEU_I_NOTES_KEPT)
        return PNEU_OK;
    if (list->notes == NULL)
        list->notes = pneu_i_alloc_zeroed(alloc, PNEU_I_NOTES_KEPT * sizeof *list->notes);
    if (list->notes == NULL)
        return PNEU_ERR_MEMORY;
    *out = &list->notes[list->count++];
    return PNEU_OK;
}

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
    pneu_i_kept_note *kept;
    pneu_status status = make_room(list, alloc, &kept);
    if (kept != NULL)
        keep(kept, note);
    return status;
}

const pneu_note *pneu_i_note_list_at(const pneu_i_note_list *list, size_t i)
{
    return i < list->count ? &list->notes[i].note : NULL;
}

void pneu_i_note_list_free(pneu_i_note_list *list, const pneu_alloc *alloc)
{
    pneu_i_alloc_free(alloc, list->notes, list->notes == NULL ? 0 : PNEU_I_NOTES_KEPT * sizeof *list->notes);
    memset(list, 0, sizeof *list);
}

/* ---- Signatures --------------------------------------------------------------------------------------------- */

uint64_t pneu_i_field_bit(pneu_str name)
{
    uint32_t hash = 0;
    for (size_t i = 0; i < name.len; i++)
        hash = hash * 31 + (unsigned char)pneu_i_lower(name.ptr[i]);
    return UINT64_C(1) << (hash * UINT32_C(0x9E3779B1) >> 26);
}

int pneu_i_is_signature(int32_t field_id)
{
    return field_id == PNEU_FIELD_DKIM_SIGNATURE || field_id == PNEU_FIELD_ARC_SEAL ||
           field_id == PNEU_FIELD_ARC_MESSAGE_SIGNATURE;
}

static pneu_str tag_of(const pneu_tag_list *tags, const char *name)
{
    pneu_str value = {"", 0};
    (void)pneu_tag_list_find(tags, pneu_i_str(name), &value);
    return value;
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

/* The form of the header is the first word of c=, and "simple" if there is none. A seal has no c=, and is relaxed. */
static void read_form(pneu_i_kept_note *kept, const pneu_tag_list *tags)
{
    static const char relaxed[] = "relaxed";
    pneu_str form = pneu_i_str_trim(tag_of(tags, "c"));
    size_t len = sizeof relaxed - 1;
    int is_seal = pneu_i_str_is(kept->note.field, "ARC-Seal");
    int is_relaxed = form.len >= len && pneu_i_ascii_same(form.ptr, relaxed, len);
    kept->is_simple = !is_seal && !is_relaxed;
    kept->covers = bits_of(tag_of(tags, "h")) | pneu_i_field_bit(kept->note.field);
}

pneu_status pneu_i_signature_add(pneu_i_note_list *list, const pneu_alloc *alloc, pneu_arena *scratch,
                                 const pneu_note *note, pneu_str value)
{
    pneu_tag_list tags;
    pneu_i_kept_note *kept;
    pneu_status status = make_room(list, alloc, &kept);
    if (kept == NULL)
        return status;
    keep(kept, note);
    status = pneu_tag_list_parse(scratch, value, PNEU_LENIENT, NULL, &tags);
    if (status == PNEU_OK)
        read_form(kept, &tags);
    pneu_i_arena_reset(scratch, 65536);
    return status;
}

size_t pneu_i_signatures_settle(pneu_i_note_list *list, uint32_t part, int is_body_changed, uint64_t changed_fields)
{
    size_t count = 0, voids = 0;
    for (size_t i = 0; i < list->count; i++) {
        const pneu_i_kept_note *kept = &list->notes[i];
        int is_own = kept->note.part == part;
        int is_void = is_body_changed || (kept->is_simple && (kept->covers & changed_fields) != 0);
        if (is_own && !is_void)
            continue;
        voids += is_own ? 1 : 0;
        pneu_i_kept_note *to = &list->notes[count++];
        if (to != kept) {
            *to = *kept;
            to->note.field.ptr = to->name;
        }
    }
    list->count = count;
    return voids;
}
