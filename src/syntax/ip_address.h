/* IP addresses as texts of mail write them: IPv4, and IPv6 with or without tag and zone. No memory. */
#ifndef PNEU_SYNTAX_IP_ADDRESS_H
#define PNEU_SYNTAX_IP_ADDRESS_H

#include "base/str.h"

typedef struct pneu_i_ip {
    uint8_t bytes[16]; /* IPv4 as ::ffff:a.b.c.d, so that both forms of one address are the same */
    int is_v4;         /* written as IPv4 */
    pneu_str text;     /* without the tag "IPv6:", with the zone */
} pneu_i_ip;

/* 1 if the whole text is an address: "192.0.2.1", "2001:db8::1", "IPv6:2001:db8::1", "fe80::1%eth0" (RFC 4291 section
 * 2.2, RFC 5321 section 4.1.3, RFC 4007 section 11). */
int pneu_i_ip_read(pneu_str text, pneu_i_ip *out);

/* 1 if the first `bits` bits (of 128) are the same. Zones do not count. */
int pneu_i_ip_same(const pneu_i_ip *a, const pneu_i_ip *b, unsigned bits);

/* 1 for 127.0.0.0/8 and ::1. */
int pneu_i_ip_is_loopback(const pneu_i_ip *ip);

#endif
