/* Values of known fields: read when asked for, with their defects; the same defects where headers are not kept. */
#include "pneu/tree.h"

#include "support/failing_alloc.h"
#include "support/test.h"
#include "support/text.h"

static const char mail[] = "From: Ann =?utf-8?Q?L=C3=A9?= <ann@example.com>\r\n"
                           "To: team: bob@example.org, <carl@example.net>;\r\n"
                           "Subject:  =?utf-8?B?w6k=?=\r\n 1 \r\n"
                           "Subject: second\r\n"
                           "Date: Sat, 21 Nov 2026 10:00:00 +0100\r\n"
                           "Message-ID: <1@example.com>\r\n"
                           "References: <a@b> <c@d>\r\n"
                           "Sender: (nobody)\r\n"
                           "Resent-Date: never\r\n"
                           "\r\nx";

static pneu_message *parse(const char *bytes)
{
    pneu_message *message;
    assert_int_equal(pneu_message_parse(bytes, strlen(bytes), NULL, NULL, &message), PNEU_OK);
    return message;
}

static void check_str(pneu_str seen, const char *expected)
{
    assert_int_equal(seen.len, strlen(expected));
    assert_memory_equal(seen.ptr, expected, seen.len);
}

static void test_values_by_kind(void **state)
{
    pneu_message *message = parse(mail);
    pneu_address_list list;
    pneu_msgid_list ids;
    pneu_date date;
    pneu_str value;
    int32_t has;
    (void)state;
    assert_int_equal(pneu_part_field_text(message, 0, PNEU_FIELD_SUBJECT, &value, &has), PNEU_OK);
    check_str(value, "\xc3\xa9 1");
    assert_int_equal(pneu_part_field_addresses(message, 0, PNEU_FIELD_FROM, &list, &has), PNEU_OK);
    assert_int_equal(list.mailbox_count, 1);
    check_str(list.mailboxes[0].name, "Ann L\xc3\xa9");
    check_str(list.mailboxes[0].address, "ann@example.com");
    assert_int_equal(pneu_part_field_addresses(message, 0, PNEU_FIELD_TO, &list, &has), PNEU_OK);
    assert_int_equal(list.mailbox_count, 2);
    assert_int_equal(list.group_count, 1);
    assert_int_equal(pneu_part_field_date(message, 0, PNEU_FIELD_DATE, &date, &has), PNEU_OK);
    assert_int_equal(has, 1);
    assert_int_equal(date.epoch, 1795251600);
    assert_int_equal(date.offset_min, 60);
    assert_int_equal(pneu_part_field_ids(message, 0, PNEU_FIELD_MESSAGE_ID, &ids, &has), PNEU_OK);
    assert_int_equal(ids.count, 1);
    check_str(ids.ids[0], "1@example.com");
    assert_int_equal(pneu_part_field_ids(message, 0, PNEU_FIELD_REFERENCES, &ids, &has), PNEU_OK);
    assert_int_equal(ids.count, 2);
    check_str(ids.ids[1], "c@d");
    pneu_message_free(message);
}

