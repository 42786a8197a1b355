/*
 * Content-Type and Content-Disposition as values: type or disposition, and every parameter decoded.
 * In: the raw value. Out: a pneu_mime_value in the arena. Strict mode reads the same way, and then gives no value if
 * anything was outside of the grammar of RFC 2045 section 5.1, RFC 2183 section 2 and RFC 2231 section 7; sections of
 * RFC 2231 that cannot be joined are only left out there.
 * Invariant: the same records, and so the same boundary, as in mime_fields.c.
 * Not handled: defaults that depend on the place of the part (digests: the parser).
 */
#include "base/arena.h"
#include "charset/charset.h"
#include "syntax/mime_head.h"
#include "syntax/param_value.h"

/* Passes defects on, and notes those that strict mode refuses. */
typedef struct strict_watch {
    const pneu_defect_sink *sink;
    int refuses;
} strict_watch;

static void watch_defect(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    strict_watch *watch = ctx;
    int is_allowed = code == PNEU_DEFECT_PARAM_COMMENT || code == PNEU_DEFECT_PARAM_DUPLICATE ||
                     code == PNEU_DEFECT_PARAM_ENCODED_WORD || code == PNEU_DEFECT_PARAM_2231_SECTIONS ||
                     code == PNEU_DEFECT_PARAM_2231_CONFLICT || code == PNEU_DEFECT_PARAM_2231_BOUNDARY ||
                     code == PNEU_DEFECT_SEC_DUP_BOUNDARY || detail == PNEU_DETAIL_PARAM_TRAILING_SEMICOLON;
    watch->refuses |= !is_allowed;
    if (watch->sink != NULL)
        watch->sink->report(watch->sink->ctx, code, detail, offset, length);
}

/* RFC 2231 section 7: the first of several extended sections names charset and language, empty or not. */
static int lacks_charset(const pneu_i_params *params)
{
    for (size_t i = 0; params->has_stars && i < params->count; i++) {
        pneu_i_param_pick pick;
        int is_encoded = 0;
        if (!pneu_i_params_is_first(params, i))
            continue;
        pneu_i_param_pick_of(params, i, &pick);
        for (size_t k = 0; k < pick.count; k++)
            is_encoded |= params->item[pick.index[k]].is_encoded;
        if (is_encoded && pick.skip == 0)
            return 1;
    }
    return 0;
}

/* RFC 6532: bytes above 127 must be UTF-8, and they are no token. */
static int has_bad_bytes(const pneu_i_params *params)
{
    for (size_t i = 0; i < params->count; i++)
        if ((params->item[i].saw & PNEU_I_SAW_EIGHT_BIT) && !params->item[i].is_quoted)
            return 1;
    return pneu_i_utf8_valid(params->text.ptr, params->text.len) != params->text.len;
}

static pneu_status decode_params(pneu_arena *arena, const pneu_i_params *params, int32_t mode, pneu_mime_value *out)
{
    pneu_param *list = pneu_i_arena_alloc(arena, params->count * sizeof *list);
    size_t count = 0;
    if (list == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < params->count; i++) {
        pneu_status status = PNEU_DONE;
        if (pneu_i_params_is_first(params, i))
            status = pneu_i_param_decode(arena, params, i, mode, &list[count]);
        if (status < 0)
            return status;
        count += status == PNEU_OK;
    }
    out->params = list;
    out->param_count = count;
    return PNEU_OK;
}

static pneu_status set_value(pneu_arena *arena, const pneu_i_params *params, const pneu_i_mime_head *head,
                             pneu_mime_value *out)
{
    if (params->field == PNEU_I_FIELD_TYPE && !head->is_readable)
        return pneu_i_arena_copy(arena, pneu_i_str("text/plain"), &out->value);
    if (head->is_missing)
        return pneu_i_arena_copy(arena, pneu_i_str("attachment"), &out->value);
    if (params->field == PNEU_I_FIELD_DISPOSITION) {
        pneu_str text;
        pneu_status status = pneu_i_raw_decode(arena, head->main, &text);
        return status == PNEU_OK ? pneu_i_lower_copy(arena, text, &out->value) : status;
    }
    char *type = pneu_i_arena_alloc(arena, head->main.len + 1 + head->sub.len);
    if (type == NULL)
        return PNEU_ERR_MEMORY;
    out->value = pneu_i_str_of(type, head->main.len + 1 + head->sub.len);
    pneu_i_copy_lower(type, head->main.ptr, head->main.len);
    type[head->main.len] = '/';
    pneu_i_copy_lower(type + head->main.len + 1, head->sub.ptr, head->sub.len);
    return PNEU_OK;
}

static pneu_status make_value(pneu_arena *arena, const pneu_i_params *params, const pneu_i_mime_head *head,
                              int32_t mode, pneu_mime_value *out)
{
    pneu_mime_value value;
    pneu_status status = set_value(arena, params, head, &value);
    if (status == PNEU_OK)
        status = pneu_i_raw_decode(arena, head->declared, &value.declared);
    if (status == PNEU_OK)
        status = decode_params(arena, params, mode, &value);
    if (status == PNEU_OK)
        *out = value;
    return status;
}

typedef struct parse_request {
    pneu_arena *arena;
    pneu_str value;
    int32_t mode;
    int32_t field;
} parse_request;

static pneu_status parse_field(const parse_request *request, const pneu_defect_sink *sink, pneu_mime_value *out)
{
    pneu_i_params params;
    pneu_i_mime_head head;
    strict_watch watch = {sink, 0};
    pneu_defect_sink watching = {watch_defect, &watch};
    int is_strict = request->mode == PNEU_STRICT;
    if (request->arena == NULL || out == NULL || (request->value.ptr == NULL && request->value.len > 0) ||
        (request->mode != PNEU_LENIENT && !is_strict))
        return PNEU_ERR_ARGUMENT;
    pneu_str value = request->value.len > 0 ? request->value : pneu_i_str_of("", 0);
    pneu_i_params_init(&params, value, request->field, &pneu_i_primary_settings, is_strict ? &watching : sink);
    if (request->field == PNEU_I_FIELD_TYPE)
        pneu_i_type_read_all(&params, &head);
    else
        pneu_i_disposition_read_all(&params, &head);
    if (is_strict && (watch.refuses || head.declared.len == 0 || has_bad_bytes(&params) || lacks_charset(&params)))
        return PNEU_ERR_SYNTAX;
    return make_value(request->arena, &params, &head, request->mode, out);
}

pneu_status pneu_content_type_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                    pneu_mime_value *out)
{
    parse_request request = {arena, value, mode, PNEU_I_FIELD_TYPE};
    return parse_field(&request, sink, out);
}

pneu_status pneu_content_disposition_parse(pneu_arena *arena, pneu_str value, int32_t mode,
                                           const pneu_defect_sink *sink, pneu_mime_value *out)
{
    parse_request request = {arena, value, mode, PNEU_I_FIELD_DISPOSITION};
    return parse_field(&request, sink, out);
}
