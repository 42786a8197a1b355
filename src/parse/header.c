/*
 * The header of a part as events: fields, junk and the empty line.
 * In: the verdicts of header_reader.c. Out: FIELDS (runs of whole fields), FIELD_PIECE (a field over MAX_FIELD, in
 * pieces), JUNK, and the header's end. Invariants: defects are reported when a line is taken, once; a header is never
 * held whole, only the line at `pos` is, up to MAX_FIELD; what is known of a line that waits for bytes is kept.
 * Not handled: fields without anything odd (plain_fields.c), the lines of long ones (long_field.c), what a field says
 * (known_field.c), what is wrong inside one (field_check.c).
 */
#include <string.h>

#include "base/ascii.h"
#include "parse/header_reader.h"
#include "syntax/field_name.h"

#define PLAIN_ENOUGH ((size_t)8) /* lines in a row for the short way, that make it worth another try */

void pneu_i_begin_header(pneu_parser *parser)
{
    pneu_i_header *header = &parser->header;
    memset(header, 0, sizeof *header);
    memset(&parser->mime, 0, sizeof parser->mime);
    parser->scratch.len = 0;
    header->offset = pneu_i_window_offset(&parser->window);
    header->is_top = 1;
    header->is_message = parser->level_count == 1 || parser->levels[parser->level_count - 2].kind == PNEU_KIND_MESSAGE;
    header->is_digest_child = parser->level_count > 1 && parser->levels[parser->level_count - 2].is_digest;
    parser->state = pneu_i_read_header;
}

/* ---- Taking ------------------------------------------------------------------------------------------------- */

static void note_limit(pneu_i_header_reader *r)
{
    pneu_parser *parser = r->parser;
    if (parser->header.is_over || !r->line.is_past_limit)
        return;
    parser->header.is_over = 1;
    uint64_t offset = pneu_i_window_offset(&parser->window) + r->at;
    int is_count = parser->header.field_count >= parser->settings.limit[PNEU_OPTION_MAX_FIELDS];
    pneu_i_parser_note(parser, is_count ? PNEU_DEFECT_LIMIT_HEADER_COUNT : PNEU_DEFECT_LIMIT_HEADER_SIZE,
                       PNEU_DETAIL_NONE, offset, r->end - r->at);
}

static void take_junk(pneu_i_header_reader *r)
{
    pneu_parser *parser = r->parser;
    uint64_t offset = pneu_i_window_offset(&parser->window) + r->at;
    uint64_t length = r->end - r->at;
    if (r->line.junk_detail != PNEU_DETAIL_NONE)
        pneu_i_parser_note(parser, PNEU_DEFECT_LINE_JUNK_BEFORE_HEADER, r->line.junk_detail, offset, length);
    else if (r->line.kind == PNEU_I_LINE_BAD_NAME)
        pneu_i_parser_note(parser, PNEU_DEFECT_HDR_BAD_NAME,
                           r->p[r->at] == ':' ? PNEU_DETAIL_HDR_EMPTY_NAME : PNEU_DETAIL_HDR_BAD_NAME_CHAR, offset,
                           length);
    else if (r->line.kind == PNEU_I_LINE_JUNK)
        note_limit(r);
    else
        pneu_i_parser_note(parser, PNEU_DEFECT_HDR_MISSING_COLON, PNEU_DETAIL_NONE, offset, length);
    if (r->line.junk_detail == PNEU_DETAIL_NONE)
        parser->header.is_top = 0;
}

static void take_field(pneu_i_header_reader *r, pneu_field_span *field)
{
    pneu_parser *parser = r->parser;
    note_limit(r);
    field->name = (uint32_t)r->at;
    field->value = (uint32_t)r->at + r->line.value;
    field->end = (uint32_t)r->end;
    field->name_length = r->line.name_length;
    field->id = pneu_i_field_id((const char *)r->p + r->at, r->line.name_length);
    parser->header.field_count++;
    parser->header.is_top = 0;
    if (r->line.kind == PNEU_I_LINE_FOLDED_NAME)
        pneu_i_parser_note(parser, PNEU_DEFECT_HDR_FOLD_IN_NAME, PNEU_DETAIL_NONE,
                           pneu_i_window_offset(&parser->window) + r->at, r->line.value);
    pneu_i_use_fields(parser, field, 1, r->p);
}

