/* OpenPGP's cleartext signature framework: the text that is signed, and its dash-escaped form. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/crypto.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

static const struct {
    const char *name;
    const char *escaped;
    const char *text; /* that is signed */
    const char *back; /* escaped again; NULL: as it was */
} rows[] = {
    {"nothing", "", "", NULL},
    {"one line", "a\r\n", "a", NULL},
    {"no line end", "a", "a", "a\r\n"},
    {"LF", "a\nb\n", "a\r\nb", "a\r\nb\r\n"},
    {"empty lines", "\r\na\r\n\r\n\r\n", "\r\na\r\n\r\n", "\r\na\r\n\r\n"},
    {"dashes", "- -a\r\n- --\r\n- - b\r\n", "-a\r\n--\r\n- b", NULL},
    {"From", "- From a\r\nFrom\r\n", "From a\r\nFrom", NULL},
    {"escaped for no reason", "- a\r\n", "a", "a\r\n"},
    {"not escaped", "-a\r\nFrom b\r\n", "-a\r\nFrom b", "- -a\r\n- From b\r\n"},
    {"blanks at ends", "a \t \r\n \t\r\n- \r\n b", "a\r\n\r\n\r\n b", "a\r\n\r\n\r\n b\r\n"},
    {"bare CR", "a\rb\r\r\n", "a\rb\r", NULL},
};

static void lines_are_unescaped(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0}, back = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str in = exact_copy(pneu_i_str(rows[i].escaped));
        assert_int_equal(pneu_cleartext_unescape(arena, in, &out), PNEU_OK);
        free((char *)in.ptr);
        if (!pneu_i_str_equal(out, pneu_i_str(rows[i].text)))
            fail_msg("%s: %.*s", rows[i].name, (int)out.len, out.ptr);
        assert_int_equal(pneu_cleartext_escape(arena, out, &back), PNEU_OK);
        if (!pneu_i_str_equal(back, pneu_i_str(rows[i].back != NULL ? rows[i].back : rows[i].escaped)))
            fail_msg("%s, escaped: %.*s", rows[i].name, (int)back.len, back.ptr);
    }
    pneu_arena_free(arena);
}

static void beginnings_are_read(void **state)
{
    pneu_arena *arena = NULL;
    pneu_str out;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t len = 0; len <= strlen(rows[i].escaped); len++) {
            pneu_str in = exact_copy(pneu_i_str_of(rows[i].escaped, len));
            assert_int_equal(pneu_cleartext_unescape(arena, in, &out), PNEU_OK);
            assert_true(out.len <= 2 * len);
            assert_int_equal(pneu_cleartext_escape(arena, in, &out), PNEU_OK);
            free((char *)in.ptr);
        }
    pneu_arena_free(arena);
}

static void errors_are_told(void **state)
{
    failing_alloc memory;
    pneu_arena *arena = NULL;
    pneu_str out = {"kept", 4}, wrong = {NULL, 1}, line = pneu_i_str("a\n");
    (void)state;
    failing_alloc_init(&memory, FAIL_FROM_ON, 2);
    assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
    assert_int_equal(pneu_cleartext_unescape(arena, line, &out), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_cleartext_escape(arena, line, &out), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_cleartext_unescape(arena, wrong, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_cleartext_escape(arena, wrong, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_cleartext_unescape(NULL, line, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_cleartext_escape(NULL, line, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_cleartext_unescape(arena, line, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_cleartext_escape(arena, line, NULL), PNEU_ERR_ARGUMENT);
    assert_string_equal(out.ptr, "kept");
    pneu_arena_free(arena);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_unescaped),
        cmocka_unit_test(beginnings_are_read),
        cmocka_unit_test(errors_are_told),
    };
    return RUN_TESTS(tests);
}
