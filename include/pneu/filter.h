/*
 * pneu/filter.h: messages of any size from bytes to bytes, in constant memory: the conversion to 7-bit ASCII, or to
 * what else the next hop takes.
 *
 * What SMTP without extensions can carry is bytes 1 to 127, CRLF, and lines of at most 998 bytes. The conversion makes
 * such a message of any other (RFC 6152 section 3): texts become quoted-printable or base64, whichever is shorter, all
 * other bodies base64; header fields become encoded words, RFC 2231 parameters, A-labels. With 8BITMIME or SMTPUTF8
 * less of this is necessary (PNEU_TRANSPORT_...). What is fine already is copied byte for byte, but that LF becomes
 * CRLF. Read again, the output is the same tree of parts with the same decoded bodies and texts; converted again, it is
 * itself; and pneu_needs (pneu/needs.h) finds nothing in it that the transport does not have. Whatever cannot be kept
 * is refused, or left out and noted, as the caller chooses.
 *
 * Two ways, one engine. Planned, over bytes that can be had twice: a refusal is known before the first byte is written.
 *
 *     pneu_ascii_plan_new(NULL, NULL, NULL, &plan);
 *     while there is input: pneu_ascii_plan_push(plan, bytes, len);
 *     status = pneu_ascii_plan_finish(plan);                             // PNEU_OK, or why not
 *     pneu_ascii_new_planned(plan, NULL, &ascii);                        // then push the same bytes again
 *
 * In one pass, for a pipe: a header and up to 64 KiB of its body are held back, and what becomes of the part is
 * decided from these alone.
 *
 *     pneu_ascii_new(NULL, NULL, NULL, NULL, &ascii);
 *
 * Both:
 *
 *     while there is input:
 *         pneu_ascii_push(ascii, bytes, len);
 *         while (pneu_ascii_read(ascii, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);     // until PNEU_MORE
 *     pneu_ascii_finish(ascii);
 *     while (pneu_ascii_read(ascii, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);         // until PNEU_DONE
 *
 * The output does not depend on how input and output are cut. A message in memory, with its edits, has a writer of its
 * own: pneu_ascii_writer_new.
 */
#ifndef PNEU_FILTER_H
#define PNEU_FILTER_H

#include <pneu/base.h>
#include <pneu/note.h>
#include <pneu/format.h>
#include <pneu/parse.h>
#include <pneu/write.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Choices -------------------------------------------------------------------------------------------------- */

/* What becomes of a part under multipart/signed that would have to be changed: its signature would not hold any more
 * (RFC 1847 section 2.1). */
enum {
    PNEU_SIGNED_REFUSE = 0, /* PNEU_ERR_SIGNED */
    PNEU_SIGNED_CONVERT = 1 /* it is changed like any other, and the signature noted as void */
};

/* What the next hop takes, each more than the one before. What it takes is not changed, whatever its label says. Lines
 * of at most 998 bytes without NUL and a bare CR are what all of them ask for. */
enum {
    PNEU_TRANSPORT_7BIT = 0, /* SMTP without extensions */
    PNEU_TRANSPORT_8BIT = 1, /* 8BITMIME (RFC 6152): bytes above 127, but in no header */
    PNEU_TRANSPORT_UTF8 = 2  /* 8BITMIME and SMTPUTF8 (RFC 6531): and UTF-8 in the fields of headers. In a field that is
                              * not UTF-8 what can be read is written in UTF-8, else it has no form, as in 7-bit */
};

/* How to convert. NULL in its place is all zero. This struct never changes. */
typedef struct pneu_ascii_choices {
    int32_t on_unrepresentable; /* PNEU_UNREPRESENTABLE_...: what becomes of fields without a form for the transport */
    int32_t on_signed;          /* PNEU_SIGNED_... */
    int32_t transport;          /* PNEU_TRANSPORT_... */
    int32_t reserved[5];        /* 0 */
} pneu_ascii_choices;

/*
 * Room outside of memory, for the one-pass way: bytes first in, first out. With it a part whose first 64 KiB say
 * nothing is held back until it is known to its end; without it the part is passed on as it is, and PNEU_ERR_LATE_8BIT
 * ends the conversion if that was wrong. `write` takes all of len bytes, `read` gives the len oldest ones, which are
 * there; both return PNEU_OK, or an error that ends the conversion. The struct is copied.
 */
