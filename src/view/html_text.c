/*
 * HTML to text, streaming. In: bytes in any pieces. Out: text in pieces of the caller's size.
 * What is pushed goes through the UTF-8 decoder first, so that everything behind it sees whole, well-formed characters.
 * Memory is the state of the parts (below 16 KiB) and what one step of STEP bytes becomes.
 * Not handled: charsets (pneu/charset.h comes first), <meta charset>.
 */
#include "view/html_text.h"

#include "view/html_render.h"

#define STEP ((size_t)1024)
#define ALL_FLAGS (PNEU_HTML_NO_LINKS | PNEU_HTML_NO_IMAGES | PNEU_HTML_SHOW_HIDDEN)
#define MOST_WIDTH 65535

struct pneu_html_text {
    pneu_i_feed feed;
    uint32_t flags;
    uint32_t width;
    pneu_i_decoder decoder;
    pneu_i_html_render render;
};

static void render_characters(void *ctx, const char *utf8, size_t len)
{
    pneu_html_text *html = ctx;
    pneu_i_html_render_push(&html->render, utf8, len);
}

static int step(void *ctx)
{
    pneu_html_text *html = ctx;
    pneu_str piece = pneu_i_feed_take(&html->feed, STEP);
    if (piece.len > 0) {
        pneu_i_decoder_push(&html->decoder, piece.ptr, piece.len);
        pneu_i_decoder_flush(&html->decoder);
        return 1;
    }
    if (!html->feed.is_finished)
        return 0;
    pneu_i_decoder_finish(&html->decoder);
    pneu_i_html_render_finish(&html->render);
    if (html->feed.status == PNEU_OK)
        html->feed.status = PNEU_DONE;
    return 0;
}

void pneu_html_text_reset(pneu_html_text *html)
{
    if (html == NULL)
        return;
    pneu_i_utf8_sink sink = {render_characters, html};
    pneu_i_feed_start(&html->feed, step, html);
    (void)pneu_i_decoder_open(&html->decoder, PNEU_I_CHARSET_UTF_8, sink); /* needs no memory */
    pneu_i_html_render_start(&html->render, &html->feed, html->flags, html->width);
}

pneu_status pneu_html_text_new(uint32_t flags, uint32_t width, const pneu_alloc *alloc, pneu_html_text **out)
{
    if (out == NULL || !pneu_i_alloc_usable(alloc) || (flags & ~(uint32_t)ALL_FLAGS) != 0 || width > MOST_WIDTH)
        return PNEU_ERR_ARGUMENT;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_html_text *html = pneu_i_alloc_zeroed(&own, sizeof *html);
    if (html == NULL)
        return PNEU_ERR_MEMORY;
    html->feed.alloc = own;
    html->flags = flags;
    html->width = width;
    pneu_html_text_reset(html);
    *out = html;
    return PNEU_OK;
}

pneu_status pneu_html_text_push(pneu_html_text *html, const void *bytes, size_t len)
{
    return html != NULL ? pneu_i_feed_push(&html->feed, bytes, len) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_html_text_finish(pneu_html_text *html)
{
    return html != NULL ? pneu_i_feed_finish(&html->feed) : PNEU_ERR_ARGUMENT;
}

pneu_status pneu_html_text_read(pneu_html_text *html, void *out, size_t capacity, size_t *written)
{
    return html != NULL ? pneu_i_feed_read(&html->feed, out, capacity, written) : PNEU_ERR_ARGUMENT;
}

void pneu_html_text_free(pneu_html_text *html)
{
    if (html == NULL)
        return;
    pneu_alloc alloc = html->feed.alloc;
    pneu_i_feed_free(&html->feed);
    pneu_i_alloc_free(&alloc, html, sizeof *html);
}

/* ---- A whole document ------------------------------------------------------------------------------------------ */

typedef struct target {
    pneu_i_text_builder *builder;
    size_t most;
} target;

static pneu_status add_to_target(void *ctx, pneu_str utf8)
{
    target *to = ctx;
    pneu_i_text_builder_add(to->builder, utf8.ptr, utf8.len);
    if (to->builder->status != PNEU_OK)
        return to->builder->status;
    return to->builder->len > to->most ? PNEU_DONE : PNEU_OK;
}

pneu_status pneu_i_html_to_builder(pneu_i_text_builder *builder, pneu_str html, uint32_t flags, uint32_t width,
                                   size_t most)
{
    pneu_html_text *converter;
    target to = {builder, most};
    pneu_status status = pneu_html_text_new(flags, width, &builder->arena->alloc, &converter);
    if (status != PNEU_OK)
        return status;
    status = pneu_i_feed_run(&converter->feed, html, add_to_target, &to);
    pneu_html_text_free(converter);
    return status;
}

pneu_status pneu_html_to_text(pneu_arena *arena, pneu_str html, uint32_t flags, uint32_t width, pneu_str *out)
{
    pneu_i_text_builder builder;
    if (arena == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, html.len / 4);
    pneu_status status = pneu_i_html_to_builder(&builder, html, flags, width, SIZE_MAX);
    return status != PNEU_OK ? status : pneu_i_text_builder_end(&builder, out);
}
