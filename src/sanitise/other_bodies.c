/*
 * What other readings of a message show, and the primary one does not.
 * In: a message in memory. Out: copies of the decoded bodies of leaves, each once.
 * Invariants: bodies are told apart by their bytes, in order, so nobody can make them collide: the time is that of
 * sorting the bodies of each reading, at most nine times the message; memory is that of two messages, and of what is
 * found.
 * Not handled: types; the bodies of multiparts, and what is between their parts.
 */
#include "sanitise/other_bodies.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "pneu/readings.h"
#include "pneu/syntax.h"

/* Bodies, sorted once they are all there. */
typedef struct body_list {
    pneu_i_other_body *item;
    size_t count;
    size_t capacity;
} body_list;

typedef struct search {
    pneu_alloc alloc;
    pneu_arena *arena;
    body_list seen; /* in the primary reading, or found */
    body_list now;  /* in the reading that is looked at */
    body_list found;
} search;

/* ---- Lists ---------------------------------------------------------------------------------------------------- */

static int compare(const pneu_i_other_body *a, const pneu_i_other_body *b)
{
    if (a->bytes.len != b->bytes.len)
        return a->bytes.len < b->bytes.len ? -1 : 1;
    return memcmp(a->bytes.ptr, b->bytes.ptr, a->bytes.len);
}

/* Puts the item at its place among those below it. */
static void sink(pneu_i_other_body *item, size_t at, size_t count)
{
    pneu_i_other_body moved = item[at];
    for (size_t below = 2 * at + 1; below < count; below = 2 * at + 1) {
        if (below + 1 < count && compare(&item[below], &item[below + 1]) < 0)
            below++;
        if (compare(&moved, &item[below]) >= 0)
            break;
        item[at] = item[below];
        at = below;
    }
    item[at] = moved;
}

/* Heap sort: no memory, and no worst case. */
static void sort(body_list *list)
{
    for (size_t i = list->count / 2; i > 0; i--)
        sink(list->item, i - 1, list->count);
    for (size_t end = list->count; end > 1; end--) {
        pneu_i_other_body largest = list->item[0];
        list->item[0] = list->item[end - 1];
        list->item[end - 1] = largest;
        sink(list->item, 0, end - 1);
    }
}

static pneu_status add(search *s, body_list *list, const pneu_i_other_body *body)
{
    void *items = list->item;
    pneu_status status = pneu_i_alloc_grow(&s->alloc, &items, &list->capacity, list->count + 1, sizeof *list->item);
    list->item = items;
    if (status == PNEU_OK)
        list->item[list->count++] = *body;
    return status;
}

static int is_seen(const search *s, const pneu_i_other_body *body)
{
    size_t low = 0, high = s->seen.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(body, &s->seen.item[middle]);
        if (order == 0)
            return 1;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

static void free_list(search *s, body_list *list)
{
    pneu_i_alloc_free(&s->alloc, list->item, list->capacity * sizeof *list->item);
}

/* ---- Readings --------------------------------------------------------------------------------------------------- */

static int is_blank(pneu_str bytes)
{
    size_t at = 0;
    while (at < bytes.len && pneu_i_is_space((unsigned char)bytes.ptr[at]))
        at++;
    return at == bytes.len;
}

/* The leaves of a message, borrowed from it. */
static pneu_status list_leaves(search *s, pneu_message *message, body_list *list)
{
    pneu_status status = PNEU_OK;
    for (uint32_t part = 0; part < pneu_message_part_count(message) && status == PNEU_OK; part++) {
        pneu_i_other_body body;
        int32_t has_name;
        if (pneu_part_kind(message, part) != PNEU_KIND_LEAF)
            continue;
        status = pneu_part_body(message, part, &body.bytes);
        if (status == PNEU_OK)
            status = pneu_part_filename(message, part, &body.name, &has_name);
        if (status == PNEU_OK && !is_blank(body.bytes))
            status = add(s, list, &body);
        else if (status == PNEU_ERR_LIMIT)
            status = PNEU_OK; /* a body longer than it may be is none that anybody reads */
    }
    return status;
}

static pneu_status keep(search *s, pneu_i_other_body body)
{
    pneu_status status = pneu_i_arena_copy(s->arena, body.bytes, &body.bytes);
    if (status == PNEU_OK && pneu_safe_filename(s->arena, body.name, &body.name) != PNEU_OK)
        body.name = pneu_i_str("");
    return status == PNEU_OK ? add(s, &s->found, &body) : status;
}

/* Takes what nobody has seen from the sorted leaves of another reading. */
static pneu_status take_new(search *s)
{
    size_t before = s->found.count;
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < s->now.count && status == PNEU_OK; i++) {
        int is_twin = i > 0 && compare(&s->now.item[i - 1], &s->now.item[i]) == 0;
        if (!is_twin && !is_seen(s, &s->now.item[i]))
            status = keep(s, s->now.item[i]);
    }
    for (size_t i = before; i < s->found.count && status == PNEU_OK; i++)
        status = add(s, &s->seen, &s->found.item[i]);
    sort(&s->seen);
    return status;
}

static pneu_status look_at_all(search *s, pneu_readings *readings)
{
    const pneu_other_reading *other;
    pneu_status status = list_leaves(s, pneu_readings_primary(readings), &s->seen);
    sort(&s->seen);
    while (status == PNEU_OK && (status = pneu_readings_next(readings, &other)) == PNEU_OK) {
        s->now.count = 0;
        status = list_leaves(s, other->message, &s->now);
        sort(&s->now);
        if (status == PNEU_OK)
            status = take_new(s);
    }
    return status == PNEU_DONE ? PNEU_OK : status;
}

pneu_status pneu_i_other_bodies_find(pneu_arena *arena, pneu_str message, const pneu_options *options,
                                     pneu_i_other_bodies *out)
{
    search s = {.alloc = arena->alloc, .arena = arena};
    pneu_readings *readings;
    pneu_status status = pneu_readings_new(message.ptr, message.len, options, &s.alloc, &readings);
    if (status != PNEU_OK)
        return status;
    status = look_at_all(&s, readings);
    out->count = s.found.count;
    out->item = pneu_i_arena_alloc(arena, s.found.count * sizeof *out->item);
    if (status == PNEU_OK && out->item == NULL)
        status = PNEU_ERR_MEMORY;
    if (status == PNEU_OK && out->count > 0)
        memcpy(out->item, s.found.item, out->count * sizeof *out->item);
    free_list(&s, &s.seen);
    free_list(&s, &s.now);
    free_list(&s, &s.found);
    pneu_readings_free(readings);
    return status;
}
