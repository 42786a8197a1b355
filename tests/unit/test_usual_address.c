/* The short way through address lists: what it takes it reads as the long way does, which reports nothing there. */
#include "syntax/usual_address.h"

#include "base/arena.h"
#include "base/str.h"
#include "support/chunks.h"
#include "support/count_reports.h"
#include "support/failing_alloc.h"
#include "support/short_way.h"
#include "support/test.h"

static void assert_same(pneu_str a, pneu_str b)
{
    assert_true(pneu_i_str_equal(a, b));
}

static void assert_same_mailbox(const pneu_mailbox *a, const pneu_mailbox *b)
{
    assert_same(a->name, b->name);
    assert_same(a->address, b->address);
    assert_same(a->local, b->local);
    assert_same(a->domain, b->domain);
    assert_same(a->comment, b->comment);
    assert_same(a->route, b->route);
    assert_same(a->raw_name, b->raw_name);
    assert_true(a->raw_name.len == 0 || a->raw_name.ptr == b->raw_name.ptr);
    assert_int_equal(a->offset, b->offset);
    assert_int_equal(a->length, b->length);
    assert_int_equal(a->group, b->group);
    assert_int_equal(a->flags, b->flags);
}

static void check_in_mode(pneu_arena *arena, pneu_str value, int32_t mode, size_t count)
{
    size_t reports = 0;
    pneu_defect_sink sink = {count_report, &reports};
    pneu_address_list usual, any;
    assert_int_equal(pneu_address_list_parse(arena, value, mode, &sink, &usual), PNEU_OK);
    assert_int_equal(pneu_i_any_addresses_read(arena, value, mode, &sink, &any), PNEU_OK);
    assert_int_equal(reports, 0);
    assert_int_equal(usual.mailbox_count, count);
    assert_int_equal(any.mailbox_count, count);
    assert_int_equal(usual.group_count + any.group_count + usual.unread + any.unread, 0);
    for (size_t i = 0; i < count; i++)
        assert_same_mailbox(&usual.mailboxes[i], &any.mailboxes[i]);
}

/* What was reported, in order. */
typedef struct reports {
    size_t count;
    uint64_t hash;
} reports;

static void add_report(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    const uint64_t parts[] = {(uint64_t)code, (uint64_t)detail, offset, length};
    reports *all = ctx;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        all->hash = (all->hash ^ parts[i]) * UINT64_C(0x100000001b3);
    all->count++;
}

static void assert_same_list(const pneu_address_list *a, const pneu_address_list *b)
{
    assert_int_equal(a->mailbox_count, b->mailbox_count);
    assert_int_equal(a->group_count, b->group_count);
    assert_int_equal(a->unread, b->unread);
    for (size_t i = 0; i < a->mailbox_count; i++)
        assert_same_mailbox(&a->mailboxes[i], &b->mailboxes[i]);
    for (size_t i = 0; i < a->group_count; i++) {
        const pneu_group *g = &a->groups[i], *h = &b->groups[i];
        assert_same(g->name, h->name);
        assert_same(g->raw_name, h->raw_name);
        assert_true(g->offset == h->offset && g->length == h->length && g->first == h->first && g->count == h->count);
    }
}

/* Usual elements read as such, the others the long way, and all of them the long way: it is the same. */
static void check_mixed(pneu_arena *arena, pneu_str value, int32_t mode)
{
    reports some = {0, 0}, all = {0, 0};
    pneu_defect_sink some_sink = {add_report, &some}, all_sink = {add_report, &all};
    pneu_address_list mixed, any;
    pneu_status status = pneu_i_mixed_addresses_read(arena, value, mode, &some_sink, &mixed);
    assert_int_equal(status, pneu_i_any_addresses_read(arena, value, mode, &all_sink, &any));
    assert_true(some.count == all.count && some.hash == all.hash);
    if (status == PNEU_OK)
        assert_same_list(&mixed, &any);
}

/* 1 if the short way takes the value; then the long way must agree. */
static int check(pneu_str value)
{
    pneu_arena *arena;
    pneu_address_list list;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    pneu_i_arena_mark before = pneu_i_arena_here(arena);
    int is_usual = pneu_i_usual_addresses_read(arena, value, &list) == PNEU_OK;
    if (is_usual) {
        check_in_mode(arena, value, PNEU_LENIENT, list.mailbox_count);
        check_in_mode(arena, value, PNEU_STRICT, list.mailbox_count);
    } else {
        assert_true(arena->newest == before.newest && arena->used == before.used);
    }
    check_mixed(arena, value, PNEU_LENIENT);
    check_mixed(arena, value, PNEU_STRICT);
    pneu_arena_free(arena);
    return is_usual;
}

