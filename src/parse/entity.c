/*
 * What a header makes of its part.
 * In: what known_field.c kept, when the header ends. Out: the entity (type, encoding, charset, disposition, boundary,
 * kind), HEADER_END, and the state in which the body is read. Invariant: the kind is final.
 * RFC 2045 sections 4 to 6, RFC 2046 sections 5.1 and 5.2, RFC 6532 section 3.5, RFC 7103 section 8.
 * Not handled: reading the fields (known_field.c).
 */
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "parse/parser.h"
#include "syntax/encoded_word.h"
#include "syntax/mime_fields.h"

/* ---- The entity --------------------------------------------------------------------------------------------- */

static pneu_str kept_text(const pneu_parser *parser, pneu_i_kept kept)
{
    return kept.len > 0 ? pneu_i_str_of(parser->scratch.ptr + kept.at, kept.len) : pneu_i_str("");
}

/* Types are kept in lower case. */
static uint8_t is_type(pneu_str type, const char *name)
{
    return (uint8_t)pneu_i_str_equal(type, pneu_i_str(name));
}

static pneu_str type_as_used(const pneu_parser *parser)
{
    if (parser->mime.has_type)
        return kept_text(parser, parser->mime.type);
    return pneu_i_str(parser->header.is_digest_child ? "message/rfc822" : "text/plain");
}

static int is_multipart(pneu_str type)
{
    static const char top[] = "multipart/";
    return type.len >= sizeof top - 1 && memcmp(type.ptr, top, sizeof top - 1) == 0;
}

static int is_boundary_guessed(const pneu_parser *parser)
{
    return parser->settings.reading.choice[PNEU_READING_BOUNDARY] == 2;
}

int pneu_i_has_own_boundary(const pneu_parser *parser)
{
    return parser->mime.has_boundary && is_multipart(type_as_used(parser));
}

static int is_encoded(int32_t encoding)
{
    return encoding >= PNEU_ENCODING_QUOTED_PRINTABLE && encoding <= PNEU_ENCODING_UUENCODE;
}

static int is_message_type(pneu_str type)
{
    return is_type(type, "message/rfc822") || is_type(type, "message/global");
}

static void note_at_type(pneu_parser *parser, int32_t code, int32_t detail)
{
    pneu_i_parser_note(parser, code, detail, parser->mime.type_offset, parser->mime.type_length);
}

static void note_composite_encoding(pneu_parser *parser)
{
    pneu_i_parser_note(parser, PNEU_DEFECT_CTE_ON_COMPOSITE, PNEU_DETAIL_NONE, parser->mime.encoding_offset,
                       parser->mime.encoding_length);
}

/* 1 if one more container may be opened; else reports why not. */
static int may_open_container(pneu_parser *parser, pneu_entity *entity)
{
    uint64_t at = pneu_i_window_offset(&parser->window);
    if (parser->level_count > parser->nesting_limit) {
        entity->marks |= PNEU_ENTITY_NESTING_LIMIT;
        if (pneu_i_defect_log_count(&parser->log, PNEU_DEFECT_LIMIT_NESTING) == 0)
            pneu_i_parser_note(parser, PNEU_DEFECT_LIMIT_NESTING, PNEU_DETAIL_NONE, at, 0);
        return 0;
    }
    if (entity->kind == PNEU_KIND_MESSAGE && parser->part_count >= parser->part_limit) {
        if (!parser->no_delimiters)
            pneu_i_parser_note(parser, PNEU_DEFECT_LIMIT_PARTS, PNEU_DETAIL_NONE, at, 0);
        parser->no_delimiters = 1;
        return 0;
    }
    return 1;
}

