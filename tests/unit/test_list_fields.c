/* List- fields, one-click unsubscription, List-Id: values, defects, what strict mode refuses, writing. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/list.h"
#include "support/field_rows.h"

static const char bad[] = "PNEU_ERR_SYNTAX";
static const char malformed[] = " hdr_value_malformed";

static pneu_status show_urls(text *to, pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_list_urls list;
    pneu_status status = pneu_list_urls_parse(arena, value, mode, sink, &list);
    if (status != PNEU_OK)
        return status;
    text_print(to, "%s", list.is_no ? "NO" : "");
    for (size_t i = 0; i < list.url_count; i++)
        text_print(to, "[%.*s]", (int)list.urls[i].len, list.urls[i].ptr);
    return status;
}

static const field_row url_rows[] = {
    {"usual", "<mailto:a@b?subject=c>,\r\n <https://d/e> (f)", "[mailto:a@b?subject=c][https://d/e]", "", NULL},
    {"comments", "(a) <b:c> (d), (e) <f:g>", "[b:c][f:g]", "", NULL},
    {"no", " no (closed) ", "NO", "", NULL},
    {"no and more", "NO <a:b>", "NO", malformed, bad},
    {"white space within", "< a:\r\n\tb c >", "[a:bc]", "", NULL},
    {"text ends the list", "<a:b>, c, <d:e>", "[a:b]", malformed, NULL},
    {"text after a URL", "<a:b> c, <d:e>", "[a:b]", malformed, NULL},
    {"comma at the end", "<a:b>,", "[a:b]", malformed, NULL},
    {"no brackets", "https://a/b, c", "[https://a/b]", malformed, bad},
    {"no URL", "unsubscribe", "", malformed, bad},
    {"nothing", "", "", malformed, bad},
    {"bracket not closed", "<a:b>, <c:d e", "[a:b][c:d]", malformed, "[a:b]"},
    {"no URL in brackets", "<>, <a b>, <c:d>", "[ab][c:d]", " hdr_value_malformed hdr_value_malformed", bad},
    {"control characters",
     "<a:b\x01\x7F"
     "c>",
     "[a:bc]", "", bad},
    {"not ASCII", "<a:b\xC3\xBC\xFF>", "[a:b\xC3\x83\xC2\xBC\xC3\xBF]", malformed, bad},
    {"open comment", "<a:b> (c, <d:e>", "[a:b]", malformed, NULL},
};

static pneu_status show_id(text *to, pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    pneu_list_id id;
    pneu_status status = pneu_list_id_parse(arena, value, mode, sink, &id);
    if (status != PNEU_OK)
        return status;
    show_text(to, "phrase", id.phrase);
    show_text(to, "id", id.id);
    return status;
}

static const field_row id_rows[] = {
    {"usual", "A list <a.b.c>", " phrase=[A list] id=[a.b.c]", "", NULL},
    {"alone", "<a.b>\r\n", " id=[a.b]", "", NULL},
    {"no brackets", " a.b (c)", " id=[a.b]", "", NULL},
    {"quoted, with brackets", "\"A <b> \\\"c\\\"\" <a.b>", " phrase=[A <b> \"c\"] id=[a.b]", "", NULL},
    {"words and strings", "a \"b\"  c\"d\" (e) =?utf-8?Q?=C3=A9?= <a.b>", " phrase=[a b cd \xC3\xA9] id=[a.b]", "",
     NULL},
    {"encoded word in quotes", "\"=?utf-8?Q?=C3=A9?=\" <a.b>", " phrase=[\xC3\xA9] id=[a.b]", " ew_in_quoted_string",
     " phrase=[=?utf-8?Q?=C3=A9?=] id=[a.b]"},
    {"comment with brackets", "a (<b.c>) <d.e>", " phrase=[a] id=[d.e]", "", NULL},
    {"two ids", "<a.b> <c.d>", " phrase=[<a.b>] id=[c.d]", "", NULL},
    {"text after it", "<a.b> c", " id=[a.b]", malformed, bad},
    {"not closed", "x <a.b", " phrase=[x] id=[a.b]", malformed, bad},
    {"no dot", "<ab>", " id=[ab]", malformed, bad},
    {"spaces", "<a b.c>", " id=[a b.c]", malformed, bad},
    {"open quote", "\"a <b.c>", " id=[\"a <b.c>]", " hdr_value_malformed hdr_value_malformed", bad},
    {"nothing", "", " id=[]", malformed, bad},
};

static void values_are_read(void **state)
{
    (void)state;
    assert_int_equal(field_rows_failed(url_rows, COUNT_OF(url_rows), show_urls), 0);
    assert_int_equal(field_rows_failed(id_rows, COUNT_OF(id_rows), show_id), 0);
}

static void urls_are_written(void **state)
{
    static const char *const refused[] = {"a:b>, <c:d", "a:b c", "a:b\r\nX: y", "ab", "", "a:\xC3\xBC"};
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    pneu_str urls[] = {pneu_i_str("a:b"), pneu_i_str("https://c/d?e=f")};
    pneu_list_urls list = {urls, 2, 0, 0}, no = {NULL, 0, 1, 0}, none = {NULL, 0, 0, 0}, both = {urls, 1, 1, 0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_list_urls_format(arena, &list, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("<a:b>, <https://c/d?e=f>")));
    assert_int_equal(pneu_list_urls_format(arena, &no, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("NO")));
    assert_int_equal(pneu_list_urls_format(arena, &none, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_list_urls_format(arena, &both, &out), PNEU_ERR_ARGUMENT);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        urls[1] = pneu_i_str(refused[i]);
        assert_int_equal(pneu_list_urls_format(arena, &list, &out), PNEU_ERR_ARGUMENT);
    }
    pneu_arena_free(arena);
}

static void ids_are_written(void **state)
{
    static const char *const refused[][2] = {{"a", "b"},    {"a", "b.c> <d.e"},       {"a\r\nb", "c.d"},
                                             {" a", "c.d"}, {"=?utf-8?Q?a?=", "c.d"}, {"a\x01", "c.d"}};
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0};
    pneu_list_id id = {pneu_i_str("A \"list\" <x> \xC3\xA9"), pneu_i_str("a.b")},
                 alone = {{NULL, 0}, pneu_i_str("a.b")};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_list_id_format(arena, &id, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("\"A \\\"list\\\" <x> \xC3\xA9\" <a.b>")));
    assert_int_equal(pneu_list_id_format(arena, &alone, &out), PNEU_OK);
    assert_true(pneu_i_str_equal(out, pneu_i_str("<a.b>")));
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        id.phrase = pneu_i_str(refused[i][0]);
        id.id = pneu_i_str(refused[i][1]);
        assert_int_equal(pneu_list_id_format(arena, &id, &out), PNEU_ERR_ARGUMENT);
    }
    pneu_arena_free(arena);
}

static void one_click_needs_both_fields(void **state)
{
    static const struct {
        const char *unsubscribe;
        const char *post;
        const char *url; /* NULL: none */
    } rows[] = {
        {"<mailto:a@b>, <HTTPS://c/d>, <https://e/f>", " list-unsubscribe=one-click\r\n", "HTTPS://c/d"},
        {"<https://>", "List-Unsubscribe=One-Click", NULL},
        {"<http://a>", "List-Unsubscribe=One-Click", NULL},
        {"<https://a>", "List-Unsubscribe", NULL},
    };
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 0}, absent = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_status status = pneu_one_click_url(arena, pneu_i_str(rows[i].unsubscribe), pneu_i_str(rows[i].post), &out);
        assert_int_equal(status, rows[i].url != NULL ? PNEU_OK : PNEU_ERR_NOT_FOUND);
        if (rows[i].url != NULL)
            assert_true(pneu_i_str_equal(out, pneu_i_str(rows[i].url)));
    }
    assert_int_equal(pneu_one_click_url(arena, absent, absent, &out), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_one_click_url(arena, absent, absent, NULL), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_are_read), cmocka_unit_test(urls_are_written),
                                       cmocka_unit_test(ids_are_written),
                                       cmocka_unit_test(one_click_needs_both_fields)};
    return RUN_TESTS(tests);
}
