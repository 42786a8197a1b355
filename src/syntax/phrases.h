/* Lists of phrases, as Keywords have them (RFC 5322 section 3.6.5). */
#ifndef PNEU_SYNTAX_PHRASES_H
#define PNEU_SYNTAX_PHRASES_H

#include "pneu/syntax.h"

/* Reports hdr_value_malformed where the raw value is not phrase *("," phrase), obsolete forms not counted. */
void pneu_i_phrases_check(pneu_str value, const pneu_defect_sink *sink);

#endif
