/* Ways of cutting input into pushes; see chunks.h. */
#include "support/chunks.h"

#include <stdlib.h>

#include "support/must.h"

const chunking usual_chunkings[] = {
    {0, 1, 0}, {0, 2, 0}, {0, 3, 0}, {0, 7, 0}, {0, 64, 0}, {0, 4096, 0}, {0, 100, 0x5eed1}, {0, 5000, 0x5eed2},
};
const size_t usual_chunking_count = COUNT_OF(usual_chunkings);

uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13; /* xorshift32, Marsaglia 2003 */
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

size_t chunking_next(chunking *state, size_t left)
{
    size_t size = state->size;
    if (state->first != 0)
        size = state->first;
    else if (state->seed != 0)
        size = 1 + next_random(&state->seed) % state->size;
    state->first = 0;
    return size < left ? size : left;
}

int32_t feed_chunks(const char *bytes, size_t len, chunking how, int32_t (*take)(void *ctx, const void *, size_t),
                    void *ctx)
{
    int32_t status = 0;
    for (size_t at = 0; at < len && status == 0;) {
        size_t size = chunking_next(&how, len - at);
        char *alone = malloc(size);
        MUST(alone != NULL);
        memcpy(alone, bytes + at, size);
        status = take(ctx, alone, size);
        free(alone);
        at += size;
    }
    return status;
}
