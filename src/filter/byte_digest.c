/*
 * A digest of a stream of bytes, a word of 8 bytes at a time. In: bytes, cut anywhere. Out: a value to compare.
 * Invariants: how the stream is cut does not matter, nor the byte order of the machine within one process.
 * Not handled: attackers: whoever can choose both streams can make the digests equal.
 */
#include "filter/byte_digest.h"

#define FACTOR UINT64_C(0x9E3779B97F4A7C15)

static uint64_t mix(uint64_t value, uint64_t word)
{
    value = (value ^ word) * FACTOR;
    return value ^ value >> 29;
}

/* Adds bytes to the open word, to its end at most; gives how many. */
static size_t fill_word(pneu_i_byte_digest *digest, const char *bytes, size_t len)
{
    size_t used = (size_t)(digest->count % 8), taken = 8 - used < len ? 8 - used : len;
    memcpy((char *)&digest->open + used, bytes, taken);
    digest->count += taken;
    if (used + taken == 8) {
        digest->value = mix(digest->value, digest->open);
        digest->open = 0;
    }
    return taken;
}

void pneu_i_byte_digest_add(pneu_i_byte_digest *digest, const char *bytes, size_t len)
{
    size_t at = len > 0 && digest->count % 8 != 0 ? fill_word(digest, bytes, len) : 0;
    uint64_t value = digest->value;
    for (; len - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, bytes + at, 8);
        value = mix(value, word);
        digest->count += 8;
    }
    digest->value = value;
    if (at < len)
        (void)fill_word(digest, bytes + at, len - at);
}

int pneu_i_byte_digest_same(const pneu_i_byte_digest *a, const pneu_i_byte_digest *b)
{
    return a->count == b->count && a->value == b->value && a->open == b->open;
}
