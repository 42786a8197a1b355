/*
 * What a reader sees of HTML. In: text and tags from the tokenizer. Out: words, spaces and breaks to html_output.
 * White space is collapsed outside <pre>; no-break spaces count. Nothing is fetched, executed or laid out.
 * Invariant: the result does not depend on how text is cut; only whole characters come.
 * Not handled: style sheets, columns of tables, forms.
 */
#include "view/html_render.h"

#include "charset/charset.h"

#define MOST_BREAKS 3      /* line ends in a row: two empty lines */
#define MOST_PRE_BREAKS 99 /* in <pre> */

static const char RULE[] = "----------";

/* ---- Text ------------------------------------------------------------------------------------------------------- */

/* 1 for a byte that is nothing but itself within a word. C2, E2 and EF begin what may not be. */
static int is_ordinary(unsigned char c)
{
    return (c > ' ' && c < 0x7F) || (c >= 0x80 && c != 0xC2 && c != 0xE2 && c != 0xEF);
}

static void put_word(pneu_i_html_render *r, const char *utf8, size_t len)
{
    pneu_i_html_link_add(&r->link, utf8, len);
    pneu_i_html_output_word(&r->out, utf8, len);
}

static void put_blank(pneu_i_html_render *r, char c)
{
    int is_end = c == '\n' || c == '\r';
    int is_second = c == '\n' && r->had_cr;
    if (r->blocks.pre == 0) {
        pneu_i_html_output_blank(&r->out);
        return;
    }
    if (c == '\t')
        pneu_i_html_output_word(&r->out, &c, 1);
    else if (!is_end)
        pneu_i_html_output_space(&r->out);
    else if (!is_second && !r->is_at_pre)
        pneu_i_html_output_break(&r->out, MOST_PRE_BREAKS);
    r->had_cr = c == '\r';
    if (!is_second)
        r->is_at_pre = 0;
}

/* A character that begins with C2, E2 or EF: no-break space, what is invisible, or an ordinary one. */
static void put_special(pneu_i_html_render *r, const char *utf8, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)utf8;
    int is_soft_hyphen = bytes[0] == 0xC2 && bytes[1] == 0xAD;
    int is_c1 = bytes[0] == 0xC2 && bytes[1] < 0xA0;
    int is_break_mark = len == 3 && memcmp(utf8, "\xE2\x80\x8B", 3) == 0;
    int is_order_mark = len == 3 && memcmp(utf8, "\xEF\xBB\xBF", 3) == 0;
    if (bytes[0] == 0xC2 && bytes[1] == 0xA0)
        pneu_i_html_output_space(&r->out);
    else if (len == 3 && (memcmp(utf8, "\xE2\x80\xA8", 3) == 0 || memcmp(utf8, "\xE2\x80\xA9", 3) == 0))
        pneu_i_html_output_break(&r->out, MOST_BREAKS);
    else if (!is_soft_hyphen && !is_c1 && !is_break_mark && !is_order_mark)
        put_word(r, utf8, len);
}

static void put_text(pneu_i_html_render *r, const char *utf8, size_t len)
{
    size_t at = 0;
    while (at < len) {
        size_t end = at;
        while (end < len && is_ordinary((unsigned char)utf8[end]))
            end++;
        if (end > at) {
            put_word(r, utf8 + at, end - at);
            r->is_at_pre = r->had_cr = 0;
            at = end;
            continue;
        }
        unsigned char c = (unsigned char)utf8[at];
        size_t size = c < 0x80 ? 1 : c == 0xC2 ? 2 : 3;
        if (c == ' ' || (c >= '\t' && c <= '\r' && c != '\v'))
            put_blank(r, (char)c);
        else if (c >= 0x80)
            put_special(r, utf8 + at, size);
        at += size;
    }
}

static void take_text(void *ctx, const char *utf8, size_t len)
{
    pneu_i_html_render *r = ctx;
    if (!pneu_i_html_is_hidden(&r->hidden))
        put_text(r, utf8, len);
}

/* 1 if the content of the element that begins is left out. */
static int hides(const pneu_i_html_render *r, const pneu_i_html_tag *tag)
{
    const pneu_i_element *element = pneu_i_element_at(tag->element);
    if (tag->is_end || tag->is_self_closed || (element->flags & PNEU_I_ELEMENT_IS_VOID))
        return 0;
    if (element->kind == PNEU_I_ELEMENT_TEMPLATE)
        return 1;
    return tag->is_hidden && !(r->flags & PNEU_HTML_SHOW_HIDDEN);
}

/* ---- Elements ------------------------------------------------------------------------------------------------- */

static void end_link(pneu_i_html_render *r)
{
    if (!pneu_i_html_link_close(&r->link) || (r->flags & PNEU_HTML_NO_LINKS))
        return;
    pneu_i_html_output_blank(&r->out);
    pneu_i_html_output_word(&r->out, "<", 1);
    pneu_i_html_output_word(&r->out, r->link.address, r->link.address_len);
    pneu_i_html_output_word(&r->out, ">", 1);
}

