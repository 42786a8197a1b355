/*
 * The field scan of each level that this CPU has: what it takes is plain, plain fields are taken, and nothing is read
 * outside a block of the very size.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/cpu.h"
#include "parse/scan.h"
#include "pneu/field.h"
#include "support/chunks.h"
#include "support/test.h"

#define SIZE 3000

static void at_each_level(void (*test)(const pneu_i_scan *scan))
{
    uint32_t best = pneu_i_cpu_level(PNEU_CPU_512);
    for (uint32_t level = PNEU_CPU_PORTABLE; level <= best; level++)
        if (pneu_i_scan_at(level)->fields != NULL)
            test(pneu_i_scan_at(level));
}

static size_t count_lf(const uint8_t *p, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += p[i] == '\n';
    return count;
}

static int is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

/* Holds one field against what makes it plain. Returns how many bytes above 127 it has. */
static size_t check_plain_field(const uint8_t *p, size_t n, const pneu_field_span *field, int is_lf)
{
    size_t high = 0;
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
        assert_true(is_line_end || p[i] == '\t' || (p[i] >= ' ' && p[i] != 0x7f));
        high += p[i] >= 0x80;
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
    return high;
}

/* Holds what goes on behind the fields against what makes a field plain: p[start, plain). */
static void check_open_field(const uint8_t *p, size_t n, size_t start, const pneu_i_field_scan *scan)
{
    size_t bare = 0, lines = 0, line = start;
    assert_true(scan->plain <= n);
    if (scan->plain == 0 || p[start] == '\n') /* no field begins there */
        return;
    assert_true(scan->plain >= start + PNEU_I_LONG_FIELD);
    assert_int_equal(scan->plain_lines, count_lf(p, scan->plain));
    assert_int_equal(scan->plain_lines, count_lf(p, scan->plain));
    for (size_t i = start; i < scan->plain; i++) {
        int is_line_end = p[i] == '\n' || (p[i] == '\r' && i + 1 < n && p[i + 1] == '\n');
        assert_true(is_line_end || p[i] == '\t' || (p[i] >= ' ' && p[i] != 0x7f));
        assert_true(p[i] < 0x80 || scan->has_high);
        if (p[i] != '\n')
            continue;
        assert_true(i - line <= 999);
        lines++;
        bare += i == 0 || p[i - 1] != '\r';
        line = i + 1;
        if (line == scan->plain)
            break;
        size_t text = line;
        while (text < n && is_blank(p[text]))
            text++;
        assert_true(text > line);
        assert_true(text == n || (p[text] != '\r' && p[text] != '\n'));
        assert_true(text + 8 > n || memcmp(p + text, "content-", 8) != 0);
    }
    assert_true(bare == 0 || bare == lines);
    assert_true(scan->lines == 0 || lines == 0 || (bare == 0) == (scan->bare_lf == 0));
}