/* Counts the header bytes p[0, n) at `pos`; PNEU_I_HAS_... bits. */
static unsigned count_bytes(pneu_parser *parser, const uint8_t *p, size_t n)
{
    uint64_t bare_lf = parser->tally.bare_lf;
    unsigned has = parser->scan->header(p, n, (uint8_t)parser->recent, &parser->tally);
    if (parser->tally.bare_lf > bare_lf)
        pneu_i_keep_bare_lf_places(parser, p, n, pneu_i_window_offset(&parser->window),
                                   parser->tally.bare_lf - bare_lf);
    pneu_i_remember(parser, p, n);
    return has;
}

/* The reading in which a bare CR ends a line: counts the one that the whole lines p[0, n) end with, and passes it for
 * an LF, so that nobody waits for what follows it. */
static void count_final_cr(pneu_parser *parser, const uint8_t *p, size_t n)
{
    if (!parser->cr_ends_lines || n == 0 || p[n - 1] != '\r')
        return;
    parser->tally.bare_cr++;
    parser->recent = (parser->recent & ~(uint32_t)0xff) | '\n';
}

/* The same for the lines taken: where the scan saw nothing unusual, and line ends of one kind, only those count. */
static unsigned count_taken(pneu_i_header_reader *r)
{
    pneu_parser *parser = r->parser;
    int is_lf = r->scan.bare == r->found;
    if (r->scan.is_unusual || (r->scan.bare > 0 && !is_lf)) {
        unsigned has = count_bytes(parser, r->p, r->at) | (parser->cr_ends_lines ? PNEU_I_HAS_BARE_CR : 0u);
        count_final_cr(parser, r->p, r->at);
        return has;
    }
    parser->tally.lf += r->taken;
    if (r->scan.bare > 0) {
        parser->tally.bare_lf += r->taken;
        pneu_i_keep_bare_lf_places(parser, r->p, r->at, pneu_i_window_offset(&parser->window), r->taken);
    }
    pneu_i_remember(parser, r->p, r->at);
    return 0;
}

static int needs_check(const pneu_i_header_reader *r)
{
    size_t value = r->at + r->line.value;
    return r->line.needs_check || (value < r->end && r->p[value] == ':');
}

/* ---- Events ------------------------------------------------------------------------------------------------- */

/* What of that which was found in the lines taken (PNEU_I_HAS_...) may be in this field. */
static unsigned odd_in(const pneu_parser *parser, const uint8_t *p, const pneu_field_span *field, unsigned odd)
{
    pneu_i_tally unused = {0, 0, 0, 0, 0};
    if (odd == 0 || parser->cr_ends_lines)
        return odd;
    return parser->scan->header(p + field->name, field->end - field->name, '\n', &unused) & odd;
}

static pneu_i_step give_fields(pneu_i_header_reader *r, size_t count, uint32_t checks)
{
    pneu_parser *parser = r->parser;
    unsigned all = count_taken(r), odd = all & ~(unsigned)PNEU_I_HAS_BARE_LF;
    parser->fields_look = (pneu_i_fields_look){checks, all == odd && r->scan.bare == 0};
    for (size_t i = 0; (checks != 0 || odd != 0) && i < count; i++) {
        const pneu_field_span *field = &parser->given.fields[i];
        unsigned has = odd_in(parser, r->p, field, odd);
        parser->fields_look.odd |= (uint32_t)(has != 0) << i;
        if ((checks >> i & 1) != 0 || (has & ~(unsigned)PNEU_I_HAS_HIGH) != 0)
            pneu_i_check_field(parser, r->p, field, has);
        else if (has != 0)
            pneu_i_check_high_field(parser, r->p, field);
    }
    pneu_i_defect_log_release(&parser->log);
    (void)pneu_i_parser_give(parser, PNEU_EVENT_FIELDS, pneu_i_parser_top(parser)->part, r->at);
    parser->event.fields = parser->given.fields;
    parser->event.field_count = count;
    return PNEU_I_STEP_EVENT;
}

