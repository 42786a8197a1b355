/*
 * Delivery status, disposition notification and feedback report. Lenient always gives a value; texts are clean, defects
 * lie within the body; what strict mode reads is written, reads back the same (the library refuses to write it
 * otherwise) and is what lenient mode reads. A status code is written as it was read.
 */
#include "base/str.h"
#include "pneu/report.h"
#include "support/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_read(int32_t mode, pneu_status status, const pneu_report_fault *fault)
{
    must_be_read(mode, status);
    MUST(mode == PNEU_LENIENT || status != PNEU_OK || fault->kind == PNEU_REPORT_VALID);
}

static pneu_status check_delivery(pneu_arena *arena, pneu_str body, int32_t mode, pneu_str *out)
{
    pneu_defect_sink sink = place_sink(&body);
    pneu_delivery_status report = {0};
    pneu_status status = pneu_delivery_status_parse(arena, body, mode, &sink, &report);
    check_read(mode, status, &report.fault);
    if (status != PNEU_OK)
        return status;
    status = pneu_delivery_status_format(arena, &report, out);
    must_be_written(mode, status, *out);
    return status;
}

static pneu_status check_disposition(pneu_arena *arena, pneu_str body, int32_t mode, pneu_str *out)
{
    pneu_defect_sink sink = place_sink(&body);
    pneu_disposition_notification report = {0};
    pneu_status status = pneu_disposition_notification_parse(arena, body, mode, &sink, &report);
    check_read(mode, status, &report.fault);
    if (status != PNEU_OK)
        return status;
    must_be_clean(report.disposition.type);
    status = pneu_disposition_notification_format(arena, &report, out);
    must_be_written(mode, status, *out);
    return status;
}

static pneu_status check_feedback(pneu_arena *arena, pneu_str body, int32_t mode, pneu_str *out)
{
    pneu_defect_sink sink = place_sink(&body);
    pneu_feedback_report report = {0};
    pneu_status status = pneu_feedback_report_parse(arena, body, mode, &sink, &report);
    check_read(mode, status, &report.fault);
    if (status != PNEU_OK)
        return status;
    for (size_t i = 0; i < report.extensions.count; i++)
        must_be_clean(report.extensions.fields[i].value);
    status = pneu_feedback_report_format(arena, &report, out);
    must_be_written(mode, status, *out);
    return status;
}

static void check_code(pneu_arena *arena, pneu_str value)
{
    pneu_status_code code;
    pneu_str text;
    if (pneu_status_code_parse(value, &code) == PNEU_OK)
        MUST(pneu_status_code_format(arena, code, &text) == PNEU_OK && pneu_i_str_equal(value, text));
}

static void check_all(pneu_arena *arena, pneu_str body)
{
    check_modes(arena, body, check_delivery);
    check_modes(arena, body, check_disposition);
    check_modes(arena, body, check_feedback);
    check_code(arena, body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return check_copy(data, size, check_all);
}
