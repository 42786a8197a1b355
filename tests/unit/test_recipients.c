/* To whom an answer goes, and as whom one answers. */
#include "base/str.h"
#include "pneu/reply.h"

#include "support/test.h"
#include "support/text.h"

static pneu_message *parse(const char *bytes)
{
    pneu_message *message;
    assert_int_equal(pneu_message_parse(bytes, strlen(bytes), NULL, NULL, &message), PNEU_OK);
    return message;
}

#define LONG_LOCAL "llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll"
#define LIST "List-Post: <mailto:l@x>\n"

static const struct {
    const char *row;
    const char *header;
    uint32_t flags;
    const char *to; /* NULL: nobody */
    const char *cc;
} recipients[] = {
    {"From", "From: Ann <a@x>\nTo: me@y\n", 0, "Ann <a@x>", ""},
    {"Reply-To", "From: a@x\nReply-To: b@x, c@x\n", 0, "b@x, c@x", ""},
    {"Mail-Reply-To", "From: a@x\nReply-To: b@x\nMail-Reply-To: d@x\n", 0, "d@x", ""},
    {"oneself in Reply-To", "From: a@x\nReply-To: Me <ME@y>, me@y, b@x\n", 0, "b@x", ""},
    {"a note to oneself", "From: ME@Y\nTo: me@y\n", 0, "ME@Y", ""},
    {"a note to oneself, to all", "From: me@y\nTo: me@y\n", 1, "me@y", ""},
    {"a note with a copy", "From: me@y\nTo: me@y\nCc: c@x\n", 1, "", "c@x"},
    {"one's own message", "From: me@y\nTo: b@x\nCc: c@x\n", 0, "b@x", ""},
    {"all", "From: a@x\nTo: me@y, b@x\nCc: c@x, a@x, b@x\n", 1, "a@x", "b@x, c@x"},
    {"all of one's own", "From: me@y\nTo: b@x\nCc: c@x\n", 1, "b@x", "c@x"},
    {"all, Reply-To", "From: a@x\nReply-To: list@x\nTo: b@x\n", 1, "list@x", "b@x"},
    {"Mail-Followup-To", "From: a@x\nMail-Followup-To: list@x, me@y\nCc: c@x\n", 1, "list@x", ""},
    {"Mail-Followup-To of one's own", "From: a@x\nMail-Followup-To: me@y\nCc: c@x\n", 1, "a@x", "c@x"},
    {"Mail-Followup-To is for all", "From: a@x\nMail-Followup-To: list@x\n", 0, "a@x", ""},
    {"groups are opened", "From: a@x\nTo: Team: b@x, c@x;, d@x\n", 1, "a@x", "b@x, c@x, d@x"},
    {"a list in Reply-To", "From: a@x\nReply-To: l@x\n" LIST, 0, "a@x", ""},
    {"a list besides another in Reply-To", "From: a@x\nReply-To: b@x, L@X, l@X\n" LIST, 0, "b@x, L@X", ""},
    {"a list in Reply-To, to all", "From: a@x\nReply-To: l@x\nTo: me@y\nCc: c@x\n" LIST, 1, "a@x", "l@x, c@x"},
    {"a list in Reply-To and To", "From: a@x\nReply-To: l@x\nTo: b@x, l@x\n" LIST, 1, "a@x", "l@x, b@x"},
    {"a list that is the author", "From: Ann via L <l@x>\nReply-To: l@x\n" LIST, 0, "Ann via L <l@x>", ""},
    {"another list in Reply-To", "From: a@x\nReply-To: m@x\n" LIST, 0, "m@x", ""},
    {"to the list", "From: a@x\nTo: b@x\n" LIST, 4, "l@x", ""},
    {"to a list with an odd URL", "From: a@x\nList-Post: <https://x/>, <MAILTO:l%2b1@x?subject=%0D%0A>\n", 4, "l+1@x",
     ""},
    {"to a list with a line end in it", "From: a@x\nList-Post: <mailto:l%0D%0ABcc:b@x>\n", 4, NULL, ""},
    {"to no list", "From: a@x\nList-Post: NO\n", 4, NULL, ""},
    {"to no list, without the field", "From: a@x\n", 4, NULL, ""},
    {"automatic", "Return-Path: <b@x>\nFrom: a@x\nReply-To: c@x\n", 8, "b@x", ""},
    {"automatic, without a return path", "From: a@x\n", 8, NULL, ""},
    {"automatic, to a report", "Return-Path: <>\nFrom: a@x\n", 8, NULL, ""},
    {"automatic, to another", "Return-Path: <b@x>\nAuto-Submitted: auto-replied\n", 8, NULL, ""},
    {"automatic, to oneself", "Return-Path: <me@y>\nFrom: me@y\n", 8, NULL, ""},
    {"nobody", "Subject: x\n", 0, NULL, ""},
    {"a long address like a word", "From: a@x\nReply-To: b@x, " LONG_LOCAL "=?utf-8?q?x@y\n", 0, "b@x", ""},
    {"a short address like a word", "From: a@x\nReply-To: =?utf-8?q?x@y\n", 0, "=?utf-8?q?x@y", ""},
    {"nobody to be read", "From: nobody\n", 0, NULL, ""},
    {"a name that is another address", "From: \"ceo@good.example\" <a@x>\n", 0, "a@x", ""},
    {"a name that turns", "From: =?utf-8?q?=E2=80=AEx?= <a@x>\n", 0, "a@x", ""},
    {"an encoded CRLF", "From: =?utf-8?q?x=0D=0ABcc=3A_y?= <a@x>\n", 0, "\"xBcc: y\" <a@x>", ""},
    {"a name as comment", "From: a@x (Ann)\n", 0, "Ann <a@x>", ""},
};

