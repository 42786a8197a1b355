/* Parts: their places, their neighbours, and what their headers said. */
#include "pneu/tree.h"

#include <stdio.h>

#include "support/test.h"
#include "support/text.h"

/* A line a part: number, parent, first child, next sibling, children; header and body; kind, encoding, strings. */
static const struct {
    const char *name;
    const char *message;
    const char *outline;
} messages[] = {
    {"empty input", "", "0 -1 -1 -1 0 0+0 0+0 leaf 7bit text/plain||\n"},
    {"no header", "\r\nbody", "0 -1 -1 -1 0 0+2 2+4 leaf 7bit text/plain||\n"},
    {"no body", "Subject: x\r\n", "0 -1 -1 -1 0 0+12 12+0 leaf 7bit text/plain||\n"},
    {"all of an entity",
     "Content-Type: Text/HTML; charset=UTF-8\r\nContent-Disposition: Inline; filename=x\r\n"
     "Content-Transfer-Encoding: Quoted-Printable\r\n\r\nx",
     "0 -1 -1 -1 0 0+128 128+1 leaf quoted-printable text/html|UTF-8|inline\n"},
    {"unknown encoding", "Content-Transfer-Encoding: rot13\n\nx", "0 -1 -1 -1 0 0+34 34+1 leaf unknown text/plain||\n"},
    {"multipart", "Content-Type: multipart/mixed; boundary=b\n\npre\n--b\nA: 1\n\none\n--b\n\ntwo\n--b--\nepilogue",
     "0 -1 1 -1 2 0+43 43+41 multipart 7bit multipart/mixed||\n"
     "1 0 -1 2 0 51+6 57+3 leaf 7bit text/plain||\n"
     "2 0 -1 -1 0 65+1 66+3 leaf 7bit text/plain||\n"},
    {"multipart in a multipart, then a message",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/digest; boundary=c\n\n"
     "--c\n\nA: 1\n\nx\n--c--\n--b\n\ny\n--b--",
     "0 -1 1 -1 2 0+43 43+79 multipart 7bit multipart/mixed||\n"
     "1 0 2 4 1 47+44 91+18 multipart 7bit multipart/digest||\n"
     "2 1 3 -1 1 95+1 96+7 message 7bit message/rfc822||\n"
     "3 2 -1 -1 0 96+6 102+1 leaf 7bit text/plain||\n"
     "4 0 -1 -1 0 114+1 115+1 leaf 7bit text/plain||\n"},
    {"boundary that never comes", "Content-Type: multipart/mixed; boundary=b\n\nx",
     "0 -1 -1 -1 0 0+43 43+1 multipart 7bit multipart/mixed||\n"},
};

static void add_part(text *out, const pneu_message *message, uint32_t part)
{
    static const char *const kinds[] = {"leaf", "multipart", "message"};
    pneu_span header, body, all;
    pneu_str type, charset, disposition;
    pneu_part_header_span(message, part, &header);
    pneu_part_body_span(message, part, &body);
    pneu_part_span(message, part, &all);
    pneu_part_type(message, part, &type);
    pneu_part_charset(message, part, &charset);
    pneu_part_disposition(message, part, &disposition);
    assert_int_equal(all.offset, header.offset);
    assert_int_equal(all.length, header.length + body.length);
    assert_int_equal(pneu_part_body_summary(message, part)->body_offset, body.offset);
    text_print(out, "%u %d %d %d %u ", part, (int)pneu_part_parent(message, part),
               (int)pneu_part_first_child(message, part), (int)pneu_part_next_sibling(message, part),
               pneu_part_child_count(message, part));
    text_print(out, "%u+%u %u+%u %s %s %.*s|%.*s|%.*s\n", (unsigned)header.offset, (unsigned)header.length,
               (unsigned)body.offset, (unsigned)body.length, kinds[pneu_part_kind(message, part)],
               pneu_encoding_name(pneu_part_encoding(message, part)), (int)type.len, type.ptr, (int)charset.len,
               charset.ptr, (int)disposition.len, disposition.ptr);
}

static void test_outlines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        pneu_message *message;
        text outline = {NULL, 0, 0}, expected = {NULL, 0, 0};
        assert_int_equal(pneu_message_parse(messages[i].message, strlen(messages[i].message), NULL, NULL, &message),
                         PNEU_OK);
        for (uint32_t part = 0; part < pneu_message_part_count(message); part++)
            add_part(&outline, message, part);
        text_print(&expected, "%s", messages[i].outline);
        assert_true(text_is_same(messages[i].name, &expected, &outline));
        text_free(&outline);
        text_free(&expected);
        pneu_message_free(message);
    }
}

