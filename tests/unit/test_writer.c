/* Exact writing: slices tile the input, and what is written is what was read. */
#include "pneu/write.h"

#include "support/encode.h"
#include "support/failing_alloc.h"
#include "support/test.h"
#include "support/tree_dump.h"
#include "write/slice_walk.h"

/* `slices`: kind (header, body, gap) with the part's number, and the length. */
static const struct {
    const char *name;
    const char *message;
    const char *slices;
} messages[] = {
    {"empty input", "", ""},
    {"header only", "A: 1\r\n", "h0:6 "},
    {"body only", "\r\nx", "h0:2 b0:1 "},
    {"plain", "A: 1\n\nbody", "h0:6 b0:4 "},
    {"multipart", "Content-Type: multipart/mixed; boundary=b\n\npre\n--b\nA: 1\n\none\n--b\n\n--b--\nepilogue",
     "h0:43 g1:8 h1:6 b1:3 g2:5 h2:1 g-:14 "},
    {"two multiparts end",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n"
     "--c\n\nx\n--c--\n--b--",
     "h0:43 g1:4 h1:43 g2:4 h2:1 b2:1 g-:12 "},
    {"message", "Content-Type: message/rfc822\n\nA: 1\n\nx", "h0:30 h1:6 b1:1 "},
    {"encoded message",
     "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQTogMQoKeAo=", "h0:64 b0:12 "},
};

static void test_slices(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        pneu_i_slice_walk walk = {0, 0, 0};
        pneu_i_slice slice;
        pneu_message *message;
        text slices = {NULL, 0, 0};
        text_print(&slices, "%s", "");
        assert_int_equal(pneu_message_parse(messages[i].message, strlen(messages[i].message), NULL, NULL, &message),
                         PNEU_OK);
        while (pneu_i_slice_walk_next(&walk, message, &slice)) {
            text_print(&slices, "%c", "?hbg"[slice.kind]);
            text_print(&slices, slice.part == PNEU_NO_PART ? "-" : "%u", slice.part);
            text_print(&slices, ":%u ", (unsigned)slice.span.length);
        }
        if (strcmp(slices.ptr, messages[i].slices) != 0)
            fail_msg("%s: %s", messages[i].name, slices.ptr);
        text_free(&slices);
        pneu_message_free(message);
    }
}

static void read_all(text *out, pneu_writer *writer, size_t size)
{
    char piece[128];
    size_t len = 0;
    pneu_status status;
    text_clear(out);
    text_print(out, "%s", "");
    while ((status = pneu_writer_read(writer, piece, size, &len)) == PNEU_OK) {
        assert_in_range(len, 1, size);
        text_add(out, piece, len);
    }
    assert_int_equal(status, PNEU_DONE);
    assert_int_equal(len, 0);
}

static void check_writer(const char *name, pneu_message *message, const char *expected)
{
    pneu_writer *writer;
    text written = {NULL, 0, 0};
    assert_int_equal(pneu_writer_new(message, PNEU_WRITE_EXACT, NULL, &writer), PNEU_OK);
    for (size_t size = 1; size <= 128; size = size * 3 - 1 + (size == 1)) {
        read_all(&written, writer, size);
        if (strcmp(written.ptr, expected) != 0)
            fail_msg("%s, %u bytes at a time: %s", name, (unsigned)size, written.ptr);
        pneu_writer_reset(writer);
    }
    text_free(&written);
    pneu_writer_free(writer);
}

static void test_what_is_written_was_read(void **state)
{
    pneu_message *message;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        const char *mail = messages[i].message;
        assert_int_equal(pneu_message_parse(mail, strlen(mail), NULL, NULL, &message), PNEU_OK);
        check_writer(messages[i].name, message, mail);
        pneu_message_free(message);
        assert_int_equal(pneu_message_new(PNEU_KEEP_ALL, NULL, NULL, &message), PNEU_OK);
        assert_int_equal(tree_stream(message, mail, strlen(mail), (chunking){0, 3, 0}), PNEU_OK);
        check_writer(messages[i].name, message, mail);
        pneu_message_free(message);
    }
}

static void test_messages_that_cannot_be_written(void **state)
{
    pneu_message *message;
    pneu_writer *writer = NULL;
    (void)state;
    for (int32_t keep = PNEU_KEEP_HEADERS; keep <= PNEU_KEEP_OFFSETS; keep++) {
        assert_int_equal(pneu_message_new(keep, NULL, NULL, &message), PNEU_OK);
        assert_int_equal(pneu_writer_new(message, 0, NULL, &writer), PNEU_ERR_STATE);
        assert_int_equal(tree_stream(message, "A: 1\n\nx", 7, WHOLE), PNEU_OK);
        assert_int_equal(pneu_writer_new(message, 0, NULL, &writer), PNEU_ERR_NOT_KEPT);
        pneu_message_free(message);
    }
    assert_null(writer);
}

static void test_misuse(void **state)
{
    static const pneu_alloc no_function = {NULL, NULL};
    failing_alloc memory;
    pneu_message *message;
    pneu_writer *writer = NULL;
    char piece[4];
    size_t len;
    (void)state;
    assert_int_equal(pneu_message_parse("A: 1\n\nx", 7, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_writer_new(NULL, 0, NULL, &writer), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_writer_new(message, 0, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_writer_new(message, 1, NULL, &writer), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_writer_new(message, 0, &no_function, &writer), PNEU_ERR_ARGUMENT);
    failing_alloc_init(&memory, FAIL_ONCE, 1);
    assert_int_equal(pneu_writer_new(message, 0, &memory.alloc, &writer), PNEU_ERR_MEMORY);
    assert_null(writer);
    assert_int_equal(pneu_writer_new(message, 0, &memory.alloc, &writer), PNEU_OK);
    assert_int_equal(pneu_writer_read(writer, piece, 0, &len), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_writer_read(writer, NULL, 1, &len), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_writer_read(writer, piece, 4, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_writer_read(NULL, piece, 4, &len), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_writer_read(writer, piece, 4, &len), PNEU_OK);
    assert_int_equal(len, 4);
    pneu_writer_free(writer);
    failing_alloc_check_clean(&memory);
    pneu_writer_free(NULL);
    pneu_writer_reset(NULL);
    pneu_message_free(message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slices),
        cmocka_unit_test(test_what_is_written_was_read),
        cmocka_unit_test(test_messages_that_cannot_be_written),
        cmocka_unit_test(test_misuse),
    };
    return RUN_TESTS(tests);
}
