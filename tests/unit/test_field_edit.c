/* The streaming field editor: order of edits, what is refused, misuse, memory. Law: tests/laws/law_field_edits.c. */
#include "pneu/field_edit.h"

#include "support/failing_alloc.h"
#include "support/stage_run.h"
#include "support/test.h"

static pneu_str str(const char *s)
{
    pneu_str made = {s, s != NULL ? strlen(s) : 0};
    return made;
}

static pneu_status run(pneu_field_editor *editor, const char *mail, text *out)
{
    text_clear(out);
    return stage_run(pneu_field_editor_stage(editor), str(mail), WHOLE, 7, out);
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
    static const char signed_mail[] = "DKIM-Signature: h=a:b\nA: 1\nD: 2\n\nbody\n";
    static const char wanted[] = "Received: from a\nDKIM-Signature: h=a:b\nA: x\nC: y\n\nbody\n";
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
            status = run(editor, signed_mail, &out);
            if (status == PNEU_ERR_MEMORY) {
                pneu_field_editor_reset(editor);
                status = run(editor, signed_mail, &out);
            }
            assert_int_equal(status, PNEU_DONE);
            assert_string_equal(out.ptr, wanted);
            assert_int_equal(pneu_field_editor_void_count(editor), 1);
        } else {
            assert_int_equal(status, PNEU_ERR_MEMORY);
        }
        pneu_field_editor_free(editor);
        is_over = memory.refused == 0;
        failing_alloc_check_clean(&memory);
    }
    text_free(&out);
}

/* ---- Signatures ------------------------------------------------------------------------------------------------- */

enum {
    REMOVE = PNEU_PUT_PREPEND + 1,
    RENAME
};

static const struct {
    int32_t what;
    const char *name;
    const char *value;
    const char *mail;
    uint32_t count;
} signed_rows[] = {
    {PNEU_PUT_PREPEND, "Received", "x", "DKIM-Signature: h=from:to\nFrom: a\n\n", 0},
    {PNEU_PUT_PREPEND, "From", "x", "DKIM-Signature: h=from:to\nFrom: a\n\n", 0},
    {PNEU_PUT_PREPEND, "From", "x", "DKIM-Signature: h=from:from\nFrom: a\n\n", 1},
    {PNEU_PUT_PREPEND, "To", "x", "From: a\nDKIM-Signature: h=from:to\n\n", 1},
    {PNEU_PUT_ADD, "From", "x", "DKIM-Signature: h=from\nFrom: a\n\n", 1},
    {PNEU_PUT_ADD, "X", "x", "DKIM-Signature: h=from\nFrom: a\n\n", 0},
    {PNEU_PUT_ADD, "X", "x", "DKIM-Signature: b=x\nFrom: a\n\n", 1},
    {PNEU_PUT_SET, "From", "x", "From: a\nFrom: b\nDKIM-Signature: h=from\n\n", 1},
    {PNEU_PUT_SET, "Subject", "x", "DKIM-Signature: h=from\nSubject: b\n\n", 0},
    {PNEU_PUT_SET, "Subject", "x", "DKIM-Signature: h=from:subject\nFrom: b\n\n", 1},
    {REMOVE, "To", NULL, "DKIM-Signature: h=from\nTo: b\n\n", 0},
    {REMOVE, "To", NULL, "DKIM-Signature: h=from:to\nTo: b\n\n", 1},
    {REMOVE, "To", NULL, "DKIM-Signature: h=from:to\nFrom: b\n\n", 0},
    {RENAME, "To", "X-To", "DKIM-Signature: h=from:to\nTo: b\n\n", 1},
    {RENAME, "X", "To", "DKIM-Signature: h=from:to\nX: b\nTo: b\n\n", 0},
    {RENAME, "X", "To", "DKIM-Signature: h=from:to\nTo: b\nX: b\n\n", 1},
    {REMOVE, "To", NULL, "DKIM-Signature: h=to\nARC-Message-Signature: h=TO\nARC-Seal: i=1\nTo: b\n\n", 2},
    {REMOVE, "ARC-Authentication-Results", NULL, "ARC-Seal: i=1\nARC-Authentication-Results: i=1\n\n", 1},
    {PNEU_PUT_PREPEND, "ARC-Authentication-Results", "i=2", "ARC-Seal: i=1\nARC-Authentication-Results: i=1\n\n", 0},
    {REMOVE, "DKIM-Signature", NULL, "DKIM-Signature: h=dkim-signature\nDKIM-Signature: h=from\n\n", 0},
    {PNEU_PUT_ADD, "DKIM-Signature", "h=from:from", "From: a\n\n", 0},
};

static void test_void_signatures(void **state)
{
    text out = {NULL, 0, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(signed_rows); i++) {
        pneu_field_editor *editor;
        pneu_str name = str(signed_rows[i].name), value = str(signed_rows[i].value);
        assert_int_equal(pneu_field_editor_new(NULL, &editor), PNEU_OK);
        if (signed_rows[i].what == REMOVE)
            assert_int_equal(pneu_field_editor_remove(editor, name), PNEU_OK);
        else if (signed_rows[i].what == RENAME)
            assert_int_equal(pneu_field_editor_rename(editor, name, value), PNEU_OK);
        else
            assert_int_equal(pneu_field_editor_put(editor, signed_rows[i].what, name, value), PNEU_OK);
        for (int round = 0; round < 2; round++) {
            assert_int_equal(pneu_field_editor_void_count(editor), 0);
            assert_int_equal(run(editor, signed_rows[i].mail, &out), PNEU_DONE);
            if (pneu_field_editor_void_count(editor) != signed_rows[i].count)
                fail_msg("row %d: %s", (int)i, signed_rows[i].mail);
            pneu_field_editor_reset(editor);
        }
        pneu_field_editor_free(editor);
    }
    assert_int_equal(pneu_field_editor_void_count(NULL), 0);
    text_free(&out);
}

