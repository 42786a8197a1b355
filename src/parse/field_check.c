/*
 * What is wrong inside a field, byte by byte: run only where the header scan saw something unusual.
 * In: a field, or other bytes of a header. Out: defects: blanks before the colon, blank folds, lines of more than 998
 * bytes, NUL, control characters, bare CR, 8-bit bytes, and text that other programs take for a field of its own (behind
 * a bare CR, or as a folded line that reads like a MIME field). RFC 5322 sections 2.1.1, 2.2, 4.2; RFC 6532.
 * Not handled: what the value means (entity.c).
 */
#include "base/ascii.h"
#include "base/str.h"
#include "base/word.h"
#include "charset/charset.h"
#include "parse/header_line.h"
#include "syntax/field_name.h"

/* A run of header bytes under inspection. */
typedef struct run {
    pneu_parser *parser;
    const uint8_t *p;
    size_t n;
    uint64_t offset; /* of p[0] */
} run;

static int is_control(uint8_t c)
{
    return pneu_i_is(c, PNEU_I_CONTROL) && c != 0;
}

/* A CR at the end of the run is judged only in the reading in which it ends a line: else what follows it is not known
 * here. */
static int is_bare_cr(const run *r, size_t i)
{
    if (r->p[i] != '\r')
        return 0;
    return i + 1 < r->n ? r->p[i + 1] != '\n' : r->parser->cr_ends_lines && r->parser->header.rest_event == 0;
}

static int is_line_end(const run *r, size_t i)
{
    return r->p[i] == '\n' || (r->parser->cr_ends_lines && is_bare_cr(r, i));
}

/* ---- Bytes -------------------------------------------------------------------------------------------------- */

/* Text that some programs take for a field: a known name and a colon. */
static int looks_like_field(const uint8_t *p, size_t n, uint16_t *id, size_t *value)
{
    size_t name = 0;
    while (name < n && pneu_i_is(p[name], PNEU_I_FTEXT))
        name++;
    size_t i = name;
    while (i < n && pneu_i_is_blank(p[i]))
        i++;
    if (i == n || p[i] != ':')
        return 0;
    *id = pneu_i_field_id((const char *)p, name);
    *value = i + 1;
    return *id != PNEU_FIELD_OTHER;
}

/* Where a bare CR ends a line, what stands behind it hides nothing: it is a line of its own. */
static void check_bare_cr(const run *r, size_t i)
{
    uint16_t id;
    size_t value;
    int is_run = i + 1 < r->n && r->p[i + 1] == '\r';
    pneu_i_parser_note(r->parser, PNEU_DEFECT_LINE_BARE_CR, is_run ? PNEU_DETAIL_LINE_CR_RUN : PNEU_DETAIL_NONE,
                       r->offset + i, 1);
    if (!r->parser->cr_ends_lines && looks_like_field(r->p + i + 1, r->n - i - 1, &id, &value))
        pneu_i_parser_note(r->parser, PNEU_DEFECT_SEC_HIDDEN_HEADER, PNEU_DETAIL_SEC_HIDDEN_HEADER_CR,
                           r->offset + i + 1, value);
}

/* NUL and bare CR each, the first control character of a line. */
static void check_bytes(const run *r)
{
    int has_control = 0;
    for (size_t i = 0; i < r->n; i++) {
        uint8_t c = r->p[i];
        if (c >= ' ' && !is_control(c))
            continue;
        if (is_line_end(r, i))
            has_control = 0;
        if (c == 0)
            pneu_i_parser_note(r->parser, PNEU_DEFECT_LINE_NUL, PNEU_DETAIL_NONE, r->offset + i, 1);
        else if (is_bare_cr(r, i))
            check_bare_cr(r, i);
        else if (is_control(c) && !has_control) {
            has_control = 1;
            pneu_i_parser_note(r->parser, PNEU_DEFECT_HDR_CONTROL_CHAR, PNEU_DETAIL_NONE, r->offset + i, 1);
        }
    }
}

/* 8-bit bytes of a field: UTF-8 (RFC 6532) or not. */
static void check_high(const run *r)
{
    size_t first = 0, last = r->n;
    while (r->n - first >= 8 && (pneu_i_word_load(r->p + first) & PNEU_I_TOPS) == 0)
        first += 8;
    while (first < r->n && r->p[first] < 0x80)
        first++;
    if (first == r->n)
        return;
    while (last - first >= 8 && (pneu_i_word_load(r->p + last - 8) & PNEU_I_TOPS) == 0)
        last -= 8;
    while (r->p[last - 1] < 0x80)
        last--;
    size_t len = last - first;
    int is_utf8 = pneu_i_utf8_valid((const char *)r->p + first, len) == len;
    pneu_i_parser_note(r->parser, is_utf8 ? PNEU_DEFECT_HDR_UTF8 : PNEU_DEFECT_HDR_8BIT, PNEU_DETAIL_NONE,
                       r->offset + first, len);
}

/* ---- Lines -------------------------------------------------------------------------------------------------- */

/* 1 if the value of a MIME field follows: in a list of names, as in a DKIM signature, none does. */
static int has_mime_value(uint16_t id, const uint8_t *p, size_t n)
{
    size_t i = 0, end;
    while (i < n && pneu_i_is_blank(p[i]))
        i++;
    for (end = i; end < n && pneu_i_is(p[end], PNEU_I_TOKEN);)
        end++;
    pneu_str token = pneu_i_str_of(p + i, end - i);
    switch (id) {
    case PNEU_FIELD_CONTENT_TYPE: return end < n && p[end] == '/';
    case PNEU_FIELD_CONTENT_TRANSFER_ENCODING:
        return pneu_i_str_is(token, "base64") || pneu_i_str_is(token, "quoted-printable");
    case PNEU_FIELD_CONTENT_DISPOSITION: return pneu_i_str_is(token, "attachment") || pneu_i_str_is(token, "inline");
    default: return 0;
    }
}

