/*
 * Long fields, and those over MAX_FIELD, which come in pieces: what the field scan finds of their lines, so that few are
 * looked at one by one.
 * In: the window from `pos` on. Out: a memo of the field there, or the place where the walk over its lines goes on.
 * Invariants: the last plain line end is left to the walk, which looks at what follows it; lines passed over are not too
 * long, and have nothing in them that a walk would tell of but bytes above 127.
 * Not handled: short fields, for which this is not worth it; lines that are not plain (header_reader.c).
 */
#include <string.h>

#include "parse/header_reader.h"

/* The place behind the last LF of p[start, end), or `start`. */
static size_t behind_last_lf(const uint8_t *p, size_t start, size_t end)
{
    while (end > start && p[end - 1] != '\n')
        end--;
    return end;
}

static size_t count_lines(const pneu_parser *parser, const uint8_t *p, size_t n)
{
    pneu_i_tally tally = {0, 0, 0, 0, 0};
    (void)parser->scan->header(p, n, '\n', &tally);
    return (size_t)tally.lf;
}

/* Of a run of plain lines: the last line end, and the line that it ends. */
typedef struct last_line {
    size_t end;
    size_t start;
} last_line;

/* 0 if p[start, end) has no line end. */
static int find_last_line(const uint8_t *p, size_t start, size_t end, last_line *last)
{
    end = behind_last_lf(p, start, end);
    if (end == start)
        return 0;
    last->end = end - 1;
    last->start = behind_last_lf(p, start, last->end);
    return 1;
}

static int is_past_limit(const pneu_parser *parser)
{
    const uint64_t *limit = parser->settings.limit;
    return parser->header.field_count >= limit[PNEU_OPTION_MAX_FIELDS] ||
           pneu_i_window_offset(&parser->window) - parser->header.offset >= limit[PNEU_OPTION_MAX_HEADER];
}

void pneu_i_keep_long_field(pneu_parser *parser, const uint8_t *p, size_t start, const pneu_i_field_scan *scan)
{
    last_line last;
    size_t most = (size_t)parser->settings.limit[PNEU_OPTION_MAX_FIELD], end = scan->plain;
    if (is_past_limit(parser))
        return;
    end = end - start < most ? end : start + most; /* of the line ends only the last one may lie behind the limit */
    if (!find_last_line(p, start, end, &last))
        return;
    const uint8_t *first = memchr(p + start, '\n', end - start);
    size_t length = (size_t)(first - p) - start;
    pneu_i_line_look look = pneu_i_look_at_line(p + start, length - (length > 0 && first[-1] == '\r'));
    if (look.kind != PNEU_I_LINE_FIELD || look.value != look.name_length + 1u || p[start] == '-')
        return;
    pneu_i_line_memo *line = &parser->header.line;
    memset(line, 0, sizeof *line);
    line->kind = PNEU_I_LINE_FIELD;
    line->taken_as = PNEU_I_TAKEN_AS_FIELD;
    line->is_unusual = scan->has_high || first[-1] != '\r';
    line->name_length = look.name_length;
    line->value = look.value;
    line->scanned = (uint32_t)(last.end - start);
    line->last_line = last.start > start ? (uint32_t)(last.start - 1 - start) : 0;
    line->lines =
        (uint32_t)(scan->plain_lines - scan->lines - count_lines(parser, p + last.end, scan->plain - last.end));
}

size_t pneu_i_pass_plain_lines(pneu_i_header_reader *r, size_t end, size_t most, size_t *lines)
{
    const uint8_t *p = r->p + end + 1;
    pneu_field_span field;
    last_line last;
    pneu_i_field_scan scan = {.fields = &field, .max = 1, .longest = SIZE_MAX};
    size_t n = (most < r->n ? most : r->n) - end - 1;
    r->is_slow = n < PNEU_I_LONG_FIELD || r->parser->scan->fields == NULL || r->parser->cr_ends_lines;
    if (r->is_slow)
        return end;
    r->parser->scan->fields(p, n, &scan);
    r->is_slow = scan.plain == 0;
    if (!find_last_line(p, 0, scan.plain, &last) || last.start == 0)
        return end;
    *lines += scan.plain_lines - 1;
    r->scan.is_unusual |= scan.has_high || r->scan.bare > 0 || p[last.start - 1] != '\n' || p[last.start - 2] != '\r';
    r->scan.from = end + 1 + last.end;
    r->next = r->scan.count = 0;
    r->found = r->passed;
    return end + last.start;
}
