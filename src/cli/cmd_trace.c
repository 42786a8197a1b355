/*
 * pneu trace: the way of a message, as its Received fields tell it.
 * In: messages, and the names of the caller's own hosts. Out: a table each, or a line of JSON each; warnings of times
 * that run backwards and of loops. Only the header is read.
 * Not handled: proof. What no own host has written, anybody may have.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/display.h"
#include "cli/field_value.h"
#include "cli/header_input.h"
#include "cli/jobs.h"
#include "cli/trace_report.h"
#include "cli/verb.h"

enum {
    OPT_OWN = 1,
    OPT_JSON,
    OPT_JOBS
};

struct tracing {
    struct cli *cli;
    struct header_input header;
    struct json json;
    pneu_arena *arena;
    pneu_trail_options options;
    int display; /* DISPLAY_... */
    int is_json;
};

/* The fields of one header, newest first. */
struct fields {
    pneu_received *received;
    pneu_span *places;
    uint32_t count;
};

static pneu_status read_fields(struct tracing *tracing, pneu_message *message, struct fields *fields)
{
    static const pneu_str name = {"Received", 8};
    uint32_t most = pneu_part_field_count(message, 0);
    pneu_status status = PNEU_OK;

    fields->received = calloc(most + 1, sizeof *fields->received);
    fields->places = calloc(most + 1, sizeof *fields->places);
    if (!fields->received || !fields->places)
        return PNEU_ERR_MEMORY;
    for (uint32_t i = 0; status == PNEU_OK; i++) {
        struct field_value value;
        pneu_field field;

        status = pneu_part_find_field(message, 0, PNEU_FIELD_RECEIVED, name, &i, &field);
        if (status == PNEU_OK)
            status = field_value_read(message, 0, &field, &value);
        if (status == PNEU_OK)
            status =
                pneu_received_parse(tracing->arena, value.raw, PNEU_LENIENT, NULL, &fields->received[fields->count]);
        if (status == PNEU_OK)
            fields->places[fields->count++] = (pneu_span){field.offset, field.length};
    }
    return status == PNEU_ERR_NOT_FOUND ? PNEU_OK : status;
}

static void report(struct tracing *tracing, const struct trace *trace)
{
    if (tracing->is_json)
        trace_json_write(&tracing->json, trace);
    else
        trace_lines_write(&tracing->cli->out, trace, tracing->display);
    if (trace_has_warning(trace))
        cli_raise(tracing->cli, CLI_REPORT);
}

static void use_input(struct cli *cli, struct input *input, void *state)
{
    struct tracing *tracing = state;
    struct trace trace = {.file = input->name, .has_own = tracing->options.own_host_count > 0};
    struct fields fields = {0};
    pneu_message *message = header_input_read(&tracing->header, input);
    pneu_status status;

    if (!message)
        return;
    pneu_arena_reset(tracing->arena);
    status = read_fields(tracing, message, &fields);
    if (status == PNEU_OK)
        status = pneu_trail_build(tracing->arena, fields.received, fields.count, &tracing->options, &trace.trail);
    trace.received = fields.received;
    trace.places = fields.places;
    if (status == PNEU_OK)
        report(tracing, &trace);
    cli_complain_status(cli, input->name, status);
    free(fields.received);
    free(fields.places);
}

/* The trail of no fields shows whether the hosts can be read. 0 if not, which has been told. */
static int check_own_host(struct tracing *tracing, const char *host)
{
    pneu_str own = {host, strlen(host)};
    pneu_trail_options options = {.own_hosts = &own, .own_host_count = 1};
    pneu_received none = {0};
    pneu_trail trail;
    pneu_status status = pneu_trail_build(tracing->arena, &none, 0, &options, &trail);

    if (status == PNEU_ERR_ARGUMENT)
        cli_complain(tracing->cli, CLI_USAGE, NULL, "--own takes a host, a domain, an address or a network, not '%s'",
                     host);
    else
        cli_complain_status(tracing->cli, NULL, status);
    return status == PNEU_OK;
}

static int init(struct cli *cli, struct tracing *tracing)
{
    pneu_status status = pneu_arena_new(NULL, &tracing->arena);

    cli_complain_status(cli, NULL, status);
    json_init(&tracing->json, &cli->out);
    return status == PNEU_OK && header_input_init(cli, &tracing->header);
}

static void run(struct cli *cli, const struct arguments *arguments)
{
    struct tracing tracing = {.cli = cli, .is_json = arguments_has(arguments, OPT_JSON), .display = cli->display};
    struct job job = {.user = {use_input, &tracing}};
    size_t count = 0;
    const char **hosts = arguments_values(arguments, OPT_OWN, &count);
    pneu_str *own = calloc(count + 1, sizeof *own);
    int is_fine = hosts && own && init(cli, &tracing) && jobs_read(cli, arguments, OPT_JOBS, &job.workers);

    if (!hosts || !own)
        cli_complain_status(cli, NULL, PNEU_ERR_MEMORY);
    for (size_t i = 0; i < count && is_fine; i++) {
        own[i] = (pneu_str){hosts[i], strlen(hosts[i])};
        is_fine = check_own_host(&tracing, hosts[i]);
    }
    tracing.options.own_hosts = own;
    tracing.options.own_host_count = (uint32_t)count;
    if (is_fine)
        jobs_each(cli, arguments->operands, arguments->operand_count, &job);
    header_input_free(&tracing.header);
    pneu_arena_free(tracing.arena);
    free(own);
    free(hosts);
}

static const struct option options[] = {
    {OPT_OWN, 'o', "own", "HOST",
     "this host is yours: a name, '.example.com' for all below it, an\n"
     "address, or a network such as 10.0.0.0/8; may be repeated"},
    {OPT_JSON, 'j', "json", NULL, "one JSON object a message and line, as docs/json.md describes it"},
    {OPT_JOBS, 'J', "jobs", "N", JOBS_HELP},
    {0},
};

const struct verb verb_trace = {
    .name = "trace",
    .summary = "show the way of a message by its Received fields",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Shows the hops of each message in the order in which it went, the oldest first: from which host (as the\n"
        "receiver saw it; else the name it gave), by which, the protocol, TLS, the time since the hop before, and a\n"
        "bar for that; then warnings of times that run backwards and of loops. All of it is what somebody wrote:\n"
        "with --own, hops that none of your hosts vouches for have a '?', for anybody may have made them up;\n"
        "without it no hop is trustworthy. Give addresses of hosts that hand on to each other. Only the header is\n"
        "read.",
    .options = options,
    .exits =
        "  0 there is nothing to warn of; 1 there is a warning; 2 usage; 3 a file cannot be read, output cannot be\n"
        "  written, no memory.",
    .example = "  pneu trace --own mx.example.com --own 192.0.2.0/24 mail.eml\n"
               "  pneu trace --json Maildir/cur | jq -r 'select(.warnings != []) | .file'",
    .run = run,
};
