/*
 * What to do with each logical line of a header (RFC 5322 section 2.2, 4.5; RFC 7103 section 7).
 * In: the window from `pos` on. Out: a verdict a line: a field or junk, with its end, or why the header stops there.
 * A line that is no field waits until the next line shows whether the header goes on: a field, a continuation or an
 * empty line makes it junk, anything else begins the body.
 * Invariants: line ends come from the header scan, in batches; nothing here changes the parser, so a line may be asked
 * about again; a line that waits for bytes is not looked at twice (its memo is kept by header.c).
 * Not handled: what one line is by its own bytes (header_line.c).
 */
#include "parse/header_reader.h"

#include <string.h>

#include "base/ascii.h"
#include "syntax/field_name.h"

#define DECIDED (PNEU_I_LINE_MAX + (size_t)2) /* visible bytes that decide a line whose end is not seen */

/* ---- Line ends ---------------------------------------------------------------------------------------------- */

/* The reading in which a bare CR ends a line. */
static void find_ends_with_cr(pneu_i_header_reader *r)
{
    size_t count = 0, i = r->scan.from;
    for (; i < r->n && count < PNEU_I_LINE_ENDS; i++) {
        if (r->p[i] == '\r' && i + 1 == r->n && !r->at_end)
            break;
        if (r->p[i] == '\n' || (r->p[i] == '\r' && (i + 1 == r->n || r->p[i + 1] != '\n')))
            r->ends[count++] = (uint32_t)i;
    }
    r->scan.from = i;
    r->scan.is_unusual = 1;
    r->scan.count = count;
}

/* Sets out at `pos`, with what is known of the line there. */
void pneu_i_look_around(pneu_parser *parser, pneu_i_header_reader *r)
{
    r->parser = parser;
    r->p = pneu_i_parser_bytes(parser);
    r->n = pneu_i_parser_visible(parser);
    r->at_end = pneu_i_window_at_end(&parser->window);
    if (r->n > PNEU_I_VISIBLE_MAX) {
        r->n = PNEU_I_VISIBLE_MAX;
        r->at_end = 0;
    }
    r->line = parser->header.line;
    r->at = r->end = r->next = r->passed = r->taken = 0;
    r->found = r->scan.count = r->scan.bare = 0;
    r->is_slow = 0;
    r->first_end = PNEU_I_NONE;
    r->scan.ends = r->ends;
    r->scan.max = PNEU_I_LINE_ENDS;
    r->scan.from = r->line.first_line != 0 && r->line.taken_as == 0 ? r->line.first_line : r->line.scanned;
    /* of a line that was taken it is known what was scanned before; else that is counted anew */
    r->scan.is_unusual = r->line.taken_as != 0 ? r->line.is_unusual : r->scan.from > 0;
    r->passed = r->found = r->line.lines;
}

/* The next line end (the place of its last byte), or PNEU_I_NONE if none is visible. */
size_t pneu_i_next_line_end(pneu_i_header_reader *r)
{
    if (r->next == r->scan.count) {
        r->next = r->scan.count = 0;
        if (r->scan.from >= r->n)
            return PNEU_I_NONE;
        if (r->parser->cr_ends_lines)
            find_ends_with_cr(r);
        else
            r->parser->scan->line_ends(r->p, r->n, &r->scan);
        if (r->scan.count == 0)
            return PNEU_I_NONE;
        r->found += r->scan.count;
    }
    r->passed++;
    return r->ends[r->next++];
}

/* Length of the empty line at p[i], 0 if there is none, PNEU_I_NONE if that needs another byte. */
size_t pneu_i_empty_line_at(const pneu_i_header_reader *r, size_t i)
{
    if (r->p[i] == '\n')
        return 1;
    if (r->p[i] != '\r')
        return 0;
    if (i + 1 == r->n)
        return r->at_end ? (r->parser->cr_ends_lines ? 1 : 0) : PNEU_I_NONE;
    return r->p[i + 1] == '\n' ? 2 : r->parser->cr_ends_lines ? 1 : 0;
}

/* The line from `start` to the line end at `end` (or to what is visible), without its line end. */
size_t pneu_i_content_length(const pneu_i_header_reader *r, size_t start, size_t end)
{
    if (end == PNEU_I_NONE)
        return r->n - start;
    if (r->p[end] == '\n' && end > start && r->p[end - 1] == '\r')
        end--;
    return end - start;
}

