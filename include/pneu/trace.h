/*
 * pneu/trace.h: the fields that transport adds: Received (RFC 5321 section 4.4, RFC 5322 section 3.6.7), the trail that
 * all of them make, Return-Path, Delivered-To (RFC 9228), and blocks of Resent fields (RFC 5322 section 3.6.6). Pure
 * functions; results live in the arena.
 *
 * What a Received field says is what somebody wrote: all below the first hop that is not your own may be forged. See
 * pneu_trail.
 */
#ifndef PNEU_TRACE_H
#define PNEU_TRACE_H

#include <pneu/base.h>
#include <pneu/date.h>
#include <pneu/field.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- One Received field -------------------------------------------------------------------------------------- */

/* A text and where it stands in the value. UTF-8 without control characters. What is absent has length 0 and text "". */
typedef struct pneu_trace_text {
    pneu_str text;   /* decoded: without quotes, folds as one space */
    uint32_t offset; /* its first byte in the value */
    uint32_t length; /* of the bytes as they stand; 0: absent */
} pneu_trace_text;

enum {
    PNEU_HOST_CONTESTED = 1 /* of "from": its comments hold another address, or a clause comes twice, so that a stranger
                             * may have written what stands first */
};

/* What a field says of one host. */
typedef struct pneu_trace_host {
    pneu_trace_text name; /* after the keyword; with "from" the name in HELO, also where it stands in a comment */
    pneu_trace_text rdns; /* the name found from the address; absent where it says "unknown" */
    pneu_trace_text ip;   /* of the connection: IPv4 or IPv6, without brackets and tag, with its zone id. A literal that
                            * is only claimed in HELO stays in `name`. */
    pneu_trace_text ident; /* the user, as RFC 1413 or a login tells */
    int32_t port;          /* 0: not told */
    int32_t flags;         /* PNEU_HOST_... bits */
} pneu_trace_host;

/* What a field says of TLS, in clauses (RFC 8314 section 4.3) or comments. */
typedef struct pneu_trace_tls {
    pneu_trace_text version; /* as written, for instance "TLSv1.3", "TLS1_2" */
    pneu_trace_text cipher;
    pneu_trace_text group; /* the key exchange group */
    int32_t bits;          /* of the cipher; 0: not told */
    int32_t reserved;      /* 0 */
} pneu_trace_tls;

/* What the protocol is, any set of these bits (RFC 3848, RFC 6531 section 4.3). 0: unknown, or not SMTP at all. */
enum {
    PNEU_PROTOCOL_SMTP = 1,
    PNEU_PROTOCOL_EHLO = 2, /* ESMTP */
    PNEU_PROTOCOL_LMTP = 4,
    PNEU_PROTOCOL_UTF8 = 8,
    PNEU_PROTOCOL_TLS = 16, /* also where only a comment tells it, or a clause */
    PNEU_PROTOCOL_AUTH = 32 /* the client authenticated itself; also where only a comment tells it */
};

/* One Received field. This struct never changes; all zero is an empty one. */
typedef struct pneu_received {
    pneu_trace_host from;
    pneu_trace_host by;
    pneu_trace_text via;
    pneu_trace_text with; /* the protocol as written, also of several words */
    pneu_trace_text id;
    pneu_trace_text recipient;     /* the first path of "for", without angle brackets and source route */
    pneu_trace_text envelope_from; /* the same of the sender; "" (but with a length) for "<>" */
    pneu_trace_text login;         /* the name with which the client authenticated itself */
    pneu_trace_text comment; /* the first comment not understood, but those on "from": mostly the receiving software */
    pneu_trace_text extra;   /* all else that was not understood, in order; offset and length say where the first is */
    pneu_trace_text date_text; /* after the last ";" */
    pneu_trace_tls tls;
    pneu_date date;
    int32_t has_date;        /* 1 if there is a date that can be read */
    int32_t protocol;        /* PNEU_PROTOCOL_... bits */
    int32_t recipient_count; /* paths of "for"; for pneu_received_format: recipients of the message */
    int32_t reserved;        /* 0 */
} pneu_received;

