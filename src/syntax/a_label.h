/* Domains beyond ASCII as ASCII: A-labels (RFC 5890 section 2.3.2.1). */
#ifndef PNEU_SYNTAX_A_LABEL_H
#define PNEU_SYNTAX_A_LABEL_H

#include "base/arena.h"
#include "base/str.h"

#define PNEU_I_LABEL_MAX 63 /* bytes of a label: RFC 1035 section 2.3.4 */
#define PNEU_I_DOMAIN_MAX 255

/*
 * Writes one label, well-formed UTF-8, in Punycode (RFC 3492) without the prefix; gives the length. ASCII letters keep
 * their case. 0: the label is ill-formed, or the result would be over PNEU_I_LABEL_MAX bytes; `out` has room for that many.
 */
size_t pneu_i_punycode_encode(pneu_str label, char *out);

/*
 * The domain with an A-label for each label that is not ASCII, in lower case; all other labels stay as they are. Where
 * nothing is to be done the result is `domain` itself. PNEU_ERR_SYNTAX: it is not well-formed UTF-8, or a label or the
 * whole becomes too long; PNEU_ERR_MEMORY.
 */
pneu_status pneu_i_domain_to_ascii(pneu_arena *arena, pneu_str domain, pneu_str *out);

#endif
