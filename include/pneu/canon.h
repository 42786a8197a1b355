/*
 * pneu/canon.h: the bytes that signatures are made of, so that a caller can hash, sign and verify: DKIM (RFC 6376
 * sections 3.4 and 3.7), ARC (RFC 8617 section 5.1), multipart/signed (RFC 1847). There is no cryptography here, and
 * nothing is verified.
 *
 * A DKIM signature over a message in memory:
 *
 *     pneu_canon_fields(message, arena, &fields, &count);             // and the index of the DKIM-Signature among them
 *     pneu_dkim_signature_read(arena, field.value, &signature);
 *     pneu_canon_body_new(signature.body_algorithm, 0, signature.body_limit, NULL, &body);
 *     push the body, read, hash: compare with signature.body_hash
 *     pneu_canon_signed_header(arena, fields, count, index, 0, &bytes);
 *     hash the bytes: verify signature.signature
 *
 * All of it is about messages as they travel, whose lines end in CRLF; PNEU_CANON_LF is for those of files.
 */
#ifndef PNEU_CANON_H
#define PNEU_CANON_H

#include <pneu/base.h>
#include <pneu/tree.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The canonicalization algorithms of RFC 6376 section 3.4. */
enum {
    PNEU_CANON_SIMPLE = 0,
    PNEU_CANON_RELAXED = 1
};

/* Flags. Only ever appended to. */
enum {
    PNEU_CANON_LF = 1 /* LF without CR is a line end too, and becomes CRLF; without this flag it is data */
};

/* ---- The body ------------------------------------------------------------------------------------------------- */

/*
 * The canonical form of a body, streaming in constant memory: what is held back is the number of empty lines, that
 * there was white space, and a CR. The body is that of the message as it stands: encoded, without SMTP's dots.
 */
typedef struct pneu_canon_body pneu_canon_body;

/* A new one; the caller frees it with pneu_canon_body_free. `limit` is the signature's l=, or PNEU_LIMIT_NONE: no more
 * than so many bytes come out. PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_canon_body_new(int32_t algorithm, uint32_t flags, int64_t limit, const pneu_alloc *alloc,
                                         pneu_canon_body **out);

/* Gives the next bytes, borrowed until pneu_canon_body_read returns PNEU_MORE. PNEU_ERR_STATE before MORE and after
 * finish. */
PNEU_API pneu_status pneu_canon_body_push(pneu_canon_body *body, const void *bytes, size_t len);

/* Says that there is no more input. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_canon_body_finish(pneu_canon_body *body);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_MORE:
 * nothing was, the input is used up; PNEU_DONE: nothing was, and nothing will be. PNEU_ERR_MEMORY stays until reset;
 * PNEU_ERR_ARGUMENT for a capacity of 0. */
PNEU_API pneu_status pneu_canon_body_read(pneu_canon_body *body, void *out, size_t capacity, size_t *written);

/* The length of the canonical form so far, what is beyond the limit included. After DONE: an l= above it is an error of
 * the signature, one below it leaves the end of the body unsigned (RFC 6376 section 8.2). */
PNEU_API uint64_t pneu_canon_body_length(const pneu_canon_body *body);

/* As new; memory is kept. */
PNEU_API void pneu_canon_body_reset(pneu_canon_body *body);

/* Frees it; NULL is allowed. */
PNEU_API void pneu_canon_body_free(pneu_canon_body *body);

/* ---- The header ----------------------------------------------------------------------------------------------- */

/* The raw fields of the message's header, line ends included, in order: an array in the arena, of slices borrowed from
 * the message. The indices are those of pneu_part_field. PNEU_ERR_NOT_KEPT, _MEMORY, _ARGUMENT. */
PNEU_API pneu_status pneu_canon_fields(pneu_message *message, pneu_arena *arena, const pneu_str **fields,
                                       size_t *count);

/* The canonical form of one raw field, which ends in CRLF, in the arena. PNEU_ERR_ARGUMENT (also where there is no
 * colon), PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_canon_field(pneu_arena *arena, pneu_str field, int32_t algorithm, uint32_t flags,
                                      pneu_str *out);

/* A raw signature field as it goes into its own hash: the value of its tag b= removed, with the white space around it,
 * and no line end (RFC 6376 section 3.7); not yet in canonical form. In the arena. PNEU_ERR_ARGUMENT,
 * PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_canon_without_b(pneu_arena *arena, pneu_str field, pneu_str *out);

/* What pneu_canon_select gives for a name that no field is left for: the null string (RFC 6376 section 5.4.2). */
#define PNEU_CANON_NO_FIELD SIZE_MAX

/* The raw fields that a list of names selects (the value of h=: names between colons), as indices, one a name: of
 * several fields of a name the last one first. An array in the arena. PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_canon_select(pneu_arena *arena, const pneu_str *fields, size_t count, pneu_str names,
                                       const size_t **selected, size_t *selected_count);

/* The canonical bytes of the fields that a list of names selects, one after the other, in the arena. PNEU_ERR_ARGUMENT,
 * PNEU_ERR_MEMORY. */
