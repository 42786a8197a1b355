/*
 * One header field, written for a person, a script or a program: unfolded, raw, or as JSON.
 * In: a field of a tree. Out: a line, bytes, or a JSON object {name, value, raw, offset, length}.
 * On a terminal nothing is written that it could act on; elsewhere the bytes are those of the message.
 * A field longer than the parser's limit is written whole: its bytes are read by its place.
 * Not handled: encoded words and the meaning of values (pneu fields --decode will).
 */
#include "cli/field_output.h"

#include <string.h>
#include <unistd.h>

#include "cli/display.h"
#include "pneu/syntax.h"

int field_output_init(struct cli *cli, struct field_output *to, int form)
{
    pneu_status status;

    *to = (struct field_output){.cli = cli, .form = form};
    to->display = isatty(cli->out.fd) ? cli->display : FIELD_BYTES_AS_THEY_ARE;
    json_init(&to->json, &cli->out);
    status = pneu_arena_new(NULL, &to->arena);
    cli_complain_status(cli, NULL, status);
    return status == PNEU_OK;
}

void field_output_free(struct field_output *to)
{
    pneu_arena_free(to->arena);
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

static pneu_str without_blanks_around(pneu_str text)
{
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t')) {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t'))
        text.len--;
    return text;
}

static pneu_str without_line_end(pneu_str text)
{
    if (text.len > 0 && text.ptr[text.len - 1] == '\n')
        text.len--;
    if (text.len > 0 && text.ptr[text.len - 1] == '\r')
        text.len--;
    return text;
}

/* The whole raw value, also of a field whose value the tree has cut. */
static pneu_str whole_value(const pneu_field *field, pneu_str bytes)
{
    const char *colon;

    if (!field->is_cut || bytes.len == 0)
        return field->value;
    colon = memchr(bytes.ptr, ':', bytes.len);
    if (!colon)
        return field->value;
    return without_line_end((pneu_str){colon + 1, bytes.len - (size_t)(colon + 1 - bytes.ptr)});
}

static void write_pair(struct json *json, const char *key, pneu_str text)
{
    json_key(json, key);
    json_str(json, text);
}

static void write_json(struct json *json, const pneu_field *field, pneu_str raw, pneu_str value)
{
    json_object_begin(json);
    write_pair(json, "name", field->name);
    write_pair(json, "value", value);
    write_pair(json, "raw", raw);
    json_key(json, "offset");
    json_number(json, field->offset);
    json_key(json, "length");
    json_number(json, field->length);
    json_object_end(json);
}

static void write_line(struct field_output *to, const pneu_field *field, pneu_str value)
{
    if (to->form == FIELD_LINES) {
        write_text(to, field->name);
        output_char(&to->cli->out, ':');
        if (value.len > 0)
            output_char(&to->cli->out, ' ');
    }
    write_text(to, value);
    output_char(&to->cli->out, '\n');
}

pneu_status field_output_write(struct field_output *to, pneu_message *message, uint32_t part, const pneu_field *field)
{
    pneu_span span = {field->offset, field->length};
    pneu_str bytes, raw, value;
    pneu_status status = pneu_part_bytes(message, part, &span, &bytes);

    if (status != PNEU_OK)
        return status;
    if (to->form == FIELD_RAW) {
        output_str(&to->cli->out, bytes);
        return PNEU_OK;
    }
    raw = whole_value(field, bytes);
    pneu_arena_reset(to->arena);
    status = pneu_unfold(to->arena, raw, &value);
    if (status != PNEU_OK)
        return status;
    value = without_blanks_around(value);
    if (to->form == FIELD_JSON)
        write_json(&to->json, field, raw, value);
    else
        write_line(to, field, value);
    return PNEU_OK;
}
