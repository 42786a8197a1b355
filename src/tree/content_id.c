/*
 * The value of Content-ID: what stands between the angle brackets (RFC 2045 section 7, RFC 5322 section 3.6.4).
 * In: a raw value. Out: the identifier in the arena, without brackets, comments, white space and control characters; of
 * a value without brackets all that is no comment. Never fails on input. Quoted strings and domain literals stay as
 * written. Not handled: whether it is a valid msg-id (the syntax of identifiers is checked elsewhere).
 */
#include "tree/details.h"

/* Walks a raw value: what the byte at `at` is part of. */
typedef struct walk {
    pneu_str value;
    size_t at;
    size_t depth;  /* of comments */
    int is_quoted; /* inside a quoted string */
} walk;

/* 1 if the byte just passed, c, is text outside comments. A quoted pair is passed as one. */
static int step_is_text(walk *w, unsigned char c)
{
    if (c == '\\' && (w->is_quoted || w->depth > 0) && w->at < w->value.len) {
        w->at++;
        return w->depth == 0;
    }
    if (c == '"' && w->depth == 0)
        w->is_quoted = !w->is_quoted;
    if (w->is_quoted)
        return 1;
    if (c == '(') {
        w->depth++;
        return 0;
    }
    if (c == ')' && w->depth > 0) {
        w->depth--;
        return 0;
    }
    return w->depth == 0;
}

/* Appends the text bytes of the value, up to `stop` outside comments and quotes; *found tells if that came. */
static size_t collect_text(walk *w, char stop, char *out, int *found)
{
    size_t len = 0;
    *found = 0;
    while (w->at < w->value.len) {
        size_t start = w->at++;
        unsigned char c = (unsigned char)w->value.ptr[start];
        if (c == (unsigned char)stop && !w->is_quoted && w->depth == 0) {
            *found = 1;
            break;
        }
        if (!step_is_text(w, c))
            continue;
        for (; start < w->at; start++)
            if ((unsigned char)w->value.ptr[start] > ' ' && w->value.ptr[start] != 127)
                out[len++] = w->value.ptr[start];
    }
    return len;
}

pneu_status pneu_i_content_id_read(pneu_arena *arena, pneu_str value, pneu_str *out)
{
    char *text = pneu_i_arena_alloc(arena, value.len);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    walk w = {value, 0, 0, 0};
    int is_open, is_closed;
    size_t len = collect_text(&w, '<', text, &is_open);
    if (is_open)
        len = collect_text(&w, '>', text, &is_closed);
    *out = pneu_i_str_of(text, len);
    return PNEU_OK;
}
