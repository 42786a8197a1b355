/*
 * The fields that say how a body is read, made anew: MIME-Version, Content-Type, -Transfer-Encoding, -Disposition.
 * In: what was declared, and what the plan makes of it. Out: each field once, in the plain profile: no name in the type,
 * a safe one in the disposition; parameters that the guard finds fault with are left out, those without which the body
 * cannot be read last.
 * RFC 2045, RFC 2183.
 * Not handled: other fields (clean_header.c).
 */
#include <string.h>

#include "base/str.h"
#include "pneu/format.h"
#include "sanitise/clean_header.h"
#include "sanitise/plain.h"

/* Formats and guards a field like Content-Type. *out is "" where the guard finds fault with it. */
static pneu_status make_field(pneu_i_cleaner *cleaner, const char *name, const pneu_mime_value *value, pneu_str *out)
{
    pneu_format format = {0, (uint32_t)strlen(name) + 2};
    pneu_str text;
    int is_clean = 0;
    pneu_status status = pneu_mime_value_format(&cleaner->arena, value, &format, &text);
    if (status == PNEU_OK)
        status = pneu_field_fold(&cleaner->arena, pneu_i_str(name), text, PNEU_FOLD_PARAMETERS, NULL, &text);
    if (status == PNEU_OK)
        status = pneu_i_guard_field(cleaner, text, &is_clean);
    *out = is_clean ? text : pneu_i_str("");
    return status == PNEU_ERR_MEMORY ? status : PNEU_OK;
}

/* Parameters of the type that are written: all but a name, which stands in Content-Disposition, and a boundary, or what
 * may be taken for the one of a multipart. */
static size_t choose_params(const pneu_i_entity_form *form, const pneu_mime_value *declared, pneu_param *params)
{
    size_t count = 0;
    int has_charset = 0;
    for (size_t i = 0; i < declared->param_count && !form->is_opaque; i++) {
        const pneu_param *param = &declared->params[i];
        if (pneu_i_str_is(param->name, "name") || pneu_i_str_is(param->name, "boundary") ||
            (form->boundary.len > 0 &&
             (pneu_i_mentions_boundary(param->name) || pneu_i_mentions_boundary(param->value))))
            continue;
        params[count] = *param;
        if (pneu_i_str_is(param->name, "charset")) {
            has_charset = 1;
            if (form->charset.ptr != NULL)
                params[count].value = form->charset;
        }
        count++;
    }
    if (!has_charset && form->charset.ptr != NULL)
        params[count++] = (pneu_param){pneu_i_str("charset"), form->charset, pneu_i_str(""), pneu_i_str("")};
    if (form->boundary.len > 0)
        params[count++] = (pneu_param){pneu_i_str("boundary"), form->boundary, pneu_i_str(""), pneu_i_str("")};
    return count;
}

/* Drops all parameters but those without which the body cannot be read. */
static size_t drop_params(pneu_param *params, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (pneu_i_str_is(params[i].name, "charset") || pneu_i_str_is(params[i].name, "boundary"))
            params[kept++] = params[i];
    return kept;
}

static pneu_status make_type(pneu_i_cleaner *cleaner, const pneu_i_entity_form *form, const pneu_mime_value *declared,
                             pneu_str *out)
{
    pneu_param *params = pneu_i_arena_alloc(&cleaner->arena, (declared->param_count + 2) * sizeof *params);
    if (params == NULL)
        return PNEU_ERR_MEMORY;
    pneu_mime_value value = {form->type, form->type, params, choose_params(form, declared, params)};
    pneu_status status = make_field(cleaner, "Content-Type", &value, out);
    if (status == PNEU_OK && out->len == 0) {
        value.param_count = drop_params(params, value.param_count);
        status = make_field(cleaner, "Content-Type", &value, out);
    }
    if (status == PNEU_OK && out->len == 0) {
        value.param_count = 0;
        status = make_field(cleaner, "Content-Type", &value, out);
    }
    return status;
}

static const pneu_param *find_param(const pneu_mime_value *value, const char *name)
{
    for (size_t i = 0; i < value->param_count; i++)
        if (pneu_i_str_is(value->params[i].name, name))
            return &value->params[i];
    return NULL;
}