static void use_as_message(pneu_parser *parser, pneu_entity *entity)
{
    int is_global = is_type(entity->type, "message/global");
    int is_decoded = parser->settings.reading.choice[PNEU_READING_ENCODED_COMPOSITE] == 0;
    if (is_encoded(entity->encoding)) {
        if (!is_global) /* RFC 6532 section 3.5 allows it there */
            note_composite_encoding(parser);
        if (is_decoded || is_global) {
            entity->marks |= PNEU_ENTITY_ENCODED_MESSAGE;
            return;
        }
        entity->encoding = PNEU_ENCODING_7BIT;
    }
    entity->kind = PNEU_KIND_MESSAGE;
    if (!may_open_container(parser, entity))
        entity->kind = PNEU_KIND_LEAF;
}

/* 1 if a byte of it is no bchar. A "\\" in an unquoted boundary is reported already, as param_syntax. */
static int has_bad_byte(pneu_parser *parser, pneu_str boundary)
{
    int has_param_syntax = pneu_defect_set_has(&pneu_i_parser_top(parser)->found, PNEU_DEFECT_PARAM_SYNTAX);
    for (size_t i = 0; i < boundary.len; i++) {
        int is_reported = boundary.ptr[i] == '\\' && has_param_syntax;
        if (!pneu_i_is((unsigned char)boundary.ptr[i], PNEU_I_BCHAR) && !is_reported)
            return 1;
    }
    return 0;
}

/* An encoded word has no place in a boundary (RFC 2047 section 5): MIME-tools and Claws decode it. */
static void check_boundary(pneu_parser *parser, pneu_str boundary)
{
    int32_t detail = PNEU_DETAIL_NONE;
    if (!parser->mime.has_bchars && (has_bad_byte(parser, boundary) || pneu_i_word_is_in(boundary)))
        detail = PNEU_DETAIL_MIME_BOUNDARY_BAD_CHAR;
    if (parser->mime.is_trimmed)
        detail = PNEU_DETAIL_MIME_BOUNDARY_TRAILING_SPACE;
    if (boundary.len > 70)
        detail = PNEU_DETAIL_MIME_BOUNDARY_TOO_LONG;
    if (detail != PNEU_DETAIL_NONE)
        note_at_type(parser, PNEU_DEFECT_MIME_BOUNDARY_SYNTAX, detail);
}

/* 1 if `longer` is `shorter` and "--": a delimiter line of one level is the close delimiter of the other. */
static int is_closed_form(pneu_str longer, pneu_str shorter)
{
    return longer.len == shorter.len + 2 && memcmp(longer.ptr + shorter.len, "--", 2) == 0 &&
           memcmp(longer.ptr, shorter.ptr, shorter.len) == 0;
}

/* One line that would be a delimiter of two levels. (A boundary that merely begins like another is told apart by all.) */
static void check_collision(pneu_parser *parser, pneu_str boundary)
{
    int32_t detail = PNEU_DETAIL_NONE;
    for (size_t i = 0; i < parser->level_count && boundary.len > 0 && detail == PNEU_DETAIL_NONE; i++) {
        const pneu_i_level *level = &parser->levels[i];
        if (!level->has_boundary || level->boundary_length == 0) /* nothing was guessed for it yet */
            continue;
        pneu_str outer = pneu_i_str_of(parser->boundaries.ptr + level->boundary_at, level->boundary_length);
        if (pneu_i_str_equal(outer, boundary))
            detail = PNEU_DETAIL_MIME_BOUNDARY_REUSED;
        else if (is_closed_form(outer, boundary) || is_closed_form(boundary, outer))
            detail = PNEU_DETAIL_MIME_BOUNDARY_NESTED_PREFIX;
    }
    if (detail != PNEU_DETAIL_NONE)
        note_at_type(parser, PNEU_DEFECT_MIME_BOUNDARY_COLLISION, detail);
}