/*
 * Reads the value of a Received field (less than 4 GiB). The last ";" outside comments and quotes starts the date; a
 * word after a keyword is its value, whatever it is.
 * Lenient: always a result, an empty one where nothing is recognised (the field counts as a hop all the same); without a
 * ";" a day of the week with a comma starts the date.
 * Strict: words, paths, domains and addresses, a ";" and a date (RFC 5322 section 3.6.7); each keyword with a value, and
 * one path in "for" (RFC 5321 section 4.4).
 * Defects: PNEU_DEFECT_HDR_VALUE_MALFORMED with the detail _HDR_RECEIVED_MALFORMED (a keyword without value, several
 * paths, an open quote or comment, no date, nothing that is known), those of pneu_date_parse,
 * PNEU_DEFECT_LIMIT_TOKENS for comments nested deeper than 32.
 * PNEU_ERR_MEMORY; PNEU_ERR_SYNTAX (strict); PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_received_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                         pneu_received *out);

/*
 * Writes the value of a new Received field, folded, without name, the space after the colon and the last CRLF. It is to
 * be prepended; fields that are there are never changed (RFC 5321 section 4.4). "by" and a date are required, a name or
 * identity of a host needs its address, a group its cipher. Texts that are no word are quoted. Without `with` the
 * protocol's name is written. "for" is only written if recipient_count is 1: with several recipients it would tell each of
 * another (RFC 5321 section 7.2). `comment`, `extra` and `date_text` are not looked at, nor places, but that
 * envelope_from with a length and without text is "<>". The sender and the login are only written if they are set.
 * With bytes above 127 in a text the field needs a message under SMTPUTF8 (RFC 6531).
 * PNEU_ERR_ARGUMENT: a text holds a control character (so CR, LF, NUL) or ill-formed UTF-8, is not what its place
 * demands (addresses, paths, names in comments), or a line would be longer than 998 bytes; PNEU_ERR_MEMORY.
 */
PNEU_API pneu_status pneu_received_format(pneu_arena *arena, const pneu_received *received, pneu_str *out);

/* The bits of a protocol's name, whatever its case ("esmtpsa", "Microsoft SMTP Server"); 0 if it is not known. */
PNEU_API int32_t pneu_protocol_parse(pneu_str name);

/* The registered name of a protocol, for instance "UTF8SMTPSA". Any extension in use means EHLO. Static text. */
PNEU_API const char *pneu_protocol_name(int32_t protocol);

/* ---- The trail ------------------------------------------------------------------------------------------------ */

/* What is known of a hop: any set of these bits. */
enum {
    PNEU_HOP_TRUSTED = 1,         /* added by an own host, and nobody else could have */
    PNEU_HOP_OWN_NAME = 2,        /* "by" is an own host, or pretends to be */
    PNEU_HOP_CONNECTED = 4,       /* "from" is the host that the next older hop was made by */
    PNEU_HOP_DISCONNECTED = 8,    /* it is another one; neither bit: not told */
    PNEU_HOP_TIME_BACKWARDS = 16, /* it is earlier than the hop its delay counts from */
    PNEU_HOP_HAS_DELAY = 32
};

/* One hop. Given in arrays: this struct never changes. */
typedef struct pneu_hop {
    int64_t delay;     /* seconds since the hop `since`, where flags say that there is one */
    uint32_t since;    /* the next older hop with a date in a known zone */
    int32_t flags;     /* PNEU_HOP_... bits */
    int32_t protocol;  /* PNEU_PROTOCOL_... bits */
    int32_t same_host; /* newer hops, of the newest 256, with the same "by" */
} pneu_hop;

/* What a caller tells of the trail. All zero is allowed: no own hosts, default limits. This struct never changes. */
typedef struct pneu_trail_options {
    /* The own hosts: names ("mx.example.net"), domains (".example.net": all names below it), addresses ("192.0.2.1",
     * "2001:db8::1"), networks ("10.0.0.0/8"). */
    const pneu_str *own_hosts;
    size_t own_host_count;
    uint32_t max_hops;      /* more Received fields are a loop; 0: 100 (RFC 5321 section 6.3) */
    uint32_t max_same_host; /* more hops by one host are a loop; 0: 10 */
} pneu_trail_options;

