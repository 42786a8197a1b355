/* HTML to text for the other files of this folder. */
#ifndef PNEU_VIEW_HTML_TEXT_H
#define PNEU_VIEW_HTML_TEXT_H

#include "charset/text_builder.h"
#include "pneu/view.h"

/* Adds the text of a document to the builder; stops when that has more than `most` bytes, give or take a step. PNEU_OK,
 * PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT. */
pneu_status pneu_i_html_to_builder(pneu_i_text_builder *builder, pneu_str html, uint32_t flags, uint32_t width,
                                   size_t most);

#endif
