/* The table of byte classes is derived again here from the grammars of the RFCs. */
#include "base/ascii.h"

#include "support/test.h"

static int is_one_of(int c, const char *bytes)
{
    return c != 0 && strchr(bytes, c) != NULL;
}

static int is_alphanumeric(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 5322 3.6.8; RFC 2045 5.1; RFC 5322 3.2.3; RFC 2046 5.1.1. */
static unsigned class_by_grammar(int c)
{
    unsigned bits = 0;
    if (c >= 33 && c <= 126 && c != ':')
        bits |= PNEU_I_FTEXT;
    if (c >= 33 && c <= 126 && !is_one_of(c, "()<>@,;:\\\"/[]?="))
        bits |= PNEU_I_TOKEN;
    if (is_alphanumeric(c) || is_one_of(c, "!#$%&'*+-/=?^_`{|}~"))
        bits |= PNEU_I_ATEXT;
    if (c == ' ' || c == '\t')
        bits |= PNEU_I_BLANK;
    if (c == '\r' || c == '\n')
        bits |= PNEU_I_EOL;
    if ((c < 32 && c != '\t' && c != '\r' && c != '\n') || c == 127)
        bits |= PNEU_I_CONTROL;
    if (is_alphanumeric(c) || is_one_of(c, "'()+_,-./:=? "))
        bits |= PNEU_I_BCHAR;
    if (c >= '0' && c <= '9')
        bits |= PNEU_I_DIGIT;
    return bits;
}

static void test_table(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++)
        assert_int_equal(pneu_i_ascii_class[c], class_by_grammar(c));
}

static void test_class_by_bits(void **state)
{
    (void)state;
    assert_true(pneu_i_is('a', PNEU_I_TOKEN | PNEU_I_BLANK));
    assert_true(pneu_i_is(' ', PNEU_I_TOKEN | PNEU_I_BLANK));
    assert_false(pneu_i_is(':', PNEU_I_TOKEN | PNEU_I_BLANK));
    assert_false(pneu_i_is(0xff, 0xff));
}

static void test_blanks_and_spaces(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        assert_int_equal(pneu_i_is_blank((unsigned char)c), c == ' ' || c == '\t');
        assert_int_equal(pneu_i_is_space((unsigned char)c), is_one_of(c, " \t\r\n"));
    }
}

static void test_lower_case(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        int expected = c >= 'A' && c <= 'Z' ? c + 32 : c;
        assert_int_equal((unsigned char)pneu_i_lower((char)c), expected);
    }
}

static void test_hex_values(void **state)
{
    static const char digits[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";
    (void)state;
    for (int c = 0; c < 256; c++) {
        const char *in_lower = c != 0 ? strchr(digits, c) : NULL;
        const char *in_upper = c != 0 ? strchr(upper, c) : NULL;
        int expected = in_lower != NULL ? (int)(in_lower - digits) : in_upper != NULL ? (int)(in_upper - upper) : -1;
        assert_int_equal(pneu_i_hex_value((unsigned char)c), expected);
    }
}

static void test_same_but_for_case(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        size_t len;
        int same;
    } rows[] = {
        {"", "", 0, 1},
        {"Content-Type", "cONTENT-tYPE", 12, 1},
        {"abc", "abd", 3, 0},
        {"abc", "abd", 2, 1},
        {"@", "`", 1, 0},
        {"[", "{", 1, 0},
        {"\xc4", "\xe4", 1, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(pneu_i_ascii_same(rows[i].a, rows[i].b, rows[i].len), rows[i].same);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_class_by_bits),
        cmocka_unit_test(test_blanks_and_spaces),
        cmocka_unit_test(test_lower_case),
        cmocka_unit_test(test_hex_values),
        cmocka_unit_test(test_same_but_for_case),
    };
    return RUN_TESTS(tests);
}
