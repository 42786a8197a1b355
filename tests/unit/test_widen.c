/* Bodies decoded in place: which, what is said of them, what is noted, and what is refused. */
#include "pneu/widen.h"
#include "support/failing_alloc.h"
#include "support/stage_run.h"
#include "support/test.h"
#include "support/widen_run.h"

#define QP "Content-Transfer-Encoding: quoted-printable\n"
#define B64 "Content-Transfer-Encoding: base64\n"
#define SAYS(encoding) "Content-Transfer-Encoding: " encoding "\n"
#define HEAD "Content-Type: multipart/mixed; boundary=b\n"
#define INNER "Content-Type: multipart/mixed; boundary=c\n"
#define MESSAGE "Content-Type: message/rfc822\n"
#define X100 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10
#define X10 "xxxxxxxxx="
#define SOFT100 X100 "\n" X100 "\n" X100 "\n" X100 "\n" X100 "\n"

static const struct {
    const char *name;
    int32_t to;
    const char *in;
    const char *out;
    const char *notes;
} rows[] = {
    {"quoted-printable to 8bit", 0, QP "\ncaf=C3=A9 =\nx\n", SAYS("8bit") "\ncaf\xC3\xA9 x\n", ""},
    {"base64 to 8bit", 0, B64 "\nY2Fmw6kNCg==\n", SAYS("8bit") "\ncaf\xC3\xA9\r\n", ""},
    {"to 7bit", 0, B64 "\nY2FmZQ==\n", SAYS("7bit") "\ncafe", ""},
    {"nothing at all", 0, "", "", ""},
    {"an empty body", 0, B64 "\n", SAYS("7bit") "\n", ""},
    {"a body of an empty line", 0, B64 "\n\n", SAYS("7bit") "\n", ""},
    {"an empty body behind a line that is no field", 0, B64 "no field\n\n", B64 "no field\n\n", "5 0 34 \n"},
    {"a body without which such a line would be the body", 0, B64 "no field\n\n\n", B64 "no field\n\n\n", "5 0 44 \n"},
    {"the same with letters that decode to nothing", 0, QP "no field\n\n=\n", QP "no field\n\n=\n", "5 0 54 \n"},
    {"a body behind such a line", 0, B64 "no field\n\nYQ==", SAYS("7bit") "no field\n\na", ""},
    {"what is not encoded stays", 1, SAYS("7bit") "\n=41\n", SAYS("7bit") "\n=41\n", ""},
    {"uuencode stays", 1, SAYS("x-uuencode") "\nbegin 644 a\n#86)C\n`\nend\n",
     SAYS("x-uuencode") "\nbegin 644 a\n#86)C\n`\nend\n", ""},
    {"the value is replaced, all of it", 0, "Content-transfer-ENCODING :Base64 (a\n b)\r\nA: b\r\n\r\nYQ==",
     "Content-transfer-ENCODING : 7bit\r\nA: b\r\n\r\na", ""},
    {"NUL needs binary", 0, B64 "\nYQBi", B64 "\nYQBi", ""},
    {"NUL is binary", 1, B64 "\nAP8=", NULL, ""},
    {"LF alone needs binary", 0, B64 "\nYQpi", B64 "\nYQpi", ""},
    {"LF alone is binary", 1, B64 "\nYQpi", SAYS("binary") "\na\nb", ""},
    {"CR alone needs binary", 0, QP "\na=0D", QP "\na=0D", ""},
    {"CR alone is binary", 1, QP "\na=0D", SAYS("binary") "\na\r", ""},
    {"encoded line ends are lines", 0, QP "\na=0D=0Ab\n", SAYS("7bit") "\na\r\nb\n", ""},
    {"encoded LF alone", 0, QP "\na=0Ab\n", QP "\na=0Ab\n", ""},
    {"encoded CR before a line end", 0, QP "\na=0D\nb\n", QP "\na=0D\nb\n", ""},
    {"CRLF", 0, "Content-Transfer-Encoding: quoted-printable\r\n\r\n=41\r\n",
     "Content-Transfer-Encoding: 7bit\r\n\r\nA\r\n", ""},
    {"long lines need binary", 0, QP "\n" SOFT100 SOFT100, QP "\n" SOFT100 SOFT100, "2 0 45 \n"},
    {"containers say so, in their place", 0, HEAD SAYS("7bit") "A: b\n\n--b\n" QP "\n=FF\n--b--\n",
     HEAD SAYS("8bit") "A: b\n\n--b\n" SAYS("8bit") "\n\xFF\n--b--\n", ""},
    {"or with a new field", 0, HEAD "\n--b\n" MESSAGE "\n" QP "\n=FF\n--b--\n",
     HEAD SAYS("8bit") "\n--b\n" MESSAGE SAYS("8bit") "\n" SAYS("8bit") "\n\xFF\n--b--\n", ""},
    {"with the header's line end", 0,
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: "
     "quoted-printable\r\n\r\n=FF\r\n",
     "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--b\r\n"
     "Content-Transfer-Encoding: 8bit\r\n\r\n\xFF\r\n",
     ""},
    {"a container that says enough", 1, HEAD SAYS("binary") "\n--b\n" QP "\n=FF\n--b--\n",
     HEAD SAYS("binary") "\n--b\n" SAYS("8bit") "\n\xFF\n--b--\n", ""},
    {"7bit asks for nothing", 0, HEAD "\n--b\n" QP "\n=41\n--b--\n", HEAD "\n--b\n" SAYS("7bit") "\nA\n--b--\n", ""},
    {"binary all the way up", 1,
     HEAD SAYS("8bit") "\n--b\n" INNER "\n--c\n" B64 "\nAA==\n--c--\n--b\n" QP "\n=FF\n--b--\n", NULL, ""},
    {"a delimiter", 0, HEAD "\n--b\n" QP "\nx\n=2D-b\n--b--\n", HEAD "\n--b\n" QP "\nx\n=2D-b\n--b--\n", "3 1 92 \n"},
    {"the beginning of one", 0, HEAD "\n--b\n" QP "\n=2D-bc\n--b--\n", HEAD "\n--b\n" QP "\n=2D-bc\n--b--\n",
     "3 1 92 \n"},
    {"one of an outer multipart", 0, HEAD "\n--b\n" INNER "\n--c\n" QP "\n=2D-b--\n--c--\n--b--\n",
     HEAD "\n--b\n" INNER "\n--c\n" QP "\n=2D-b--\n--c--\n--b--\n", "3 2 139 \n"},
    {"no delimiter of a multipart that is over", 0, HEAD "\n--b\n" INNER "\n--c\n\n--c--\n--b\n" QP "\n=2D-c\n--b--\n",
     HEAD "\n--b\n" INNER "\n--c\n\n--c--\n--b\n" SAYS("7bit") "\n--c\n--b--\n", ""},
    {"no delimiter within a line", 0, HEAD "\n--b\n" QP "\nx=2D-b\n--b--\n",
     HEAD "\n--b\n" SAYS("7bit") "\nx--b\n--b--\n", ""},
    {"a last CR before a delimiter", 1, HEAD "\n--b\n" QP "\nx=0D\n--b--\n", HEAD "\n--b\n" QP "\nx=0D\n--b--\n",
     "3 1 92 \n"},
    {"malformed base64", 0, B64 "\nY!Q==\n", B64 "\nY!Q==\n", "2 0 35 \n"},
    {"malformed quoted-printable", 0, QP "\n=X\n", QP "\n=X\n", "2 0 45 \n"},
    {"lower case is fine", 0, QP "\n=c3=a9\n", SAYS("8bit") "\n\xC3\xA9\n", ""},
    {"two fields", 0, B64 SAYS("7bit") "\nYQ==\n", B64 SAYS("7bit") "\nYQ==\n", "5 0 67 \n"},
    {"two fields around it", 0, HEAD SAYS("7bit") SAYS("8bit") "\n--b\n" QP "\n=FF\n--b\n" QP "\n=41\n--b--\n",
     HEAD SAYS("7bit") SAYS("8bit") "\n--b\n" QP "\n=FF\n--b\n" SAYS("7bit") "\nA\n--b--\n", "5 1 156 \n"},
    {"an unknown encoding around it", 0, HEAD SAYS("x") "\n--b\n" QP "\n=FF\n--b--\n",
     HEAD SAYS("x") "\n--b\n" QP "\n=FF\n--b--\n", "5 1 121 \n"},
    {"a header without an end", 0, HEAD "--b\n" QP "\n=FF\n--b--\n", HEAD "--b\n" QP "\n=FF\n--b--\n", "5 1 91 \n"},
    {"no empty line", 0, HEAD "\n--b\n" B64 "YQ==\n--b--\n", HEAD "\n--b\n" B64 "YQ==\n--b--\n", "5 1 81 \n"},
    {"message/partial", 0, "Content-Type: message/partial\n" B64 "\nYQ==\n",
     "Content-Type: message/partial\n" B64 "\nYQ==\n", "4 0 65 \n"},
    {"message/external-body", 0, "Content-Type: message/external-body\n" B64 "\nYQ==\n",
     "Content-Type: message/external-body\n" B64 "\nYQ==\n", "4 0 71 \n"},
    {"an encoded message", 0, MESSAGE B64 "\nQTogYgoKYw==\n", MESSAGE B64 "\nQTogYgoKYw==\n", "4 0 64 \n"},
    {"under multipart/signed", 0,
     "Content-Type: multipart/signed; boundary=b\n\n--b\n" INNER "\n--c\n" QP "\n=41\n--c--\n--b--\n",
     "Content-Type: multipart/signed; boundary=b\n\n--b\n" INNER "\n--c\n" QP "\n=41\n--c--\n--b--\n", "1 2 140 \n"},
    {"a DKIM signature", 0, "DKIM-Signature: v=1\n" HEAD "\n--b\n" QP "\n=41\n--b--\n",
     "DKIM-Signature: v=1\n" HEAD "\n--b\n" SAYS("7bit") "\nA\n--b--\n", "6 0 0 DKIM-Signature\n"},
    {"an ARC seal is over fields alone", 0,
     "ARC-Seal: i=1\nARC-Message-Signature: i=1\n" HEAD "\n--b\n" QP "\n=41\n--b--\n",
     "ARC-Seal: i=1\nARC-Message-Signature: i=1\n" HEAD "\n--b\n" SAYS("7bit") "\nA\n--b--\n",
     "6 0 14 ARC-Message-Signature\n"},
    {"a DKIM signature behind a seal that holds", 0,
     "ARC-Seal: i=1\n" HEAD "\n--b\n" MESSAGE "\nDKIM-Signature: v=1\n" QP "\n=41\n--b--\n",
     "ARC-Seal: i=1\n" HEAD "\n--b\n" MESSAGE "\nDKIM-Signature: v=1\n" SAYS("7bit") "\nA\n--b--\n",
     "6 2 91 DKIM-Signature\n"},
    {"a raw CR at the end", 1, QP "\nx\r", QP "\nx\r", "2 0 45 \n"},
    {"a DKIM signature over what stays", 0, "DKIM-Signature: v=1\n" B64 "\nAA==\n",
     "DKIM-Signature: v=1\n" B64 "\nAA==\n", ""},
    {"a DKIM signature beside", 0, HEAD "\n--b\n" MESSAGE "\nDKIM-Signature: v=1\n\nx\n--b\n" QP "\n=41\n--b--\n",
     HEAD "\n--b\n" MESSAGE "\nDKIM-Signature: v=1\n\nx\n--b\n" SAYS("7bit") "\nA\n--b--\n", ""},
};

