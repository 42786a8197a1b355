/*
 * The scan kernels of each level that this CPU has against loops that cannot be wrong: the same counts and places on
 * noise of many mixtures, in blocks of the very size.
 */
#include <stdlib.h>

#include "base/cpu.h"
#include "parse/scan.h"
#include "support/chunks.h"
#include "support/test.h"

#define SIZE 3000
#define ROUNDS 400

static const pneu_i_scan *scan_now;

static void at_each_level(void (*test)(void))
{
    uint32_t best = pneu_i_cpu_level(PNEU_CPU_512);
    for (uint32_t level = PNEU_CPU_PORTABLE; level <= best; level++) {
        scan_now = pneu_i_scan_at(level);
        test();
    }
}

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

/* ---- Bodies -------------------------------------------------------------------------------------------------- */

static size_t line_length_before(const uint8_t *p, size_t i)
{
    size_t line = i;
    while (line > 0 && p[line - 1] != '\n')
        line--;
    return i - line;
}

static int is_lookalike(const uint8_t *p, size_t i, size_t n)
{
    if (p[i] != '.' || (p[i - 1] != '\n' && p[i - 1] != '\r' && p[i - 1] != 0))
        return 0;
    return i + 1 == n || p[i + 1] == '\r' || p[i + 1] == '\n';
}

/* 1 for an end of data as it should be: the scan may pass it, or stop there. */
static int is_end_of_data(const uint8_t *p, size_t i, size_t n)
{
    return i > 1 && i + 2 < n && memcmp(p + i - 2, "\r\n.\r\n", 5) == 0;
}

/* 1 if the scan may not pass p[i]. */
static int must_stop(const uint8_t *p, size_t i, size_t n, unsigned wanted)
{
    pneu_i_tally one = count_naively(p, i, i + 1);
    if (((wanted & PNEU_I_STOP_BARE_CR) != 0 && one.bare_cr > 0) || ((wanted & PNEU_I_STOP_NUL) != 0 && one.nul > 0) ||
        ((wanted & PNEU_I_STOP_HIGH) != 0 && one.high > 0))
        return 1;
    if ((wanted & PNEU_I_STOP_DASHES) != 0 && p[i] == '-' && p[i - 1] == '\n' && (i + 1 == n || p[i + 1] == '-'))
        return 1;
    size_t length = one.lf > 0 ? line_length_before(p, i) : 0;
    if (length - (length > 0 && p[i - 1] == '\r') > 998)
        return 1;
    return is_lookalike(p, i, n) && !is_end_of_data(p, i, n);
}

/* `before`: a tally of what came before, from which the scan guesses what line ends will come. */
static void check_body_scan(const uint8_t *p, size_t n, unsigned wanted, pneu_i_tally before)
{
    pneu_i_tally tally = before;
    pneu_i_body_scan scan = {wanted, line_length_before(p, 1), 0};
    size_t stop = scan_now->body(p, 1, n, &tally, &scan);
    pneu_i_tally expected = count_naively(p, 1, stop);
    expected.lf += before.lf;
    expected.bare_lf += before.bare_lf;
    assert_same_tally(&tally, &expected);
    assert_int_equal(scan.line_length, line_length_before(p, stop));
    for (size_t i = 1; i < stop; i++)
        assert_false(must_stop(p, i, n, wanted));
    assert_true(stop == n || scan.walk > 0);
}

static void test_noise_in_bodies(void)
{
    static const char special[] = "\r\n\r\n--..\0\xe9";
    static const pneu_i_tally none = {0, 0, 0, 0, 0}, lf_only = {5, 5, 0, 0, 0};
    uint32_t seed = 7;
    for (size_t i = 0; i < ROUNDS; i++) {
        uint32_t rarity = 1u << (1 + i % 10);
        size_t n = i % 2 == 0 ? SIZE - i : 1 + i;
        uint8_t *noise = make_noise(&seed, n, special, sizeof special - 1, rarity);
        for (unsigned wanted = (unsigned)i % 3; wanted < 16; wanted += 3)
            check_body_scan(noise, n, wanted, wanted % 2 == 0 ? none : lf_only);
        free(noise);
    }
}

