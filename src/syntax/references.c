/*
 * Lists of identifiers as they are written: References, In-Reply-To, Message-ID; and what an answer refers to.
 * In: identifiers without brackets. Out: a value that is read back as the same identifiers, or an error.
 * Invariant: whatever is written is of itself, so that no identifier can change the meaning of the one after it.
 * RFC 5322 section 3.6.4; RFC 5537 section 3.4.4 (which identifiers go where there are too many).
 * Not handled: folding; making new identifiers, which takes a host name and chance.
 */
#include "base/arena.h"
#include "pneu/msgid.h"
#include "syntax/msgid_scan.h"

#define AROUND 3 /* bytes an identifier costs besides its own: brackets and the space after them */
#define KEPT_AT_END 2

/* How many identifiers after the first one are left out; *room is how long the rest is, a space too many among it. */
static size_t count_dropped(const pneu_str *ids, size_t count, size_t limit, size_t *room)
{
    size_t dropped = 0;
    *room = 0;
    for (size_t i = 0; i < count; i++)
        *room += ids[i].len + AROUND;
    while (*room - 1 > limit && dropped + 1 + KEPT_AT_END < count)
        *room -= ids[++dropped].len + AROUND;
    return dropped;
}

static char *put_id(char *to, pneu_str id)
{
    *to++ = '<';
    memcpy(to, id.ptr, id.len);
    to += id.len;
    *to++ = '>';
    *to++ = ' ';
    return to;
}

static int are_writable(const pneu_str *ids, size_t count)
{
    size_t room = 0;
    for (size_t i = 0; i < count; i++) {
        if (ids[i].len > SIZE_MAX - AROUND - room || !pneu_i_msgid_is_writable(ids[i]))
            return 0;
        room += ids[i].len + AROUND;
    }
    return 1;
}

pneu_status pneu_references_format(pneu_arena *arena, const pneu_str *ids, size_t count, size_t limit, pneu_str *out)
{
    size_t room;
    if (arena == NULL || out == NULL || (ids == NULL && count > 0) || !are_writable(ids, count))
        return PNEU_ERR_ARGUMENT;
    if (count == 0) {
        *out = pneu_i_str("");
        return PNEU_OK;
    }
    size_t dropped = count_dropped(ids, count, limit > 0 ? limit : PNEU_REFERENCES_LIMIT, &room);
    char *text = pneu_i_arena_alloc(arena, room);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    char *to = put_id(text, ids[0]);
    for (size_t i = 1 + dropped; i < count; i++)
        to = put_id(to, ids[i]);
    *out = pneu_i_str_of(text, room - 1);
    return PNEU_OK;
}

/* Those of the list that can be written; gives their number. */
static size_t copy_writable(pneu_str *to, const pneu_msgid_list *list)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        if (pneu_i_msgid_is_writable(list->ids[i]))
            to[count++] = list->ids[i];
    return count;
}

pneu_status pneu_references_reply(pneu_arena *arena, pneu_str message_id, const pneu_msgid_list *references,
                                  const pneu_msgid_list *in_reply_to, pneu_msgid_list *out)
{
    if (arena == NULL || references == NULL || in_reply_to == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    static const pneu_msgid_list nothing = {NULL, NULL, 0};
    const pneu_msgid_list *before = references;
    if (references->count == 0)
        before = in_reply_to->count == 1 ? in_reply_to : &nothing;
    if (before->count > SIZE_MAX / sizeof(pneu_str) - 1)
        return PNEU_ERR_MEMORY;
    pneu_str *ids = pneu_i_arena_alloc(arena, (before->count + 1) * sizeof *ids);
    if (ids == NULL)
        return PNEU_ERR_MEMORY;
    size_t count = copy_writable(ids, before);
    if (pneu_i_msgid_is_writable(message_id))
        ids[count++] = message_id;
    out->ids = ids;
    out->places = NULL;
    out->count = count;
    return PNEU_OK;
}
