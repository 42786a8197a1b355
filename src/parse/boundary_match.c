/*
 * What a line that begins with "--" is (RFC 2046 section 5.1.1).
 * In: a line that begins with "--". Out: whether it is a delimiter, and of which open multipart: "--", the boundary,
 * optional "--", blanks, and the line's end, at most 998 bytes behind the boundary. The innermost multipart comes first,
 * and an outer one closes what is inside.
 * Invariants: a line is examined once, when it is complete or too long to be a delimiter, and in time proportional to its
 * length and the number of open multiparts: hashes of its prefixes are compared, not the prefixes.
 * Not handled: who owns the line ends around a delimiter (body.c, delimiter.c).
 */
#include <string.h>

#include "base/ascii.h"
#include "parse/parser.h"

#define DASHES ((size_t)2)
/* The longest line that can be a delimiter: "--", boundary, "--" or blanks; CRLF. */
#define LONGEST (DASHES + PNEU_I_LINE_MAX + PNEU_I_LINE_MAX)
#define FEW ((size_t)16) /* so many levels' boundaries are compared directly: cheaper than hashing the line */

static uint32_t add_to_hash(uint32_t hash, uint8_t c)
{
    return hash * 31 + c;
}

static uint32_t boundary_hash(pneu_str boundary)
{
    uint32_t hash = 0;
    for (size_t i = 0; i < boundary.len; i++)
        hash = add_to_hash(hash, (uint8_t)boundary.ptr[i]);
    return hash;
}

static uint8_t is_plain_text(pneu_str boundary)
{
    unsigned is_plain = 1;
    for (size_t i = 0; i < boundary.len; i++)
        is_plain &= (uint8_t)(boundary.ptr[i] - ' ') < 0x7f - ' ';
    return (uint8_t)is_plain;
}

static uint32_t start_bit(uint8_t c)
{
    return UINT32_C(1) << (c & 31);
}

void pneu_i_set_boundary(pneu_parser *parser, pneu_str boundary)
{
    pneu_i_level *level = pneu_i_parser_top(parser);
    pneu_i_parser_check(parser, pneu_i_buf_append(&parser->boundaries, &parser->alloc, boundary.ptr, boundary.len));
    if (parser->status != PNEU_OK)
        return;
    level->boundary_at = (uint32_t)(parser->boundaries.len - boundary.len);
    level->has_boundary = 1;
    level->boundary_length = (uint16_t)boundary.len;
    level->boundary_hash = parser->level_count > FEW ? boundary_hash(boundary) : 0;
    level->is_plain = parser->mime.has_bchars || is_plain_text(boundary);
    parser->boundary_starts |= boundary.len > 0 ? start_bit((uint8_t)boundary.ptr[0]) : UINT32_MAX;
}

typedef struct boundary {
    const char *bytes; /* NULL: there is none */
    size_t len;
    uint32_t hash; /* of a level behind the first few */
    int is_hashed;
} boundary;

/* A candidate's text behind the dashes, without its line end. */
typedef struct line_text {
    const uint8_t *bytes;
    size_t len;
    uint8_t eol_length;
    int is_too_long; /* its end was not seen within LONGEST bytes */
    int is_hashed;
    uint32_t hashes[PNEU_I_LINE_MAX + 1]; /* of its prefixes, by length */
} line_text;

/* Finds the line's end; 0 if more bytes are needed. */
static int find_text(const pneu_parser *parser, const pneu_i_candidate *candidate, line_text *text)
{
    size_t n = candidate->len < LONGEST + 2 ? candidate->len : LONGEST + 2;
    size_t from = *candidate->searched < n ? *candidate->searched : n;
    const uint8_t *line = candidate->line, *end = memchr(line + from, '\n', n - from);
    const uint8_t *cr = parser->cr_ends_lines ? memchr(line, '\r', n) : NULL;
    text->is_too_long = text->is_hashed = 0;
    if (cr != NULL && end == NULL && cr + 1 == line + candidate->len && !pneu_i_window_at_end(&parser->window))
        return 0; /* an LF may follow */
    if (cr != NULL && (end == NULL || cr + 1 < end)) {
        text->eol_length = 1;
        end = cr;
    } else if (end != NULL) {
        text->eol_length = end[-1] == '\r' ? 2 : 1;
        end -= text->eol_length - 1;
    } else if (n == LONGEST + 2 || pneu_i_window_at_end(&parser->window)) {
        text->is_too_long = n == LONGEST + 2;
        text->eol_length = 0;
        end = line + n;
    } else {
        *candidate->searched = (uint32_t)n;
        return 0;
    }
    text->bytes = line + DASHES;
    text->len = (size_t)(end - text->bytes);
    return 1;
}