static widen_way way_to(int32_t to)
{
    widen_way way = {.how = WHOLE};
    way.choices.to = to;
    return way;
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        widen_way way = way_to(rows[i].to);
        size_t len = strlen(rows[i].in);
        widen_result result;
        text out = {NULL, 0, 0}, notes = {NULL, 0, 0};
        widen_run(&way, rows[i].in, len, &result);
        text_add(&out, rows[i].out != NULL ? rows[i].out : "", rows[i].out != NULL ? strlen(rows[i].out) : 0);
        assert_true(rows[i].out == NULL || text_is_same(rows[i].name, &out, &result.out));
        text_add(&notes, rows[i].notes, strlen(rows[i].notes));
        assert_true(text_is_same(rows[i].name, &notes, &result.notes));
        widen_must_keep_law(&way, rows[i].in, len, &result);
        for (size_t size = 1; size < 4; size++)
            widen_must_not_depend_on_chunks(&way, rows[i].in, len, &result, (chunking){0, size, 0}, size);
        widen_result_free(&result);
        text_free(&out);
        text_free(&notes);
    }
}

/* Each row, cut off after every byte. */
static void test_beginnings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t len = 0; len <= strlen(rows[i].in); len++) {
            widen_way way = way_to((int32_t)(len % 2));
            widen_result result;
            widen_run(&way, rows[i].in, len, &result);
            widen_must_keep_law(&way, rows[i].in, len, &result);
            widen_result_free(&result);
        }
}

