/* Fields: their places and values, fields that are too long, and headers longer than 32 bits can say. */
#include "tree/field_list.h"

#include "support/test.h"
#include "support/tree_dump.h"

static const struct {
    const char *name;
    const char *header;
    const char *fields; /* "name|value|offset+length|id" a line */
} headers[] = {
    {"two fields", "Subject: x\r\nTo:\r\n\r\n", "Subject| x|0+12|8\nTo||12+5|4\n"},
    {"folded", "Subject: x\r\n y\r\n\r\n", "Subject| x\r\n y|0+16|8\n"},
    {"LF", "Subject: x\nA:b\n\n", "Subject| x|0+11|8\nA|b|11+4|0\n"},
    {"a CR before CRLF belongs to the value", "Subject: x\r\r\n\r\n", "Subject| x\r|0+13|8\n"},
    {"no line end", "Subject: x", "Subject| x|0+10|8\n"},
    {"blanks before the colon", "Subject \t: x\r\n\r\n", "Subject| x|0+14|8\n"},
    {"junk is no field", "From someone\r\nSubject: x\r\n\r\n", "Subject| x|14+12|8\n"},
    {"case of a name", "sUBJECT: x\r\n\r\n", "sUBJECT| x|0+12|8\n"},
    {"no fields", "\r\n", ""},
};

static void add_fields(text *out, pneu_message *message)
{
    pneu_field field;
    for (uint32_t i = 0; i < pneu_part_field_count(message, 0); i++) {
        assert_int_equal(pneu_part_field(message, 0, i, &field), PNEU_OK);
        text_print(out, "%.*s|%.*s|%u+%u|%d\n", (int)field.name.len, field.name.ptr, (int)field.value.len,
                   field.value.ptr, (unsigned)field.offset, (unsigned)field.length, (int)field.id);
    }
}

static void check_fields(const char *name, pneu_message *message, const char *fields)
{
    text expected = {NULL, 0, 0}, actual = {NULL, 0, 0};
    text_print(&expected, "%s", fields);
    text_print(&actual, "%s", "");
    add_fields(&actual, message);
    assert_true(text_is_same(name, &expected, &actual));
    text_free(&expected);
    text_free(&actual);
}

static void test_fields_of_a_buffer(void **state)
{
    pneu_message *message;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        const char *header = headers[i].header;
        assert_int_equal(pneu_message_parse(header, strlen(header), NULL, NULL, &message), PNEU_OK);
        check_fields(headers[i].name, message, headers[i].fields);
        pneu_message_free(message);
    }
}

static void test_fields_of_kept_headers(void **state)
{
    pneu_message *message;
    (void)state;
    assert_int_equal(pneu_message_new(PNEU_KEEP_HEADERS, NULL, NULL, &message), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        pneu_message_reset(message);
        const char *header = headers[i].header;
        assert_int_equal(tree_stream(message, header, strlen(header), (chunking){0, 1, 0}), PNEU_OK);
        check_fields(headers[i].name, message, headers[i].fields);
    }
    pneu_message_free(message);
}

/* The second field of each part, the last of them inside a decoded message. */
static void test_fields_of_every_part(void **state)
{
    static const char mail[] =
        "A: 1\nContent-Type: multipart/mixed; boundary=b\n\n--b\nA: 2\nB: two\n\n--b\nContent-Type: message/rfc822\n"
        "Content-Transfer-Encoding: base64\n\nQTogMwpCOiB0aHJlZQoK\n--b--\n";
    static const char *const second[] = {" multipart/mixed; boundary=b", " two", " base64", " three"};
    (void)state;
    for (int32_t keep = PNEU_KEEP_ALL; keep <= PNEU_KEEP_HEADERS; keep++) {
        pneu_message *message;
        pneu_field field;
        assert_int_equal(pneu_message_new(keep, NULL, NULL, &message), PNEU_OK);
        assert_int_equal(tree_stream(message, mail, sizeof mail - 1, (chunking){0, 5, 0}), PNEU_OK);
        assert_int_equal(pneu_message_part_count(message), COUNT_OF(second));
        for (uint32_t part = 0; part < COUNT_OF(second); part++) {
            assert_int_equal(pneu_part_field(message, part, 1, &field), PNEU_OK);
            assert_true(pneu_i_str_equal(field.value, pneu_i_str(second[part])));
        }
        pneu_message_free(message);
    }
}

