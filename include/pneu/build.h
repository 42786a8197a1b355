/*
 * pneu/build.h: a message from nothing. Fields and bodies in, bytes out: the builder is a pull like the writer, so
 * that nothing blocks, no file is needed, and an attachment of any size takes constant memory.
 *
 *     pneu_builder_new(0, &random, NULL, &builder);
 *     pneu_builder_add_address_text(builder, 0, from, address);        // each setter may be left unchecked:
 *     pneu_builder_add_text(builder, 0, subject, text);                // the first error stays, and read tells it
 *     pneu_builder_add_bodies(builder, &bodies);                       // or begin_multipart, add_leaf ..., end
 *     while (pneu_builder_read(builder, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);    // until PNEU_DONE
 *     pneu_builder_free(builder);
 *
 * What comes out: 7-bit ASCII (but see PNEU_BUILD_UTF8 and PNEU_BUILD_8BIT), lines ended by CRLF, of at most 78
 * bytes, 76 where they hold something encoded; only a word or a nested message can make longer ones, of 998 at
 * most. Names, addresses and texts above ASCII are written as RFC 2047 and 2231 say, in one form only. No comment
 * stands in a structured field, no multipart is empty, every part has its type, no message is encoded. Read by
 * pneu_message_parse the message has no defect: every field is read back before it is taken. What depends on what
 * the caller gives is told of all the same: the defects of a nested message, a text that itself looks like encoded
 * words or uuencode, a local part in quotes, identifiers of others that are none, UTF-8 where that was asked for.
 *
 * Injection: no setter takes CR, LF, NUL, or a name that is none; bodies cannot leave their part. All errors come
 * before the first byte goes out, but those that only bytes not seen yet can show: see pneu_builder_read.
 */
#ifndef PNEU_BUILD_H
#define PNEU_BUILD_H

#include <pneu/address.h>
#include <pneu/base.h>
#include <pneu/date.h>
#include <pneu/parse.h>
#include <pneu/report.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct pneu_builder pneu_builder;

/* Where random bytes come from: fills `out`, PNEU_OK, or an error that the call that needed them returns (any other
 * status: PNEU_ERR_ARGUMENT). `ctx` must
 * outlive the builder. */
typedef struct pneu_random {
    pneu_status (*fill)(void *ctx, void *out, size_t len);
    void *ctx;
} pneu_random;

/* Flags of pneu_builder_new. Only ever appended to. */
enum {
    PNEU_BUILD_PART = 1,  /* not a message but one part, to be signed, encrypted or put elsewhere: no MIME-Version, no
                             field is required */
    PNEU_BUILD_DRAFT = 2, /* From and Date may be missing */
    PNEU_BUILD_8BIT = 4,  /* nested messages may hold bytes above 127: they, and what they are in, are marked 8bit */
    PNEU_BUILD_UTF8 = 8   /* for SMTPUTF8 (RFC 6532): header fields are in UTF-8 */
};

/* A new builder. `random` is copied; NULL: boundaries are made of a hash of all that is known of the message, and
 * pneu_builder_add_message_id cannot be used. The caller frees the builder with pneu_builder_free.
 * PNEU_ERR_ARGUMENT (an unknown flag), PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_builder_new(uint32_t flags, const pneu_random *random, const pneu_alloc *alloc,
                                      pneu_builder **out);

/* As new, with the same flags, allocator and random bytes. */
PNEU_API void pneu_builder_reset(pneu_builder *builder);

/* Frees the builder; NULL is allowed. */
PNEU_API void pneu_builder_free(pneu_builder *builder);

/* ---- Errors ---------------------------------------------------------------------------------------------------- */

/* What was refused. This struct never changes. */
typedef struct pneu_build_error {
    pneu_status status; /* PNEU_OK: nothing was */
    int32_t argument;   /* of the call: 1 is the builder; 0 where no argument is at fault */
    uint64_t offset;    /* of the byte at fault, in the argument or in the body of the part; of an array, the index */
    uint32_t part;
    uint32_t reserved; /* 0 */
    pneu_str field;    /* the name of the field concerned, "" where there is none; borrowed until reset */
} pneu_build_error;

/* The error that stays with the builder. Every call that adds something, and read, returns its status until it is
 * cleared. A call that was refused changed nothing. */
PNEU_API void pneu_builder_error(const pneu_builder *builder, pneu_build_error *error);

/* Forgets a refusal, so that something else may be tried. PNEU_ERR_STATE once reading has begun, or after
 * PNEU_ERR_MEMORY: then only reset or free are left. */
PNEU_API pneu_status pneu_builder_clear_error(pneu_builder *builder);

/* ---- Fields ---------------------------------------------------------------------------------------------------- */

