/*
 * IP addresses. In: a text. Out: 16 bytes, or that it is no address. Every form is read to its end: "1.2.3.4.5" and
 * "1.2.3" are none.
 * Invariants: no memory; at most 64 bytes of a text are read. An octet of IPv4 has at most three digits and counts in
 * tens, also with a leading zero.
 * RFC 4291 section 2.2; RFC 5321 section 4.1.3; RFC 4007 section 11 (zones).
 * Not handled: IPv4 with fewer than four numbers, in octal or hexadecimal.
 */
#include "syntax/ip_address.h"

#define LONGEST 45 /* eight groups, the last two as IPv4 */

static const uint8_t v4_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

static int read_v4(pneu_str text, uint8_t *out)
{
    size_t at = 0;
    for (int octet = 0; octet < 4; octet++) {
        unsigned value = 0;
        if (octet > 0 && (at >= text.len || text.ptr[at++] != '.'))
            return 0;
        size_t start = at;
        while (at < text.len && at - start < 3 && pneu_i_is((unsigned char)text.ptr[at], PNEU_I_DIGIT))
            value = value * 10 + (unsigned)(text.ptr[at++] - '0');
        if (at == start || value > 255)
            return 0;
        out[octet] = (uint8_t)value;
    }
    return at == text.len;
}

/* The groups of one side of "::". Gives their number (an IPv4 address at the end counts two), or -1. */
static int read_groups(pneu_str text, uint8_t *out)
{
    int count = 0;
    size_t at = 0;
    while (at < text.len) {
        unsigned value = 0;
        size_t start = at;
        if (count == 8)
            return -1;
        for (int digit; at < text.len && at - start < 4; at++) {
            if ((digit = pneu_i_hex_value((unsigned char)text.ptr[at])) < 0)
                break;
            value = value * 16 + (unsigned)digit;
        }
        if (at < text.len && text.ptr[at] == '.' && count <= 6)
            return read_v4(pneu_i_str_from(text, start), out + count * 2) ? count + 2 : -1;
        if (at == start || (at < text.len && (text.ptr[at] != ':' || at + 1 == text.len)))
            return -1;
        out[count * 2] = (uint8_t)(value >> 8);
        out[count * 2 + 1] = (uint8_t)(value & 0xFF);
        count++;
        at++;
    }
    return count;
}

/* The place of "::", or the end. */
static size_t find_gap(pneu_str text)
{
    for (size_t i = 0; i + 1 < text.len; i++)
        if (text.ptr[i] == ':' && text.ptr[i + 1] == ':')
            return i;
    return text.len;
}

static int read_v6(pneu_str text, uint8_t *out)
{
    uint8_t left[16], right[16];
    size_t gap = find_gap(text);
    int before = read_groups(pneu_i_str_of(text.ptr, gap), left);
    if (gap == text.len) {
        if (before != 8)
            return 0;
        memcpy(out, left, 16);
        return 1;
    }
    if (gap > 0 && memchr(text.ptr, '.', gap) != NULL) /* IPv4 stands at the end */
        return 0;
    int after = read_groups(pneu_i_str_from(text, gap + 2), right);
    if (before < 0 || after < 0 || before + after > 7)
        return 0;
    memset(out, 0, 16);
    memcpy(out, left, (size_t)before * 2);
    memcpy(out + 16 - after * 2, right, (size_t)after * 2);
    return 1;
}

static int is_zone_byte(char c)
{
    char lower = pneu_i_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

/* The length of the zone with its "%", or 0; RFC 4007 leaves its text open, mail has names of interfaces. */
static size_t zone_length(pneu_str text)
{
    const char *mark = text.len > 0 ? memchr(text.ptr, '%', text.len) : NULL;
    size_t start = mark != NULL ? (size_t)(mark - text.ptr) : text.len;
    if (start + 1 >= text.len)
        return 0;
    for (size_t i = start + 1; i < text.len; i++)
        if (!is_zone_byte(text.ptr[i]))
            return 0;
    return text.len - start;
}

int pneu_i_ip_read(pneu_str text, pneu_i_ip *out)
{
    static const char tag[] = "IPv6:";
    int has_tag = text.len >= sizeof tag - 1 && pneu_i_ascii_same(text.ptr, tag, sizeof tag - 1);
    if (has_tag)
        text = pneu_i_str_from(text, sizeof tag - 1);
    if (text.len < 2 || text.len > LONGEST + 17 ||
        (text.ptr[0] != ':' && pneu_i_hex_value((unsigned char)text.ptr[0]) < 0)) /* a quick no */
        return 0;
    out->text = text;
    out->is_v4 = !has_tag && read_v4(text, out->bytes + 12);
    if (out->is_v4) {
        memcpy(out->bytes, v4_prefix, sizeof v4_prefix);
        return 1;
    }
    text.len -= zone_length(text);
    return text.len <= LONGEST && read_v6(text, out->bytes);
}

int pneu_i_ip_same(const pneu_i_ip *a, const pneu_i_ip *b, unsigned bits)
{
    unsigned bytes = bits / 8, rest = bits % 8;
    if (memcmp(a->bytes, b->bytes, bytes) != 0)
        return 0;
    return rest == 0 || (a->bytes[bytes] ^ b->bytes[bytes]) >> (8 - rest) == 0;
}

int pneu_i_ip_is_loopback(const pneu_i_ip *ip)
{
    static const uint8_t v6_loopback[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    if (memcmp(ip->bytes, v6_loopback, 16) == 0)
        return 1;
    return memcmp(ip->bytes, v4_prefix, sizeof v4_prefix) == 0 && ip->bytes[12] == 127;
}