static void test_finding_fields(void **state)
{
    static const char header[] = "X-A: 1\r\nSubject: 2\r\nx-a: 3\r\nX-B: 4\r\nSubject: 5\r\n\r\n";
    static const struct {
        int32_t id;
        const char *name;
        uint32_t from;
        uint32_t at; /* UINT32_MAX: not found */
    } searches[] = {
        {PNEU_FIELD_SUBJECT, "", 0, 1},
        {PNEU_FIELD_SUBJECT, "", 1, 1},
        {PNEU_FIELD_SUBJECT, "", 2, 4},
        {PNEU_FIELD_SUBJECT, "", 5, UINT32_MAX},
        {PNEU_FIELD_FROM, "", 0, UINT32_MAX},
        {PNEU_FIELD_OTHER, "X-A", 0, 0},
        {PNEU_FIELD_OTHER, "x-a", 1, 2},
        {PNEU_FIELD_OTHER, "X-B", 0, 3},
        {PNEU_FIELD_OTHER, "X", 0, UINT32_MAX},
        {PNEU_FIELD_OTHER, "", 0, UINT32_MAX},
        {-1, "", 0, UINT32_MAX},
    };
    pneu_message *message;
    (void)state;
    assert_int_equal(pneu_message_parse(header, sizeof header - 1, NULL, NULL, &message), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(searches); i++) {
        pneu_field field;
        uint32_t at = searches[i].from;
        pneu_str name = pneu_i_str(searches[i].name);
        pneu_status status = pneu_part_find_field(message, 0, searches[i].id, name, &at, &field);
        assert_int_equal(status, searches[i].at == UINT32_MAX ? PNEU_ERR_NOT_FOUND : PNEU_OK);
        if (status == PNEU_OK)
            assert_int_equal(at, searches[i].at);
        else
            assert_int_equal(at, searches[i].from);
    }
    pneu_message_free(message);
}

/* A field over MAX_FIELD: its value is cut, its place and its neighbours are not. */
static void check_long_field(pneu_message *message, size_t whole)
{
    pneu_field field;
    assert_int_equal(pneu_part_field_count(message, 0), 3);
    assert_int_equal(pneu_part_field(message, 0, 1, &field), PNEU_OK);
    assert_int_equal(field.offset, 6);
    assert_int_equal(field.length, whole);
    assert_int_equal(field.is_cut, 1);
    assert_int_equal(field.id, PNEU_FIELD_SUBJECT);
    assert_int_equal(field.name.len, 7);
    assert_int_equal(field.value.len, 2048 - 8);
    assert_memory_equal(field.value.ptr, "xxxx", 4);
    assert_int_equal(pneu_part_field(message, 0, 2, &field), PNEU_OK);
    assert_int_equal(field.offset, 6 + whole);
    assert_int_equal(field.is_cut, 0);
    assert_memory_equal(field.value.ptr, " 3", field.value.len);
}

static void test_long_field(void **state)
{
    pneu_options *options;
    pneu_message *message;
    text mail = {NULL, 0, 0};
    (void)state;
    text_print(&mail, "A: 1\r\nSubject:");
    for (size_t i = 0; i < 100; i++)
        text_print(&mail, "%0*d\r\n ", 90, 0);
    memset(mail.ptr + 14, 'x', 60);
    size_t whole = mail.len - 6 - 1 + 2;
    mail.ptr[mail.len - 1] = 'x';
    text_print(&mail, "\r\nB: 3\r\n\r\n");
    whole += 1;
    mail.ptr[6 + whole - 4] = ' ';
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_FIELD, 2048), PNEU_OK);
    assert_int_equal(pneu_message_parse(mail.ptr, mail.len, options, NULL, &message), PNEU_OK);
    check_long_field(message, whole);
    pneu_message_free(message);
    for (int32_t keep = PNEU_KEEP_ALL; keep <= PNEU_KEEP_HEADERS; keep++) {
        assert_int_equal(pneu_message_new(keep, options, NULL, &message), PNEU_OK);
        assert_int_equal(tree_stream(message, mail.ptr, mail.len, (chunking){0, 100, 0}), PNEU_OK);
        check_long_field(message, whole);
        pneu_message_free(message);
    }
    pneu_options_free(options);
    text_free(&mail);
}

