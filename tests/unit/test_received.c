/* Received fields as programs write them: what is read, what is kept, what is reported; every beginning of them; lack of
 * memory. */
#include "support/test.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"
#include "support/trace_text.h"

#define DATE "; Sat, 21 Nov 2026 10:00:00 +0000"
#define AT " date=1795255200"
#define OPEN31 "((((((((((((((((((((((((((((((("
#define CLOSE31 ")))))))))))))))))))))))))))))))"
#define OPEN32 "(" OPEN31
#define CLOSE32 ")" CLOSE31

typedef struct row {
    const char *name;
    const char *in;
    const char *out;
    const char *defects; /* each after a space */
} row;

static const row product_rows[] = {
    {"Postfix, identity and login",
     "from a.b (c.d [192.0.2.1]) (using TLSv1.2 with cipher X-Y (112/168 bits))\r\n"
     "\t(Client did not present a certificate) (Authenticated sender: u@e.f) by g.h (Postfix) with ESMTPSA id 1" DATE,
     " from=a.b rdns=c.d ip=192.0.2.1 by=g.h with=ESMTPSA id=1 login=u@e.f version=TLSv1.2 cipher=X-Y bits=112"
     " protocol=51" AT " comment=Postfix extra=(Client did not present a certificate)",
     ""},
    {"Postfix, key exchange",
     "from a.b (using TLSv1.3 with cipher X_Y (128/128 bits) key-exchange X25519 server-signature"
     " RSA-PSS (2048 bits) server-digest SHA256) by c.d" DATE,
     " from=a.b by=c.d version=TLSv1.3 cipher=X_Y group=X25519 bits=128 protocol=16" AT " extra=(2048 bits)", ""},
    {"Sendmail, identity", "from a.b (IDENT:root@c.d [192.0.2.1] (may be forged)) by e.f (8.17) with ESMTP id 1" DATE,
     " from=a.b rdns=c.d ip=192.0.2.1 ident=root by=e.f with=ESMTP id=1 protocol=3" AT
     " comment=8.17 extra=(may be forged)",
     ""},
    {"Sendmail, identity without name", "from a.b (root@[192.0.2.1]) by e.f" DATE,
     " from=a.b ip=192.0.2.1 ident=root by=e.f" AT, ""},
    {"Sendmail, local", "(from u@localhost) by a.b (8.17/Submit) id 1 for c@d.e" DATE,
     " rdns=localhost ident=u by=a.b id=1 for=c@d.e" AT " comment=8.17/Submit", ""},
    {"Sendmail, login", "from a.b (c.d [192.0.2.1]) (authenticated bits=56) by e.f with ESMTP" DATE,
     " from=a.b rdns=c.d ip=192.0.2.1 by=e.f with=ESMTP protocol=35" AT, ""},
    {"Exim, HELO is a claim",
     "from a.b ([192.0.2.1]:4025 helo=c.d ident=u) by e.f with esmtps (TLS1.2:A-B-C:256)"
     " (Exim 4.96) (envelope-from <g@h.i>) id 1" DATE,
     " from=c.d rdns=a.b ip=192.0.2.1 port=4025 ident=u by=e.f with=esmtps id=1 sender=g@h.i version=TLS1.2"
     " cipher=A-B-C bits=256 protocol=19" AT " comment=Exim 4.96",
     ""},
    {"Exim, no name", "from [192.0.2.1] (port=25 helo=[10.0.0.1]) by c.d with esmtp" DATE,
     " from=[10.0.0.1] ip=192.0.2.1 port=25 by=c.d with=esmtp protocol=3" AT, ""},
    {"Exim 3", "from a.b by c.d with esmtp (Cipher TLSv1:D-E:168) (Exim 3.36 #1 (Debian))" DATE,
     " from=a.b by=c.d with=esmtp version=TLSv1 cipher=D-E bits=168 protocol=19" AT " comment=Exim 3.36 #1 (Debian)",
     ""},
    {"qmail, claimed and found name", "from a.b (HELO c.d) (192.0.2.1) by e.f with SMTP" DATE,
     " from=c.d rdns=a.b ip=192.0.2.1 by=e.f with=SMTP protocol=1" AT, ""},
    {"qmail, login", "from unknown (HELO x) (u@192.0.2.1) by e.f with SMTP" DATE,
     " from=x ip=192.0.2.1 ident=u by=e.f with=SMTP protocol=1" AT, ""},
    {"Exchange, Frontend Transport",
     "from a.b (192.0.2.1) by c.d (192.0.2.2) with Microsoft SMTP\r\n Server id 15.1.2"
     " via Frontend Transport" DATE,
     " from=a.b ip=192.0.2.1 by=c.d by.ip=192.0.2.2 via=Frontend Transport with=Microsoft SMTP Server id=15.1.2"
     " protocol=1" AT,
     ""},
    {"Microsoft, pickup", "from mail pickup service by a.b with Microsoft SMTPSVC(10.0.1)" DATE,
     " from=mail pickup service by=a.b with=Microsoft SMTPSVC protocol=1" AT " comment=10.0.1", ""},
    {"Microsoft, TLS without clause",
     "from a.b ([192.0.2.1]) by c.d over TLS secured channel with Microsoft SMTPSVC" DATE,
     " from=a.b ip=192.0.2.1 by=c.d with=Microsoft SMTPSVC protocol=17" AT " extra=over TLS secured channel", ""},
    {"RFC 8314", "from a.b by c.d with ESMTPS id 1 for <e@f.g> tls TLS_AES_128_GCM_SHA256 group x25519" DATE,
     " from=a.b by=c.d with=ESMTPS id=1 for=e@f.g cipher=TLS_AES_128_GCM_SHA256 group=x25519 protocol=19" AT, ""},
    {"PowerMTA, sender after the date",
     "from a.b (192.0.2.1) by c.d (PowerMTA(TM) v3.5) id 1 for <e@f.g>" DATE " (envelope-from <h@i.j>)",
     " from=a.b ip=192.0.2.1 by=c.d id=1 for=e@f.g sender=h@i.j" AT " comment=PowerMTA(TM) v3.5", ""},
    {"bounce", "from a.b by c.d (envelope-from <>) id 1" DATE, " from=a.b by=c.d id=1 sender=<>" AT, ""},
    {"amavis", "from a.b ([127.0.0.1]) by localhost (a.b [127.0.0.1]) (amavisd-new, port 10024) with ESMTP" DATE,
     " from=a.b ip=127.0.0.1 by=localhost by.rdns=a.b by.ip=127.0.0.1 with=ESMTP protocol=3" AT
     " comment=amavisd-new, port 10024",
     ""},
    {"fetchmail", "from a.b [192.0.2.1] by localhost with POP3 (fetchmail-6) for u@localhost (single-drop)" DATE,
     " from=a.b ip=192.0.2.1 by=localhost with=POP3 for=u@localhost" AT " comment=fetchmail-6 extra=(single-drop)", ""},
    {"Smail, by before from", "by a.b (Smail3) from c.d with smtp id <1@e>" DATE,
     " from=c.d by=a.b with=smtp id=<1@e> protocol=1" AT " comment=Smail3", ""},
    {"AIMC, no name", "from a.b([192.0.2.1]) by (AIMC 2.9) with SMTP id 1" DATE,
     " from=a.b ip=192.0.2.1 with=SMTP id=1 protocol=1" AT " comment=AIMC 2.9",
     " hdr_value_malformed/hdr_received_malformed"},
    {"a claimed name, and no other", "from (c.d [192.0.2.1]) (HELO a.b) by e.f" DATE,
     " from=a.b rdns=c.d ip=192.0.2.1 by=e.f" AT, ""},
    {"address alone", "from (192.0.2.1) by a.b" DATE, " ip=192.0.2.1 by=a.b" AT, ""},
};

