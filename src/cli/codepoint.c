/*
 * UTF-8 reading, one character at a time, with the maximal-subpart rule for what is malformed (Unicode 3.9, table 3-8),
 * and the list of characters that are never shown as they are.
 * In: bytes. Out: a code point and the number of bytes it takes (at least 1, at most len).
 * Not handled: width, composition, case.
 */
#include "cli/codepoint.h"

/* Length by the first byte, and the range of the second one: overlong forms, surrogates and what is above U+10FFFF are
 * kept out there (RFC 3629 section 4). Length 0: no first byte. */
static size_t length_by_first_byte(unsigned char first, unsigned char *low, unsigned char *high)
{
    *low = 0x80;
    *high = 0xbf;
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if (first >= 0xe0 && first <= 0xef) {
        if (first == 0xe0)
            *low = 0xa0;
        if (first == 0xed)
            *high = 0x9f;
        return 3;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        if (first == 0xf0)
            *low = 0x90;
        if (first == 0xf4)
            *high = 0x8f;
        return 4;
    }
    return 0;
}

size_t codepoint_read(const char *bytes, size_t len, uint32_t *codepoint)
{
    const unsigned char *at = (const unsigned char *)bytes;
    unsigned char low, high;
    size_t length, i;
    uint32_t value;

    *codepoint = at[0];
    if (at[0] < 0x80)
        return 1;
    *codepoint = CODEPOINT_INVALID;
    length = length_by_first_byte(at[0], &low, &high);
    if (length == 0)
        return 1;
    value = at[0] & (0x7fu >> length);
    for (i = 1; i < length; i++) {
        if (i == len || at[i] < low || at[i] > high)
            return i;
        value = value << 6 | (at[i] & 0x3fu);
        low = 0x80;
        high = 0xbf;
    }
    *codepoint = value;
    return length;
}

int codepoint_is_unsafe(uint32_t codepoint)
{
    static const struct {
        uint32_t first, last;
    } unsafe[] = {
        {0x00, 0x1f},     {0x7f, 0x9f},     {0x061c, 0x061c}, {0x200e, 0x200f},   {0x2028, 0x202e},
        {0x2066, 0x2069}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe0fff},
    };

    for (size_t i = 0; i < sizeof unsafe / sizeof unsafe[0]; i++)
        if (codepoint >= unsafe[i].first && codepoint <= unsafe[i].last)
            return 1;
    return 0;
}
