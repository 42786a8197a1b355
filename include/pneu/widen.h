/*
 * pneu/widen.h: bodies in quoted-printable and base64 decoded in place, for transports and stores that carry 8-bit text
 * (8BITMIME, RFC 6152) or any bytes (BINARYMIME, RFC 3030). Messages of any size. The way back is pneu/filter.h.
 *
 * Two passes over the same bytes: the first one, the plan, sees what each body decodes to, and so what its header and
 * those around it have to say; the second one copies, but for what was planned.
 *
 *     pneu_widen_plan_new(NULL, NULL, NULL, &plan);
 *     while there is input: pneu_widen_plan_push(plan, bytes, len);
 *     pneu_widen_plan_finish(plan);
 *     pneu_widen_new(plan, NULL, &widen);                                          // then push the same bytes again
 *     while there is input:
 *         pneu_widen_push(widen, bytes, len);
 *         while (pneu_widen_read(widen, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);     // until PNEU_MORE
 *     pneu_widen_finish(widen);
 *     while (pneu_widen_read(widen, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);         // until PNEU_DONE
 *
 * A body is decoded if what comes out is text that 7bit or 8bit may carry (RFC 2045 sections 2.7 and 2.8): lines of at most
 * 998 bytes that end with CRLF, without NUL and without a CR or LF alone. So it must be on the wire: in a file with LF
 * the line ends of quoted-printable are LF, and stay LF, and those that base64 holds stay CRLF. With PNEU_WIDEN_BINARY
 * other bodies are decoded too. Content-Transfer-Encoding says 7bit, 8bit or binary then, in its place; multiparts and
 * messages around it say no less (section 6.4), with a field at their header's end if they have none. Decoded again the
 * output has the same parts with the same bodies; all that is not changed keeps its bytes; and widened again it is itself.
 *
 * These stay as they are, and are noted: parts under multipart/signed or multipart/encrypted; bodies that are not as
 * their encoding wants them, so that programs decode them differently; bodies with a line that begins like a delimiter
 * of a multipart around them; message/partial, message/external-body, and messages that are encoded themselves; and
 * what a header does not let us say. Uuencoded bodies stay too: they have a name, a mode and text around them, which
 * would be lost.
 *
 * Memory: that of a parser, a record for each open part, 24 bytes for each change and each multipart or message; the
 * second pass holds one block. The output does not depend on how input and output are cut.
 */
#ifndef PNEU_WIDEN_H
#define PNEU_WIDEN_H

#include <pneu/base.h>
#include <pneu/note.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Choices -------------------------------------------------------------------------------------------------- */

/* What the transport carries. */
enum {
    PNEU_WIDEN_8BIT = 0,  /* lines of bytes: 8BITMIME */
    PNEU_WIDEN_BINARY = 1 /* any bytes: BINARYMIME, and with it CHUNKING */
};

/* How to widen. NULL in its place is all zero. This struct never changes. */
typedef struct pneu_widen_choices {
    int32_t to;          /* PNEU_WIDEN_8BIT, PNEU_WIDEN_BINARY */
    int32_t reserved[7]; /* 0 */
} pneu_widen_choices;

/* ---- What is told --------------------------------------------------------------------------------------------- */

/* The kinds of notes; all but the last are about parts that stay encoded. */
enum {
    PNEU_WIDEN_SEALED = 1,    /* under multipart/signed or multipart/encrypted */
    PNEU_WIDEN_MALFORMED = 2, /* it is not what its encoding wants: decoding may lose something */
    PNEU_WIDEN_DELIMITER = 3, /* it has a line that begins like a delimiter, or its last byte would be taken for the next one's */
    PNEU_WIDEN_TYPE = 4,      /* message/partial, message/external-body, an encoded message */
    PNEU_WIDEN_HEADER = 5,    /* a header, its own or one around it, has two Content-Transfer-Encoding fields, or an
                                 unknown one, or no empty line at its end; or its last line is no field, and would be the
                                 body if there were none */
    PNEU_WIDEN_SIGNATURE = 6  /* a DKIM-Signature or ARC-Message-Signature over a body that was changed: void */
};

