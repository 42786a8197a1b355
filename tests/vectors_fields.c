/*
 * The test vectors of fields as values and of reports: trace_auth_list.json, reports.json, the tag lists of
 * dkim_canon.json, and of related_cid_crypto.json the ops in `ops` below. Each input is copied to a block of exactly its
 * size, so that a sanitiser sees a byte read too many.
 *
 * Not run here, because the library has no such function yet: cid_to_url, url_to_cid, mid_url, crypto_kind,
 * header_protection, strip_legacy_display, cleartext_sig_text (related_cid_crypto.json); all but tag_list
 * (dkim_canon.json).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "pneu/auth.h"
#include "pneu/list.h"
#include "pneu/report.h"
#include "support/mime_text.h"
#include "support/vectors.h"

#define FIELDS_MAX 16

static pneu_arena *arena;

/* 1 if the JSON value is this text, or null and there is none. */
static int is_text(vectors *v, const json_t *expected, pneu_str actual)
{
    pneu_str wanted = vectors_octets(v, expected);
    return (wanted.ptr == NULL) == (actual.ptr == NULL) && pneu_i_str_equal(wanted, actual);
}

static int is_texts(vectors *v, const json_t *expected, const pneu_str *texts, size_t count)
{
    int same = json_array_size(expected) == count;
    for (size_t i = 0; same && i < count; i++)
        same = is_text(v, json_array_get(expected, i), texts[i]);
    return same;
}

static int is_number(const json_t *expected, int64_t actual)
{
    return json_is_integer(expected) && json_integer_value(expected) == actual;
}

/* ---- Authentication-Results and tag lists ------------------------------------------------------------------------ */

static int is_result(vectors *v, const json_t *expected, const pneu_auth_result *result)
{
    json_t *props = json_object_get(expected, "props");
    const json_t *version = json_object_get(expected, "method_version");
    int same = is_text(v, json_object_get(expected, "method"), result->method) &&
               is_text(v, json_object_get(expected, "result"), result->result) &&
               is_text(v, json_object_get(expected, "reason"), result->reason) &&
               (version == NULL || is_number(version, result->method_version)) &&
               json_object_size(props) == result->property_count;
    for (size_t i = 0; same && i < result->property_count; i++) {
        const pneu_auth_property *property = &result->properties[i];
        char name[128];
        snprintf(name, sizeof name, "%.*s.%.*s", (int)property->type.len, property->type.ptr, (int)property->name.len,
                 property->name.ptr);
        same = is_text(v, json_object_get(props, name), property->value);
    }
    return same;
}

static int auth_results(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out"), *results = json_object_get(out, "results");
    pneu_auth_results read;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_auth_results_parse(arena, in, mode, NULL, &read);
    free((char *)in.ptr);
    if (status != PNEU_OK)
        return json_is_null(out);
    int same = is_text(v, json_object_get(out, "authserv_id"), read.authserv_id) &&
               is_number(json_object_get(out, "version"), read.version) &&
               json_array_size(results) == read.result_count;
    for (size_t k = 0; same && k < read.result_count; k++)
        same = is_result(v, json_array_get(results, k), &read.results[k]);
    return same;
}

static int tag_list(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_tag_list list;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_tag_list_parse(arena, in, mode, NULL, &list);
    free((char *)in.ptr);
    if (status != PNEU_OK || !list.is_valid)
        return json_is_null(out);
    int same = json_object_size(out) == list.tag_count;
    for (size_t k = 0; same && k < list.tag_count; k++) {
        char name[128];
        snprintf(name, sizeof name, "%.*s", (int)list.tags[k].name.len, list.tags[k].name.ptr);
        same = is_text(v, json_object_get(out, name), list.tags[k].value);
    }
    return same;
}

/* ---- ARC -------------------------------------------------------------------------------------------------------- */

