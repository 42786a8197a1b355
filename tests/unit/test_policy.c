/* Policies: which options each sets, from where on it refuses, their names. */
#include "pneu/policy.h"

#include "pneu/check.h"
#include "support/test.h"

static int64_t value_of(const pneu_options *options, int32_t key)
{
    int64_t value = 0;
    assert_int_equal(pneu_options_value(options, key, &value), PNEU_OK);
    return value;
}

/* The table of pneu/policy.h. */
static void test_limits(void **state)
{
    static const struct {
        int32_t policy;
        int64_t field, header, fields, nesting, parts, depth;
    } rows[] = {
        {PNEU_POLICY_DEFAULT, 102400, 1048576, 1000, 64, 10000, 3},
        {PNEU_POLICY_MTA, 102400, 1048576, 1000, 64, 10000, 3},
        {PNEU_POLICY_MUA, 102400, 1048576, 1000, 64, 10000, 3},
        {PNEU_POLICY_SCANNER, 1048576, 16777216, 10000, 256, 100000, 16},
        {PNEU_POLICY_STRICT, 102400, 1048576, 1000, 64, 1000, 3},
    };
    pneu_options *options;
    (void)state;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    for (size_t last = 0; last < COUNT_OF(rows); last++) /* whatever was set before */
        for (size_t i = 0; i < COUNT_OF(rows); i++) {
            assert_int_equal(pneu_options_set_policy(options, rows[last].policy), PNEU_OK);
            assert_int_equal(pneu_options_set_policy(options, rows[i].policy), PNEU_OK);
            assert_int_equal(value_of(options, PNEU_OPTION_MAX_FIELD), rows[i].field);
            assert_int_equal(value_of(options, PNEU_OPTION_MAX_HEADER), rows[i].header);
            assert_int_equal(value_of(options, PNEU_OPTION_MAX_FIELDS), rows[i].fields);
            assert_int_equal(value_of(options, PNEU_OPTION_MAX_NESTING), rows[i].nesting);
            assert_int_equal(value_of(options, PNEU_OPTION_MAX_PARTS), rows[i].parts);
            assert_int_equal(value_of(options, PNEU_OPTION_MAX_DECODED_DEPTH), rows[i].depth);
        }
    pneu_options_free(options);
}

static void test_other_options_stay(void **state)
{
    pneu_options *options;
    (void)state;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_OUTPUT, 7), PNEU_OK);
    assert_int_equal(pneu_options_set_policy(options, PNEU_POLICY_SCANNER), PNEU_OK);
    assert_int_equal(value_of(options, PNEU_OPTION_MAX_OUTPUT), 7);
    assert_int_equal(pneu_options_set_policy(options, PNEU_POLICY_STRICT + 1), PNEU_ERR_OPTION);
    assert_int_equal(pneu_options_set_policy(options, -1), PNEU_ERR_OPTION);
    assert_int_equal(pneu_options_set_policy(NULL, PNEU_POLICY_MTA), PNEU_ERR_ARGUMENT);
    assert_int_equal(value_of(options, PNEU_OPTION_MAX_NESTING), 256);
    pneu_options_free(options);
}

static void test_names_and_severities(void **state)
{
    static const struct {
        int32_t policy;
        const char *name;
        int32_t severity;
    } rows[] = {
        {PNEU_POLICY_DEFAULT, "default", PNEU_POLICY_NEVER},
        {PNEU_POLICY_MTA, "mta", PNEU_SEVERITY_ATTACK},
        {PNEU_POLICY_MUA, "mua", PNEU_POLICY_NEVER},
        {PNEU_POLICY_SCANNER, "scanner", PNEU_SEVERITY_AMBIGUOUS},
        {PNEU_POLICY_STRICT, "strict", PNEU_SEVERITY_AMBIGUOUS},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_string_equal(pneu_policy_name(rows[i].policy), rows[i].name);
        assert_int_equal(pneu_policy_by_name((pneu_str){rows[i].name, strlen(rows[i].name)}), rows[i].policy);
        assert_int_equal(pneu_policy_severity(rows[i].policy), rows[i].severity);
    }
    assert_string_equal(pneu_policy_name(-1), "unknown");
    assert_string_equal(pneu_policy_name(PNEU_POLICY_STRICT + 1), "unknown");
    assert_int_equal(pneu_policy_by_name((pneu_str){"unknown", 7}), -1);
    assert_int_equal(pneu_policy_by_name((pneu_str){NULL, 0}), -1);
    assert_int_equal(pneu_policy_severity(-1), PNEU_POLICY_NEVER);
    assert_int_equal(pneu_policy_severity(PNEU_POLICY_STRICT + 1), PNEU_POLICY_NEVER);
}

/* 1 if the policy refuses it. */
static int refuses(int32_t policy, const char *text)
{
    pneu_options *options;
    pneu_message *message;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set_policy(options, policy), PNEU_OK);
    assert_int_equal(pneu_message_parse(text, strlen(text), options, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_check(message, NULL), PNEU_OK);
    int is_refused = pneu_message_severity(message) >= pneu_policy_severity(policy);
    pneu_message_free(message);
    pneu_options_free(options);
    return is_refused;
}

static void test_what_each_refuses(void **state)
{
    static const struct {
        const char *text;
        int mta, mua, scanner, strict;
    } rows[] = {
        {"From: a@example.com\r\nDate: Mon, 1 Jan 2024 12:00:00 +0000\r\n\r\nx\r\n", 0, 0, 0, 0},
        {"Subject: one\r\n\r\nx", 0, 0, 0, 0},
        {"Subject: one\r\nSubject: two\r\n\r\nx\r\n", 0, 0, 1, 1},
        {"From: a@example.com\r\nFrom: b@example.net\r\n\r\nx\r\n", 1, 0, 1, 1},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(refuses(PNEU_POLICY_MTA, rows[i].text), rows[i].mta);
        assert_int_equal(refuses(PNEU_POLICY_MUA, rows[i].text), rows[i].mua);
        assert_int_equal(refuses(PNEU_POLICY_SCANNER, rows[i].text), rows[i].scanner);
        assert_int_equal(refuses(PNEU_POLICY_STRICT, rows[i].text), rows[i].strict);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_other_options_stay),
        cmocka_unit_test(test_names_and_severities),
        cmocka_unit_test(test_what_each_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