static const row hostile_rows[] = {
    {"a host that calls its address another", "from a.b (127.0.0.1 [192.0.2.1]) by c.d" DATE,
     " from=a.b rdns=127.0.0.1 ip=192.0.2.1 by=c.d" AT, ""},
    {"and with an identity", "from a.b (u@127.0.0.1 [192.0.2.1]) by c.d" DATE,
     " from=a.b rdns=127.0.0.1 ip=192.0.2.1 ident=u by=c.d" AT, ""},
    {"a claim outside comments", "from a.b [127.0.0.1] (c.d [192.0.2.1]) by e.f" DATE,
     " from=a.b rdns=c.d ip=192.0.2.1 by=e.f" AT, ""},
    {"addresses among an identity", "from a.b (x 127.0.0.1 y@c.d [192.0.2.1]) by e.f" DATE,
     " from=a.b ip=192.0.2.1 by=e.f" AT " extra=x 127.0.0.1 y@c.d", ""},
    {"unknown names", "from unknown (unknown [192.0.2.1]) by unknown (unknown)" DATE,
     " from=unknown ip=192.0.2.1 by=unknown" AT, ""},
    {"names like TLS", "from a.b (tls1.c.d [192.0.2.1]) by e.f" DATE, " from=a.b rdns=tls1.c.d ip=192.0.2.1 by=e.f" AT,
     ""},
    {"no protocol", "from a.b by c.d with;ESMTP id 1" DATE, " from=a.b by=c.d with=ESMTP id=1 protocol=3" AT, ""},
    {"empty address", "from a.b ([]) by c.d" DATE, " from=a.b by=c.d" AT " extra=([])", ""},
    {"not an address", "from a.b ([192.0.2.256]) by c.d with X id 15.1.2.3" DATE,
     " from=a.b by=c.d with=X id=15.1.2.3" AT " extra=([192.0.2.256])", ""},
    {"semicolons in comments and quotes", "from a.b (x;y [192.0.2.1]) by \"c;d\" (;)" DATE,
     " from=a.b rdns=x;y ip=192.0.2.1 by=c;d" AT " comment=;", ""},
    {"keywords as values", "from from by by with with id id for for@by tls tls" DATE,
     " from=from by=by with=with id=id for=for@by protocol=16" AT " extra=tls tls", ""},
    {"clauses that come again", "from a.b by c.d by e.f with X with Y" DATE,
     " from=a.b by=c.d with=X" AT " extra=by e.f with Y", ""},
    {"several paths", "by a.b for <c@d.e>, <f@g.h>,<i@j.k>" DATE, " by=a.b for=c@d.e (3)" AT " extra=, <f@g.h>,<i@j.k>",
     " hdr_value_malformed/hdr_received_malformed hdr_value_malformed/hdr_received_malformed"},
    {"source route", "by a.b for <@c.d,@e.f:g@h.i>" DATE, " by=a.b for=g@h.i" AT, ""},
    {"blanks in brackets", "by a.b for < c@d.e > id 1" DATE, " by=a.b id=1 for=c@d.e" AT, ""},
    {"open bracket", "by a.b for <c@d.e id 1" DATE, " by=a.b id=1 for=c@d.e" AT, ""},
    {"quoted", "from \"a \\\"b\\\" c\" by d.e for <\"f g\"@h.i>" DATE, " from=a \"b\" c by=d.e for=\"f g\"@h.i" AT, ""},
    {"open quote", "from \"a by b.c" DATE, " from=\"a by=b.c" AT, " hdr_value_malformed/hdr_received_malformed"},
    {"open comment", "from a.b (c by d.e" DATE, " from=a.b by=d.e" AT " extra=(c",
     " hdr_value_malformed/hdr_received_malformed"},
    {"keyword without value", "from a.b by" DATE, " from=a.b" AT, " hdr_value_malformed/hdr_received_malformed"},
    {"no semicolon", "from a.b by c.d id 1 Sat, 21 Nov 2026 10:00:00 +0000", " from=a.b by=c.d id=1" AT,
     " hdr_value_malformed/hdr_received_malformed"},
    {"no date", "from a.b by c.d", " from=a.b by=c.d date=?", " hdr_value_malformed/hdr_received_malformed"},
    {"nothing after the semicolon", "from a.b by c.d;\r\n", " from=a.b by=c.d date=?",
     " hdr_value_malformed/hdr_received_malformed"},
    {"nothing known", "completely broken", " date=? extra=completely broken",
     " hdr_value_malformed/hdr_received_malformed"},
    {"nothing", "", " date=?", " hdr_value_malformed/hdr_received_malformed"},
    {"folds and controls", "from \"a\r\n\tb\001\002c\" by d\177.e" DATE "\r\n", " from=a b c by=d .e" AT, ""},
    {"not UTF-8", "from caf\xE9.example by \xC3\xA9.example" DATE, " from=caf\xC3\xA9.example by=\xC3\xA9.example" AT,
     ""},
    {"comments as deep as they may be", "by a.b " OPEN32 "c" CLOSE32 DATE, " by=a.b" AT " comment=" OPEN31 "c" CLOSE31,
     ""},
    {"comments deeper than they may be", "by a.b (" OPEN32 "c" CLOSE32 ")" DATE,
     " by=a.b" AT " comment=" OPEN32 "c" CLOSE32, " limit_tokens"},
    {"encoded word in a comment", "by a.b (=?utf-8?Q?caf=C3=A9?=)" DATE, " by=a.b" AT " comment=caf\xC3\xA9", ""},
    {"a user without a login", "from a.b (user c@d.e) by f.g" DATE, " from=a.b by=f.g" AT " extra=(user c@d.e)", ""},
    {"a sender without a login", "from a.b (sender: c) by d.e" DATE, " from=a.b by=d.e" AT " extra=(sender: c)", ""},
    {"a key without value", "from a.b ([192.0.2.1] HELO) by c.d (using)" DATE,
     " from=a.b ip=192.0.2.1 by=c.d" AT " comment=using extra=HELO", ""},
    {"port too high", "from a.b ([192.0.2.1]:99999) by c.d" DATE, " from=a.b ip=192.0.2.1 by=c.d" AT, ""},
    {"port without end", "from a.b ([192.0.2.1]:99999999999999999999) by c.d" DATE, " from=a.b ip=192.0.2.1 by=c.d" AT,
     ""},
};

