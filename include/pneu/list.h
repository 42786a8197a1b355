/*
 * pneu/list.h: fields of mailing lists and of automatic mail: List-Help, List-Unsubscribe and their kin (RFC 2369),
 * List-Id (RFC 2919), one-click unsubscription (RFC 8058), Auto-Submitted and whether to answer at all (RFC 3834).
 *
 * Every parse function takes a raw value (folds and all) and `mode` (PNEU_LENIENT or PNEU_STRICT); results live in the
 * arena and hold no CR, LF or NUL. Status: PNEU_OK; PNEU_ERR_SYNTAX (strict only); PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT.
 * Every format function gives an unfolded value in the arena. It is read back before it is given: what would not come
 * back the same is PNEU_ERR_ARGUMENT.
 */
#ifndef PNEU_LIST_H
#define PNEU_LIST_H

#include <pneu/field.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- List-Help, -Unsubscribe, -Subscribe, -Post, -Owner, -Archive --------------------------------------------- */

typedef struct pneu_list_urls {
    const pneu_str *urls; /* in order of the sender's preference, white space within them removed */
    size_t url_count;
    int32_t is_no;    /* 1 for "NO": nobody may post (List-Post) */
    int32_t reserved; /* 0 */
} pneu_list_urls;

/*
 * Reads the URLs of a List- field. RFC 2369 section 2 says itself what becomes of other text: the URLs before it count,
 * and nothing after it, in both modes. Lenient also reads one URL without brackets and one whose bracket is not closed.
 * PNEU_ERR_SYNTAX (strict): there is neither a URL nor "NO".
 */
PNEU_API pneu_status pneu_list_urls_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                          pneu_list_urls *out);

/* Writes "<url>, <url>", or "NO". */
PNEU_API pneu_status pneu_list_urls_format(pneu_arena *arena, const pneu_list_urls *urls, pneu_str *out);

/*
 * The URL to which "List-Unsubscribe=One-Click" may be posted: the first https URL of `unsubscribe`, the value of
 * List-Unsubscribe, if `post`, that of List-Unsubscribe-Post, allows it. Where a field is absent its ptr is NULL. The
 * caller must also see that a valid DKIM signature covers both fields (RFC 8058 section 4).
 * PNEU_ERR_NOT_FOUND: there is none; PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_one_click_url(pneu_arena *arena, pneu_str unsubscribe, pneu_str post, pneu_str *out);

/* ---- List-Id -------------------------------------------------------------------------------------------------- */

typedef struct pneu_list_id {
    pneu_str phrase; /* the list's name, decoded; ptr is NULL where there is none */
    pneu_str id;     /* without brackets */
} pneu_list_id;

/* Reads List-Id (RFC 2919 section 3). An id that stands alone, without brackets, is read in both modes. */
PNEU_API pneu_status pneu_list_id_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                        pneu_list_id *out);

/* Writes `"phrase" <id>`. A phrase outside ASCII stays UTF-8 (RFC 6532); one that holds "=?" is refused. */
PNEU_API pneu_status pneu_list_id_format(pneu_arena *arena, const pneu_list_id *id, pneu_str *out);

/* ---- Automatic mail ------------------------------------------------------------------------------------------- */

typedef struct pneu_auto_submitted {
    pneu_str keyword; /* lower case: "no", "auto-generated", "auto-replied" or another; "" if unreadable (lenient) */
    const pneu_param *params;
    size_t param_count;
    int32_t is_automatic; /* 1 for every keyword but "no" */
    int32_t reserved;     /* 0 */
} pneu_auto_submitted;

/* Reads Auto-Submitted (RFC 3834 section 5). */
PNEU_API pneu_status pneu_auto_submitted_parse(pneu_arena *arena, pneu_str value, int32_t mode,
                                               const pneu_defect_sink *sink, pneu_auto_submitted *out);

/* Why a program must not answer a message by itself. Only ever appended to. */
enum {
    PNEU_AUTO_REPLY_ALLOWED = 0,        /* nothing speaks against it */
    PNEU_AUTO_REPLY_NO_SENDER = 1,      /* the return path is empty: a report, or mail that wants no answer */
    PNEU_AUTO_REPLY_ROBOT = 2,          /* the return path is that of a program: owner-, -request, mailer-daemon ... */
    PNEU_AUTO_REPLY_SUBMITTED = 3,      /* Auto-Submitted is there, and is not "no" */
    PNEU_AUTO_REPLY_LIST = 4,           /* the message came through a mailing list: a List- field */
    PNEU_AUTO_REPLY_PRECEDENCE = 5,     /* Precedence: bulk, junk or list */
    PNEU_AUTO_REPLY_SUPPRESSED = 6,     /* X-Auto-Response-Suppress asks for none */
    PNEU_AUTO_REPLY_RESPONDER = 7,      /* another responder wrote it: X-Autoreply and the like */
    PNEU_AUTO_REPLY_REPORT = 8,         /* a report: Content-Type multipart/report */
    PNEU_AUTO_REPLY_NOT_ADDRESSED = 9,  /* the recipient is named in none of To, Cc, Bcc (RFC 3834 section 2) */
    PNEU_AUTO_REPLY_NO_RETURN_PATH = 10 /* the return path was not given, and there is no Return-Path field */
};

/* Whether To, Cc or Bcc (or their Resent- forms) name the recipient on whose behalf the answer would be given. */
enum {
    PNEU_ADDRESSED_UNKNOWN = 0, /* not looked at */
    PNEU_ADDRESSED_YES = 1,
    PNEU_ADDRESSED_NO = 2
};

/* What the decision stands on. */
typedef struct pneu_auto_reply_facts {
    pneu_str return_path;           /* the envelope's sender, brackets or not; ptr NULL: as in the field Return-Path */
    const pneu_field_value *fields; /* the message's header, in any order */
    size_t field_count;
    int32_t addressed; /* PNEU_ADDRESSED_... */
    int32_t reserved;  /* 0 */
} pneu_auto_reply_facts;

/*
 * May a program answer this message by itself (RFC 3834 section 2)? Writes PNEU_AUTO_REPLY_ALLOWED or the first reason
 * against it, in the order of the list above but for a missing return path, which comes last. It reads no clock and
 * keeps no memory: whether the same sender was answered lately is for the caller to know. PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_auto_reply_check(const pneu_auto_reply_facts *facts, int32_t *reason);

#ifdef __cplusplus
}
#endif

#endif
