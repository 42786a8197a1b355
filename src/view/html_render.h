/* HTML, whole characters of UTF-8 in pieces, to lines of text. */
#ifndef PNEU_VIEW_HTML_RENDER_H
#define PNEU_VIEW_HTML_RENDER_H

#include "pneu/view.h"
#include "view/html_block.h"
#include "view/html_hidden.h"
#include "view/html_link.h"

/* The state of a conversion. It must stay where it is. */
typedef struct pneu_i_html_render {
    uint32_t flags; /* PNEU_HTML_... */
    pneu_i_html_tokenizer tokenizer;
    pneu_i_html_output out;
    pneu_i_html_blocks blocks;
    pneu_i_html_link link;
    pneu_i_html_hidden hidden;
    int is_at_pre; /* 1 right after <pre>: one line end there is not part of it */
    int had_cr;    /* in <pre>: a LF now belongs to the CR before it */
} pneu_i_html_render;

/* Begins. Lines go to the feed; they are wrapped to `width` characters, or not if that is 0. */
void pneu_i_html_render_start(pneu_i_html_render *render, pneu_i_feed *feed, uint32_t flags, uint32_t width);

void pneu_i_html_render_push(pneu_i_html_render *render, const char *utf8, size_t len);

void pneu_i_html_render_finish(pneu_i_html_render *render);

#endif
