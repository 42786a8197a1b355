/*
 * Any bytes become what a transport takes or are refused, in both ways, with every choice: what comes out keeps the law
 * (law 6), and does not depend on the chunks. The first byte says how.
 */
#include <stdint.h>

#include "support/ascii_run.h"
#include "support/mail_mutator.h"
#include "support/must.h"

/* Bits: 0-1 the way, 2-3 what has no 7-bit form, 4 signed parts, 5-7 the chunks and the transport. */
static ascii_way way_of(uint8_t how)
{
    ascii_way way = {.is_one_pass = (how & 3) > 0, .has_spool = (how & 3) > 1, .how = WHOLE};
    way.choices.on_unrepresentable = (how >> 2 & 3) % 3;
    way.choices.on_signed = how >> 4 & 1;
    way.choices.transport = (how >> 5) % 3;
    return way;
}

static void must_not_depend_on_chunks(const ascii_way *whole, const char *bytes, size_t len,
                                      const ascii_result *expected, unsigned how)
{
    static const size_t sizes[] = {1, 2, 3, 7, 16, 61, 500, 4000};
    ascii_way way = *whole;
    ascii_result result;
    way.how = (chunking){0, sizes[how], 0};
    way.capacity = sizes[7 - how];
    ascii_run(&way, bytes, len, &result);
    MUST(result.status == expected->status);
    if (result.status == PNEU_OK) {
        MUST(result.out.len == expected->out.len);
        MUST(result.out.len == 0 || memcmp(result.out.ptr, expected->out.ptr, result.out.len) == 0);
    }
    ascii_result_free(&result);
}

/* The same message from memory. */
static void must_be_written_alike(const ascii_way *way, const char *bytes, size_t len, const ascii_result *expected)
{
    pneu_message *message;
    ascii_result result;
    if (way->is_one_pass)
        return;
    MUST(pneu_message_parse(bytes, len, NULL, NULL, &message) == PNEU_OK);
    ascii_write(way, message, 0, &result);
    MUST(result.status == expected->status);
    MUST(result.out.len == expected->out.len);
    MUST(result.out.len == 0 || memcmp(result.out.ptr, expected->out.ptr, result.out.len) == 0);
    ascii_result_free(&result);
    pneu_message_free(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ascii_result result;
    if (size == 0)
        return 0;
    const char *bytes = (const char *)data + 1;
    ascii_way way = way_of(data[0]);
    ascii_run(&way, bytes, size - 1, &result);
    ascii_must_keep_law(&way, bytes, size - 1, &result);
    must_not_depend_on_chunks(&way, bytes, size - 1, &result, data[0] >> 5);
    must_be_written_alike(&way, bytes, size - 1, &result);
    ascii_result_free(&result);
    return 0;
}