/* Why a message is thought to loop: any set of these bits. */
enum {
    PNEU_LOOP_HOPS = 1,
    PNEU_LOOP_SAME_HOST = 2
};

/* The trail as a whole. This struct never changes. */
typedef struct pneu_trail {
    const pneu_hop *hops; /* newest first, one a Received field */
    uint32_t hop_count;
    uint32_t trusted_count; /* hops [0, trusted_count) are trusted. The "from" of the last of them says who handed the
                             * message over to your hosts; all that is older is only what that host says. */
    int32_t loop;           /* PNEU_LOOP_... bits */
    int32_t has_total;      /* 1 if there are two dates in known zones */
    int64_t total;          /* seconds between the oldest and the newest of them, by place */
} pneu_trail;

/*
 * Makes the trail of all Received fields of a header, in the order of the header (newest first); fields in which nothing
 * could be read are among them, as empty ones.
 * The newest hop is trusted if its "by" is an own host; an older one if it is too, all newer ones are trusted, and the
 * hop above it says that the message came from an own host (or from itself, over loopback): by the address, if that is
 * not contested; where none is told by the name found from it; under LMTP, which no stranger speaks, also by the name
 * in LHLO. So give addresses of hosts that relay to each other. Nothing is guessed: without own hosts no hop is trusted.
 * PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT (also for an own host that is empty, or a network that cannot be read).
 */
PNEU_API pneu_status pneu_trail_build(pneu_arena *arena, const pneu_received *received, uint32_t count,
                                      const pneu_trail_options *options, pneu_trail *out);

/* ---- Return-Path and Delivered-To ----------------------------------------------------------------------------- */

/*
 * Reads Return-Path (RFC 5321 section 4.4): the address without angle brackets and source route, "" for "<>".
 * Lenient: also an address without brackets; "" and PNEU_DEFECT_HDR_VALUE_MALFORMED where there is none.
 * Reads Delivered-To (RFC 9228): the address. Lenient: also with angle brackets; other text as it stands, with
 * PNEU_DEFECT_HDR_VALUE_MALFORMED. A header may have several; the message loops where one names the new recipient.
 * PNEU_ERR_MEMORY; PNEU_ERR_SYNTAX (strict); PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_return_path_parse(pneu_arena *arena, pneu_str value, int32_t mode,
                                            const pneu_defect_sink *sink, pneu_str *out);
PNEU_API pneu_status pneu_delivered_to_parse(pneu_arena *arena, pneu_str value, int32_t mode,
                                             const pneu_defect_sink *sink, pneu_str *out);

/* Writes the value of a new Return-Path ("<a@b>", "<>" for "") or Delivered-To ("a@b").
 * PNEU_ERR_ARGUMENT where the address is no mailbox of RFC 5321 section 4.1.2; PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_return_path_format(pneu_arena *arena, pneu_str address, pneu_str *out);
PNEU_API pneu_status pneu_delivered_to_format(pneu_arena *arena, pneu_str address, pneu_str *out);

/* ---- Resent blocks -------------------------------------------------------------------------------------------- */

/* What is wrong with a block: any set of these bits. */
enum {
    PNEU_RESENT_NO_DATE = 1,
    PNEU_RESENT_NO_FROM = 2
};

/* One resending: fields that stand together. Given in arrays: this struct never changes. */
typedef struct pneu_resent_block {
    uint32_t first; /* its first field, an index into the fields given */
    uint32_t count; /* of fields, one after the other */
    int32_t lacks;  /* PNEU_RESENT_... bits */
    int32_t reserved;
} pneu_resent_block;

/*
 * Finds the blocks of Resent fields of a header, newest first as they stand there (RFC 5322 section 3.6.6). A field that
 * is no Resent field ends a block; so does one that the block has already.
 * PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_resent_blocks(pneu_arena *arena, const pneu_field_span *fields, uint32_t count,
                                        const pneu_resent_block **out, uint32_t *out_count);

#ifdef __cplusplus
}
#endif

#endif
