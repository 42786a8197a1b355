/* The result field: what it says of which codes, that it is read back as Authentication-Results are, and what is
 * refused. */
#include "base/str.h"
#include "pneu/auth.h"
#include "pneu/sanitise.h"
#include "support/test.h"

static pneu_status format(pneu_arena *arena, const char *id, const int32_t *codes, size_t count, pneu_str *out)
{
    pneu_defect_set found = {{0, 0}};
    for (size_t i = 0; i < count; i++)
        found.bits[codes[i] / 64] |= UINT64_C(1) << (codes[i] % 64);
    return pneu_ambiguity_results_format(arena, pneu_i_str(id), &found, out);
}

static const struct {
    const char *id;
    int32_t codes[2];
    const char *out;
} rows[] = {
    {"mx.example", {0, 0}, "MIME-Ambiguity-Results: mx.example; mime-ambiguity=pass\r\n"},
    {"mx.example",
     {PNEU_DEFECT_LINE_LF_ENDINGS, PNEU_DEFECT_MIME_GAP_TEXT},
     "MIME-Ambiguity-Results: mx.example; mime-ambiguity=pass\r\n"},
    {"mx.example",
     {PNEU_DEFECT_LINE_BARE_LF, 0},
     "MIME-Ambiguity-Results: mx.example; mime-ambiguity=neutral\r\n policy.defect=line_bare_lf\r\n"},
    {"a b",
     {PNEU_DEFECT_LINE_BARE_LF, PNEU_DEFECT_SEC_DUP_FROM},
     "MIME-Ambiguity-Results: \"a b\"; mime-ambiguity=fail policy.defect=line_bare_lf\r\n "
     "policy.defect=sec_dup_from\r\n"},
};

static void fields_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_arena *arena;
        pneu_auth_results results;
        pneu_str out;
        size_t count = rows[i].codes[1] != 0 ? 2 : rows[i].codes[0] != 0 ? 1 : 0;
        assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
        assert_int_equal(format(arena, rows[i].id, rows[i].codes, count, &out), PNEU_OK);
        if (!pneu_i_str_equal(out, pneu_i_str(rows[i].out)))
            fail_msg("%.*s", (int)out.len, out.ptr);
        pneu_str value = pneu_i_str_from(out, sizeof "MIME-Ambiguity-Results:" - 1);
        assert_int_equal(pneu_auth_results_parse(arena, value, PNEU_STRICT, NULL, &results), PNEU_OK);
        assert_true(pneu_i_str_equal(results.authserv_id, pneu_i_str(rows[i].id)));
        pneu_arena_free(arena);
    }
}

static void all_codes_fit(void **state)
{
    int32_t codes[PNEU_DEFECT_COUNT];
    pneu_arena *arena;
    pneu_str out;
    (void)state;
    for (int32_t i = 0; i < PNEU_DEFECT_COUNT - 1; i++)
        codes[i] = i + 1;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(format(arena, "x", codes, PNEU_DEFECT_COUNT - 1, &out), PNEU_OK);
    assert_true(memcmp(out.ptr + out.len - 2, "\r\n", 2) == 0);
    pneu_arena_free(arena);
}

static void misuse_is_told(void **state)
{
    pneu_arena *arena;
    pneu_str out;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(format(arena, "", NULL, 0, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(format(arena, "a\r\nb", NULL, 0, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(format(NULL, "a", NULL, 0, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_ambiguity_results_format(arena, pneu_i_str("a"), NULL, &out), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_written),
        cmocka_unit_test(all_codes_fit),
        cmocka_unit_test(misuse_is_told),
    };
    return RUN_TESTS(tests);
}
