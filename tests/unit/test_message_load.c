/* The defects that only decoding shows, with their places, in every keep mode. */
#include "pneu/tree.h"

#include "support/encode.h"
#include "support/test.h"
#include "support/tree_dump.h"

#define BASE64 "Content-Transfer-Encoding: base64\r\n\r\n"       /* 37 bytes */
#define QP "Content-Transfer-Encoding: quoted-printable\r\n\r\n" /* 47 bytes */
#define UU "Content-Type: application/x\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n"

/* `defects`: those of the groups cte and param that load adds, "name/detail part:offset+length". */
static const struct {
    const char *name;
    const char *message;
    const char *defects;
} messages[] = {
    {"nothing wrong", BASE64 "aGVsbG8=\r\n", ""},
    {"base64 junk", BASE64 "aGVs!bG8=\r\n", "cte_b64_junk/ 0:41+1 "},
    {"base64 after padding", BASE64 "SQ==QU0=", "cte_b64_early_pad/ 0:39+2 "},
    {"quoted-printable escape", QP "a=ZZ", "cte_qp_nonconforming/cte_qp_bad_escape 0:48+1 "},
    {"uuencode in text", "\r\nx\r\nbegin 644 f\r\n", "cte_legacy/cte_uu_in_text 0:5+11 "},
    {"uuencode in encoded text", QP "begin 644 f\r\n", "cte_legacy/cte_uu_in_text 0:47+0 "},
    {"uuencode in what is no text", "Content-Type: image/x\r\n\r\nbegin 644 f\r\n", ""},
    {"two names", "Content-Type: a/b; name=x\r\nContent-Disposition: inline; filename=y\r\n\r\n",
     "param_name_conflict/ 0:27+41 "},
    {"the same name twice", "Content-Type: a/b; name=x\r\nContent-Disposition: inline; filename=\"x\"\r\n\r\n", ""},
    {"one name, two forms", "Content-Type: a/b; name*=utf-8''%78\r\nContent-Disposition: inline; filename=x\r\n\r\n",
     ""},
    {"in the second part",
     "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\n" BASE64 "!\r\n--b--\r\n",
     "cte_b64_junk/ 2:97+1 "},
};

static int is_of_load(int32_t code)
{
    return (code >= PNEU_DEFECT_CTE_B64_JUNK && code <= PNEU_DEFECT_CTE_QP_NONCONFORMING) ||
           code == PNEU_DEFECT_CTE_LEGACY || code == PNEU_DEFECT_PARAM_NAME_CONFLICT;
}

static void add_defects(text *out, const pneu_message *message)
{
    text_print(out, "%s", "");
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *defect = pneu_message_defect(message, i);
        pneu_defect_set found;
        if (!is_of_load(defect->code))
            continue;
        text_print(out, "%s/%s %u:%u+%u ", pneu_defect_name(defect->code), pneu_detail_name(defect->detail),
                   defect->part, (unsigned)defect->offset, (unsigned)defect->length);
        pneu_part_defects_found(message, defect->part, &found);
        assert_true(pneu_defect_set_has(&found, defect->code));
        pneu_message_defects_found(message, &found);
        assert_true(pneu_defect_set_has(&found, defect->code));
        assert_int_equal(defect->severity, pneu_defect_severity(defect->code));
        assert_int_equal(pneu_message_defect_count(message, defect->code), 1);
    }
}

static void check_defects(pneu_message *message, size_t row)
{
    text defects = {NULL, 0, 0};
    for (int i = 0; i < 2; i++) { /* loaded twice, reported once */
        assert_int_equal(pneu_message_load(message), PNEU_OK);
        text_clear(&defects);
        add_defects(&defects, message);
        if (strcmp(defects.ptr, messages[row].defects) != 0)
            fail_msg("%s: %s", messages[row].name, defects.ptr);
    }
    text_free(&defects);
}

