/*
 * Regions: leaf bodies, preambles and epilogues.
 * In: the window from `pos` on. Out: BODY, PREAMBLE and EPILOGUE events, and the delimiter line that ends the region.
 * The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1), so a line end is held until the next
 * line shows whether it is one. Invariants: what is held is a line end and one line that begins with "--", at most 2 KiB;
 * held bytes that are counted already are not counted again (`tallied`).
 */
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "parse/parser.h"

void pneu_i_begin_region(pneu_parser *parser, int32_t event)
{
    pneu_i_region *region = &parser->region;
    memset(region, 0, sizeof *region);
    region->event = (uint8_t)event;
    region->field_column = 1;
    region->seeks = !parser->no_delimiters && pneu_i_has_multipart(parser, parser->level_count);
    parser->state = pneu_i_read_region;
}

/* What a region shows once it is over. A preamble that no delimiter ends is no gap: it is the whole body. */
static void judge_region(pneu_parser *parser)
{
    int is_ended_by_own = parser->delimiter.level + 1 == parser->level_count;
    if (parser->region.event == PNEU_EVENT_EPILOGUE || (parser->region.event == PNEU_EVENT_PREAMBLE && is_ended_by_own))
        pneu_i_judge_gap(parser);
    pneu_i_defect_log_release(&parser->log);
}

/* ---- States ------------------------------------------------------------------------------------------------- */

/* State: at the start of a gap, in the reading that takes gaps for parts. Where a delimiter comes at once there is none. */
static pneu_i_step read_gap_as_part(pneu_parser *parser)
{
    pneu_i_candidate candidate = {pneu_i_parser_bytes(parser),
                                  pneu_i_parser_visible(parser),
                                  &parser->region.searched,
                                  parser->level_count,
                                  0,
                                  1};
    int at_end = pneu_i_window_at_end(&parser->window), match = PNEU_I_MATCH_NONE;
    if (candidate.len < 2 && !at_end)
        return PNEU_I_STEP_MORE;
    if (candidate.len >= 2 && candidate.line[0] == '-' && candidate.line[1] == '-')
        match = pneu_i_match_delimiter(parser, &candidate, &parser->delimiter);
    if (match == PNEU_I_MATCH_UNDECIDED)
        return PNEU_I_STEP_MORE;
    if (match == PNEU_I_MATCH_DELIMITER || candidate.len == 0 || parser->part_count >= parser->part_limit) {
        parser->region.searched = 0;
        parser->state = pneu_i_read_region;
    } else {
        pneu_i_parser_top(parser)->has_child = 1;
        parser->state = pneu_i_open_part;
    }
    return PNEU_I_STEP_AGAIN;
}

void pneu_i_begin_gap(pneu_parser *parser, int32_t event)
{
    pneu_i_begin_region(parser, event);
    if (parser->settings.reading.choice[PNEU_READING_GAP] == 1)
        parser->state = read_gap_as_part;
}

/* Bytes of the line end just before p[stop], or of a CR that may begin one. */
static size_t line_end_before(const uint8_t *p, size_t stop)
{
    if (stop > 0 && p[stop - 1] == '\r')
        return 1;
    if (stop == 0 || p[stop - 1] != '\n')
        return 0;
    return stop > 1 && p[stop - 2] == '\r' ? 2 : 1;
}

/* 1 in the reading in which the first line of a preamble that begins with "--" gives the boundary. */
static int is_guessing(const pneu_parser *parser)
{
    return parser->settings.reading.choice[PNEU_READING_BOUNDARY] == 2 && parser->region.event == PNEU_EVENT_PREAMBLE;
}

/* Takes the boundary from the line, "" only where the header says so; 0 if its end is not visible yet. */
static int guess_boundary(pneu_parser *parser, const uint8_t *line, size_t n)
{
    size_t end = 2;
    while (end < n && !pneu_i_is_space(line[end]) && end < 2 + PNEU_I_LINE_MAX)
        end++;
    if (end == n && !pneu_i_window_at_end(&parser->window))
        return 0;
    if (end == 2 && !parser->mime.has_empty_boundary)
        return 1;
    parser->boundaries.len = pneu_i_parser_top(parser)->boundary_at;
    pneu_i_set_boundary(parser, pneu_i_str_of((const char *)line + 2, end - 2));
    return 1;
}

