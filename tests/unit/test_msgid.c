/* Identifiers as senders write them: lists, places, defects. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "pneu/msgid.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

typedef struct row {
    const char *name;
    const char *in;
    const char *ids;    /* "[id@offset+length]", one after the other */
    const char *faults; /* the places of hdr_value_malformed/hdr_msgid_malformed, "@offset+length" */
} row;

/* Read in both modes. */
static const row grammatical[] = {
    {"usual", " <a@b>\r\n", "[a@b@1+5]", ""},
    {"several", " <a@b> <c@d>\r\n\t<e@f>", "[a@b@1+5][c@d@7+5][e@f@15+5]", ""},
    {"nothing between", "<a@b><c@d>", "[a@b@0+5][c@d@5+5]", ""},
    {"comments between", "(x)<a@b>(<y@z>)<c@d>(\\))", "[a@b@3+5][c@d@15+5]", ""},
    {"phrase", "Your \"message <x@y>\" of. <a@b>", "[a@b@25+5]", "@0+24"},
    {"blanks and comments inside", "< a (x>y)\r\n . b@ c . (z) d >", "[a.b@c.d@0+28]", "@0+28"},
    {"quoted left side", "<\"a>b <c@d> \\\"\"@e>", "[\"a>b <c@d> \\\"\"@e@0+18]", ""},
    {"quoted word among others", "<a.\"b c\".d@e>", "[a.\"b c\".d@e@0+13]", ""},
    {"fold in quotes", "<\"a\r\n b\"@c>", "[\"a b\"@c@0+11]", "@0+11"},
    {"escaped control character", "<\"a\\\x01\"@b>", "[\"a\"@b@0+9]", "@0+9"},
    {"literal", "<a@[IPv6:::1]>", "[a@[IPv6:::1]@0+14]", ""},
    {"literal with brackets", "<a@[b>c(d]>", "[a@[b>c(d]@0+11]", ""},
    {"fold in a literal", "<a@[1.\r\n 2]>", "[a@[1.2]@0+12]", "@0+12"},
    {"UTF-8", "<\xC3\xA9@\xE4\xBE\x8B.jp>", "[\xC3\xA9@\xE4\xBE\x8B.jp@0+11]", ""},
    {"case stays", "<A@B.C>", "[A@B.C@0+7]", ""},
    {"nothing", "", "", ""},
    {"blanks", " \r\n ", "", ""},
    {"only a comment", " (x <a@b>)", "", ""},
};

/* Read in lenient mode only. */
static const row wild[] = {
    {"commas", "<a@b>,<c@d>;<e@f>", "[a@b@0+5][c@d@6+5][e@f@12+5]", "@5+1@11+1"},
    {"no at sign", "<abc>", "[abc@0+5]", "@0+5"},
    {"two at signs", "<a@b@c>", "[a@b@c@0+7]", "@0+7"},
    {"nothing right", "<a@>", "[a@@0+4]", "@0+4"},
    {"blank inside", "<a b@c>", "[ab@c@0+7]", "@0+7"},
    {"dots", "<.a..b@c.>", "[.a..b@c.@0+10]", "@0+10"},
    {"control characters",
     "<a\x01"
     "b\x7F@c>",
     "[ab@c@0+8]", "@0+8"},
    {"brackets twice", "<<a@b>>", "[a@b@0+6]", "@0+6@6+1"},
    {"bracket inside", "<a<b@c>>", "[a<b@c@0+7]", "@0+7@7+1"},
    {"not closed", "<a@b", "[a@b@0+4]", "@0+4"},
    {"not closed before the next", "<a@b\r\n <c@d>", "[a@b@0+7][c@d@7+5]", "@0+7"},
    {"empty", "<> < > <a@b>", "[a@b@7+5]", "@0+2@3+3"},
    {"only empty ones", "<><>", "", "@0+2@2+2"},
    {"quote mark within a word", "<a\"b@c> <d\"e@f>", "[a\"b@c@0+7][d\"e@f@8+7]", "@0+7@8+7"},
    {"quote that is not closed", "<\"a@b> <c@d>", "[\"a@b@0+6][c@d@7+5]", "@0+6"},
    {"backslash at the end", "<\"a\\", "[\"a\\@0+4]", "@0+4"},
    {"literal that is not closed", "<a@[b> <c@[d]>", "[a@[b@0+6][c@[d]@7+7]", "@0+6"},
    {"bracket on the left", "<[a]@b>", "[[a]@b@0+7]", "@0+7"},
    {"comment that is not closed", "(x <a@b> <c(@d>", "[a@b@3+5][c(@d@9+6]", "@0+2@9+6"},
    {"encoded word", "<=?utf-8?Q?a=40b?=>", "[=?utf-8?Q?a=40b?=@0+19]", "@0+19"},
    {"bytes that are not UTF-8", "<\xE9@b>", "[\xE9@b@0+5]", ""},
    {"no brackets", " a@b\r\n", "[a@b@1+3]", "@1+3"},
    {"no brackets, several", "a@b, \"c d\"@e;(x) f@g", "[a@b@0+3][\"c d\"@e@5+7][f@g@17+3]", "@0+3@3+1@5+7@12+1@17+3"},
    {"one word", "abc", "[abc@0+3]", "@0+3"},
    {"words", "no brackets @ all", "", "@0+2@3+8@12+1@14+3"},
    {"words beside brackets", "x@y <a@b> z@z", "[a@b@4+5]", "@0+3@10+3"},
    {"only a closing bracket", "a@b>", "[a@b@0+3]", "@0+3@3+1"},
};

