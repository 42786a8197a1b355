/*
 * pneu trace --json: the trail of a message as one JSON object on one line (docs/json.md).
 * In: a trail. Out: the line; hops as the message went, the oldest first. Keys are never renamed and never left out.
 */
#include "cli/trace_report.h"
#include "cli/values_json.h"

static void write_number(struct json *json, const char *key, uint64_t number)
{
    json_key(json, key);
    json_number(json, number);
}

/* null where it is absent. What is there may be empty, as the sender "<>" is. */
static void write_text(struct json *json, const char *key, const pneu_trace_text *text)
{
    json_key(json, key);
    if (text->length > 0)
        json_str(json, text->text);
    else
        json_null(json);
}

/* null where it is 0. */
static void write_number_or_null(struct json *json, const char *key, int32_t number)
{
    json_key(json, key);
    if (number > 0)
        json_number(json, (uint64_t)number);
    else
        json_null(json);
}

static void write_host(struct json *json, const char *key, const pneu_trace_host *host)
{
    json_key(json, key);
    json_object_begin(json);
    write_text(json, "name", &host->name);
    write_text(json, "rdns", &host->rdns);
    write_text(json, "ip", &host->ip);
    write_text(json, "ident", &host->ident);
    write_number_or_null(json, "port", host->port);
    json_object_end(json);
}

static void write_protocol(struct json *json, int32_t protocol)
{
    static const char *const names[] = {"smtp", "ehlo", "lmtp", "utf8", "tls", "auth"};

    json_key(json, "protocol");
    json_array_begin(json);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (((uint32_t)protocol >> i & 1) != 0)
            json_text(json, names[i]);
    json_array_end(json);
}

static void write_tls(struct json *json, const pneu_trace_tls *tls)
{
    json_key(json, "tls");
    json_object_begin(json);
    write_text(json, "version", &tls->version);
    write_text(json, "cipher", &tls->cipher);
    write_text(json, "group", &tls->group);
    write_number_or_null(json, "bits", tls->bits);
    json_object_end(json);
}

static void write_received(struct json *json, const pneu_received *received)
{
    write_host(json, "from", &received->from);
    write_host(json, "by", &received->by);
    write_text(json, "via", &received->via);
    write_text(json, "with", &received->with);
    write_protocol(json, received->protocol);
    write_tls(json, &received->tls);
    write_text(json, "id", &received->id);
    write_text(json, "for", &received->recipient);
    write_text(json, "envelope_from", &received->envelope_from);
    write_text(json, "login", &received->login);
    write_text(json, "comment", &received->comment);
    write_text(json, "extra", &received->extra);
    json_key(json, "date");
    if (received->has_date)
        values_json_date(json, &received->date);
    else
        json_null(json);
}

static void write_delay(struct json *json, const struct trace *trace, const pneu_hop *hop)
{
    int has_delay = (hop->flags & PNEU_HOP_HAS_DELAY) != 0;

    json_key(json, "delay");
    if (has_delay)
        json_integer(json, hop->delay);
    else
        json_null(json);
    json_key(json, "since");
    if (has_delay)
        json_number(json, trace_number(trace, hop->since));
    else
        json_null(json);
}

static void write_hop(struct json *json, const struct trace *trace, uint32_t index)
{
    const pneu_hop *hop = &trace->trail.hops[index];

    json_object_begin(json);
    write_number(json, "hop", trace_number(trace, index));
    write_received(json, &trace->received[index]);
    write_delay(json, trace, hop);
    json_key(json, "trusted");
    json_bool(json, (hop->flags & PNEU_HOP_TRUSTED) != 0);
    json_key(json, "connected");
    if ((hop->flags & (PNEU_HOP_CONNECTED | PNEU_HOP_DISCONNECTED)) == 0)
        json_null(json);
    else
        json_bool(json, (hop->flags & PNEU_HOP_CONNECTED) != 0);
    write_number(json, "offset", trace->places[index].offset);
    write_number(json, "length", trace->places[index].length);
    json_object_end(json);
}

static void write_warning(struct json *json, const char *code, uint32_t hop)
{
    json_object_begin(json);
    json_key(json, "code");
    json_text(json, code);
    write_number(json, "hop", hop);
    json_object_end(json);
}

static void write_warnings(struct json *json, const struct trace *trace)
{
    json_key(json, "warnings");
    json_array_begin(json);
    for (uint32_t i = trace->trail.hop_count; i-- > 0;)
        if ((trace->trail.hops[i].flags & PNEU_HOP_TIME_BACKWARDS) != 0)
            write_warning(json, "time_backwards", trace_number(trace, i));
    if ((trace->trail.loop & PNEU_LOOP_HOPS) != 0)
        write_warning(json, "loop_hops", trace->trail.hop_count);
    if ((trace->trail.loop & PNEU_LOOP_SAME_HOST) != 0)
        write_warning(json, "loop_same_host", trace_number(trace, trace_busiest(trace)));
    json_array_end(json);
}

void trace_json_write(struct json *json, const struct trace *trace)
{
    json_object_begin(json);
    json_key(json, "file");
    json_text(json, trace->file);
    json_key(json, "total");
    if (trace->trail.has_total)
        json_integer(json, trace->trail.total);
    else
        json_null(json);
    write_number(json, "trusted", trace->trail.trusted_count);
    json_key(json, "hops");
    json_array_begin(json);
    for (uint32_t i = trace->trail.hop_count; i-- > 0 && !output_failed(json->out);)
        write_hop(json, trace, i);
    json_array_end(json);
    write_warnings(json, trace);
    json_object_end(json);
    json_line_end(json);
}
