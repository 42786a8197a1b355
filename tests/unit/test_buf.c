/* Growable bytes. */
#include "base/buf.h"

#include "support/failing_alloc.h"
#include "support/test.h"

static void test_append(void **state)
{
    static const struct {
        const char *name;
        const char *parts[4];
        const char *expected;
    } rows[] = {
        {"nothing", {NULL}, ""},
        {"one run", {"abc", NULL}, "abc"},
        {"an empty run between", {"abc", "", "def", NULL}, "abcdef"},
        {"beyond the first growth",
         {"0123456", "89abcdefghijk", "lmnopqrstuvwxyz", NULL},
         "012345689abcdefghijklmnopqrstuvwxyz"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        failing_alloc memory;
        pneu_i_buf buf = {NULL, 0, 0};
        failing_alloc_init(&memory, FAIL_NEVER, 0);
        for (size_t part = 0; rows[i].parts[part] != NULL; part++)
            assert_int_equal(pneu_i_buf_append(&buf, &memory.alloc, rows[i].parts[part], strlen(rows[i].parts[part])),
                             PNEU_OK);
        assert_int_equal(buf.len, strlen(rows[i].expected));
        if (buf.len > 0)
            assert_memory_equal(buf.ptr, rows[i].expected, buf.len);
        pneu_i_buf_free(&buf, &memory.alloc);
        assert_null(buf.ptr);
        failing_alloc_check_clean(&memory);
    }
}

static void test_growth_is_geometric(void **state)
{
    failing_alloc memory;
    pneu_i_buf buf = {NULL, 0, 0};
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    for (size_t i = 0; i < 1000000; i++)
        assert_int_equal(pneu_i_buf_append(&buf, &memory.alloc, "x", 1), PNEU_OK);
    assert_int_equal(buf.len, 1000000);
    assert_in_range(memory.requests, 1, 20);
    pneu_i_buf_free(&buf, &memory.alloc);
    failing_alloc_check_clean(&memory);
}

static void test_failure_changes_nothing(void **state)
{
    failing_alloc memory;
    pneu_i_buf buf = {NULL, 0, 0};
    (void)state;
    failing_alloc_init(&memory, FAIL_ONCE, 2);
    assert_int_equal(pneu_i_buf_append(&buf, &memory.alloc, "kept", 4), PNEU_OK);
    assert_int_equal(pneu_i_buf_append(&buf, &memory.alloc, "a longer run of bytes", 21), PNEU_ERR_MEMORY);
    assert_int_equal(buf.len, 4);
    assert_memory_equal(buf.ptr, "kept", 4);
    assert_int_equal(pneu_i_buf_reserve(&buf, &memory.alloc, SIZE_MAX), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_i_buf_reserve(&buf, &memory.alloc, SIZE_MAX - 3), PNEU_ERR_MEMORY);
    assert_int_equal(buf.len, 4);
    pneu_i_buf_free(&buf, &memory.alloc);
    failing_alloc_check_clean(&memory);
}

static void test_reserved_room_takes_no_further_call(void **state)
{
    failing_alloc memory;
    pneu_i_buf buf = {NULL, 0, 0};
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_i_buf_reserve(&buf, &memory.alloc, 5000), PNEU_OK);
    size_t before = memory.calls;
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(pneu_i_buf_append(&buf, &memory.alloc, "y", 1), PNEU_OK);
    assert_int_equal(memory.calls, before);
    pneu_i_buf_free(&buf, &memory.alloc);
    failing_alloc_check_clean(&memory);
}

static void test_reset_keeps_up_to_a_ceiling(void **state)
{
    static const struct {
        size_t len;
        size_t keep;
        int is_kept;
    } rows[] = {{100, 1000, 1}, {1000, 1000, 1}, {1001, 1000, 0}, {1, 0, 0}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        failing_alloc memory;
        pneu_i_buf buf = {NULL, 0, 0};
        failing_alloc_init(&memory, FAIL_NEVER, 0);
        assert_int_equal(pneu_i_buf_reserve(&buf, &memory.alloc, rows[i].len), PNEU_OK);
        buf.len = rows[i].len;
        pneu_i_buf_reset(&buf, &memory.alloc, rows[i].keep);
        assert_int_equal(buf.len, 0);
        assert_int_equal(memory.live > 0, rows[i].is_kept);
        pneu_i_buf_free(&buf, &memory.alloc);
        failing_alloc_check_clean(&memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_append),
        cmocka_unit_test(test_growth_is_geometric),
        cmocka_unit_test(test_failure_changes_nothing),
        cmocka_unit_test(test_reserved_room_takes_no_further_call),
        cmocka_unit_test(test_reset_keeps_up_to_a_ceiling),
    };
    return RUN_TESTS(tests);
}