static const short_way_row rows[] = {
    {"a@b", 1},
    {" a.b+c=d@e.f-g \r\n", 1},
    {" a@b,c@d", 1},
    {" Ann <a@b>", 1},
    {" Ann B.\t<a@b>", 0},
    {" Ann  Lee \r\n\t<a@b> , \"Lee, Ann (x)\" <c@d>\n", 1},
    {"\"a\" <a@b>", 1},
    {"<a@b>", 1},
    {"Ann<a@b>", 0},
    {"\"a\"<a@b>", 0},
    {"\" a\" <a@b>", 0},
    {"\"a \" <a@b>", 0},
    {"\"\" <a@b>", 0},
    {"\"a\\b\" <a@b>", 0},
    {"\"a@b\" <a@b>", 0},
    {"\"a\tb\" <a@b>", 0},
    {"\"a\" b <a@b>", 0},
    {"=?utf-8?q?a?= <a@b>", 1},
    {"=?UTF-8?B?w6k=?=\r\n =?utf-8?Q?=C3=A9_x!*+-/?= Lee  =?utf-8?q?=e2=82=ac?= <a@b> (c), Ann <c@d>", 1},
    {"a=b =?utf-8?q?a=3D?= <a@b>", 1},
    {"=?utf-8?q?a?=<a@b>", 0},
    {"=?utf-8?q?a?= \"b\" <a@b>", 0},
    {"=?utf-8?q?a?= =?utf-8?q?a?", 0},
    {"=?utf-8?q?a?=", 0},
    {"=?utf-8?q?a?=@b", 0},
    {"=?utf-8?q?a.b?= <a@b>", 0},
    {"=?utf-8?q?=40?= <a@b>", 0},
    {"=?utf-8?q?=3C?= <a@b>", 0},
    {"=?utf-8?q?=3E?= <a@b>", 0},
    {"=?utf-8?q?=3B?= <a@b>", 0},
    {"=?utf-8?q?_a?= <a@b>", 0},
    {"=?utf-8?q?a_?= <a@b>", 0},
    {"=?utf-8?q?a_?= b <a@b>", 1},
    {"=?utf-8?q?=E2=80=AE?= <a@b>", 0},
    {"=?utf-8?q?=C2=AD?= <a@b>", 0},
    {"=?utf-8?q?=C3?= =?utf-8?q?=A9?= <a@b>", 0},
    {"=?us-ascii?q?a?= <a@b>", 0},
    {"a =?b <a@b>", 0},
    {"\xc3\xa9 <a@b>", 1},
    {"\xc3\xa9", 0},
    {" Ann-\xc3\xa9\xc3\xa9  Zo\xc3\xab \r\n\t<a@b> , \xe2\x82\xac <c@d>, \xf0\x9f\x98\x80 <e@f>\n", 1},
    {"\xc3\xa9 =?utf-8?q?=C3=A9_x?= \xc3\xa9 <a@b>", 1},
    {"=?utf-8?q?=C3=A9?= =?utf-8?q?x?= \xc3\xa9 <a@b> (\xc3\xa9)", 1},
    {"=?utf-8?q?x?=\xc3\xa9 <a@b>", 0},
    {"\xc3\xa9=?utf-8?q?x?= <a@b>", 0},
    {"\xc3\xa9. <a@b>", 0},
    {"\xc3\xa9<a@b>", 0},
    {"\xc3 <a@b>", 0},
    {"\xc3 \xa9 <a@b>", 0},
    {"\xe9 <a@b>", 0},
    {"\xe9 <a@b>, \xc3\xa9 <a@b>", 0},
    {"\xed\xa0\x80 <a@b>", 0},
    {"\xc0\xaf <a@b>", 0},
    {"\xc2\xa0 <a@b>", 1},
    {"\xc2\x80 <a@b>", 0},
    {"\xc2\x9f <a@b>", 0},
    {"\xc2\xad <a@b>", 0},
    {"\"\xc3\xa9 \xe2\x82\xac\" <a@b>", 1},
    {"\"\xc3\xa9, \xe2\x82\xac (x)\" <a@b>", 1},
    {"\"\xe9\" <a@b>", 0},
    {"\"\xe2\x80\xae\" <a@b>", 0},
    {"\"\xef\xbb\xbf\" <a@b>", 0},
    {"\"\xc2\x85\" <a@b>", 0},
    {"a@b (\xe2\x82\xac)", 1},
    {"\xc3\xa9 <a@b> (\"\xc3\xa9\" x)", 1},
    {"a@b (\xe2\x82)", 0},
    {"a@b (\xe2\x80\x8b)", 0},
    {"Ann <a@b> (\xe2\x80\x8b)", 0},
    {"a@b\xc3\xa9", 0},
    {"\xc3\xa9@b", 0},
    {"\xc3\xa9 <\xc3\xa9@b>", 0},
    {"", 0},
    {" ", 0},
    {"a", 0},
    {"a@", 0},
    {"@b", 0},
    {"a..b@c", 0},
    {"a@b.", 0},
    {".a@b", 0},
    {"a @b", 0},
    {"a@ b", 0},
    {"a@b c", 0},
    {"a@b@c", 0},
    {"a@b,", 0},
    {",a@b", 0},
    {"a@b,,c@d", 0},
    {"a@b;", 0},
    {"g: a@b;", 0},
    {"a@b (c)", 1},
    {" <a@b> (A \"B\" <c>) \r\n , Ann <a@b>\t(d)\n", 1},
    {"\"a(b)\" <a@b> (c)", 1},
    {"a@b(c)", 0},
    {"a@b ()", 0},
    {"a@b ( c)", 0},
    {"a@b (c )", 0},
    {"a@b (c", 0},
    {"a@b (c\\d)", 0},
    {"a@b (c(d))", 0},
    {"a@b ((d))", 0},
    {"a@b (c@d.e)", 0},
    {"a@b (=?utf-8?q?a?=)", 0},
    {"a@b (\xc3\xa9)", 1},
    {"a@b (c\td)", 0},
    {"a@b (c) (d)", 0},
    {"a@b (c) d", 0},
    {"(c) a@b", 0},
    {"A (c) <a@b>", 0},
    {"A <a@b (c)>", 0},
    {"a@[1.2.3.4]", 0},
    {"\"a\"@b", 0},
    {"A <a@b", 0},
    {"A <a@b>>", 0},
    {"A <>", 0},
    {"A < a@b>", 0},
    {"A <a@b >", 0},
    {"A <@c:a@b>", 0},
    {"A\r<a@b>", 0},
    {"A\n<a@b>", 0},
    {"A \n <a@b>", 1},
    {"a@b\r", 0},
};

