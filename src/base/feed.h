/*
 * The push/read half of a stream: input that is borrowed until it is used up, output that waits to be read. The owner
 * has a step that takes some input and puts some output.
 */
#ifndef PNEU_BASE_FEED_H
#define PNEU_BASE_FEED_H

#include "base/buf.h"
#include "base/str.h"

/* Bytes that may be written. */
typedef struct pneu_i_room {
    char *ptr;
    size_t len;
} pneu_i_room;

typedef struct pneu_i_feed {
    pneu_alloc alloc;
    int (*step)(void *ctx); /* 1 if it did something; 0: it needs more input, or the status changed */
    void *ctx;
    pneu_status status; /* an error that stays; PNEU_DONE: the step put the last of its output */
    const char *in;     /* pushed and not yet taken */
    size_t in_len;
    uint8_t has_input; /* pushed, and MORE was not returned yet */
    uint8_t is_finished;
    pneu_i_buf ready;
    size_t ready_at;
} pneu_i_feed;

/* Starts anew; keeps the allocator and memory of a feed that was zeroed but for its allocator, or used. */
void pneu_i_feed_start(pneu_i_feed *feed, int (*step)(void *ctx), void *ctx);

void pneu_i_feed_free(pneu_i_feed *feed);

/* What the public functions of these names do. */
pneu_status pneu_i_feed_push(pneu_i_feed *feed, const void *bytes, size_t len);
pneu_status pneu_i_feed_finish(pneu_i_feed *feed);
pneu_status pneu_i_feed_read(pneu_i_feed *feed, void *out, size_t capacity, size_t *written);

/* For the step: up to `most` bytes of input; whether there will be none after it; output. */
pneu_str pneu_i_feed_take(pneu_i_feed *feed, size_t most);
int pneu_i_feed_is_at_end(const pneu_i_feed *feed);
static inline void pneu_i_feed_put(pneu_i_feed *feed, const char *bytes, size_t len);

/* Room for at least so many bytes of output, to be written there and then told of, as many as were; "" after an error. */
pneu_i_room pneu_i_feed_room(pneu_i_feed *feed, size_t least);
static inline void pneu_i_feed_written(pneu_i_feed *feed, size_t len);

/* Pushes everything, finishes, and gives all the output to `put`, which returns PNEU_DONE when it has enough. PNEU_OK
 * or an error. */
pneu_status pneu_i_feed_run(pneu_i_feed *feed, pneu_str bytes, pneu_status (*put)(void *ctx, pneu_str bytes),
                            void *ctx);

/* For pneu_i_feed_put, where there may be no room. */
void pneu_i_feed_put_far(pneu_i_feed *feed, const char *bytes, size_t len);

static inline void pneu_i_feed_written(pneu_i_feed *feed, size_t len)
{
    feed->ready.len += len;
}

static inline void pneu_i_feed_put(pneu_i_feed *feed, const char *bytes, size_t len)
{
    if (len > feed->ready.capacity - feed->ready.len || feed->status != PNEU_OK) {
        pneu_i_feed_put_far(feed, bytes, len);
    } else if (len > 0) {
        memcpy(feed->ready.ptr + feed->ready.len, bytes, len);
        feed->ready.len += len;
    }
}

#endif
