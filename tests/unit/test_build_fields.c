/* Fields of a built message: what each setter writes, and what it refuses, by argument, byte and name. */
#include "support/build_run.h"
#include "support/test.h"

/* ---- What is written ------------------------------------------------------------------------------------------- */

enum {
    AS_TEXT,
    AS_ADDRESSES, /* add_address_text */
    AS_RAW,
    AS_ID
};

static pneu_status set(pneu_builder *builder, int how, pneu_str name, pneu_str value)
{
    switch (how) {
    case AS_TEXT: return pneu_builder_add_text(builder, 0, name, value);
    case AS_ADDRESSES: return pneu_builder_add_address_text(builder, 0, name, value);
    case AS_RAW: return pneu_builder_add_raw(builder, 0, name, value);
    default: return pneu_builder_add_ids(builder, 0, name, &value, 1);
    }
}

static const struct {
    const char *row;
    int how;
    const char *name;
    const char *value;
    const char *out;
} written[] = {
    {"text", AS_TEXT, "Subject", "Hello", "Subject: Hello\r\n"},
    {"empty text", AS_TEXT, "Subject", "", "Subject:\r\n"},
    {"UTF-8", AS_TEXT, "Subject",
     "Gr\xC3\xBC\xC3\x9F"
     "e",
     "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n"},
    {"looks encoded", AS_TEXT, "Subject", "=?utf-8?Q?x?=", "Subject: =?UTF-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?=\r\n"},
    {"unknown name", AS_TEXT, "X-Any", "a: b", "X-Any: a: b\r\n"},
    {"the name's case stays", AS_TEXT, "sUBJECT", "x", "sUBJECT: x\r\n"},
    {"one address", AS_ADDRESSES, "From", "j@x.example", "From: j@x.example\r\n"},
    {"UTF-8 name", AS_ADDRESSES, "From", "J\xC3\xBCrgen <j@x.example>",
     "From: =?UTF-8?Q?J=C3=BCrgen?= <j@x.example>\r\n"},
    {"name to be quoted", AS_ADDRESSES, "To", "\"Doe, J.\" <j@x.example>, k@x.example",
     "To: \"Doe, J.\" <j@x.example>, k@x.example\r\n"},
    {"comments go", AS_ADDRESSES, "To", "j@x.example (Joe)", "To: Joe <j@x.example>\r\n"},
    {"nobody is named", AS_ADDRESSES, "To", "undisclosed-recipients:;", "To: undisclosed-recipients:;\r\n"},
    {"quoted local part", AS_ADDRESSES, "To", "\"a b\"@x.example", "To: \"a b\"@x.example\r\n"},
    {"a domain beyond ASCII", AS_ADDRESSES, "To",
     "j@b\xC3\xBC"
     "cher.example, k@x.example",
     "To: j@xn--bcher-kva.example, k@x.example\r\n"},
    {"its capitals", AS_ADDRESSES, "To",
     "j@B\xC3\x9C"
     "CHER.Example",
     "To: j@xn--bcher-kva.Example\r\n"},
    {"identifier", AS_ID, "Message-ID", "a@b", "Message-ID: <a@b>\r\n"},
    {"foreign identifier", AS_ID, "In-Reply-To", "abc", "In-Reply-To: <abc>\r\n"},
    {"raw", AS_RAW, "Auto-Submitted", "auto-generated", "Auto-Submitted: auto-generated\r\n"},
    {"raw list", AS_RAW, "List-Unsubscribe", "<mailto:u@x.example>, <https://x.example/u>",
     "List-Unsubscribe: <mailto:u@x.example>, <https://x.example/u>\r\n"},
    {"raw encoded words", AS_RAW, "Subject", "=?utf-8?Q?=C3=A9?=", "Subject: =?utf-8?Q?=C3=A9?=\r\n"},
};

