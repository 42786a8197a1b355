/*
 * The test vectors of reports: reports.json. Each input is copied to a block of exactly its size, so that a sanitiser
 * sees a byte read too many. What was read is made into the JSON that the vector expects.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "pneu/report.h"
#include "support/mime_text.h"
#include "support/vectors.h"

static pneu_arena *arena;

static int is_number(const json_t *expected, int64_t actual)
{
    return json_is_integer(expected) && json_integer_value(expected) == actual;
}

static void put(json_t *object, const char *name, json_t *value)
{
    json_object_set_new(object, name, value);
}

static void put_text(json_t *object, const char *name, pneu_str value)
{
    if (value.ptr != NULL)
        put(object, name, json_stringn(value.ptr, value.len));
}

static void put_pair(json_t *object, const char *name, const char *second, pneu_typed_text value)
{
    if (value.text.ptr == NULL)
        return;
    json_t *pair = json_object();
    put_text(pair, "type", value.type);
    put_text(pair, second, value.text);
    put(object, name, pair);
}

static void put_date(json_t *object, const char *name, pneu_report_date value)
{
    if (value.has_date)
        put(object, name, json_integer(value.date.epoch));
}

static void put_list(json_t *object, const char *name, pneu_text_list list)
{
    if (list.count == 0)
        return;
    json_t *array = json_array();
    for (size_t i = 0; i < list.count; i++)
        json_array_append_new(array, json_stringn(list.texts[i].ptr, list.texts[i].len));
    put(object, name, array);
}

static json_t *code_text(pneu_status_code code)
{
    pneu_str written = {"", 0};
    (void)pneu_status_code_format(arena, code, &written);
    return json_stringn(written.ptr, written.len);
}

static json_t *recipient_json(const pneu_delivery_recipient *recipient)
{
    json_t *object = json_object();
    put_pair(object, "original-recipient", "addr", recipient->original_recipient);
    put_pair(object, "final-recipient", "addr", recipient->final_recipient);
    put_text(object, "action", recipient->action);
    put(object, "status", code_text(recipient->status));
    put_pair(object, "diagnostic-code", "text", recipient->diagnostic_code);
    put_date(object, "last-attempt-date", recipient->last_attempt_date);
    return object;
}

/* Compares, and drops, what was made of a report. */
static int is_json(vectors *v, size_t i, json_t *actual)
{
    int same = json_equal(vectors_json(v, i, "out"), actual);
    if (!same)
        json_dumpf(actual, stdout, JSON_INDENT(1));
    json_decref(actual);
    return same;
}

static int delivery_status(vectors *v, size_t i, int32_t mode)
{
    pneu_delivery_status report;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_delivery_status_parse(arena, in, mode, NULL, &report);
    free((char *)in.ptr);
    if (status != PNEU_OK)
        return 0;
    json_t *message = json_object(), *recipients = json_array(), *object = json_object();
    put_pair(message, "reporting-mta", "name", report.reporting_mta);
    put_text(message, "original-envelope-id", report.original_envelope_id);
    for (size_t k = 0; k < report.recipient_count; k++)
        json_array_append_new(recipients, recipient_json(&report.recipients[k]));
    put(object, "message", message);
    put(object, "recipients", recipients);
    return is_json(v, i, object);
}

static json_t *disposition_json(const pneu_disposition *disposition)
{
    json_t *object = json_object();
    put_text(object, "action-mode", disposition->action_mode);
    put_text(object, "sending-mode", disposition->sending_mode);
    put_text(object, "type", disposition->type);
    put(object, "modifiers", json_array());
    put_list(object, "modifiers", disposition->modifiers);
    return object;
}

static int disposition_notification(vectors *v, size_t i, int32_t mode)
{
    pneu_disposition_notification report;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_disposition_notification_parse(arena, in, mode, NULL, &report);
    free((char *)in.ptr);
    if (status != PNEU_OK)
        return 0;
    json_t *object = json_object();
    if (report.reporting_ua.ptr != NULL) {
        json_t *agent = json_object();
        put_text(agent, "name", report.reporting_ua);
        put_text(agent, "product", report.reporting_product);
        put(object, "reporting-ua", agent);
    }
    put_pair(object, "original-recipient", "addr", report.original_recipient);
    put_pair(object, "final-recipient", "addr", report.final_recipient);
    put_text(object, "original-message-id", report.original_message_id);
    put(object, "disposition", disposition_json(&report.disposition));
    put_list(object, "error", report.errors);
    return is_json(v, i, object);
}

