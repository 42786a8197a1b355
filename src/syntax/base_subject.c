/*
 * The base subject (RFC 5256 section 2.1): what is left of a subject without marks of answers and forwarding, and
 * without the names of lists before it.
 * In: the raw value of Subject. Out: UTF-8 in the arena; whether a mark of an answer or a forwarded message was there.
 * Marks in other languages (AW:, SV:) stay, as the RFC has it, so that two programs sort alike.
 * Invariant: the text only gets shorter, and a run of "[...]" is read once, however many there are.
 * Not handled: comparing subjects (RFC 5256 wants i;unicode-casemap).
 */
#include "base/arena.h"
#include "base/str.h"
#include "pneu/syntax.h"

typedef struct subject {
    pneu_str text; /* what is left */
    int is_marked;
} subject;

static int begins_with(pneu_str s, size_t at, const char *word)
{
    size_t len = strlen(word);
    return s.len - at >= len && pneu_i_ascii_same(s.ptr + at, word, len);
}

static size_t skip_blanks(pneu_str s, size_t at)
{
    while (at < s.len && s.ptr[at] == ' ')
        at++;
    return at;
}

/* Step 1, after decoding: each run of white space is one space. The text is changed in place. */
static pneu_str collapse(char *text, size_t len)
{
    size_t kept = 0;
    for (size_t i = 0; i < len; i++) {
        int is_blank = pneu_i_is_space((unsigned char)text[i]);
        if (!is_blank || kept == 0 || text[kept - 1] != ' ')
            text[kept++] = is_blank ? ' ' : text[i];
    }
    return pneu_i_str_of(text, kept);
}

/* Step 2: "(fwd)" and white space at the end. */
static void strip_trailers(subject *s)
{
    static const char trailer[] = "(fwd)";
    const size_t len = sizeof trailer - 1;
    for (;;) {
        if (s->text.len > 0 && s->text.ptr[s->text.len - 1] == ' ') {
            s->text.len--;
        } else if (s->text.len >= len && begins_with(s->text, s->text.len - len, trailer)) {
            s->text.len -= len;
            s->is_marked = 1;
        } else {
            return;
        }
    }
}

/* After a subj-blob, "[...]" without brackets inside, and the white space behind it; `at` if there is none. */
static size_t skip_blob(pneu_str s, size_t at)
{
    if (at == s.len || s.ptr[at] != '[')
        return at;
    for (size_t end = at + 1; end < s.len && s.ptr[end] != '['; end++)
        if (s.ptr[end] == ']')
            return skip_blanks(s, end + 1);
    return at;
}

/* After a subj-refwd: "re", "fw" or "fwd", perhaps a blob, ":"; `at` if there is none. */
static size_t skip_mark(pneu_str s, size_t at)
{
    size_t end = at;
    if (begins_with(s, at, "re") || begins_with(s, at, "fw"))
        end = at + (begins_with(s, at, "fwd") ? 3 : 2);
    if (end == at)
        return at;
    end = skip_blob(s, skip_blanks(s, end));
    return end < s.len && s.ptr[end] == ':' ? end + 1 : at;
}

/* Steps 3 to 5. Blobs without a mark after them go, too, unless nothing would be left: then the last one stays. */
static void strip_leaders(subject *s)
{
    size_t start = skip_blanks(s->text, 0);
    size_t last = start; /* the last blob before `at`, or `at` */
    size_t at = start;
    for (;;) {
        size_t end = skip_blob(s->text, at);
        if (end > at) {
            last = at;
            at = end;
            continue;
        }
        end = skip_mark(s->text, at);
        if (end == at)
            break;
        s->is_marked = 1;
        last = at = skip_blanks(s->text, end);
    }
    s->text = pneu_i_str_from(s->text, at < s->text.len ? at : last);
}

/* Step 6: "[fwd:" and "]" around all of it. */
static int strip_wrapping(subject *s)
{
    static const char head[] = "[fwd:";
    const size_t len = sizeof head - 1;
    if (s->text.len <= len || !begins_with(s->text, 0, head) || s->text.ptr[s->text.len - 1] != ']')
        return 0;
    s->text = pneu_i_str_of(s->text.ptr + len, s->text.len - len - 1);
    s->is_marked = 1;
    return 1;
}

pneu_status pneu_base_subject(pneu_arena *arena, pneu_str value, int32_t *is_marked, pneu_str *out)
{
    pneu_str decoded, copy;
    if (is_marked == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_decode_text(arena, value, PNEU_LENIENT, NULL, &decoded);
    if (status == PNEU_OK)
        status = pneu_i_arena_copy(arena, decoded, &copy);
    if (status != PNEU_OK)
        return status;
    subject s = {collapse((char *)copy.ptr, copy.len), 0};
    do {
        strip_trailers(&s);
        strip_leaders(&s);
    } while (strip_wrapping(&s));
    *is_marked = s.is_marked;
    *out = s.text;
    return PNEU_OK;
}
