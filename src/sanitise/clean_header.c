/*
 * A header in order.
 * In: the fields of a part as they stood, and what is to be said of its body. Out: the header, with its empty line.
 * Fields that stand once are written once: lists of addresses joined, of others the first one. Then MIME-Version,
 * Content-Type, -Transfer-Encoding and -Disposition, made anew, with one form of one name.
 * Invariants: everything goes through the guard (clean_field.c); what fails it is left out, Content-Type at last with
 * nothing but its charset or boundary. Memory is that of one header, which the parser's limits bound.
 * RFC 5322 section 3.6, RFC 2045 section 3, RFC 2183.
 */
#include "sanitise/clean_header.h"

#include <string.h>

#include "base/str.h"
#include "charset/text_builder.h"
#include "pneu/format.h"
#include "pneu/syntax.h"

#define KEPT ((size_t)65536)

typedef struct pneu_i_held_field {
    size_t at; /* in the bytes */
    size_t len;
    pneu_field_span span; /* relative to `at` */
} held_field;

/* ---- Gathering ------------------------------------------------------------------------------------------------ */

pneu_status pneu_i_held_header_add(pneu_i_held_header *held, const pneu_alloc *alloc, pneu_str slice,
                                   const pneu_field_span *span)
{
    void *fields = held->fields;
    size_t end = span->end < slice.len ? span->end : slice.len;
    pneu_status status = pneu_i_alloc_grow(alloc, &fields, &held->capacity, held->count + 1, sizeof(held_field));
    held->fields = fields;
    if (status == PNEU_OK)
        status = pneu_i_buf_append(&held->bytes, alloc, slice.ptr + span->name, end - span->name);
    if (status != PNEU_OK)
        return status;
    held_field *field = &held->fields[held->count++];
    field->len = end - span->name;
    field->at = held->bytes.len - field->len;
    field->span = *span;
    field->span.name = 0;
    field->span.value = span->value - span->name;
    field->span.end = (uint32_t)field->len;
    return PNEU_OK;
}

void pneu_i_held_header_clear(pneu_i_held_header *held)
{
    held->bytes.len = held->count = 0;
}

void pneu_i_held_header_free(pneu_i_held_header *held, const pneu_alloc *alloc)
{
    pneu_i_buf_free(&held->bytes, alloc);
    pneu_i_alloc_free(alloc, held->fields, held->capacity * sizeof *held->fields);
    memset(held, 0, sizeof *held);
}

static pneu_i_raw_field field_at(const pneu_i_held_header *held, size_t i)
{
    const held_field *field = &held->fields[i];
    return pneu_i_raw_field_of(pneu_i_str_of(held->bytes.ptr + field->at, field->len), &field->span,
                               PNEU_UNREPRESENTABLE_DROP);
}

/* ---- Fields --------------------------------------------------------------------------------------------------- */

/* Those that are made anew. */
static int is_made(int32_t id)
{
    return id == PNEU_FIELD_MIME_VERSION || id == PNEU_FIELD_CONTENT_TYPE ||
           id == PNEU_FIELD_CONTENT_TRANSFER_ENCODING || id == PNEU_FIELD_CONTENT_DISPOSITION;
}

static int stands_once(int32_t id)
{
    int32_t occurs = pneu_field_occurrence(id);
    return occurs == PNEU_OCCURS_AT_MOST || occurs == PNEU_OCCURS_ONCE ||
           (id >= PNEU_FIELD_CONTENT_ID && id <= PNEU_FIELD_CONTENT_FEATURES);
}

static int is_repeat(const pneu_i_held_header *held, size_t i)
{
    int32_t id = held->fields[i].span.id;
    size_t before = 0;
    while (before < i && held->fields[before].span.id != id)
        before++;
    return before < i;
}

/* At the level "all" no more traces are left than readers look at: those of the last hops. */
static int is_past_received(const pneu_i_cleaner *cleaner, const pneu_i_held_header *held, size_t i)
{
    uint64_t before = 0;
    if (cleaner->level != PNEU_SANITISE_ALL || held->fields[i].span.id != PNEU_FIELD_RECEIVED)
        return 0;
    for (size_t k = 0; k < i; k++)
        before += held->fields[k].span.id == PNEU_FIELD_RECEIVED;
    return before >= cleaner->settings->limit[PNEU_OPTION_MAX_RECEIVED];
}

/* Lists of addresses, but of From the first field is the one that counts. */
static int is_joined(int32_t id)
{
    return pneu_field_kind(id) == PNEU_FIELD_KIND_ADDRESSES && pneu_field_merging(id) == PNEU_MERGE_LIST &&
           id != PNEU_FIELD_FROM;
}

