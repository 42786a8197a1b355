/*
 * Delivery status reports: message/delivery-status and message/global-delivery-status.
 * In: the body. Out: the fields about the message, then those of each recipient. And back.
 * The first group is about the message, each further one about a recipient. Lenient and strict also take a report whose
 * first group is missing, and one that runs both together: a first group with fields of a recipient is read as both.
 * Invariants: at most RECIPIENTS_MAX recipients; what is written reads back the same.
 * RFC 3464 sections 2.1 to 2.3; RFC 6533 section 4.
 * Not handled: the multipart/report around it.
 */
#include "syntax/read_back.h"
#include "syntax/report_form.h"

#define RECIPIENTS_MAX 10000
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define MESSAGE(name, member, kind, flags) PNEU_I_FORM_RULE(name, pneu_delivery_status, member, kind, flags)
#define RECIPIENT(name, member, kind, flags) PNEU_I_FORM_RULE(name, pneu_delivery_recipient, member, kind, flags)

static const pneu_i_form_rule message_rules[] = {
    MESSAGE("Original-Envelope-Id", original_envelope_id, ENVELOPE_ID, 0),
    MESSAGE("Reporting-MTA", reporting_mta, TYPED_WORD, PNEU_I_FORM_REQUIRED),
    MESSAGE("DSN-Gateway", dsn_gateway, TYPED_WORD, 0),
    MESSAGE("Received-From-MTA", received_from_mta, TYPED_WORD, 0),
    MESSAGE("Arrival-Date", arrival_date, DATE, 0),
};

static const pneu_i_form_rule recipient_rules[] = {
    RECIPIENT("Original-Recipient", original_recipient, ORIGINAL, 0),
    RECIPIENT("Final-Recipient", final_recipient, TYPED_WORD, PNEU_I_FORM_REQUIRED),
    RECIPIENT("Action", action, KEYWORD, PNEU_I_FORM_REQUIRED),
    RECIPIENT("Status", status, STATUS, PNEU_I_FORM_REQUIRED),
    RECIPIENT("Remote-MTA", remote_mta, TYPED_WORD, 0),
    RECIPIENT("Diagnostic-Code", diagnostic_code, TYPED_TEXT, 0),
    RECIPIENT("Last-Attempt-Date", last_attempt_date, DATE, 0),
    RECIPIENT("Final-Log-ID", final_log_id, TEXT, 0),
    RECIPIENT("Will-Retry-Until", will_retry_until, DATE, 0),
};

static const pneu_i_form message_form = {message_rules, COUNT_OF(message_rules),
                                         offsetof(pneu_delivery_status, extensions)};
/* Of a group that is about a recipient, too: extensions are the recipient's. */
static const pneu_i_form mixed_form = {message_rules, COUNT_OF(message_rules), PNEU_I_FORM_NO_EXTENSIONS};
static const pneu_i_form recipient_form = {recipient_rules, COUNT_OF(recipient_rules),
                                           offsetof(pneu_delivery_recipient, extensions)};

/* Room for as many as there are groups, so that nothing grows. */
typedef struct recipient_list {
    pneu_delivery_recipient *items;
    size_t count;
    size_t capacity;
} recipient_list;

/* 0 if there is no memory. */
static int make_room(pneu_i_report_reader *reader, recipient_list *recipients)
{
    pneu_i_form_group group;
    size_t groups = 0;
    while (groups < RECIPIENTS_MAX && pneu_i_report_next_group(reader, &group))
        groups++;
    reader->value.at = 0;
    recipients->count = 0;
    recipients->capacity = groups;
    recipients->items = pneu_i_arena_alloc(reader->value.arena, groups * sizeof *recipients->items);
    return recipients->items != NULL;
}

static void read_recipient(pneu_i_report_reader *reader, const pneu_i_form_group *group, const pneu_i_form *other,
                           recipient_list *recipients)
{
    pneu_delivery_recipient *recipient = &recipients->items[recipients->count++];
    memset(recipient, 0, sizeof *recipient);
    pneu_i_form_read(&recipient_form, reader, group, other, recipient);
    pneu_i_form_check(&recipient_form, reader, group, recipient);
}

