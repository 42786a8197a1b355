/*
 * pneu/edit.h: changing a message. An edit is noted beside the tree, and a writer (pneu/write.h) made afterwards writes
 * the message with all edits in it.
 *
 *     pneu_message_parse(bytes, len, NULL, NULL, &message);
 *     pneu_part_put_field(message, 0, PNEU_PUT_PREPEND, name, value);
 *     pneu_part_remove(message, 3);
 *     pneu_writer_new(message, PNEU_WRITE_EXACT, NULL, &writer);
 *
 * Law: an edit changes the bytes of what was edited and nothing else, but for what it must touch, which is told
 * (pneu_message_touch). What the tree says of the message, its numbers, offsets and slices, stays as it was read:
 * parts and fields are named by the numbers that they have there. Edits follow each other: each acts on what the ones
 * before it left. What was put in has no number yet: pneu_message_parse_edited gives a message in which it has, to go
 * on with.
 *
 * Line ends that are written are those of the message: LF in a file with LF. Line ends in bodies and entities that are
 * given are made the same, but for those declared binary. Everything given is copied.
 *
 * Every function here gives PNEU_ERR_ARGUMENT (CR, LF or NUL in a value, an illegal name, NULL ...; see
 * pneu_message_edit_error), PNEU_ERR_MEMORY, PNEU_ERR_STATE before finish, PNEU_ERR_NOT_KEPT for a message that does
 * not keep all its bytes, PNEU_ERR_NOT_FOUND for a part that does not exist or that an edit took away, and
 * PNEU_ERR_DECODED for one in a decoded message: replace the part that it is decoded from. What else it may give
 * stands with it. An edit that is refused changes nothing, and others may follow.
 */
#ifndef PNEU_EDIT_H
#define PNEU_EDIT_H

#include <pneu/address.h>
#include <pneu/base.h>
#include <pneu/date.h>
#include <pneu/format.h>
#include <pneu/msgid.h>
#include <pneu/tree.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Fields -------------------------------------------------------------------------------------------------- */

/* Where a field goes. Names are compared without regard to the case of letters. */
enum {
    PNEU_PUT_SET = 0,    /* in the place of the first field with this name; its other fields go. At the end if there is
                            none */
    PNEU_PUT_ADD = 1,    /* at the end of the header */
    PNEU_PUT_PREPEND = 2 /* at the top of the header, behind an mbox "From " line; fields there stay as they are */
};

/* Puts a field with a finished value, which is folded as fits the field (pneu_fold_class). Also PNEU_ERR_LIMIT: a line
 * would have over 998 bytes. */
PNEU_API pneu_status pneu_part_put_field(pneu_message *message, uint32_t part, int32_t where, pneu_str name,
                                         pneu_str value);

/* The same with a value that is formatted first: text (UTF-8, pneu_text_encode), addresses
 * (pneu_address_list_format), a date (pneu_date_format), message identifiers (pneu_references_format, none left out),
 * Content-Type and the like (pneu_mime_value_format). They give what those give. */
PNEU_API pneu_status pneu_part_put_text(pneu_message *message, uint32_t part, int32_t where, pneu_str name,
                                        pneu_str utf8);
PNEU_API pneu_status pneu_part_put_addresses(pneu_message *message, uint32_t part, int32_t where, pneu_str name,
                                             const pneu_address_list *list);
PNEU_API pneu_status pneu_part_put_date(pneu_message *message, uint32_t part, int32_t where, pneu_str name,
                                        const pneu_date *date);
PNEU_API pneu_status pneu_part_put_ids(pneu_message *message, uint32_t part, int32_t where, pneu_str name,
                                       const pneu_msgid_list *ids);
PNEU_API pneu_status pneu_part_put_mime(pneu_message *message, uint32_t part, int32_t where, pneu_str name,
                                        const pneu_mime_value *value);

/* Puts a field, as pneu_part_put_field, before the index-th field as read. PNEU_ERR_NOT_FOUND: there is no such
 * field. */
