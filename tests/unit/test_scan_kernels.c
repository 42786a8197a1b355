/*
 * The scan kernels of each level that this CPU has against loops that cannot be wrong: the same counts and places on noise
 * of many mixtures, in blocks of the very size.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/cpu.h"
#include "parse/scan.h"
#include "pneu/field.h"
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
    if (((wanted & PNEU_I_STOP_BARE_LF) != 0 && one.bare_lf > 0) ||
        ((wanted & PNEU_I_STOP_BARE_CR) != 0 && one.bare_cr > 0))
        return 1;
    if (((wanted & PNEU_I_STOP_NUL) != 0 && one.nul > 0) || ((wanted & PNEU_I_STOP_HIGH) != 0 && one.high > 0))
        return 1;
    if ((wanted & PNEU_I_STOP_DASHES) != 0 && p[i] == '-' && p[i - 1] == '\n' && (i + 1 == n || p[i + 1] == '-'))
        return 1;
    size_t length = line_length_before(p, i);
    if (one.lf > 0 && length - (length > 0 && p[i - 1] == '\r') > 998)
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
        for (unsigned wanted = 0; wanted < 32; wanted++)
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

/* ---- Fields -------------------------------------------------------------------------------------------------- */

static int is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

/* Holds one field against what makes it plain. */
static void check_plain_field(const uint8_t *p, size_t n, const pneu_field_span *field, int is_lf)
{
    size_t colon = field->name, line = field->name;
    while (p[colon] > ' ' && p[colon] < 0x7f && p[colon] != ':')
        colon++;
    assert_true(colon > field->name && p[colon] == ':' && p[colon + 1] != ':');
    assert_int_equal(field->name_length, colon - field->name);
    assert_int_equal(field->value, colon + 1);
    pneu_str name = {(const char *)p + field->name, field->name_length};
    assert_int_equal(field->id, pneu_field_id(name));
    assert_true(field->end < n && !is_blank(p[field->end]) && p[field->end - 1] == '\n');
    for (size_t i = field->name; i < field->end; i++) {
        int is_line_end = p[i] == '\n' || (p[i] == '\r' && p[i + 1] == '\n');
        assert_true(is_line_end || p[i] == '\t' || (p[i] >= ' ' && p[i] < 0x7f));
        if (p[i] != '\n')
            continue;
        assert_int_equal(p[i - 1] != '\r', is_lf);
        assert_true(i - line <= 999);
        size_t text = line;
        while (is_blank(p[text]))
            text++;
        assert_true(p[text] != '\r' && p[text] != '\n');
        assert_true(line == field->name || text + 8 > n || memcmp(p + text, "content-", 8) != 0);
        assert_true(i + 1 == field->end || is_blank(p[i + 1]));
        line = i + 1;
    }
}

static void check_fields(const uint8_t *p, size_t n, size_t max)
{
    pneu_field_span fields[8];
    pneu_i_field_scan scan = {fields, max, SIZE, 99, 99, 99};
    if (scan_now->fields == NULL)
        return;
    scan_now->fields(p, n, &scan);
    assert_true(scan.count <= max && (scan.bare_lf == 0 || scan.bare_lf == scan.lines));
    size_t at = 0;
    for (size_t i = 0; i < scan.count; i++) {
        assert_int_equal(fields[i].name, at);
        check_plain_field(p, n, &fields[i], scan.bare_lf > 0);
        at = fields[i].end;
    }
    assert_int_equal(scan.lines, count_naively(p, 0, at).lf);
}

static const char *const header_pieces[] = {
    "From:",
    "Subject: ",
    "X-MS-Exchange-CrossTenant-OriginalArrivalTime:",
    "Content-Type: text/plain;",
    "\tcharset=x",
    "a:",
    "\r\n",
    "\r\n",
    "\r\n ",
    "\n",
    "\n ",
    "\r\n \r\n",
    "x",
    " ",
    "\t",
    " text text text text",
    ":",
    "-",
    "\tcontent-type: a/b",
    "\r",
    "\x7f",
    "\xe9",
    "\1",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
};

/* Fields of random pieces; the rarer the less plain. */
static size_t make_header(uint32_t *seed, uint8_t *out, size_t most, uint32_t plain)
{
    size_t len = 0;
    for (;;) {
        uint32_t which = next_random(seed) % COUNT_OF(header_pieces);
        const char *piece = header_pieces[which];
        if (next_random(seed) % plain != 0)
            piece = which % 3 == 0   ? "To: x\r\n"
                    : which % 3 == 1 ? "X-Field:\r\n\tconfer y\r\n"
                                     : "Date: a: b \r\n  c\r\n";
        if (len + strlen(piece) > most)
            return len;
        memcpy(out + len, piece, strlen(piece));
        len += strlen(piece);
    }
}

