/* Plans and filters as objects: late bytes, misuse, reuse, notes, and memory that runs out. */
#include "support/test.h"

#include <stdlib.h>

#include "pneu/filter.h"
#include "support/ascii_run.h"
#include "support/failing_alloc.h"
#include "support/must.h"
#include "support/stage_run.h"

/* ---- One pass ---------------------------------------------------------------------------------------------------- */

#define E_ACUTE "\xC3\xA9\r\n"
#define TEXT "Content-Type: text/plain\r\n\r\n"
#define MIXED "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
#define PART "--b\r\n\r\nx\r\n"

/* `len` bytes of ASCII lines between a head and a tail. */
static text late_message(const char *head, size_t len, const char *tail)
{
    text message = {NULL, 0, 0};
    text_add(&message, head, strlen(head));
    for (size_t i = 0; i < len; i++)
        text_add(&message, i % 50 == 48 ? "\r" : i % 50 == 49 ? "\n" : "x", 1);
    text_add(&message, tail, strlen(tail));
    return message;
}

static void check_late(const text *message, int has_spool, pneu_status expected)
{
    ascii_way way = {.is_one_pass = 1, .has_spool = has_spool, .how = {0, 1000, 0}};
    ascii_result result;
    ascii_run(&way, message->ptr, message->len, &result);
    assert_int_equal(result.status, expected);
    ascii_must_keep_law(&way, message->ptr, message->len, &result);
    ascii_result_free(&result);
}

static void test_late_bytes(void **state)
{
    static const struct {
        const char *head;
        size_t len;
        const char *tail;
        pneu_status without_spool, with_spool;
    } rows[] = {
        {TEXT, 65500, E_ACUTE, PNEU_OK, PNEU_OK},
        {TEXT, 65550, E_ACUTE, PNEU_ERR_LATE_8BIT, PNEU_OK},
        {TEXT, 3000000, E_ACUTE, PNEU_ERR_LATE_8BIT, PNEU_OK},
        {MIXED, 65550, E_ACUTE PART "--b--\r\n", PNEU_ERR_LATE_8BIT, PNEU_ERR_LATE_8BIT},
        {MIXED PART "--b--\r\n", 65550, E_ACUTE, PNEU_ERR_LATE_8BIT, PNEU_ERR_LATE_8BIT},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text message = late_message(rows[i].head, rows[i].len, rows[i].tail);
        check_late(&message, 0, rows[i].without_spool);
        check_late(&message, 1, rows[i].with_spool);
        text_free(&message);
    }
}

/* In one pass a fresh boundary is in use before anybody knows what the lines behind it are like. It has one letter. */
static void test_a_line_like_the_fresh_boundary(void **state)
{
    int refused = 0;
    (void)state;
    for (char letter = 'A'; letter <= 'Z'; letter++) {
        ascii_way way = {.is_one_pass = 1, .how = WHOLE};
        ascii_result result;
        text message = {NULL, 0, 0};
        text_print(&message,
                   "Content-Type: multipart/mixed; boundary=\"\xC3\xA9\"\r\n\r\n--\xC3\xA9\r\n\r\n--=_pneu_%c_0_\r\n"
                   "--\xC3\xA9--\r\n",
                   letter);
        ascii_run(&way, message.ptr, message.len, &result);
        refused += result.status == PNEU_ERR_BOUNDARY;
        ascii_must_keep_law(&way, message.ptr, message.len, &result);
        ascii_result_free(&result);
        text_free(&message);
    }
    assert_int_equal(refused, 1);
}

/* ---- The objects ------------------------------------------------------------------------------------------------- */

