/* Boundaries for multiparts that edits make: what is too like a line or another boundary, and what is made instead. */
#include "edit/fresh_boundary.h"

#include "support/edit_steps.h"
#include "support/test.h"
#include "support/text.h"

#define OTHER "Content-Type: multipart/mixed; boundary=w1\n\n--w1\n\nx\n--w1--\n"

/* A multipart with the boundary "z" in a message in base64. */
#define ENCODED                                                                                                        \
    "--b\nContent-Type: message/rfc822\n" CTE "base64\n\n"                                                             \
    "Q29udGVudC1UeXBlOiBtdWx0aXBhcnQvbWl4ZWQ7IGJvdW5kYXJ5PXoKCi0tegoKeAotLXotLQo=\n"

static const struct row {
    const char *name;
    const char *message;
    edit_step steps[2]; /* made before; STEP_END: none */
    uint32_t part;
    const char *content; /* what is about to be put there, or NULL */
    const char *boundary;
    pneu_status status;
} rows[] = {
    {"another", MULTI ONE TWO CLOSE, {{0}}, 1, NULL, "w", PNEU_OK},
    {"a line of the part", MULTI "--b\n\n--w\n" TWO CLOSE, {{0}}, 1, NULL, "w", PNEU_ERR_BOUNDARY},
    {"a line that begins so", MULTI "--b\n\n--wx\n" TWO CLOSE, {{0}}, 1, NULL, "w", PNEU_ERR_BOUNDARY},
    {"not at the start of a line", MULTI "--b\n\n --w\n" TWO CLOSE, {{0}}, 1, NULL, "w", PNEU_OK},
    {"a line of another part", MULTI ONE "--b\n\n--w\n" CLOSE, {{0}}, 1, NULL, "w", PNEU_OK},
    {"a line of a part in it", MULTI ONE "--b\n\n--w\n" CLOSE, {{0}}, 0, NULL, "w", PNEU_ERR_BOUNDARY},
    {"that around", MULTI ONE TWO CLOSE, {{0}}, 1, NULL, "b", PNEU_ERR_BOUNDARY},
    {"longer than that around", MULTI ONE TWO CLOSE, {{0}}, 1, NULL, "bb", PNEU_ERR_BOUNDARY},
    {"that two levels around", MULTI INNER CLOSE, {{0}}, 2, NULL, "bb", PNEU_ERR_BOUNDARY},
    {"longer than one in it", MULTI INNER CLOSE, {{0}}, 0, NULL, "cc", PNEU_ERR_BOUNDARY},
    {"longer than one beside", MULTI INNER TWO CLOSE, {{0}}, 3, NULL, "cc", PNEU_OK},
    {"one in an encoded message", MULTI ENCODED CLOSE, {{0}}, 0, NULL, "z", PNEU_OK},
    {"a boundary that stands nowhere",
     MULTI "--b\nContent-Type: multipart/mixed\n\nx\n" CLOSE,
     {{0}},
     1,
     NULL,
     "w",
     PNEU_OK},
    {"around, made by an edit", MULTI ONE TWO CLOSE, {{WRAP, 1, "w", 0}}, 1, NULL, "ww", PNEU_ERR_BOUNDARY},
    {"beside, made by an edit", MULTI ONE TWO CLOSE, {{WRAP, 1, "w", 0}}, 2, NULL, "ww", PNEU_OK},
    {"in it, made by an edit", MULTI ONE TWO CLOSE, {{WRAP, 1, "w", 0}}, 0, NULL, "ww", PNEU_ERR_BOUNDARY},
    {"around all, made by an edit", MULTI ONE TWO CLOSE, {{WRAP, 0, "w", 0}}, 1, NULL, "ww", PNEU_ERR_BOUNDARY},
    {"a new body", MULTI ONE TWO CLOSE, {{BODY, 1, "--w", 0}}, 1, NULL, "w", PNEU_ERR_BOUNDARY},
    {"a new body beside", MULTI ONE TWO CLOSE, {{BODY, 1, "--w", 0}}, 2, NULL, "w", PNEU_OK},
    {"a new part at the very end", MULTI ONE, {{AFTER, 1, "\n--w", 0}}, 0, NULL, "w", PNEU_ERR_BOUNDARY},
    {"a line of the content", MULTI ONE CLOSE, {{0}}, 0, "\n--w", "w", PNEU_ERR_BOUNDARY},
    {"a boundary of the content", MULTI ONE CLOSE, {{0}}, 0, OTHER, "w12", PNEU_ERR_BOUNDARY},
    {"content without it", MULTI ONE CLOSE, {{0}}, 0, OTHER, "v", PNEU_OK},
};

static pneu_message *parse(const char *mail)
{
    pneu_message *message;
    assert_int_equal(pneu_message_parse(mail, strlen(mail), NULL, NULL, &message), PNEU_OK);
    return message;
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct row *row = &rows[i];
        pneu_message *message = parse(row->message);
        pneu_i_content content;
        uint64_t bad;
        if (row->steps[0].what != STEP_END)
            assert_int_equal(edit_step_do(message, &row->steps[0]), PNEU_OK);
        if (row->content != NULL)
            assert_int_equal(pneu_i_entity_prepare(message, pneu_i_str(row->content), &content, &bad), PNEU_OK);
        pneu_status status = pneu_i_boundary_check(message, row->part, row->content != NULL ? &content : NULL,
                                                   pneu_i_str(row->boundary));
        if (status != row->status)
            fail_msg("%s: %s", row->name, pneu_status_name(status));
        pneu_message_free(message);
    }
}

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* What is made within multiparts in one another whose boundaries are one letter each. */
static pneu_status choose_in(const char *letters, char *first)
{
    text mail = {NULL, 0, 0};
    pneu_str made = {"", 0};
    for (const char *c = letters; *c != 0; c++)
        text_print(&mail, "Content-Type: multipart/mixed; boundary=\"%c\"\n\n--%c\n", *c, *c);
    text_print(&mail, "\nbody\n");
    pneu_message *message = parse(mail.ptr);
    pneu_status status = pneu_i_boundary_choose(message, pneu_message_part_count(message) - 1, NULL, &made);
    *first = status == PNEU_OK ? made.ptr[0] : 0;
    pneu_message_free(message);
    text_free(&mail);
    return status;
}

static void test_attempts(void **state)
{
    static const struct {
        const char *around;
        char first;
    } attempts[] = {{"", '='}, {"A", '='}, {"=", 'A'}, {"=A", 'B'}, {"CBA=", 'D'}, {"=" LETTERS, 0}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(attempts); i++) {
        char first;
        pneu_status status = choose_in(attempts[i].around, &first);
        assert_int_equal(first, attempts[i].first);
        assert_int_equal(status, first != 0 ? PNEU_OK : PNEU_ERR_BOUNDARY);
    }
}

/* Around one part go more multiparts than there are letters. */
static void test_many_around_one(void **state)
{
    pneu_message *message = parse(MULTI ONE CLOSE);
    (void)state;
    for (int i = 0; i < 100; i++)
        assert_int_equal(pneu_part_wrap(message, 1, pneu_i_str("mixed"), pneu_i_str("")), PNEU_OK);
    pneu_message_free(message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_attempts),
        cmocka_unit_test(test_many_around_one),
    };
    return RUN_TESTS(tests);
}
