/* Options from fuzzed bytes. In: two bytes. Out: options; never an error that the input could cause. */
#include "support/fuzz_options.h"

#include <string.h>

#include "support/must.h"

static const struct small_limit {
    int32_t key;
    int64_t value;
} small_limits[] = {
    {PNEU_OPTION_MAX_MESSAGE, 300},  {PNEU_OPTION_MAX_FIELD, 2048}, {PNEU_OPTION_MAX_HEADER, 100},
    {PNEU_OPTION_MAX_FIELDS, 3},     {PNEU_OPTION_MAX_NESTING, 2},  {PNEU_OPTION_MAX_PARTS, 4},
    {PNEU_OPTION_MAX_PARAMETERS, 2},
};

pneu_options *fuzz_options(const uint8_t *bytes)
{
    pneu_options *options = NULL;
    pneu_reading reading;
    MUST(pneu_options_new(NULL, &options) == PNEU_OK);
    memset(&reading, 0, sizeof reading);
    if (bytes[0] >= 0x80) {
        reading.choice[bytes[0] & 15] = bytes[0] >> 4 & 3;
        if (pneu_options_set_reading(options, &reading) != PNEU_OK)
            (void)pneu_options_set_reading(options, NULL); /* that choice has no such value */
    }
    for (size_t i = 0; bytes[1] >= 0x80 && i < COUNT_OF(small_limits); i++)
        if ((bytes[1] >> i & 1) != 0)
            MUST(pneu_options_set(options, small_limits[i].key, small_limits[i].value) == PNEU_OK);
    return options;
}
