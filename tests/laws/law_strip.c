/*
 * Law 5 for the removal of attachments: what is not removed keeps its bytes and its place, over all known files and
 * noise, with notes and without, signed parts or not; and what comes out does not depend on the sizes of pushes and
 * reads.
 */
#include "support/test.h"

#include "support/files.h"
#include "support/strip_run.h"

#define LARGEST_FILE_IN_CHUNKS 20000
#define SMALL_CHUNK 128

static strip_way way_at(size_t set, int index)
{
    strip_way way = strip_usual_way(set);
    way.choices.note = index & 1;
    way.choices.on_signed = index >> 1 & 1;
    return way;
}

static void check_choice(const test_file *file, size_t set, int index)
{
    strip_way way = way_at(set, index);
    strip_result result;
    strip_run(&way, file->bytes, file->len, &result);
    strip_must_keep_law(file->bytes, file->len, &result);
    strip_result_free(&result);
}

static void check_every_choice(void *ctx, const test_file *file)
{
    (void)ctx;
    for (size_t set = 0; set < strip_rule_set_count; set++)
        for (int index = 0; index < 4; index++)
            check_choice(file, set, index);
}

/* There are many files: each set of rules with one choice, all with notes and without. */
static void check_file(void *ctx, const test_file *file)
{
    int *count = ctx;
    int index = (*count)++;
    for (size_t set = 0; set < strip_rule_set_count; set++)
        check_choice(file, set, (int)set + index);
}

static void must_be_same(const char *name, const strip_result *whole, const strip_result *result)
{
    assert_int_equal(result->status, PNEU_OK);
    assert_true(text_is_same(name, &whole->items, &result->items));
    assert_int_equal(result->out.len, whole->out.len);
    if (result->out.len > 0)
        assert_memory_equal(result->out.ptr, whole->out.ptr, result->out.len);
}

static int is_small(const chunking *way)
{
    return way->size < SMALL_CHUNK;
}

/* Small pushes are many: each size of them takes its turn with another set of rules. */
static void check_set_in_chunks(const test_file *file, size_t set, size_t turn)
{
    strip_way way = way_at(set, (int)set);
    strip_result whole, result;
    strip_run(&way, file->bytes, file->len, &whole);
    for (size_t i = 0; i < usual_chunking_count; i++) {
        if (is_small(&usual_chunkings[i]) && (turn + i) % strip_rule_set_count != set)
            continue;
        way.how = usual_chunkings[i];
        way.capacity = i % 2 == 0 ? 1 : 77;
        strip_run(&way, file->bytes, file->len, &result);
        must_be_same(file->name, &whole, &result);
        strip_result_free(&result);
    }
    strip_result_free(&whole);
}

static void check_chunks(void *ctx, const test_file *file)
{
    size_t *turn = ctx;
    ++*turn;
    if (file->len > LARGEST_FILE_IN_CHUNKS)
        return;
    for (size_t set = 0; set < strip_rule_set_count; set++)
        check_set_in_chunks(file, set, *turn);
}

static void test_every_file(void **state)
{
    int count = 0;
    (void)state;
    (void)for_each_known_file(check_file, &count);
}

static void test_chunks(void **state)
{
    size_t turn = 0;
    (void)state;
    (void)for_each_known_file(check_chunks, &turn);
}

static void test_noise(void **state)
{
    size_t turn = 0;
    (void)state;
    for_each_noise(1000, 92821, 3000, check_every_choice, NULL);
    for_each_noise(50, 20 * 92821, 3000, check_chunks, &turn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_every_file, tell_file_at_work),
        cmocka_unit_test_teardown(test_chunks, tell_file_at_work),
        cmocka_unit_test_teardown(test_noise, tell_file_at_work),
    };
    return RUN_TESTS(tests);
}
