/* What a message asks of its transport, however it is cut. */
#include "support/test.h"

#include "pneu/needs.h"
#include "support/chunks.h"

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
    ROW("8-bit in the header", "A: \xC3\xA9\r\n\r\n", PNEU_NEEDS_8BITMIME | PNEU_NEEDS_SMTPUTF8, 9, 5),
    ROW("NUL", "A: b\r\n\r\n\0\r\n", PNEU_NEEDS_BINARYMIME, 11, 4),
    ROW("a bare CR", "A: b\r\n\r\na\rb\r\n", PNEU_NEEDS_BINARYMIME, 13, 4),
    ROW("CR CR LF", "A: b\r\n\r\na\r\r\n", PNEU_NEEDS_BINARYMIME, 12, 4),
    ROW("a CR at the end", "A: b\r\n\r\na\r", PNEU_NEEDS_BINARYMIME, 10, 4),
    ROW("no line end", "A: b\r\n\r\nabcdef", 0, 14, 6),
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
    };
    return RUN_TESTS(tests);
}
