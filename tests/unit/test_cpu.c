/* Which vectors there are: a level asked for is given, or the next lower one that this CPU has. */
#include "base/cpu.h"

#include "parse/scan.h"
#include "support/test.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_tables),
    };
    return RUN_TESTS(tests);
}
