/*
 * What DKIM and ARC sign, as bytes: of a signature that is in the message, or as options say.
 * In: a message. Out: canonical header, canonical body. The header is gathered, since h= wants its fields in another
 * order; the body streams: memory is constant. A message whose header has LF at its line ends, as files have them, is
 * taken as the one that travelled with CRLF.
 * Not handled: hashes and keys; headers over HEADER_MAX.
 */
#include "cli/canon_dkim.h"

#include <string.h>

#include "cli/event_pump.h"
#include "cli/message_input.h"
#include "pneu/auth.h"

enum {
    OUT_SIZE = 16384
};

#define HEADER_MAX ((size_t)4194304)

struct writing {
    struct cli *cli;
    struct canon_dkim how; /* as wanted, or as the signature says */
    const char *name;
    struct event_pump pump;
    struct message_input header;
    pneu_message *message; /* the header alone, once it is whole */
    pneu_arena *arena;
    const pneu_str *fields;
    size_t count;
    uint32_t flags;
    pneu_canon_body *body; /* NULL: none is wanted */
    pneu_status status;
};

static pneu_str str_of(const char *text)
{
    return (pneu_str){text, strlen(text)};
}

/* 1 if the field is of the instance that is wanted. */
static int is_instance(const struct writing *to, pneu_str value)
{
    pneu_tag_list list;
    pneu_str text;
    uint64_t number = 0;

    if (pneu_tag_list_parse(to->arena, value, PNEU_LENIENT, NULL, &list) != PNEU_OK ||
        pneu_tag_list_find(&list, str_of("i"), &text) != PNEU_OK)
        return 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || number > 50)
            return 0;
        number = number * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    return number == to->how.number;
}

/* The index of the signature; to->count if there is none. */
static size_t find_signature(struct writing *to, pneu_field *field)
{
    int32_t id = to->how.whose == CANON_SIGNATURE ? PNEU_FIELD_DKIM_SIGNATURE : PNEU_FIELD_ARC_MESSAGE_SIGNATURE;
    uint64_t seen = 0;

    for (uint32_t i = 0; i < to->count; i++) {
        if (pneu_part_find_field(to->message, 0, id, (pneu_str){NULL, 0}, &i, field) != PNEU_OK)
            break;
        if (id == PNEU_FIELD_DKIM_SIGNATURE ? ++seen == to->how.number : is_instance(to, field->value))
            return i;
    }
    return to->count;
}

static void tell_missing(const struct writing *to)
{
    static const char *const names[] = {"", "DKIM-Signature",
                                        "ARC-Message-Signature with i =", "complete ARC chain to i ="};

    cli_complain(to->cli, CLI_REPORT, to->name, "there is no %s %llu", names[to->how.whose],
                 (unsigned long long)to->how.number);
}

/* Takes the form from the signature. 0 if that cannot be, which has been told. */
static int read_signature(struct writing *to, size_t *index)
{
    pneu_field field = {0};
    pneu_dkim_signature signature;
    pneu_status status;

    *index = find_signature(to, &field);
    if (*index == to->count) {
        tell_missing(to);
        return 0;
    }
    status = pneu_dkim_signature_read(to->arena, field.value, &signature);
    if (status == PNEU_ERR_SYNTAX)
        cli_complain(to->cli, CLI_REPORT, to->name, "the signature is malformed: a verifier must ignore it");
    else
        cli_complain_status(to->cli, to->name, status);
    if (status != PNEU_OK)
        return 0;
    to->how.header_algorithm = signature.header_algorithm;
    to->how.body_algorithm = signature.body_algorithm;
    to->how.limit = signature.body_limit;
    return 1;
}

static pneu_status write_all_fields(struct writing *to)
{
    pneu_str bytes;
    pneu_status status = PNEU_OK;

    for (size_t i = 0; i < to->count && status == PNEU_OK; i++) {
        status = pneu_canon_field(to->arena, to->fields[i], to->how.header_algorithm, to->flags, &bytes);
        if (status == PNEU_OK)
            output_str(&to->cli->out, bytes);
    }
    return status;
}

static pneu_status write_header(struct writing *to, size_t index)
{
    pneu_canon_names names = {str_of(to->how.names ? to->how.names : ""), to->how.header_algorithm, to->flags};
    pneu_str bytes;
    pneu_status status;

    if (to->how.whose == CANON_FORM && !to->how.names)
        return write_all_fields(to);
    if (to->how.whose == CANON_FORM)
        status = pneu_canon_selected_header(to->arena, to->fields, to->count, &names, &bytes);
    else
        status = pneu_canon_signed_header(to->arena, to->fields, to->count, index, to->flags, &bytes);
    if (status == PNEU_OK)
        output_str(&to->cli->out, bytes);
    return status;
}

