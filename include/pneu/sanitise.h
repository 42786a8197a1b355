/*
 * pneu/sanitise.h: a message that every parser reads alike, from one that they read differently. Messages of any size,
 * in constant memory but for some bytes a part. (The command's verb is `sanitize`.)
 *
 * Parsers disagree on malformed mail, and what one of them does not see another one opens. This writes the message as
 * pneu reads it (the primary reading), so plainly that no other reading is left. What is well-formed keeps its bytes,
 * and a message without a defect of the level passes byte for byte.
 *
 * Two passes over the same bytes: the first one, the plan, knows what is to be done, and refuses before a byte is
 * written; the second one writes.
 *
 *     pneu_sanitise_plan_new(NULL, NULL, NULL, &plan);
 *     while there is input: pneu_sanitise_plan_push(plan, bytes, len);
 *     status = pneu_sanitise_plan_finish(plan);                                // PNEU_OK, or PNEU_ERR_REFUSED
 *     pneu_sanitise_new(plan, NULL, &filter);                                  // then push the same bytes again
 *     while there is input:
 *         pneu_sanitise_push(filter, bytes, len);
 *         while (pneu_sanitise_read(filter, out, sizeof out, &n) == PNEU_OK) write(n bytes of out); // until PNEU_MORE
 *     pneu_sanitise_finish(filter);
 *     while (pneu_sanitise_read(filter, out, sizeof out, &n) == PNEU_OK) write(n bytes of out);     // until PNEU_DONE
 *
 * Of a message that is changed all lines end in CRLF, all bytes are 7-bit, and lines have at most 998 bytes. Each part
 * is copied, but for its line ends, or cleaned: the header written anew, each field that is not in order by what was
 * read in it; the body decoded and encoded again; a multipart with a fresh boundary and without preamble and epilogue.
 * The output does not depend on how input and output are cut.
 */
#ifndef PNEU_SANITISE_H
#define PNEU_SANITISE_H

#include <pneu/base.h>
#include <pneu/chain.h>
#include <pneu/defect.h>
#include <pneu/parse.h>
#include <pneu/tree.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The plain profile ----------------------------------------------------------------------------------------- */

/*
 * Of all forms that the RFCs allow the plain profile has those that every program reads alike, and PNEU_SANITISE_ALL
 * leaves no other. No comment in addresses, dates, identifiers and MIME fields; no group but
 * "undisclosed-recipients:;"; one Content-Type on every part, without a name; in a multipart alone a boundary, in
 * quotes, of 20 to 40 of A-Z a-z 0-9 "_" "=", and no other parameter that has the word; of a file name one form:
 * filename= for short ASCII, else filename= or filename*=; a part in every multipart; no message/... part in base64 or
 * quoted-printable, but message/global-...; lines that end in CRLF.
 * Of defects nothing is said here: see pneu/defect.h.
 *
 * Sets *is_plain to 1 if the part itself, or all parts of the message and its line ends, are so. PNEU_ERR_NOT_FOUND: no
 * such part, or the message is not finished; PNEU_ERR_NOT_KEPT; PNEU_ERR_ARGUMENT; PNEU_ERR_MEMORY.
 */
PNEU_API pneu_status pneu_part_is_plain(pneu_message *message, uint32_t part, int32_t *is_plain);
PNEU_API pneu_status pneu_message_is_plain(pneu_message *message, int32_t *is_plain);

/* ---- What a check tells others ---------------------------------------------------------------------------------- */

/*
 * A whole field MIME-Ambiguity-Results, folded, with CRLF, for an MTA to put on top of the message: its name is that of
 * draft-chen-email-mime-ambiguity-defense, its value has the form of Authentication-Results (RFC 8601 section 2.2):
 *     MIME-Ambiguity-Results: mx.example.org; mime-ambiguity=fail policy.defect=sec_dup_from
 * "fail" if a code of severity attack is in the set, else "neutral" for ambiguous, else "pass"; each code from
 * ambiguous on is a property. What it said on arrival, under this name, must be removed before: anybody can write it.
 * In the arena. PNEU_ERR_ARGUMENT: NULL, no authserv_id, or one with control characters; PNEU_ERR_MEMORY;
 * PNEU_ERR_LIMIT: it fits no line.
 */
