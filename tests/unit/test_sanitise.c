/* Messages sanitised: what is written, what is refused and told, and what the calls answer. */
#include "pneu/sanitise.h"
#include "base/str.h"
#include "support/sanitise_run.h"
#include "support/test.h"

#define HEAD "From: a@b.example\r\nMIME-Version: 1.0\r\n"
#define PLAIN HEAD "Content-Type: text/plain\r\n"
#define MIXED(boundary) HEAD "Content-Type: multipart/mixed; boundary=\"" boundary "\"\r\n"
#define A19 "YWFhYWFhYWFhYWFhYWFhYWFh"
#define A76 A19 A19 A19 "YWFh"
#define B0 "=_pneu_A_0000000000_"
#define B1 "=_pneu_A_0000000001_"

enum {
    USUAL = PNEU_SANITISE_AMBIGUOUS,
    ALL = PNEU_SANITISE_ALL
};

static const struct {
    const char *name;
    int32_t level;
    uint32_t flags;
    pneu_str in;
    const char *out; /* NULL: the same */
} rows[] = {
#define ROW(name, level, flags, in, out)                                                                               \
    {                                                                                                                  \
        name, level, flags, {in, sizeof(in) - 1}, out                                                                  \
    }
    ROW("nothing to do", USUAL, 0, "From: a@b\n\nx\n", NULL),
    ROW("nothing to do but line ends", USUAL, PNEU_SANITISE_CRLF, "From: a@b\n\nx\ny", "From: a@b\r\n\r\nx\r\ny"),
    ROW("a CR at the end", USUAL, PNEU_SANITISE_CRLF, "Subject: x\r\n\r\n", NULL),
    ROW("plain", ALL, 0, PLAIN "\r\nx\r\n", NULL),
    ROW("no type", ALL, 0, "From: a@b.example\r\n\r\nx\r\n", PLAIN "\r\nx\r\n"),
    ROW("8bit", ALL, 0, PLAIN "Content-Transfer-Encoding: 8bit\r\n\r\n\xE9\r\n",
        HEAD
        "Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E9\r\n"),
    ROW("8bit, UTF-8", ALL, 0, PLAIN "Content-Transfer-Encoding: 8bit\r\n\r\n\xC3\xA9\r\n",
        HEAD
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A9\r\n"),
    ROW("UTF-7", USUAL, 0, HEAD "Content-Type: text/plain; charset=utf-7\r\n\r\n+ADw-x\r\n",
        HEAD "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHgNCg==\r\n"),
    ROW("UTF-7 that is ASCII", USUAL, 0, HEAD "Content-Type: text/plain; charset=utf-7\r\n\r\nx\r\n", NULL),
    ROW("UTF-16 without text", USUAL, 0, HEAD "Content-Type: text/plain; charset=utf-16\r\n\r\n",
        HEAD "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
    ROW("a uuencoded block stays at the usual level", USUAL, 0, PLAIN "\r\nbegin 644 x\r\n!80\r\n`\r\nend\r\n", NULL),
    ROW("but is none in base64", ALL, 0, PLAIN "\r\nbegin 644 x\r\n!80\r\n`\r\nend\r\n",
        PLAIN "Content-Transfer-Encoding: base64\r\n\r\nYmVnaW4gNjQ0IHgNCiE4MA0KYA0KZW5kDQo=\r\n"),
    ROW("long lines of base64", ALL, 0, PLAIN "Content-Transfer-Encoding: base64\r\n\r\n" A76 "YWFh\r\n",
        PLAIN "Content-Transfer-Encoding: base64\r\n\r\n" A76 "\r\nYWFh\r\n"),
    ROW("lines of base64", ALL, 0, PLAIN "Content-Transfer-Encoding: base64\r\n\r\n" A76 "\r\n", NULL),
    ROW("an unsafe name", USUAL, 0, PLAIN "Content-Disposition: attachment; filename=\"../a\"\r\n\r\nx\r\n",
        PLAIN "Content-Disposition: attachment; filename=a\r\n\r\nx\r\n"),
    ROW("an honest one", USUAL, 0, PLAIN "Content-Disposition: attachment; filename=.a\r\n\r\nx\r\n", NULL),
    ROW("an honest one made safe", ALL, 0, PLAIN "Content-Disposition: attachment; filename=.a\r\n\r\nx\r\n",
        PLAIN "Content-Disposition: attachment; filename=a\r\n\r\nx\r\n"),
    ROW("an attack on To", USUAL, 0, "From: a@b.example\r\nTo: <c@d.example> <e@f.example>\r\n\r\nx\r\n",
        "From: a@b.example\r\nTo: c@d.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx\r\n"),
    ROW("a local part that is not ASCII, and nothing to do", USUAL, 0,
        "From: a@b.example\r\nTo: \xC3\xA9@d.example\r\n\r\nx\r\n", NULL),
    ROW("a local part that is not ASCII", ALL, PNEU_SANITISE_FORCE,
        PLAIN "To: \xC3\xA9@d.example, a@b.example\r\n\r\nx\r\n",
        "From: a@b.example\r\nTo: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx\r\n"),
    ROW("UTF-16", USUAL, 0,
        HEAD "Content-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\n//5oAGkA\r\n",
        HEAD "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\naGk=\r\n"),
    ROW("two types", USUAL, PNEU_SANITISE_FORCE, PLAIN "Content-Type: text/html\r\n\r\nx\r\n", PLAIN "\r\nx\r\n"),
    ROW("two lists", USUAL, 0, PLAIN "To: a@b.example\r\nTo: \"c <d@e.example>, f@g.example\r\n\r\nx\r\n",
        "From: a@b.example\r\nTo: a@b.example, c <d@e.example>, f@g.example\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain\r\n\r\nx\r\n"),
    ROW("gaps", ALL, 0, MIXED("x") "\r\npre\r\n--x\r\nContent-Type: text/plain\r\n\r\ny\r\n--x--\r\nepi\r\n",
        MIXED(B0) "\r\n\r\n--" B0 "\r\nContent-Type: text/plain\r\n\r\ny\r\n--" B0 "--\r\n"),
    ROW("not closed, behind a line of the one around it", USUAL, PNEU_SANITISE_FORCE,
        MIXED("x") "\r\n--x\r\nContent-Type: multipart/mixed; boundary=c\r\nContent-Type: text/plain; charset=utf-7\r\n"
                   "\r\n--c\r\n\r\n--x--\r\n",
        MIXED("x") "\r\n--x\r\nContent-Type: multipart/mixed; boundary=\"" B1 "\"\r\n\r\n\r\n--" B1 "\r\n\r\n\r\n--" B1
                   "--\r\n--x--\r\n"),
    ROW("not found, in a message at the end of the input", USUAL, 0,
        MIXED("x") "\r\n--xy\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n" MIXED("c") "\r\ny\r\n",
        MIXED(B0) "\r\n\r\n--" B0 "\r\nContent-Type: message/rfc822\r\n\r\n" PLAIN
                  "Content-Transfer-Encoding: base64\r\n\r\neQ0K\r\n\r\n--" B0 "--\r\n"),
    ROW("closed at once", ALL, 0, MIXED("x") "\r\n--x--\r\n",
        MIXED(B0) "\r\n\r\n--" B0 "\r\nContent-Type: text/plain\r\n\r\n\r\n--" B0 "--\r\n"),
    ROW("not found, and nothing like it", USUAL, 0, MIXED("x") "\r\ny\r\n", NULL),
    ROW("not found", USUAL, 0, MIXED("x") "\r\n--q\r\n", PLAIN "Content-Transfer-Encoding: base64\r\n\r\nLS1xDQo=\r\n"),
    ROW("a name in Content-Type", ALL, 0, HEAD "Content-Type: image/png; name=\"../a\"\r\n\r\nx\r\n",
        HEAD "Content-Type: image/png\r\nContent-Disposition: inline; filename=a\r\n\r\nx\r\n"),
    ROW("a boundary of no multipart", ALL, 0,
        HEAD "Content-Type: text/plain; boundary=q; format=flowed\r\n\r\n--q\r\n\r\nx\r\n",
        HEAD "Content-Type: text/plain; format=flowed\r\n\r\n--q\r\n\r\nx\r\n"),
    ROW("other parameters stay", ALL, 0,
        PLAIN "Content-Disposition: attachment; size=2; filename*=UTF-8''a\r\n\r\nx\r\n",
        PLAIN "Content-Disposition: attachment; filename=a; size=2\r\n\r\nx\r\n"),
    ROW("never act on it", USUAL, PNEU_SANITISE_FORCE,
        HEAD "Content-Type: message/external-body; access-type=url\r\n\r\nx\r\n",
        HEAD "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
             "X-Original-Content-Type: message/external-body\r\n\r\neA0K\r\n"),
    ROW("a message behind a header that is cut", USUAL, 0, HEAD "Content-Type: message/rfc822\r",
        HEAD "Content-Type: message/rfc822\r\n\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n"
             "Content-Transfer-Encoding: base64\r\n\r\n"),
    ROW("a digest that is cut in a delimiter", USUAL, 0,
        "junk\r\n" HEAD "Content-Type: multipart/digest; boundary=b\r\n\r\n--b",
        HEAD "Content-Type: multipart/digest; boundary=\"" B0 "\"\r\n\r\n\r\n--" B0 "\r\n\r\n\r\n--" B0 "--\r\n"),
    ROW("a multipart that is cut in its header", USUAL, 0,
        "junk\r\n" HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        "Content-Type: multipart/mixed; boundary=c",
        MIXED(B0) "\r\n\r\n--" B0 "\r\nContent-Type: text/plain\r\n"
                  "Content-Transfer-Encoding: base64\r\n\r\n\r\n--" B0 "--\r\n"),
    ROW("an encoded message", USUAL, 0,
        HEAD "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nRnJvbTogYUBiCgp4Cg==\r\n",
        HEAD "Content-Type: message/rfc822\r\n\r\nFrom: a@b\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n"
             "Content-Transfer-Encoding: quoted-printable\r\n\r\nx\r\n"),
};

static void messages_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        sanitise_how how = {.level = rows[i].level, .flags = rows[i].flags, .cuts = WHOLE, .room = 7};
        text out = {NULL, 0, 0};
        pneu_sanitise_summary summary;
        pneu_status status = sanitise_run(rows[i].in.ptr, rows[i].in.len, &how, &out, &summary);
        const char *expected = rows[i].out != NULL ? rows[i].out : rows[i].in.ptr;
        if (status != PNEU_OK || !pneu_i_str_equal(pneu_i_str_of(out.ptr, out.len), pneu_i_str(expected)))
            fail_msg("%s: %d\n%.*s", rows[i].name, (int)status, (int)out.len, out.ptr);
        text_free(&out);
    }
}