static void read_field(text *to, pneu_str value, const pneu_defect_sink *sink)
{
    pneu_arena *arena = NULL;
    pneu_received received;
    pneu_str in = exact_copy(value);
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_received_parse(arena, in, PNEU_LENIENT, sink, &received), PNEU_OK);
    free((char *)in.ptr);
    trace_text_check(&received, value.len);
    if (to != NULL) {
        trace_text_add(to, &received);
        trace_text_add_rest(to, &received);
    }
    pneu_arena_free(arena);
}

static void check_rows(const row *rows, size_t count)
{
    text value = {0}, defects = {0};
    pneu_defect_sink sink = defect_text_sink(&defects);
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        text_clear(&value);
        text_clear(&defects);
        read_field(&value, pneu_i_str(rows[i].in), &sink);
        failed += !text_equals(rows[i].name, &value, rows[i].out);
        failed += !text_equals(rows[i].name, &defects, rows[i].defects);
    }
    text_free(&value);
    text_free(&defects);
    assert_int_equal(failed, 0);
}

static void products_are_read(void **state)
{
    (void)state;
    check_rows(product_rows, COUNT_OF(product_rows));
}

static void broken_and_hostile_fields_are_read(void **state)
{
    (void)state;
    check_rows(hostile_rows, COUNT_OF(hostile_rows));
}

