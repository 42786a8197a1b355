/*
 * The streaming field editor against the edits of a tree: the same rules, any message, any cuts, the same bytes. Byte
 * 0: the cuts; byte 1: how many rules, two bytes each: what and which name; the rest: the message.
 */
#include "pneu/field_edit.h"
#include "support/edit_run.h"
#include "support/mail_mutator.h"
#include "support/must.h"
#include "support/stage_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(2)

static const char *const names[] = {"From", "Subject", "Received", "X", "A", "Content-Type", "DKIM-Signature"};

static pneu_str name_at(unsigned index)
{
    const char *name = names[index % COUNT_OF(names)];
    return (pneu_str){name, strlen(name)};
}

/* Makes the same edit in both; removing what is not there is refused by the tree alone. */
static void give_rule(pneu_field_editor *editor, pneu_message *message, const uint8_t *rule)
{
    pneu_str name = name_at(rule[1]), other = name_at(rule[1] / 8u + 1), value = {"new", 3};
    int32_t what = rule[0] % 5;
    pneu_status status;
    if (what == 3) {
        MUST(pneu_field_editor_remove(editor, name) == PNEU_OK);
        status = pneu_part_remove_fields(message, 0, name);
    } else if (what == 4) {
        status = pneu_part_rename_fields(message, 0, name, other);
        if (status == PNEU_OK || status == PNEU_ERR_NOT_FOUND)
            MUST(pneu_field_editor_rename(editor, name, other) == PNEU_OK);
    } else {
        MUST(pneu_field_editor_put(editor, what, name, value) == PNEU_OK);
        status = pneu_part_put_field(message, 0, what, name, value);
    }
    MUST(status == PNEU_OK || (what >= 3 && (status == PNEU_ERR_NOT_FOUND || status == PNEU_ERR_LIMIT)));
}

/* The line end of what is put is that of the header, and a line end that was added stays: both are looked at elsewhere. */
static int is_alike(pneu_message *message)
{
    uint32_t part;
    int32_t what;
    pneu_span header;
    pneu_str bytes;
    pneu_part_header_span(message, 0, &header);
    MUST(pneu_part_bytes(message, 0, &header, &bytes) == PNEU_OK);
    return pneu_message_touch(message, 0, &part, &what) != PNEU_OK &&
           (bytes.len == pneu_message_size(message) || memchr(bytes.ptr, '\n', bytes.len) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t count = size > 1 ? data[1] % 6u : 0;
    if (size < 2 + 2 * count)
        return 0;
    pneu_str in = {(const char *)data + 2 + 2 * count, size - 2 - 2 * count};
    chunking cut = {0, data[0] % 16u + (data[0] >= 128 ? 1000 : 1), 0};
    pneu_message *message = edit_parse(in.ptr, in.len);
    pneu_field_editor *editor;
    text expected = {NULL, 0, 0}, out = {NULL, 0, 0};
    MUST(pneu_field_editor_new(NULL, &editor) == PNEU_OK);
    for (size_t i = 0; i < count; i++)
        give_rule(editor, message, data + 2 + 2 * i);
    MUST(edit_write(&expected, message, 0, PNEU_WRITE_EXACT, 4096) == PNEU_OK);
    MUST(stage_run(pneu_field_editor_stage(editor), in, cut, data[0] / 16u + 1, &out) == PNEU_DONE);
    MUST(!is_alike(message) || text_is_same("field edits", &expected, &out));
    pneu_field_editor_free(editor);
    pneu_message_free(message);
    text_free(&expected);
    text_free(&out);
    return 0;
}