static void test_summary(void **state)
{
    static const char in[] =
        HEAD "\n--b\n" INNER "\n--c\n" B64 "\nAA==\n--c--\n--b\n" QP "\n=FF\n--b\n" QP "\n=41\n--b\n" QP "\n=\n--b--\n";
    widen_way way = way_to(PNEU_WIDEN_BINARY);
    widen_result result;
    (void)state;
    widen_run(&way, in, sizeof in - 1, &result);
    assert_int_equal(result.summary.binary, 1);
    assert_int_equal(result.summary.eight_bit, 1);
    assert_int_equal(result.summary.seven_bit, 1);
    assert_int_equal(result.summary.containers, 2);
    assert_int_equal(result.summary.left, 1);
    widen_result_free(&result);
    way.choices.to = PNEU_WIDEN_8BIT;
    widen_run(&way, in, sizeof in - 1, &result);
    assert_int_equal(result.summary.binary, 0);
    assert_int_equal(result.summary.containers, 1);
    assert_int_equal(result.summary.left, 2);
    widen_result_free(&result);
}

/* A body of any length, and one with the longest boundary around it. */
static void test_large(void **state)
{
    text in = {NULL, 0, 0}, boundary = {NULL, 0, 0};
    widen_way way = way_to(PNEU_WIDEN_8BIT);
    widen_result result;
    (void)state;
    for (int i = 0; i < 997; i++)
        text_add(&boundary, "y", 1);
    text_print(&in, "Content-Type: multipart/mixed; boundary=%sz\n\n--%sz\n" B64 "\n", boundary.ptr, boundary.ptr);
    for (int i = 0; i < 30000; i++)
        text_print(&in, "LS15eXl5eXl5eXl5eXl5eXl5eXl5DQpZWVlZWVlZWVlZ\n");
    text_print(&in, "\n--%sz\n" QP "\n=2D-%s=\nz\n--%sz\n" QP "\n=2D-y%.900s\n--%sz--\n", boundary.ptr, boundary.ptr,
               boundary.ptr, boundary.ptr, boundary.ptr);
    widen_run(&way, in.ptr, in.len, &result);
    assert_int_equal(result.summary.seven_bit, 2);
    assert_int_equal(result.summary.left, 1);
    widen_result_free(&result);
    text_free(&in);
    text_free(&boundary);
}

