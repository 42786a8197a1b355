/*
 * The open parts: an explicit, bounded stack from the root down to the part being read.
 * In: the decision that a part begins, that a delimiter was found, or that the input ends. Out: PART_BEGIN and PART_END
 * events, with what the part's end shows (missing delimiters; at the root's end what is true of the whole message).
 * Invariants: every PART_BEGIN has its PART_END, innermost first; a part's counts are differences of the parser's sums.
 */
#include <string.h>

#include "parse/parser.h"

int pneu_i_has_multipart(const pneu_parser *parser, size_t count)
{
    for (size_t i = count; i > 0; i--)
        if (parser->levels[i - 1].kind == PNEU_KIND_MULTIPART)
            return 1;
    return 0;
}

/* ---- The stack ---------------------------------------------------------------------------------------------- */

void pneu_i_levels_init(pneu_parser *parser)
{
    parser->levels = &parser->first_level;
    parser->level_capacity = 1;
}

void pneu_i_levels_free(pneu_parser *parser)
{
    if (parser->levels != &parser->first_level)
        pneu_i_alloc_free(&parser->alloc, parser->levels, parser->level_capacity * sizeof *parser->levels);
    pneu_i_levels_init(parser);
}

/* Room for one more level. */
static pneu_status make_room(pneu_parser *parser)
{
    void *levels = parser->levels;
    size_t capacity = parser->level_capacity;
    if (parser->level_count < capacity)
        return PNEU_OK;
    if (parser->levels == &parser->first_level) {
        levels = NULL;
        capacity = 0;
    }
    pneu_status status =
        pneu_i_alloc_grow(&parser->alloc, &levels, &capacity, parser->level_count + 1, sizeof(pneu_i_level));
    if (status != PNEU_OK)
        return status;
    if (parser->levels == &parser->first_level)
        memcpy(levels, &parser->first_level, sizeof parser->first_level);
    parser->levels = levels;
    parser->level_capacity = capacity;
    return PNEU_OK;
}

/* ---- Opening ------------------------------------------------------------------------------------------------ */

pneu_i_step pneu_i_open_part(pneu_parser *parser)
{
    pneu_i_parser_check(parser, make_room(parser));
    if (parser->status != PNEU_OK)
        return PNEU_I_STEP_AGAIN;
    const pneu_i_level *outer = parser->level_count > 0 ? pneu_i_parser_top(parser) : NULL;
    uint32_t parent = outer != NULL ? outer->part : PNEU_NO_PART;
    pneu_i_level *level = &parser->levels[parser->level_count++];
    memset(level, 0, sizeof *level);
    level->part = parser->part_count++;
    if (parser->awaits_reading)
        pneu_i_parser_choose_reading(parser);
    pneu_i_begin_header(parser);
    (void)pneu_i_parser_give(parser, PNEU_EVENT_PART_BEGIN, level->part, 0);
    parser->event.parent = parent;
    return PNEU_I_STEP_EVENT;
}

/* ---- What an end shows -------------------------------------------------------------------------------------- */

static void judge_multipart(pneu_parser *parser, const pneu_i_level *level)
{
    uint64_t end = pneu_i_window_offset(&parser->window);
    int ends_at_cut = parser->is_cut && parser->state != pneu_i_close_for_delimiter;
    if (parser->no_delimiters || ends_at_cut)
        return;
    pneu_i_find no_delimiter = {PNEU_DEFECT_MIME_BOUNDARY_NOT_FOUND, PNEU_DETAIL_NONE, level->body_offset,
                                end - level->body_offset};
    if (level->phase == PNEU_I_PREAMBLE) /* without a line that could be one, nobody sees parts */
        pneu_i_parser_note_as(parser, &no_delimiter, level->has_dashes ? PNEU_SEVERITY_AMBIGUOUS : PNEU_SEVERITY_WARN);
    else if (level->phase == PNEU_I_PARTS)
        pneu_i_parser_note(parser, PNEU_DEFECT_MIME_CLOSE_MISSING, PNEU_DETAIL_NONE, end, 0);
}

static void note_late(pneu_parser *parser, int32_t code, pneu_defect *places, uint64_t count)
{
    size_t kept = count < PNEU_I_LATE_RECORDS ? (size_t)count : PNEU_I_LATE_RECORDS;
    if (parser->settings.is_silent)
        return;
    for (size_t i = 0; i < kept && parser->status == PNEU_OK; i++) {
        places[i].code = (uint16_t)code;
        places[i].severity = (uint8_t)pneu_defect_severity(code);
        places[i].marks = (uint8_t)pneu_defect_marks(code);
        places[i].reading = pneu_i_defect_reading(code);
        pneu_i_parser_check(parser, pneu_i_defect_log_add(&parser->log, &parser->alloc, &places[i]));
    }
    if (parser->status == PNEU_OK && count > kept)
        pneu_i_defect_log_raise(&parser->log, code, count - kept);
}

