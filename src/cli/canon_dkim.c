/*
 * What DKIM and ARC sign, as bytes: of a signature that is in the message, or as options say.
 * In: a message in memory. Out: canonical header, canonical body. A message whose lines end in LF, as files have them, is
 * taken as the one that travelled with CRLF.
 * Not handled: hashes and keys.
 */
#include "cli/canon_dkim.h"

#include <string.h>

#include "pneu/auth.h"

enum {
    OUT_SIZE = 16384
};

struct writing {
    struct cli *cli;
    struct canon_dkim how; /* as wanted, or as the signature says */
    const char *name;
    pneu_message *message;
    pneu_arena *arena;
    const pneu_str *fields;
    size_t count;
    uint32_t flags;
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
    pneu_field field;
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

static void read_body(struct writing *to, pneu_canon_body *body)
{
    char out[OUT_SIZE];
    size_t written;

    while (pneu_canon_body_read(body, out, sizeof out, &written) == PNEU_OK)
        output_bytes(&to->cli->out, out, written);
}

static pneu_status write_body(struct writing *to)
{
    pneu_canon_body *body;
    pneu_span span;
    pneu_str bytes;
    pneu_status status;

    pneu_part_body_span(to->message, 0, &span);
    status = pneu_part_bytes(to->message, 0, &span, &bytes);
    if (status == PNEU_OK)
        status = pneu_canon_body_new(to->how.body_algorithm, to->flags, to->how.limit, NULL, &body);
    if (status != PNEU_OK)
        return status;
    status = pneu_canon_body_push(body, bytes.ptr, bytes.len);
    read_body(to, body);
    if (status == PNEU_OK)
        status = pneu_canon_body_finish(body);
    read_body(to, body);
    if (to->how.limit > 0 && (uint64_t)to->how.limit > pneu_canon_body_length(body))
        cli_complain(to->cli, CLI_REPORT, to->name, "the body has %llu bytes, less than the %llu that are to be signed",
                     (unsigned long long)pneu_canon_body_length(body), (unsigned long long)to->how.limit);
    pneu_canon_body_free(body);
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
    if (to->how.wants_header && to->how.wants_body)
        output_text(&to->cli->out, "\r\n");
    return status == PNEU_OK && to->how.wants_body ? write_body(to) : status;
}

void canon_dkim_write(struct cli *cli, const struct canon_dkim *wanted, pneu_message *message, const char *name)
{
    struct writing to = {.cli = cli, .how = *wanted, .name = name, .message = message};
    pneu_status status = pneu_arena_new(NULL, &to.arena);

    if (pneu_message_line_ending(message) == PNEU_LINE_ENDING_LF)
        to.flags = PNEU_CANON_LF;
    if (status == PNEU_OK)
        status = pneu_canon_fields(message, to.arena, &to.fields, &to.count);
    if (status == PNEU_OK)
        status = write_wanted(&to);
    cli_complain_status(cli, name, status);
    pneu_arena_free(to.arena);
}
