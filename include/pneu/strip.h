/*
 * pneu/strip.h: attachments removed from messages of any size, by rule, with a note in their place or nothing.
 *
 * Two passes over the same bytes: the first one, the plan, knows the size of each part, whether a multipart would
 * become empty, and so what is to be done before a byte is written; the second one copies, but for what was planned.
 * All that is not removed keeps its bytes.
 *
 *     pneu_strip_plan_new(NULL, NULL, NULL, &plan);
 *     pneu_strip_plan_add_rule(plan, &rule);                                       // one or more
 *     while there is input: pneu_strip_plan_push(plan, bytes, len);
 *     pneu_strip_plan_finish(plan);                                                // what goes: pneu_strip_plan_item
 *     pneu_strip_new(plan, NULL, &strip);                                          // then push the same bytes again
 *     while there is input:
 *         pneu_strip_push(strip, bytes, len);
 *         while (pneu_strip_read(strip, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);     // until PNEU_MORE
 *     pneu_strip_finish(strip);
 *     while (pneu_strip_read(strip, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);         // until PNEU_DONE
 *
 * Memory: that of a parser, below four kilobytes for each part that a rule fits, nothing for any other; the second
 * pass holds one block. The output does not depend on how input and output are cut.
 *
 * What may go: parts without parts of their own, and whole messages (message/rfc822) with all that is in them; never a
 * multipart as such. A part goes with its delimiter line. A note takes its place where one is wanted; where the
 * multipart would be left without a part (RFC 2046 section 5.1.1 asks for one); and where a delimiter of the same
 * multipart is missing after the part or in the part before it, since there the rest could be read differently. Of a
 * message that is one body alone, the body and all Content- fields are replaced, and lines between them that are no
 * fields left out; its other fields stay. A part without a body stays. Not looked into: messages in base64 or
 * quoted-printable, uuencoded files in texts, TNEF.
 */
#ifndef PNEU_STRIP_H
#define PNEU_STRIP_H

#include <pneu/base.h>
#include <pneu/parse.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Rules ------------------------------------------------------------------------------------------------------ */

/* Bits of a rule's flags. */
enum {
    PNEU_STRIP_ENCODED_SIZE = 1 /* larger_than counts the bytes as they stand, not the decoded ones */
};

/*
 * What goes: all conditions of a rule must hold, and of several rules one. Patterns: "*" is any run of characters, "?"
 * any one, a backslash takes the next character as it is; the case of ASCII letters does not matter.
 * A rule without a type fits attachments only: parts with a disposition of attachment, with a name, or of a type
 * other than text. A rule with a type fits every part of that type, the text of the message too.
 * The size is that of the decoded body, or of the bytes of a message. This struct never changes.
 */
typedef struct pneu_strip_rule {
    pneu_str type;        /* pattern of "type/subtype" as used, for instance "image/?*"; "": any */
    pneu_str name;        /* pattern of a file name, decoded, of Content-Disposition or Content-Type; "": any */
    uint64_t larger_than; /* bytes; 0: any size */
    uint32_t flags;       /* PNEU_STRIP_ENCODED_SIZE */
    uint32_t reserved;    /* 0 */
} pneu_strip_rule;

#define PNEU_STRIP_PATTERN_MAX 255 /* bytes of a pattern */
#define PNEU_STRIP_RULES_MAX 256
#define PNEU_STRIP_WORDING_MAX 1024 /* bytes */

/* What stands in the place of a part. */
enum {
    PNEU_STRIP_NOTE = 0,   /* a text/plain part with the name, type and size of what was removed */
    PNEU_STRIP_NO_NOTE = 1 /* nothing, where that can be */
};

/* What becomes of parts under multipart/signed (RFC 1847 section 2.1) and multipart/encrypted. */
enum {
    PNEU_STRIP_LEAVE_SIGNED = 0, /* they stay, and are listed as left */
    PNEU_STRIP_CHANGE_SIGNED = 1 /* they go as any other: what surrounds them is void */
};

/* How to strip. NULL in its place is all zero. This struct never changes. */
typedef struct pneu_strip_choices {
    int32_t note;        /* PNEU_STRIP_NOTE, _NO_NOTE */
    int32_t on_signed;   /* PNEU_STRIP_..._SIGNED */
    int32_t reserved[6]; /* 0 */
} pneu_strip_choices;

/* ---- What is told ----------------------------------------------------------------------------------------------- */

/* What became of a part that a rule fits. */
enum {
    PNEU_STRIP_REMOVED = 1,  /* it is gone */
    PNEU_STRIP_REPLACED = 2, /* a note stands in its place */
    PNEU_STRIP_LEFT = 3      /* it stays, since it is signed or encrypted */
};

/* One part that a rule fits. Given by pointer: may grow at its end. */
typedef struct pneu_strip_item {
    int32_t fate;     /* PNEU_STRIP_REMOVED, _REPLACED, _LEFT */
    int32_t voids;    /* 1: a signature or encryption around it does not hold any more */
    uint32_t part;    /* as the parser counts */
    uint32_t rule;    /* the first rule that fits it, in the order in which they were added, from 0 */
    pneu_str section; /* as IMAP counts (RFC 9051 section 6.4.5), for instance "2.1" */
    pneu_str type;    /* "type/subtype" as used */
    pneu_str name;    /* its file name, made safe (pneu_safe_filename), or "" */
    uint64_t size;    /* bytes of the decoded body; of a message its bytes */
    uint64_t offset;  /* of the part in the input */
    uint64_t length;  /* bytes of the part, header and all */
} pneu_strip_item;