typedef struct pneu_canon_names {
    pneu_str names;    /* as h= */
    int32_t algorithm; /* PNEU_CANON_... */
    uint32_t flags;
} pneu_canon_names;
PNEU_API pneu_status pneu_canon_selected_header(pneu_arena *arena, const pneu_str *fields, size_t count,
                                                const pneu_canon_names *names, pneu_str *out);

/* ---- DKIM ----------------------------------------------------------------------------------------------------- */

/* What a DKIM-Signature or ARC-Message-Signature says that its bytes are. This struct never changes. */
typedef struct pneu_dkim_signature {
    int32_t header_algorithm; /* c=: PNEU_CANON_... */
    int32_t body_algorithm;
    int64_t body_limit; /* l=, or PNEU_LIMIT_NONE; a number beyond int64 is the greatest one */
    pneu_str algorithm; /* a=, "rsa-sha256" */
    pneu_str names;     /* h= */
    pneu_str domain;    /* d= */
    pneu_str selector;  /* s= */
    pneu_str body_hash; /* bh=, base64 without white space */
    pneu_str signature; /* b=, base64 without white space */
} pneu_dkim_signature;

/* Reads the raw value of such a field; texts in the arena. PNEU_ERR_SYNTAX: it is no valid tag list, lacks a tag that
 * it must have, or names algorithms or an l= that do not exist; PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_dkim_signature_read(pneu_arena *arena, pneu_str value, pneu_dkim_signature *out);

/* The bytes that fields[index], a DKIM-Signature or ARC-Message-Signature, signs of the header: the fields that its h=
 * selects, then the field itself without its b= and line end; all in canonical form, in the arena. To sign, let the
 * field be there with an empty b=. PNEU_ERR_SYNTAX (see pneu_dkim_signature_read), PNEU_ERR_ARGUMENT,
 * PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_canon_signed_header(pneu_arena *arena, const pneu_str *fields, size_t count, size_t index,
                                              uint32_t flags, pneu_str *out);

/* ---- ARC ------------------------------------------------------------------------------------------------------ */

/* The bytes that the ARC-Seal of this instance signs (RFC 8617 section 5.1.1): results, signature and seal of the
 * instances 1 to `instance`, the last seal without its b=; of a seal that says cv=fail those of its own instance alone
 * (section 5.1.2). In the arena. PNEU_ERR_NOT_FOUND: one of these fields is missing or there twice, or there is no such
 * instance; PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_canon_arc_seal(pneu_arena *arena, const pneu_str *fields, size_t count, uint32_t instance,
                                         uint32_t flags, pneu_str *out);

/* ---- multipart/signed ----------------------------------------------------------------------------------------- */

/* A multipart/signed. This struct never changes. */
typedef struct pneu_signed_part {
    uint32_t content;   /* the part that is signed */
    uint32_t signature; /* the part with the signature */
    pneu_span span;     /* where the signed bytes stand: header, empty line and body of `content` */
    pneu_str protocol;  /* lower case, "" where it is missing; in the arena */
    pneu_str micalg;    /* lower case, "" where it is missing; in the arena */
    int32_t is_crlf;    /* 1: every line ends in CRLF, so that the bytes of the span are the signed ones */
    int32_t is_two;     /* 1: there are two parts, as there must be; 0: more, of which the first two are meant */
} pneu_signed_part;

/* What is signed in a multipart/signed (RFC 1847 section 2.1). PNEU_ERR_NOT_FOUND for a part of another type, or with
 * less than two parts; PNEU_ERR_NOT_KEPT, _MEMORY, _ARGUMENT. */
PNEU_API pneu_status pneu_signed_part_find(pneu_message *message, uint32_t part, pneu_arena *arena,
                                           pneu_signed_part *out);

/*
 * The signed bytes in pieces: each line end as CRLF, else as they stand. While a message streams through the event
 * parser the same bytes are the slices of all events from the PART_BEGIN to the PART_END of the first part.
 * `part` is the signed one (`content`). The message is borrowed until the reader is freed. PNEU_ERR_NOT_FOUND,
 * PNEU_ERR_NOT_KEPT, _MEMORY, _ARGUMENT.
 */
typedef struct pneu_signed_reader pneu_signed_reader;
PNEU_API pneu_status pneu_signed_reader_new(pneu_message *message, uint32_t part, const pneu_alloc *alloc,
                                            pneu_signed_reader **out);
/* PNEU_OK with *written > 0; PNEU_DONE at the end; PNEU_ERR_ARGUMENT for a capacity of 0. */
PNEU_API pneu_status pneu_signed_reader_read(pneu_signed_reader *reader, void *out, size_t capacity, size_t *written);
PNEU_API void pneu_signed_reader_free(pneu_signed_reader *reader);

#ifdef __cplusplus
}
#endif

#endif
