/*
 * Reuse: a reset object is as new. After warming up, a thousand messages cost no allocator call; a fresh small message
 * costs at most three; and what an earlier message left behind does not show in the next one's result.
 */
#include <stdlib.h>

#include "pneu/tree.h"
#include "support/event_trace.h"
#include "support/failing_alloc.h"
#include "support/files.h"
#include "support/test.h"
#include "support/tree_dump.h"

#define MESSAGES 1000
#define LARGEST_FILE 20000

static const char small[] = "From: a@example.com\r\nTo: b@example.com\r\nSubject: a small message\r\n"
                            "Date: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n"
                            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nHello.\r\n";

static const char multipart[] =
    "From: a@example.com\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\npreamble\r\n--b\r\n\r\none\r\n--b\r\n"
    "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nbody\r\n--b--\r\nepilogue\r\n";

static const test_file samples[] = {
    {"small", small, sizeof small - 1},
    {"multipart", multipart, sizeof multipart - 1},
};

static void parse_events(pneu_parser *parser, const test_file *file)
{
    const pneu_event *event;
    pneu_status status;
    pneu_parser_reset(parser);
    assert_int_equal(pneu_parser_push(parser, file->bytes, file->len), PNEU_OK);
    while ((status = pneu_parser_next(parser, &event)) == PNEU_OK)
        ;
    assert_int_equal(status, PNEU_MORE);
    assert_int_equal(pneu_parser_finish(parser), PNEU_OK);
    while ((status = pneu_parser_next(parser, &event)) == PNEU_OK)
        ;
    assert_int_equal(status, PNEU_DONE);
}

static void test_warm_parser_costs_no_call(void **state)
{
    failing_alloc memory;
    pneu_parser *parser;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_parser_new(NULL, &memory.alloc, &parser), PNEU_OK);
    for (size_t i = 0; i < 4; i++)
        parse_events(parser, &samples[i % COUNT_OF(samples)]);
    size_t before = memory.calls;
    for (size_t i = 0; i < MESSAGES; i++)
        parse_events(parser, &samples[i % COUNT_OF(samples)]);
    assert_int_equal(memory.calls, before);
    pneu_parser_free(parser);
    failing_alloc_check_clean(&memory);
}

static void test_warm_message_costs_no_call(void **state)
{
    failing_alloc memory;
    pneu_message *message;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_message_parse(small, sizeof small - 1, NULL, &memory.alloc, &message), PNEU_OK);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(
            pneu_message_parse_again(message, samples[i % COUNT_OF(samples)].bytes, samples[i % COUNT_OF(samples)].len),
            PNEU_OK);
    size_t before = memory.calls;
    for (size_t i = 0; i < MESSAGES; i++)
        assert_int_equal(
            pneu_message_parse_again(message, samples[i % COUNT_OF(samples)].bytes, samples[i % COUNT_OF(samples)].len),
            PNEU_OK);
    assert_int_equal(memory.calls, before);
    pneu_message_free(message);
    failing_alloc_check_clean(&memory);
}

static void test_warm_streaming_costs_no_call(void **state)
{
    failing_alloc memory;
    pneu_message *message;
    size_t before = 0;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, &memory.alloc, &message), PNEU_OK);
    for (size_t i = 0; i < MESSAGES; i++) {
        const test_file *file = &samples[i % COUNT_OF(samples)];
        pneu_message_reset(message);
        assert_int_equal(tree_stream(message, file->bytes, file->len, WHOLE), PNEU_OK);
        if (i < 4)
            before = memory.calls;
    }
    assert_int_equal(memory.calls, before);
    pneu_message_free(message);
    failing_alloc_check_clean(&memory);
}

static void test_fresh_small_message_costs_three_calls(void **state)
{
    failing_alloc memory;
    pneu_message *message;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_message_parse(small, sizeof small - 1, NULL, &memory.alloc, &message), PNEU_OK);
    assert_in_range(memory.calls, 1, 3);
    pneu_message_free(message);
    failing_alloc_check_clean(&memory);
}