/* ---- Calls -------------------------------------------------------------------------------------------------------- */

static void test_states(void **state)
{
    static const pneu_widen_choices bad = {2, {0}}, reserved = {0, {1}};
    pneu_widen_plan *plan;
    pneu_widen *widen;
    size_t len;
    char room[8];
    (void)state;
    assert_int_equal(pneu_widen_plan_new(NULL, &bad, NULL, &plan), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_widen_plan_new(NULL, &reserved, NULL, &plan), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_widen_plan_new(NULL, NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_widen_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_widen_new(plan, NULL, &widen), PNEU_ERR_STATE);
    assert_int_equal(pneu_widen_new(NULL, NULL, &widen), PNEU_ERR_ARGUMENT);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(pneu_widen_plan_push(plan, NULL, 1), PNEU_ERR_ARGUMENT);
        assert_int_equal(pneu_widen_plan_push(plan, "x", 1), PNEU_OK);
        assert_null(pneu_widen_plan_note(plan, 0));
        assert_int_equal(pneu_widen_plan_finish(plan), PNEU_OK);
        assert_int_equal(pneu_widen_plan_finish(plan), PNEU_ERR_STATE);
        assert_int_equal(pneu_widen_plan_push(plan, "x", 1), PNEU_ERR_STATE);
        assert_int_equal(pneu_widen_new(plan, NULL, &widen), PNEU_OK);
        assert_int_equal(pneu_widen_read(widen, room, 0, &len), PNEU_ERR_ARGUMENT);
        assert_int_equal(pneu_widen_read(widen, room, sizeof room, &len), PNEU_MORE);
        assert_int_equal(pneu_widen_finish(widen), PNEU_OK);
        assert_int_equal(pneu_widen_finish(widen), PNEU_ERR_STATE);
        pneu_widen_free(widen);
        pneu_widen_plan_reset(plan);
    }
    pneu_widen_plan_free(plan);
    pneu_widen_free(NULL);
    pneu_widen_plan_free(NULL);
    pneu_widen_plan_reset(NULL);
    pneu_widen_reset(NULL);
    assert_int_equal(pneu_widen_push(NULL, "", 0), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_widen_plan_finish(NULL), PNEU_ERR_ARGUMENT);
}