/* Each beginning, in a block of its very size. */
static void every_beginning_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(product_rows); i++)
        for (size_t len = 0; len < strlen(product_rows[i].in); len++)
            read_field(NULL, pneu_i_str_of(product_rows[i].in, len), NULL);
    for (size_t i = 0; i < COUNT_OF(hostile_rows); i++)
        for (size_t len = 0; len < strlen(hostile_rows[i].in); len++)
            read_field(NULL, pneu_i_str_of(hostile_rows[i].in, len), NULL);
}

static void places_are_those_of_the_value(void **state)
{
    static const char in[] = "from \"a b\" (c.d. [IPv6:2001:db8::1]:25) by e.f for <g@h.i>; 1 Jan 2026 00:00:00 +0000";
    pneu_arena *arena = NULL;
    pneu_received r;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_received_parse(arena, pneu_i_str(in), PNEU_STRICT, NULL, &r), PNEU_OK);
    const struct {
        const pneu_trace_text *item;
        const char *raw;
    } rows[] = {{&r.from.name, "\"a b\""}, {&r.from.rdns, "c.d"},   {&r.from.ip, "2001:db8::1"},
                {&r.by.name, "e.f"},       {&r.recipient, "g@h.i"}, {&r.date_text, "1 Jan 2026 00:00:00 +0000"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(rows[i].item->length, strlen(rows[i].raw));
        assert_memory_equal(in + rows[i].item->offset, rows[i].raw, rows[i].item->length);
    }
    assert_int_equal(r.id.length, 0);
    pneu_arena_free(arena);
}

