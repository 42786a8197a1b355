/* Address lists: elements, groups and brackets, as senders write them and as they should; strict reading; limits. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/address_text.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

static const address_row rows[] = {
    {"one address", "a@b.c", "a@b.c", ""},
    {"name", "John Doe <j@x.y>", "[John Doe]j@x.y", ""},
    {"empty value", "", "", ""},
    {"white space", "\r\n  ", "", ""},
    {"comment alone", "(nobody)", "", ""},
    {"list", "a@b.c, <d@e.f>,\r\n G <g@h.i>", "a@b.c d@e.f [G]g@h.i", ""},
    {"empty elements", "a@b.c,, d@e.f,", "a@b.c d@e.f", " addr_obsolete@6+0 addr_obsolete@14+0"},
    {"only commas", " , ,", "", " addr_obsolete@1+0 addr_obsolete@3+0 addr_obsolete@4+0 addr_syntax@0+4"},
    {"group", "G: a@b.c, N <d@e.f>; , h@i.j", "G:a@b.c,[N]d@e.f; h@i.j", ""},
    {"empty group", "undisclosed-recipients:;", "undisclosed-recipients:;", ""},
    {"group's comment", "A(x)\r\n :(y);(z)", "A:;", ""},
    {"group in quotes", "\"G, H\": a@b.c;", "G, H:a@b.c;", ""},
    {"group in encoded words", "=?utf-8?q?G=2C?=: a@b.c;", "G,:a@b.c;", ""},
    {"group without a name", ":a@b.c;", ":a@b.c;", " addr_syntax@0+1"},
    {"group not closed", "G: a@b.c", "G:a@b.c;", " addr_group_unterminated@8+0"},
    {"groups in groups", "A: B: c@d.e;; f@g.h", "A:c@d.e; f@g.h", " addr_group_nested@3+2 addr_list_syntax@14+0"},
    {"no comma after a group", "A:a@b.c;d@e.f", "A:a@b.c; d@e.f", " addr_list_syntax@8+0"},
    {"two semicolons", "A:;;b@c.d", "A:; b@c.d", " addr_semicolon_list@3+1"},
    {"semicolons", "a@b.c; d@e.f;", "a@b.c d@e.f", " addr_semicolon_list@5+1 addr_semicolon_list@12+1"},
    {"group named by an address", "<a@b.c>: d@e.f;", "<a@b.c>:d@e.f;", " addr_syntax@0+8"},
    {"scheme is a group", "mailto:a@b.c", "mailto:a@b.c;", " addr_group_unterminated@12+0"},
    {"port is a member", "a@b.c:25", "a@b.c:25;",
     " addr_syntax@1+1 addr_missing_domain@6+2 addr_group_unterminated@8+0"},
    {"comma in a name", "Doe, John <j@x.y>", "[Doe, John]j@x.y", " addr_list_syntax@3+1"},
    {"commas in a name", "Doe, John, Jr <j@x.y>, a@b.c", "[Doe, John, Jr]j@x.y a@b.c",
     " addr_list_syntax@3+1 addr_list_syntax@9+1"},
    {"words, then an address", "root, joe, <a@b.c>", "root joe a@b.c",
     " addr_missing_domain@0+4 addr_missing_domain@6+3"},
    {"words, then an address without brackets", "root, a@b.c", "root a@b.c", " addr_missing_domain@0+4"},
    {"words before a group", "root, G: a@b.c;", "root G:a@b.c;", " addr_missing_domain@0+4"},
    {"words within a group", "G: Doe, John <j@x.y>, root;", "G:[Doe, John]j@x.y,root;",
     " addr_list_syntax@6+1 addr_missing_domain@22+4"},
    {"words before a semicolon", "Doe; John <j@x.y>", "Doe [John]j@x.y",
     " addr_missing_domain@0+3 addr_semicolon_list@3+1"},
    {"route", "N <@a.b,@c.d:e@f.g>", "[N]{@a.b,@c.d}e@f.g", " addr_route@3+10"},
    {"route's empty elements", "<,@a,,@b:c@d.e>", "{,@a,,@b}c@d.e", " addr_route@1+8"},
    {"route without address", "<@a.b>", "!", " addr_syntax@1+4"},
    {"scheme in brackets", "<mailto:a@b.c>", "{mailto}a@b.c", " addr_syntax@7+1"},
    {"colon within", "<a@b:c@d.e>", "!", " addr_syntax@4+1 addr_multiple_at@1+9"},
    {"three pairs of brackets", "<<<a@b.c>>>", "a@b.c", " addr_excess_angle@0+3"},
    {"one bracket too much", "<a@b.c>>", "a@b.c", " addr_unbalanced_angle@7+1"},
    {"one too few", "<<a@b.c>", "a@b.c", " addr_excess_angle@0+2"},
    {"not closed", "Joe <a@b.c, d@e.f", "[Joe]a@b.c d@e.f", " addr_unbalanced_angle@4+6"},
    {"not opened", "a@b.c>", "a@b.c", " addr_unbalanced_angle@5+1"},
    {"comma in brackets", "<a@b.c, d@e.f>", "a@b.c d@e.f", " addr_unbalanced_angle@0+6 addr_unbalanced_angle@13+1"},
    {"no brackets", "John Q. Public jqp@x.y", "[John Q. Public]jqp@x.y", " addr_unbalanced_angle@15+0"},
    {"empty brackets", "Joe <>", "[Joe]<>", " addr_syntax@0+6"},
    {"empty and open", "Joe <", "[Joe]!", " addr_unbalanced_angle@4+1 addr_syntax@0+5"},
    {"a word in brackets", "<root>", "root", " addr_missing_domain@1+4"},
    {"words in brackets", "<john doe@x.y>", "!", " addr_syntax@6+7"},
    {"text behind brackets", "A <a@b.c> d@e.f", "[A]a@b.c", " addr_two_angles@10+5"},
    {"dot behind brackets", "<a@b.c>.", "a@b.c", " addr_two_angles@7+1"},
    {"second brackets", "A <a@b.c> <d@e.f>", "[A]a@b.c", " addr_two_angles@10+7"},
    {"comment between two pairs of brackets", "<a@b.c> (Joe) <d@e.f> (Bob)", "[Joe]a@b.c", " addr_two_angles@14+7"},
    {"route in second brackets", "A <a@b.c> <@x,@y:d@e.f>", "[A]a@b.c", " addr_route@11+6 addr_two_angles@10+13"},
    {"parenthesis behind brackets", "<a@b.c>)", "a@b.c", " addr_unbalanced_paren@7+1"},
    {"quote not closed", "\"Joe <joe@x.y>, Bob <bob@x.y>", "[Joe]joe@x.y [Bob]bob@x.y", " addr_unbalanced_quote@0+1"},
    {"quote not closed in a name", "Joe \"Bob <bob@x.y>", "[Joe Bob]bob@x.y", " addr_unbalanced_quote@4+1"},
    {"escaped quotes in it", "\"a\\\"b <c@d.e>", "[a\\b]c@d.e", " addr_unbalanced_quote@0+1 addr_syntax@2+1"},
    {"many escaped quotes in it", "\"\\\"\\\"\\\"a <c@d.e>", "[\\\"\\\"\\a]c@d.e",
     " addr_unbalanced_quote@0+1 addr_syntax@1+5"},
    {"comment not closed", "a@b.c (Joe, d@e.f", "[Joe]a@b.c d@e.f", " addr_unbalanced_paren@6+1"},
    {"comment before an address not closed", "(Testing <a@b.c>", "a@b.c", " addr_unbalanced_paren@0+1"},
    {"address in it", "(Joe joe@x.y", "[Joe]joe@x.y", " addr_unbalanced_paren@0+1 addr_unbalanced_angle@5+0"},
    {"closed comment in it", "(a <b@c.d> (e)", "[e]b@c.d", " addr_unbalanced_paren@0+1"},
    {"parenthesis not opened", "Testing) <a@b.c>", "[Testing)]a@b.c", " addr_unbalanced_paren@7+1"},
    {"parenthesis within an address", "a@b.c)d@e.f", "!", " addr_unbalanced_paren@5+1 addr_multiple_at@0+11"},
};

static void rows_are_read(void **state)
{
    (void)state;
    assert_int_equal(address_rows_failed(rows, COUNT_OF(rows)), 0);
}

static const struct {
    const char *in;
    int is_read;
} strict_rows[] = {
    {"a@b.c, <d@e.f>, G: h@i.j, \"k\" l. <m@n.o>;", 1},
    {"", 1},
    {"<>", 1},
    {"a@b.c,,d@e.f,", 1},
    {"a@b.c\r\n", 1},
    {"a@b.c (x)\r\n \r\n (y)", 1},
    {"<@a,@b:c@d.e>", 1},
    {"<,@a.b,,@[1.2],:c@d.e>", 1},
    {"<@a b:c@d.e>", 0},
    {"<@a..b:c@d.e>", 0},
    {"<,:c@d.e>", 0},
    {" , ", 0},
    {"root", 0},
    {"a@b.c; d@e.f", 0},
    {"a@b.c d@e.f", 0},
    {"John a@b.c", 0},
    {"a@b.c <a@b.c>", 0},
    {"<a@b.c", 0},
    {"G: a@b.c", 0},
    {"a..b@c.d", 0},
    {"a@b.c.", 0},
    {"a@b.c\r", 0},
    {"a@b.c\r\nd", 0},
    {"=?utf-8?q?a?=@b.c", 0},
    {"\xE9@b.c", 0},
};

static void strict_reading_refuses_repairs(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(strict_rows); i++) {
        text value = {0};
        address_text(&value, pneu_i_str(strict_rows[i].in), PNEU_STRICT, NULL);
        int is_read = value.len == 0 || strcmp(value.ptr, "PNEU_ERR_SYNTAX") != 0;
        if (is_read != strict_rows[i].is_read)
            fail_msg("%s", strict_rows[i].in);
        text_free(&value);
    }
}

static void places_and_flags_are_told(void **state)
{
    static const char in[] = "x <y@z.a>, G: \"J\" \r\n D (c) <@r:\"a b\"@c.d> (e), root;";
    pneu_arena *arena = NULL;
    pneu_address_list list;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_address_list_parse(arena, pneu_i_str(in), PNEU_LENIENT, NULL, &list), PNEU_OK);
    assert_int_equal(list.mailbox_count, 3);
    assert_int_equal(list.unread, 0);
    const pneu_mailbox *mailbox = &list.mailboxes[1];
    assert_true(pneu_i_str_equal(mailbox->raw_name, pneu_i_str("\"J\" \r\n D")));
    assert_true(pneu_i_str_equal(mailbox->name, pneu_i_str("J D")));
    assert_true(pneu_i_str_equal(mailbox->local, pneu_i_str("a b")));
    assert_true(pneu_i_str_equal(mailbox->domain, pneu_i_str("c.d")));
    assert_true(pneu_i_str_equal(mailbox->comment, pneu_i_str("e")));
    assert_true(pneu_i_str_equal(mailbox->route, pneu_i_str("@r")));
    assert_int_equal(mailbox->offset, 14);
    assert_int_equal(mailbox->length, strlen("\"J\" \r\n D (c) <@r:\"a b\"@c.d>"));
    assert_int_equal(mailbox->group, 0);
    assert_int_equal(mailbox->flags, 0);
    assert_int_equal(list.mailboxes[0].group, PNEU_NO_GROUP);
    assert_int_equal(list.mailboxes[2].flags, PNEU_MAILBOX_NO_DOMAIN | PNEU_MAILBOX_REPAIRED);
    assert_int_equal(list.group_count, 1);
    assert_int_equal(list.groups[0].first, 1);
    assert_int_equal(list.groups[0].count, 2);
    assert_int_equal(list.groups[0].offset, 11);
    assert_int_equal(list.groups[0].length, strlen(in) - 11);
    pneu_arena_free(arena);
}

static void the_limit_holds(void **state)
{
    text in = {0}, defects = {0};
    pneu_arena *arena = NULL;
    pneu_address_list list;
    pneu_defect_sink sink = place_text_sink(&defects);
    (void)state;
    for (int i = 0; i < PNEU_ADDRESS_MAX; i++)
        text_print(&in, "a@b,");
    text_print(&in, "c@d");
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_address_list_parse(arena, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, &sink, &list),
                     PNEU_OK);
    assert_int_equal(list.mailbox_count, PNEU_ADDRESS_MAX);
    assert_int_equal(list.unread, 3);
    assert_string_equal(defects.ptr, " limit_addresses@40000+3");
    pneu_arena_free(arena);
    text_free(&in);
    text_free(&defects);
}

static void deep_comments_are_told(void **state)
{
    text in = {0}, value = {0}, defects = {0};
    pneu_defect_sink sink = place_text_sink(&defects);
    (void)state;
    for (int i = 0; i < 33; i++)
        text_print(&in, "(");
    for (int i = 0; i < 33; i++)
        text_print(&in, ")");
    text_print(&in, "a@b.c");
    address_text(&value, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, &sink);
    assert_string_equal(value.ptr, "a@b.c");
    assert_string_equal(defects.ptr, " limit_tokens@0+66");
    text_free(&in);
    text_free(&value);
    text_free(&defects);
}

static void lack_of_memory_is_told(void **state)
{
    static const char in[] = "=?utf-8?q?a?= \"b\\c\" <\"d e\"@f.g> (x), G=?a?q?=C3=BC?=: \"\xC3\xBC\" <h@i.j>;";
    size_t refused = 1;
    (void)state;
    for (size_t at = 1; refused > 0; at++) {
        failing_alloc alloc;
        pneu_arena *arena = NULL;
        pneu_address_list list;
        failing_alloc_init(&alloc, FAIL_ONCE, at);
        pneu_status status = pneu_arena_new(&alloc.alloc, &arena);
        if (status == PNEU_OK)
            status = pneu_address_list_parse(arena, pneu_i_str(in), PNEU_LENIENT, NULL, &list);
        refused = alloc.refused;
        assert_int_equal(status, refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK);
        pneu_arena_free(arena);
        failing_alloc_check_clean(&alloc);
        assert_true(at < 100);
    }
}

static void misuse_is_refused(void **state)
{
    pneu_arena *arena = NULL;
    pneu_address_list list;
    pneu_str bad = {NULL, 1}, empty = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_address_list_parse(NULL, empty, PNEU_LENIENT, NULL, &list), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_address_list_parse(arena, bad, PNEU_LENIENT, NULL, &list), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_address_list_parse(arena, empty, 2, NULL, &list), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_address_list_parse(arena, empty, PNEU_LENIENT, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_address_list_parse(arena, empty, PNEU_LENIENT, NULL, &list), PNEU_OK);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read),
        cmocka_unit_test(strict_reading_refuses_repairs),
        cmocka_unit_test(places_and_flags_are_told),
        cmocka_unit_test(the_limit_holds),
        cmocka_unit_test(deep_comments_are_told),
        cmocka_unit_test(lack_of_memory_is_told),
        cmocka_unit_test(misuse_is_refused),
    };
    return RUN_TESTS(tests);
}