/* ---- What is told ----------------------------------------------------------------------------------------------- */

static pneu_sanitise_plan *plan_of(const char *bytes, int32_t level, uint32_t flags, pneu_status expected)
{
    pneu_sanitise_choices choices = {level, flags, {0}};
    pneu_sanitise_plan *plan;
    assert_int_equal(pneu_sanitise_plan_new(NULL, &choices, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_sanitise_plan_push(plan, bytes, strlen(bytes)), PNEU_OK);
    assert_int_equal(pneu_sanitise_plan_finish(plan), expected);
    return plan;
}

static const struct {
    const char *name;
    const char *in;
    int32_t code; /* 0: it is let through */
} refusals[] = {
    {"nothing", PLAIN "\r\nx\r\n", 0},
    {"in From", "From: <a@b.example> <c@d.example>\r\n\r\nx\r\n", PNEU_DEFECT_ADDR_TWO_ANGLES},
    {"in To", PLAIN "To: <a@b.example> <c@d.example>\r\n\r\nx\r\n", 0},
    {"in a name", "From: a\xE2\x80\x8B <a@b.example>\r\n\r\nx\r\n", PNEU_DEFECT_SEC_INVISIBLE_CHAR},
    {"in the name of a file", HEAD "Content-Type: text/plain; name=\"../a\"\r\n\r\nx\r\n", 0},
    {"in an encoding", HEAD "Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n",
     PNEU_DEFECT_SEC_DUP_CTE},
    {"two boundaries", HEAD "Content-Type: multipart/mixed; boundary=a; boundary=b\r\n\r\n--a\r\n\r\n--a--\r\n",
     PNEU_DEFECT_SEC_DUP_BOUNDARY},
    {"a charset", HEAD "Content-Type: text/plain; charset=utf-7\r\n\r\n+ADw-\r\n", 0},
    {"more than there are records",
     PLAIN "To: a@b@c, a@b@c, a@b@c, a@b@c, a@b@c, a@b@c, a@b@c, a@b@c, a@b@c, a@b@c\r\n"
           "Cc: a@b@c, a@b@c, a@b@c, a@b@c, a@b@c, a@b@c, a@b@c, a@b@c, a@b@c, a@b@c\r\n\r\nx\r\n",
     PNEU_DEFECT_ADDR_MULTIPLE_AT},
    {"not ASCII, and a reason to change it", HEAD "To: \xC3\xA9@d.example\r\nSubject: a\rb\r\n\r\nx\r\n",
     PNEU_DEFECT_HDR_UTF8},
};

static void attacks_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        pneu_sanitise_refusal refusal;
        pneu_status expected = refusals[i].code != 0 ? PNEU_ERR_REFUSED : PNEU_OK;
        pneu_sanitise_plan *plan;
        assert_int_equal(pneu_sanitise_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
        assert_int_equal(pneu_sanitise_plan_push(plan, refusals[i].in, strlen(refusals[i].in)), PNEU_OK);
        pneu_status status = pneu_sanitise_plan_finish(plan);
        pneu_sanitise_plan_refusal(plan, &refusal);
        if (status != expected || refusal.code != refusals[i].code)
            fail_msg("%s: %d, %s", refusals[i].name, (int)status, pneu_defect_name(refusal.code));
        pneu_sanitise_plan_free(plan);
    }
}

