/* New Received fields: how they look, what strangers' texts become in them, what is refused. */
#include "support/test.h"

#include "base/str.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"
#include "support/trace_text.h"

static pneu_trace_text item(const char *value)
{
    pneu_trace_text result = {pneu_i_str(value), 0, 0};
    return result;
}

/* "by mx.example; Sat, 21 Nov 2026 10:00:00 +0100" */
static pneu_received least(void)
{
    pneu_received received;
    memset(&received, 0, sizeof received);
    received.by.name = item("mx.example");
    received.has_date = 1;
    received.date.epoch = 1795251600;
    received.date.offset_min = 60;
    received.date.zone_known = 1;
    return received;
}

static pneu_received full(void)
{
    pneu_received received = least();
    received.from.name = item("client.example");
    received.from.rdns = item("h.example");
    received.from.ip = item("2001:db8::1");
    received.from.ident = item("user");
    received.from.port = 4025;
    received.by.ip = item("192.0.2.9");
    received.via = item("TCP");
    received.protocol = PNEU_PROTOCOL_EHLO | PNEU_PROTOCOL_TLS | PNEU_PROTOCOL_AUTH;
    received.id = item("Q1");
    received.recipient = item("a@b.example");
    received.recipient_count = 1;
    received.envelope_from = item("s@t.example");
    received.login = item("s");
    received.tls.version = item("TLSv1.3");
    received.tls.cipher = item("TLS_AES_128_GCM_SHA256");
    received.tls.group = item("x25519");
    received.tls.bits = 128;
    return received;
}

static void check_format(const pneu_received *received, const char *expected)
{
    pneu_arena *arena = NULL;
    pneu_str value = {"", 0};
    text actual = {0};
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_received_format(arena, received, &value), PNEU_OK);
    text_add(&actual, value.ptr, value.len);
    assert_true(text_equals("format", &actual, expected));
    text_free(&actual);
    pneu_arena_free(arena);
}

static void check_refused(const pneu_received *received, const char *what)
{
    pneu_arena *arena = NULL;
    pneu_str value = {"untouched", 9};
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    if (pneu_received_format(arena, received, &value) != PNEU_ERR_ARGUMENT || value.len != 9)
        fail_msg("written: %s: %.*s", what, (int)value.len, value.ptr);
    pneu_arena_free(arena);
}

static void all_clauses_are_written(void **state)
{
    pneu_received received = full();
    (void)state;
    check_format(&received, "from client.example (user@h.example [IPv6:2001:db8::1]:4025)\r\n"
                            " by mx.example ([192.0.2.9]) via TCP with ESMTPSA (version=TLSv1.3 bits=128)\r\n"
                            " id Q1 for <a@b.example> tls TLS_AES_128_GCM_SHA256 group x25519\r\n"
                            " (envelope-from <s@t.example>) (Authenticated sender: s);\r\n"
                            " Sat, 21 Nov 2026 10:00:00 +0100");
    received = least();
    check_format(&received, "by mx.example;\r\n Sat, 21 Nov 2026 10:00:00 +0100");
    received.envelope_from.length = 2;
    check_format(&received, "by mx.example (envelope-from <>);\r\n Sat, 21 Nov 2026 10:00:00 +0100");
}

static void several_recipients_are_kept_secret(void **state)
{
    pneu_received received = least();
    (void)state;
    received.recipient = item("a@b.example");
    received.recipient_count = 2;
    check_format(&received, "by mx.example;\r\n Sat, 21 Nov 2026 10:00:00 +0100");
}

static void strange_names_are_quoted(void **state)
{
    static const char *const rows[][2] = {
        {"a b", "\"a b\""},
        {"a; by evil.example", "\"a; by evil.example\""},
        {"a (b", "\"a (b\""},
        {"\"a\\", "\"\\\"a\\\\\""},
        {"a) by evil", "\"a) by evil\""},
        {"\"a\"", "\"\\\"a\\\"\""},
        {"[192.0.2.1]", "[192.0.2.1]"},
        {"192.0.2.1", "192.0.2.1"},
        {"caf\xC3\xA9.example", "caf\xC3\xA9.example"},
        {"by", "by"},
    };
    text expected = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pneu_received received = least();
        received.from.name = item(rows[i][0]);
        text_clear(&expected);
        text_print(&expected, "from %s\r\n by mx.example;\r\n Sat, 21 Nov 2026 10:00:00 +0100", rows[i][1]);
        check_format(&received, expected.ptr);
    }
    text_free(&expected);
}

/* A place in a full field, and texts it must not take. */
static void refuse_each(size_t place, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pneu_received received = full();
        pneu_trace_text *at = (pneu_trace_text *)(void *)((char *)&received + place);
        *at = item(texts[i]);
        check_refused(&received, texts[i]);
    }
}

