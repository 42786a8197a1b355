/* Trails: delays, continuity, trust, loops. */
#include "support/test.h"

#include "base/str.h"
#include "support/failing_alloc.h"
#include "support/mime_text.h"
#include "syntax/own_hosts.h"

#include "pneu/trace.h"

#define MOST 320

static pneu_received received[MOST];

/* Reads values, newest first. */
static uint32_t read_all(pneu_arena *arena, const char *const *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(pneu_received_parse(arena, pneu_i_str(values[i]), PNEU_LENIENT, NULL, &received[i]), PNEU_OK);
    return (uint32_t)count;
}

static const char *const relayed[] = {
    "from mx.own.example (mx.own.example [192.0.2.2]) by store.own.example with LMTP; 21 Nov 2026 10:00:09 +0000",
    "from localhost (localhost [127.0.0.1]) by mx.own.example (Postfix) with ESMTP; 21 Nov 2026 11:00:08 +0100",
    "from mx.own.example ([127.0.0.1]) by localhost (amavisd) with ESMTP; Sat, 21 Nov 2026 10:00:05 -0000",
    "from far.example (far.example [198.51.100.1]) by mx.own.example with ESMTPS; 21 Nov 2026 10:00:10 +0000",
    "from mx.own.example (mx.own.example [192.0.2.2]) by store.own.example; 21 Nov 2026 09:59:50 +0000",
    "(qmail 1 invoked by uid 2); broken",
    "from x by FAR.example.; 21 Nov 2026 09:59:40 +0000",
};

static pneu_trail build(pneu_arena *arena, uint32_t count, const char *const *own, size_t own_count)
{
    pneu_str hosts[8];
    pneu_trail_options options = {hosts, own_count, 0, 0};
    pneu_trail trail;
    for (size_t i = 0; i < own_count; i++)
        hosts[i] = pneu_i_str(own[i]);
    assert_int_equal(pneu_trail_build(arena, received, count, &options, &trail), PNEU_OK);
    return trail;
}

static void delays_are_measured(void **state)
{
    static const struct {
        int has_delay;
        int64_t delay;
        uint32_t since;
    } rows[] = {{1, 1, 1}, {1, -2, 3}, {0, 0, 3}, {1, 20, 4}, {1, 10, 6}, {0, 0, 6}, {0, 0, 7}};
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    pneu_trail trail = build(arena, read_all(arena, relayed, COUNT_OF(relayed)), NULL, 0);
    assert_int_equal(trail.hop_count, COUNT_OF(relayed));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal((trail.hops[i].flags & PNEU_HOP_HAS_DELAY) != 0, rows[i].has_delay);
        assert_int_equal((trail.hops[i].flags & PNEU_HOP_TIME_BACKWARDS) != 0, rows[i].delay < 0);
        assert_int_equal(trail.hops[i].delay, rows[i].delay);
        assert_int_equal(trail.hops[i].since, rows[i].since);
    }
    assert_true(trail.has_total && trail.total == 29);
    pneu_arena_free(arena);
}

