/*
 * Any bytes can be checked: the defects hold together (records in order, in their spaces, among the sets), each is found
 * once however often is asked, and how the bytes came does not matter. The first bytes choose a reading, limits and the
 * size of the pushes.
 */
#include <stdint.h>

#include "support/check_run.h"
#include "support/fuzz_options.h"
#include "support/mail_mutator.h"
#include "support/must.h"

static void must_find_each_once(pneu_str bytes, const pneu_options *options, const text *expected)
{
    pneu_message *message;
    text found = {NULL, 0, 0};
    MUST(pneu_message_parse(bytes.ptr, bytes.len, options, NULL, &message) == PNEU_OK);
    MUST(pneu_message_check(message, NULL) == PNEU_OK);
    MUST(pneu_message_check(message, NULL) == PNEU_OK);
    MUST(pneu_message_load(message) == PNEU_OK);
    check_dump(&found, message);
    MUST(text_is_same("twice", expected, &found));
    pneu_message_free(message);
    text_free(&found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(FUZZ_OPTION_BYTES)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t sizes[] = {1, 2, 3, 7, 16, 61, 500, 4000};
    text whole = {NULL, 0, 0}, pushed = {NULL, 0, 0};
    if (size <= FUZZ_OPTION_BYTES)
        return 0;
    pneu_options *options = fuzz_options(data);
    chunking how = {0, sizes[data[2] & 7], 0};
    if (data[2] >= 0x80)
        MUST(pneu_options_set(options, PNEU_OPTION_MAX_OUTPUT, 5) == PNEU_OK);
    pneu_str bytes = {(const char *)data + FUZZ_OPTION_BYTES, size - FUZZ_OPTION_BYTES};
    MUST(check_run(&whole, bytes, options, NULL, WHOLE) == PNEU_OK);
    MUST(check_run(&pushed, bytes, options, NULL, how) == PNEU_OK);
    MUST(text_is_same("pushed", &whole, &pushed));
    must_find_each_once(bytes, options, &whole);
    pneu_options_free(options);
    text_free(&whole);
    text_free(&pushed);
    return 0;
}
