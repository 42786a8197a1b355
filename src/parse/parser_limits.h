/* What others need of a parser beyond pneu/parse.h: parsers of decoded messages share the limits of the tree. */
#ifndef PNEU_PARSE_PARSER_LIMITS_H
#define PNEU_PARSE_PARSER_LIMITS_H

#include "base/defect_log.h"
#include "base/options.h"
#include "pneu/parse.h"

/* As pneu_parser_new, from settings. */
pneu_status pneu_i_parser_new_with(const pneu_i_settings *settings, const pneu_alloc *alloc, pneu_parser **out);

/* Lowers the limits of a new or reset parser to what is left: containers (0: none may be opened) and parts (at least
 * 1). They last until reset. */
void pneu_i_parser_narrow(pneu_parser *parser, uint64_t nesting, uint64_t parts);

/* Tells a new or reset parser where in its input the reading asked for begins to hold: UINT64_MAX for nowhere. */
void pneu_i_parser_read_from(pneu_parser *parser, uint64_t offset);

/* What a parser saw of the fields of a FIELDS event when it looked for their ends: nobody need look again. */
typedef struct pneu_i_fields_look {
    uint32_t odd; /* a bit for each that has more than printable ASCII, tabs and line ends, or a line over 998 bytes, or
                     may have; for none beyond the 32nd, for there are not so many */
    int has_crlf; /* all line ends are CRLF */
} pneu_i_fields_look;

/* Of the FIELDS event that was given last. */
pneu_i_fields_look pneu_i_parser_fields_look(const pneu_parser *parser);

/* Tells a new or reset parser that nobody wants its DEFECT events, nor to know which bytes above 127 are UTF-8: it gives
 * none, and its counts say nothing. Resets keep that. */
void pneu_i_parser_be_silent(pneu_parser *parser);

/* 1 if a multipart is open, so that a delimiter may have been found that begins one more part. */
int pneu_i_parser_may_add_part(const pneu_parser *parser);

/* Tells the log the severity and marks of a code's finds, records or not. */
void pneu_i_parser_weigh(const pneu_parser *parser, int32_t code, pneu_i_defect_log *log);

/* Counts parts that stand in decoded messages against the parser's limit of parts. */
void pneu_i_parser_spend_parts(pneu_parser *parser, uint64_t parts);

#endif