static void hops_are_compared(void **state)
{
    static const int32_t rows[] = {
        PNEU_HOP_CONNECTED, PNEU_HOP_CONNECTED, PNEU_HOP_CONNECTED, PNEU_HOP_DISCONNECTED, 0, 0, 0};
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    pneu_trail trail = build(arena, read_all(arena, relayed, COUNT_OF(relayed)), NULL, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(trail.hops[i].flags & (PNEU_HOP_CONNECTED | PNEU_HOP_DISCONNECTED), rows[i]);
    assert_int_equal(trail.hops[0].protocol, PNEU_PROTOCOL_LMTP);
    assert_int_equal(trail.hops[3].protocol, PNEU_PROTOCOL_SMTP | PNEU_PROTOCOL_EHLO | PNEU_PROTOCOL_TLS);
    pneu_arena_free(arena);
}

static const struct {
    const char *name;
    const char *own[4];
    size_t own_count;
    uint32_t trusted;
} trust_rows[] = {
    {"nothing is guessed", {NULL}, 0, 0},
    {"another's hosts", {".far.example", "198.51.100.0/24"}, 2, 0},
    {"the newest only, its peer is not known", {"store.own.example"}, 1, 1},
    {"names do not say who connected", {".own.example", "localhost"}, 2, 1},
    {"with the address, up to the filter's name", {".own.example", "192.0.2.2"}, 2, 2},
    {"all own hops, and not the forged one", {".OWN.example", "localhost", "192.0.2.0/24"}, 3, 4},
    {"a network that is too narrow", {".own.example", "localhost", "192.0.2.0/31"}, 3, 1},
    {"a domain is not its own host", {"own.example", "192.0.2.2"}, 2, 0},
};

static void trust_ends_at_the_first_stranger(void **state)
{
    pneu_arena *arena = NULL;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    uint32_t count = read_all(arena, relayed, COUNT_OF(relayed));
    for (size_t i = 0; i < COUNT_OF(trust_rows); i++) {
        pneu_trail trail = build(arena, count, trust_rows[i].own, trust_rows[i].own_count);
        if (trail.trusted_count != trust_rows[i].trusted)
            fail_msg("%s: %u hops trusted", trust_rows[i].name, (unsigned)trail.trusted_count);
        for (uint32_t k = 0; k < count; k++)
            assert_int_equal((trail.hops[k].flags & PNEU_HOP_TRUSTED) != 0, k < trail.trusted_count);
    }
    pneu_arena_free(arena);
}

/* One own hop over another that looks own: is it trusted? */
static void check_second(const char *newest, uint32_t trusted)
{
    static const char *const own[] = {"a.own.example", "b.own.example", "2001:db8::/32"};
    const char *const values[] = {newest, "from x by b.own.example; 21 Nov 2026 10:00:00 +0000"};
    pneu_arena *arena = NULL;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    pneu_trail trail = build(arena, read_all(arena, values, 2), own, COUNT_OF(own));
    if (trail.trusted_count != trusted)
        fail_msg("%u trusted: %s", (unsigned)trail.trusted_count, newest);
    pneu_arena_free(arena);
}

static void claims_give_no_trust(void **state)
{
    (void)state;
    check_second("from b.own.example (b.own.example [2001:db8::7]) by a.own.example;", 2);
    check_second("from b.own.example (b.own.example [2001:db9::7]) by a.own.example;", 1);
    check_second("from b.own.example ([::1]) by a.own.example;", 2);
    check_second("from [127.0.0.1] (x.example [198.51.100.1]) by a.own.example;", 1);
    check_second("from b.own.example (127.0.0.1 [198.51.100.1]) by a.own.example;", 1);
    check_second("from b.own.example (b.own.example [2001:db8::7]) ([IPv6:2001:DB8::7]) by a.own.example;", 2);
    check_second("from x(b.own.example[2001:db8::7]) (y [198.51.100.1]) by a.own.example;", 1);
    check_second("from x (2001:db8::7) (HELO b.own.example) ([198.51.100.1]) by a.own.example;", 1);
    check_second("from b.own.example(x)by(x)a.own.example(x)with(x)LMTP (y [198.51.100.1]) by a.own.example with SMTP;",
                 1);
    check_second("from b.own.example (x@[2001:db8::7] [198.51.100.1]) by a.own.example;", 1);
    check_second("from b.own.example by a.own.example with SMTP;", 1);
    check_second("from b.own.example by a.own.example with LMTP;", 2);
    check_second("from x.example (b.own.example) by a.own.example;", 2);
    check_second("by a.own.example (Postfix, from userid 0);", 1);
    check_second("(qmail 1 invoked by uid 0);", 0);
    check_second("from y by [2001:db8::9];", 1);
}

static void loops_are_seen(void **state)
{
    pneu_arena *arena = NULL;
    pneu_trail_options options = {NULL, 0, 0, 0};
    pneu_trail trail;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    memset(received, 0, sizeof received);
    assert_int_equal(pneu_trail_build(arena, received, 100, &options, &trail), PNEU_OK);
    assert_int_equal(trail.loop, 0);
    assert_int_equal(pneu_trail_build(arena, received, 101, &options, &trail), PNEU_OK);
    assert_int_equal(trail.loop, PNEU_LOOP_HOPS);
    for (size_t i = 0; i < MOST; i++)
        received[i].by.name.text = pneu_i_str(i % 2 == 0 ? "A.example" : "a.EXAMPLE.");
    assert_int_equal(pneu_trail_build(arena, received, 10, &options, &trail), PNEU_OK);
    assert_int_equal(trail.loop, 0);
    assert_int_equal(trail.hops[9].same_host, 9);
    assert_int_equal(pneu_trail_build(arena, received, 11, &options, &trail), PNEU_OK);
    assert_int_equal(trail.loop, PNEU_LOOP_SAME_HOST);
    options.max_hops = 1000;
    options.max_same_host = 1000;
    assert_int_equal(pneu_trail_build(arena, received, MOST, &options, &trail), PNEU_OK);
    assert_int_equal(trail.loop, 0);
    assert_int_equal(trail.hops[255].same_host, 255);
    assert_int_equal(trail.hops[256].same_host, 0);
    pneu_arena_free(arena);
}

static void only_an_address_is_a_peer(void **state)
{
    pneu_arena *arena;
    pneu_i_own_hosts own;
    pneu_str host = pneu_i_str("192.0.2.0/24");
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_i_own_hosts_init(&own, arena, &host, 1), PNEU_OK);
    assert_true(pneu_i_own_hosts_has_peer(&own, pneu_i_str("192.0.2.7")));
    assert_true(pneu_i_own_hosts_has_peer(&own, pneu_i_str("127.0.0.1")));
    assert_false(pneu_i_own_hosts_has_peer(&own, pneu_i_str("localhost")));
    assert_int_equal(pneu_i_own_hosts_init(&own, arena, NULL, 0), PNEU_OK);
    assert_false(pneu_i_own_hosts_has_peer(&own, pneu_i_str("127.0.0.1")));
    pneu_arena_free(arena);
}

