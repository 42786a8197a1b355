/*
 * The charset of texts. In: a part of type text/... or application/xhtml+xml. Out: what a decoder of its text says:
 * charset_unknown and charset_dangerous at Content-Type; charset_invalid_bytes and charset_missing_8bit at the first
 * byte where that is known, else the whole body.
 * The text is decoded in pieces and thrown away, so memory is constant. RFC 2045 section 5.2, RFC 2046 section 4.1.2.
 * Not handled: charsets of encoded words and parameters (src/syntax).
 */
#include "charset/charset.h"
#include "charset/text_choice.h"
#include "charset/text_decoder.h"
#include "check/check.h"
#include "tree/field_list.h"
#include "tree/part_bytes.h"

#define PIECE 4096 /* bytes at a time, on the C stack */

/* What decoding a text showed. */
typedef struct text_result {
    pneu_text_summary summary;
    int ended_shifted;
    pneu_i_text_escapes escapes;
} text_result;

typedef struct text_find {
    int32_t code;
    int32_t detail;
    pneu_span where;
} text_find;

/* ---- Decoding --------------------------------------------------------------------------------------------------- */

static pneu_status drop_output(pneu_text_decoder *decoder)
{
    char out[PIECE];
    size_t written;
    pneu_status status;
    do
        status = pneu_text_decoder_read(decoder, out, sizeof out, &written);
    while (status == PNEU_OK);
    return status < 0 ? status : PNEU_OK;
}

static pneu_status decode_pieces(pneu_body_reader *reader, pneu_text_decoder *decoder, text_result *out)
{
    char piece[PIECE];
    size_t len;
    pneu_status status;
    while ((status = pneu_body_reader_read(reader, piece, sizeof piece, &len)) == PNEU_OK) {
        pneu_i_text_escapes_add(&out->escapes, piece, len);
        status = pneu_text_decoder_push(decoder, piece, len);
        if (status == PNEU_OK)
            status = drop_output(decoder);
        if (status != PNEU_OK)
            return status;
    }
    if (status == PNEU_DONE)
        status = pneu_text_decoder_finish(decoder);
    return status == PNEU_OK ? drop_output(decoder) : status;
}

static pneu_status decode_text(pneu_message *message, uint32_t part, pneu_text_decoder *decoder, text_result *out)
{
    pneu_body_reader *reader;
    pneu_status status = pneu_body_reader_new(message, part, &reader);
    if (status != PNEU_OK)
        return status;
    memset(out, 0, sizeof *out);
    status = decode_pieces(reader, decoder, out);
    pneu_text_decoder_summary(decoder, &out->summary);
    out->ended_shifted = pneu_i_text_decoder_ended_shifted(decoder);
    pneu_body_reader_free(reader);
    return status;
}

/* ---- Places ----------------------------------------------------------------------------------------------------- */

static pneu_span body_of(const pneu_i_node *node)
{
    pneu_span span = {node->summary.body_offset, node->summary.body_length};
    return span;
}

/* The place of one byte of a body that stands in the message as it is; of others, all of it. */
static pneu_span place_in(const pneu_i_node *node, size_t at)
{
    pneu_span span = body_of(node);
    if (!pneu_i_node_is_encoded(node) && at < span.length) {
        span.offset += at;
        span.length = 1;
    }
    return span;
}

static pneu_span type_of(const pneu_message *message, const pneu_i_node *node)
{
    pneu_span span = body_of(node); /* where there is no such field: a mark at the text's start told the charset */
    pneu_i_field_place(message, node, PNEU_FIELD_CONTENT_TYPE, &span);
    return span;
}

static size_t first_high(pneu_str raw)
{
    size_t at = 0;
    while (at < raw.len && (unsigned char)raw.ptr[at] < 0x80)
        at++;
    return at;
}

/* Ill-formed UTF-8 shows its place; of other charsets the body is named. */
static size_t first_invalid(pneu_str raw, const text_result *result)
{
    int is_utf8 = pneu_i_str_is(result->summary.charset, "UTF-8");
    return is_utf8 ? pneu_i_utf8_valid(raw.ptr, raw.len) : raw.len;
}

/* ---- Reports ---------------------------------------------------------------------------------------------------- */

static int32_t detail_of_charset(pneu_str name)
{
    if (pneu_i_str_is(name, "UTF-7"))
        return PNEU_DETAIL_CHARSET_UTF7;
    int is_wide = name.len >= 6 && memcmp(name.ptr, "UTF-16", 6) == 0;
    return is_wide ? PNEU_DETAIL_CHARSET_UTF16 : PNEU_DETAIL_NONE;
}

void pneu_i_text_escapes_add(pneu_i_text_escapes *escapes, const char *bytes, size_t len)
{
    escapes->has_plus = escapes->has_plus || memchr(bytes, '+', len) != NULL;
    escapes->has_tilde = escapes->has_tilde || memchr(bytes, '~', len) != NULL;
}

