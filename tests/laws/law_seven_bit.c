/*
 * Law 6: what comes out of the conversion to 7-bit ASCII is 7-bit, and says what went in; converted again it is itself; and it does not
 * depend on the sizes of pushes and reads. Both ways, with and without a spool, every choice.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/ascii_run.h"
#include "support/files.h"
#include "support/noise.h"

#define LARGEST_FILE_IN_CHUNKS 200000

/* Planned, one pass, one pass with a spool. */
static ascii_way way_at(int index, int32_t on_unrepresentable, int32_t on_signed)
{
    ascii_way way = {.is_one_pass = index > 0, .has_spool = index > 1, .how = WHOLE};
    way.choices.on_unrepresentable = on_unrepresentable;
    way.choices.on_signed = on_signed;
    return way;
}

static void check_every_choice(void *ctx, const test_file *file)
{
    (void)ctx;
    for (int index = 0; index < 3; index++)
        for (int32_t policy = PNEU_UNREPRESENTABLE_REFUSE; policy <= PNEU_UNREPRESENTABLE_DROP; policy++)
            for (int32_t on_signed = PNEU_SIGNED_REFUSE; on_signed <= PNEU_SIGNED_CONVERT; on_signed++) {
                ascii_way way = way_at(index, policy, on_signed);
                ascii_result result;
                ascii_run(&way, file->bytes, file->len, &result);
                ascii_must_keep_law(&way, file->bytes, file->len, &result);
                ascii_result_free(&result);
            }
}

static void check_one_chunking(const ascii_way *whole, const ascii_result *expected, const test_file *file, size_t i)
{
    ascii_way way = *whole;
    ascii_result result;
    way.how = usual_chunkings[i];
    way.capacity = i % 2 == 0 ? 1 : 77;
    ascii_run(&way, file->bytes, file->len, &result);
    assert_int_equal(result.status, expected->status);
    if (expected->status == PNEU_OK) {
        assert_int_equal(result.out.len, expected->out.len);
        if (result.out.len > 0)
            assert_memory_equal(result.out.ptr, expected->out.ptr, result.out.len);
        assert_memory_equal(&result.summary, &expected->summary, sizeof result.summary);
    } else {
        assert_int_equal(result.refusal.part, expected->refusal.part);
        assert_string_equal(result.field, expected->field);
    }
    ascii_result_free(&result);
}

static void check_chunks(void *ctx, const test_file *file)
{
    (void)ctx;
    if (file->len > LARGEST_FILE_IN_CHUNKS)
        return;
    for (int index = 0; index < 3; index++) {
        ascii_way way = way_at(index, PNEU_UNREPRESENTABLE_DOWNGRADE, PNEU_SIGNED_REFUSE);
        ascii_result whole;
        ascii_run(&way, file->bytes, file->len, &whole);
        for (size_t i = 0; i < usual_chunking_count; i++)
            check_one_chunking(&way, &whole, file, i);
        ascii_result_free(&whole);
    }
}

static void test_every_file(void **state)
{
    (void)state;
    (void)for_each_known_file(check_every_choice, NULL);
}

static void test_chunks(void **state)
{
    (void)state;
    (void)for_each_known_file(check_chunks, NULL);
}

static void test_noise(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 1500; seed++) {
        char name[32];
        test_file file = {name, NULL, 0};
        char *bytes = make_noise(seed * 92821, 3000, &file.len);
        (void)snprintf(name, sizeof name, "noise %u", (unsigned)seed);
        file.bytes = bytes;
        check_every_choice(NULL, &file);
        if (seed % 10 == 0)
            check_chunks(NULL, &file);
        free(bytes);
    }
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
