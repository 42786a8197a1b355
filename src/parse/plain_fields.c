/*
 * The short way through a header: fields that a vector kernel finds to be plain, given as they are.
 * In: the window from `pos` on, where a line begins. Out: FIELDS, or nothing: then header.c looks at the lines.
 * Invariants: what is given here has no defect but 8-bit bytes and reaches no limit, and is the same in every reading but
 * that of bare CR.
 * Not handled: anything else. RFC 5322 section 2.2.
 */
#include "parse/header_reader.h"

/* 1 if a line begins at `pos` of which nothing is known, and there is a kernel for it. */
static inline int may_scan(const pneu_parser *parser)
{
    return parser->scan->fields != NULL && !parser->cr_ends_lines && pneu_i_parser_visible(parser) > 0 &&
           pneu_i_parser_bytes(parser)[0] > ' ' && !pneu_i_knows_line(&parser->header.line);
}

/* What is left of a limit, `used` being below it: at most `most`. */
static inline size_t rest_of(uint64_t limit, uint64_t used, size_t most)
{
    return used >= limit ? 0 : limit - used < most ? (size_t)(limit - used) : most;
}

/* Room for up to `most` fields: the longer run as soon as a header has shown that it is of use. */
static pneu_field_span *find_room(pneu_parser *parser, size_t *most)
{
    if (parser->run == NULL && parser->header.field_count >= PNEU_I_FIELD_RUN) {
        parser->run = pneu_i_alloc_resize(&parser->alloc, NULL, 0, PNEU_I_FIELDS_MOST * sizeof *parser->run);
        if (parser->run == NULL)
            pneu_i_parser_check(parser, PNEU_ERR_MEMORY);
    }
    if (parser->run != NULL)
        return parser->run;
    *most = *most < PNEU_I_FIELD_RUN ? *most : PNEU_I_FIELD_RUN;
    return parser->given.fields;
}

/* Counts the bytes above 127 of fields, and tells of them. */
static void take_high(pneu_parser *parser, const uint8_t *p, const pneu_i_field_scan *scan)
{
    parser->tally.high += scan->high;
    for (size_t i = 0; i < scan->count; i++)
        if ((scan->high_fields >> i & 1) != 0)
            pneu_i_check_high_field(parser, p, &scan->fields[i]);
}

int pneu_i_give_plain_fields(pneu_parser *parser)
{
    if (!may_scan(parser))
        return 0;
    const uint64_t *limit = parser->settings.limit;
    uint64_t passed = pneu_i_window_offset(&parser->window) - parser->header.offset;
    size_t n = pneu_i_parser_visible(parser);
    n = rest_of(limit[PNEU_OPTION_MAX_HEADER], passed, n < PNEU_I_VISIBLE_MAX ? n : PNEU_I_VISIBLE_MAX);
    size_t most = rest_of(limit[PNEU_OPTION_MAX_FIELDS], parser->header.field_count, PNEU_I_FIELDS_MOST);
    if (most == 0)
        return 0;
    pneu_field_span *fields = find_room(parser, &most);
    const uint8_t *p = pneu_i_parser_bytes(parser);
    pneu_i_field_scan scan = {fields, most, (size_t)limit[PNEU_OPTION_MAX_FIELD], 0, 0, 0, 0, 0};
    parser->scan->fields(p, n, &scan);
    if (scan.count == 0)
        return 0;
    size_t end = fields[scan.count - 1].end;
    pneu_i_use_fields(parser, fields, scan.count, p);
    parser->header.field_count += scan.count;
    parser->header.is_top = 0;
    parser->tally.lf += scan.lines;
    parser->tally.bare_lf += scan.bare_lf;
    if (scan.bare_lf > 0)
        pneu_i_keep_bare_lf_places(parser, p, end, scan.bare_lf);
    if (scan.high > 0)
        take_high(parser, p, &scan);
    pneu_i_remember(parser, p, end);
    pneu_i_defect_log_release(&parser->log);
    (void)pneu_i_parser_give(parser, PNEU_EVENT_FIELDS, pneu_i_parser_top(parser)->part, end);
    parser->event.fields = fields;
    parser->event.field_count = scan.count;
    return 1;
}
