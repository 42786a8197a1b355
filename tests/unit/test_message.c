/* A message as an object: its life, its states, its memory, and what it says of the input as a whole. */
#include "pneu/tree.h"

#include <stdlib.h>

#include "support/encode.h"
#include "support/failing_alloc.h"
#include "support/test.h"
#include "support/tree_dump.h"

static const char small[] = "From: a@example.com\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nHello.\r\n";

static pneu_message *parse(const char *bytes, size_t len)
{
    pneu_message *message;
    assert_int_equal(pneu_message_parse(bytes, len, NULL, NULL, &message), PNEU_OK);
    return message;
}

/* ---- Line ends ---------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *message;
    int32_t expected;
} line_endings[] = {
    {"empty input", "", PNEU_LINE_ENDING_NONE},
    {"no line end", "Subject: x", PNEU_LINE_ENDING_NONE},
    {"CRLF", "Subject: x\r\n\r\nbody\r\n", PNEU_LINE_ENDING_CRLF},
    {"CRLF in the header only", "Subject: x\r\n\r\nbody", PNEU_LINE_ENDING_CRLF},
    {"CRLF in the body only", "\r\nbody\r\n", PNEU_LINE_ENDING_CRLF},
    {"LF", "Subject: x\n\nbody\n", PNEU_LINE_ENDING_LF},
    {"LF in the header only", "Subject: x\n\nbody", PNEU_LINE_ENDING_LF},
    {"LF header, CRLF body", "Subject: x\n\nbody\r\n", PNEU_LINE_ENDING_MIXED},
    {"CRLF header, LF body", "Subject: x\r\n\r\nbody\n", PNEU_LINE_ENDING_MIXED},
    {"CR alone is no line end", "Subject: x\ry", PNEU_LINE_ENDING_NONE},
    {"line ends of a decoded message do not count",
     "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nQTogMQoKeAo=\r\n",
     PNEU_LINE_ENDING_CRLF},
};

static void test_line_endings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(line_endings); i++) {
        pneu_message *message = parse(line_endings[i].message, strlen(line_endings[i].message));
        if (pneu_message_line_ending(message) != line_endings[i].expected)
            fail_msg("%s: %d", line_endings[i].name, (int)pneu_message_line_ending(message));
        pneu_message_free(message);
    }
}

/* ---- States ------------------------------------------------------------------------------------------------- */

static void test_nothing_can_be_read_before_finish(void **state)
{
    pneu_message *message;
    pneu_span span;
    pneu_str bytes = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_push(message, small, sizeof small - 1), PNEU_OK);
    assert_int_equal(pneu_message_part_count(message), 0);
    assert_int_equal(pneu_message_line_ending(message), PNEU_LINE_ENDING_NONE);
    assert_int_equal(pneu_message_defect_record_count(message), 0);
    pneu_part_header_span(message, 0, &span);
    assert_int_equal(span.length, 0);
    assert_int_equal(pneu_part_bytes(message, 0, &span, &bytes), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_message_load(message), PNEU_ERR_STATE);
    assert_int_equal(pneu_message_finish(message), PNEU_OK);
    assert_int_equal(pneu_message_part_count(message), 1);
    assert_int_equal(pneu_message_size(message), sizeof small - 1);
    pneu_message_free(message);
}

static void test_calls_out_of_order(void **state)
{
    pneu_message *message;
    (void)state;
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_finish(message), PNEU_OK);
    assert_int_equal(pneu_message_finish(message), PNEU_ERR_STATE);
    assert_int_equal(pneu_message_push(message, small, 1), PNEU_ERR_STATE);
    pneu_message_reset(message);
    assert_int_equal(pneu_message_push(message, small, 1), PNEU_OK);
    pneu_message_free(message);
}