/* ---- What stands at a line ---------------------------------------------------------------------------------- */

static int match_delimiter(const pneu_i_header_reader *r, size_t at)
{
    pneu_parser *parser = r->parser;
    if (r->n - at < 2 || r->p[at] != '-' || r->p[at + 1] != '-' || parser->no_delimiters)
        return PNEU_I_MATCH_NONE;
    if (!pneu_i_has_own_boundary(parser) && !pneu_i_has_multipart(parser, parser->level_count))
        return PNEU_I_MATCH_NONE;
    uint32_t searched = 0;
    pneu_i_candidate candidate = {r->p + at, r->n - at, &searched, parser->level_count, 1, 1};
    return pneu_i_match_delimiter(parser, &candidate, &parser->delimiter);
}

/* The end of the line that p[from] belongs to, found apart from the batches, or PNEU_I_NONE. */
static size_t find_line_end(const pneu_i_header_reader *r, size_t from)
{
    const uint8_t *lf = memchr(r->p + from, '\n', r->n - from);
    size_t end = lf != NULL ? (size_t)(lf - r->p) : PNEU_I_NONE;
    if (r->parser->cr_ends_lines) {
        const uint8_t *cr = memchr(r->p + from, '\r', (end != PNEU_I_NONE ? end : r->n) - from);
        if (cr != NULL && cr + 1 != lf && (cr + 1 < r->p + r->n || r->at_end))
            end = (size_t)(cr - r->p);
    }
    return end;
}

/* Does a second line that is not empty, and no continuation, show that the header goes on? */
static pneu_i_verdict decide_by_next_line(pneu_i_header_reader *r, size_t start)
{
    int match = match_delimiter(r, start);
    if (match == PNEU_I_MATCH_UNDECIDED)
        return PNEU_I_HALT_NEED;
    if (match == PNEU_I_MATCH_DELIMITER)
        return PNEU_I_HALT_BODY;
    size_t end = find_line_end(r, r->line.scanned > start ? r->line.scanned : start);
    if (end == PNEU_I_NONE && !r->at_end && r->n - start < DECIDED) {
        r->line.scanned = (uint32_t)(r->parser->cr_ends_lines ? start : r->n);
        return PNEU_I_HALT_NEED;
    }
    pneu_i_line_look look = pneu_i_look_at_line(r->p + start, pneu_i_content_length(r, start, end));
    return look.kind == PNEU_I_LINE_FIELD || look.kind == PNEU_I_LINE_BAD_NAME ? PNEU_I_TAKE_JUNK : PNEU_I_HALT_BODY;
}

/* A line without a colon, and an empty line: junk at the header's end; but if nothing at all follows them, the line is the
 * whole body of a part whose sender forgot the separator. `start`: behind the empty line. */
static pneu_i_verdict decide_before_empty_line(const pneu_i_header_reader *r, size_t start)
{
    if (start == r->n)
        return r->at_end ? PNEU_I_HALT_BODY : PNEU_I_HALT_NEED;
    if (start + 1 == r->n && r->p[start] == '-' && !r->at_end)
        return PNEU_I_HALT_NEED;
    int match = match_delimiter(r, start);
    if (match == PNEU_I_MATCH_UNDECIDED)
        return PNEU_I_HALT_NEED;
    return match == PNEU_I_MATCH_DELIMITER ? PNEU_I_HALT_BODY : PNEU_I_TAKE_JUNK;
}

/* A line without a colon: junk, a name that is folded before its colon, or the first line of the body. */
static pneu_i_verdict decide_odd_line(pneu_i_header_reader *r)
{
    unsigned choice = r->parser->settings.reading.choice[PNEU_READING_NON_FIELD_LINE];
    if (choice == 2)
        return PNEU_I_TAKE_JUNK;
    if (choice == 1 || r->first_end == PNEU_I_NONE || pneu_i_content_length(r, r->at, r->first_end) > PNEU_I_LINE_MAX)
        return PNEU_I_HALT_BODY;
    size_t next = r->first_end + 1, colon;
    if (next == r->n)
        return r->at_end ? PNEU_I_HALT_BODY : PNEU_I_HALT_NEED;
    if (pneu_i_is_blank(r->p[next])) {
        if (r->line.kind != PNEU_I_LINE_BARE_NAME)
            return PNEU_I_TAKE_JUNK;
        if (!pneu_i_brings_colon(r->p + next, r->n - next, &colon))
            return next + colon == r->n && !r->at_end && colon < PNEU_I_LINE_MAX ? PNEU_I_HALT_NEED : PNEU_I_TAKE_JUNK;
        r->line.kind = PNEU_I_LINE_FOLDED_NAME;
        r->line.value = (uint32_t)(next + colon + 1 - r->at);
        return PNEU_I_TAKE_FIELD;
    }
    size_t empty = pneu_i_empty_line_at(r, next);
    if (empty == PNEU_I_NONE)
        return PNEU_I_HALT_NEED;
    return empty != 0 ? decide_before_empty_line(r, next + empty) : decide_by_next_line(r, next);
}

