/* The choice of a transfer encoding: what a body is made of, and which encoding is the shorter one. */
#include "support/test.h"

#include "pneu/syntax.h"
#include "support/chunks.h"
#include "write/choose_encoding.h"

#define S(text) text, sizeof(text) - 1
#define X100 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X98                                                                                                            \
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"                                                                \
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X998 X100 X100 X100 X100 X100 X100 X100 X100 X100 X98

enum {
    TEXT = PNEU_I_BODY_TEXT,
    OCTETS = PNEU_I_BODY_OCTETS,
    SEVEN = PNEU_ENCODING_7BIT,
    QP = PNEU_ENCODING_QUOTED_PRINTABLE,
    BASE64 = PNEU_ENCODING_BASE64
};

static const struct row {
    const char *name;
    const char *in;
    size_t len;
    int kind;
    int32_t made;
    int32_t encoded;
} rows[] = {
    {"nothing", S(""), TEXT, SEVEN, QP},
    {"ASCII", S("plain\r\n"), TEXT, SEVEN, QP},
    {"bare LF is a line end", S("a\nb\n"), TEXT, SEVEN, QP},
    {"few letters above ASCII", S("caf\xC3\xA9 au lait\r\n"), TEXT, QP, QP},
    {"many of them", S("\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\r\n"), TEXT, BASE64, BASE64},
    {"a tie is quoted-printable", S("\xC3\xA9"), TEXT, QP, QP},
    {"octets", S("\x01\x80"), OCTETS, BASE64, BASE64},
    {"NUL makes octets of a text", S("a\0b"), TEXT, BASE64, BASE64},
    {"a bare CR", S("a\rb\r\n"), TEXT, QP, QP},
    {"CR CR LF", S("a\r\r\n"), TEXT, QP, QP},
    {"a CR at the end", S("some text, then\r"), TEXT, QP, QP},
    {"998 bytes", S(X998 "\r\n" X998), TEXT, SEVEN, QP},
    {"999 bytes", S("y" X998 "\r\n"), TEXT, QP, QP},
    {"999 bytes at the end",
     S("a\n"
       "y" X998),
     OCTETS, BASE64, BASE64},
    {"998 bytes and a bare CR", S(X998 "\r\r\n"), TEXT, QP, QP},
};

static void check_row(const struct row *row, chunking how)
{
    pneu_i_encoding_choice choice;
    pneu_i_encoding_choice_init(&choice, row->kind, PNEU_CPU_512);
    for (size_t at = 0; at < row->len;) {
        size_t size = chunking_next(&how, row->len - at);
        pneu_i_encoding_choice_add(&choice, row->in + at, size);
        at += size;
    }
    pneu_i_encoding_choice_end(&choice);
    if (pneu_i_encoding_choice_made(&choice) != row->made || pneu_i_encoding_choice_encoded(&choice) != row->encoded)
        fail_msg("%s: %d, %d", row->name, (int)pneu_i_encoding_choice_made(&choice),
                 (int)pneu_i_encoding_choice_encoded(&choice));
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t k = 0; k < usual_chunking_count; k++)
            check_row(&rows[i], usual_chunkings[k]);
}

static void test_what_is_counted(void **state)
{
    pneu_i_census census = {0};
    (void)state;
    pneu_i_census_add(&census, S("a\nb\r"), PNEU_CPU_512);
    pneu_i_census_add(&census, S("\n\xFF\n"), PNEU_CPU_512);
    pneu_i_census_end(&census);
    assert_int_equal(census.length, 7);
    assert_int_equal(census.bare_lf, 2);
    assert_true(census.has_high && !census.has_bare_cr && !census.has_nul && !census.has_long_line);
}

/* Bytes that are often the ones that count, in runs and lines of many lengths. */
static void make_bytes(char *bytes, size_t len, uint32_t seed)
{
    static const char kinds[] = "xxxxxxxx\r\n\r\n\n\r-.\200\0";
    uint32_t limit = seed % 7 == 0 ? 1200 : 80; /* of a run */
    for (size_t at = 0; at < len;) {
        seed = seed * 1664525 + 1013904223;
        size_t kind = (seed >> 24) % (sizeof kinds - 1 - seed % 5), run = kind < 8 ? (seed >> 8) % limit : 1;
        if (kinds[kind] == '\r' && kind < 12 && at + 1 < len) {
            memcpy(bytes + at, "\r\n", 2);
            at += 2;
            continue;
        }
        for (; run > 0 && at < len; run--)
            bytes[at++] = kinds[kind];
    }
}

/* By blocks of any level as by bytes. */
static void test_blocks(void **state)
{
    static char bytes[6000];
    (void)state;
    for (uint32_t seed = 1; seed <= 3000; seed++) {
        pneu_i_census whole = {0}, singly = {0};
        make_bytes(bytes, sizeof bytes, seed * 7919);
        size_t len = seed % sizeof bytes;
        pneu_i_census_add(&whole, bytes, len, PNEU_CPU_PORTABLE + seed % PNEU_CPU_512);
        for (size_t i = 0; i < len; i++)
            pneu_i_census_add(&singly, bytes + i, 1, PNEU_CPU_PORTABLE);
        assert_true(whole.length == singly.length && whole.bare_lf == singly.bare_lf);
        assert_true(whole.column == singly.column && whole.is_after_cr == singly.is_after_cr);
        assert_true(whole.has_high == singly.has_high && whole.has_nul == singly.has_nul);
        assert_true(whole.has_bare_cr == singly.has_bare_cr && whole.has_long_line == singly.has_long_line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_what_is_counted),
        cmocka_unit_test(test_blocks),
    };
    return RUN_TESTS(tests);
}
