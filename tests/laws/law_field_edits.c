/*
 * The streaming field edits do what the same edits on a tree do, on every known file and on noise, however input and
 * output are cut.
 */
#include "pneu/field_edit.h"
#include "support/edit_run.h"
#include "support/files.h"
#include "support/stage_run.h"
#include "support/test.h"

enum {
    REMOVE = PNEU_PUT_PREPEND + 1,
    RENAME
};

typedef struct rule {
    int32_t what;
    const char *name;
    const char *value;
} rule;

/* A list ends with an entry without a name. */
static const rule lists[][8] = {
    {{PNEU_PUT_PREPEND, "Received", "from a by b; Sat, 21 Nov 2026 09:05:00 +0100"}, {0, NULL, NULL}},
    {{PNEU_PUT_SET, "Subject", "new"}, {PNEU_PUT_ADD, "X-New", "new"}, {REMOVE, "Received", NULL}, {0, NULL, NULL}},
    {{RENAME, "To", "X-To"}, {PNEU_PUT_SET, "To", "a@b.example"}, {PNEU_PUT_SET, "X-To", "x"}, {0, NULL, NULL}},
    {{PNEU_PUT_PREPEND, "From", "x@y.example"},
     {PNEU_PUT_SET, "From", "z@y.example"},
     {RENAME, "From", "Sender"},
     {PNEU_PUT_ADD, "From", "w@y.example"},
     {PNEU_PUT_PREPEND, "From", "v@y.example"},
     {0, NULL, NULL}},
    {{PNEU_PUT_PREPEND, "A", "2"},
     {PNEU_PUT_PREPEND, "B", "3"},
     {REMOVE, "A", NULL},
     {PNEU_PUT_SET, "B", "4"},
     {0, NULL, NULL}},
    {{0, NULL, NULL}},
};

static pneu_str str(const char *s)
{
    pneu_str made = {s, strlen(s)};
    return made;
}

static void edit_tree(pneu_message *message, const rule *rules)
{
    for (; rules->name != NULL; rules++) {
        pneu_status status = PNEU_OK;
        if (rules->what == REMOVE)
            status = pneu_part_remove_fields(message, 0, str(rules->name));
        else if (rules->what == RENAME)
            status = pneu_part_rename_fields(message, 0, str(rules->name), str(rules->value));
        else
            status = pneu_part_put_field(message, 0, rules->what, str(rules->name), str(rules->value));
        assert_true(status == PNEU_OK || (status == PNEU_ERR_NOT_FOUND && rules->what >= REMOVE));
    }
}

static pneu_field_editor *make_editor(const rule *rules)
{
    pneu_field_editor *editor;
    assert_int_equal(pneu_field_editor_new(NULL, &editor), PNEU_OK);
    for (; rules->name != NULL; rules++) {
        if (rules->what == REMOVE)
            assert_int_equal(pneu_field_editor_remove(editor, str(rules->name)), PNEU_OK);
        else if (rules->what == RENAME)
            assert_int_equal(pneu_field_editor_rename(editor, str(rules->name), str(rules->value)), PNEU_OK);
        else
            assert_int_equal(pneu_field_editor_put(editor, rules->what, str(rules->name), str(rules->value)), PNEU_OK);
    }
    return editor;
}

/* The line end of what is put is that of the header; where it has none the editor cannot know that of the body. */
static int has_line_end(pneu_message *message)
{
    pneu_span header;
    pneu_str bytes;
    pneu_part_header_span(message, 0, &header);
    assert_int_equal(pneu_part_bytes(message, 0, &header, &bytes), PNEU_OK);
    return pneu_message_line_ending(message) == PNEU_LINE_ENDING_NONE || memchr(bytes.ptr, '\n', bytes.len) != NULL;
}

static void check_file(void *ctx, const test_file *file)
{
    static const chunking cuts[] = {{0, 1, 0}, {0, 3, 0}, {0, 300, 0x7a11}, {0, SIZE_MAX, 0}};
    (void)ctx;
    if (file->len > 100000)
        return;
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        pneu_message *message = edit_parse(file->bytes, file->len);
        pneu_str in = {file->bytes, file->len};
        text expected = {NULL, 0, 0}, out = {NULL, 0, 0};
        edit_tree(message, lists[i]);
        assert_int_equal(edit_write(&expected, message, 0, PNEU_WRITE_EXACT, 4096), PNEU_OK);
        pneu_field_editor *editor = make_editor(lists[i]);
        for (size_t k = file->len > 3000 ? 2 : 0; has_line_end(message) && k < COUNT_OF(cuts); k++) {
            text_clear(&out);
            pneu_status status = stage_run(pneu_field_editor_stage(editor), in, cuts[k], k % 2 == 0 ? 512 : 5, &out);
            assert_int_equal(status, PNEU_DONE);
            assert_true(text_is_same(file->name, &expected, &out));
            pneu_field_editor_reset(editor);
        }
        pneu_field_editor_free(editor);
        pneu_message_free(message);
        text_free(&expected);
        text_free(&out);
    }
}

static void test_every_file(void **state)
{
    (void)state;
    (void)for_each_known_file(check_file, NULL);
}

static void test_noise(void **state)
{
    (void)state;
    for_each_noise(250, 7919, 900, check_file, NULL);
}

static void test_short_messages(void **state)
{
    static const char *const mails[] = {"",
                                        "\n",
                                        "A: 1",
                                        "From x",
                                        "From x\n",
                                        "\xef\xbb\xbf",
                                        "\xef\xbb\xbf"
                                        "A: 1\n",
                                        " x\n",
                                        " x",
                                        "body\nbody\n",
                                        "A: 1\n\nx",
                                        "\r\n",
                                        "From: a\r\nB: 2",
                                        "junk\nA: 1\n",
                                        "From x\n y\nA: 1\n",
                                        "A: 1\njunk\njunk\n",
                                        "\xef\xbb\xbf"
                                        "From x\n\nx",
                                        "x",
                                        "-",
                                        "--b"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mails); i++) {
        test_file file = {mails[i], mails[i], strlen(mails[i])};
        check_file(NULL, &file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short_messages),
        cmocka_unit_test_teardown(test_every_file, tell_file_at_work),
        cmocka_unit_test_teardown(test_noise, tell_file_at_work),
    };
    return RUN_TESTS(tests);
}
