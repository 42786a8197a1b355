/*
 * pneu tree --json: a message as one JSON object on one line (docs/json.md, docs/schema/tree.schema.json).
 * In: a loaded message. Out: the line, the same for a message in memory and for a streamed one. Keys are never renamed
 * and never left out. Parts are written in document order: no recursion.
 */
#include "cli/tree_json.h"

#include <stdlib.h>

#include "cli/json.h"
#include "cli/part_choice.h"
#include "cli/values_json.h"
#include "cli/wording.h"
#include "pneu/syntax.h"
#include "pneu/view.h"

enum {
    READ_SIZE = 16384
};

struct writer {
    struct json json;
    pneu_message *message;
    uint32_t with;
    uint32_t part;
    char *buffer;            /* READ_SIZE bytes, with TREE_JSON_BODIES */
    pneu_arena *arena;       /* with TREE_JSON_TEXT: holds one text */
    pneu_charsets *charsets; /* the same */
};

static void write_number(struct writer *to, const char *key, uint64_t number)
{
    json_key(&to->json, key);
    json_number(&to->json, number);
}

static void write_text(struct writer *to, const char *key, const char *text)
{
    json_key(&to->json, key);
    json_text(&to->json, text);
}

/* null where the text is empty. */
static void write_str(struct writer *to, const char *key, pneu_str text)
{
    json_key(&to->json, key);
    json_str_or_null(&to->json, text);
}

static void write_place(struct writer *to)
{
    char buffer[SECTION_CAPACITY];
    pneu_str section = part_section_text(to->message, to->part, buffer);
    uint32_t parent = pneu_part_parent(to->message, to->part);

    write_number(to, "index", to->part);
    json_key(&to->json, "parent");
    if (parent == PNEU_NO_PART)
        json_null(&to->json);
    else
        json_number(&to->json, parent);
    json_key(&to->json, "section");
    if (section.ptr)
        json_str(&to->json, section);
    else
        json_null(&to->json);
    write_text(to, "kind", wording_kind(pneu_part_kind(to->message, to->part)));
}

static pneu_status write_params(struct writer *to)
{
    const pneu_param *params;
    size_t count;
    pneu_status status = pneu_part_parameters(to->message, to->part, &params, &count);

    if (status != PNEU_OK)
        return status;
    json_key(&to->json, "params");
    json_object_begin(&to->json);
    for (size_t i = 0; i < count; i++) {
        json_key_str(&to->json, params[i].name);
        json_str(&to->json, params[i].value);
    }
    json_object_end(&to->json);
    return PNEU_OK;
}

/* A text that is asked for by `ask`; null where it is empty. */
static pneu_status write_asked(struct writer *to, const char *key,
                               pneu_status (*ask)(pneu_message *, uint32_t, pneu_str *))
{
    pneu_str text;
    pneu_status status = ask(to->message, to->part, &text);

    if (status == PNEU_OK)
        write_str(to, key, text);
    return status;
}

/* Never null: an empty field is an encoding that nobody knows, not the absence of one. */
static pneu_status write_encoding(struct writer *to)
{
    pneu_str encoding;
    pneu_status status = pneu_part_encoding_text(to->message, to->part, &encoding);

    if (status != PNEU_OK)
        return status;
    json_key(&to->json, "encoding");
    json_str(&to->json, encoding);
    return PNEU_OK;
}

static pneu_status write_filename(struct writer *to)
{
    pneu_str filename;
    int32_t has;
    pneu_status status = pneu_part_filename(to->message, to->part, &filename, &has);

    if (status != PNEU_OK)
        return status;
    json_key(&to->json, "filename");
    if (has)
        json_str(&to->json, filename);
    else
        json_null(&to->json);
    return PNEU_OK;
}

static pneu_status write_entity(struct writer *to)
{
    pneu_status status;
    pneu_str text;

    pneu_part_type(to->message, to->part, &text);
    json_key(&to->json, "type");
    json_str(&to->json, text);
    status = write_asked(to, "declared_type", pneu_part_declared_type);
    if (status == PNEU_OK)
        status = write_params(to);
    if (status == PNEU_OK)
        status = write_encoding(to);
    pneu_part_charset(to->message, to->part, &text);
    write_str(to, "charset", text);
    pneu_part_disposition(to->message, to->part, &text);
    write_str(to, "disposition", text);
    if (status == PNEU_OK)
        status = write_filename(to);
    if (status == PNEU_OK)
        status = write_asked(to, "content_id", pneu_part_content_id);
    return status;
}

static void write_spans(struct writer *to)
{
    uint32_t within = pneu_space_part(to->message, pneu_part_space(to->message, to->part));
    pneu_span span;

    pneu_part_header_span(to->message, to->part, &span);
    json_key(&to->json, "header");
    json_object_begin(&to->json);
    write_number(to, "offset", span.offset);
    write_number(to, "length", span.length);
    json_object_end(&to->json);
    pneu_part_body_span(to->message, to->part, &span);
    json_key(&to->json, "body");
    json_object_begin(&to->json);
    write_number(to, "offset", span.offset);
    write_number(to, "length", span.length);
    write_number(to, "lines", pneu_part_body_summary(to->message, to->part)->lines);
    json_object_end(&to->json);
    if (within != PNEU_NO_PART)
        write_number(to, "within", within);
}

static int has_decoded_body(const struct writer *to)
{
    return pneu_part_kind(to->message, to->part) == PNEU_KIND_LEAF ||
           (pneu_part_marks(to->message, to->part) & PNEU_ENTITY_ENCODED_MESSAGE) != 0;
}