PNEU_API pneu_status pneu_part_insert_field(pneu_message *message, uint32_t part, uint32_t index, pneu_str name,
                                            pneu_str value);

/* Removes the index-th field as read (also if it was set or renamed since); all fields with this name.
 * PNEU_ERR_NOT_FOUND: there is none. */
PNEU_API pneu_status pneu_part_remove_field(pneu_message *message, uint32_t part, uint32_t index);
PNEU_API pneu_status pneu_part_remove_fields(pneu_message *message, uint32_t part, pneu_str name);

/* Gives all fields with this name another one; their values keep their bytes. PNEU_ERR_NOT_FOUND: there is none;
 * PNEU_ERR_LIMIT: a line would have over 998 bytes. */
PNEU_API pneu_status pneu_part_rename_fields(pneu_message *message, uint32_t part, pneu_str name, pneu_str new_name);

/* How later edits write fields: PNEU_FORMAT_UTF8, or 0, as it is at first. */
PNEU_API pneu_status pneu_message_set_edit_format(pneu_message *message, uint32_t flags);

/* ---- Parts --------------------------------------------------------------------------------------------------- */

/*
 * An entity is what a part is made of: fields, an empty line, a body; nothing else may stand in its header. If it has
 * 8-bit or binary content, the multiparts and messages around it are declared so. Where a line of it begins with "--"
 * and the boundary of a multipart around it, or its own boundaries are too like that one, that multipart gets another
 * boundary. PNEU_ERR_BOUNDARY: it cannot, since its Content-Type is not plain (RFC 2231, quoted pairs, a second
 * field), or pneu_part_wrap made it, or moved it; PNEU_ERR_SIGNED: it stands in a multipart/signed. PNEU_ERR_LIMIT: the
 * multipart was not read to its end, because of a limit.
 */

/* Puts another entity in the place of a part; part 0: another message. */
PNEU_API pneu_status pneu_part_replace(pneu_message *message, uint32_t part, pneu_str entity);

/* Where an entity goes. */
enum {
    PNEU_INSERT_BEFORE = 0, /* before the part */
    PNEU_INSERT_AFTER = 1   /* behind it, and what was inserted there before */
};

/* Inserts an entity next to a part, which must stand in a multipart: PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_part_insert(pneu_message *message, uint32_t part, int32_t where, pneu_str entity);

/* Inserts an entity into a multipart, before its index-th child as read; behind the last one if there is no such
 * child. */
PNEU_API pneu_status pneu_part_insert_child(pneu_message *message, uint32_t part, uint32_t index, pneu_str entity);

/* Takes a part, and the delimiter before it, out of its multipart. PNEU_ERR_ARGUMENT for the message, the message in a
 * message part, and the last part that a multipart has (RFC 2046 section 5.1.1: there is at least one). */
PNEU_API pneu_status pneu_part_remove(pneu_message *message, uint32_t part);

/*
 * Makes the part the only child of a new multipart ("mixed", "related" ...) in its place. A part of a multipart keeps
 * all its bytes, so that signatures stay good. Of a message, the fields Content-... that belong to its body become
 * those of the child, and MIME-Version is added if it is missing. The boundary is made from the content where none is
 * given (""). PNEU_ERR_BOUNDARY: a line of the part begins with the boundary given, or it is too like one around.
 */
PNEU_API pneu_status pneu_part_wrap(pneu_message *message, uint32_t part, pneu_str subtype, pneu_str boundary);

/*
 * Puts another body into a leaf, encoded as told (PNEU_ENCODING_7BIT to _BASE64), and sets Content-Transfer-Encoding
 * if it was another. base64 and binary keep all bytes, and so does quoted-printable but for parts of type text; else
 * line ends are made those of the message. PNEU_ERR_ARGUMENT also: 7bit or 8bit cannot carry these bytes; the part is
 * no leaf. PNEU_ERR_BOUNDARY, PNEU_ERR_SIGNED, PNEU_ERR_LIMIT as above; PNEU_ERR_STATE: the message was wrapped
 * before.
 */
