/*
 * Any bytes with their bodies decoded in place are the same message, and again the same; nothing depends on the chunks. The
 * first byte says how.
 */
#include <stdint.h>

#include "support/mail_mutator.h"
#include "support/must.h"
#include "support/widen_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t sizes[] = {1, 2, 3, 7, 16, 61, 500, 4000};
    widen_way way = {.how = WHOLE};
    widen_result result;
    if (size == 0)
        return 0;
    const char *bytes = (const char *)data + 1;
    unsigned how = data[0] >> 1 & 7;
    way.choices.to = data[0] & 1;
    widen_run(&way, bytes, size - 1, &result);
    widen_must_keep_law(&way, bytes, size - 1, &result);
    widen_must_not_depend_on_chunks(&way, bytes, size - 1, &result, (chunking){0, sizes[how], 0}, sizes[7 - how]);
    widen_result_free(&result);
    return 0;
}