static void take_link(pneu_i_html_render *r, const pneu_i_html_tag *tag)
{
    end_link(r);
    if (!tag->is_end)
        pneu_i_html_link_open(&r->link, tag);
}

static int has_alternative(const pneu_i_html_tag *tag)
{
    return pneu_i_str_trim(pneu_i_str_of(tag->value, tag->value_len)).len > 0;
}

static void take_image(pneu_i_html_render *r, const pneu_i_html_tag *tag)
{
    if (tag->is_end || (r->flags & PNEU_HTML_NO_IMAGES) || tag->is_hidden || !has_alternative(tag))
        return;
    pneu_str text = pneu_i_str_trim(pneu_i_str_of(tag->value, tag->value_len));
    put_word(r, "[", 1);
    put_text(r, text.ptr, text.len);
    put_word(r, "]", 1);
}

static void take_rule(pneu_i_html_render *r, uint32_t breaks)
{
    pneu_i_html_output_block(&r->out, breaks);
    pneu_i_html_output_word(&r->out, RULE, sizeof RULE - 1);
    pneu_i_html_output_block(&r->out, breaks);
}

static void take_block(pneu_i_html_render *r, const pneu_i_html_tag *tag, const pneu_i_element *element)
{
    int is_list = element->kind == PNEU_I_ELEMENT_LIST || element->kind == PNEU_I_ELEMENT_NUMBERED;
    pneu_i_html_output_block(&r->out, 1); /* the line before has the prefix of what is open now */
    if (tag->is_end)
        pneu_i_html_block_end(&r->blocks, &r->out, element->kind);
    pneu_i_html_output_block(&r->out, is_list && r->blocks.lists > 0 ? 1 : element->breaks);
    if (tag->is_end)
        return;
    pneu_i_html_block_start(&r->blocks, &r->out, tag);
    r->is_at_pre = element->kind == PNEU_I_ELEMENT_PRE;
    r->had_cr = 0;
}

static void take_element(pneu_i_html_render *r, const pneu_i_html_tag *tag)
{
    const pneu_i_element *element = pneu_i_element_at(tag->element);
    switch (element->kind) {
    case PNEU_I_ELEMENT_LINK: take_link(r, tag); return;
    case PNEU_I_ELEMENT_IMAGE: take_image(r, tag); return;
    case PNEU_I_ELEMENT_BREAK: pneu_i_html_output_break(&r->out, MOST_BREAKS); return;
    case PNEU_I_ELEMENT_RULE: take_rule(r, element->breaks); return;
    case PNEU_I_ELEMENT_INLINE_QUOTE: put_word(r, tag->is_end ? "\xE2\x80\x9D" : "\xE2\x80\x9C", 3); return;
    case PNEU_I_ELEMENT_CELL:
        if (!tag->is_end)
            pneu_i_html_output_cell(&r->out);
        return;
    case PNEU_I_ELEMENT_TERM:
        pneu_i_html_output_block(&r->out, 1);
        pneu_i_html_block_end(&r->blocks, &r->out, PNEU_I_ELEMENT_DESCRIPTION);
        break;
    default: break;
    }
    if (element->kind >= PNEU_I_ELEMENT_PRE)
        take_block(r, tag, element);
    else
        pneu_i_html_output_block(&r->out, element->breaks);
}

static void take_tag(void *ctx, const pneu_i_html_tag *tag)
{
    pneu_i_html_render *r = ctx;
    if (pneu_i_html_is_hidden(&r->hidden) && !pneu_i_html_hidden_tag(&r->hidden, tag))
        return;
    if (hides(r, tag)) {
        pneu_i_html_hidden_start(&r->hidden, tag->element);
        return;
    }
    take_element(r, tag);
}

/* ---- The whole ------------------------------------------------------------------------------------------------- */

void pneu_i_html_render_start(pneu_i_html_render *r, pneu_i_feed *feed, uint32_t flags, uint32_t width)
{
    pneu_i_html_sink sink = {take_text, take_tag, r};
    memset(r, 0, sizeof *r);
    r->out.feed = feed;
    r->out.width = width;
    r->flags = flags;
    r->hidden.element = -1;
    pneu_i_html_tokenizer_init(&r->tokenizer, sink);
}

void pneu_i_html_render_push(pneu_i_html_render *r, const char *utf8, size_t len)
{
    pneu_i_html_tokenizer_push(&r->tokenizer, utf8, len);
}

void pneu_i_html_render_finish(pneu_i_html_render *r)
{
    pneu_i_html_tokenizer_finish(&r->tokenizer);
    end_link(r);
    pneu_i_html_output_finish(&r->out);
}
