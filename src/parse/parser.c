/*
 * The parser's API and its loop: defects that are due first, then steps of the state until one gives an event.
 * In: pushes. Out: events. Invariants: a push is borrowed until MORE; an error stays until reset; every step gives an
 * event, changes the state or asks for more bytes, so the loop ends.
 */
#include <stddef.h>
#include <string.h>

#include "base/str.h"
#include "parse/parser.h"

void pneu_i_parser_choose_reading(pneu_parser *parser)
{
    if (parser->reading == 0)
        return; /* the primary one, everywhere */
    parser->awaits_reading = parser->settings.reading_offset > pneu_i_window_offset(&parser->window);
    uint64_t choices = parser->awaits_reading ? 0 : parser->reading;
    for (size_t i = 0; i < PNEU_I_READING_COUNT; i++)
        parser->settings.reading.choice[i] = (uint8_t)(choices >> 2 * i & 3);
    parser->cr_ends_lines = parser->settings.reading.choice[PNEU_READING_BARE_CR];
}

/* The settings of a stream in space 0. */
void pneu_i_parser_use(pneu_parser *parser, const pneu_i_settings *settings)
{
    parser->settings = *settings;
    parser->scan = pneu_i_scan_at(pneu_i_settings_cpu_level(settings));
    parser->reading = 0;
    for (size_t i = 0; i < PNEU_I_READING_COUNT; i++)
        parser->reading |= (uint64_t)settings->reading.choice[i] << 2 * i;
    if (settings->reading_space > 0)
        parser->settings.reading_offset = UINT64_MAX;
}

static void begin(pneu_parser *parser)
{
    parser->state = pneu_i_open_part;
    parser->status = PNEU_OK;
    parser->may_push = 1;
    parser->part_limit = (uint32_t)parser->settings.limit[PNEU_OPTION_MAX_PARTS];
    parser->nesting_limit = (uint32_t)parser->settings.limit[PNEU_OPTION_MAX_NESTING];
    pneu_i_parser_choose_reading(parser);
}