/* ---- Hostile headers -------------------------------------------------------------------------------------------- */

/* Pushes the same bytes many times, cut anywhere; what comes out is added. */
static void push_times(pneu_field_editor *editor, const char *bytes, size_t times, size_t cut, text *out)
{
    char piece[4096];
    size_t len, whole = strlen(bytes);
    for (size_t i = 0; i < times; i++)
        for (size_t at = 0; at < whole; at += len) {
            size_t size = whole - at < cut ? whole - at : cut;
            assert_int_equal(pneu_field_editor_push(editor, bytes + at, size), PNEU_OK);
            while (pneu_field_editor_read(editor, piece, sizeof piece, &len) == PNEU_OK)
                text_add(out, piece, len);
            len = size;
        }
}

static void finish(pneu_field_editor *editor, text *out)
{
    char piece[4096];
    size_t len;
    assert_int_equal(pneu_field_editor_finish(editor), PNEU_OK);
    while (pneu_field_editor_read(editor, piece, sizeof piece, &len) == PNEU_OK)
        text_add(out, piece, len);
    assert_int_equal(pneu_field_editor_read(editor, piece, sizeof piece, &len), PNEU_DONE);
}

static size_t count_of(const text *in, const char *what)
{
    size_t count = 0;
    for (const char *at = in->ptr; (at = strstr(at, what)) != NULL; at++)
        count++;
    return count;
}

/* Header after header that never ends, in memory that does not grow; edits reach the last of its fields. */
static void test_endless_headers(void **state)
{
    static const struct {
        const char *name;
        const char *unit;
        size_t times;
    } rows[] = {
        {"fields", "X: y\n", 100000},
        {"one field", "  1234567890\n", 100000},
        {"one line", "1234567890", 120000},
        {"junk", "no field\nX: y\n", 50000},
        {"signatures", "DKIM-Signature: h=p\n", 50000},
        {"empty names", ": x\n", 100000},
        {"bare CR", "a\r", 100000},
        {"long fields", "X: 12345678901234567890\n\t12345678901234567890\n", 30000},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_field_editor *editor;
        failing_alloc memory;
        text out = {NULL, 0, 0};
        failing_alloc_init(&memory, FAIL_NEVER, 0);
        assert_int_equal(pneu_field_editor_new(&memory.alloc, &editor), PNEU_OK);
        assert_int_equal(pneu_field_editor_put(editor, PNEU_PUT_PREPEND, str("P"), str("1")), PNEU_OK);
        assert_int_equal(pneu_field_editor_put(editor, PNEU_PUT_ADD, str("N"), str("1")), PNEU_OK);
        assert_int_equal(pneu_field_editor_remove(editor, str("Bcc")), PNEU_OK);
        push_times(editor, "A: 1\n", 1, SIZE_MAX, &out);
        push_times(editor, rows[i].unit, rows[i].times, 3, &out);
        push_times(editor, "\nBcc: secret\n\nBcc: in the body\n", 1, SIZE_MAX, &out);
        finish(editor, &out);
        size_t passed = strlen("A: 1\n") + strlen(rows[i].unit) * rows[i].times;
        if (memory.peak > 600000)
            fail_msg("%s: %d bytes of memory", rows[i].name, (int)memory.peak);
        if (out.len < passed || count_of(&out, "P: 1\n") != 1 || count_of(&out, "N: 1\n") != 1)
            fail_msg("%s: %d bytes of %d", rows[i].name, (int)out.len, (int)passed);
        pneu_field_editor_free(editor);
        failing_alloc_check_clean(&memory);
        text_free(&out);
    }
}

/* No field is out of reach because of those before it. */
static void test_the_last_of_many_fields(void **state)
{
    pneu_field_editor *editor;
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_field_editor_new(NULL, &editor), PNEU_OK);
    assert_int_equal(pneu_field_editor_remove(editor, str("Bcc")), PNEU_OK);
    push_times(editor, "X: y\n", 5000, 1000, &out);
    push_times(editor, "Bcc: secret\n\nbody", 1, 1, &out);
    finish(editor, &out);
    assert_int_equal(out.len, 5000 * 5 + 5);
    assert_int_equal(count_of(&out, "secret"), 0);
    pneu_field_editor_free(editor);
    text_free(&out);
}

/* The line end of a long first line, cut between its two bytes. */
static void test_a_line_end_that_is_cut(void **state)
{
    for (size_t cut = 1; cut < 4; cut++) {
        pneu_field_editor *editor;
        text out = {NULL, 0, 0};
        (void)state;
        assert_int_equal(pneu_field_editor_new(NULL, &editor), PNEU_OK);
        assert_int_equal(pneu_field_editor_put(editor, PNEU_PUT_ADD, str("N"), str("1")), PNEU_OK);
        push_times(editor, "X:", 1, SIZE_MAX, &out);
        push_times(editor, "12345678901234567890", 10000, SIZE_MAX, &out);
        push_times(editor, "z\r\n\r\nbody", 1, cut, &out);
        finish(editor, &out);
        text_add(&out, "", 1);
        assert_string_equal(out.ptr + 200002, "z\r\nN: 1\r\n\r\nbody");
        pneu_field_editor_free(editor);
        text_free(&out);
    }
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
        cmocka_unit_test(test_void_signatures),
        cmocka_unit_test(test_endless_headers),
        cmocka_unit_test(test_the_last_of_many_fields),
        cmocka_unit_test(test_a_line_end_that_is_cut),
        cmocka_unit_test(test_memory_is_constant),
    };
    return RUN_TESTS(tests);
}