static void bad_arguments_are_refused(void **state)
{
    static const char *const bad[] = {
        "", ".", "192.0.2.0/33", "192.0.2.0/", "2001:db8::/129", "192.0.2.0/x", "192.0.2.0/0008", "a.example/24"};
    pneu_arena *arena = NULL;
    pneu_trail_options options = {NULL, 1, 0, 0};
    pneu_trail trail;
    (void)state;
    assert_int_equal(pneu_arena_new(NULL, &arena), PNEU_OK);
    assert_int_equal(pneu_trail_build(arena, received, 1, &options, &trail), PNEU_ERR_ARGUMENT);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        pneu_str host = pneu_i_str(bad[i]);
        options.own_hosts = &host;
        if (pneu_trail_build(arena, received, 1, &options, &trail) != PNEU_ERR_ARGUMENT)
            fail_msg("accepted: \"%s\"", bad[i]);
    }
    options.own_host_count = 0;
    assert_int_equal(pneu_trail_build(NULL, received, 1, &options, &trail), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_trail_build(arena, NULL, 1, &options, &trail), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_trail_build(arena, received, 1, NULL, &trail), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_trail_build(arena, received, 1, &options, NULL), PNEU_ERR_ARGUMENT);
    assert_int_equal(pneu_trail_build(arena, NULL, 0, &options, &trail), PNEU_OK);
    assert_int_equal(trail.hop_count, 0);
    pneu_arena_free(arena);
}

static void lack_of_memory_is_told(void **state)
{
    pneu_status status = PNEU_ERR_MEMORY;
    pneu_str host = pneu_i_str("a.example");
    pneu_trail_options options = {&host, 1, 0, 0};
    (void)state;
    for (size_t at = 1; status != PNEU_OK; at++) {
        failing_alloc memory;
        pneu_arena *arena = NULL;
        pneu_trail trail;
        failing_alloc_init(&memory, FAIL_FROM_ON, at);
        status = pneu_arena_new(&memory.alloc, &arena);
        if (status == PNEU_OK)
            status = pneu_trail_build(arena, received, MOST, &options, &trail);
        assert_true(status == PNEU_OK || status == PNEU_ERR_MEMORY);
        pneu_arena_free(arena);
        failing_alloc_check_clean(&memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delays_are_measured),
        cmocka_unit_test(hops_are_compared),
        cmocka_unit_test(trust_ends_at_the_first_stranger),
        cmocka_unit_test(claims_give_no_trust),
        cmocka_unit_test(loops_are_seen),
        cmocka_unit_test(only_an_address_is_a_peer),
        cmocka_unit_test(bad_arguments_are_refused),
        cmocka_unit_test(lack_of_memory_is_told),
    };
    return RUN_TESTS(tests);
}