/* Content-Disposition as written: the name, and then the other parameters as far as they are in order. */
static pneu_status make_named(pneu_i_cleaner *cleaner, const pneu_mime_value *declared, pneu_str disposition,
                              const pneu_str *name, pneu_str *out)
{
    pneu_param *params = pneu_i_arena_alloc(&cleaner->arena, (declared->param_count + 1) * sizeof *params);
    pneu_mime_value value = {disposition, disposition, params, 0};
    if (params == NULL)
        return PNEU_ERR_MEMORY;
    if (name != NULL)
        params[value.param_count++] = (pneu_param){pneu_i_str("filename"), *name, pneu_i_str(""), pneu_i_str("")};
    size_t needed = value.param_count;
    for (size_t i = 0; i < declared->param_count; i++)
        if (!pneu_i_str_is(declared->params[i].name, "filename"))
            params[value.param_count++] = declared->params[i];
    pneu_status status = make_field(cleaner, "Content-Disposition", &value, out);
    if (status == PNEU_OK && out->len == 0 && value.param_count > needed) {
        value.param_count = needed;
        status = make_field(cleaner, "Content-Disposition", &value, out);
    }
    return status;
}

static pneu_status make_disposition(pneu_i_cleaner *cleaner, const pneu_mime_value *type,
                                    const pneu_mime_value *disposition, pneu_str *out)
{
    int has_disposition = disposition->value.ptr != NULL;
    const pneu_param *declared = find_param(disposition, "filename");
    pneu_str text;
    const pneu_str *name = NULL;
    *out = pneu_i_str("");
    if (declared == NULL || declared->value.len == 0)
        declared = find_param(type, "name");
    if (declared != NULL) {
        pneu_status status = pneu_safe_filename(&cleaner->arena, declared->value, &text);
        if (status == PNEU_ERR_MEMORY)
            return status;
        name = status == PNEU_OK ? &text : NULL;
    }
    if (name == NULL && !has_disposition)
        return PNEU_OK;
    pneu_status status =
        make_named(cleaner, disposition, has_disposition ? disposition->value : pneu_i_str("inline"), name, out);
    if (status == PNEU_OK && out->len == 0) /* as RFC 2183 section 2.8 says of unknown ones */
        status = make_named(cleaner, disposition, pneu_i_str("attachment"), name, out);
    return status;
}

static void put_line(pneu_i_feed *out, const char *name, const char *value)
{
    pneu_i_feed_put(out, name, strlen(name));
    pneu_i_feed_put(out, value, strlen(value));
    pneu_i_feed_put(out, "\r\n", 2);
}

/* The type that was declared, for a part that nobody is to act on. */
static pneu_status put_original_type(pneu_i_cleaner *cleaner, const pneu_mime_value *declared, pneu_i_feed *out)
{
    pneu_mime_value value = {declared->value, declared->value, NULL, 0};
    pneu_str text;
    pneu_status status = make_field(cleaner, "X-Original-Content-Type", &value, &text);
    if (status == PNEU_OK)
        pneu_i_feed_put(out, text.ptr, text.len);
    return status;
}

/* What the two fields say; a disposition without a value where there is none. */
static pneu_status read_declared(pneu_i_cleaner *cleaner, const pneu_i_held_header *held, unsigned takes_last,
                                 pneu_mime_value *type, pneu_mime_value *disposition)
{
    pneu_str raw = pneu_i_held_value(held, PNEU_FIELD_CONTENT_DISPOSITION, takes_last);
    pneu_status status = pneu_content_type_parse(
        &cleaner->arena, pneu_i_held_value(held, PNEU_FIELD_CONTENT_TYPE, takes_last), PNEU_LENIENT, NULL, type);
    memset(disposition, 0, sizeof *disposition);
    if (status == PNEU_OK && pneu_i_str_trim(raw).len > 0)
        status = pneu_content_disposition_parse(&cleaner->arena, raw, PNEU_LENIENT, NULL, disposition);
    return status;
}

pneu_status pneu_i_put_made_fields(pneu_i_cleaner *cleaner, const pneu_i_held_header *held,
                                   const pneu_i_entity_form *form, pneu_i_feed *out)
{
    pneu_mime_value declared, disposition;
    pneu_str type, name = pneu_i_str("");
    pneu_status status = read_declared(cleaner, held, form->reading_last, &declared, &disposition);
    if (status == PNEU_OK)
        status = make_type(cleaner, form, &declared, &type);
    if (status == PNEU_OK)
        status = make_disposition(cleaner, &declared, &disposition, &name);
    if (status != PNEU_OK)
        return status;
    if (form->is_message)
        put_line(out, "MIME-Version: ", "1.0");
    pneu_i_feed_put(out, type.ptr, type.len);
    if (form->encoding > PNEU_ENCODING_7BIT)
        put_line(out, "Content-Transfer-Encoding: ", pneu_encoding_name(form->encoding));
    pneu_i_feed_put(out, name.ptr, name.len);
    return form->is_opaque ? put_original_type(cleaner, &declared, out) : PNEU_OK;
}
