/*
 * pneu/needs.h: what a message asks of the transport that is to carry it, told from the parser's events.
 *
 *     pneu_needs needs = {0};
 *     while (pneu_parser_next(parser, &event) == PNEU_OK) pneu_needs_add(&needs, event);
 *
 * A server that offers the extensions named by `extensions` can be sent the message as it is; else it must be converted
 * (pneu/filter.h) or refused.
 */
#ifndef PNEU_NEEDS_H
#define PNEU_NEEDS_H

#include <pneu/base.h>
#include <pneu/parse.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Extensions of SMTP, bits. */
enum {
    PNEU_NEEDS_8BITMIME = 1,   /* RFC 6152: bytes above 127 */
    PNEU_NEEDS_BINARYMIME = 2, /* RFC 3030: NUL, a bare CR, or a line over 998 bytes */
    PNEU_NEEDS_SMTPUTF8 = 4    /* RFC 6531 section 3.6: bytes above 127 in a header, a part's too */
};

/* Zeroed before the first event. This struct never changes. */
typedef struct pneu_needs {
    uint32_t extensions; /* PNEU_NEEDS_... bits */
    uint32_t reserved;
    uint64_t size;         /* bytes with CRLF at each line's end: what SIZE counts (RFC 1870 section 5) */
    uint64_t longest_line; /* its bytes, the line end not counted */
    uint64_t column;       /* bytes of the line that is open; `is_after_cr`: a CR is not among them yet */
    uint64_t is_after_cr;
} pneu_needs;

/* Takes one event; only its slice and its kind are looked at. PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_needs_add(pneu_needs *needs, const pneu_event *event);

#ifdef __cplusplus
}
#endif

#endif