/* Lines of 60 to 90 bytes with a proper line end each, and now and then something that is none. */
static uint8_t *make_lines(uint32_t *seed, size_t n, const char *end, const char *odd)
{
    uint8_t *bytes = malloc(n);
    assert_non_null(bytes);
    size_t end_length = strlen(end), left = 0;
    for (size_t i = 0; i < n; i++) {
        if (left == 0 && i + end_length < n) {
            memcpy(bytes + i, end, end_length);
            i += end_length - 1;
            left = 60 + next_random(seed) % 30;
            continue;
        }
        left -= left > 0;
        bytes[i] = next_random(seed) % 300 == 0 ? (uint8_t)odd[next_random(seed) % strlen(odd)] : 'x';
    }
    return bytes;
}

static void test_lines_in_bodies(void)
{
    static const pneu_i_tally none = {0, 0, 0, 0, 0}, lf_only = {5, 5, 0, 0, 0};
    uint32_t seed = 5;
    for (size_t i = 0; i < ROUNDS; i++) {
        uint8_t *crlf = make_lines(&seed, SIZE, "\r\n", i % 3 == 0 ? "-" : "x\xe9\r\n.");
        uint8_t *lf = make_lines(&seed, SIZE, "\n", i % 3 == 0 ? "-." : "x\xe9\r\n");
        for (unsigned wanted = 0; wanted < 32; wanted += 7) {
            check_body_scan(crlf, SIZE, wanted, none);
            check_body_scan(lf, SIZE, wanted, lf_only);
        }
        free(crlf);
        free(lf);
    }
}

static void test_ordinary_bodies_are_passed(void)
{
    uint32_t seed = 9;
    uint8_t *bytes = make_lines(&seed, SIZE, "\r\n", "-");
    pneu_i_tally tally = {0, 0, 0, 0, 0};
    pneu_i_body_scan scan = {31, 1, 0};
    size_t stop = scan_now->body(bytes, 1, SIZE, &tally, &scan);
    assert_true(stop + 240 > SIZE);
    free(bytes);
}

static void test_long_lines(void)
{
    static const pneu_i_tally none = {0, 0, 0, 0, 0};
    for (size_t length = 900; length < 1100; length++) {
        uint8_t bytes[SIZE];
        memset(bytes, 'x', sizeof bytes);
        bytes[10] = bytes[11 + length] = '\n';
        bytes[9] = bytes[10 + length] = '\r';
        check_body_scan(bytes, sizeof bytes, 0, none);
        check_body_scan(bytes, 12 + length, 0, none);
        bytes[12 + length] = bytes[13 + length] = '-';
        check_body_scan(bytes, sizeof bytes, PNEU_I_STOP_DASHES, none);
    }
}

static void test_bare_lf(void)
{
    static const char special[] = "\r\n\n";
    uint32_t seed = 23;
    for (size_t i = 0; i < ROUNDS; i++) {
        size_t n = i, places[16], max = i % 17, count = 0;
        uint8_t before = i % 3 == 0 ? '\r' : '\n';
        uint8_t *noise = make_noise(&seed, n, special, sizeof special - 1, 1u << (i % 7));
        size_t found = scan_now->bare_lf(noise, n, before, places, max);
        for (size_t k = 0; k < n && count < max; k++) {
            if (noise[k] != '\n' || (k > 0 ? noise[k - 1] : before) == '\r')
                continue;
            assert_true(count < found);
            assert_int_equal(places[count++], k);
        }
        assert_int_equal(found, count);
        free(noise);
    }
}

static void test_dash(void)
{
    static const char special[] = "\n\n-";
    uint32_t seed = 17;
    for (size_t i = 0; i < ROUNDS; i++) {
        size_t n = 1 + i, expected = 1;
        uint8_t *noise = make_noise(&seed, n, special, sizeof special - 1, 1u << (1 + i % 6));
        while (expected < n && (noise[expected] != '-' || noise[expected - 1] != '\n'))
            expected++;
        assert_int_equal(scan_now->dash(noise, 1, n), expected);
        free(noise);
    }
}