/* Hashes of the prefixes, made when the first boundary asks: most lines are told apart by their length or first byte. */
static void hash_prefixes(line_text *text)
{
    size_t len = text->len < PNEU_I_LINE_MAX ? text->len : PNEU_I_LINE_MAX;
    uint32_t hash = 0;
    text->is_hashed = 1;
    text->hashes[0] = 0;
    for (size_t i = 0; i < len; i++) {
        hash = add_to_hash(hash, text->bytes[i]);
        text->hashes[i + 1] = hash;
    }
}

static int has_prefix(line_text *text, const boundary *held)
{
    if (held->len > text->len || text->bytes[0] != (uint8_t)held->bytes[0] ||
        text->bytes[held->len - 1] != (uint8_t)held->bytes[held->len - 1])
        return 0;
    if (held->is_hashed) {
        if (!text->is_hashed)
            hash_prefixes(text);
        if (text->hashes[held->len] != held->hash)
            return 0;
    }
    return memcmp(text->bytes, held->bytes, held->len) == 0;
}

/* What stands behind a boundary of `len` bytes: 1 if that makes the line a delimiter. */
static int read_tail(const pneu_parser *parser, const line_text *text, size_t len, pneu_i_delimiter *out)
{
    size_t i = len;
    out->is_close = text->len - i >= 2 && text->bytes[i] == '-' && text->bytes[i + 1] == '-';
    if (out->is_close)
        i += 2;
    size_t tail = i;
    while (i < text->len && pneu_i_is_blank(text->bytes[i]))
        i++;
    out->is_padded = i > tail;
    if (parser->settings.reading.choice[PNEU_READING_BOUNDARY_MATCH] == 1)
        return !text->is_too_long;
    return i == text->len && !text->is_too_long && text->len - len <= PNEU_I_LINE_MAX;
}

/* The boundary of level `index`, or of the header being read for the level behind the last; len 0: none counts there. */
static boundary boundary_at(const pneu_parser *parser, const pneu_i_candidate *candidate, size_t index)
{
    int is_hashed = index >= FEW;
    boundary none = {NULL, 0, 0, 0};
    if (index == candidate->level_count) {
        const pneu_i_kept *own = &parser->mime.boundary;
        if (!candidate->has_own || !pneu_i_has_own_boundary(parser))
            return none;
        pneu_str text = {parser->scratch.ptr + own->at, own->len};
        boundary of_header = {text.ptr, text.len, is_hashed ? boundary_hash(text) : 0, is_hashed};
        return of_header;
    }
    const pneu_i_level *level = &parser->levels[index];
    if (level->boundary_length == 0) {
        boundary empty = {level->has_boundary ? "" : NULL, 0, 0, 0};
        return empty;
    }
    boundary of_level = {parser->boundaries.ptr + level->boundary_at, level->boundary_length, level->boundary_hash,
                         is_hashed};
    return of_level;
}

/* 1 for a multipart that was closed: its delimiters are text of its epilogue, unless the reading goes on. */
static int is_closed(const pneu_parser *parser, size_t index)
{
    return index < parser->level_count && parser->levels[index].phase == PNEU_I_EPILOGUE &&
           parser->settings.reading.choice[PNEU_READING_CLOSED_MULTIPART] == 0;
}

/* What the region's line was compared with, although it is no delimiter. */
enum {
    LIKE_NONE = 0,
    LIKE_PREFIX = 1, /* it begins with the boundary of an open multipart */
    LIKE_CLOSED = 2  /* it is a delimiter of the multipart that was closed: programs that go on see parts behind it */
};

/* Reports a line that some programs take for a delimiter. A second boundary parameter explains all such lines. */
static void note_likeness(pneu_parser *parser, const line_text *text, unsigned like)
{
    uint64_t offset = pneu_i_window_offset(&parser->window) + parser->region.tallied;
    if (parser->region.is_opaque ||
        pneu_defect_set_has(&pneu_i_parser_top(parser)->found, PNEU_DEFECT_SEC_DUP_BOUNDARY))
        return;
    if ((like & LIKE_PREFIX) != 0) {
        parser->region.is_explained = 1;
        pneu_i_parser_note(parser, PNEU_DEFECT_MIME_BOUNDARY_PREFIX,
                           text->is_too_long ? PNEU_DETAIL_MIME_DELIMITER_TOO_LONG : PNEU_DETAIL_NONE, offset,
                           text->len + DASHES);
    }
    if ((like & LIKE_CLOSED) != 0 && !parser->region.has_gap_delimiter) {
        parser->region.has_gap_delimiter = 1;
        parser->region.is_explained = 1;
        pneu_i_parser_note(parser, PNEU_DEFECT_SEC_PART_IN_GAP, PNEU_DETAIL_MIME_PARTS_AFTER_CLOSE, offset,
                           text->len + DASHES);
    }
}

