/*
 * Our ways to write a message as 7-bit ASCII, as contestants: in one pass, as from a pipe; with a plan, as a file is
 * read twice; and from the tree of a message in memory. The output goes to one buffer.
 */
#include "ours.h"

#include <stdlib.h>

typedef struct ascii_state {
    pneu_ascii *ascii;
    pneu_ascii_plan *plan;
    pneu_message *message;
    const pneu_alloc *alloc;
    pneu_alloc storage;
    bench_room out;
    size_t out_len;
} ascii_state;

static void close_ascii(void *opaque)
{
    ascii_state *state = opaque;
    pneu_ascii_free(state->ascii);
    pneu_ascii_plan_free(state->plan);
    pneu_message_free(state->message);
    free(state->out.bytes);
    free(state);
}

static void *open_ascii(bench_heap *heap)
{
    ascii_state *state = bench_realloc(NULL, sizeof *state);
    *state = (ascii_state){0};
    state->alloc = bench_allocator(heap, &state->storage);
    if (pneu_ascii_new(bench_options(), NULL, NULL, state->alloc, &state->ascii) == PNEU_OK &&
        pneu_ascii_plan_new(bench_options(), NULL, state->alloc, &state->plan) == PNEU_OK &&
        pneu_message_new(PNEU_KEEP_ALL, bench_options(), state->alloc, &state->message) == PNEU_OK)
        return state;
    close_ascii(state);
    return NULL;
}

/* What a filter has to give. */
static pneu_status read_filter(ascii_state *state, pneu_ascii *ascii)
{
    size_t written;
    pneu_status status;
    while ((status = pneu_ascii_read(ascii, state->out.bytes + state->out_len, state->out.capacity - state->out_len,
                                     &written)) == PNEU_OK)
        state->out_len += written;
    return status;
}

static int filter_message(ascii_state *state, pneu_ascii *ascii, pneu_str message, bench_tally *tally)
{
    state->out_len = 0;
    bench_make_room(&state->out, message.len * 4 + 4096);
    if (pneu_ascii_push(ascii, message.ptr, message.len) != PNEU_OK || read_filter(state, ascii) != PNEU_MORE ||
        pneu_ascii_finish(ascii) != PNEU_OK || read_filter(state, ascii) != PNEU_DONE)
        return -1;
    if (tally->is_judged)
        bench_judge(tally, state->out.bytes, state->out_len);
    return 0;
}

static int run_one_pass(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    ascii_state *state = opaque;
    pneu_ascii_reset(state->ascii);
    return filter_message(state, state->ascii, (pneu_str){bytes, len}, tally);
}

static int run_planned(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    ascii_state *state = opaque;
    pneu_ascii *ascii;
    pneu_ascii_plan_reset(state->plan);
    if (pneu_ascii_plan_push(state->plan, bytes, len) != PNEU_OK || pneu_ascii_plan_finish(state->plan) != PNEU_OK ||
        pneu_ascii_new_planned(state->plan, state->alloc, &ascii) != PNEU_OK)
        return -1;
    int status = filter_message(state, ascii, (pneu_str){bytes, len}, tally);
    pneu_ascii_free(ascii);
    return status;
}

static int run_writer(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    ascii_state *state = opaque;
    pneu_ascii_writer *writer;
    size_t at = 0, written;
    pneu_status status;
    if (pneu_message_parse_again(state->message, bytes, len) != PNEU_OK ||
        pneu_ascii_writer_new(state->message, NULL, 0, state->alloc, &writer) != PNEU_OK)
        return -1;
    bench_make_room(&state->out, len * 4 + 4096);
    while ((status = pneu_ascii_writer_read(writer, state->out.bytes + at, state->out.capacity - at, &written)) ==
           PNEU_OK)
        at += written;
    pneu_ascii_writer_free(writer);
    if (tally->is_judged)
        bench_judge(tally, state->out.bytes, at);
    return status == PNEU_DONE ? 0 : -1;
}

const bench_contestant bench_pneu_ascii[] = {
    {"pneu ascii, one pass", BENCH_ASCII, BENCH_EVERY_LEVEL, open_ascii, run_one_pass, NULL, close_ascii},
    {"pneu ascii, planned", BENCH_ASCII, 0, open_ascii, run_planned, NULL, close_ascii},
    {"pneu tree and ascii writer", BENCH_ASCII, 0, open_ascii, run_writer, NULL, close_ascii},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