pneu_status pneu_parser_new(const pneu_options *options, const pneu_alloc *alloc, pneu_parser **out)
{
    if (out == NULL || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_i_settings settings;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_parser *parser = pneu_i_alloc_zeroed(&used, sizeof *parser);
    if (parser == NULL)
        return PNEU_ERR_MEMORY;
    parser->alloc = used;
    pneu_i_settings_from(options, &settings);
    pneu_i_parser_use(parser, &settings);
    pneu_i_window_init(&parser->window);
    pneu_i_levels_init(parser);
    begin(parser);
    *out = parser;
    return PNEU_OK;
}

static int has_begun(const pneu_parser *parser)
{
    return parser->window.offset + parser->window.len > 0 || parser->is_cut || parser->is_finished || !parser->may_push;
}

pneu_status pneu_parser_set_flags(pneu_parser *parser, uint32_t flags)
{
    if (parser == NULL || (flags & ~(uint32_t)(PNEU_PARSE_NO_STATS | PNEU_PARSE_NO_PARTS)) != 0)
        return PNEU_ERR_ARGUMENT;
    if (has_begun(parser))
        return PNEU_ERR_STATE;
    parser->settings.skips_lines = (flags & PNEU_PARSE_NO_STATS) != 0;
    parser->settings.skips_parts = (flags & PNEU_PARSE_NO_PARTS) != 0;
    return PNEU_OK;
}

/* How many of the pushed bytes are interpreted; the others are passed on as they are. */
static size_t cut_at_limit(pneu_parser *parser, const char *bytes, size_t len)
{
    uint64_t limit = parser->settings.limit[PNEU_OPTION_MAX_MESSAGE];
    uint64_t seen = parser->window.offset + parser->window.len;
    size_t within = seen >= limit ? 0 : limit - seen < len ? (size_t)(limit - seen) : len;
    parser->opaque = pneu_i_str_of(bytes + within, len - within);
    if (within < len)
        parser->is_cut = 1;
    return within;
}

pneu_status pneu_parser_push(pneu_parser *parser, const void *bytes, size_t len)
{
    if (parser == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    if (parser->status != PNEU_OK)
        return parser->status;
    if (!parser->may_push || parser->is_finished)
        return PNEU_ERR_STATE;
    if (len == 0)
        return PNEU_OK;
    if (parser->is_cut) {
        parser->opaque = pneu_i_str_of(bytes, len);
    } else {
        size_t within = cut_at_limit(parser, bytes, len);
        parser->status = pneu_i_window_push(&parser->window, &parser->alloc, bytes, within);
        parser->window.is_end = parser->is_cut;
    }
    parser->may_push = 0;
    return parser->status;
}

pneu_status pneu_parser_finish(pneu_parser *parser)
{
    if (parser == NULL)
        return PNEU_ERR_ARGUMENT;
    if (parser->status != PNEU_OK)
        return parser->status;
    if (!parser->may_push || parser->is_finished)
        return PNEU_ERR_STATE;
    parser->is_finished = 1;
    parser->window.is_end = 1;
    return PNEU_OK;
}

static PNEU_I_APART pneu_status give_defect(pneu_parser *parser, const pneu_event **event)
{
    const pneu_defect *defect = pneu_i_defect_log_next(&parser->log);
    memset(&parser->event, 0, sizeof parser->event);
    parser->event.type = PNEU_EVENT_DEFECT;
    parser->event.part = defect->part;
    parser->event.parent = PNEU_NO_PART;
    parser->event.offset = defect->offset;
    parser->event.defect = defect;
    *event = &parser->event;
    return PNEU_OK;
}

/* After a step that gave no event: PNEU_OK if there is more to see. */
static pneu_status go_on(pneu_parser *parser, pneu_i_step step)
{
    if (step == PNEU_I_STEP_AGAIN)
        return PNEU_OK;
    if (step == PNEU_I_STEP_DONE)
        return PNEU_DONE;
    pneu_status status = pneu_i_window_extend(&parser->window, &parser->alloc);
    parser->may_push = status == PNEU_MORE;
    return status;
}

pneu_status pneu_parser_next(pneu_parser *parser, const pneu_event **event)
{
    if (parser == NULL || event == NULL)
        return PNEU_ERR_ARGUMENT;
    if (parser->status != PNEU_OK)
        return parser->status;
    if (parser->may_push && !parser->is_finished)
        return PNEU_MORE;
    for (;;) {
        if (pneu_i_defect_log_has_next(&parser->log))
            return give_defect(parser, event);
        pneu_i_window_settle(&parser->window);
        pneu_i_step step = parser->state(parser);
        if (parser->status != PNEU_OK)
            return parser->status;
        if (step == PNEU_I_STEP_EVENT) {
            *event = &parser->event;
            return PNEU_OK;
        }
        pneu_status status = go_on(parser, step);
        if (status < 0)
            parser->status = status;
        if (status != PNEU_OK)
            return status;
    }
}

#define USUAL (-1) /* the severity that the code's table gives */

static void record(pneu_parser *parser, const pneu_i_find *find, int32_t severity, int is_counted)
{
    pneu_defect defect = {find->offset, find->length, 0, 0, (uint16_t)find->code, (uint16_t)find->detail, 0, 0, 0};
    if (parser->status != PNEU_OK)
        return;
    defect.part = pneu_i_parser_top(parser)->part;
    pneu_i_defect_weigh(&defect);
    if (severity != USUAL)
        defect.severity = (uint8_t)severity;
    pneu_i_level_weigh(pneu_i_parser_top(parser), defect.severity);
    if (is_counted)
        pneu_i_defect_log_weigh(&parser->log, find->code, defect.severity, defect.marks);
    else
        pneu_i_parser_check(parser, pneu_i_defect_log_add(&parser->log, &parser->alloc, &defect));
}

/* Counts the find; 1 if there is nothing more to do. *is_counted: it is, and gets no record. */
static inline int count(pneu_parser *parser, int32_t code, int *is_counted)
{
    pneu_i_defect_set_add(&pneu_i_parser_top(parser)->found, code);
    if (parser->settings.is_silent)
        return 1;
    *is_counted = pneu_i_defect_log_count_only(&parser->log, code);
    return *is_counted && !pneu_i_defect_varies(code);
}

void pneu_i_parser_note_as(pneu_parser *parser, const pneu_i_find *find, int32_t severity)
{
    int is_counted;
    if (!count(parser, find->code, &is_counted))
        record(parser, find, severity, is_counted);
}

void pneu_i_parser_note(pneu_parser *parser, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    int is_counted;
    if (count(parser, code, &is_counted))
        return;
    pneu_i_find find = {code, detail, offset, length};
    record(parser, &find, USUAL, is_counted);
}

int32_t pneu_part_summary_severity(const pneu_part_summary *summary)
{
    int32_t worst = -1, code = PNEU_DEFECT_NONE;
    while (summary != NULL && (code = pneu_i_defect_set_next(&summary->found, code)) < PNEU_DEFECT_COUNT) {
        int32_t severity = pneu_i_defect_varies(code) ? summary->worst : pneu_defect_severity(code);
        worst = severity > worst ? severity : worst;
    }
    return worst;
}

uint64_t pneu_parser_defect_count(const pneu_parser *parser, int32_t code)
{
    if (parser == NULL || code <= PNEU_DEFECT_NONE || code >= PNEU_DEFECT_COUNT)
        return 0;
    uint64_t logged = pneu_i_defect_log_count(&parser->log, code);
    uint64_t summed = 0; /* the scan counts these without a note once enough places are recorded */
    if (code == PNEU_DEFECT_LINE_BARE_CR)
        summed = parser->tally.bare_cr;
    else if (code == PNEU_DEFECT_LINE_NUL)
        summed = parser->tally.nul;
    return summed > logged ? summed : logged;
}

void pneu_parser_reset(pneu_parser *parser)
{
    if (parser == NULL)
        return;
    size_t ceiling = (size_t)parser->settings.limit[PNEU_OPTION_MAX_KEPT_MEMORY];
    size_t first = offsetof(struct pneu_parser, state), last = offsetof(struct pneu_parser, first_level);
    memset((char *)parser + first, 0, last - first);
    pneu_i_window_reset(&parser->window, &parser->alloc, ceiling);
    pneu_i_defect_log_reset(&parser->log);
    if (parser->late != NULL)
        parser->late->bare_lf_count = parser->late->lookalike_count = 0;
    pneu_i_buf_reset(&parser->boundaries, &parser->alloc, ceiling);
    pneu_i_buf_reset(&parser->scratch, &parser->alloc, ceiling);
    begin(parser);
}

void pneu_parser_free(pneu_parser *parser)
{
    if (parser == NULL)
        return;
    pneu_alloc alloc = parser->alloc;
    pneu_i_defect_log_free(&parser->log, &alloc);
    pneu_i_alloc_free(&alloc, parser->late, sizeof *parser->late);
    pneu_i_alloc_free(&alloc, parser->run, PNEU_I_FIELDS_MOST * sizeof *parser->run);
    pneu_i_levels_free(parser);
    pneu_i_window_free(&parser->window, &alloc);
    pneu_i_buf_free(&parser->boundaries, &alloc);
    pneu_i_buf_free(&parser->scratch, &alloc);
    pneu_i_alloc_free(&alloc, parser, sizeof *parser);
}

const char *pneu_event_name(int32_t type)
{
    static const char *const names[] = {"unknown", "PART_BEGIN", "FIELDS",    "FIELD_PIECE", "JUNK",     "HEADER_END",
                                        "BODY",    "PREAMBLE",   "DELIMITER", "EPILOGUE",    "PART_END", "DEFECT"};
    return type > 0 && type <= PNEU_EVENT_DEFECT ? names[type] : names[0];
}