/* ---- Headers ------------------------------------------------------------------------------------------------- */

static void check_line_ends(const uint8_t *p, size_t n, size_t from, size_t max)
{
    uint32_t ends[SIZE];
    pneu_i_line_scan scan = {.from = from, .ends = ends, .max = max};
    scan_now->line_ends(p, n, &scan);
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

static void test_line_ends(void)
{
    static const char special[] = "\r\n\n\t \x7f\x80\x1f";
    uint32_t seed = 11;
    for (int i = 0; i < ROUNDS; i++) {
        uint8_t *noise = make_noise(&seed, SIZE, special, sizeof special - 1, 1u << (1 + i % 10));
        check_line_ends(noise, SIZE - (size_t)i, (size_t)i % 40, 1 + (size_t)i % 70);
        free(noise);
    }
}

static void test_plain_header_is_usual(void)
{
    static const char header[] = "Subject: a\ttext of usual bytes ~!\r\n folded here, and more of it\r\nTo: x\r\n";
    uint32_t ends[8];
    pneu_i_line_scan scan = {.from = 0, .ends = ends, .max = 8};
    scan_now->line_ends((const uint8_t *)header, sizeof header - 1, &scan);
    assert_int_equal(scan.count, 3);
    assert_false(scan.is_unusual);
}

static void test_header_scan(void)
{
    static const char special[] = "\r\n\r\n\t\x01\x7f\0\xc3";
    uint32_t seed = 3;
    for (int i = 0; i < ROUNDS; i++) {
        uint8_t *noise = make_noise(&seed, SIZE, special, sizeof special - 1, 1u << (1 + i % 10));
        pneu_i_tally tally = {0, 0, 0, 0, 0};
        unsigned has = scan_now->header(noise + 1, SIZE - 1 - (size_t)i, noise[0], &tally);
        pneu_i_tally expected = count_naively(noise, 1, SIZE - (size_t)i);
        assert_same_tally(&tally, &expected);
        assert_int_equal((has & PNEU_I_HAS_HIGH) != 0, expected.high != 0);
        assert_int_equal((has & PNEU_I_HAS_BARE_LF) != 0, expected.bare_lf != 0);
        assert_int_equal((has & PNEU_I_HAS_BARE_CR) != 0, expected.bare_cr != 0);
        free(noise);
    }
}

/* Fields: short runs. */
static void test_header_scan_of_few_bytes(void)
{
    static const char special[] = "\r\n\t\x01\x7f\0\xc3";
    uint32_t seed = 23;
    for (size_t i = 0; i < ROUNDS; i++) {
        size_t n = i % 200;
        uint8_t *noise = make_noise(&seed, n + 1, special, sizeof special - 1, 1u << (1 + i % 10));
        pneu_i_tally tally = {0, 0, 0, 0, 0};
        unsigned has = scan_now->header(noise + 1, n, noise[0], &tally), control = 0;
        pneu_i_tally expected = count_naively(noise, 1, n + 1);
        for (size_t k = 1; k <= n; k++)
            control |= (noise[k] < ' ' && memchr("\t\r\n", noise[k], 3) == NULL) || noise[k] == 0x7f;
        assert_same_tally(&tally, &expected);
        assert_int_equal((has & PNEU_I_HAS_CONTROL) != 0, control);
        assert_int_equal((has & PNEU_I_HAS_HIGH) != 0, expected.high != 0);
        free(noise);
    }
}

/* ---- The census ---------------------------------------------------------------------------------------------- */

static void take_census_naively(const uint8_t *p, size_t n, pneu_i_census *census)
{
    for (size_t i = 0; i < n; i++) {
        int is_lf = p[i] == '\n', is_cr = p[i] == '\r';
        census->bare_lf += is_lf && !census->is_after_cr;
        census->has_bare_cr |= !is_lf && census->is_after_cr;
        census->column = is_lf ? 0 : census->column + (uint64_t)census->is_after_cr + !is_cr;
        census->is_after_cr = is_cr;
        census->has_high |= p[i] >= 0x80;
        census->has_nul |= p[i] == 0;
        census->has_long_line |= census->column > PNEU_I_LINE_MAX;
    }
}

static void assert_same_census(const pneu_i_census *a, const pneu_i_census *b)
{
    assert_int_equal(a->bare_lf, b->bare_lf);
    assert_int_equal(a->column, b->column);
    assert_int_equal(a->has_high, b->has_high);
    assert_int_equal(a->has_nul, b->has_nul);
    assert_int_equal(a->has_bare_cr, b->has_bare_cr);
    assert_int_equal(a->has_long_line, b->has_long_line);
    assert_int_equal(a->is_after_cr, b->is_after_cr);
}

static void test_census(void)
{
    static const char special[] = "\r\n\r\n\n\r\0\xe9";
    uint32_t seed = 29;
    for (size_t i = 0; i < 4 * ROUNDS; i++) {
        size_t n = i % 3 == 0 ? SIZE : i % 300, cut = n > 0 ? next_random(&seed) % n : 0;
        uint8_t *noise = make_noise(&seed, n + 1, special, sizeof special - 1 - i % 5, 1u << (1 + i % 12));
        for (size_t at = 0; at < n; at += cut + 1) {
            pneu_i_census census = {.column = i % PNEU_I_LINE_MAX, .is_after_cr = i % 2}, expected = census;
            size_t first = n - at < cut + 1 ? n - at : cut + 1;
            scan_now->census(noise + 1 + at, first, &census);
            scan_now->census(noise + 1 + at + first, n - at - first, &census);
            take_census_naively(noise + 1 + at, n - at, &expected);
            assert_same_census(&census, &expected);
        }
        free(noise);
    }
}

static void test_census_of_long_lines(void)
{
    for (size_t length = 900; length < 1100; length++) {
        uint8_t bytes[SIZE];
        pneu_i_census census = {0}, expected = {0};
        memset(bytes, 'x', sizeof bytes);
        bytes[10] = bytes[11 + length] = '\n';
        bytes[10 + length] = length % 2 == 0 ? '\r' : 'x';
        scan_now->census(bytes, 12 + length, &census);
        take_census_naively(bytes, 12 + length, &expected);
        assert_same_census(&census, &expected);
    }
}

/* ---- All of them --------------------------------------------------------------------------------------------- */

#define AT_EACH_LEVEL(test)                                                                                            \
    static void test##_at_each_level(void **state)                                                                     \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        at_each_level(test);                                                                                           \
    }

