/* What the plain profile does not have is found: each row breaks one rule of it. */
#include "base/str.h"
#include "pneu/sanitise.h"
#include "sanitise/plain.h"
#include "support/plain_profile.h"
#include "support/test.h"

#define B20 "=_456789012345678901"
#define MULTIPART(boundary) "Content-Type: multipart/mixed; boundary=" boundary "\r\n\r\n"
#define ONE_PART "--" B20 "\r\nContent-Type: text/plain\r\n\r\nx\r\n--" B20 "--\r\n"

static const struct {
    const char *message;
    const char *fault; /* NULL: none */
} rows[] = {
    {"Content-Type: text/plain; charset=utf-8\r\nTo: \"(a)\" <a@x>\r\n\r\nx\r\n", NULL},
    {MULTIPART("\"" B20 "\"") ONE_PART, NULL},
    {"Content-Type: text/plain\r\nTo: undisclosed-recipients:;\r\n\r\n", NULL},
    {"Content-Type: image/png\r\nContent-Disposition: attachment; filename=\"a b\"\r\n\r\n", NULL},
    {"Content-Type: image/png\r\nContent-Disposition: attachment; filename*=UTF-8''%C3%A9\r\n\r\n", NULL},
    {"Content-Type: text/plain\r\nTo: \"a\\\"(b\" <c@x>\r\n\r\n", NULL},
    {"To: a@x\r\n\r\nx\r\n", "a part without a type, or with two"},
    {"Content-Type: text/plain\r\nTo: a@x (Ann)\r\n\r\n", "a comment"},
    {"Content-Type: text/plain (x)\r\n\r\n", "a comment"},
    {"Content-Type: text/plain\r\nDate: Sat, 21 Nov 2026 10:00:00 +0100 (CET)\r\n\r\n", "a comment"},
    {"Content-Type: text/plain\r\nTo: Team: a@x;\r\n\r\n", "a group"},
    {"Content-Type: text/plain; name=x\r\n\r\n", "a name in Content-Type"},
    {MULTIPART("A2345678901234567890") "--A2345678901234567890\r\n\r\n--A2345678901234567890--\r\n",
     "a boundary that is not plain"},
    {MULTIPART("\"short\"") "--short\r\n\r\n--short--\r\n", "a boundary that is not plain"},
    {MULTIPART("\"" B20 "\"") "x\r\n", "a multipart without parts"},
    {"Content-Type: image/png\r\nContent-Disposition: attachment; filename=e; filename*=UTF-8''%C3%A9\r\n\r\n",
     "a file name in another form"},
    {"Content-Type: image/png\r\nContent-Disposition: attachment; filename*=UTF-8''e\r\n\r\n",
     "a file name in another form"},
    {"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nRnJvbTogYUB4Cgo=\r\n",
     "a message that is encoded"},
};

static void faults_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_message *message;
        pneu_arena *arena;
        assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
        assert_int_equal(pneu_message_parse(rows[i].message, strlen(rows[i].message), NULL, NULL, &message), PNEU_OK);
        const char *fault = plain_profile_fault(message, 0, arena);
        int32_t is_plain;
        assert_int_equal(pneu_part_is_plain(message, 0, &is_plain), PNEU_OK);
        if (is_plain != (rows[i].fault == NULL)) /* the library's own idea of it */
            fail_msg("%s: %d", rows[i].message, (int)is_plain);
        if ((fault == NULL) != (rows[i].fault == NULL) || (fault != NULL && strcmp(fault, rows[i].fault) != 0))
            fail_msg("%s: %s", rows[i].message, fault != NULL ? fault : "no fault");
        pneu_message_free(message);
        pneu_arena_free(arena);
    }
}

static void line_ends_are_crlf(void **state)
{
    (void)state;
    assert_true(plain_profile_has_crlf(pneu_i_str("a\r\n\r\n")));
    assert_false(plain_profile_has_crlf(pneu_i_str("a\r\n\n")));
    assert_false(plain_profile_has_crlf(pneu_i_str("\n")));
    assert_false(plain_profile_has_crlf(pneu_i_str("a\rb\r\n")));
    assert_false(plain_profile_has_crlf(pneu_i_str("a")));
}

static void whole_messages_are_judged(void **state)
{
    static const struct {
        const char *bytes;
        int32_t is_plain;
    } messages[] = {
        {"Content-Type: text/plain\r\n\r\nx\r\n", 1},
        {"Content-Type: text/plain\n\nx\n", 0},
        {"From: a@x\r\n\r\nx\r\n", 0},
    };
    pneu_message *message;
    int32_t is_plain = 7;
    (void)state;
    assert_int_equal(pneu_message_is_plain(NULL, &is_plain), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_is_plain(NULL, 0, &is_plain), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_is_plain(message, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_is_plain(message, 0, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_is_plain(message, &is_plain), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_is_plain(message, 0, &is_plain), PNEU_ERR_NOT_FOUND);
    assert_false(pneu_i_is_plain_part(message, 0));
    assert_int_equal(is_plain, 7);
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        pneu_status status = pneu_message_parse_again(message, messages[i].bytes, strlen(messages[i].bytes));
        assert_int_equal(status, PNEU_OK);
        assert_int_equal(pneu_message_is_plain(message, &is_plain), PNEU_OK);
        assert_int_equal(is_plain, messages[i].is_plain);
    }
    pneu_message_free(message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_found),
        cmocka_unit_test(line_ends_are_crlf),
        cmocka_unit_test(whole_messages_are_judged),
    };
    return RUN_TESTS(tests);
}
