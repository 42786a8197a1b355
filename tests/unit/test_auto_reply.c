/* Auto-Submitted, and who must not be answered by a program. */
#include "support/test.h"

#include "base/str.h"
#include "pneu/list.h"
#include "support/field_rows.h"

static pneu_status show_submitted(text *to, pneu_arena *arena, pneu_str value, int32_t mode,
                                  const pneu_defect_sink *sink)
{
    pneu_auto_submitted read;
    pneu_status status = pneu_auto_submitted_parse(arena, value, mode, sink, &read);
    if (status != PNEU_OK)
        return status;
    text_print(to, "%s %.*s", read.is_automatic ? "auto" : "not", (int)read.keyword.len, read.keyword.ptr);
    for (size_t i = 0; i < read.param_count; i++)
        text_print(to, "; %.*s=%.*s", (int)read.params[i].name.len, read.params[i].name.ptr,
                   (int)read.params[i].value.len, read.params[i].value.ptr);
    return status;
}

static const field_row rows[] = {
    {"no", "No (by hand)", "not no", " param_comment", NULL},
    {"replied", "auto-replied", "auto auto-replied", "", NULL},
    {"parameters", "auto-notified; Owner-Email=\"a@b\"", "auto auto-notified; owner-email=a@b", "", NULL},
    {"nothing", "", "auto ", "", "PNEU_ERR_SYNTAX"},
    {"parameter first", "a=b", "auto ; a=b", " param_syntax", "PNEU_ERR_SYNTAX"},
};

static void fields_are_read(void **state)
{
    (void)state;
    assert_int_equal(field_rows_failed(rows, COUNT_OF(rows), show_submitted), 0);
}

static int32_t reason_for(const char *path, const char *name, const char *value)
{
    pneu_field_value fields[] = {{pneu_i_str("Subject"), pneu_i_str("x")}, {pneu_i_str(name), pneu_i_str(value)}};
    pneu_auto_reply_facts facts = {{NULL, 0}, fields, COUNT_OF(fields), PNEU_ADDRESSED_YES, 0};
    int32_t reason = -1;
    if (path != NULL)
        facts.return_path = pneu_i_str(path);
    assert_int_equal(pneu_auto_reply_check(&facts, &reason), PNEU_OK);
    return reason;
}

static void paths_are_judged(void **state)
{
    static const struct {
        const char *path;
        int32_t reason;
    } paths[] = {
        {"<a@b>", PNEU_AUTO_REPLY_ALLOWED},
        {" a@b ", PNEU_AUTO_REPLY_ALLOWED},
        {"<>", PNEU_AUTO_REPLY_NO_SENDER},
        {" < > \r\n", PNEU_AUTO_REPLY_NO_SENDER},
        {"", PNEU_AUTO_REPLY_NO_SENDER},
        {"<owner-list@b>", PNEU_AUTO_REPLY_ROBOT},
        {"List-Request@b", PNEU_AUTO_REPLY_ROBOT},
        {"<MAILER-DAEMON>", PNEU_AUTO_REPLY_ROBOT},
        {"<list-bounces+a=b@c>", PNEU_AUTO_REPLY_ROBOT},
        {"<no-reply+1@c>", PNEU_AUTO_REPLY_ROBOT},
        {"<owner@b>", PNEU_AUTO_REPLY_ALLOWED},
        {"<request@b>", PNEU_AUTO_REPLY_ALLOWED},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        assert_int_equal(reason_for(paths[i].path, "X", ""), paths[i].reason);
    assert_int_equal(reason_for(NULL, "return-path", "<>"), PNEU_AUTO_REPLY_NO_SENDER);
    assert_int_equal(reason_for(NULL, "Return-Path", "<a@b>"), PNEU_AUTO_REPLY_ALLOWED);
    assert_int_equal(reason_for(NULL, "X", ""), PNEU_AUTO_REPLY_NO_RETURN_PATH);
    assert_int_equal(reason_for("<a@b>", "Return-Path", "<>"), PNEU_AUTO_REPLY_ALLOWED);
}

static void fields_are_judged(void **state)
{
    static const struct {
        const char *name;
        const char *value;
        int32_t reason;
    } fields[] = {
        {"Auto-Submitted", "no", PNEU_AUTO_REPLY_ALLOWED},
        {"Auto-Submitted", "(x) NO (y)", PNEU_AUTO_REPLY_ALLOWED},
        {"Auto-Submitted", "auto-generated", PNEU_AUTO_REPLY_SUBMITTED},
        {"auto-submitted", "", PNEU_AUTO_REPLY_SUBMITTED},
        {"List-Id", "<a.b>", PNEU_AUTO_REPLY_LIST},
        {"list-x", "", PNEU_AUTO_REPLY_LIST},
        {"X-Mailing-List", "a", PNEU_AUTO_REPLY_LIST},
        {"Precedence", " Bulk", PNEU_AUTO_REPLY_PRECEDENCE},
        {"Precedence", "normal", PNEU_AUTO_REPLY_ALLOWED},
        {"X-Auto-Response-Suppress", "DR, OOF, NRN", PNEU_AUTO_REPLY_SUPPRESSED},
        {"X-Auto-Response-Suppress", "All", PNEU_AUTO_REPLY_SUPPRESSED},
        {"X-Auto-Response-Suppress", "DR", PNEU_AUTO_REPLY_ALLOWED},
        {"X-Autoreply", "yes", PNEU_AUTO_REPLY_RESPONDER},
        {"Content-Type", " Multipart/Report; a=b", PNEU_AUTO_REPLY_REPORT},
        {"Content-Type", "(x)\r\n multipart/report; a=b", PNEU_AUTO_REPLY_REPORT},
        {"Content-Type", "text/plain", PNEU_AUTO_REPLY_ALLOWED},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        assert_int_equal(reason_for("a@b", fields[i].name, fields[i].value), fields[i].reason);
    assert_int_equal(reason_for("<>", "List-Id", ""), PNEU_AUTO_REPLY_NO_SENDER); /* the first of the list */
}

static void facts_count(void **state)
{
    pneu_auto_reply_facts facts = {pneu_i_str("a@b"), NULL, 0, PNEU_ADDRESSED_NO, 0};
    int32_t reason = -1;
    (void)state;
    assert_int_equal(pneu_auto_reply_check(&facts, &reason), PNEU_OK);
    assert_int_equal(reason, PNEU_AUTO_REPLY_NOT_ADDRESSED);
    facts.addressed = PNEU_ADDRESSED_UNKNOWN;
    assert_int_equal(pneu_auto_reply_check(&facts, &reason), PNEU_OK);
    assert_int_equal(reason, PNEU_AUTO_REPLY_ALLOWED);
    pneu_field_value empty = {pneu_i_str("Auto-Submitted"), {NULL, 0}};
    facts.fields = &empty;
    facts.field_count = 1;
    assert_int_equal(pneu_auto_reply_check(&facts, &reason), PNEU_OK);
    assert_int_equal(reason, PNEU_AUTO_REPLY_SUBMITTED);
    facts.fields = NULL;
    assert_int_equal(pneu_auto_reply_check(&facts, &reason), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_auto_reply_check(NULL, &reason), PNEU_ERR_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fields_are_read), cmocka_unit_test(paths_are_judged),
                                       cmocka_unit_test(fields_are_judged), cmocka_unit_test(facts_count)};
    return RUN_TESTS(tests);
}
