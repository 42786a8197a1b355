/* An element whose content is left out, until it ends. */
#ifndef PNEU_VIEW_HTML_HIDDEN_H
#define PNEU_VIEW_HTML_HIDDEN_H

#include "view/html_token.h"

typedef struct pneu_i_html_hidden {
    int element;                             /* -1: nothing is hidden */
    uint32_t open[PNEU_I_ELEMENT_COUNT + 1]; /* by number: how many began there, itself too, and are open */
    uint32_t lists;                          /* how many of these are lists and tables */
} pneu_i_html_hidden;

static inline int pneu_i_html_is_hidden(const pneu_i_html_hidden *self)
{
    return self->element >= 0;
}

/* What is in this element, which has just begun, is hidden. */
void pneu_i_html_hidden_start(pneu_i_html_hidden *self, int element);

/* A tag while something is hidden. 1 if it is to be seen after all. */
int pneu_i_html_hidden_tag(pneu_i_html_hidden *self, const pneu_i_html_tag *tag);

#endif
