/*
 * Feedback reports (ARF): message/feedback-report.
 * In: the body, one group of fields. Out: its values. And back. Invariant: what is written reads back the same.
 * RFC 5965 sections 3.1 to 3.3. Fields of later RFCs (6591, 6692) are extensions.
 * Not handled: the other parts of the report; what to believe of it (RFC 5965 section 8).
 */
#include "syntax/read_back.h"
#include "syntax/report_form.h"

#define RULE(name, member, kind, flags) PNEU_I_FORM_RULE(name, pneu_feedback_report, member, kind, flags)

static const pneu_i_form_rule rules[] = {
    RULE("Feedback-Type", feedback_type, KEYWORD, PNEU_I_FORM_REQUIRED),
    RULE("User-Agent", user_agent, TEXT, PNEU_I_FORM_REQUIRED),
    RULE("Version", version, NUMBER, PNEU_I_FORM_REQUIRED),
    RULE("Original-Envelope-Id", original_envelope_id, ENVELOPE_ID, 0),
    RULE("Original-Mail-From", original_mail_from, PATH, 0),
    RULE("Arrival-Date", arrival_date, DATE, 0),
    RULE("Received-Date", received_date, DATE, 0),
    RULE("Reporting-MTA", reporting_mta, TYPED_WORD, 0),
    RULE("Source-IP", source_ip, WORD, 0),
    RULE("Incidents", incidents, NUMBER, 0),
    RULE("Original-Rcpt-To", original_rcpt_to, PATH, PNEU_I_FORM_MANY),
    RULE("Authentication-Results", authentication_results, TEXT, PNEU_I_FORM_MANY),
    RULE("Reported-Domain", reported_domain, WORD, PNEU_I_FORM_MANY),
    RULE("Reported-URI", reported_uri, TEXT, PNEU_I_FORM_MANY),
};

static const pneu_i_form form = {rules, sizeof rules / sizeof rules[0], offsetof(pneu_feedback_report, extensions)};

_Static_assert(sizeof rules / sizeof rules[0] <= PNEU_I_FORM_RULES, "more rules than a form has room for");

/* RFC 5965 section 3.2: one of both at most. */
static void check_dates(pneu_i_report_reader *reader, const pneu_i_form_group *group,
                        const pneu_feedback_report *report)
{
    if (report->arrival_date.text.ptr == NULL || report->received_date.text.ptr == NULL)
        return;
    int is_first = reader->fault.kind == PNEU_REPORT_VALID;
    pneu_i_report_fail(reader, PNEU_REPORT_CONFLICT, "Arrival-Date", PNEU_DEFECT_HDR_DUPLICATE_SINGLETON, *group);
    if (is_first)
        reader->fault.other = pneu_i_str("Received-Date");
}

pneu_status pneu_feedback_report_parse(pneu_arena *arena, pneu_str body, int32_t mode, const pneu_defect_sink *sink,
                                       pneu_feedback_report *out)
{
    pneu_i_report_reader reader;
    pneu_feedback_report report;
    pneu_i_form_group group;
    pneu_status status = out != NULL ? pneu_i_report_open(&reader, arena, body, mode, sink) : PNEU_ERR_ARGUMENT;
    if (status != PNEU_OK)
        return status;
    memset(&report, 0, sizeof report);
    (void)pneu_i_report_next_group(&reader, &group);
    pneu_i_form_read(&form, &reader, &group, NULL, &report);
    pneu_i_form_check(&form, &reader, &group, &report);
    check_dates(&reader, &group, &report);
    pneu_i_report_expect_end(&reader);
    report.fault = reader.fault;
    status = pneu_i_value_reader_end(&reader.value);
    if (status == PNEU_OK)
        *out = report;
    return status;
}

pneu_status pneu_feedback_report_format(pneu_arena *arena, const pneu_feedback_report *report, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_feedback_report again;
    pneu_str text;
    if (arena == NULL || report == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, 256);
    int fits = pneu_i_form_write(&form, report, &builder);
    pneu_status status = pneu_i_text_builder_end(&builder, &text);
    if (status == PNEU_OK)
        status = pneu_feedback_report_parse(arena, text, PNEU_STRICT, NULL, &again);
    int is_same_again = status == PNEU_OK && fits && pneu_i_form_is_same(&form, report, &again);
    return pneu_i_read_back_give(status, is_same_again, text, out);
}
