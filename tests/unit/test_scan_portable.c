/* The scan kernels against loops that cannot be wrong: the same counts, places and reasons on noise of many mixtures. */
#include <stdlib.h>

#include "parse/scan.h"
#include "support/chunks.h"
#include "support/test.h"

#define SIZE 3000
#define ROUNDS 400

/* Noise from an alphabet: mostly `plain`, sometimes a byte of `special`. */
static uint8_t *make_noise(uint32_t *seed, size_t n, const char *special, size_t special_count, uint32_t rarity)
{
    uint8_t *bytes = malloc(n);
    assert_non_null(bytes);
    for (size_t i = 0; i < n; i++)
        bytes[i] = next_random(seed) % rarity == 0 ? (uint8_t)special[next_random(seed) % special_count]
                                                    : (uint8_t)('a' + next_random(seed) % 26);
    return bytes;
}

static pneu_i_tally count_naively(const uint8_t *p, size_t from, size_t to)
{
    pneu_i_tally tally = {0, 0, 0, 0, 0};
    for (size_t i = from; i < to; i++) {
        int follows_cr = i > 0 && p[i - 1] == '\r';
        tally.lf += p[i] == '\n';
        tally.bare_lf += p[i] == '\n' && !follows_cr;
        tally.bare_cr += p[i] != '\n' && follows_cr;
        tally.high += p[i] >= 0x80;
        tally.nul += p[i] == 0;
    }
    return tally;
}

static void assert_same_tally(const pneu_i_tally *a, const pneu_i_tally *b)
{
    assert_int_equal(a->lf, b->lf);
    assert_int_equal(a->bare_lf, b->bare_lf);
    assert_int_equal(a->bare_cr, b->bare_cr);
    assert_int_equal(a->high, b->high);
    assert_int_equal(a->nul, b->nul);
}

/* 1 if the block at p[i] is one that the scan may not pass. */
static int must_stop(const uint8_t *p, size_t i, unsigned wanted)
{
    pneu_i_tally block = count_naively(p, i, i + PNEU_I_SCAN_BLOCK);
    int stop = ((wanted & PNEU_I_STOP_BARE_LF) != 0 && block.bare_lf > 0) ||
               ((wanted & PNEU_I_STOP_BARE_CR) != 0 && block.bare_cr > 0) ||
               ((wanted & PNEU_I_STOP_NUL) != 0 && block.nul > 0) || ((wanted & PNEU_I_STOP_HIGH) != 0 && block.high > 0);
    for (size_t k = i; k < i + PNEU_I_SCAN_BLOCK; k++) {
        int is_dot = p[k] == '.' && (p[k - 1] == '\n' || p[k - 1] == '\r' || p[k - 1] == 0);
        stop |= is_dot || (p[k] == '-' && p[k - 1] == '\n');
    }
    return stop;
}

static void check_body_scan(const uint8_t *p, size_t n, unsigned wanted)
{
    pneu_i_tally tally = {0, 0, 0, 0, 0};
    pneu_i_body_scan scan = {wanted, 0, 0};
    size_t stop = pneu_i_scan_portable.body(p, 1, n, &tally, &scan);
    pneu_i_tally expected = count_naively(p, 1, stop);
    assert_same_tally(&tally, &expected);
    assert_int_equal((stop - 1) % PNEU_I_SCAN_BLOCK, 0);
    for (size_t i = 1; i < stop; i += PNEU_I_SCAN_BLOCK)
        assert_false(must_stop(p, i, wanted));
    if (scan.why == PNEU_I_STOP_END)
        assert_true(n - stop < PNEU_I_SCAN_BLOCK);
    else
        assert_true(must_stop(p, stop, wanted) || scan.why == PNEU_I_STOP_LONG_LINE);
}

static void test_body_scan(void **state)
{
    static const char special[] = "\r\n\r\n--..\0\xe9";
    uint32_t seed = 7;
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t rarity = 1u << (1 + i % 10);
        uint8_t *noise = make_noise(&seed, SIZE, special, sizeof special - 1, rarity);
        for (unsigned wanted = 0; wanted < 32; wanted += 2)
            check_body_scan(noise, SIZE - (size_t)i, wanted);
        free(noise);
    }
}

