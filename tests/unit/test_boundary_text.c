/* The text of boundaries that are made, and the hashes they are made of. */
#include "edit/boundary_text.h"

#include "support/test.h"

static const unsigned char seed[PNEU_I_SEED_SIZE] = {0x00, 0x0f, 0xf0, 0xff, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

#define BITS "000ff0ff0405060708090a0b0c0d0e0f"

static void test_texts(void **state)
{
    static const struct row {
        unsigned attempt;
        uint32_t part;
        const char *text;
    } rows[] = {
        {0, 0, "=_" BITS "0000"},
        {0, 0xabc, "=_" BITS "0abc"},
        {1, 0xffff, "A=_" BITS "ffff"},
        {26, 1, "Z=_" BITS "0001"},
        {27, 1, "a=_" BITS "0001"},
        {PNEU_I_BOUNDARY_ATTEMPTS - 1, 0x10000, "z=_" BITS "00010000"},
        {1, UINT32_MAX, "A=_" BITS "ffffffff"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char text[PNEU_I_BOUNDARY_TEXT_MAX];
        pneu_str boundary = pneu_i_boundary_text(text, rows[i].attempt, seed, rows[i].part);
        assert_int_equal(boundary.len, strlen(rows[i].text));
        assert_memory_equal(boundary.ptr, rows[i].text, boundary.len);
    }
}

static void hash_of(const pneu_str *texts, size_t count, unsigned char *out)
{
    pneu_i_seed_hash hash = pneu_i_seed_hash_begin();
    for (size_t i = 0; i < count; i++)
        pneu_i_seed_hash_text(&hash, texts[i]);
    pneu_i_seed_hash_end(hash, out);
}

/* Each of these gives other bits than the others; where one text ends counts. */
static void test_hashes_differ(void **state)
{
    static const pneu_str lists[][2] = {
        {{"", 0}, {"", 0}},          {{"a", 1}, {"", 0}},        {{"", 0}, {"a", 1}},
        {{"ab", 2}, {"", 0}},        {{"a", 1}, {"b", 1}},       {{"a\0", 2}, {"", 0}},
        {{"12345678", 8}, {"", 0}},  {{"1234567", 7}, {"8", 1}}, {{"123456789", 9}, {"", 0}},
        {{"12345678", 8}, {"9", 1}}, {{"\xff\xff", 2}, {"", 0}},
    };
    unsigned char bits[COUNT_OF(lists)][PNEU_I_SEED_SIZE];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        hash_of(lists[i], 2, bits[i]);
        for (size_t k = 0; k < i; k++) {
            assert_memory_not_equal(bits[i], bits[k], PNEU_I_SEED_SIZE / 2);
            assert_memory_not_equal(bits[i] + 8, bits[k] + 8, PNEU_I_SEED_SIZE / 2);
        }
    }
}

/* The same on any machine, and from one version to the next. */
static void test_hash_is_known(void **state)
{
    static const pneu_str text = {"From: a@b\r\n\r\nbody \xe9\r\n", 21};
    char hex[2 * PNEU_I_SEED_SIZE];
    unsigned char bits[PNEU_I_SEED_SIZE];
    (void)state;
    hash_of(&text, 1, bits);
    assert_ptr_equal(pneu_i_hex_write(hex, bits, sizeof bits), hex + sizeof hex);
    assert_memory_equal(hex, "d2849ddd4340ed5a449d4ff59529478c", sizeof hex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_hashes_differ),
        cmocka_unit_test(test_hash_is_known),
    };
    return RUN_TESTS(tests);
}
