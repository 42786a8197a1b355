/* What a message asks of its transport, however it is cut. */
#include "support/test.h"

#include <stdlib.h>

#include "pneu/needs.h"
#include "support/chunks.h"

#define MIXED "Content-Type: multipart/mixed; boundary=b  \r\n\r\n"
#define UTF8 (PNEU_NEEDS_8BITMIME | PNEU_NEEDS_SMTPUTF8)
#define BINARY_HEADER (PNEU_NEEDS_BINARYMIME | PNEU_NEEDS_CONVERSION)
#define X10(x) x x x x x x x x x x
#define LINE_996 X10(X10("123456789")) X10("123456789") "123456"
#define LINE_998 LINE_996 "78"

static const struct row {
    const char *name;
    const char *in;
    size_t len;
    uint32_t extensions;
    uint64_t size;
    uint64_t longest;
} rows[] = {
#define ROW(name, in, extensions, size, longest)                                                                       \
    {                                                                                                                  \
        name, in, sizeof(in) - 1, extensions, size, longest                                                            \
    }
    ROW("nothing", "", 0, 0, 0),
    ROW("ASCII", "A: b\r\n\r\nccccc\r\n", 0, 15, 5),
    ROW("LF counts as CRLF", "A: b\n\nc\n", 0, 11, 4),
    ROW("8-bit in the body", "A: b\r\n\r\n\xE9\r\n", PNEU_NEEDS_8BITMIME, 11, 4),
    ROW("8-bit in the header of a part", MIXED "--b\r\nX: \xC3\xA9\r\n\r\nx\r\n--b--\r\n", UTF8, 71, 43),
    ROW("8-bit in a message in it",
        MIXED "--b\r\nContent-Type: message/rfc822\r\n\r\nS: \xC3\xA9\r\n\r\nx\r\n--b--\r\n", UTF8, 103, 43),
    ROW("8-bit in a message/global",
        MIXED "--b\r\nContent-Type: message/global\r\n\r\nS: \xC3\xA9\r\n\r\nx\r\n--b--\r\n", UTF8, 103, 43),
    ROW("a message/global in base64",
        MIXED
        "--b\r\nContent-Type: message/global\r\nContent-Transfer-Encoding: base64\r\n\r\nUzogw6kKCng=\r\n--b--\r\n",
        0, 140, 43),
    ROW("8-bit in a preamble", MIXED "\xC3\xA9\r\n--b\r\n\r\nx\r\n--b--\r\n", PNEU_NEEDS_8BITMIME, 68, 43),
    ROW("8-bit in a name that is no field", "\xC3\xA9\r\nA: b\r\n\r\n", UTF8, 12, 4),
    ROW("a header that is not UTF-8", "A: \xE9\r\n\r\n", UTF8 | PNEU_NEEDS_CONVERSION, 8, 4),
    ROW("a header with half a character", "A: \xC3\r\n\r\n", UTF8 | PNEU_NEEDS_CONVERSION, 8, 4),
    ROW("a header that ends in half a character", "A: \xF0\x9F\x98", UTF8 | PNEU_NEEDS_CONVERSION, 8, 6),
    ROW("four bytes a character", "A: \xF0\x9F\x98\x80\r\n\r\n", UTF8, 11, 7),
    ROW("a body that is not UTF-8", "A: b\r\n\r\n\xC3\r\n", PNEU_NEEDS_8BITMIME, 11, 4),
    ROW("NUL in a header", "A: \0\r\n\r\n", BINARY_HEADER, 8, 4),
    ROW("a bare CR in a header", "A: b\rc\r\n\r\n", BINARY_HEADER, 10, 6),
    ROW("998 bytes", "A: b\r\n\r\n" LINE_998 "\r\n", 0, 1008, 998),
    ROW("999 bytes", "A: b\r\n\r\n" LINE_998 "x\r\n", PNEU_NEEDS_BINARYMIME, 1009, 999),
    ROW("998 bytes with LF", "A: b\n\n" LINE_998 "\n", 0, 1008, 998),
    ROW("998 bytes without an end", "A: b\n\n" LINE_998, 0, 1008, 998),
    ROW("999 bytes without an end", "A: b\n\n" LINE_998 "x", PNEU_NEEDS_BINARYMIME, 1009, 999),
    ROW("998 bytes of a header", "A:" LINE_996 "\n\n", 0, 1002, 998),
    ROW("999 bytes of a header", "A:" LINE_996 "x\n\n", BINARY_HEADER, 1003, 999),
    ROW("a fold is a line's end", "A: " LINE_996 "\n " LINE_996 "\n\n", BINARY_HEADER, 2002, 999),
    ROW("bare LF among CRLF is a line's end", "A: b\r\n\r\na\nb\r\n", 0, 14, 4),
    ROW("LF alone", "\n", 0, 2, 0),
    ROW("a header without an end", "A: b", 0, 6, 4),
    ROW("8-bit in the header", "A: \xC3\xA9\r\n\r\n", PNEU_NEEDS_8BITMIME | PNEU_NEEDS_SMTPUTF8, 9, 5),
    ROW("NUL", "A: b\r\n\r\n\0\r\n", PNEU_NEEDS_BINARYMIME, 11, 4),
    ROW("a bare CR", "A: b\r\n\r\na\rb\r\n", PNEU_NEEDS_BINARYMIME, 13, 4),
    ROW("CR CR LF", "A: b\r\n\r\na\r\r\n", PNEU_NEEDS_BINARYMIME, 12, 4),
    ROW("a CR at the end", "A: b\r\n\r\nabcde\r", PNEU_NEEDS_BINARYMIME, 16, 6),
    ROW("no line end", "A: b\r\n\r\nabcdef", 0, 16, 6),
};

