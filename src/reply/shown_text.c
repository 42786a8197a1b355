/*
 * Which parts are the text of a message. In: the tree. Out: every text/plain and text/html that is no attachment and
 * in no nested message; of multipart/alternative with a text/plain only that. So HTML to which a list appended a plain
 * footer is text, and HTML next to the same in plain is not. RFC 2046 section 5.1.4, RFC 8621 section 4.1.4. Time is
 * linear but for the depth of parts, which parsers bound. Not handled: a plain alternative that says nothing.
 */
#include "reply/shown_text.h"

#include "base/arena.h"
#include "base/str.h"

#define HAS_PLAIN 128 /* a multipart with text/plain in it */

static int is_type(const pneu_message *message, uint32_t part, const char *wanted)
{
    pneu_str type;
    pneu_part_type(message, part, &type);
    return pneu_i_str_is(type, wanted);
}

int pneu_i_is_nested(const pneu_message *message, uint32_t part)
{
    for (uint32_t around = pneu_part_parent(message, part); around != PNEU_NO_PART;
         around = pneu_part_parent(message, around))
        if (pneu_part_kind(message, around) != PNEU_KIND_MULTIPART)
            return 1;
    return 0;
}

static int is_inline(const pneu_message *message, uint32_t part)
{
    pneu_str disposition;
    pneu_part_disposition(message, part, &disposition);
    return pneu_part_kind(message, part) == PNEU_KIND_LEAF && !pneu_i_str_is(disposition, "attachment") &&
           !pneu_i_is_nested(message, part);
}

/* The multiparts around a text/plain; those above one that is marked are, too. */
static void mark_around(const pneu_message *message, uint32_t part, uint8_t *parts)
{
    uint32_t around = pneu_part_parent(message, part);
    for (; around != PNEU_NO_PART && parts[around] != HAS_PLAIN; around = pneu_part_parent(message, around))
        parts[around] = HAS_PLAIN;
}

static int is_said_in_plain(const pneu_message *message, uint32_t part, const uint8_t *parts)
{
    uint32_t around = pneu_part_parent(message, part);
    for (; around != PNEU_NO_PART; around = pneu_part_parent(message, around))
        if (parts[around] == HAS_PLAIN && is_type(message, around, "multipart/alternative"))
            return 1;
    return 0;
}

pneu_status pneu_i_shown_text_find(const pneu_message *message, pneu_arena *arena, pneu_i_shown_text *shown)
{
    uint32_t count = pneu_message_part_count(message);
    uint8_t *parts = pneu_i_arena_alloc(arena, count);
    if (parts == NULL)
        return PNEU_ERR_MEMORY;
    memset(parts, PNEU_I_SHOWN_NOT, count);
    for (uint32_t part = 0; part < count; part++)
        if (is_type(message, part, "text/plain") && is_inline(message, part)) {
            parts[part] = PNEU_I_SHOWN_TEXT;
            mark_around(message, part, parts);
        }
    for (uint32_t part = 0; part < count; part++)
        if (is_type(message, part, "text/html") && is_inline(message, part))
            parts[part] = is_said_in_plain(message, part, parts) ? PNEU_I_SHOWN_ALTERNATIVE : PNEU_I_SHOWN_TEXT;
    shown->parts = parts;
    return PNEU_OK;
}
