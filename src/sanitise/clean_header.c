/*
 * A header in order.
 * In: the fields of a part as they stood, and what is to be said of its body. Out: the header, with its empty line.
 * Fields that stand once are written once: lists of addresses joined, of others the first one. Then those that speak of
 * the body, made anew (made_fields.c).
 * Invariants: everything goes through the guard (clean_field.c); what fails it is left out. Memory is that of one header,
 * which the parser's limits bound.
 * RFC 5322 section 3.6.
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

pneu_str pneu_i_held_value(const pneu_i_held_header *held, int32_t id, unsigned takes_last)
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

/* How many fields of each kind there are, and how many of them were passed: no field has to look for others. */
typedef struct field_counts {
    size_t all[PNEU_FIELD_COUNT];
    size_t passed[PNEU_FIELD_COUNT];
} field_counts;

/* At the level "all" no more traces are left than readers look at: those of the last hops. */
static int is_past_received(const pneu_i_cleaner *cleaner, int32_t id, const field_counts *counts)
{
    return cleaner->level == PNEU_SANITISE_ALL && id == PNEU_FIELD_RECEIVED &&
           counts->passed[id] >= cleaner->settings->limit[PNEU_OPTION_MAX_RECEIVED];
}

/* Lists of addresses, but of From the first field is the one that counts. */
static int is_joined(int32_t id)
{
    return pneu_field_kind(id) == PNEU_FIELD_KIND_ADDRESSES && pneu_field_merging(id) == PNEU_MERGE_LIST &&
           id != PNEU_FIELD_FROM;
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

static pneu_status put_field(pneu_i_cleaner *cleaner, const pneu_i_held_header *held, size_t i,
                             const field_counts *counts, pneu_i_feed *out)
{
    pneu_i_raw_field field = field_at(held, i);
    pneu_str text;
    pneu_status status = PNEU_OK;
    int is_once = stands_once(field.id);
    if (is_made(field.id) || (is_once && counts->passed[field.id] > 0) || is_past_received(cleaner, field.id, counts))
        return PNEU_OK;
    if (is_once && is_joined(field.id) && counts->all[field.id] > 1)
        status = join_lists(cleaner, held, i, &field);
    if (status == PNEU_OK)
        status = pneu_i_clean_field(cleaner, &field, &text);
    if (status == PNEU_OK)
        pneu_i_feed_put(out, text.ptr, text.len);
    pneu_i_arena_reset(&cleaner->arena, KEPT);
    return status;
}

static pneu_status put_fields(pneu_i_cleaner *cleaner, const pneu_i_held_header *held, pneu_i_feed *out)
{
    field_counts counts = {{0}, {0}};
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < held->count; i++)
        counts.all[held->fields[i].span.id]++;
    for (size_t i = 0; i < held->count && status == PNEU_OK; i++) {
        status = put_field(cleaner, held, i, &counts, out);
        counts.passed[held->fields[i].span.id]++;
    }
    return status;
}

/* ---- The header -------------------------------------------------------------------------------------------------- */

pneu_status pneu_i_clean_header(pneu_i_cleaner *cleaner, const pneu_i_held_header *held, const pneu_i_entity_form *form,
                                pneu_i_feed *out)
{
    pneu_status status = held->count > 0 ? put_fields(cleaner, held, out) : PNEU_OK;
    if (status == PNEU_OK)
        status = pneu_i_put_made_fields(cleaner, held, form, out);
    pneu_i_feed_put(out, "\r\n", 2);
    pneu_i_arena_reset(&cleaner->arena, KEPT);
    return status == PNEU_OK ? out->status : status;
}