static void strict_mode_refuses(void **state)
{
    static const char *const rows[] = {
        "from a.b by c.d",
        "from a.b by c.d; not a date",
        "from a.b by c.d Sat, 21 Nov 2026 10:00:00 +0000",
        "from a..b by c.d" DATE,
        "from a.b by c:d" DATE,
        "from a.b by" DATE,
        "from (192.0.2.1) by c.d" DATE,
        "from a.b; by c.d" DATE,
        "by a.b for <c@d.e>,<f@g.h>" DATE,
        "by a.b for c"
        "," DATE,
        "by a.b (c" DATE,
        "by \"a" DATE,
        "by a.b\r\nid 1" DATE,
        "by a.b\rid 1" DATE,
        "by a.b (\001)" DATE,
        "by caf\xE9" DATE,
        "",
    };
    pneu_arena *arena = NULL;
    pneu_received received;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (pneu_received_parse(arena, pneu_i_str(rows[i]), PNEU_STRICT, NULL, &received) != PNEU_ERR_SYNTAX)
            fail_msg("accepted: %s", rows[i]);
    pneu_arena_free(arena);
}

static void bad_arguments_are_refused(void **state)
{
    pneu_arena *arena = NULL;
    pneu_received received;
    pneu_str value = pneu_i_str("by a"), no_bytes = {NULL, 1};
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_received_parse(NULL, value, PNEU_LENIENT, NULL, &received), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_received_parse(arena, value, PNEU_LENIENT, NULL, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_received_parse(arena, value, 2, NULL, &received), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_received_parse(arena, no_bytes, PNEU_LENIENT, NULL, &received), PNEU_ERR_ARGUMENT);
    pneu_arena_free(arena);
}

static void lack_of_memory_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(hostile_rows); i++) {
        pneu_status status = PNEU_ERR_MEMORY;
        for (size_t at = 1; status != PNEU_OK; at++) {
            failing_alloc memory;
            pneu_arena *arena = NULL;
            pneu_received received;
            failing_alloc_init(&memory, FAIL_FROM_ON, at);
            status = pneu_arena_new(&memory.alloc, &arena);
            if (status == PNEU_OK)
                status = pneu_received_parse(arena, pneu_i_str(hostile_rows[i].in), PNEU_LENIENT, NULL, &received);
            assert_true(status == PNEU_OK || status == PNEU_ERR_MEMORY);
            pneu_arena_free(arena);
            failing_alloc_check_clean(&memory);
        }
    }
}

static void protocols_have_bits(void **state)
{
    static const struct {
        const char *name;
        int32_t bits;
    } rows[] = {{"SMTP", 1},       {"esmtp", 3},      {"ESMTPSA", 51},   {"lmtps", 20},
                {"UTF8SMTPS", 27}, {"utf8lmtpa", 44}, {"asmtp", 35},     {"smtps", 17},
                {"ESMTPX", 0},     {"UTF8", 0},       {"HTTP", 0},       {"", 0},
                {"SMTPSVC", 1},    {"SMTPAS", 0},     {" ESMTP  x ", 3}, {"Microsoft SMTP Server", 1}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(pneu_protocol_parse(pneu_i_str(rows[i].name)), rows[i].bits);
    assert_string_equal(pneu_protocol_name(0), "SMTP");
    assert_string_equal(pneu_protocol_name(PNEU_PROTOCOL_TLS), "ESMTPS");
    assert_string_equal(pneu_protocol_name(PNEU_PROTOCOL_LMTP | PNEU_PROTOCOL_AUTH), "LMTPA");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_are_read),       cmocka_unit_test(broken_and_hostile_fields_are_read),
        cmocka_unit_test(every_beginning_is_read), cmocka_unit_test(places_are_those_of_the_value),
        cmocka_unit_test(strict_mode_refuses),     cmocka_unit_test(bad_arguments_are_refused),
        cmocka_unit_test(lack_of_memory_is_told),  cmocka_unit_test(protocols_have_bits),
    };
    return RUN_TESTS(tests);
}
