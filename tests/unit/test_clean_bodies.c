/*
 * No value that is read from a body holds CR, LF or NUL: texts of reports, paragraphs of format=flowed, previews. See
 * test_clean_values.c for fields.
 */
#include "support/test.h"

#include "base/str.h"
#include "pneu/pneu.h"
#include "support/spoil.h"

static void see_typed(reading *r, pneu_typed_text typed)
{
    see(r, typed.type);
    see(r, typed.text);
}

static void see_extensions(reading *r, const pneu_extension_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        see(r, list->fields[i].name);
        see(r, list->fields[i].value);
    }
}

static void see_fault(reading *r, const pneu_report_fault *fault)
{
    see(r, fault->field);
    see(r, fault->other);
}

static void see_recipient(reading *r, const pneu_delivery_recipient *recipient)
{
    const pneu_str texts[] = {recipient->action, recipient->last_attempt_date.text, recipient->final_log_id,
                              recipient->will_retry_until.text};
    see_all(r, texts, COUNT_OF(texts));
    see_typed(r, recipient->original_recipient);
    see_typed(r, recipient->final_recipient);
    see_typed(r, recipient->remote_mta);
    see_typed(r, recipient->diagnostic_code);
    see_extensions(r, &recipient->extensions);
}

static void delivery_status(reading *r)
{
    pneu_delivery_status report;
    if (pneu_delivery_status_parse(r->arena, r->in, r->mode, NULL, &report) != PNEU_OK)
        return;
    see(r, report.original_envelope_id);
    see(r, report.arrival_date.text);
    see_typed(r, report.reporting_mta);
    see_typed(r, report.dsn_gateway);
    see_typed(r, report.received_from_mta);
    see_extensions(r, &report.extensions);
    see_fault(r, &report.fault);
    for (size_t i = 0; i < report.recipient_count; i++)
        see_recipient(r, &report.recipients[i]);
}

static void disposition_notification(reading *r)
{
    pneu_disposition_notification report;
    if (pneu_disposition_notification_parse(r->arena, r->in, r->mode, NULL, &report) != PNEU_OK)
        return;
    const pneu_disposition *disposition = &report.disposition;
    const pneu_str texts[] = {
        report.reporting_ua,      report.reporting_product,  report.original_message_id,
        disposition->action_mode, disposition->sending_mode, disposition->type,
    };
    see_all(r, texts, COUNT_OF(texts));
    see_all(r, disposition->modifiers.texts, disposition->modifiers.count);
    see_all(r, report.errors.texts, report.errors.count);
    see_typed(r, report.mdn_gateway);
    see_typed(r, report.original_recipient);
    see_typed(r, report.final_recipient);
    see_extensions(r, &report.extensions);
    see_fault(r, &report.fault);
}

static void feedback_report(reading *r)
{
    pneu_feedback_report report;
    if (pneu_feedback_report_parse(r->arena, r->in, r->mode, NULL, &report) != PNEU_OK)
        return;
    const pneu_str texts[] = {report.feedback_type,      report.user_agent,        report.original_envelope_id,
                              report.original_mail_from, report.arrival_date.text, report.received_date.text,
                              report.source_ip};
    see_all(r, texts, COUNT_OF(texts));
    see_typed(r, report.reporting_mta);
    see_all(r, report.original_rcpt_to.texts, report.original_rcpt_to.count);
    see_all(r, report.authentication_results.texts, report.authentication_results.count);
    see_all(r, report.reported_domain.texts, report.reported_domain.count);
    see_all(r, report.reported_uri.texts, report.reported_uri.count);
    see_extensions(r, &report.extensions);
    see_fault(r, &report.fault);
}

static void flowed(reading *r)
{
    pneu_paragraphs paragraphs;
    uint32_t flags = r->mode == PNEU_STRICT ? PNEU_FLOWED_STRICT : 0;
    if (pneu_flowed_decode(r->arena, r->in, flags, &paragraphs) != PNEU_OK)
        return;
    for (size_t i = 0; i < paragraphs.count; i++)
        see(r, paragraphs.items[i].text);
}

static void preview(reading *r)
{
    pneu_str out;
    for (int32_t kind = PNEU_BODY_FIXED; kind <= PNEU_BODY_HTML; kind++)
        if (pneu_preview(r->arena, r->in, kind, &out) == PNEU_OK)
            see(r, out);
}

static const reader_row rows[] = {
    {"delivery status", delivery_status,
     "Original-Envelope-Id: a+0Db\r\nReporting-MTA: dns; c (d)\r\nDSN-Gateway: e; f\r\nArrival-Date: g\r\nX: "
     "=?utf-8?Q?h?=\r\n"
     "\r\nOriginal-Recipient: rfc822; i+0A@j\r\nFinal-Recipient: rfc822; k@l\r\nAction: failed\r\nStatus: 5.0.0 (m)\r\n"
     "Diagnostic-Code: smtp; 5\r\n n\r\nFinal-Log-ID: o\r\nRemote-MTA: dns; p\r\nQ: r\r\n"},
    {"disposition notification", disposition_notification,
     "Reporting-UA: a; b (c)\r\nMDN-Gateway: d; e\r\nOriginal-Recipient: rfc822; f@g\r\nFinal-Recipient: rfc822; "
     "h@i\r\n"
     "Original-Message-ID: <j@k>\r\nDisposition: automatic-action/MDN-sent-manually; displayed/error,l\r\nError: m\r\n "
     "n\r\n"
     "O: p\r\n"},
    {"feedback report", feedback_report,
     "Feedback-Type: abuse\r\nUser-Agent: a\r\nVersion: 1\r\nOriginal-Envelope-Id: b\r\nOriginal-Mail-From: <c@d>\r\n"
     "Arrival-Date: e\r\nReporting-MTA: dns; f\r\nSource-IP: 192.0.2.1\r\nOriginal-Rcpt-To: <g@h>\r\n"
     "Authentication-Results: i;\r\n j=k\r\nReported-Domain: l\r\nReported-URI: m:n\r\nO: p\r\n"},
    {"format=flowed", flowed, "a \r\nb\r\n> c \r\n> d\r\n-- \r\n"},
    {"preview", preview, "<p>a &#10;&#13;&#0;&NewLine;b</p>\r\n> c\r\n"},
};

static void values_are_clean(void **state)
{
    (void)state;
    assert_int_equal(readers_failed(rows, COUNT_OF(rows)), 0);
}

static void values_are_clean_when_memory_ends(void **state)
{
    (void)state;
    readers_starve(rows, COUNT_OF(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_clean),
        cmocka_unit_test(values_are_clean_when_memory_ends),
    };
    return RUN_TESTS(tests);
}
