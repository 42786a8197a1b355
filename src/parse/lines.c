/*
 * What is counted and noticed of the lines of bodies and gaps, byte by byte where the body scan stops.
 * In: runs of bytes in order. Out: the parser's tally, records of what is wrong (bare CR and LF, NUL, long lines, the
 * first 8-bit byte of a 7bit body, look-alikes of an end of data), and the place of the next line that begins with "--".
 * Invariants: every byte is counted once, by the scan or by the walk, with the same result; line_start is exact whenever
 * a walk begins. What depends on later bytes (bare LF, look-alikes) is kept apart, first 16 places, until the end.
 * RFC 5322 section 2.1.1, RFC 5321 section 2.3.8 and 4.1.1.4.
 */
#include <string.h>

#include "base/word.h"
#include "parse/parser.h"

/* What stands before a "." at the start of a line (parser->lookalike); AFTER_CR is added when a CR follows it. */
enum {
    BEHIND_CRLF = 1,
    BEHIND_ODD_END = 2, /* a bare LF or a bare CR: nothing that follows makes this a proper end of data */
    BEHIND_NUL = 3,     /* CRLF and a NUL: some servers dropped the NUL */
    BEHIND_MASK = 3,
    AFTER_CR = 4
};

/* ---- What the end of the message confirms ------------------------------------------------------------------- */

static pneu_i_late *late_finds(pneu_parser *parser)
{
    if (parser->late == NULL) {
        parser->late = pneu_i_alloc_zeroed(&parser->alloc, sizeof *parser->late);
        if (parser->late == NULL)
            pneu_i_parser_check(parser, PNEU_ERR_MEMORY);
    }
    return parser->late;
}

static void keep_place(const pneu_parser *parser, pneu_defect *place, uint64_t offset)
{
    place->offset = offset;
    place->length = 1;
    place->part = pneu_i_parser_top(parser)->part;
}

static void count_place(const pneu_parser *parser, pneu_defect *places, uint64_t *count, uint64_t offset)
{
    if (*count < PNEU_I_LATE_RECORDS)
        keep_place(parser, &places[*count], offset);
    (*count)++;
}

void pneu_i_count_bare_lf(pneu_parser *parser, uint64_t offset)
{
    pneu_i_late *late = late_finds(parser);
    parser->tally.lf++;
    parser->tally.bare_lf++;
    if (late != NULL)
        count_place(parser, late->bare_lf, &late->bare_lf_count, offset);
}

void pneu_i_keep_bare_lf_places(pneu_parser *parser, const uint8_t *p, size_t n, uint64_t offset, uint64_t found)
{
    size_t places[PNEU_I_LATE_RECORDS];
    pneu_i_late *late = late_finds(parser);
    if (late == NULL)
        return;
    int has_room = late->bare_lf_count < PNEU_I_LATE_RECORDS && !parser->settings.is_silent;
    uint64_t wanted = has_room ? PNEU_I_LATE_RECORDS - late->bare_lf_count : 0;
    wanted = found < wanted ? found : wanted;
    if (wanted > 0) {
        size_t count = parser->scan->bare_lf(p, n, (uint8_t)parser->recent, places, (size_t)wanted);
        for (size_t i = 0; i < count; i++)
            keep_place(parser, &late->bare_lf[late->bare_lf_count + i], offset + places[i]);
    }
    late->bare_lf_count += found;
}

static void note_lookalike(pneu_parser *parser, uint64_t offset)
{
    pneu_i_late *late = late_finds(parser);
    if (late != NULL)
        count_place(parser, late->lookalike, &late->lookalike_count, offset);
}

/* The bytes behind a "." that began a line. The offset is that of `c`. */
static void follow_dot(pneu_parser *parser, uint8_t c, uint64_t offset)
{
    unsigned behind = parser->lookalike & BEHIND_MASK;
    if ((parser->lookalike & AFTER_CR) != 0) {
        if (behind == BEHIND_CRLF ? c != '\n' : c == '\n')
            note_lookalike(parser, offset - 2);
        parser->lookalike = 0;
    } else if (c == '\r' && behind != BEHIND_ODD_END) {
        parser->lookalike |= AFTER_CR;
    } else {
        if ((c == '\n' && behind != BEHIND_NUL) || c == '\r')
            note_lookalike(parser, offset - 1);
        parser->lookalike = 0;
    }
}

