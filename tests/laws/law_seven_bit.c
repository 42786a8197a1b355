/*
 * Law 6: what comes out of the conversion is what the transport takes (7-bit ASCII, 8-bit lines, UTF-8), and says what
 * went in; converted again it is itself; and it does not depend on the sizes of pushes and reads. Both ways, with and
 * without a spool, every choice.
 */
#include "support/test.h"

#include "base/str.h"
#include "support/ascii_run.h"
#include "support/codec_run.h"
#include "support/edit_check.h"
#include "support/edit_run.h"
#include "support/files.h"

#define WAYS 9                 /* three transports, each planned, in one pass, in one pass with a spool */
#define FEW_BYTES 2000         /* of a file that is pushed in pieces of some bytes */
#define MANY_BYTES 30000       /* of one for which more is tried than what must be */
#define VERY_MANY_BYTES 300000 /* of one that is made 7-bit only */
#define SMALL_PIECE 64

static ascii_way way_at(int index, int32_t on_unrepresentable, int32_t on_signed)
{
    ascii_way way = {.is_one_pass = index % 3 > 0, .has_spool = index % 3 > 1, .how = WHOLE};
    way.choices.on_unrepresentable = on_unrepresentable;
    way.choices.on_signed = on_signed;
    way.choices.transport = index / 3;
    return way;
}

/* One conversion keeps the law. 1 if the message was not refused. */
static int check_conversion(ascii_law *law, const ascii_way *way, const test_file *file, text *out)
{
    ascii_result result;
    ascii_run(way, file->bytes, file->len, &result);
    ascii_law_check(law, way, &result);
    int is_converted = result.status == PNEU_OK;
    if (out != NULL && is_converted && result.out.len > 0)
        text_add(out, result.out.ptr, result.out.len);
    ascii_result_free(&result);
    return is_converted;
}

/* Choices do not matter where nothing would be refused. */
static void must_be_same_for_any(ascii_law *law, int index, const test_file *file, const text *expected)
{
    text out = {NULL, 0, 0};
    ascii_way way = way_at(index, PNEU_UNREPRESENTABLE_DOWNGRADE + index % 2, PNEU_SIGNED_CONVERT);
    assert_true(check_conversion(law, &way, file, &out));
    assert_int_equal(out.len, expected->len);
    if (out.len > 0)
        assert_memory_equal(out.ptr, expected->ptr, out.len);
    text_free(&out);
}

static void check_choices(ascii_law *law, int index, const test_file *file)
{
    text out = {NULL, 0, 0};
    ascii_way way = way_at(index, PNEU_UNREPRESENTABLE_REFUSE, PNEU_SIGNED_REFUSE);
    int is_converted = check_conversion(law, &way, file, &out);
    if (is_converted && file->len <= MANY_BYTES)
        must_be_same_for_any(law, index, file, &out);
    for (int choice = 1; choice < 6 && !is_converted; choice++) {
        way = way_at(index, choice % 3, choice / 3);
        (void)check_conversion(law, &way, file, NULL);
    }
    text_free(&out);
}

static void check_every_choice(void *ctx, const test_file *file)
{
    (void)ctx;
    ascii_law *law = ascii_law_of(file->bytes, file->len);
    for (int index = 0; index < (file->len <= VERY_MANY_BYTES ? WAYS : 3); index++)
        check_choices(law, index, file);
    ascii_law_free(law);
}

static void check_one_chunking(const ascii_way *whole, const ascii_result *expected, const test_file *file, size_t i)
{
    ascii_way way = *whole;
    ascii_result result;
    way.how = usual_chunkings[i];
    way.capacity = i / 2 % 2 > 0 ? 77 : file->len <= FEW_BYTES ? 1 : 2000;
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

/* Each file by the three ways, for the next of the transports, and every second way of cutting. */
static void check_chunks(void *ctx, const test_file *file)
{
    int *turn = ctx;
    int transport = (*turn)++ % 3;
    for (int index = transport * 3; index < transport * 3 + 3 && file->len <= MANY_BYTES; index++) {
        ascii_way way = way_at(index, PNEU_UNREPRESENTABLE_DOWNGRADE, PNEU_SIGNED_REFUSE);
        ascii_result whole;
        ascii_run(&way, file->bytes, file->len, &whole);
        for (size_t i = (size_t)*turn % 2; i < usual_chunking_count; i += 2)
            if (file->len <= FEW_BYTES || usual_chunkings[i].size > SMALL_PIECE)
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
    int turn = 0;
    (void)state;
    (void)for_each_known_file(check_chunks, &turn);
}

/* ---- Edited messages --------------------------------------------------------------------------------------------- */

/* What is written is what the filter makes of the exact form, stuffed or not. */
static void check_written(const ascii_way *way, pneu_message *message)
{
    text exact = {NULL, 0, 0};
    ascii_result expected, result;
    assert_int_equal(edit_write(&exact, message, 0, PNEU_WRITE_EXACT, 4096), PNEU_OK);
    ascii_run(way, exact.ptr, exact.len, &expected);
    ascii_write(way, message, 0, &result);
    assert_int_equal(result.status, expected.status);
    assert_int_equal(result.refusal.part, expected.refusal.part);
    assert_true(result.status != PNEU_OK || pneu_i_str_equal((pneu_str){result.out.ptr, result.out.len},
                                                             (pneu_str){expected.out.ptr, expected.out.len}));
    ascii_result_free(&result);
    if (expected.status == PNEU_OK) {
        pneu_str out = {expected.out.ptr, expected.out.len};
        codec_result stuffed = codec_run(PNEU_CODEC_DOT_STUFF, 0, out, (codec_cut){0, 0, 0});
        ascii_write(way, message, PNEU_WRITE_DOT_STUFFED | PNEU_WRITE_END_OF_DATA, &result);
        assert_int_equal(result.out.len, stuffed.len);
        assert_memory_equal(result.out.ptr, stuffed.bytes, stuffed.len);
        ascii_result_free(&result);
        codec_result_free(&stuffed);
    }
    ascii_result_free(&expected);
    text_free(&exact);
}

static void check_edited(void *ctx, const test_file *file)
{
    uint32_t *turn = ctx;
    pneu_message *message;
    if (file->len > MANY_BYTES)
        return;
    assert_int_equal(pneu_message_parse(file->bytes, file->len, NULL, NULL, &message), PNEU_OK);
    for (int32_t transport = 0; transport < 3; transport++) {
        ascii_way way = way_at(3 * (int)transport, PNEU_UNREPRESENTABLE_DOWNGRADE, PNEU_SIGNED_REFUSE);
        way.capacity = *turn % 3 * 70 + 1;
        check_written(&way, message);
        for (int i = 0; i < 3; i++, ++*turn)
            (void)edit_make(message, (edit_choice){(int)(*turn % EDIT_COUNT), *turn / 7 % 5, *turn / 3 % 11});
    }
    pneu_message_free(message);
}

static void test_edited(void **state)
{
    uint32_t turn = 1;
    (void)state;
    (void)for_each_corpus_file(check_edited, &turn);
}

static void test_noise(void **state)
{
    int turn = 0;
    (void)state;
    for_each_noise(400, 92821, 2500, check_every_choice, NULL);
    for_each_noise(40, 10 * 92821, 2500, check_chunks, &turn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_every_file, tell_file_at_work),
        cmocka_unit_test_teardown(test_chunks, tell_file_at_work),
        cmocka_unit_test_teardown(test_edited, tell_file_at_work),
        cmocka_unit_test_teardown(test_noise, tell_file_at_work),
    };
    return RUN_TESTS(tests);
}