static void test_rows(void **state)
{
    (void)state;
    assert_int_equal(short_way_rows_failed(check, rows, COUNT_OF(rows)), 0);
}

static void test_bytes(void **state)
{
    static const char *const texts[] = {" Ann  Lee \r\n\t<a@b> , \"Lee, Ann\" <c.d@e.f>\n",
                                        "=?utf-8?q?=C3=A9_x?= Lee <a@b> (c d), e@f",
                                        "\xc3\xa9x \xe2\x82\xac <a@b> (\xc3\xa9), \"\xf0\x9f\x98\x80\" <e@f>"};
    (void)state;
    assert_in_range(try_changed_bytes(check, texts, COUNT_OF(texts)), 1000, 16000);
}

static void test_noise(void **state)
{
    static const char *const pieces[] = {"a",
                                         "b.c",
                                         "Ann",
                                         "@",
                                         "@d.e",
                                         "a@b",
                                         " ",
                                         " <",
                                         ">",
                                         "<x@y>",
                                         ",",
                                         ", ",
                                         "\"",
                                         "\"x y\"",
                                         ".",
                                         "\r\n ",
                                         "\t",
                                         "\r",
                                         "\n",
                                         "(",
                                         ")",
                                         "=?",
                                         "?=",
                                         ":",
                                         ";",
                                         "\\",
                                         "[",
                                         "]",
                                         "\xe9",
                                         "\xc3\xa9",
                                         "\xe2\x82\xac <a@b>",
                                         "\xc2\x80",
                                         "\xe2\x80\x8b",
                                         "\x7f",
                                         "=?us-ascii?q?x?=",
                                         "=?utf-8?q?x=C3=A9?=",
                                         " =?utf-8?b?eA==?= ",
                                         " (x y)"};
    static const piece_noise noise = {"", pieces, COUNT_OF(pieces), 9, 100000};
    (void)state;
    assert_in_range(try_piece_noise(check, &noise), 500, 99999);
}