static json_t *fault_json(const pneu_report_fault *fault)
{
    char words[128];
    if (fault->kind == PNEU_REPORT_CONFLICT)
        snprintf(words, sizeof words, "both %s and %s", fault->field.ptr, fault->other.ptr);
    else
        snprintf(words, sizeof words, "missing %s", fault->field.ptr);
    json_t *object = json_object();
    put(object, "error", json_string(words));
    return object;
}

static json_t *feedback_json(const pneu_feedback_report *report)
{
    json_t *object = json_object(), *extensions = json_object();
    put_text(object, "feedback-type", report->feedback_type);
    put_text(object, "user-agent", report->user_agent);
    put(object, "version", json_integer(report->version));
    put_text(object, "original-mail-from", report->original_mail_from);
    put_list(object, "original-rcpt-to", report->original_rcpt_to);
    put_date(object, "arrival-date", report->arrival_date);
    put_pair(object, "reporting-mta", "name", report->reporting_mta);
    put_text(object, "source-ip", report->source_ip);
    put_list(object, "authentication-results", report->authentication_results);
    put_list(object, "reported-domain", report->reported_domain);
    put_list(object, "reported-uri", report->reported_uri);
    for (size_t k = 0; k < report->extensions.count; k++) {
        pneu_text_list one = {&report->extensions.fields[k].value, 1};
        char name[64];
        size_t len = 0;
        for (; len < report->extensions.fields[k].name.len && len < sizeof name - 1; len++)
            name[len] = pneu_i_lower(report->extensions.fields[k].name.ptr[len]);
        name[len] = 0;
        put_list(extensions, name, one);
    }
    if (json_object_size(extensions) > 0)
        put(object, "extensions", extensions);
    else
        json_decref(extensions);
    return object;
}

static int feedback_report(vectors *v, size_t i, int32_t mode)
{
    pneu_feedback_report report;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_feedback_report_parse(arena, in, mode, NULL, &report);
    free((char *)in.ptr);
    if (status == PNEU_ERR_SYNTAX)
        return json_object_get(vectors_json(v, i, "out"), "error") != NULL;
    if (status != PNEU_OK)
        return 0;
    return is_json(v, i, report.fault.kind != PNEU_REPORT_VALID ? fault_json(&report.fault) : feedback_json(&report));
}

static int status_code(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_status_code code;
    (void)mode;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_status_code_parse(in, &code);
    free((char *)in.ptr);
    if (status != PNEU_OK)
        return json_is_null(out);
    return is_number(json_object_get(out, "class"), code.code_class) &&
           is_number(json_object_get(out, "subject"), code.subject) &&
           is_number(json_object_get(out, "detail"), code.detail);
}

static const struct {
    const char *name;
    int (*run)(vectors *v, size_t i, int32_t mode);
} ops[] = {
    {"delivery_status", delivery_status},
    {"disposition_notification", disposition_notification},
    {"feedback_report", feedback_report},
    {"status_code", status_code},
};

static void check(vectors *v, size_t i)
{
    for (size_t k = 0; k < sizeof ops / sizeof ops[0]; k++) {
        if (!vectors_is(v, i, "op", ops[k].name))
            continue;
        if (!vectors_is(v, i, "level", "strict"))
            vectors_check(v, i, ops[k].run(v, i, PNEU_LENIENT));
        if (vectors_is(v, i, "level", "both") || vectors_is(v, i, "level", "strict"))
            vectors_check(v, i, ops[k].run(v, i, PNEU_STRICT));
    }
}

int main(void)
{
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    vectors *v = vectors_open("reports.json");
    for (size_t i = 0; i < vectors_count(v); i++)
        check(v, i);
    size_t failed = vectors_close(v);
    pneu_arena_free(arena);
    return failed > 0;
}
