/*
 * The kernels of UTF-8 validation pass well-formed text and nothing else, at every level: against a reading of RFC
 * 3629's grammar one character at a time.
 */
#include "charset/charset.h"
#include "charset/utf8_kernels.h"

#include <stdlib.h>

#include "base/cpu.h"
#include "support/test.h"

static uint32_t state_of_noise;

static uint32_t below(uint32_t most)
{
    state_of_noise = state_of_noise * 1664525u + 1013904223u;
    return (state_of_noise >> 8) % most;
}

/* The length of the character at p, by the table of RFC 3629 section 4; 0 if it is none. */
static size_t character_at(const uint8_t *p, size_t len)
{
    static const struct {
        uint8_t least, most, second_least, second_most, length;
    } rows[] = {
        {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (p[0] < rows[i].least || p[0] > rows[i].most || rows[i].length > len)
            continue;
        if (rows[i].length > 1 && (p[1] < rows[i].second_least || p[1] > rows[i].second_most))
            return 0;
        for (size_t k = 2; k < rows[i].length; k++)
            if (p[k] < 0x80 || p[k] > 0xbf)
                return 0;
        return rows[i].length;
    }
    return 0;
}

/* Characters of one length mostly, and now and then a byte that may be anything. */
static size_t put_characters(char *text, size_t room, uint32_t faults)
{
    size_t len = 0;
    uint32_t limit = 1 + below(4);
    while (len + 4 <= room) {
        static const uint32_t least[] = {0, 0x80, 0x800, 0x10000}, count[] = {0x80, 0x780, 0xd000, 0x100000};
        uint32_t kind = below(limit);
        len += pneu_i_utf8_write(least[kind] + below(count[kind]), text + len);
        if (faults > 0 && below(faults) == 0)
            text[len - 1 - below(len < 4 ? (uint32_t)len : 4)] = (char)(unsigned char)below(256);
    }
    return len;
}

static void check(const char *text, size_t len)
{
    uint8_t *bytes = malloc(len > 0 ? len : 1);
    assert_non_null(bytes);
    memcpy(bytes, text, len);
    uint8_t *starts = calloc(len + 1, 1);
    assert_non_null(starts);
    size_t good = 0, third = 0;
    for (size_t step = 1; step > 0 && good < len; good += step) {
        starts[good] = 1;
        third = third == 0 && good >= 3 ? good : third;
        step = character_at(bytes + good, len - good);
    }
    starts[good] = 1;
    assert_int_equal(pneu_i_utf8_valid((const char *)bytes, len), good);
    for (uint32_t level = PNEU_CPU_128; third > 0 && level <= pneu_i_cpu_level(PNEU_CPU_512); level++) {
        size_t passed = pneu_i_utf8_kernel_at(level)(bytes, third, len);
        assert_true(passed >= third && passed <= good && starts[passed]);
        assert_true(good < len || len - passed < 64 + 3);
    }
    free(starts);
    free(bytes);
}

static void test_noise(void **state)
{
    char text[1200];
    (void)state;
    for (uint32_t seed = 1; seed <= 6000; seed++) {
        state_of_noise = seed * 2654435761u;
        size_t len = put_characters(text, 8 + below(sizeof text - 8), seed % 3 == 0 ? 0 : 1 + below(400));
        check(text, len - below(len < 4 ? (uint32_t)len + 1 : 4));
    }
}

/* Every pair and many triples of bytes, at every place of a block. */
static void test_pairs(void **state)
{
    char text[200];
    (void)state;
    for (unsigned first = 0; first < 256; first++) {
        for (unsigned second = 0; second < 256; second++) {
            size_t at = (first * 7 + second) % 128 + 8;
            memset(text, 'x', sizeof text);
            text[at] = (char)(unsigned char)first;
            text[at + 1] = (char)(unsigned char)second;
            text[at + 2] = (char)(unsigned char)(second % 3 == 0 ? 'x' : 0x80 | (first & 63));
            text[at + 3] = (char)(unsigned char)(first % 2 == 0 ? 'x' : 0x80);
            check(text, sizeof text);
        }
    }
}

static void test_lengths(void **state)
{
    char text[300];
    (void)state;
    for (unsigned bytes = 1; bytes <= 4; bytes++) {
        static const char *const characters[] = {"x", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
        for (size_t shift = 0; shift < 4; shift++) {
            memset(text, 'x', sizeof text);
            for (size_t at = shift; at + bytes <= sizeof text; at += bytes)
                memcpy(text + at, characters[bytes - 1], bytes);
            for (size_t len = 0; len <= 200; len++)
                check(text, len);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noise),
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_lengths),
    };
    return RUN_TESTS(tests);
}