static void refusals_are_told(void **state)
{
    pneu_sanitise_refusal refusal;
    pneu_sanitise *filter = NULL;
    (void)state;
    pneu_sanitise_plan *plan = plan_of(PLAIN "From: c@d.example\r\n\r\nx\r\n", USUAL, 0, PNEU_ERR_REFUSED);
    pneu_sanitise_plan_refusal(plan, &refusal);
    assert_int_equal(refusal.status, PNEU_ERR_REFUSED);
    assert_int_equal(refusal.code, PNEU_DEFECT_SEC_DUP_FROM);
    assert_int_equal(refusal.part, 0);
    assert_int_equal(pneu_sanitise_new(plan, NULL, &filter), PNEU_ERR_STATE);
    pneu_sanitise_plan_reset(plan);
    assert_int_equal(pneu_sanitise_plan_push(plan, PLAIN "\r\n", sizeof PLAIN + 1), PNEU_OK);
    assert_int_equal(pneu_sanitise_plan_finish(plan), PNEU_OK);
    pneu_sanitise_plan_refusal(plan, &refusal);
    assert_int_equal(refusal.status, PNEU_OK);
    pneu_sanitise_plan_free(plan);
}

static void what_is_void_is_told(void **state)
{
    static const char message[] = "DKIM-Signature: v=1\r\nARC-Seal: i=1\r\nARC-Message-Signature: i=1\r\n" HEAD
                                  "Content-Type: multipart/signed; boundary=x\r\n\r\n"
                                  "--x\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+ADw-\r\n"
                                  "--x\r\nContent-Type: application/pgp-signature\r\n\r\nb\r\n--x--\r\n";
    pneu_sanitise_summary summary;
    pneu_sanitise_item item;
    (void)state;
    pneu_sanitise_plan *plan = plan_of(message, USUAL, 0, PNEU_OK);
    pneu_sanitise_plan_summary(plan, &summary);
    assert_int_equal(summary.parts, 3);
    assert_int_equal(summary.cleaned, 1);
    assert_int_equal(summary.signed_parts, 1);
    assert_int_equal(summary.signatures, 2);
    assert_true(pneu_defect_set_has(&summary.answered, PNEU_DEFECT_CHARSET_DANGEROUS));
    assert_int_equal(pneu_sanitise_plan_item(plan, 1, &item), 1);
    assert_int_equal(item.reasons, PNEU_SANITISE_FOR_DEFECTS);
    assert_true(pneu_defect_set_has(&item.found, PNEU_DEFECT_CHARSET_DANGEROUS));
    assert_int_equal(pneu_sanitise_plan_item(plan, 2, &item), 0);
    assert_int_equal(pneu_sanitise_plan_item(plan, 3, &item), 0);
    pneu_sanitise_plan_free(plan);
}