/*
 * Each adds one field at the end of a part's header; `part` 0 is the message (there from the start), other numbers
 * are those that begin_multipart and add_leaf gave. Everything is copied. Fields are written in the order in which
 * they were added; those that speak of the body (MIME-Version, Content-Type, -Transfer-Encoding, -Disposition, -ID,
 * -Description) are the builder's, and come last.
 *
 * PNEU_ERR_ARGUMENT, for each of them: CR, LF or NUL in a name or value; a name with other bytes than 33 to 126 or with
 * ":", of more than 64 bytes, that begins with "--", or of a field that is the builder's; a second Date, From, Subject
 * ... (fields that RFC 5322 section 3.6 allows once); a kind of value that the field does not have (pneu_field_kind); a
 * value that would be read back with a defect: a display name that is another address, invisible characters in a name,
 * control characters ... PNEU_ERR_LIMIT: a field, a header or a number of fields beyond the limits of pneu/base.h, or a
 * line that cannot be folded. PNEU_ERR_NOT_FOUND: no such part. PNEU_ERR_STATE: reading has begun. PNEU_ERR_MEMORY.
 */

/* Unstructured text in UTF-8: Subject, Comments, and any name that is not known. White space around it is not kept. */
PNEU_API pneu_status pneu_builder_add_text(pneu_builder *builder, uint32_t part, pneu_str name, pneu_str utf8);

/* Addresses: see pneu_address_list_format. No groups but empty ones named "undisclosed-recipients". Domains beyond
 * ASCII are written as A-labels, and local parts beyond ASCII refused, but with PNEU_BUILD_UTF8: then both stay as they
 * are. Bcc is written like any other field: who does not send with 'sendmail -t' removes it, and keeps the list. */
PNEU_API pneu_status pneu_builder_add_addresses(pneu_builder *builder, uint32_t part, pneu_str name,
                                                const pneu_address_list *list);

/* The same from text as a user types it, in UTF-8, names unencoded: "Jürgen <j@x.example>, k@x.example". It is read
 * strictly; the offset of an error is 0 where the grammar is at fault. */
PNEU_API pneu_status pneu_builder_add_address_text(pneu_builder *builder, uint32_t part, pneu_str name, pneu_str utf8);

/* A date: see pneu_date_format. */
PNEU_API pneu_status pneu_builder_add_date(pneu_builder *builder, uint32_t part, pneu_str name, const pneu_date *date);

/* Message identifiers without brackets: see pneu_references_format. In References and In-Reply-To they may be
 * malformed like "<abc>", since the threads of others hang on them. */
PNEU_API pneu_status pneu_builder_add_ids(pneu_builder *builder, uint32_t part, pneu_str name, const pneu_str *ids,
                                          size_t count);

/* A value with parameters, for fields made like Content-Type: see pneu_mime_value_format. */
PNEU_API pneu_status pneu_builder_add_mime(pneu_builder *builder, uint32_t part, pneu_str name,
                                           const pneu_mime_value *value);

/* A finished value, for every other kind of field; it is only folded. ASCII, or UTF-8 with PNEU_BUILD_UTF8. */
PNEU_API pneu_status pneu_builder_add_raw(pneu_builder *builder, uint32_t part, pneu_str name, pneu_str value);

/* Adds a Message-ID of 128 random bits and this host name (beyond ASCII: as A-labels) to the message. `id` (or NULL) is
 * the identifier without brackets, borrowed until reset. PNEU_ERR_STATE without random bytes; what fill returned. */
PNEU_API pneu_status pneu_builder_add_message_id(pneu_builder *builder, pneu_str host, pneu_str *id);

/* Removes every field of this name, whatever its case, from the part. PNEU_ERR_NOT_FOUND (which does not stay):
 * there is none. */
PNEU_API pneu_status pneu_builder_remove_fields(pneu_builder *builder, uint32_t part, pneu_str name);

/* 1 if the part has a field of this name, whatever its case, that was added here; else 0. */
PNEU_API int32_t pneu_builder_has_field(const pneu_builder *builder, uint32_t part, pneu_str name);

/* ---- Bodies: the whole at once --------------------------------------------------------------------------------- */

/* Where the bytes of a body come from. */
enum {
    PNEU_CONTENT_BORROWED = 0, /* `bytes`, which must stay until the builder is done, reset or freed */
    PNEU_CONTENT_COPIED = 1,   /* `bytes` */
    PNEU_CONTENT_PULLED = 2,   /* `pull`: PNEU_OK with *written > 0, PNEU_DONE at the end, PNEU_MORE if there is nothing
                                  at present (pneu_builder_read then returns it, too), or an error. It is never called
                                  before the part's turn */
    PNEU_CONTENT_PUSHED = 3    /* by pneu_builder_push, when it is the part's turn */
};