static pneu_status write_seal(struct writing *to)
{
    pneu_str bytes;
    pneu_status status = to->how.number <= 50 ? pneu_canon_arc_seal(to->arena, to->fields, to->count,
                                                                    (uint32_t)to->how.number, to->flags, &bytes)
                                              : PNEU_ERR_NOT_FOUND;

    if (status == PNEU_OK)
        output_str(&to->cli->out, bytes);
    if (status != PNEU_ERR_NOT_FOUND)
        return status;
    tell_missing(to);
    return PNEU_OK;
}

/* What comes before the body. */
static pneu_status write_wanted(struct writing *to)
{
    size_t index = 0;
    pneu_status status = PNEU_OK;

    if (to->how.whose == CANON_ARC_SEAL)
        return write_seal(to);
    if (to->how.whose != CANON_FORM && !read_signature(to, &index))
        return PNEU_OK;
    if (to->how.wants_header)
        status = write_header(to, index);
    if (status != PNEU_OK || !to->how.wants_body)
        return status;
    if (to->how.wants_header)
        output_text(&to->cli->out, "\r\n");
    return pneu_canon_body_new(to->how.body_algorithm, to->flags, to->how.limit, NULL, &to->body);
}

/* ---- The way of the message ------------------------------------------------------------------------------------- */

static void use_header(struct writing *to)
{
    to->message = message_input_parse_blob(to->cli, &to->header, to->name);
    if (!to->message)
        return;
    if (pneu_message_line_ending(to->message) == PNEU_LINE_ENDING_LF)
        to->flags = PNEU_CANON_LF;
    to->status = pneu_canon_fields(to->message, to->arena, &to->fields, &to->count);
    if (to->status == PNEU_OK)
        to->status = write_wanted(to);
}

/* Until the root's header is whole. */
static int gather_header(struct writing *to, const pneu_event *event)
{
    if (event->slice.len > HEADER_MAX - to->header.blob.len) {
        cli_complain(to->cli, CLI_REPORT, to->name, "the header is longer than %llu bytes",
                     (unsigned long long)HEADER_MAX);
        return EVENT_ENOUGH;
    }
    if (!blob_append_or_complain(to->cli, &to->header.blob, event->slice.ptr, event->slice.len))
        return EVENT_ENOUGH;
    if (event->type == PNEU_EVENT_HEADER_END)
        use_header(to);
    return event->type == PNEU_EVENT_HEADER_END && !to->body ? EVENT_ENOUGH : EVENT_GO_ON;
}

static void read_body(struct writing *to)
{
    char out[OUT_SIZE];
    size_t written;

    while ((to->status = pneu_canon_body_read(to->body, out, sizeof out, &written)) == PNEU_OK)
        output_bytes(&to->cli->out, out, written);
}

/* All events laid end to end are the message (law 1): those behind the root's header are its body. */
static int use_event(void *state, const pneu_event *event)
{
    struct writing *to = state;

    if (!to->message)
        return gather_header(to, event);
    if (event->slice.len == 0)
        return EVENT_GO_ON;
    to->status = pneu_canon_body_push(to->body, event->slice.ptr, event->slice.len);
    if (to->status == PNEU_OK)
        read_body(to);
    return to->status < 0 || output_failed(&to->cli->out) ? EVENT_ENOUGH : EVENT_GO_ON;
}

static void end_body(struct writing *to)
{
    uint64_t length;

    to->status = pneu_canon_body_finish(to->body);
    if (to->status == PNEU_OK)
        read_body(to);
    length = pneu_canon_body_length(to->body);
    if (to->how.limit > 0 && (uint64_t)to->how.limit > length)
        cli_complain(to->cli, CLI_REPORT, to->name, "the body has %llu bytes, less than the %llu that are to be signed",
                     (unsigned long long)length, (unsigned long long)to->how.limit);
}

void canon_dkim_write(struct cli *cli, const struct canon_dkim *wanted, struct input *input)
{
    struct writing to = {.cli = cli, .how = *wanted, .name = input->name};

    to.status = pneu_arena_new(NULL, &to.arena);
    if (to.status == PNEU_OK && event_pump_init(cli, &to.pump, INPUT_BLOCK) &&
        event_pump_run(cli, &to.pump, input, use_event, &to) && to.body && to.status >= 0)
        end_body(&to);
    cli_complain_status(cli, input->name, to.status);
    event_pump_free(&to.pump);
    pneu_canon_body_free(to.body);
    message_input_free(&to.header);
    pneu_arena_free(to.arena);
}
