/*
 * Our parser as contestant: events from a whole buffer and from chunks, the tree, decoded bodies, exact writing, and
 * one very large message. Objects are made once and reset for each message, as a server would do it.
 * Every event is taken, and of the fields nothing more than their number is asked; peers are asked no more.
 */
#include "bench.h"

#include <pneu/pneu.h>

#include <stdlib.h>
#include <string.h>

#define BIG_CHUNK ((size_t)65536)

/* ---- Memory that counts itself ------------------------------------------------------------------------------ */

static void *counting_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    bench_heap *heap = ctx;
    void *moved = NULL;
    if (new_size > 0) {
        moved = realloc(ptr, new_size);
        if (moved == NULL)
            return NULL;
    } else {
        free(ptr);
    }
    heap->calls++;
    heap->held += new_size;
    heap->held -= old_size;
    if (heap->held > heap->peak)
        heap->peak = heap->held;
    return moved;
}

/* `storage` when there is something to count on, else NULL, which means malloc. */
static const pneu_alloc *allocator_for(bench_heap *heap, pneu_alloc *storage)
{
    storage->resize = counting_resize;
    storage->ctx = heap;
    return heap != NULL ? storage : NULL;
}

/* ---- Events ------------------------------------------------------------------------------------------------- */

typedef struct event_state {
    pneu_parser *parser;
    pneu_codec *base64; /* for the big message */
    size_t chunk;
    char *out; /* what is written */
    size_t out_len;
    size_t out_capacity;
} event_state;

/* With the kernels asked for; they live as long as the program. */
static const pneu_options *options_in_use(void)
{
    static pneu_options *options;
    if (options == NULL && (pneu_options_new(NULL, &options) != PNEU_OK ||
                            pneu_options_set(options, PNEU_OPTION_CPU_LEVEL, bench_cpu_level()) != PNEU_OK))
        bench_die("bench: no options");
    return options;
}

static void *open_events_in(bench_heap *heap, size_t chunk)
{
    pneu_alloc storage;
    event_state *state = bench_realloc(NULL, sizeof *state);
    memset(state, 0, sizeof *state);
    state->chunk = chunk;
    if (pneu_parser_new(options_in_use(), allocator_for(heap, &storage), &state->parser) == PNEU_OK &&
        pneu_codec_new(PNEU_CODEC_BASE64_DECODE, 0, allocator_for(heap, &storage), &state->base64) == PNEU_OK &&
        pneu_codec_set_cpu_level(state->base64, bench_cpu_level()) == PNEU_OK)
        return state;
    pneu_parser_free(state->parser);
    free(state);
    return NULL;
}

static void *open_events(bench_heap *heap)
{
    return open_events_in(heap, SIZE_MAX);
}

static void *open_events_no_stats(bench_heap *heap)
{
    event_state *state = open_events_in(heap, SIZE_MAX);
    if (state != NULL && pneu_parser_set_flags(state->parser, PNEU_PARSE_NO_STATS) != PNEU_OK)
        bench_die("bench: no flags");
    return state;
}

static void *open_events_64k(bench_heap *heap)
{
    return open_events_in(heap, 65536);
}

static void *open_events_4k(bench_heap *heap)
{
    return open_events_in(heap, 4096);
}

static void close_events(void *opaque)
{
    event_state *state = opaque;
    pneu_parser_free(state->parser);
    pneu_codec_free(state->base64);
    free(state->out);
    free(state);
}

static pneu_status take_events(pneu_parser *parser, bench_tally *tally)
{
    const pneu_event *event;
    pneu_status status;
    while ((status = pneu_parser_next(parser, &event)) == PNEU_OK)
        if (event->type == PNEU_EVENT_HEADER_END && event->entity->kind == PNEU_KIND_LEAF)
            tally->leaves++;
    return status;
}

static int run_events(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    event_state *state = opaque;
    pneu_parser_reset(state->parser);
    for (size_t at = 0; at < len;) {
        size_t piece = len - at < state->chunk ? len - at : state->chunk;
        pneu_parser_push(state->parser, bytes + at, piece);
        if (take_events(state->parser, tally) != PNEU_MORE)
            return -1;
        at += piece;
    }
    pneu_parser_finish(state->parser);
    return take_events(state->parser, tally) == PNEU_DONE ? 0 : -1;
}

static pneu_status write_events(event_state *state)
{
    const pneu_event *event;
    pneu_status status;
    while ((status = pneu_parser_next(state->parser, &event)) == PNEU_OK) {
        if (event->slice.len > 0)
            memcpy(state->out + state->out_len, event->slice.ptr, event->slice.len);
        state->out_len += event->slice.len;
    }
    return status;
}

static int run_rebuild(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    event_state *state = opaque;
    if (len > state->out_capacity) {
        state->out_capacity = len * 2;
        state->out = bench_realloc(state->out, state->out_capacity);
    }
    state->out_len = 0;
    pneu_parser_reset(state->parser);
    pneu_parser_push(state->parser, bytes, len);
    if (write_events(state) != PNEU_MORE)
        return -1;
    pneu_parser_finish(state->parser);
    if (write_events(state) != PNEU_DONE)
        return -1;
    tally->bytes += state->out_len;
    return 0;
}

/* ---- One very large message --------------------------------------------------------------------------------- */

static int decode_body(event_state *state, const pneu_event *event, bench_tally *tally)
{
    char out[16384];
    size_t written;
    pneu_codec_push(state->base64, event->slice.ptr, event->slice.len);
    pneu_status status;
    while ((status = pneu_codec_read(state->base64, out, sizeof out, &written)) == PNEU_OK)
        tally->bytes += written;
    return status == PNEU_MORE;
}

