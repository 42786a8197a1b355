/* The attributes of HTML that matter to somebody who reads the text. */
#ifndef PNEU_VIEW_HTML_ATTRIBUTE_H
#define PNEU_VIEW_HTML_ATTRIBUTE_H

#include "view/html_token.h"

/* What an attribute is for the tag it stands in: a bit each. 0: nothing. */
enum {
    PNEU_I_ATTRIBUTE_SHOWN = 1,  /* "href" of a link, "alt" of an image */
    PNEU_I_ATTRIBUTE_NUMBER = 2, /* "start" of a list, "value" of an item */
    PNEU_I_ATTRIBUTE_STYLE = 4,
    PNEU_I_ATTRIBUTE_HIDDEN = 8,
    PNEU_I_ATTRIBUTE_CLASS = 16 /* for whom the tokenizer wants classes */
};

/* `name` in lower case. */
int pneu_i_html_attribute_find(int element, pneu_str name);

/* Puts a value into the tag. */
void pneu_i_html_attribute_set(pneu_i_html_tag *tag, int attribute, pneu_str value, int is_cut);

#endif
