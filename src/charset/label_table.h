/* The charsets this library decodes, and the labels they go by. */
#ifndef PNEU_CHARSET_LABEL_TABLE_H
#define PNEU_CHARSET_LABEL_TABLE_H

#include "charset/charset.h"

#define PNEU_I_CHARSET_COUNT 52
#define PNEU_I_LABEL_COUNT 479

typedef struct pneu_i_label {
    const char *text; /* lower case; the table is sorted by it */
    int charset;      /* or PNEU_I_CHARSET_NONE */
} pneu_i_label;

extern const pneu_i_charset pneu_i_charsets[PNEU_I_CHARSET_COUNT];
extern const pneu_i_label pneu_i_labels[PNEU_I_LABEL_COUNT];

#endif
