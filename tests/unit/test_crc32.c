/* CRC-32: the check value of its catalogue entry, and every length and cut against one bit at a time. */
#include "codec/crc32.h"

#include "support/test.h"

static uint32_t naive_crc32(const uint8_t *bytes, size_t len)
{
    uint32_t crc = ~0u;
    for (size_t i = 0; i < len * 8; i++) {
        unsigned bit = (crc ^ bytes[i / 8] >> i % 8) & 1;
        crc = crc >> 1 ^ (bit != 0 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static void test_check_value(void **state)
{
    (void)state;
    assert_int_equal(pneu_i_crc32(0, (const uint8_t *)"123456789", 9), 0xcbf43926u);
    assert_int_equal(pneu_i_crc32(0, (const uint8_t *)"", 0), 0);
}

static void test_lengths_and_cuts(void **state)
{
    uint8_t bytes[300];
    uint32_t seed = 1;
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)((seed = seed * 1664525u + 1013904223u) >> 24);
    for (size_t len = 0; len <= sizeof bytes; len++) {
        uint32_t whole = naive_crc32(bytes, len);
        assert_int_equal(pneu_i_crc32(0, bytes, len), whole);
        size_t cut = len * 7 % (len + 1);
        assert_int_equal(pneu_i_crc32(pneu_i_crc32(0, bytes, cut), bytes + cut, len - cut), whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check_value),
        cmocka_unit_test(test_lengths_and_cuts),
    };
    return RUN_TESTS(tests);
}
