/* An array that grows in an arena by doubling: n elements cost O(n) time and memory. */
#ifndef PNEU_SYNTAX_ARENA_LIST_H
#define PNEU_SYNTAX_ARENA_LIST_H

#include <string.h>

#include "base/arena.h"

typedef struct pneu_i_arena_list {
    pneu_arena *arena;
    char *items;
    size_t item_size;
    size_t count;
    size_t capacity;
} pneu_i_arena_list;

static inline pneu_i_arena_list pneu_i_arena_list_of(pneu_arena *arena, size_t item_size)
{
    pneu_i_arena_list list = {arena, NULL, item_size, 0, 0};
    return list;
}

/* Room for one more element at the end, or NULL when there is no memory; elements move with the next one. */
static inline void *pneu_i_arena_list_room(pneu_i_arena_list *list)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity > 0 ? list->capacity * 2 : 4;
        if (capacity > SIZE_MAX / list->item_size)
            return NULL;
        char *items = pneu_i_arena_alloc(list->arena, capacity * list->item_size);
        if (items == NULL)
            return NULL;
        if (list->count > 0)
            memcpy(items, list->items, list->count * list->item_size);
        list->items = items;
        list->capacity = capacity;
    }
    return list->items + list->count * list->item_size;
}

/* A new, zeroed element, or NULL when there is no memory. */
static inline void *pneu_i_arena_list_add(pneu_i_arena_list *list)
{
    void *item = pneu_i_arena_list_room(list);
    if (item == NULL)
        return NULL;
    list->count++;
    return memset(item, 0, list->item_size);
}

#endif