typedef struct pneu_spool {
    pneu_status (*write)(void *ctx, const void *bytes, size_t len);
    pneu_status (*read)(void *ctx, void *out, size_t len);
    void *ctx;
} pneu_spool;

/* ---- What is told ----------------------------------------------------------------------------------------------- */

/* Why a message was refused. This struct never changes. */
typedef struct pneu_refusal {
    pneu_status status; /* PNEU_ERR_...; PNEU_OK if there was no refusal */
    uint32_t part;      /* the part concerned, as the parser counts */
    uint64_t offset;    /* in the input: of the field or the event */
    pneu_str field;     /* its name, or ""; borrowed until reset or free */
} pneu_refusal;

/* The kinds of notes. */
enum {
    PNEU_ASCII_DOWNGRADED = 1, /* loss: a field, replaced as RFC 6857 says, or with parameters left out or replaced */
    PNEU_ASCII_DROPPED = 2,    /* loss: a field, left out */
    PNEU_ASCII_JUNK = 3,       /* loss: the lines of a header that are no field, left out */
    PNEU_ASCII_PREAMBLE = 4,   /* loss: what stands before a multipart's first part, left out */
    PNEU_ASCII_EPILOGUE = 5,   /* loss: what stands after its last part, left out */
    PNEU_ASCII_SIGNATURE = 6,  /* a DKIM or ARC signature over a message that was changed: probably void */
    PNEU_ASCII_SIGNED_PART = 7 /* a multipart/signed, changed because of PNEU_SIGNED_CONVERT: void */
};

/* What was done, or will be. This struct never changes. */
typedef struct pneu_ascii_summary {
    uint64_t parts;
    uint64_t fields;           /* rewritten, or left out */
    uint64_t quoted_printable; /* bodies that become quoted-printable */
    uint64_t base64;           /* bodies that become base64 */
    uint64_t mended;           /* bodies in one of these encodings with bytes or lines that are out of place */
    uint64_t boundaries;       /* replaced */
    uint64_t losses;
    uint64_t signatures; /* void */
} pneu_ascii_summary;

/* ---- The plan ------------------------------------------------------------------------------------------------- */

typedef struct pneu_ascii_plan pneu_ascii_plan;

/* A plan for one message. `options`, those of the parser, and `choices` are copied; NULL means the defaults. The caller
 * frees it with pneu_ascii_plan_free. PNEU_ERR_ARGUMENT (no such choice), PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_ascii_plan_new(const pneu_options *options, const pneu_ascii_choices *choices,
                                         const pneu_alloc *alloc, pneu_ascii_plan **out);

/* Takes the next bytes; none of them are needed afterwards. PNEU_OK, or why the message is refused: PNEU_ERR_SIGNED,
 * PNEU_ERR_ENCODING, PNEU_ERR_UNREPRESENTABLE, PNEU_ERR_BOUNDARY; PNEU_ERR_MEMORY; PNEU_ERR_STATE after finish. Errors
 * stay until reset. */
PNEU_API pneu_status pneu_ascii_plan_push(pneu_ascii_plan *plan, const void *bytes, size_t len);

/* The end of the message: PNEU_OK if it can be converted; else as push. */
PNEU_API pneu_status pneu_ascii_plan_finish(pneu_ascii_plan *plan);

/* Why it was refused. */
PNEU_API void pneu_ascii_plan_refusal(const pneu_ascii_plan *plan, pneu_refusal *out);

/* What will be done; final after finish. */
PNEU_API void pneu_ascii_plan_summary(const pneu_ascii_plan *plan, pneu_ascii_summary *out);

/* After finish: the i-th note, or NULL. At most the first 64 losses and 64 signatures have one. Borrowed until the
 * next call that is given the plan. */
PNEU_API const pneu_note *pneu_ascii_plan_note(const pneu_ascii_plan *plan, size_t i);

/* Makes the plan as new for another message; memory up to MAX_KEPT_MEMORY is kept. */
PNEU_API void pneu_ascii_plan_reset(pneu_ascii_plan *plan);

/* Frees the plan; NULL is allowed. */
PNEU_API void pneu_ascii_plan_free(pneu_ascii_plan *plan);

