/* IP addresses: what is one, which are the same. */
#include "support/test.h"

#include <stdlib.h>

#include "syntax/ip_address.h"

#include "support/mime_text.h"

static int reads(const char *address, pneu_i_ip *ip)
{
    pneu_str copy = exact_copy(pneu_i_str(address));
    int result = pneu_i_ip_read(copy, ip);
    free((char *)copy.ptr);
    return result;
}

static void addresses_are_read(void **state)
{
    static const char *const rows[] = {
        "0.0.0.0",
        "255.255.255.255",
        "192.0.2.001",
        "::",
        "::1",
        "1::",
        "2001:db8::1",
        "2001:DB8:0:0:0:0:0:1",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "::ffff:192.0.2.1",
        "1:2:3:4:5:6:192.0.2.1",
        "IPv6:::1",
        "ipv6:2001:db8::1",
        "fe80::1%4",
        "fe80::1%eth0.1",
        "2002:a05:6402:1111:b0:55a:1:2",
    };
    pneu_i_ip ip;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (!reads(rows[i], &ip))
            fail_msg("not read: %s", rows[i]);
}

static void others_are_not(void **state)
{
    static const char *const rows[] = {
        "",
        ".",
        ":",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "256.1.1.1",
        "1.2.3.1234",
        "1.2.3.a",
        "15.1.225.42x",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "1::2::3",
        "12345::",
        "g::",
        ":1::2",
        "1::2:",
        "1:",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1.2.3.4::",
        "::1.2.3",
        "IPv6:192.0.2.1",
        "IPv6:",
        "fe80::1%",
        "fe80::1%a b",
        "%1",
        "192.0.2.1%1",
        "x192.0.2.1",
        "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000",
    };
    pneu_i_ip ip;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (reads(rows[i], &ip))
            fail_msg("read: %s", rows[i]);
}

static void check_same(const char *a, const char *b, unsigned bits, int expected)
{
    pneu_i_ip left, right;
    assert_true(reads(a, &left) && reads(b, &right));
    if (pneu_i_ip_same(&left, &right, bits) != expected)
        fail_msg("%s and %s in %u bits", a, b, bits);
}

static void addresses_are_compared(void **state)
{
    pneu_i_ip ip;
    (void)state;
    check_same("192.0.2.1", "::ffff:192.0.2.1", 128, 1);
    check_same("2001:db8::1", "IPv6:2001:0DB8:0:0::0001", 128, 1);
    check_same("fe80::1%4", "fe80::1%eth0", 128, 1);
    check_same("192.0.2.1", "192.0.2.2", 128, 0);
    check_same("192.0.2.1", "192.0.2.254", 96 + 24, 1);
    check_same("192.0.2.2", "192.0.2.3", 96 + 31, 1);
    check_same("192.0.2.1", "192.0.2.2", 96 + 31, 0);
    check_same("::", "ffff::", 0, 1);
    check_same("7fff::", "ffff::", 1, 0);
    assert_true(reads("127.1.2.3", &ip) && pneu_i_ip_is_loopback(&ip));
    assert_true(reads("::ffff:127.0.0.1", &ip) && pneu_i_ip_is_loopback(&ip));
    assert_true(reads("::1", &ip) && pneu_i_ip_is_loopback(&ip));
    assert_true(reads("128.0.0.1", &ip) && !pneu_i_ip_is_loopback(&ip));
    assert_true(reads("::2", &ip) && !pneu_i_ip_is_loopback(&ip));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_read),
        cmocka_unit_test(others_are_not),
        cmocka_unit_test(addresses_are_compared),
    };
    return RUN_TESTS(tests);
}