/* The second pass has to see the bytes of the first. And the same object again. */
static void test_changed(void **state)
{
    static const char in[] = B64 "\nY2Fm";
    static const struct {
        const char *bytes;
        pneu_status status;
    } others[] = {{in, PNEU_DONE},
                  {B64 "\nY2F", PNEU_ERR_CHANGED},
                  {B64 "\nY2Fmx", PNEU_ERR_CHANGED},
                  {B64 "\nY2Fn", PNEU_ERR_CHANGED},
                  {"", PNEU_ERR_CHANGED},
                  {in, PNEU_DONE}};
    pneu_widen_plan *plan;
    pneu_widen *widen;
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_widen_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_widen_plan_push(plan, in, sizeof in - 1), PNEU_OK);
    assert_int_equal(pneu_widen_plan_finish(plan), PNEU_OK);
    assert_int_equal(pneu_widen_new(plan, NULL, &widen), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        pneu_str other = {others[i].bytes, strlen(others[i].bytes)};
        pneu_status status = stage_run(pneu_widen_stage(widen), other, WHOLE, 0, &out);
        assert_int_equal(status, others[i].status);
        if (status == PNEU_DONE)
            assert_string_equal(out.ptr, SAYS("7bit") "\ncaf");
        text_clear(&out);
        pneu_widen_reset(widen);
    }
    text_free(&out);
    pneu_widen_free(widen);
    pneu_widen_plan_free(plan);
}

static void make_plan(pneu_widen_plan *plan, const char *in)
{
    assert_int_equal(pneu_widen_plan_push(plan, in, strlen(in)), PNEU_OK);
    assert_int_equal(pneu_widen_plan_finish(plan), PNEU_OK);
}