static pneu_i_step refuse_more_parts(pneu_parser *parser)
{
    if (!parser->no_delimiters)
        pneu_i_parser_note(parser, PNEU_DEFECT_LIMIT_PARTS, PNEU_DETAIL_NONE,
                           pneu_i_window_offset(&parser->window) + parser->delimiter.eol_before,
                           parser->delimiter.length);
    parser->no_delimiters = 1;
    parser->region.seeks = 0;
    return PNEU_I_STEP_AGAIN;
}

/* Holds the line behind the counted bytes against the open boundaries. */
static void match_candidate(pneu_parser *parser)
{
    pneu_i_region *region = &parser->region;
    const uint8_t *line = pneu_i_parser_bytes(parser) + region->tallied;
    size_t n = pneu_i_parser_visible(parser) - region->tallied;
    pneu_i_candidate candidate = {line, n, &region->searched, parser->level_count, 0, 0};
    if (region->event == PNEU_EVENT_PREAMBLE)
        pneu_i_parser_top(parser)->has_dashes = 1;
    if (is_guessing(parser) && !guess_boundary(parser, line, n))
        region->candidate = PNEU_I_MATCH_UNDECIDED;
    else
        region->candidate = (uint8_t)pneu_i_match_delimiter(parser, &candidate, &parser->delimiter);
    if (region->candidate == PNEU_I_MATCH_UNDECIDED)
        return;
    region->is_rejected = 1;
    region->searched = 0;
}

/* The candidate is at `pos`, but for the line end that would be its own. */
static pneu_i_step decide_candidate(pneu_parser *parser)
{
    pneu_i_region *region = &parser->region;
    if (region->candidate == PNEU_I_MATCH_UNDECIDED)
        match_candidate(parser);
    if (region->candidate == PNEU_I_MATCH_UNDECIDED)
        return PNEU_I_STEP_MORE;
    if (region->candidate == PNEU_I_MATCH_NONE)
        return PNEU_I_STEP_AGAIN;
    region->candidate = PNEU_I_MATCH_NONE;
    parser->delimiter.eol_before = (uint8_t)region->tallied;
    if (!parser->delimiter.is_close && parser->part_count >= parser->part_limit)
        return refuse_more_parts(parser);
    judge_region(parser);
    return pneu_i_go_on_with(parser, pneu_i_close_for_delimiter);
}

static pneu_i_step end_region(pneu_parser *parser)
{
    pneu_i_end_lines(parser);
    parser->delimiter.level = (uint32_t)parser->level_count;
    judge_region(parser);
    parser->state = pneu_i_reach_end;
    return PNEU_I_STEP_AGAIN;
}

/* Counts bytes of the region up to a line that is a delimiter or may become one, or all; returns how far it came. */
static size_t pass_text(pneu_parser *parser, const uint8_t *p, size_t n)
{
    pneu_i_region *region = &parser->region;
    region->tallied = pneu_i_pass_empty_line(parser, p, region->tallied, n);
    do {
        region->tallied = pneu_i_pass_lines(parser, p, region->tallied, n);
        if (n - region->tallied < 2)
            break;
        match_candidate(parser);
    } while (region->candidate == PNEU_I_MATCH_NONE);
    return region->tallied;
}

pneu_i_step pneu_i_read_region(pneu_parser *parser)
{
    pneu_i_region *region = &parser->region;
    if (region->candidate != PNEU_I_MATCH_NONE)
        return decide_candidate(parser);
    const uint8_t *p = pneu_i_parser_bytes(parser);
    size_t n = pneu_i_parser_visible(parser);
    int at_end = pneu_i_window_at_end(&parser->window);
    size_t stop = pass_text(parser, p, n);
    size_t held = region->seeks && (stop < n || !at_end) ? line_end_before(p, stop) : 0;
    size_t len = stop - held;
    region->tallied = held;
    if (len > 0) {
        if (region->event != PNEU_EVENT_BODY)
            pneu_i_look_at_gap(region, p, len, pneu_i_window_offset(&parser->window));
        return pneu_i_parser_give(parser, region->event, pneu_i_parser_top(parser)->part, len);
    }
    if (region->candidate != PNEU_I_MATCH_NONE)
        return decide_candidate(parser);
    return at_end ? end_region(parser) : PNEU_I_STEP_MORE;
}
