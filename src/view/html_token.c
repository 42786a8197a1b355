/*
 * The tokenizer of HTML, a state machine over bytes (HTML standard, section 13.2.5, without what only scripts need).
 * In: bytes in any pieces. Out: text and tags, to a sink. All state is in the struct, and of constant size.
 * As browsers do: "<" before anything but a letter, "/", "!" or "?" is text; a comment or tag that is not closed goes
 * on to the end. As mail needs it: the text of a CDATA section is text, and "<script/>" has no content.
 * Invariants: no state looks ahead, so the result does not depend on how the input is cut; a byte is handled at most
 * twice.
 * Not handled: scripts that hold comments that hold scripts; SVG and MathML, which are read like HTML.
 */
#include "view/html_step.h"

/* ---- Text ------------------------------------------------------------------------------------------------------- */

static int is_shown(const pneu_i_html_tokenizer *t)
{
    return t->raw < 0 || (pneu_i_element_at(t->raw)->flags & PNEU_I_ELEMENT_SHOWS_CONTENT);
}

void pneu_i_html_put_text(pneu_i_html_tokenizer *t, const char *text, size_t len)
{
    if (len > 0 && is_shown(t))
        t->sink.text(t->sink.ctx, text, len);
}

/* What follows text: more of it, or raw content. */
int pneu_i_html_text_state(const pneu_i_html_tokenizer *t)
{
    return t->raw < 0 ? PNEU_I_IN_TEXT : PNEU_I_IN_RAW;
}

static void end_reference(pneu_i_html_tokenizer *t, char next, int *takes_next)
{
    char out[PNEU_I_REFERENCE_ROOM];
    size_t len = pneu_i_reference_end(&t->reference, next, 0, out, takes_next);
    pneu_i_html_put_text(t, out, len);
    t->state = pneu_i_html_text_state(t);
}

static int in_reference(pneu_i_html_tokenizer *t, char c)
{
    int takes_next;
    if (pneu_i_reference_push(&t->reference, c))
        return 1;
    if (c == '&' && t->reference.len == 1) {
        pneu_i_html_put_text(t, "&", 1);
        return 1;
    }
    end_reference(t, c, &takes_next);
    return takes_next;
}

static int in_text(pneu_i_html_tokenizer *t, char c)
{
    if (c == '<') {
        t->state = PNEU_I_IN_LESS;
    } else {
        pneu_i_reference_start(&t->reference);
        t->state = PNEU_I_IN_REFERENCE;
    }
    return 1;
}

/* ---- Raw content ------------------------------------------------------------------------------------------------ */

static int in_raw_less(pneu_i_html_tokenizer *t, char c)
{
    t->state = c == '/' ? PNEU_I_IN_RAW_END : PNEU_I_IN_RAW;
    t->name_len = 0;
    if (c == '/')
        return 1;
    pneu_i_html_put_text(t, "<", 1);
    return 0;
}

/* Only the end tag of its own element ends raw content. The letters are kept as they came, to be text again. */
static int in_raw_end(pneu_i_html_tokenizer *t, char c)
{
    const char *name = pneu_i_element_at(t->raw)->name;
    size_t len = strlen(name);
    if (t->name_len < len && pneu_i_lower(c) == name[t->name_len]) {
        t->name[t->name_len++] = c;
        return 1;
    }
    if (t->name_len == len && (pneu_i_html_is_blank(c) || c == '/' || c == '>')) {
        int element = t->raw;
        t->raw = -1;
        pneu_i_html_start_tag(t, 1);
        t->tag.element = element;
        t->state = PNEU_I_IN_BETWEEN;
        return 0;
    }
    pneu_i_html_put_text(t, "</", 2);
    pneu_i_html_put_text(t, t->name, t->name_len);
    t->state = PNEU_I_IN_RAW;
    return 0;
}

static int in_raw(pneu_i_html_tokenizer *t, char c)
{
    if (c == '<') {
        t->state = PNEU_I_IN_RAW_LESS;
    } else {
        pneu_i_reference_start(&t->reference);
        t->state = PNEU_I_IN_REFERENCE;
    }
    return 1;
}

