/*
 * Readings begin where they are told to: before the first part from that offset on the events are those of the primary
 * reading, with start 0 those of the reading itself, and with a start behind everything the primary reading's. And what
 * pneu_readings gives is bounded, in order, and each is the message that its choices give when parsed alone.
 */
#include <inttypes.h>

#include "pneu/readings.h"
#include "support/event_trace.h"
#include "support/failing_alloc.h"
#include "support/files.h"
#include "support/test.h"
#include "support/tree_dump.h"

#define LARGEST_FILE 6000
#define STARTS 6

static const uint8_t values_of[] = {1, 2, 3, 2, 3, 2, 2, 2, 2, 3, 2, 2, 4, 2, 2, 2};

/* What a parser tells of the file in this reading; choice 0 is the primary one. */
static void trace_of(const test_file *file, size_t choice, uint8_t value, uint64_t start, event_trace *out)
{
    pneu_options *options;
    pneu_parser *parser;
    pneu_reading reading;
    memset(&reading, 0, sizeof reading);
    reading.choice[choice] = choice == 0 ? 0 : value;
    MUST(pneu_options_new(NULL, &options) == PNEU_OK);
    MUST(pneu_options_set_reading(options, &reading) == PNEU_OK);
    MUST(pneu_options_set_reading_start(options, 0, start) == PNEU_OK);
    MUST(pneu_parser_new(options, NULL, &parser) == PNEU_OK);
    MUST(event_trace_parse(out, parser, file->bytes, file->len, WHOLE) == PNEU_OK);
    pneu_parser_free(parser);
    pneu_options_free(options);
}

/* The bytes of the trace before the part that begins at the i-th place a part begins; *start is that place. */
static size_t part_at(const text *events, size_t index, uint64_t *start)
{
    static const char mark[] = "PART_BEGIN ";
    const char *at = events->ptr;
    for (size_t i = 0; (at = strstr(at, mark)) != NULL; i++, at++) {
        if (i < index)
            continue;
        MUST(sscanf(strstr(at, " at "), " at %" SCNu64, start) == 1);
        return (size_t)(at - events->ptr);
    }
    return SIZE_MAX;
}

static void check_starts(const test_file *file, const event_trace *primary, size_t choice, uint8_t value)
{
    event_trace trace;
    uint64_t start;
    memset(&trace, 0, sizeof trace);
    for (size_t i = 0; i < STARTS; i++) {
        size_t len = part_at(&primary->events, i, &start);
        if (len == SIZE_MAX)
            break;
        trace_of(file, choice, value, start, &trace);
        assert_true(trace.events.len >= len);
        assert_memory_equal(trace.events.ptr, primary->events.ptr, len);
        assert_null(trace.violation);
    }
    trace_of(file, choice, value, file->len + 1, &trace);
    assert_true(event_trace_is_same(file->name, primary, &trace));
    event_trace_free(&trace);
}

static void check_scope(void *ctx, const test_file *file)
{
    event_trace primary;
    (void)ctx;
    if (file->len > LARGEST_FILE)
        return;
    memset(&primary, 0, sizeof primary);
    trace_of(file, 0, 0, 0, &primary);
    for (size_t choice = 1; choice < COUNT_OF(values_of); choice++)
        for (uint8_t value = 1; value < values_of[choice]; value++)
            check_starts(file, &primary, choice, value);
    event_trace_free(&primary);
}

static void test_a_reading_begins_where_told(void **state)
{
    (void)state;
    assert_in_range(for_each_corpus_file(check_scope, NULL), 50, SIZE_MAX);
}

/* ---- pneu_readings -------------------------------------------------------------------------------------------- */

static void check_is_what_its_choices_give(const test_file *file, const pneu_other_reading *other)
{
    pneu_options *options;
    pneu_message *message;
    text expected = {NULL, 0, 0}, actual = {NULL, 0, 0};
    MUST(pneu_options_new(NULL, &options) == PNEU_OK);
    MUST(pneu_options_set_reading(options, &other->reading) == PNEU_OK);
    MUST(pneu_options_set_reading_start(options, other->space, other->offset) == PNEU_OK);
    MUST(pneu_message_parse(file->bytes, file->len, options, NULL, &message) == PNEU_OK);
    MUST(pneu_message_load(message) == PNEU_OK && pneu_message_load(other->message) == PNEU_OK);
    MUST(tree_dump(&expected, message) == PNEU_OK && tree_dump(&actual, other->message) == PNEU_OK);
    assert_true(text_is_same(file->name, &expected, &actual));
    text_free(&expected);
    text_free(&actual);
    pneu_message_free(message);
    pneu_options_free(options);
}

static pneu_status walk_readings(const test_file *file, const pneu_alloc *alloc, int is_checking)
{
    pneu_readings *readings;
    const pneu_other_reading *other;
    uint64_t last = 0;
    size_t count = 0;
    pneu_status status = pneu_readings_new(file->bytes, file->len, NULL, alloc, &readings);
    if (status != PNEU_OK)
        return status;
    size_t expected = pneu_readings_count(readings);
    MUST(expected <= PNEU_READINGS_MAX);
    while ((status = pneu_readings_next(readings, &other)) == PNEU_OK) {
        count++;
        MUST(other->answers != NULL || (count == expected && expected > 2));
        if (other->answers != NULL && other->answers->space == 0) {
            MUST(other->answers->offset >= last);
            last = other->answers->offset;
        }
        if (is_checking)
            check_is_what_its_choices_give(file, other);
    }
    MUST(status != PNEU_DONE || count == expected);
    pneu_readings_free(readings);
    return status;
}

static void check_walk(void *ctx, const test_file *file)
{
    (void)ctx;
    if (file->len <= 100000)
        assert_int_equal(walk_readings(file, NULL, 1), PNEU_DONE);
}

static void test_each_is_the_message_of_its_choices(void **state)
{
    (void)state;
    assert_in_range(for_each_known_file(check_walk, NULL), 50, SIZE_MAX);
}

static void check_memory(void *ctx, const test_file *file)
{
    failing_alloc memory;
    pneu_status status = PNEU_ERR_MEMORY;
    (void)ctx;
    if (file->len > 400)
        return;
    for (size_t n = 1; status == PNEU_ERR_MEMORY && n < 2000; n++) {
        failing_alloc_init(&memory, FAIL_ONCE, n);
        status = walk_readings(file, &memory.alloc, 0);
        failing_alloc_check_clean(&memory);
        MUST(status == PNEU_ERR_MEMORY || (status == PNEU_DONE && memory.refused == 0));
    }
    assert_int_equal(status, PNEU_DONE);
}

static void test_any_allocation_may_fail(void **state)
{
    (void)state;
    assert_in_range(for_each_corpus_file(check_memory, NULL), 50, SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_a_reading_begins_where_told, tell_file_at_work),
        cmocka_unit_test_teardown(test_each_is_the_message_of_its_choices, tell_file_at_work),
        cmocka_unit_test_teardown(test_any_allocation_may_fail, tell_file_at_work),
    };
    return RUN_TESTS(tests);
}
