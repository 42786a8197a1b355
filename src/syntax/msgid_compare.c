/*
 * Identifiers compared: the normal form of RFC 5256 section 3. Two spellings of one left side, as "a\b"@x and ab@x, are
 * the same; case counts.
 * In: identifiers without brackets. Out: the normal form, in the arena or, for comparing, byte after byte without
 * memory. The left side loses its quotes where what is in them is words and dots; else it is one quoted string with no
 * more backslashes than it needs. An identifier whose left side is no list of words, and one without quotes, is its own
 * normal form.
 * Invariant: the normal form of a normal form is itself, and no normal form is longer than its identifier.
 * Not handled: anything right of "@": domains are compared as they stand.
 */
#include "base/arena.h"
#include "pneu/msgid.h"
#include "syntax/msgid_scan.h"

/* Gives the bytes of a normal form. */
typedef struct normal_reader {
    pneu_str id;
    size_t at;
    size_t left_end;  /* where "@" stands; 0: all of it is given as it stands */
    int needs_quotes; /* 1 if the left side is given as one quoted string */
    int is_in_quotes; /* at `at` */
    int held;         /* a byte that comes next, or -1 */
} normal_reader;

/* After the word at `at`: a quoted string or an atom; `at` if there is none. */
static size_t skip_word(pneu_str id, size_t at)
{
    unsigned saw = 0;
    if (at < id.len && id.ptr[at] == '"') {
        size_t end = pneu_i_skip_quoted(id, at, &saw);
        return saw & PNEU_I_SAW_OPEN_QUOTE ? at : end;
    }
    while (at < id.len && pneu_i_is_id_atom((unsigned char)id.ptr[at]))
        at++;
    return at;
}

/* Where the "@" after words and dots stands, or 0. */
static size_t find_left_end(pneu_str id)
{
    size_t at = 0;
    for (;;) {
        size_t end = skip_word(id, at);
        if (end == at || end == id.len)
            return 0;
        if (id.ptr[end] == '@')
            return end;
        if (id.ptr[end] != '.')
            return 0;
        at = end + 1;
    }
}

/* The next byte of the left side, out of quotes and escapes; -1 at its end. */
static int next_content(normal_reader *r)
{
    while (r->at < r->left_end) {
        char c = r->id.ptr[r->at++];
        if (c == '"')
            r->is_in_quotes = !r->is_in_quotes;
        else if (c == '\\')
            return (unsigned char)r->id.ptr[r->at++];
        else
            return (unsigned char)c;
    }
    return -1;
}

/* 1 if what the left side says is no list of atoms with single dots between them. */
static int must_be_quoted(normal_reader r)
{
    int c;
    int before = '.';
    while ((c = next_content(&r)) >= 0) {
        if (c == '.' ? before == '.' : !pneu_i_is_id_atom((unsigned char)c))
            return 1;
        before = c;
    }
    return before == '.';
}

static normal_reader new_reader(pneu_str id)
{
    normal_reader r = {id, 0, 0, 0, 0, -1};
    if (id.len > 0 && memchr(id.ptr, '"', id.len) != NULL)
        r.left_end = find_left_end(id);
    r.needs_quotes = r.left_end > 0 && must_be_quoted(r);
    r.held = r.needs_quotes ? '"' : -1;
    return r;
}

static int next_byte(normal_reader *r)
{
    int c = r->held;
    if (c >= 0) {
        r->held = -1;
        return c;
    }
    if (r->at < r->left_end) {
        c = next_content(r);
        if (r->needs_quotes && (c == '"' || c == '\\')) {
            r->held = c;
            return '\\';
        }
        if (c >= 0)
            return c;
    }
    if (r->needs_quotes) {
        r->needs_quotes = 0;
        return '"';
    }
    return r->at < r->id.len ? (unsigned char)r->id.ptr[r->at++] : -1;
}

pneu_status pneu_msgid_normalise(pneu_arena *arena, pneu_str id, pneu_str *out)
{
    if (arena == NULL || out == NULL || (id.ptr == NULL && id.len > 0))
        return PNEU_ERR_ARGUMENT;
    normal_reader r = new_reader(id);
    if (r.left_end == 0) {
        *out = id;
        return PNEU_OK;
    }
    char *text = pneu_i_arena_alloc(arena, id.len);
    size_t len = 0;
    int c;
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    while ((c = next_byte(&r)) >= 0)
        text[len++] = (char)c;
    *out = pneu_i_str_of(text, len);
    return PNEU_OK;
}

int32_t pneu_msgid_equal(pneu_str a, pneu_str b)
{
    normal_reader x = new_reader(a);
    normal_reader y = new_reader(b);
    if (x.left_end == 0 && y.left_end == 0)
        return pneu_i_str_equal(a, b);
    int c;
    while ((c = next_byte(&x)) == next_byte(&y))
        if (c < 0)
            return 1;
    return 0;
}
