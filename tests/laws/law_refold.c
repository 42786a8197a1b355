/*
 * Folding long header lines puts in line ends before white space and nothing else: over all known files and noise, with
 * each limit; and what comes out does not depend on the sizes of pushes and reads.
 */
#include "support/test.h"

#include "support/files.h"
#include "support/refold_run.h"

#define LARGEST_FILE_IN_CHUNKS 20000

static refold_way way_at(int index)
{
    static const uint32_t limits[][2] = {{0, 0}, {78, 0}, {20, 20}, {78, 40}, {200, 78}};
    refold_way way = {.how = WHOLE};
    way.choices.over = limits[index % 5][0];
    way.choices.width = limits[index % 5][1];
    way.choices.on_signed = index & 1;
    return way;
}

static void check_way(const test_file *file, int index)
{
    refold_way way = way_at(index);
    refold_result result;
    refold_run(&way, file->bytes, file->len, &result);
    refold_must_keep_law(&way, file->bytes, file->len, &result);
    refold_result_free(&result);
}

static void check_file(void *ctx, const test_file *file)
{
    (void)ctx;
    for (int index = 0; index < 10; index++)
        check_way(file, index);
}

/* With one of the limits: over all files each of them has its turn. */
static void check_chunks(void *ctx, const test_file *file)
{
    refold_way way = way_at(1 + (int)(file->len % 4));
    refold_result whole;
    (void)ctx;
    if (file->len > LARGEST_FILE_IN_CHUNKS)
        return;
    refold_run(&way, file->bytes, file->len, &whole);
    for (size_t i = 0; i < usual_chunking_count; i++)
        refold_must_not_depend_on_chunks(&way, file->bytes, file->len, &whole, usual_chunkings[i], i % 2 == 0 ? 1 : 77);
    refold_result_free(&whole);
}

static void test_every_file(void **state)
{
    (void)state;
    (void)for_each_known_file(check_file, NULL);
}

static void test_chunks(void **state)
{
    (void)state;
    (void)for_each_known_file(check_chunks, NULL);
}

static void test_noise(void **state)
{
    (void)state;
    for_each_noise(1500, 92821, 3000, check_file, NULL);
    for_each_noise(300, 5 * 92821, 3000, check_chunks, NULL);
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
