/* Fields over the parser's limit, which come in pieces: what the filters of messages make of them. */
#include "base/str.h"
#include "support/ascii_run.h"
#include "support/mime_text.h"
#include "support/refold_run.h"
#include "support/strip_run.h"
#include "support/test.h"
#include "support/widen_run.h"

#define SIZE ((size_t)110000) /* over the default of PNEU_OPTION_MAX_FIELD */

static void add_times(text *out, const char *bytes, size_t times)
{
    for (size_t i = 0; i < times; i++)
        text_add(out, bytes, strlen(bytes));
}

/* The message with so many bytes of the filling between its two halves. */
static text mail_of(const char *begin, const char *filling, const char *end)
{
    text mail = {NULL, 0, 0};
    add_times(&mail, begin, 1);
    add_times(&mail, filling, SIZE / strlen(filling));
    add_times(&mail, end, 1);
    return mail;
}

static void in_a_signed_part_none_is_folded(void **state)
{
    text mail =
        mail_of("Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\nSubject:", " word", "\r\n\r\nx\r\n--b--\r\n");
    refold_way way = {.choices = {.over = 78}, .how = WHOLE};
    refold_result result;
    (void)state;
    refold_run(&way, mail.ptr, mail.len, &result);
    assert_int_equal(result.status, PNEU_OK);
    assert_true(text_is_same("signed", &mail, &result.out));
    refold_result_free(&result);
    text_free(&mail);
}

static void with_its_part_all_of_it_goes(void **state)
{
    text mail = mail_of("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n"
                        "Content-Type: image/gif\nContent-Disposition: attachment; filename=a.gif; x=",
                        "y", "\n\nGIF\n--b--\n");
    pneu_strip_rule rule = {pneu_i_str("image/*"), {NULL, 0}, 0, 0, 0};
    strip_way way = {.rules = &rule, .rule_count = 1, .wording = "Gone.\n", .how = WHOLE};
    strip_result result;
    (void)state;
    strip_run(&way, mail.ptr, mail.len, &result);
    assert_int_equal(result.status, PNEU_OK);
    assert_int_equal(result.fate_count, 1);
    assert_in_range(result.out.len, 1, 400);
    strip_must_keep_law(mail.ptr, mail.len, &result);
    strip_result_free(&result);
    text_free(&mail);
}

static void an_encoding_is_not_replaced(void **state)
{
    text mail = mail_of("Content-Transfer-Encoding: base64 (", "y", ")\n\nYQ==\n");
    widen_way way = {.how = WHOLE};
    widen_result result;
    (void)state;
    widen_run(&way, mail.ptr, mail.len, &result);
    assert_int_equal(result.status, PNEU_OK);
    assert_true(text_is_same("encoding", &mail, &result.out));
    widen_result_free(&result);
    text_free(&mail);
}

/* Too large to be written anew: where UTF-8 may stay, so may they. */
static void utf8_stays_where_it_may(void **state)
{
    text mail = mail_of("Subject:", " \xC3\xA9\xC3\xA9\xC3\xA9\r\n", "\r\nx\r\n");
    (void)state;
    for (int may_stay = 0; may_stay < 2; may_stay++) {
        ascii_way way = {.how = WHOLE};
        ascii_result result;
        way.choices.transport = may_stay ? PNEU_TRANSPORT_UTF8 : 0;
        ascii_run(&way, mail.ptr, mail.len, &result);
        assert_int_equal(result.status, may_stay ? PNEU_OK : PNEU_ERR_UNREPRESENTABLE);
        if (may_stay)
            assert_true(text_is_same("UTF-8", &mail, &result.out));
        ascii_result_free(&result);
    }
    text_free(&mail);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_a_signed_part_none_is_folded),
        cmocka_unit_test(with_its_part_all_of_it_goes),
        cmocka_unit_test(an_encoding_is_not_replaced),
        cmocka_unit_test(utf8_stays_where_it_may),
    };
    return RUN_TESTS(tests);
}
