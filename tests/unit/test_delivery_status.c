/* Delivery status reports and enhanced status codes: values, faults, defects, what strict mode refuses, writing. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "pneu/report.h"
#include "support/field_rows.h"

static const char bad[] = "PNEU_ERR_SYNTAX";

static void show_typed(text *to, const char *name, pneu_typed_text value)
{
    if (value.text.ptr != NULL)
        text_print(to, " %s=[%.*s|%.*s]", name, (int)value.type.len, value.type.ptr, (int)value.text.len,
                   value.text.ptr);
}

static void show_extensions(text *to, const pneu_extension_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        text_print(to, " +%.*s=[%.*s]", (int)list->fields[i].name.len, list->fields[i].name.ptr,
                   (int)list->fields[i].value.len, list->fields[i].value.ptr);
}

static void show_recipient(text *to, const pneu_delivery_recipient *recipient)
{
    text_print(to, " /");
    show_typed(to, "o", recipient->original_recipient);
    show_typed(to, "f", recipient->final_recipient);
    show_text(to, "a", recipient->action);
    if (recipient->status.code_class > 0)
        text_print(to, " %u.%u.%u", recipient->status.code_class, recipient->status.subject, recipient->status.detail);
    show_typed(to, "r", recipient->remote_mta);
    show_typed(to, "d", recipient->diagnostic_code);
    show_date(to, "l", &recipient->last_attempt_date);
    show_text(to, "id", recipient->final_log_id);
    show_date(to, "w", &recipient->will_retry_until);
    show_extensions(to, &recipient->extensions);
}

static pneu_status show_report(text *to, pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_delivery_status report;
    pneu_status status = pneu_delivery_status_parse(arena, value, mode, sink, &report);
    if (status != PNEU_OK)
        return status;
    if (report.fault.kind != PNEU_REPORT_VALID)
        text_print(to, "(%d %.*s)", (int)report.fault.kind, (int)report.fault.field.len, report.fault.field.ptr);
    show_text(to, "e", report.original_envelope_id);
    show_typed(to, "m", report.reporting_mta);
    show_typed(to, "g", report.dsn_gateway);
    show_typed(to, "x", report.received_from_mta);
    show_date(to, "t", &report.arrival_date);
    show_extensions(to, &report.extensions);
    for (size_t i = 0; i < report.recipient_count; i++)
        show_recipient(to, &report.recipients[i]);
    return status;
}

#define FINAL "Final-Recipient: rfc822; a@b\r\nAction: failed\r\nStatus: 5.1.1\r\n"
#define SHOWN_FINAL " / f=[rfc822|a@b] a=[failed] 5.1.1"

#define DATE "Thu, 7 Jul 1994 17:15:49 -0400"

static const field_row rows[] = {
    {"all fields",
     "Original-Envelope-ID: x\r\nReporting-MTA: dns; a (b)\r\nDSN-Gateway: dns;c\r\nReceived-From-MTA: dns; d\r\n"
     "Arrival-Date: " DATE "\r\nX-F: g\r\n\r\nOriginal-Recipient: rfc822; h\r\n" FINAL
     "Remote-MTA: dns; i\r\nDiagnostic-Code: smtp; 550 (j)\r\nLast-Attempt-Date: " DATE " (k)\r\nFinal-Log-ID: l\r\n"
     "Will-Retry-Until: 1 Jan 70\r\n 00:01 GMT\r\nX-N: o\r\n",
     " e=[x] m=[dns|a] g=[dns|c] x=[dns|d] t=[" DATE
     "]773615749 +X-F=[g] / o=[rfc822|h] f=[rfc822|a@b] a=[failed] 5.1.1 r=[dns|i] "
     "d=[smtp|550 (j)] l=[" DATE " (k)]773615749 id=[l] w=[1 Jan 70 00:01 GMT]60 +X-N=[o]",
     "", NULL},
    {"LF, folds, empty lines", "\nReporting-MTA: dns;\n a\n\n\n\n" FINAL "\n", " m=[dns|a]" SHOWN_FINAL, "", NULL},
    {"two recipients", "Reporting-MTA: dns; a\r\n\r\n" FINAL "\r\n" FINAL, " m=[dns|a]" SHOWN_FINAL SHOWN_FINAL, "",
     NULL},
    {"no first group", FINAL "\r\n" FINAL, SHOWN_FINAL SHOWN_FINAL, "", NULL},
    {"one group for both", "Reporting-MTA: dns; a\r\nX: y\r\n" FINAL, " m=[dns|a]" SHOWN_FINAL " +X=[y]", "", NULL},
    {"xtext", "Original-Envelope-Id: a+2Bb+20c+41\r\n" FINAL "Original-Recipient: rfc822;a+2Bb+3D+20+41@c\r\n",
     "(1 Reporting-MTA) e=[a+b c+41] / o=[rfc822|a+b=+20+41@c] f=[rfc822|a@b] a=[failed] 5.1.1",
     " hdr_missing_required", bad},
    {"comments, brackets, case",
     "Final-Recipient: (a) RFC822 (b); (c) <\"d(e\"@f> (g)\r\nAction: (h) Failed\r\nStatus: 5.0.0 (i)",
     " / f=[rfc822|\"d(e\"@f] a=[failed] 5.0.0", "", NULL},
    {"nothing", "", "(1 Final-Recipient)", " hdr_missing_required", bad},
    {"no recipient", "Reporting-MTA: dns; a\r\n", "(1 Final-Recipient) m=[dns|a]", " hdr_missing_required", bad},
    {"required fields", "Reporting-MTA: dns; a\r\n\r\nX: y\r\n", "(1 Final-Recipient) m=[dns|a] / +X=[y]",
     " hdr_missing_required hdr_missing_required hdr_missing_required", bad},
    {"repeated", FINAL "ACTION: delayed\r\n", "(2 Action)" SHOWN_FINAL, " hdr_duplicate_singleton", bad},
    {"no type", FINAL "Remote-MTA: a\r\n", "(3 Remote-MTA)" SHOWN_FINAL " r=[|a]", " hdr_value_malformed", bad},
    {"text after the code", "Final-Recipient: rfc822; a\r\nAction: failed\r\nStatus: 5.1.1 unknown\r\n",
     "(3 Status) / f=[rfc822|a] a=[failed] 5.1.1", " hdr_value_malformed", bad},
    {"bad code", "Final-Recipient: rfc822; a\r\nAction: failed\r\nStatus: 550\r\n",
     "(3 Status) / f=[rfc822|a] a=[failed]", " hdr_value_malformed hdr_missing_required", bad},
    {"no field", FINAL "hello\r\n: x\r\n", "(5 )" SHOWN_FINAL, " hdr_missing_colon hdr_missing_colon", bad},
    {"blank before the colon", "Final-Recipient : rfc822; a@b\r\nAction: failed\r\nStatus: 5.1.1\r\n", SHOWN_FINAL,
     " hdr_space_before_colon", bad},
    {"not UTF-8", FINAL "Diagnostic-Code: smtp; \xE9\r\n", SHOWN_FINAL " d=[smtp|\xC3\xA9]", "", bad},
    {"date as nobody should write it", FINAL "Last-Attempt-Date: 1994-07-07 21:15:49Z\r\n",
     SHOWN_FINAL " l=[1994-07-07 21:15:49Z]773615749", "", NULL},
    {"no date", FINAL "Will-Retry-Until: soon\r\n", "(3 Will-Retry-Until)" SHOWN_FINAL " w=[soon]?",
     " hdr_value_malformed", bad},
    {"empty date", "Reporting-MTA: dns; a\r\nArrival-Date:\r\n\r\n" FINAL,
     "(3 Arrival-Date) m=[dns|a] t=[]?" SHOWN_FINAL, " hdr_value_malformed", bad},
    {"control characters", FINAL "X: a\x01\r\n", SHOWN_FINAL " +X=[a]", "", bad},
};

static void reports_are_read(void **state)
{
    (void)state;
    assert_int_equal(field_rows_failed(rows, COUNT_OF(rows), show_report), 0);
}

static void count_defect(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    (void)detail;
    (void)offset;
    (void)length;
    *(size_t *)ctx += code == PNEU_DEFECT_LIMIT_TOKENS;
}

static void recipients_are_bounded(void **state)
{
    static const char group[] = FINAL "\r\n";
    const size_t count = 10001, size = sizeof group - 1;
    char *body = malloc(count * size);
    size_t limits = 0;
    pneu_defect_sink sink = {count_defect, &limits};
    pneu_delivery_status report;
    pneu_arena *arena = NULL;
    (void)state;
    assert_non_null(body);
    for (size_t i = 0; i < count; i++)
        memcpy(body + i * size, group, size);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    pneu_str whole = pneu_i_str_of(body, count * size);
    assert_int_equal(pneu_delivery_status_parse(arena, whole, PNEU_LENIENT, &sink, &report), PNEU_OK);
    assert_int_equal(report.recipient_count, 10000);
    assert_int_equal(limits, 1);
    assert_int_equal(pneu_delivery_status_parse(arena, whole, PNEU_STRICT, NULL, &report), PNEU_ERR_SYNTAX);
    whole.len = 10000 * size;
    assert_int_equal(pneu_delivery_status_parse(arena, whole, PNEU_STRICT, NULL, &report), PNEU_OK);
    pneu_arena_free(arena);
    free(body);
}

static pneu_delivery_recipient a_recipient(void)
{
    pneu_delivery_recipient recipient;
    memset(&recipient, 0, sizeof recipient);
    recipient.final_recipient.type = pneu_i_str("rfc822");
    recipient.final_recipient.text = pneu_i_str("a@b");
    recipient.action = pneu_i_str("failed");
    recipient.status.code_class = 5;
    return recipient;
}

static pneu_status format_one(pneu_arena *arena, pneu_delivery_recipient recipient, pneu_str *out)
{
    pneu_delivery_status report;
    memset(&report, 0, sizeof report);
    report.reporting_mta.type = pneu_i_str("dns");
    report.reporting_mta.text = pneu_i_str("c");
    report.recipients = &recipient;
    report.recipient_count = 1;
    return pneu_delivery_status_format(arena, &report, out);
}

#define HEAD "Reporting-MTA: dns; c\r\n\r\n"
#define TAIL "Final-Recipient: rfc822; a@b\r\nAction: failed\r\nStatus: 5.0.0\r\n"

static void reports_are_written(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    pneu_delivery_recipient recipient = a_recipient();
    pneu_field_value extension = {pneu_i_str("X-A"), pneu_i_str("")};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    recipient.original_recipient.type = pneu_i_str("rfc822");
    recipient.original_recipient.text = pneu_i_str("a+b+2Bc@d");
    recipient.extensions.fields = &extension;
    recipient.extensions.count = 1;
    assert_int_equal(format_one(arena, recipient, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str(HEAD "Original-Recipient: rfc822; a+b+2B2Bc@d\r\n" TAIL "X-A:\r\n")));
    recipient = a_recipient();
    recipient.diagnostic_code.type = pneu_i_str("smtp");
    recipient.diagnostic_code.text = pneu_i_str("550 this answer is so long that it does not fit into one line of 78 "
                                                "bytes, and there are  two blanks");
    assert_int_equal(format_one(arena, recipient, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(
        out, pneu_i_str(HEAD TAIL "Diagnostic-Code: smtp; 550 this answer is so long that it does not fit into\r\n"
                                  " one line of 78 bytes, and there are  two blanks\r\n")));
    pneu_arena_free(arena);
}

/* A text, a date, or both; what is written of them, NULL for PNEU_ERR_ARGUMENT. */
static const struct {
    const char *text;
    int32_t has_date;
    pneu_date date;
    const char *expected;
} dates[] = {
    {DATE, 0, {0, 0, 0}, DATE},
    {DATE, 1, {773615749, -240, 1}, DATE},
    {NULL, 1, {773615749, -240, 1}, DATE},
    {NULL, 1, {0, 0, 0}, "Thu, 1 Jan 1970 00:00:00 -0000"},
    {DATE, 1, {773615748, -240, 1}, NULL}, /* not the same */
    {DATE, 1, {773615749, -240, 0}, NULL},
    {NULL, 1, {INT64_MAX, 0, 1}, NULL},
    {"tomorrow", 0, {0, 0, 0}, NULL},
    {"", 0, {0, 0, 0}, NULL},
};

