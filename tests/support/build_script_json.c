#include "base/str.h"
#include "support/build_script.h"

/* "name": "hexadecimal" */
static void put_text(text *out, const char *name, pneu_str value)
{
    text_print(out, "\"%s\": \"", name);
    for (size_t i = 0; i < value.len; i++)
        text_print(out, "%02x", (unsigned)(unsigned char)value.ptr[i]);
    text_print(out, "\"");
}

static void put_part(text *out, const script_part *part)
{
    text_print(out, "{\"parent\": %d, \"multipart\": %d, \"exact\": %d, ",
               part->parent == PNEU_NO_PART ? -1 : (int)part->parent, part->is_multipart, part->is_exact);
    put_text(out, "type", part->type);
    text_print(out, ", ");
    put_text(out, "filename", part->filename);
    text_print(out, ", ");
    put_text(out, "id", part->content_id);
    text_print(out, ", ");
    put_text(out, "description", part->description);
    text_print(out, ", ");
    put_text(out, "body", part->body);
    text_print(out, "}");
}

static void put_field(text *out, const script_field *field)
{
    text_print(out, "{\"part\": %u, \"kind\": %d, \"epoch\": %lld, ", (unsigned)field->part, (int)field->kind,
               (long long)field->date.epoch);
    put_text(out, "name", field->name);
    text_print(out, ", ");
    put_text(out, "text", field->text);
    text_print(out, ", \"addresses\": [");
    for (size_t i = 0; i < field->addresses.mailbox_count; i++) {
        text_print(out, "%s{", i > 0 ? ", " : "");
        put_text(out, "name", field->addresses.mailboxes[i].name);
        text_print(out, ", ");
        put_text(out, "address", field->addresses.mailboxes[i].address);
        text_print(out, "}");
    }
    text_print(out, "], \"ids\": [");
    for (size_t i = 0; i < field->ids.count; i++) {
        text_print(out, "%s{", i > 0 ? ", " : "");
        put_text(out, "id", field->ids.ids[i]);
        text_print(out, "}");
    }
    text_print(out, "]}");
}

void build_script_json(text *out, const build_script *script)
{
    text_print(out, "{\"parts\": [");
    for (size_t i = 0; i < script->part_count; i++) {
        text_print(out, "%s", i > 0 ? ",\n" : "");
        put_part(out, &script->parts[i]);
    }
    text_print(out, "],\n\"fields\": [");
    for (size_t i = 0; i < script->field_count; i++) {
        text_print(out, "%s", i > 0 ? ",\n" : "");
        put_field(out, &script->fields[i]);
    }
    text_print(out, "]}\n");
}
