/* The header of a part that is cleaned: its fields are gathered as they pass, and written when it ends. */
#ifndef PNEU_SANITISE_CLEAN_HEADER_H
#define PNEU_SANITISE_CLEAN_HEADER_H

#include "base/feed.h"
#include "sanitise/cleaner.h"

/* A zeroed struct holds nothing. */
typedef struct pneu_i_held_header {
    pneu_i_buf bytes; /* of all fields, one after the other */
    struct pneu_i_held_field *fields;
    size_t count;
    size_t capacity;
} pneu_i_held_header;

/* Takes a field, copied. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_held_header_add(pneu_i_held_header *held, const pneu_alloc *alloc, pneu_str slice,
                                   const pneu_field_span *span);
void pneu_i_held_header_clear(pneu_i_held_header *held);
void pneu_i_held_header_free(pneu_i_held_header *held, const pneu_alloc *alloc);

/* What the fields that speak of the body are to say. */
typedef struct pneu_i_entity_form {
    int is_message;        /* the header of a message: MIME-Version stands in it */
    int is_opaque;         /* the type is not the one declared, which goes to X-Original-Content-Type */
    pneu_str type;         /* as used */
    pneu_str charset;      /* ptr NULL: the one declared, if any; else this one */
    pneu_str boundary;     /* of a multipart */
    int32_t encoding;      /* PNEU_ENCODING_... of what is written */
    unsigned reading_last; /* the last Content-Type and -Disposition count, not the first */
} pneu_i_entity_form;

/* The raw value of the field with this id that counts, "" if there is none. */
pneu_str pneu_i_held_value(const pneu_i_held_header *held, int32_t id, unsigned takes_last);

/* Writes the fields that speak of the body (made_fields.c). PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_put_made_fields(pneu_i_cleaner *cleaner, const pneu_i_held_header *held,
                                   const pneu_i_entity_form *form, pneu_i_feed *out);

/* Writes the header and its empty line. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_clean_header(pneu_i_cleaner *cleaner, const pneu_i_held_header *held, const pneu_i_entity_form *form,
                                pneu_i_feed *out);

#endif
