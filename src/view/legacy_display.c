/*
 * Legacy displays: header fields that encrypted mail repeats at the start of its body, for readers that do not know
 * header protection. In: a text, or HTML. Out: the same without them. RFC 9788 sections 4.5.3.2 and 4.5.3.3.
 * Invariants: linear, constant memory but for the result; nothing else is lost: where the end of the display is missing
 * all stays. Lines end at CRLF, LF or CR, as everywhere in views.
 * Not handled: whether the part may have one (pneu_header_protection); further displays after the first.
 */
#include "base/arena.h"
#include "pneu/crypto.h"
#include "view/html_step.h"

/* ---- Text ------------------------------------------------------------------------------------------------------- */

pneu_status pneu_legacy_display_skip(pneu_str text, pneu_str *out)
{
    int is_blank = 1;
    if (out == NULL || (text.ptr == NULL && text.len > 0))
        return PNEU_ERR_ARGUMENT;
    for (size_t at = 0; at < text.len; at++) {
        char c = text.ptr[at];
        if (c != '\r' && c != '\n') {
            is_blank = is_blank && pneu_i_is_blank((unsigned char)c);
            continue;
        }
        if (c == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n')
            at++;
        if (is_blank) {
            *out = pneu_i_str_from(text, at + 1);
            return PNEU_OK;
        }
        is_blank = 1;
    }
    *out = text;
    return PNEU_OK;
}

/* ---- HTML ------------------------------------------------------------------------------------------------------- */

/* The search for the element. */
typedef struct search {
    pneu_i_html_tokenizer tokenizer;
    int div;      /* as pneu_i_element_find gives it */
    size_t open;  /* how many <div> are open in the display, itself too; 0: it was not found yet */
    size_t tag;   /* the "<" of the tag that is being read */
    size_t at;    /* after what was read */
    size_t start; /* of the display */
    size_t end;   /* after it */
    int has_end;
} search;

static void pass_text(void *ctx, const char *utf8, size_t len)
{
    (void)ctx;
    (void)utf8;
    (void)len;
}

static void take_tag(void *ctx, const pneu_i_html_tag *tag)
{
    search *s = ctx;
    if (tag->element != s->div || tag->is_self_closed || s->has_end)
        return;
    if (s->open == 0 && tag->is_legacy_display) {
        s->start = s->tag;
        s->open = 1;
    } else if (s->open > 0) {
        s->open += tag->is_end ? SIZE_MAX : 1; /* one less, or more */
        s->has_end = s->open == 0;
        s->end = s->at;
    }
}

/* Reads up to the next "<" or ">" and that byte alone: so it is known where tags begin and end. */
static void read_on(search *s, pneu_str html)
{
    size_t end = s->at;
    while (end < html.len && html.ptr[end] != '<' && html.ptr[end] != '>')
        end++;
    pneu_i_html_tokenizer_push(&s->tokenizer, html.ptr + s->at, end - s->at);
    s->at = end;
    if (end == html.len)
        return;
    s->at++;
    pneu_i_html_tokenizer_push(&s->tokenizer, html.ptr + end, 1);
    if (s->tokenizer.state == PNEU_I_IN_LESS)
        s->tag = end;
}

pneu_status pneu_legacy_display_cut(pneu_arena *arena, pneu_str html, pneu_str *out)
{
    search s;
    pneu_i_html_sink sink = {pass_text, take_tag, &s};
    if (arena == NULL || out == NULL || (html.ptr == NULL && html.len > 0))
        return PNEU_ERR_ARGUMENT;
    memset(&s, 0, sizeof s);
    s.div = pneu_i_element_find(pneu_i_str("div"));
    pneu_i_html_tokenizer_init(&s.tokenizer, sink);
    s.tokenizer.wants_class = 1;
    while (s.at < html.len && !s.has_end)
        read_on(&s, html);
    if (!s.has_end || html.ptr == NULL) {
        *out = html;
        return PNEU_OK;
    }
    size_t rest = html.len - s.end;
    char *text = pneu_i_arena_alloc(arena, s.start + rest);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    memcpy(text, html.ptr, s.start);
    memcpy(text + s.start, html.ptr + s.end, rest);
    *out = pneu_i_str_of(text, s.start + rest);
    return PNEU_OK;
}
