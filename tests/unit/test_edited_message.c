/* An edited message read again: the numbers of its parts, and edits of what was put in. */
#include "support/edit_run.h"
#include "support/edit_steps.h"
#include "support/failing_alloc.h"
#include "support/test.h"

#define GONE PNEU_NO_PART
#define MOST 8

static const struct {
    const char *name;
    const char *message;
    edit_step steps[4];
    uint32_t numbers[MOST]; /* of all parts that were read */
    uint32_t count;         /* of parts afterwards */
} rows[] = {
    {"nothing", MULTI INNER TWO CLOSE, {{0}}, {0, 1, 2, 3}, 4},
    {"a field on top", MULTI ONE CLOSE, {{SET, 0, "x", 0}, {SET, 1, "x", 0}}, {0, 1}, 2},
    {"a part before", MULTI INNER TWO CLOSE, {{BEFORE, 1, NEW, 0}}, {0, 2, 3, 4}, 5},
    {"a multipart before", MULTI INNER TWO CLOSE, {{BEFORE, 3, MULTI ONE TWO CLOSE, 0}}, {0, 1, 2, 6}, 7},
    {"a part behind", MULTI INNER TWO CLOSE, {{AFTER, 2, NEW, 0}}, {0, 1, 2, 4}, 5},
    {"a part replaced", MULTI INNER TWO CLOSE, {{REPLACE, 1, NEW, 0}}, {0, 1, GONE, 2}, 3},
    {"a leaf becomes a multipart", MULTI INNER TWO CLOSE, {{REPLACE, 2, MULTI ONE CLOSE, 0}}, {0, 1, 2, 4}, 5},
    {"the message replaced", MULTI INNER TWO CLOSE, {{REPLACE, 0, NEW, 0}}, {0, GONE, GONE, GONE}, 1},
    {"a part removed", MULTI INNER TWO CLOSE, {{REMOVE, 1, NULL, 0}}, {0, GONE, GONE, 1}, 2},
    {"a part wrapped", MULTI INNER TWO CLOSE, {{WRAP, 2, "w", 0}, {WRAP, 2, "v", 0}}, {0, 1, 4, 5}, 6},
    {"the message wrapped", MULTI INNER TWO CLOSE, {{WRAP, 0, "w", 0}}, {0, 2, 3, 4}, 5},
    {"behind a delimiter without a line end", MULTI "--b", {{AFTER, 1, NEW, 0}}, {0, 1}, 3},
    {"in front of it, too", MULTI "--b", {{SET, 1, "x", 0}, {AFTER, 1, NEW, 0}}, {0, 1}, 3},
    {"behind a cut header around a message",
     MULTI "--b\nContent-Type: message/rfc822",
     {{AFTER, 1, NEW, 0}},
     {0, 1, 2},
     4},
    {"a boundary changed", MULTI INNER TWO CLOSE, {{BODY, 2, "--b", 0}, {BEFORE, 1, NEW, 0}}, {0, 2, 3, 4}, 5},
    {"parts without a byte",
     "Content-Type: multipart/digest; boundary=b\n\n--b\n--b\n--b--\n",
     {{BEFORE, 1, NEW, 0}},
     {0, 3, 4, 5, 6},
     7},
    {"a decoded message",
     MULTI "--b\nContent-Type: message/rfc822\n" CTE "base64\n\nQTogMQoKeAo=\n" TWO CLOSE,
     {{BEFORE, 1, NEW, 0}},
     {0, 2, 3, 4},
     5},
    {"a decoded message replaced",
     MULTI "--b\nContent-Type: message/rfc822\n" CTE "base64\n\nQTogMQoKeAo=\n" TWO CLOSE,
     {{REPLACE, 1, NEW, 0}},
     {0, 1, GONE, 2},
     3},
    {"a decoded message with another body",
     MULTI "--b\nContent-Type: message/rfc822\n" CTE "base64\n\nQTogMQoKeAo=\n" TWO CLOSE,
     {{BODY, 1, "B: 1\n\n", PNEU_ENCODING_BASE64}},
     {0, 1, GONE, 3},
     4},
};

static pneu_message *parse(const char *mail, const pneu_alloc *alloc)
{
    pneu_message *message = NULL;
    assert_int_equal(pneu_message_parse(mail, strlen(mail), NULL, alloc, &message), PNEU_OK);
    return message;
}

