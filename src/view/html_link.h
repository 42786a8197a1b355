/* The link that text stands in: its address, and whether that is to be shown. */
#ifndef PNEU_VIEW_HTML_LINK_H
#define PNEU_VIEW_HTML_LINK_H

#include "view/html_token.h"

#define PNEU_I_LINK_MAX (PNEU_I_HTML_VALUE + 8)

/* All zero: no link is open. */
typedef struct pneu_i_html_link {
    int is_open;
    int is_text_cut; /* the text is longer than what is kept, so not the address */
    size_t address_len;
    size_t text_len;
    char address[PNEU_I_LINK_MAX];
    char text[PNEU_I_HTML_VALUE]; /* without spaces */
} pneu_i_html_link;

/* A link begins. It stays closed where its address means nothing to a reader: a place in the same document, a script.
 * */
void pneu_i_html_link_open(pneu_i_html_link *link, const pneu_i_html_tag *tag);

/* Text within it. */
void pneu_i_html_link_add(pneu_i_html_link *link, const char *utf8, size_t len);

/* It ends: 1 if its address says more than its text. */
int pneu_i_html_link_close(pneu_i_html_link *link);

#endif
