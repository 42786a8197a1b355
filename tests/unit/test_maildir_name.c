/* The names of files in a Maildir, read and written. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "pneu/maildir.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"

static const struct {
    const char *name, *base, *flags, *experimental;
    int64_t size, vsize; /* -1: none */
} rows[] = {
    {"", "", "", NULL, -1, -1},
    {"1.M2.h", "1.M2.h", "", NULL, -1, -1},
    {"1.M2.h:2,SRSFTa1?", "1.M2.h", "FRSTa", NULL, -1, -1},
    {"1,S=5,W=7.h;2,", "1,S=5,W=7.h", "", NULL, 5, 7},
    {"1,W=7,S=5", "1,W=7,S=5", "", NULL, 5, 7},
    {"1,S=5x,S=6", "1,S=5x,S=6", "", NULL, 6, -1},
    {"1,S=1234567890123456789", "1,S=1234567890123456789", "", NULL, -1, -1},
    {"1,S=", "1,S=", "", NULL, -1, -1},
    {"a:2,b:2,S", "a:2,b", "S", NULL, -1, -1},
    {"a:1,2,S", "a", "", "2,S", -1, -1},
    {"a:3,S", "a:3,S", "", NULL, -1, -1},
    {":2,", "", "", NULL, -1, -1},
};

static pneu_arena *arena;

static void names_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_maildir_name name;
        pneu_str in = exact_copy(pneu_i_str(rows[i].name));
        assert_int_equal(pneu_maildir_name_parse(arena, in, &name), PNEU_OK);
        if (!pneu_i_str_equal(name.base, pneu_i_str(rows[i].base)) ||
            !pneu_i_str_equal(name.flags, pneu_i_str(rows[i].flags)) ||
            (name.has_size ? (int64_t)name.size : -1) != rows[i].size ||
            (name.has_vsize ? (int64_t)name.vsize : -1) != rows[i].vsize)
            fail_msg("%s", rows[i].name);
        assert_int_equal(name.experimental.ptr != NULL, rows[i].experimental != NULL);
        if (rows[i].experimental != NULL)
            assert_true(pneu_i_str_equal(name.experimental, pneu_i_str(rows[i].experimental)));
        free((char *)in.ptr);
    }
    assert_int_equal(pneu_maildir_name_parse(arena, pneu_i_str("a"), NULL), PNEU_ERR_ARGUMENT);
}

static void names_are_written(void **state)
{
    static const struct {
        const char *base, *flags;
        char separator;
        const char *name; /* NULL: refused */
    } written[] = {
        {"1.h", "SFS", ':', "1.h:2,FS"}, {"1.h", "", '!', "1.h!2,"}, {"1:3,h", "S", ';', "1:3,h;2,S"},
        {"1.h", "S", ',', NULL},         {"", "S", ':', NULL},       {".h", "", ':', NULL},
        {"a/b", "", ':', NULL},          {"a\nb", "", ':', NULL},    {"a:2,S", "", ':', NULL},
        {"a!1,", "", ':', NULL},         {"a", "S/", ':', NULL},     {"a", "1", ':', NULL},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(written); i++) {
        pneu_maildir_name name = {.base = pneu_i_str(written[i].base), .flags = pneu_i_str(written[i].flags)}, back;
        pneu_str out;
        pneu_status status = pneu_maildir_name_format(arena, &name, written[i].separator, &out);
        if (status != (written[i].name != NULL ? PNEU_OK : PNEU_ERR_ARGUMENT))
            fail_msg("%s: %s", written[i].base, pneu_status_name(status));
        if (status != PNEU_OK)
            continue;
        assert_true(pneu_i_str_equal(out, pneu_i_str(written[i].name)));
        assert_int_equal(pneu_maildir_name_parse(arena, out, &back), PNEU_OK);
        assert_true(pneu_i_str_equal(back.base, name.base));
    }
}

static void bases_are_made(void **state)
{
    pneu_maildir_delivery delivery = {1700000000, 5, 12, 3, pneu_i_str("a/b:c!d;e,S=1"), 10, 20, 1, 1};
    pneu_maildir_name name;
    pneu_str base;
    (void)state;
    assert_int_equal(pneu_maildir_base_format(arena, &delivery, &base), PNEU_OK);
    assert_true(pneu_i_str_equal(base, pneu_i_str("1700000000.M5P12Q3.a\\057b\\072c\\041d\\073e\\054S=1,S=10,W=20")));
    assert_int_equal(pneu_maildir_name_parse(arena, base, &name), PNEU_OK);
    assert_int_equal(name.size, 10);
    assert_int_equal(name.vsize, 20);
    assert_int_equal(pneu_maildir_name_format(arena, &name, ':', &base), PNEU_OK);
    delivery.microsecond = 1000000;
    assert_int_equal(pneu_maildir_base_format(arena, &delivery, &base), PNEU_ERR_ARGUMENT);
    delivery.microsecond = 0;
    delivery.host = pneu_i_str("");
    assert_int_equal(pneu_maildir_base_format(arena, &delivery, &base), PNEU_ERR_ARGUMENT);
    delivery.host = pneu_i_str("a\nb");
    assert_int_equal(pneu_maildir_base_format(arena, &delivery, &base), PNEU_ERR_ARGUMENT);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        failing_alloc counts;
        pneu_arena *weak;
        pneu_maildir_name name = {.base = pneu_i_str("a"), .flags = pneu_i_str("S")};
        pneu_str out;
        failing_alloc_init(&counts, FAIL_ONCE, n);
        pneu_status status = pneu_arena_new(&counts.alloc, &weak);
        if (status == PNEU_OK) {
            status = pneu_maildir_name_format(weak, &name, ':', &out);
            pneu_arena_free(weak);
        }
        failing_alloc_check_clean(&counts);
        if (counts.refused == 0)
            break;
        assert_int_equal(status, PNEU_ERR_MEMORY);
    }
}

static int make_arena(void **state)
{
    (void)state;
    return pneu_arena_new(NULL, &arena);
}

static int free_arena(void **state)
{
    (void)state;
    pneu_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read),
        cmocka_unit_test(names_are_written),
        cmocka_unit_test(bases_are_made),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests_name(__FILE__, tests, make_arena, free_arena);
}
