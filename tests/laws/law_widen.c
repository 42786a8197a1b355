/*
 * Bodies decoded in place are the same bodies, of the same parts, and may stand where they stand; and what comes out does
 * not depend on the sizes of pushes and reads: over all known files and noise.
 */
#include "support/test.h"

#include "support/files.h"
#include "support/widen_run.h"

#define LARGEST_FILE_IN_CHUNKS 20000

static widen_way way_to(int32_t to)
{
    widen_way way = {.how = WHOLE};
    way.choices.to = to;
    return way;
}

static void check_file(void *ctx, const test_file *file)
{
    uint64_t *decoded = ctx;
    for (int32_t to = PNEU_WIDEN_8BIT; to <= PNEU_WIDEN_BINARY; to++) {
        widen_way way = way_to(to);
        widen_result result;
        widen_run(&way, file->bytes, file->len, &result);
        widen_must_keep_law(&way, file->bytes, file->len, &result);
        *decoded += result.summary.seven_bit + result.summary.eight_bit + result.summary.binary;
        widen_result_free(&result);
    }
}

static void check_chunks(void *ctx, const test_file *file)
{
    (void)ctx;
    if (file->len > LARGEST_FILE_IN_CHUNKS)
        return;
    for (int32_t to = PNEU_WIDEN_8BIT; to <= PNEU_WIDEN_BINARY; to++) {
        widen_way way = way_to(to);
        widen_result whole;
        widen_run(&way, file->bytes, file->len, &whole);
        for (size_t i = 0; i < usual_chunking_count; i++)
            widen_must_not_depend_on_chunks(&way, file->bytes, file->len, &whole, usual_chunkings[i],
                                            i % 2 == 0 ? 1 : 77);
        widen_result_free(&whole);
    }
}

static void test_every_file(void **state)
{
    uint64_t decoded = 0;
    (void)state;
    (void)for_each_known_file(check_file, &decoded);
    assert_true(decoded > 0);
}

static void test_chunks(void **state)
{
    (void)state;
    (void)for_each_known_file(check_chunks, NULL);
}

static void test_noise(void **state)
{
    uint64_t decoded = 0;
    (void)state;
    for_each_noise(3000, 92821, 3000, check_file, &decoded);
    for_each_noise(150, 20 * 92821, 3000, check_chunks, NULL);
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