static void add_place(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    text *to = ctx;
    assert_int_equal(code, PNEU_DEFECT_HDR_VALUE_MALFORMED);
    assert_int_equal(detail, PNEU_DETAIL_HDR_MSGID_MALFORMED);
    text_print(to, "@%d+%d", (int)offset, (int)length);
}

static void list_text(text *to, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_arena *arena = NULL;
    pneu_msgid_list list = {NULL, NULL, 0};
    pneu_str in = exact_copy(value);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    pneu_status status = pneu_msgid_list_parse(arena, in, mode, sink, &list);
    free((char *)in.ptr); /* nothing is borrowed from it */
    if (status != PNEU_OK)
        text_print(to, "%s", pneu_status_name(status));
    for (size_t i = 0; i < list.count; i++)
        text_print(to, "[%.*s@%d+%d]", (int)list.ids[i].len, list.ids[i].ptr, (int)list.places[i].offset,
                   (int)list.places[i].length);
    pneu_arena_free(arena);
}

static int row_fails(const row *r, const char *strict)
{
    text lenient_ids = {0}, strict_ids = {0}, faults = {0};
    pneu_defect_sink sink = {add_place, &faults};
    list_text(&lenient_ids, pneu_i_str(r->in), PNEU_LENIENT, &sink);
    list_text(&strict_ids, pneu_i_str(r->in), PNEU_STRICT, NULL);
    int fails = !text_equals(r->name, &lenient_ids, r->ids);
    fails += !text_equals(r->name, &strict_ids, strict != NULL ? strict : r->ids);
    fails += !text_equals(r->name, &faults, r->faults);
    text_free(&lenient_ids);
    text_free(&strict_ids);
    text_free(&faults);
    return fails;
}

static void the_grammar_is_read_in_both_modes(void **state)
{
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(grammatical); i++)
        failed += row_fails(&grammatical[i], NULL);
    assert_int_equal(failed, 0);
}

static void wild_identifiers_are_read_in_lenient_mode(void **state)
{
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wild); i++)
        failed += row_fails(&wild[i], "PNEU_ERR_SYNTAX");
    assert_int_equal(failed, 0);
}

/* Every beginning, in a block of its size: what strict mode reads, lenient mode reads alike. */
static void check_beginnings(const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t len = 0; len <= strlen(rows[i].in); len++) {
            text strict = {0}, lenient = {0};
            list_text(&strict, pneu_i_str_of(rows[i].in, len), PNEU_STRICT, NULL);
            list_text(&lenient, pneu_i_str_of(rows[i].in, len), PNEU_LENIENT, NULL);
            if (strict.len > 0 && strict.ptr[0] == '[')
                assert_string_equal(strict.ptr, lenient.ptr);
            text_free(&strict);
            text_free(&lenient);
        }
    }
}

static void modes_agree_on_every_beginning(void **state)
{
    (void)state;
    check_beginnings(grammatical, COUNT_OF(grammatical));
    check_beginnings(wild, COUNT_OF(wild));
}

static void nul_is_dropped(void **state)
{
    static const char in[] = "<\"a\0b\"@\0c>";
    text ids = {0};
    (void)state;
    list_text(&ids, pneu_i_str_of(in, sizeof in - 1), PNEU_LENIENT, NULL);
    assert_string_equal(ids.ptr, "[\"ab\"@c@0+10]");
    text_free(&ids);
}

/* ---- Single ones ------------------------------------------------------------------------------------------------ */

