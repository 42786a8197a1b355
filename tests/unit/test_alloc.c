/* The allocator's wrapper: sizes, growth, overflow. */
#include "base/alloc.h"

#include "support/failing_alloc.h"
#include "support/test.h"

static void test_default_is_malloc(void **state)
{
    (void)state;
    pneu_alloc alloc = pneu_i_alloc_or_default(NULL);
    char *block = pneu_i_alloc_zeroed(&alloc, 100);
    assert_non_null(block);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(block[i], 0);
    block[99] = 'x';
    block = pneu_i_alloc_resize(&alloc, block, 100, 5000);
    assert_non_null(block);
    assert_int_equal(block[99], 'x');
    pneu_i_alloc_free(&alloc, block, 5000);
    pneu_i_alloc_free(&alloc, NULL, 0);
}

static void test_usable(void **state)
{
    pneu_alloc broken = {NULL, NULL};
    failing_alloc memory;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_true(pneu_i_alloc_usable(NULL));
    assert_true(pneu_i_alloc_usable(&memory.alloc));
    assert_false(pneu_i_alloc_usable(&broken));
}

static void test_no_memory_is_null(void **state)
{
    failing_alloc memory;
    (void)state;
    failing_alloc_init(&memory, FAIL_FROM_ON, 1);
    assert_null(pneu_i_alloc_zeroed(&memory.alloc, 10));
    failing_alloc_check_clean(&memory);
}

static void test_growth_doubles(void **state)
{
    failing_alloc memory;
    void *array = NULL;
    size_t capacity = 0;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    for (size_t needed = 1; needed <= 100000; needed++) {
        assert_int_equal(pneu_i_alloc_grow(&memory.alloc, &array, &capacity, needed, 4), PNEU_OK);
        assert_true(capacity >= needed);
        ((uint32_t *)array)[needed - 1] = (uint32_t)needed;
    }
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(((uint32_t *)array)[i], i + 1);
    assert_in_range(memory.requests, 1, 20);
    pneu_i_alloc_free(&memory.alloc, array, capacity * 4);
    failing_alloc_check_clean(&memory);
}

static void test_growth_that_cannot_be(void **state)
{
    static const struct {
        const char *name;
        size_t needed;
        size_t size;
    } rows[] = {
        {"the product overflows", SIZE_MAX / 4, 8},
        {"the product overflows by one element", SIZE_MAX / 16 + 1, 16},
        {"more than there is", SIZE_MAX, 1},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        failing_alloc memory;
        void *array = NULL;
        size_t capacity = 0;
        failing_alloc_init(&memory, FAIL_ABOVE, 1000000);
        assert_int_equal(pneu_i_alloc_grow(&memory.alloc, &array, &capacity, rows[i].needed, rows[i].size),
                         PNEU_ERR_MEMORY);
        assert_null(array);
        assert_int_equal(capacity, 0);
    }
}

static void test_failed_growth_changes_nothing(void **state)
{
    failing_alloc memory;
    void *array = NULL;
    size_t capacity = 0;
    (void)state;
    failing_alloc_init(&memory, FAIL_ONCE, 2);
    assert_int_equal(pneu_i_alloc_grow(&memory.alloc, &array, &capacity, 8, 1), PNEU_OK);
    memcpy(array, "eight..!", 8);
    void *before = array;
    assert_int_equal(pneu_i_alloc_grow(&memory.alloc, &array, &capacity, 9, 1), PNEU_ERR_MEMORY);
    assert_ptr_equal(array, before);
    assert_int_equal(capacity, 8);
    assert_memory_equal(array, "eight..!", 8);
    pneu_i_alloc_free(&memory.alloc, array, capacity);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_default_is_malloc),     cmocka_unit_test(test_usable),
        cmocka_unit_test(test_no_memory_is_null),     cmocka_unit_test(test_growth_doubles),
        cmocka_unit_test(test_growth_that_cannot_be), cmocka_unit_test(test_failed_growth_changes_nothing),
    };
    return RUN_TESTS(tests);
}
