/*
 * Counts what APIs cost, in one callgrind process: cost_driver [FILE | API=FILE]...
 * In: messages, which go through each API that reads messages; and values of fields, each with its API. Out: one dump of
 * callgrind's counts a pair, marked "API FILE"; tools/cost_gate.py reads them. Without valgrind it only runs everything
 * once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valgrind/callgrind.h>

#include "cost_filters.h"

/* ---- What is measured --------------------------------------------------------------------------------------- */

static void take_all(pneu_parser *parser, pneu_status end)
{
    const pneu_event *event;
    pneu_status status;
    while ((status = pneu_parser_next(parser, &event)) == PNEU_OK)
        ;
    need(status == end, "an event parse failed");
}

static void parse_events(pneu_str bytes, size_t piece)
{
    pneu_parser *parser;
    need(pneu_parser_new(NULL, NULL, &parser) == PNEU_OK, "no parser");
    for (size_t at = 0; at < bytes.len; at += piece) {
        size_t len = bytes.len - at < piece ? bytes.len - at : piece;
        need(pneu_parser_push(parser, bytes.ptr + at, len) == PNEU_OK, "a push failed");
        take_all(parser, PNEU_MORE);
    }
    need(pneu_parser_finish(parser) == PNEU_OK, "finish failed");
    take_all(parser, PNEU_DONE);
    pneu_parser_free(parser);
}

static void events(pneu_str bytes)
{
    parse_events(bytes, bytes.len);
}

static void events_by_7(pneu_str bytes)
{
    parse_events(bytes, 7);
}

static void events_by_1(pneu_str bytes)
{
    parse_events(bytes, 1);
}

static pneu_message *parse_tree(pneu_str bytes)
{
    pneu_message *message;
    need(pneu_message_parse(bytes.ptr, bytes.len, NULL, NULL, &message) == PNEU_OK, "a tree failed");
    return message;
}

static void tree(pneu_str bytes)
{
    pneu_message_free(parse_tree(bytes));
}

static void load(pneu_str bytes)
{
    pneu_message *message = parse_tree(bytes);
    need(pneu_message_load(message) == PNEU_OK, "load failed");
    pneu_message_free(message);
}

static void check(pneu_str bytes)
{
    pneu_message *message = parse_tree(bytes);
    need(pneu_message_check(message, NULL) == PNEU_OK, "a check failed");
    pneu_message_free(message);
}

static void read_part(pneu_message *message, uint32_t part, pneu_arena *arena)
{
    pneu_field field;
    pneu_str text;
    pneu_mime_value value;
    for (uint32_t i = 0; i < pneu_part_field_count(message, part); i++) {
        need(pneu_part_field(message, part, i, &field) == PNEU_OK, "a field failed");
        need(pneu_decode_text(arena, field.value, PNEU_LENIENT, NULL, &text) == PNEU_OK, "a text failed");
        if (field.id == PNEU_FIELD_CONTENT_DISPOSITION)
            need(pneu_content_disposition_parse(arena, field.value, PNEU_LENIENT, NULL, &value) == PNEU_OK,
                 "a value failed");
        pneu_arena_reset(arena);
    }
    need(pneu_part_body(message, part, &text) == PNEU_OK, "a body failed");
}

static void values(pneu_str bytes)
{
    pneu_arena *arena;
    pneu_message *message = parse_tree(bytes);
    need(pneu_arena_new(NULL, &arena) == PNEU_OK, "no arena");
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++)
        read_part(message, part, arena);
    pneu_arena_free(arena);
    pneu_message_free(message);
}

/* ---- Values of fields ---------------------------------------------------------------------------------------- */

static pneu_status read_addresses(pneu_arena *arena, pneu_str value)
{
    pneu_address_list list;
    return pneu_address_list_parse(arena, value, PNEU_LENIENT, NULL, &list);
}

static pneu_status read_date(pneu_arena *arena, pneu_str value)
{
    pneu_date date;
    (void)arena;
    return pneu_date_parse(value, PNEU_LENIENT, NULL, &date);
}

static pneu_status read_ids(pneu_arena *arena, pneu_str value)
{
    pneu_msgid_list ids;
    return pneu_msgid_list_parse(arena, value, PNEU_LENIENT, NULL, &ids);
}

static pneu_status read_text(pneu_arena *arena, pneu_str value)
{
    pneu_str text;
    return pneu_decode_text(arena, value, PNEU_LENIENT, NULL, &text);
}

static pneu_status read_params(pneu_arena *arena, pneu_str value)
{
    pneu_mime_value read;
    return pneu_content_disposition_parse(arena, value, PNEU_LENIENT, NULL, &read);
}

