/*
 * One header field, written for a person, a script or a program: unfolded, decoded, raw, or as JSON.
 * In: a field of a tree. Out: a line, bytes, or a JSON object {name, value, decoded, raw, offset, length}.
 * On a terminal nothing is written that it could act on; elsewhere the bytes are those of the message.
 * A field longer than the parser's limit is written whole.
 */
#include "cli/field_output.h"

#include <unistd.h>

#include "cli/display.h"
#include "cli/field_value.h"

int field_output_init(struct cli *cli, struct field_output *to, int form)
{
    pneu_status status;

    *to = (struct field_output){.cli = cli, .form = form};
    to->display = isatty(cli->out.fd) ? cli->display : FIELD_BYTES_AS_THEY_ARE;
    json_init(&to->json, &cli->out);
    status = pneu_arena_new(NULL, &to->decoder.arena);
    cli_complain_status(cli, NULL, status);
    return status == PNEU_OK;
}

void field_output_free(struct field_output *to)
{
    pneu_arena_free(to->decoder.arena);
    blob_free(&to->decoder.text);
}

static void write_text(struct field_output *to, pneu_str text)
{
    if (to->display == FIELD_BYTES_AS_THEY_ARE)
        output_str(&to->cli->out, text);
    else
        display_text(&to->cli->out, text, to->display);
}

void field_output_origin(struct field_output *to, const char *file, const char *section)
{
    struct output *out = &to->cli->out;

    if (file) {
        display_words(out, file, to->cli->display);
        output_text(out, ": ");
    }
    if (section) {
        output_char(out, '[');
        output_text(out, section);
        output_text(out, "] ");
    }
}

static void write_pair(struct json *json, const char *key, pneu_str text)
{
    json_key(json, key);
    json_str(json, text);
}

static pneu_status write_json(struct field_output *to, const pneu_field *field, pneu_str raw)
{
    struct json *json = &to->json;
    pneu_str value, decoded = {NULL, 0};
    pneu_status status = field_value_unfold(to->decoder.arena, raw, &value);

    if (status == PNEU_OK && to->is_decoded)
        status = field_decode(&to->decoder, field, raw, &decoded);
    if (status != PNEU_OK)
        return status;
    json_object_begin(json);
    write_pair(json, "name", field->name);
    write_pair(json, "value", value);
    if (to->is_decoded)
        write_pair(json, "decoded", decoded);
    write_pair(json, "raw", raw);
    json_key(json, "offset");
    json_number(json, field->offset);
    json_key(json, "length");
    json_number(json, field->length);
    json_object_end(json);
    return PNEU_OK;
}

static pneu_status write_line(struct field_output *to, const pneu_field *field, pneu_str raw)
{
    pneu_str value;
    pneu_status status = to->is_decoded ? field_decode(&to->decoder, field, raw, &value)
                                        : field_value_unfold(to->decoder.arena, raw, &value);

    if (status != PNEU_OK)
        return status;
    if (to->form == FIELD_LINES) {
        write_text(to, field->name);
        output_char(&to->cli->out, ':');
        if (value.len > 0)
            output_char(&to->cli->out, ' ');
    }
    write_text(to, value);
    output_char(&to->cli->out, '\n');
    return PNEU_OK;
}

pneu_status field_output_write(struct field_output *to, pneu_message *message, uint32_t part, const pneu_field *field)
{
    struct field_value value;
    pneu_status status = field_value_read(message, part, field, &value);

    if (status != PNEU_OK)
        return status;
    if (to->form == FIELD_RAW) {
        output_str(&to->cli->out, value.bytes);
        return PNEU_OK;
    }
    pneu_arena_reset(to->decoder.arena);
    return to->form == FIELD_JSON ? write_json(to, field, value.raw) : write_line(to, field, value.raw);
}
