/*
 * Values of known fields: decoded texts, address lists, dates, identifiers.
 * In: the raw value of a field. Out: what it says, in the message's arena, and defects with offsets in the part's space.
 * Invariants: a field is read once, when it is first asked for or by load; where headers are not kept it is read as it
 * passes, for its defects alone. The lists of fields with a value of their own kind are in syntax/field_kind.c.
 * Not handled: Content-Type and its like (details.c); other structured fields, which nobody asks a part for.
 */
#include "tree/values.h"

#include "pneu/trace.h"
#include "syntax/phrases.h"
#include "syntax/scan.h"
#include "tree/authors.h"
#include "tree/field_list.h"
#include "tree/value_check.h"

/* ---- Reading one value ------------------------------------------------------------------------------------- */

/* Passes defects of a value on to the message. */
typedef struct value_sink {
    pneu_message *message;
    uint32_t part;
    int32_t id;
    size_t before;   /* bytes of the field before the value */
    uint64_t offset; /* of the value */
    unsigned found;  /* FOUND_... */
    pneu_status status;
} value_sink;

/* What a find says of the value. */
enum {
    FOUND_SOMETHING = 1,
    FOUND_BAD_LIST = 2, /* it is not sure how many elements it has */
    FOUND_BAD_WORD = 4  /* an encoded word that is none */
};

static unsigned meaning_of(int32_t code)
{
    switch (code) {
    case PNEU_DEFECT_ADDR_LIST_SYNTAX:
    case PNEU_DEFECT_ADDR_UNBALANCED:
    case PNEU_DEFECT_ADDR_TWO_ANGLES: return FOUND_SOMETHING | FOUND_BAD_LIST;
    case PNEU_DEFECT_EW_SYNTAX: return FOUND_SOMETHING | FOUND_BAD_WORD;
    default: return FOUND_SOMETHING;
    }
}

static int is_originator(int32_t id)
{
    return id == PNEU_FIELD_FROM || id == PNEU_FIELD_SENDER || id == PNEU_FIELD_REPLY_TO ||
           id == PNEU_FIELD_RESENT_FROM || id == PNEU_FIELD_RESENT_SENDER || id == PNEU_FIELD_RESENT_REPLY_TO;
}

/* All programs agree on the address. Its name deceives where it tells of a sender in another domain. Decoded too early it
 * is read as an address: of no harm where it is the same one (Exchange and Amazon write so). */
static int is_harmless_name(int32_t id, int32_t code, int32_t detail)
{
    if (code == PNEU_DEFECT_ADDR_EW_SPECIALS)
        return detail == PNEU_DETAIL_ADDR_NAME_OWN_ADDRESS;
    return code == PNEU_DEFECT_ADDR_NAME_IS_ADDRESS &&
           (!is_originator(id) || detail == PNEU_DETAIL_ADDR_NAME_SAME_DOMAIN);
}

static void report(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    value_sink *sink = ctx;
    sink->found |= meaning_of(code);
    uint32_t space = sink->message->nodes[sink->part].space;
    pneu_defect find = {sink->offset + offset, length, sink->part, space, (uint16_t)code, (uint16_t)detail, 0, 0, 0};
    pneu_i_defect_weigh(&find);
    if (is_harmless_name(sink->id, code, detail))
        find.severity = PNEU_SEVERITY_WARN;
    pneu_status status = pneu_i_message_record(sink->message, &find);
    if (sink->status == PNEU_OK)
        sink->status = status;
}

/* Message-ID and Content-ID have one identifier, the others a list. */
static pneu_status read_ids(pneu_arena *arena, int32_t id, pneu_str raw, const pneu_defect_sink *sink,
                            pneu_i_value *out)
{
    if (id == PNEU_FIELD_IN_REPLY_TO || id == PNEU_FIELD_REFERENCES)
        return pneu_msgid_list_parse(arena, raw, PNEU_LENIENT, sink, &out->ids);
    pneu_status status = pneu_msgid_parse(arena, raw, PNEU_LENIENT, sink, &out->text);
    if (status == PNEU_OK) {
        out->ids.ids = &out->text;
        out->ids.count = 1;
    }
    return status;
}