static void test_misuse(void **state)
{
    pneu_ascii_choices odd = {3, 0, 0, {0}};
    pneu_ascii_plan *plan;
    pneu_ascii *ascii;
    pneu_str other = {"other \xE9", 7};
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_ascii_plan_new(NULL, &odd, NULL, &plan), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_ascii_plan_new(NULL, NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_ascii_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_ascii_new_planned(plan, NULL, &ascii), PNEU_ERR_STATE);
    assert_int_equal(pneu_ascii_plan_push(plan, "a\r\n", 3), PNEU_OK);
    assert_int_equal(pneu_ascii_plan_finish(plan), PNEU_OK);
    assert_int_equal(pneu_ascii_plan_push(plan, "a", 1), PNEU_ERR_STATE);
    assert_int_equal(pneu_ascii_plan_finish(plan), PNEU_ERR_STATE);
    assert_int_equal(pneu_ascii_new_planned(plan, NULL, &ascii), PNEU_OK);
    assert_int_equal(stage_run(pneu_ascii_stage(ascii), other, WHOLE, 0, &out), PNEU_ERR_CHANGED);
    text_free(&out);
    pneu_ascii_free(ascii);
    pneu_ascii_plan_free(plan);
}

/* Nothing leaves that is not 7-bit, whatever the plan says. */
static void test_another_end_than_planned(void **state)
{
    pneu_ascii_plan *plan;
    pneu_ascii *ascii;
    pneu_str other = {"A: b\r\n\r\nx\r", 10};
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_ascii_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_ascii_plan_push(plan, "A: b\r\n\r\nxy", 10), PNEU_OK);
    assert_int_equal(pneu_ascii_plan_finish(plan), PNEU_OK);
    assert_int_equal(pneu_ascii_new_planned(plan, NULL, &ascii), PNEU_OK);
    assert_int_equal(stage_run(pneu_ascii_stage(ascii), other, WHOLE, 0, &out), PNEU_ERR_CHANGED);
    text_free(&out);
    pneu_ascii_free(ascii);
    pneu_ascii_plan_free(plan);
}

static void test_notes(void **state)
{
    static const char in[] = "DKIM-Signature: v=1\r\nSubject: \xC3\xA9\r\nMessage-ID: <\xC3\xA9@x>\r\n\r\n";
    pneu_ascii_choices choices = {.on_unrepresentable = PNEU_UNREPRESENTABLE_DROP};
    pneu_ascii_plan *plan;
    (void)state;
    assert_int_equal(pneu_ascii_plan_new(NULL, &choices, NULL, &plan), PNEU_OK);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(pneu_ascii_plan_push(plan, in, sizeof in - 1), PNEU_OK);
        assert_null(pneu_ascii_plan_note(plan, 0));
        assert_int_equal(pneu_ascii_plan_finish(plan), PNEU_OK);
        const pneu_note *note = pneu_ascii_plan_note(plan, 0);
        assert_int_equal(note->kind, PNEU_ASCII_DROPPED);
        assert_int_equal(note->offset, 34);
        assert_memory_equal(note->field.ptr, "Message-ID", 10);
        note = pneu_ascii_plan_note(plan, 1);
        assert_int_equal(note->kind, PNEU_ASCII_SIGNATURE);
        assert_int_equal(note->offset, 0);
        assert_null(pneu_ascii_plan_note(plan, 2));
        pneu_ascii_plan_reset(plan);
    }
    assert_int_equal(pneu_ascii_plan_push(plan, in, 21), PNEU_OK); /* the signature alone: nothing is changed */
    assert_int_equal(pneu_ascii_plan_finish(plan), PNEU_OK);
    assert_null(pneu_ascii_plan_note(plan, 0));
    pneu_ascii_plan_free(plan);
}

#define FOLD "\r\n xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* A field that is over the parser's limit and not ASCII, between a head and a tail. */
static text over_limit(const char *head, const char *tail)
{
    text message = {NULL, 0, 0};
    text_print(&message, "%sX-Long: \xC3\xA9", head);
    while (message.len < 110000)
        text_print(&message, FOLD);
    text_print(&message, "\r\n%s", tail);
    return message;
}