static pneu_i_step give_junk(pneu_i_header_reader *r, uint32_t checks)
{
    pneu_parser *parser = r->parser;
    if ((count_taken(r) & ~(unsigned)PNEU_I_HAS_BARE_LF) != 0 || checks != 0)
        pneu_i_check_junk(parser, r->p, r->at);
    pneu_i_defect_log_release(&parser->log);
    return pneu_i_parser_give(parser, PNEU_EVENT_JUNK, pneu_i_parser_top(parser)->part, r->at);
}

/* How much of the rest is visible; the last byte seen is held to mark the last piece. *is_last: it ends there. The line
 * ends in it are counted in *lines. */
static size_t measure_rest(pneu_i_header_reader *r, size_t *lines, int *is_last)
{
    pneu_parser *parser = r->parser;
    uint64_t offset = pneu_i_window_offset(&parser->window);
    size_t end;
    *is_last = 1;
    while ((end = pneu_i_next_line_end(r)) != PNEU_I_NONE && (end + 1 < r->n || r->at_end)) {
        int has_passed_cr = end == 0 && r->p[0] == '\n' && (uint8_t)parser->recent == '\r';
        (*lines)++;
        pneu_i_end_line(parser, offset + pneu_i_content_length(r, 0, end) - (uint64_t)has_passed_cr, offset + end + 1);
        if (end + 1 == r->n || !pneu_i_is_blank(r->p[end + 1]))
            return end + 1;
        if (!r->is_slow) {
            end = pneu_i_pass_plain_lines(r, end, r->n, lines);
            parser->line_start = offset + end + 1;
        }
    }
    *is_last = r->at_end;
    if (!r->at_end)
        return r->n > 0 ? r->n - 1 : 0;
    pneu_i_end_line(parser, offset + r->n, offset + r->n);
    return r->n;
}

/* State: passes the rest of a field or line over MAX_FIELD on in pieces. */
static pneu_i_step pass_rest(pneu_parser *parser)
{
    pneu_i_header_reader r;
    size_t lines = 0;
    int is_last;
    pneu_i_look_around(parser, &r);
    size_t len = measure_rest(&r, &lines, &is_last);
    if (len == 0 && !is_last)
        return PNEU_I_STEP_MORE;
    if (r.scan.is_unusual || r.scan.bare > 0 || (uint8_t)parser->recent == '\r') {
        pneu_i_check_piece(parser, r.p, len);
        (void)count_bytes(parser, r.p, len);
    } else {
        parser->tally.lf += lines;
        pneu_i_remember(parser, r.p, len);
    }
    if (is_last) /* not before: a line that is too long is found at its end, and told by its start */
        pneu_i_defect_log_release(&parser->log);
    (void)pneu_i_parser_give(parser, parser->header.rest_event, pneu_i_parser_top(parser)->part, len);
    if (is_last) {
        if (parser->header.rest_event == PNEU_EVENT_FIELD_PIECE)
            parser->event.flags = PNEU_PIECE_LAST;
        parser->header.rest_event = 0;
        memset(&parser->header.line, 0, sizeof parser->header.line);
        parser->state = pneu_i_read_header;
    }
    return PNEU_I_STEP_EVENT;
}

/* Counts the first piece of a field that the reader found to be too long. Of its line ends the last one seen, at
 * line.scanned, may lie behind the piece. */
static unsigned count_first_piece(pneu_i_header_reader *r, size_t len)
{
    pneu_parser *parser = r->parser;
    size_t last = r->line.scanned;
    if (r->line.is_unusual)
        return count_bytes(parser, r->p, len);
    parser->tally.lf += r->line.lines + (last < len && r->p[last] == '\n');
    pneu_i_remember(parser, r->p, len);
    return 0;
}

/* Reports what is wrong in the first piece, and finds the line that goes on with the next one. */
static void check_first_piece(pneu_i_header_reader *r, const pneu_field_span *field)
{
    pneu_parser *parser = r->parser;
    unsigned has = count_first_piece(r, field->end);
    if ((has & ~(unsigned)PNEU_I_HAS_BARE_LF) != 0 || needs_check(r)) {
        pneu_i_check_field(parser, r->p, field, has);
        return;
    }
    size_t start = field->end;
    while (start > 0 && r->p[start - 1] != '\n')
        start--;
    parser->line_start = pneu_i_window_offset(&parser->window) + start;
}