/* This struct never changes. Zeroed: no bytes. */
typedef struct pneu_content {
    int32_t source;   /* PNEU_CONTENT_... */
    int32_t reserved; /* 0 */
    pneu_str bytes;
    pneu_status (*pull)(void *ctx, void *out, size_t capacity, size_t *written);
    void *ctx;
} pneu_content;

/* The encoding of a leaf. Octets are always in base64, nested messages and other message/... never encoded. */
enum {
    PNEU_LEAF_ENCODING_CHOSEN = 0, /* lines: 7bit where they are that and have at most 78 bytes; else what is shorter of
                                      quoted-printable and base64. Lines not seen yet: quoted-printable */
    PNEU_LEAF_ENCODING_7BIT = 1,   /* lines of at most 998 bytes; a body not seen yet is watched */
    PNEU_LEAF_ENCODING_QUOTED_PRINTABLE = 2,
    PNEU_LEAF_ENCODING_BASE64 = 3,
    PNEU_LEAF_ENCODING_8BIT = 4 /* nested messages not seen yet, with PNEU_BUILD_8BIT; they are watched, too */
};

/* Flags of a leaf. */
enum {
    PNEU_LEAF_LINES = 1, /* the body is lines of text, whatever its type: LF becomes CRLF */
    PNEU_LEAF_OCTETS = 2 /* every octet is kept, though the type is text/... */
};

/*
 * A part without parts. Zeroed it is application/octet-stream without bytes. This struct never changes.
 *
 * Lines or octets: text/..., message/... and the ASCII parts of PGP are lines, other types octets. What has no line
 * end at its end is given one where it is all of a message and not in base64. Text is UTF-8, and gets its charset
 * parameter: us-ascii where that is enough. With a charset among `params` the bytes are taken as they are in it.
 * Nested messages (message/rfc822, message/global) are never encoded: bytes above 127 are refused, or marked with
 * PNEU_BUILD_8BIT; so are NUL, bare CR and lines of more than 998 bytes.
 */
typedef struct pneu_leaf {
    pneu_str type;            /* "image/png" */
    const pneu_param *params; /* of Content-Type: name, value and language are looked at */
    size_t param_count;
    pneu_str disposition; /* "attachment", "inline" or "" */
    pneu_str filename;    /* "" for none; where there is one and no disposition, that is "attachment" */
    pneu_str content_id;  /* without brackets; "" for none */
    pneu_str description; /* "" for none */
    int32_t encoding;     /* PNEU_LEAF_ENCODING_... */
    uint32_t flags;       /* PNEU_LEAF_... */
    pneu_content content;
} pneu_leaf;

/* How the text of pneu_bodies is to be read: format=flowed, and with DelSp=yes (RFC 3676). */
enum {
    PNEU_BODIES_FLOWED = 1,
    PNEU_BODIES_DELSP = 2
};

/* A body as a user sees it. Zeroed: no body. This struct never changes. */
typedef struct pneu_bodies {
    pneu_str text;            /* UTF-8, borrowed until the builder is done; a ptr of NULL: there is none */
    pneu_str html;            /* the same message in HTML */
    const pneu_leaf *related; /* what the HTML refers to by cid: and their content_id (RFC 2392) */
    size_t related_count;
    const pneu_leaf *attachments;
    size_t attachment_count;
    uint32_t flags;    /* PNEU_BODIES_... */
    uint32_t reserved; /* 0 */
} pneu_bodies;

/* Adds all of it with as few multiparts as can be (RFC 8621 section 4.6): multipart/alternative in
 * multipart/related in multipart/mixed. As add_leaf; PNEU_ERR_ARGUMENT also for something related without HTML or
 * without a content_id. The leaves get the disposition "inline" (related) or "attachment" where they have none. */
PNEU_API pneu_status pneu_builder_add_bodies(pneu_builder *builder, const pneu_bodies *bodies);

/* ---- Bodies: part by part -------------------------------------------------------------------------------------- */

/*
 * The first part that is added is the body of the message itself, part 0; each other stands in the multipart that was
 * begun last and not ended. `part` (or NULL) is its number. A message to which nothing is added has an empty text.
 *
 * PNEU_ERR_ARGUMENT: a type or parameter that is none; a parameter that is the builder's (boundary, name), or named
 * twice; multipart/... as a leaf; message/partial, message/external-body; a file name that is no safe one (see
 * pneu_safe_filename), a content_id that is none; a charset that is unknown or hides ASCII (UTF-7, UTF-16); text
 * that is not UTF-8; a body that the encoding asked for cannot take. PNEU_ERR_STATE: there is no multipart open to
 * take it; an empty multipart is ended, or a signed, encrypted or report one whose parts are not what its type
 * says. PNEU_ERR_LIMIT: more than 60 multiparts in one another, or 10000 parts.
 */
