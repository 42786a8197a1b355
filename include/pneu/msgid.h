/*
 * pneu/msgid.h: message identifiers (RFC 5322 sections 3.6.4 and 4.5.4), the fields Message-ID, Content-ID, In-Reply-To
 * and References, and the URLs cid: and mid: (RFC 2392).
 *
 * An identifier is given without its angle brackets, comments and white space: "left@right". It keeps the octets and
 * the quoting of the field: no CR, LF, NUL or other control character but a tab in a quoted string is ever in it.
 */
#ifndef PNEU_MSGID_H
#define PNEU_MSGID_H

#include <pneu/base.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where an identifier stands in its value, brackets included. Given in arrays: this struct never changes. */
typedef struct pneu_msgid_place {
    size_t offset;
    size_t length;
} pneu_msgid_place;

typedef struct pneu_msgid_list {
    const pneu_str *ids;
    const pneu_msgid_place *places; /* as many as ids; NULL for a list that was not read from a value */
    size_t count;
} pneu_msgid_list;

/* The most identifiers of one list. Of a longer one the first and the last ones are given, with a defect. */
#define PNEU_MSGIDS_MAX 1000

/*
 * Reads the identifiers of References, In-Reply-To or a like field, in order; an empty list is a result, too. In the
 * arena.
 * Lenient: also identifiers without "@", with stray blanks, brackets or bytes in them; separated by commas or anything
 * else; without brackets, where the value has none and is nothing but one word or words with an "@". Phrases and what
 * else stands between identifiers are passed over.
 * Defects: PNEU_DEFECT_HDR_VALUE_MALFORMED with PNEU_DETAIL_HDR_MSGID_MALFORMED, PNEU_DEFECT_LIMIT_TOKENS.
 * PNEU_ERR_SYNTAX (strict: outside of the grammar, whose obsolete forms are in it); PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_msgid_list_parse(pneu_arena *arena, pneu_str value, int32_t mode,
                                           const pneu_defect_sink *sink, pneu_msgid_list *out);

/* The same for a field that has one identifier: Message-ID, Content-ID. Lenient: the first; PNEU_ERR_NOT_FOUND if there
 * is none. Strict: PNEU_ERR_SYNTAX unless there is exactly one, and nothing else. */
PNEU_API pneu_status pneu_msgid_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                      pneu_str *out);

/* The form of an identifier that is the same for all its spellings (RFC 5256 section 3): without needless quoting. Case
 * counts. Where nothing is to be done the result is `id` itself. PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_msgid_normalise(pneu_arena *arena, pneu_str id, pneu_str *out);

/* 1 if two identifiers have the same normalised form, else 0. */
PNEU_API int32_t pneu_msgid_equal(pneu_str a, pneu_str b);

/* The limit of a value of References such that the field, unfolded, has 998 characters (RFC 5537 section 3.4.4). */
#define PNEU_REFERENCES_LIMIT 986

/*
 * Writes a value of References, In-Reply-To or Message-ID: "<a@b> <c@d>", not folded, in the arena. A value of more
 * than `limit` bytes (0: PNEU_REFERENCES_LIMIT; SIZE_MAX: none) loses identifiers from the second on until it fits, but
 * never the first one and the last two (RFC 5537 section 3.4.4), so that it may still be longer. PNEU_ERR_ARGUMENT if
 * an identifier cannot be written so that it would be read back as it is: it is empty, begins with "<", or has ">",
 * white space, comments or control characters outside of quotes; PNEU_ERR_MEMORY.
 */
PNEU_API pneu_status pneu_references_format(pneu_arena *arena, const pneu_str *ids, size_t count, size_t limit,
                                            pneu_str *out);

/*
 * The References of an answer (RFC 5322 section 3.6.4), from the fields of the message that is answered: its
 * References, or else its In-Reply-To if that is one identifier; then its Message-ID, "" where it has none. The
 * In-Reply-To of the answer is that Message-ID alone. Identifiers that cannot be written are left out. In the arena;
 * the identifiers themselves are those given. PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_references_reply(pneu_arena *arena, pneu_str message_id, const pneu_msgid_list *references,
                                           const pneu_msgid_list *in_reply_to, pneu_msgid_list *out);

/* ---- URLs (RFC 2392) ------------------------------------------------------------------------------------------ */

/* "cid:" and the identifier, with % before what a URL cannot hold. In the arena. PNEU_ERR_ARGUMENT if it is empty, or
 * has CR, LF or NUL; PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_cid_url_format(pneu_arena *arena, pneu_str content_id, pneu_str *out);

/* The Content-ID that a cid: URL names, its escapes undone once; a "%" without two digits stays. In the arena.
 * PNEU_ERR_NOT_FOUND where the URL has another scheme or names nothing that can be an identifier (CR, LF, NUL);
 * PNEU_ERR_MEMORY; PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_cid_url_parse(pneu_arena *arena, pneu_str url, pneu_str *content_id);

/* What a mid: URL names. */
typedef struct pneu_mid_url {
    pneu_str message_id;
    pneu_str content_id; /* of a part of the message; "" for the message itself */
} pneu_mid_url;

/* The same for mid: URLs. */
PNEU_API pneu_status pneu_mid_url_format(pneu_arena *arena, const pneu_mid_url *ids, pneu_str *out);
PNEU_API pneu_status pneu_mid_url_parse(pneu_arena *arena, pneu_str url, pneu_mid_url *out);

#ifdef __cplusplus
}
#endif

#endif
