/*
 * Delivery status, disposition notification and feedback report. Lenient always gives a value; texts are clean, defects
 * lie within the body; what strict mode reads is written, reads back the same (the library refuses to write it
 * otherwise) and is what lenient mode reads. A status code is written as it was read.
 */
#include <stdlib.h>

#include "base/str.h"
#include "pneu/report.h"
#include "support/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must_be_read(int32_t mode, pneu_status status, int32_t fault)
{
    MUST(status == PNEU_OK || (mode == PNEU_STRICT && status == PNEU_ERR_SYNTAX));
    MUST(mode == PNEU_LENIENT || status != PNEU_OK || fault == PNEU_REPORT_VALID);
}

static pneu_status check_delivery(pneu_arena *arena, pneu_str body, int32_t mode, pneu_str *text)
{
    pneu_defect_sink sink = place_sink(&body);
    pneu_delivery_status report = {0};
    pneu_status status = pneu_delivery_status_parse(arena, body, mode, &sink, &report);
    must_be_read(mode, status, report.fault.kind);
    if (status != PNEU_OK)
        return status;
    must_be_clean(report.reporting_mta.text);
    for (size_t i = 0; i < report.recipient_count; i++) {
        must_be_clean(report.recipients[i].final_recipient.text);
        must_be_clean(report.recipients[i].diagnostic_code.text);
    }
    status = pneu_delivery_status_format(arena, &report, text);
    must_be_written(mode, status, *text);
    return status;
}

static pneu_status check_disposition(pneu_arena *arena, pneu_str body, int32_t mode, pneu_str *text)
{
    pneu_defect_sink sink = place_sink(&body);
    pneu_disposition_notification report = {0};
    pneu_status status = pneu_disposition_notification_parse(arena, body, mode, &sink, &report);
    must_be_read(mode, status, report.fault.kind);
    if (status != PNEU_OK)
        return status;
    must_be_clean(report.disposition.type);
    status = pneu_disposition_notification_format(arena, &report, text);
    must_be_written(mode, status, *text);
    return status;
}

static pneu_status check_feedback(pneu_arena *arena, pneu_str body, int32_t mode, pneu_str *text)
{
    pneu_defect_sink sink = place_sink(&body);
    pneu_feedback_report report = {0};
    pneu_status status = pneu_feedback_report_parse(arena, body, mode, &sink, &report);
    must_be_read(mode, status, report.fault.kind);
    if (status != PNEU_OK)
        return status;
    for (size_t i = 0; i < report.extensions.count; i++)
        must_be_clean(report.extensions.fields[i].value);
    status = pneu_feedback_report_format(arena, &report, text);
    must_be_written(mode, status, *text);
    return status;
}

static void check_code(pneu_arena *arena, pneu_str value)
{
    pneu_status_code code;
    pneu_str text;
    if (pneu_status_code_parse(value, &code) == PNEU_OK)
        MUST(pneu_status_code_format(arena, code, &text) == PNEU_OK && pneu_i_str_equal(value, text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena = NULL;
    pneu_str a = {NULL, 0}, b = {NULL, 0};
    char *copy = malloc(size > 0 ? size : 1); /* exactly the body, so that a byte read too many is seen */
    if (copy == NULL || pneu_arena_new(NULL, &arena) != PNEU_OK)
        abort();
    memcpy(copy, data, size);
    pneu_str body = {copy, size};
    pneu_status lenient = check_delivery(arena, body, PNEU_LENIENT, &a);
    must_be_same(lenient, a, check_delivery(arena, body, PNEU_STRICT, &b), b);
    lenient = check_disposition(arena, body, PNEU_LENIENT, &a);
    must_be_same(lenient, a, check_disposition(arena, body, PNEU_STRICT, &b), b);
    lenient = check_feedback(arena, body, PNEU_LENIENT, &a);
    must_be_same(lenient, a, check_feedback(arena, body, PNEU_STRICT, &b), b);
    check_code(arena, body);
    free(copy);
    pneu_arena_free(arena);
    return 0;
}
