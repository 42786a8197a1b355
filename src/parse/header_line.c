/*
 * What one line of a header is, by its bytes alone (RFC 5322 section 2.2, obsolete forms of section 4.5).
 * In: a line. Out: its kind, and for a field where the name ends and the value begins. Every decision depends on the
 * first 998 bytes of the line only, never on how the input was cut.
 * Not handled: what the neighbours of the line make of it (header.c).
 */
#include "parse/header_line.h"

#include <string.h>

#include "base/ascii.h"

pneu_i_line_look pneu_i_look_at_line(const uint8_t *p, size_t n)
{
    pneu_i_line_look look = {PNEU_I_LINE_TEXT, 0, 0};
    const uint8_t *end = p + (n < PNEU_I_LINE_MAX ? n : PNEU_I_LINE_MAX), *name_end = p;
    while (name_end < end && pneu_i_is(*name_end, PNEU_I_FTEXT))
        name_end++;
    const uint8_t *colon = name_end;
    while (colon < end && pneu_i_is_blank(*colon))
        colon++;
    if (colon == end) {
        look.kind = name_end > p ? PNEU_I_LINE_BARE_NAME : PNEU_I_LINE_TEXT;
        look.name_length = (uint16_t)(name_end - p);
    } else if (*colon == ':' && name_end > p) {
        look.kind = PNEU_I_LINE_FIELD;
        look.name_length = (uint16_t)(name_end - p);
        look.value = (uint32_t)(colon + 1 - p);
    } else if (memchr(colon, ':', (size_t)(end - colon)) != NULL) {
        look.kind = PNEU_I_LINE_BAD_NAME;
    }
    return look;
}

int pneu_i_brings_colon(const uint8_t *p, size_t n, size_t *colon)
{
    size_t i = 0;
    while (i < n && i < PNEU_I_LINE_MAX && pneu_i_is_blank(p[i]))
        i++;
    *colon = i;
    return i < n && i < PNEU_I_LINE_MAX && p[i] == ':';
}

static int look_for(const char *word, size_t len, const uint8_t *p, size_t n)
{
    if (memcmp(p, word, n < len ? n : len) != 0)
        return 0;
    return n < len ? -1 : (int)len;
}

int pneu_i_look_at_top(const uint8_t *p, size_t n, int *is_line)
{
    *is_line = p[0] != 0xef;
    if (p[0] == 0xef)
        return look_for("\xef\xbb\xbf", 3, p, n);
    if (p[0] == 'F')
        return look_for("From ", 5, p, n);
    if (p[0] == '>')
        return look_for(">From ", 6, p, n);
    return 0;
}