PNEU_API pneu_status pneu_ambiguity_results_format(pneu_arena *arena, pneu_str authserv_id,
                                                   const pneu_defect_set *found, pneu_str *out);

/* ---- Choices -------------------------------------------------------------------------------------------------- */

/* Which defects are mended. */
enum {
    PNEU_SANITISE_AMBIGUOUS = 0, /* those of severity ambiguous and attack; afterwards none of them is left */
    PNEU_SANITISE_ALL = 1        /* all that can be: afterwards only ones that are inherent are left */
};

/* Flags. */
enum {
    PNEU_SANITISE_FORCE = 1, /* repair what is refused otherwise */
    PNEU_SANITISE_CRLF = 2   /* line ends become CRLF in a message that is not changed, too */
};

/* How to sanitise. NULL in its place is all zero. This struct never changes. */
typedef struct pneu_sanitise_choices {
    int32_t level;       /* PNEU_SANITISE_AMBIGUOUS, _ALL */
    uint32_t flags;      /* PNEU_SANITISE_FORCE, _CRLF */
    int32_t reserved[6]; /* 0 */
} pneu_sanitise_choices;

/* ---- What is told ----------------------------------------------------------------------------------------------- */

/* Why a message was refused: no honest sender does this in From, Content-Type or Content-Transfer-Encoding; or a limit
 * hides the rest of it; or it is to be changed, and has an address that 7-bit ASCII cannot say (hdr_utf8, hdr_8bit). This
 * struct never changes. */
typedef struct pneu_sanitise_refusal {
    pneu_status status; /* PNEU_OK if it was not */
    uint32_t part;
    int32_t code; /* PNEU_DEFECT_... */
    uint32_t reserved;
} pneu_sanitise_refusal;

/* What was done. This struct never changes. */
typedef struct pneu_sanitise_summary {
    uint64_t parts;
    uint64_t cleaned;         /* of those; 0: the message passes as it is */
    uint64_t signed_parts;    /* multipart/signed with something cleaned in it: void */
    uint64_t signatures;      /* DKIM and ARC fields over what was changed: probably void */
    uint64_t losses;          /* parts whose header loses an address that is not ASCII */
    pneu_defect_set answered; /* the codes of the level that were found */
} pneu_sanitise_summary;

/* Why a part is cleaned: bits. */
enum {
    PNEU_SANITISE_FOR_DEFECTS = 1,   /* it has some of the level */
    PNEU_SANITISE_FOR_FORM = 2,      /* it is not in the plain profile */
    PNEU_SANITISE_FOR_SEVEN_BIT = 4, /* the message is changed for another reason, and this could not be sent then */
    PNEU_SANITISE_FOR_OTHERS = 8     /* for a part that stands in it, or that it stands in */
};

/* What is done to one part. This struct never changes. */
typedef struct pneu_sanitise_item {
    uint32_t part;         /* as the tree counts (pneu/tree.h) */
    uint32_t reasons;      /* PNEU_SANITISE_FOR_... */
    int32_t loses_address; /* 1: its header has an address with a local part that is not ASCII, which is left out */
    uint32_t reserved;
    pneu_defect_set found; /* all codes that were found in it */
} pneu_sanitise_item;

/* ---- The plan ------------------------------------------------------------------------------------------------- */

typedef struct pneu_sanitise_plan pneu_sanitise_plan;

/* A plan for one message. `options` are those of the parser, and `choices` are copied; NULL means the defaults. A
 * reading other than the primary one may be asked for: then the message is written as that one reads it. The caller
 * frees it with pneu_sanitise_plan_free. PNEU_ERR_ARGUMENT (no such choice), PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_sanitise_plan_new(const pneu_options *options, const pneu_sanitise_choices *choices,
                                            const pneu_alloc *alloc, pneu_sanitise_plan **out);

/* Takes the next bytes; none of them are needed afterwards. PNEU_ERR_STATE after finish; PNEU_ERR_ARGUMENT;
 * PNEU_ERR_MEMORY, which stays until reset. */
PNEU_API pneu_status pneu_sanitise_plan_push(pneu_sanitise_plan *plan, const void *bytes, size_t len);

