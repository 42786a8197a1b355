/*
 * What a check found, as JSON Lines. In: a checked message. Out: one object. docs/json.md describes the keys.
 */
#include "cli/check_json.h"

#include "cli/defect_places.h"
#include "cli/json.h"
#include "cli/part_choice.h"
#include "cli/wording.h"
#include "pneu/check.h"

static void write_section(struct json *json, const pneu_message *message, uint32_t part)
{
    char buffer[SECTION_CAPACITY];
    pneu_str section = part_section_text(message, part, buffer);

    json_key(json, "section");
    if (section.ptr)
        json_str(json, section);
    else
        json_null(json);
}

static void write_find(struct json *json, const pneu_message *message, const struct placed_defect *placed)
{
    json_object_begin(json);
    wording_defect_keys(json, placed->defect);
    json_key(json, "title");
    json_text(json, wording_title(placed->defect));
    write_section(json, message, placed->defect->part);
    json_key(json, "line");
    json_number(json, placed->place.line);
    json_key(json, "column");
    json_number(json, placed->place.column);
    json_object_end(json);
}

static void write_verdict(struct json *json, const pneu_message *message, int is_refused)
{
    int32_t severity = pneu_message_severity(message);

    json_key(json, "severity");
    if (severity >= 0)
        json_text(json, pneu_severity_name(severity));
    else
        json_null(json);
    json_key(json, "conforming");
    json_bool(json, pneu_message_is_conforming(message));
    json_key(json, "refused");
    json_bool(json, is_refused);
}

pneu_status check_json_write(struct output *out, pneu_message *message, pneu_str bytes, const char *file,
                             int is_refused)
{
    struct defect_places places;
    struct placed_defect placed;
    struct json json;
    pneu_status status = defect_places_begin(&places, message, bytes);

    if (status != PNEU_OK)
        return status;
    json_init(&json, out);
    json_object_begin(&json);
    json_key(&json, "file");
    json_text(&json, file);
    json_key(&json, "size");
    json_number(&json, pneu_message_size(message));
    write_verdict(&json, message, is_refused);
    json_key(&json, "defects");
    json_array_begin(&json);
    while (defect_places_next(&places, &placed))
        write_find(&json, message, &placed);
    json_array_end(&json);
    wording_defect_counts(&json, message);
    json_object_end(&json);
    json_line_end(&json);
    return PNEU_OK;
}