/* Events as of a header of more than 4 GiB, which nobody wants to read for a test. */
static void test_fields_beyond_32_bits(void **state)
{
    static const uint64_t place = UINT64_C(3) << 32;
    static const pneu_field_span spans[] = {{0, 2, 6, 1, 0}, {6, 8, 12, 1, PNEU_FIELD_TO}};
    pneu_message *message;
    pneu_event event;
    (void)state;
    assert_int_equal(pneu_message_parse("A: 1\n\n", 6, NULL, NULL, &message), PNEU_OK);
    memset(&event, 0, sizeof event);
    event.type = PNEU_EVENT_FIELDS;
    event.offset = place;
    event.slice.len = 12;
    event.fields = spans;
    event.field_count = 2;
    assert_int_equal(pneu_i_field_list_take(message, &event), PNEU_OK);
    assert_int_equal(pneu_part_field_count(message, 0), 3);
    pneu_span where = {0, 0};
    pneu_i_field_place(message, pneu_i_part(message, 0), PNEU_FIELD_TO, &where);
    assert_int_equal(where.offset, place + 6);
    assert_int_equal(where.length, 6);
    pneu_message_free(message);
}

/* Of several fields over MAX_FIELD each has its own place. */
static void test_many_long_fields(void **state)
{
    enum {
        FIELDS = 5
    };
    pneu_options *options;
    pneu_message *message;
    pneu_field field;
    text mail = {NULL, 0, 0};
    size_t starts[FIELDS + 1];
    (void)state;
    for (size_t i = 0; i < FIELDS; i++) {
        starts[i] = mail.len;
        text_print(&mail, "A: %0*d\r\n", 3000 + (int)i, 0);
    }
    starts[FIELDS] = mail.len;
    text_print(&mail, "\r\n");
    assert_int_equal(pneu_options_new(NULL, &options), PNEU_OK);
    assert_int_equal(pneu_options_set(options, PNEU_OPTION_MAX_FIELD, 2048), PNEU_OK);
    assert_int_equal(pneu_message_parse(mail.ptr, mail.len, options, NULL, &message), PNEU_OK);
    for (uint32_t i = 0; i < FIELDS; i++) {
        assert_int_equal(pneu_part_field(message, 0, i, &field), PNEU_OK);
        assert_int_equal(field.offset, starts[i]);
        assert_int_equal(field.length, starts[i + 1] - starts[i]);
    }
    pneu_message_free(message);
    pneu_options_free(options);
    text_free(&mail);
}

static void test_misuse(void **state)
{
    pneu_message *message;
    pneu_field field;
    uint32_t index = 0;
    (void)state;
    assert_int_equal(pneu_message_parse("A: 1\n\n", 6, NULL, NULL, &message), PNEU_OK);
    assert_int_equal(pneu_part_field(message, 0, 0, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_field(NULL, 0, 0, &field), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_field(message, 0, 1, &field), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_field(message, 1, 0, &field), PNEU_ERR_NOT_FOUND);
    assert_int_equal(pneu_part_field_count(message, 1), 0);
    assert_int_equal(pneu_part_find_field(message, 0, 0, pneu_i_str("A"), NULL, &field), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_find_field(message, 0, 0, pneu_i_str("A"), &index, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_part_find_field(message, 9, 0, pneu_i_str("A"), &index, &field), PNEU_ERR_NOT_FOUND);
    pneu_message_free(message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_of_a_buffer),
        cmocka_unit_test(test_fields_of_kept_headers),
        cmocka_unit_test(test_fields_of_every_part),
        cmocka_unit_test(test_finding_fields),
        cmocka_unit_test(test_long_field),
        cmocka_unit_test(test_many_long_fields),
        cmocka_unit_test(test_fields_beyond_32_bits),
        cmocka_unit_test(test_misuse),
    };
    return RUN_TESTS(tests);
}
