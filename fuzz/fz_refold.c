/*
 * Any bytes with their long header lines folded are the same message with line ends put in before white space, folded again
 * they are themselves, and nothing depends on the chunks. The first byte says how.
 */
#include <stdint.h>

#include "support/mail_mutator.h"
#include "support/must.h"
#include "support/refold_run.h"

/* Bits: 0-2 the limits, 3 signed parts, 4-6 the chunks. */
static refold_way way_of(uint8_t how)
{
    static const uint32_t limits[][2] = {{0, 0},   {78, 0},  {20, 20},   {21, 20},
                                         {40, 30}, {78, 78}, {998, 998}, {100, 20}};
    refold_way way = {.how = WHOLE};
    way.choices.over = limits[how & 7][0];
    way.choices.width = limits[how & 7][1];
    way.choices.on_signed = how >> 3 & 1;
    return way;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t sizes[] = {1, 2, 3, 7, 16, 61, 500, 4000};
    refold_result result;
    if (size == 0)
        return 0;
    const char *bytes = (const char *)data + 1;
    refold_way way = way_of(data[0]);
    unsigned how = data[0] >> 4 & 7;
    refold_run(&way, bytes, size - 1, &result);
    refold_must_keep_law(&way, bytes, size - 1, &result);
    refold_must_not_depend_on_chunks(&way, bytes, size - 1, &result, (chunking){0, sizes[how], 0}, sizes[7 - how]);
    refold_result_free(&result);
    return 0;
}