static void dates_are_written(void **state)
{
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(dates); i++) {
        pneu_delivery_recipient recipient = a_recipient();
        pneu_str out = {NULL, 0};
        text expected = {NULL, 0, 0};
        recipient.will_retry_until.text = dates[i].text ? pneu_i_str(dates[i].text) : out;
        recipient.will_retry_until.date = dates[i].date;
        recipient.will_retry_until.has_date = dates[i].has_date;
        pneu_status status = format_one(arena, recipient, &out);
        assert_int_equal(status, dates[i].expected ? PNEU_OK : PNEU_ERR_ARGUMENT);
        text_print(&expected, HEAD TAIL "Will-Retry-Until: %s\r\n", dates[i].expected ? dates[i].expected : "");
        assert_true(dates[i].expected ? pneu_i_str_is(out, expected.ptr) : out.ptr == NULL);
        text_free(&expected);
    }
    pneu_arena_free(arena);
}

static void injection_is_refused(void **state)
{
    static const char *const texts[] = {"a\r\nX: y", "a\nb", "a\r\n b", "a\x01", " a", "a ", "\xFF"};
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    char lengthy[1200];
    (void)state;
    memset(lengthy, 'a', sizeof lengthy);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        pneu_delivery_recipient recipient = a_recipient();
        pneu_field_value extension = {pneu_i_str("X"), pneu_i_str(texts[i])};
        recipient.extensions.fields = &extension;
        recipient.extensions.count = 1;
        assert_int_equal(format_one(arena, recipient, &out), PNEU_ERR_ARGUMENT);
        extension.name = pneu_i_str(texts[i]);
        extension.value = pneu_i_str("x");
        assert_int_equal(format_one(arena, recipient, &out), PNEU_ERR_ARGUMENT);
        extension.name = pneu_i_str("Action"); /* a field of the form is no extension */
        assert_int_equal(format_one(arena, recipient, &out), PNEU_ERR_ARGUMENT);
        recipient = a_recipient();
        recipient.final_recipient.text = pneu_i_str(texts[i]);
        assert_int_equal(format_one(arena, recipient, &out), PNEU_ERR_ARGUMENT);
        recipient = a_recipient();
        recipient.action = pneu_i_str(texts[i]);
        assert_int_equal(format_one(arena, recipient, &out), PNEU_ERR_ARGUMENT);
        recipient = a_recipient();
        recipient.last_attempt_date.text = pneu_i_str(texts[i]);
        assert_int_equal(format_one(arena, recipient, &out), PNEU_ERR_ARGUMENT);
    }
    pneu_delivery_recipient recipient = a_recipient();
    recipient.final_log_id = pneu_i_str_of(lengthy, sizeof lengthy);
    assert_int_equal(format_one(arena, recipient, &out), PNEU_ERR_ARGUMENT);
    recipient = a_recipient();
    recipient.status.code_class = 3;
    assert_int_equal(format_one(arena, recipient, &out), PNEU_ERR_ARGUMENT);
    recipient.status.code_class = 0;
    assert_int_equal(format_one(arena, recipient, &out), PNEU_ERR_ARGUMENT);
    assert_null(out.ptr);
    pneu_arena_free(arena);
}