static void fields_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(written); i++) {
        pneu_builder *builder = build_start(PNEU_BUILD_PART);
        text out = {NULL, 0, 0};
        pneu_status status = set(builder, written[i].how, pneu_i_str(written[i].name), pneu_i_str(written[i].value));
        assert_int_equal(status, PNEU_OK);
        assert_int_equal(build_read(builder, 999, &out), PNEU_DONE);
        if (strncmp(out.ptr, written[i].out, strlen(written[i].out)) != 0)
            fail_msg("%s: %s", written[i].row, out.ptr);
        text_free(&out);
        pneu_builder_free(builder);
    }
}

/* ---- What is refused ------------------------------------------------------------------------------------------- */

#define S(text)                                                                                                        \
    {                                                                                                                  \
        text, sizeof(text) - 1                                                                                         \
    }

#define J10 "\u65E5\u672C\u8A9E\u306A\u305C\u307F\u3093\u5B89\u5BA4\u5948"

static const struct {
    const char *row;
    int how;
    pneu_str name;
    pneu_str value;
    int32_t argument;
    uint64_t offset;
} refused[] = {
    {"CR", AS_TEXT, S("Subject"), S("a\rb"), 4, 1},
    {"LF", AS_TEXT, S("Subject"), S("ab\nBcc: c"), 4, 2},
    {"NUL", AS_TEXT, S("Subject"), S("abc\0d"), 4, 3},
    {"CRLF first", AS_TEXT, S("Subject"), S("\r\n x"), 4, 0},
    {"control character", AS_TEXT, S("Subject"), S("a\x01"), 4, 0},
    {"folded raw value", AS_RAW, S("X-Any"), S("a\r\n b"), 4, 1},
    {"raw LF first", AS_RAW, S("X-Any"), S("\nb"), 4, 0},
    {"raw NUL", AS_RAW, S("X-Any"), S("a\0"), 4, 1},
    {"raw 8-bit", AS_RAW, S("X-Any"), S("\xC3\xA9"), 4, 0},
    {"raw control", AS_RAW, S("X-Any"), S("a\x07"), 4, 0},
    {"raw address with a defect", AS_RAW, S("From"), S("a@b@c"), 4, 0},
    {"raw address in two", AS_RAW, S("From"), S("a@b.example <c@d.example> <e@f.example>"), 4, 0},
    {"raw unclosed encoded word", AS_RAW, S("Subject"), S("=?utf-8?Q?x"), 4, 0},
    {"raw comment", AS_RAW, S("Date"), S("yesterday"), 4, 0},
    {"name empty", AS_TEXT, S(""), S("x"), 3, 0},
    {"name with colon", AS_TEXT, S("X:"), S("x"), 3, 1},
    {"name with space", AS_TEXT, S("X Y"), S("x"), 3, 1},
    {"name with CRLF", AS_TEXT, S("X\r\nBcc"), S("x"), 3, 1},
    {"name with 8-bit", AS_TEXT, S("X\xC3\xA9"), S("x"), 3, 1},
    {"name with NUL", AS_TEXT, S("X\0"), S("x"), 3, 1},
    {"name that may be a delimiter", AS_TEXT, S("--=_"), S("x"), 3, 0},
    {"name too long", AS_TEXT, S("X23456789012345678901234567890123456789012345678901234567890123456"), S("x"), 3, 64},
    {"name that is the builder's", AS_RAW, S("content-type"), S("text/html"), 3, 0},
    {"MIME-Version", AS_RAW, S("MIME-Version"), S("1.0"), 3, 0},
    {"Content-Transfer-Encoding", AS_TEXT, S("Content-Transfer-Encoding"), S("base64"), 3, 0},
    {"text where addresses belong", AS_TEXT, S("From"), S("j@x.example"), 3, 0},
    {"addresses where text belongs", AS_ADDRESSES, S("Subject"), S("j@x.example"), 3, 0},
    {"text where a date belongs", AS_TEXT, S("Date"), S("today"), 3, 0},
    {"identifiers where text belongs", AS_ID, S("Subject"), S("a@b"), 3, 0},
    {"no addresses", AS_ADDRESSES, S("To"), S(""), 4, 0},
    {"address without domain", AS_ADDRESSES, S("To"), S("joe"), 4, 0},
    {"address with CRLF", AS_ADDRESSES, S("To"), S("j@x.example\r\n\t"), 4, 11},
    {"address list with LF first", AS_ADDRESSES, S("To"), S("\nj@x.example"), 4, 0},
    {"address beyond ASCII", AS_ADDRESSES, S("To"), S("\xC3\xBC@x.example"), 4, 0},
    {"second address beyond ASCII", AS_ADDRESSES, S("To"), S("a@x.example, \xC3\xBC@x.example"), 4, 1},
    {"a domain that is too long as an A-label", AS_ADDRESSES, S("To"), S("a@x.example, j@" J10 J10 J10 ".example"), 4,
     1},
    {"name that is another address", AS_ADDRESSES, S("From"), S("\"ceo@good.example\" <j@x.example>"), 4, 0},
    {"name with a bidi control", AS_ADDRESSES, S("From"), S("\"\xE2\x80\xAEnhoj\" <j@x.example>"), 4, 0},
    {"name without width", AS_ADDRESSES, S("From"), S("\"a\xE2\x80\x8B\" <j@x.example>"), 4, 0},
    {"encoded word in the address", AS_ADDRESSES, S("From"), S("=?utf-8?q?x?=@x.example"), 4, 0},
    {"group with people", AS_ADDRESSES, S("To"), S("Team: j@x.example;"), 4, 0},
    {"other empty group", AS_ADDRESSES, S("To"), S("Team:;"), 4, 0},
    {"identifier with bracket", AS_ID, S("References"), S("a@b> <c@d"), 4, 0},
    {"identifier with CRLF", AS_ID, S("References"), S("a@b\r\n"), 4, 0},
    {"own identifier without @", AS_ID, S("Message-ID"), S("abc"), 4, 0},
    {"identifier beyond ASCII", AS_ID, S("References"), S("\xC3\xA9@x"), 4, 0},
};

