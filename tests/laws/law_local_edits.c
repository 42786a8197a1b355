/*
 * Law 5: an edit changes what was edited and nothing else. Every kind of edit on parts of every known file and on
 * noise; the oracle of single edits is tests/support/edit_check.c, that of many tests/support/edit_model.c.
 */
#include "support/chunks.h"
#include "support/edit_check.h"
#include "support/edit_model.h"
#include "support/edit_run.h"
#include "support/files.h"
#include "support/test.h"

#define LONGEST ((size_t)200000) /* of a file that all edits are made on */

/* Edits of the first parts, and of some others and some fields. */
static void check_file(void *ctx, const test_file *file)
{
    uint32_t random = (uint32_t)file->len * 2654435761u | 1;
    (void)ctx;
    if (file->len > LONGEST)
        return;
    for (int what = 0; what < EDIT_COUNT; what++) {
        for (uint32_t part = 0; part < 4; part++)
            edit_check(file->bytes, file->len, (edit_choice){what, part, part});
        edit_check(file->bytes, file->len, (edit_choice){what, next_random(&random), next_random(&random)});
    }
}

/* Many edits, one on top of the other: all can be written, and all can be taken back. */
static void check_many(void *ctx, const test_file *file)
{
    uint32_t random = (uint32_t)file->len * 747796405u | 1;
    pneu_message *message;
    text written = {NULL, 0, 0}, in_pieces = {NULL, 0, 0};
    (void)ctx;
    if (file->len > LONGEST)
        return;
    assert_int_equal(pneu_message_parse(file->bytes, file->len, NULL, NULL, &message), PNEU_OK);
    for (int i = 0; i < 40; i++) {
        edit_choice edit = {(int)(next_random(&random) % EDIT_COUNT), next_random(&random), next_random(&random)};
        (void)edit_make(message, edit);
    }
    assert_int_equal(edit_write(&written, message, 0, PNEU_WRITE_EXACT, 4096), PNEU_OK);
    assert_int_equal(edit_write(&in_pieces, message, 0, PNEU_WRITE_EXACT, 61), PNEU_OK);
    assert_true(text_is_same(file->name, &written, &in_pieces));
    pneu_message_undo_edits(message);
    assert_int_equal(edit_write(&written, message, 0, PNEU_WRITE_EXACT, 4096), PNEU_OK);
    assert_int_equal(written.len, file->len);
    assert_true(file->len == 0 || memcmp(written.ptr, file->bytes, file->len) == 0);
    pneu_message_free(message);
    text_free(&written);
    text_free(&in_pieces);
}

/* Edits of what edits made, against the model. */
static void check_model(void *ctx, const test_file *file)
{
    uint32_t random = (uint32_t)file->len * 2246822519u | 1;
    uint8_t script[3 * 24];
    (void)ctx;
    if (file->len > LONGEST)
        return;
    for (int round = 1; round <= 8; round++) {
        for (size_t i = 0; i < sizeof script; i++)
            script[i] = (uint8_t)(next_random(&random) >> 8);
        edit_model_run(file->bytes, file->len, script, sizeof script / 3, (size_t)round);
    }
}

static void test_every_file(void **state)
{
    (void)state;
    (void)for_each_known_file(check_file, NULL);
}

static void test_many_edits(void **state)
{
    (void)state;
    (void)for_each_known_file(check_many, NULL);
}

static void test_model(void **state)
{
    (void)state;
    (void)for_each_known_file(check_model, NULL);
}

static void test_noise(void **state)
{
    (void)state;
    for_each_noise(400, 7919, 1500, check_file, NULL);
    for_each_noise(400, 7919, 1500, check_many, NULL);
    for_each_noise(400, 7919, 1500, check_model, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_every_file, tell_file_at_work),
        cmocka_unit_test_teardown(test_many_edits, tell_file_at_work),
        cmocka_unit_test_teardown(test_model, tell_file_at_work),
        cmocka_unit_test_teardown(test_noise, tell_file_at_work),
    };
    return RUN_TESTS(tests);
}
