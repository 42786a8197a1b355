/*
 * Offsets as lines and columns. In: a text, and offsets in their order. Out: places.
 * Invariant: each byte is looked at once, however many places are asked for.
 * Not handled: a bare CR as a line end; columns of characters or of what is shown (see excerpt.c).
 */
#include "cli/place.h"

#include <string.h>

void place_walk_init(struct place_walk *walk, pneu_str text)
{
    walk->text = text;
    walk->place = (struct place){.line = 1, .column = 1};
}

struct place place_walk_to(struct place_walk *walk, uint64_t offset)
{
    struct place *place = &walk->place;
    size_t to = offset < walk->text.len ? (size_t)offset : walk->text.len;

    while (place->at < to) {
        const char *from = walk->text.ptr + place->at;
        const char *lf = memchr(from, '\n', to - place->at);

        place->at = lf ? place->at + (size_t)(lf - from) + 1 : to;
        if (lf) {
            place->line++;
            place->line_begin = place->at;
        }
    }
    place->column = place->at - place->line_begin + 1;
    return *place;
}
