/* What others need of a parser beyond pneu/parse.h: parsers of decoded messages share the limits of the tree; filters
 * want no more than the structure. */
#ifndef PNEU_PARSE_PARSER_LIMITS_H
#define PNEU_PARSE_PARSER_LIMITS_H

#include "base/options.h"
#include "pneu/parse.h"

/* As pneu_parser_new, from settings. */
pneu_status pneu_i_parser_new_with(const pneu_i_settings *settings, const pneu_alloc *alloc, pneu_parser **out);

/* From now on, after a reset too, lines of bodies and gaps are not looked at but for delimiters: events are the same, but
 * there are no defects of lines, and the summaries' counts of lines and bytes say nothing. */
void pneu_i_parser_skip_lines(pneu_parser *parser);

/* Lowers the limits of a new or reset parser to what is left: containers (0: none may be opened) and parts (at least
 * 1). They last until reset. */
void pneu_i_parser_narrow(pneu_parser *parser, uint64_t nesting, uint64_t parts);

/* Tells a new or reset parser where in its input the reading asked for begins to hold: UINT64_MAX for nowhere. */
void pneu_i_parser_read_from(pneu_parser *parser, uint64_t offset);

/* 1 if a multipart is open, so that a delimiter may have been found that begins one more part. */
int pneu_i_parser_may_add_part(const pneu_parser *parser);

/* Counts parts that stand in decoded messages against the parser's limit of parts. */
void pneu_i_parser_spend_parts(pneu_parser *parser, uint64_t parts);

#endif
