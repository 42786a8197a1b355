/*
 * pneu readings --json: what tells the readings of a message apart.
 * In: readings, at their first. Out: one line. Not handled: everything else that is known of the primary reading, which
 * pneu tree --json tells.
 */
#include "cli/readings_json.h"

#include "cli/json.h"
#include "cli/part_choice.h"
#include "cli/wording.h"

static void add_parent(struct json *json, uint32_t parent)
{
    json_key(json, "parent");
    if (parent == PNEU_NO_PART)
        json_null(json);
    else
        json_number(json, parent);
}

static void add_place(struct json *json, pneu_message *message, uint32_t part)
{
    char buffer[SECTION_CAPACITY];
    pneu_str section = part_section_text(message, part, buffer);

    json_key(json, "index");
    json_number(json, part);
    add_parent(json, pneu_part_parent(message, part));
    json_key(json, "section");
    if (section.ptr)
        json_str(json, section);
    else
        json_null(json);
    json_key(json, "kind");
    json_text(json, wording_kind(pneu_part_kind(message, part)));
}

static pneu_status add_part(struct json *json, pneu_message *message, uint32_t part)
{
    pneu_str type, filename;
    uint64_t length;
    int32_t has;
    pneu_status status = pneu_part_filename(message, part, &filename, &has);

    json_object_begin(json);
    add_place(json, message, part);
    pneu_part_type(message, part, &type);
    json_key(json, "type");
    json_str(json, type);
    json_key(json, "filename");
    if (status == PNEU_OK && has)
        json_str(json, filename);
    else
        json_null(json);
    json_key(json, "decoded_length");
    if (status == PNEU_OK && pneu_part_kind(message, part) == PNEU_KIND_LEAF) {
        status = pneu_part_decoded_length(message, part, &length);
        if (status == PNEU_OK)
            json_number(json, length);
    } else {
        json_null(json);
    }
    json_object_end(json);
    return status;
}

static void add_choices(struct json *json, const pneu_reading *reading)
{
    json_key(json, "choices");
    json_object_begin(json);
    for (int32_t i = 1; i < PNEU_READING_SIZE; i++)
        if (reading->choice[i] != 0) {
            json_key(json, wording_reading(i));
            json_number(json, reading->choice[i]);
        }
    json_object_end(json);
}

static void add_how(struct json *json, const pneu_other_reading *other)
{
    json_key(json, "answers");
    if (other->answers)
        wording_defect_json(json, other->answers);
    else
        json_null(json);
    add_choices(json, &other->reading);
    json_key(json, "begins");
    json_object_begin(json);
    json_key(json, "space");
    json_number(json, other->space);
    json_key(json, "offset");
    json_number(json, other->offset);
    json_object_end(json);
}

static pneu_status add_reading(struct json *json, const pneu_other_reading *other)
{
    uint32_t count = pneu_message_part_count(other->message);
    pneu_status status = PNEU_OK;

    json_object_begin(json);
    add_how(json, other);
    json_key(json, "parts");
    json_array_begin(json);
    for (uint32_t part = 0; part < count && status == PNEU_OK && !output_failed(json->out); part++)
        status = add_part(json, other->message, part);
    json_array_end(json);
    json_object_end(json);
    return status;
}

pneu_status readings_json_write(struct output *out, pneu_readings *readings, const char *file)
{
    struct json json;
    pneu_other_reading primary = {.message = pneu_readings_primary(readings)};
    const pneu_other_reading *other = &primary;
    pneu_status status;

    json_init(&json, out);
    json_object_begin(&json);
    json_key(&json, "file");
    json_text(&json, file);
    json_key(&json, "readings");
    json_array_begin(&json);
    do
        status = add_reading(&json, other);
    while (status == PNEU_OK && (status = pneu_readings_next(readings, &other)) == PNEU_OK);
    json_array_end(&json);
    json_object_end(&json);
    if (status == PNEU_DONE)
        json_line_end(&json);
    else
        json_line_drop(&json);
    return status == PNEU_DONE ? PNEU_OK : status;
}