static void use_as_multipart(pneu_parser *parser, pneu_entity *entity)
{
    if (is_encoded(entity->encoding)) {
        note_composite_encoding(parser);
        entity->encoding = PNEU_ENCODING_7BIT;
    }
    if (!parser->mime.has_boundary) {
        if (!pneu_defect_set_has(&pneu_i_parser_top(parser)->found, PNEU_DEFECT_PARAM_MISSING_SEMICOLON))
            note_at_type(parser, PNEU_DEFECT_MIME_BOUNDARY_MISSING,
                         parser->mime.has_empty_boundary ? PNEU_DETAIL_MIME_BOUNDARY_EMPTY : PNEU_DETAIL_NONE);
        if (!is_boundary_guessed(parser)) {
            entity->type = pneu_i_str("text/plain"); /* RFC 2045 section 5.2 */
            return;
        }
    }
    if (!may_open_container(parser, entity))
        return;
    entity->kind = PNEU_KIND_MULTIPART;
    entity->boundary = kept_text(parser, parser->mime.boundary);
    check_boundary(parser, entity->boundary);
    check_collision(parser, entity->boundary);
}

static void note_indirect(pneu_parser *parser, pneu_str type)
{
    if (is_type(type, "message/partial"))
        note_at_type(parser, PNEU_DEFECT_MIME_INDIRECT, PNEU_DETAIL_MIME_MESSAGE_PARTIAL);
    else if (is_type(type, "message/external-body"))
        note_at_type(parser, PNEU_DEFECT_MIME_INDIRECT, PNEU_DETAIL_MIME_EXTERNAL_BODY);
}

static void note_missing_fields(pneu_parser *parser)
{
    uint64_t at = pneu_i_window_offset(&parser->window);
    if (!pneu_i_is_seen(parser, PNEU_FIELD_FROM))
        pneu_i_parser_note(parser, PNEU_DEFECT_HDR_MISSING_REQUIRED, PNEU_DETAIL_HDR_MISSING_FROM, at, 0);
    if (!pneu_i_is_seen(parser, PNEU_FIELD_DATE))
        pneu_i_parser_note(parser, PNEU_DEFECT_HDR_MISSING_REQUIRED, PNEU_DETAIL_HDR_MISSING_DATE, at, 0);
    if (parser->mime.has_type && !pneu_i_is_seen(parser, PNEU_FIELD_MIME_VERSION))
        note_at_type(parser, PNEU_DEFECT_MIME_VERSION_MISSING, PNEU_DETAIL_NONE);
}

static void read_entity(pneu_parser *parser, pneu_entity *entity)
{
    const pneu_i_mime *mime = &parser->mime;
    memset(entity, 0, sizeof *entity);
    entity->encoding = mime->encoding;
    entity->type = type_as_used(parser);
    entity->charset = kept_text(parser, mime->charset);
    entity->disposition = kept_text(parser, mime->disposition);
    entity->boundary = pneu_i_str("");
    entity->marks = (mime->has_type ? (uint32_t)PNEU_ENTITY_HAS_TYPE : 0u) |
                    (parser->header.is_message ? (uint32_t)PNEU_ENTITY_MESSAGE_HEADER : 0u) |
                    (!mime->has_type && parser->header.is_digest_child ? (uint32_t)PNEU_ENTITY_DIGEST_DEFAULT : 0u);
    if (is_multipart(entity->type))
        use_as_multipart(parser, entity);
    else if (is_message_type(entity->type))
        use_as_message(parser, entity);
    else
        note_indirect(parser, entity->type);
    if (parser->header.is_message)
        note_missing_fields(parser);
}

/* ---- The end of the header ---------------------------------------------------------------------------------- */

/* Keeps the boundary of the multipart that is opened. */
static void open_multipart(pneu_parser *parser, const pneu_entity *entity)
{
    pneu_i_level *level = pneu_i_parser_top(parser);
    level->is_digest = is_type(entity->type, "multipart/digest");
    level->boundary_at = (uint32_t)parser->boundaries.len;
    if (entity->boundary.len > 0)
        pneu_i_set_boundary(parser, entity->boundary);
}

