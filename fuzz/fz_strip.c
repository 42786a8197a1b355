/*
 * Any bytes with attachments removed, by every set of rules and every choice, keep the bytes and places of what is not
 * removed (DESIGN law 5), and do not depend on the chunks. The first byte says how.
 */
#include <stdint.h>

#include "support/mail_mutator.h"
#include "support/must.h"
#include "support/strip_run.h"

/* The names of attackers, and other bytes that a note repeats, come with the input. */
static strip_way way_of(uint8_t how)
{
    strip_way way = strip_usual_way(how % 5);
    way.choices.note = how >> 4 & 1;
    way.choices.on_signed = how >> 5 & 1;
    if ((how >> 6 & 1) != 0)
        way.wording = "--b\n--o--\n\nFrom here on";
    return way;
}

static void must_not_depend_on_chunks(const strip_way *whole, const char *bytes, size_t len,
                                      const strip_result *expected, unsigned how)
{
    static const size_t sizes[] = {1, 2, 3, 7, 16, 61, 500, 4000};
    strip_way way = *whole;
    strip_result result;
    way.how = (chunking){0, sizes[how], 0};
    way.capacity = sizes[7 - how];
    strip_run(&way, bytes, len, &result);
    MUST(result.status == PNEU_OK);
    MUST(result.out.len == expected->out.len && result.items.len == expected->items.len);
    MUST(result.out.len == 0 || memcmp(result.out.ptr, expected->out.ptr, result.out.len) == 0);
    MUST(result.items.len == 0 || memcmp(result.items.ptr, expected->items.ptr, result.items.len) == 0);
    strip_result_free(&result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    strip_result result;
    if (size == 0)
        return 0;
    const char *bytes = (const char *)data + 1;
    strip_way way = way_of(data[0]);
    strip_run(&way, bytes, size - 1, &result);
    strip_must_keep_law(bytes, size - 1, &result);
    must_not_depend_on_chunks(&way, bytes, size - 1, &result, data[0] & 7);
    strip_result_free(&result);
    return 0;
}