/* The top of a message: a byte order mark, or an mbox "From " line. */
static pneu_i_verdict decide_top(pneu_i_header_reader *r, pneu_i_verdict otherwise)
{
    int is_line = 0;
    const pneu_i_header *header = &r->parser->header;
    if (!header->is_top || !header->is_message)
        return otherwise;
    int len = pneu_i_look_at_top(r->p + r->at, r->n - r->at, &is_line);
    if (len <= 0)
        return otherwise;
    if (is_line) {
        r->line.junk_detail = r->p[r->at] == '>' ? PNEU_DETAIL_LINE_QUOTED_MBOX_FROM : PNEU_DETAIL_LINE_MBOX_FROM;
        return PNEU_I_TAKE_JUNK;
    }
    if (r->parser->window.offset + r->parser->window.pos + r->at != 0)
        return otherwise;
    r->line.junk_detail = PNEU_DETAIL_LINE_BOM;
    r->end = r->at + 3;
    if (r->first_end != PNEU_I_NONE) { /* the line goes on behind the mark */
        r->next--;
        r->passed--;
    }
    return PNEU_I_TAKE_JUNK;
}

/* The kind of the line at `at` by its first line; TAKE_... leaves its end to find_logical_end. */
static pneu_i_verdict classify(pneu_i_header_reader *r)
{
    const uint8_t *line = r->p + r->at;
    r->first_end = pneu_i_next_line_end(r);
    if (r->first_end == PNEU_I_NONE && !r->at_end && r->n - r->at < DECIDED)
        return PNEU_I_HALT_NEED;
    int match = line[0] == '-' ? match_delimiter(r, r->at) : PNEU_I_MATCH_NONE;
    if (match != PNEU_I_MATCH_NONE)
        return match == PNEU_I_MATCH_DELIMITER ? PNEU_I_HALT_DELIMITER : PNEU_I_HALT_NEED;
    pneu_i_line_look look = pneu_i_look_at_line(line, pneu_i_content_length(r, r->at, r->first_end));
    r->line.kind = look.kind;
    r->line.name_length = look.name_length;
    r->line.value = look.value;
    if (look.kind == PNEU_I_LINE_FIELD) {
        r->line.needs_check = look.value != look.name_length + 1u;
        return PNEU_I_TAKE_FIELD;
    }
    pneu_i_verdict top = decide_top(r, PNEU_I_HALT_END);
    if (top == PNEU_I_TAKE_JUNK)
        return top;
    return look.kind == PNEU_I_LINE_BAD_NAME ? PNEU_I_TAKE_JUNK : decide_odd_line(r);
}

/* Notes what makes a fold worth a look once the field is whole: a blank line, or one that may begin "Content-". */
static inline void glance_at_fold(pneu_i_header_reader *r, size_t end)
{
    size_t i = end + 2;
    while (i < r->n && pneu_i_is_blank(r->p[i]))
        i++;
    if (i + 1 >= r->n || r->p[i] == '\r' || r->p[i] == '\n' || ((r->p[i] | 0x20) == 'c' && (r->p[i + 1] | 0x20) == 'o'))
        r->line.needs_check = 1;
}

/* Notes how far the search has come: a line end at `end` will be found again. */
static void keep_place(pneu_i_header_reader *r, size_t end, size_t line)
{
    size_t lines = r->passed - r->taken;
    r->line.scanned = (uint32_t)((end == PNEU_I_NONE ? r->scan.from : end) - r->at);
    r->line.last_line = (uint32_t)(line - r->at);
    r->line.lines = (uint32_t)(end == PNEU_I_NONE ? lines : lines - 1);
    r->line.is_unusual = r->scan.is_unusual || r->scan.bare > 0;
}

