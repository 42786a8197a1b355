/* cid: and mid: URLs, both ways. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "pneu/msgid.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

static void identifiers_become_urls(void **state)
{
    static const struct {
        const char *id;
        const char *url; /* NULL: PNEU_ERR_ARGUMENT */
    } rows[] = {
        {"a@b", "cid:a@b"},
        {"a-b._~c!$&'()*+,;=:d@e", "cid:a-b._~c!$&'()*+,;=:d@e"},
        {"a%b/c?d#e@f", "cid:a%25b%2Fc%3Fd%23e@f"},
        {"\"a b\"@[1]", "cid:%22a%20b%22@%5B1%5D"},
        {"\xC3\xA9\x7F@b", "cid:%C3%A9%7F@b"},
        {"", NULL},
        {"a\r@b", NULL},
        {"a\n@b", NULL},
    };
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str in = exact_copy(pneu_i_str(rows[i].id)), out = {NULL, 0}, back = {NULL, 0};
        pneu_status status = pneu_cid_url_format(arena, in, &out);
        assert_int_equal(status, rows[i].url != NULL ? PNEU_OK : PNEU_ERR_ARGUMENT);
        assert_true(pneu_i_str_equal(out, pneu_i_str(rows[i].url != NULL ? rows[i].url : "")));
        if (status == PNEU_OK) {
            assert_int_equal(pneu_cid_url_parse(arena, out, &back), PNEU_OK);
            assert_true(pneu_i_str_equal(back, in));
        }
        free((char *)in.ptr);
    }
    pneu_arena_free(arena);
}

static void urls_become_identifiers(void **state)
{
    static const struct {
        const char *url;
        const char *id; /* NULL: PNEU_ERR_NOT_FOUND */
    } rows[] = {
        {"cid:a@b", "a@b"},
        {"CiD:a%40b", "a@b"},
        {"cid:a%2525@b", "a%25@b"},
        {"cid:a%@b", "a%@b"},
        {"cid:a%4@b%4", "a%4@b%4"},
        {"cid:a%", "a%"},
        {"cid:%zz", "%zz"},
        {"cid:a%c3%A9", "a\xC3\xA9"},
        {"cid:", NULL},
        {"cid", NULL},
        {"", NULL},
        {"cidx:a@b", NULL},
        {"mid:a@b", NULL},
        {"http://a", NULL},
        {"cid:a%0d%0aB@c", NULL},
        {"cid:a%00@b", NULL},
        {"cid:a\n@b", NULL},
    };
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str in = exact_copy(pneu_i_str(rows[i].url)), out = {NULL, 0};
        pneu_status status = pneu_cid_url_parse(arena, in, &out);
        assert_int_equal(status, rows[i].id != NULL ? PNEU_OK : PNEU_ERR_NOT_FOUND);
        assert_true(pneu_i_str_equal(out, pneu_i_str(rows[i].id != NULL ? rows[i].id : "")));
        free((char *)in.ptr);
    }
    pneu_arena_free(arena);
}

static void mid_urls_name_one_or_two(void **state)
{
    static const struct {
        const char *url;
        const char *message_id; /* NULL: PNEU_ERR_NOT_FOUND */
        const char *content_id;
    } rows[] = {
        {"mid:a@b", "a@b", ""},      {"mid:a%2Fb@c/d%25@e", "a/b@c", "d%@e"},
        {"MID:a@b/", "a@b", ""},     {"mid:a@b/c/d", "a@b", "c/d"},
        {"mid:/a@b", NULL, NULL},    {"mid:", NULL, NULL},
        {"mid:a@b/%0A", NULL, NULL}, {"cid:a@b", NULL, NULL},
    };
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_mid_url ids = {{NULL, 0}, {NULL, 0}};
        pneu_status status = pneu_mid_url_parse(arena, pneu_i_str(rows[i].url), &ids);
        assert_int_equal(status, rows[i].message_id != NULL ? PNEU_OK : PNEU_ERR_NOT_FOUND);
        if (status != PNEU_OK)
            continue;
        assert_true(pneu_i_str_equal(ids.message_id, pneu_i_str(rows[i].message_id)));
        assert_true(pneu_i_str_equal(ids.content_id, pneu_i_str(rows[i].content_id)));
    }
    pneu_arena_free(arena);
}

static void mid_urls_are_written(void **state)
{
    pneu_mid_url both = {{"a/b@c", 5}, {"d%@e", 4}}, one = {{"a@b", 3}, {"", 0}}, none = {{"", 0}, {"a@b", 3}};
    pneu_arena *arena = NULL;
    pneu_str out;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_mid_url_format(arena, &both, &out), PNEU_OK);
    assert_true(pneu_i_str_is(out, "mid:a%2Fb@c/d%25@e"));
    assert_int_equal(pneu_mid_url_format(arena, &one, &out), PNEU_OK);
    assert_true(pneu_i_str_is(out, "mid:a@b"));
    assert_int_equal(pneu_mid_url_format(arena, &none, &out), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

static void failures_are_told(void **state)
{
    pneu_mid_url ids = {{"a@b", 3}, {"", 0}};
    failing_alloc memory;
    pneu_arena *arena = NULL;
    pneu_str out = {NULL, 7};
    (void)state;
    failing_alloc_init(&memory, FAIL_FROM_ON, 2);
    assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
    assert_int_equal(pneu_cid_url_format(arena, ids.message_id, &out), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_cid_url_parse(arena, pneu_i_str("cid:a@b"), &out), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_mid_url_format(arena, &ids, &out), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_mid_url_parse(arena, pneu_i_str("mid:a@b"), &ids), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_cid_url_format(NULL, ids.message_id, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_cid_url_parse(arena, pneu_i_str("cid:a@b"), NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_mid_url_format(arena, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_mid_url_parse(arena, pneu_i_str("mid:a@b"), NULL), PNEU_ERR_ARGUMENT);
    assert_true(out.len == 7 && ids.message_id.len == 3);
    pneu_arena_free(arena);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identifiers_become_urls),  cmocka_unit_test(urls_become_identifiers),
        cmocka_unit_test(mid_urls_name_one_or_two), cmocka_unit_test(mid_urls_are_written),
        cmocka_unit_test(failures_are_told),
    };
    return RUN_TESTS(tests);
}