static void hostile_values_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        pneu_builder *builder = build_start(PNEU_BUILD_PART);
        pneu_build_error error;
        text out = {NULL, 0, 0};
        pneu_status status = set(builder, refused[i].how, refused[i].name, refused[i].value);
        pneu_builder_error(builder, &error);
        if (status != PNEU_ERR_ARGUMENT || error.status != status || error.argument != refused[i].argument ||
            error.offset != refused[i].offset)
            fail_msg("%s: %s, argument %d, offset %u", refused[i].row, pneu_status_name(status), (int)error.argument,
                     (unsigned)error.offset);
        assert_true(pneu_i_str_equal(error.field, error.argument == 4 ? refused[i].name : error.field));
        assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("Subject"), pneu_i_str("x")), PNEU_ERR_ARGUMENT);
        assert_int_equal(build_read(builder, 999, &out), PNEU_ERR_ARGUMENT);
        assert_int_equal(out.len, 0);
        text_free(&out);
        pneu_builder_free(builder);
    }
}

static void fields_are_removed(void **state)
{
    static const char *const fields[] = {"X-A", "X-B", "X-A", "X-C", "X-A"};
    pneu_builder *builder = build_start(PNEU_BUILD_PART);
    text out = {NULL, 0, 0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str(fields[i]), pneu_i_str("x")), PNEU_OK);
    assert_int_equal(pneu_builder_add_address_text(builder, 0, pneu_i_str("From"), pneu_i_str("a@b.c")), PNEU_OK);
    assert_int_equal(pneu_builder_remove_fields(NULL, 0, pneu_i_str("X-A")), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_remove_fields(builder, 7, pneu_i_str("X-A")), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_builder_remove_fields(builder, 0, pneu_i_str("x-a")), PNEU_OK);
    assert_int_equal(pneu_builder_remove_fields(builder, 0, pneu_i_str("X-A")), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_builder_remove_fields(builder, 0, pneu_i_str("From")), PNEU_OK);
    assert_int_equal(pneu_builder_has_field(builder, 0, pneu_i_str("From")), 0);
    assert_int_equal(pneu_builder_has_field(builder, 0, pneu_i_str("x-b")), 1);
    assert_int_equal(build_read(builder, 999, &out), PNEU_DONE);
    text_add(&out, "", 1);
    assert_non_null(strstr(out.ptr, "X-B: x\r\nX-C: x\r\n"));
    assert_null(strstr(out.ptr, "X-A"));
    text_free(&out);
    pneu_builder_free(builder);
}