/* 1 if a long field was found to be open. */
static int check_fields(const pneu_i_scan *scan_now, const uint8_t *p, size_t n, size_t max)
{
    pneu_field_span fields[8];
    pneu_i_field_scan scan = {fields, max, SIZE, 99, 99, 99, 99, 99, 99, 99, 99};
    scan_now->fields(p, n, &scan);
    assert_true(scan.count <= max && (scan.bare_lf == 0 || scan.bare_lf == scan.lines));
    size_t at = 0, high = 0;
    for (size_t i = 0; i < scan.count; i++) {
        assert_int_equal(fields[i].name, at);
        size_t own = check_plain_field(p, n, &fields[i], scan.bare_lf > 0);
        assert_int_equal(scan.high_fields >> i & 1, own > 0);
        high += own;
        at = fields[i].end;
    }
    assert_int_equal(scan.lines, count_lf(p, at));
    assert_int_equal(scan.high, high);
    check_open_field(p, n, at, &scan);
    return scan.plain > 0;
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

static void check_noise(const pneu_i_scan *scan_now)
{
    uint32_t seed = 23;
    for (size_t i = 0; i < 8000; i++) {
        uint8_t bytes[SIZE];
        size_t n = make_header(&seed, bytes, 1 + i % 700, 1 + (uint32_t)i % 30);
        uint8_t *exact = malloc(n + 1);
        assert_non_null(exact);
        memcpy(exact + 1, bytes, n);
        (void)check_fields(scan_now, exact + 1, n, 1 + i % 8);
        free(exact);
    }
}

/* Fields of many lines, of which few are odd, behind some that are short. */
static void check_long_fields(const pneu_i_scan *scan_now)
{
    static const char *const lines[] = {"\r\n b", "\r\n and more text", "\n c"};
    uint32_t seed = 29;
    size_t found = 0;
    for (size_t i = 0; i < 2000; i++) {
        uint8_t bytes[SIZE];
        size_t n = i % 3 == 0 ? 0 : make_header(&seed, bytes, 1 + i % 300, 1000);
        const char *line = "Subject: a";
        while (n + 110 < SIZE - i % 100) {
            memcpy(bytes + n, line, strlen(line));
            n += strlen(line);
            line = lines[i % COUNT_OF(lines)];
            if (next_random(&seed) % (1 + i) == 0)
                line = header_pieces[next_random(&seed) % COUNT_OF(header_pieces)];
        }
        uint8_t *exact = malloc(n);
        assert_non_null(exact);
        memcpy(exact, bytes, n);
        found += (size_t)check_fields(scan_now, exact, n, 1 + i % 8);
        free(exact);
    }
    assert_in_range(found, 500, 2000);
}

static void check_taken(const pneu_i_scan *scan_now, const char *header, size_t count, size_t lines)
{
    pneu_field_span fields[8];
    pneu_i_field_scan scan = {.fields = fields, .max = 8, .longest = SIZE};
    char message[400];
    size_t n = (size_t)snprintf(message, sizeof message, "%s%64s", header, "");
    scan_now->fields((const uint8_t *)message, n, &scan);
    assert_int_equal(scan.count, count);
    assert_int_equal(scan.lines, lines);
}

/* Whatever the window shows of a header, only what it shows to be whole is taken. */
static void check_every_prefix(const pneu_i_scan *scan_now)
{
    static const char header[] =
        "From: somebody and more of it \xe9\r\nTo: b\xc3\r\n\tc, and others\r\n d\r\nDate: e\r\n"
        "Subject: a line\n and its fold\nX-Field: the end\r\n\r\nbody";
    for (size_t n = 1; n < sizeof header; n++)
        for (size_t from = 0; from < n; from++) {
            uint8_t *exact = malloc(n - from);
            assert_non_null(exact);
            memcpy(exact, header + from, n - from);
            (void)check_fields(scan_now, exact, n - from, 8);
            free(exact);
        }
}

static void check_rows(const pneu_i_scan *scan_now)
{
    check_taken(scan_now, "From: a\r\nTo: b\r\n\tc\r\n\r\n", 2, 3);
    check_taken(scan_now, "From: a\nTo: b\n\tc\n\n", 2, 3);
    check_taken(scan_now, "From: a\r\nTo: b\r\n c \r\n  charset=d\r\nX-Y:\r\n z\r\n\r\nbody\r\n\xe9", 3, 6);
    check_taken(scan_now, "X-MS-Exchange-CrossTenant-OriginalArrivalTime: 1\r\nTo: a\r\n\r\n", 2, 2);
    check_taken(scan_now, "From: a\r\nTo: b\nDate: c\r\n\r\n", 1, 1);
    check_taken(scan_now, "From: a\r\nTo: \xe9\r\nDate: c\r\n \xc3\xa9\r\n\r\n", 3, 4);
    check_taken(scan_now, "From: a\r\nT\xe9: b\r\nDate: c\r\n\r\n", 1, 1);
    check_taken(scan_now, "From: a\r\nTo: \x7f\r\nDate: \xe9\r\n\r\n", 1, 1);
    check_taken(scan_now, "From: a\r\nTo: b\r\n \t\r\n c\r\nDate: c\r\n\r\n", 1, 1);
    check_taken(scan_now, "From: a\r\nTo: b\r\n Content-Type: c\r\nDate: c\r\n\r\n", 1, 1);
    check_taken(scan_now, "From: a\r\nTo : b\r\nDate: c\r\n\r\n", 1, 1);
    check_taken(scan_now, "From: a\r\nTo:: b\r\nDate: c\r\n\r\n", 1, 1);
    check_taken(scan_now, "From: a\r\n--b: c\r\nDate: c\r\n\r\n", 1, 1);
}

static void test_noise(void **state)
{
    (void)state;
    at_each_level(check_noise);
}

static void test_long_fields(void **state)
{
    (void)state;
    at_each_level(check_long_fields);
}

static void test_prefixes(void **state)
{
    (void)state;
    at_each_level(check_every_prefix);
}

static void test_rows(void **state)
{
    (void)state;
    at_each_level(check_rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noise),
        cmocka_unit_test(test_long_fields),
        cmocka_unit_test(test_prefixes),
        cmocka_unit_test(test_rows),
    };
    return RUN_TESTS(tests);
}