static void reasons_are_told(void **state)
{
    static const char message[] = HEAD "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
                                       "--x\r\nContent-Type: text/plain; name=a\r\n\r\na\r\n"
                                       "--x\r\nContent-Type: text/plain\r\n\r\nb\r\n--x--\r\n";
    static const char grave[] =
        HEAD "To: \xC3\xA9@d.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
             "--x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xC3\xA9\r\n"
             "--x\r\nContent-Type: text/plain\r\n\r\n--xy\r\n--x--\r\n";
    pneu_sanitise_item item;
    pneu_sanitise_summary summary;
    (void)state;
    pneu_sanitise_plan *plan = plan_of(message, ALL, 0, PNEU_OK);
    assert_int_equal(pneu_sanitise_plan_item(plan, 0, &item), 1);
    assert_int_equal(item.reasons, PNEU_SANITISE_FOR_FORM);
    assert_int_equal(pneu_sanitise_plan_item(plan, 1, &item), 1);
    assert_int_equal(item.reasons, PNEU_SANITISE_FOR_FORM);
    assert_int_equal(pneu_sanitise_plan_item(plan, 2, &item), 0);
    pneu_sanitise_plan_free(plan);

    plan = plan_of(grave, USUAL, PNEU_SANITISE_FORCE, PNEU_OK);
    assert_int_equal(pneu_sanitise_plan_item(plan, 0, &item), 1);
    assert_int_equal(item.reasons, PNEU_SANITISE_FOR_OTHERS);
    assert_int_equal(item.loses_address, 1);
    assert_int_equal(pneu_sanitise_plan_item(plan, 1, &item), 1);
    assert_int_equal(item.reasons, PNEU_SANITISE_FOR_SEVEN_BIT);
    assert_int_equal(pneu_sanitise_plan_item(plan, 2, &item), 1);
    assert_int_equal(item.reasons, PNEU_SANITISE_FOR_DEFECTS);
    pneu_sanitise_plan_summary(plan, &summary);
    assert_int_equal(summary.losses, 1);
    pneu_sanitise_plan_free(plan);
}

