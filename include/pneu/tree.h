/*
 * pneu/tree.h: a message as a tree of parts. Parts are numbered in document order from 0 (the message itself); the
 * number is the handle. Nothing is decoded before it is asked for.
 *
 *     pneu_message_parse(bytes, len, NULL, NULL, &message);             // copies nothing; or new, push ..., finish
 *     for (uint32_t part = 0; part < pneu_message_part_count(message); part++) ...
 *     pneu_message_free(message);
 *
 * A message in base64 or quoted-printable is decoded and parsed below its part (RFC 2046 forbids it, senders do it):
 * the decoded bytes are a space of their own, and offsets of the parts in it count there.
 *
 * Slices are borrowed until pneu_message_reset, _parse_again or _free, unless something else is said. A message that
 * was parsed from a buffer borrows that buffer as long.
 *
 * Any number may be given as a part. For a part that does not exist (all of them before finish) plain accessors give
 * the empty value of their kind, and calls with a status PNEU_ERR_NOT_FOUND; PNEU_ERR_ARGUMENT is for NULL.
 */
#ifndef PNEU_TREE_H
#define PNEU_TREE_H

#include <pneu/address.h>
#include <pneu/base.h>
#include <pneu/date.h>
#include <pneu/defect.h>
#include <pneu/field.h>
#include <pneu/msgid.h>
#include <pneu/parse.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pneu_message pneu_message;

/* What a message built while streaming keeps of the bytes. Asking for bytes not kept is PNEU_ERR_NOT_KEPT. */
enum {
    PNEU_KEEP_ALL = 0,     /* every byte */
    PNEU_KEEP_HEADERS = 1, /* the headers' bytes; of bodies only where they stand */
    PNEU_KEEP_OFFSETS = 2  /* only where things stand, and the entity of each part (type, names ...) */
};

/* ---- Making a message --------------------------------------------------------------------------------------- */

/* A tree over the caller's buffer, which must stay unchanged until the message is reset or freed. Options are copied;
 * NULL stands for the defaults and for malloc. The caller frees it with pneu_message_free.
 * PNEU_ERR_MEMORY, PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_message_parse(const void *bytes, size_t len, const pneu_options *options,
                                        const pneu_alloc *alloc, pneu_message **out);

/* An empty message to be filled by push and finish. `keep` is a PNEU_KEEP_... value. */
PNEU_API pneu_status pneu_message_new(int32_t keep, const pneu_options *options, const pneu_alloc *alloc,
                                      pneu_message **out);

/* The next bytes, copied as far as they are kept. PNEU_ERR_STATE after finish; PNEU_ERR_MEMORY stays until reset. */
PNEU_API pneu_status pneu_message_push(pneu_message *message, const void *bytes, size_t len);

/* No more bytes: from now on the tree can be read. PNEU_ERR_STATE twice. */
PNEU_API pneu_status pneu_message_finish(pneu_message *message);

/* Makes the message empty, to be filled again; memory up to MAX_KEPT_MEMORY is kept. */
PNEU_API void pneu_message_reset(pneu_message *message);

/* Reset, then a tree over another buffer, with the same options. */
PNEU_API pneu_status pneu_message_parse_again(pneu_message *message, const void *bytes, size_t len);

/* Frees the message; NULL is allowed. */
PNEU_API void pneu_message_free(pneu_message *message);

/* Computes everything that is otherwise made when asked for: decoded lengths, names, values of known fields, and the
 * defects that only reading these shows. Afterwards a const message may be read by many threads. PNEU_ERR_MEMORY,
 * PNEU_ERR_STATE before finish. */
PNEU_API pneu_status pneu_message_load(pneu_message *message);

/* ---- The message as a whole --------------------------------------------------------------------------------- */

/* Kinds of line ends in a message. */
enum {
    PNEU_LINE_ENDING_NONE = 0,
    PNEU_LINE_ENDING_CRLF = 1,
    PNEU_LINE_ENDING_LF = 2,
    PNEU_LINE_ENDING_MIXED = 3
};

PNEU_API uint64_t pneu_message_size(const pneu_message *message);       /* bytes of the input */
PNEU_API int32_t pneu_message_line_ending(const pneu_message *message); /* PNEU_LINE_ENDING_... */
PNEU_API uint32_t pneu_message_part_count(const pneu_message *message); /* at least 1 after finish, else 0 */

/* ---- Structure ---------------------------------------------------------------------------------------------- */

/* Neighbours of a part; PNEU_NO_PART where there is none. The child of an encoded message is the message in it. */
PNEU_API uint32_t pneu_part_parent(const pneu_message *message, uint32_t part);
PNEU_API uint32_t pneu_part_first_child(const pneu_message *message, uint32_t part);
PNEU_API uint32_t pneu_part_next_sibling(const pneu_message *message, uint32_t part);
PNEU_API uint32_t pneu_part_child_count(const pneu_message *message, uint32_t part);