/* Splits "Name: value" lines. */
static size_t split_fields(pneu_str in, pneu_field_value *fields)
{
    size_t count = 0, at = 0;
    while (at < in.len && count < FIELDS_MAX) {
        size_t end = at + (size_t)((const char *)memchr(in.ptr + at, '\n', in.len - at) - (in.ptr + at)) + 1;
        size_t colon = (size_t)((const char *)memchr(in.ptr + at, ':', end - at) - in.ptr);
        fields[count].name = pneu_i_str_of(in.ptr + at, colon - at);
        fields[count++].value = pneu_i_str_of(in.ptr + colon + 1, end - colon - 1);
        at = end;
    }
    return count;
}

static int arc_structure(vectors *v, size_t i, int32_t mode)
{
    static const char *const states[] = {"none", "structure-ok", "fail"};
    const json_t *out = vectors_json(v, i, "out");
    pneu_field_value fields[FIELDS_MAX];
    pneu_arc_chain chain;
    (void)mode;
    size_t count = split_fields(vectors_text(v, i, "in"), fields);
    return pneu_arc_chain_read(arena, fields, count, &chain) == PNEU_OK &&
           is_text(v, json_object_get(out, "cv"), pneu_i_str(states[chain.state])) &&
           is_number(json_object_get(out, "n"), chain.instance_count);
}

static int is_signed_field(const json_t *expected, const pneu_field_value *field, size_t instance, int is_last)
{
    char name[128];
    snprintf(name, sizeof name, "%.*s i=%zu%s", (int)field->name.len, field->name.ptr, instance,
             is_last ? " (b= emptied)" : "");
    return json_is_string(expected) && strcmp(json_string_value(expected), name) == 0;
}

static int arc_seal_order(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_field_value fields[FIELDS_MAX];
    pneu_arc_chain chain;
    (void)mode;
    size_t count = split_fields(vectors_text(v, i, "in"), fields), at = 0;
    if (pneu_arc_chain_read(arena, fields, count, &chain) != PNEU_OK || chain.state != PNEU_ARC_INTACT)
        return 0;
    int same = json_array_size(out) == 3 * chain.instance_count;
    for (size_t k = 1; same && k <= chain.instance_count; k++) {
        const pneu_arc_set *set = &chain.sets[k - 1];
        same = is_signed_field(json_array_get(out, at++), &fields[set->results], k, 0) &&
               is_signed_field(json_array_get(out, at++), &fields[set->signature], k, 0) &&
               is_signed_field(json_array_get(out, at++), &fields[set->seal], k, k == chain.instance_count);
    }
    return same;
}

/* ---- Lists and automatic mail -------------------------------------------------------------------------------------- */

static int list_urls(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_list_urls list;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_list_urls_parse(arena, in, mode, NULL, &list);
    free((char *)in.ptr);
    if (status == PNEU_ERR_SYNTAX)
        return json_array_size(out) == 0; /* the field is ignored */
    pneu_str note = vectors_text(v, i, "note");
    int says_no = note.ptr != NULL && strstr(note.ptr, "no=true") != NULL;
    return status == PNEU_OK && is_texts(v, out, list.urls, list.url_count) && list.is_no == says_no;
}

static int list_id(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_list_id id;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_list_id_parse(arena, in, mode, NULL, &id);
    free((char *)in.ptr);
    return status == PNEU_OK && is_text(v, json_object_get(out, "phrase"), id.phrase) &&
           is_text(v, json_object_get(out, "id"), id.id);
}

/* The JSON text in "in". */
static json_t *input_object(vectors *v, size_t i)
{
    pneu_str in = vectors_text(v, i, "in");
    json_t *object = json_loadb(in.ptr, in.len, 0, NULL);
    if (object == NULL)
        abort();
    return object;
}

static int one_click(vectors *v, size_t i, int32_t mode)
{
    json_t *fields = input_object(v, i);
    pneu_str url = {NULL, 0};
    (void)mode;
    pneu_status status = pneu_one_click_url(arena, vectors_member(v, fields, "List-Unsubscribe"),
                                            vectors_member(v, fields, "List-Unsubscribe-Post"), &url);
    json_decref(fields);
    return (status == PNEU_OK || status == PNEU_ERR_NOT_FOUND) && is_text(v, vectors_json(v, i, "out"), url);
}

