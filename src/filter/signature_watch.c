/*
 * Which signatures the edits of a header make void. In: the names that edits are about; fields as they pass, from the top
 * to the bottom, and what becomes of them. Out: how many signatures do not hold any more.
 * A signature is over the lowest fields of a name (src/syntax/signed_fields.h). Of new fields the lowest decides: so it is
 * enough to know how many of each name came behind the last one. An edit that changes a field changes all of its name, so
 * none stays below a changed one.
 * Invariants: memory is that of the names of the edits, and of PNEU_I_WATCHED_SIGNATURES signatures; a body is not
 * changed.
 * Not handled: further signatures.
 */
#include "filter/signature_watch.h"

#include "base/str.h"
#include "syntax/signed_fields.h"

#define KEPT ((size_t)65536)

void pneu_i_signature_watch_init(pneu_i_signature_watch *watch, const pneu_alloc *alloc)
{
    memset(watch, 0, sizeof *watch);
    watch->alloc = *alloc;
    pneu_i_arena_init(&watch->kept, alloc);
    pneu_i_arena_init(&watch->scratch, alloc);
}

void pneu_i_signature_watch_restart(pneu_i_signature_watch *watch)
{
    watch->signature_count = 0;
    for (size_t i = 0; i < watch->name_count; i++) {
        pneu_i_watched_name fresh = {.name = watch->names[i].name};
        watch->names[i] = fresh;
    }
}

void pneu_i_signature_watch_free(pneu_i_signature_watch *watch)
{
    pneu_i_alloc_free(&watch->alloc, watch->names, watch->name_capacity * sizeof *watch->names);
    pneu_i_alloc_free(&watch->alloc, watch->depths, watch->depth_capacity * sizeof *watch->depths);
    pneu_i_arena_free(&watch->kept);
    pneu_i_arena_free(&watch->scratch);
}

static pneu_i_watched_name *find(pneu_i_signature_watch *watch, pneu_str name)
{
    if ((watch->lengths >> (name.len % 64) & 1) == 0)
        return NULL;
    for (size_t i = 0; i < watch->name_count; i++)
        if (pneu_i_str_same(watch->names[i].name, name))
            return &watch->names[i];
    return NULL;
}

pneu_status pneu_i_signature_watch_name(pneu_i_signature_watch *watch, pneu_str name)
{
    pneu_i_watched_name made = {.name = {NULL, 0}};
    void *names = watch->names;
    if (find(watch, name) != NULL)
        return PNEU_OK;
    pneu_status status =
        pneu_i_alloc_grow(&watch->alloc, &names, &watch->name_capacity, watch->name_count + 1, sizeof *watch->names);
    watch->names = names;
    if (status == PNEU_OK)
        status = pneu_i_arena_copy(&watch->kept, name, &made.name);
    if (status != PNEU_OK)
        return status;
    watch->names[watch->name_count++] = made;
    watch->lengths |= (uint64_t)1 << (name.len % 64);
    return PNEU_OK;
}

void pneu_i_signature_watch_kept(pneu_i_signature_watch *watch, pneu_str name)
{
    pneu_i_watched_name *known = find(watch, name);
    if (known != NULL)
        known->below_new++;
}

void pneu_i_signature_watch_changed(pneu_i_signature_watch *watch, pneu_str name)
{
    pneu_i_watched_name *known = find(watch, name);
    if (known != NULL)
        known->has_changed = 1;
}

void pneu_i_signature_watch_new(pneu_i_signature_watch *watch, pneu_str name)
{
    pneu_i_watched_name *known = find(watch, name);
    if (known == NULL)
        return;
    known->has_new = 1;
    known->below_new = 0;
}

/* Room for the depths of one more signature. */
static pneu_status reserve_depths(pneu_i_signature_watch *watch)
{
    void *depths = watch->depths;
    size_t needed = (watch->signature_count + 1) * 2 * watch->name_count;
    pneu_status status =
        pneu_i_alloc_grow(&watch->alloc, &depths, &watch->depth_capacity, needed, sizeof *watch->depths);
    watch->depths = depths;
    return status;
}

pneu_status pneu_i_signature_watch_add(pneu_i_signature_watch *watch, int32_t id, pneu_str value)
{
    pneu_i_signed_fields signature;
    if (watch->signature_count == PNEU_I_WATCHED_SIGNATURES || watch->name_count == 0)
        return PNEU_OK;
    pneu_status status = reserve_depths(watch);
    if (status == PNEU_OK)
        status = pneu_i_signed_fields_read(&watch->scratch, id, value, &signature);
    if (status != PNEU_OK)
        return status;
    size_t *depth = &watch->depths[watch->signature_count++ * 2 * watch->name_count];
    for (size_t i = 0; i < watch->name_count; i++) {
        *depth++ = pneu_i_signed_depth(&signature, watch->names[i].name, PNEU_I_FIELD_CHANGED);
        *depth++ = pneu_i_signed_depth(&signature, watch->names[i].name, PNEU_I_FIELD_NEW);
    }
    pneu_i_arena_reset(&watch->scratch, KEPT);
    return PNEU_OK;
}

static int is_void(const pneu_i_signature_watch *watch, const size_t *depth)
{
    for (size_t i = 0; i < watch->name_count; i++, depth += 2) {
        const pneu_i_watched_name *name = &watch->names[i];
        if ((name->has_changed && depth[0] > 0) || (name->has_new && name->below_new < depth[1]))
            return 1;
    }
    return 0;
}

size_t pneu_i_signature_watch_count(const pneu_i_signature_watch *watch)
{
    size_t count = 0;
    for (size_t i = 0; i < watch->signature_count; i++)
        count += (size_t)is_void(watch, &watch->depths[i * 2 * watch->name_count]);
    return count;
}
