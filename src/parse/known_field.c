/*
 * The fields that the library knows, as they pass.
 * In: a known field of the window. Out: what repeats, how many Received fields there are, and what Content-Type,
 * -Transfer-Encoding and -Disposition say, kept in parser->mime until the header ends.
 * Invariants: the first of the MIME fields count (the last in one reading); their strings are kept in one scratch buffer,
 * each at most 998 bytes. RFC 5322 section 3.6, RFC 2045 sections 5 and 6, RFC 7103 section 7.5.
 * Not handled: how the values are read (syntax/mime_fields.h), what follows from them (entity.c).
 */
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "parse/parser.h"
#include "syntax/usual_type.h"

/* ---- Fields that may stand once ----------------------------------------------------------------------------- */

int pneu_i_is_seen(const pneu_parser *parser, int32_t id)
{
    return (parser->header.seen[id / 64] >> (id % 64) & 1) != 0;
}

/* The code for a second field of this name; 0 if it may be repeated. In a part that is no message only Content-* count. */
static int32_t code_of_repeat(const pneu_parser *parser, int32_t id)
{
    int is_of_body = id >= PNEU_FIELD_CONTENT_TYPE && id <= PNEU_FIELD_CONTENT_FEATURES;
    int32_t most = pneu_field_occurrence(id);
    if ((most != PNEU_OCCURS_AT_MOST && most != PNEU_OCCURS_ONCE) || !(is_of_body || parser->header.is_message))
        return PNEU_DEFECT_NONE;
    switch (id) {
    case PNEU_FIELD_CONTENT_TYPE: return PNEU_DEFECT_SEC_DUP_CONTENT_TYPE;
    case PNEU_FIELD_CONTENT_TRANSFER_ENCODING: return PNEU_DEFECT_SEC_DUP_CTE;
    case PNEU_FIELD_FROM: return PNEU_DEFECT_SEC_DUP_FROM;
    default: return PNEU_DEFECT_HDR_DUPLICATE_SINGLETON;
    }
}

static void note_repeat(pneu_parser *parser, const pneu_field_span *field, uint64_t offset)
{
    int32_t code = code_of_repeat(parser, field->id);
    int32_t detail = field->id == PNEU_FIELD_CONTENT_DISPOSITION ? PNEU_DETAIL_SEC_DUP_DISPOSITION : PNEU_DETAIL_NONE;
    pneu_i_find find = {code, detail, offset, field->name_length};
    if (code == PNEU_DEFECT_NONE)
        return;
    /* nobody reads another version than 1.0, whatever the fields say */
    pneu_i_parser_note_as(parser, &find,
                          field->id == PNEU_FIELD_MIME_VERSION ? PNEU_SEVERITY_WARN : pneu_defect_severity(code));
}

static inline void count_received(pneu_parser *parser, const pneu_field_span *field)
{
    parser->header.seen[PNEU_FIELD_RECEIVED / 64] |= UINT64_C(1) << (PNEU_FIELD_RECEIVED % 64);
    if (parser->header.received_count++ == parser->settings.limit[PNEU_OPTION_MAX_RECEIVED])
        pneu_i_parser_note(parser, PNEU_DEFECT_LIMIT_TOKENS, PNEU_DETAIL_LIMIT_RECEIVED,
                           pneu_i_window_offset(&parser->window) + field->name, field->end - field->name);
}

/* ---- MIME fields -------------------------------------------------------------------------------------------- */

typedef struct value_place {
    pneu_parser *parser;
    pneu_str value;
    uint64_t offset;
} value_place;

/* How grave a body's encoding is that nobody knows depends on the body (entity.c). */
static void keep_unknown_encoding(pneu_i_mime *mime, uint64_t offset, uint64_t length)
{
    mime->has_unknown = 1;
    mime->encoding_offset = offset;
    mime->encoding_length = (uint32_t)length;
}

static int is_of_boundary(pneu_str parameter)
{
    static const char name[] = "boundary";
    return parameter.len >= sizeof name - 1 && pneu_i_ascii_same(parameter.ptr, name, sizeof name - 1);
}

