/* Lists of phrases. */
#include "syntax/phrases.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/test.h"
#include "support/values.h"

/* `at`: where the fault begins; -1: there is none. */
static const struct {
    const char *value;
    int at;
} rows[] = {
    {" a", -1},        {" a b , c", -1}, {" \"a,b\" (x), c\r\n d", -1},
    {" \xC3\xBC", -1}, {"a,b", -1},      {"", 0},
    {" ", 0},          {"(x)", 0},       {" ,a", 0},
    {" a,", 3},        {" a,,b", 3},     {" a;b", 0},
    {" a, b.c", 3},    {" \"a", 0},      {" a, (b", 3},
    {" a <b@c.d>", 0},
};

typedef struct finding {
    int at;
    size_t end;
} finding;

static void take(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    finding *found = ctx;
    assert_int_equal(code, PNEU_DEFECT_HDR_VALUE_MALFORMED);
    assert_int_equal(detail, 0);
    assert_int_equal(found->at, -1); /* told once */
    found->at = (int)offset;
    found->end = (size_t)(offset + length);
}

static void test_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        finding found = {-1, 0};
        pneu_defect_sink sink = {take, &found};
        pneu_i_phrases_check(pneu_i_str(rows[i].value), &sink);
        if (found.at != rows[i].at)
            fail_msg("'%s': %d", rows[i].value, found.at);
        assert_true(found.at < 0 || found.end == strlen(rows[i].value));
        pneu_i_phrases_check(pneu_i_str(rows[i].value), NULL);
    }
}

/* Every beginning of a value, in a block of its very size. */
static void test_beginnings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t len = 0; len <= strlen(rows[i].value); len++) {
            pneu_str value = {malloc(len > 0 ? len : 1), len};
            assert_non_null(value.ptr);
            memcpy((char *)value.ptr, rows[i].value, len);
            pneu_defect_sink sink = place_sink(&value);
            pneu_i_phrases_check(value, &sink);
            free((char *)value.ptr);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lists), cmocka_unit_test(test_beginnings)};
    return RUN_TESTS(tests);
}