PNEU_API int32_t pneu_part_kind(const pneu_message *message, uint32_t part);     /* PNEU_KIND_... */
PNEU_API int32_t pneu_part_encoding(const pneu_message *message, uint32_t part); /* PNEU_ENCODING_... */
PNEU_API uint32_t pneu_part_marks(const pneu_message *message, uint32_t part);   /* PNEU_ENTITY_... bits */

/* The space the part stands in: 0 is the input. Another space is the decoded body of the part that
 * pneu_space_part gives (PNEU_NO_PART for space 0 and unknown ones). */
PNEU_API uint32_t pneu_part_space(const pneu_message *message, uint32_t part);
PNEU_API uint32_t pneu_space_part(const pneu_message *message, uint32_t space);

/* The part's section number in IMAP's sense (RFC 9051 section 6.4.5), written to `out` without a NUL: "" for a
 * multipart message, "1" for a single part, "2.1" ...; *len is its length. *has is 0 where IMAP has no number: the
 * multipart root of an embedded message, and parts inside a decoded message. PNEU_ERR_LIMIT if `capacity` is too
 * small: 11 bytes a level are enough. */
PNEU_API pneu_status pneu_part_section(const pneu_message *message, uint32_t part, char *out, size_t capacity,
                                       size_t *len, int32_t *has);

/* The part with this section number, or PNEU_ERR_NOT_FOUND. "" is the message. */
PNEU_API pneu_status pneu_message_find_section(const pneu_message *message, pneu_str section, uint32_t *part);

/* ---- Bytes -------------------------------------------------------------------------------------------------- */

/* Where something stands in the part's space. This struct never changes. */
typedef struct pneu_span {
    uint64_t offset;
    uint64_t length;
} pneu_span;

/* The header with the empty line that ends it; the body up to the part's end, undecoded; both together. */
PNEU_API void pneu_part_header_span(const pneu_message *message, uint32_t part, pneu_span *span);
PNEU_API void pneu_part_body_span(const pneu_message *message, uint32_t part, pneu_span *span);
PNEU_API void pneu_part_span(const pneu_message *message, uint32_t part, pneu_span *span);

/* What the parser counted of the body (its offset and length are those of the body span). Borrowed. */
PNEU_API const pneu_part_summary *pneu_part_body_summary(const pneu_message *message, uint32_t part);

/* The bytes of a span of the part's space. PNEU_ERR_NOT_KEPT; PNEU_ERR_ARGUMENT for a span outside the space;
 * PNEU_ERR_MEMORY and PNEU_ERR_LIMIT, as pneu_part_body (a decoded message's bytes are made when asked for). */
PNEU_API pneu_status pneu_part_bytes(pneu_message *message, uint32_t part, const pneu_span *span, pneu_str *bytes);

/* ---- Fields ------------------------------------------------------------------------------------------------- */

/* One field of a header. This struct never changes. */
typedef struct pneu_field {
    uint64_t offset; /* of its first byte, in the part's space */
    uint64_t length; /* of the whole field, its last line end included */
    pneu_str name;   /* as written */
    pneu_str value;  /* raw: everything after the colon but the last line end, folds included; of a field over MAX_FIELD
                        the first MAX_FIELD bytes of the field */
    int32_t id;      /* PNEU_FIELD_... */
    int32_t is_cut;  /* 1 if the field is longer than MAX_FIELD */
} pneu_field;

/* Fields of the part's header, in order; JUNK lines are none. Known in every keep mode. */
PNEU_API uint32_t pneu_part_field_count(const pneu_message *message, uint32_t part);

/* The index-th field. PNEU_ERR_NOT_FOUND past the last one; PNEU_ERR_NOT_KEPT; PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_part_field(pneu_message *message, uint32_t part, uint32_t index, pneu_field *field);

/* The first field at or after *index with this id, or (PNEU_FIELD_OTHER) with this name; *index becomes its index.
 * PNEU_ERR_NOT_FOUND, and what pneu_part_field returns. */
PNEU_API pneu_status pneu_part_find_field(pneu_message *message, uint32_t part, int32_t id, pneu_str name,
                                          uint32_t *index, pneu_field *field);

/*
 * What the part's first field with this id says (PNEU_FIELD_...), read leniently when first asked for and kept with the
 * message: a decoded text (Subject, Comments ...) without white space around it, a date, addresses, identifiers. *has is
 * 0, and the value empty, where there is no such field or nothing can be read in it. See pneu/syntax.h, date.h,
 * address.h and msgid.h. PNEU_ERR_ARGUMENT for a field of another kind (pneu_field_kind); PNEU_ERR_NOT_KEPT;
 * PNEU_ERR_MEMORY.
 */
PNEU_API pneu_status pneu_part_field_text(pneu_message *message, uint32_t part, int32_t id, pneu_str *text,
                                          int32_t *has);
PNEU_API pneu_status pneu_part_field_date(pneu_message *message, uint32_t part, int32_t id, pneu_date *date,
                                          int32_t *has);
PNEU_API pneu_status pneu_part_field_addresses(pneu_message *message, uint32_t part, int32_t id,
                                               pneu_address_list *list, int32_t *has);
