/* Fields of a tree that are set from values: what is written of each kind, and what is refused. */
#include "base/str.h"
#include "pneu/edit.h"
#include "support/edit_run.h"
#include "support/mime_text.h"
#include "support/test.h"

static const char mail[] = "A: 1\r\nTo: old@example.org\r\n\r\nbody\r\n";

static pneu_message *parse(void)
{
    pneu_message *message;
    assert_int_equal(pneu_message_parse(mail, strlen(mail), NULL, NULL, &message), PNEU_OK);
    return message;
}

static pneu_mailbox mailbox_of(const char *name)
{
    pneu_mailbox mailbox = {.name = pneu_i_str(name), .local = pneu_i_str("a"), .domain = pneu_i_str("example.org")};
    mailbox.group = PNEU_NO_GROUP;
    return mailbox;
}

static pneu_status put_addresses(pneu_message *message, int32_t where, const char *words)
{
    pneu_mailbox mailbox = mailbox_of(words);
    pneu_address_list list = {.mailboxes = &mailbox, .mailbox_count = 1};
    return pneu_part_put_addresses(message, 0, where, pneu_i_str("To"), &list);
}

static pneu_status put_date(pneu_message *message, int32_t where, const char *words)
{
    pneu_date date;
    assert_int_equal(pneu_date_parse(pneu_i_str(words), PNEU_LENIENT, NULL, &date), PNEU_OK);
    return pneu_part_put_date(message, 0, where, pneu_i_str("Date"), &date);
}

static pneu_status put_ids(pneu_message *message, int32_t where, const char *words)
{
    pneu_str ids[] = {pneu_i_str(words), pneu_i_str("c@d")};
    pneu_msgid_list list = {ids, NULL, 2};
    return pneu_part_put_ids(message, 0, where, pneu_i_str("References"), &list);
}

static pneu_status put_mime(pneu_message *message, int32_t where, const char *words)
{
    pneu_param param = {pneu_i_str("name"), pneu_i_str(words), {NULL, 0}, {NULL, 0}};
    pneu_mime_value value = {pneu_i_str("text/plain"), {NULL, 0}, &param, 1};
    return pneu_part_put_mime(message, 0, where, pneu_i_str("Content-Type"), &value);
}

static pneu_status put_text(pneu_message *message, int32_t where, const char *words)
{
    return pneu_part_put_text(message, 0, where, pneu_i_str("Subject"), pneu_i_str(words));
}

static const struct {
    const char *name;
    pneu_status (*put)(pneu_message *message, int32_t where, const char *words);
    int32_t where;
    const char *text;
    const char *written; /* the header; NULL: refused, at `bad` */
    uint64_t bad;
} rows[] = {
    {"addresses", put_addresses, PNEU_PUT_SET, "Ann", "A: 1\r\nTo: Ann <a@example.org>\r\n", 0},
    {"addresses with an encoded name", put_addresses, PNEU_PUT_SET, "J\xC3\xB6rg",
     "A: 1\r\nTo: =?UTF-8?Q?J=C3=B6rg?= <a@example.org>\r\n", 0},
    {"addresses with a line end in a name", put_addresses, PNEU_PUT_SET, "A\nB", NULL, 0},
    {"a date", put_date, PNEU_PUT_ADD, "Sat, 21 Nov 2026 09:05:00 +0100",
     "A: 1\r\nTo: old@example.org\r\nDate: Sat, 21 Nov 2026 09:05:00 +0100\r\n", 0},
    {"identifiers", put_ids, PNEU_PUT_PREPEND, "a@b", "References: <a@b> <c@d>\r\nA: 1\r\nTo: old@example.org\r\n", 0},
    {"an identifier with a blank", put_ids, PNEU_PUT_ADD, "a b", NULL, 0},
    {"a MIME value", put_mime, PNEU_PUT_ADD, "a b",
     "A: 1\r\nTo: old@example.org\r\nContent-Type: text/plain; name=\"a b\"\r\n", 0},
    {"a MIME value in UTF-8", put_mime, PNEU_PUT_ADD, "\xC3\xA9",
     "A: 1\r\nTo: old@example.org\r\nContent-Type: text/plain; name*=UTF-8''%C3%A9\r\n", 0},
    {"a MIME value with a line end", put_mime, PNEU_PUT_ADD, "a\r\nB: c", NULL, 0},
    {"a text", put_text, PNEU_PUT_ADD, "x", "A: 1\r\nTo: old@example.org\r\nSubject: x\r\n", 0},
    {"a text with a line end", put_text, PNEU_PUT_ADD, "x\r\nB: c", NULL, 1},
};

static void values_are_written_or_refused(void **state)
{
    text out = {NULL, 0, 0}, expected = {NULL, 0, 0};
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_message *message = parse();
        pneu_edit_error error;
        pneu_status status = rows[i].put(message, rows[i].where, rows[i].text);
        assert_int_equal(pneu_message_edit_error(message, &error), PNEU_OK);
        assert_int_equal(error.status, status);
        assert_int_equal(status, rows[i].written != NULL ? PNEU_OK : PNEU_ERR_ARGUMENT);
        assert_true(error.offset == rows[i].bad && error.argument == (rows[i].written != NULL ? 0 : 5));
        text_clear(&out);
        text_clear(&expected);
        assert_int_equal(edit_write(&out, message, 0, 0, 999), PNEU_OK);
        text_print(&expected, "%s\r\nbody\r\n",
                   rows[i].written != NULL ? rows[i].written : "A: 1\r\nTo: old@example.org\r\n");
        text_add(&expected, "", 1);
        failed += !text_equals(rows[i].name, &out, expected.ptr);
        pneu_message_free(message);
    }
    text_free(&out);
    text_free(&expected);
    assert_int_equal(failed, 0);
}

static void nothing_is_no_value(void **state)
{
    pneu_message *message = parse();
    pneu_str to = pneu_i_str("To"), name = pneu_i_str("T o"), broken = {NULL, 1};
    pneu_date date = {0};
    (void)state;
    assert_int_equal(pneu_part_put_addresses(message, 0, PNEU_PUT_SET, to, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_put_date(message, 0, PNEU_PUT_SET, to, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_put_ids(message, 0, PNEU_PUT_SET, to, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_put_mime(message, 0, PNEU_PUT_SET, to, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_put_text(message, 0, PNEU_PUT_SET, to, broken), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_put_field(message, 0, PNEU_PUT_SET, to, broken), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_put_date(message, 0, PNEU_PUT_SET, name, &date), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_put_date(message, 9, PNEU_PUT_SET, to, &date), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_put_field(message, 0, 7, to, to), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_message_is_edited(message), 0);
    pneu_message_free(message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_written_or_refused),
        cmocka_unit_test(nothing_is_no_value),
    };
    return RUN_TESTS(tests);
}
