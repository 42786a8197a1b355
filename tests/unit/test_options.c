/* Options: defaults, ranges, readings. */
#include "base/options.h"

#include "base/cpu.h"

#include "support/failing_alloc.h"
#include "support/test.h"

static pneu_options *new_options(void)
{
    pneu_options *options = NULL;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    return options;
}

static void test_defaults(void **state)
{
    const struct {
        int32_t key;
        int64_t value;
    } rows[] = {
        {PNEU_OPTION_MAX_MESSAGE, PNEU_LIMIT_NONE},
        {PNEU_OPTION_MAX_FIELD, 102400},
        {PNEU_OPTION_MAX_HEADER, 1048576},
        {PNEU_OPTION_MAX_FIELDS, 1000},
        {PNEU_OPTION_MAX_NESTING, 64},
        {PNEU_OPTION_MAX_PARTS, 10000},
        {PNEU_OPTION_MAX_PARAMETERS, 128},
        {PNEU_OPTION_MAX_DECODED_DEPTH, 3},
        {PNEU_OPTION_MAX_RECEIVED, 100},
        {PNEU_OPTION_MAX_KEPT_MEMORY, 262144},
        {PNEU_OPTION_MAX_OUTPUT, PNEU_LIMIT_NONE},
        {PNEU_OPTION_CPU_LEVEL, pneu_i_cpu_level(PNEU_CPU_512)},
    };
    (void)state;
    pneu_options *options = new_options();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t value = 0;
        assert_int_equal(pneu_options_value(options, rows[i].key, &value), PNEU_OK);
        assert_true(value == rows[i].value);
    }
    assert_int_equal(COUNT_OF(rows), PNEU_I_OPTION_COUNT - 1);
    pneu_options_free(options);
}

static void test_set(void **state)
{
    const int64_t best = pneu_i_cpu_level(PNEU_CPU_512);
    const struct {
        const char *name;
        int32_t key;
        int64_t value;
        pneu_status status;
        int64_t in_force; /* afterwards */
    } rows[] = {
        {"a value in range", PNEU_OPTION_MAX_FIELD, 4096, PNEU_OK, 4096},
        {"the least", PNEU_OPTION_MAX_FIELD, 2048, PNEU_OK, 2048},
        {"below the least", PNEU_OPTION_MAX_FIELD, 2047, PNEU_ERR_OPTION, 102400},
        {"the most", PNEU_OPTION_MAX_FIELD, INT64_C(1) << 30, PNEU_OK, INT64_C(1) << 30},
        {"above the most", PNEU_OPTION_MAX_FIELD, (INT64_C(1) << 30) + 1, PNEU_ERR_OPTION, 102400},
        {"0 is the default", PNEU_OPTION_MAX_FIELD, 0, PNEU_OK, 102400},
        {"none where it is allowed", PNEU_OPTION_MAX_FIELDS, PNEU_LIMIT_NONE, PNEU_OK, PNEU_LIMIT_NONE},
        {"none where it is not", PNEU_OPTION_MAX_NESTING, PNEU_LIMIT_NONE, PNEU_ERR_OPTION, 64},
        {"negative", PNEU_OPTION_MAX_FIELDS, -2, PNEU_ERR_OPTION, 1000},
        {"nesting at its most", PNEU_OPTION_MAX_NESTING, 1024, PNEU_OK, 1024},
        {"nesting above", PNEU_OPTION_MAX_NESTING, 1025, PNEU_ERR_OPTION, 64},
        {"plain C", PNEU_OPTION_CPU_LEVEL, PNEU_CPU_PORTABLE, PNEU_OK, PNEU_CPU_PORTABLE},
        {"a level that is none", PNEU_OPTION_CPU_LEVEL, PNEU_CPU_512 + 1, PNEU_ERR_OPTION, best},
        {"the best level there is", PNEU_OPTION_CPU_LEVEL, 0, PNEU_OK, best},
        {"huge", PNEU_OPTION_MAX_MESSAGE, INT64_MAX, PNEU_OK, INT64_MAX},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t value = 0;
        pneu_options *options = new_options();
        assert_int_equal(pneu_options_set(options, rows[i].key, rows[i].value), rows[i].status);
        assert_int_equal(pneu_options_value(options, rows[i].key, &value), PNEU_OK);
        assert_true(value == rows[i].in_force);
        pneu_options_free(options);
    }
}