/* What is true of the message as a whole: which of CRLF and LF ends its lines. */
static void judge_message(pneu_parser *parser)
{
    const pneu_i_tally *tally = &parser->tally;
    int has_crlf = tally->lf > tally->bare_lf;
    if (tally->lf > 0 && !has_crlf && parser->late != NULL)
        pneu_i_parser_note(parser, PNEU_DEFECT_LINE_LF_ENDINGS, PNEU_DETAIL_NONE, parser->late->bare_lf[0].offset, 1);
    if (has_crlf && parser->late != NULL) {
        note_late(parser, PNEU_DEFECT_LINE_BARE_LF, parser->late->bare_lf, parser->late->bare_lf_count);
        note_late(parser, PNEU_DEFECT_LINE_EOD_LOOKALIKE, parser->late->lookalike, parser->late->lookalike_count);
    }
}

static void judge_level(pneu_parser *parser, pneu_i_level *level)
{
    level->is_judged = 1;
    if (level->kind == PNEU_KIND_MULTIPART)
        judge_multipart(parser, level);
    if (parser->level_count == 1)
        judge_message(parser);
    pneu_i_defect_log_release(&parser->log);
}

/* ---- Closing ------------------------------------------------------------------------------------------------ */

/* The sums up to `pos`: without the line end behind it, which the region counted but the delimiter owns. */
static pneu_i_tally tally_at_pos(const pneu_parser *parser)
{
    pneu_i_tally tally = parser->tally;
    const uint8_t *p = parser->window.bytes + parser->window.pos;
    size_t held = parser->region.tallied;
    if (held == 0 || parser->state != pneu_i_close_for_delimiter)
        return tally;
    if (p[held - 1] == '\n') {
        tally.lf--;
        tally.bare_lf -= held == 1;
    }
    return tally;
}

static void sum_up(const pneu_parser *parser, const pneu_i_level *level, pneu_part_summary *out)
{
    pneu_i_tally now = tally_at_pos(parser);
    out->body_offset = level->body_offset;
    out->body_length = pneu_i_window_offset(&parser->window) - level->body_offset;
    out->lines = now.lf - level->tally.lf;
    out->bare_lf = now.bare_lf - level->tally.bare_lf;
    out->bare_cr = now.bare_cr - level->tally.bare_cr;
    out->high = now.high - level->tally.high;
    out->nul = now.nul - level->tally.nul;
    out->long_lines = parser->long_lines - level->long_lines;
    out->found = level->found;
    out->worst = level->worst;
    out->reserved = 0;
}

/* Gives PART_END of the innermost part, after the defects that its end shows. */
static pneu_i_step close_part(pneu_parser *parser)
{
    pneu_i_level *level = pneu_i_parser_top(parser);
    if (!level->is_judged) {
        judge_level(parser, level);
        if (parser->status != PNEU_OK || pneu_i_defect_log_has_next(&parser->log))
            return PNEU_I_STEP_AGAIN;
    }
    sum_up(parser, level, &parser->given.summary);
    if (level->kind == PNEU_KIND_MULTIPART)
        parser->boundaries.len = level->boundary_at;
    (void)pneu_i_parser_give(parser, PNEU_EVENT_PART_END, level->part, 0);
    parser->event.summary = &parser->given.summary;
    parser->level_count--;
    return PNEU_I_STEP_EVENT;
}

pneu_i_step pneu_i_close_for_delimiter(pneu_parser *parser)
{
    if (parser->level_count > parser->delimiter.level + 1)
        return close_part(parser);
    return pneu_i_go_on_with(parser, pneu_i_give_delimiter);
}

static pneu_i_step give_done(pneu_parser *parser)
{
    (void)parser;
    return PNEU_I_STEP_DONE;
}

static pneu_i_step close_at_end(pneu_parser *parser)
{
    if (parser->level_count > 0)
        return close_part(parser);
    parser->state = give_done;
    return PNEU_I_STEP_AGAIN;
}

static void judge_end_of_input(pneu_parser *parser)
{
    uint64_t size = pneu_i_window_offset(&parser->window);
    int has_line_end = (uint8_t)parser->recent == '\n' || (parser->cr_ends_lines && (uint8_t)parser->recent == '\r');
    if (!parser->is_cut && !has_line_end)
        pneu_i_parser_note(parser, PNEU_DEFECT_LINE_TRUNCATED_EOF,
                           size == 0 ? PNEU_DETAIL_MSG_EMPTY : PNEU_DETAIL_LINE_MISSING_FINAL_EOL, size, 0);
}

pneu_i_step pneu_i_reach_end(pneu_parser *parser)
{
    if (parser->is_cut && pneu_i_defect_log_count(&parser->log, PNEU_DEFECT_LIMIT_MESSAGE_SIZE) == 0) {
        pneu_i_parser_note(parser, PNEU_DEFECT_LIMIT_MESSAGE_SIZE, PNEU_DETAIL_NONE,
                           pneu_i_window_offset(&parser->window), 0);
        pneu_i_defect_log_release(&parser->log);
        return PNEU_I_STEP_AGAIN;
    }
    if (parser->opaque.len > 0) {
        pneu_str opaque = parser->opaque;
        parser->opaque.len = 0;
        (void)pneu_i_parser_give(parser, PNEU_EVENT_BODY, pneu_i_parser_top(parser)->part, 0);
        parser->event.slice = opaque;
        parser->window.offset += opaque.len;
        return PNEU_I_STEP_EVENT;
    }
    if (!parser->is_finished)
        return PNEU_I_STEP_MORE;
    judge_end_of_input(parser);
    parser->state = close_at_end;
    return PNEU_I_STEP_AGAIN;
}
