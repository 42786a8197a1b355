/*
 * pneu/refold.h: header fields with over-long lines folded again, in messages of any size, in constant memory.
 *
 *     pneu_refolder_new(NULL, NULL, NULL, &refolder);
 *     while there is input:
 *         pneu_refolder_push(refolder, bytes, len);
 *         while (pneu_refolder_read(refolder, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);   // until PNEU_MORE
 *     pneu_refolder_finish(refolder);
 *     while (pneu_refolder_read(refolder, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);       // until PNEU_DONE
 *
 * A line of a header must not have more than 998 bytes, and should not have more than 78 (RFC 5322 section 2.1.1). A line
 * that passes the limit gets line ends before white space that is there (section 2.2.3), at the best places that its field
 * has (as pneu_field_fold): after ";" and ",", before the clauses of Received; in quoted strings, comments and brackets only
 * where there is no other place; in an encoded word never. Nothing but these line ends is put in: unfolded, each field is
 * what it was, and all other bytes pass as they are, bodies too (lines of bodies: pneu/filter.h). The headers are those
 * of the message, of all its parts, and of messages in it that are not encoded. Folded again the output is itself.
 *
 * What has no such place stays, and is noted. So does white space of more than 998 bytes, which is not cut. Dates, ids and
 * other fields that programs are known to read only the first line of (PNEU_FOLD_NEVER) are folded only where a line has
 * over 998 bytes, whatever the limit.
 *
 * The output does not depend on how input and output are cut.
 */
#ifndef PNEU_REFOLD_H
#define PNEU_REFOLD_H

#include <pneu/base.h>
#include <pneu/note.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Choices -------------------------------------------------------------------------------------------------- */

/* What becomes of the headers of parts under multipart/signed: their signature is over these bytes (RFC 1847 section 2.1). */
enum {
    PNEU_REFOLD_LEAVE_SIGNED = 0, /* they stay as they are, and are noted */
    PNEU_REFOLD_CHANGE_SIGNED = 1 /* they are folded like any other, and the signature noted as void */
};

#define PNEU_REFOLD_LEAST 20 /* bytes: the least limit and width */

/* How to fold. NULL in its place is all zero. This struct never changes. */
typedef struct pneu_refold_choices {
    uint32_t over;       /* lines of more bytes than this are folded: PNEU_REFOLD_LEAST to 998; 0: 998 */
    uint32_t width;      /* bytes that the lines made of them should have at most: to `over`; 0: 78, or `over` if that is less */
    int32_t on_signed;   /* PNEU_REFOLD_..._SIGNED */
    int32_t reserved[5]; /* 0 */
} pneu_refold_choices;

/* ---- What is told --------------------------------------------------------------------------------------------- */

/* The kinds of notes. */
enum {
    PNEU_REFOLD_LONG_LINE = 1,   /* a field that still has a line over 998 bytes */
    PNEU_REFOLD_SIGNED_LEFT = 2, /* a field under multipart/signed with a line over the limit, left as it is */
    PNEU_REFOLD_SIGNED_PART = 3, /* a field under multipart/signed that was folded: the signature is void */
    PNEU_REFOLD_SIGNATURE = 4    /* a DKIM or ARC signature that is probably void: over a body with headers that were folded in
                                    it, or in "simple" form over fields that were (RFC 6376 section 3.4.1); the "relaxed" form
                                    of a header is the same folded or not (section 3.4.2) */
};

/* What was done. This struct never changes. */
typedef struct pneu_refold_summary {
    uint64_t fields;     /* folded */
    uint64_t folds;      /* line ends put in */
    uint64_t long_lines; /* over 998 bytes, that stayed for want of a place */
    uint64_t left;       /* fields left because they are signed */
    uint64_t signatures; /* void: DKIM, ARC, multipart/signed */
} pneu_refold_summary;

/* ---- The filter ----------------------------------------------------------------------------------------------- */

typedef struct pneu_refolder pneu_refolder;

/* A new filter. The parser's options, and the choices, are copied; NULL means the defaults. The caller frees it with
 * pneu_refolder_free. PNEU_ERR_ARGUMENT (no such choice), PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_refolder_new(const pneu_options *options, const pneu_refold_choices *choices,
                                       const pneu_alloc *alloc, pneu_refolder **out);

/* Gives the filter the next bytes, borrowed until pneu_refolder_read returns PNEU_MORE. PNEU_ERR_STATE before that, and
 * after finish. */
PNEU_API pneu_status pneu_refolder_push(pneu_refolder *refolder, const void *bytes, size_t len);

/* Says that there are no more bytes. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_refolder_finish(pneu_refolder *refolder);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_MORE: nothing
 * was, the input is used up; PNEU_DONE: nothing was, and nothing will be; PNEU_ERR_ARGUMENT for a capacity of 0;
 * PNEU_ERR_MEMORY, which stays until reset. */
PNEU_API pneu_status pneu_refolder_read(pneu_refolder *refolder, void *out, size_t capacity, size_t *written);

/* What was done so far; final after PNEU_DONE. */
PNEU_API void pneu_refolder_summary(const pneu_refolder *refolder, pneu_refold_summary *out);

/* After PNEU_DONE: the i-th note, or NULL. The first 64 about fields, then the first 64 about DKIM and ARC signatures. Borrowed
 * until reset or free. */
PNEU_API const pneu_note *pneu_refolder_note(const pneu_refolder *refolder, size_t i);

/* Makes the filter as new for another message; memory up to MAX_KEPT_MEMORY is kept. */
PNEU_API void pneu_refolder_reset(pneu_refolder *refolder);

/* Frees the filter; NULL is allowed. */
PNEU_API void pneu_refolder_free(pneu_refolder *refolder);

#ifdef __cplusplus
}
#endif

#endif
