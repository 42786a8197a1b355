/* Writing addresses: what is written, where it is folded, what is refused; making and comparing mailboxes. */
#include "support/test.h"

#include "base/str.h"
#include "support/address_text.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

static const pneu_str none = {"", 0};
static pneu_arena *arena;

static pneu_str write_list(pneu_str value, const pneu_format *format)
{
    pneu_address_list list;
    pneu_str out = {NULL, 0};
    assert_int_equal(pneu_address_list_parse(arena, value, PNEU_LENIENT, NULL, &list), PNEU_OK);
    pneu_status status = pneu_address_list_format(arena, &list, format, &out);
    return status == PNEU_OK ? out : pneu_i_str(pneu_status_name(status));
}

static void lists_are_written(void **state)
{
    static const struct {
        const char *in;
        const char *out;
    } rows[] = {
        {"", ""},
        {"a@b.c", "a@b.c"},
        {"<a@b.c>,d@e.f (Dee)", "a@b.c, Dee <d@e.f>"},
        {"A:;, B: a@b.c, C <d@e.f>; x@y.z", "A:;, B: a@b.c, C <d@e.f>;, x@y.z"},
        {"\"a b\"@c.d, a..b@c.d, \"x\"@c.d, \"\"@c.d", "\"a b\"@c.d, \"a..b\"@c.d, x@c.d, \"\"@c.d"},
        {"\"a\\\"\\\\b\"@c.d", "\"a\\\"\\\\b\"@c.d"},
        {"<@r:a@[1.2.3.4]>, <>, N <>", "a@[1.2.3.4], <>, N <>"},
        {"Doe, John <j@x.y>", "\"Doe, John\" <j@x.y>"},
        {":;", "\"\":;"},
        {"=?utf-8?q?J=C3=BCrgen?= <j@x.y>", "=?UTF-8?Q?J=C3=BCrgen?= <j@x.y>"},
        {"=?utf-8?q?=3D=3Fa?= <j@x.y>", "=?UTF-8?B?PT9h?= <j@x.y>"},
        {"root", "PNEU_ERR_ARGUMENT"},
        {"a@b@c", "PNEU_ERR_ARGUMENT"},
        {"a@b..c", "PNEU_ERR_ARGUMENT"},
        {"j\xC3\xB6@b.c", "PNEU_ERR_ARGUMENT"},
        {"a@b\xC3\xB6.c", "PNEU_ERR_ARGUMENT"},
        {"=?utf-8?q?a?=@b.c", "PNEU_ERR_ARGUMENT"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str out = write_list(pneu_i_str(rows[i].in), NULL);
        if (!pneu_i_str_equal(out, pneu_i_str(rows[i].out)))
            fail_msg("%s: %.*s", rows[i].in, (int)out.len, out.ptr);
    }
}

static void utf8_is_written_where_it_may(void **state)
{
    static const char in[] = "J\xC3\xB6 <j\xC3\xB6@b\xC3\xB6.c>";
    pneu_format format = {PNEU_FORMAT_UTF8, 0}, unknown = {1u << 30, 0};
    (void)state;
    assert_true(pneu_i_str_equal(write_list(pneu_i_str(in), &format), pneu_i_str(in)));
    assert_true(pneu_i_str_is(write_list(pneu_i_str(in), &unknown), "PNEU_ERR_ARGUMENT"));
}

static void lists_are_folded(void **state)
{
    pneu_format format = {0, 4};
    text in = {0};
    size_t column = format.column;
    (void)state;
    for (int i = 0; i < 40; i++)
        text_print(&in, "Somebody With A Name %d <somebody%d@somewhere.example>, =?utf-8?q?J=C3=B6?= <a%d@b.c>, ", i, i,
                   i);
    pneu_str out = write_list(pneu_i_str_of(in.ptr, in.len), &format);
    for (size_t i = 0; i < out.len; i++) {
        column = out.ptr[i] == '\n' ? 0 : column + 1;
        assert_true(column <= 79); /* with the CR */
        assert_true(out.ptr[i] != '\r' || out.ptr[i - 1] != ' ');
    }
    text_free(&in);
}

static void made_mailboxes_are_checked(void **state)
{
    static const struct {
        const char *name;
        const char *address;
        pneu_status status;
    } rows[] = {
        {"", "a@b.c", PNEU_OK},
        {"J\xC3\xB6rg", "\"a b\"@[1.2.3.4]", PNEU_OK},
        {"a\r\nX: y", "a@b.c", PNEU_ERR_ARGUMENT},
        {"a\x01", "a@b.c", PNEU_ERR_ARGUMENT},
        {"a\xC2\x85", "a@b.c", PNEU_ERR_ARGUMENT},
        {"a\xE9", "a@b.c", PNEU_ERR_ARGUMENT},
        {"", "", PNEU_ERR_SYNTAX},
        {"", "root", PNEU_ERR_SYNTAX},
        {"", "<a@b.c>", PNEU_ERR_SYNTAX},
        {"", "a@b.c (x)", PNEU_ERR_SYNTAX},
        {"", "a@b.c, d@e.f", PNEU_ERR_SYNTAX},
        {"", "a@b.c\r\nBcc: x@y.z", PNEU_ERR_SYNTAX},
        {"", "a@b.c>", PNEU_ERR_SYNTAX},
        {"", "g:a@b.c;", PNEU_ERR_SYNTAX},
        {"", "<>", PNEU_ERR_SYNTAX},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_mailbox mailbox;
        pneu_status status = pneu_mailbox_init(arena, pneu_i_str(rows[i].name), pneu_i_str(rows[i].address), &mailbox);
        if (status != rows[i].status)
            fail_msg("%s: %s", rows[i].address, pneu_status_name(status));
    }
}

/* What a caller puts into a mailbox without pneu_mailbox_init is looked at again. */
static void nothing_is_injected(void **state)
{
    static const struct {
        const char *name;
        const char *local;
        const char *domain;
    } rows[] = {
        {"a\r\nX: y", "a", "b.c"},    {"a\n", "a", "b.c"},       {"a\x1B", "a", "b.c"}, {"", "a\r\nX: y", "b.c"},
        {"", "a", "b.c\r\nX: y"},     {"", "a", "b.c>, <d@e.f"}, {"", "a", "b c"},      {"", "a", ""},
        {"", "a", "[1.2]3]"},         {"", "a", "[1\\]"},        {"", "a", "[1"},       {"", "a", "b@c"},
        {"", "=?utf-8?q?a?=", "b.c"},
    };
    pneu_str out;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_mailbox mailbox = {
            .name = pneu_i_str(rows[i].name), .local = pneu_i_str(rows[i].local), .domain = pneu_i_str(rows[i].domain)};
        if (pneu_mailbox_format(arena, &mailbox, NULL, &out) != PNEU_ERR_ARGUMENT)
            fail_msg("%s, %s, %s", rows[i].name, rows[i].local, rows[i].domain);
    }
    pneu_mailbox nul = {.name = {"a\0b", 3}, .local = {"a", 1}, .domain = {"b.c", 3}};
    assert_int_equal(pneu_mailbox_format(arena, &nul, NULL, &out), PNEU_ERR_ARGUMENT);
    pneu_mailbox quoted = {.local = pneu_i_str("a>, <d@e.f"), .domain = pneu_i_str("b.c")};
    assert_int_equal(pneu_mailbox_format(arena, &quoted, NULL, &out), PNEU_OK);
    assert_true(pneu_i_str_is(out, "\"a>, <d@e.f\"@b.c"));
}

