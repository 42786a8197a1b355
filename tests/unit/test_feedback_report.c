/* Feedback reports and disposition notifications: values, faults, defects, what strict mode refuses, writing. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/report.h"
#include "support/field_rows.h"

static const char bad[] = "PNEU_ERR_SYNTAX";

static void show_list(text *to, const char *name, pneu_text_list list)
{
    for (size_t i = 0; i < list.count; i++)
        show_text(to, name, list.texts[i]);
}

static void show_fault(text *to, const pneu_report_fault *fault)
{
    if (fault->kind != PNEU_REPORT_VALID)
        text_print(to, "(%d %.*s%s%.*s)", (int)fault->kind, (int)fault->field.len, fault->field.ptr,
                   fault->other.len > 0 ? "," : "", (int)fault->other.len, fault->other.ptr);
}

static pneu_status show_feedback(text *to, pneu_arena *arena, pneu_str value, int32_t mode,
                                 const pneu_defect_sink *sink)
{
    pneu_feedback_report report;
    pneu_status status = pneu_feedback_report_parse(arena, value, mode, sink, &report);
    if (status != PNEU_OK)
        return status;
    show_fault(to, &report.fault);
    show_text(to, "t", report.feedback_type);
    show_text(to, "u", report.user_agent);
    text_print(to, " %u %u", (unsigned)report.version, (unsigned)report.incidents);
    show_text(to, "from", report.original_mail_from);
    show_date(to, "at", &report.arrival_date);
    show_date(to, "rd", &report.received_date);
    show_text(to, "m", report.reporting_mta.text);
    show_text(to, "ip", report.source_ip);
    show_list(to, "to", report.original_rcpt_to);
    show_list(to, "ar", report.authentication_results);
    show_list(to, "d", report.reported_domain);
    show_list(to, "uri", report.reported_uri);
    text_print(to, " +%zu", report.extensions.count);
    return status;
}

#define NEEDED "Feedback-Type: Abuse (x)\r\nUser-Agent: a/1 (b)\r\nVersion: 1\r\n"
#define SHOWN " t=[abuse] u=[a/1 (b)] 1 "

static const field_row feedback_rows[] = {
    {"usual", NEEDED, SHOWN "0 +0", "", NULL},
    {"lists",
     NEEDED "Reported-URI: a\r\nOriginal-Rcpt-To: <b>\r\nreported-uri: c\r\nOriginal-Rcpt-To: d\r\n"
            "Reported-Domain: e\r\nAuthentication-Results: f;\r\n g=h\r\nX: y\r\nX: z\r\n",
     SHOWN "0 to=[b] to=[d] ar=[f; g=h] d=[e] uri=[a] uri=[c] +2", "", NULL},
    {"single ones", NEEDED "Original-Mail-From: <>\r\nReporting-MTA: dns; m\r\nSource-IP: ::1 (x)\r\nIncidents: 7\r\n",
     SHOWN "7 from=[] m=[m] ip=[::1] +0", "", NULL},
    {"missing", "Version: 1\r\n", "(1 Feedback-Type) 1 0 +0", " hdr_missing_required hdr_missing_required", bad},
    {"repeated", NEEDED "Version: 2\r\n", "(2 Version)" SHOWN "0 +0", " hdr_duplicate_singleton", bad},
    {"both dates", NEEDED "Arrival-Date: 1 Jan 70 00:00 GMT\r\nReceived-Date: 1 Jan 70 00:01 GMT\r\n",
     "(4 Arrival-Date,Received-Date)" SHOWN "0 at=[1 Jan 70 00:00 GMT]0 rd=[1 Jan 70 00:01 GMT]60 +0",
     " hdr_duplicate_singleton", bad},
    {"no number", NEEDED "Incidents: many\r\n", "(3 Incidents)" SHOWN "0 +0", " hdr_value_malformed", bad},
    {"two groups", NEEDED "\r\nX: y\r\n", "(5 )" SHOWN "0 +0", " hdr_value_malformed", bad},
    {"nothing", "", "(1 Feedback-Type) 0 0 +0", " hdr_missing_required hdr_missing_required hdr_missing_required", bad},
};

static pneu_status show_disposition(text *to, pneu_arena *arena, pneu_str value, int32_t mode,
                                    const pneu_defect_sink *sink)
{
    pneu_disposition_notification report;
    pneu_status status = pneu_disposition_notification_parse(arena, value, mode, sink, &report);
    if (status != PNEU_OK)
        return status;
    show_fault(to, &report.fault);
    show_text(to, "ua", report.reporting_ua);
    show_text(to, "p", report.reporting_product);
    show_text(to, "g", report.mdn_gateway.text);
    show_text(to, "o", report.original_recipient.text);
    show_text(to, "f", report.final_recipient.text);
    show_text(to, "id", report.original_message_id);
    show_text(to, "am", report.disposition.action_mode);
    show_text(to, "sm", report.disposition.sending_mode);
    show_text(to, "d", report.disposition.type);
    show_list(to, "mod", report.disposition.modifiers);
    show_list(to, "e", report.errors);
    return status;
}

#define RECIPIENT "Final-Recipient: rfc822; a\r\n"

static const field_row disposition_rows[] = {
    {"usual",
     "Reporting-UA: a.b; c 1\r\nMDN-Gateway: x; g\r\nOriginal-Recipient: rfc822; o\r\n" RECIPIENT
     "Original-Message-ID: (x) <i@j>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\nError: e\r\n",
     " ua=[a.b] p=[c 1] g=[g] o=[o] f=[a] id=[i@j] am=[manual-action] sm=[mdn-sent-manually] d=[displayed] e=[e]", "",
     NULL},
    {"comments and modifiers", RECIPIENT "Disposition: (a) x (b) / (c) y (d) ; (e) Z (f) / (g) m (h) , n (i)\r\n",
     " f=[a] am=[x] sm=[y] d=[z] mod=[m] mod=[n]", "", NULL},
    {"no product", RECIPIENT "Reporting-UA: a\r\nDisposition: x/y;z\r\n", " ua=[a] f=[a] am=[x] sm=[y] d=[z]", "",
     NULL},
    {"no modes", RECIPIENT "Disposition: displayed\r\n", "(3 Disposition) f=[a] am=[displayed] sm=[] d=[]",
     " hdr_value_malformed", bad},
    {"text after it", RECIPIENT "Disposition: x/y; z w\r\n", "(3 Disposition) f=[a] am=[x] sm=[y] d=[z]",
     " hdr_value_malformed", bad},
    {"empty modifier", RECIPIENT "Disposition: x/y; z/,\r\n", "(3 Disposition) f=[a] am=[x] sm=[y] d=[z] mod=[] mod=[]",
     " hdr_value_malformed", bad},
    {"missing", RECIPIENT, "(1 Disposition) f=[a]", " hdr_missing_required", bad},
};

static void reports_are_read(void **state)
{
    (void)state;
    assert_int_equal(field_rows_failed(feedback_rows, COUNT_OF(feedback_rows), show_feedback), 0);
    assert_int_equal(field_rows_failed(disposition_rows, COUNT_OF(disposition_rows), show_disposition), 0);
}

static void feedback_is_written(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0}, uris[] = {pneu_i_str("http://a"), pneu_i_str("http://b")};
    pneu_feedback_report report;
    (void)state;
    memset(&report, 0, sizeof report);
    report.feedback_type = pneu_i_str("abuse");
    report.user_agent = pneu_i_str("x/1");
    report.version = 1;
    report.original_mail_from = pneu_i_str("");
    report.reported_uri.texts = uris;
    report.reported_uri.count = 2;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_feedback_report_format(arena, &report, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\n"
                                                 "Original-Mail-From: <>\r\nReported-URI: http://a\r\n"
                                                 "Reported-URI: http://b\r\n")));
    uris[1] = pneu_i_str("http://b\r\nX: y");
    assert_int_equal(pneu_feedback_report_format(arena, &report, &out), PNEU_ERR_ARGUMENT);
    report.reported_uri.count = 1;
    report.arrival_date.has_date = 1;
    assert_int_equal(pneu_feedback_report_format(arena, &report, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\n"
                                                 "Original-Mail-From: <>\r\n"
                                                 "Arrival-Date: Thu, 1 Jan 1970 00:00:00 -0000\r\n"
                                                 "Reported-URI: http://a\r\n")));
    report.received_date.has_date = 1;
    assert_int_equal(pneu_feedback_report_format(arena, &report, &out), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

static void dispositions_are_written(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0}, modifier = pneu_i_str("error");
    pneu_disposition_notification report;
    (void)state;
    memset(&report, 0, sizeof report);
    report.reporting_ua = pneu_i_str("a");
    report.reporting_product = pneu_i_str("b; c");
    report.final_recipient.type = pneu_i_str("rfc822");
    report.final_recipient.text = pneu_i_str("d@e");
    report.original_message_id = pneu_i_str("f@g");
    report.disposition.action_mode = pneu_i_str("automatic-action");
    report.disposition.sending_mode = pneu_i_str("MDN-sent-automatically");
    report.disposition.type = pneu_i_str("processed");
    report.disposition.modifiers.texts = &modifier;
    report.disposition.modifiers.count = 1;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_disposition_notification_format(arena, &report, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(
        out, pneu_i_str("Reporting-UA: a; b; c\r\nFinal-Recipient: rfc822; d@e\r\nOriginal-Message-ID: <f@g>\r\n"
                        "Disposition: automatic-action/MDN-sent-automatically; processed/error\r\n")));
    report.disposition.type = pneu_i_str("processed; x");
    assert_int_equal(pneu_disposition_notification_format(arena, &report, &out), PNEU_ERR_ARGUMENT);
    report.disposition.type = pneu_i_str("processed");
    report.reporting_ua = pneu_i_str("a; b");
    assert_int_equal(pneu_disposition_notification_format(arena, &report, &out), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reports_are_read), cmocka_unit_test(feedback_is_written),
                                       cmocka_unit_test(dispositions_are_written)};
    return RUN_TESTS(tests);
}