static pneu_status write_text(pneu_arena *arena, pneu_str value)
{
    pneu_str text;
    return pneu_text_encode(arena, value, NULL, &text);
}

static pneu_status write_phrase(pneu_arena *arena, pneu_str value)
{
    pneu_str text;
    return pneu_phrase_encode(arena, value, NULL, &text);
}

/* The value as that of a parameter; of a long one there are too many sections. */
static pneu_status write_params(pneu_arena *arena, pneu_str value)
{
    pneu_str text;
    pneu_param param = {{"filename", 8}, value, {NULL, 0}, {NULL, 0}};
    pneu_mime_value disposition = {{"attachment", 10}, {NULL, 0}, &param, 1};
    return pneu_mime_value_format(arena, &disposition, NULL, &text);
}

static const struct value_api {
    const char *name;
    pneu_status (*run)(pneu_arena *arena, pneu_str value);
} value_apis[] = {
    {"read-addresses", read_addresses},
    {"read-date", read_date},
    {"read-ids", read_ids},
    {"read-text", read_text},
    {"read-params", read_params},
    {"write-text", write_text},
    {"write-phrase", write_phrase},
    {"write-params", write_params},
    {"ascii-addresses", cost_ascii_addresses},
    {"ascii-text", cost_ascii_text},
    {"ascii-params", cost_ascii_params},
    {"ascii-trace", cost_ascii_trace},
    {"ascii-other", cost_ascii_other},
};

static const struct api {
    const char *name;
    void (*run)(pneu_str bytes);
    size_t largest; /* files above are left out */
} apis[] = {
    {"events", events, SIZE_MAX},
    {"events-by-7", events_by_7, 100000},
    {"events-by-1", events_by_1, 50000},
    {"tree", tree, SIZE_MAX},
    {"load", load, SIZE_MAX},
    {"check", check, SIZE_MAX},
    {"values", values, SIZE_MAX},
    {"refold", cost_refold, SIZE_MAX},
    {"widen", cost_widen, SIZE_MAX},
    {"strip", cost_strip, SIZE_MAX},
    {"sanitise", cost_sanitise, 140000},
    {"readings", cost_readings, 140000},
    {"edit", cost_edit, SIZE_MAX},
    {"needs", cost_needs, SIZE_MAX},
};

/* ---- Running it --------------------------------------------------------------------------------------------- */

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    need(file != NULL && fseek(file, 0, SEEK_END) == 0, path);
    long size = ftell(file);
    need(size > 0 && fseek(file, 0, SEEK_SET) == 0, path);
    char *bytes = malloc((size_t)size);
    need(bytes != NULL && fread(bytes, 1, (size_t)size, file) == (size_t)size, path);
    (void)fclose(file);
    *len = (size_t)size;
    return bytes;
}

static void dump(const char *api, const char *path)
{
    char label[4096];
    const char *name = strrchr(path, '/');
    (void)snprintf(label, sizeof label, "%s %s", api, name != NULL ? name + 1 : path);
    CALLGRIND_DUMP_STATS_AT(label);
}

static void measure_message(const char *path)
{
    pneu_str bytes;
    char *content = read_file(path, &bytes.len);
    bytes.ptr = content;
    for (size_t i = 0; i < sizeof apis / sizeof apis[0]; i++) {
        if (bytes.len > apis[i].largest)
            continue;
        CALLGRIND_ZERO_STATS;
        apis[i].run(bytes);
        dump(apis[i].name, path);
    }
    free(content);
}

static const struct value_api *find_value_api(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof value_apis / sizeof value_apis[0]; i++)
        if (strlen(value_apis[i].name) == len && memcmp(value_apis[i].name, name, len) == 0)
            return &value_apis[i];
    give_up("no such API");
    return NULL;
}

static void measure_value(const struct value_api *api, const char *path)
{
    pneu_str value;
    pneu_arena *arena;
    char *content = read_file(path, &value.len);
    value.ptr = content;
    need(pneu_arena_new(NULL, &arena) == PNEU_OK, "no arena");
    CALLGRIND_ZERO_STATS;
    pneu_status status = api->run(arena, value);
    dump(api->name, path);
    need(status == PNEU_OK || status == PNEU_ERR_NOT_FOUND || status == PNEU_ERR_LIMIT, "a value failed");
    pneu_arena_free(arena);
    free(content);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *equals = strchr(argv[i], '=');
        if (equals == NULL)
            measure_message(argv[i]);
        else
            measure_value(find_value_api(argv[i], (size_t)(equals - argv[i])), equals + 1);
    }
    return 0;
}