static void groups_must_be_in_order(void **state)
{
    pneu_mailbox mailbox;
    pneu_group groups[] = {{pneu_i_str("A"), none, 0, 0, 0, 1}, {pneu_i_str("B"), none, 0, 0, 0, 1}};
    pneu_address_list list = {&mailbox, 1, groups, 2, 0};
    pneu_str out;
    (void)state;
    assert_int_equal(pneu_mailbox_init(arena, none, pneu_i_str("a@b.c"), &mailbox), PNEU_OK);
    assert_int_equal(pneu_address_list_format(arena, &list, NULL, &out), PNEU_ERR_ARGUMENT);
    groups[1].first = 1;
    assert_int_equal(pneu_address_list_format(arena, &list, NULL, &out), PNEU_ERR_ARGUMENT);
    groups[1].count = 0;
    assert_int_equal(pneu_address_list_format(arena, &list, NULL, &out), PNEU_OK);
    assert_true(pneu_i_str_is(out, "A: a@b.c;, B:;"));
    list.groups = NULL;
    assert_int_equal(pneu_address_list_format(arena, &list, NULL, &out), PNEU_ERR_ARGUMENT);
    list = (pneu_address_list){NULL, 1, NULL, 0, 0};
    assert_int_equal(pneu_address_list_format(arena, &list, NULL, &out), PNEU_ERR_ARGUMENT);
}

static void addresses_are_compared(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        int is_same;
    } rows[] = {
        {"a@b.c", "<a@B.C>", 1},         {"\"a\"@b.c", "a@b.c", 1}, {"a@b.c", "A@b.c", 0}, {"a@b.c", "a@b.d", 0},
        {"\"a b\"@c", "\"a\\ b\"@c", 1}, {"<>", "<>", 0},           {"a@b@c", "a@b@c", 0}, {"root", "root", 1},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_address_list a, b;
        assert_int_equal(pneu_address_list_parse(arena, pneu_i_str(rows[i].a), PNEU_LENIENT, NULL, &a), PNEU_OK);
        assert_int_equal(pneu_address_list_parse(arena, pneu_i_str(rows[i].b), PNEU_LENIENT, NULL, &b), PNEU_OK);
        if (pneu_mailbox_is_same(a.mailboxes, b.mailboxes) != rows[i].is_same)
            fail_msg("%s, %s", rows[i].a, rows[i].b);
    }
}

static void lack_of_memory_is_told(void **state)
{
    pneu_address_list list;
    size_t refused = 1;
    (void)state;
    pneu_str value = pneu_i_str("A B <a@b.c>, =?utf-8?q?J=C3=B6?= <\"x y\"@z.a>, G: a@b.c;");
    assert_int_equal(pneu_address_list_parse(arena, value, PNEU_LENIENT, NULL, &list), PNEU_OK);
    for (size_t at = 1; refused > 0; at++) {
        failing_alloc alloc;
        pneu_arena *own = NULL;
        pneu_str out;
        failing_alloc_init(&alloc, FAIL_ONCE, at);
        pneu_status status = pneu_arena_new(&alloc.alloc, &own);
        if (status == PNEU_OK)
            status = pneu_address_list_format(own, &list, NULL, &out);
        refused = alloc.refused;
        assert_int_equal(status, refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK);
        pneu_arena_free(own);
        failing_alloc_check_clean(&alloc);
        assert_true(at < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_written),      cmocka_unit_test(utf8_is_written_where_it_may),
        cmocka_unit_test(lists_are_folded),       cmocka_unit_test(made_mailboxes_are_checked),
        cmocka_unit_test(nothing_is_injected),    cmocka_unit_test(groups_must_be_in_order),
        cmocka_unit_test(addresses_are_compared), cmocka_unit_test(lack_of_memory_is_told),
    };
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 1;
    int failed = RUN_TESTS(tests);
    pneu_arena_free(arena);
    return failed;
}
