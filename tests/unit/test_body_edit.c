/* New bodies for leaves: how they are encoded, and what the header says of them. */
#include "support/edit_run.h"
#include "support/edit_steps.h"
#include "support/test.h"

static const edit_row rows[] = {
    /* bodies */
    {"set a body", "A: 1\n\nx", {{BODY, 0, "y\r\nz", PNEU_ENCODING_7BIT}}, "A: 1\n\ny\nz", ""},
    {"set a body twice",
     "A: 1\n\nx",
     {{BODY, 0, "y", PNEU_ENCODING_BASE64}, {BODY, 0, "z", PNEU_ENCODING_7BIT}},
     "A: 1\n" CTE "7bit\n\nz",
     ""},
    {"set a body in base64",
     "A: 1\n\nx",
     {{BODY, 0, "y\r\nz", PNEU_ENCODING_BASE64}},
     "A: 1\n" CTE "base64\n\neQ0Keg==\n",
     ""},
    {"set a body in quoted-printable",
     CTE "base64\nA: 1\n\neA==",
     {{BODY, 0, "=\r\n\xc3\xa9\n", PNEU_ENCODING_QUOTED_PRINTABLE}},
     CTE "quoted-printable\nA: 1\n\n=3D\n=C3=A9\n",
     ""},
    {"quoted-printable that is no text",
     "Content-Type: image/png\n\nx",
     {{BODY, 0, "\r\n\n", PNEU_ENCODING_QUOTED_PRINTABLE}},
     "Content-Type: image/png\n" CTE "quoted-printable\n\n=0D=0A=0A",
     ""},
    {"set a binary body",
     MULTI ONE CLOSE,
     {{BODY, 1, "\r\n\n\r", PNEU_ENCODING_BINARY}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "binary\n\n--b\nA: 1\n" CTE "binary\n\n\r\n\n\r\r\n" CLOSE,
     "encoding@0 "},
    {"set an 8-bit body",
     MULTI ONE CLOSE,
     {{BODY, 1, "\xc3\xa9", PNEU_ENCODING_8BIT}},
     "Content-Type: multipart/mixed; boundary=b\n" CTE "8bit\n\n--b\nA: 1\n" CTE "8bit\n\n\xc3\xa9\n" CLOSE,
     "encoding@0 "},
    {"set a body where there was none", MULTI BARE CLOSE, {{BODY, 1, "y", 0}}, MULTI "--b\n\ny\n" CLOSE, ""},
    {"set a body where there was no separator",
     MULTI "--b\nA: 1\n" CLOSE,
     {{BODY, 1, "y", 0}},
     MULTI "--b\nA: 1\n\ny\n" CLOSE,
     "line-end@1 "},
    {"set a body where there was nothing",
     MULTI "--b\n" CLOSE,
     {{BODY, 1, "y", 0}},
     MULTI "--b\n\ny\n" CLOSE,
     "line-end@1 "},
    {"set an empty body", MULTI ONE CLOSE, {{BODY, 1, "", 0}}, MULTI "--b\nA: 1\n\n\n" CLOSE, ""},
    {"set the body of a header without an end", "A: 1", {{BODY, 0, "y", 0}}, "A: 1\r\n\r\ny", "line-end@0 "},
    {"set the body of an encoded message",
     "Content-Type: message/rfc822\n" CTE "base64\n\nQTogMQoKeAo=\n",
     {{BODY, 0, "B: 2\n\n", 0}},
     "Content-Type: message/rfc822\n" CTE "7bit\n\nB: 2\n\n",
     ""},
    {"set a text",
     "Content-Type: text/plain; charset=x; format=flowed\n\nx",
     {{TEXT, 0, "\xc3\xa9", PNEU_ENCODING_QUOTED_PRINTABLE}},
     "Content-Type: text/plain; charset=utf-8; format=flowed\n" CTE "quoted-printable\n\n=C3=A9",
     ""},
    {"set an ASCII text",
     "Content-Type: text/html; charset=utf-8\n\nx",
     {{TEXT, 0, "y", 0}},
     "Content-Type: text/html; charset=utf-8\n\ny",
     ""},
    {"set an ASCII text of another charset",
     "Content-Type: text/html; charset=x\n\nx",
     {{TEXT, 0, "y", 0}},
     "Content-Type: text/html; charset=us-ascii\n\ny",
     ""},
    {"set a text where there was none",
     "Content-Type: image/png; name=x\n\nx",
     {{TEXT, 0, "y", 0}},
     "Content-Type: text/plain; charset=us-ascii\n\ny",
     ""},
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_memory_failure),
    };
    return RUN_TESTS(tests);
}