/* Beside a part that is cleaned, what cannot be sent as it stands is, too: octets with LF alone, but not text and
 * messages, for which another line end makes no difference. */
static void octets_are_not_lines(void **state)
{
    static const struct {
        const char *type;
        int is_cleaned;
    } types[] = {{"text/html", 0},
                 {"message/x-other", 0},
                 {"message/delivery-status", 0},
                 {"application/x-octets", 1},
                 {"messages/x", 1}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        text mail = {NULL, 0, 0};
        pneu_sanitise_item item;
        text_print(&mail,
                   "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
                   "--x\nContent-Type: text/plain; charset=utf-7\n\n+ADw-\n"
                   "--x\nContent-Type: %s\nContent-Transfer-Encoding: 8bit\n\na: b\n\n--x--\n",
                   types[i].type);
        pneu_sanitise_plan *plan = plan_of(mail.ptr, USUAL, 0, PNEU_OK);
        int is_cleaned = pneu_sanitise_plan_item(plan, 2, &item);
        if (is_cleaned != types[i].is_cleaned || (is_cleaned && item.reasons != PNEU_SANITISE_FOR_SEVEN_BIT))
            fail_msg("%s: %d", types[i].type, is_cleaned);
        pneu_sanitise_plan_free(plan);
        text_free(&mail);
    }
}

static void a_changed_message_is_told(void **state)
{
    char room[200];
    size_t written;
    pneu_sanitise *filter;
    (void)state;
    pneu_sanitise_plan *plan = plan_of("From: a@b\n\nx\n", USUAL, 0, PNEU_OK);
    assert_int_equal(pneu_sanitise_new(plan, NULL, &filter), PNEU_OK);
    for (int turn = 0; turn < 2; turn++) {
        const char *bytes = turn == 0 ? "From: a@b\n\ny\n" : "From: a@b\n\nx\n";
        assert_int_equal(pneu_sanitise_push(filter, bytes, strlen(bytes)), PNEU_OK);
        assert_int_equal(pneu_sanitise_read(filter, room, 0, &written), PNEU_ERR_ARGUMENT);
        while (pneu_sanitise_read(filter, room, sizeof room, &written) == PNEU_OK)
            ;
        assert_int_equal(pneu_sanitise_finish(filter), PNEU_OK);
        assert_int_equal(pneu_sanitise_read(filter, room, sizeof room, &written),
                         turn == 0 ? PNEU_ERR_CHANGED : PNEU_DONE);
        pneu_sanitise_reset(filter);
    }
    pneu_sanitise_free(filter);
    pneu_sanitise_plan_free(plan);
}