static int has_repeat(const pneu_i_held_header *held, size_t i)
{
    size_t k = i + 1;
    while (k < held->count && held->fields[k].span.id != held->fields[i].span.id)
        k++;
    return k < held->count;
}

/* All fields with the i-th one's id as one list of addresses: of each what can be read. */
static pneu_status join_lists(pneu_i_cleaner *cleaner, const pneu_i_held_header *held, size_t i,
                              pneu_i_raw_field *field)
{
    pneu_i_text_builder text;
    pneu_str value;
    pneu_i_text_builder_init(&text, &cleaner->arena, field->raw.len);
    for (size_t k = i; k < held->count; k++) {
        pneu_i_raw_field one = field_at(held, k);
        if (one.id != field->id)
            continue;
        pneu_status status = pneu_i_clean_addresses(cleaner, &one, &value);
        if (status == PNEU_ERR_MEMORY)
            return status;
        if (status != PNEU_OK)
            continue;
        if (text.len > 0)
            pneu_i_text_builder_add(&text, ", ", 2);
        pneu_i_text_builder_add_str(&text, value);
    }
    pneu_status status = pneu_i_text_builder_end(&text, &value);
    if (status != PNEU_OK)
        return status;
    field->value = value;
    status = pneu_field_fold(&cleaner->arena, field->name, value, pneu_fold_class(field->id), NULL, &field->raw);
    if (status != PNEU_OK)
        field->raw = pneu_i_str(""); /* it is written anew, then */
    return status == PNEU_ERR_MEMORY ? status : PNEU_OK;
}

static pneu_status put_field(pneu_i_cleaner *cleaner, const pneu_i_held_header *held, size_t i, pneu_i_feed *out)
{
    pneu_i_raw_field field = field_at(held, i);
    pneu_str text;
    pneu_status status = PNEU_OK;
    if (is_made(field.id) || (stands_once(field.id) && is_repeat(held, i)) || is_past_received(cleaner, held, i))
        return PNEU_OK;
    if (stands_once(field.id) && is_joined(field.id) && has_repeat(held, i))
        status = join_lists(cleaner, held, i, &field);
    if (status == PNEU_OK)
        status = pneu_i_clean_field(cleaner, &field, &text);
    if (status == PNEU_OK)
        pneu_i_feed_put(out, text.ptr, text.len);
    pneu_i_arena_reset(&cleaner->arena, KEPT);
    return status;
}

/* ---- Fields made anew ----------------------------------------------------------------------------------------- */

/* The raw value of the field with this id that counts, "" if there is none. */
static pneu_str value_of(const pneu_i_held_header *held, int32_t id, unsigned takes_last)
{
    pneu_str value = pneu_i_str("");
    for (size_t i = 0; i < held->count; i++) {
        if (held->fields[i].span.id != id)
            continue;
        value = field_at(held, i).value;
        if (!takes_last)
            break;
    }
    return value;
}

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

/* Parameters of the type that are written: all but a name, which stands in Content-Disposition, and a boundary. */
static size_t choose_params(const pneu_i_entity_form *form, const pneu_mime_value *declared, pneu_param *params)
{
    size_t count = 0;
    int has_charset = 0;
    for (size_t i = 0; i < declared->param_count && !form->is_opaque; i++) {
        const pneu_param *param = &declared->params[i];
        if (pneu_i_str_is(param->name, "name") || pneu_i_str_is(param->name, "boundary"))
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
    pneu_str raw = value_of(held, PNEU_FIELD_CONTENT_DISPOSITION, takes_last);
    pneu_status status = pneu_content_type_parse(&cleaner->arena, value_of(held, PNEU_FIELD_CONTENT_TYPE, takes_last),
                                                 PNEU_LENIENT, NULL, type);
    memset(disposition, 0, sizeof *disposition);
    if (status == PNEU_OK && pneu_i_str_trim(raw).len > 0)
        status = pneu_content_disposition_parse(&cleaner->arena, raw, PNEU_LENIENT, NULL, disposition);
    return status;
}

static pneu_status put_made(pneu_i_cleaner *cleaner, const pneu_i_held_header *held, const pneu_i_entity_form *form,
                            pneu_i_feed *out)
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

pneu_status pneu_i_clean_header(pneu_i_cleaner *cleaner, const pneu_i_held_header *held, const pneu_i_entity_form *form,
                                pneu_i_feed *out)
{
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < held->count && status == PNEU_OK; i++)
        status = put_field(cleaner, held, i, out);
    if (status == PNEU_OK)
        status = put_made(cleaner, held, form, out);
    pneu_i_feed_put(out, "\r\n", 2);
    pneu_i_arena_reset(&cleaner->arena, KEPT);
    return status == PNEU_OK ? out->status : status;
}