/* ---- The filter ----------------------------------------------------------------------------------------------- */

typedef struct pneu_ascii pneu_ascii;

/* A filter that works in one pass. `spool` may be NULL. The caller frees it with pneu_ascii_free. As
 * pneu_ascii_plan_new. */
PNEU_API pneu_status pneu_ascii_new(const pneu_options *options, const pneu_ascii_choices *choices,
                                    const pneu_spool *spool, const pneu_alloc *alloc, pneu_ascii **out);

/* A filter for the message of a finished plan, which is borrowed until the filter is freed, and must not be reset
 * before. PNEU_ERR_STATE: the plan is not finished, or the message refused; PNEU_ERR_ARGUMENT; PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_ascii_new_planned(const pneu_ascii_plan *plan, const pneu_alloc *alloc, pneu_ascii **out);

/* Gives the filter the next bytes, borrowed until pneu_ascii_read returns PNEU_MORE. PNEU_ERR_STATE before that, and
 * after finish. */
PNEU_API pneu_status pneu_ascii_push(pneu_ascii *ascii, const void *bytes, size_t len);

/* Says that there are no more bytes. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_ascii_finish(pneu_ascii *ascii);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_MORE:
 * nothing was, the input is used up; PNEU_DONE: nothing was, and nothing will be. In one pass the refusals of
 * pneu_ascii_plan_push come here, and PNEU_ERR_LATE_8BIT; planned PNEU_ERR_CHANGED, if the bytes do not fit the
 * plan. After an error the output is void; errors stay until reset. PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT for a
 * capacity of 0. */
PNEU_API pneu_status pneu_ascii_read(pneu_ascii *ascii, void *out, size_t capacity, size_t *written);

/* Why the message was refused. */
PNEU_API void pneu_ascii_refusal(const pneu_ascii *ascii, pneu_refusal *out);

/* The plan that is followed, for its summary and notes; in one pass they are final after PNEU_DONE. Borrowed until the
 * filter is freed. */
PNEU_API const pneu_ascii_plan *pneu_ascii_plan_of(const pneu_ascii *ascii);

/* Makes the filter as new: for another message, or (planned) the same one again. The spool must be empty. */
PNEU_API void pneu_ascii_reset(pneu_ascii *ascii);

/* Frees the filter; NULL is allowed. */
PNEU_API void pneu_ascii_free(pneu_ascii *ascii);

/* ---- A message in memory ---------------------------------------------------------------------------------------- */

typedef struct pneu_ascii_writer pneu_ascii_writer;

/* A writer for a finished message, edits included, as pneu_writer_new (pneu/write.h) makes one: what it gives is what
 * a planned filter makes of all that a writer with PNEU_WRITE_EXACT gives. The plan is made here, with the options
 * that the message was read with; a message that is refused gets a writer, too, whose reads tell the reason. `flags`:
 * PNEU_WRITE_DOT_STUFFED, with or without PNEU_WRITE_END_OF_DATA, or 0. The message is borrowed until the writer is
 * freed, and must not be reset or edited before. The caller frees the writer with pneu_ascii_writer_free.
 * PNEU_ERR_ARGUMENT (also for other flags), PNEU_ERR_MEMORY, PNEU_ERR_STATE before finish, PNEU_ERR_NOT_KEPT. */
PNEU_API pneu_status pneu_ascii_writer_new(pneu_message *message, const pneu_ascii_choices *choices, uint32_t flags,
                                           const pneu_alloc *alloc, pneu_ascii_writer **out);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_DONE:
 * nothing was, and nothing will be; else nothing was: the plan's refusal; PNEU_ERR_ARGUMENT for a capacity of 0;
 * PNEU_ERR_MEMORY, which stays until reset. */
PNEU_API pneu_status pneu_ascii_writer_read(pneu_ascii_writer *writer, void *out, size_t capacity, size_t *written);

/* The plan, for its refusal, summary and notes. Borrowed until the writer is freed. */
PNEU_API const pneu_ascii_plan *pneu_ascii_writer_plan(const pneu_ascii_writer *writer);

/* Back to the first byte. */
PNEU_API void pneu_ascii_writer_reset(pneu_ascii_writer *writer);

/* Frees the writer; NULL is allowed. */
PNEU_API void pneu_ascii_writer_free(pneu_ascii_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
