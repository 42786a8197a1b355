/* Fields in canonical form, added to a text that grows. Only for the canon files. */
#ifndef PNEU_VIEW_CANON_FIELD_H
#define PNEU_VIEW_CANON_FIELD_H

#include "charset/text_builder.h"
#include "pneu/canon.h"

/* How fields are to be written. */
typedef struct pneu_i_canon_form {
    int32_t algorithm;
    uint32_t flags;
} pneu_i_canon_form;

/* 1 if the form is one that exists. */
int pneu_i_canon_form_is_known(pneu_i_canon_form form);

/* The name of a raw field; len is 0 where it has none. */
pneu_str pneu_i_canon_name(pneu_str field);

/* What stands after the colon; nothing where there is none. */
pneu_str pneu_i_canon_value(pneu_str field);

/* Adds the field with its line end. */
void pneu_i_canon_add_field(pneu_i_text_builder *builder, pneu_str field, pneu_i_canon_form form);

/* Adds a signature field without its b= and its line end. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_canon_add_own(pneu_i_text_builder *builder, pneu_str field, pneu_i_canon_form form);

#endif
