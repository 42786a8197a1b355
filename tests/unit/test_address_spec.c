/* Addresses and names of single elements: what is read of them, and what is told. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/address_text.h"
#include "support/mime_text.h"

static const address_row rows[] = {
    {"quoted name", "\"Doe, J. \\\"x\\\"\" <j@x.y>", "[Doe, J. \"x\"]j@x.y", ""},
    {"comment as name", "a@b.c (Joe (the) User) (other)", "[Joe (the) User]a@b.c", ""},
    {"comment behind brackets", "<a@b.c> (Joe)", "[Joe]a@b.c", ""},
    {"comments within", "Pete(A \\) c) <pete(his)@silly.test(host)>", "[Pete]pete@silly.test", ""},
    {"UTF-8", "J\xC3\xBCrgen <j\xC3\xBC@b\xC3\xBC.example>", "[J\xC3\xBCrgen]j\xC3\xBC@b\xC3\xBC.example", ""},
    {"words of a name", "\"A\" (x) B.  C\r\n D <d@e.f>", "[A B. C D]d@e.f", " addr_dot_in_name@9+1"},
    {"name of nothing", "\"\" <a@b.c>", "a@b.c", ""},
    {"brackets in a name", "Foo [Bar] <a@b.c>", "[Foo [Bar]]a@b.c", " addr_syntax@4+1 addr_syntax@8+1"},
    {"dot before a name", ". Joe <a@b.c>", "[. Joe]a@b.c", " addr_syntax@0+1"},
    {"several at", "a@b@c.d", "!", " addr_multiple_at@0+7"},
    {"several addresses in one element", "a@b.c d@e.f", "!", " addr_multiple_at@0+11"},
    {"at in a name", "a@b.c <a@b.c>", "[a@b.c]a@b.c", " addr_syntax@1+1"},
    {"other address as a name", "a@b.c <d@e.f>", "[a@b.c]d@e.f", " addr_syntax@1+1 addr_name_is_address@0+13"},
    {"other address in a name", "\"me (a@b.c)\" <d@e.f>", "[me (a@b.c)]d@e.f", " addr_name_is_address@0+20"},
    {"own address in quotes", "\"'A@B.c'\" <a@b.C>", "['A@B.c']a@b.C", ""},
    {"at without a dot in a name", "\"joe@home\" <a@b.c>", "[joe@home]a@b.c", ""},
    {"word without at", "root", "root", " addr_missing_domain@0+4"},
    {"words without at", "John Doe", "[John Doe]!", " addr_syntax@0+8"},
    {"quoted word without at", "\"root\"", "[root]!", " addr_syntax@0+6"},
    {"no domain", "joe@", "joe", " addr_missing_domain@0+4"},
    {"no local part", "@x.y", "!", " addr_syntax@0+4"},
    {"dots", "a..b@x.y.", "a..b@x.y.", " addr_syntax@0+9"},
    {"dots at the ends", ".a.@.b", ".a.@.b", " addr_syntax@0+6"},
    {"obsolete white space", "a . b @ c . d", "a.b@c.d", " addr_obsolete@0+13"},
    {"obsolete comments", "a(x).b(y)@(z)c(w).d", "a.b@c.d", " addr_obsolete@0+19"},
    {"white space at dots after a name", "John Q. jqp@x.y", "[John Q.]jqp@x.y", " addr_unbalanced_angle@8+0"},
    {"quoted local part", "\"a b\"@c.d", "\"a b\"@c.d", " addr_quoted_local@0+5"},
    {"white space in a literal", "\"a\"@[x y]", "a@[x y]", ""},
    {"at in a local part", "\"a@b\"@c.d", "\"a@b\"@c.d", " addr_quoted_local@0+5"},
    {"needless quotes", "\"first\".last@c.d", "first.last@c.d", ""},
    {"obsolete and quoted", "\"a\" . b@c.d", "a.b@c.d", " addr_obsolete@0+11"},
    {"quotes in a part", "\"a b\".c@d.e", "\"a b.c\"@d.e", " addr_quoted_local@0+7"},
    {"empty local part", "\"\"@c.d", "\"\"@c.d", ""},
    {"fold in a local part", "\"a\r\n b\"@c.d", "\"a b\"@c.d", " addr_quoted_local@0+7"},
    {"line end in a local part", "\"a\r\nb\"@c.d", "!", " addr_syntax@0+10"},
    {"literal", "a@[192.0.2.1]", "a@[192.0.2.1]", ""},
    {"literal with a comma", "a@[IPv6:1,2::3] , b@c.d", "a@[IPv6:1,2::3] b@c.d", ""},
    {"literal not closed", "a@[1.2.3, b@c.d", "! b@c.d", " addr_syntax@2+1 addr_syntax@0+8"},
    {"literal with text behind", "a@[1.2]x", "a@[1.2]", " addr_syntax@0+8"},
    {"comment within a domain", "user@good.example(x)evil.example", "[x]user@good.example", " addr_comment_glue@0+32"},
    {"comment within a local part", "us(x)er@y.z", "[us]er@y.z", " addr_unbalanced_angle@5+0 addr_comment_glue@5+6"},
    {"comment within brackets' local part", "<us(x)er@y.z>", "!", " addr_comment_glue@6+6 addr_syntax@6+6"},
    {"text behind an address", "a@b.c Joe Smith", "a@b.c", " addr_syntax@0+15"},
    {"backslash", "<a@b.c>\\,<d@e.f>", "a@b.c d@e.f", " addr_syntax@7+1 addr_two_angles@7+1"},
    {"backslash in an address", "a\\@b@c.d", "!", " addr_syntax@1+1 addr_multiple_at@0+8"},
    {"backslash in a name", "A\\B <a@b.c>", "[A\\B]a@b.c", " addr_syntax@1+1"},
    {"control in an address",
     "a\x01"
     "b@c.d",
     "!", " addr_syntax@1+1"},
    {"encoded words", "=?utf-8?Q?J=C3=B6?=  =?utf-8?Q?rg?= x  y <a@b.c>", "[J\xC3\xB6rg x y]a@b.c", ""},
    {"encoded word in quotes", "\"=?utf-8?Q?J=C3=B6rg?=\" <a@b.c>", "[J\xC3\xB6rg]a@b.c", " ew_in_quoted_string@1+21"},
    {"encoded comma", "=?utf-8?q?Doe=2C_J?= <a@b.c>", "[Doe, J]a@b.c", ""},
    {"encoded words and a comma", "=?utf-8?q?Doe?=, =?utf-8?q?J?= <a@b.c>", "[Doe, J]a@b.c", " addr_list_syntax@15+1"},
    {"encoded word is no address",
     "=?utf-8?q?a=40b=2Ec?=", "=?utf-8?q?a=40b=2Ec?=", " addr_syntax@0+21 addr_ew_specials@0+21"},
    {"encoded word in an address", "=?utf-8?q?=40x=2Ey?=@b.c", "=?utf-8?q?=40x=2Ey?=@b.c", " addr_ew_in_spec@0+20"},
    {"encoded NUL in an address", "<=?utf-8?q?a=00?=@b.c>", "=?utf-8?q?a=00?=@b.c",
     " addr_ew_in_spec@1+16 ew_nul@1+16"},
    {"an encoded word behind a backslash", "a@[b\\c=?utf-8?q?d?=]", "a@[b\\c=?utf-8?q?d?=]", " addr_ew_in_spec@6+13"},
    {"an encoded word behind a parenthesis", "a@[b(c=?utf-8?q?d?=]", "a@[b(c=?utf-8?q?d?=]", " addr_ew_in_spec@6+13"},
    {"encoded word over the at", "=?utf-8?q?a@b?=.c", "=?utf-8?q?a@b?=.c", " addr_ew_in_spec@0+15"},
    {"encoded address as a name", "=?utf-8?q?=3Ca=40b=2Ec=3E?= <d@e.f>", "[<a@b.c>]d@e.f",
     " addr_ew_specials@0+35 addr_name_is_address@0+35"},
    {"encoded line end in a name", "=?utf-8?q?a=0D=0Ab?= <c@d.e>", "[ab]c@d.e", " ew_control@0+20"},
    {"encoded comment", "a@b.c (=?utf-8?q?J=C3=B6rg?=)", "[J\xC3\xB6rg]a@b.c", ""},
    {"bidirectional control", "\"\xE2\x80\xAEx\" <a@b.c>", "[\xE2\x80\xAEx]a@b.c", " sec_bidi_control@0+14"},
    {"invisible character", "a\xC2\xAD@b.c", "a\xC2\xAD@b.c", " sec_invisible_char@0+7"},
    {"not UTF-8 in a name", "J\xF6rg \"\xF6\" <a@b.c>", "[J\xC3\xB6rg \xC3\xB6]a@b.c", ""},
    {"not UTF-8 in an address", "j\xF6@b.c", "!", " addr_syntax@0+6"},
    {"raw mark",
     "\xEF\xBB\xBF"
     "A \"\xEF\xBB\xBF"
     "B\" =?utf-8?B?77u/Qw==?= <a@b.c>",
     "[\xEF\xBB\xBF"
     "A \xEF\xBB\xBF"
     "B \xEF\xBB\xBF"
     "C]a@b.c",
     " sec_invisible_char@0+40"},
};

static void rows_are_read(void **state)
{
    (void)state;
    assert_int_equal(address_rows_failed(rows, COUNT_OF(rows)), 0);
}

/* NUL cannot stand in the rows above. */
static void nul_makes_no_address(void **state)
{
    static const char in_address[] = "admin@legit.example\0@attack.example";
    static const char in_local[] = "\"a\\\0\"@b.c";
    static const char in_name[] = "\"a\0b\" c\0d <e@f.g>";
    text value = {0}, defects = {0};
    pneu_defect_sink sink = place_text_sink(&defects);
    (void)state;
    address_text(&value, pneu_i_str_of(in_address, sizeof in_address - 1), PNEU_LENIENT, &sink);
    assert_string_equal(value.ptr, "!");
    assert_string_equal(defects.ptr, " addr_syntax@19+1");
    text_clear(&value);
    address_text(&value, pneu_i_str_of(in_local, sizeof in_local - 1), PNEU_LENIENT, NULL);
    assert_string_equal(value.ptr, "!");
    text_clear(&value);
    address_text(&value, pneu_i_str_of(in_name, sizeof in_name - 1), PNEU_LENIENT, NULL);
    assert_string_equal(value.ptr, "[ab cd]e@f.g");
    text_free(&value);
    text_free(&defects);
}

static void strict_names_are_literal(void **state)
{
    text value = {0};
    (void)state;
    address_text(&value, pneu_i_str("\"=?utf-8?q?a?=\" =?utf-8?q?b?= x=?utf-8?q?c?= <d@e.f>"), PNEU_STRICT, NULL);
    assert_string_equal(value.ptr, "[=?utf-8?q?a?= b x=?utf-8?q?c?=]d@e.f");
    text_free(&value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read),
        cmocka_unit_test(nul_makes_no_address),
        cmocka_unit_test(strict_names_are_literal),
    };
    return RUN_TESTS(tests);
}