/* The line at `pos` is over MAX_FIELD: of a field the first MAX_FIELD bytes make the first piece. */
static pneu_i_step begin_pieces(pneu_i_header_reader *r)
{
    pneu_parser *parser = r->parser;
    size_t most = (size_t)parser->settings.limit[PNEU_OPTION_MAX_FIELD];
    int is_field = r->line.kind == PNEU_I_LINE_FIELD || r->line.kind == PNEU_I_LINE_FOLDED_NAME;
    parser->header.rest_event = is_field ? PNEU_EVENT_FIELD_PIECE : PNEU_EVENT_JUNK;
    parser->header.line.scanned = 0;
    parser->line_start = pneu_i_window_offset(&parser->window);
    parser->state = pass_rest;
    r->end = most;
    pneu_i_parser_note(parser, PNEU_DEFECT_LIMIT_HEADER_SIZE, PNEU_DETAIL_NONE, parser->line_start, most);
    if (!is_field) {
        take_junk(r);
        pneu_i_defect_log_release(&parser->log);
        return PNEU_I_STEP_AGAIN;
    }
    pneu_field_span *field = &parser->given.fields[0];
    take_field(r, field);
    check_first_piece(r, field);
    pneu_i_defect_log_release(&parser->log);
    (void)pneu_i_parser_give(parser, PNEU_EVENT_FIELD_PIECE, pneu_i_parser_top(parser)->part, most);
    parser->event.flags = PNEU_PIECE_FIRST;
    parser->event.fields = field;
    parser->event.field_count = 1;
    return PNEU_I_STEP_EVENT;
}

static inline void count_empty_crlf(pneu_parser *parser)
{
    parser->tally.lf++;
    parser->recent = parser->recent << 16 | '\r' << 8 | '\n';
}

static void count_empty_line(pneu_parser *parser, const uint8_t *p, size_t empty)
{
    if (empty == 2) {
        count_empty_crlf(parser);
        return;
    }
    (void)count_bytes(parser, p, empty);
    if (empty == 1 && p[0] == '\r')
        pneu_i_parser_note(parser, PNEU_DEFECT_LINE_BARE_CR, PNEU_DETAIL_NONE, pneu_i_window_offset(&parser->window),
                           1);
    count_final_cr(parser, p, empty);
}

static pneu_i_step stop_header(pneu_i_header_reader *r, pneu_i_verdict why)
{
    pneu_parser *parser = r->parser;
    uint64_t offset = pneu_i_window_offset(&parser->window);
    size_t empty = 0;
    if (why == PNEU_I_HALT_EMPTY_LINE) {
        empty = pneu_i_empty_line_at(r, 0);
        if (parser->level_count == 1 && parser->header.is_top && parser->header.field_count == 0)
            pneu_i_parser_note(parser, PNEU_DEFECT_LINE_JUNK_BEFORE_HEADER, PNEU_DETAIL_LINE_BLANK_FIRST, offset,
                               empty);
        count_empty_line(parser, r->p, empty);
    } else if (why == PNEU_I_HALT_DELIMITER) {
        pneu_i_parser_note(parser, PNEU_DEFECT_MIME_BOUNDARY_IN_HEADER, PNEU_DETAIL_NONE, offset,
                           parser->delimiter.length);
        if (parser->delimiter.level == parser->level_count)
            pneu_i_parser_note(parser, PNEU_DEFECT_HDR_NO_SEPARATOR, PNEU_DETAIL_NONE, offset, 0);
    } else if (why == PNEU_I_HALT_BODY) {
        size_t first = pneu_i_content_length(r, 0, r->first_end);
        pneu_i_parser_note(parser, PNEU_DEFECT_HDR_MISSING_COLON, PNEU_DETAIL_NONE, offset,
                           first < PNEU_I_LINE_MAX ? first : PNEU_I_LINE_MAX);
        pneu_i_parser_note(parser, PNEU_DEFECT_HDR_NO_SEPARATOR, PNEU_DETAIL_NONE, offset, 0);
        pneu_i_check_first_body_line(parser, r->p, first < PNEU_I_LINE_MAX ? first : PNEU_I_LINE_MAX);
    }
    return pneu_i_end_header(parser, empty);
}

