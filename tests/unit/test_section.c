/* Section numbers, both ways: every part of each message, and numbers that name none. */
#include "pneu/tree.h"
#include "support/test.h"
#include "support/text.h"

#define MULTIPART(b) "Content-Type: multipart/mixed; boundary=" b "\r\n\r\n"
#define EMPTY_PART "--b\r\n\r\n"
#define MESSAGE "Content-Type: message/rfc822\r\n\r\n"

/* `sections`: that of each part in order, "-" where there is none, separated by blanks; `""` is the empty one. */
static const struct {
    const char *name;
    const char *message;
    const char *sections;
} messages[] = {
    {"single part", "Subject: x\r\n\r\nbody", "1"},
    {"empty input", "", "1"},
    {"multipart", MULTIPART("b") "--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n", "\"\" 1 2"},
    {"multipart without parts", MULTIPART("b") "nothing", "\"\""},
    {"multipart in a multipart",
     MULTIPART("b") "--b\r\n" MULTIPART("c") "--c\r\n\r\none\r\n--c\r\n\r\ntwo\r\n--c--\r\n--b\r\n\r\nthree\r\n--b--",
     "\"\" 1 1.1 1.2 2"},
    {"message with a single part", MULTIPART("b") "--b\r\n" MESSAGE "Subject: in\r\n\r\nx\r\n--b--", "\"\" 1 1.1"},
    {"message with a multipart",
     MULTIPART("b") "--b\r\n\r\none\r\n--b\r\n" MESSAGE MULTIPART("c") "--c\r\n\r\nx\r\n--c\r\n\r\ny\r\n--c--\r\n--b--",
     "\"\" 1 2 - 2.1 2.2"},
    {"message as the root", MESSAGE "Subject: in\r\n\r\nx", "1 1.1"},
    {"message as the root, with a multipart", MESSAGE MULTIPART("c") "--c\r\n\r\nx\r\n--c--", "1 - 1.1"},
    {"message in a message", MESSAGE MESSAGE "Subject: in\r\n\r\nx", "1 1.1 1.1.1"},
    {"ten parts",
     MULTIPART("b")
         EMPTY_PART EMPTY_PART EMPTY_PART EMPTY_PART EMPTY_PART EMPTY_PART EMPTY_PART EMPTY_PART EMPTY_PART EMPTY_PART
     "--b--",
     "\"\" 1 2 3 4 5 6 7 8 9 10"},
    {"inside a decoded message",
     "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogaW4NCg0KeA==", "1 -"},
};

static pneu_message *parse(const char *message)
{
    pneu_message *parsed;
    assert_int_equal(pneu_message_parse(message, strlen(message), NULL, NULL, &parsed), PNEU_OK);
    return parsed;
}

static void add_section(text *out, const pneu_message *message, uint32_t part)
{
    char section[64];
    size_t len;
    int32_t has;
    assert_int_equal(pneu_part_section(message, part, section, sizeof section, &len, &has), PNEU_OK);
    text_print(out, "%s%.*s", out->len > 0 ? " " : "", (int)len, section);
    if (len == 0)
        text_print(out, "%s", has ? "\"\"" : "-");
    assert_true(has || len == 0);
}

static void check_it_is_found(const char *name, const pneu_message *message, uint32_t part)
{
    char section[64];
    size_t len;
    int32_t has;
    uint32_t found = PNEU_NO_PART;
    assert_int_equal(pneu_part_section(message, part, section, sizeof section, &len, &has), PNEU_OK);
    if (!has)
        return;
    assert_int_equal(pneu_message_find_section(message, (pneu_str){section, len}, &found), PNEU_OK);
    if (found != part)
        fail_msg("%s: section %.*s is part %u", name, (int)len, section, found);
}

static void test_every_part_has_its_section(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        pneu_message *message = parse(messages[i].message);
        text sections = {NULL, 0, 0};
        for (uint32_t part = 0; part < pneu_message_part_count(message); part++) {
            add_section(&sections, message, part);
            check_it_is_found(messages[i].name, message, part);
        }
        if (strcmp(sections.ptr, messages[i].sections) != 0)
            fail_msg("%s: %s instead of %s", messages[i].name, sections.ptr, messages[i].sections);
        text_free(&sections);
        pneu_message_free(message);
    }
}

static void test_numbers_that_name_nothing(void **state)
{
    static const char *const wrong[] = {
        "0",    "3", "1.1", "2.3", "2.0", "01",    "1.",         ".1",
        "1..1", "x", "1x",  " 1",  "-1",  "2.1.1", "4294967297", "18446744073709551617"};
    (void)state;
    pneu_message *message = parse(messages[6].message);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        uint32_t part = 77;
        pneu_str section = {wrong[i], strlen(wrong[i])};
        if (pneu_message_find_section(message, section, &part) != PNEU_ERR_NOT_FOUND || part != 77)
            fail_msg("section \"%s\" is part %u", wrong[i], part);
    }
    pneu_message_free(message);
}

static void test_the_empty_section_is_the_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        uint32_t part = 77;
        pneu_message *message = parse(messages[i].message);
        assert_int_equal(pneu_message_find_section(message, (pneu_str){NULL, 0}, &part), PNEU_OK);
        assert_int_equal(part, 0);
        pneu_message_free(message);
    }
}

static void test_room_that_is_too_small(void **state)
{
    char section[4] = "....";
    size_t len = 9;
    int32_t has = 9;
    (void)state;
    pneu_message *message = parse(messages[4].message);
    assert_int_equal(pneu_part_section(message, 3, section, 2, &len, &has), PNEU_ERR_LIMIT);
    assert_int_equal(len, 9);
    assert_int_equal(pneu_part_section(message, 3, section, 3, &len, &has), PNEU_OK);
    assert_memory_equal(section, "1.2.", 4);
    assert_int_equal(pneu_part_section(message, 0, NULL, 0, &len, &has), PNEU_OK);
    assert_int_equal(len, 0);
    pneu_message_free(message);
}

static void test_misuse(void **state)
{
    char section[4];
    size_t len;
    int32_t has;
    uint32_t part;
    (void)state;
    pneu_message *message = parse(messages[4].message);
    assert_int_equal(pneu_part_section(message, 5, section, 4, &len, &has), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_section(message, 1, NULL, 4, &len, &has), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_section(message, 1, section, 4, NULL, &has), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_section(message, 1, section, 4, &len, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_section(NULL, 1, section, 4, &len, &has), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_find_section(message, (pneu_str){NULL, 1}, &part), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_find_section(message, (pneu_str){"1", 1}, NULL), PNEU_ERR_ARGUMENT);
    pneu_message_reset(message);
    assert_int_equal(pneu_message_find_section(message, (pneu_str){"1", 1}, &part), PNEU_ERR_NOT_FOUND);
    pneu_message_free(message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_part_has_its_section),
        cmocka_unit_test(test_numbers_that_name_nothing),
        cmocka_unit_test(test_the_empty_section_is_the_message),
        cmocka_unit_test(test_room_that_is_too_small),
        cmocka_unit_test(test_misuse),
    };
    return RUN_TESTS(tests);
}