static void codes_are_read_and_written(void **state)
{
    static const struct {
        const char *text;
        pneu_status status;
    } codes[] = {{"5.1.1", PNEU_OK},
                 {"2.0.999", PNEU_OK},
                 {"5.1.1 ", PNEU_ERR_SYNTAX},
                 {"05.1.1", PNEU_ERR_SYNTAX},
                 {"5.1.", PNEU_ERR_SYNTAX},
                 {"5.1.1.1", PNEU_ERR_SYNTAX},
                 {"5.1.1000", PNEU_ERR_SYNTAX},
                 {"55.1.1", PNEU_ERR_SYNTAX},
                 {"", PNEU_ERR_SYNTAX}};
    pneu_arena *arena = NULL;
    pneu_str out;
    pneu_status_code code = {5, 1000, 0, 0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_status_code_format(arena, code, &out), PNEU_ERR_ARGUMENT);
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        pneu_str in = pneu_i_str(codes[i].text);
        assert_int_equal(pneu_status_code_parse(in, &code), codes[i].status);
        if (codes[i].status != PNEU_OK)
            continue;
        assert_int_equal(pneu_status_code_format(arena, code, &out), PNEU_OK);
        assert_true(pneu_i_str_equal(out, in));
    }
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_are_read),     cmocka_unit_test(recipients_are_bounded),
        cmocka_unit_test(reports_are_written),  cmocka_unit_test(dates_are_written),
        cmocka_unit_test(injection_is_refused), cmocka_unit_test(codes_are_read_and_written)};
    return RUN_TESTS(tests);
}