PNEU_API pneu_status pneu_builder_begin_multipart(pneu_builder *builder, pneu_str subtype, const pneu_param *params,
                                                  size_t param_count, uint32_t *part);
PNEU_API pneu_status pneu_builder_end(pneu_builder *builder);
PNEU_API pneu_status pneu_builder_add_leaf(pneu_builder *builder, const pneu_leaf *leaf, uint32_t *part);

/* Takes bytes as they go by. */
typedef struct pneu_byte_sink {
    void (*take)(void *ctx, const void *bytes, size_t len);
    void *ctx;
} pneu_byte_sink;

/*
 * multipart/signed (RFC 1847): exactly two parts are to be added before end: the content, and the signature, of
 * type `protocol`. `content` is given, during read, the bytes that are to be signed, exactly: the first part with
 * its header, from behind the delimiter line to before the line end of the next. After the last of them it is the
 * turn of the signature, as a rule a leaf with PNEU_CONTENT_PUSHED or _PULLED. Lines are protected as RFC 3156
 * section 5 asks: ends in white space and "From " are encoded.
 */
PNEU_API pneu_status pneu_builder_begin_signed(pneu_builder *builder, pneu_str protocol, pneu_str micalg,
                                               const pneu_byte_sink *content, uint32_t *part);

/* multipart/encrypted (RFC 1847): exactly two parts are to be added before end: one of type `protocol`, which says
 * how (RFC 3156 section 4: "Version: 1"), and application/octet-stream. */
PNEU_API pneu_status pneu_builder_begin_encrypted(pneu_builder *builder, pneu_str protocol, uint32_t *part);

/* multipart/report (RFC 6522): two or three parts: a text for people, the report, and the message or its header.
 * `report_type` is the subtype of the second: "delivery-status" ... */
PNEU_API pneu_status pneu_builder_begin_report(pneu_builder *builder, pneu_str report_type, uint32_t *part);

/* The second part of a report; its forms for UTF-8 (RFC 6533) where ASCII will not do. PNEU_ERR_ARGUMENT as the
 * format functions of pneu/report.h give it. */
PNEU_API pneu_status pneu_builder_add_delivery_status(pneu_builder *builder, const pneu_delivery_status *report,
                                                      uint32_t *part);
PNEU_API pneu_status pneu_builder_add_disposition_notification(pneu_builder *builder,
                                                               const pneu_disposition_notification *report,
                                                               uint32_t *part);
PNEU_API pneu_status pneu_builder_add_feedback_report(pneu_builder *builder, const pneu_feedback_report *report,
                                                      uint32_t *part);

/* ---- Reading --------------------------------------------------------------------------------------------------- */

/*
 * Writes up to `capacity` bytes and sets *written; what comes out does not depend on the sizes asked for. PNEU_OK: at
 * least one byte was written, call again; PNEU_DONE: nothing was, and nothing will be; PNEU_MORE: nothing was: it is
 * the turn of a part that is to be pushed, or whose pull has nothing at present. Before the first byte: the error that
 * stays; PNEU_ERR_STATE (a multipart is open; From or Date is missing, or Sender where From has several addresses: see
 * `field` of the error); PNEU_ERR_LIMIT (a header); PNEU_ERR_BOUNDARY (no boundary is free: the bodies were made to
 * prevent it); what `fill` returned; PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT (a capacity of 0). Later, and only because of
 * parts that are pulled or pushed, sticky, and the output is void: PNEU_ERR_BOUNDARY (a line of theirs is a delimiter;
 * it has not gone out), PNEU_ERR_LATE_8BIT (a byte that their encoding does not allow, or a line too long), an error of
 * `pull`.
 */
PNEU_API pneu_status pneu_builder_read(pneu_builder *builder, void *out, size_t capacity, size_t *written);

/* After PNEU_MORE: the part that is waited for. Else PNEU_NO_PART. */
PNEU_API uint32_t pneu_builder_wanted(const pneu_builder *builder);

/* Gives the part that is waited for its next bytes, borrowed until read returns PNEU_MORE, PNEU_DONE or an error; and
 * says that there are no more. PNEU_ERR_STATE where no pushed part is waited for. */
PNEU_API pneu_status pneu_builder_push(pneu_builder *builder, const void *bytes, size_t len);
PNEU_API pneu_status pneu_builder_finish_part(pneu_builder *builder);

#ifdef __cplusplus
}
#endif

#endif