/* ---- Errors ---------------------------------------------------------------------------------------------------- */

static void a_refusal_may_be_forgotten(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_PART);
    pneu_build_error error;
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("Subject"), pneu_i_str("a\n")), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    pneu_builder_error(builder, &error);
    assert_int_equal(error.status, PNEU_OK);
    assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("Subject"), pneu_i_str("a")), PNEU_OK);
    assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("subject"), pneu_i_str("b")), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    assert_int_equal(pneu_builder_has_field(builder, 0, pneu_i_str("SUBJECT")), 1);
    assert_int_equal(pneu_builder_has_field(builder, 1, pneu_i_str("SUBJECT")), 0);
    assert_int_equal(pneu_builder_remove_fields(builder, 0, pneu_i_str("SUBJECT")), PNEU_OK);
    assert_int_equal(pneu_builder_has_field(builder, 0, pneu_i_str("SUBJECT")), 0);
    assert_int_equal(pneu_builder_remove_fields(builder, 0, pneu_i_str("SUBJECT")), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("subject"), pneu_i_str("b")), PNEU_OK);
    assert_int_equal(pneu_builder_add_text(builder, 1, pneu_i_str("X-Y"), pneu_i_str("b")), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    assert_int_equal(build_read(builder, 999, &out), PNEU_DONE);
    assert_int_equal(strncmp(out.ptr, "subject: b\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n", out.len), 0);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_ERR_STATE);
    assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("X-Y"), pneu_i_str("b")), PNEU_ERR_STATE);
    text_free(&out);
    pneu_builder_free(builder);
}

/* ---- Dates, lists, values with parameters ---------------------------------------------------------------------- */

