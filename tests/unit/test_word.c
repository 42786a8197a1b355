/* Eight bytes at a time: the first byte that is marked is the first that a loop over the bytes finds. */
#include "base/word.h"

#include "support/chunks.h"
#include "support/test.h"

typedef int is_meant(uint8_t byte, uint8_t argument);

static int is_outside(uint8_t byte, uint8_t least)
{
    return byte < least || byte > 127;
}

static int is_below(uint8_t byte, uint8_t least)
{
    return byte < least;
}

static int is_same(uint8_t byte, uint8_t other)
{
    return byte == other;
}

static int is_odd(uint8_t byte, uint8_t unused)
{
    (void)unused;
    return byte < 0x20 || byte > 0x7E;
}

static int is_not_alnum(uint8_t byte, uint8_t unused)
{
    (void)unused;
    return !((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z'));
}

static void check_marks(uint64_t marks, const uint8_t bytes[8], is_meant *meant, uint8_t argument)
{
    size_t first = 0;
    while (first < 8 && !meant(bytes[first], argument))
        first++;
    assert_int_equal(marks != 0, first < 8);
    assert_int_equal(marks & ~PNEU_I_TOPS, 0);
    if (marks != 0)
        assert_int_equal(pneu_i_word_first(marks), first);
}

static void check_word(const uint8_t bytes[8], uint8_t argument)
{
    uint64_t word = pneu_i_word_load(bytes), not_alnum = pneu_i_word_not_alnum(word);
    uint8_t least = argument % 128 + 1;
    check_marks(pneu_i_word_outside(word, least), bytes, is_outside, least);
    check_marks(pneu_i_word_below(word, least), bytes, is_below, least);
    check_marks(pneu_i_word_find(word, argument), bytes, is_same, argument);
    check_marks(pneu_i_word_odd(word), bytes, is_odd, 0);
    check_marks(not_alnum, bytes, is_not_alnum, 0);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(not_alnum >> (8 * i + 7) & 1, is_not_alnum(bytes[i], 0));
    if ((word & PNEU_I_TOPS) == 0 && argument < 128)
        check_marks(pneu_i_word_has(word, (char)argument), bytes, is_same, argument);
}

/* Each byte at each place, between bytes that are near it: what is borrowed or carried goes on from there. */
static void test_bytes(void **state)
{
    static const int8_t near[] = {0, 1, -1, 127, -128};
    (void)state;
    for (unsigned c = 0; c < 256; c++)
        for (size_t at = 0; at < 8; at++)
            for (size_t row = 0; row < COUNT_OF(near); row++)
                for (unsigned argument = 0; argument < 256; argument++) {
                    uint8_t bytes[8];
                    memset(bytes, (uint8_t)(c + (unsigned)near[row]), sizeof bytes);
                    bytes[at] = (uint8_t)c;
                    check_word(bytes, (uint8_t)argument);
                }
}

static void test_noise(void **state)
{
    uint32_t seed = 11;
    (void)state;
    for (size_t round = 0; round < 200000; round++) {
        uint8_t bytes[8];
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (uint8_t)(next_random(&seed) >> 8 & (round % 2 == 0 ? 0x7F : 0xFF));
        check_word(bytes, round % 3 == 0 ? bytes[round % 8] : (uint8_t)(next_random(&seed) >> 8));
    }
}

static void test_order(void **state)
{
    static const char text[] = "abcdefgh";
    char out[8];
    (void)state;
    assert_true(pneu_i_word_load(text) == PNEU_I_WORD('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'));
    pneu_i_word_store(out, pneu_i_word_load(text));
    assert_memory_equal(out, text, sizeof out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_noise),
        cmocka_unit_test(test_order),
    };
    return RUN_TESTS(tests);
}