#define REFUSE(member, ...)                                                                                            \
    do {                                                                                                               \
        static const char *const texts[] = {__VA_ARGS__};                                                              \
        refuse_each(offsetof(pneu_received, member), texts, COUNT_OF(texts));                                          \
    } while (0)

#define CONTROLS                                                                                                       \
    "a\r\nX: y", "a\nb", "a\rb", "a\tb", "a\177b",                                                                     \
        "a\xC2\x85"                                                                                                    \
        "b",                                                                                                           \
        "a\xFF"

static void texts_that_cannot_stand_are_refused(void **state)
{
    (void)state;
    REFUSE(from.name, CONTROLS);
    REFUSE(from.rdns, CONTROLS, "a b", "a)", "a(b", "a\\", "helo", "using", "helo=x", "a..b", "a,b", "a[1.2.3.4]");
    REFUSE(from.ip, CONTROLS, "a.example", "192.0.2.1]", "1.2.3", "192.0.2.1 ");
    REFUSE(from.ident, CONTROLS, "a b", "a)", "helo=x", "IDENT:a", "a[b");
    REFUSE(by.name, CONTROLS);
    REFUSE(via, CONTROLS);
    REFUSE(with, CONTROLS);
    REFUSE(id, CONTROLS);
    REFUSE(recipient, CONTROLS, "a", "a@b>", "a b@c", "a@b,c@d", "<a@b>", "a@b)", "a@");
    REFUSE(envelope_from, CONTROLS, "a", "a@b>", "\"a b\"@c", "\"a)\"@c", "a@b)");
    REFUSE(login, CONTROLS, "a b", "a)", "a(", "a\\");
    REFUSE(tls.version, CONTROLS, "1.3", "TLSv1.3)", "TLSv1.3 x", "SECURE");
    REFUSE(tls.cipher, CONTROLS, "secured", "");
    REFUSE(tls.group, CONTROLS, "abc");
}

static void fields_that_are_not_whole_are_refused(void **state)
{
    pneu_received received = least();
    pneu_str out;
    pneu_arena *arena = NULL;
    (void)state;
    received.has_date = 0;
    check_refused(&received, "no date");
    received = least();
    received.date.offset_min = 6000;
    check_refused(&received, "bad zone");
    received = least();
    received.by.name = item("");
    check_refused(&received, "no by");
    received = full();
    received.from.name = item("");
    check_refused(&received, "a connection without name");
    received = full();
    received.from.ip = item("");
    check_refused(&received, "a name found from no address");
    received = full();
    received.from.port = 65536;
    check_refused(&received, "bad port");
    received = full();
    received.tls.bits = -1;
    check_refused(&received, "bad bits");
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_received_format(arena, NULL, &out), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_received_format(arena, &received, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_received_format(NULL, &received, &out), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

static void a_zero_in_a_name_is_refused(void **state)
{
    static const char name[] = "a\0b";
    pneu_received received = least();
    (void)state;
    received.from.name.text = pneu_i_str_of(name, 3);
    check_refused(&received, "NUL");
}

static void lines_have_an_end(void **state)
{
    static char name[997];
    pneu_received received = least();
    (void)state;
    memset(name, 'a', sizeof name - 1);
    received.id = item(name);
    check_refused(&received, "an id of 996 bytes");
    name[900] = '\0';
    received.id = item(name);
    pneu_arena *arena = NULL;
    pneu_str value;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_received_format(arena, &received, &value), PNEU_OK);
    pneu_arena_free(arena);
}

static void lack_of_memory_is_told(void **state)
{
    pneu_received received = full();
    pneu_status status = PNEU_ERR_MEMORY;
    (void)state;
    for (size_t at = 1; status != PNEU_OK; at++) {
        failing_alloc memory;
        pneu_arena *arena = NULL;
        pneu_str value;
        failing_alloc_init(&memory, FAIL_FROM_ON, at);
        status = pneu_arena_new(&memory.alloc, &arena);
        if (status == PNEU_OK)
            status = pneu_received_format(arena, &received, &value);
        assert_true(status == PNEU_OK || status == PNEU_ERR_MEMORY);
        pneu_arena_free(arena);
        failing_alloc_check_clean(&memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_clauses_are_written),
        cmocka_unit_test(several_recipients_are_kept_secret),
        cmocka_unit_test(strange_names_are_quoted),
        cmocka_unit_test(texts_that_cannot_stand_are_refused),
        cmocka_unit_test(fields_that_are_not_whole_are_refused),
        cmocka_unit_test(a_zero_in_a_name_is_refused),
        cmocka_unit_test(lines_have_an_end),
        cmocka_unit_test(lack_of_memory_is_told),
    };
    return RUN_TESTS(tests);
}
