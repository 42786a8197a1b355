/* Leaves: which encoding and charset they get, and what is refused of them. */
#include "support/build_run.h"
#include "support/test.h"

#define A70 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define JA "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"
#define S(text)                                                                                                        \
    {                                                                                                                  \
        text, sizeof(text) - 1                                                                                         \
    }

/* ---- Encodings ------------------------------------------------------------------------------------------------- */

static const struct {
    const char *row;
    const char *type;
    pneu_str body;
    int32_t asked;
    const char *header; /* what stands behind Content-Type, and the body */
} encodings[] = {
    {"ASCII", "text/plain", S("Hi\r\n"), 0, "text/plain; charset=us-ascii\r\n\r\nHi\r\n"},
    {"LF", "text/plain", S("a\nb\n"), 0, "text/plain; charset=us-ascii\r\n\r\na\r\nb\r\n"},
    {"no line end", "text/plain", S("a"), 0, "text/plain; charset=us-ascii\r\n\r\na\r\n"},
    {"nothing", "text/plain", S(""), 0, "text/plain; charset=us-ascii\r\n\r\n"},
    {"78 bytes", "text/plain", S(A70 "12345678"), 0, "text/plain; charset=us-ascii\r\n\r\n" A70 "12345678\r\n"},
    {"79 bytes", "text/plain", S(A70 "123456789"), 0,
     "text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" A70 "12345=\r\n6789\r\n"},
    {"79 bytes, 7bit asked for", "text/plain", S(A70 "123456789"), PNEU_LEAF_ENCODING_7BIT,
     "text/plain; charset=us-ascii\r\n\r\n" A70 "123456789\r\n"},
    {"UTF-8", "text/plain", S("caf\xC3\xA9\n"), 0,
     "text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9\r\n"},
    {"base64 is shorter", "text/plain", S(JA "\n"), 0,
     "text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n5pel5pys6KqeDQo=\r\n"},
    {"quoted-printable asked for", "text/html", S("<p>\n"), PNEU_LEAF_ENCODING_QUOTED_PRINTABLE,
     "text/html; charset=us-ascii\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>\r\n"},
    {"base64 asked for", "text/plain", S("a\n"), PNEU_LEAF_ENCODING_BASE64,
     "text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ0K\r\n"},
    {"NUL in text", "text/plain", S("a\0b\n"), 0,
     "text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=00b\r\n"},
    {"bare CR in text", "text/plain", S("a\rb\n"), 0,
     "text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=0Db\r\n"},
    {"octets", "application/x-y", S("a\n"), 0, "application/x-y\r\nContent-Transfer-Encoding: base64\r\n\r\nYQo=\r\n"},
    {"no octets", "application/x-y", S(""), 0, "application/x-y\r\nContent-Transfer-Encoding: base64\r\n\r\n"},
    {"PGP is text", "application/pgp-signature", S("a\n"), 0, "application/pgp-signature\r\n\r\na\r\n"},
    {"message", "message/rfc822", S("A: b\n\n" A70 A70 "\n"), 0, "message/rfc822\r\n\r\nA: b\r\n\r\n" A70 A70 "\r\n"},
    {"header of a message", "text/rfc822-headers", S("A: b\n"), 0,
     "text/rfc822-headers; charset=us-ascii\r\n\r\nA: b\r\n"},
};

static void the_encoding_is_chosen(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(encodings); i++) {
        pneu_builder *builder = build_start(PNEU_BUILD_PART);
        pneu_leaf leaf = build_leaf(encodings[i].type, "");
        text out = {NULL, 0, 0}, expected = {NULL, 0, 0};
        leaf.content.bytes = encodings[i].body;
        leaf.encoding = encodings[i].asked;
        text_print(&expected, "Content-Type: %s", encodings[i].header);
        assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
        assert_int_equal(build_read(builder, 3, &out), PNEU_DONE);
        if (!text_is_same(encodings[i].row, &expected, &out))
            fail();
        text_free(&expected);
        text_free(&out);
        pneu_builder_free(builder);
    }
}