static void see_dot(pneu_parser *parser)
{
    uint32_t recent = parser->recent;
    uint8_t before = (uint8_t)recent;
    if (before == '\n')
        parser->lookalike = (uint8_t)(recent >> 8) == '\r' ? BEHIND_CRLF : BEHIND_ODD_END;
    else if (before == '\r')
        parser->lookalike = BEHIND_ODD_END;
    else if (before == 0 && (recent >> 8 & 0xffff) == (('\r' << 8) | '\n'))
        parser->lookalike = BEHIND_NUL;
}

/* ---- One byte ----------------------------------------------------------------------------------------------- */

void pneu_i_note_long_line(pneu_parser *parser, uint64_t offset, uint64_t length)
{
    parser->long_lines++;
    pneu_i_parser_note(parser, PNEU_DEFECT_LINE_TOO_LONG, PNEU_DETAIL_NONE, offset, length);
}

void pneu_i_end_line(pneu_parser *parser, uint64_t end, uint64_t next)
{
    if (end > parser->line_start && end - parser->line_start > PNEU_I_LINE_MAX)
        pneu_i_note_long_line(parser, parser->line_start, end - parser->line_start);
    parser->line_start = next;
}

static void see_lf(pneu_parser *parser, uint64_t offset)
{
    int has_cr = (uint8_t)parser->recent == '\r';
    if (has_cr)
        parser->tally.lf++;
    else
        pneu_i_count_bare_lf(parser, offset);
    pneu_i_end_line(parser, has_cr ? offset - 1 : offset, offset + 1);
}

/* The byte before `offset` is a CR, and what follows is no LF. */
static void see_bare_cr(pneu_parser *parser, uint64_t offset, uint8_t next)
{
    parser->tally.bare_cr++;
    pneu_i_parser_note(parser, PNEU_DEFECT_LINE_BARE_CR, next == '\r' ? PNEU_DETAIL_LINE_CR_RUN : PNEU_DETAIL_NONE,
                       offset - 1, 1);
    if (parser->cr_ends_lines)
        pneu_i_end_line(parser, offset - 1, offset);
}

static void see_nul(pneu_parser *parser, uint64_t offset)
{
    parser->tally.nul++;
    pneu_i_find find = {PNEU_DEFECT_LINE_NUL, PNEU_DETAIL_NONE, offset, 1};
    pneu_i_parser_note_as(parser, &find, PNEU_SEVERITY_AMBIGUOUS);
}

static void see_high(pneu_parser *parser, uint64_t offset)
{
    parser->tally.high++;
    if (parser->region.wants_high) {
        parser->region.wants_high = 0;
        pneu_i_parser_note(parser, PNEU_DEFECT_CTE_8BIT_IN_7BIT, PNEU_DETAIL_NONE, offset, 1);
    }
}

static void see_byte(pneu_parser *parser, uint8_t c, uint64_t offset)
{
    uint8_t before = (uint8_t)parser->recent;
    if (parser->lookalike != 0)
        follow_dot(parser, c, offset);
    if (before == '\r' && c != '\n')
        see_bare_cr(parser, offset, c);
    if (c == '\n')
        see_lf(parser, offset);
    else if (c == '.')
        see_dot(parser);
    else if (c == 0)
        see_nul(parser, offset);
    else if (c >= 0x80)
        see_high(parser, offset);
    parser->recent = parser->recent << 8 | c;
}

/* ---- Runs --------------------------------------------------------------------------------------------------- */

/* 1 if a "." that begins a line of CRLF cannot be part of what looks like an end of data: text follows, or CRLF. */
static inline int is_harmless_dot(const pneu_parser *parser, const uint8_t *p, size_t i, size_t to)
{
    if ((parser->recent & 0xffff) != ('\r' << 8 | '\n') || to - i < 3)
        return 0;
    return p[i + 1] == '\r' ? p[i + 2] == '\n' : p[i + 1] != '\n';
}

/* 1 if p[i] needs no look of its own before the next special byte: it stands in mid-line, or begins a line in a way that
 * nothing hangs on. */
static inline int is_plain_place(const pneu_parser *parser, const uint8_t *p, size_t i, size_t to)
{
    uint8_t before = (uint8_t)parser->recent;
    if (parser->lookalike != 0 || before == '\r' || before == 0)
        return 0;
    return before != '\n' || p[i] != '.' || is_harmless_dot(parser, p, i, to);
}

