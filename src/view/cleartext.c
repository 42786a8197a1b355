/*
 * Text in OpenPGP's cleartext signature framework. In: dash-escaped text. Out: the text that is signed; and back.
 * RFC 9580 sections 7.1 and 7.2. Lines end at CRLF or LF; a CR elsewhere is a byte of its line.
 * Invariants: one pass; unescape(escape(x)) is unescape(y) for any y that unescapes to the lines of x.
 * Not handled: the armor around the text; its charset, and which hash is used.
 */
#include "base/arena.h"
#include "base/str.h"
#include "pneu/crypto.h"

/* The next line of the text, without its end; *rest is what follows it. */
static pneu_str next_line(pneu_str text, pneu_str *rest)
{
    const char *end = memchr(text.ptr, '\n', text.len);
    size_t len = end != NULL ? (size_t)(end - text.ptr) : text.len;
    *rest = pneu_i_str_from(text, end != NULL ? len + 1 : len);
    if (end != NULL && len > 0 && text.ptr[len - 1] == '\r')
        len--;
    return pneu_i_str_of(text.ptr, len);
}

static int begins(pneu_str line, const char *with, size_t len)
{
    return line.len >= len && memcmp(line.ptr, with, len) == 0;
}

static pneu_str without_blanks_at_end(pneu_str line)
{
    while (line.len > 0 && pneu_i_is_blank((unsigned char)line.ptr[line.len - 1]))
        line.len--;
    return line;
}

static size_t count_ends(pneu_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

static void add(char *to, size_t *len, pneu_str bytes)
{
    if (bytes.len > 0)
        memcpy(to + *len, bytes.ptr, bytes.len);
    *len += bytes.len;
}

/* Room for the text and `more` bytes for each of its lines, or NULL. */
static char *room_for(pneu_arena *arena, pneu_str text, size_t more)
{
    size_t lines = count_ends(text) + 1;
    return lines <= (SIZE_MAX - text.len) / more ? pneu_i_arena_alloc(arena, text.len + lines * more) : NULL;
}

static int is_wrong(const pneu_arena *arena, pneu_str text, const pneu_str *out)
{
    return arena == NULL || out == NULL || (text.ptr == NULL && text.len > 0);
}

pneu_status pneu_cleartext_unescape(pneu_arena *arena, pneu_str text, pneu_str *out)
{
    if (is_wrong(arena, text, out))
        return PNEU_ERR_ARGUMENT;
    char *to = room_for(arena, text, 1); /* LF becomes CRLF */
    if (to == NULL)
        return PNEU_ERR_MEMORY;
    size_t len = 0;
    for (int is_first = 1; text.len > 0; is_first = 0) {
        pneu_str line = next_line(text, &text);
        if (!is_first)
            add(to, &len, pneu_i_str("\r\n"));
        add(to, &len, without_blanks_at_end(begins(line, "- ", 2) ? pneu_i_str_from(line, 2) : line));
    }
    *out = pneu_i_str_of(to, len);
    return PNEU_OK;
}

pneu_status pneu_cleartext_escape(pneu_arena *arena, pneu_str text, pneu_str *out)
{
    if (is_wrong(arena, text, out))
        return PNEU_ERR_ARGUMENT;
    char *to = room_for(arena, text, 4); /* "- " and CRLF */
    if (to == NULL)
        return PNEU_ERR_MEMORY;
    size_t len = 0;
    while (text.len > 0) {
        pneu_str line = next_line(text, &text);
        if (begins(line, "-", 1) || begins(line, "From ", 5))
            add(to, &len, pneu_i_str("- "));
        add(to, &len, line);
        add(to, &len, pneu_i_str("\r\n"));
    }
    *out = pneu_i_str_of(to, len);
    return PNEU_OK;
}
