/*
 * Many sessions of examples/mta_filter.c at once, in memory that is fixed: mta_sessions SESSIONS <data
 * Each is given a few bytes in turn and asked for a few, and gets two messages, one after the other, with an id of its
 * own; what comes out must be what a session by itself gives. Prints how much memory was used, and "right" or "wrong".
 */
#include <stdlib.h>

#define main filter_one /* of the example */
int filter_one(void);
#include "mta_filter.c"
#undef main

/* ---- One block, cut into pieces of 2^n bytes that are used again and again -------------------------------------- */

enum {
    CLASSES = 32
};

typedef struct block {
    char *start, *next, *end;
    void *free_pieces[CLASSES];
} block;

static unsigned class_of(size_t size)
{
    unsigned n = 5;
    while (n < CLASSES - 1 && (size_t)1 << n < size)
        n++;
    return n;
}

static void *take_piece(block *b, unsigned class)
{
    void *piece = b->free_pieces[class];
    if (piece != NULL)
        memcpy(&b->free_pieces[class], piece, sizeof(void *));
    else if ((size_t)(b->end - b->next) >= (size_t)1 << class)
        piece = (b->next += (size_t)1 << class) - ((size_t)1 << class);
    return piece; /* NULL: the library says PNEU_ERR_MEMORY, and an MTA tells its client to try again later */
}

static void *resize(void *ctx, void *piece, size_t old_size, size_t new_size)
{
    block *b = ctx;
    unsigned from = class_of(old_size), to = class_of(new_size);
    void *result = NULL;
    if (piece != NULL && new_size > 0 && from == to)
        return piece;
    if (new_size > 0 && (result = take_piece(b, to)) == NULL)
        return NULL;
    if (piece == NULL)
        return result;
    if (new_size > 0)
        memcpy(result, piece, old_size < new_size ? old_size : new_size);
    memcpy(piece, &b->free_pieces[from], sizeof(void *));
    b->free_pieces[from] = piece;
    return result;
}

/* ---- Sessions --------------------------------------------------------------------------------------------------- */

/* What a session has done of its message so far. */
typedef struct progress {
    size_t in, out;
    uint32_t hash; /* of its output */
    int is_done;
} progress;

static pneu_status begin(session *s, size_t i, progress *p)
{
    char id[32];
    (void)snprintf(id, sizeof id, "%zu", i);
    memset(p, 0, sizeof *p);
    return session_begin(s, id, (int64_t)i * 86400);
}

/* One turn: at most `room` bytes of output, or as much input. */
static pneu_status take_turn(session *s, progress *p, pneu_str data, size_t room)
{
    char out[4096];
    size_t len;
    pneu_status status = pneu_chain_read(s->chain, out, room, &len);
    for (size_t i = 0; status == PNEU_OK && i < len; i++, p->out++)
        p->hash = (p->hash ^ (unsigned char)out[i]) * 16777619u;
    if (status == PNEU_MORE) {
        size_t some = data.len - p->in < room ? data.len - p->in : room;
        status = some > 0 ? pneu_chain_push(s->chain, data.ptr + p->in, some) : PNEU_ERR_STATE;
        p->in += some;
    }
    p->is_done = status == PNEU_DONE;
    return status;
}

/* 1 if a session by itself gives the same. */
static int is_as_alone(session *alone, size_t i, pneu_str data, const progress *found)
{
    progress p;
    pneu_status status = begin(alone, i, &p);
    while (status >= 0 && !p.is_done)
        status = take_turn(alone, &p, data, 4096);
    return status == PNEU_DONE && p.out == found->out && p.hash == found->hash;
}

/* A message through each of the sessions; 1 if all went well. */
static int run_message(session *sessions, progress *all, size_t count, pneu_str data)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++)
        if (begin(&sessions[i], i, &all[i]) != PNEU_OK)
            return 0;
    for (size_t left = count; left > 0; at = (at + 7919) % count) {
        size_t i = at;
        while (all[i].is_done)
            i = (i + 1) % count;
        if (take_turn(&sessions[i], &all[i], data, 1 + i % 64) < 0)
            return 0;
        left -= (size_t)all[i].is_done;
    }
    return 1;
}

static int run_all(size_t count, pneu_str data, const pneu_alloc *alloc)
{
    session *sessions = calloc(count, sizeof *sessions), alone;
    progress *all = calloc(count, sizeof *all);
    int is_right = sessions != NULL && all != NULL && session_open(&alone, NULL) == PNEU_OK;
    for (size_t i = 0; is_right && i < count; i++)
        is_right = session_open(&sessions[i], alloc) == PNEU_OK;
    for (int messages = 0; messages < 2 && is_right; messages++) {
        is_right = run_message(sessions, all, count, data);
        for (size_t i = 0; is_right && i < count; i++)
            is_right = is_as_alone(&alone, i, data, &all[i]);
    }
    for (size_t i = 0; i < count; i++)
        session_close(&sessions[i]);
    session_close(&alone);
    free(sessions);
    free(all);
    return is_right;
}

int main(int argc, char **argv)
{
    static char data[100000];
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    size_t bytes = 256 * 1024 + count * 56 * 1024; /* not all are in the middle of a header at a time */
    block fixed = {.start = malloc(bytes)};
    pneu_alloc alloc = {resize, &fixed};
    if (fixed.start == NULL || count == 0)
        return 2;
    fixed.next = fixed.start;
    fixed.end = fixed.start + bytes;
    int is_right = run_all(count, (pneu_str){data, fread(data, 1, sizeof data, stdin)}, &alloc);
    (void)printf("%zu sessions, %zu bytes each: %s\n", count, (size_t)(fixed.next - fixed.start) / count,
                 is_right ? "right" : "wrong");
    free(fixed.start);
    return !is_right;
}