/* Long lists are read element by element. */
static void test_length(void **state)
{
    static char text[PNEU_I_USUAL_ADDRESSES_MOST + 4];
    (void)state;
    for (size_t i = 0; i < sizeof text; i += 4)
        memcpy(text + i, "a@b,", 4);
    assert_true(try_short_way(check, text, PNEU_I_USUAL_ADDRESSES_MOST - 1));
    assert_false(try_short_way(check, text, PNEU_I_USUAL_ADDRESSES_MOST + 3));
}

/* Elements of which some are usual, in lists of all lengths, beyond the most that are read too. */
static void test_mixed(void **state)
{
    static const char *const elements[] = {
        "a@b,",
        " Ann  Lee <a@b> (c),",
        "\"x, y\"\t<a@b>,",
        "Doe, Ann <a@b>,",
        "g: a@b, c@d;,",
        "h:",
        "c@d;",
        "a b,",
        ",",
        "a@b (c,d@e),",
        "\"x",
        "(y",
        "<a@b",
        "A. B <a@b>,",
        "=?utf-8?q?=C3=A9?= <a@b>,",
        "=?utf-8?q?a,b?=,",
        "\xc3\xa9 <a@b>,",
        "\"\\\"\" <a@b>,",
        "a@[1],",
        "=?utf-8?b?eHl6?=, <a@b>,",
    };
    static char text[60000];
    uint32_t seed = 5;
    (void)state;
    for (size_t round = 0; round < 3000; round++) {
        size_t len = 0, count = next_random(&seed) % (round % 100 == 0 ? 3000 : 40), usual = 1 + next_random(&seed) % 9;
        for (size_t i = 0; i < count; i++) {
            size_t which = next_random(&seed) % usual != 0 ? i % 3 : next_random(&seed) % COUNT_OF(elements);
            memcpy(text + len, elements[which], strlen(elements[which]));
            len += strlen(elements[which]);
        }
        (void)try_short_way(check, text, len);
    }
    for (size_t i = 0; i < sizeof text; i += 4)
        memcpy(text + i, "a@b,", 4);
    (void)try_short_way(check, text, PNEU_ADDRESS_MAX * 4 - 1);
    (void)try_short_way(check, text, PNEU_ADDRESS_MAX * 4);
    (void)try_short_way(check, text, PNEU_ADDRESS_MAX * 4 + 3);
}

static void check_failures(pneu_str value)
{
    for (size_t at = 1, is_done = 0; !is_done; at++) {
        failing_alloc alloc;
        pneu_arena *arena = NULL;
        pneu_address_list list;
        failing_alloc_init(&alloc, FAIL_ONCE, at);
        pneu_status status = pneu_arena_new(&alloc.alloc, &arena);
        if (status == PNEU_OK)
            status = pneu_address_list_parse(arena, value, PNEU_LENIENT, NULL, &list);
        pneu_arena_free(arena);
        failing_alloc_check_clean(&alloc);
        is_done = alloc.refused == 0;
        assert_int_equal(status, is_done ? PNEU_OK : PNEU_ERR_MEMORY);
    }
}

static void test_failures(void **state)
{
    static const char usual[] = "Ann =?utf-8?q?Lee?= <a@b>, \"x\" <c@d> (y)";
    static char text[PNEU_I_USUAL_ADDRESSES_MOST + 8];
    (void)state;
    check_failures(pneu_i_str_of(usual, sizeof usual - 1));
    for (size_t i = 0; i < sizeof text; i += 4)
        memcpy(text + i, "a@b,", 4);
    check_failures(pneu_i_str_of(text, sizeof text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),   cmocka_unit_test(test_bytes), cmocka_unit_test(test_noise),
        cmocka_unit_test(test_length), cmocka_unit_test(test_mixed), cmocka_unit_test(test_failures),
    };
    return RUN_TESTS(tests);
}