/* ---- Refusals -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *row;
    const char *type;
    const char *param; /* its value is "v", or utf-7 */
    pneu_str filename;
    pneu_str id;
    pneu_str description;
    pneu_str disposition;
    pneu_str body;
    int32_t encoding;
    uint32_t flags;
    const char *field;
    uint64_t offset;
} refusals[] = {
    {"no type", "text", "", S(""), S(""), S(""), S(""), S(""), 0, 0, "Content-Type", 0},
    {"type with LF", "text/pl\nain", "", S(""), S(""), S(""), S(""), S(""), 0, 0, "Content-Type", 0},
    {"type with parameter", "text/plain; a=b", "", S(""), S(""), S(""), S(""), S(""), 0, 0, "Content-Type", 0},
    {"multipart as a leaf", "Multipart/mixed", "", S(""), S(""), S(""), S(""), S(""), 0, 0, "Content-Type", 0},
    {"message/partial", "message/partial", "", S(""), S(""), S(""), S(""), S(""), 0, 0, "Content-Type", 0},
    {"external body", "message/External-Body", "", S(""), S(""), S(""), S(""), S(""), 0, 0, "Content-Type", 0},
    {"parameter name", "text/plain", "a b", S(""), S(""), S(""), S(""), S(""), 0, 0, "Content-Type", 0},
    {"parameter name with LF", "text/plain", "a\n", S(""), S(""), S(""), S(""), S(""), 0, 0, "Content-Type", 0},
    {"boundary", "text/plain", "Boundary", S(""), S(""), S(""), S(""), S(""), 0, 0, "Content-Type", 0},
    {"name", "text/plain", "NAME", S(""), S(""), S(""), S(""), S(""), 0, 0, "Content-Type", 0},
    {"UTF-7", "text/plain", "charset", S(""), S(""), S(""), S(""), S(""), 0, 0, "Content-Type", 0},
    {"path", "a/b", "", S("../x"), S(""), S(""), S(""), S(""), 0, 0, "Content-Disposition", 0},
    {"device", "a/b", "", S("CON"), S(""), S(""), S(""), S(""), 0, 0, "Content-Disposition", 0},
    {"name with CRLF", "a/b", "", S("a\r\nb"), S(""), S(""), S(""), S(""), 0, 0, "Content-Disposition", 0},
    {"name that turns", "a/b", "", S("gpj\xE2\x80\xAE.exe"), S(""), S(""), S(""), S(""), 0, 0, "Content-Disposition",
     0},
    {"identifier with bracket", "a/b", "", S(""), S("a@b>"), S(""), S(""), S(""), 0, 0, "Content-ID", 0},
    {"identifier without @", "a/b", "", S(""), S("abc"), S(""), S(""), S(""), 0, 0, "Content-ID", 0},
    {"description with LF", "a/b", "", S(""), S(""), S("a\nb"), S(""), S(""), 0, 0, "Content-Description", 0},
    {"disposition", "a/b", "", S(""), S(""), S(""), S("in line"), S(""), 0, 0, "Content-Disposition", 0},
    {"not UTF-8", "text/plain", "", S(""), S(""), S(""), S(""), S("ab\xFF"), 0, 0, "", 2},
    {"7bit with 8-bit", "text/plain", "", S(""), S(""), S(""), S(""), S("abc\xC3\xA9"), 1, 0, "", 3},
    {"7bit with NUL", "text/plain", "", S(""), S(""), S(""), S(""), S("a\0"), 1, 0, "", 1},
    {"octets in 7bit", "a/b", "", S(""), S(""), S(""), S(""), S("a"), 1, 0, "Content-Transfer-Encoding", 0},
    {"8bit text", "text/plain", "", S(""), S(""), S(""), S(""), S("a"), 4, 0, "Content-Transfer-Encoding", 0},
    {"encoding unknown", "text/plain", "", S(""), S(""), S(""), S(""), S("a"), 5, 0, "Content-Transfer-Encoding", 0},
    {"message in base64", "message/rfc822", "", S(""), S(""), S(""), S(""), S("a"), 3, 0, "Content-Transfer-Encoding",
     0},
    {"8-bit message", "message/rfc822", "", S(""), S(""), S(""), S(""), S("A: b\n\n\xC3\xA9\n"), 0, 0, "", 6},
    {"message with NUL", "message/rfc822", "", S(""), S(""), S(""), S(""), S("A: b\n\n\0"), 0, 0, "", 6},
    {"report with a bare CR", "message/delivery-status", "", S(""), S(""), S(""), S(""), S("A: b\rc"), 0, 0, "", 4},
    {"lines and octets", "a/b", "", S(""), S(""), S(""), S(""), S(""), 0, 3, "", 0},
    {"flag unknown", "a/b", "", S(""), S(""), S(""), S(""), S(""), 0, 4, "", 0},
};

