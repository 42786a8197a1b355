/*
 * The short way through a header: fields that a vector kernel finds to be plain, given as they are.
 * In: the window from `pos` on, where a line begins. Out: FIELDS, past a limit of the header JUNK too, or nothing: then
 * header.c looks at the lines. Invariants: what is given here reaches no limit, has no defect but 8-bit bytes, and past
 * a limit not even those, and is the same in every reading but that of bare CR.
 * Not handled: anything else. RFC 5322 section 2.2.
 */
#include "parse/header_reader.h"

#define FIELDS_BEFORE ((size_t)8192) /* bytes of fields that are scanned with one that is as long as it may be */

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

/* How much may be scanned, and for how many fields, so that no limit of the header is reached. Past one, fields behind a
 * cut are scanned again: therefore only twice as many as stood alike the last time. */
static size_t find_bounds(const pneu_parser *parser, size_t *most)
{
    const uint64_t *limit = parser->settings.limit;
    uint64_t passed = pneu_i_window_offset(&parser->window) - parser->header.offset;
    size_t n = pneu_i_parser_visible(parser);
    size_t wanted = (size_t)limit[PNEU_OPTION_MAX_FIELD] + FIELDS_BEFORE;
    n = n < wanted ? n : wanted;
    if (parser->header.is_over) {
        size_t twice = (size_t)2 * parser->header.alike + 2;
        *most = twice < PNEU_I_FIELDS_MOST ? twice : PNEU_I_FIELDS_MOST;
        return n;
    }
    *most = rest_of(limit[PNEU_OPTION_MAX_FIELDS], parser->header.field_count, PNEU_I_FIELDS_MOST);
    return *most > 0 ? rest_of(limit[PNEU_OPTION_MAX_HEADER], passed, n) : 0;
}

/* Past a limit of the header: leaves those from the first on that are given alike, and tells whether as junk. */
static int cut_past_limit(pneu_parser *parser, const uint8_t *p, pneu_i_field_scan *scan)
{
    int is_junk = !pneu_i_is_recognised_past_limit(scan->fields[0].id);
    size_t count = 1;
    while (count < scan->count && pneu_i_is_recognised_past_limit(scan->fields[count].id) != is_junk)
        count++;
    parser->header.alike = (uint8_t)count;
    if (count < scan->count) {
        pneu_i_tally tally = {0, 0, 0, 0, 0};
        scan->count = count;
        (void)parser->scan->header(p, scan->fields[count - 1].end, '\n', &tally);
        scan->lines = (size_t)tally.lf;
        scan->bare_lf = (size_t)tally.bare_lf;
    }
    return is_junk;
}

/* Counts the bytes above 127 of fields, and tells of them. */
static void take_high(pneu_parser *parser, const uint8_t *p, const pneu_i_field_scan *scan)
{
    parser->tally.high += scan->high;
    for (size_t i = 0; i < scan->count; i++)
        if ((scan->high_fields >> i & 1) != 0)
            pneu_i_check_high_field(parser, p, &scan->fields[i]);
}

/* The field behind those given, or the first one if there are none, may be long. */
static inline void keep_long_field(pneu_parser *parser, const uint8_t *p, size_t start, const pneu_i_field_scan *scan)
{
    if (scan->plain > 0)
        pneu_i_keep_long_field(parser, p, start, scan);
}

int pneu_i_give_plain_fields(pneu_parser *parser)
{
    if (!may_scan(parser))
        return 0;
    size_t most, n = find_bounds(parser, &most);
    if (n == 0)
        return 0;
    pneu_field_span *fields = find_room(parser, &most);
    const uint8_t *p = pneu_i_parser_bytes(parser);
    pneu_i_field_scan scan;
    scan.fields = fields;
    scan.max = most;
    scan.longest = (size_t)parser->settings.limit[PNEU_OPTION_MAX_FIELD];
    parser->scan->fields(p, n, &scan);
    if (scan.count == 0 || (parser->header.is_over && scan.high > 0)) {
        keep_long_field(parser, p, 0, &scan);
        return 0;
    }
    int is_junk = parser->header.is_over && cut_past_limit(parser, p, &scan);
    size_t end = fields[scan.count - 1].end;
    size_t given = is_junk ? 0 : scan.count;
    pneu_i_use_fields(parser, fields, given, p);
    parser->header.field_count += given;
    parser->header.is_top = 0;
    parser->tally.lf += scan.lines;
    parser->tally.bare_lf += scan.bare_lf;
    if (scan.bare_lf > 0)
        pneu_i_keep_bare_lf_places(parser, p, end, pneu_i_window_offset(&parser->window), scan.bare_lf);
    if (scan.high > 0)
        take_high(parser, p, &scan);
    parser->fields_look = (pneu_i_fields_look){scan.high_fields, scan.bare_lf == 0};
    pneu_i_remember(parser, p, end);
    pneu_i_defect_log_release(&parser->log);
    (void)pneu_i_parser_give(parser, is_junk ? PNEU_EVENT_JUNK : PNEU_EVENT_FIELDS, pneu_i_parser_top(parser)->part,
                             end);
    if (is_junk)
        return 1;
    parser->event.fields = fields;
    parser->event.field_count = given;
    keep_long_field(parser, p, end, &scan);
    return 1;
}
