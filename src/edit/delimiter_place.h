/* Where the delimiters of a multipart stand, which the tree does not keep. */
#ifndef PNEU_EDIT_DELIMITER_PLACE_H
#define PNEU_EDIT_DELIMITER_PLACE_H

#include "edit/edit_check.h"

/* The first byte of the delimiter line before a part of a multipart. PNEU_OK, or PNEU_ERR_LIMIT if there is none. */
pneu_status pneu_i_delimiter_before(const pneu_message *message, uint32_t part, uint64_t *offset);

/* The first byte of a multipart's close delimiter line: *has is 0, and the offset that of its end, if there is none.
 * PNEU_OK, or PNEU_ERR_LIMIT if something else stands behind the last part. */
pneu_status pneu_i_close_delimiter(pneu_message *message, uint32_t part, uint64_t *offset, int *has);

/* The boundary of a multipart as its delimiters have it; of one without parts, the parameter. Borrowed. PNEU_OK,
 * PNEU_ERR_MEMORY, or PNEU_ERR_LIMIT if there is none. */
pneu_status pneu_i_boundary_as_read(pneu_message *message, uint32_t part, pneu_str *boundary);

/* The same as edits left it. */
pneu_status pneu_i_boundary_of(pneu_message *message, uint32_t part, pneu_str *boundary);

/* The multiparts that edits made around a part, and then those around its body: by the patches that begin them. */
typedef struct pneu_i_wrap_cursor {
    pneu_message *message;
    uint32_t part;
    int slot;     /* PNEU_I_SLOT_OPEN, or _BODY_OPEN */
    size_t index; /* of the next patch */
} pneu_i_wrap_cursor;
pneu_i_wrap_cursor pneu_i_wraps_of(pneu_message *message, uint32_t part);
pneu_i_patch *pneu_i_wrap_next(pneu_i_wrap_cursor *cursor); /* or NULL */

/* The part, this one or one around it, whose delimiter the end of the input cut before its line end; or PNEU_NO_PART.
 * Such a part has no bytes. */
uint32_t pneu_i_behind_cut_delimiter(const pneu_message *message, uint32_t part);

/* What follows the last byte of a part. */
enum {
    PNEU_I_FOLLOWED_BY_LINE_END = 0,  /* that of the next delimiter */
    PNEU_I_FOLLOWED_BY_DELIMITER = 1, /* at once: the part ends where a line begins */
    PNEU_I_FOLLOWED_BY_NOTHING = 2    /* the input ends */
};
int pneu_i_followed_by(const pneu_message *message, uint32_t part);

/* The line end that goes behind the part before a delimiter: CRLF, too, behind a CR that would be taken for its own. */
pneu_str pneu_i_line_end_behind(const pneu_message *message, uint32_t part);

/* Tells of it, where no body keeps it from a part at the end of the input: it becomes that part's. Room for a touch was
 * reserved. */
void pneu_i_line_end_touch(pneu_message *message, uint32_t part);

#endif
