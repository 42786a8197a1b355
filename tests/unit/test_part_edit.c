/* Edits of parts: what the written message is, byte for byte, what it touched, and what is refused. */
#include "support/edit_run.h"
#include "support/edit_steps.h"
#include "support/test.h"

static const edit_row rows[] = {
    /* replacing */
    {"replace", MULTI ONE TWO CLOSE, {{REPLACE, 1, NEW, 0}}, MULTI BNEW TWO CLOSE, ""},
    {"replace the last", MULTI ONE TWO CLOSE "epi", {{REPLACE, 2, NEW, 0}}, MULTI ONE BNEW CLOSE "epi", ""},
    {"replace the last of an open multipart",
     MULTI ONE "--b\n\ntwo",
     {{REPLACE, 2, NEW, 0}},
     MULTI ONE "--b\n" NEW,
     ""},
    {"replace a part without a body", MULTI BARE TWO CLOSE, {{REPLACE, 1, NEW, 0}}, MULTI BNEW TWO CLOSE, ""},
    {"replace by a part without a body",
     MULTI ONE TWO CLOSE,
     {{REPLACE, 1, "N: 1\n\n", 0}},
     MULTI "--b\nN: 1\n\n\n" TWO CLOSE,
     ""},
    {"replace by a header only", MULTI ONE CLOSE, {{REPLACE, 1, "N: 1", 0}}, MULTI "--b\nN: 1\n\n\n" CLOSE, ""},
    {"replace by nothing", MULTI ONE CLOSE, {{REPLACE, 1, "", 0}}, MULTI "--b\n\n\n" CLOSE, ""},
    {"replace a part behind a delimiter without a line end",
     MULTI ONE "--b",
     {{REPLACE, 2, NEW, 0}},
     MULTI ONE "--b\n" NEW,
     "line-end@0 "},
    {"replace the message", MULTI ONE CLOSE, {{REPLACE, 0, NEW, 0}}, NEW, ""},
    {"replace the message in a message",
     "Content-Type: message/rfc822\n\nA: 1\n\nx\n",
     {{REPLACE, 1, NEW, 0}},
     "Content-Type: message/rfc822\n\n" NEW,
     ""},
    {"replace CRLF by LF",
     "A: 1\r\n"
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n",
     {{REPLACE, 1, NEW "\nx\r\n", 0}},
     "A: 1\r\n"
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nN: 1\r\n\r\nnew\r\nx\r\n\r\n--b--\r\n",
     ""},
    {"a binary body keeps its bytes",
     MULTI ONE CLOSE,
     {{REPLACE, 1, CTE "binary\r\n\r\n\r\n\n", 0}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "binary\n\n--b\n" CTE "binary\n\n\r\n\n\n" CLOSE,
     "encoding@0 "},
    {"replace drops what was edited there",
     MULTI ONE TWO CLOSE,
     {{SET, 1, "x", 0}, {BODY, 1, "y", 0}, {REPLACE, 1, NEW, 0}},
     MULTI BNEW TWO CLOSE,
     ""},
    {"8-bit raises encodings",
     MULTI INNER TWO CLOSE,
     {{REPLACE, 2, "\n\xc3\xa9", 0}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "8bit\n\n--b\nContent-Type: multipart/mixed; boundary=c\n" CTE
     "8bit\n"
     "\n--c\n\n\xc3\xa9\n--c--\n" TWO CLOSE,
     "encoding@1 encoding@0 "},
    {"8-bit raises them in place",
     CTE "7bit\n" MULTI ONE TWO CLOSE,
     {{REPLACE, 2, "\n\xc3\xa9", 0}},
     CTE "8bit\n" MULTI ONE "--b\n\n\xc3\xa9\n" CLOSE,
     "encoding@0 "},
    {"8-bit, as was said before",
     CTE "binary\n" MULTI ONE TWO CLOSE,
     {{REPLACE, 2, "\n\xc3\xa9", 0}},
     CTE "binary\n" MULTI ONE "--b\n\n\xc3\xa9\n" CLOSE,
     ""},
    {"a signed part",
     "Content-Type: multipart/signed; boundary=b\n\n" ONE TWO CLOSE,
     {{REPLACE, 1, NEW, 0}},
     "Content-Type: multipart/signed; boundary=b\n\n" BNEW TWO CLOSE,
     "signature@0 "},

    /* inserting */
    {"before", MULTI ONE TWO CLOSE, {{BEFORE, 1, NEW, 0}}, MULTI BNEW ONE TWO CLOSE, ""},
    {"behind what was edited behind a delimiter without a line end",
     MULTI "--b",
     {{SET, 1, "x", 0}, {WRAP, 1, "w", 0}, {AFTER, 1, NEW, 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=w\n\n--w\nS: x\n\n--w--\n\n" BNEW CLOSE,
     "line-end@0 line-end@1 close@0 "},
    {"before, with a preamble", MULTI "pre\n" ONE CLOSE, {{BEFORE, 1, NEW, 0}}, MULTI "pre\n" BNEW ONE CLOSE, ""},
    {"between", MULTI ONE TWO CLOSE, {{AFTER, 1, NEW, 0}}, MULTI ONE BNEW TWO CLOSE, ""},
    {"after", MULTI ONE TWO CLOSE "epi", {{AFTER, 2, NEW, 0}}, MULTI ONE TWO BNEW CLOSE "epi", ""},
    {"in order",
     MULTI ONE TWO CLOSE,
     {{AFTER, 1, "\n1", 0}, {BEFORE, 2, "\n2", 0}, {CHILD, 0, "\n3", 1}},
     MULTI ONE "--b\n\n1\n--b\n\n2\n--b\n\n3\n" TWO CLOSE,
     ""},
    {"as a child",
     MULTI ONE TWO CLOSE,
     {{CHILD, 0, "\n1", 0}, {CHILD, 0, "\n3", 9}},
     MULTI "--b\n\n1\n" ONE TWO "--b\n\n3\n" CLOSE,
     ""},
    {"behind a part without a body", MULTI BARE CLOSE, {{AFTER, 1, NEW, 0}}, MULTI BARE BNEW CLOSE, ""},
    {"behind the last of an open multipart",
     MULTI ONE "--b\n\ntwo",
     {{AFTER, 2, NEW, 0}, {AFTER, 2, "\n2", 0}},
     MULTI ONE "--b\n\ntwo\n" BNEW "--b\n\n2\n" CLOSE,
     "line-end@0 close@0 "},
    {"behind one that ends a line",
     MULTI ONE "--b\n\ntwo\n",
     {{AFTER, 2, NEW, 0}},
     MULTI ONE "--b\n\ntwo\n\n" BNEW CLOSE,
     "line-end@0 close@0 "},
    {"behind the last of an open inner multipart",
     MULTI "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n" TWO CLOSE,
     {{AFTER, 2, NEW, 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n--c\n" NEW "\n--c--\n" TWO CLOSE,
     "line-end@1 close@1 "},
    {"into a multipart without parts",
     MULTI "pre",
     {{CHILD, 0, NEW, 0}},
     MULTI "pre\n" BNEW CLOSE,
     "line-end@0 close@0 "},
    {"into an empty multipart", MULTI, {{CHILD, 0, NEW, 0}}, MULTI BNEW CLOSE, "close@0 "},
    {"into a header only",
     "Content-Type: multipart/mixed; boundary=b",
     {{CHILD, 0, NEW, 0}},
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nN: 1\r\n\r\nnew\r\n--b--\r\n",
     "line-end@0 close@0 "},
    {"into a multipart with a close delimiter only",
     MULTI "pre\n--b--\nepi",
     {{CHILD, 0, NEW, 0}},
     MULTI "pre\n" BNEW CLOSE "epi",
     ""},
    {"into a multipart with a boundary of control characters and windows-1252",
     "Content-Type: multipart/mixed; boundary=b\x16\xe9\x17\n\n",
     {{CHILD, 0, NEW, 0}},
     "Content-Type: multipart/mixed; boundary=b\x16\xe9\x17\n\n--b\x16\xe9\x17\n" NEW "\n--b\x16\xe9\x17--\n",
     "close@0 "},
    {"next to a nested multipart",
     MULTI INNER TWO CLOSE,
     {{AFTER, 1, NEW, 0}, {AFTER, 2, "\nx", 0}},
     MULTI "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n--c\n\nx\n--c--\n" BNEW TWO CLOSE,
     ""},
    {"a boundary that begins with a space",
     "Content-Type: multipart/mixed; boundary=\" b\"\n\n-- b\n\none\n-- b--\n",
     {{AFTER, 1, NEW, 0}, {BEFORE, 1, NEW, 0}},
     "Content-Type: multipart/mixed; boundary=\" b\"\n\n-- b\n" NEW "\n-- b\n\none\n-- b\n" NEW "\n-- b--\n",
     ""},
    {"a binary body that ends with a CR",
     MULTI ONE CLOSE,
     {{AFTER, 1, CTE "binary\n\nx\r", 0}, {BODY, 1, "y\r", PNEU_ENCODING_BINARY}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "binary\n\n--b\nA: 1\n" CTE "binary\n\ny\r\r\n--b\n" CTE
     "binary\n\nx\r\r\n" CLOSE,
     "encoding@0 "},

    /* removing */
    {"remove the first", MULTI ONE TWO CLOSE, {{REMOVE, 1, NULL, 0}}, MULTI TWO CLOSE, ""},
    {"remove the last", MULTI "pre\n" ONE TWO CLOSE "epi", {{REMOVE, 2, NULL, 0}}, MULTI "pre\n" ONE CLOSE "epi", ""},
    {"remove the last of an open multipart",
     MULTI ONE "--b\n\ntwo",
     {{REMOVE, 2, NULL, 0}},
     MULTI ONE CLOSE,
     "close@0 "},
    {"remove it behind an insertion",
     MULTI ONE "--b\n\ntwo",
     {{AFTER, 2, NEW, 0}, {REMOVE, 2, NULL, 0}},
     MULTI ONE BNEW CLOSE,
     "line-end@0 close@0 "},
    {"remove it before an insertion",
     MULTI ONE "--b\n\ntwo",
     {{REMOVE, 2, NULL, 0}, {AFTER, 1, NEW, 0}, {CHILD, 0, "\nx", 9}},
     MULTI ONE BNEW "--b\n\nx\n" CLOSE,
     "close@0 "},
    {"remove what was edited behind a delimiter without a line end",
     MULTI ONE "--b",
     {{SET, 2, "x", 0}, {REMOVE, 2, NULL, 0}},
     MULTI ONE CLOSE,
     "line-end@0 close@0 "},
    {"remove a part without a body", MULTI BARE TWO CLOSE, {{REMOVE, 1, NULL, 0}}, MULTI TWO CLOSE, ""},
    {"remove what was edited",
     MULTI ONE TWO CLOSE,
     {{WRAP, 1, "w", 0}, {SET, 1, "x", 0}, {REMOVE, 1, NULL, 0}},
     MULTI TWO CLOSE,
     ""},
    {"remove, insert where it was",
     MULTI ONE TWO CLOSE,
     {{BEFORE, 1, NEW, 0}, {REMOVE, 1, NULL, 0}, {CHILD, 0, "\nx", 0}},
     MULTI BNEW "--b\n\nx\n" TWO CLOSE,
     ""},
    {"remove all that were read",
     MULTI ONE TWO CLOSE,
     {{AFTER, 1, NEW, 0}, {REMOVE, 1, NULL, 0}, {REMOVE, 2, NULL, 0}},
     MULTI BNEW CLOSE,
     ""},
    {"8bit where 8bit is said",
     "Content-Transfer-Encoding:  8BIT\n" MULTI ONE CLOSE,
     {{REPLACE, 1, "\n\xC3\xA9", 0}},
     "Content-Transfer-Encoding:  8BIT\n" MULTI "--b\n\n\xC3\xA9\n" CLOSE,
     ""},
    {"after a new body of a part that ended with CR",
     MULTI "--b\n\none\r",
     {{BODY, 1, "two", 0}, {AFTER, 1, NEW, 0}},
     MULTI "--b\n\ntwo\n--b\n" NEW "\n" CLOSE,
     "line-end@0 close@0 "},
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

#define NESTED MULTI INNER TWO CLOSE
#define MULTI_TWICE "Content-Type: multipart/mixed; boundary=b\n" MULTI

static const struct {
    const char *name;
    const char *message;
    edit_step steps[3]; /* the last one is refused */
    pneu_status status;
    int32_t argument;
    uint64_t offset;
} refused[] = {
    {"not the boundary of a sibling", NESTED, {{REPLACE, 3, "\n--c", 0}}, PNEU_OK, 0, 0},
    {"a boundary in pieces",
     "Content-Type: multipart/mixed; boundary*0=b; boundary*1=c\n\n--bc\n\n--bc--\n",
     {{REPLACE, 1, "\n--bc", 0}},
     PNEU_ERR_BOUNDARY,
     3,
     0},
    {"a boundary with a quoted pair",
     "Content-Type: multipart/mixed; boundary=\"b\\b\"\n\n--bb\n\n--bb--\n",
     {{AFTER, 1, "\n--bb", 0}},
     PNEU_ERR_BOUNDARY,
     4,
     0},
    {"a second Content-Type", MULTI_TWICE ONE CLOSE, {{BODY, 1, "--b", 0}}, PNEU_ERR_BOUNDARY, 3, 0},
    {"another type was set",
     MULTI ONE CLOSE,
     {{TYPE, 0, "multipart/mixed; boundary=c", 0}, {BODY, 1, "--b", 0}},
     PNEU_ERR_BOUNDARY,
     3,
     0},
    {"a boundary in what is signed",
     "Content-Type: multipart/signed; boundary=s\n\n--s\n" MULTI ONE CLOSE "--s--\n",
     {{REPLACE, 2, "\n--b", 0}},
     PNEU_ERR_SIGNED,
     3,
     0},
    {"a boundary in a message that was wrapped",
     MULTI ONE CLOSE,
     {{WRAP, 0, "w", 0}, {BODY, 1, "--b", 0}},
     PNEU_ERR_BOUNDARY,
     3,
     0},
    {"a boundary of a new multipart", NESTED, {{WRAP, 2, "w", 0}, {REPLACE, 2, "\n--w", 0}}, PNEU_ERR_BOUNDARY, 3, 0},
    {"a boundary in an encoded body", NESTED, {{BODY, 2, "x\n--b", PNEU_ENCODING_BASE64}}, PNEU_OK, 0, 0},
    {"wrapping: the boundary is there", NESTED, {{WRAP, 1, "c", 0}}, PNEU_ERR_BOUNDARY, 4, 0},
    {"wrapping: the boundary is around", NESTED, {{WRAP, 2, "bb", 0}}, PNEU_ERR_BOUNDARY, 4, 0},
    {"wrapping: the boundary was put there",
     NESTED,
     {{REPLACE, 3, "\n--w", 0}, {WRAP, 0, "w", 0}},
     PNEU_ERR_BOUNDARY,
     4,
     0},
    {"wrapping: no boundary", NESTED, {{WRAP, 1, "a\"", 0}}, PNEU_ERR_ARGUMENT, 4, 1},
    {"wrapping: a space at its end", NESTED, {{WRAP, 1, "a ", 0}}, PNEU_ERR_ARGUMENT, 4, 1},
    {"junk in an entity", NESTED, {{REPLACE, 2, "A: 1\njunk\n\nx", 0}}, PNEU_ERR_ARGUMENT, 3, 5},
    {"no header in an entity", NESTED, {{REPLACE, 2, "just text\nand more\n", 0}}, PNEU_ERR_ARGUMENT, 3, 0},
    {"NULL for an entity", NESTED, {{REPLACE, 2, NULL, 0}}, PNEU_ERR_ARGUMENT, 3, 0},
    {"removing the message", NESTED, {{REMOVE, 0, NULL, 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"removing the only part", NESTED, {{REMOVE, 2, NULL, 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"removing the last part", NESTED, {{REMOVE, 1, NULL, 0}, {REMOVE, 3, NULL, 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"next to the message", NESTED, {{AFTER, 0, NEW, 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"into a leaf", NESTED, {{CHILD, 2, NEW, 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"in what was removed", NESTED, {{REMOVE, 1, NULL, 0}, {BODY, 2, "x", 0}}, PNEU_ERR_NOT_FOUND, 2, 0},
    {"in what was replaced", NESTED, {{REPLACE, 1, NEW, 0}, {SET, 1, "x", 0}}, PNEU_ERR_NOT_FOUND, 2, 0},
    {"the body of a multipart", NESTED, {{BODY, 0, "x", 0}}, PNEU_ERR_ARGUMENT, 2, 0},
    {"the body of what was wrapped", "A: 1\n\nx", {{WRAP, 0, "", 0}, {BODY, 0, "x", 0}}, PNEU_ERR_STATE, 2, 0},
    {"8-bit in 7bit", NESTED, {{BODY, 2, "xy\xc3\xa9", PNEU_ENCODING_7BIT}}, PNEU_ERR_ARGUMENT, 3, 2},
    {"a bare CR in 8bit", NESTED, {{BODY, 2, "x\ry", PNEU_ENCODING_8BIT}}, PNEU_ERR_ARGUMENT, 3, 1},
    {"uuencode", NESTED, {{BODY, 2, "x", PNEU_ENCODING_UUENCODE}}, PNEU_ERR_ARGUMENT, 4, 0},
    {"a text that is not UTF-8", NESTED, {{TEXT, 2, "x\xff", PNEU_ENCODING_BASE64}}, PNEU_ERR_ARGUMENT, 3, 1},
    {"a decoded part",
     "Content-Type: message/rfc822\n" CTE "base64\n\nQTogMQoKeAo=\n",
     {{BODY, 1, "x", 0}},
     PNEU_ERR_DECODED,
     2,
     0},
};

static void test_what_is_refused(void **state)
{
    text before = {NULL, 0, 0}, after = {NULL, 0, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        pneu_edit_error error;
        pneu_message *message = parse(refused[i].message);
        const edit_step *last = refused[i].steps;
        for (; last[1].what != STEP_END; last++)
            assert_int_equal(edit_step_do(message, last), PNEU_OK);
        assert_int_equal(edit_write(&before, message, 0, 0, 100), PNEU_OK);
        pneu_status status = edit_step_do(message, last);
        assert_int_equal(pneu_message_edit_error(message, &error), PNEU_OK);
        if (status != refused[i].status || error.status != status || error.argument != refused[i].argument ||
            error.offset != refused[i].offset)
            fail_msg("%s: %s, argument %d, offset %d", refused[i].name, pneu_status_name(status), (int)error.argument,
                     (int)error.offset);
        assert_int_equal(edit_write(&after, message, 0, 0, 100), PNEU_OK);
        assert_int_equal(strcmp(before.ptr, after.ptr) == 0, status != PNEU_OK);
        pneu_message_free(message);
    }
    text_free(&before);
    text_free(&after);
}

/* One part of an edited message, and the line ends of what was put in. */
static void test_forms_of_edited_parts(void **state)
{
    text written = {NULL, 0, 0};
    pneu_message *message = parse(MULTI ONE TWO CLOSE);
    (void)state;
    assert_int_equal(pneu_part_wrap(message, 1, str("mixed"), str("w")), PNEU_OK);
    assert_int_equal(pneu_part_put_field(message, 1, PNEU_PUT_ADD, str("S"), str("x")), PNEU_OK);
    assert_int_equal(pneu_part_set_body(message, 1, str("\n.\r\n"), PNEU_ENCODING_BINARY), PNEU_OK);
    assert_int_equal(pneu_part_replace(message, 2, str("\nx\n")), PNEU_OK);
    assert_int_equal(edit_write(&written, message, 1, 0, 5), PNEU_OK);
    assert_string_equal(written.ptr, "A: 1\nS: x\n" CTE "binary\n\n\n.\r\n");
    assert_int_equal(edit_write(&written, message, 1, PNEU_WRITE_HEADER | PNEU_WRITE_CRLF, 5), PNEU_OK);
    assert_string_equal(written.ptr, "A: 1\r\nS: x\r\n" CTE "binary\r\n\r\n");
    assert_int_equal(edit_write(&written, message, 1, PNEU_WRITE_BODY | PNEU_WRITE_CRLF, 5), PNEU_OK);
    assert_string_equal(written.ptr, "\n.\r\n");
    assert_int_equal(edit_write(&written, message, 2, 0, 5), PNEU_ERR_NOT_FOUND);
    assert_int_equal(edit_write(&written, message, 0, PNEU_WRITE_CRLF, 5), PNEU_OK);
    assert_string_equal(written.ptr,
                        "Content-Type: multipart/mixed; boundary=b\r\n" CTE "binary\r\n\r\n--b\r\n"
                        "Content-Type: multipart/mixed; boundary=w\r\n" CTE "binary\r\n\r\n--w\r\nA: 1\r\nS: x\r\n" CTE
                        "binary\r\n\r\n\n.\r\n\r\n--w--\r\n--b\r\n\r\nx\r\n\r\n--b--\r\n");
    pneu_message_free(message);
    text_free(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_memory_failure),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_forms_of_edited_parts),
    };
    return RUN_TESTS(tests);
}
