/*
 * Our parser as contestant over one large message: events from pieces as they are read, and its base64 body decoded.
 */
#include "ours.h"

#include <stdlib.h>

#define MOST_READ ((size_t)262144)

typedef struct big_state {
    pneu_parser *parser;
    pneu_codec *base64;
    bench_tally *tally;
    size_t piece;
    int is_decoding;
    char in[MOST_READ];
    char out[65536];
} big_state;

static void close_big(void *opaque)
{
    big_state *state = opaque;
    pneu_parser_free(state->parser);
    pneu_codec_free(state->base64);
    free(state);
}

static void *open_big(bench_heap *heap, size_t piece, int is_decoding)
{
    pneu_alloc storage;
    const pneu_alloc *alloc = bench_allocator(heap, &storage);
    big_state *state = bench_realloc(NULL, sizeof *state);
    state->parser = NULL;
    state->base64 = NULL;
    state->piece = piece;
    state->is_decoding = is_decoding;
    if (pneu_parser_new(bench_options(), alloc, &state->parser) == PNEU_OK &&
        pneu_codec_new(PNEU_CODEC_BASE64_DECODE, 0, alloc, &state->base64) == PNEU_OK &&
        pneu_codec_set_cpu_level(state->base64, bench_cpu_level()) == PNEU_OK)
        return state;
    close_big(state);
    return NULL;
}

static void *open_decode_64k(bench_heap *heap)
{
    return open_big(heap, 65536, 1);
}

static void *open_decode_256k(bench_heap *heap)
{
    return open_big(heap, MOST_READ, 1);
}

static void *open_events_64k(bench_heap *heap)
{
    return open_big(heap, 65536, 0);
}

static pneu_status decode_body(big_state *state, pneu_str slice)
{
    size_t written;
    pneu_status status;
    pneu_codec_push(state->base64, slice.ptr, slice.len);
    while ((status = pneu_codec_read(state->base64, state->out, sizeof state->out, &written)) == PNEU_OK)
        state->tally->bytes += written;
    return status;
}

static pneu_status take_events(big_state *state)
{
    const pneu_event *event;
    pneu_status status;
    while ((status = pneu_parser_next(state->parser, &event)) == PNEU_OK) {
        if (event->type == PNEU_EVENT_HEADER_END && event->entity->kind == PNEU_KIND_LEAF)
            state->tally->leaves++;
        if (state->is_decoding && event->type == PNEU_EVENT_BODY && decode_body(state, event->slice) != PNEU_MORE)
            return PNEU_ERR_SYNTAX;
    }
    return status;
}

static int take_piece(void *opaque, const char *bytes, size_t len)
{
    big_state *state = opaque;
    pneu_parser_push(state->parser, bytes, len);
    return take_events(state) == PNEU_MORE ? 0 : -1;
}

static int run_big(void *opaque, const bench_big *big, bench_tally *tally)
{
    big_state *state = opaque;
    state->tally = tally;
    pneu_parser_reset(state->parser);
    pneu_codec_reset(state->base64);
    if (bench_big_read(big, state->in, state->piece, take_piece, state) != 0)
        return -1;
    pneu_parser_finish(state->parser);
    return take_events(state) == PNEU_DONE ? 0 : -1;
}

const bench_contestant bench_pneu_big[] = {
    {"pneu events and decode, 64 KiB", BENCH_BIG, BENCH_EVERY_LEVEL, open_decode_64k, NULL, run_big, close_big},
    {"pneu events and decode, 256 KiB", BENCH_BIG, 0, open_decode_256k, NULL, run_big, close_big},
    {"pneu events, 64 KiB", BENCH_BIG, BENCH_NO_BYTES, open_events_64k, NULL, run_big, close_big},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