uint8_t pneu_i_dangerous_charset_severity(pneu_str charset, const pneu_i_text_escapes *escapes)
{
    int is_ascii = (pneu_i_str_is(charset, "UTF-7") && !escapes->has_plus) ||
                   (pneu_i_str_is(charset, "HZ-GB-2312") && !escapes->has_tilde);
    return is_ascii ? PNEU_SEVERITY_WARN : PNEU_SEVERITY_ATTACK;
}

static pneu_status report_one(pneu_message *message, uint32_t part, const text_find *found, const text_result *result)
{
    pneu_defect find = pneu_i_message_find(message, part, found->code, found->detail);
    find.offset = found->where.offset;
    find.length = found->where.length;
    if (found->code == PNEU_DEFECT_CHARSET_DANGEROUS)
        find.severity = pneu_i_dangerous_charset_severity(result->summary.charset, &result->escapes);
    return pneu_i_message_record(message, &find);
}

static pneu_status report(pneu_message *message, uint32_t part, const text_result *result, pneu_str raw)
{
    const pneu_i_node *node = &message->nodes[part];
    const text_find finds[] = {
        {PNEU_DEFECT_CHARSET_UNKNOWN, PNEU_DETAIL_NONE, type_of(message, node)},
        {PNEU_DEFECT_CHARSET_DANGEROUS, detail_of_charset(result->summary.charset), type_of(message, node)},
        {PNEU_DEFECT_CHARSET_INVALID_BYTES,
         result->ended_shifted ? PNEU_DETAIL_CHARSET_UNTERMINATED_ESCAPE : PNEU_DETAIL_NONE,
         place_in(node, first_invalid(raw, result))},
        {PNEU_DEFECT_CHARSET_MISSING_8BIT, PNEU_DETAIL_NONE, place_in(node, first_high(raw))},
    };
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < sizeof finds / sizeof finds[0] && status == PNEU_OK; i++)
        if (pneu_defect_set_has(&result->summary.defects, finds[i].code))
            status = report_one(message, part, &finds[i], result);
    return status;
}

/* ---- One part --------------------------------------------------------------------------------------------------- */

int pneu_i_is_text_type(pneu_str type, uint32_t *flags)
{
    static const char text[] = "text/";
    int is_xhtml = pneu_i_str_is(type, "application/xhtml+xml");
    *flags = is_xhtml || pneu_i_str_is(type, "text/html") ? PNEU_TEXT_HTML : 0;
    return is_xhtml || (type.len >= sizeof text - 1 && memcmp(type.ptr, text, sizeof text - 1) == 0);
}

/* 1 for a text; *flags are those of its decoder. */
static int is_text(const pneu_message *message, uint32_t part, uint32_t *flags)
{
    pneu_str type;
    pneu_part_type(message, part, &type);
    return pneu_i_is_text_type(type, flags) && message->nodes[part].kind == PNEU_KIND_LEAF;
}

/* 1 if the body is ASCII as it stands and the label does not make anything else of it: there is nothing to be found. */
static int is_plain_text(const pneu_i_node *node, pneu_str label, pneu_str raw)
{
    if (pneu_i_node_is_encoded(node))
        return 0;
    if (label.len > 0) {
        int charset = pneu_i_charset_find(label);
        if (charset < 0 || pneu_i_charset_at(charset)->is_dangerous || pneu_i_charset_at(charset)->is_shifted)
            return 0;
    }
    return pneu_i_text_plain_run(raw.ptr, raw.len) == raw.len;
}

pneu_status pneu_i_check_text(pneu_message *message, uint32_t part, pneu_charsets *charsets)
{
    text_result result;
    pneu_str charset, raw;
    pneu_text_decoder *decoder;
    uint32_t flags;
    if (!is_text(message, part, &flags) || (message->nodes[part].state & PNEU_I_TEXT_CHECKED) != 0)
        return PNEU_OK;
    pneu_status status = pneu_i_raw_body(message, part, &raw);
    if (status != PNEU_OK)
        return status;
    pneu_part_charset(message, part, &charset);
    if (is_plain_text(&message->nodes[part], charset, raw)) {
        (void)pneu_i_check_begins(message, part, PNEU_I_TEXT_CHECKED);
        return PNEU_OK;
    }
    status = pneu_text_decoder_new(charsets, charset, flags, &message->alloc, &decoder);
    if (status != PNEU_OK)
        return status;
    status = decode_text(message, part, decoder, &result);
    pneu_text_decoder_free(decoder);
    if (status != PNEU_OK || !pneu_i_check_begins(message, part, PNEU_I_TEXT_CHECKED))
        return status;
    return report(message, part, &result, raw);
}