PNEU_API pneu_status pneu_part_field_ids(pneu_message *message, uint32_t part, int32_t id, pneu_msgid_list *list,
                                         int32_t *has);

/* ---- What the header says of the body ----------------------------------------------------------------------- */

/* As used: "type/subtype" in lower case. */
PNEU_API void pneu_part_type(const pneu_message *message, uint32_t part, pneu_str *type);

/* The charset parameter as written, "" where there is none. */
PNEU_API void pneu_part_charset(const pneu_message *message, uint32_t part, pneu_str *charset);

/* The disposition in lower case, "" where there is none. */
PNEU_API void pneu_part_disposition(const pneu_message *message, uint32_t part, pneu_str *disposition);

/* Content-Type as written, without the parameters (trimmed), "" where there is none. Known, as all
 * values down to the parameters, in every keep mode. PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_part_declared_type(pneu_message *message, uint32_t part, pneu_str *type);

/* The encoding as used: its name in lower case; of an unknown one the whole value, trimmed and unfolded, as
 * UTF-8 without CR, LF and NUL. "7bit" where absent. PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_part_encoding_text(pneu_message *message, uint32_t part, pneu_str *encoding);

/* The name for saving: Content-Disposition filename, else (also where that is empty) Content-Type name; RFC 2231 and
 * encoded words decoded, UTF-8. Never safe as a path: see pneu_safe_filename (pneu/syntax.h), and mind that two
 * parts may have one name. "" with *has 0 where there is none. PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_part_filename(pneu_message *message, uint32_t part, pneu_str *filename, int32_t *has);

/* Content-ID as pneu_msgid_parse reads it, leniently; "" where there is none. PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_part_content_id(pneu_message *message, uint32_t part, pneu_str *content_id);

/* The parameters of Content-Type (the first of each name, decoded), borrowed. PNEU_ERR_MEMORY. */
struct pneu_param;
PNEU_API pneu_status pneu_part_parameters(pneu_message *message, uint32_t part, const struct pneu_param **parameters,
                                          size_t *count);

/* What Content-Type says of signatures and encryption: a PNEU_CRYPTO_... value; see pneu/crypto.h. A multipart without
 * boundary is no multipart, so PNEU_CRYPTO_NONE. PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_part_crypto_kind(pneu_message *message, uint32_t part, int32_t *kind);

/* ---- Bodies ------------------------------------------------------------------------------------------------- */

/* The body after transfer decoding, whole: bytes, line ends as they stand. Made once and kept with the message.
 * Of a container: its body as it stands. PNEU_ERR_NOT_KEPT, PNEU_ERR_MEMORY; PNEU_ERR_LIMIT, with limit_output, if it
 * would be, or a decoded message that it stands in is, longer than MAX_OUTPUT. */
PNEU_API pneu_status pneu_part_body(pneu_message *message, uint32_t part, pneu_str *body);

/* How long pneu_part_body would be; nothing is kept. Known in every keep mode. */
PNEU_API pneu_status pneu_part_decoded_length(pneu_message *message, uint32_t part, uint64_t *length);

/* The decoded body in pieces, in constant memory; of a part inside a decoded message, that message's bytes are made and
 * kept. Free it before the message is reset. PNEU_ERR_NOT_KEPT, _MEMORY; _LIMIT for those bytes only. */
typedef struct pneu_body_reader pneu_body_reader;
PNEU_API pneu_status pneu_body_reader_new(pneu_message *message, uint32_t part, pneu_body_reader **out);
/* PNEU_OK with *written > 0; PNEU_DONE at the end; PNEU_ERR_ARGUMENT for a capacity of 0. */
PNEU_API pneu_status pneu_body_reader_read(pneu_body_reader *reader, void *out, size_t capacity, size_t *written);
PNEU_API void pneu_body_reader_free(pneu_body_reader *reader);

/* ---- Defects ------------------------------------------------------------------------------------------------ */

/* The records, sorted by space and offset; after pneu_message_load the ones that decoding shows are among them. */
PNEU_API size_t pneu_message_defect_record_count(const pneu_message *message);
PNEU_API const pneu_defect *pneu_message_defect(const pneu_message *message, size_t index);

/* The worst severity (PNEU_SEVERITY_...) that a code was found with, and the marks (PNEU_MARK_... bits) of all its finds;
 * 0 if it was not found. Never capped. */
PNEU_API int32_t pneu_message_defect_severity(const pneu_message *message, int32_t code);
PNEU_API int32_t pneu_message_defect_marks(const pneu_message *message, int32_t code);

/* How often a code was found, never capped; and the set of codes of the message and of one part. */
PNEU_API uint64_t pneu_message_defect_count(const pneu_message *message, int32_t code);
PNEU_API void pneu_message_defects_found(const pneu_message *message, pneu_defect_set *set);
PNEU_API void pneu_part_defects_found(const pneu_message *message, uint32_t part, pneu_defect_set *set);

#ifdef __cplusplus
}
#endif

#endif
