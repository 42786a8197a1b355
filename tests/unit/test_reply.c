/* Answers and messages passed on: under which subject, in which thread, with what text. */
#include "base/str.h"
#include "pneu/reply.h"

#include "support/build_run.h"
#include "support/failing_alloc.h"
#include "support/test.h"

#define DATE "Date: Sat, 21 Nov 2026 10:00:00 +0100\n"

static pneu_message *parse(const char *bytes)
{
    pneu_message *message;
    assert_int_equal(pneu_message_parse(bytes, strlen(bytes), NULL, NULL, &message), PNEU_OK);
    return message;
}

/* ---- Subjects -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *value;
    const char *reply;
    const char *forward;
} subjects[] = {
    {" Hello", "Re: Hello", "Fwd: Hello"},
    {" Re: RE[2]: Hello (fwd)", "Re: Hello", "Fwd: Hello"},
    {" =?utf-8?Q?Re=3A_Gr=C3=BC=C3=9Fe?=",
     "Re: Gr\xC3\xBC\xC3\x9F"
     "e",
     "Fwd: Gr\xC3\xBC\xC3\x9F"
     "e"},
    {"", "Re:", "Fwd:"},
    {" Re:", "Re:", "Fwd:"},
};

static void subjects_have_one_mark(void **state)
{
    pneu_arena *arena;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(subjects); i++) {
        pneu_str out;
        assert_int_equal(pneu_reply_subject(arena, pneu_i_str(subjects[i].value), &out), PNEU_OK);
        if (!pneu_i_str_equal(out, pneu_i_str(subjects[i].reply)))
            fail_msg("%s: %.*s", subjects[i].value, (int)out.len, out.ptr);
        assert_int_equal(pneu_forward_subject(arena, pneu_i_str(subjects[i].value), &out), PNEU_OK);
        assert_true(pneu_i_str_equal(out, pneu_i_str(subjects[i].forward)));
    }
    pneu_arena_free(arena);
}

/* ---- Quotes ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *row;
    const char *message;
    const char *quote;
} quotes[] = {
    {"lines", "\none\n\ntwo\n", "> one\r\n>\r\n> two\r\n"},
    {"quotes in quotes", "\n> a\n> > b\n>> c\n>d\n", ">> a\r\n>>> b\r\n>>> c\r\n>> d\r\n"},
    {"signature", "\nx\n-- \nme\n", "> x\r\n"},
    {"space at the end is not flowed", "\na \nb\n", "> a\r\n> b\r\n"},
    {"flowed", "Content-Type: text/plain; format=flowed\n\na \nb\n>c \n>d\n-- \nme\n", "> a b\r\n>> c d\r\n"},
    {"HTML", "Content-Type: text/html\n\n<p>a<p>b", "> a\r\n>\r\n> b\r\n"},
    {"encoded", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nw6kK\n",
     "> \xC3\xA9\r\n"},
    {"alternatives",
     "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\nContent-Type: text/html\n\nhtml\n--b--\n",
     "> plain\r\n"},
    {"HTML with a footer",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>body\n--b\n\nfooter\n--b--\n",
     "> body\r\n> footer\r\n"},
    {"alternatives with a picture",
     "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\nContent-Type: multipart/related; "
     "boundary=c\n\n--c\nContent-Type: text/html\n\nhtml\n--c--\n--b--\n",
     "> plain\r\n"},
    {"attachments are not quoted",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nplain\n--b\nContent-Disposition: attachment\n\nno\n--b\n"
     "Content-Type: message/rfc822\n\nSubject: x\n\nno\n--b--\n",
     "> plain\r\n"},
    {"no text", "Content-Type: image/png\n\nx", ""},
    {"NUL and CR", "\na\0b\rc\n", "> a\r\n"},
    {"a long line",
     "\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb cccccccccccccccccccccccccc\n",
     "> aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb \r\n> cccccccccccccccccccccccccc\r\n"},
};

static void texts_are_quoted(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(quotes); i++) {
        pneu_message *message = parse(quotes[i].message);
        pneu_arena *arena;
        pneu_str out;
        assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
        assert_int_equal(pneu_quote_text(message, NULL, 1, arena, &out), PNEU_OK);
        if (!pneu_i_str_equal(out, pneu_i_str(quotes[i].quote)))
            fail_msg("%s: %.*s", quotes[i].row, (int)out.len, out.ptr);
        assert_int_equal(pneu_quote_text(message, NULL, 200, arena, &out), PNEU_ERR_ARGUMENT);
        pneu_arena_free(arena);
        pneu_message_free(message);
    }
}

/* ---- Whole answers --------------------------------------------------------------------------------------------- */

