/* What an edit means for the parts around it: their encodings, signatures and boundaries. */
#ifndef PNEU_EDIT_AROUND_H
#define PNEU_EDIT_AROUND_H

#include "edit/rebound.h"

typedef struct pneu_i_around {
    uint32_t part;                 /* the innermost part around the edit, or PNEU_NO_PART */
    uint32_t inside;               /* the part whose bytes change: multiparts that edits made around it count, too */
    const pneu_i_content *content; /* what is put there, or NULL */

    /* Prepared, in the arena. */
    pneu_i_piece encoding;    /* a field */
    pneu_i_new_field *fields; /* the same for each part whose encoding is raised */
    pneu_i_rebound *rebounds; /* boundaries that the content holds */
    pneu_i_piece *separator;  /* spare pieces, where the header around has no empty line behind it; or NULL */
    pneu_i_piece *line_end;   /* where the end of the input cut the delimiter before `behind`; or NULL */
    uint32_t behind;
} pneu_i_around;

/* Looks at the parts around the edit, and prepares what pneu_i_around_touch changes in them. Room is made for that, and
 * for so many patches and touches more. PNEU_ERR_BOUNDARY: the content holds a boundary that cannot be changed, or of a
 * multipart that an edit made; PNEU_ERR_SIGNED: it is signed; PNEU_ERR_LIMIT, PNEU_ERR_MEMORY. */
pneu_status pneu_i_around_prepare(pneu_message *message, pneu_i_around *around, size_t patches, size_t touches);

/* Ends the delimiter before the edit and the header around it, raises encodings, changes boundaries, in what the edit
 * itself put there, too, and tells which signatures are void. */
void pneu_i_around_touch(pneu_message *message, const pneu_i_around *around);

#endif
