/*
 * Disposition notifications: message/disposition-notification and message/global-disposition-notification.
 * In: the body, one group of fields. Out: its values. And back. Invariant: what is written reads back the same.
 * RFC 8098 section 3.1; RFC 6533 section 6.
 * Not handled: the field Disposition-Notification-To that asks for one; whether it may be sent (RFC 8098 section 2.1).
 */
#include "syntax/read_back.h"
#include "syntax/report_form.h"

#define RULE(name, member, kind, flags) PNEU_I_FORM_RULE(name, pneu_disposition_notification, member, kind, flags)

static const pneu_i_form_rule rules[] = {
    RULE("Reporting-UA", reporting_ua, AGENT, 0),
    RULE("MDN-Gateway", mdn_gateway, TYPED_WORD, 0),
    RULE("Original-Recipient", original_recipient, ORIGINAL, 0),
    RULE("Final-Recipient", final_recipient, TYPED_WORD, PNEU_I_FORM_REQUIRED),
    RULE("Original-Message-ID", original_message_id, PATH, 0),
    RULE("Disposition", disposition, DISPOSITION, PNEU_I_FORM_REQUIRED),
    RULE("Error", errors, TEXT, PNEU_I_FORM_MANY),
};

static const pneu_i_form form = {rules, sizeof rules / sizeof rules[0],
                                 offsetof(pneu_disposition_notification, extensions)};

/* Name and product of the agent are read as one value. */
_Static_assert(offsetof(pneu_disposition_notification, reporting_product) ==
                   offsetof(pneu_disposition_notification, reporting_ua) + sizeof(pneu_str),
               "reporting_product must follow reporting_ua");

pneu_status pneu_disposition_notification_parse(pneu_arena *arena, pneu_str body, int32_t mode,
                                                const pneu_defect_sink *sink, pneu_disposition_notification *out)
{
    pneu_i_report_reader reader;
    pneu_disposition_notification report;
    pneu_i_form_group group;
    pneu_status status = out != NULL ? pneu_i_report_open(&reader, arena, body, mode, sink) : PNEU_ERR_ARGUMENT;
    if (status != PNEU_OK)
        return status;
    memset(&report, 0, sizeof report);
    (void)pneu_i_report_next_group(&reader, &group);
    pneu_i_form_read(&form, &reader, &group, NULL, &report);
    pneu_i_form_check(&form, &reader, &group, &report);
    pneu_i_report_expect_end(&reader);
    report.fault = reader.fault;
    status = pneu_i_value_reader_end(&reader.value);
    if (status == PNEU_OK)
        *out = report;
    return status;
}

pneu_status pneu_disposition_notification_format(pneu_arena *arena, const pneu_disposition_notification *report,
                                                 pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_disposition_notification again;
    pneu_str text;
    if (arena == NULL || report == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, 256);
    int fits = pneu_i_form_write(&form, report, &builder);
    pneu_status status = pneu_i_text_builder_end(&builder, &text);
    if (status == PNEU_OK)
        status = pneu_disposition_notification_parse(arena, text, PNEU_STRICT, NULL, &again);
    int is_same_again = status == PNEU_OK && fits && pneu_i_form_is_same(&form, report, &again);
    return pneu_i_read_back_give(status, is_same_again, text, out);
}
