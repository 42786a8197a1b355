/* Patterns of names and types. */
#include "filter/pattern.h"

#include <stdlib.h>

#include "support/test.h"

static const struct {
    const char *pattern;
    const char *text;
    int fits;
} fits[] = {
    {"", "", 1},
    {"", "a", 0},
    {"a", "", 0},
    {"a", "a", 1},
    {"A", "a", 1},
    {"a", "ab", 0},
    {"*", "", 1},
    {"*", "abc", 1},
    {"**", "abc", 1},
    {"a*", "abc", 1},
    {"*c", "abc", 1},
    {"*b", "abc", 0},
    {"*b*", "abc", 1},
    {"a*c", "ac", 1},
    {"?", "", 0},
    {"?", "a", 1},
    {"?", "\xC3\xA9", 1},
    {"??", "\xC3\xA9", 0},
    {"?x", "\xC3\xA9x", 1},
    {"*.exe", "a.b.EXE", 1},
    {"*.exe", "a.exe.", 0},
    {"\\*", "*", 1},
    {"\\*", "a", 0},
    {"a\\?b", "a?b", 1},
    {"a\\?b", "axb", 0},
    {"\\\\", "\\", 1},
    {"image/*", "image/png", 1},
    {"image/*", "images/png", 0},
    {"*/*", "a/b", 1},
    {"*a*a*b", "aaaab", 1},
    {"*a*a*b", "aaaa", 0},
    {"?", "\xE2\x82", 1},
    {"*\xC3\xA9*", "caf\xC3\xA9.txt", 1},
};

static void test_fits(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(fits); i++) {
        size_t len = strlen(fits[i].text);
        char *text = malloc(len > 0 ? len : 1);
        assert_non_null(text);
        memcpy(text, fits[i].text, len);
        if (pneu_i_pattern_fits(pneu_i_str(fits[i].pattern), pneu_i_str_of(text, len)) != fits[i].fits)
            fail_msg("%s on %s", fits[i].pattern, fits[i].text);
        free(text);
    }
}

static void test_check(void **state)
{
    static const struct {
        const char *pattern;
        size_t fault;
    } rows[] = {{"", 0}, {"abc", 3}, {"a\tb", 1}, {"\\", 0}, {"a\\\\", 3}, {"ab\\", 2}, {"\x7F", 0}, {"\xC3\xA9", 2}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(pneu_i_pattern_check(pneu_i_str(rows[i].pattern)), rows[i].fault);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fits), cmocka_unit_test(test_check)};
    return RUN_TESTS(tests);
}
