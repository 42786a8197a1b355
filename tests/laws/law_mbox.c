/*
 * Law 7 for mboxes, and that cuts do not matter, by enumeration: every sequence of up to four pieces of what a splitter
 * and a writer decide by (three behind a beginning), as an mbox and as messages, in every variant. The laws themselves
 * stand in the fuzz target.
 */
#include "../../fuzz/fz_mbox.c"

#include "support/test.h"

static const char *const pieces[] = {"From a Mon Jan  1 00:00:00 2024",
                                     "From ",
                                     "From x",
                                     ">",
                                     "\n",
                                     "\r\n",
                                     "\r",
                                     "x",
                                     "Content-Length: 3\n",
                                     " ",
                                     "\n\n"};
#define PIECES COUNT_OF(pieces)
#define MOST_PIECES 4

/* What stands before all of them. */
static const char *const beginnings[] = {"", "From a Mon Jan  1 00:00:00 2024\nContent-Length: 3\n\n", "A: b\n\nx\n\n"};

/* The first byte of the input: variant, strict, answers. */
static const uint8_t ways[] = {0, 1, 2, 3, 4, 17, 18};

static void try_sequence(const char *beginning, size_t number)
{
    uint8_t input[256] = {0, 0x00};
    size_t len = 2 + strlen(beginning);
    memcpy(input + 2, beginning, len - 2);
    for (; number > 0; number /= PIECES + 1) {
        const char *piece = number % (PIECES + 1) > 0 ? pieces[number % (PIECES + 1) - 1] : "";
        memcpy(input + len, piece, strlen(piece) + 1);
        len += number % (PIECES + 1) > 0 ? strlen(piece) : 1; /* none: a NUL, which parts messages */
    }
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        input[0] = ways[i];
        (void)LLVMFuzzerTestOneInput(input, len);
    }
}

static void test_short_sequences(void **state)
{
    size_t sequences = 1;
    (void)state;
    for (size_t i = 0; i < MOST_PIECES; i++)
        sequences *= PIECES + 1;
    for (size_t i = 0; i < COUNT_OF(beginnings); i++)
        for (size_t number = 0; number < (i == 0 ? sequences : sequences / (PIECES + 1)); number++)
            try_sequence(beginnings[i], number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_short_sequences)};
    return RUN_TESTS(tests);
}
