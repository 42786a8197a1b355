/*
 * Law 9: the n-th allocation fails, for every n until none does: the result is PNEU_ERR_MEMORY, nothing leaks, and the
 * same object, reset and with memory again, gives the full result. Parser, message (from a buffer, streamed, loaded and
 * read), options and arena.
 */
#include <stdlib.h>

#include "pneu/syntax.h"
#include "pneu/tree.h"
#include "support/event_trace.h"
#include "support/failing_alloc.h"
#include "support/files.h"
#include "support/test.h"
#include "support/tree_dump.h"

#define LARGEST_FILE 2500
#define MOST_REQUESTS 3000

/* What is done with memory running out: PNEU_OK if all went well. It frees all it made. */
typedef pneu_status scenario(const test_file *file, failing_alloc *memory);

/* ---- Parser ------------------------------------------------------------------------------------------------- */

static void check_parses_in_full_again(const test_file *file, pneu_parser *parser, failing_alloc *memory)
{
    event_trace full, again;
    pneu_parser *fresh;
    memset(&full, 0, sizeof full);
    memset(&again, 0, sizeof again);
    memory->fail = FAIL_NEVER;
    pneu_parser_reset(parser);
    assert_int_equal(pneu_parser_new(NULL, NULL, &fresh), PNEU_OK);
    assert_int_equal(event_trace_parse(&full, fresh, file->bytes, file->len, WHOLE), PNEU_OK);
    assert_int_equal(event_trace_parse(&again, parser, file->bytes, file->len, WHOLE), PNEU_OK);
    assert_true(event_trace_is_same(file->name, &full, &again));
    pneu_parser_free(fresh);
    event_trace_free(&full);
    event_trace_free(&again);
}

static pneu_status parse_in_chunks(const test_file *file, failing_alloc *memory)
{
    pneu_parser *parser = NULL;
    event_trace trace;
    memset(&trace, 0, sizeof trace);
    pneu_status status = pneu_parser_new(NULL, &memory->alloc, &parser);
    if (status != PNEU_OK)
        return status;
    status = event_trace_parse(&trace, parser, file->bytes, file->len, (chunking){0, 61, 0});
    if (status != PNEU_OK) {
        const pneu_event *event;
        assert_int_equal(pneu_parser_next(parser, &event), PNEU_ERR_MEMORY);
        check_parses_in_full_again(file, parser, memory);
    }
    event_trace_free(&trace);
    pneu_parser_free(parser);
    return status;
}

/* ---- Message ------------------------------------------------------------------------------------------------ */

static void check_reads_in_full_again(const test_file *file, pneu_message *message, failing_alloc *memory)
{
    text full = {NULL, 0, 0}, again = {NULL, 0, 0};
    pneu_message *fresh;
    memory->fail = FAIL_NEVER;
    assert_int_equal(pneu_message_parse_again(message, file->bytes, file->len), PNEU_OK);
    assert_int_equal(pneu_message_parse(file->bytes, file->len, NULL, NULL, &fresh), PNEU_OK);
    assert_int_equal(tree_dump(&full, fresh), PNEU_OK);
    assert_int_equal(tree_dump(&again, message), PNEU_OK);
    assert_true(text_is_same(file->name, &full, &again));
    pneu_message_free(fresh);
    text_free(&full);
    text_free(&again);
}

static pneu_status read_everything(const test_file *file, pneu_message *message, failing_alloc *memory)
{
    text dump = {NULL, 0, 0};
    pneu_status status = tree_dump(&dump, message);
    text_free(&dump);
    if (status != PNEU_OK)
        check_reads_in_full_again(file, message, memory);
    return status;
}

static pneu_status parse_buffer_and_read(const test_file *file, failing_alloc *memory)
{
    pneu_message *message = NULL;
    pneu_status status = pneu_message_parse(file->bytes, file->len, NULL, &memory->alloc, &message);
    if (status != PNEU_OK)
        return status;
    status = read_everything(file, message, memory);
    pneu_message_free(message);
    return status;
}

static pneu_status load(const test_file *file, failing_alloc *memory)
{
    pneu_message *message = NULL;
    pneu_status status = pneu_message_parse(file->bytes, file->len, NULL, &memory->alloc, &message);
    if (status != PNEU_OK)
        return status;
    status = pneu_message_load(message);
    if (status != PNEU_OK)
        check_reads_in_full_again(file, message, memory);
    pneu_message_free(message);
    return status;
}