/* The end of the message: PNEU_OK; PNEU_ERR_REFUSED, see pneu_sanitise_plan_refusal; PNEU_ERR_BOUNDARY: no boundary is
 * free, the message was made to prevent it; PNEU_ERR_MEMORY; PNEU_ERR_STATE. */
PNEU_API pneu_status pneu_sanitise_plan_finish(pneu_sanitise_plan *plan);

/* Why it was refused. */
PNEU_API void pneu_sanitise_plan_refusal(const pneu_sanitise_plan *plan, pneu_sanitise_refusal *out);

/* What will be done; zero before finish. */
PNEU_API void pneu_sanitise_plan_summary(const pneu_sanitise_plan *plan, pneu_sanitise_summary *out);

/* After finish: 1 if the part with this number is cleaned, and *out is set. Else 0. */
PNEU_API int32_t pneu_sanitise_plan_item(const pneu_sanitise_plan *plan, uint32_t part, pneu_sanitise_item *out);

/* Makes the plan as new for another message. Memory up to MAX_KEPT_MEMORY is kept. */
PNEU_API void pneu_sanitise_plan_reset(pneu_sanitise_plan *plan);

/* Frees the plan; NULL is allowed. */
PNEU_API void pneu_sanitise_plan_free(pneu_sanitise_plan *plan);

/* ---- The filter ----------------------------------------------------------------------------------------------- */

typedef struct pneu_sanitise pneu_sanitise;

/* A filter for the message of a finished plan, which is borrowed until the filter is freed, and must not be reset
 * before. The caller frees it with pneu_sanitise_free. PNEU_ERR_STATE: the plan is not finished, or the message
 * refused; PNEU_ERR_ARGUMENT; PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_sanitise_new(const pneu_sanitise_plan *plan, const pneu_alloc *alloc, pneu_sanitise **out);

/* Gives the filter the next bytes, borrowed until pneu_sanitise_read returns PNEU_MORE. PNEU_ERR_STATE before that, and
 * after finish. */
PNEU_API pneu_status pneu_sanitise_push(pneu_sanitise *filter, const void *bytes, size_t len);

/* Says that there are no more bytes. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_sanitise_finish(pneu_sanitise *filter);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_MORE:
 * nothing was, the input is used up; PNEU_DONE: nothing was, and nothing will be. PNEU_ERR_CHANGED: the bytes are not
 * those of the plan (told at the end at the latest; the output is void); PNEU_ERR_MEMORY. Both stay until reset.
 * PNEU_ERR_ARGUMENT for a capacity of 0. */
PNEU_API pneu_status pneu_sanitise_read(pneu_sanitise *filter, void *out, size_t capacity, size_t *written);

/* Makes the filter as new, for the same message again. */
PNEU_API void pneu_sanitise_reset(pneu_sanitise *filter);

/* The filter as a stage of a chain, which it is borrowed by. It wants the bytes of its plan. */
PNEU_API pneu_stage pneu_sanitise_stage(pneu_sanitise *filter);

/* Frees the filter; NULL is allowed. */
PNEU_API void pneu_sanitise_free(pneu_sanitise *filter);

/* ---- With other readings ---------------------------------------------------------------------------------------- */

/*
 * The whole message of a finished plan sanitised at once, and in it what only other readings (pneu/readings.h) show: each
 * body that a leaf of theirs has and none of the primary reading, once, as an attachment of type
 * application/octet-stream. So nothing is lost that another parser would have found. Where there is such a thing the
 * message becomes a multipart/mixed of what it was and of the attachments; a message that the plan does not change stays
 * as it is. *added is how many there are. Takes memory for the message and for at most nine readings of it, one at a
 * time; *out is in the arena. PNEU_ERR_STATE: the plan is not finished, or the message refused; PNEU_ERR_CHANGED: these
 * are not the bytes of the plan; PNEU_ERR_REFUSED: with what is added it would meet a limit, and the plan is without
 * PNEU_SANITISE_FORCE; PNEU_ERR_BOUNDARY, PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY.
 */
PNEU_API pneu_status pneu_sanitise_union(const pneu_sanitise_plan *plan, pneu_arena *arena, pneu_str message,
                                         pneu_str *out, size_t *added);

#ifdef __cplusplus
}
#endif

#endif
