/* Which vectors there are: a level asked for is given, or the next lower one that this CPU has. */
#include "base/cpu.h"

#include "parse/parser.h"
#include "support/test.h"
#include "tree/message.h"

static void test_levels(void **state)
{
    uint32_t before = PNEU_CPU_PORTABLE;
    (void)state;
    assert_int_equal(pneu_i_cpu_level(PNEU_CPU_PORTABLE), PNEU_CPU_PORTABLE);
    for (uint32_t most = PNEU_CPU_PORTABLE; most <= PNEU_CPU_512; most++) {
        uint32_t level = pneu_i_cpu_level(most);
        assert_true(level <= most && level >= before);
        assert_int_equal(pneu_i_cpu_level(level), level);
        before = level;
    }
    print_message("# the highest level here is %u\n", (unsigned)before);
}

static void test_tables(void **state)
{
    (void)state;
    assert_ptr_equal(pneu_i_scan_at(PNEU_CPU_PORTABLE), &pneu_i_scan_portable);
    for (uint32_t level = PNEU_CPU_PORTABLE; level <= PNEU_CPU_512; level++)
        assert_non_null(pneu_i_scan_at(level));
}

static const pneu_i_scan *scan_of_message(const pneu_options *options)
{
    pneu_message *message;
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, options, NULL, &message), PNEU_OK);
    const pneu_i_scan *scan = message->input_stream.parser->scan;
    pneu_message_free(message);
    return scan;
}

/* The option holds for the parsers inside other objects too. */
static void test_option(void **state)
{
    pneu_options *options;
    (void)state;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_ptr_equal(scan_of_message(options), pneu_i_scan_at(PNEU_CPU_512));
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_CPU_LEVEL, PNEU_CPU_PORTABLE), PNEU_OK);
    assert_ptr_equal(scan_of_message(options), &pneu_i_scan_portable);
    pneu_options_free(options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_option),
    };
    return RUN_TESTS(tests);
}