/* More parts and longer texts than a new message has room for. */
static void test_many_parts(void **state)
{
    pneu_message *message;
    pneu_str charset;
    text mail = {NULL, 0, 0};
    (void)state;
    text_print(&mail, "Content-Type: multipart/mixed; boundary=b\n\n");
    for (unsigned i = 0; i < 2000; i++)
        text_print(&mail, "--b\nContent-Type: text/plain; charset=x-%u\n\n%u\n", i, i);
    assert_int_equal(pneu_message_parse(mail.ptr, mail.len, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_message_part_count(message), 2001);
    assert_int_equal(pneu_part_child_count(message, 0), 2000);
    for (uint32_t part = 1; part <= 2000; part++) {
        char expected[16];
        assert_int_equal(pneu_part_next_sibling(message, part), part < 2000 ? part + 1 : PNEU_NO_PART);
        pneu_part_charset(message, part, &charset);
        assert_int_equal(charset.len, snprintf(expected, sizeof expected, "x-%u", part - 1));
        assert_memory_equal(charset.ptr, expected, charset.len);
    }
    pneu_message_free(message);
    text_free(&mail);
}

static void check_is_no_part(const pneu_message *message, uint32_t part)
{
    pneu_span span = {1, 1};
    pneu_str type = {"x", 1};
    assert_int_equal(pneu_part_parent(message, part), PNEU_NO_PART);
    assert_int_equal(pneu_part_first_child(message, part), PNEU_NO_PART);
    assert_int_equal(pneu_part_next_sibling(message, part), PNEU_NO_PART);
    assert_int_equal(pneu_part_child_count(message, part), 0);
    assert_int_equal(pneu_part_kind(message, part), PNEU_KIND_LEAF);
    assert_int_equal(pneu_part_encoding(message, part), PNEU_ENCODING_7BIT);
    assert_int_equal(pneu_part_marks(message, part), 0);
    assert_int_equal(pneu_part_space(message, part), 0);
    assert_null(pneu_part_body_summary(message, part));
    pneu_part_span(message, part, &span);
    assert_int_equal(span.offset + span.length, 0);
    pneu_part_type(message, part, &type);
    assert_int_equal(type.len, 0);
}

static void test_parts_that_do_not_exist(void **state)
{
    pneu_message *message;
    (void)state;
    assert_int_equal(pneu_message_parse("A: 1\n\n", 6, NULL, NULL, &message), PNEU_OK);
    check_is_no_part(message, 1);
    check_is_no_part(message, PNEU_NO_PART);
    check_is_no_part(NULL, 0);
    assert_int_equal(pneu_space_part(message, 0), PNEU_NO_PART);
    assert_int_equal(pneu_space_part(message, 1), PNEU_NO_PART);
    pneu_part_span(message, 0, NULL);
    pneu_part_type(message, 0, NULL);
    pneu_part_charset(message, 0, NULL);
    pneu_part_disposition(message, 0, NULL);
    pneu_message_free(message);
}

/* ---- Depth --------------------------------------------------------------------------------------------------- */

/* Multiparts in one another, whose boundaries have one length and one beginning. */
static void open_multiparts(text *out, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        text_print(out, "Content-Type: multipart/mixed; boundary=bound%02u\r\n\r\n--bound%02u\r\n", i, i);
    text_print(out, "\r\ninnermost");
}

/* A part more in each multipart of `depth`, and its end; `padding` stands behind the delimiters. */
static void close_multiparts(text *out, unsigned depth, const char *padding)
{
    for (unsigned i = depth; i-- > 0;)
        text_print(out, "\r\n--bound%02u%s\r\n\r\nbehind\r\n--bound%02u--%s\r\n", i, padding, i, padding);
}

static pneu_message *parse_text(const text *mail)
{
    pneu_message *message;
    assert_int_equal(pneu_message_parse(mail->ptr, mail->len, NULL, NULL, &message), PNEU_OK);
    return message;
}

static void test_every_delimiter_is_found_in_the_depth(void **state)
{
    static const char *const paddings[] = {"", " "}; /* with a blank a line is no usual one */
    (void)state;
    for (unsigned depth = 1; depth < 60; depth++)
        for (size_t row = 0; row < COUNT_OF(paddings); row++) {
            text mail = {NULL, 0, 0};
            open_multiparts(&mail, depth);
            close_multiparts(&mail, depth, paddings[row]);
            pneu_message *message = parse_text(&mail);
            assert_int_equal(pneu_message_part_count(message), 2 * depth + 1);
            for (uint32_t part = 0; part < depth; part++)
                assert_int_equal(pneu_part_child_count(message, part), 2);
            assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_MIME_CLOSE_MISSING), 0);
            assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_MIME_BOUNDARY_PREFIX), 0);
            pneu_message_free(message);
            text_free(&mail);
        }
}

/* Of 40 multiparts, the delimiter of each ends those inside it, wherever it stands among them. */
static void test_an_outer_delimiter_ends_what_is_deeper(void **state)
{
    enum {
        DEPTH = 40
    };
    (void)state;
    for (unsigned outer = 0; outer < DEPTH; outer++) {
        text mail = {NULL, 0, 0};
        open_multiparts(&mail, DEPTH);
        close_multiparts(&mail, outer + 1, "");
        pneu_message *message = parse_text(&mail);
        assert_int_equal(pneu_message_part_count(message), DEPTH + 1 + outer + 1);
        for (uint32_t part = 0; part < DEPTH; part++)
            assert_int_equal(pneu_part_child_count(message, part), part <= outer ? 2 : 1);
        assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_MIME_CLOSE_MISSING), DEPTH - outer - 1);
        assert_int_equal(pneu_message_defect_count(message, PNEU_DEFECT_MIME_BOUNDARY_PREFIX), 0);
        pneu_message_free(message);
        text_free(&mail);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_delimiter_is_found_in_the_depth),
        cmocka_unit_test(test_an_outer_delimiter_ends_what_is_deeper),
        cmocka_unit_test(test_outlines),
        cmocka_unit_test(test_many_parts),
        cmocka_unit_test(test_parts_that_do_not_exist),
    };
    return RUN_TESTS(tests);
}