static void test_what_is_not_there(void **state)
{
    pneu_message *message = parse(mail);
    pneu_address_list list;
    pneu_msgid_list ids;
    pneu_date date;
    pneu_str value;
    int32_t has = 1;
    (void)state;
    assert_int_equal(pneu_part_field_text(message, 0, PNEU_FIELD_COMMENTS, &value, &has), PNEU_OK);
    assert_int_equal(has, 0);
    assert_int_equal(value.len, 0);
    assert_int_equal(pneu_part_field_addresses(message, 0, PNEU_FIELD_CC, &list, &has), PNEU_OK);
    assert_int_equal(has + (int32_t)list.mailbox_count, 0);
    assert_int_equal(pneu_part_field_date(message, 0, PNEU_FIELD_RESENT_DATE, &date, &has), PNEU_OK);
    assert_int_equal(has, 0);
    assert_int_equal(pneu_part_field_ids(message, 0, PNEU_FIELD_IN_REPLY_TO, &ids, &has), PNEU_OK);
    assert_int_equal(has + (int32_t)ids.count, 0);
    assert_int_equal(pneu_part_field_text(message, 9, PNEU_FIELD_SUBJECT, &value, &has), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_field_text(message, 0, PNEU_FIELD_FROM, &value, &has), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_field_date(message, 0, PNEU_FIELD_SUBJECT, &date, &has), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_field_addresses(message, 0, PNEU_FIELD_DATE, &list, &has), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_field_ids(message, 0, PNEU_FIELD_OTHER, &ids, &has), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_field_text(NULL, 0, PNEU_FIELD_SUBJECT, &value, &has), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_field_text(message, 0, PNEU_FIELD_SUBJECT, NULL, &has), PNEU_ERR_ARGUMENT);
    pneu_message_free(message);
}

/* Code, detail and the bytes concerned, of what load adds. */
static const struct {
    const char *name;
    const char *header;
    const char *defects;
} headers[] = {
    {"one author", "From: a@x.example\r\n", ""},
    {"a date that is none", "Date: never\r\n", "date_syntax@5+6 "},
    {"two authors", "From: a@x.example, b@x.example\r\n", "addr_multi_from@5+25 "},
    {"two authors and a sender", "Sender: a@x.example\r\nFrom: a@x.example, b@x.example\r\n", ""},
    {"two authors and two senders", "From: a@x.example, b@x.example\r\nSender: c@x.example, d@x.example\r\n",
     "addr_multi_from@5+25 addr_list_syntax@39+25 "},
    {"resent by nobody", "Resent-To: a@x.example\r\nResent-Date: 1 Jan 2024 00:00 +0000\r\n",
     "hdr_missing_required/hdr_missing_resent@10+12 "},
    {"resent at no time", "Resent-From: a@x.example\r\n", "hdr_missing_required/hdr_missing_resent@12+12 "},
    {"resent", "Resent-From: a@x.example\r\nResent-Date: 1 Jan 2024 00:00 +0000\r\n", ""},
    {"a group", "From: g: a@x.example;\r\n", "addr_multi_from/addr_group_in_from@5+16 "},
    {"authors that are a guess", "From: a@x.example; b@x.example\r\n", "addr_list_syntax/addr_semicolon_list@17+1 "},
    {"Received", "Received: by z; not a date\r\n", "hdr_value_malformed/hdr_received_malformed@14+12 "},
};

static void add_defects(text *out, const pneu_message *message)
{
    text_print(out, "%s", "");
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *defect = pneu_message_defect(message, i);
        if (defect->code < PNEU_DEFECT_ADDR_SYNTAX && defect->code != PNEU_DEFECT_HDR_VALUE_MALFORMED &&
            defect->detail != PNEU_DETAIL_HDR_MISSING_RESENT)
            continue;
        if (defect->code > PNEU_DEFECT_DATE_INCONSISTENT)
            continue;
        const char *detail = pneu_detail_name(defect->detail);
        text_print(out, "%s%s%s@%u+%u ", pneu_defect_name(defect->code), detail[0] != '\0' ? "/" : "", detail,
                   (unsigned)defect->offset, (unsigned)defect->length);
    }
}

static void test_defects_in_every_mode(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT_OF(headers); row++) {
        for (int32_t keep = PNEU_KEEP_ALL; keep <= PNEU_KEEP_OFFSETS; keep++) {
            pneu_message *message;
            text found = {NULL, 0, 0};
            assert_int_equal(pneu_message_new(keep, NULL, NULL, &message), PNEU_OK);
            assert_int_equal(pneu_message_push(message, headers[row].header, strlen(headers[row].header)), PNEU_OK);
            assert_int_equal(pneu_message_finish(message), PNEU_OK);
            assert_int_equal(pneu_message_load(message), PNEU_OK);
            assert_int_equal(pneu_message_load(message), PNEU_OK); /* nothing is reported twice */
            add_defects(&found, message);
            if (strcmp(found.ptr, headers[row].defects) != 0)
                fail_msg("%s, mode %d: %s instead of %s", headers[row].name, (int)keep, found.ptr,
                         headers[row].defects);
            text_free(&found);
            pneu_message_free(message);
        }
    }
}