/* From the first line's end to the end of the last continuation line. */
static pneu_i_verdict find_logical_end(pneu_i_header_reader *r, size_t end, pneu_i_verdict take)
{
    size_t most = (size_t)r->parser->settings.limit[PNEU_OPTION_MAX_FIELD], line = r->at + r->line.last_line;
    for (;;) {
        if (end == PNEU_I_NONE || end + 1 == r->n) {
            r->end = r->n;
            keep_place(r, end, line);
            if (r->end - r->at > most)
                return PNEU_I_HALT_LONG;
            if (r->end - line > PNEU_I_LINE_MAX)
                r->line.needs_check = 1;
            return r->at_end ? take : PNEU_I_HALT_NEED;
        }
        if (end - line > PNEU_I_LINE_MAX)
            r->line.needs_check = 1;
        line = end;
        if (!pneu_i_is_blank(r->p[end + 1]))
            break;
        if (end + 2 - r->at > most) { /* it goes on, and is over the limit already */
            r->end = end + 2;
            keep_place(r, end, line);
            return PNEU_I_HALT_LONG;
        }
        glance_at_fold(r, end);
        if (!r->is_slow && end - r->at >= PNEU_I_LONG_FIELD)
            line = pneu_i_pass_plain_lines(r, end, r->at + most, &r->passed);
        end = pneu_i_next_line_end(r);
    }
    r->end = end + 1;
    if (r->end - r->at <= most)
        return take;
    keep_place(r, end, line);
    return PNEU_I_HALT_LONG;
}

static int is_past_limit(const pneu_i_header_reader *r)
{
    const pneu_parser *parser = r->parser;
    uint64_t offset = pneu_i_window_offset(&parser->window) + r->at;
    return parser->header.field_count >= parser->settings.limit[PNEU_OPTION_MAX_FIELDS] ||
           offset - parser->header.offset >= parser->settings.limit[PNEU_OPTION_MAX_HEADER];
}

/* Decides a line that was not decided before. */
static pneu_i_verdict decide_anew(pneu_i_header_reader *r)
{
    if (r->line.first_line != 0) { /* it is no field by itself, and waits for the next line */
        r->first_end = r->at + r->line.first_line - 1;
        return decide_odd_line(r);
    }
    uint8_t c = r->p[r->at];
    if (c > ' ')
        return classify(r);
    size_t empty = pneu_i_empty_line_at(r, r->at);
    if (empty != 0)
        return empty == PNEU_I_NONE ? PNEU_I_HALT_NEED : PNEU_I_HALT_EMPTY_LINE;
    if (!pneu_i_is_blank(c))
        return classify(r);
    r->line.junk_detail = PNEU_DETAIL_HDR_FIRST_LINE_CONTINUATION;
    r->first_end = pneu_i_next_line_end(r);
    return PNEU_I_TAKE_JUNK;
}

/* What stands at `at`. Without side effects on the parser, so that it may be asked again. */
pneu_i_verdict pneu_i_decide(pneu_i_header_reader *r)
{
    if (r->at == r->n)
        return r->at_end ? PNEU_I_HALT_END : PNEU_I_HALT_NEED;
    r->end = r->at;
    if (r->line.taken_as != 0) {
        pneu_i_verdict take = r->line.taken_as == PNEU_I_TAKEN_AS_FIELD ? PNEU_I_TAKE_FIELD : PNEU_I_TAKE_JUNK;
        return find_logical_end(r, pneu_i_next_line_end(r), take);
    }
    pneu_i_verdict take = decide_anew(r);
    if ((take != PNEU_I_TAKE_FIELD && take != PNEU_I_TAKE_JUNK) || r->end > r->at)
        return take;
    if (take == PNEU_I_TAKE_FIELD && is_past_limit(r)) {
        r->line.is_past_limit = 1;
        if (!pneu_i_is_recognised_past_limit(pneu_i_field_id((const char *)r->p + r->at, r->line.name_length))) {
            take = PNEU_I_TAKE_JUNK;
            r->line.kind = PNEU_I_LINE_JUNK;
        }
    }
    r->line.taken_as = take == PNEU_I_TAKE_FIELD ? PNEU_I_TAKEN_AS_FIELD : PNEU_I_TAKEN_AS_JUNK;
    r->line.last_line = 0;
    return find_logical_end(r, r->first_end, take);
}