static void check_row(const struct row *row, chunking how)
{
    pneu_needs needs = {0};
    pneu_parser *parser;
    const pneu_event *event;
    assert_int_equal(pneu_parser_new(NULL, NULL, &parser), PNEU_OK);
    for (size_t at = 0; at < row->len;) {
        size_t size = chunking_next(&how, row->len - at);
        assert_int_equal(pneu_parser_push(parser, row->in + at, size), PNEU_OK);
        while (pneu_parser_next(parser, &event) == PNEU_OK)
            assert_int_equal(pneu_needs_add(&needs, event), PNEU_OK);
        at += size;
    }
    assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
    while (pneu_parser_next(parser, &event) == PNEU_OK)
        assert_int_equal(pneu_needs_add(&needs, event), PNEU_OK);
    pneu_parser_free(parser);
    if (needs.extensions != row->extensions || needs.size != row->size || needs.longest_line != row->longest)
        fail_msg("%s: %u %d %d", row->name, (unsigned)needs.extensions, (int)needs.size, (int)needs.longest_line);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t k = 0; k < usual_chunking_count; k++)
            check_row(&rows[i], usual_chunkings[k]);
    assert_int_equal(pneu_needs_add(NULL, NULL), PNEU_ERR_ARGUMENT);
}

/* A field beyond the limit comes in pieces, which may end within a character; then within one that is broken. */
static void test_long_field(void **state)
{
    enum {
        LINES = 200,
        LINE = 803
    };
    static char mail[4 + LINES * LINE + 4] = "X:\r\n";
    (void)state;
    for (size_t i = 0; i < LINES; i++) {
        char *line = mail + 4 + i * LINE;
        line[0] = ' ';
        for (size_t at = 1; at < LINE - 2; at += 2)
            memcpy(line + at, "\xC3\xA9", 2);
        memcpy(line + LINE - 2, "\r\n", 2);
    }
    memcpy(mail + sizeof mail - 4, "\r\n\r\n", 4);
    for (size_t k = 0; k < usual_chunking_count; k++) {
        struct row whole = {"long field", mail, sizeof mail - 2, UTF8, sizeof mail - 2, LINE - 2};
        struct row broken = whole;
        check_row(&whole, usual_chunkings[k]);
        for (size_t i = 1; i < LINES; i++)
            mail[4 + i * LINE + 600] = 'x';
        broken.extensions |= PNEU_NEEDS_CONVERSION;
        check_row(&broken, usual_chunkings[k]);
        for (size_t i = 1; i < LINES; i++)
            mail[4 + i * LINE + 600] = '\xA9';
    }
}

/* ---- What is offered ------------------------------------------------------------------------------------------ */