static const char original[] = "From: Ann <a@x.example>\n" DATE "To: me@y.example\nSubject: Re: tubes\n"
                               "Message-ID: <2@x.example>\nReferences: <0@x.example> <1@x.example>\n\nHow are you?\n";

static void a_reply_is_a_message(void **state)
{
    static const char expected[] = "To: Ann <a@x.example>\r\nSubject: Re: tubes\r\nIn-Reply-To: <2@x.example>\r\n"
                                   "References: <0@x.example> <1@x.example> <2@x.example>\r\nMIME-Version: 1.0\r\n"
                                   "Content-Type: text/plain; format=flowed; charset=us-ascii\r\n\r\n"
                                   "Fine.\r\n\r\nAnn wrote:\r\n> How are you?\r\n";
    pneu_message *message = parse(original);
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    pneu_reply_options options = {NULL, 0, 0, {"Fine.\n", 6}, {"Ann wrote:", 10}, NULL};
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_builder_add_reply(builder, message, &options), PNEU_OK);
    assert_int_equal(build_read(builder, 7, &out), PNEU_DONE);
    assert_string_equal(out.ptr, expected);
    text_free(&out);
    pneu_builder_free(builder);
    pneu_message_free(message);
}

/* The first and the last ones, on a line of at most 998 bytes; a field beyond the limits was cut in an identifier. */
static void long_threads_are_shortened(void **state)
{
    text thread = {NULL, 0, 0}, out = {NULL, 0, 0};
    pneu_reply_options options = {NULL, 0, 0, {NULL, 0}, {NULL, 0}, NULL};
    text_print(&thread, "From: a@x\nMessage-ID: <m@x>\nReferences:");
    for (unsigned i = 0; i < 9000; i++)
        text_print(&thread, " <%04u.abcdef@x>", i);
    text_print(&thread, "\n\n");
    pneu_message *message = parse(thread.ptr);
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    (void)state;
    assert_int_equal(pneu_builder_add_reply(builder, message, &options), PNEU_OK);
    assert_int_equal(build_read(builder, 999, &out), PNEU_DONE);
    const char *references = strstr(out.ptr, "References: <0000.abcdef@x>");
    assert_non_null(references);
    const char *end = strstr(references, " <m@x>\r\n");
    assert_non_null(end);
    assert_true(end - references < 1100);
    assert_null(strstr(references, "c>"));
    assert_memory_equal(end - 10, ".abcdef@x>", 10);
    text_free(&thread);
    text_free(&out);
    pneu_builder_free(builder);
    pneu_message_free(message);
}

static void a_program_says_that_it_is_one(void **state)
{
    static const char expected[] = "To: b@x.example\r\nSubject: Auto: tubes\r\nAuto-Submitted: auto-replied\r\n"
                                   "In-Reply-To: <2@x.example>\r\n";
    text with_path = {NULL, 0, 0}, out = {NULL, 0, 0};
    text_print(&with_path, "Return-Path: <b@x.example>\n%s", original);
    pneu_message *message = parse(with_path.ptr);
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    pneu_reply_options options = {NULL, PNEU_REPLY_AUTOMATIC | PNEU_REPLY_NO_QUOTE, 0, {"Away.\n", 6}, {NULL, 0}, NULL};
    pneu_reply_options both = options;
    (void)state;
    both.flags |= PNEU_REPLY_ALL;
    assert_int_equal(pneu_builder_add_reply(builder, message, &both), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_add_reply(builder, message, &options), PNEU_OK);
    assert_int_equal(build_read(builder, 7, &out), PNEU_DONE);
    assert_memory_equal(out.ptr, expected, sizeof expected - 1);
    text_free(&with_path);
    text_free(&out);
    pneu_builder_free(builder);
    pneu_message_free(message);
}