AT_EACH_LEVEL(test_noise_in_bodies)
AT_EACH_LEVEL(test_lines_in_bodies)
AT_EACH_LEVEL(test_ordinary_bodies_are_passed)
AT_EACH_LEVEL(test_long_lines)
AT_EACH_LEVEL(test_bare_lf)
AT_EACH_LEVEL(test_dash)
AT_EACH_LEVEL(test_line_ends)
AT_EACH_LEVEL(test_plain_header_is_usual)
AT_EACH_LEVEL(test_header_scan)
AT_EACH_LEVEL(test_header_scan_of_few_bytes)
AT_EACH_LEVEL(test_census)
AT_EACH_LEVEL(test_census_of_long_lines)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noise_in_bodies_at_each_level),
        cmocka_unit_test(test_lines_in_bodies_at_each_level),
        cmocka_unit_test(test_ordinary_bodies_are_passed_at_each_level),
        cmocka_unit_test(test_long_lines_at_each_level),
        cmocka_unit_test(test_bare_lf_at_each_level),
        cmocka_unit_test(test_dash_at_each_level),
        cmocka_unit_test(test_line_ends_at_each_level),
        cmocka_unit_test(test_plain_header_is_usual_at_each_level),
        cmocka_unit_test(test_header_scan_at_each_level),
        cmocka_unit_test(test_header_scan_of_few_bytes_at_each_level),
        cmocka_unit_test(test_census_at_each_level),
        cmocka_unit_test(test_census_of_long_lines_at_each_level),
    };
    return RUN_TESTS(tests);
}