/* ---- The machine ------------------------------------------------------------------------------------------------ */

typedef int step(pneu_i_html_tokenizer *t, char c);

/* In the order of the states. */
static step *const steps[] = {
    in_text,
    in_raw,
    in_raw_less,
    in_raw_end,
    in_reference,
    pneu_i_html_in_less,
    pneu_i_html_in_end_less,
    pneu_i_html_in_name,
    pneu_i_html_in_between,
    pneu_i_html_in_slash,
    pneu_i_html_in_attribute,
    pneu_i_html_in_after_name,
    pneu_i_html_in_before_value,
    pneu_i_html_in_value,
    pneu_i_html_in_value_reference,
    pneu_i_html_in_declaration,
    pneu_i_html_in_open_comment,
    pneu_i_html_in_open_cdata,
    pneu_i_html_in_bogus,
    pneu_i_html_in_comment_start,
    pneu_i_html_in_comment,
    pneu_i_html_in_cdata,
};

/* The number of bytes from the start that the state only passes by. */
static size_t run_of(const pneu_i_html_tokenizer *t, const char *bytes, size_t len)
{
    size_t at = 0;
    int has_references = t->raw < 0 || (pneu_i_element_at(t->raw)->flags & PNEU_I_ELEMENT_HAS_REFERENCES);
    const char *end;
    switch (t->state) {
    case PNEU_I_IN_TEXT:
    case PNEU_I_IN_RAW:
        while (at < len && bytes[at] != '<' && (bytes[at] != '&' || !has_references))
            at++;
        return at;
    case PNEU_I_IN_BOGUS: end = memchr(bytes, '>', len); return end != NULL ? (size_t)(end - bytes) : len;
    case PNEU_I_IN_COMMENT:
        if (t->held > 0)
            return 0;
        end = memchr(bytes, '-', len);
        return end != NULL ? (size_t)(end - bytes) : len;
    case PNEU_I_IN_CDATA:
        if (t->held > 0)
            return 0;
        end = memchr(bytes, ']', len);
        return end != NULL ? (size_t)(end - bytes) : len;
    default: return 0;
    }
}

static int is_text_state(int state)
{
    return state == PNEU_I_IN_TEXT || state == PNEU_I_IN_RAW || state == PNEU_I_IN_CDATA;
}

void pneu_i_html_tokenizer_init(pneu_i_html_tokenizer *t, pneu_i_html_sink sink)
{
    memset(t, 0, sizeof *t);
    t->sink = sink;
    t->raw = -1;
    t->state = PNEU_I_IN_TEXT;
}

void pneu_i_html_tokenizer_push(pneu_i_html_tokenizer *t, const char *bytes, size_t len)
{
    size_t at = 0;
    while (at < len) {
        size_t run = run_of(t, bytes + at, len - at);
        if (is_text_state(t->state))
            pneu_i_html_put_text(t, bytes + at, run);
        at += run;
        if (at == len)
            break;
        at += (size_t)steps[t->state](t, bytes[at]);
    }
}

void pneu_i_html_tokenizer_finish(pneu_i_html_tokenizer *t)
{
    int takes_next;
    switch (t->state) {
    case PNEU_I_IN_REFERENCE: end_reference(t, 0, &takes_next); break;
    case PNEU_I_IN_LESS: pneu_i_html_put_text(t, "<", 1); break;
    case PNEU_I_IN_END_LESS: pneu_i_html_put_text(t, "</", 2); break;
    case PNEU_I_IN_RAW_LESS: pneu_i_html_put_text(t, "<", 1); break;
    case PNEU_I_IN_RAW_END:
        pneu_i_html_put_text(t, "</", 2);
        pneu_i_html_put_text(t, t->name, t->name_len);
        break;
    case PNEU_I_IN_CDATA: pneu_i_html_put_text(t, "]]", t->held); break;
    default: break;
    }
}
