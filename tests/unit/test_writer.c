/* Writing: slices tile the input; what is written is what was read, or the form asked for; whole messages and parts. */
#include "pneu/write.h"
#include "write/slice_walk.h"

#include "support/encode.h"
#include "support/failing_alloc.h"
#include "support/test.h"
#include "support/tree_dump.h"

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
        pneu_i_slice_walk walk;
        pneu_i_slice slice;
        pneu_message *message;
        text slices = {NULL, 0, 0};
        text_print(&slices, "%s", "");
        assert_int_equal(pneu_message_parse(messages[i].message, strlen(messages[i].message), NULL, NULL, &message),
                         PNEU_OK);
        walk = pneu_i_slice_walk_of(message, 0, PNEU_I_WALK_PART);
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

/* ---- Forms --------------------------------------------------------------------------------------------------- */

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\npre\r\n--b\n"
#define BINARY "Content-Transfer-Encoding: binary\r\n\r\n"

static const struct {
    const char *name;
    uint32_t part;
    uint32_t flags;
    const char *message;
    const char *written;
} forms[] = {
    {"LF to CRLF", 0, PNEU_WRITE_CRLF, "A: 1\n 2\n\nx\r\n\ny", "A: 1\r\n 2\r\n\r\nx\r\n\r\ny"},
    {"CRLF to LF", 0, PNEU_WRITE_LF, "A: 1\r\n 2\r\n\r\nx\n\r\ny\r\n", "A: 1\n 2\n\nx\n\ny\n"},
    {"a bare CR stays, CRLF", 0, PNEU_WRITE_CRLF, "A: 1\n\nx\ry\r\r\n\r", "A: 1\r\n\r\nx\ry\r\r\n\r"},
    {"a bare CR stays, LF", 0, PNEU_WRITE_LF, "A: 1\n\nx\ry\r\r\n\r", "A: 1\n\nx\ry\r\n\r"},
    {"no line end is added", 0, PNEU_WRITE_CRLF, "A: 1\n\nx", "A: 1\r\n\r\nx"},
    {"a binary body keeps its bytes, CRLF", 0, PNEU_WRITE_CRLF, MIXED BINARY "\n\r\n\r\n--b\n\n\n\n--b--\n",
     "Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n" BINARY "\n\r\n\r\n--b\r\n\r\n\r\n\r\n--b--\r\n"},
    {"a binary body keeps its bytes, LF", 0, PNEU_WRITE_LF, MIXED BINARY "\n\r\n\r\r\n--b--\r\n",
     "Content-Type: multipart/mixed; boundary=b\n\npre\n--b\nContent-Transfer-Encoding: binary\n\n\n\r\n\r\n--b--\n"},
    {"a binary message", 0, PNEU_WRITE_CRLF, "Content-Transfer-Encoding: binary\n\n\n\r", BINARY "\n\r"},
    {"stuffed", 0, PNEU_WRITE_DOT_STUFFED, ".: 1\n\n.\r\n.x", "..: 1\r\n\r\n..\r\n..x\r\n"},
    {"stuffed, with the end", 0, PNEU_WRITE_DOT_STUFFED | PNEU_WRITE_END_OF_DATA, "A: 1\n\n.\n",
     "A: 1\r\n\r\n..\r\n.\r\n"},
    {"stuffed, empty", 0, PNEU_WRITE_DOT_STUFFED, "", ""},
    {"stuffed, empty, with the end", 0, PNEU_WRITE_DOT_STUFFED | PNEU_WRITE_END_OF_DATA, "", ".\r\n"},
    {"stuffed, CRLF asked for, too", 0, PNEU_WRITE_DOT_STUFFED | PNEU_WRITE_CRLF, "A: 1\n", "A: 1\r\n"},
    {"stuffed, binary", 0, PNEU_WRITE_DOT_STUFFED, BINARY "\n.\n", BINARY "\r\n..\r\n"},
    {"header", 0, PNEU_WRITE_HEADER, "A: 1\n\nx", "A: 1\n\n"},
    {"header without an end", 0, PNEU_WRITE_HEADER, "A: 1", "A: 1"},
    {"body", 0, PNEU_WRITE_BODY, "A: 1\n\nx\n", "x\n"},
    {"no body", 0, PNEU_WRITE_BODY, "A: 1", ""},
    {"body of a multipart", 0, PNEU_WRITE_BODY, MIXED "\nx\n--b--\nepi", "pre\r\n--b\n\nx\n--b--\nepi"},
    {"a part", 1, PNEU_WRITE_EXACT, MIXED "A: 1\n\nx\n--b--\n", "A: 1\n\nx"},
    {"the second part", 2, PNEU_WRITE_EXACT, MIXED "\nx\n--b\nA: 1\n\ny\n\n--b--\n", "A: 1\n\ny\n"},
    {"a part with CRLF", 1, PNEU_WRITE_CRLF, MIXED "A: 1\n\nx\n--b--\n", "A: 1\r\n\r\nx"},
    {"a part's header", 1, PNEU_WRITE_HEADER, MIXED "A: 1\n\nx\n--b--\n", "A: 1\n\n"},
    {"a part's body, stuffed", 1, PNEU_WRITE_BODY | PNEU_WRITE_DOT_STUFFED, MIXED "A: 1\n\n.x\n--b--\n", "..x\r\n"},
    {"a part with parts", 1, PNEU_WRITE_EXACT,
     MIXED "Content-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c--\n--b\n\ny\n--b--\n",
     "Content-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c--"},
    {"a part's binary body", 1, PNEU_WRITE_CRLF, MIXED BINARY "\n\r\r\n--b--\n", BINARY "\n\r"},
    {"a part of a decoded message", 1, PNEU_WRITE_EXACT,
     "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQTogMQoKeAo=", "A: 1\n\nx\n"},
    {"its header with CRLF", 1, PNEU_WRITE_HEADER | PNEU_WRITE_CRLF,
     "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQTogMQoKeAo=", "A: 1\r\n\r\n"},
};

