/*
 * Law 8: whatever the input, an event parser at default limits holds at most 512 KiB. The inputs are generated while they
 * are pushed. PNEU_STREAM_BYTES says how long they are: 16 MiB unless it is set, 1 GiB in the slow run.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pneu/parse.h"
#include "support/failing_alloc.h"
#include "support/test.h"

#define MOST_HEAP ((size_t)512 * 1024)
#define FIRST_STATE ((size_t)1024)
#define PUSH ((size_t)65536)

#define UNIT(literal) literal, sizeof(literal) - 1

/* A message: the head once, then the unit again and again. In the unit, each run of '#' is a running number. */
static const struct family {
    const char *name;
    const char *head;
    const char *unit;
    size_t unit_len;
} families[] = {
    {"one part", "Subject: x\r\n\r\n", UNIT("A line of text of an ordinary length, and nothing else.\r\n")},
    {"a line without end", "Subject: x\r\n\r\n", UNIT("x")},
    {"a line without end in a multipart", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", UNIT("x")},
    {"a million parts", "Content-Type: multipart/mixed; boundary=a\r\n\r\n", UNIT("--a\r\n\r\n")},
    {"parts with types and names", "Content-Type: multipart/mixed; boundary=a\r\n\r\n",
     UNIT("--a\r\nContent-Type: text/plain; name=\"########\"\r\n\r\nbody\r\n")},
    {"one long field", "Subject: ", UNIT("a")},
    {"one field of many folds", "Subject: a", UNIT("\r\n b")},
    {"one field of blank folds", "Subject: a", UNIT("\r\n ")},
    {"one field of encoded words", "Subject: ", UNIT("=?utf-8?Q?a?= ")},
    {"many fields", "", UNIT("X-Field-########: value\r\n")},
    {"many known fields", "", UNIT("Received: from a by b; Sat, 21 Nov 2026 10:00:00 +0000\r\n")},
    {"a long content type", "Content-Type: text/plain", UNIT("; a########=x")},
    {"a long boundary parameter", "Content-Type: multipart/mixed; boundary=\"", UNIT("b")},
    {"sections of a boundary", "Content-Type: multipart/mixed", UNIT("; boundary*########=x")},
    {"lines that are no fields", "", UNIT("junk\r\n")},
    {"lines with a bad name", "", UNIT("bad name: x\r\n")},
    {"bare carriage returns", "X: y\r\n\r\n", UNIT("\r")},
    {"mixed line ends and NUL", "X: y\r\n\r\n", UNIT("a\r\nb\nc\rd\0")},
    {"near delimiters", "Content-Type: multipart/mixed; boundary=bbbbbbbbbbbbbbbb\r\n\r\n",
     UNIT("--bbbbbbbbbbbbbbbc\r\n")},
    {"delimiters too long", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b", UNIT(" ")},
    {"a delimiter padded", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", UNIT("--b \t \r\n")},
    {"nested multiparts", "", UNIT("Content-Type: multipart/mixed; boundary=n########\r\n\r\n--n########\r\n")},
    {"nested messages", "", UNIT("Content-Type: message/rfc822\r\n\r\n")},
    {"blank lines", "", UNIT("\r\n")},
    {"defects of many parts", "Content-Type: multipart/mixed; boundary=a\r\n\r\n",
     UNIT("--a\r\nContent-Type: x\r\nContent-Type: y; =\r\nbad name: \0\xff\r\n\r\n\r\0\xff\r\n")},
};

static uint64_t stream_bytes(void)
{
    const char *text = getenv("PNEU_STREAM_BYTES");
    return text != NULL ? strtoull(text, NULL, 10) : UINT64_C(16) * 1024 * 1024;
}

/* Puts the unit with its number; the digits are filled from the end, anew for each run of '#'. */
static size_t put_unit(const struct family *family, uint64_t number, char *out)
{
    uint64_t rest = number;
    memcpy(out, family->unit, family->unit_len);
    for (size_t i = family->unit_len; i-- > 0;) {
        if (out[i] == '#') {
            out[i] = (char)('0' + rest % 10);
            rest /= 10;
        } else {
            rest = number;
        }
    }
    return family->unit_len;
}

static void take_all(pneu_parser *parser, pneu_status end)
{
    const pneu_event *event;
    pneu_status status;
    while ((status = pneu_parser_next(parser, &event)) == PNEU_OK)
        ;
    assert_int_equal(status, end);
}

static void push(pneu_parser *parser, const char *bytes, size_t len)
{
    assert_int_equal(pneu_parser_push(parser, bytes, len), PNEU_OK);
    take_all(parser, PNEU_MORE);
}

static void stream_family(pneu_parser *parser, const struct family *family, uint64_t total)
{
    uint64_t number = 0;
    char *block = malloc(PUSH + 256);
    assert_non_null(block);
    push(parser, family->head, strlen(family->head));
    for (uint64_t sent = 0; sent < total;) {
        size_t len = 0;
        while (len < PUSH)
            len += put_unit(family, number++, block + len);
        push(parser, block, len);
        sent += len;
    }
    free(block);
    assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
    take_all(parser, PNEU_DONE);
}

static void test_family(void **state)
{
    const struct family *family = *state;
    failing_alloc memory;
    pneu_parser *parser;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_parser_new(NULL, &memory.alloc, &parser), PNEU_OK);
    stream_family(parser, family, stream_bytes());
    print_message("# %s: %zu bytes of heap at most\n", family->name, memory.peak);
    assert_in_range(memory.peak, 1, MOST_HEAP);
    pneu_parser_free(parser);
    failing_alloc_check_clean(&memory);
}

static void test_first_state_is_small(void **state)
{
    static const char text[] = "From: a@b.example\r\nSubject: x\r\n\r\nA body.\r\n";
    failing_alloc memory;
    pneu_parser *parser;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_parser_new(NULL, &memory.alloc, &parser), PNEU_OK);
    assert_in_range(memory.live, 1, FIRST_STATE);
    push(parser, text, sizeof text - 1);
    pneu_parser_free(parser);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(families) + 1];
    memset(tests, 0, sizeof tests);
    for (size_t i = 0; i < COUNT_OF(families); i++) {
        tests[i].name = families[i].name;
        tests[i].test_func = test_family;
        tests[i].initial_state = (void *)(uintptr_t)&families[i];
    }
    tests[COUNT_OF(families)] = (struct CMUnitTest)cmocka_unit_test(test_first_state_is_small);
    return RUN_TESTS(tests);
}