/* The first byte of p[i, to) below 14 (line ends, NUL and others) or above 127; to if there is none. */
static inline size_t next_special(const uint8_t *p, size_t i, size_t to)
{
    for (; to - i >= 8; i += 8) {
        uint64_t special = pneu_i_word_outside(pneu_i_word_load(p + i), '\r' + 1);
        if (special != 0)
            return i + pneu_i_word_first(special);
    }
    while (i < to && p[i] > '\r' && p[i] < 0x80)
        i++;
    return i;
}

static inline int is_line_start(const pneu_parser *parser, uint8_t c)
{
    uint8_t before = (uint8_t)parser->recent;
    return before == '\n' || (parser->cr_ends_lines && before == '\r' && c != '\n');
}

/* 1 if the line that starts at p[i] begins with "--", or may when more is seen. */
static int may_be_delimiter(const pneu_parser *parser, const uint8_t *p, size_t i, size_t n)
{
    return i + 1 < n ? p[i + 1] == '-' : !pneu_i_window_at_end(&parser->window);
}

/* 1 if the walk has to stop at p[i], which is where it is. */
static inline int is_candidate(const pneu_parser *parser, const uint8_t *p, size_t i, size_t n)
{
    return p[i] == '-' && is_line_start(parser, p[i]) && may_be_delimiter(parser, p, i, n) &&
           !parser->region.is_rejected;
}

/* Counts the CRLF at `offset`, behind plain text or a line end. */
static inline void pass_crlf(pneu_parser *parser, uint64_t offset)
{
    parser->recent = '\r' << 8 | '\n';
    parser->tally.lf++;
    pneu_i_end_line(parser, offset, offset + 2);
}

/* Counts p[i, to) up to and with the next byte, or line end, that is not plain text; the offset is that of p[0]. */
static inline size_t walk_on(pneu_parser *parser, const uint8_t *p, size_t i, size_t to, uint64_t offset)
{
    if (is_plain_place(parser, p, i, to)) {
        size_t special = next_special(p, i, to);
        pneu_i_remember(parser, p + i, special - i);
        i = special;
        if (to - i >= 2 && p[i] == '\r' && p[i + 1] == '\n') {
            pass_crlf(parser, offset + i);
            return i + 2;
        }
        if (i == to)
            return to;
    }
    see_byte(parser, p[i], offset + i);
    return i + 1;
}

/* Counts p[from, to) and stops early, at a line that begins with "--", if the region seeks delimiters. */
static size_t walk_lines(pneu_parser *parser, const uint8_t *p, size_t from, size_t to, size_t n)
{
    uint64_t offset = pneu_i_window_offset(&parser->window);
    for (size_t i = from; i < to;) {
        if (parser->region.seeks && is_candidate(parser, p, i, n))
            return i;
        parser->region.is_rejected = 0;
        i = walk_on(parser, p, i, to, offset);
    }
    return to;
}

void pneu_i_walk(pneu_parser *parser, const uint8_t *p, size_t n, uint64_t offset)
{
    for (size_t i = 0; i < n;)
        i = walk_on(parser, p, i, n, offset);
}

static unsigned wanted_stops(const pneu_parser *parser)
{
    unsigned wanted = parser->region.seeks ? PNEU_I_STOP_DASHES : 0;
    if (pneu_i_defect_log_wants(&parser->log, PNEU_DEFECT_LINE_BARE_CR))
        wanted |= PNEU_I_STOP_BARE_CR;
    if (pneu_i_defect_log_wants(&parser->log, PNEU_DEFECT_LINE_NUL))
        wanted |= PNEU_I_STOP_NUL;
    if (parser->region.wants_high)
        wanted |= PNEU_I_STOP_HIGH;
    return wanted;
}