static void test_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint32_t numbers[MOST];
        pneu_message *message = parse(rows[i].message, NULL), *made;
        assert_true(pneu_message_part_count(message) <= MOST);
        for (const edit_step *step = rows[i].steps; step->what != STEP_END; step++)
            assert_int_equal(edit_step_do(message, step), PNEU_OK);
        assert_int_equal(pneu_message_parse_edited(message, NULL, NULL, numbers, &made), PNEU_OK);
        for (uint32_t part = 0; part < pneu_message_part_count(message); part++)
            if (numbers[part] != rows[i].numbers[part])
                fail_msg("%s: part %u has number %d", rows[i].name, (unsigned)part, (int)numbers[part]);
        assert_int_equal(pneu_message_part_count(made), rows[i].count);
        pneu_message_free(message);
        pneu_message_free(made);
    }
}

#define A "Content-Type: multipart/mixed; boundary=a\n\n--a\n\nx\n"
#define A_CLOSE "--a--\n"
#define B "--a\nContent-Type: multipart/mixed; boundary=b\n"

/* What was put in is edited, added to, and taken away: each step in the message that the one before it made. */
static const struct {
    edit_step step;
    const char *written;
} steps[] = {
    {{AFTER, 1, MULTI ONE TWO CLOSE, 0}, A B "\n" ONE TWO CLOSE "\n" A_CLOSE},
    {{SET, 2, "1", 0}, A B "S: 1\n\n" ONE TWO CLOSE "\n" A_CLOSE},
    {{BODY, 3, "y", 0}, A B "S: 1\n\n--b\nA: 1\n\ny\n" TWO CLOSE "\n" A_CLOSE},
    {{CHILD, 2, NEW, 0}, A B "S: 1\n\n" BNEW "--b\nA: 1\n\ny\n" TWO CLOSE "\n" A_CLOSE},
    {{REMOVE, 4, NULL, 0}, A B "S: 1\n\n" BNEW TWO CLOSE "\n" A_CLOSE},
    {{WRAP, 4, "w", 0},
     A B "S: 1\n\n" BNEW "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\n\ntwo\n--w--\n" CLOSE "\n" A_CLOSE},
    {{REMOVE, 2, NULL, 0}, A A_CLOSE},
};

static void test_edits_of_what_was_put_in(void **state)
{
    text written = {NULL, 0, 0};
    pneu_message *message = parse(A A_CLOSE, NULL), *made;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        assert_int_equal(edit_step_do(message, &steps[i].step), PNEU_OK);
        assert_int_equal(pneu_message_parse_edited(message, NULL, NULL, NULL, &made), PNEU_OK);
        pneu_message_free(message);
        message = made;
        assert_int_equal(edit_write(&written, message, 0, 0, 100), PNEU_OK);
        assert_string_equal(written.ptr, steps[i].written);
    }
    pneu_message_free(message);
    text_free(&written);
}

static void test_memory_failure(void **state)
{
    text before = {NULL, 0, 0}, after = {NULL, 0, 0};
    (void)state;
    for (size_t at = 1, is_over = 0; !is_over; at++) {
        failing_alloc memory;
        uint32_t numbers[4];
        pneu_message *message = parse(MULTI INNER TWO CLOSE, NULL), *made = NULL;
        assert_int_equal(edit_step_do(message, &(edit_step){BEFORE, 1, MULTI ONE CLOSE, 0}), PNEU_OK);
        assert_int_equal(edit_write(&before, message, 0, 0, 100), PNEU_OK);
        failing_alloc_init(&memory, FAIL_ONCE, at);
        pneu_status status = pneu_message_parse_edited(message, NULL, &memory.alloc, numbers, &made);
        is_over = memory.refused == 0;
        assert_int_equal(status, is_over ? PNEU_OK : PNEU_ERR_MEMORY);
        assert_int_equal(made != NULL, is_over);
        pneu_message_free(made);
        assert_int_equal(edit_write(&after, message, 0, 0, 100), PNEU_OK);
        assert_string_equal(before.ptr, after.ptr);
        pneu_message_free(message);
        failing_alloc_check_clean(&memory);
    }
    text_free(&before);
    text_free(&after);
}

static void test_what_is_refused(void **state)
{
    pneu_message *message, *made;
    (void)state;
    assert_int_equal(pneu_message_parse_edited(NULL, NULL, NULL, NULL, &made), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_new(PNEU_KEEP_HEADERS, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_parse_edited(message, NULL, NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_parse_edited(message, NULL, NULL, NULL, &made), PNEU_ERR_STATE);
    assert_int_equal(pneu_message_finish(message), PNEU_OK);
    assert_int_equal(pneu_message_parse_edited(message, NULL, NULL, NULL, &made), PNEU_ERR_NOT_KEPT);
    pneu_message_free(message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_edits_of_what_was_put_in),
        cmocka_unit_test(test_memory_failure),
        cmocka_unit_test(test_what_is_refused),
    };
    return RUN_TESTS(tests);
}
