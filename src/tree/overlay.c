/*
 * The overlay: patches in an array, sorted by where they are written.
 * In: patches. Out: the same in order. Invariants: patches that leave bytes out do not overlap; the order is total, so
 * that whoever walks the input and the array together writes the edited message. Finding a place is a bisection; patches
 * that come in the order of the message are appended.
 * Not handled: what edits mean (src/edit).
 */
#include "tree/overlay.h"

#include <string.h>

pneu_status pneu_i_overlay_reserve(pneu_i_overlay *overlay, const pneu_alloc *alloc, size_t patches, size_t touches)
{
    void *array = overlay->patches;
    pneu_status status =
        pneu_i_alloc_grow(alloc, &array, &overlay->capacity, overlay->count + patches, sizeof *overlay->patches);
    overlay->patches = array;
    if (status != PNEU_OK)
        return status;
    array = overlay->touches;
    status = pneu_i_alloc_grow(alloc, &array, &overlay->touch_capacity, overlay->touch_count + touches,
                               sizeof *overlay->touches);
    overlay->touches = array;
    return status;
}

/* ---- Order --------------------------------------------------------------------------------------------------- */

enum {
    OPENS,
    CLOSES,
    BEFORE_DELIMITER
};

static int group_of(int slot)
{
    if (slot <= PNEU_I_SLOT_BODY)
        return OPENS;
    return slot <= PNEU_I_SLOT_AROUND ? CLOSES : BEFORE_DELIMITER;
}

/* Below, at or above 0: whether `patch` is written before what is described, or is just that. */
static int order_of(const pneu_i_patch *patch, uint64_t offset, uint32_t part, int slot)
{
    int group = group_of(slot);
    if (patch->offset != offset)
        return patch->offset < offset ? -1 : 1;
    if (group_of(patch->slot) != group)
        return group_of(patch->slot) - group;
    if (patch->part != part)
        return (patch->part < part) == (group != CLOSES) ? -1 : 1;
    return patch->slot - slot;
}

/* The index of the first patch whose order is `least` or more. */
static size_t bisect(const pneu_i_overlay *overlay, const pneu_i_patch *key, int least)
{
    size_t low = 0, high = overlay->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order_of(&overlay->patches[middle], key->offset, key->part, key->slot) < least)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t pneu_i_overlay_place(const pneu_i_overlay *overlay, uint64_t offset, uint32_t part, int slot)
{
    pneu_i_patch key = {.offset = offset, .part = part, .slot = (uint8_t)slot};
    return bisect(overlay, &key, 0);
}

pneu_i_patch *pneu_i_overlay_find(const pneu_i_overlay *overlay, uint64_t offset, uint32_t part, int slot)
{
    size_t place = pneu_i_overlay_place(overlay, offset, part, slot);
    if (place == overlay->count)
        return NULL;
    pneu_i_patch *patch = &overlay->patches[place];
    return patch->offset == offset && patch->part == part && patch->slot == slot ? patch : NULL;
}

static int is_newest_first(int slot)
{
    return slot == PNEU_I_SLOT_OPEN || slot == PNEU_I_SLOT_TOP || slot == PNEU_I_SLOT_BODY_OPEN;
}

size_t pneu_i_overlay_put(pneu_i_overlay *overlay, const pneu_i_patch *patch)
{
    size_t place = bisect(overlay, patch, is_newest_first(patch->slot) ? 0 : 1);
    memmove(overlay->patches + place + 1, overlay->patches + place, (overlay->count - place) * sizeof *patch);
    overlay->patches[place] = *patch;
    overlay->count++;
    return place;
}

void pneu_i_overlay_drop(pneu_i_overlay *overlay, size_t index)
{
    overlay->count--;
    memmove(overlay->patches + index, overlay->patches + index + 1,
            (overlay->count - index) * sizeof *overlay->patches);
}

static int is_outside(const pneu_i_patch *patch)
{
    return patch->slot == PNEU_I_SLOT_OPEN || patch->slot == PNEU_I_SLOT_AROUND ||
           patch->slot == PNEU_I_SLOT_BEFORE_PART;
}

void pneu_i_overlay_drop_inside(pneu_i_overlay *overlay, const pneu_i_extent *extent)
{
    size_t kept = pneu_i_overlay_place(overlay, extent->from, 0, 0), i = kept;
    for (; i < overlay->count && overlay->patches[i].offset <= extent->to; i++) {
        const pneu_i_patch *patch = &overlay->patches[i];
        int is_inside = patch->part >= extent->part && patch->part < extent->part_end;
        if (!is_inside || (patch->part == extent->part && is_outside(patch)))
            overlay->patches[kept++] = *patch;
    }
    if (kept < i)
        memmove(overlay->patches + kept, overlay->patches + i, (overlay->count - i) * sizeof *overlay->patches);
    overlay->count -= i - kept;
}

void pneu_i_overlay_touch(pneu_i_overlay *overlay, uint32_t part, int32_t what)
{
    for (size_t i = 0; i < overlay->touch_count; i++)
        if (overlay->touches[i].part == part && overlay->touches[i].what == what)
            return;
    overlay->touches[overlay->touch_count].part = part;
    overlay->touches[overlay->touch_count++].what = what;
}

/* ---- Life ---------------------------------------------------------------------------------------------------- */

size_t pneu_i_overlay_held(const pneu_i_overlay *overlay)
{
    return overlay->capacity * sizeof *overlay->patches + overlay->touch_capacity * sizeof *overlay->touches;
}

void pneu_i_overlay_reset(pneu_i_overlay *overlay)
{
    overlay->count = overlay->touch_count = 0;
    overlay->format_flags = 0;
    memset(&overlay->refused, 0, sizeof overlay->refused);
}

void pneu_i_overlay_free(pneu_i_overlay *overlay, const pneu_alloc *alloc)
{
    pneu_i_alloc_free(alloc, overlay->patches, overlay->capacity * sizeof *overlay->patches);
    pneu_i_alloc_free(alloc, overlay->touches, overlay->touch_capacity * sizeof *overlay->touches);
    memset(overlay, 0, sizeof *overlay);
}