/* Passes what the kernel passes; *walk is how much of the rest it leaves to the walk. */
static size_t scan_lines(pneu_parser *parser, const uint8_t *p, size_t from, size_t n, size_t *walk)
{
    uint64_t base = pneu_i_window_offset(&parser->window), line_length = base + from - parser->line_start;
    pneu_i_body_scan scan = {wanted_stops(parser), line_length < SIZE_MAX / 2 ? (size_t)line_length : SIZE_MAX / 2, 0};
    pneu_i_tally before = parser->tally;
    size_t end = parser->scan->body(p, from, n, &parser->tally, &scan);
    *walk = scan.walk;
    if (end == from)
        return from;
    if (parser->tally.bare_lf > before.bare_lf)
        pneu_i_keep_bare_lf_places(parser, p + from, end - from, base + from, parser->tally.bare_lf - before.bare_lf);
    if (parser->tally.bare_cr > before.bare_cr) /* no record is wanted any more, but the set of codes is never capped */
        pneu_i_defect_set_add(&pneu_i_parser_top(parser)->found, PNEU_DEFECT_LINE_BARE_CR);
    if (parser->tally.nul > before.nul) {
        pneu_i_defect_set_add(&pneu_i_parser_top(parser)->found, PNEU_DEFECT_LINE_NUL);
        pneu_i_level_weigh(pneu_i_parser_top(parser), PNEU_SEVERITY_AMBIGUOUS);
    }
    pneu_i_remember(parser, p + from, end - from);
    parser->line_start = base + end - scan.line_length;
    return end;
}

/* Nothing is counted: only delimiters are looked for. Where a line begins is not known until one may be found. */
static size_t pass_uncounted(pneu_parser *parser, const uint8_t *p, size_t from, size_t n)
{
    size_t stop = n;
    if (parser->region.seeks) {
        stop = from;
        if (!is_candidate(parser, p, from, n))
            do
                stop = parser->scan->dash(p, stop + 1, n);
            while (stop < n && !may_be_delimiter(parser, p, stop, n));
        parser->region.is_rejected = 0;
    }
    pneu_i_remember(parser, p + from, stop - from);
    parser->line_start = pneu_i_window_offset(&parser->window) + stop;
    return stop;
}

#define WALK ((size_t)64)    /* bytes that are walked before another scan is tried */
#define SCANNED ((size_t)32) /* fewer are not worth a scan */

static inline int may_scan(const pneu_parser *parser, size_t from, size_t n)
{
    int has_before = from > 0 || parser->window.pos > 0;
    return has_before && n - from >= SCANNED && parser->lookalike == 0 && !parser->cr_ends_lines &&
           !parser->region.is_rejected;
}

/* Counts the LF at p[from], which is all of a line. */
static PNEU_I_APART size_t pass_lf(pneu_parser *parser, const uint8_t *p, size_t from)
{
    see_byte(parser, p[from], pneu_i_window_offset(&parser->window) + from);
    return from + 1;
}

size_t pneu_i_pass_empty_line(pneu_parser *parser, const uint8_t *p, size_t from, size_t n)
{
    if (n - from < 4 || (uint8_t)parser->recent != '\n' || parser->lookalike != 0 || !parser->region.seeks ||
        parser->settings.skips_lines)
        return from;
    if (memcmp(p + from, "\r\n--", 4) == 0) {
        pass_crlf(parser, pneu_i_window_offset(&parser->window) + from);
        return from + 2;
    }
    return memcmp(p + from, "\n--", 3) == 0 ? pass_lf(parser, p, from) : from;
}

size_t pneu_i_pass_lines(pneu_parser *parser, const uint8_t *p, size_t from, size_t n)
{
    size_t i = from;
    if (parser->settings.skips_lines && !parser->cr_ends_lines && from < n)
        return pass_uncounted(parser, p, from, n);
    while (i < n) {
        size_t to = n - i > WALK && !parser->cr_ends_lines ? i + WALK : n;
        if (may_scan(parser, i, n)) {
            if (parser->region.seeks && is_candidate(parser, p, i, n)) /* so it is where a body is empty */
                return i;
            size_t walk, before = i;
            i = scan_lines(parser, p, i, n, &walk);
            if (walk < WALK && i - before < WALK) /* it stops too often to be worth its while */
                walk = WALK;
            to = walk < n - i ? i + walk : n;
        }
        size_t stop = walk_lines(parser, p, i, to, n);
        if (stop < to)
            return stop;
        i = to;
    }
    return n;
}

void pneu_i_end_lines(pneu_parser *parser)
{
    if (parser->settings.skips_lines)
        return;
    uint64_t offset = pneu_i_window_offset(&parser->window);
    if ((uint8_t)parser->recent == '\r')
        see_bare_cr(parser, offset, 0);
    pneu_i_end_line(parser, offset, offset);
}
