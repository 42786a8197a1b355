/*
 * Which fields the names of h= stand for.
 * In: raw fields, a list of names between colons. Out: the index of a field for each name, or none: of the fields of
 * one name the last one that was not taken yet.
 * The fields are sorted by name once and looked up by halving, as both lists come from the sender and may be long:
 * the cost is that of sorting. RFC 6376 sections 3.5 (h=) and 5.4.2.
 * Not handled: canonical forms (canon_field.c).
 */
#include "base/arena.h"
#include "base/str.h"
#include "view/canon_field.h"

typedef struct entry {
    pneu_str name;
    size_t index;
    size_t taken; /* in the last entry of a name: how many of that name */
} entry;

/* Below, at or above 0: the order of two names, whatever their case. */
static int compare_names(pneu_str a, pneu_str b)
{
    size_t len = a.len < b.len ? a.len : b.len, i = 0;
    while (i < len && pneu_i_lower(a.ptr[i]) == pneu_i_lower(b.ptr[i]))
        i++;
    if (i == len)
        return (a.len > b.len) - (a.len < b.len);
    return (unsigned char)pneu_i_lower(a.ptr[i]) < (unsigned char)pneu_i_lower(b.ptr[i]) ? -1 : 1;
}

static int is_before(const entry *a, const entry *b)
{
    int order = compare_names(a->name, b->name);
    return order != 0 ? order < 0 : a->index < b->index;
}

/* Heap sort: no memory, and no order of fields that makes it slow. */
static void sift_down(entry *entries, size_t root, size_t count)
{
    entry moved = entries[root];
    for (;;) {
        size_t child = root * 2 + 1;
        if (child >= count)
            break;
        if (child + 1 < count && is_before(&entries[child], &entries[child + 1]))
            child++;
        if (!is_before(&moved, &entries[child]))
            break;
        entries[root] = entries[child];
        root = child;
    }
    entries[root] = moved;
}

static void sort_entries(entry *entries, size_t count)
{
    for (size_t i = count / 2; i > 0; i--)
        sift_down(entries, i - 1, count);
    for (size_t i = count; i > 1; i--) {
        entry greatest = entries[0];
        entries[0] = entries[i - 1];
        entries[i - 1] = greatest;
        sift_down(entries, 0, i - 1);
    }
}

static size_t take_last(entry *entries, size_t count, pneu_str name)
{
    size_t low = 0, high = count; /* all before low are not above the name, all from high on are */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_names(entries[middle].name, name) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || compare_names(entries[low - 1].name, name) != 0)
        return PNEU_CANON_NO_FIELD;
    entry *last = &entries[low - 1];
    if (last->taken >= low || compare_names((last - last->taken)->name, name) != 0)
        return PNEU_CANON_NO_FIELD;
    return (last - last->taken++)->index;
}

static size_t count_names(pneu_str names)
{
    size_t count = 1;
    for (size_t i = 0; i < names.len; i++)
        count += names.ptr[i] == ':';
    return count;
}

static size_t fill_entries(entry *entries, const pneu_str *fields, size_t count)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        entry e = {pneu_i_canon_name(fields[i]), i, 0};
        if (e.name.len > 0)
            entries[used++] = e;
    }
    sort_entries(entries, used);
    return used;
}

pneu_status pneu_canon_select(pneu_arena *arena, const pneu_str *fields, size_t count, pneu_str names,
                              const size_t **selected, size_t *selected_count)
{
    int is_names = names.ptr != NULL || names.len == 0;
    if (arena == NULL || selected == NULL || selected_count == NULL || (fields == NULL && count > 0) || !is_names)
        return PNEU_ERR_ARGUMENT;
    size_t most = count_names(names), found = 0;
    if (count > SIZE_MAX / sizeof(entry) || most > SIZE_MAX / sizeof(size_t))
        return PNEU_ERR_MEMORY;
    entry *entries = pneu_i_arena_alloc(arena, count * sizeof *entries);
    size_t *list = pneu_i_arena_alloc(arena, most * sizeof *list);
    if (entries == NULL || list == NULL)
        return PNEU_ERR_MEMORY;
    size_t entry_count = fill_entries(entries, fields, count);
    while (names.len > 0) {
        const char *colon = memchr(names.ptr, ':', names.len);
        size_t len = colon != NULL ? (size_t)(colon - names.ptr) : names.len;
        pneu_str name = pneu_i_str_trim(pneu_i_str_of(names.ptr, len));
        if (name.len > 0)
            list[found++] = take_last(entries, entry_count, name);
        names = pneu_i_str_from(names, len + (colon != NULL));
    }
    *selected = list;
    *selected_count = found;
    return PNEU_OK;
}