/* A plan that was used for another message, whole or not, is as new. */
static void test_reuse(void **state)
{
    static const char first[] = "DKIM-Signature: v=1\n" HEAD "\n--b\n" B64 "\nY!\n--b\n" QP "\n=41\n--b--\n";
    static const char second[] = HEAD "\n--b\n" QP "\n=2D-b=\n";
    pneu_str in = {second, sizeof second - 1};
    pneu_widen_plan *plan;
    pneu_widen *widen;
    pneu_widen_summary summary;
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_widen_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    for (size_t len = 0; len < sizeof first; len++) {
        assert_int_equal(pneu_widen_plan_push(plan, first, len), PNEU_OK);
        if (len == sizeof first - 1)
            assert_int_equal(pneu_widen_plan_finish(plan), PNEU_OK);
        pneu_widen_plan_reset(plan);
        make_plan(plan, second);
        pneu_widen_plan_summary(plan, &summary);
        assert_int_equal(summary.seven_bit + summary.signatures + summary.containers, 0);
        assert_int_equal(summary.left, 1);
        assert_int_equal(pneu_widen_plan_note(plan, 0)->kind, PNEU_WIDEN_DELIMITER);
        assert_null(pneu_widen_plan_note(plan, 1));
        assert_int_equal(pneu_widen_new(plan, NULL, &widen), PNEU_OK);
        text_clear(&out);
        assert_int_equal(stage_run(pneu_widen_stage(widen), in, WHOLE, 0, &out), PNEU_DONE);
        assert_string_equal(out.ptr, second);
        pneu_widen_free(widen);
        pneu_widen_plan_reset(plan);
    }
    pneu_widen_plan_free(plan);
    text_free(&out);
}

/* Bytes too many are told before the end. */
static void test_too_many(void **state)
{
    static const char in[] = B64 "\nY2Fm";
    pneu_widen_plan *plan;
    pneu_widen *widen;
    char room[256];
    size_t len;
    pneu_status status;
    (void)state;
    assert_int_equal(pneu_widen_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_widen_plan_push(plan, in, sizeof in - 1), PNEU_OK);
    assert_int_equal(pneu_widen_plan_finish(plan), PNEU_OK);
    assert_int_equal(pneu_widen_new(plan, NULL, &widen), PNEU_OK);
    assert_int_equal(pneu_widen_push(widen, in, sizeof in), PNEU_OK);
    while ((status = pneu_widen_read(widen, room, sizeof room, &len)) == PNEU_OK)
        ;
    assert_int_equal(status, PNEU_ERR_CHANGED);
    pneu_widen_free(widen);
    pneu_widen_plan_free(plan);
}

/* Whichever request fails, the plan or the filter says so, and nothing is lost. */
static void test_memory(void **state)
{
    static const char in[] =
        "DKIM-Signature: v=1; h=a\n" HEAD "\n--b\n" INNER "\n--c\n" QP "\n=FF\n--c\n" QP "\n=\n--c--\n--b--\n";
    size_t fail_at = 1;
    pneu_status status;
    (void)state;
    do {
        failing_alloc memory;
        widen_way way = way_to(PNEU_WIDEN_8BIT);
        widen_result result;
        failing_alloc_init(&memory, FAIL_ONCE, fail_at++);
        way.alloc = &memory.alloc;
        widen_run(&way, in, sizeof in - 1, &result);
        status = result.status;
        assert_true(status == (memory.refused > 0 ? PNEU_ERR_MEMORY : PNEU_OK));
        widen_result_free(&result);
        failing_alloc_check_clean(&memory);
    } while (status != PNEU_OK);
    assert_true(fail_at > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),     cmocka_unit_test(test_beginnings), cmocka_unit_test(test_summary),
        cmocka_unit_test(test_large),    cmocka_unit_test(test_states),     cmocka_unit_test(test_changed),
        cmocka_unit_test(test_too_many), cmocka_unit_test(test_reuse),      cmocka_unit_test(test_memory),
    };
    return RUN_TESTS(tests);
}
