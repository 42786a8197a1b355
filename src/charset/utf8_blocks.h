/*
 * UTF-8 validation by blocks as wide as a vector: a byte and the one before it are looked up by half, each table naming
 * what is wrong with pairs of that half; what all three tables name is wrong (J. Keiser and D. Lemire, "Validating
 * UTF-8 In Less Than One Instruction Per Byte", 2021). The bytes before come from memory, one, two and three places
 * back. Only for src/charset/utf8_*.c; such a file says before what a block is:
 *   BLOCK, PASS                      its bytes; the name of the kernel
 *   bytes, load_block(in)
 *   is_ascii(b)
 *   look_up(table, b, shift)         the table's entry for each byte's lower half (shift 0) or upper half (shift 4)
 *   both(a, b), differing(a, b), at_least(b, least)  bitwise and, xor; 0x80 where a byte is at least that (above 127)
 *   either(a, b), is_zero(b)
 */
#ifndef PNEU_CHARSET_UTF8_BLOCKS_H
#define PNEU_CHARSET_UTF8_BLOCKS_H

#include "charset/utf8_kernels.h"

/* What can be wrong with two bytes that follow each other. TWO_MORE is wrong unless a third or fourth byte is due. */
enum {
    TOO_SHORT = 1,    /* a leading byte, then no continuation */
    TOO_LONG = 2,     /* ASCII, then a continuation */
    OVERLONG_3 = 4,   /* E0, then below A0 */
    TOO_LARGE = 8,    /* F4, then above 8F; F5 and up */
    SURROGATE = 16,   /* ED, then above 9F */
    OVERLONG_2 = 32,  /* C0 or C1 */
    TOO_LARGE_2 = 64, /* F5 and up, then 80 to 8F */
    OVERLONG_4 = 64,  /* F0, then below 90 */
    TWO_MORE = 128,   /* a continuation, then another */
    ANY_LOW = TOO_SHORT | TOO_LONG | TWO_MORE
};

/* By the upper half of the byte before, by its lower half, by the upper half of the byte itself. */
static const uint8_t by_high_before[16] = {
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TWO_MORE,
    TWO_MORE,
    TWO_MORE,
    TWO_MORE,
    TOO_SHORT | OVERLONG_2,
    TOO_SHORT,
    TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | TOO_LARGE_2 | OVERLONG_4,
};

#define LARGE (ANY_LOW | TOO_LARGE | TOO_LARGE_2)
static const uint8_t by_low_before[16] = {
    ANY_LOW | OVERLONG_3 | OVERLONG_2 | OVERLONG_4,
    ANY_LOW | OVERLONG_2,
    ANY_LOW,
    ANY_LOW,
    ANY_LOW | TOO_LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE,
    LARGE | SURROGATE,
    LARGE,
    LARGE,
};
#undef LARGE

static const uint8_t by_high[16] = {
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_LONG | OVERLONG_2 | TWO_MORE | OVERLONG_3 | TOO_LARGE_2 | OVERLONG_4,
    TOO_LONG | OVERLONG_2 | TWO_MORE | OVERLONG_3 | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_MORE | SURROGATE | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_MORE | SURROGATE | TOO_LARGE,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
};

/* 0 if the block follows well on the three bytes before it. It may end within a character. */
static inline bytes find_errors(bytes block, const uint8_t *in)
{
    bytes before = load_block(in - 1);
    bytes wrong =
        both(both(look_up(by_high_before, before, 4), look_up(by_low_before, before, 0)), look_up(by_high, block, 4));
    bytes must_go_on = either(at_least(load_block(in - 2), 0xe0), at_least(load_block(in - 3), 0xf0));
    return differing(must_go_on, wrong);
}

/* 1 if a character is open behind these three bytes, which are well-formed so far. */
static inline int is_open(const uint8_t *in)
{
    return in[-1] >= 0xc0 || in[-2] >= 0xe0 || in[-3] >= 0xf0;
}

size_t PASS(const uint8_t *text, size_t at, size_t len)
{
    while (len - at >= BLOCK) {
        bytes block = load_block(text + at);
        if (is_ascii(block) ? is_open(text + at) : !is_zero(find_errors(block, text + at)))
            break;
        at += BLOCK;
    }
    if (is_open(text + at))
        at -= text[at - 1] >= 0xc0 ? 1 : text[at - 2] >= 0xe0 ? 2 : 3;
    return at;
}

#endif