/* What was done. This struct never changes. */
typedef struct pneu_strip_summary {
    uint64_t removed;      /* parts, replaced ones too */
    uint64_t replaced;     /* of those, the ones with a note in their place */
    uint64_t left;         /* parts that a rule fits, left because they are signed or encrypted */
    uint64_t signed_parts; /* multipart/signed and multipart/encrypted that are void now */
    uint64_t signatures;   /* DKIM-Signature and ARC-Message-Signature fields over a body that was changed: void, */
    uint64_t in_doubt;     /* but for these of them, which have l= and may end before the change (RFC 6376 section 3.5) */
    uint64_t input_size;   /* bytes */
    uint64_t output_size;
} pneu_strip_summary;

/* Why the last call on an object failed. This struct never changes. */
typedef struct pneu_strip_fault {
    pneu_status status; /* PNEU_OK if it did not */
    int32_t
        argument;    /* of a refused rule: 1 type, 2 name, 3 flags, 4 too many rules; of a refused wording: 1; else 0 */
    uint64_t offset; /* of the byte refused, or of the input */
} pneu_strip_fault;

/* ---- The plan ------------------------------------------------------------------------------------------------ */

typedef struct pneu_strip_plan pneu_strip_plan;

/* A plan for one message. The parser's options, and the choices, are copied; NULL means the defaults. The caller
 * frees it with pneu_strip_plan_free. PNEU_ERR_ARGUMENT (no such choice), PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_strip_plan_new(const pneu_options *options, const pneu_strip_choices *choices,
                                         const pneu_alloc *alloc, pneu_strip_plan **out);

/* Adds a rule (copied), before the first push. PNEU_ERR_ARGUMENT: control characters in a pattern or a backslash at its
 * end, a pattern over PNEU_STRIP_PATTERN_MAX bytes, an unknown flag, over PNEU_STRIP_RULES_MAX rules; PNEU_ERR_STATE;
 * PNEU_ERR_MEMORY. Without any rule nothing is removed. */
PNEU_API pneu_status pneu_strip_plan_add_rule(pneu_strip_plan *plan, const pneu_strip_rule *rule);

/* What a note says first (copied), before the first push: UTF-8, lines ended by LF; "" for the usual sentence.
 * PNEU_ERR_ARGUMENT: not UTF-8, control characters but LF and tab, over PNEU_STRIP_WORDING_MAX bytes; PNEU_ERR_STATE;
 * PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_strip_plan_set_wording(pneu_strip_plan *plan, pneu_str wording);

/* Takes the next bytes; none of them are needed afterwards. PNEU_ERR_STATE after finish; PNEU_ERR_ARGUMENT;
 * PNEU_ERR_MEMORY, which stays until reset. */
PNEU_API pneu_status pneu_strip_plan_push(pneu_strip_plan *plan, const void *bytes, size_t len);

/* The end of the message. As push. */
PNEU_API pneu_status pneu_strip_plan_finish(pneu_strip_plan *plan);

/* Why the last call failed; a call at the wrong time (PNEU_ERR_STATE) leaves no trace. */
PNEU_API void pneu_strip_plan_error(const pneu_strip_plan *plan, pneu_strip_fault *out);

/* What will be done; zero before finish. */
PNEU_API void pneu_strip_plan_summary(const pneu_strip_plan *plan, pneu_strip_summary *out);

/* After finish: the i-th part that a rule fits, in the order of the message, or NULL. Borrowed until reset or free. */
PNEU_API const pneu_strip_item *pneu_strip_plan_item(const pneu_strip_plan *plan, size_t i);

/* Makes the plan as new for another message; rules and wording stay. Memory up to MAX_KEPT_MEMORY is kept. */
PNEU_API void pneu_strip_plan_reset(pneu_strip_plan *plan);

/* Frees the plan; NULL is allowed. */
PNEU_API void pneu_strip_plan_free(pneu_strip_plan *plan);

/* ---- The filter ---------------------------------------------------------------------------------------------- */

typedef struct pneu_strip pneu_strip;

/* A filter for the message of a finished plan, which is borrowed until the filter is freed, and must not be reset
 * before. The caller frees it with pneu_strip_free. PNEU_ERR_STATE: the plan is not finished; PNEU_ERR_ARGUMENT;
 * PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_strip_new(const pneu_strip_plan *plan, const pneu_alloc *alloc, pneu_strip **out);

/* Gives the filter the next bytes, borrowed until pneu_strip_read returns PNEU_MORE. PNEU_ERR_STATE before that, and
 * after finish. */
PNEU_API pneu_status pneu_strip_push(pneu_strip *strip, const void *bytes, size_t len);

/* Says that there are no more bytes. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_strip_finish(pneu_strip *strip);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_MORE:
 * nothing was, the input is used up; PNEU_DONE: nothing was, and nothing will be. PNEU_ERR_CHANGED: the bytes are
 * not those of the plan (told at the end at the latest; the output is void); PNEU_ERR_MEMORY. Both stay until reset.
 * PNEU_ERR_ARGUMENT for a capacity of 0. */
PNEU_API pneu_status pneu_strip_read(pneu_strip *strip, void *out, size_t capacity, size_t *written);

/* What is wrong, and where in the input that was seen. */
PNEU_API void pneu_strip_error(const pneu_strip *strip, pneu_strip_fault *out);

/* Makes the filter as new, for the same message again. */
PNEU_API void pneu_strip_reset(pneu_strip *strip);

/* Frees the filter; NULL is allowed. */
PNEU_API void pneu_strip_free(pneu_strip *strip);

#ifdef __cplusplus
}
#endif

#endif