/* What the one who builds has set already is not set again; an identifier that no field can hold is left out. */
static void what_is_there_stays(void **state)
{
    pneu_message *message = parse("Subject: x\nMessage-ID: <\xC3\xA9@b>\n\nx");
    pneu_reply_options reply = {NULL, 0, 0, {NULL, 0}, {NULL, 0}, NULL};
    pneu_forward_options forward = {PNEU_FORWARD_INLINE, 0, {NULL, 0}, {NULL, 0}, NULL};
    (void)state;
    for (int is_reply = 0; is_reply < 2; is_reply++) {
        pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
        text out = {NULL, 0, 0};
        assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("Subject"), pneu_i_str("mine")), PNEU_OK);
        assert_int_equal(pneu_builder_add_address_text(builder, 0, pneu_i_str("To"), pneu_i_str("c@d.example")),
                         PNEU_OK);
        assert_int_equal(is_reply ? pneu_builder_add_reply(builder, message, &reply)
                                  : pneu_builder_add_forward(builder, message, &forward),
                         PNEU_OK);
        assert_int_equal(build_read(builder, 999, &out), PNEU_DONE);
        text_add(&out, "", 1);
        assert_non_null(strstr(out.ptr, "Subject: mine\r\nTo: c@d.example\r\n"));
        assert_null(strstr(out.ptr, "In-Reply-To"));
        text_free(&out);
        pneu_builder_free(builder);
    }
    pneu_message_free(message);
}

static void nobody_to_answer_to(void **state)
{
    pneu_message *message = parse("Subject: x\n\nx");
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    pneu_reply_options options = {NULL, 0, 0, {NULL, 0}, {NULL, 0}, NULL};
    pneu_build_error error;
    (void)state;
    assert_int_equal(pneu_builder_add_reply(builder, message, &options), PNEU_ERR_NOT_FOUND);
    pneu_builder_error(builder, &error);
    assert_int_equal(error.status, PNEU_OK);
    assert_int_equal(pneu_builder_add_reply(NULL, message, &options), PNEU_ERR_ARGUMENT);
    pneu_builder_free(builder);
    pneu_message_free(message);
}

static const char with_parts[] =
    "From: Ann <a@x.example>\n" DATE
    "Subject: photo\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    "Content-Type: multipart/alternative; boundary=c\n\n--c\n\nLook.\n--c\nContent-Type: "
    "text/html\n\n<p>Look.\n--c--\n--b\n"
    "Content-Type: image/png; name=\"../x.png\"\nContent-Transfer-Encoding: base64\n\nYWJj\n--b\n"
    "Content-Type: text/csv; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n=E9;1\n--b\n"
    "Content-Type: message/rfc822\n\nSubject: inner\n\n\xC3\xA9\n--b--\n";

static const struct {
    const char *row;
    const char *message;
    int32_t how;
    const char *outline;
} forwards[] = {
    {"attached", original, PNEU_FORWARD_ATTACHED,
     "multipart/mixed:7bit(text/plain:7bit message/rfc822:7bit(text/plain:7bit))"},
    {"inline", original, PNEU_FORWARD_INLINE, "text/plain:7bit"},
    {"inline with parts", with_parts, PNEU_FORWARD_INLINE,
     "multipart/mixed:7bit(text/plain:7bit image/png:base64 text/csv:base64 application/octet-stream:base64)"},
    {"attached, 8-bit", with_parts, PNEU_FORWARD_ATTACHED, "PNEU_ERR_ARGUMENT"},
    {"attached, 7-bit", original, PNEU_FORWARD_7BIT,
     "multipart/mixed:7bit(text/plain:7bit message/rfc822:7bit(text/plain:7bit))"},
    {"attached, made 7-bit", with_parts, PNEU_FORWARD_7BIT,
     "multipart/mixed:7bit(text/plain:7bit message/rfc822:7bit(multipart/mixed:7bit(multipart/alternative:7bit("
     "text/plain:7bit text/html:7bit) image/png:base64 text/csv:quoted-printable message/rfc822:7bit("
     "text/plain:quoted-printable))))"},
};

