/*
 * The counting and failing allocator. Every block has its size in front of it, in a head that keeps alignment.
 * Not handled: threads.
 */
#include "support/failing_alloc.h"

#include <stdlib.h>

#include "support/must.h"

#define HEAD ((sizeof(size_t) + _Alignof(max_align_t) - 1) / _Alignof(max_align_t) * _Alignof(max_align_t))

static int is_refused(const failing_alloc *self, size_t old_size, size_t new_size)
{
    switch (self->fail) {
    case FAIL_ONCE: return self->requests == self->fail_at;
    case FAIL_FROM_ON: return self->requests >= self->fail_at;
    case FAIL_ABOVE: return self->live - old_size + new_size > self->fail_at;
    default: return 0;
    }
}

static void release_block(failing_alloc *self, char *block)
{
    size_t size;
    if (block == NULL)
        return;
    memcpy(&size, block - HEAD, sizeof size);
    self->live -= size;
    free(block - HEAD);
}

static char *new_block(failing_alloc *self, size_t size)
{
    char *start = malloc(HEAD + size);
    if (start == NULL)
        return NULL;
    memcpy(start, &size, sizeof size);
    memset(start + HEAD, 0xA5, size);
    self->live += size;
    return start + HEAD;
}

static void *resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    failing_alloc *self = ctx;
    size_t held = 0;
    self->calls++;
    if (ptr != NULL)
        memcpy(&held, (char *)ptr - HEAD, sizeof held);
    if (held != old_size)
        self->wrong_size++;
    if (new_size == 0) {
        release_block(self, ptr);
        return NULL;
    }
    self->requests++;
    if (is_refused(self, held, new_size)) {
        self->refused++;
        return NULL;
    }
    char *block = new_block(self, new_size);
    if (block == NULL)
        return NULL;
    if (held > 0)
        memcpy(block, ptr, held < new_size ? held : new_size);
    release_block(self, ptr);
    if (self->live > self->peak)
        self->peak = self->live;
    return block;
}

void failing_alloc_init(failing_alloc *self, int fail, size_t fail_at)
{
    memset(self, 0, sizeof *self);
    self->alloc.resize = resize;
    self->alloc.ctx = self;
    self->fail = fail;
    self->fail_at = fail_at;
}

void failing_alloc_check_clean(const failing_alloc *self)
{
    MUST(self->live == 0);
    MUST(self->wrong_size == 0);
}
