/*
 * pneu/reply.h: answers, and messages passed on. They fill a builder (pneu/build.h) from the tree of the original:
 * recipients, subject, the fields that keep threads together, and a quoted body. The caller adds From, Date and
 * Message-ID, and whatever else is wanted, and reads the builder.
 *
 * What the original says is never trusted: names that deceive are left out and addresses that cannot be read are
 * passed over. Of a message that is not conforming the answer is.
 */
#ifndef PNEU_REPLY_H
#define PNEU_REPLY_H

#include <pneu/build.h>
#include <pneu/charset.h>
#include <pneu/tree.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- To whom --------------------------------------------------------------------------------------------------- */

/* Flags. Only ever appended to. */
enum {
    PNEU_REPLY_ALL = 1,      /* everybody who got the message, too */
    PNEU_REPLY_NO_QUOTE = 2, /* pneu_builder_add_reply: without the text of the message */
    PNEU_REPLY_LIST = 4,     /* the mailing list it came from, and nobody else */
    PNEU_REPLY_AUTOMATIC = 8 /* the sender, by a program (RFC 3834). At most one of ALL, LIST and AUTOMATIC */
};

/* This struct never changes. Lists live in the arena, without groups and without anybody twice. */
typedef struct pneu_recipients {
    pneu_address_list to;
    pneu_address_list cc;
} pneu_recipients;

/*
 * Who gets the answer to a message, oneself (the mailboxes of `own`; only their addresses are looked at) not among
 * them:
 * - those of Mail-Reply-To, else of Reply-To, else of From (RFC 5322 section 3.6.3); where From is oneself and neither
 *   of the others is there, those of To: one goes on with one's own message. The address of a mailing list (List-Post)
 *   does not count in Reply-To: lists put it there, and what is meant for one would be read by all;
 * - with PNEU_REPLY_ALL those of Mail-Followup-To and nobody else; where there is no such field also those of To and
 *   Cc, and the list from Reply-To, as cc;
 * - with PNEU_REPLY_LIST the first mailto: address of List-Post (RFC 2369 section 3.4);
 * - with PNEU_REPLY_AUTOMATIC that of Return-Path, and nobody where pneu_auto_reply_check finds a reason against it.
 * Where without these two that would be nobody but oneself, it is oneself: a note is answered where it came from.
 * PNEU_ERR_NOT_FOUND: that is nobody; PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY, PNEU_ERR_NOT_KEPT.
 */
PNEU_API pneu_status pneu_reply_recipients(pneu_message *message, const pneu_address_list *own, uint32_t flags,
                                           pneu_arena *arena, pneu_recipients *out);

/* Which of one's own addresses one answers as: *index is the place in `own` of the first that To, Cc, Bcc, Resent-To,
 * Resent-Cc, Delivered-To, X-Original-To, Envelope-To or else From name. PNEU_ERR_NOT_FOUND: none; PNEU_ERR_ARGUMENT,
 * PNEU_ERR_MEMORY, PNEU_ERR_NOT_KEPT. */
PNEU_API pneu_status pneu_reply_identity(pneu_message *message, const pneu_address_list *own, size_t *index);

/* ---- Subjects -------------------------------------------------------------------------------------------------- */

/* "Re: " and "Fwd: " before the base subject (RFC 5256 section 2.1) of a raw value of Subject, as UTF-8 in the arena.
 * PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_reply_subject(pneu_arena *arena, pneu_str value, pneu_str *out);
PNEU_API pneu_status pneu_forward_subject(pneu_arena *arena, pneu_str value, pneu_str *out);

/* ---- Bodies ---------------------------------------------------------------------------------------------------- */

/*
 * The text of a message, each paragraph quoted `depth` deeper, as format=flowed with CRLF in the arena (RFC 3676): its
 * parts text/plain and, as text, text/html that are no attachments, but no HTML that is an alternative to plain text;
 * without the signature. `charsets` may be NULL. A message without text gives "". PNEU_ERR_ARGUMENT (a depth over
 * PNEU_FLOWED_QUOTE_MAX), PNEU_ERR_MEMORY, PNEU_ERR_NOT_KEPT.
 */
PNEU_API pneu_status pneu_quote_text(pneu_message *message, pneu_charsets *charsets, uint32_t depth, pneu_arena *arena,
                                     pneu_str *out);

/* ---- Filling a builder ----------------------------------------------------------------------------------------- */

/* How to answer. Zeroed: to the author, without a text of one's own. This struct never changes. */
typedef struct pneu_reply_options {
    const pneu_address_list *own; /* oneself; NULL: nobody */
    uint32_t flags;               /* PNEU_REPLY_... */
    uint32_t reserved;            /* 0 */
    pneu_str text;                /* one's own words, UTF-8, one paragraph a line; they stand before the quote */
    pneu_str attribution;         /* the line that leads the quote in: "Ann wrote:"; "" for none */
    pneu_charsets *charsets;      /* or NULL */
} pneu_reply_options;

/*
 * Adds the answer to `message` to a builder without a body: To, Cc and Subject where it has no such field, In-Reply-To,
 * References (RFC 5322 section 3.6.4; at most PNEU_REFERENCES_LIMIT bytes: the first and the last ones), and a text
 * body, format=flowed; with PNEU_REPLY_AUTOMATIC under "Auto:" and with Auto-Submitted: auto-replied (the caller sends
 * it with an empty return path). PNEU_ERR_NOT_FOUND: there is nobody to answer to and no To, or no program may answer
 * (this does not stay with the builder); PNEU_ERR_ARGUMENT; what the setters of the builder return.
 */
PNEU_API pneu_status pneu_builder_add_reply(pneu_builder *builder, pneu_message *message,
                                            const pneu_reply_options *options);

/* How a message is passed on. */
enum {
    PNEU_FORWARD_ATTACHED = 0, /* as message/rfc822, byte for byte, lines ended by CRLF */
    PNEU_FORWARD_INLINE = 1,   /* its text below a few lines of its header, and its attachments */
    PNEU_FORWARD_7BIT = 2      /* attached, and made 7-bit first where it is not: see pneu/filter.h */
};

/* Zeroed: attached, without a text of one's own. This struct never changes. */
typedef struct pneu_forward_options {
    int32_t how;        /* PNEU_FORWARD_... */
    uint32_t reserved;  /* 0 */
    pneu_str text;      /* one's own words, as above */
    pneu_str separator; /* inline: the line before the header's lines; "" for none */
    pneu_charsets *charsets;
} pneu_forward_options;

/*
 * Adds what passes `message` on: Subject, if there is none, and body; the caller adds To. The message is borrowed until
 * the builder is done. PNEU_ERR_ARGUMENT also: the message is to be attached and is 8-bit, and the builder is without
 * PNEU_BUILD_8BIT, or it has NUL, a bare CR or a line of more than 998 bytes. With PNEU_FORWARD_7BIT such a message is
 * converted, so that signatures of what was changed no longer hold; PNEU_ERR_SIGNED, _ENCODING, _UNREPRESENTABLE (which
 * do not stay with the builder): it cannot be. Inline, attachments that cannot keep their type are
 * application/octet-stream, and names are made safe.
 */
PNEU_API pneu_status pneu_builder_add_forward(pneu_builder *builder, pneu_message *message,
                                              const pneu_forward_options *options);

#ifdef __cplusplus
}
#endif

#endif
