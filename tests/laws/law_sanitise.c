/*
 * Law 10 as far as one parser can tell: a sanitised message has no defect of the level but inherent ones, is 7-bit, and
 * sanitising it again changes nothing; one that needs nothing passes byte for byte; nothing is written before a
 * refusal. With other readings the same holds, and nothing that they show is lost. (What other parsers see in it: tools/sanitise_score.py.) How input and output are cut does not matter; any
 * allocation may fail.
 */
#include "support/failing_alloc.h"
#include "support/files.h"
#include "support/sanitise_run.h"
#include "support/test.h"

static void check_file(void *ctx, const test_file *file)
{
    sanitise_how how = {.level = *(int32_t *)ctx, .flags = PNEU_SANITISE_FORCE, .cuts = WHOLE, .room = 4096};
    const char *fault = sanitise_fault(file->bytes, file->len, &how);
    if (fault != NULL)
        fail_msg("%s: %s", file->name, fault);
}

static void test_no_ambiguity_is_left(void **state)
{
    int32_t level = PNEU_SANITISE_AMBIGUOUS;
    (void)state;
    assert_in_range(for_each_known_file(check_file, &level), 50, SIZE_MAX);
}

static void test_only_what_is_plain_is_left(void **state)
{
    int32_t level = PNEU_SANITISE_ALL;
    (void)state;
    assert_in_range(for_each_known_file(check_file, &level), 50, SIZE_MAX);
}

static void check_union(void *ctx, const test_file *file)
{
    sanitise_how how = {.flags = PNEU_SANITISE_FORCE, .cuts = WHOLE, .room = 4096};
    (void)ctx;
    for (how.level = PNEU_SANITISE_AMBIGUOUS; how.level <= PNEU_SANITISE_ALL; how.level++) {
        const char *fault = sanitise_union_fault(file->bytes, file->len, &how);
        if (fault != NULL)
            fail_msg("%s: %s", file->name, fault);
    }
}

static void test_nothing_of_other_readings_is_lost(void **state)
{
    (void)state;
    assert_in_range(for_each_known_file(check_union, NULL), 50, SIZE_MAX);
}

static void check_cuts(void *ctx, const test_file *file)
{
    sanitise_how how = {.flags = PNEU_SANITISE_FORCE, .cuts = WHOLE, .room = 4096};
    text whole = {NULL, 0, 0}, cut = {NULL, 0, 0};
    pneu_sanitise_summary summary;
    (void)ctx;
    if (file->len > 3000)
        return;
    assert_int_equal(sanitise_run(file->bytes, file->len, &how, &whole, &summary), PNEU_OK);
    for (size_t i = 0; i < usual_chunking_count; i++) {
        how.cuts = usual_chunkings[i];
        how.room = 1 + i;
        text_clear(&cut);
        assert_int_equal(sanitise_run(file->bytes, file->len, &how, &cut, &summary), PNEU_OK);
        assert_true(text_is_same(file->name, &whole, &cut));
    }
    text_free(&whole);
    text_free(&cut);
}

static void test_cuts_do_not_matter(void **state)
{
    (void)state;
    assert_in_range(for_each_corpus_file(check_cuts, NULL), 50, SIZE_MAX);
}

typedef pneu_status sanitise_it(const test_file *file, const sanitise_how *how, text *out);

static pneu_status sanitise_alone(const test_file *file, const sanitise_how *how, text *out)
{
    pneu_sanitise_summary summary;
    return sanitise_run(file->bytes, file->len, how, out, &summary);
}

static pneu_status sanitise_with_readings(const test_file *file, const sanitise_how *how, text *out)
{
    size_t added;
    return sanitise_union(file->bytes, file->len, how, out, &added);
}

static void check_memory(const test_file *file, sanitise_it *run)
{
    failing_alloc memory;
    pneu_status status = PNEU_ERR_MEMORY;
    for (size_t n = 1; status == PNEU_ERR_MEMORY && n < 3000; n++) {
        text out = {NULL, 0, 0};
        failing_alloc_init(&memory, FAIL_ONCE, n);
        sanitise_how how = {.flags = PNEU_SANITISE_FORCE, .cuts = WHOLE, .room = 4096, .alloc = &memory.alloc};
        status = run(file, &how, &out);
        failing_alloc_check_clean(&memory);
        MUST(status == PNEU_ERR_MEMORY || (status == PNEU_OK && memory.refused == 0));
        text_free(&out);
    }
    assert_int_equal(status, PNEU_OK);
}

static void check_all_memory(void *ctx, const test_file *file)
{
    (void)ctx;
    if (file->len <= 600)
        check_memory(file, sanitise_alone);
    if (file->len <= 450)
        check_memory(file, sanitise_with_readings);
}

static void test_any_allocation_may_fail(void **state)
{
    (void)state;
    assert_in_range(for_each_corpus_file(check_all_memory, NULL), 50, SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_no_ambiguity_is_left, tell_file_at_work),
        cmocka_unit_test_teardown(test_only_what_is_plain_is_left, tell_file_at_work),
        cmocka_unit_test_teardown(test_nothing_of_other_readings_is_lost, tell_file_at_work),
        cmocka_unit_test_teardown(test_cuts_do_not_matter, tell_file_at_work),
        cmocka_unit_test_teardown(test_any_allocation_may_fail, tell_file_at_work),
    };
    return RUN_TESTS(tests);
}