static void test_long_lines_stop_the_body_scan(void **state)
{
    (void)state;
    for (size_t length = 900; length < 1100; length++) {
        uint8_t bytes[SIZE];
        memset(bytes, 'x', sizeof bytes);
        bytes[10] = bytes[11 + length] = '\n';
        bytes[9] = bytes[10 + length] = '\r';
        pneu_i_tally tally = {0, 0, 0, 0, 0};
        pneu_i_body_scan scan = {0, 0, 0};
        (void)pneu_i_scan_portable.body(bytes, 1, sizeof bytes, &tally, &scan);
        if (length > 998 + 1)
            assert_int_equal(scan.why, PNEU_I_STOP_LONG_LINE);
    }
}

static void check_line_ends(const uint8_t *p, size_t n, size_t from, size_t max)
{
    uint32_t ends[SIZE];
    pneu_i_line_scan scan = {.from = from, .ends = ends, .max = max};
    pneu_i_scan_portable.line_ends(p, n, &scan);
    size_t count = 0, bare = 0;
    int is_unusual = 0;
    for (size_t i = from; i < scan.from; i++) {
        int follows_cr = i > 0 && p[i - 1] == '\r';
        is_unusual |= p[i] >= 0x7f || (p[i] < ' ' && p[i] != '\t' && p[i] != '\r' && p[i] != '\n');
        is_unusual |= p[i] != '\n' && follows_cr && i > from;
        if (p[i] == '\n') {
            bare += !follows_cr;
            assert_true(count < scan.count);
            assert_int_equal(ends[count++], i);
        }
    }
    assert_int_equal(count, scan.count);
    assert_int_equal(bare, scan.bare);
    if (is_unusual)
        assert_true(scan.is_unusual);
    if (scan.from < n) /* it stopped at an empty line, or had no more room */
        assert_true(count == max || p[scan.from] == '\n' || (p[scan.from] == '\r' && p[scan.from + 1] == '\n'));
}

static void test_line_ends(void **state)
{
    static const char special[] = "\r\n\n\t \x7f\x80\x1f";
    uint32_t seed = 11;
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        uint8_t *noise = make_noise(&seed, SIZE, special, sizeof special - 1, 1u << (1 + i % 10));
        check_line_ends(noise, SIZE - (size_t)i, (size_t)i % 40, 1 + (size_t)i % 70);
        free(noise);
    }
}

static void test_plain_header_is_usual(void **state)
{
    static const char header[] = "Subject: a\ttext of usual bytes ~!\r\n folded here, and more of it\r\nTo: x\r\n";
    uint32_t ends[8];
    pneu_i_line_scan scan = {.from = 0, .ends = ends, .max = 8};
    (void)state;
    pneu_i_scan_portable.line_ends((const uint8_t *)header, sizeof header - 1, &scan);
    assert_int_equal(scan.count, 3);
    assert_false(scan.is_unusual);
}

static void test_header_scan(void **state)
{
    static const char special[] = "\r\n\r\n\t\x01\x7f\0\xc3";
    uint32_t seed = 3;
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        uint8_t *noise = make_noise(&seed, SIZE, special, sizeof special - 1, 1u << (1 + i % 10));
        pneu_i_tally tally = {0, 0, 0, 0, 0};
        unsigned has = pneu_i_scan_portable.header(noise + 1, SIZE - 1 - (size_t)i, noise[0], &tally);
        pneu_i_tally expected = count_naively(noise, 1, SIZE - (size_t)i);
        assert_same_tally(&tally, &expected);
        assert_int_equal((has & PNEU_I_HAS_HIGH) != 0, expected.high != 0);
        assert_int_equal((has & PNEU_I_HAS_BARE_LF) != 0, expected.bare_lf != 0);
        assert_int_equal((has & PNEU_I_HAS_BARE_CR) != 0, expected.bare_cr != 0);
        free(noise);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_body_scan),
        cmocka_unit_test(test_long_lines_stop_the_body_scan),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_plain_header_is_usual),
        cmocka_unit_test(test_header_scan),
    };
    return RUN_TESTS(tests);
}
