/* Other readings as an object: options, order, rewinding, misuse. What they are: test_deviations.c, law_readings.c. */
#include "pneu/readings.h"
#include "support/failing_alloc.h"
#include "support/test.h"

/* Hidden behind the close delimiter is a part, and in the second part a header. */
static const char in[] = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nA: x\ry: z\n\ntwo\n--b--\n"
                         "--b\n\nthree\n--b--\n";

#define COUNT 3

static pneu_readings *readings_of(const pneu_options *options)
{
    pneu_readings *readings;
    assert_int_equal(pneu_readings_new(in, sizeof in - 1, options, NULL, &readings), PNEU_OK);
    return readings;
}

static void test_order(void **state)
{
    static const struct {
        uint8_t bare_cr, goes_on;
        int32_t answers;
        uint64_t offset;
        uint32_t parts, fields; /* of the message; of its third part */
    } expected[COUNT] = {
        {1, 0, PNEU_DEFECT_LINE_BARE_CR, 56, 3, 2},
        {0, 1, PNEU_DEFECT_SEC_PART_IN_GAP, 0, 4, 1},
        {1, 1, 0, 0, 4, 2},
    };
    pneu_readings *readings = readings_of(NULL);
    const pneu_other_reading *other;
    (void)state;
    assert_int_equal(pneu_readings_count(readings), COUNT);
    assert_int_equal(pneu_message_part_count(pneu_readings_primary(readings)), 3);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < (round == 0 ? 1 : COUNT); i++) {
            assert_int_equal(pneu_readings_next(readings, &other), PNEU_OK);
            assert_int_equal(other->answers != NULL ? other->answers->code : 0, expected[i].answers);
            assert_int_equal(other->reading.choice[PNEU_READING_BARE_CR], expected[i].bare_cr);
            assert_int_equal(other->reading.choice[PNEU_READING_CLOSED_MULTIPART], expected[i].goes_on);
            assert_int_equal(other->space, 0);
            assert_int_equal(other->offset, expected[i].offset);
            assert_int_equal(pneu_message_part_count(other->message), expected[i].parts);
            assert_int_equal(pneu_part_field_count(other->message, 2), expected[i].fields);
        }
        if (round > 0)
            assert_int_equal(pneu_readings_next(readings, &other), PNEU_DONE);
        pneu_readings_rewind(readings);
    }
    pneu_readings_free(readings);
}

/* Limits hold for every reading; a reading that is set does not. */
static void test_options(void **state)
{
    pneu_options *options;
    pneu_reading reading = {{0}};
    const pneu_other_reading *other;
    (void)state;
    reading.choice[PNEU_READING_BARE_CR] = 1;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set_reading(options, &reading), PNEU_OK);
    assert_int_equal(pneu_options_set_reading_start(options, 0, 3), PNEU_OK);
    pneu_readings *readings = readings_of(options);
    assert_int_equal(pneu_part_field_count(pneu_readings_primary(readings), 2), 1);
    assert_int_equal(pneu_readings_count(readings), COUNT);
    pneu_readings_free(readings);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_PARTS, 2), PNEU_OK);
    readings = readings_of(options);
    assert_int_equal(pneu_message_part_count(pneu_readings_primary(readings)), 2);
    while (pneu_readings_next(readings, &other) == PNEU_OK)
        assert_int_equal(pneu_message_part_count(other->message), 2);
    pneu_readings_free(readings);
    pneu_options_free(options);
}

static void test_memory_is_given_back(void **state)
{
    failing_alloc memory;
    pneu_readings *readings;
    const pneu_other_reading *other;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_readings_new(in, sizeof in - 1, NULL, &memory.alloc, &readings), PNEU_OK);
    while (pneu_readings_next(readings, &other) == PNEU_OK)
        continue;
    pneu_readings_rewind(readings);
    assert_int_equal(pneu_readings_next(readings, &other), PNEU_OK);
    pneu_readings_free(readings);
    failing_alloc_check_clean(&memory);
}

static void test_misuse(void **state)
{
    pneu_readings *readings = readings_of(NULL);
    const pneu_other_reading *other;
    (void)state;
    assert_int_equal(pneu_readings_next(readings, NULL), PNEU_ERR_ARGUMENT);
    pneu_readings_free(readings);
    assert_int_equal(pneu_readings_new(NULL, 1, NULL, NULL, &readings), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_readings_new(in, 1, NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_readings_next(NULL, &other), PNEU_ERR_ARGUMENT);
    assert_null(pneu_readings_primary(NULL));
    assert_int_equal(pneu_readings_count(NULL), 0);
    pneu_readings_rewind(NULL);
    pneu_readings_free(NULL);
    assert_int_equal(pneu_readings_new(NULL, 0, NULL, NULL, &readings), PNEU_OK);
    assert_int_equal(pneu_readings_count(readings), 0);
    assert_int_equal(pneu_readings_next(readings, &other), PNEU_DONE);
    pneu_readings_free(readings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_memory_is_given_back),
        cmocka_unit_test(test_misuse),
    };
    return RUN_TESTS(tests);
}
