/*
 * The conversion to 7-bit ASCII: what becomes of each kind of part, what is refused, what is noted; misuse, reuse, and
 * memory that runs out.
 */
#include "support/test.h"

#include <stdlib.h>

#include "pneu/filter.h"
#include "support/ascii_run.h"
#include "support/failing_alloc.h"

#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X1000 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50 X50

enum {
    REFUSE = PNEU_UNREPRESENTABLE_REFUSE,
    DOWNGRADE = PNEU_UNREPRESENTABLE_DOWNGRADE,
    DROP = PNEU_UNREPRESENTABLE_DROP
};

static const struct row {
    const char *name;
    int32_t policy;
    const char *in;
    const char *out; /* planned; NULL: refused */
    pneu_status status;
    uint64_t losses;
} rows[] = {
    {"nothing", REFUSE, "", "", 0, 0},
    {"LF", REFUSE, "A: b\n\nc\n", "A: b\r\n\r\nc\r\n", 0, 0},
    {"no line end", REFUSE, "A: b\r\n\r\nc", "A: b\r\n\r\nc", 0, 0},
    {"8-bit without an empty line", REFUSE, "A: b\r\n\xC3\xA9 c\r\nd\r\n",
     "A: b\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
     "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A9 c\r\nd\r\n",
     0, 0},
    {"windows-1252", REFUSE, "A: b\r\n\r\ncaf\xE9\r\n",
     "A: b\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=windows-1252\r\n"
     "Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9\r\n",
     0, 0},
    {"a bare CR", REFUSE, "Content-Type: text/plain\r\n\r\na\rb\r\n",
     "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=0Db\r\n", 0, 0},
    {"a line that would become a delimiter", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\xC3\xA9 --b\r\n--b--\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
     "=C3=A9 --b\r\n--b--\r\n",
     0, 0},
    {"base64 before a delimiter", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: a/b\r\n\r\n\xFF\xFE\r\n--b--\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: a/b\r\n"
     "Content-Transfer-Encoding: base64\r\n\r\n//4=\r\n--b--\r\n",
     0, 0},
    {"quoted-printable with 8-bit", REFUSE,
     "Content-Transfer-Encoding: quoted-printable\r\n\r\na=\r\nb\r\nc=3D\xE9  \r\nd=\xE9=\r\ne\r\nf =\r\n",
     "Content-Transfer-Encoding: quoted-printable\r\n\r\na=\r\nb\r\nc=3D=E9\r\nd=3D=E9e\r\nf =\r\n", 0, 0},
    {"base64 with 8-bit", REFUSE, "Content-Transfer-Encoding: base64\r\n\r\nYW\xE9Jj\r\n\xE9YWJj\r\n",
     "Content-Transfer-Encoding: base64\r\n\r\nYWJj\r\n.YWJj\r\n", 0, 0},
    {"preamble and epilogue", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\npr\xE9\r\n--b\r\n\r\nx\r\n--b--\r\nepi\xE9\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n", 0, 2},
    {"a multipart without parts", REFUSE, "Content-Type: multipart/mixed; boundary=b\r\n\r\nall \xE9 of it\r\n", NULL,
     PNEU_ERR_UNREPRESENTABLE, 0},
    {"a multipart without a boundary", REFUSE, "Content-Type: multipart/mixed\r\n\r\nall \xE9 of it\r\n", NULL,
     PNEU_ERR_UNREPRESENTABLE, 0},
    {"junk", REFUSE,
     "\xEF\xBB\xBF"
     "A: b\r\nC: d\r\n\r\n",
     "A: b\r\nC: d\r\n\r\n", 0, 1},
    {"a boundary beyond ASCII", REFUSE,
     "Content-Type: multipart/mixed; boundary=\"\xC3\xA9\"\r\n\r\n--\xC3\xA9\r\n\r\n--=_pneu_A_\r\n--\xC3\xA9--\r\n",
     "Content-Type: multipart/mixed; boundary=\"=_pneu_B_0_\"\r\n\r\n--=_pneu_B_0_\r\n\r\n--=_pneu_A_\r\n"
     "--=_pneu_B_0_--\r\n",
     0, 0},
    {"message/partial", REFUSE, "Content-Type: message/partial; id=a; number=1\r\n\r\n\xE9\r\n", NULL,
     PNEU_ERR_UNREPRESENTABLE, 0},
    {"a wide charset keeps its octets", REFUSE, "Content-Type: text/plain; charset=utf-16\r\n\r\n\xFF\xFE\x0A\x41\r\n",
     "Content-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\n//4KQQ0K\r\n", 0, 0},
    {"an identifier", DOWNGRADE, "Message-ID: <\xC3\xA9@x>\r\n\r\n",
     "Downgraded-Message-ID: =?UTF-8?B?PMOpQHg+?=\r\n\r\n", 0, 1},
    {"an identifier that goes", DROP, "Message-ID: <\xC3\xA9@x>\r\nA: b\r\n\r\n", "A: b\r\n\r\n", 0, 1},
    {"Content-Type stays", DROP, "Content-Type: t\xC3\xA9xt/plain\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"junk in Content-Type", REFUSE, "Content-Type: text/pl\xC3\xA9in\r\n\r\n", "Content-Type: text/pl\r\n\r\n", 0, 1},
    {"a long text", REFUSE, "Subject: " X1000 "\r\n\r\n", "", 0, 0},
    {"a long token", REFUSE, "References: <" X1000 "@x>\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ascii_way way = {.how = WHOLE, .choices = {.on_unrepresentable = rows[i].policy}};
        ascii_result result;
        ascii_run(&way, rows[i].in, strlen(rows[i].in), &result);
        if (result.status != rows[i].status || result.summary.losses != (rows[i].out != NULL ? rows[i].losses : 0))
            fail_msg("%s: %s, %d losses", rows[i].name, pneu_status_name(result.status), (int)result.summary.losses);
        const char *out = result.out.ptr != NULL ? result.out.ptr : "";
        if (rows[i].out != NULL && *rows[i].out != '\0' && strcmp(out, rows[i].out) != 0)
            fail_msg("%s:\n%s", rows[i].name, out);
        ascii_must_keep_law(&way, rows[i].in, strlen(rows[i].in), &result);
        ascii_result_free(&result);
    }
}

/* ---- One pass ---------------------------------------------------------------------------------------------------- */

/* `len` bytes of ASCII lines, then an 8-bit line. */
static char *late_message(size_t len, size_t *whole)
{
    static const char head[] = "Content-Type: text/plain\r\n\r\n", tail[] = "\xC3\xA9\r\n";
    char *message = malloc(len + sizeof head + sizeof tail);
    MUST(message != NULL);
    memcpy(message, head, sizeof head - 1);
    for (size_t i = 0; i < len; i++)
        message[sizeof head - 1 + i] = i % 50 == 48 ? '\r' : i % 50 == 49 ? '\n' : 'x';
    memcpy(message + sizeof head - 1 + len, tail, sizeof tail - 1);
    *whole = len + sizeof head + sizeof tail - 2;
    return message;
}

static void check_late(size_t len, int has_spool, pneu_status expected)
{
    ascii_way way = {.is_one_pass = 1, .has_spool = has_spool, .how = {0, 1000, 0}};
    ascii_result result;
    size_t whole;
    char *message = late_message(len, &whole);
    ascii_run(&way, message, whole, &result);
    assert_int_equal(result.status, expected);
    ascii_must_keep_law(&way, message, whole, &result);
    ascii_result_free(&result);
    free(message);
}

static void test_late_bytes(void **state)
{
    (void)state;
    check_late(65500, 0, PNEU_OK);
    check_late(65550, 0, PNEU_ERR_LATE_8BIT);
    check_late(65550, 1, PNEU_OK);
    check_late(3000000, 1, PNEU_OK);
}

/* ---- The objects ------------------------------------------------------------------------------------------------- */

static void test_misuse(void **state)
{
    pneu_ascii_choices odd = {3, 0, {0}};
    pneu_ascii_plan *plan;
    pneu_ascii *ascii;
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
    assert_int_equal(pneu_ascii_push(ascii, "other \xE9", 7), PNEU_OK);
    char out[100];
    size_t len;
    pneu_status status;
    while ((status = pneu_ascii_read(ascii, out, sizeof out, &len)) == PNEU_OK)
        ;
    if (status == PNEU_MORE && pneu_ascii_finish(ascii) == PNEU_OK)
        while ((status = pneu_ascii_read(ascii, out, sizeof out, &len)) == PNEU_OK)
            ;
    assert_int_equal(status, PNEU_ERR_CHANGED);
    pneu_ascii_free(ascii);
    pneu_ascii_plan_free(plan);
}

static void test_notes(void **state)
{
    static const char in[] = "DKIM-Signature: v=1\r\nSubject: \xC3\xA9\r\nMessage-ID: <\xC3\xA9@x>\r\n\r\n";
    pneu_ascii_choices choices = {PNEU_UNREPRESENTABLE_DROP, 0, {0}};
    pneu_ascii_plan *plan;
    (void)state;
    assert_int_equal(pneu_ascii_plan_new(NULL, &choices, NULL, &plan), PNEU_OK);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(pneu_ascii_plan_push(plan, in, sizeof in - 1), PNEU_OK);
        assert_null(pneu_ascii_plan_note(plan, 0));
        assert_int_equal(pneu_ascii_plan_finish(plan), PNEU_OK);
        const pneu_ascii_note *note = pneu_ascii_plan_note(plan, 0);
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

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

static void sweep(const char *in, int index)
{
    for (size_t fail_at = 1;; fail_at++) {
        failing_alloc memory;
        failing_alloc_init(&memory, FAIL_ONCE, fail_at);
        ascii_way way = {.is_one_pass = index > 0, .has_spool = index > 1, .how = {0, 40, 0}, .alloc = &memory.alloc};
        way.choices.on_unrepresentable = DOWNGRADE;
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
        cmocka_unit_test(test_rows),  cmocka_unit_test(test_late_bytes),     cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_notes), cmocka_unit_test(test_memory_failure),
    };
    return RUN_TESTS(tests);
}
