/* The writer of a message in memory as an object: misuse, refusals, reuse, and memory that runs out. */
#include "support/test.h"

#include "support/ascii_run.h"
#include "support/failing_alloc.h"

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

/* The writer of a message in memory, whose own memory does not fail. */
static void test_memory_failure(void **state)
{
    static const char in[] =
        "DKIM-Signature: v=1\r\nFrom: J\xC3\xBCrgen <j@b\xC3\xBC.example>\r\nSubject: \xC3\xA9\r\n"
        "Content-Type: multipart/mixed; boundary=\"\xC3\xA9\"\r\nMIME-Version: 1.0\r\n\r\n\xC3\xA9\r\n--\xC3\xA9\r\n"
        "Content-Disposition: attachment; filename=\"\xC3\xA9\"\r\n\r\n\xC3\xA9 text\r\n--\xC3\xA9--\r\n";
    pneu_message *message;
    (void)state;
    assert_int_equal(pneu_message_parse(in, strlen(in), NULL, NULL, &message), PNEU_OK);
    for (size_t fail_at = 1;; fail_at++) {
        failing_alloc memory;
        failing_alloc_init(&memory, FAIL_ONCE, fail_at);
        ascii_way way = {.how = WHOLE, .alloc = &memory.alloc};
        way.choices.on_unrepresentable = PNEU_UNREPRESENTABLE_DOWNGRADE;
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writer),
        cmocka_unit_test(test_memory_failure),
    };
    return RUN_TESTS(tests);
}