/* What was done, or will be. This struct never changes. */
typedef struct pneu_widen_summary {
    uint64_t seven_bit;   /* bodies that become 7bit, */
    uint64_t eight_bit;   /* 8bit, */
    uint64_t binary;      /* binary */
    uint64_t containers;  /* multiparts and messages that say more than before */
    uint64_t left;        /* bodies that stay in quoted-printable or base64, for want of PNEU_WIDEN_BINARY too */
    uint64_t signatures;  /* void: of the first 64 that were open at one time */
} pneu_widen_summary;

/* ---- The plan ------------------------------------------------------------------------------------------------- */

typedef struct pneu_widen_plan pneu_widen_plan;

/* A plan for one message. The parser's options, and the choices, are copied; NULL means the defaults. The caller frees it
 * with pneu_widen_plan_free. PNEU_ERR_ARGUMENT (no such choice), PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_widen_plan_new(const pneu_options *options, const pneu_widen_choices *choices,
                                         const pneu_alloc *alloc, pneu_widen_plan **out);

/* Takes the next bytes; none of them are needed afterwards. PNEU_ERR_STATE after finish; PNEU_ERR_ARGUMENT;
 * PNEU_ERR_MEMORY, which stays until reset. */
PNEU_API pneu_status pneu_widen_plan_push(pneu_widen_plan *plan, const void *bytes, size_t len);

/* The end of the message. As push. */
PNEU_API pneu_status pneu_widen_plan_finish(pneu_widen_plan *plan);

/* What will be done; final after finish. */
PNEU_API void pneu_widen_plan_summary(const pneu_widen_plan *plan, pneu_widen_summary *out);

/* After finish: the i-th note, or NULL. The first 64 about parts, then the first 64 about signatures. Borrowed until
 * reset or free. */
PNEU_API const pneu_note *pneu_widen_plan_note(const pneu_widen_plan *plan, size_t i);

/* Makes the plan as new for another message; memory up to MAX_KEPT_MEMORY is kept. */
PNEU_API void pneu_widen_plan_reset(pneu_widen_plan *plan);

/* Frees the plan; NULL is allowed. */
PNEU_API void pneu_widen_plan_free(pneu_widen_plan *plan);

/* ---- The filter ----------------------------------------------------------------------------------------------- */

typedef struct pneu_widen pneu_widen;

/* A filter for the message of a finished plan, which is borrowed until the filter is freed, and must not be reset
 * before. The caller frees it with pneu_widen_free. PNEU_ERR_STATE: the plan is not finished; PNEU_ERR_ARGUMENT;
 * PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_widen_new(const pneu_widen_plan *plan, const pneu_alloc *alloc, pneu_widen **out);

/* Gives the filter the next bytes, borrowed until pneu_widen_read returns PNEU_MORE. PNEU_ERR_STATE before that, and
 * after finish. */
PNEU_API pneu_status pneu_widen_push(pneu_widen *widen, const void *bytes, size_t len);

/* Says that there are no more bytes. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_widen_finish(pneu_widen *widen);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_MORE:
 * nothing was, the input is used up; PNEU_DONE: nothing was, and nothing will be. PNEU_ERR_CHANGED: the bytes are
 * not those of the plan (told at the end at the latest; the output is void); PNEU_ERR_MEMORY. Both stay until reset.
 * PNEU_ERR_ARGUMENT for a capacity of 0. */
PNEU_API pneu_status pneu_widen_read(pneu_widen *widen, void *out, size_t capacity, size_t *written);

/* Makes the filter as new, for the same message again. */
PNEU_API void pneu_widen_reset(pneu_widen *widen);

/* Frees the filter; NULL is allowed. */
PNEU_API void pneu_widen_free(pneu_widen *widen);

#ifdef __cplusplus
}
#endif

#endif