static const struct {
    const char *text;
    uint32_t extensions;
    uint64_t size_limit;
} offers[] = {
    {"", 0, 0},
    {" \r\n\t", 0, 0},
    {"8BITMIME SMTPUTF8 SIZE 1000", UTF8, 1000},
    {"8bitmime\nsmtputf8\r\nsize 7\n", UTF8, 7},
    {"BINARYMIME", 0, 0},
    {"BINARYMIME CHUNKING", PNEU_NEEDS_BINARYMIME, 0},
    {"CHUNKING", 0, 0},
    {"SIZE", 0, 0},
    {"SIZE 0", 0, 0},
    {"SIZE 8BITMIME", PNEU_NEEDS_8BITMIME, 0},
    {"SIZE 1x", 0, 0},
    {"SIZE 99999999999999999999999", 0, UINT64_MAX},
    {"SIZE 18446744073709551615", 0, UINT64_MAX},
    {"SIZE 18446744073709551616", 0, UINT64_MAX},
    {"SIZE 20 SIZE 10 SIZE 30", 0, 10},
    {"8BITMIMES X8BITMIME", 0, 0},
    {"250-SMTPUTF8\r\n250-SIZE 10 20\r\n250-AUTH 8BITMIME\r\n250 CHUNKING\r\n", 0, 10},
    {"250-mx.example hello\r\n250-8BITMIME\r\n250-BINARYMIME\r\n250 CHUNKING",
     PNEU_NEEDS_8BITMIME | PNEU_NEEDS_BINARYMIME, 0},
    {"250-mx.example\n8BITMIME\n250-SMTPUTF8\n250 ", PNEU_NEEDS_SMTPUTF8, 0},
    {"250 8BITMIME", 0, 0},
    {"250", 0, 0},
};

static void test_offers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(offers); i++) {
        pneu_offer offer;
        size_t len = strlen(offers[i].text);
        char *block = malloc(len > 0 ? len : 1);
        assert_non_null(block);
        memcpy(block, offers[i].text, len);
        pneu_str text = {block, len};
        assert_int_equal(pneu_offer_parse(text, &offer), PNEU_OK);
        free(block);
        if (offer.extensions != offers[i].extensions || offer.size_limit != offers[i].size_limit || offer.reserved != 0)
            fail_msg("%s", offers[i].text);
    }
    pneu_str nowhere = {NULL, 1}, nothing = {NULL, 0};
    pneu_offer offer;
    assert_int_equal(pneu_offer_parse(nowhere, &offer), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_offer_parse(nothing, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_offer_parse(nothing, &offer), PNEU_OK);
}

static const struct {
    uint32_t needed;
    uint64_t size;
    uint32_t offered;
    uint64_t size_limit;
    uint32_t missing;
} lacks[] = {
    {0, 100, 0, 0, 0},
    {0, 100, 0, 100, 0},
    {0, 101, 0, 100, PNEU_NEEDS_SIZE},
    {UTF8, 1, PNEU_NEEDS_8BITMIME, 0, PNEU_NEEDS_SMTPUTF8},
    {UTF8, 1, UTF8, 0, 0},
    {UTF8, 1, PNEU_NEEDS_SMTPUTF8, 0, PNEU_NEEDS_8BITMIME},
    {PNEU_NEEDS_BINARYMIME | PNEU_NEEDS_8BITMIME, 1, PNEU_NEEDS_BINARYMIME, 0, 0},
    {PNEU_NEEDS_BINARYMIME | PNEU_NEEDS_8BITMIME, 1, PNEU_NEEDS_8BITMIME, 0, PNEU_NEEDS_BINARYMIME},
    {PNEU_NEEDS_8BITMIME, 1, PNEU_NEEDS_BINARYMIME, 0, 0},
    {BINARY_HEADER, 1, PNEU_NEEDS_BINARYMIME | UTF8, 0, PNEU_NEEDS_CONVERSION},
};

static void test_missing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lacks); i++) {
        pneu_needs needs = {.extensions = lacks[i].needed, .size = lacks[i].size};
        pneu_offer offer = {lacks[i].offered, 0, lacks[i].size_limit};
        if (pneu_needs_missing(&needs, &offer) != lacks[i].missing)
            fail_msg("row %d: %u", (int)i, (unsigned)pneu_needs_missing(&needs, &offer));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_long_field),
        cmocka_unit_test(test_offers),
        cmocka_unit_test(test_missing),
    };
    return RUN_TESTS(tests);
}
