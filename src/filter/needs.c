/*
 * What a message asks of its transport. In: the parser's events, whose slices are the message. Out: extensions, size,
 * the longest line. Invariants: each byte is looked at a fixed number of times; nothing depends on how slices are cut.
 * LF ends a line as CRLF does, wherever it stands: it goes out as CRLF.
 * RFC 6152, RFC 3030, RFC 6531 section 3.6, RFC 1870 section 3.
 * Not handled: addresses of the envelope, which may ask for SMTPUTF8 by themselves; what is offered (offer.c).
 */
#include "pneu/needs.h"

#include <string.h>

#include "charset/charset.h"
#include "write/choose_encoding.h"

static int is_of_header(int32_t type)
{
    return type == PNEU_EVENT_FIELDS || type == PNEU_EVENT_FIELD_PIECE || type == PNEU_EVENT_JUNK;
}

/* ---- Lines ---------------------------------------------------------------------------------------------------- */

static void see_line(pneu_needs *needs, uint32_t binary)
{
    if (needs->column > needs->longest_line)
        needs->longest_line = needs->column;
    if (needs->column > PNEU_I_LINE_MAX)
        needs->extensions |= binary;
}

/* The CR before was no part of a line end. */
static void take_bare_cr(pneu_needs *needs)
{
    needs->extensions |= needs->after_cr;
    needs->column += needs->after_cr != 0;
    needs->after_cr = 0;
}

/* Bytes without LF. */
static void add_to_line(pneu_needs *needs, const char *bytes, size_t len, uint32_t binary)
{
    if (len == 0)
        return;
    take_bare_cr(needs);
    if (memchr(bytes, '\r', len - 1) != NULL)
        needs->extensions |= binary;
    needs->after_cr = bytes[len - 1] == '\r' ? binary : 0;
    needs->column += len - (needs->after_cr != 0);
    see_line(needs, binary);
}

static void end_line(pneu_needs *needs)
{
    needs->size += needs->after_cr == 0;
    needs->after_cr = 0;
    needs->column = 0;
}

static void add_lines(pneu_needs *needs, const char *bytes, size_t len, uint32_t binary)
{
    for (size_t at = 0; at < len;) {
        const char *lf = memchr(bytes + at, '\n', len - at);
        size_t end = lf != NULL ? (size_t)(lf - bytes) : len;
        add_to_line(needs, bytes + at, end - at, binary);
        if (lf != NULL)
            end_line(needs);
        at = end + 1;
    }
}

/* A last line without an end gets one on its way. */
static void end_message(pneu_needs *needs)
{
    take_bare_cr(needs);
    see_line(needs, PNEU_NEEDS_BINARYMIME);
    if (needs->column > 0)
        needs->size += 2;
    needs->column = 0;
}

/* ---- Characters ----------------------------------------------------------------------------------------------- */

static void refuse_text(pneu_needs *needs)
{
    needs->extensions |= PNEU_NEEDS_CONVERSION;
    needs->held_count = 0;
}

/* Completes the character that was cut; gives how many bytes that took. */
static size_t complete(pneu_needs *needs, const char *bytes, size_t len)
{
    size_t taken = 0;
    while (needs->held_count > 0 && taken < len) {
        needs->held[needs->held_count++] = bytes[taken++];
        if (pneu_i_utf8_valid(needs->held, needs->held_count) == needs->held_count)
            needs->held_count = 0;
        else if (!pneu_i_utf8_is_beginning(needs->held, needs->held_count))
            refuse_text(needs);
    }
    return taken;
}

/* Of a header: is it UTF-8? */
static void add_text(pneu_needs *needs, const char *bytes, size_t len)
{
    size_t at = complete(needs, bytes, len);
    at += pneu_i_utf8_valid(bytes + at, len - at);
    if (at == len)
        return;
    if (!pneu_i_utf8_is_beginning(bytes + at, len - at)) {
        refuse_text(needs);
        return;
    }
    needs->held_count = (uint32_t)(len - at); /* at most three bytes */
    memcpy(needs->held, bytes + at, len - at);
}

/* ---- Events --------------------------------------------------------------------------------------------------- */

pneu_status pneu_needs_add(pneu_needs *needs, const pneu_event *event)
{
    if (needs == NULL || event == NULL)
        return PNEU_ERR_ARGUMENT;
    const char *bytes = event->slice.ptr;
    size_t len = event->slice.len;
    int is_header = is_of_header(event->type);
    uint32_t binary = PNEU_NEEDS_BINARYMIME | (is_header ? (uint32_t)PNEU_NEEDS_CONVERSION : 0);
    if (event->type == PNEU_EVENT_PART_END && event->part == 0)
        end_message(needs);
    if (!is_header && needs->held_count > 0 && (len > 0 || event->type == PNEU_EVENT_PART_END))
        refuse_text(needs);
    if (len == 0)
        return PNEU_OK;
    needs->size += len;
    if (!pneu_i_ascii_only(bytes, len))
        needs->extensions |= PNEU_NEEDS_8BITMIME | (is_header ? (uint32_t)PNEU_NEEDS_SMTPUTF8 : 0);
    if (is_header && (needs->extensions & PNEU_NEEDS_SMTPUTF8) != 0)
        add_text(needs, bytes, len);
    if (memchr(bytes, 0, len) != NULL)
        needs->extensions |= binary;
    add_lines(needs, bytes, len, binary);
    return PNEU_OK;
}