static void enter_body(pneu_parser *parser, const pneu_entity *entity)
{
    pneu_i_level *level = pneu_i_parser_top(parser);
    level->kind = (uint8_t)entity->kind;
    level->body_offset = pneu_i_window_offset(&parser->window);
    level->tally = parser->tally;
    level->long_lines = parser->long_lines;
    parser->line_start = level->body_offset;
    if (entity->kind == PNEU_KIND_MESSAGE) {
        parser->state = pneu_i_open_part;
    } else if (entity->kind == PNEU_KIND_MULTIPART) {
        open_multipart(parser, entity);
        pneu_i_begin_gap(parser, PNEU_EVENT_PREAMBLE);
    } else {
        pneu_i_begin_region(parser, PNEU_EVENT_BODY);
        parser->region.is_opaque = (entity->marks & PNEU_ENTITY_NESTING_LIMIT) != 0;
        parser->region.wants_high = entity->encoding == PNEU_ENCODING_7BIT || entity->encoding == PNEU_ENCODING_UNKNOWN;
    }
}

static pneu_i_step give_header_end(pneu_parser *parser, size_t empty)
{
    pneu_entity *entity = &parser->given.entity;
    read_entity(parser, entity);
    (void)pneu_i_parser_give(parser, PNEU_EVENT_HEADER_END, pneu_i_parser_top(parser)->part, empty);
    parser->event.entity = entity;
    enter_body(parser, entity);
    pneu_i_defect_log_release(&parser->log);
    return PNEU_I_STEP_EVENT;
}

static int is_guessing(const pneu_parser *parser)
{
    return parser->settings.reading.choice[PNEU_READING_ENCODING_TOKEN] == PNEU_I_ENCODING_GUESSED;
}

/* What the body looks like decides how grave an unknown encoding is: some programs go by its look (ClamAV). */
static void note_unknown(pneu_parser *parser, int32_t guess)
{
    const pneu_i_mime *mime = &parser->mime;
    int looks_encoded = guess == PNEU_ENCODING_BASE64 || guess == PNEU_ENCODING_QUOTED_PRINTABLE;
    pneu_i_find find = {PNEU_DEFECT_CTE_UNKNOWN, PNEU_DETAIL_NONE, mime->encoding_offset, mime->encoding_length};
    if (mime->has_unknown)
        pneu_i_parser_note_as(parser, &find, looks_encoded ? PNEU_SEVERITY_AMBIGUOUS : PNEU_SEVERITY_WARN);
}

/* State: waits for as much of the body's first line as the guess needs. */
static pneu_i_step guess_encoding(pneu_parser *parser)
{
    size_t empty = parser->header.empty;
    const uint8_t *body = pneu_i_parser_bytes(parser) + empty;
    size_t n = pneu_i_parser_visible(parser) - empty;
    size_t most = n < PNEU_I_GUESS_MAX ? n : PNEU_I_GUESS_MAX;
    const uint8_t *lf = most > 0 ? memchr(body, '\n', most) : NULL;
    if (lf == NULL && most < PNEU_I_GUESS_MAX && !pneu_i_window_at_end(&parser->window))
        return PNEU_I_STEP_MORE;
    pneu_str line = pneu_i_str_of((const char *)body, lf != NULL ? (size_t)(lf - body) : most);
    if (lf != NULL && line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    int32_t guess = pneu_i_encoding_guess(line);
    note_unknown(parser, guess);
    if (is_guessing(parser))
        parser->mime.encoding = (uint8_t)guess;
    return give_header_end(parser, empty);
}

pneu_i_step pneu_i_end_header(pneu_parser *parser, size_t empty)
{
    int is_open = is_guessing(parser) && parser->mime.encoding == PNEU_ENCODING_UNKNOWN;
    if (!is_open && !parser->mime.has_unknown)
        return give_header_end(parser, empty);
    parser->header.empty = (uint8_t)empty;
    parser->state = guess_encoding;
    return PNEU_I_STEP_AGAIN;
}