static pneu_status read_text(pneu_arena *arena, pneu_str raw, const pneu_defect_sink *sink, pneu_i_value *out)
{
    pneu_status status = pneu_decode_text(arena, raw, PNEU_LENIENT, sink, &out->text);
    out->text = pneu_i_str_trim(out->text);
    return status;
}

/* Keywords are phrases (RFC 5322 section 3.6.5); asked for, they are one text. */
static pneu_status read_keywords(pneu_arena *arena, pneu_str raw, const pneu_defect_sink *sink, pneu_i_value *out)
{
    pneu_i_phrases_check(raw, sink);
    return read_text(arena, raw, sink, out);
}

/* These are read for what is wrong in them alone: nobody asks a part for them, but with their own functions. */
static pneu_status check_version(pneu_str raw, const pneu_defect_sink *sink)
{
    uint32_t major, minor;
    return pneu_mime_version_parse(raw, PNEU_LENIENT, sink, &major, &minor);
}

static pneu_status check_received(pneu_arena *arena, pneu_str raw, const pneu_defect_sink *sink)
{
    pneu_received received;
    return pneu_received_parse(arena, raw, PNEU_LENIENT, sink, &received);
}

/* Return-Path may be empty: <> is no address, and no fault. */
static pneu_status read_return_path(pneu_arena *arena, pneu_str raw, const pneu_defect_sink *sink, pneu_i_value *out)
{
    pneu_str path;
    pneu_status strict = pneu_return_path_parse(arena, raw, PNEU_STRICT, NULL, &path);
    if (strict == PNEU_ERR_MEMORY)
        return strict;
    unsigned saw = 0;
    size_t start = pneu_i_skip_cfws(raw, 0, &saw);
    if (strict != PNEU_OK && (start == raw.len || raw.ptr[start] != '<'))
        sink->report(sink->ctx, PNEU_DEFECT_HDR_VALUE_MALFORMED, PNEU_DETAIL_NONE, 0, raw.len);
    return pneu_address_list_parse(arena, raw, PNEU_LENIENT, strict == PNEU_OK ? NULL : sink, &out->addresses);
}

static pneu_status read_kind(pneu_arena *arena, int32_t id, pneu_str raw, const pneu_defect_sink *sink,
                             pneu_i_value *out)
{
    if (id == PNEU_FIELD_MIME_VERSION)
        return check_version(raw, sink);
    if (id == PNEU_FIELD_KEYWORDS)
        return read_keywords(arena, raw, sink, out);
    if (id == PNEU_FIELD_RETURN_PATH)
        return read_return_path(arena, raw, sink, out);
    switch (pneu_field_kind(id)) {
    case PNEU_FIELD_KIND_ADDRESSES: return pneu_address_list_parse(arena, raw, PNEU_LENIENT, sink, &out->addresses);
    case PNEU_FIELD_KIND_DATE: return pneu_date_parse(raw, PNEU_LENIENT, sink, &out->date);
    case PNEU_FIELD_KIND_IDS: return read_ids(arena, id, raw, sink, out);
    case PNEU_FIELD_KIND_TRACE: return check_received(arena, raw, sink);
    default: return read_text(arena, raw, sink, out);
    }
}

/* Reads a value of part `to->part` into `out`, which is zeroed. PNEU_OK or PNEU_ERR_MEMORY. */
static pneu_status read_value(value_sink *to, pneu_arena *arena, pneu_str raw, pneu_i_value *out)
{
    pneu_defect_sink sink = {report, to};
    pneu_status status = read_kind(arena, to->id, raw, &sink, out);
    if (to->found == 0)
        pneu_i_value_check(to->id, raw, out, &sink);
    if ((to->found & FOUND_BAD_WORD) == 0)
        pneu_i_word_lines_check(raw, to->before, &sink);
    if (status == PNEU_ERR_MEMORY || to->status != PNEU_OK)
        return PNEU_ERR_MEMORY;
    out->has = status == PNEU_OK;
    out->is_unsure = (to->found & FOUND_BAD_LIST) != 0;
    return PNEU_OK;
}