static void check_list(const char *row, const pneu_address_list *list, pneu_arena *arena, const char *expected)
{
    pneu_str out = {"", 0};
    if (list->mailbox_count > 0)
        assert_int_equal(pneu_address_list_format(arena, list, NULL, &out), PNEU_OK);
    if (!pneu_i_str_equal(out, pneu_i_str(expected)))
        fail_msg("%s: %.*s", row, (int)out.len, out.ptr);
}

static void answers_go_to_the_right_people(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(recipients); i++) {
        pneu_message *message = parse(recipients[i].header);
        pneu_arena *arena;
        pneu_mailbox me;
        pneu_recipients out;
        assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
        assert_int_equal(pneu_mailbox_init(arena, pneu_i_str(""), pneu_i_str("me@y"), &me), PNEU_OK);
        pneu_address_list own = {&me, 1, NULL, 0, 0};
        pneu_status status = pneu_reply_recipients(message, &own, recipients[i].flags, arena, &out);
        if (status != (recipients[i].to != NULL ? PNEU_OK : PNEU_ERR_NOT_FOUND))
            fail_msg("%s: %s", recipients[i].row, pneu_status_name(status));
        if (status == PNEU_OK) {
            check_list(recipients[i].row, &out.to, arena, recipients[i].to);
            check_list(recipients[i].row, &out.cc, arena, recipients[i].cc);
        }
        pneu_arena_free(arena);
        pneu_message_free(message);
    }
}

/* Each of many people once, in whatever spelling of the domain, and nobody dropped. */
static void many_people_are_named_once(void **state)
{
    text header = {NULL, 0, 0};
    pneu_arena *arena;
    pneu_recipients out;
    (void)state;
    text_print(&header, "From: a@x\nTo: a@x");
    for (unsigned i = 0; i < 3000; i++)
        text_print(&header, ", u%u@x, u%u@X", i, i / 2);
    text_print(&header, "\nCc: u1@x, v@x, v@X\n\n");
    pneu_message *message = parse(header.ptr);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_reply_recipients(message, NULL, PNEU_REPLY_ALL, arena, &out), PNEU_OK);
    assert_int_equal(out.to.mailbox_count, 1);
    assert_int_equal(out.cc.mailbox_count, 3001);
    pneu_arena_free(arena);
    pneu_message_free(message);
    text_free(&header);
}

/* Of me@y and other@z. */
static const struct {
    const char *header;
    pneu_status status;
    size_t index;
} identities[] = {
    {"From: a@x\nTo: b@x, Other@Z\nCc: me@y\n", PNEU_OK, 1},
    {"From: a@x\nTo: l@x\nDelivered-To: me@y\n", PNEU_OK, 0},
    {"From: other@z\nTo: a@x\n", PNEU_OK, 1},
    {"From: a@x\nTo: Team: other@z, me@y;\n", PNEU_OK, 1},
    {"From: a@x\n", PNEU_ERR_NOT_FOUND, 0},
};

static void one_answers_as_who_was_written_to(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(identities); i++) {
        pneu_message *message = parse(identities[i].header);
        pneu_arena *arena;
        pneu_mailbox boxes[2];
        size_t index = 9;
        assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
        assert_int_equal(pneu_mailbox_init(arena, pneu_i_str(""), pneu_i_str("me@y"), &boxes[0]), PNEU_OK);
        assert_int_equal(pneu_mailbox_init(arena, pneu_i_str(""), pneu_i_str("other@z"), &boxes[1]), PNEU_OK);
        pneu_address_list own = {boxes, 2, NULL, 0, 0};
        assert_int_equal(pneu_reply_identity(message, &own, &index), identities[i].status);
        assert_int_equal(index, identities[i].status == PNEU_OK ? identities[i].index : 9);
        assert_int_equal(pneu_reply_identity(message, NULL, &index), PNEU_ERR_ARGUMENT);
        pneu_arena_free(arena);
        pneu_message_free(message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_go_to_the_right_people),
        cmocka_unit_test(many_people_are_named_once),
        cmocka_unit_test(one_answers_as_who_was_written_to),
    };
    return RUN_TESTS(tests);
}