static void a_filter_is_a_stage(void **state)
{
    static const char message[] = "From: a@b.example\nSubject: a\rb\n\nx\n";
    char out[300], room[7];
    size_t len = 0, written;
    pneu_sanitise *filter;
    pneu_chain *chain;
    (void)state;
    pneu_sanitise_plan *plan = plan_of(message, USUAL, 0, PNEU_OK);
    assert_int_equal(pneu_sanitise_new(plan, NULL, &filter), PNEU_OK);
    pneu_stage stage = pneu_sanitise_stage(filter);
    assert_int_equal(pneu_chain_new(&stage, 1, 0, NULL, &chain), PNEU_OK);
    assert_int_equal(pneu_chain_push(chain, message, sizeof message - 1), PNEU_OK);
    for (int turn = 0; turn < 2; turn++) {
        pneu_status status;
        while ((status = pneu_chain_read(chain, room, sizeof room, &written)) == PNEU_OK) {
            assert_in_range(written, 1, sizeof out - len);
            memcpy(out + len, room, written);
            len += written;
        }
        assert_int_equal(status, turn == 0 ? PNEU_MORE : PNEU_DONE);
        if (turn == 0)
            assert_int_equal(pneu_chain_finish(chain), PNEU_OK);
    }
    sanitise_how how = {.cuts = WHOLE, .room = 4096};
    text expected = {NULL, 0, 0};
    pneu_sanitise_summary summary;
    assert_int_equal(sanitise_run(message, sizeof message - 1, &how, &expected, &summary), PNEU_OK);
    assert_true(pneu_i_str_equal(pneu_i_str_of(out, len), pneu_i_str_of(expected.ptr, expected.len)));
    text_free(&expected);
    pneu_chain_free(chain);
    pneu_sanitise_free(filter);
    pneu_sanitise_plan_free(plan);
}

static void a_union_is_of_the_plan(void **state)
{
    static const pneu_str message = {"From: a@b\n\nx\n", 13}, other = {"From: a@b\n\ny\n", 13};
    pneu_arena *arena;
    pneu_str out;
    size_t added = 7;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    pneu_sanitise_plan *plan = plan_of(message.ptr, USUAL, 0, PNEU_OK);
    assert_int_equal(pneu_sanitise_union(plan, arena, other, &out, &added), PNEU_ERR_CHANGED);
    assert_int_equal(pneu_sanitise_union(plan, arena, message, &out, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_sanitise_union(NULL, arena, message, &out, &added), PNEU_ERR_ARGUMENT);
    assert_int_equal(added, 7);
    assert_int_equal(pneu_sanitise_union(plan, arena, message, &out, &added), PNEU_OK);
    assert_int_equal(added, 0);
    assert_true(pneu_i_str_equal(out, message));
    pneu_sanitise_plan_reset(plan);
    assert_int_equal(pneu_sanitise_union(plan, arena, message, &out, &added), PNEU_ERR_STATE);
    pneu_sanitise_plan_free(plan);
    pneu_arena_free(arena);
}

static void misuse_is_told(void **state)
{
    pneu_sanitise_choices choices = {2, 0, {0}};
    pneu_sanitise_plan *plan = NULL;
    pneu_sanitise *filter = NULL;
    (void)state;
    assert_int_equal(pneu_sanitise_plan_new(NULL, &choices, NULL, &plan), PNEU_ERR_ARGUMENT);
    choices = (pneu_sanitise_choices){0, 4, {0}};
    assert_int_equal(pneu_sanitise_plan_new(NULL, &choices, NULL, &plan), PNEU_ERR_ARGUMENT);
    choices = (pneu_sanitise_choices){0, 0, {0, 1}};
    assert_int_equal(pneu_sanitise_plan_new(NULL, &choices, NULL, &plan), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_sanitise_plan_new(NULL, NULL, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_sanitise_plan_new(NULL, NULL, NULL, &plan), PNEU_OK);
    assert_int_equal(pneu_sanitise_plan_push(plan, NULL, 1), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_sanitise_new(plan, NULL, &filter), PNEU_ERR_STATE);
    assert_int_equal(pneu_sanitise_plan_finish(plan), PNEU_OK);
    assert_int_equal(pneu_sanitise_plan_finish(plan), PNEU_ERR_STATE);
    assert_int_equal(pneu_sanitise_plan_push(plan, "x", 1), PNEU_ERR_STATE);
    pneu_sanitise_plan_free(plan);
    pneu_sanitise_plan_free(NULL);
    pneu_sanitise_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_written),   cmocka_unit_test(attacks_are_refused),
        cmocka_unit_test(refusals_are_told),      cmocka_unit_test(what_is_void_is_told),
        cmocka_unit_test(reasons_are_told),       cmocka_unit_test(a_changed_message_is_told),
        cmocka_unit_test(octets_are_not_lines),   cmocka_unit_test(a_filter_is_a_stage),
        cmocka_unit_test(a_union_is_of_the_plan), cmocka_unit_test(misuse_is_told),
    };
    return RUN_TESTS(tests);
}