static void test_noise_in_fields(void)
{
    uint32_t seed = 23;
    for (size_t i = 0; i < 20 * ROUNDS; i++) {
        uint8_t bytes[SIZE];
        size_t n = make_header(&seed, bytes, 1 + i % 700, 1 + (uint32_t)i % 30);
        uint8_t *exact = malloc(n + 1);
        assert_non_null(exact);
        memcpy(exact + 1, bytes, n);
        check_fields(exact + 1, n, 1 + i % 8);
        free(exact);
    }
}

static void check_taken(const char *header, size_t count, size_t lines)
{
    pneu_field_span fields[8];
    pneu_i_field_scan scan = {fields, 8, SIZE, 0, 0, 0};
    if (scan_now->fields == NULL)
        return;
    char message[400];
    size_t n = (size_t)snprintf(message, sizeof message, "%s%64s", header, "");
    scan_now->fields((const uint8_t *)message, n, &scan);
    assert_int_equal(scan.count, count);
    assert_int_equal(scan.lines, lines);
}

/* Whatever the window shows of a header, only what it shows to be whole is taken. */
static void test_every_prefix_of_fields(void)
{
    static const char header[] = "From: somebody and more of it\r\nTo: b\r\n\tc, and others\r\n d\r\nDate: e\r\n"
                                 "Subject: a line\n and its fold\nX-Field: the end\r\n\r\nbody";
    for (size_t n = 1; n < sizeof header; n++)
        for (size_t from = 0; from < n; from++) {
            uint8_t *exact = malloc(n - from);
            assert_non_null(exact);
            memcpy(exact, header + from, n - from);
            check_fields(exact, n - from, 8);
            free(exact);
        }
}

static void test_plain_fields_are_taken(void)
{
    check_taken("From: a\r\nTo: b\r\n\tc\r\n\r\n", 2, 3);
    check_taken("From: a\nTo: b\n\tc\n\n", 2, 3);
    check_taken("From: a\r\nTo: b\r\n c \r\n  charset=d\r\nX-Y:\r\n z\r\n\r\nbody\r\n\xe9", 3, 6);
    check_taken("X-MS-Exchange-CrossTenant-OriginalArrivalTime: 1\r\nTo: a\r\n\r\n", 2, 2);
    check_taken("From: a\r\nTo: b\nDate: c\r\n\r\n", 1, 1);
    check_taken("From: a\r\nTo: \xe9\r\nDate: c\r\n\r\n", 1, 1);
    check_taken("From: a\r\nTo: b\r\n \t\r\n c\r\nDate: c\r\n\r\n", 1, 1);
    check_taken("From: a\r\nTo: b\r\n Content-Type: c\r\nDate: c\r\n\r\n", 1, 1);
    check_taken("From: a\r\nTo : b\r\nDate: c\r\n\r\n", 1, 1);
    check_taken("From: a\r\nTo:: b\r\nDate: c\r\n\r\n", 1, 1);
    check_taken("From: a\r\n--b: c\r\nDate: c\r\n\r\n", 1, 1);
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
AT_EACH_LEVEL(test_dash)
AT_EACH_LEVEL(test_line_ends)
AT_EACH_LEVEL(test_plain_header_is_usual)
AT_EACH_LEVEL(test_header_scan)
AT_EACH_LEVEL(test_noise_in_fields)
AT_EACH_LEVEL(test_every_prefix_of_fields)
AT_EACH_LEVEL(test_plain_fields_are_taken)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noise_in_bodies_at_each_level),
        cmocka_unit_test(test_lines_in_bodies_at_each_level),
        cmocka_unit_test(test_ordinary_bodies_are_passed_at_each_level),
        cmocka_unit_test(test_long_lines_at_each_level),
        cmocka_unit_test(test_dash_at_each_level),
        cmocka_unit_test(test_line_ends_at_each_level),
        cmocka_unit_test(test_plain_header_is_usual_at_each_level),
        cmocka_unit_test(test_header_scan_at_each_level),
        cmocka_unit_test(test_noise_in_fields_at_each_level),
        cmocka_unit_test(test_every_prefix_of_fields_at_each_level),
        cmocka_unit_test(test_plain_fields_are_taken_at_each_level),
    };
    return RUN_TESTS(tests);
}