/* The first group: about the message, or a recipient, or both. */
static void read_first(pneu_i_report_reader *reader, const pneu_i_form_group *group, recipient_list *recipients,
                       pneu_delivery_status *out)
{
    if (!pneu_i_form_is_in(&recipient_form, reader, group)) {
        pneu_i_form_read(&message_form, reader, group, NULL, out);
        pneu_i_form_check(&message_form, reader, group, out);
        return;
    }
    if (pneu_i_form_is_in(&message_form, reader, group)) {
        pneu_i_form_read(&mixed_form, reader, group, NULL, out);
        pneu_i_form_check(&mixed_form, reader, group, out);
        reader->is_second_look = 1;
    }
    read_recipient(reader, group, &message_form, recipients);
    reader->is_second_look = 0;
}

static void read_recipients(pneu_i_report_reader *reader, recipient_list *recipients)
{
    pneu_i_form_group group;
    while (reader->value.status == PNEU_OK && pneu_i_report_next_group(reader, &group)) {
        if (recipients->count == recipients->capacity) {
            pneu_i_value_defect(&reader->value, PNEU_DEFECT_LIMIT_TOKENS, group.start, reader->value.text.len);
            return;
        }
        read_recipient(reader, &group, NULL, recipients);
    }
}

pneu_status pneu_delivery_status_parse(pneu_arena *arena, pneu_str body, int32_t mode, const pneu_defect_sink *sink,
                                       pneu_delivery_status *out)
{
    pneu_i_report_reader reader;
    pneu_delivery_status report;
    recipient_list recipients;
    pneu_i_form_group group;
    pneu_status status = out != NULL ? pneu_i_report_open(&reader, arena, body, mode, sink) : PNEU_ERR_ARGUMENT;
    if (status != PNEU_OK)
        return status;
    memset(&report, 0, sizeof report);
    if (!make_room(&reader, &recipients))
        return PNEU_ERR_MEMORY;
    if (pneu_i_report_next_group(&reader, &group))
        read_first(&reader, &group, &recipients, &report);
    read_recipients(&reader, &recipients);
    pneu_i_form_group end = {body.len, body.len};
    if (recipients.count == 0)
        pneu_i_report_fail(&reader, PNEU_REPORT_MISSING, "Final-Recipient", PNEU_DEFECT_HDR_MISSING_REQUIRED, end);
    status = pneu_i_value_reader_end(&reader.value);
    if (status != PNEU_OK)
        return status;
    report.recipients = recipients.items;
    report.recipient_count = recipients.count;
    report.fault = reader.fault;
    *out = report;
    return PNEU_OK;
}

static int is_same(const pneu_delivery_status *a, const pneu_delivery_status *b)
{
    if (!pneu_i_form_is_same(&message_form, a, b) || a->recipient_count != b->recipient_count)
        return 0;
    for (size_t i = 0; i < a->recipient_count; i++)
        if (!pneu_i_form_is_same(&recipient_form, &a->recipients[i], &b->recipients[i]))
            return 0;
    return 1;
}

pneu_status pneu_delivery_status_format(pneu_arena *arena, const pneu_delivery_status *report, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_delivery_status again;
    pneu_str text;
    if (arena == NULL || report == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, 256);
    int fits = pneu_i_form_write(&message_form, report, &builder);
    for (size_t i = 0; i < report->recipient_count; i++) {
        pneu_i_text_builder_add(&builder, "\r\n", builder.len > 0 ? 2 : 0);
        fits &= pneu_i_form_write(&recipient_form, &report->recipients[i], &builder);
    }
    pneu_status status = pneu_i_text_builder_end(&builder, &text);
    if (status == PNEU_OK)
        status = pneu_delivery_status_parse(arena, text, PNEU_STRICT, NULL, &again);
    int is_same_again = status == PNEU_OK && fits && is_same(report, &again);
    return pneu_i_read_back_give(status, is_same_again, text, out);
}
