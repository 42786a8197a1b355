/* Names, parameters and texts of a part, in every keep mode. */
#include "pneu/tree.h"

#include "pneu/msgid.h"
#include "pneu/syntax.h"
#include "base/str.h"
#include "support/test.h"
#include "support/tree_dump.h"

/* `expected`: declared type|encoding|filename, "-" for none|content id|name=value;... */
static const struct {
    const char *name;
    const char *header;
    const char *expected;
} headers[] = {
    {"nothing", "Subject: x\r\n\r\n", "|7bit|-||"},
    {"all",
     "Content-Type: Text/Plain; charset=x; Name=a\r\nContent-Transfer-Encoding: BASE64\r\n"
     "Content-Disposition: attachment; filename=b\r\nContent-ID: <c@d>\r\n\r\n",
     "Text/Plain|base64|b|c@d|charset=x;name=a;"},
    {"name alone", "Content-Type: image/png; name=\"a b.png\"\r\n\r\n", "image/png|7bit|a b.png||name=a b.png;"},
    {"filename alone", "Content-Disposition: attachment; filename=b\r\n\r\n", "|7bit|b||"},
    {"RFC 2231", "Content-Disposition: attachment; filename*=utf-8''%C3%A9.txt\r\n\r\n", "|7bit|\xc3\xa9.txt||"},
    {"encoded word", "Content-Type: x/y; name=\"=?utf-8?Q?=C3=A9?=\"\r\n\r\n", "x/y|7bit|\xc3\xa9||name=\xc3\xa9;"},
    {"empty filename, and a name",
     "Content-Type: x/y; name=n\r\nContent-Disposition: attachment; filename=\"\"\r\n\r\n", "x/y|7bit|n||name=n;"},
    {"empty filename", "Content-Disposition: attachment; filename=\"\"\r\n\r\n", "|7bit|||"},
    {"unknown encoding", "Content-Transfer-Encoding:  Rot\r\n\t13 \r\n\r\n", "|Rot\t13|-||"},
    {"encoding that is no text", "Content-Transfer-Encoding: a\rb \xE9\r\n\r\n", "|ab \xC3\xA9|-||"},
    {"empty encoding", "Content-Transfer-Encoding:\r\n\r\n", "||-||"},
    {"uuencode", "Content-Transfer-Encoding: uuencode\r\n\r\n", "|x-uuencode|-||"},
    {"first of two fields",
     "Content-Type: a/b; x=1\r\nContent-Type: c/d; x=2\r\nContent-ID: <1@x>\r\n"
     "Content-ID: <2@x>\r\n\r\n",
     "a/b|7bit|-|1@x|x=1;"},
};

static void add_details(text *out, pneu_message *message)
{
    pneu_str type = {NULL, 0}, encoding = {NULL, 0}, filename = {NULL, 0}, id = {NULL, 0};
    const struct pneu_param *params = NULL;
    size_t count = 0;
    int32_t has = 0;
    assert_int_equal(pneu_part_filename(message, 0, &filename, &has), PNEU_OK);
    assert_int_equal(pneu_part_declared_type(message, 0, &type), PNEU_OK);
    assert_int_equal(pneu_part_encoding_text(message, 0, &encoding), PNEU_OK);
    assert_int_equal(pneu_part_content_id(message, 0, &id), PNEU_OK);
    assert_int_equal(pneu_part_parameters(message, 0, &params, &count), PNEU_OK);
    text_print(out, "%.*s|%.*s|%.*s|%.*s|", (int)type.len, type.ptr, (int)encoding.len, encoding.ptr,
               has ? (int)filename.len : 1, has ? filename.ptr : "-", (int)id.len, id.ptr);
    for (size_t i = 0; i < count; i++)
        text_print(out, "%.*s=%.*s;", (int)params[i].name.len, params[i].name.ptr, (int)params[i].value.len,
                   params[i].value.ptr);
}

static void check_details(const char *name, pneu_message *message, const char *expected)
{
    text details = {NULL, 0, 0};
    for (int i = 0; i < 2; i++) { /* the second time from what was made the first time */
        text_clear(&details);
        add_details(&details, message);
        if (strcmp(details.ptr, expected) != 0)
            fail_msg("%s: %s", name, details.ptr);
    }
    text_free(&details);
}

static void test_details_in_every_mode(void **state)
{
    pneu_message *message;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        const char *header = headers[i].header;
        assert_int_equal(pneu_message_parse(header, strlen(header), NULL, NULL, &message), PNEU_OK);
        check_details(headers[i].name, message, headers[i].expected);
        pneu_message_free(message);
        for (int32_t keep = PNEU_KEEP_ALL; keep <= PNEU_KEEP_OFFSETS; keep++) {
            assert_int_equal(pneu_message_new(keep, NULL, NULL, &message), PNEU_OK);
            assert_int_equal(tree_stream(message, header, strlen(header), (chunking){0, 3, 0}), PNEU_OK);
            check_details(headers[i].name, message, headers[i].expected);
            pneu_message_free(message);
        }
    }
}