static void test_wrong_arguments(void **state)
{
    static const pneu_alloc no_function = {NULL, NULL};
    pneu_message *message = NULL;
    (void)state;
    assert_int_equal(pneu_message_new(3, NULL, NULL, &message), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_new(-1, NULL, NULL, &message), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, &no_function, &message), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_parse(NULL, 1, NULL, NULL, &message), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_parse(small, 1, NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_null(message);
    assert_int_equal(pneu_message_push(NULL, small, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_finish(NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_load(NULL), PNEU_ERR_ARGUMENT);
    message = parse(NULL, 0);
    assert_int_equal(pneu_message_parse_again(message, NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_part_count(message), 1);
    pneu_message_free(message);
    pneu_message_free(NULL);
    pneu_message_reset(NULL);
}

static void test_a_buffer_is_not_copied(void **state)
{
    pneu_str body = {NULL, 0};
    (void)state;
    pneu_message *message = parse(small, sizeof small - 1);
    assert_int_equal(pneu_part_body(message, 0, &body), PNEU_OK);
    assert_ptr_equal(body.ptr, small + sizeof small - 1 - body.len);
    pneu_message_free(message);
}

static void test_a_message_can_be_filled_in_any_way_again(void **state)
{
    pneu_message *message;
    pneu_field field;
    pneu_str body = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_message_new(PNEU_KEEP_OFFSETS, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(tree_stream(message, small, sizeof small - 1, WHOLE), PNEU_OK);
    assert_int_equal(pneu_part_field(message, 0, 0, &field), PNEU_ERR_NOT_KEPT);
    assert_int_equal(pneu_message_parse_again(message, small, sizeof small - 1), PNEU_OK);
    assert_int_equal(pneu_part_body(message, 0, &body), PNEU_OK);
    pneu_message_reset(message);
    assert_int_equal(pneu_message_part_count(message), 0);
    assert_int_equal(pneu_message_size(message), 0);
    assert_int_equal(tree_stream(message, small, sizeof small - 1, WHOLE), PNEU_OK);
    assert_int_equal(pneu_part_body(message, 0, &body), PNEU_ERR_NOT_KEPT);
    pneu_message_free(message);
}

/* ---- Memory ------------------------------------------------------------------------------------------------- */

/* A multipart with `parts` encoded messages. */
static void add_mail(text *out, unsigned parts)
{
    text_print(out, "From: a@example.com\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n");
    for (unsigned i = 0; i < parts; i++) {
        text_print(out, "--b\r\n");
        text_add_wrapped(out, (pneu_str){small, sizeof small - 1});
        text_print(out, "\r\n");
    }
    text_print(out, "--b--\r\n");
}

static void test_a_warm_message_with_decoded_messages_costs_no_call(void **state)
{
    failing_alloc memory;
    pneu_message *message;
    text mail = {NULL, 0, 0};
    (void)state;
    add_mail(&mail, 12);
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_message_parse(mail.ptr, mail.len, NULL, &memory.alloc, &message), PNEU_OK);
    assert_int_equal(pneu_message_part_count(message), 25);
    assert_int_equal(pneu_message_parse_again(message, mail.ptr, mail.len), PNEU_OK);
    size_t before = memory.calls;
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(pneu_message_parse_again(message, mail.ptr, mail.len), PNEU_OK);
    assert_int_equal(memory.calls, before);
    pneu_message_free(message);
    failing_alloc_check_clean(&memory);
    text_free(&mail);
}

static void test_reset_keeps_no_more_than_the_ceiling(void **state)
{
    enum {
        CEILING = 40000
    };
    failing_alloc memory;
    pneu_options *options;
    pneu_message *message;
    text mail = {NULL, 0, 0};
    (void)state;
    add_mail(&mail, 400);
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_KEPT_MEMORY, CEILING), PNEU_OK);
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, options, &memory.alloc, &message), PNEU_OK);
    assert_int_equal(tree_stream(message, mail.ptr, mail.len, WHOLE), PNEU_OK);
    assert_int_equal(pneu_message_load(message), PNEU_OK);
    size_t used = memory.live;
    pneu_message_reset(message);
    assert_true(used > 100000);
    assert_in_range(memory.live, 1, 2 * CEILING); /* the message's own, and the parser's */
    pneu_message_free(message);
    failing_alloc_check_clean(&memory);
    pneu_options_free(options);
    text_free(&mail);
}

/* A reader that was freed is kept for the next one, within the ceiling. */
static void test_a_reader_is_kept_within_the_ceiling(void **state)
{
    static const struct {
        int64_t ceiling;
        size_t requests; /* of the reader after a reset */
    } rows[] = {{1 << 20, 0}, {1, 1}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        failing_alloc memory;
        pneu_options *options;
        pneu_message *message;
        pneu_body_reader *reader;
        assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
        assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_KEPT_MEMORY, rows[i].ceiling), PNEU_OK);
        failing_alloc_init(&memory, FAIL_NEVER, 0);
        assert_int_equal(pneu_message_parse(small, sizeof small - 1, options, &memory.alloc, &message), PNEU_OK);
        assert_int_equal(pneu_body_reader_new(message, 0, &reader), PNEU_OK);
        pneu_body_reader_free(reader);
        assert_int_equal(pneu_message_parse_again(message, small, sizeof small - 1), PNEU_OK);
        size_t before = memory.requests;
        assert_int_equal(pneu_body_reader_new(message, 0, &reader), PNEU_OK);
        assert_int_equal(memory.requests - before, rows[i].requests);
        pneu_body_reader_free(reader);
        pneu_message_free(message);
        failing_alloc_check_clean(&memory);
        pneu_options_free(options);
    }
}

static void test_a_failed_push_stays_failed_until_reset(void **state)
{
    failing_alloc memory;
    pneu_message *message;
    (void)state;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, &memory.alloc, &message), PNEU_OK);
    memory.fail = FAIL_FROM_ON;
    memory.fail_at = 1;
    assert_int_equal(pneu_message_push(message, small, 10), PNEU_ERR_MEMORY);
    memory.fail = FAIL_NEVER;
    assert_int_equal(pneu_message_push(message, small, 10), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_message_finish(message), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_message_load(message), PNEU_ERR_MEMORY);
    assert_int_equal(pneu_message_part_count(message), 0);
    pneu_message_reset(message);
    assert_int_equal(tree_stream(message, small, sizeof small - 1, WHOLE), PNEU_OK);
    assert_int_equal(pneu_message_part_count(message), 1);
    pneu_message_free(message);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line_endings),
        cmocka_unit_test(test_nothing_can_be_read_before_finish),
        cmocka_unit_test(test_calls_out_of_order),
        cmocka_unit_test(test_wrong_arguments),
        cmocka_unit_test(test_a_buffer_is_not_copied),
        cmocka_unit_test(test_a_message_can_be_filled_in_any_way_again),
        cmocka_unit_test(test_a_warm_message_with_decoded_messages_costs_no_call),
        cmocka_unit_test(test_reset_keeps_no_more_than_the_ceiling),
        cmocka_unit_test(test_a_reader_is_kept_within_the_ceiling),
        cmocka_unit_test(test_a_failed_push_stays_failed_until_reset),
    };
    return RUN_TESTS(tests);
}
