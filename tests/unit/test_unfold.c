/* Unfolding: which line ends are folds, and when the value itself is the result. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/mime_text.h"

static void folds_are_removed(void **state)
{
    static const struct {
        const char *in;
        const char *out;
    } rows[] = {
        {"a\r\n b", "a b"},         {"a\n\tb", "a\tb"},     {"a\r\n  \r\n b\r\n c", "a   b c"}, {"\r\n a", " a"},
        {"a\r\n b\r\n", "a b\r\n"}, {"a\r\r\n b", "a\r b"}, {"a\r b\n c", "a\r b c"},
    };
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str in = exact_copy(pneu_i_str(rows[i].in)), out;
        assert_int_equal(pneu_unfold(arena, in, &out), PNEU_OK);
        assert_int_equal(out.len, strlen(rows[i].out));
        assert_memory_equal(out.ptr, rows[i].out, out.len);
        free((char *)in.ptr);
    }
    pneu_arena_free(arena);
}

static void a_value_without_folds_is_the_result(void **state)
{
    static const char *const rows[] = {"", "abc", "a\r\nb", "a\n", "a\r\n", "\n", "\r", "a\r b"};
    pneu_arena *arena = NULL;
    pneu_str out;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str in = exact_copy(pneu_i_str(rows[i]));
        assert_int_equal(pneu_unfold(arena, in, &out), PNEU_OK);
        assert_ptr_equal(out.ptr, in.ptr);
        assert_int_equal(out.len, in.len);
        free((char *)in.ptr);
    }
    assert_int_equal(pneu_unfold(NULL, pneu_i_str("a"), &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_unfold(arena, pneu_i_str("a"), NULL), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_are_removed),
        cmocka_unit_test(a_value_without_folds_is_the_result),
    };
    return RUN_TESTS(tests);
}
