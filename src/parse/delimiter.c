/*
 * Delimiter lines as events, and what they open or close (RFC 2046 section 5.1.1).
 * In: a delimiter that was found, when what stands inside its multipart is closed. Out: DELIMITER, with the line end
 * before it; and the state for the next part or the epilogue. The line end behind a close delimiter is its own unless
 * the next line is a delimiter of an outer multipart: then it is that one's.
 */
#include "parse/parser.h"

/* Whose is the line end behind a close delimiter? An outer multipart's if its delimiter is the next line. -1: not known
 * yet. `next` is where that line begins, behind `pos`. */
static int line_end_is_taken(pneu_parser *parser, size_t next)
{
    const uint8_t *p = pneu_i_parser_bytes(parser);
    size_t n = pneu_i_parser_visible(parser);
    if (!pneu_i_has_multipart(parser, parser->delimiter.level))
        return 0;
    if (n - next < 2 && !pneu_i_window_at_end(&parser->window))
        return n == next || p[next] == '-' ? -1 : 0;
    if (n - next < 2 || p[next] != '-' || p[next + 1] != '-')
        return 0;
    pneu_i_candidate candidate = {p + next, n - next, &parser->delimiter.next_searched, parser->delimiter.level, 0, 1};
    pneu_i_delimiter outer;
    int match = pneu_i_match_delimiter(parser, &candidate, &outer);
    return match == PNEU_I_MATCH_UNDECIDED ? -1 : match == PNEU_I_MATCH_DELIMITER;
}

static pneu_i_step give_close(pneu_parser *parser, size_t length)
{
    const pneu_i_delimiter *delimiter = &parser->delimiter;
    pneu_i_level *level = pneu_i_parser_top(parser);
    int is_taken = delimiter->eol_length == 0 ? 0 : line_end_is_taken(parser, length + delimiter->eol_length);
    if (is_taken < 0)
        return PNEU_I_STEP_MORE;
    if (!level->has_child)
        pneu_i_parser_note(parser, PNEU_DEFECT_MIME_EMPTY_MULTIPART, PNEU_DETAIL_NONE,
                           pneu_i_window_offset(&parser->window) + delimiter->eol_before, delimiter->length);
    level->phase = PNEU_I_EPILOGUE;
    (void)pneu_i_parser_give(parser, PNEU_EVENT_DELIMITER, level->part,
                             length + (is_taken ? 0 : delimiter->eol_length));
    parser->event.flags = PNEU_DELIMITER_CLOSE;
    return PNEU_I_STEP_EVENT;
}

/* Counts the delimiter line p[0, n), its end included if that is its own: text and a line end as nearly always, or byte
 * by byte. */
static void count_line(pneu_parser *parser, const uint8_t *p, size_t n, uint64_t offset)
{
    const pneu_i_delimiter *delimiter = &parser->delimiter;
    int is_whole = n == delimiter->length + delimiter->eol_length && p[n - 1] == '\n' && n <= PNEU_I_LINE_MAX;
    if (!is_whole || !pneu_i_parser_top(parser)->is_plain || parser->lookalike != 0 ||
        (uint8_t)parser->recent == '\r' || parser->settings.reading.choice[PNEU_READING_BOUNDARY_MATCH] != 0) {
        pneu_i_walk(parser, p, n, offset);
        return;
    }
    if (delimiter->eol_length == 2)
        parser->tally.lf++;
    else
        pneu_i_count_bare_lf(parser, offset + n - 1);
    parser->line_start = offset + n;
    pneu_i_remember(parser, p, n);
}

pneu_i_step pneu_i_give_delimiter(pneu_parser *parser)
{
    const pneu_i_delimiter *delimiter = &parser->delimiter;
    pneu_i_level *level = pneu_i_parser_top(parser);
    size_t length = delimiter->eol_before + delimiter->length;
    uint64_t offset = pneu_i_window_offset(&parser->window);
    const uint8_t *p = pneu_i_parser_bytes(parser);
    if (delimiter->is_close) {
        if (give_close(parser, length) == PNEU_I_STEP_MORE)
            return PNEU_I_STEP_MORE;
    } else {
        level->phase = PNEU_I_PARTS;
        level->has_child = 1;
        (void)pneu_i_parser_give(parser, PNEU_EVENT_DELIMITER, level->part, length + delimiter->eol_length);
    }
    if (delimiter->is_padded)
        pneu_i_parser_note(parser, PNEU_DEFECT_MIME_BOUNDARY_SYNTAX, PNEU_DETAIL_MIME_DELIMITER_PADDING,
                           offset + delimiter->eol_before, delimiter->length);
    count_line(parser, p + delimiter->eol_before, parser->event.slice.len - delimiter->eol_before,
               offset + delimiter->eol_before);
    pneu_i_defect_log_release(&parser->log);
    if (delimiter->is_close && parser->event.slice.len > length) /* the line end is its own */
        pneu_i_begin_gap(parser, PNEU_EVENT_EPILOGUE);
    else if (delimiter->is_close)
        pneu_i_begin_region(parser, PNEU_EVENT_EPILOGUE);
    else
        parser->state = pneu_i_open_part;
    return PNEU_I_STEP_EVENT;
}