static void single_identifiers_are_read(void **state)
{
    static const struct {
        const char *in;
        const char *lenient; /* NULL: none */
        const char *strict;
        const char *faults;
    } rows[] = {
        {" <a@b>\r\n", "a@b", "a@b", ""},
        {"(x) <a@b> (y)", "a@b", "a@b", ""},
        {"a@b", "a@b", NULL, "@0+3"},
        {"<a@b> <c@d>", "a@b", NULL, "@6+5"},
        {"x <a@b>", "a@b", NULL, "@0+1"},
        {"<a@b> x", "a@b", NULL, "@6+1"},
        {"no brackets @ all", NULL, NULL, "@0+2@3+8@12+1@14+3"},
        {"", NULL, NULL, ""},
    };
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text faults = {0};
        pneu_defect_sink sink = {add_place, &faults};
        pneu_str id = {NULL, 0}, strict_id = {NULL, 0};
        pneu_status status = pneu_msgid_parse(arena, pneu_i_str(rows[i].in), PNEU_LENIENT, &sink, &id);
        assert_int_equal(status, rows[i].lenient != NULL ? PNEU_OK : PNEU_ERR_NOT_FOUND);
        assert_true(pneu_i_str_equal(id, pneu_i_str(rows[i].lenient != NULL ? rows[i].lenient : "")));
        assert_true(text_equals(rows[i].in, &faults, rows[i].faults));
        status = pneu_msgid_parse(arena, pneu_i_str(rows[i].in), PNEU_STRICT, NULL, &strict_id);
        assert_int_equal(status, rows[i].strict != NULL ? PNEU_OK : PNEU_ERR_SYNTAX);
        assert_true(pneu_i_str_equal(strict_id, pneu_i_str(rows[i].strict != NULL ? rows[i].strict : "")));
        text_free(&faults);
    }
    pneu_arena_free(arena);
}

/* ---- Limits and failures ---------------------------------------------------------------------------------------- */

static void long_lists_keep_both_ends(void **state)
{
    text in = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    pneu_arena *arena = NULL;
    pneu_msgid_list list;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (int i = 0; i < PNEU_MSGIDS_MAX + 5; i++)
        text_print(&in, "<%d@x> ", i);
    assert_int_equal(pneu_msgid_list_parse(arena, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, &sink, &list), PNEU_OK);
    assert_int_equal(list.count, PNEU_MSGIDS_MAX);
    assert_true(pneu_i_str_is(list.ids[0], "0@x"));
    assert_true(pneu_i_str_is(list.ids[1], "6@x"));
    assert_true(pneu_i_str_is(list.ids[PNEU_MSGIDS_MAX - 1], "1004@x"));
    assert_string_equal(defects.ptr, " limit_tokens");
    pneu_arena_free(arena);
    text_free(&in);
    text_free(&defects);
}

static void memory_may_fail_anywhere(void **state)
{
    pneu_status status = PNEU_ERR_MEMORY;
    (void)state;
    for (size_t n = 2; status == PNEU_ERR_MEMORY; n++) {
        failing_alloc memory;
        pneu_arena *arena = NULL;
        text in = {0};
        pneu_msgid_list list = {NULL, NULL, 77};
        failing_alloc_init(&memory, FAIL_FROM_ON, n);
        assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
        for (int i = 0; i < 900; i++)
            text_print(&in, "<%d@example.com>", i);
        status = pneu_msgid_list_parse(arena, pneu_i_str_of(in.ptr, in.len), PNEU_LENIENT, NULL, &list);
        assert_int_equal(list.count, status == PNEU_OK ? 900 : 77);
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
    pneu_msgid_list list;
    pneu_str id;
    pneu_str null_text = {NULL, 1};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_msgid_list_parse(NULL, pneu_i_str("x"), PNEU_LENIENT, NULL, &list), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_msgid_list_parse(arena, pneu_i_str("x"), 2, NULL, &list), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_msgid_list_parse(arena, null_text, PNEU_LENIENT, NULL, &list), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_msgid_list_parse(arena, pneu_i_str("x"), PNEU_LENIENT, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_msgid_parse(arena, pneu_i_str("x"), PNEU_LENIENT, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_msgid_parse(NULL, pneu_i_str("x"), PNEU_LENIENT, NULL, &id), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_grammar_is_read_in_both_modes),
        cmocka_unit_test(wild_identifiers_are_read_in_lenient_mode),
        cmocka_unit_test(modes_agree_on_every_beginning),
        cmocka_unit_test(nul_is_dropped),
        cmocka_unit_test(single_identifiers_are_read),
        cmocka_unit_test(long_lists_keep_both_ends),
        cmocka_unit_test(memory_may_fail_anywhere),
        cmocka_unit_test(arguments_are_checked),
    };
    return RUN_TESTS(tests);
}
