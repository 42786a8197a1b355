/*
 * The MIME fields as the streaming parser needs them: no memory, fixed-size results.
 * In: the raw value of Content-Type or Content-Disposition. Out: type, charset and boundary, or disposition, as used.
 * What is reported, and which parameter counts, is decided in mime_head.c, params.c, rfc2231.c and param_check.c,
 * where the public functions have it from too. A boundary is compared with lines of the body, so it stays as octets:
 * charset conversion would never match.
 * RFC 2045 section 5, RFC 2046 section 5.1.1, RFC 2183.
 * Not handled: the decoded parameters (content_type.c); the encoding (transfer_encoding.c).
 */
#include "syntax/mime_fields.h"

#include "syntax/encoded_word.h"
#include "syntax/mime_head.h"
#include "syntax/rfc2231.h"
#include "syntax/usual_type.h"

static void set_text(pneu_i_text *text, const char *value)
{
    text->len = strlen(value);
    memcpy(text->bytes, value, text->len);
}

/* The other reading of an unreadable type: a multipart if it says so. */
static void guess_multipart(pneu_i_text *type, pneu_str value)
{
    static const char multipart[] = "multipart/";
    const size_t len = sizeof multipart - 1;
    size_t at = 0;
    while (at + len <= value.len && !pneu_i_ascii_same(value.ptr + at, multipart, len))
        at++;
    if (at + len > value.len)
        return;
    size_t end = pneu_i_skip_token(value, at + len);
    pneu_str found = pneu_i_str_of(value.ptr + at, end - at);
    if (found.len == len || found.len > PNEU_I_TOKEN_MAX) {
        set_text(type, "multipart/mixed");
        return;
    }
    type->len = found.len;
    pneu_i_copy_lower(type->bytes, found.ptr, found.len);
}

static void set_type(const pneu_i_params *params, const pneu_i_mime_head *head, pneu_i_type_info *out)
{
    out->is_readable = head->is_readable;
    if (out->is_readable) {
        pneu_i_copy_lower(out->type.bytes, head->main.ptr, head->main.len);
        out->type.bytes[head->main.len] = '/';
        pneu_i_copy_lower(out->type.bytes + head->main.len + 1, head->sub.ptr, head->sub.len);
        out->type.len = head->main.len + 1 + head->sub.len;
        return;
    }
    set_text(&out->type, "text/plain");
    if (pneu_i_params_choice(params, PNEU_READING_TYPE) != 0)
        guess_multipart(&out->type, params->text);
}

/* Bytes collected up to a fixed room; the lengths go on counting. */
typedef struct collected {
    char *out;
    size_t room;
    size_t len;     /* of everything */
    size_t trimmed; /* up to the last byte that is no white space */
} collected;

static void collect(collected *to, int octet)
{
    if (octet == 0 || octet == '\r' || octet == '\n')
        return;
    if (to->len < to->room)
        to->out[to->len] = (char)octet;
    to->len++;
    if (!pneu_i_is_blank((unsigned char)octet))
        to->trimmed = to->len;
}

static void collect_octets(const pneu_i_params *params, size_t first, collected *to)
{
    pneu_i_param_pick pick;
    pneu_i_octets octets;
    int octet;
    pneu_i_param_pick_of(params, first, &pick);
    pneu_i_octets_init(&octets, params, &pick);
    while ((octet = pneu_i_octets_next(&octets)) >= 0)
        collect(to, octet);
}

static void collect_run(const pneu_i_raw_param *param, const char *value, collected *to)
{
    to->len = to->trimmed = param->value_len;
    while (to->trimmed > 0 && pneu_i_is_blank((unsigned char)value[to->trimmed - 1]))
        to->trimmed--;
    memcpy(to->out, value, to->len < to->room ? to->len : to->room);
}

