/*
 * Parsers that are not alone. In: what is left of the nesting and of the parts of a whole tree; what else the tree asks,
 * or a filter. Out: parsers that stop there; what they saw. Invariant: limits are only ever lowered, and are the options'
 * again after a reset.
 */
#include "parse/parser_limits.h"

#include "parse/parser.h"

pneu_status pneu_i_parser_new_with(const pneu_i_settings *settings, const pneu_alloc *alloc, pneu_parser **out)
{
    pneu_parser *parser;
    pneu_status status = pneu_parser_new(NULL, alloc, &parser);
    if (status != PNEU_OK)
        return status;
    pneu_i_parser_use(parser, settings);
    pneu_parser_reset(parser);
    *out = parser;
    return PNEU_OK;
}

void pneu_i_parser_narrow(pneu_parser *parser, uint64_t nesting, uint64_t parts)
{
    if (nesting < parser->nesting_limit)
        parser->nesting_limit = (uint32_t)nesting;
    if (parts < parser->part_limit)
        parser->part_limit = (uint32_t)parts;
}

void pneu_i_parser_read_from(pneu_parser *parser, uint64_t offset)
{
    parser->settings.reading_offset = offset;
    pneu_i_parser_choose_reading(parser);
}

pneu_i_fields_look pneu_i_parser_fields_look(const pneu_parser *parser)
{
    return parser->fields_look;
}

void pneu_i_parser_be_silent(pneu_parser *parser)
{
    parser->settings.is_silent = 1;
}

int pneu_i_parser_may_add_part(const pneu_parser *parser)
{
    return pneu_i_has_multipart(parser, parser->level_count);
}

void pneu_i_parser_weigh(const pneu_parser *parser, int32_t code, pneu_i_defect_log *log)
{
    pneu_i_defect_log_weigh(log, code, pneu_i_defect_log_worst(&parser->log, code),
                            pneu_i_defect_log_marks(&parser->log, code));
}

void pneu_i_parser_spend_parts(pneu_parser *parser, uint64_t parts)
{
    parser->part_limit -= parts < parser->part_limit ? (uint32_t)parts : parser->part_limit;
}