static void test_unknown_keys(void **state)
{
    static const int32_t keys[] = {0, -1, PNEU_I_OPTION_COUNT, INT32_MAX, INT32_MIN};
    int64_t value = 42;
    (void)state;
    pneu_options *options = new_options();
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        assert_int_equal(pneu_options_set(options, keys[i], 1), PNEU_ERR_OPTION);
        assert_int_equal(pneu_options_value(options, keys[i], &value), PNEU_ERR_OPTION);
    }
    assert_int_equal(value, 42);
    pneu_options_free(options);
}

/* The number of values of each choice, as pneu/base.h lists them. */
static const uint8_t choice_values[PNEU_READING_SIZE] = {
    [PNEU_READING_BARE_CR] = 2,
    [PNEU_READING_NON_FIELD_LINE] = 3,
    [PNEU_READING_DUPLICATE_FIELD] = 2,
    [PNEU_READING_BOUNDARY] = 3,
    [PNEU_READING_BOUNDARY_MATCH] = 2,
    [PNEU_READING_NESTED_BOUNDARY] = 2,
    [PNEU_READING_CLOSED_MULTIPART] = 2,
    [PNEU_READING_GAP] = 2,
    [PNEU_READING_ENCODED_BOUNDARY] = 3,
    [PNEU_READING_PARAMETER_COMMENT] = 2,
    [PNEU_READING_MISSING_SEMICOLON] = 2,
    [PNEU_READING_ENCODING_TOKEN] = 4,
    [PNEU_READING_BASE64_PADDING] = 2,
    [PNEU_READING_ENCODED_COMPOSITE] = 2,
    [PNEU_READING_TYPE] = 2,
};

static void test_readings(void **state)
{
    (void)state;
    pneu_options *options = new_options();
    for (size_t choice = 0; choice < PNEU_READING_SIZE; choice++) {
        unsigned count = choice_values[choice] != 0 ? choice_values[choice] : 1;
        for (unsigned value = 0; value <= count; value++) {
            pneu_reading reading;
            memset(&reading, 0, sizeof reading);
            reading.choice[choice] = (uint8_t)value;
            assert_int_equal(pneu_options_set_reading(options, &reading), value < count ? PNEU_OK : PNEU_ERR_OPTION);
        }
    }
    pneu_options_free(options);
}

static void test_settings(void **state)
{
    pneu_i_settings settings;
    pneu_reading reading;
    (void)state;
    pneu_i_settings_from(NULL, &settings);
    assert_true(settings.limit[PNEU_OPTION_MAX_FIELD] == 102400);
    assert_true(settings.limit[PNEU_OPTION_MAX_MESSAGE] == UINT64_MAX);
    memset(&reading, 0, sizeof reading);
    reading.choice[PNEU_READING_GAP] = 1;
    pneu_options *options = new_options();
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_PARTS, 7), PNEU_OK);
    assert_int_equal(pneu_options_set_reading(options, &reading), PNEU_OK);
    pneu_i_settings_from(options, &settings);
    assert_true(settings.limit[PNEU_OPTION_MAX_PARTS] == 7);
    assert_int_equal(settings.reading.choice[PNEU_READING_GAP], 1);
    assert_int_equal(pneu_options_set_reading(options, NULL), PNEU_OK);
    pneu_i_settings_from(options, &settings);
    assert_int_equal(settings.reading.choice[PNEU_READING_GAP], 0);
    pneu_options_free(options);
}

static void test_misuse_and_memory(void **state)
{
    pneu_alloc broken = {NULL, NULL};
    failing_alloc memory;
    pneu_options *options = NULL;
    int64_t value;
    (void)state;
    failing_alloc_init(&memory, FAIL_ONCE, 1);
    assert_int_equal(pneu_options_new(NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_options_new(&broken, &options), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_options_new(&memory.alloc, &options), PNEU_ERR_MEMORY);
    assert_null(options);
    assert_int_equal(pneu_options_set(NULL, PNEU_OPTION_MAX_FIELD, 4096), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_options_value(NULL, PNEU_OPTION_MAX_FIELD, &value), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_options_set_reading(NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_options_new(&memory.alloc, &options), PNEU_OK);
    assert_int_equal(pneu_options_value(options, PNEU_OPTION_MAX_FIELD, NULL), PNEU_ERR_ARGUMENT);
    pneu_options_free(options);
    pneu_options_free(NULL);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults), cmocka_unit_test(test_set),      cmocka_unit_test(test_unknown_keys),
        cmocka_unit_test(test_readings), cmocka_unit_test(test_settings), cmocka_unit_test(test_misuse_and_memory),
    };
    return RUN_TESTS(tests);
}