/* The line at `pos` waits for bytes: keeps what is known of it. */
static pneu_i_step wait_for_more(pneu_i_header_reader *r)
{
    pneu_i_line_memo *memo = &r->parser->header.line;
    if (r->at != r->n && r->line.taken_as == 0) {
        int is_odd = r->line.kind == PNEU_I_LINE_TEXT || r->line.kind == PNEU_I_LINE_BARE_NAME;
        if (r->first_end == PNEU_I_NONE)
            r->line.scanned = (uint32_t)r->scan.from;
        else if (is_odd)
            r->line.first_line = (uint32_t)(r->first_end + 1);
    }
    *memo = r->line;
    return PNEU_I_STEP_MORE;
}

/* ---- The header --------------------------------------------------------------------------------------------- */

/* 1 if the header may end here in the usual way, nothing being known of a line yet: behind fields, or where there may
 * be none. */
static inline int may_end(const pneu_parser *parser)
{
    return pneu_i_parser_visible(parser) > 1 && (!parser->header.is_top || parser->level_count > 1) &&
           !pneu_i_knows_line(&parser->header.line);
}

/* Ends the header with an LF behind anything but a CR. */
static pneu_i_step end_header_with_lf(pneu_parser *parser)
{
    pneu_i_count_bare_lf(parser, pneu_i_window_offset(&parser->window));
    parser->recent = parser->recent << 8 | '\n';
    return pneu_i_end_header(parser, 1);
}

/* 1 if the line taken was one for the short way: a plain field past a limit. */
static int is_plain_junk(const pneu_i_header_reader *r)
{
    return r->line.is_past_limit && !r->line.needs_check && !r->scan.is_unusual && r->parser->scan->fields != NULL &&
           !r->parser->cr_ends_lines;
}

/* Line by line, with all that may be odd. */
static PNEU_I_APART pneu_i_step read_lines(pneu_parser *parser)
{
    pneu_i_header_reader r;
    pneu_i_look_around(parser, &r);
    memset(&parser->header.line, 0, sizeof parser->header.line); /* kept again if the line still waits */
    size_t count = 0;
    uint32_t checks = 0;
    int32_t event = 0;
    size_t plain = 0; /* lines in a row for the short way */
    pneu_i_verdict what = PNEU_I_TAKE_JUNK;
    while (plain < PLAIN_ENOUGH) {
        what = pneu_i_decide(&r);
        if (what == PNEU_I_TAKE_FIELD && event != PNEU_EVENT_JUNK && count < PNEU_I_FIELD_RUN) {
            event = PNEU_EVENT_FIELDS;
            checks |= (uint32_t)needs_check(&r) << count;
            take_field(&r, &parser->given.fields[count++]);
        } else if (what == PNEU_I_TAKE_JUNK && event != PNEU_EVENT_FIELDS) {
            event = PNEU_EVENT_JUNK;
            checks |= r.line.needs_check;
            take_junk(&r);
            plain = is_plain_junk(&r) ? plain + 1 : 0;
        } else {
            break;
        }
        r.at = r.end;
        r.taken = r.passed;
        r.first_end = PNEU_I_NONE;
        memset(&r.line, 0, sizeof r.line);
    }
    if (event != 0 && what != PNEU_I_HALT_NEED && r.line.taken_as != 0)
        parser->header.line = r.line; /* the next step need not decide that line again */
    if (event == PNEU_EVENT_FIELDS)
        return give_fields(&r, count, checks);
    if (event == PNEU_EVENT_JUNK)
        return give_junk(&r, checks);
    if (what == PNEU_I_HALT_NEED)
        return wait_for_more(&r);
    return what == PNEU_I_HALT_LONG ? begin_pieces(&r) : stop_header(&r, what);
}

pneu_i_step pneu_i_read_header(pneu_parser *parser)
{
    const uint8_t *p = pneu_i_parser_bytes(parser);
    if (may_end(parser) && p[0] == '\r' && p[1] == '\n') {
        count_empty_crlf(parser);
        return pneu_i_end_header(parser, 2);
    }
    if (may_end(parser) && p[0] == '\n' && (uint8_t)parser->recent != '\r')
        return end_header_with_lf(parser);
    return pneu_i_give_plain_fields(parser) ? PNEU_I_STEP_EVENT : read_lines(parser);
}
