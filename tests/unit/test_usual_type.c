/* The short way through Content-Type and Content-Disposition: what it takes it reads as the long way does, which
 * reports nothing there. */
#include "syntax/usual_type.h"

#include "support/count_reports.h"
#include "support/short_way.h"
#include "support/test.h"
#include "syntax/mime_head.h"
#include "syntax/params.h"

static void assert_same_text(const pneu_i_text *a, const pneu_i_text *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->bytes, b->bytes, a->len);
}

/* 1 if the short way takes the value; then the long way must agree. */
static int check_with(pneu_str value, const pneu_i_settings *settings)
{
    static pneu_i_type_info usual, any;
    size_t reports = 0;
    pneu_defect_sink sink = {count_report, &reports};
    if (!pneu_i_usual_type_read(value, settings, &usual))
        return 0;
    pneu_i_any_type_read(value, settings, &sink, &any);
    assert_int_equal(reports, 0);
    assert_same_text(&usual.type, &any.type);
    assert_same_text(&usual.charset, &any.charset);
    assert_int_equal(usual.is_readable, any.is_readable != 0);
    assert_int_equal(usual.has_boundary, any.has_boundary);
    assert_int_equal(usual.is_empty, any.is_empty);
    assert_int_equal(usual.is_trimmed, any.is_trimmed);
    assert_int_equal(usual.boundary_len, any.boundary_len);
    assert_memory_equal(usual.boundary, any.boundary, usual.boundary_len);
    return 1;
}

static int check(pneu_str value)
{
    return check_with(value, &pneu_i_primary_settings);
}

static int check_disposition(pneu_str value)
{
    size_t reports = 0;
    pneu_defect_sink sink = {count_report, &reports};
    pneu_str usual;
    if (!pneu_i_usual_disposition_find(value, &pneu_i_primary_settings, &usual))
        return 0;
    pneu_i_params params;
    pneu_i_mime_head head;
    pneu_i_params_init(&params, value, PNEU_I_FIELD_DISPOSITION, &pneu_i_primary_settings, &sink);
    pneu_i_disposition_read_all(&params, &head);
    assert_int_equal(reports, 0);
    assert_false(head.is_missing);
    assert_ptr_equal(usual.ptr, head.main.ptr);
    assert_int_equal(usual.len, head.main.len);
    return 1;
}

static void test_rows(void **state)
{
    static const short_way_row rows[] = {
        {" text/plain", 1},
        {" Text/PLAIN; charset=UTF-8", 1},
        {" text/plain; charset=\"utf-8\"; format=flowed; delsp=yes", 1},
        {" multipart/mixed;\r\n\tboundary=\"----=_Part_1 (2)/x\"", 1},
        {" multipart/mixed; Boundary=abc", 1},
        {" multipart/mixed; Boundary=abc;", 0},
        {" text/plain;charset=a;name=\"b c\"", 1},
        {"", 0},
        {" text", 0},
        {" text/", 0},
        {" /plain", 0},
        {" text /plain", 0},
        {" text/plain ; charset=a", 0},
        {" text/plain; charset =a", 0},
        {" text/plain; charset= a", 0},
        {" text/plain; charset=a ", 0},
        {" text/plain; charset=a b", 0},
        {" text/plain; charset=", 0},
        {" text/plain; charset=\"\"", 0},
        {" text/plain; charset=\"a", 0},
        {" text/plain; charset=\"a\\b\"", 0},
        {" text/plain; charset=\"a \"", 0},
        {" text/plain; charset=\"a\xe9\"", 0},
        {" text/plain; charset=\"a\tb\"", 0},
        {" text/plain; charset=\"=?x?q?y?=\"", 0},
        {" text/plain; charset*=us-ascii''a", 0},
        {" text/plain; charset=a; CHARSET=b", 0},
        {" text/plain; (c) charset=a", 0},
        {" text/plain; charset=a (c)", 0},
        {" text/plain;; charset=a", 0},
        {" text/plain; a=1; b=2; c=3; d=4", 1},
        {" text/plain; a=1; b=2; c=3; d=4; e=5", 0},
    };
    (void)state;
    assert_int_equal(short_way_rows_failed(check, rows, COUNT_OF(rows)), 0);
}

static void test_bytes(void **state)
{
    static const char *const types[] = {" Text/PLAIN; charset=\"utf-8\"; format=flowed\r\n",
                                        " multipart/mixed;\r\n\tboundary=\"----=_Part_1 (2)/x\""};
    (void)state;
    assert_in_range(try_changed_bytes(check, types, COUNT_OF(types)), 1000, 16000);
}

static void test_dispositions(void **state)
{
    static const short_way_row rows[] = {
        {" inline", 1},
        {"ATTACHMENT", 1},
        {" attachment; filename=\"a b.txt\"; size=10", 1},
        {" attachment;\r\n\tfilename=a.txt", 1},
        {"", 0},
        {" ", 0},
        {" inline ; filename=x", 0},
        {" inline;", 0},
        {" filename=x", 0},
        {";a=b", 0},
        {" inline/x", 0},
        {" (c) attachment", 0},
        {" attachment; filename*=utf-8''a", 0},
        {" attachment; filename=a; FileName=b", 0},
        {" attachment; filename=\"\xe9\"", 0},
        {" attachment; filename=\"=?x?q?y?=\"", 0},
        {" attachment filename=a", 0},
    };
    (void)state;
    assert_int_equal(short_way_rows_failed(check_disposition, rows, COUNT_OF(rows)), 0);
}

static void test_noise(void **state)
{
    static const char *const pieces[] = {"text",     "multipart", "/", "/", "; ", ";",    ";\r\n ", "charset",
                                         "boundary", "name",      "=", "=", "\"", "\"",   "a",      "b c",
                                         " ",        "\t",        "*", "(", ")",  "\\",   "?",      "=?",
                                         "\xe9",     "'",         "%", ",", "\r", "utf-8"};
    static const piece_noise noise = {" text/plain", pieces, COUNT_OF(pieces), 13, 100000};
    static const piece_noise dispositions = {" attachment", pieces, COUNT_OF(pieces), 13, 100000};
    (void)state;
    assert_in_range(try_piece_noise(check, &noise), 1000, 99999);
    assert_in_range(try_piece_noise(check_disposition, &dispositions), 1000, 99999);
}

static void test_limits(void **state)
{
    const pneu_str two = {" text/plain; a=1; b=2", 21};
    pneu_i_settings settings = pneu_i_primary_settings;
    (void)state;
    settings.limit[PNEU_OPTION_MAX_PARAMETERS] = 2;
    assert_true(check_with(two, &settings));
    settings.limit[PNEU_OPTION_MAX_PARAMETERS] = 1;
    assert_false(check_with(two, &settings));
    settings = pneu_i_primary_settings;
    settings.reading.choice[PNEU_READING_BOUNDARY] = 1;
    assert_false(check_with(two, &settings));
    for (size_t len = 200; len < 300; len++) {
        char text[600];
        memset(text, 'x', sizeof text);
        text[100] = '/';
        (void)try_short_way(check, text, len);
        memcpy(text, " a/b; charset=", 14);
        (void)try_short_way(check, text, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),  cmocka_unit_test(test_bytes),  cmocka_unit_test(test_dispositions),
        cmocka_unit_test(test_noise), cmocka_unit_test(test_limits),
    };
    return RUN_TESTS(tests);
}
