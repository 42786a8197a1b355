/*
 * A sanitised message with what only other readings show beside it.
 * In: a finished plan, and the message in memory. Out: the sanitised message; where other readings show more, a
 * multipart/mixed of the body that it had and of an attachment for each further body.
 * Invariants: what is added is application/octet-stream in base64 with a safe name, so that nobody acts on it by
 * itself; the result is as plain as the sanitised message.
 */
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "codec/codec.h"
#include "pneu/format.h"
#include "sanitise/other_bodies.h"
#include "sanitise/sanitise_plan.h"
#include "tree/part_bytes.h"

/* What is being written. */
typedef struct joining {
    const pneu_sanitise_plan *plan;
    pneu_arena *arena;
    pneu_i_buf out;
    pneu_status status;
    pneu_str boundary;
    char boundary_text[PNEU_I_PLAIN_BOUNDARY + 1];
} joining;

/* ---- Writing ---------------------------------------------------------------------------------------------------- */

static void put(joining *to, pneu_str text)
{
    if (to->status == PNEU_OK)
        to->status = pneu_i_buf_append(&to->out, &to->plan->alloc, text.ptr, text.len);
}

static void put_words(joining *to, const char *words)
{
    put(to, pneu_i_str(words));
}

static void put_delimiter(joining *to, const char *end)
{
    put_words(to, "\r\n--");
    put(to, to->boundary);
    put_words(to, end);
}

static void put_base64(joining *to, pneu_str bytes)
{
    pneu_i_codec encoder;
    uint8_t room[1024];
    const uint8_t *in = (const uint8_t *)bytes.ptr;
    pneu_i_codec_io io = {in, in + bytes.len, NULL, NULL};
    pneu_status status = PNEU_OK;
    (void)pneu_i_codec_init(&encoder, PNEU_CODEC_BASE64_ENCODE, 0,
                            pneu_i_settings_cpu_level(&to->plan->tree->settings));
    for (int is_ending = 0; status == PNEU_OK && to->status == PNEU_OK;) {
        io.out = room;
        io.out_end = room + sizeof room;
        status = is_ending ? pneu_i_codec_end(&encoder, &io) : pneu_i_codec_run(&encoder, &io);
        put(to, pneu_i_str_of(room, (size_t)(io.out - room)));
        if (status == PNEU_MORE) {
            is_ending = 1;
            status = PNEU_OK;
        }
    }
}

static void put_attachment(joining *to, const pneu_i_other_body *body)
{
    pneu_param name = {pneu_i_str("filename"), body->name, pneu_i_str(""), pneu_i_str("")};
    pneu_mime_value value = {pneu_i_str("attachment"), pneu_i_str("attachment"), &name, body->name.len > 0};
    pneu_format format = {0, sizeof "Content-Disposition: " - 1};
    pneu_str text;
    pneu_status status = pneu_mime_value_format(to->arena, &value, &format, &text);
    if (status == PNEU_OK)
        status = pneu_field_fold(to->arena, pneu_i_str("Content-Disposition"), text, PNEU_FOLD_PARAMETERS, NULL, &text);
    if (status == PNEU_ERR_MEMORY)
        to->status = status;
    put_delimiter(to, "\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n");
    put(to, status == PNEU_OK ? text : pneu_i_str("Content-Disposition: attachment\r\n"));
    put_words(to, "\r\n");
    put_base64(to, body->bytes);
}

/* ---- The message -------------------------------------------------------------------------------------------------- */

/* The fields of the header that speak of the body, or the others. */
static void put_fields(joining *to, pneu_message *message, int is_of_body)
{
    pneu_str raw;
    for (uint32_t i = 0; i < pneu_part_field_count(message, 0) && to->status == PNEU_OK; i++) {
        pneu_field field;
        to->status = pneu_part_field(message, 0, i, &field);
        pneu_span span = {field.offset, field.length};
        int stays_outside = field.id < PNEU_FIELD_CONTENT_TYPE || field.id > PNEU_FIELD_CONTENT_FEATURES;
        if (to->status == PNEU_OK && stays_outside != is_of_body && field.id != PNEU_FIELD_MIME_VERSION) {
            to->status = pneu_part_bytes(message, 0, &span, &raw);
            put(to, raw);
        }
    }
}

static void put_joined(joining *to, pneu_message *message, const pneu_i_other_bodies *others)
{
    pneu_str body, type;
    pneu_status status = pneu_part_declared_type(message, 0, &type);
    put_fields(to, message, 0);
    put_words(to, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"");
    put(to, to->boundary);
    put_words(to, "\"\r\n\r\n");
    put_delimiter(to, "\r\n");
    put_fields(to, message, 1);
    if (type.len == 0)
        put_words(to, "Content-Type: text/plain\r\n");
    put_words(to, "\r\n");
    if (status == PNEU_OK)
        status = pneu_i_raw_body(message, 0, &body);
    if (status == PNEU_OK)
        put(to, body);
    for (size_t i = 0; i < others->count; i++)
        put_attachment(to, &others->item[i]);
    put_delimiter(to, "--\r\n");
    if (status != PNEU_OK)
        to->status = status;
}

