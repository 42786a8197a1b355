/* Authentication-Results and ARC-Authentication-Results: values, defects, what strict mode refuses, writing. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/auth.h"
#include "support/field_rows.h"

static void show_results(text *to, const pneu_auth_results *results)
{
    show_text(to, "id", results->authserv_id);
    if (results->instance > 0)
        text_print(to, " i=%u", (unsigned)results->instance);
    if (results->version != 1)
        text_print(to, " version=%u", (unsigned)results->version);
    for (size_t i = 0; i < results->result_count; i++) {
        const pneu_auth_result *result = &results->results[i];
        text_print(to, "; %.*s", (int)result->method.len, result->method.ptr);
        if (result->method_version != 1)
            text_print(to, "/%u", (unsigned)result->method_version);
        text_print(to, "=%.*s", (int)result->result.len, result->result.ptr);
        show_text(to, "reason", result->reason);
        for (size_t k = 0; k < result->property_count; k++) {
            const pneu_auth_property *property = &result->properties[k];
            text_print(to, " %.*s.%.*s=[%.*s]", (int)property->type.len, property->type.ptr, (int)property->name.len,
                       property->name.ptr, (int)property->value.len, property->value.ptr);
        }
    }
}

static pneu_status show_plain(text *to, pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_auth_results results;
    pneu_status status = pneu_auth_results_parse(arena, value, mode, sink, &results);
    if (status == PNEU_OK)
        show_results(to, &results);
    return status;
}

static pneu_status show_arc(text *to, pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_auth_results results;
    pneu_status status = pneu_arc_results_parse(arena, value, mode, sink, &results);
    if (status == PNEU_OK)
        show_results(to, &results);
    return status;
}

static const char bad[] = "PNEU_ERR_SYNTAX";
static const char malformed[] = " hdr_value_malformed";

static const field_row rows[] = {
    {"usual", "mx.a; spf=pass smtp.mailfrom=b.c; dkim=fail", " id=[mx.a]; spf=pass smtp.mailfrom=[b.c]; dkim=fail", "",
     NULL},
    {"none", "mx.a 1; none", " id=[mx.a]", "", NULL},
    {"case", "MX.a; SPF=Pass SMTP.MailFrom=B.c Reason=x", " id=[MX.a]; spf=pass reason=[x] smtp.mailfrom=[B.c]",
     malformed, bad},
    {"reason", "a; dkim=fail reason=\"b \\\"c\\\"; d\" header.d=e",
     " id=[a]; dkim=fail reason=[b \"c\"; d] header.d=[e]", "", NULL},
    {"comments", "(a) b (c) 1 (d); (e) dkim (f) / (g) 2 (h) = (i) pass (j) header (k) . (l) d (m) = (n) o (p)",
     " id=[b]; dkim/2=pass header.d=[o]", "", NULL},
    {"folds", "a;\r\n spf=pass\r\n smtp.helo=b", " id=[a]; spf=pass smtp.helo=[b]", "", NULL},
    {"quoted local part", "a; x=pass smtp.auth=\"b c\"@d smtp.to=\"e f\"",
     " id=[a]; x=pass smtp.auth=[\"b c\"@d] smtp.to=[e f]", "", NULL},
    {"address forms", "a; x=pass h.i=@b.c h.j=d+e@f", " id=[a]; x=pass h.i=[@b.c] h.j=[d+e@f]", "", NULL},
    {"slash not quoted", "a; dkim=pass header.b=Ab/c=", " id=[a]; dkim=pass header.b=[Ab/c=]", malformed, bad},
    {"no authserv-id", "spf=pass smtp.helo=b", "; spf=pass smtp.helo=[b]", malformed, bad},
    {"nothing", "", "", " hdr_value_malformed hdr_value_malformed", bad},
    {"nothing after the id", "a;", " id=[a]", " hdr_value_malformed hdr_value_malformed", bad},
    {"other version", "a 2; spf=pass", " id=[a] version=2; spf=pass", "", bad},
    {"property without type", "a; dmarc=pass action=none header.from=b",
     " id=[a]; dmarc=pass .action=[none] header.from=[b]", malformed, bad},
    {"stray words", "a; spf=pass foo smtp.helo=b bar", " id=[a]; spf=pass smtp.helo=[b]",
     " hdr_value_malformed hdr_value_malformed", bad},
    {"method alone", "a; spf; dkim=pass", " id=[a]; dkim=pass", malformed, bad},
    {"none and more", "a; none; dkim=pass", " id=[a]; dkim=pass", malformed, bad},
    {"empty element", "a; ; dkim=pass;", " id=[a]; dkim=pass", " hdr_value_malformed hdr_value_malformed", bad},
    {"semicolon in quotes", "a; x=pass h.b=\"c;d\"", " id=[a]; x=pass h.b=[c;d]", "", NULL},
    {"open quote", "a; x=pass h.b=\"c; y=pass", " id=[a]; x=pass h.b=[c; y=pass]", malformed, bad},
    {"open comment", "a; x=pass (c; y=pass", " id=[a]; x=pass", malformed, bad},
    {"quote mark that begins nothing", "a; x=pass \"b\" h.c=d", " id=[a]; x=pass h.c=[d]", malformed, bad},
    {"UTF-8", "b\xC3\xBC.de; x=pass h.d=b\xC3\xBC.de", " id=[b\xC3\xBC.de]; x=pass h.d=[b\xC3\xBC.de]", malformed, bad},
    {"not UTF-8", "a; x=pass h.d=\"b\xFC\"", " id=[a]; x=pass h.d=[b\xC3\xBC]", "", bad},
    {"line end in a value", "a; x=pass h.d=\"b\r\nBcc: c\"", " id=[a]; x=pass h.d=[bBcc: c]", "", bad},
};

static const field_row arc_rows[] = {
    {"usual", "i=1; a; spf=pass", " id=[a] i=1; spf=pass", "", NULL},
    {"comments", "(x) i (y) = (z) 22 (w) ; a; none", " id=[a] i=22", "", NULL},
    {"no instance", "a; spf=pass", " id=[a]; spf=pass", malformed, bad},
    {"three digits", "i=111; a; none", " id=[a]", malformed, bad},
};

static void values_are_read(void **state)
{
    (void)state;
    assert_int_equal(field_rows_failed(rows, COUNT_OF(rows), show_plain), 0);
    assert_int_equal(field_rows_failed(arc_rows, COUNT_OF(arc_rows), show_arc), 0);
}

static pneu_status format_one(pneu_arena *arena, pneu_auth_result result, pneu_str *out)
{
    pneu_auth_results results = {pneu_i_str("mx.a"), 0, 0, &result, 1};
    return pneu_auth_results_format(arena, &results, out);
}

static void values_are_written(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    pneu_auth_property property = {pneu_i_str("smtp"), pneu_i_str("mailfrom"), pneu_i_str("a;b\"")};
    pneu_auth_result result = {pneu_i_str("spf"), pneu_i_str("pass"), pneu_i_str("x y"), 2, 0, &property, 1};
    pneu_auth_results none = {pneu_i_str("a b"), 1, 3, NULL, 0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(format_one(arena, result, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("mx.a; spf/2=pass reason=\"x y\" smtp.mailfrom=\"a;b\\\"\"")));
    assert_int_equal(pneu_auth_results_format(arena, &none, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("i=3; \"a b\"; none")));
    pneu_arena_free(arena);
}

static void injection_is_refused(void **state)
{
    static const char *const values[] = {"a\r\nBcc: b", "a\nb", "a\rb", "a\x01", "\xFF"};
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        pneu_auth_property property = {pneu_i_str("a"), pneu_i_str("b"), pneu_i_str(values[i])};
        pneu_auth_result result = {pneu_i_str("spf"), pneu_i_str("pass"), {NULL, 0}, 1, 0, &property, 1};
        assert_int_equal(format_one(arena, result, &out), PNEU_ERR_ARGUMENT);
        property.value = pneu_i_str("x");
        result.reason = pneu_i_str(values[i]);
        assert_int_equal(format_one(arena, result, &out), PNEU_ERR_ARGUMENT);
        result.reason.ptr = NULL;
        result.reason.len = 0;
        result.method = pneu_i_str(values[i]);
        assert_int_equal(format_one(arena, result, &out), PNEU_ERR_ARGUMENT);
        result.method = pneu_i_str("spf=pass; dkim");
        assert_int_equal(format_one(arena, result, &out), PNEU_ERR_ARGUMENT);
        pneu_auth_results results = {pneu_i_str(values[i]), 1, 0, NULL, 0};
        assert_int_equal(pneu_auth_results_format(arena, &results, &out), PNEU_ERR_ARGUMENT);
    }
    assert_null(out.ptr);
    assert_int_equal(pneu_auth_results_parse(arena, pneu_i_str("a"), 7, NULL, NULL), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_are_read), cmocka_unit_test(values_are_written),
                                       cmocka_unit_test(injection_is_refused)};
    return RUN_TESTS(tests);
}
