/* Content-ID: what stands between its brackets. */
#include "tree/details.h"

#include "support/failing_alloc.h"
#include "support/test.h"

static const struct {
    const char *name;
    const char *value;
    const char *id;
} values[] = {
    {"usual", " <part1@example.com>", "part1@example.com"},
    {"no blank", "<a@b>", "a@b"},
    {"folded before", "\r\n <a@b>", "a@b"},
    {"folded inside", " <a@\r\n\tb>", "a@b"},
    {"comment before", " (x <y@z>) <a@b>", "a@b"},
    {"comment behind", " <a@b> (c)", "a@b"},
    {"nested comment", " (x (y) <z>) <a@b>", "a@b"},
    {"comment inside", " <a(c)@b>", "a@b"},
    {"escaped parenthesis in a comment", " (\\) <y>) <a@b>", "a@b"},
    {"quoted bracket", " <\"a>c\"@b>", "\"a>c\"@b"},
    {"escaped quote", " <\"a\\\">c\"@b>", "\"a\\\">c\"@b"},
    {"no brackets", " part1@example.com ", "part1@example.com"},
    {"no brackets, with a comment", " part1@example.com (c)", "part1@example.com"},
    {"no closing bracket", " <a@b", "a@b"},
    {"no closing parenthesis", " (x <a@b>", ""},
    {"second identifier", " <a@b> <c@d>", "a@b"},
    {"empty brackets", " <>", ""},
    {"empty", "", ""},
    {"control characters",
     " <a\x01"
     "b\x7f@c>",
     "ab@c"},
    {"backslash at the end", " <\"a\\", "\"a\\"},
};

static void test_identifiers(void **state)
{
    pneu_arena *arena;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        pneu_str id;
        assert_int_equal(pneu_i_content_id_read(arena, pneu_i_str(values[i].value), &id), PNEU_OK);
        if (!pneu_i_str_equal(id, pneu_i_str(values[i].id)))
            fail_msg("%s: \"%.*s\"", values[i].name, (int)id.len, id.ptr);
    }
    pneu_arena_free(arena);
}

static void test_no_memory(void **state)
{
    failing_alloc memory;
    pneu_arena arena;
    pneu_str id = {NULL, 7};
    (void)state;
    failing_alloc_init(&memory, FAIL_ONCE, 1);
    pneu_i_arena_init(&arena, &memory.alloc);
    assert_int_equal(pneu_i_content_id_read(&arena, pneu_i_str("<a@b>"), &id), PNEU_ERR_MEMORY);
    assert_int_equal(id.len, 7);
    pneu_i_arena_free(&arena);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_identifiers),
        cmocka_unit_test(test_no_memory),
    };
    return RUN_TESTS(tests);
}
