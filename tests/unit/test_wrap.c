/* Parts and messages that become the child of a new multipart. */
#include "support/edit_run.h"
#include "support/edit_steps.h"
#include "support/test.h"

static const edit_row rows[] = {
    /* wrapping */
    {"wrap a part",
     MULTI ONE TWO CLOSE,
     {{WRAP, 1, "w", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\nA: 1\n\none\n--w--\n" TWO CLOSE,
     ""},
    {"wrap it again, insert next to it",
     MULTI ONE CLOSE,
     {{WRAP, 1, "w", 0}, {WRAP, 1, "v", 0}, {AFTER, 1, NEW, 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=v\n\n--v\n"
           "Content-Type: multipart/mixed; boundary=w\n\n--w\nA: 1\n\none\n--w--\n--v--\n" BNEW CLOSE,
     ""},
    {"wrap a part without a body",
     MULTI BARE CLOSE,
     {{WRAP, 1, "w", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\n\n--w--\n" CLOSE,
     ""},
    {"wrap the last of an open multipart",
     MULTI "--b\n\nx",
     {{WRAP, 1, "w", 0}, {AFTER, 1, NEW, 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\n\nx\n--w--\n\n" BNEW CLOSE,
     "line-end@0 close@0 "},
    {"wrap what was edited",
     MULTI ONE CLOSE,
     {{SET, 1, "x", 0}, {WRAP, 1, "w", 0}, {BODY, 1, "y", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\nA: 1\nS: x\n\ny\n--w--\n" CLOSE,
     ""},
    {"wrap an 8-bit part",
     MULTI "--b\n" CTE "8bit\n\n\xc3\xa9\n" CLOSE,
     {{WRAP, 1, "w", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n" CTE "8bit\n\n--w\n" CTE "8bit\n\n\xc3\xa9\n--w--\n" CLOSE,
     ""},
    {"wrap a part of a digest",
     "Content-Type: multipart/digest; boundary=b\n\n--b\n\nA: 1\n\nx\n" CLOSE,
     {{WRAP, 1, "w", 0}},
     "Content-Type: multipart/digest; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=w\n\n"
     "--w\nContent-Type: message/rfc822\n\nA: 1\n\nx\n--w--\n" CLOSE,
     ""},
    {"wrap a part of a digest twice",
     "Content-Type: multipart/digest; boundary=b\n\n--b\n\nA: 1\n\nx\n" CLOSE,
     {{WRAP, 1, "w", 0}, {WRAP, 1, "v", 0}},
     "Content-Type: multipart/digest; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=v\n\n--v\n"
     "Content-Type: multipart/mixed; boundary=w\n\n--w\nContent-Type: message/rfc822\n\nA: "
     "1\n\nx\n--w--\n--v--\n" CLOSE,
     ""},
    {"wrap a part of a digest whose header begins with a blank",
     "Content-Type: multipart/digest; boundary=b\n\n--b\n x\nB: 1\n\nA: 1\n\nx\n" CLOSE,
     {{WRAP, 1, "w", 0}},
     "Content-Type: multipart/digest; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=w\n\n"
     "--w\n x\nContent-Type: message/rfc822\nB: 1\n\nA: 1\n\nx\n--w--\n" CLOSE,
     ""},
    {"wrap what ends in a header",
     MULTI "--b\nA: 1",
     {{WRAP, 0, "w", 0}},
     "Content-Type: multipart/mixed; boundary=w\nMIME-Version: 1.0\n\n--w\n" MULTI "--b\nA: 1\n--w--\n",
     "line-end@1 mime@0 "},
    {"wrap a part that ends with a CR",
     MULTI "--b\n\nx\r\r\n" CLOSE,
     {{WRAP, 1, "w", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\n\nx\r\r\n--w--\r\n" CLOSE,
     ""},
    {"a wrapped part becomes 8-bit",
     MULTI ONE TWO CLOSE,
     {{WRAP, 1, "w", 0}, {WRAP, 1, "v", 0}, {BODY, 1, "\xc3\xa9", PNEU_ENCODING_8BIT}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "8bit\n\n--b\nContent-Type: multipart/mixed; boundary=v\n" CTE
     "8bit\n\n--v\nContent-Type: multipart/mixed; boundary=w\n" CTE "8bit\n\n--w\nA: 1\n" CTE
     "8bit\n\n\xc3\xa9\n--w--\n--v--\n" TWO CLOSE,
     "encoding@0 "},
    {"a wrapped part in base64 becomes binary",
     MULTI "--b\n" CTE "base64\n\neA==\n" CLOSE,
     {{WRAP, 1, "w", 0}, {BODY, 1, "y", PNEU_ENCODING_BINARY}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "binary\n\n--b\nContent-Type: multipart/mixed; boundary=w\n" CTE
     "binary\n\n--w\n" CTE "binary\n\ny\n--w--\n" CLOSE,
     "encoding@0 "},
    {"wrap a part that became 8-bit",
     MULTI ONE TWO CLOSE,
     {{BODY, 1, "\xc3\xa9", PNEU_ENCODING_8BIT}, {WRAP, 1, "w", 0}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "8bit\n\n--b\nContent-Type: multipart/mixed; boundary=w\n" CTE
     "8bit\n\n--w\nA: 1\n" CTE "8bit\n\n\xc3\xa9\n--w--\n" TWO CLOSE,
     "encoding@0 "},
    {"8-bit in a wrapped message",
     MULTI ONE CLOSE,
     {{WRAP, 0, "w", 0}, {REPLACE, 1, "\n\xc3\xa9", 0}},
     "Content-Type: multipart/mixed; boundary=w\nMIME-Version: 1.0\n" CTE "8bit\n\n--w\n"
     "Content-Type: multipart/mixed; boundary=b\n" CTE "8bit\n\n--b\n\n\xc3\xa9\n" CLOSE "\n--w--\n",
     "mime@0 encoding@0 "},
    {"8-bit in a message that is wrapped, and says 7bit",
     CTE "7bit\n" MULTI ONE CLOSE,
     {{WRAP, 0, "w", 0}, {REPLACE, 1, "\n\xc3\xa9", 0}},
     "Content-Type: multipart/mixed; boundary=w\nMIME-Version: 1.0\n" CTE "8bit\n\n--w\n" CTE
     "8bit\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n\xc3\xa9\n" CLOSE "\n--w--\n",
     "mime@0 encoding@0 "},
    {"wrap a message",
     "A: 1\nContent-Type: text/html;\n charset=x\nContent-Id: <i>\nMIME-Version: 1.0\nContent-Length: 1\n\nx\n",
     {{WRAP, 0, "w", 0}},
     "A: 1\nContent-Type: multipart/mixed; boundary=w\nMIME-Version: 1.0\nContent-Length: 1\n\n"
     "--w\nContent-Type: text/html;\n charset=x\nContent-Id: <i>\n\nx\n\n--w--\n",
     "mime@0 "},
    {"wrap a plain message",
     "A: 1\n\nx",
     {{WRAP, 0, "w", 0}},
     "A: 1\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=w\n\n--w\n\nx\n--w--\n",
     "mime@0 "},
    {"wrap it twice",
     "A: 1\nMIME-Version: 1.0\n\nx",
     {{WRAP, 0, "w", 0}, {WRAP, 0, "v", 0}},
     "A: 1\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=v\n\n--v\nContent-Type: multipart/mixed; "
     "boundary=w\n\n"
     "--w\n\nx\n--w--\n\n--v--\n",
     "mime@0 "},
    {"wrap an empty message",
     "",
     {{WRAP, 0, "w", 0}},
     "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=w\r\n\r\n--w\r\n\r\n\r\n--w--\r\n",
     "line-end@0 mime@0 "},
    {"wrap a header without an end",
     "Content-Type: text/html",
     {{WRAP, 0, "w", 0}},
     "Content-Type: multipart/mixed; boundary=w\r\nMIME-Version: 1.0\r\n\r\n--w\r\nContent-Type: "
     "text/html\r\n\r\n\r\n--w--\r\n",
     "line-end@0 mime@0 "},
    {"wrap an 8-bit message",
     "MIME-Version: 1.0\n" CTE "8bit\n\n\xc3\xa9",
     {{WRAP, 0, "w", 0}},
     "MIME-Version: 1.0\n" CTE "8bit\nContent-Type: multipart/mixed; boundary=w\n\n--w\n" CTE
     "8bit\n\n\xc3\xa9\n--w--\n",
     "mime@0 "},
    {"wrap the message in a message",
     "Content-Type: message/rfc822\n\nMIME-Version: 1.0\n\nx",
     {{WRAP, 1, "w", 0}},
     "Content-Type: message/rfc822\n\nMIME-Version: 1.0\nContent-Type: multipart/mixed; "
     "boundary=w\n\n--w\n\nx\n--w--\n",
     "mime@1 "},
};

static void test_rows(void **state)
{
    (void)state;
    assert_int_equal(edit_rows_that_fail(rows, COUNT_OF(rows)), 0);
}

static void test_memory_failure(void **state)
{
    (void)state;
    edit_rows_without_memory(rows, COUNT_OF(rows));
}

static pneu_str str(const char *s)
{
    pneu_str made = {s, s != NULL ? strlen(s) : 0};
    return made;
}

static pneu_message *parse(const char *mail)
{
    pneu_message *message = NULL;
    return pneu_message_parse(mail, strlen(mail), NULL, NULL, &message) == PNEU_OK ? message : NULL;
}

static void test_the_boundary_that_is_made(void **state)
{
    text written = {NULL, 0, 0}, again = {NULL, 0, 0};
    (void)state;
    for (int round = 0; round < 2; round++) {
        pneu_message *message = parse(MULTI ONE TWO CLOSE);
        assert_int_equal(pneu_part_wrap(message, 1, str("mixed"), str("")), PNEU_OK);
        assert_int_equal(pneu_part_wrap(message, 1, str("mixed"), str(NULL)), PNEU_OK);
        assert_int_equal(pneu_part_wrap(message, 0, str("mixed"), str("")), PNEU_OK);
        assert_int_equal(edit_write(round == 0 ? &written : &again, message, 0, 0, 100), PNEU_OK);
        pneu_message_free(message);
    }
    assert_string_equal(written.ptr, again.ptr);
    pneu_message *message = parse(written.ptr);
    assert_int_equal(pneu_message_part_count(message), 6);
    assert_int_equal(edit_write(&again, message, 4, 0, 100), PNEU_OK);
    assert_string_equal(again.ptr, "A: 1\n\none");
    pneu_message_free(message);
    text_free(&written);
    text_free(&again);
}

/* Boundaries around that any fresh one would be like, but for its first letter. */
static void test_short_boundaries_around(void **state)
{
    static const char *const around[] = {"=", "=_", "A", "-", "=_0"};
    text written = {NULL, 0, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(around); i++) {
        text mail = {NULL, 0, 0};
        text_print(&mail, "Content-Type: multipart/mixed; boundary=\"%s\"\n\n--%s\n\none\n--%s--\n", around[i],
                   around[i], around[i]);
        pneu_message *message = parse(mail.ptr);
        assert_int_equal(pneu_part_wrap(message, 1, str("mixed"), str("")), PNEU_OK);
        assert_int_equal(pneu_part_wrap(message, 0, str("mixed"), str("")), PNEU_OK);
        assert_int_equal(edit_write(&written, message, 0, 0, 100), PNEU_OK);
        pneu_message_free(message);
        message = parse(written.ptr);
        assert_int_equal(pneu_message_part_count(message), 4);
        pneu_message_free(message);
        text_free(&mail);
    }
    text_free(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_memory_failure),
        cmocka_unit_test(test_the_boundary_that_is_made),
        cmocka_unit_test(test_short_boundaries_around),
    };
    return RUN_TESTS(tests);
}