static pneu_status take_and_decode(event_state *state, bench_tally *tally)
{
    const pneu_event *event;
    pneu_status status;
    while ((status = pneu_parser_next(state->parser, &event)) == PNEU_OK) {
        if (event->type == PNEU_EVENT_HEADER_END && event->entity->kind == PNEU_KIND_LEAF)
            tally->leaves++;
        if (event->type == PNEU_EVENT_BODY && !decode_body(state, event, tally))
            return PNEU_ERR_SYNTAX;
    }
    return status;
}

static int stream_big(event_state *state, const bench_big *big, bench_tally *tally,
                      pneu_status (*take)(event_state *, bench_tally *))
{
    static char chunk[BIG_CHUNK];
    size_t n;
    pneu_parser_reset(state->parser);
    pneu_codec_reset(state->base64);
    for (uint64_t at = 0; (n = bench_big_read(big, at, chunk, sizeof chunk)) > 0; at += n) {
        pneu_parser_push(state->parser, chunk, n);
        if (take(state, tally) != PNEU_MORE)
            return -1;
    }
    pneu_parser_finish(state->parser);
    return take(state, tally) == PNEU_DONE ? 0 : -1;
}

static pneu_status take_only(event_state *state, bench_tally *tally)
{
    return take_events(state->parser, tally);
}

static int run_big_events(void *state, const bench_big *big, bench_tally *tally)
{
    return stream_big(state, big, tally, take_only);
}

static int run_big_decode(void *state, const bench_big *big, bench_tally *tally)
{
    return stream_big(state, big, tally, take_and_decode);
}

/* ---- The tree ----------------------------------------------------------------------------------------------- */

typedef struct tree_state {
    pneu_message *message;
    char piece[16384];
} tree_state;

static void *open_tree(bench_heap *heap)
{
    pneu_alloc storage;
    tree_state *state = bench_realloc(NULL, sizeof *state);
    if (pneu_message_new(PNEU_KEEP_ALL, options_in_use(), allocator_for(heap, &storage), &state->message) == PNEU_OK)
        return state;
    free(state);
    return NULL;
}

static void close_tree(void *opaque)
{
    tree_state *state = opaque;
    pneu_message_free(state->message);
    free(state);
}

static void count_leaves(const pneu_message *message, bench_tally *tally)
{
    uint32_t count = pneu_message_part_count(message);
    for (uint32_t part = 0; part < count; part++)
        tally->leaves += pneu_part_kind(message, part) == PNEU_KIND_LEAF;
}

static int run_tree(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    tree_state *state = opaque;
    if (pneu_message_parse_again(state->message, bytes, len) != PNEU_OK)
        return -1;
    count_leaves(state->message, tally);
    return 0;
}

static int run_new_tree(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    pneu_message *message;
    (void)opaque;
    if (pneu_message_parse(bytes, len, NULL, NULL, &message) != PNEU_OK)
        return -1;
    count_leaves(message, tally);
    pneu_message_free(message);
    return 0;
}

static int run_bodies(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    tree_state *state = opaque;
    if (run_tree(state, bytes, len, tally) != 0)
        return -1;
    uint32_t count = pneu_message_part_count(state->message);
    for (uint32_t part = 0; part < count; part++) {
        pneu_str body;
        if (pneu_part_kind(state->message, part) != PNEU_KIND_LEAF)
            continue;
        if (pneu_part_body(state->message, part, &body) != PNEU_OK)
            return -1;
        tally->bytes += body.len;
    }
    return 0;
}

static int read_pieces(tree_state *state, uint32_t part, bench_tally *tally)
{
    pneu_body_reader *reader;
    size_t written;
    pneu_status status;
    if (pneu_body_reader_new(state->message, part, &reader) != PNEU_OK)
        return -1;
    while ((status = pneu_body_reader_read(reader, state->piece, sizeof state->piece, &written)) == PNEU_OK)
        tally->bytes += written;
    pneu_body_reader_free(reader);
    return status == PNEU_DONE ? 0 : -1;
}

static int run_body_pieces(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    tree_state *state = opaque;
    if (run_tree(state, bytes, len, tally) != 0)
        return -1;
    uint32_t count = pneu_message_part_count(state->message);
    for (uint32_t part = 0; part < count; part++)
        if (pneu_part_kind(state->message, part) == PNEU_KIND_LEAF && read_pieces(state, part, tally) != 0)
            return -1;
    return 0;
}

const bench_contestant bench_pneu_parse[] = {
    {"pneu tree", BENCH_STRUCTURE, 0, open_tree, run_tree, NULL, close_tree},
    {"pneu tree, new each time", BENCH_STRUCTURE, BENCH_SMALL_ONLY, open_tree, run_new_tree, NULL, close_tree},
    {"pneu events", BENCH_STRUCTURE, 0, open_events, run_events, NULL, close_events},
    {"pneu events, no statistics", BENCH_STRUCTURE, 0, open_events_no_stats, run_events, NULL, close_events},
    {"pneu events, 64 KiB", BENCH_STRUCTURE, 0, open_events_64k, run_events, NULL, close_events},
    {"pneu events, 4 KiB", BENCH_STRUCTURE, 0, open_events_4k, run_events, NULL, close_events},
    {"pneu bodies", BENCH_DECODE, 0, open_tree, run_bodies, NULL, close_tree},
    {"pneu body reader", BENCH_DECODE, 0, open_tree, run_body_pieces, NULL, close_tree},
    {"pneu events", BENCH_REBUILD, BENCH_NO_LEAVES, open_events, run_rebuild, NULL, close_events},
    {"pneu events and decode", BENCH_BIG, 0, open_events, NULL, run_big_decode, close_events},
    {"pneu events", BENCH_BIG, BENCH_NO_BYTES, open_events, NULL, run_big_events, close_events},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