/* It is not written anew: it goes, and with it the lines that are no field. */
static void test_a_field_over_the_limit(void **state)
{
    text message = over_limit("From a b\r\nA: 1\r\n", "B: 2\r\n\r\nx\r\n");
    (void)state;
    for (int is_one_pass = 0; is_one_pass < 2; is_one_pass++) {
        ascii_way way = {.is_one_pass = is_one_pass, .how = {0, 1000, 0}};
        ascii_result result;
        ascii_run(&way, message.ptr, message.len, &result);
        assert_int_equal(result.status, PNEU_ERR_UNREPRESENTABLE);
        assert_int_equal(result.refusal.offset, 16);
        assert_string_equal(result.field, "X-Long");
        ascii_result_free(&result);
        way.choices.on_unrepresentable = PNEU_UNREPRESENTABLE_DROP;
        ascii_run(&way, message.ptr, message.len, &result);
        assert_int_equal(result.status, PNEU_OK);
        assert_string_equal(result.out.ptr, "A: 1\r\nB: 2\r\n\r\nx\r\n");
        assert_int_equal(result.summary.losses, 2);
        ascii_must_keep_law(&way, message.ptr, message.len, &result);
        ascii_result_free(&result);
    }
    text_free(&message);
}

/* What is told of it; and that it may not go from what is signed. */
static void test_notes_of_a_field_over_the_limit(void **state)
{
    pneu_ascii_choices choices = {.on_unrepresentable = PNEU_UNREPRESENTABLE_DROP};
    pneu_ascii_plan *plan;
    pneu_refusal refusal;
    text message = over_limit("A: 1\r\n", "\r\nx\r\n");
    text in_signed =
        over_limit("Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n", "\r\nx\r\n--b\r\n\r\ns\r\n--b--\r\n");
    (void)state;
    assert_int_equal(pneu_ascii_plan_new(NULL, &choices, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_ascii_plan_push(plan, message.ptr, message.len), PNEU_OK);
    assert_int_equal(pneu_ascii_plan_finish(plan), PNEU_OK);
    const pneu_note *note = pneu_ascii_plan_note(plan, 0);
    assert_int_equal(note->kind, PNEU_ASCII_DROPPED);
    assert_int_equal(note->offset, 6);
    assert_int_equal(note->field.len, 6);
    assert_memory_equal(note->field.ptr, "X-Long", 6);
    assert_null(pneu_ascii_plan_note(plan, 1));
    pneu_ascii_plan_reset(plan);
    assert_int_equal(pneu_ascii_plan_push(plan, in_signed.ptr, in_signed.len), PNEU_ERR_SIGNED);
    pneu_ascii_plan_refusal(plan, &refusal);
    assert_int_equal(refusal.offset, strstr(in_signed.ptr, "X-Long") - in_signed.ptr);
    pneu_ascii_plan_free(plan);
    text_free(&message);
    text_free(&in_signed);
}

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

static void sweep(const char *in, int index)
{
    for (size_t fail_at = 1;; fail_at++) {
        failing_alloc memory;
        failing_alloc_init(&memory, FAIL_ONCE, fail_at);
        ascii_way way = {.is_one_pass = index > 0, .has_spool = index > 1, .how = {0, 40, 0}, .alloc = &memory.alloc};
        way.choices.on_unrepresentable = PNEU_UNREPRESENTABLE_DOWNGRADE;
        ascii_result result;
        ascii_run(&way, in, strlen(in), &result);
        failing_alloc_check_clean(&memory);
        pneu_status status = result.status;
        ascii_result_free(&result);
        assert_true(status == PNEU_ERR_MEMORY || memory.refused == 0);
        if (memory.refused == 0)
            return;
    }
}

static void test_memory_failure(void **state)
{
    static const char in[] =
        "DKIM-Signature: v=1\r\nFrom: J\xC3\xBCrgen <j@b\xC3\xBC.example>\r\nSubject: \xC3\xA9\r\n"
        "Content-Type: multipart/mixed; boundary=\"\xC3\xA9\"\r\nMIME-Version: 1.0\r\n\r\n\xC3\xA9\r\n--\xC3\xA9\r\n"
        "Content-Disposition: attachment; filename=\"\xC3\xA9\"\r\n\r\n\xC3\xA9 text\r\n--\xC3\xA9--\r\n";
    (void)state;
    for (int index = 0; index < 3; index++)
        sweep(in, index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_late_bytes),
        cmocka_unit_test(test_a_line_like_the_fresh_boundary),
        cmocka_unit_test(test_a_field_over_the_limit),
        cmocka_unit_test(test_notes_of_a_field_over_the_limit),
        cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_another_end_than_planned),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_memory_failure),
    };
    return RUN_TESTS(tests);
}
