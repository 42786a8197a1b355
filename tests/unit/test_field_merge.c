/* The values of a repeated field as one: how each field is merged, what is left out, what cannot be joined. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/field.h"
#include "support/failing_alloc.h"

#define VALUES_MAX 4

static void ways_are_told(void **state)
{
    (void)state;
    assert_int_equal(pneu_field_merging(PNEU_FIELD_FROM), PNEU_MERGE_LIST);
    assert_int_equal(pneu_field_merging(PNEU_FIELD_KEYWORDS), PNEU_MERGE_LIST);
    assert_int_equal(pneu_field_merging(PNEU_FIELD_SUBJECT), PNEU_MERGE_TEXT);
    assert_int_equal(pneu_field_merging(PNEU_FIELD_SENDER), PNEU_MERGE_FIRST);
    assert_int_equal(pneu_field_merging(PNEU_FIELD_RETURN_PATH), PNEU_MERGE_FIRST);
    assert_int_equal(pneu_field_merging(PNEU_FIELD_DATE), PNEU_MERGE_FIRST);
    assert_int_equal(pneu_field_merging(PNEU_FIELD_OTHER), PNEU_MERGE_FIRST);
    assert_int_equal(pneu_field_merging(-1), PNEU_MERGE_FIRST);
}

static const struct {
    const char *name;
    int32_t id;
    pneu_str values[VALUES_MAX]; /* up to the first without ptr */
    const char *out;             /* NULL: PNEU_ERR_SYNTAX */
} rows[] = {
    {"addresses", PNEU_FIELD_TO, {{" a@b\r\n", 6}, {" c@d,\r\n e@f\r\n", 14}}, "a@b, c@d, e@f"},
    {"texts", PNEU_FIELD_SUBJECT, {{" a b\r\n", 6}, {"c\r\n\td", 5}}, "a b c\td"},
    {"first", PNEU_FIELD_MESSAGE_ID, {{" <a@b>\r\n", 8}, {" <c@d>\r\n", 8}}, "<a@b>"},
    {"first, empty", PNEU_FIELD_DATE, {{" ", 1}, {" x", 2}}, ""},
    {"equal values", PNEU_FIELD_SUBJECT, {{"a", 1}, {" b", 2}, {" a\r\n", 4}, {"\tb", 2}}, "a b"},
    {"equal but for folds", PNEU_FIELD_SUBJECT, {{"a b", 3}, {"a\r\n b", 5}}, "a b"},
    {"empty values", PNEU_FIELD_CC, {{"", 0}, {" a@b", 4}, {" \r\n", 3}, {"c@d", 3}}, "a@b, c@d"},
    {"nothing", PNEU_FIELD_CC, {{"", 0}, {"\r\n", 2}}, ""},
    {"comments alone",
     PNEU_FIELD_TO,
     {{"(a)", 3}, {" (b) (c)\r\n", 10}, {"d@e", 3}, {"(f)", 3}},
     "(a) (b) (c), d@e, (f)"},
    {"stray line ends and NUL", PNEU_FIELD_SUBJECT, {{"a\rb\0c\nd\r", 8}, {"\ne\n\n f", 6}}, "a b c d e  f"},
    {"open quote first", PNEU_FIELD_FROM, {{"\"a <b@c>", 8}, {"d@e", 3}}, NULL},
    {"open quote last", PNEU_FIELD_FROM, {{"d@e", 3}, {"\"a <b@c>", 8}}, "d@e, \"a <b@c>"},
    {"open comment first", PNEU_FIELD_FROM, {{"a@b (c", 6}, {"d@e", 3}}, NULL},
    {"backslash first", PNEU_FIELD_FROM, {{"a@b\\", 4}, {"d@e", 3}}, NULL},
    {"open, then nothing more", PNEU_FIELD_FROM, {{"a@b (c", 6}, {" a@b (c\r\n", 9}, {"", 0}}, "a@b (c"},
    {"open quote in a text", PNEU_FIELD_SUBJECT, {{"\"a", 2}, {"b", 1}}, "\"a b"},
    {"closed", PNEU_FIELD_FROM, {{"\"a\\\"\" <b@c> (d (e\\)))", 21}, {"f@g", 3}}, "\"a\\\"\" <b@c> (d (e\\))), f@g"},
};

static size_t count_of(const pneu_str *values)
{
    size_t count = 0;
    while (count < VALUES_MAX && values[count].ptr != NULL)
        count++;
    return count;
}

static void values_are_merged(void **state)
{
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_str out = {NULL, 0};
        pneu_status status = pneu_field_merge(arena, rows[i].id, rows[i].values, count_of(rows[i].values), &out);
        if (status != (rows[i].out != NULL ? PNEU_OK : PNEU_ERR_SYNTAX) || (status != PNEU_OK && out.ptr != NULL) ||
            (status == PNEU_OK && !pneu_i_str_equal(out, pneu_i_str(rows[i].out))))
            fail_msg("%s: %s [%.*s]", rows[i].name, pneu_status_name(status), (int)out.len, out.ptr);
    }
    pneu_arena_free(arena);
}

static void errors_are_told(void **state)
{
    failing_alloc memory;
    pneu_arena *arena = NULL;
    pneu_str out = {"kept", 4}, wrong = {NULL, 1}, value = {"a", 1};
    (void)state;
    failing_alloc_init(&memory, FAIL_FROM_ON, 2);
    assert_int_equal(pneu_arena_new(&memory.alloc, &arena), PNEU_OK);
    assert_int_equal(pneu_field_merge(arena, PNEU_FIELD_TO, &value, 1, &out), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_field_merge(arena, PNEU_FIELD_TO, &value, 0, &out), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_field_merge(arena, PNEU_FIELD_TO, &wrong, 1, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_merge(arena, PNEU_FIELD_TO, NULL, 1, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_merge(NULL, PNEU_FIELD_TO, &value, 1, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_merge(arena, PNEU_FIELD_TO, &value, 1, NULL), PNEU_ERR_ARGUMENT);
    assert_string_equal(out.ptr, "kept");
    pneu_arena_free(arena);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_are_told),
        cmocka_unit_test(values_are_merged),
        cmocka_unit_test(errors_are_told),
    };
    return RUN_TESTS(tests);
}