static int has_value(int32_t id)
{
    int32_t kind = pneu_field_kind(id);
    int is_read = kind != PNEU_FIELD_KIND_MIME && kind != PNEU_FIELD_KIND_OTHER;
    return id != PNEU_FIELD_OTHER && (is_read || id == PNEU_FIELD_MIME_VERSION);
}

/* In the header of a MIME part only the Content-* fields mean something (RFC 2045 section 3). */
static int means_something(const pneu_message *message, uint32_t part, int32_t id)
{
    uint32_t parent = message->nodes[part].parent;
    int is_message = parent == PNEU_NO_PART || message->nodes[parent].kind == PNEU_KIND_MESSAGE ||
                     (message->nodes[parent].marks & PNEU_ENTITY_ENCODED_MESSAGE) != 0;
    return has_value(id) && (is_message || (id >= PNEU_FIELD_CONTENT_TYPE && id <= PNEU_FIELD_CONTENT_FEATURES));
}

/* ---- Keeping values ---------------------------------------------------------------------------------------- */

static pneu_status make_table(pneu_message *message)
{
    size_t size = message->field_count * sizeof *message->values;
    if (message->values != NULL)
        return PNEU_OK;
    message->values = pneu_i_arena_alloc(&message->arena, size);
    if (message->values == NULL)
        return PNEU_ERR_MEMORY;
    memset(message->values, 0, size);
    return PNEU_OK;
}

static uint64_t value_offset(const pneu_field *field)
{
    return field->offset + (uint64_t)(field->value.ptr - field->name.ptr);
}

/* The value of the index-th field of a part, whose bytes are kept. */
static pneu_status know_value(pneu_message *message, uint32_t part, uint32_t index, const pneu_field *field,
                              const pneu_i_value **out)
{
    pneu_status status = make_table(message);
    if (status != PNEU_OK)
        return status;
    pneu_i_value **place = &message->values[message->nodes[part].first_field + index];
    if (*place == NULL) {
        value_sink to = {.message = message, .part = part, .id = field->id, .offset = value_offset(field)};
        to.before = (size_t)(to.offset - field->offset);
        pneu_i_value *value = pneu_i_arena_alloc(&message->arena, sizeof *value);
        if (value == NULL)
            return PNEU_ERR_MEMORY;
        memset(value, 0, sizeof *value);
        status = read_value(&to, &message->arena, field->value, value);
        if (status != PNEU_OK)
            return status;
        *place = value;
    }
    *out = *place;
    return PNEU_OK;
}

pneu_status pneu_i_values_load(pneu_message *message, uint32_t part)
{
    pneu_status status = PNEU_OK;
    pneu_i_authors authors;
    if (message->mode == PNEU_KEEP_OFFSETS || (message->nodes[part].state & PNEU_I_VALUES_READ) != 0)
        return PNEU_OK;
    if (message->nodes[part].field_count == 0)
        return PNEU_OK;
    memset(&authors, 0, sizeof authors);
    for (uint32_t i = 0; status == PNEU_OK && i < message->nodes[part].field_count; i++) {
        const pneu_i_value *value;
        pneu_field field;
        status = pneu_part_field(message, part, i, &field);
        if (status != PNEU_OK || !means_something(message, part, field.id))
            continue;
        status = know_value(message, part, i, &field, &value);
        pneu_span where = {value_offset(&field), field.value.len};
        if (status == PNEU_OK)
            pneu_i_authors_note(&authors, field.id, &where, value);
    }
    if (status != PNEU_OK)
        return status;
    message->nodes[part].state |= PNEU_I_VALUES_READ;
    return pneu_i_authors_judge(message, part, &authors);
}