/* A continuation line: blank, or reading like a MIME field that a program sees which does not know the fold. */
static void check_fold(const run *r, size_t start, size_t end)
{
    size_t text = start, value;
    uint16_t id;
    while (text < end && pneu_i_is_blank(r->p[text]))
        text++;
    if (text == end)
        pneu_i_parser_note(r->parser, PNEU_DEFECT_HDR_BLANK_FOLD, PNEU_DETAIL_NONE, r->offset + start, end - start);
    else if (looks_like_field(r->p + text, end - text, &id, &value) &&
             has_mime_value(id, r->p + text + value, end - text - value))
        pneu_i_parser_note(r->parser, PNEU_DEFECT_SEC_HIDDEN_HEADER, PNEU_DETAIL_SEC_FOLDABLE_HEADER_TEXT,
                           r->offset + text, value);
}

/* The lines of a run that begins at a line's start; the last one may be cut off, then it goes on with the next piece. */
static void check_lines(const run *r, int is_cut)
{
    size_t start = 0;
    for (size_t i = 0; i < r->n; i++) {
        int is_end = is_line_end(r, i);
        if (!is_end && i + 1 < r->n)
            continue;
        size_t end = is_end ? i : i + 1;
        if (end > start && is_end && r->p[i] == '\n' && r->p[end - 1] == '\r')
            end--;
        if (!is_end && is_cut)
            break;
        if (end - start > PNEU_I_LINE_MAX)
            pneu_i_note_long_line(r->parser, r->offset + start, end - start);
        if (start > 0)
            check_fold(r, start, end);
        start = i + 1;
    }
    r->parser->line_start = r->offset + start;
}

/* ---- Fields and other bytes --------------------------------------------------------------------------------- */

static void check_name(const run *r, const pneu_field_span *field, const uint8_t *p)
{
    size_t blanks = field->value - 1 - field->name - field->name_length;
    const uint8_t *gap = p + field->name + field->name_length;
    if (blanks > 0 && pneu_i_is_blank(gap[0]) && pneu_i_is_blank(gap[blanks - 1])) {
        for (size_t i = 0; i < blanks; i++)
            if (!pneu_i_is_blank(gap[i]))
                return; /* folded: reported as hdr_fold_in_name */
        pneu_i_parser_note(r->parser, PNEU_DEFECT_HDR_SPACE_BEFORE_COLON, PNEU_DETAIL_NONE,
                           r->offset + field->name_length, blanks);
    }
    if (field->value < field->end && p[field->value] == ':')
        pneu_i_parser_note(r->parser, PNEU_DEFECT_HDR_BAD_NAME, PNEU_DETAIL_HDR_DOUBLE_COLON,
                           r->offset + field->value - field->name, 1);
}

void pneu_i_check_field(pneu_parser *parser, const uint8_t *p, const pneu_field_span *field, unsigned has)
{
    uint64_t offset = pneu_i_window_offset(&parser->window) + field->name;
    run r = {parser, p + field->name, field->end - field->name, offset};
    int is_cut = r.n == parser->settings.limit[PNEU_OPTION_MAX_FIELD] && parser->header.rest_event != 0;
    check_name(&r, field, p);
    if ((has & (PNEU_I_HAS_CONTROL | PNEU_I_HAS_BARE_CR)) != 0)
        check_bytes(&r);
    if ((has & PNEU_I_HAS_HIGH) != 0)
        check_high(&r);
    check_lines(&r, is_cut);
}

void pneu_i_check_high_field(pneu_parser *parser, const uint8_t *p, const pneu_field_span *field)
{
    if (parser->settings.is_silent)
        return;
    run r = {parser, p + field->name, field->end - field->name, pneu_i_window_offset(&parser->window) + field->name};
    check_high(&r);
}

void pneu_i_check_junk(pneu_parser *parser, const uint8_t *p, size_t n)
{
    run r = {parser, p, n, pneu_i_window_offset(&parser->window)};
    check_bytes(&r);
    size_t start = 0;
    for (size_t i = 0; i <= n; i++) {
        if (i < n && !is_line_end(&r, i))
            continue;
        size_t end = i > start && i < n && p[i] == '\n' && p[i - 1] == '\r' ? i - 1 : i;
        if (end - start > PNEU_I_LINE_MAX)
            pneu_i_note_long_line(parser, r.offset + start, end - start);
        start = i + 1;
    }
}

void pneu_i_check_piece(pneu_parser *parser, const uint8_t *p, size_t n)
{
    uint64_t offset = pneu_i_window_offset(&parser->window);
    uint8_t before = (uint8_t)parser->recent;
    for (size_t i = 0; i < n; i++) {
        if (p[i] == 0)
            pneu_i_parser_note(parser, PNEU_DEFECT_LINE_NUL, PNEU_DETAIL_NONE, offset + i, 1);
        if (before == '\r' && p[i] != '\n')
            pneu_i_parser_note(parser, PNEU_DEFECT_LINE_BARE_CR,
                               p[i] == '\r' ? PNEU_DETAIL_LINE_CR_RUN : PNEU_DETAIL_NONE, offset + i - 1, 1);
        before = p[i];
    }
}

void pneu_i_check_first_body_line(pneu_parser *parser, const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_control(p[i])) {
            pneu_i_parser_note(parser, PNEU_DEFECT_HDR_CONTROL_CHAR, PNEU_DETAIL_NONE,
                               pneu_i_window_offset(&parser->window) + i, 1);
            return;
        }
    }
}
