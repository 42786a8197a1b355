/* The mutator of messages: it keeps to its room, gives the same for the same seed, and does all that it can do. */
#include "support/mail_mutator.h"

#include <stdlib.h>

#include "support/test.h"

static const char mail[] =
    "To: a@b, c@d\r\nContent-Type: multipart/mixed;\r\n boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n";
static const char other[] = "Subject: other\r\n\r\n--b\r\nother\r\n";

#define SIZE (sizeof mail - 1)
#define SEEDS 4000

/* A mutation in a block of exactly this room, so that ASan sees a byte too many. free() it. */
static uint8_t *mutated(size_t room, unsigned seed, size_t *size)
{
    uint8_t *bytes = malloc(room);
    assert_non_null(bytes);
    memcpy(bytes, mail, SIZE);
    *size = mail_mutate(bytes, SIZE, room, seed);
    assert_true(*size <= room);
    return bytes;
}

static void test_messages_are_cut_and_joined(void **state)
{
    size_t longer = 0, shorter = 0, moved = 0;
    (void)state;
    for (unsigned seed = 0; seed < SEEDS; seed++) {
        size_t size, again_size;
        uint8_t *bytes = mutated(SIZE + seed % 200, seed, &size),
                *again = mutated(SIZE + seed % 200, seed, &again_size);
        assert_int_equal(size, again_size);
        assert_memory_equal(bytes, again, size);
        longer += size > SIZE;
        shorter += size < SIZE;
        moved += size == SIZE && memcmp(bytes, mail, SIZE) != 0;
        free(bytes);
        free(again);
    }
    assert_true(longer > SEEDS / 20 && shorter > SEEDS / 20 && moved > SEEDS / 20);
}

static void test_a_piece_comes_from_another(void **state)
{
    size_t crossed = 0;
    (void)state;
    for (unsigned seed = 0; seed < SEEDS; seed++) {
        size_t room = SIZE + seed % 40;
        uint8_t *out = malloc(room);
        assert_non_null(out);
        size_t size =
            mail_cross((const uint8_t *)mail, SIZE, (const uint8_t *)other, sizeof other - 1, out, room, seed);
        assert_true(size >= SIZE && size <= room);
        crossed += size > SIZE;
        free(out);
    }
    assert_true(crossed > SEEDS / 20);
}

static void test_options_and_nothing_stay(void **state)
{
    uint8_t bytes[64] = {1, 2, 'A', ':', '\n', 'B', '\n'};
    (void)state;
    for (unsigned seed = 1; seed < 400; seed += 2) {
        uint8_t copy[sizeof bytes];
        memcpy(copy, bytes, sizeof copy);
        assert_true(mail_target_mutate(copy, 7, sizeof copy, seed, 2) <= sizeof copy);
        assert_true(copy[0] == 1 && copy[1] == 2);
    }
    assert_int_equal(mail_target_mutate(bytes, 1, sizeof bytes, 1, 2), 1);
    assert_int_equal(mail_mutate(bytes, 0, sizeof bytes, 3), 0);
    assert_int_equal(mail_cross(bytes, 0, bytes, 0, bytes + 8, 8, 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages_are_cut_and_joined),
        cmocka_unit_test(test_a_piece_comes_from_another),
        cmocka_unit_test(test_options_and_nothing_stay),
    };
    return RUN_TESTS(tests);
}