/* 0 if the byte behind the dashes shows that no boundary stands there: so it is with most lines that begin with "--". */
static int may_begin_with_boundary(const pneu_parser *parser, const pneu_i_candidate *candidate)
{
    uint32_t starts = parser->boundary_starts;
    if (candidate->len == DASHES)
        return 1;
    if (candidate->has_own && parser->mime.has_boundary)
        starts |= start_bit((uint8_t)parser->scratch.ptr[parser->mime.boundary.at]);
    return (starts & start_bit(candidate->line[DASHES])) != 0;
}

/* 1 if "--" or nothing, and the line's end, stand behind the boundary of level `index`, which the line begins with. */
static int is_usual_tail(const pneu_i_candidate *candidate, size_t index, const uint8_t *tail, pneu_i_delimiter *out)
{
    int is_close = tail[0] == '-' && tail[1] == '-';
    tail += is_close ? 2 : 0;
    int has_cr = tail[0] == '\r';
    if (tail[has_cr] != '\n')
        return 0;
    out->level = (uint32_t)index;
    out->is_close = (uint8_t)is_close;
    out->is_padded = 0;
    out->eol_length = (uint8_t)(1 + has_cr);
    out->length = (uint32_t)(tail - candidate->line);
    out->next_searched = 0;
    return 1;
}

/* The usual line, in the usual reading: it begins with the boundary of the innermost multipart, or of the next one if
 * that was closed, and nothing odd stands behind it. 1 if it is that. */
static int match_usual(const pneu_parser *parser, const pneu_i_candidate *candidate, pneu_i_delimiter *out)
{
    const uint8_t *text = candidate->line + DASHES;
    if (parser->reading != 0 || candidate->has_own)
        return 0;
    for (size_t index = candidate->level_count, last = index < FEW ? 0 : index - FEW; index-- > last;) {
        const pneu_i_level *level = &parser->levels[index];
        size_t len = level->boundary_length;
        int is_closed = level->phase == PNEU_I_EPILOGUE;
        if (!level->has_boundary)
            continue;
        if (len == 0 || candidate->len < DASHES + len + sizeof "--\r\n" - 1)
            return 0;
        if (memcmp(text, parser->boundaries.ptr + level->boundary_at, len) == 0)
            return !is_closed && is_usual_tail(candidate, index, text + len, out);
        if (!is_closed)
            return 0;
    }
    return 0;
}

/* Any line. */
static PNEU_I_APART int match_any(pneu_parser *parser, const pneu_i_candidate *candidate, pneu_i_delimiter *out)
{
    line_text text;
    if (!find_text(parser, candidate, &text))
        return PNEU_I_MATCH_UNDECIDED;
    unsigned like = LIKE_NONE;
    size_t count = candidate->level_count + 1;
    int outer_first = parser->settings.reading.choice[PNEU_READING_NESTED_BOUNDARY] == 1;
    for (size_t i = 0; i < count; i++) {
        size_t index = outer_first ? i : count - 1 - i;
        boundary held = boundary_at(parser, candidate, index);
        if (held.len == 0 ? held.bytes == NULL : !has_prefix(&text, &held))
            continue;
        int is_delimiter = read_tail(parser, &text, held.len, out);
        if (is_delimiter && !is_closed(parser, index)) {
            out->level = (uint32_t)index;
            out->length = (uint32_t)(text.len + DASHES);
            out->eol_length = text.eol_length;
            out->next_searched = 0;
            return PNEU_I_MATCH_DELIMITER;
        }
        if (held.len > 0)
            like |= is_delimiter ? LIKE_CLOSED : LIKE_PREFIX;
    }
    if (like != LIKE_NONE && !candidate->is_quiet)
        note_likeness(parser, &text, like);
    return PNEU_I_MATCH_NONE;
}

int pneu_i_match_delimiter(pneu_parser *parser, const pneu_i_candidate *candidate, pneu_i_delimiter *out)
{
    if (!may_begin_with_boundary(parser, candidate))
        return PNEU_I_MATCH_NONE;
    return match_usual(parser, candidate, out) ? PNEU_I_MATCH_DELIMITER : match_any(parser, candidate, out);
}