static void bad_leaves_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        pneu_builder *builder = build_start(PNEU_BUILD_PART);
        pneu_param param = {pneu_i_str(refusals[i].param), {"v", 1}, {"", 0}, {"", 0}};
        pneu_leaf leaf = build_leaf(refusals[i].type, "");
        pneu_build_error error;
        if (strcmp(refusals[i].param, "charset") == 0)
            param.value = pneu_i_str("utf-7");
        leaf.params = &param;
        leaf.param_count = refusals[i].param[0] != 0;
        leaf.filename = refusals[i].filename;
        leaf.content_id = refusals[i].id;
        leaf.description = refusals[i].description;
        leaf.disposition = refusals[i].disposition;
        leaf.content.bytes = refusals[i].body;
        leaf.encoding = refusals[i].encoding;
        leaf.flags = refusals[i].flags;
        pneu_status status = pneu_builder_add_leaf(builder, &leaf, NULL);
        pneu_builder_error(builder, &error);
        if (status != PNEU_ERR_ARGUMENT || error.offset != refusals[i].offset || error.argument != 2 ||
            !pneu_i_str_equal(error.field, pneu_i_str(refusals[i].field)))
            fail_msg("%s: %s, %.*s, %u", refusals[i].row, pneu_status_name(status), (int)error.field.len,
                     error.field.ptr, (unsigned)error.offset);
        pneu_builder_free(builder);
    }
}

/* ---- The rest -------------------------------------------------------------------------------------------------- */

static void eight_bit_messages_mark_what_is_around_them(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_DRAFT | PNEU_BUILD_8BIT);
    pneu_leaf message = build_leaf("message/rfc822", "A: b\n\n\xC3\xA9\n");
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("mixed"), NULL, 0, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_begin_multipart(builder, pneu_i_str("digest"), NULL, 0, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &message, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
    assert_int_equal(pneu_builder_end(builder), PNEU_OK);
    build_outline(&out, builder);
    assert_string_equal(out.ptr, "multipart/mixed:8bit(multipart/digest:8bit(message/rfc822:8bit(text/plain:7bit)))");
    text_free(&out);
}

static void a_leaf_says_what_it_is(void **state)
{
    static const char expected[] = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
                                   "Content-Disposition: inline; filename=a.png\r\nContent-ID: <p@x.example>\r\n"
                                   "Content-Description: =?UTF-8?Q?=C3=A9?=\r\n\r\nYQ==\r\n";
    pneu_builder *builder = build_start(PNEU_BUILD_PART);
    pneu_leaf leaf = build_leaf("image/png", "a");
    text out = {NULL, 0, 0};
    (void)state;
    leaf.disposition = pneu_i_str("inline");
    leaf.filename = pneu_i_str("a.png");
    leaf.content_id = pneu_i_str("p@x.example");
    leaf.description = pneu_i_str("\xC3\xA9");
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_ERR_STATE);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    assert_int_equal(build_read(builder, 1, &out), PNEU_DONE);
    assert_string_equal(out.ptr, expected);
    text_free(&out);
    pneu_builder_free(builder);
}

/* In another charset the bytes are taken as they are; with PNEU_LEAF_OCTETS every one is kept. */
static void bytes_stay_where_that_is_asked_for(void **state)
{
    static const char expected[] = "Content-Type: text/plain; charset=iso-8859-1\r\n"
                                   "Content-Transfer-Encoding: base64\r\n\r\n6Qo=\r\n";
    pneu_builder *builder = build_start(PNEU_BUILD_PART);
    pneu_param charset = {{"charset", 7}, {"iso-8859-1", 10}, {"", 0}, {"", 0}};
    pneu_leaf leaf = build_leaf("text/plain", "\xE9\n");
    text out = {NULL, 0, 0};
    (void)state;
    leaf.params = &charset;
    leaf.param_count = 1;
    leaf.flags = PNEU_LEAF_OCTETS;
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
    assert_int_equal(build_read(builder, 999, &out), PNEU_DONE);
    assert_string_equal(out.ptr, expected);
    text_free(&out);
    pneu_builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_encoding_is_chosen),
        cmocka_unit_test(bad_leaves_are_refused),
        cmocka_unit_test(eight_bit_messages_mark_what_is_around_them),
        cmocka_unit_test(a_leaf_says_what_it_is),
        cmocka_unit_test(bytes_stay_where_that_is_asked_for),
    };
    return RUN_TESTS(tests);
}
