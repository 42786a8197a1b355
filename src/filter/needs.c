/*
 * What a message asks of its transport. In: the parser's events, whose slices are the message. Out: extensions, size,
 * the longest line. Invariants: each byte is looked at a fixed number of times; nothing depends on how slices are cut.
 * RFC 6152, RFC 3030, RFC 6531 section 3.6, RFC 1870 section 5.
 * Not handled: addresses of the envelope, which may ask for SMTPUTF8 by themselves.
 */
#include "pneu/needs.h"

#include "charset/charset.h"
#include "write/choose_encoding.h"

static int is_of_header(int32_t type)
{
    return type == PNEU_EVENT_FIELDS || type == PNEU_EVENT_FIELD_PIECE || type == PNEU_EVENT_JUNK;
}

static void see_line(pneu_needs *needs)
{
    if (needs->column > needs->longest_line)
        needs->longest_line = needs->column;
    if (needs->column > PNEU_I_LINE_MOST)
        needs->extensions |= PNEU_NEEDS_BINARYMIME;
}

/* Bytes without LF. */
static void add_to_line(pneu_needs *needs, const char *bytes, size_t len)
{
    if (len == 0)
        return;
    if (needs->is_after_cr) {
        needs->extensions |= PNEU_NEEDS_BINARYMIME;
        needs->column++;
    }
    needs->is_after_cr = bytes[len - 1] == '\r';
    if (memchr(bytes, '\r', len - 1) != NULL)
        needs->extensions |= PNEU_NEEDS_BINARYMIME;
    needs->column += len - needs->is_after_cr;
    see_line(needs);
}

static void end_line(pneu_needs *needs)
{
    needs->size += !needs->is_after_cr;
    needs->is_after_cr = needs->column = 0;
}

pneu_status pneu_needs_add(pneu_needs *needs, const pneu_event *event)
{
    if (needs == NULL || event == NULL)
        return PNEU_ERR_ARGUMENT;
    const char *bytes = event->slice.ptr;
    size_t len = event->slice.len;
    if (event->type == PNEU_EVENT_PART_END && needs->is_after_cr && event->part == 0)
        needs->extensions |= PNEU_NEEDS_BINARYMIME; /* the message ends with a CR */
    if (len == 0)
        return PNEU_OK;
    needs->size += len;
    if (!pneu_i_ascii_only(bytes, len))
        needs->extensions |= PNEU_NEEDS_8BITMIME | (is_of_header(event->type) ? (uint32_t)PNEU_NEEDS_SMTPUTF8 : 0u);
    if (memchr(bytes, 0, len) != NULL)
        needs->extensions |= PNEU_NEEDS_BINARYMIME;
    for (size_t at = 0; at < len;) {
        const char *lf = memchr(bytes + at, '\n', len - at);
        size_t end = lf != NULL ? (size_t)(lf - bytes) : len;
        add_to_line(needs, bytes + at, end - at);
        if (lf != NULL)
            end_line(needs);
        at = end + 1;
    }
    return PNEU_OK;
}