static pneu_status sanitise(const pneu_sanitise_plan *plan, pneu_str message, pneu_i_buf *out)
{
    char room[4096];
    size_t written;
    pneu_sanitise *filter;
    pneu_status status = pneu_sanitise_new(plan, &plan->alloc, &filter);
    if (status != PNEU_OK)
        return status;
    status = pneu_sanitise_push(filter, message.ptr, message.len);
    while (status == PNEU_OK || status == PNEU_MORE) {
        pneu_status read = pneu_sanitise_read(filter, room, sizeof room, &written);
        if (read == PNEU_OK)
            status = pneu_i_buf_append(out, &plan->alloc, room, written);
        else
            status = read == PNEU_MORE ? pneu_sanitise_finish(filter) : read;
    }
    pneu_sanitise_free(filter);
    return status == PNEU_DONE ? PNEU_OK : status;
}

/* A boundary that no line of the sanitised message is like. */
static void choose_boundary(joining *to, pneu_str sanitised)
{
    pneu_i_boundary_watch watch = {0};
    pneu_i_boundary_watch_add(&watch, sanitised.ptr, sanitised.len);
    int letter = pneu_i_boundary_letter(&watch, 0);
    if (letter < 0)
        to->status = PNEU_ERR_BOUNDARY;
    else
        to->boundary = pneu_i_plain_boundary(letter, 0, to->boundary_text);
}

static void join(joining *to, pneu_str sanitised, const pneu_i_other_bodies *others)
{
    pneu_message *message = NULL;
    choose_boundary(to, sanitised);
    if (to->status == PNEU_OK)
        to->status = pneu_message_parse(sanitised.ptr, sanitised.len, NULL, &to->plan->alloc, &message);
    if (to->status == PNEU_OK)
        put_joined(to, message, others);
    pneu_message_free(message);
}

/* A plan like the one given, of what is joined. */
static pneu_status plan_again(const pneu_sanitise_plan *plan, const pneu_options *options, const pneu_i_buf *joined,
                              pneu_sanitise_plan **out)
{
    pneu_status status = pneu_sanitise_plan_new(options, &plan->choices, &plan->alloc, out);
    if (status == PNEU_OK)
        status = pneu_sanitise_plan_push(*out, joined->ptr, joined->len);
    return status == PNEU_OK ? pneu_sanitise_plan_finish(*out) : status;
}

/* The message stands a level deeper than it stood, and other parts beside it: what a limit meets now is cleaned. */
static pneu_status keep_to_limits(const pneu_sanitise_plan *plan, const pneu_options *options, pneu_i_buf *joined)
{
    pneu_sanitise_plan *again = NULL;
    pneu_i_buf cleaned = {NULL, 0, 0};
    pneu_status status = plan_again(plan, options, joined, &again);
    if (status == PNEU_OK && pneu_i_is_touched(again)) {
        status = sanitise(again, pneu_i_str_of(joined->ptr, joined->len), &cleaned);
        pneu_i_buf_free(joined, &plan->alloc);
        *joined = cleaned;
    }
    pneu_sanitise_plan_free(again);
    return status;
}

/* Joins what other readings show to the sanitised message, if there is anything. */
static pneu_status add_others(joining *to, pneu_str message, pneu_str sanitised, size_t *added)
{
    pneu_options *options = NULL;
    pneu_i_other_bodies others = {NULL, 0};
    pneu_status status = pneu_i_options_of(&to->plan->tree->settings, &to->plan->alloc, &options);
    if (status == PNEU_OK)
        status = pneu_i_other_bodies_find(to->arena, message, options, &others);
    if (status == PNEU_OK && others.count > 0) {
        join(to, sanitised, &others);
        status = to->status == PNEU_OK ? keep_to_limits(to->plan, options, &to->out) : to->status;
    }
    pneu_options_free(options);
    *added = others.count;
    return status;
}

pneu_status pneu_sanitise_union(const pneu_sanitise_plan *plan, pneu_arena *arena, pneu_str message, pneu_str *out,
                                size_t *added)
{
    pneu_i_buf sanitised = {NULL, 0, 0};
    size_t count = 0;
    if (plan == NULL || arena == NULL || out == NULL || added == NULL || (message.ptr == NULL && message.len > 0))
        return PNEU_ERR_ARGUMENT;
    joining to = {.plan = plan, .arena = arena};
    pneu_status status = sanitise(plan, message, &sanitised);
    if (status == PNEU_OK && pneu_i_is_touched(plan))
        status = add_others(&to, message, pneu_i_str_of(sanitised.ptr, sanitised.len), &count);
    const pneu_i_buf *made = count > 0 ? &to.out : &sanitised;
    if (status == PNEU_OK)
        status = pneu_i_arena_copy(arena, pneu_i_str_of(made->ptr, made->len), out);
    if (status == PNEU_OK)
        *added = count;
    pneu_i_buf_free(&to.out, &plan->alloc);
    pneu_i_buf_free(&sanitised, &plan->alloc);
    return status;
}