static void test_defects_in_every_mode(void **state)
{
    pneu_message *message;
    (void)state;
    for (size_t row = 0; row < COUNT_OF(messages); row++) {
        const char *mail = messages[row].message;
        assert_int_equal(pneu_message_parse(mail, strlen(mail), NULL, NULL, &message), PNEU_OK);
        check_defects(message, row);
        pneu_message_free(message);
        for (int32_t keep = PNEU_KEEP_ALL; keep <= PNEU_KEEP_OFFSETS; keep++) {
            assert_int_equal(pneu_message_new(keep, NULL, NULL, &message), PNEU_OK);
            assert_int_equal(tree_stream(message, mail, strlen(mail), (chunking){0, 4, 0}), PNEU_OK);
            check_defects(message, row);
            pneu_message_free(message);
        }
    }
}

/* Found while the message is parsed: the container's defect stands in the input, the leaf's in the decoded body. */
static void test_defects_of_decoded_messages(void **state)
{
    text mail = {NULL, 0, 0}, defects = {NULL, 0, 0};
    pneu_message *message;
    (void)state;
    text_add_wrapped(&mail, (pneu_str){BASE64 "aGVs!bG8=", 46});
    text_print(&mail, "!");
    assert_int_equal(pneu_message_parse(mail.ptr, mail.len, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_load(message), PNEU_OK);
    assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_CTE_B64_JUNK), 2);
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *defect = pneu_message_defect(message, i);
        if (defect->code == PNEU_DEFECT_CTE_B64_JUNK)
            text_print(&defects, "%u %u %u ", defect->space, defect->part,
                       (unsigned)(defect->space == 0 ? mail.len - defect->offset : defect->offset));
    }
    assert_string_equal(defects.ptr, "0 0 1 1 1 41 ");
    pneu_message_free(message);
    text_free(&mail);
    text_free(&defects);
}

static void test_records_are_sorted(void **state)
{
    static const char mail[] = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" BASE64 "!\r\n--b\r\n" QP
                               "=Z\r\n--b\r\n" BASE64 "!!\r\n--b\r\n\r\n\xff\r\n--b--\r\n";
    pneu_message *message;
    (void)state;
    assert_int_equal(pneu_message_parse(mail, sizeof mail - 1, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_load(message), PNEU_OK);
    size_t count = pneu_message_defect_record_count(message);
    assert_in_range(count, 3, 16);
    assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_CTE_8BIT_IN_7BIT), 1); /* found before load */
    for (size_t i = 1; i < count; i++)
        assert_true(pneu_message_defect(message, i - 1)->offset <= pneu_message_defect(message, i)->offset);
    assert_null(pneu_message_defect(message, count));
    assert_int_equal(pneu_message_defect_count(message, 0), 0);
    assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_COUNT), 0);
    pneu_message_free(message);
}

/* The choice of a reading that is looked at only here: where base64 stops. */
static void test_reading_of_base64_padding(void **state)
{
    static const char message[] = BASE64 "SQ==QU0=";
    static const char *const expected[] = {"IAM", "I"};
    (void)state;
    for (uint8_t choice = 0; choice < 2; choice++) {
        pneu_reading reading = {{0}};
        pneu_options *options;
        pneu_message *parsed;
        pneu_str body;
        reading.choice[PNEU_READING_BASE64_PADDING] = choice;
        assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
        assert_int_equal(pneu_options_set_reading(options, &reading), PNEU_OK);
        assert_int_equal(pneu_message_parse(message, sizeof message - 1, options, NULL, &parsed), PNEU_OK);
        assert_int_equal(pneu_part_body(parsed, 0, &body), PNEU_OK);
        assert_int_equal(body.len, strlen(expected[choice]));
        assert_memory_equal(body.ptr, expected[choice], body.len);
        pneu_message_free(parsed);
        pneu_options_free(options);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defects_in_every_mode),
        cmocka_unit_test(test_defects_of_decoded_messages),
        cmocka_unit_test(test_records_are_sorted),
        cmocka_unit_test(test_reading_of_base64_padding),
    };
    return RUN_TESTS(tests);
}
