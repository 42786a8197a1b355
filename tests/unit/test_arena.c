/* The arena: alignment, growth, reset, failure. */
#include "base/arena.h"

#include "support/failing_alloc.h"
#include "support/test.h"

static const size_t sizes[] = {0, 1, 3, 8, 17, 100, 4000, 5000, 70000, 1};

static void test_values_are_aligned_and_apart(void **state)
{
    failing_alloc memory;
    pneu_arena arena;
    unsigned char *values[COUNT_OF(sizes)];
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    pneu_i_arena_init(&arena, &memory.alloc);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        values[i] = pneu_i_arena_alloc(&arena, sizes[i]);
        assert_non_null(values[i]);
        assert_int_equal((uintptr_t)values[i] % _Alignof(max_align_t), 0);
        memset(values[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        for (size_t at = 0; at < sizes[i]; at++)
            assert_int_equal(values[i][at], i + 1);
    assert_int_equal(arena.held, memory.live);
    pneu_i_arena_free(&arena);
    failing_alloc_check_clean(&memory);
}

static void test_nothing_is_allocated_before_use(void **state)
{
    failing_alloc memory;
    pneu_arena arena;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    pneu_i_arena_init(&arena, &memory.alloc);
    pneu_i_arena_reset(&arena, 0);
    pneu_i_arena_free(&arena);
    assert_int_equal(memory.calls, 0);
}

static void test_many_values_take_few_calls(void **state)
{
    failing_alloc memory;
    pneu_arena arena;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    pneu_i_arena_init(&arena, &memory.alloc);
    for (size_t i = 0; i < 100000; i++)
        assert_non_null(pneu_i_arena_alloc(&arena, 24));
    assert_in_range(memory.requests, 1, 14);
    pneu_i_arena_free(&arena);
    failing_alloc_check_clean(&memory);
}

static void test_reset_keeps_up_to_a_ceiling(void **state)
{
    static const struct {
        const char *name;
        size_t used;
        size_t keep;
        size_t most;
        int is_kept;
    } rows[] = {
        {"a small block is kept", 100, 8192, 8192, 1},
        {"a large block is freed", 100000, 8192, 0, 0},
        {"nothing may be kept", 1, 0, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        failing_alloc memory;
        pneu_arena arena;
        failing_alloc_init(&memory, FAIL_NEVER, 0);
        pneu_i_arena_init(&arena, &memory.alloc);
        assert_non_null(pneu_i_arena_alloc(&arena, rows[i].used));
        pneu_i_arena_reset(&arena, rows[i].keep);
        assert_int_equal(memory.live > 0, rows[i].is_kept);
        assert_true(memory.live <= rows[i].most);
        size_t before = memory.requests;
        unsigned char *value = pneu_i_arena_alloc(&arena, 100);
        assert_non_null(value);
        memset(value, 0xFF, 100); /* the block's own head is not there */
        assert_int_equal(memory.requests == before, rows[i].is_kept);
        pneu_i_arena_free(&arena);
        failing_alloc_check_clean(&memory);
    }
}

static void test_sizes_that_cannot_be(void **state)
{
    static const size_t impossible[] = {SIZE_MAX, SIZE_MAX - 8, SIZE_MAX / 2, 2000000};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(impossible); i++) {
        failing_alloc memory;
        pneu_arena arena;
        failing_alloc_init(&memory, FAIL_ABOVE, 1000000);
        pneu_i_arena_init(&arena, &memory.alloc);
        assert_null(pneu_i_arena_alloc(&arena, impossible[i]));
        assert_non_null(pneu_i_arena_alloc(&arena, 1));
        pneu_i_arena_free(&arena);
        failing_alloc_check_clean(&memory);
    }
}

static void test_copy(void **state)
{
    pneu_str from = {"some bytes", 10}, empty = {NULL, 0}, copy = {NULL, 77};
    failing_alloc memory;
    pneu_arena arena;
    (void)state;
    failing_alloc_init(&memory, FAIL_ONCE, 2);
    pneu_i_arena_init(&arena, &memory.alloc);
    assert_int_equal(pneu_i_arena_copy(&arena, from, &copy), PNEU_OK);
    assert_int_equal(copy.len, 10);
    assert_ptr_not_equal(copy.ptr, from.ptr);
    assert_memory_equal(copy.ptr, "some bytes", 10);
    assert_int_equal(pneu_i_arena_copy(&arena, empty, &copy), PNEU_OK);
    assert_int_equal(copy.len, 0);
    pneu_str large = {"", 1000000};
    assert_int_equal(pneu_i_arena_copy(&arena, large, &copy), PNEU_ERR_MEMORY);
    assert_int_equal(copy.len, 0);
    pneu_i_arena_free(&arena);
    failing_alloc_check_clean(&memory);
}

static void test_public_arena(void **state)
{
    pneu_alloc broken = {NULL, NULL};
    failing_alloc memory;
    pneu_arena *arena = NULL;
    (void)state;
    failing_alloc_init(&memory, FAIL_ONCE, 1);
    assert_int_equal(pneu_arena_new(NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_arena_new(&broken, &arena), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_ERR_MEMORY);
    assert_null(arena);
    assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
    assert_non_null(pneu_i_arena_alloc(arena, 1000));
    size_t held = memory.live;
    pneu_arena_reset(arena);
    assert_int_equal(memory.live, held);
    assert_non_null(pneu_i_arena_alloc(arena, 1000000));
    pneu_arena_reset(arena);
    assert_true(memory.live < 262144 + 1024);
    pneu_arena_free(arena);
    pneu_arena_reset(NULL);
    pneu_arena_free(NULL);
    failing_alloc_check_clean(&memory);
}

/* What is given back is given out again. */
static void test_shrink(void **state)
{
    failing_alloc memory;
    pneu_arena arena;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    pneu_i_arena_init(&arena, &memory.alloc);
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        for (size_t kept = 0; kept <= sizes[i]; kept += sizes[i] / 3 + 1) {
            char *first = pneu_i_arena_alloc(&arena, sizes[i]);
            assert_non_null(first);
            pneu_i_arena_shrink(&arena, first, kept);
            char *second = pneu_i_arena_alloc(&arena, 1);
            assert_in_range((uintptr_t)second, (uintptr_t)first + kept,
                            (uintptr_t)first + kept + _Alignof(max_align_t) - 1);
        }
    pneu_i_arena_free(&arena);
    failing_alloc_check_clean(&memory);
}

/* As if what came between had never been. */
static void test_go_back(void **state)
{
    failing_alloc memory;
    pneu_arena arena;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    pneu_i_arena_init(&arena, &memory.alloc);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        pneu_i_arena_mark mark = pneu_i_arena_here(&arena);
        size_t live = memory.live;
        for (size_t k = 0; k < COUNT_OF(sizes); k++)
            assert_non_null(pneu_i_arena_alloc(&arena, sizes[k]));
        pneu_i_arena_go_back(&arena, mark);
        assert_int_equal(memory.live, live);
        assert_int_equal(arena.held, live);
        assert_true(arena.newest == mark.newest && arena.used == mark.used);
        assert_non_null(pneu_i_arena_alloc(&arena, sizes[i]));
    }
    pneu_i_arena_free(&arena);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_are_aligned_and_apart),
        cmocka_unit_test(test_nothing_is_allocated_before_use),
        cmocka_unit_test(test_many_values_take_few_calls),
        cmocka_unit_test(test_reset_keeps_up_to_a_ceiling),
        cmocka_unit_test(test_sizes_that_cannot_be),
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_shrink),
        cmocka_unit_test(test_go_back),
        cmocka_unit_test(test_public_arena),
    };
    return RUN_TESTS(tests);
}
