/* The streaming field editor: order of edits, what is refused, misuse, memory. Law: tests/laws/law_field_edits.c. */
#include "pneu/field_edit.h"

#include "support/failing_alloc.h"
#include "support/test.h"
#include "support/text.h"

static pneu_str str(const char *s)
{
    pneu_str made = {s, s != NULL ? strlen(s) : 0};
    return made;
}

static pneu_status run(pneu_field_editor *editor, const char *mail, text *out)
{
    char piece[7];
    size_t len;
    text_clear(out);
    text_print(out, "%s", "");
    pneu_status status = pneu_field_editor_push(editor, mail, strlen(mail));
    while (status == PNEU_OK && (status = pneu_field_editor_read(editor, piece, sizeof piece, &len)) == PNEU_OK)
        text_add(out, piece, len);
    if (status == PNEU_MORE)
        status = pneu_field_editor_finish(editor);
    while (status == PNEU_OK && (status = pneu_field_editor_read(editor, piece, sizeof piece, &len)) == PNEU_OK)
        text_add(out, piece, len);
    return status;
}

static pneu_status give_edits(pneu_field_editor *editor)
{
    pneu_status status = pneu_field_editor_put(editor, PNEU_PUT_PREPEND, str("Received"), str("from a"));
    if (status == PNEU_OK)
        status = pneu_field_editor_put(editor, PNEU_PUT_SET, str("A"), str("x"));
    if (status == PNEU_OK)
        status = pneu_field_editor_put(editor, PNEU_PUT_ADD, str("C"), str("y"));
    if (status == PNEU_OK)
        status = pneu_field_editor_put(editor, PNEU_PUT_ADD, str("D"), str("z"));
    if (status == PNEU_OK)
        status = pneu_field_editor_remove(editor, str("d"));
    return status == PNEU_OK ? pneu_field_editor_rename(editor, str("B"), str("E")) : status;
}

static const char mail[] = "A: 1\nB: 2\n 3\na: 4\nD: 5\n\nbody\n";
static const char edited[] = "Received: from a\nA: x\nE: 2\n 3\nC: y\n\nbody\n";

static void test_edits_one_after_the_other(void **state)
{
    pneu_field_editor *editor;
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_field_editor_new(NULL, &editor), PNEU_OK);
    assert_int_equal(give_edits(editor), PNEU_OK);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(run(editor, mail, &out), PNEU_DONE);
        assert_string_equal(out.ptr, edited);
        pneu_field_editor_reset(editor);
        assert_int_equal(run(editor, "A: 1\r\nB: 2", &out), PNEU_DONE);
        assert_string_equal(out.ptr, "Received: from a\r\nA: x\r\nE: 2\r\nC: y\r\n");
        pneu_field_editor_reset(editor);
    }
    pneu_field_editor_free(editor);
    text_free(&out);
}

static void test_other_edits_for_the_next_message(void **state)
{
    pneu_field_editor *editor;
    text out = {NULL, 0, 0};
    char value[8];
    (void)state;
    assert_int_equal(pneu_field_editor_new(NULL, &editor), PNEU_OK);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(give_edits(editor), PNEU_OK);
        pneu_field_editor_clear(editor);
        (void)snprintf(value, sizeof value, "%d", round);
        assert_int_equal(pneu_field_editor_put(editor, PNEU_PUT_ADD, str("X"), str(value)), PNEU_OK);
        assert_int_equal(run(editor, "B: 1\n\nbody\n", &out), PNEU_DONE);
        assert_int_equal(out.ptr[8] - '0', round);
        assert_int_equal(out.len, strlen("B: 1\nX: 0\n\nbody\n"));
        assert_int_equal(pneu_field_editor_put(editor, PNEU_PUT_ADD, str("X"), str("y")), PNEU_ERR_STATE);
        pneu_field_editor_clear(editor);
    }
    pneu_field_editor_free(editor);
    text_free(&out);
}

static void test_a_field_longer_than_the_limit(void **state)
{
    static const char *const wanted[] = {"X", "A", NULL};
    pneu_field_editor *editor;
    text long_mail = {NULL, 0, 0}, out = {NULL, 0, 0};
    (void)state;
    text_print(&long_mail, "X: 1\n");
    while (long_mail.len < 300000)
        text_print(&long_mail, " more of it\n");
    text_print(&long_mail, "A: 1\n\nbody\n");
    for (size_t i = 0; wanted[i] != NULL; i++) {
        assert_int_equal(pneu_field_editor_new(NULL, &editor), PNEU_OK);
        assert_int_equal(pneu_field_editor_remove(editor, str(wanted[i])), PNEU_OK);
        assert_int_equal(run(editor, long_mail.ptr, &out), PNEU_DONE);
        if (i == 0)
            assert_string_equal(out.ptr, "A: 1\n\nbody\n");
        else
            assert_int_equal(out.len, long_mail.len - 5);
        pneu_field_editor_free(editor);
    }
    text_free(&long_mail);
    text_free(&out);
}