/* Asking reports what is wrong once, in order, and load does not report it again. */
static void test_asking_reports(void **state)
{
    pneu_message *message = parse(mail);
    pneu_date date;
    int32_t has;
    (void)state;
    assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_DATE_SYNTAX), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pneu_part_field_date(message, 0, PNEU_FIELD_RESENT_DATE, &date, &has), PNEU_OK);
    assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_DATE_SYNTAX), 1);
    assert_int_equal(pneu_message_load(message), PNEU_OK);
    assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_DATE_SYNTAX), 1);
    pneu_message_free(message);
}

/* More finds of one code than are recorded, the last part asked first: the records are sorted after each. */
static void test_records_stay_sorted(void **state)
{
    enum {
        MESSAGES = 20
    };
    text wrapped = {NULL, 0, 0};
    pneu_date date;
    int32_t has;
    (void)state;
    text_print(&wrapped, "MIME-Version: 1.0\r\nContent-Type: multipart/digest; boundary=b\r\n\r\n");
    for (int i = 0; i < MESSAGES; i++)
        text_print(&wrapped, "--b\r\n\r\nDate: never\r\n\r\n");
    pneu_message *message = parse(wrapped.ptr);
    for (uint32_t part = pneu_message_part_count(message); part-- > 0;) {
        assert_int_equal(pneu_part_field_date(message, part, PNEU_FIELD_DATE, &date, &has), PNEU_OK);
        for (size_t i = 1; i < pneu_message_defect_record_count(message); i++)
            assert_true(pneu_message_defect(message, i - 1)->offset <= pneu_message_defect(message, i)->offset);
    }
    assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_DATE_SYNTAX), MESSAGES);
    pneu_message_free(message);
    text_free(&wrapped);
}

static void test_what_is_not_kept(void **state)
{
    pneu_message *message;
    pneu_str value;
    int32_t has;
    (void)state;
    assert_int_equal(pneu_message_new(PNEU_KEEP_OFFSETS, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_push(message, mail, sizeof mail - 1), PNEU_OK);
    assert_int_equal(pneu_message_finish(message), PNEU_OK);
    assert_int_equal(pneu_part_field_text(message, 0, PNEU_FIELD_SUBJECT, &value, &has), PNEU_ERR_NOT_KEPT);
    pneu_message_free(message);
}

static void test_memory_may_fail(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        failing_alloc memory;
        pneu_message *message;
        pneu_address_list list;
        int32_t has;
        failing_alloc_init(&memory, FAIL_ONCE, n);
        pneu_status status = pneu_message_parse(mail, sizeof mail - 1, NULL, &memory.alloc, &message);
        if (status == PNEU_OK) {
            status = pneu_part_field_addresses(message, 0, PNEU_FIELD_FROM, &list, &has);
            if (status == PNEU_OK)
                status = pneu_message_load(message);
            assert_int_equal(pneu_message_load(message), PNEU_OK); /* once there is memory again */
            pneu_message_free(message);
        }
        failing_alloc_check_clean(&memory);
        if (status == PNEU_OK)
            break;
        assert_int_equal(status, PNEU_ERR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_by_kind),        cmocka_unit_test(test_what_is_not_there),
        cmocka_unit_test(test_defects_in_every_mode), cmocka_unit_test(test_asking_reports),
        cmocka_unit_test(test_records_stay_sorted),   cmocka_unit_test(test_what_is_not_kept),
        cmocka_unit_test(test_memory_may_fail),
    };
    return RUN_TESTS(tests);
}
