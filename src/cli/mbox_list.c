/*
 * pneu mbox list: one line a message.
 * In: mboxes. Out: number, offset, size, date, sender, subject; or JSON. Memory is constant: of each message no more
 * than its beginning is kept.
 */
#include <stdio.h>
#include <string.h>

#include "cli/display.h"
#include "cli/json.h"
#include "cli/mbox_verbs.h"

enum {
    SENDER_MAX = 1000
};

struct list {
    struct cli *cli;
    const char *file;
    int is_json;
    int has_many;
    struct mbox_source source;
    struct mbox_head head; /* of the message at hand */
    int is_open;
    int has_failed; /* there was no memory for its beginning, which has been told */
    pneu_arena *arena;
    struct json json;
    uint64_t number;
    uint64_t offset;
    uint64_t size;
    char sender[SENDER_MAX];
    size_t sender_len;
    pneu_date date;
    uint64_t junk;
};

static void begin_message(struct list *list, const pneu_mbox_event *event)
{
    pneu_str sender = event->from.sender;

    list->number++;
    list->offset = event->offset;
    list->size = 0;
    list->date = event->from.date;
    list->sender_len = sender.len < SENDER_MAX ? sender.len : SENDER_MAX;
    if (list->sender_len > 0)
        memcpy(list->sender, sender.ptr, list->sender_len);
    list->is_open = 1;
    list->has_failed = 0;
    mbox_head_clear(&list->head);
}

static void add_bytes(struct list *list, pneu_str bytes)
{
    list->size += bytes.len;
    list->has_failed |= !mbox_head_add(list->cli, &list->head, bytes);
}

static void write_json(struct list *list, pneu_str subject, int has_subject)
{
    struct json *json = &list->json;

    json_object_begin(json);
    json_key(json, "file");
    json_text(json, list->file);
    json_key(json, "number");
    json_number(json, list->number);
    json_key(json, "offset");
    json_number(json, list->offset);
    json_key(json, "size");
    json_number(json, list->size);
    json_key(json, "sender");
    json_str(json, (pneu_str){list->sender, list->sender_len});
    json_key(json, "date");
    json_object_begin(json);
    json_key(json, "epoch");
    json_integer(json, list->date.epoch);
    json_key(json, "offset_min");
    json_integer(json, list->date.offset_min);
    json_key(json, "zone_known");
    json_bool(json, list->date.zone_known);
    json_object_end(json);
    json_key(json, "subject");
    if (has_subject)
        json_str(json, subject);
    else
        json_null(json);
    json_object_end(json);
    json_line_end(json);
}

/* The date as a field would have it; without a zone UTC is meant. */
static pneu_status write_line(struct list *list, pneu_str subject)
{
    struct output *out = &list->cli->out;
    int display = list->cli->display;
    pneu_str when = {"-", 1};
    pneu_date date = {list->date.epoch, list->date.offset_min, 1};
    pneu_status status;

    pneu_arena_reset(list->arena);
    status = pneu_date_format(list->arena, &date, &when);
    if (status == PNEU_ERR_MEMORY)
        return status;
    if (list->has_many) {
        display_words(out, list->file, display);
        output_text(out, ": ");
    }
    output_aligned(out, list->number, 6);
    output_char(out, ' ');
    output_aligned(out, list->offset, 12);
    output_char(out, ' ');
    output_aligned(out, list->size, 10);
    output_text(out, "  ");
    output_str(out, when);
    output_text(out, "  ");
    display_text(out, (pneu_str){list->sender, list->sender_len}, display);
    output_text(out, "  ");
    display_text(out, subject, display);
    output_char(out, '\n');
    return PNEU_OK;
}

static void end_message(struct list *list)
{
    pneu_message *message = list->has_failed ? NULL : mbox_head_parse(list->cli, &list->head, list->file);
    pneu_str subject = {NULL, 0};
    int32_t has = 0;
    pneu_status status;

    list->is_open = 0;
    if (!message)
        return;
    status = pneu_part_field_text(message, 0, PNEU_FIELD_SUBJECT, &subject, &has);
    if (status == PNEU_OK && list->is_json)
        write_json(list, subject, has);
    else if (status == PNEU_OK)
        status = write_line(list, subject);
    cli_complain_status(list->cli, list->file, status);
}

static void use_event(void *state, const pneu_mbox_event *event)
{
    struct list *list = state;

    switch (event->type) {
    case PNEU_MBOX_MESSAGE: begin_message(list, event); break;
    case PNEU_MBOX_BYTES: add_bytes(list, event->slice); break;
    case PNEU_MBOX_END: end_message(list); break;
    default: list->junk += event->slice.len;
    }
}

static void list_input(struct cli *cli, struct input *input, void *state)
{
    struct list *list = state;

    list->file = input->name;
    list->number = list->junk = 0;
    list->is_open = 0;
    if (!mbox_source_run(cli, &list->source, input, use_event, list) && list->is_open)
        end_message(list); /* as much as there is of it */
    if (list->junk > 0)
        cli_complain(cli, CLI_REPORT, input->name, "%llu bytes before the first message",
                     (unsigned long long)list->junk);
}

void mbox_list_run(struct cli *cli, const struct mbox_options *options)
{
    struct list list = {.cli = cli, .is_json = options->is_json};

    pneu_status status = pneu_arena_new(NULL, &list.arena);

    list.has_many = inputs_are_many(options->files, options->file_count);
    json_init(&list.json, &cli->out);
    cli_complain_status(cli, NULL, status);
    if (mbox_source_init(cli, &list.source, options->variant) && status == PNEU_OK)
        inputs_each(cli, options->files, options->file_count, list_input, &list);
    mbox_source_free(&list.source);
    pneu_arena_free(list.arena);
    mbox_head_free(&list.head);
}