static int auto_submitted(vectors *v, size_t i, int32_t mode)
{
    const json_t *out = vectors_json(v, i, "out");
    pneu_auto_submitted read;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    pneu_status status = pneu_auto_submitted_parse(arena, in, mode, NULL, &read);
    free((char *)in.ptr);
    return status == PNEU_OK && is_text(v, json_object_get(out, "keyword"), read.keyword) &&
           json_is_true(json_object_get(out, "auto")) == read.is_automatic;
}

/* ---- References and file names ------------------------------------------------------------------------------------- */

static int related_root(vectors *v, size_t i, int32_t mode)
{
    json_t *object = input_object(v, i), *parts = json_object_get(object, "parts");
    pneu_str ids[FIELDS_MAX];
    size_t found = 0, count = json_array_size(parts);
    for (size_t k = 0; k < count; k++)
        ids[k] = vectors_octets(v, json_array_get(parts, k));
    pneu_status status = pneu_related_root(vectors_member(v, object, "start"), ids, count, mode, NULL, &found);
    json_decref(object);
    return status == PNEU_OK && is_number(vectors_json(v, i, "out"), (int64_t)found);
}

static int resolve_location(vectors *v, size_t i, int32_t mode)
{
    pneu_str out = {NULL, 0};
    (void)mode;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    (void)pneu_location_resolve(arena, vectors_text(v, i, "base"), in, &out);
    free((char *)in.ptr);
    return is_text(v, vectors_json(v, i, "out"), out);
}

static int safe_filename(vectors *v, size_t i, int32_t mode)
{
    pneu_str out = {NULL, 0};
    (void)mode;
    pneu_str in = exact_copy(vectors_text(v, i, "in"));
    (void)pneu_safe_filename(arena, in, &out);
    free((char *)in.ptr);
    return is_text(v, vectors_json(v, i, "out"), out);
}

/* ---- Reports -------------------------------------------------------------------------------------------------------- */

/* Seconds since 1970 of "Thu, 7 Jul 1994 17:15:49 -0400": all that these vectors need. */
static int64_t epoch_of(pneu_str date)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char copy[64], name[4], zone[6];
    int day, year, hour, minute, second;
    snprintf(copy, sizeof copy, "%.*s", (int)date.len, date.ptr);
    if (sscanf(copy, "%*3s, %d %3s %d %d:%d:%d %5s", &day, name, &year, &hour, &minute, &second, zone) != 7)
        return 0;
    int month = (int)(strstr(months, name) - months) / 3 + 1;
    int offset = strcmp(zone, "EDT") == 0 ? -400 : atoi(zone);
    int64_t y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;
    int64_t days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
    return ((days * 24 + hour - offset / 100) * 60 + minute - offset % 100) * 60 + second;
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

static void put_date(json_t *object, const char *name, pneu_str value)
{
    if (value.ptr != NULL)
        put(object, name, json_integer(epoch_of(value)));
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

/* ---- The table ------------------------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    int (*run)(vectors *v, size_t i, int32_t mode);
} ops[] = {
    {"auth_results", auth_results},
    {"tag_list", tag_list},
    {"arc_structure", arc_structure},
    {"arc_seal_order", arc_seal_order},
    {"list_urls", list_urls},
    {"list_id", list_id},
    {"one_click", one_click},
    {"auto_submitted", auto_submitted},
    {"related_root", related_root},
    {"resolve_location", resolve_location},
    {"safe_filename", safe_filename},
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
    static const char *const files[] = {"trace_auth_list.json", "reports.json", "related_cid_crypto.json",
                                        "dkim_canon.json"};
    size_t failed = 0;
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        vectors *v = vectors_open(files[k]);
        for (size_t i = 0; i < vectors_count(v); i++)
            check(v, i);
        failed += vectors_close(v);
    }
    pneu_arena_free(arena);
    return failed > 0;
}
