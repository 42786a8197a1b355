/* The elements of HTML that matter to somebody who reads the text. */
#ifndef PNEU_VIEW_HTML_ELEMENT_H
#define PNEU_VIEW_HTML_ELEMENT_H

#include "base/str.h"

#define PNEU_I_ELEMENT_COUNT 94
#define PNEU_I_ELEMENT_LONGEST 10 /* bytes of the longest name */

/* What an element is to a reader. */
enum {
    PNEU_I_ELEMENT_OTHER = 0,
    PNEU_I_ELEMENT_LINK,
    PNEU_I_ELEMENT_IMAGE,
    PNEU_I_ELEMENT_BREAK,
    PNEU_I_ELEMENT_RULE,
    PNEU_I_ELEMENT_INLINE_QUOTE,
    PNEU_I_ELEMENT_CELL,
    PNEU_I_ELEMENT_TERM,
    PNEU_I_ELEMENT_TEMPLATE,
    PNEU_I_ELEMENT_SCRIPT, /* its content is no markup; flags tell whether it is shown */
    /* Those that are kept on a stack: */
    PNEU_I_ELEMENT_PRE,
    PNEU_I_ELEMENT_QUOTE,
    PNEU_I_ELEMENT_LIST,
    PNEU_I_ELEMENT_NUMBERED,
    PNEU_I_ELEMENT_ITEM,
    PNEU_I_ELEMENT_DESCRIPTIONS,
    PNEU_I_ELEMENT_DESCRIPTION,
    PNEU_I_ELEMENT_TABLE,
    PNEU_I_ELEMENT_KIND_COUNT
};

/* Flags. */
enum {
    PNEU_I_ELEMENT_IS_VOID = 1,          /* there is no content and no end tag */
    PNEU_I_ELEMENT_SHOWS_CONTENT = 2,    /* SCRIPT: its content is text to be shown */
    PNEU_I_ELEMENT_HAS_REFERENCES = 4,   /* SCRIPT: character references are decoded in it */
    PNEU_I_ELEMENT_CLOSES_PARAGRAPH = 8, /* its start ends an open paragraph */
    PNEU_I_ELEMENT_ENDS_LIKE = 16        /* its start ends an open one of its kind, in the same list or table */
};

typedef struct pneu_i_element {
    const char *name;
    uint8_t kind;   /* PNEU_I_ELEMENT_... */
    uint8_t breaks; /* lines ended at its start and end: 0, 1, or 2 for an empty line */
    uint8_t flags;
} pneu_i_element;

extern const pneu_i_element pneu_i_elements[PNEU_I_ELEMENT_COUNT];

/* The element with this name in lower case; an unknown one is PNEU_I_ELEMENT_COUNT. */
int pneu_i_element_find(pneu_str name);

/* What the table says of it; of an unknown one that it is PNEU_I_ELEMENT_OTHER. */
const pneu_i_element *pneu_i_element_at(int element);

#endif