static pneu_status stream(const test_file *file, failing_alloc *memory, int32_t keep)
{
    pneu_message *message = NULL;
    pneu_status status = pneu_message_new(keep, NULL, &memory->alloc, &message);
    if (status != PNEU_OK)
        return status;
    status = tree_stream(message, file->bytes, file->len, (chunking){0, 61, 0});
    if (status == PNEU_OK)
        status = read_everything(file, message, memory);
    else
        check_reads_in_full_again(file, message, memory);
    pneu_message_free(message);
    return status;
}

static pneu_status stream_keeping_all(const test_file *file, failing_alloc *memory)
{
    return stream(file, memory, PNEU_KEEP_ALL);
}

static pneu_status stream_keeping_offsets(const test_file *file, failing_alloc *memory)
{
    return stream(file, memory, PNEU_KEEP_OFFSETS);
}

/* ---- Small objects ------------------------------------------------------------------------------------------ */

static pneu_status make_options(const test_file *file, failing_alloc *memory)
{
    pneu_options *options = NULL;
    (void)file;
    pneu_status status = pneu_options_new(&memory->alloc, &options);
    pneu_options_free(options);
    return status;
}

static pneu_status read_file_as_a_value(const test_file *file, failing_alloc *memory)
{
    pneu_arena *arena = NULL;
    pneu_mime_value value;
    pneu_str decoded, bytes = {file->bytes, file->len};
    pneu_status status = pneu_arena_new(&memory->alloc, &arena);
    if (status == PNEU_OK)
        status = pneu_content_type_parse(arena, bytes, PNEU_LENIENT, NULL, &value);
    if (status == PNEU_OK)
        status = pneu_content_disposition_parse(arena, bytes, PNEU_LENIENT, NULL, &value);
    if (status == PNEU_OK)
        status = pneu_decode_text(arena, bytes, PNEU_LENIENT, NULL, &decoded);
    if (status == PNEU_OK)
        status = pneu_unfold(arena, bytes, &decoded);
    pneu_arena_free(arena);
    return status;
}

/* ---- Sweep -------------------------------------------------------------------------------------------------- */

/* 1 if an allocation failed in this run. */
static int fails_cleanly(scenario *run, const test_file *file, int fail, size_t at)
{
    failing_alloc memory;
    failing_alloc_init(&memory, fail, at);
    pneu_status status = run(file, &memory);
    failing_alloc_check_clean(&memory);
    if (memory.refused == 0) {
        assert_int_equal(status, PNEU_OK);
        return 0;
    }
    if (status != PNEU_ERR_MEMORY)
        print_message("# request %zu failed, %s\n", at, fail == FAIL_ONCE ? "alone" : "and all later ones");
    assert_int_equal(status, PNEU_ERR_MEMORY);
    return 1;
}

static void sweep(void *ctx, const test_file *file)
{
    scenario *const *run = ctx;
    size_t at = 1;
    if (file->len > LARGEST_FILE)
        return;
    while (fails_cleanly(*run, file, FAIL_ONCE, at) && fails_cleanly(*run, file, FAIL_FROM_ON, at))
        assert_true(++at < MOST_REQUESTS);
    assert_true(at > 1);
}

static void test_scenario(void **state)
{
    (void)for_each_corpus_file(sweep, *state);
}

int main(void)
{
    static const struct row {
        const char *name;
        scenario *run;
    } rows[] = {
        {"parse in chunks", parse_in_chunks},
        {"parse a buffer and read all of the tree", parse_buffer_and_read},
        {"load a message", load},
        {"stream, keeping all", stream_keeping_all},
        {"stream, keeping offsets", stream_keeping_offsets},
        {"make options", make_options},
        {"read the file as the value of a field", read_file_as_a_value},
    };
    struct CMUnitTest tests[COUNT_OF(rows)];
    memset(tests, 0, sizeof tests);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        tests[i].name = rows[i].name;
        tests[i].test_func = test_scenario;
        tests[i].teardown_func = tell_file_at_work;
        tests[i].initial_state = (void *)(uintptr_t)&rows[i].run;
    }
    return RUN_TESTS(tests);
}
