/* Headers as edits left them: going through the fields, and putting, replacing and removing some. */
#ifndef PNEU_EDIT_HEADER_PATCH_H
#define PNEU_EDIT_HEADER_PATCH_H

#include "edit/edit_check.h"

#define PNEU_I_NO_PATCH SIZE_MAX

/* A field. */
typedef struct pneu_i_header_item {
    pneu_str name;
    uint32_t index; /* as read; UINT32_MAX: it was put there */
    size_t patch;   /* its patch, or PNEU_I_NO_PATCH: it stands as it was read */
} pneu_i_header_item;

typedef struct pneu_i_header_cursor {
    pneu_message *message;
    uint32_t part;
    uint32_t field; /* the next one as read */
    size_t patch;   /* the next one */
} pneu_i_header_cursor;

/* Before the first field. */
pneu_i_header_cursor pneu_i_header_begin(pneu_message *message, uint32_t part);

/* 1 and the next field, or 0 at the end. */
int pneu_i_header_next(pneu_i_header_cursor *cursor, pneu_i_header_item *item);

/* Gives the field that was just passed other bytes, which begin with a name, or takes it away. Room for a patch was
 * reserved. */
void pneu_i_header_replace(pneu_i_header_cursor *cursor, const pneu_i_header_item *item, const pneu_i_patch *with);
void pneu_i_header_remove(pneu_i_header_cursor *cursor, const pneu_i_header_item *item);

/* The bytes of a field, as pieces: *count of them. */
const pneu_i_piece *pneu_i_header_pieces(pneu_message *message, uint32_t part, const pneu_i_header_item *item,
                                         pneu_i_piece *as_read, uint32_t *count);

/* What the header says of the body's encoding now: PNEU_ENCODING_... */
int32_t pneu_i_header_encoding(pneu_message *message, uint32_t part);

/* How many fields have this name. */
size_t pneu_i_header_count(pneu_message *message, uint32_t part, pneu_str name);

/* Pieces that what is put into a header takes: one for itself, and three for a line end that is missing before it. */
#define PNEU_I_SPARE_PIECES ((size_t)4)

/* A field that is ready to be put. */
typedef struct pneu_i_new_field {
    pneu_str name;
    pneu_i_piece *pieces; /* PNEU_I_SPARE_PIECES; the first is the field */
} pneu_i_new_field;

/* A field of finished bytes, line end included, in the arena. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_new_field_of(pneu_message *message, pneu_str name, pneu_str bytes, pneu_i_new_field *field);

/* Patches that putting the field may take; touches: one. */
size_t pneu_i_header_room(pneu_message *message, uint32_t part, pneu_str name);

/* Puts the field as PNEU_PUT_... says; room was reserved. */
void pneu_i_header_put(pneu_message *message, uint32_t part, int32_t where, const pneu_i_new_field *field);

/* 1 if the header ends with an empty line. *end: where the fields end. */
int pneu_i_header_separator(const pneu_message *message, uint32_t part, uint64_t *end);

/* Sees to it that the header ends with an empty line; room for two patches and a touch was reserved, `pieces` has
 * PNEU_I_SPARE_PIECES. */
void pneu_i_header_separate(pneu_message *message, uint32_t part, pneu_i_piece *pieces);

#endif
