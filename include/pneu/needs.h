/*
 * pneu/needs.h: what a message asks of the transport that is to carry it, told from the parser's events, and whether what a
 * server offers is enough.
 *
 *     pneu_needs needs = {0};
 *     while (pneu_parser_next(parser, &event) == PNEU_OK) pneu_needs_add(&needs, event);      // to the last one
 *
 *     pneu_offer_parse(ehlo_reply, &offer);
 *     missing = pneu_needs_missing(&needs, &offer);                                           // 0: send it as it is
 *
 * What is missing must be made up for by a conversion (pneu/filter.h), or the message be refused.
 */
#ifndef PNEU_NEEDS_H
#define PNEU_NEEDS_H

#include <pneu/base.h>
#include <pneu/parse.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a message asks for, bits. All but the last two are extensions of SMTP. */
enum {
    PNEU_NEEDS_8BITMIME = 1,   /* RFC 6152: bytes above 127 */
    PNEU_NEEDS_BINARYMIME = 2, /* RFC 3030: NUL, a bare CR, or a line over 998 bytes; CHUNKING with it */
    PNEU_NEEDS_SMTPUTF8 = 4,   /* RFC 6531 section 3.6: bytes above 127 in a header, a part's too */
    PNEU_NEEDS_CONVERSION = 8, /* no extension carries it: NUL, a bare CR, a line over 998 bytes, or what is not UTF-8,
                                  in a header (RFC 5322 section 2.1.1, RFC 6532 section 3.1) */
    PNEU_NEEDS_SIZE = 16       /* told by pneu_needs_missing alone: it is larger than the server takes (RFC 1870) */
};

/* Zeroed before the first event. This struct never changes. */
typedef struct pneu_needs {
    uint32_t extensions;   /* PNEU_NEEDS_... bits */
    uint32_t reserved;     /* 0 */
    uint64_t size;         /* bytes, each line's end counted as CRLF, and one more if the last line has none: what SIZE
                              counts (RFC 1870 section 3). Final after the last event */
    uint64_t longest_line; /* its bytes, the line end not counted */
    uint64_t column;       /* from here on for pneu_needs_add alone: bytes of the line that is open */
    uint32_t after_cr;     /* what the CR before asks for if no LF follows; 0: there was none */
    uint32_t held_count;   /* bytes of a character of a header that was cut */
    char held[8];
} pneu_needs;

/* Takes one event; only its slice and its kind are looked at. PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_needs_add(pneu_needs *needs, const pneu_event *event);

/* What a server offers. A zeroed struct is one without extensions. This struct never changes. */
typedef struct pneu_offer {
    uint32_t extensions; /* PNEU_NEEDS_8BITMIME, _BINARYMIME, _SMTPUTF8 */
    uint32_t reserved;   /* 0 */
    uint64_t size_limit; /* bytes of a message; 0: not told */
} pneu_offer;

/* Reads what a server offers: its reply to EHLO, with the codes ("250-SIZE 1000", a line each; RFC 5321 section 4.1.1.1),
 * or the keywords alone, white space between. BINARYMIME counts with CHUNKING only (RFC 3030 section 3); of several
 * SIZE the smallest. Unknown keywords, and what is no number behind SIZE, are passed over. PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_offer_parse(pneu_str text, pneu_offer *out);

/* What the message asks for and the server does not offer: PNEU_NEEDS_... bits. 0: the message can be sent as it is. Where
 * BINARYMIME is offered 8BITMIME is not missed: BODY=BINARYMIME carries all. Both must be given. */
PNEU_API uint32_t pneu_needs_missing(const pneu_needs *needs, const pneu_offer *offer);

#ifdef __cplusplus
}
#endif

#endif
