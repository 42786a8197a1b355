/* Base subjects: which marks go, which text stays. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "pneu/syntax.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

static const struct {
    const char *in;
    int is_marked;
    const char *base;
} rows[] = {
    {"", 0, ""},
    {" \t\r\n ", 0, ""},
    {" plain ", 0, "plain"},
    {"a\r\n \t b", 0, "a b"},
    {" Re: a\r\n", 1, "a"},
    {"fW:FWD : rE:a", 1, "a"},
    {"Re[4][5]: a", 0, "Re[4][5]: a"},
    {"Re [4] : a", 1, "a"},
    {"Re", 0, "Re"},
    {"re: re:", 1, ""},
    {"f: a", 0, "f: a"},
    {"fwdx: a", 0, "fwdx: a"},
    {"[a][b] [c]Re: [d] e", 1, "e"},
    {"[a] [b]", 0, "[b]"},
    {"[a][b] (fwd)", 1, "[b]"},
    {"[] a", 0, "a"},
    {"[]", 0, "[]"},
    {"[a", 0, "[a"},
    {"[a [b] c", 0, "[a [b] c"},
    {"a] b", 0, "a] b"},
    {"[fwd: a]", 1, "a"},
    {"[fwd:]", 1, ""},
    {"[fwd: [fwd: re: a (fwd)] (fwd)]", 1, "a"},
    {"[fwd: a", 0, "[fwd: a"},
    {"[fwd: a] b", 0, "b"},
    {"[fwd: a [b]]", 1, "a [b]"},
    {"a (FWD)(fwd) (fwd)", 1, "a"},
    {"(fwd)", 1, ""},
    {"a (fwd) b", 0, "a (fwd) b"},
    {"fwd)", 0, "fwd)"},
    {"Aw: a", 0, "Aw: a"},
    {"=?utf-8?Q?Re=3A_=5Bx=5D_a?= =?utf-8?Q?_(fwd)?=", 1, "a"},
    {"=?utf-8?Q?a=0D=0A=00b?=", 0, "ab"},
};

static void marks_go(void **state)
{
    pneu_arena *arena = NULL;
    int failed = 0;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str in = exact_copy(pneu_i_str(rows[i].in)), base = {NULL, 0};
        int32_t is_marked = -1;
        text result = {0};
        assert_int_equal(pneu_base_subject(arena, in, &is_marked, &base), PNEU_OK);
        free((char *)in.ptr);
        text_add(&result, base.ptr, base.len);
        failed += !text_equals(rows[i].in, &result, rows[i].base);
        failed += is_marked != rows[i].is_marked;
        text_free(&result);
    }
    pneu_arena_free(arena);
    assert_int_equal(failed, 0);
}

static void memory_may_fail_anywhere(void **state)
{
    pneu_status status = PNEU_ERR_MEMORY;
    (void)state;
    for (size_t n = 2; status == PNEU_ERR_MEMORY; n++) {
        failing_alloc memory;
        pneu_arena *arena = NULL;
        text in = {0};
        pneu_str base = {NULL, 7};
        int32_t is_marked = -1;
        text_print(&in, "Re: %05000d", 1);
        failing_alloc_init(&memory, FAIL_FROM_ON, n);
        assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
        status = pneu_base_subject(arena, pneu_i_str_of(in.ptr, in.len), &is_marked, &base);
        assert_true(status == PNEU_OK ? base.len == 5000 && is_marked == 1 : base.len == 7 && is_marked == -1);
        assert_true(n < 9);
        pneu_arena_free(arena);
        text_free(&in);
        failing_alloc_check_clean(&memory);
    }
    assert_int_equal(status, PNEU_OK);
}

static void arguments_are_checked(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str base, null_text = {NULL, 1};
    int32_t is_marked;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_base_subject(NULL, pneu_i_str("a"), &is_marked, &base), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_base_subject(arena, null_text, &is_marked, &base), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_base_subject(arena, pneu_i_str("a"), NULL, &base), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_base_subject(arena, pneu_i_str("a"), &is_marked, NULL), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_go),
        cmocka_unit_test(memory_may_fail_anywhere),
        cmocka_unit_test(arguments_are_checked),
    };
    return RUN_TESTS(tests);
}