static void test_what_is_refused(void **state)
{
    static const struct {
        const char *name;
        const char *value;
        int32_t argument;
        uint64_t offset;
    } rows[] = {{"A", "x\ny", 4, 1}, {"A", "x\ry", 4, 1},     {"A b", "x", 3, 1}, {"", "x", 3, 0},
                {NULL, "x", 3, 0},   {"A", "\xc3\xa9", 4, 0}, {"A:", "x", 3, 1}};
    pneu_field_editor *editor;
    pneu_edit_error error;
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_field_editor_new(NULL, &editor), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(pneu_field_editor_put(editor, PNEU_PUT_ADD, str(rows[i].name), str(rows[i].value)),
                         PNEU_ERR_ARGUMENT);
        assert_int_equal(pneu_field_editor_error(editor, &error), PNEU_OK);
        assert_int_equal(error.status, PNEU_ERR_ARGUMENT);
        assert_int_equal(error.argument, rows[i].argument);
        assert_int_equal(error.offset, rows[i].offset);
    }
    assert_int_equal(pneu_field_editor_put(editor, 7, str("A"), str("x")), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_editor_rename(editor, str("A"), str("B\r")), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_editor_remove(editor, str(NULL)), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_editor_set_format(editor, 8), PNEU_ERR_ARGUMENT);
    assert_int_equal(run(editor, mail, &out), PNEU_DONE);
    assert_string_equal(out.ptr, mail);
    pneu_field_editor_reset(editor);
    assert_int_equal(pneu_field_editor_set_format(editor, PNEU_FORMAT_UTF8), PNEU_OK);
    assert_int_equal(pneu_field_editor_put(editor, PNEU_PUT_SET, str("D"), str("\xc3\xa9")), PNEU_OK);
    assert_int_equal(run(editor, "\nx", &out), PNEU_DONE);
    assert_string_equal(out.ptr, "D: \xc3\xa9\n\nx");
    pneu_field_editor_free(editor);
    text_free(&out);
}

static void test_calls_out_of_place(void **state)
{
    pneu_field_editor *editor;
    char out[100];
    size_t len;
    (void)state;
    assert_int_equal(pneu_field_editor_new(NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_editor_new(NULL, &editor), PNEU_OK);
    assert_int_equal(pneu_field_editor_read(editor, out, 0, &len), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_editor_read(editor, out, sizeof out, &len), PNEU_MORE);
    assert_int_equal(pneu_field_editor_push(editor, NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_field_editor_push(editor, "A: 1\n\nb", 7), PNEU_OK);
    assert_int_equal(pneu_field_editor_push(editor, "A: 1\n\nb", 7), PNEU_ERR_STATE);
    assert_int_equal(pneu_field_editor_finish(editor), PNEU_ERR_STATE);
    assert_int_equal(pneu_field_editor_remove(editor, str("A")), PNEU_ERR_STATE);
    assert_int_equal(pneu_field_editor_read(editor, out, 1, &len), PNEU_OK);
    assert_int_equal(pneu_field_editor_push(editor, "x", 1), PNEU_ERR_STATE);
    assert_int_equal(pneu_field_editor_read(editor, out, sizeof out, &len), PNEU_OK);
    assert_int_equal(pneu_field_editor_read(editor, out, sizeof out, &len), PNEU_MORE);
    assert_int_equal(pneu_field_editor_finish(editor), PNEU_OK);
    assert_int_equal(pneu_field_editor_read(editor, out, sizeof out, &len), PNEU_DONE);
    assert_int_equal(pneu_field_editor_push(editor, "x", 1), PNEU_ERR_STATE);
    assert_int_equal(pneu_field_editor_finish(editor), PNEU_ERR_STATE);
    pneu_field_editor_free(editor);
    pneu_field_editor_free(NULL);
    pneu_field_editor_reset(NULL);
}

static void test_memory_failure(void **state)
{
    text out = {NULL, 0, 0};
    (void)state;
    for (size_t at = 1, is_over = 0; !is_over; at++) {
        pneu_field_editor *editor = NULL;
        failing_alloc memory;
        failing_alloc_init(&memory, FAIL_ONCE, at);
        pneu_status status = pneu_field_editor_new(&memory.alloc, &editor);
        if (status == PNEU_OK)
            status = give_edits(editor);
        if (status == PNEU_OK) {
            status = run(editor, mail, &out);
            if (status == PNEU_ERR_MEMORY) {
                pneu_field_editor_reset(editor);
                status = run(editor, mail, &out);
            }
            assert_int_equal(status, PNEU_DONE);
            assert_string_equal(out.ptr, edited);
        } else {
            assert_int_equal(status, PNEU_ERR_MEMORY);
        }
        pneu_field_editor_free(editor);
        is_over = memory.refused == 0;
        failing_alloc_check_clean(&memory);
    }
    text_free(&out);
}

/* A body of any length takes no memory. */
static void test_memory_is_constant(void **state)
{
    static char block[65536];
    static char out[70000];
    pneu_field_editor *editor;
    failing_alloc memory;
    size_t len, written = 0;
    (void)state;
    memset(block, 'x', sizeof block);
    memcpy(block, "A: 1\n\n", 6);
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(pneu_field_editor_new(&memory.alloc, &editor), PNEU_OK);
    assert_int_equal(give_edits(editor), PNEU_OK);
    for (int i = 0; i < 256; i++) {
        assert_int_equal(pneu_field_editor_push(editor, block, sizeof block), PNEU_OK);
        while (pneu_field_editor_read(editor, out, sizeof out, &len) == PNEU_OK)
            written += len;
    }
    assert_true(written > 256 * sizeof block);
    assert_true(memory.peak < 32768);
    pneu_field_editor_free(editor);
    failing_alloc_check_clean(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_other_edits_for_the_next_message),
        cmocka_unit_test(test_edits_one_after_the_other),
        cmocka_unit_test(test_a_field_longer_than_the_limit),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_calls_out_of_place),
        cmocka_unit_test(test_memory_failure),
        cmocka_unit_test(test_memory_is_constant),
    };
    return RUN_TESTS(tests);
}