static void values_of_other_kinds(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_PART);
    pneu_date date = {1795251600, 60, 1}, far = {INT64_MAX, 0, 1};
    pneu_param param = {{"owner-email", 11}, {"j@x.example", 11}, {"", 0}, {"", 0}};
    pneu_mime_value value = {{"auto-replied", 12}, {"", 0}, &param, 1};
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_builder_add_date(builder, 0, pneu_i_str("Date"), &date), PNEU_OK);
    assert_int_equal(pneu_builder_add_date(builder, 0, pneu_i_str("X-Date"), &far), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    assert_int_equal(pneu_builder_add_mime(builder, 0, pneu_i_str("Auto-Submitted"), &value), PNEU_OK);
    assert_int_equal(pneu_builder_add_addresses(builder, 0, pneu_i_str("To"), NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    assert_int_equal(pneu_builder_add_ids(builder, 0, pneu_i_str("References"), NULL, 0), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    assert_int_equal(build_read(builder, 999, &out), PNEU_DONE);
    static const char expected[] = "Date: Sat, 21 Nov 2026 10:00:00 +0100\r\n"
                                   "Auto-Submitted: auto-replied; owner-email=\"j@x.example\"\r\n";
    assert_memory_equal(out.ptr, expected, sizeof expected - 1);
    text_free(&out);
    pneu_builder_free(builder);
}

static void message_ids_are_made_of_random_bits(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_PART), *plain = NULL;
    pneu_str id = {NULL, 0};
    (void)state;
    assert_int_equal(pneu_builder_add_message_id(builder, pneu_i_str("x.example"), &id), PNEU_OK);
    assert_int_equal(id.len, 42);
    assert_memory_equal(id.ptr, "abababababababababababababababab@x.example", 42);
    assert_int_equal(pneu_builder_add_message_id(builder, pneu_i_str("x.example"), &id), PNEU_ERR_ARGUMENT);
    pneu_builder_reset(builder);
    assert_int_equal(pneu_builder_add_message_id(builder, pneu_i_str("x\r\n.example"), &id), PNEU_ERR_ARGUMENT);
    pneu_builder_reset(builder);
    assert_int_equal(pneu_builder_add_message_id(builder,
                                                 pneu_i_str("b\xC3\xBC"
                                                            "cher.example"),
                                                 &id),
                     PNEU_OK);
    assert_int_equal(id.len, 33 + 21);
    assert_memory_equal(id.ptr + 33, "xn--bcher-kva.example", 21);
    pneu_builder_free(builder);
    assert_int_equal(pneu_builder_new(0, NULL, NULL, &plain), PNEU_OK);
    assert_int_equal(pneu_builder_add_message_id(plain, pneu_i_str("x.example"), &id), PNEU_ERR_STATE);
    pneu_builder_free(plain);
}

/* A header is never larger than readers take. */
static void headers_have_limits(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_PART);
    char *long_text = malloc(200000);
    (void)state;
    assert_non_null(long_text);
    memset(long_text, 'a', 200000);
    for (size_t i = 70; i < 200000; i += 70)
        long_text[i] = ' ';
    assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("X-Y"), pneu_i_str_of(long_text, 200000)),
                     PNEU_ERR_LIMIT);
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    size_t count = 0;
    while (pneu_builder_add_text(builder, 0, pneu_i_str("X-Y"), pneu_i_str("x")) == PNEU_OK)
        count++;
    assert_int_equal(count, 900);
    pneu_builder_reset(builder);
    pneu_leaf leaf = build_leaf("text/plain", "x");
    text out = {NULL, 0, 0};
    while (pneu_builder_add_text(builder, 0, pneu_i_str("X-Y"), pneu_i_str_of(long_text, 90000)) == PNEU_OK)
        continue;
    assert_int_equal(pneu_builder_clear_error(builder), PNEU_OK);
    leaf.description = pneu_i_str_of(long_text, 90000);
    assert_int_equal(pneu_builder_add_leaf(builder, &leaf, NULL), PNEU_OK);
    assert_int_equal(build_read(builder, 100, &out), PNEU_ERR_LIMIT);
    assert_int_equal(out.len, 0);
    text_free(&out);
    free(long_text);
    pneu_builder_free(builder);
}

static void utf8_is_written_where_it_is_asked_for(void **state)
{
    pneu_builder *builder = build_start(PNEU_BUILD_PART | PNEU_BUILD_UTF8);
    static const char expected[] = "Subject: Gr\xC3\xBC\xC3\x9F"
                                   "e\r\nTo: \xC3\xBC@b\xC3\xBC\xC3\x9F"
                                   "e.example\r\n";
    text out = {NULL, 0, 0};
    (void)state;
    assert_int_equal(pneu_builder_add_text(builder, 0, pneu_i_str("Subject"),
                                           pneu_i_str("Gr\xC3\xBC\xC3\x9F"
                                                      "e")),
                     PNEU_OK);
    assert_int_equal(pneu_builder_add_address_text(builder, 0, pneu_i_str("To"),
                                                   pneu_i_str("\xC3\xBC@b\xC3\xBC\xC3\x9F"
                                                              "e.example")),
                     PNEU_OK);
    assert_int_equal(build_read(builder, 999, &out), PNEU_DONE);
    assert_memory_equal(out.ptr, expected, sizeof expected - 1);
    text_free(&out);
    pneu_builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_written),
        cmocka_unit_test(hostile_values_are_refused),
        cmocka_unit_test(a_refusal_may_be_forgotten),
        cmocka_unit_test(values_of_other_kinds),
        cmocka_unit_test(message_ids_are_made_of_random_bits),
        cmocka_unit_test(headers_have_limits),
        cmocka_unit_test(utf8_is_written_where_it_is_asked_for),
        cmocka_unit_test(fields_are_removed),
    };
    return RUN_TESTS(tests);
}