pneu_status pneu_i_values_check(pneu_message *message, const pneu_event *event)
{
    uint32_t part = message->node_count - 1;
    pneu_status status = PNEU_OK;
    for (size_t i = 0; status == PNEU_OK && i < event->field_count; i++) {
        const pneu_field_span *span = &event->fields[i];
        if (!means_something(message, part, span->id))
            continue;
        pneu_str raw = pneu_i_str_of(event->slice.ptr + span->value, span->end - span->value);
        if (event->type == PNEU_EVENT_FIELDS)
            raw = pneu_i_field_value(message, &message->nodes[part], raw);
        value_sink to = {.message = message, .part = part, .id = span->id, .offset = event->offset + span->value};
        to.before = span->value - span->name;
        pneu_i_value value;
        memset(&value, 0, sizeof value);
        status = read_value(&to, &message->scratch, raw, &value);
        pneu_span where = {to.offset, raw.len};
        pneu_i_authors_note(&message->authors, span->id, &where, &value);
    }
    pneu_i_arena_reset(&message->scratch, (size_t)message->settings.limit[PNEU_OPTION_MAX_KEPT_MEMORY]);
    return status;
}

pneu_status pneu_i_values_check_end(pneu_message *message)
{
    pneu_i_authors authors = message->authors;
    memset(&message->authors, 0, sizeof message->authors);
    return pneu_i_authors_judge(message, message->node_count - 1, &authors);
}

/* ---- For everybody ----------------------------------------------------------------------------------------- */

/* The value of the first field with this id, of this kind; an empty one if there is none, or nothing to be read in it. */
static pneu_status find_value(pneu_message *message, uint32_t part, int32_t id, int32_t kind, const pneu_i_value **out)
{
    static const pneu_i_value nothing;
    uint32_t index = 0;
    pneu_field field;
    if (message == NULL || id <= PNEU_FIELD_OTHER || id >= PNEU_FIELD_COUNT || pneu_field_kind(id) != kind)
        return PNEU_ERR_ARGUMENT;
    *out = &nothing;
    if (pneu_i_part(message, part) == NULL)
        return PNEU_ERR_NOT_FOUND;
    pneu_status status = pneu_part_find_field(message, part, id, pneu_i_str(""), &index, &field);
    if (status != PNEU_OK)
        return status == PNEU_ERR_NOT_FOUND ? PNEU_OK : status;
    status = know_value(message, part, index, &field, out);
    pneu_i_message_sort_defects(message);
    return status;
}

pneu_status pneu_part_field_text(pneu_message *message, uint32_t part, int32_t id, pneu_str *text, int32_t *has)
{
    const pneu_i_value *value;
    if (text == NULL || has == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = find_value(message, part, id, PNEU_FIELD_KIND_TEXT, &value);
    if (status != PNEU_OK)
        return status;
    *has = value->has;
    *text = value->text;
    return PNEU_OK;
}

pneu_status pneu_part_field_date(pneu_message *message, uint32_t part, int32_t id, pneu_date *date, int32_t *has)
{
    const pneu_i_value *value;
    if (date == NULL || has == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = find_value(message, part, id, PNEU_FIELD_KIND_DATE, &value);
    if (status != PNEU_OK)
        return status;
    *has = value->has;
    *date = value->date;
    return PNEU_OK;
}

pneu_status pneu_part_field_addresses(pneu_message *message, uint32_t part, int32_t id, pneu_address_list *list,
                                      int32_t *has)
{
    const pneu_i_value *value;
    if (list == NULL || has == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = find_value(message, part, id, PNEU_FIELD_KIND_ADDRESSES, &value);
    if (status != PNEU_OK)
        return status;
    *has = value->has;
    *list = value->addresses;
    return PNEU_OK;
}

pneu_status pneu_part_field_ids(pneu_message *message, uint32_t part, int32_t id, pneu_msgid_list *list, int32_t *has)
{
    const pneu_i_value *value;
    if (list == NULL || has == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = find_value(message, part, id, PNEU_FIELD_KIND_IDS, &value);
    if (status != PNEU_OK)
        return status;
    *has = value->has;
    *list = value->ids;
    return PNEU_OK;
}