/* The octets of encoded words instead of the words: always for a charset, in the other reading for a boundary. */
static void decode_words(collected *to)
{
    pneu_str text = pneu_i_str_of(to->out, to->len <= to->room ? to->len : to->room);
    pneu_i_words words;
    int octet;
    to->len = to->trimmed = 0;
    pneu_i_words_init(&words, text);
    /* in place: what comes out is never ahead of what was read */
    while ((octet = pneu_i_words_next(&words)) >= 0)
        collect(to, octet);
}

/* The value of the parameter at `first`, as octets. */
static void collect_value(const pneu_i_params *params, size_t first, int32_t decodes_words, collected *to)
{
    const pneu_i_raw_param *param = &params->item[first];
    int is_usual = !params->has_stars && !(param->saw & (PNEU_I_SAW_ESCAPE | PNEU_I_SAW_BREAK)) &&
                   pneu_i_params_choice(params, PNEU_READING_BOUNDARY) == 0;
    to->len = to->trimmed = 0;
    if (is_usual)
        collect_run(param, params->text.ptr + param->value, to);
    else
        collect_octets(params, first, to);
    int may_hold_words = params->has_stars || (param->saw & PNEU_I_SAW_MARK);
    if (decodes_words && may_hold_words && to->len <= to->room)
        decode_words(to);
}

static void set_boundary(const pneu_i_params *params, pneu_i_type_info *out)
{
    size_t first = pneu_i_params_find(params, "boundary", 8);
    out->has_boundary = 0;
    out->is_empty = 0;
    out->is_trimmed = 0;
    out->boundary_len = 0;
    if (first == params->count)
        return;
    collected to = {out->boundary, PNEU_I_BOUNDARY_MAX, 0, 0};
    collect_value(params, first, pneu_i_params_choice(params, PNEU_READING_ENCODED_BOUNDARY) == 2, &to);
    out->is_empty = to.trimmed == 0;
    if (to.trimmed == 0 || to.trimmed > PNEU_I_BOUNDARY_MAX)
        return;
    out->has_boundary = 1;
    out->is_trimmed = to.trimmed < to.len;
    out->boundary_len = to.trimmed;
}

static void set_charset(const pneu_i_params *params, pneu_i_text *out)
{
    size_t first = pneu_i_params_find(params, "charset", 7);
    out->len = 0;
    if (first == params->count)
        return;
    collected to = {out->bytes, PNEU_I_TOKEN_MAX, 0, 0};
    collect_value(params, first, 1, &to);
    out->len = to.len <= PNEU_I_TOKEN_MAX ? to.len : 0;
}

void pneu_i_any_type_read(pneu_str value, const pneu_i_settings *settings, const pneu_defect_sink *sink,
                          pneu_i_type_info *out)
{
    pneu_i_params params;
    pneu_i_mime_head head;
    pneu_i_params_init(&params, value, PNEU_I_FIELD_TYPE, settings, sink);
    pneu_i_type_read_all(&params, &head);
    set_type(&params, &head, out);
    set_charset(&params, &out->charset);
    set_boundary(&params, out);
}

void pneu_i_content_type_read(pneu_str value, const pneu_i_settings *settings, const pneu_defect_sink *sink,
                              pneu_i_type_info *out)
{
    if (!pneu_i_usual_type_read(value, settings, out))
        pneu_i_any_type_read(value, settings, sink, out);
}

void pneu_i_disposition_read(pneu_str value, const pneu_i_settings *settings, const pneu_defect_sink *sink,
                             pneu_i_text *out)
{
    pneu_i_params params;
    pneu_i_mime_head head;
    head.is_missing = 0;
    if (!pneu_i_usual_disposition_find(value, settings, &head.main)) {
        pneu_i_params_init(&params, value, PNEU_I_FIELD_DISPOSITION, settings, sink);
        pneu_i_disposition_read_all(&params, &head);
    }
    out->len = head.main.len <= PNEU_I_TOKEN_MAX ? head.main.len : 0;
    pneu_i_copy_lower(out->bytes, head.main.ptr, out->len);
    if (head.is_missing)
        set_text(out, "attachment");
}
