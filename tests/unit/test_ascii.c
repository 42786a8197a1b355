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

typedef struct row {
    const char *name;
    int32_t policy;
    const char *in;
    const char *out; /* planned; NULL: refused */
    pneu_status status;
    uint64_t losses;
} row;

static const row to_7bit[] = {
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
    {"two addresses behind one for", DOWNGRADE, "Received: from a for \xC3\xA9@b \xC3\xA9@c by d\r\n\r\n",
     "Downgraded-Received: =?UTF-8?Q?from_a_for_=C3=A9=40b_=C3=A9=40c_by_d?=\r\n\r\n", 0, 1},
    {"an address behind for", DOWNGRADE, "Received: from a for \xC3\xA9@b for \xC3\xA9@c by d\r\n\r\n",
     "Received: from a by d\r\n\r\n", 0, 1},
    {"an identifier that goes", DROP, "Message-ID: <\xC3\xA9@x>\r\nA: b\r\n\r\n", "A: b\r\n\r\n", 0, 1},
    {"Content-Type stays", DROP, "Content-Type: t\xC3\xA9xt/plain\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"junk in Content-Type", REFUSE, "Content-Type: text/pl\xC3\xA9in\r\n\r\n", "Content-Type: text/pl\r\n\r\n", 0, 1},
    {"a bare CR among the words of Received", REFUSE, "Received: from a\rb by c (\xC3\xA9)\r\n\r\n",
     "Received: from a b by c (=?UTF-8?Q?=C3=A9?=)\r\n\r\n", 0, 0},
    {"a long text", REFUSE, "Subject: " X1000 "\r\n\r\n", "", 0, 0},
    {"a long token", REFUSE, "References: <" X1000 "@x>\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
};

/* What 8BITMIME takes and what not. "=" in the place of an output: the input. */
static const row to_8bit[] = {
    {"8-bit text", REFUSE, "Content-Type: text/plain\r\n\r\ncaf\xE9\r\n", "=", 0, 0},
    {"8-bit text with LF", REFUSE, "A: b\n\ncaf\xE9\n", "A: b\r\n\r\ncaf\xE9\r\n", 0, 0},
    {"8-bit octets in lines", REFUSE, "Content-Type: a/b\r\n\r\n\xFF\r\n\xFE\r\n", "=", 0, 0},
    {"8-bit octets with LF", REFUSE, "Content-Type: a/b\r\n\r\n\xFF\n\xFE\r\n",
     "Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\n/wr+DQo=\r\n", 0, 0},
    {"a bare CR in octets", REFUSE, "Content-Type: a/b\r\n\r\n\xFF\rx\r\n",
     "Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\n/w14DQo=\r\n", 0, 0},
    {"a binary text that is lines", REFUSE, "Content-Transfer-Encoding: binary\r\n\r\n\xC3\xA9\r\n", "=", 0, 0},
    {"a binary text that is none", REFUSE, "Content-Transfer-Encoding: binary\r\n\r\n\xC3\xA9\ra longer text\r\n",
     "Content-Transfer-Encoding: quoted-printable\r\nMIME-Version: 1.0\r\n"
     "Content-Type: text/plain; charset=utf-8\r\n\r\n=C3=A9=0Da longer text\r\n",
     0, 0},
    {"containers that say binary", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: binary\r\n\r\n--b\r\n"
     "Content-Type: text/plain\r\n\r\n\xE9\ra longer text\r\n--b--\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--b\r\n"
     "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E9=0Da longer text\r\n--b--\r\n",
     0, 0},
    {"containers that say 8bit", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--b\r\n"
     "Content-Type: text/plain\r\n\r\n\xE9\r\n--b--\r\n",
     "=", 0, 0},
    {"fields are 7-bit", REFUSE, "Subject: \xC3\xA9\r\n\r\n\xC3\xA9\r\n",
     "Subject: =?UTF-8?Q?=C3=A9?=\r\n\r\n\xC3\xA9\r\n", 0, 0},
    {"fields of parts, too", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: inline; filename=\"\xC3\xA9\"\r\n"
     "\r\n\xE9\r\n--b--\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: inline; filename*=UTF-8''%C3%A9\r\n"
     "\r\n\xE9\r\n--b--\r\n",
     0, 0},
    {"quoted-printable with 8-bit", REFUSE, "Content-Transfer-Encoding: quoted-printable\r\n\r\na=\r\n\xE9\r\n", "=", 0,
     0},
    {"quoted-printable with 8-bit and CR", REFUSE,
     "Content-Transfer-Encoding: quoted-printable\r\n\r\n\xE9\ra\r\n\xE9\r\n",
     "Content-Transfer-Encoding: quoted-printable\r\n\r\n=E9=0Da\r\n\xE9\r\n", 0, 0},
    {"base64 with 8-bit and CR", REFUSE, "Content-Transfer-Encoding: base64\r\n\r\nYW\xE9\rJj\r\n",
     "Content-Transfer-Encoding: base64\r\n\r\nYW\xE9Jj\r\n", 0, 0},
    {"preamble and epilogue", REFUSE,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\npr\xE9\r\n--b\r\n\r\nx\r\n--b--\r\nepi\xE9\r\n", "=", 0, 0},
    {"a signed part that it takes", REFUSE,
     "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\n\xE9\r\n--b\r\n\r\nx\r\n--b--\r\n", "=", 0, 0},
    {"a signed part that it does not", REFUSE,
     "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\nA: \xE9\r\n\r\nx\r\n--b\r\n\r\nx\r\n--b--\r\n", NULL,
     PNEU_ERR_SIGNED, 0},
    {"an unknown encoding", REFUSE, "Content-Transfer-Encoding: x-odd\r\n\r\n\xE9\r\n", "=", 0, 0},
    {"a message in pieces", REFUSE, "Content-Type: message/partial; id=a; number=1\r\n\r\n\xE9\r\n", "=", 0, 0},
    {"a boundary beyond ASCII", REFUSE,
     "Content-Type: multipart/mixed; boundary=\"\xC3\xA9\"\r\n\r\n--\xC3\xA9\r\n\r\n\xE9\r\n--\xC3\xA9--\r\n",
     "Content-Type: multipart/mixed; boundary=\"=_pneu_A_0_\"\r\n\r\n--=_pneu_A_0_\r\n\r\n\xE9\r\n--=_pneu_A_0_--\r\n",
     0, 0},
};

/* What SMTPUTF8 takes besides. */
static const row to_utf8[] = {
    {"UTF-8", REFUSE, "To: \xC3\xA9 <\xC3\xA9@b\xC3\xBC.example>\r\nMessage-ID: <\xC3\xA9@x>\r\n\r\n\xE9\r\n", "=", 0,
     0},
    {"a text in windows-1252", REFUSE, "Subject: caf\xE9\r\n\r\n", "Subject: caf\xC3\xA9\r\n\r\n", 0, 0},
    {"a name in windows-1252", REFUSE, "To: J\xFCrgen <\xC3\xA9@b\xC3\xBC.example>, \xC3\xA9 <a@b>\r\n\r\n",
     "To: J\xC3\xBCrgen <\xC3\xA9@b\xC3\xBC.example>, \xC3\xA9 <a@b>\r\n\r\n", 0, 0},
    {"the same where 6857 is allowed", DOWNGRADE, "To: J\xFCrgen <\xC3\xA9@b>\r\n\r\n",
     "To: J\xC3\xBCrgen <\xC3\xA9@b>\r\n\r\n", 0, 0},
    {"a comment in windows-1252", REFUSE, "Date: 1 Jan 2026 00:00:00 +0000 (\xE9)\r\n\r\n",
     "Date: 1 Jan 2026 00:00:00 +0000 (\xC3\xA9)\r\n\r\n", 0, 0},
    {"a parameter in windows-1252", REFUSE, "Content-Disposition: inline; filename=\"\xE9\"\r\n\r\n",
     "Content-Disposition: inline; filename=\"\xC3\xA9\"\r\n\r\n", 0, 0},
    {"an address that is not UTF-8", REFUSE, "To: \xE9@x\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"an identifier that is not UTF-8", REFUSE, "Message-ID: <\xE9@x>\r\n\r\n", NULL, PNEU_ERR_UNREPRESENTABLE, 0},
    {"a bare CR in UTF-8", REFUSE, "Subject: \xC3\xA9\ra\r\n\r\n", "", 0, 0},
    {"a long text in UTF-8", REFUSE, "Subject: \xC3\xA9 " X1000 "\r\n\r\n", "", 0, 0},
    {"a boundary in UTF-8", REFUSE,
     "Content-Type: multipart/mixed; boundary=\"\xC3\xA9\"\r\n\r\n--\xC3\xA9\r\n\r\n\xE9\r\n--\xC3\xA9--\r\n",
     "Content-Type: multipart/mixed; boundary=\"=_pneu_A_0_\"\r\n\r\n--=_pneu_A_0_\r\n\r\n\xE9\r\n--=_pneu_A_0_--\r\n",
     0, 0},
    {"message/global", REFUSE,
     "Content-Type: message/global\r\n\r\nSubject: \xC3\xA9\r\nContent-Type: text/plain\r\n\r\n\xC3\xA9\r\n", "=", 0,
     0},
};

/* NUL in a word has no form. */
static void test_nul_in_received(void **state)
{
    static const char in[] = "Received: from a\0b by c (\xC3\xA9)\r\n\r\n";
    ascii_way way = {.how = WHOLE};
    ascii_result result;
    (void)state;
    ascii_run(&way, in, sizeof in - 1, &result);
    assert_int_equal(result.status, PNEU_ERR_UNREPRESENTABLE);
    ascii_result_free(&result);
}

static void check_row(const row *r, int32_t transport)
{
    ascii_way way = {.how = WHOLE, .choices = {.on_unrepresentable = r->policy, .transport = transport}};
    ascii_result result;
    ascii_run(&way, r->in, strlen(r->in), &result);
    if (result.status != r->status || result.summary.losses != (r->out != NULL ? r->losses : 0))
        fail_msg("%s: %s, %d losses", r->name, pneu_status_name(result.status), (int)result.summary.losses);
    const char *out = result.out.ptr != NULL ? result.out.ptr : "";
    const char *expected = r->out != NULL && strcmp(r->out, "=") == 0 ? r->in : r->out;
    if (expected != NULL && *expected != '\0' && strcmp(out, expected) != 0)
        fail_msg("%s:\n%s", r->name, out);
    ascii_must_keep_law(&way, r->in, strlen(r->in), &result);
    ascii_result_free(&result);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(to_7bit); i++)
        check_row(&to_7bit[i], PNEU_TRANSPORT_7BIT);
    for (size_t i = 0; i < COUNT_OF(to_8bit); i++)
        check_row(&to_8bit[i], PNEU_TRANSPORT_8BIT);
    for (size_t i = 0; i < COUNT_OF(to_utf8); i++)
        check_row(&to_utf8[i], PNEU_TRANSPORT_UTF8);
}

/* ---- Long lines in pieces ---------------------------------------------------------------------------------------- */

static void check_pieces(const char *head, const char *bytes, size_t len)
{
    static const size_t sizes[] = {1, 7, 500, 988, 990, 1000, 1035};
    ascii_way way = {.how = WHOLE};
    ascii_result whole, result;
    text in = {NULL, 0, 0};
    text_add(&in, head, strlen(head));
    text_add(&in, bytes, len);
    text_add(&in, "\r\nYWJj\r\n", 8);
    ascii_run(&way, in.ptr, in.len, &whole);
    ascii_must_keep_law(&way, in.ptr, in.len, &whole);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        way.how = (chunking){0, sizes[i], 0};
        ascii_run(&way, in.ptr, in.len, &result);
        assert_int_equal(result.out.len, whole.out.len);
        assert_memory_equal(result.out.ptr, whole.out.ptr, whole.out.len);
        ascii_result_free(&result);
    }
    ascii_result_free(&whole);
    text_free(&in);
}

static void test_long_lines(void **state)
{
    static const size_t lengths[] = {987, 988, 989, 998, 999, 1000, 1986, 1996, 1997, 2500};
    char line[2500];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        memset(line, 'A', sizeof line);
        check_pieces("Content-Transfer-Encoding: base64\r\n\r\n", line, lengths[i]);
        check_pieces("Content-Transfer-Encoding: quoted-printable\r\n\r\n", line, lengths[i]);
        check_pieces("Content-Type: text/plain\r\n\r\n", line, lengths[i]);
        memset(line + 980, '-', 30);
        check_pieces("Content-Transfer-Encoding: base64\r\n\r\n", line, lengths[i]);
        line[0] = '-';
        line[990] = '\r';
        check_pieces("Content-Transfer-Encoding: base64\r\n\r\n", line, lengths[i]);
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
    pneu_ascii_choices odd = {3, 0, 0, {0}};
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

static void check_writer_of(pneu_message *message, int32_t transport, pneu_status expected)
{
    pneu_ascii_choices choices = {.transport = transport};
    pneu_ascii_writer *writer;
    pneu_refusal refusal;
    char out[100];
    size_t len;
    assert_int_equal(pneu_ascii_writer_new(message, &choices, 0, NULL, &writer), PNEU_OK);
    pneu_ascii_plan_refusal(pneu_ascii_writer_plan(writer), &refusal);
    assert_int_equal(refusal.status, expected < 0 ? expected : PNEU_OK);
    for (int again = 0; again < 2; again++) {
        pneu_status status;
        while ((status = pneu_ascii_writer_read(writer, out, again ? 1 : sizeof out, &len)) == PNEU_OK)
            ;
        assert_int_equal(status, expected);
        assert_int_equal(len, 0);
        pneu_ascii_writer_reset(writer);
    }
    assert_int_equal(pneu_ascii_writer_read(writer, out, 0, &len), PNEU_ERR_ARGUMENT);
    pneu_ascii_writer_free(writer);
}

static void test_writer(void **state)
{
    static const char in[] = "To: \xC3\xA9@x\r\n\r\n.\r\n";
    pneu_ascii_choices odd = {.transport = 3};
    pneu_ascii_writer *writer;
    pneu_message *message;
    (void)state;
    assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_ascii_writer_new(message, NULL, 0, NULL, &writer), PNEU_ERR_STATE);
    pneu_message_free(message);
    assert_int_equal(pneu_message_parse(in, sizeof in - 1, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_ascii_writer_new(message, &odd, 0, NULL, &writer), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_ascii_writer_new(message, NULL, PNEU_WRITE_LF, NULL, &writer), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_ascii_writer_new(message, NULL, PNEU_WRITE_END_OF_DATA, NULL, &writer), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_ascii_writer_new(NULL, NULL, 0, NULL, &writer), PNEU_ERR_ARGUMENT);
    check_writer_of(message, PNEU_TRANSPORT_7BIT, PNEU_ERR_UNREPRESENTABLE);
    check_writer_of(message, PNEU_TRANSPORT_UTF8, PNEU_DONE);
    pneu_message_free(message);
    pneu_ascii_writer_free(NULL);
}

static void test_notes(void **state)
{
    static const char in[] = "DKIM-Signature: v=1\r\nSubject: \xC3\xA9\r\nMessage-ID: <\xC3\xA9@x>\r\n\r\n";
    pneu_ascii_choices choices = {.on_unrepresentable = PNEU_UNREPRESENTABLE_DROP};
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

/* The writer of a message in memory, whose own memory does not fail. */
static void sweep_writer(const char *in)
{
    pneu_message *message;
    assert_int_equal(pneu_message_parse(in, strlen(in), NULL, NULL, &message), PNEU_OK);
    for (size_t fail_at = 1;; fail_at++) {
        failing_alloc memory;
        failing_alloc_init(&memory, FAIL_ONCE, fail_at);
        ascii_way way = {.how = WHOLE, .alloc = &memory.alloc};
        way.choices.on_unrepresentable = DOWNGRADE;
        ascii_result result;
        ascii_write(&way, message, PNEU_WRITE_DOT_STUFFED, &result);
        failing_alloc_check_clean(&memory);
        pneu_status status = result.status;
        ascii_result_free(&result);
        assert_true(status == PNEU_ERR_MEMORY || memory.refused == 0);
        if (memory.refused == 0)
            break;
    }
    pneu_message_free(message);
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
    sweep_writer(in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),       cmocka_unit_test(test_late_bytes),      cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_notes),      cmocka_unit_test(test_nul_in_received), cmocka_unit_test(test_writer),
        cmocka_unit_test(test_long_lines), cmocka_unit_test(test_memory_failure),
    };
    return RUN_TESTS(tests);
}