PNEU_API pneu_status pneu_part_set_body(pneu_message *message, uint32_t part, pneu_str bytes, int32_t encoding);

/* The same with a text in UTF-8: its charset is set, too, to us-ascii or utf-8, and what is no text becomes text/plain.
 * PNEU_ERR_ARGUMENT also: it is not UTF-8. */
PNEU_API pneu_status pneu_part_set_text(pneu_message *message, uint32_t part, pneu_str utf8, int32_t encoding);

/* ---- What became of it --------------------------------------------------------------------------------------- */

/* What an edit had to change beyond what it was asked to, or made void. Only ever appended to. Signatures in fields
 * (DKIM, ARC) are not among them, since an edit does not know what its field is to them: a field that is not in h= does
 * not matter, and one that is there once more than the header has it does when it is added (RFC 6376 sections 3.5 and
 * 5.4.2). pneu/canon.h tells: compare what it makes of the message and of what pneu_message_parse_edited gives. */
enum {
    PNEU_TOUCHED_ENCODING = 1,  /* Content-Transfer-Encoding of this multipart or message says 8bit or binary now */
    PNEU_TOUCHED_LINE_END = 2,  /* a line end that was missing at the end of the part's header or body was added */
    PNEU_TOUCHED_CLOSE = 3,     /* the close delimiter of this multipart was missing, and was added */
    PNEU_TOUCHED_SIGNATURE = 4, /* something in this multipart/signed was edited: its signature is void */
    PNEU_TOUCHED_MIME = 5,      /* MIME-Version was added, or fields of the body moved (pneu_part_wrap of a message) */
    PNEU_TOUCHED_BOUNDARY = 6   /* this multipart has another boundary: what was put into it held the old one */
};

/* What was touched, each thing once: how many, and the index-th. PNEU_ERR_NOT_FOUND past the last one. */
PNEU_API size_t pneu_message_touch_count(const pneu_message *message);
PNEU_API pneu_status pneu_message_touch(const pneu_message *message, size_t index, uint32_t *part, int32_t *what);

/* Why the last edit was refused. This struct may grow at its end. */
typedef struct pneu_edit_error {
    pneu_status status; /* PNEU_OK: it was not */
    int32_t argument;   /* the number of the argument at fault, the message being 1; 0: none of them alone */
    uint64_t offset;    /* of the first byte at fault in that argument, if it is a string */
} pneu_edit_error;

/* Borrowed until the next edit: of the message. */
PNEU_API pneu_status pneu_message_edit_error(const pneu_message *message, pneu_edit_error *error);

/*
 * The message as the edits made it, read as a message of its own: what was put in has numbers there, its fields can
 * be read, and it can be edited in turn. It keeps its bytes (as much memory as a writer would write); the message
 * stays as it is. `numbers`, NULL or room for one number a part of the message: the number that each part has there,
 * PNEU_NO_PART for one that is not there. What was put in the place of a part has its number; what was inserted is
 * found as its neighbour's sibling, what pneu_part_wrap made as the part's parent. Options and allocator as in
 * pneu_message_parse; the caller frees *out with pneu_message_free. PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY,
 * PNEU_ERR_STATE before finish, PNEU_ERR_NOT_KEPT.
 */
PNEU_API pneu_status pneu_message_parse_edited(pneu_message *message, const pneu_options *options,
                                               const pneu_alloc *alloc, uint32_t *numbers, pneu_message **out);

/* 1 if there are edits. */
PNEU_API int32_t pneu_message_is_edited(const pneu_message *message);

/* Takes all edits back. pneu_message_reset does, too, and forgets how they are written. */
PNEU_API void pneu_message_undo_edits(pneu_message *message);

#ifdef __cplusplus
}
#endif

#endif
