/*
 * pneu/address.h: addresses, as From, To, Cc, Sender, Reply-To and Return-Path have them (RFC 5322 section 3.4 and 4.4,
 * groups in From too: RFC 6854, UTF-8: RFC 6532). A value in, mailboxes and groups out, and back.
 *
 * Lenient reading repairs what senders do wrong (RFC 7103 section 7.1) and reports each repair. What it never does:
 * take an address out of an encoded word, glue an address together over a comment, or choose one of two. An element
 * that cannot be read has no address, and its bytes are where offset and length say.
 */
#ifndef PNEU_ADDRESS_H
#define PNEU_ADDRESS_H

#include <pneu/base.h>
#include <pneu/format.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Mailboxes and groups read of one value; a value that has more is read up to there (limit_tokens). */
#define PNEU_ADDRESS_MAX 10000

/* The group of a mailbox that is in none. */
#define PNEU_NO_GROUP UINT32_MAX

/* What is to be known of a mailbox: any set of these bits. */
enum {
    PNEU_MAILBOX_UNREADABLE = 1,   /* there is no address to be had: `address` is "" */
    PNEU_MAILBOX_NO_DOMAIN = 2,    /* a word without "@": `local` and `address` are that word */
    PNEU_MAILBOX_NULL = 4,         /* "<>", the null address of Return-Path: `address` is "" */
    PNEU_MAILBOX_COMMENT_NAME = 8, /* `name` is the comment */
    PNEU_MAILBOX_REPAIRED = 16,    /* outside of the grammar, obsolete forms included: a guess at what was meant */
    PNEU_MAILBOX_UNTRUSTED = 32,   /* a defect of severity "attack": it may deceive, or be another address elsewhere */
    PNEU_MAILBOX_UTF8 = 64         /* the address has non-ASCII characters: it can be mailed with SMTPUTF8 only */
};

/* One mailbox. Texts are UTF-8 without CR, LF and NUL, and live in the arena, but for raw_name.
 * Given in arrays: this struct never changes. */
typedef struct pneu_mailbox {
    pneu_str name;    /* the display name, decoded; else the comment; else "" */
    pneu_str address; /* "local@domain"; the local part is in quotes only where it is no dot-atom */
    pneu_str local;   /* the local part, never in quotes */
    pneu_str domain;  /* as written, without comments and white space; literals with their brackets */
    pneu_str comment; /* the first comment after the address, decoded; else "" */
    pneu_str route;   /* what stands before the address within the angle brackets ("@a,@b" of "<@a,@b:c@d>"); else "" */
    pneu_str raw_name; /* the display name as written, folds and all: borrowed from the value */
    size_t offset;     /* where it stands in the value */
    size_t length;
    uint32_t group; /* index of its group, or PNEU_NO_GROUP */
    uint32_t flags; /* PNEU_MAILBOX_... */
} pneu_mailbox;

/* One group: `count` mailboxes from index `first` on. The group stands before mailbox `first` of the list, an empty one
 * too. Given in arrays: this struct never changes. */
typedef struct pneu_group {
    pneu_str name;     /* decoded */
    pneu_str raw_name; /* as written: borrowed from the value */
    size_t offset;     /* where it stands in the value, its ";" included */
    size_t length;
    size_t first;
    size_t count;
} pneu_group;

/* Mailboxes and groups, each in the order of the value. This struct never changes. */
typedef struct pneu_address_list {
    const pneu_mailbox *mailboxes;
    size_t mailbox_count;
    const pneu_group *groups;
    size_t group_count;
    size_t unread; /* bytes at the end of the value that were not read, because of PNEU_ADDRESS_MAX; else 0 */
} pneu_address_list;

/*
 * Reads an address list, or one address. White space and comments alone are an empty list. Lenient: every value gives a
 * list, trouble is reported as defects. Strict: obsolete forms and "<>" are read, anything outside of the grammar is
 * PNEU_ERR_SYNTAX.
 * Not reported here, since it depends on the field: several authors (addr_multi_from).
 * The lists live in the arena. PNEU_ERR_MEMORY; PNEU_ERR_SYNTAX; PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_address_list_parse(pneu_arena *arena, pneu_str value, int32_t mode,
                                             const pneu_defect_sink *sink, pneu_address_list *out);

/*
 * Makes a mailbox of a display name (UTF-8, "" for none) and an addr-spec: "local@domain", in obsolete forms too. Both
 * are copied into the arena. PNEU_ERR_SYNTAX where the address is none; PNEU_ERR_ARGUMENT where the name has CR, LF or
 * another control character or is not UTF-8; PNEU_ERR_MEMORY.
 */
PNEU_API pneu_status pneu_mailbox_init(pneu_arena *arena, pneu_str name, pneu_str address, pneu_mailbox *out);

/*
 * Writes a mailbox (from name, local and domain), or a list, groups and all. Names are quoted where they must be, and
 * written as encoded words (RFC 2047) where they are not ASCII; with PNEU_FORMAT_UTF8 everything is UTF-8. Folded after
 * commas and between name and address (see pneu/format.h).
 * PNEU_ERR_ARGUMENT, and nothing is written, where a text has a control character or is not UTF-8; where there is no
 * address (but for "<>" of PNEU_MAILBOX_NULL); where a domain is neither a dot-atom nor a literal, or an address holds
 * an encoded word, passes 990 bytes, or goes beyond ASCII without PNEU_FORMAT_UTF8 (its domain: and without
 * PNEU_FORMAT_A_LABELS). PNEU_ERR_MEMORY.
 */
PNEU_API pneu_status pneu_mailbox_format(pneu_arena *arena, const pneu_mailbox *mailbox, const pneu_format *options,
                                         pneu_str *out);
PNEU_API pneu_status pneu_address_list_format(pneu_arena *arena, const pneu_address_list *list,
                                              const pneu_format *options, pneu_str *out);

/* 1 if both have an address and it is the same: local parts byte for byte after unquoting, domains but for the case of
 * ASCII letters (RFC 5321 section 2.4). Else 0. */
PNEU_API int32_t pneu_mailbox_is_same(const pneu_mailbox *a, const pneu_mailbox *b);

#ifdef __cplusplus
}
#endif

#endif
