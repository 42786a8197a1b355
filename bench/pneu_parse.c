/*
 * Our parser as contestant: events from a whole buffer and from chunks, the tree, decoded bodies, and exact writing.
 * Objects are made once and reset for each message, as a server would do it.
 * Every event is taken, and of the fields nothing more than their number is asked; peers are asked no more.
 */
#include "ours.h"

#include <stdlib.h>
#include <string.h>

/* 0 if what was written is the message, byte for byte; the bytes are looked at only where that is asked for. */
static int judge_copy(pneu_str written, pneu_str message, const bench_tally *tally)
{
    if (written.len != message.len)
        return -1;
    return tally->is_judged && memcmp(written.ptr, message.ptr, message.len) != 0 ? -1 : 0;
}

/* ---- Events ------------------------------------------------------------------------------------------------- */

typedef struct event_state {
    pneu_parser *parser;
    size_t chunk;
    bench_room out; /* what is written */
    size_t out_len;
} event_state;

static void *open_events_in(bench_heap *heap, size_t chunk)
{
    pneu_alloc storage;
    event_state *state = bench_realloc(NULL, sizeof *state);
    memset(state, 0, sizeof *state);
    state->chunk = chunk;
    if (pneu_parser_new(bench_options(), bench_allocator(heap, &storage), &state->parser) == PNEU_OK)
        return state;
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
    free(state->out.bytes);
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
            memcpy(state->out.bytes + state->out_len, event->slice.ptr, event->slice.len);
        state->out_len += event->slice.len;
    }
    return status;
}

static int run_slices(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    event_state *state = opaque;
    bench_make_room(&state->out, len);
    state->out_len = 0;
    pneu_parser_reset(state->parser);
    pneu_parser_push(state->parser, bytes, len);
    if (write_events(state) != PNEU_MORE)
        return -1;
    pneu_parser_finish(state->parser);
    if (write_events(state) != PNEU_DONE)
        return -1;
    tally->bytes += state->out_len;
    return judge_copy((pneu_str){state->out.bytes, state->out_len}, (pneu_str){bytes, len}, tally);
}

/* ---- The tree ----------------------------------------------------------------------------------------------- */

typedef struct tree_state {
    pneu_message *message;
    pneu_writer *writer; /* made for the first message that is written */
    bench_room out;      /* what is written */
    char piece[16384];
} tree_state;

static void *open_tree(bench_heap *heap)
{
    pneu_alloc storage;
    tree_state *state = bench_realloc(NULL, sizeof *state);
    state->writer = NULL;
    state->out = (bench_room){NULL, 0};
    if (pneu_message_new(PNEU_KEEP_ALL, bench_options(), bench_allocator(heap, &storage), &state->message) == PNEU_OK)
        return state;
    free(state);
    return NULL;
}

static void close_tree(void *opaque)
{
    tree_state *state = opaque;
    pneu_writer_free(state->writer);
    pneu_message_free(state->message);
    free(state->out.bytes);
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
    if (pneu_message_parse(bytes, len, bench_options(), NULL, &message) != PNEU_OK)
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

static int begin_writing(tree_state *state)
{
    if (state->writer == NULL)
        return pneu_writer_new(state->message, PNEU_WRITE_EXACT, NULL, &state->writer) == PNEU_OK ? 0 : -1;
    pneu_writer_reset(state->writer);
    return 0;
}

static int run_writer(void *opaque, const char *bytes, size_t len, bench_tally *tally)
{
    tree_state *state = opaque;
    size_t at = 0, written;
    pneu_status status;
    if (run_tree(state, bytes, len, tally) != 0 || begin_writing(state) != 0)
        return -1;
    bench_make_room(&state->out, len + 1); /* one more, so that there is room to say that it is done */
    while ((status = pneu_writer_read(state->writer, state->out.bytes + at, state->out.capacity - at, &written)) ==
           PNEU_OK)
        at += written;
    tally->bytes += at;
    return status == PNEU_DONE ? judge_copy((pneu_str){state->out.bytes, at}, (pneu_str){bytes, len}, tally) : -1;
}

const bench_contestant bench_pneu_parse[] = {
    {"pneu tree", BENCH_STRUCTURE, BENCH_EVERY_LEVEL, open_tree, run_tree, NULL, close_tree},
    {"pneu tree, new each time", BENCH_STRUCTURE, BENCH_SMALL_ONLY, open_tree, run_new_tree, NULL, close_tree},
    {"pneu events", BENCH_STRUCTURE, BENCH_NO_SIZES, open_events, run_events, NULL, close_events},
    {"pneu events, no statistics", BENCH_STRUCTURE, 0, open_events_no_stats, run_events, NULL, close_events},
    {"pneu events, 64 KiB", BENCH_STRUCTURE, BENCH_NO_SIZES, open_events_64k, run_events, NULL, close_events},
    {"pneu events, 4 KiB", BENCH_STRUCTURE, BENCH_NO_SIZES, open_events_4k, run_events, NULL, close_events},
    {"pneu bodies", BENCH_DECODE, BENCH_EVERY_LEVEL, open_tree, run_bodies, NULL, close_tree},
    {"pneu body reader", BENCH_DECODE, 0, open_tree, run_body_pieces, NULL, close_tree},
    {"pneu tree and writer", BENCH_REBUILD, BENCH_NO_LEAVES | BENCH_EVERY_LEVEL, open_tree, run_writer, NULL,
     close_tree},
    {"pneu events", BENCH_REBUILD, BENCH_NO_LEAVES | BENCH_NO_SIZES, open_events, run_slices, NULL, close_events},
    {NULL, 0, 0, NULL, NULL, NULL, NULL},
};
