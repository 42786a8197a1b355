/* The open blocks of a document: lists, items, quotes, tables, preformatted text. */
#ifndef PNEU_VIEW_HTML_BLOCK_H
#define PNEU_VIEW_HTML_BLOCK_H

#include "view/html_element.h"
#include "view/html_output.h"
#include "view/html_token.h"

/* The blocks stand in the output; this is what is beside them. All zero: none is open. */
typedef struct pneu_i_html_blocks {
    uint32_t pre;                                 /* PRE that are open */
    uint32_t lists;                               /* LIST and NUMBERED that are open */
    uint32_t too_deep[PNEU_I_ELEMENT_KIND_COUNT]; /* opened where there was no room */
} pneu_i_html_blocks;

/* The element of this start or end tag is one of those kept on the stack; the line before it is closed. */
void pneu_i_html_block_start(pneu_i_html_blocks *blocks, pneu_i_html_output *out, const pneu_i_html_tag *tag);
void pneu_i_html_block_end(pneu_i_html_blocks *blocks, pneu_i_html_output *out, int kind);

#endif