static void test_kept_memory_has_a_ceiling(void **state)
{
    failing_alloc memory;
    pneu_options *options;
    pneu_parser *parser;
    size_t len = 3000000;
    (void)state;
    char *bytes = malloc(len);
    assert_non_null(bytes);
    memset(bytes, 'a', len);
    memcpy(bytes, "Subject: ", 9);
    test_file file = {"a field of 3 MB", bytes, len};
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_FIELD, 8000000), PNEU_OK);
    assert_int_equal(pneu_parser_new(options, &memory.alloc, &parser), PNEU_OK);
    pneu_options_free(options);
    event_trace trace;
    memset(&trace, 0, sizeof trace);
    assert_int_equal(event_trace_parse(&trace, parser, file.bytes, file.len, (chunking){0, 4096, 0}), PNEU_OK);
    assert_in_range(memory.peak, 2900000, 40000000);
    pneu_parser_reset(parser);
    assert_in_range(memory.live, 1, 262144 + 1024);
    event_trace_free(&trace);
    pneu_parser_free(parser);
    failing_alloc_check_clean(&memory);
    free(bytes);
}

typedef struct reused {
    pneu_parser *parser;
    pneu_message *message;
} reused;

static void compare_events_with_new(reused *self, const test_file *file)
{
    event_trace fresh, again;
    pneu_parser *parser;
    memset(&fresh, 0, sizeof fresh);
    memset(&again, 0, sizeof again);
    assert_int_equal(pneu_parser_new(NULL, NULL, &parser), PNEU_OK);
    assert_int_equal(event_trace_parse(&fresh, parser, file->bytes, file->len, WHOLE), PNEU_OK);
    assert_int_equal(event_trace_parse(&again, self->parser, file->bytes, file->len, WHOLE), PNEU_OK);
    assert_true(event_trace_is_same(file->name, &fresh, &again));
    pneu_parser_free(parser);
    event_trace_free(&fresh);
    event_trace_free(&again);
}

static void compare_trees_with_new(reused *self, const test_file *file)
{
    text fresh = {NULL, 0, 0}, again = {NULL, 0, 0};
    pneu_message *message;
    assert_int_equal(pneu_message_parse(file->bytes, file->len, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_parse_again(self->message, file->bytes, file->len), PNEU_OK);
    assert_int_equal(tree_dump(&fresh, message), PNEU_OK);
    assert_int_equal(tree_dump(&again, self->message), PNEU_OK);
    assert_true(text_is_same(file->name, &fresh, &again));
    pneu_message_free(message);
    text_free(&fresh);
    text_free(&again);
}

/* Every second message is left half-read, so that reset meets every state. */
static void compare_with_new(void *ctx, const test_file *file)
{
    reused *self = ctx;
    const pneu_event *event;
    if (file->len > LARGEST_FILE)
        return;
    pneu_parser_reset(self->parser);
    compare_events_with_new(self, file);
    compare_trees_with_new(self, file);
    pneu_parser_reset(self->parser);
    assert_int_equal(pneu_parser_push(self->parser, file->bytes, file->len / 2), PNEU_OK);
    (void)pneu_parser_next(self->parser, &event);
    pneu_message_reset(self->message);
    assert_int_equal(pneu_message_push(self->message, file->bytes, file->len / 2), PNEU_OK);
}

static void test_nothing_is_left_behind(void **state)
{
    reused self;
    (void)state;
    assert_int_equal(pneu_parser_new(NULL, NULL, &self.parser), PNEU_OK);
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, NULL, &self.message), PNEU_OK);
    (void)for_each_corpus_file(compare_with_new, &self);
    pneu_parser_free(self.parser);
    pneu_message_free(self.message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_warm_parser_costs_no_call),
        cmocka_unit_test(test_warm_message_costs_no_call),
        cmocka_unit_test(test_warm_streaming_costs_no_call),
        cmocka_unit_test(test_fresh_small_message_costs_three_calls),
        cmocka_unit_test(test_kept_memory_has_a_ceiling),
        cmocka_unit_test_teardown(test_nothing_is_left_behind, tell_file_at_work),
    };
    return RUN_TESTS(tests);
}