static void messages_are_passed_on(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(forwards); i++) {
        pneu_message *message = parse(forwards[i].message);
        pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
        pneu_forward_options options = {forwards[i].how, 0, {"See below.\n", 11}, {"-- passed on --", 15}, NULL};
        text out = {NULL, 0, 0};
        (void)pneu_builder_add_forward(builder, message, &options);
        build_outline(&out, builder);
        if (strcmp(out.ptr, forwards[i].outline) != 0)
            fail_msg("%s: %s", forwards[i].row, out.ptr);
        text_free(&out);
        pneu_message_free(message);
    }
}

static void inline_text_has_lines_of_the_header(void **state)
{
    static const char expected[] =
        "See.\r\n\r\n-- passed on --\r\nFrom: Ann <a@x.example>\r\n"
        "Date: Sat, 21 Nov 2026 10:00:00 +0100\r\nSubject: Re: tubes\r\nTo: me@y.example\r\n\r\n"
        "How are you?\r\n";
    pneu_message *message = parse(original);
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT);
    pneu_forward_options options = {PNEU_FORWARD_INLINE, 0, {"See.", 4}, {"-- passed on --", 15}, NULL};
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_builder_add_forward(builder, message, &options), PNEU_OK);
    assert_int_equal(build_read(builder, 100, &out), PNEU_DONE);
    assert_string_equal(strstr(out.ptr, "\r\n\r\n") + 4, expected);
    text_free(&out);
    pneu_builder_free(builder);
    pneu_message_free(message);
}

/* ---- Memory ---------------------------------------------------------------------------------------------------- */

static pneu_status answer_with(const pneu_alloc *alloc, pneu_message *message, int turn)
{
    pneu_builder *builder = NULL;
    pneu_reply_options reply = {NULL, PNEU_REPLY_ALL, 0, {"Fine.\n", 6}, {"Ann wrote:", 10}, NULL};
    pneu_forward_options forward = {turn - 1, 0, {"x", 1}, {"y", 1}, NULL};
    text out = {NULL, 0, 0};
    pneu_status status = pneu_builder_new(PNEU_BUILD_DRAFT | PNEU_BUILD_8BIT, NULL, alloc, &builder);
    if (status != PNEU_OK)
        return status;
    status = turn == 0 ? pneu_builder_add_reply(builder, message, &reply)
                       : pneu_builder_add_forward(builder, message, &forward);
    if (status == PNEU_OK)
        status = build_read(builder, 999, &out);
    text_free(&out);
    pneu_builder_free(builder);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (int turn = 0; turn < 4; turn++) {
        size_t at = 0, refused;
        do {
            failing_alloc memory;
            pneu_message *message = parse(with_parts);
            failing_alloc_init(&memory, FAIL_FROM_ON, ++at);
            pneu_status status = answer_with(&memory.alloc, message, turn);
            refused = memory.refused;
            assert_int_equal(status, refused > 0 ? PNEU_ERR_MEMORY : PNEU_DONE);
            pneu_message_free(message);
            failing_alloc_check_clean(&memory);
        } while (refused > 0);
    }
}

/* A line is a paragraph, however short: what is held for it is bounded, and nothing is held twice. */
static void many_short_lines_cost_little(void **state)
{
    enum {
        LINES = 100000
    };
    text mail = {NULL, 0, 0};
    (void)state;
    text_print(&mail, "%s", "From: a@x.example\n\n");
    for (int i = 0; i < LINES; i++)
        text_add(&mail, "\r", 1);
    text_add(&mail, "", 1);
    pneu_message *message = parse(mail.ptr);
    failing_alloc memory;
    failing_alloc_init(&memory, FAIL_NEVER, 0);
    assert_int_equal(answer_with(&memory.alloc, message, 0), PNEU_DONE);
    assert_in_range(memory.peak, 0, 80 * LINES);
    pneu_message_free(message);
    text_free(&mail);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subjects_have_one_mark),       cmocka_unit_test(texts_are_quoted),
        cmocka_unit_test(a_reply_is_a_message),         cmocka_unit_test(a_program_says_that_it_is_one),
        cmocka_unit_test(long_threads_are_shortened),   cmocka_unit_test(nobody_to_answer_to),
        cmocka_unit_test(messages_are_passed_on),       cmocka_unit_test(inline_text_has_lines_of_the_header),
        cmocka_unit_test(every_allocation_may_fail),    cmocka_unit_test(what_is_there_stays),
        cmocka_unit_test(many_short_lines_cost_little),
    };
    return RUN_TESTS(tests);
}