static void test_last_of_two_fields_in_that_reading(void **state)
{
    static const char header[] = "Content-ID: <1@x>\r\nContent-Type: a/b; x=1\r\nContent-ID: <2@x>\r\n"
                                 "Content-Type: c/d; x=2\r\n\r\n";
    pneu_reading reading;
    pneu_options *options;
    pneu_message *message;
    (void)state;
    memset(&reading, 0, sizeof reading);
    reading.choice[PNEU_READING_DUPLICATE_FIELD] = 1;
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set_reading(options, &reading), PNEU_OK);
    for (int32_t keep = PNEU_KEEP_ALL; keep <= PNEU_KEEP_OFFSETS; keep++) {
        assert_int_equal(pneu_message_new(keep, options, NULL, &message), PNEU_OK);
        assert_int_equal(tree_stream(message, header, sizeof header - 1, WHOLE), PNEU_OK);
        check_details("last", message, "c/d|7bit|-|2@x|x=2;");
        pneu_message_free(message);
    }
    pneu_options_free(options);
}

/* Value of Content-ID, with brackets and without, and the identifier. */
static const struct {
    const char *name;
    const char *value;
    const char *id;
} ids[] = {
    {"usual", " <part1@example.com>", "part1@example.com"},
    {"no blank", "<a@b>", "a@b"},
    {"folded before", "\r\n <a@b>", "a@b"},
    {"folded inside", " <a@\r\n\tb>", "a@b"},
    {"comment before", " (x <y@z>) <a@b>", "a@b"},
    {"comment behind", " <a@b> (c)", "a@b"},
    {"nested comment", " (x (y) <z>) <a@b>", "a@b"},
    {"comment inside", " <a(c)@b>", "a@b"},
    {"escaped parenthesis in a comment", " (\\) <y>) <a@b>", "a@b"},
    {"comment not closed", " (x <a@b>", "a@b"},
    {"comment not closed inside", " <a(b@c>", "a(b@c"},
    {"quoted bracket", " <\"a>c\"@b>", "\"a>c\"@b"},
    {"escaped quote", " <\"a\\\">c\"@b>", "\"a\\\">c\"@b"},
    {"quote not closed", " <\"a@b>", "\"a@b"},
    {"no closing bracket", " <a@b", "a@b"},
    {"second identifier", " <a@b> <c@d>", "a@b"},
    {"empty brackets", " <>", ""},
    {"empty", "", ""},
    {"control characters",
     " <a\x01"
     "b\x7f@c>",
     "ab@c"},
    {"backslash at the end", " <\"a\\", "\"a\\"},
    {"bare", " part1@example.com ", "part1@example.com"},
    {"bare, without @", " part1", "part1"},
    {"bare, with a comment", " part1@example.com (c)", "part1@example.com"},
    {"bare, comment not closed", " (x a@b", ""},
    {"bare words", " no identifier", ""},
};

/* The tree gives what pneu_msgid_parse gives. */
static void test_identifiers(void **state)
{
    text header = {NULL, 0, 0};
    pneu_arena *arena;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        pneu_message *message;
        pneu_str of_part = {NULL, 0}, of_value = {"", 0};
        pneu_status status = pneu_msgid_parse(arena, pneu_i_str(ids[i].value), PNEU_LENIENT, NULL, &of_value);
        assert_int_equal(status, ids[i].id[0] != 0 ? PNEU_OK : PNEU_ERR_NOT_FOUND);
        text_clear(&header);
        text_print(&header, "Content-ID:%s\r\n\r\n", ids[i].value);
        assert_int_equal(pneu_message_parse(header.ptr, header.len, NULL, NULL, &message), PNEU_OK);
        assert_int_equal(pneu_part_content_id(message, 0, &of_part), PNEU_OK);
        if (!pneu_i_str_is(of_part, ids[i].id) || !pneu_i_str_is(of_value, ids[i].id))
            fail_msg("%s: part \"%.*s\", value \"%.*s\"", ids[i].name, (int)of_part.len, of_part.ptr, (int)of_value.len,
                     of_value.ptr);
        pneu_message_free(message);
    }
    text_free(&header);
    pneu_arena_free(arena);
}

static void test_misuse(void **state)
{
    pneu_message *message;
    pneu_str value = {NULL, 0};
    const struct pneu_param *params;
    size_t count;
    int32_t has;
    (void)state;
    assert_int_equal(pneu_message_parse("A: 1\n\n", 6, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_part_filename(message, 1, &value, &has), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_filename(message, 0, NULL, &has), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_filename(message, 0, &value, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_filename(NULL, 0, &value, &has), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_declared_type(message, 1, &value), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_declared_type(message, 0, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_encoding_text(message, 0, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_content_id(message, 0, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_parameters(message, 0, &params, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_parameters(message, 0, NULL, &count), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_parameters(message, 7, &params, &count), PNEU_ERR_NOT_FOUND);
    pneu_message_free(message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_details_in_every_mode),
        cmocka_unit_test(test_last_of_two_fields_in_that_reading),
        cmocka_unit_test(test_identifiers),
        cmocka_unit_test(test_misuse),
    };
    return RUN_TESTS(tests);
}