/* 1 if something follows the parameter that ends at `end`. */
static int has_more(pneu_str value, uint64_t end)
{
    for (size_t i = (size_t)end; i < value.len; i++)
        if (value.ptr[i] != ';' && !pneu_i_is_space((unsigned char)value.ptr[i]))
            return 1;
    return 0;
}

/* RFC 2231 parameters over the limit hide bytes from interpretation; other lists are only cut short. An encoded word in a
 * boundary decides what the parts are: Thunderbird takes it as it stands, Claws and MIME-tools (from 5.518) decode it. An
 * unreadable parameter at the end hides none (GMime, MIME-tools and Email::MIME lose those behind it). */
static int32_t severity_in_value(const value_place *place, int32_t code, uint64_t offset, uint64_t length)
{
    if (code == PNEU_DEFECT_LIMIT_TOKENS)
        return PNEU_SEVERITY_ATTACK;
    if (code == PNEU_DEFECT_PARAM_ENCODED_WORD && is_of_boundary(pneu_i_str_from(place->value, (size_t)offset)))
        return PNEU_SEVERITY_AMBIGUOUS;
    if (code == PNEU_DEFECT_PARAM_INVALID_NAME && !has_more(place->value, offset + length))
        return PNEU_SEVERITY_WARN;
    return pneu_defect_severity(code);
}

static void report_in_value(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    const value_place *place = ctx;
    pneu_i_find find = {code, detail, place->offset + offset, length};
    if (code == PNEU_DEFECT_CTE_UNKNOWN)
        keep_unknown_encoding(&place->parser->mime, find.offset, length);
    else
        pneu_i_parser_note_as(place->parser, &find, severity_in_value(place, code, offset, length));
}

#define USUAL_STRINGS ((size_t)256)

/* Room for `more` bytes of strings; 0 if there is none. */
static inline int make_room(pneu_parser *parser, size_t more)
{
    const pneu_i_buf *scratch = &parser->scratch;
    if (scratch->capacity - scratch->len >= more)
        return 1;
    if (scratch->capacity == 0 && more < USUAL_STRINGS) /* for what usual headers say, at once */
        more = USUAL_STRINGS;
    pneu_i_parser_check(parser, pneu_i_buf_reserve(&parser->scratch, &parser->alloc, more));
    return parser->status == PNEU_OK;
}

/* Takes `len` bytes of the room there is. */
static inline char *take(pneu_parser *parser, size_t len, pneu_i_kept *kept)
{
    kept->at = (uint32_t)parser->scratch.len;
    kept->len = (uint32_t)len;
    parser->scratch.len += len;
    return parser->scratch.ptr + kept->at;
}

static inline void put(pneu_parser *parser, pneu_str text, pneu_i_kept *kept)
{
    kept->len = 0;
    if (text.len > 0)
        memcpy(take(parser, text.len, kept), text.ptr, text.len);
}

static void keep(pneu_parser *parser, const char *bytes, size_t len, pneu_i_kept *kept)
{
    if (make_room(parser, len))
        put(parser, pneu_i_str_of(bytes, len), kept);
}

static void use_usual_type(pneu_parser *parser, const pneu_i_usual_type *usual)
{
    pneu_i_mime *mime = &parser->mime;
    mime->is_readable = 1;
    mime->has_boundary = usual->boundary.len > 0;
    mime->has_bchars = usual->has_bchars;
    mime->has_empty_boundary = mime->is_trimmed = 0;
    if (!make_room(parser, usual->type.len + usual->charset.len + usual->boundary.len))
        return;
    pneu_i_copy_lower(take(parser, usual->type.len, &mime->type), usual->type.ptr, usual->type.len);
    put(parser, usual->charset, &mime->charset);
    put(parser, usual->boundary, &mime->boundary);
}

static void use_any_type(pneu_parser *parser, pneu_str value, const pneu_defect_sink *sink)
{
    pneu_i_mime *mime = &parser->mime;
    pneu_i_type_info info;
    pneu_i_any_type_read(value, &parser->settings, sink, &info);
    mime->is_readable = info.is_readable != 0;
    mime->has_boundary = info.has_boundary != 0;
    mime->has_bchars = 0;
    mime->has_empty_boundary = info.is_empty != 0;
    mime->is_trimmed = info.is_trimmed != 0;
    keep(parser, info.type.bytes, info.type.len, &mime->type);
    keep(parser, info.charset.bytes, info.charset.len, &mime->charset);
    keep(parser, info.boundary, info.has_boundary ? info.boundary_len : 0, &mime->boundary);
}

