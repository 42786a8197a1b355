/* Normal forms of identifiers, and which are the same. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "pneu/msgid.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

static const struct {
    const char *id;
    const char *normal; /* NULL: itself */
} rows[] = {
    {"a@b", NULL},
    {"", NULL},
    {"abc", NULL},
    {"A@b", NULL},
    {"\"a\"@b", "a@b"},
    {"\"a.b\"@c", "a.b@c"},
    {"\"a\".\"b\"@c", "a.b@c"},
    {"\"a\\b\"@c", "ab@c"},
    {"\"a\\.b\"@c", "a.b@c"},
    {"\"a b\"@c", NULL},
    {"\"a\\ b\"@c", "\"a b\"@c"},
    {"\"a b\".c@d", "\"a b.c\"@d"},
    {"a.\"\".b@c", "\"a..b\"@c"},
    {"\"\"@c", NULL},
    {"\".a\"@c", NULL},
    {"\"a.\"@c", NULL},
    {"\"a@b\"@c", NULL},
    {"\"\\\"\\\\\"@c", NULL},
    {"\"\\a\\\"\"@c", "\"a\\\"\"@c"},
    {"\"\xC3\xA9\"@c", "\xC3\xA9@c"},
    {"\"a\"@\"b\"@c", "a@\"b\"@c"},
    {"\"a\"b@c", NULL}, /* no list of words */
    {"a\"b\"@c", NULL},
    {"\"a@b", NULL},
    {"\"a\\\"@b", NULL},
    {"\"a\"", NULL},
    {"\"a\".@b", NULL},
    {"\"a\" @b", NULL},
};

static void normal_forms_are_found(void **state)
{
    pneu_arena *arena = NULL;
    int failed = 0;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str in = exact_copy(pneu_i_str(rows[i].id)), normal = {NULL, 0};
        text form = {0};
        assert_int_equal(pneu_msgid_normalise(arena, in, &normal), PNEU_OK);
        text_add(&form, normal.ptr, normal.len);
        failed += !text_equals(rows[i].id, &form, rows[i].normal != NULL ? rows[i].normal : rows[i].id);
        text_free(&form);
        free((char *)in.ptr);
    }
    pneu_arena_free(arena);
    assert_int_equal(failed, 0);
}

/* Two identifiers are the same exactly if their normal forms are. */
static void equality_is_that_of_normal_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t k = 0; k < COUNT_OF(rows); k++) {
            const char *a = rows[i].normal != NULL ? rows[i].normal : rows[i].id;
            const char *b = rows[k].normal != NULL ? rows[k].normal : rows[k].id;
            pneu_str x = exact_copy(pneu_i_str(rows[i].id)), y = exact_copy(pneu_i_str(rows[k].id));
            assert_int_equal(pneu_msgid_equal(x, y), strcmp(a, b) == 0);
            free((char *)x.ptr);
            free((char *)y.ptr);
        }
    }
}

static void failures_are_told(void **state)
{
    failing_alloc memory;
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 7}, null_text = {NULL, 1};
    (void)state;
    failing_alloc_init(&memory, FAIL_FROM_ON, 2);
    assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
    assert_int_equal(pneu_msgid_normalise(arena, pneu_i_str("\"a\"@b"), &out), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_msgid_normalise(arena, null_text, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_msgid_normalise(NULL, pneu_i_str("a"), &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_msgid_normalise(arena, pneu_i_str("a"), NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(out.len, 7);
    assert_int_equal(pneu_msgid_normalise(arena, pneu_i_str("a@b"), &out), PNEU_OK); /* takes no memory */
    pneu_arena_free(arena);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_forms_are_found),
        cmocka_unit_test(equality_is_that_of_normal_forms),
        cmocka_unit_test(failures_are_told),
    };
    return RUN_TESTS(tests);
}