static void test_forms(void **state)
{
    pneu_message *message;
    pneu_writer *writer;
    text written = {NULL, 0, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        const char *mail = forms[i].message;
        assert_int_equal(pneu_message_parse(mail, strlen(mail), NULL, NULL, &message), PNEU_OK);
        assert_int_equal(pneu_part_writer_new(message, forms[i].part, forms[i].flags, NULL, &writer), PNEU_OK);
        for (size_t size = 1; size <= 128; size++) {
            read_all(&written, writer, size);
            if (strcmp(written.ptr, forms[i].written) != 0)
                fail_msg("%s, %u bytes at a time: %s", forms[i].name, (unsigned)size, written.ptr);
            pneu_writer_reset(writer);
        }
        pneu_writer_free(writer);
        pneu_message_free(message);
    }
    text_free(&written);
}

/* One writer for one message after the other, in the same object. */
static void test_a_writer_of_what_the_message_is_now(void **state)
{
    static const char first[] = MIXED "A: 1\n\nx\n--b--\n", second[] = MIXED "B: 2\n\nyy\n--b--\n", third[] = "C: 3\n";
    pneu_message *message;
    pneu_writer *writer;
    text written = {NULL, 0, 0};
    char piece[4];
    size_t len;
    (void)state;
    assert_int_equal(pneu_message_parse(first, sizeof first - 1, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_part_writer_new(message, 1, PNEU_WRITE_EXACT, NULL, &writer), PNEU_OK);
    assert_int_equal(pneu_message_parse_again(message, second, sizeof second - 1), PNEU_OK);
    pneu_writer_reset(writer);
    read_all(&written, writer, 3);
    assert_string_equal(written.ptr, "B: 2\n\nyy");
    assert_int_equal(pneu_message_parse_again(message, third, sizeof third - 1), PNEU_OK);
    pneu_writer_reset(writer);
    assert_int_equal(pneu_writer_read(writer, piece, sizeof piece, &len), PNEU_ERR_NOT_FOUND);
    pneu_message_reset(message);
    pneu_writer_reset(writer);
    assert_int_equal(pneu_writer_read(writer, piece, sizeof piece, &len), PNEU_ERR_STATE);
    pneu_writer_free(writer);
    pneu_message_free(message);
    text_free(&written);
}

static void test_what_is_counted(void **state)
{
    static const struct {
        uint32_t flags;
        uint64_t bare_cr;
        uint64_t bare_lf;
    } rows[] = {
        {PNEU_WRITE_EXACT, 0, 0}, {PNEU_WRITE_CRLF, 3, 0}, {PNEU_WRITE_LF, 3, 0}, {PNEU_WRITE_DOT_STUFFED, 3, 2}};
    static const char mail[] = "A: 1\n\nx\ry\r\r\n\r";
    pneu_message *message;
    pneu_writer *writer;
    text written = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_message_parse(mail, sizeof mail - 1, NULL, NULL, &message), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(pneu_writer_new(message, rows[i].flags, NULL, &writer), PNEU_OK);
        for (size_t size = 1; size <= 64; size += 21) {
            read_all(&written, writer, size);
            assert_int_equal(pneu_writer_defect_count(writer, PNEU_DEFECT_LINE_BARE_CR), rows[i].bare_cr);
            assert_int_equal(pneu_writer_defect_count(writer, PNEU_DEFECT_LINE_BARE_LF), rows[i].bare_lf);
            assert_int_equal(pneu_writer_defect_count(writer, PNEU_DEFECT_LINE_NUL), 0);
            pneu_writer_reset(writer);
            assert_int_equal(pneu_writer_defect_count(writer, PNEU_DEFECT_LINE_BARE_CR), 0);
        }
        pneu_writer_free(writer);
    }
    text_free(&written);
    pneu_message_free(message);
}