static void use_disposition(pneu_parser *parser, pneu_str value, const pneu_defect_sink *sink)
{
    pneu_i_text disposition;
    pneu_i_disposition_read(value, &parser->settings, sink, &disposition);
    keep(parser, disposition.bytes, disposition.len, &parser->mime.disposition);
}

static void use_mime_field(pneu_parser *parser, const pneu_field_span *field, const uint8_t *p, uint64_t offset)
{
    pneu_i_mime *mime = &parser->mime;
    pneu_str value = pneu_i_str_of(p + field->value, field->end - field->value);
    while (value.len > 0 && pneu_i_is((unsigned char)value.ptr[value.len - 1], PNEU_I_EOL))
        value.len--;
    value_place place = {parser, value, offset + field->value - field->name};
    pneu_defect_sink sink = {report_in_value, &place};
    pneu_i_usual_type usual;
    if (field->id == PNEU_FIELD_CONTENT_TYPE) {
        mime->has_type = 1;
        mime->type_offset = offset;
        mime->type_length = field->end - field->name;
        if (pneu_i_usual_type_find(value, &parser->settings, &usual))
            use_usual_type(parser, &usual);
        else
            use_any_type(parser, value, &sink);
    } else if (field->id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING) {
        mime->has_unknown = 0;
        mime->encoding_offset = offset;
        mime->encoding_length = field->end - field->name;
        mime->encoding = (uint8_t)pneu_i_encoding_read(value, &parser->settings, &sink);
    } else {
        use_disposition(parser, value, &sink);
    }
}

static inline int says_what_body_is(const pneu_parser *parser, int32_t id)
{
    return !parser->settings.skips_parts &&
           (id == PNEU_FIELD_CONTENT_TYPE || id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING ||
            id == PNEU_FIELD_CONTENT_DISPOSITION);
}

/* What there is more to do for than to see it: a repeat, and the fields that say what the body is. */
static void use_special_field(pneu_parser *parser, const pneu_field_span *field, const uint8_t *p)
{
    uint64_t offset = pneu_i_window_offset(&parser->window) + field->name;
    int is_repeat = pneu_i_is_seen(parser, field->id);
    if (is_repeat)
        note_repeat(parser, field, offset);
    parser->header.seen[field->id / 64] |= UINT64_C(1) << (field->id % 64);
    if (says_what_body_is(parser, field->id) &&
        (!is_repeat || parser->settings.reading.choice[PNEU_READING_DUPLICATE_FIELD] == 1))
        use_mime_field(parser, field, p, offset);
}

#define BIT(id) (UINT64_C(1) << (id) % 64)
_Static_assert(PNEU_FIELD_RECEIVED < 64 && PNEU_FIELD_CONTENT_DISPOSITION < 64, "special fields are in the first word");

void pneu_i_use_fields(pneu_parser *parser, const pneu_field_span *fields, size_t count, const uint8_t *p)
{
    static const uint64_t special[2] = {BIT(PNEU_FIELD_RECEIVED) | BIT(PNEU_FIELD_CONTENT_TYPE) |
                                            BIT(PNEU_FIELD_CONTENT_TRANSFER_ENCODING) |
                                            BIT(PNEU_FIELD_CONTENT_DISPOSITION),
                                        0};
    uint64_t *seen = parser->header.seen;
    for (const pneu_field_span *field = fields; field < fields + count; field++) {
        size_t word = field->id / 64;
        if (field->id == PNEU_FIELD_OTHER)
            continue;
        if (((seen[word] | special[word]) & BIT(field->id)) == 0)
            seen[word] |= BIT(field->id);
        else if (field->id == PNEU_FIELD_RECEIVED)
            count_received(parser, field);
        else
            use_special_field(parser, field, p);
    }
}