static pneu_status write_decoded_length(struct writer *to)
{
    uint64_t length;
    pneu_status status;

    json_key(&to->json, "decoded_length");
    if (!has_decoded_body(to)) {
        json_null(&to->json);
        return PNEU_OK;
    }
    status = pneu_part_decoded_length(to->message, to->part, &length);
    if (status == PNEU_OK)
        json_number(&to->json, length);
    return status;
}

static pneu_status write_decoded(struct writer *to)
{
    struct json_base64 text;
    pneu_body_reader *reader;
    pneu_status status;
    size_t read;

    json_key(&to->json, "decoded");
    if (!has_decoded_body(to)) {
        json_null(&to->json);
        return PNEU_OK;
    }
    status = pneu_body_reader_new(to->message, to->part, &reader);
    if (status != PNEU_OK)
        return status;
    json_base64_begin(&text, &to->json);
    while ((status = pneu_body_reader_read(reader, to->buffer, READ_SIZE, &read)) == PNEU_OK)
        json_base64_add(&text, to->buffer, read);
    json_base64_end(&text);
    pneu_body_reader_free(reader);
    return status == PNEU_DONE ? PNEU_OK : status;
}

static pneu_status write_fields(struct writer *to)
{
    uint32_t count = pneu_part_field_count(to->message, to->part);
    pneu_status status = PNEU_OK;

    json_key(&to->json, "fields");
    json_array_begin(&to->json);
    for (uint32_t i = 0; i < count && status == PNEU_OK; i++) {
        pneu_field field;

        status = pneu_part_field(to->message, to->part, i, &field);
        if (status != PNEU_OK)
            break;
        json_array_begin(&to->json);
        json_str(&to->json, field.name);
        json_str(&to->json, field.value);
        json_array_end(&to->json);
    }
    json_array_end(&to->json);
    return status;
}

/* null of what is no text. */
static pneu_status write_body_text(struct writer *to)
{
    pneu_body_text body;
    pneu_status status;

    pneu_arena_reset(to->arena);
    status = pneu_part_text(to->message, to->part, to->charsets, to->arena, &body);
    json_key(&to->json, "text");
    if (status == PNEU_OK)
        json_str(&to->json, body.text);
    else
        json_null(&to->json);
    return status == PNEU_ERR_NOT_FOUND ? PNEU_OK : status;
}

/* Of a message only: the root, and each embedded one. */
static pneu_status write_values(struct writer *to)
{
    if ((pneu_part_marks(to->message, to->part) & PNEU_ENTITY_MESSAGE_HEADER) == 0)
        return PNEU_OK;
    json_key(&to->json, "values");
    return values_json_write(&to->json, to->message, to->part);
}

static pneu_status write_part(struct writer *to)
{
    pneu_status status;

    json_object_begin(&to->json);
    write_place(to);
    status = write_entity(to);
    write_spans(to);
    if (status == PNEU_OK)
        status = write_decoded_length(to);
    if (status == PNEU_OK && (to->with & TREE_JSON_BODIES) != 0)
        status = write_decoded(to);
    if (status == PNEU_OK && (to->with & TREE_JSON_FIELDS) != 0)
        status = write_fields(to);
    if (status == PNEU_OK && (to->with & TREE_JSON_TEXT) != 0)
        status = write_body_text(to);
    if (status == PNEU_OK && (to->with & TREE_JSON_VALUES) != 0)
        status = write_values(to);
    json_object_end(&to->json);
    return status;
}

static void write_defects(struct writer *to)
{
    size_t count = pneu_message_defect_record_count(to->message);

    json_key(&to->json, "defects");
    json_array_begin(&to->json);
    for (size_t i = 0; i < count; i++)
        wording_defect_json(&to->json, pneu_message_defect(to->message, i));
    json_array_end(&to->json);
    wording_defect_counts(&to->json, to->message);
}

static pneu_status write_message(struct writer *to, const char *file)
{
    uint32_t count = pneu_message_part_count(to->message);
    pneu_status status = PNEU_OK;

    json_object_begin(&to->json);
    write_text(to, "file", file);
    write_number(to, "size", pneu_message_size(to->message));
    write_text(to, "line_ending", wording_line_ending(pneu_message_line_ending(to->message)));
    json_key(&to->json, "parts");
    json_array_begin(&to->json);
    for (to->part = 0; to->part < count && status == PNEU_OK && !output_failed(to->json.out); to->part++)
        status = write_part(to);
    json_array_end(&to->json);
    write_defects(to);
    json_object_end(&to->json);
    if (status == PNEU_OK)
        json_line_end(&to->json);
    else
        json_line_drop(&to->json);
    return status;
}

/* What the options need. */
static pneu_status get_ready(struct writer *to)
{
    pneu_status status = PNEU_OK;

    if ((to->with & TREE_JSON_BODIES) != 0)
        to->buffer = malloc(READ_SIZE);
    if ((to->with & TREE_JSON_BODIES) != 0 && !to->buffer)
        status = PNEU_ERR_MEMORY;
    if (status == PNEU_OK && (to->with & TREE_JSON_TEXT) != 0)
        status = pneu_arena_new(NULL, &to->arena);
    if (status == PNEU_OK && (to->with & TREE_JSON_TEXT) != 0)
        status = pneu_charsets_new(NULL, &to->charsets);
    return status;
}

pneu_status tree_json_write(struct output *out, pneu_message *message, const char *file, uint32_t with)
{
    struct writer to = {.message = message, .with = with};
    pneu_status status = get_ready(&to);

    json_init(&to.json, out);
    if (status == PNEU_OK)
        status = write_message(&to, file);
    pneu_charsets_free(to.charsets);
    pneu_arena_free(to.arena);
    free(to.buffer);
    return status;
}