static void test_headers_alone_are_enough_for_headers(void **state)
{
    pneu_message *message;
    pneu_writer *writer;
    text written = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_message_new(PNEU_KEEP_HEADERS, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(tree_stream(message, MIXED "A: 1\n\nx", sizeof MIXED "A: 1\n\nx" - 1, WHOLE), PNEU_OK);
    assert_int_equal(pneu_part_writer_new(message, 1, PNEU_WRITE_HEADER, NULL, &writer), PNEU_OK);
    read_all(&written, writer, 3);
    assert_string_equal(written.ptr, "A: 1\n\n");
    pneu_writer_free(writer);
    writer = NULL;
    assert_int_equal(pneu_part_writer_new(message, 1, PNEU_WRITE_BODY, NULL, &writer), PNEU_ERR_NOT_KEPT);
    assert_null(writer);
    text_free(&written);
    pneu_message_free(message);
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
    static const uint32_t bad_flags[] = {64,
                                         PNEU_WRITE_CRLF | PNEU_WRITE_LF,
                                         PNEU_WRITE_LF | PNEU_WRITE_DOT_STUFFED,
                                         PNEU_WRITE_END_OF_DATA,
                                         PNEU_WRITE_HEADER | PNEU_WRITE_BODY,
                                         UINT32_MAX};
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
    for (size_t i = 0; i < COUNT_OF(bad_flags); i++)
        assert_int_equal(pneu_writer_new(message, bad_flags[i], NULL, &writer), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_writer_new(message, 1, 0, NULL, &writer), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_writer_defect_count(NULL, PNEU_DEFECT_LINE_BARE_CR), 0);
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
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_a_writer_of_what_the_message_is_now),
        cmocka_unit_test(test_what_is_counted),
        cmocka_unit_test(test_headers_alone_are_enough_for_headers),
        cmocka_unit_test(test_messages_that_cannot_be_written),
        cmocka_unit_test(test_misuse),
    };
    return RUN_TESTS(tests);
}
