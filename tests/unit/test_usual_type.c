/* The short way through Content-Type and Content-Disposition: what it takes it reads as the long way does, which
 * reports nothing there. */
#include "syntax/usual_type.h"

#include <stdlib.h>

#include "support/chunks.h"
#include "support/count_reports.h"
#include "support/test.h"
#include "syntax/mime_head.h"
#include "syntax/params.h"

static void assert_same_text(const pneu_i_text *a, const pneu_i_text *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->bytes, b->bytes, a->len);
}

/* In a block of its exact size. */
static pneu_str copy_value(const char *text, size_t len)
{
    char *exact = malloc(len > 0 ? len : 1);
    assert_non_null(exact);
    memcpy(exact, text, len);
    pneu_str value = {exact, len};
    return value;
}

/* 1 if the short way takes the value; then the long way must agree. */
static int check(const char *text, size_t len, const pneu_i_settings *settings)
{
    static pneu_i_type_info usual, any;
    size_t reports = 0;
    pneu_defect_sink sink = {count_report, &reports};
    pneu_str value = copy_value(text, len);
    int is_usual = pneu_i_usual_type_read(value, settings, &usual);
    if (is_usual) {
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
    }
    free((char *)value.ptr);
    return is_usual;
}

/* The same of a disposition. */
static int check_disposition(const char *text, size_t len, const pneu_i_settings *settings)
{
    size_t reports = 0;
    pneu_defect_sink sink = {count_report, &reports};
    pneu_str value = copy_value(text, len), usual;
    int is_usual = pneu_i_usual_disposition_find(value, settings, &usual);
    if (is_usual) {
        pneu_i_params params;
        pneu_i_mime_head head;
        pneu_i_params_init(&params, value, PNEU_I_FIELD_DISPOSITION, settings, &sink);
        pneu_i_disposition_read_all(&params, &head);
        assert_int_equal(reports, 0);
        assert_false(head.is_missing);
        assert_ptr_equal(usual.ptr, head.main.ptr);
        assert_int_equal(usual.len, head.main.len);
    }
    free((char *)value.ptr);
    return is_usual;
}

static void test_rows(void **state)
{
    static const struct {
        const char *value;
        int is_usual;
    } rows[] = {
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
    pneu_i_settings settings = pneu_i_primary_settings;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t len = strlen(rows[i].value), n = 0; n <= len; n++)
            if (check(rows[i].value, n, &settings) != rows[i].is_usual && n == len)
                fail_msg("%s", rows[i].value);
}

static void test_dispositions(void **state)
{
    static const struct {
        const char *value;
        int is_usual;
    } rows[] = {
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
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t len = strlen(rows[i].value), n = 0; n <= len; n++)
            if (check_disposition(rows[i].value, n, &pneu_i_primary_settings) != rows[i].is_usual && n == len)
                fail_msg("%s", rows[i].value);
}

static void test_noise(void **state)
{
    static const char *const pieces[] = {"text",     "multipart", "/", "/", "; ", ";",    ";\r\n ", "charset",
                                         "boundary", "name",      "=", "=", "\"", "\"",   "a",      "b c",
                                         " ",        "\t",        "*", "(", ")",  "\\",   "?",      "=?",
                                         "\xe9",     "'",         "%", ",", "\r", "utf-8"};
    pneu_i_settings settings = pneu_i_primary_settings;
    uint32_t seed = 3;
    size_t taken = 0;
    (void)state;
    for (size_t round = 0; round < 100000; round++) {
        char text[256] = " text/plain";
        size_t count = next_random(&seed) % 14;
        for (size_t i = 0; i < count; i++)
            strcat(text, pieces[next_random(&seed) % COUNT_OF(pieces)]);
        taken += (size_t)check(text, strlen(text), &settings);
        memcpy(text, " attachment", sizeof " attachment" - 1);
        (void)check_disposition(text, strlen(text), &settings);
    }
    assert_in_range(taken, 1000, 99999);
}

static void test_limits(void **state)
{
    static const char two[] = " text/plain; a=1; b=2";
    pneu_i_settings settings = pneu_i_primary_settings;
    (void)state;
    settings.limit[PNEU_OPTION_MAX_PARAMETERS] = 2;
    assert_true(check(two, strlen(two), &settings));
    settings.limit[PNEU_OPTION_MAX_PARAMETERS] = 1;
    assert_false(check(two, strlen(two), &settings));
    settings = pneu_i_primary_settings;
    settings.reading.choice[PNEU_READING_BOUNDARY] = 1;
    assert_false(check(two, strlen(two), &settings));
    for (size_t len = 200; len < 300; len++) {
        char text[600];
        memset(text, 'x', sizeof text);
        text[100] = '/';
        (void)check(text, len, &pneu_i_primary_settings);
        memcpy(text, " a/b; charset=", 14);
        (void)check(text, len, &pneu_i_primary_settings);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_dispositions),
        cmocka_unit_test(test_noise),
        cmocka_unit_test(test_limits),
    };
    return RUN_TESTS(tests);
}
