/* The classes of bytes of base64 (RFC 2045 section 6.8), for both directions and for encoded words. */
#ifndef PNEU_CODEC_BASE64_BYTES_H
#define PNEU_CODEC_BASE64_BYTES_H

#include <stddef.h>
#include <stdint.h>

enum {
    PNEU_I_BASE64_JUNK = -1,
    PNEU_I_BASE64_PAD = -2,
    PNEU_I_BASE64_SPACE = -3,
    PNEU_I_BASE64_COLUMNS = 76, /* of a line */
    PNEU_I_BASE64_OCTETS = 57,  /* that a line holds */
    PNEU_I_BASE64_LINE_ROOM = PNEU_I_BASE64_COLUMNS + 2
};

/* CRLF, or LF for a length of 1. Returns where it ends. */
static inline uint8_t *pneu_i_base64_put_line_end(uint8_t *out, size_t length)
{
    if (length == 2)
        *out++ = '\r';
    *out++ = '\n';
    return out;
}

/* clang-format off */
#define PNEU_I_BASE64_JUNK_32(X)                                                                                      \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1)

/* What each byte is: its six bits, or one of the above. X says what to make of it. */
#define PNEU_I_BASE64_EACH(X)                                                                                         \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-3), X(-3), X(-1), X(-1), X(-3), X(-1), X(-1), \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-3), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(62), X(-1), X(-1), X(-1), X(63), \
    X(52), X(53), X(54), X(55), X(56), X(57), X(58), X(59), X(60), X(61), X(-1), X(-1), X(-1), X(-2), X(-1), X(-1), \
    X(-1), X(0), X(1), X(2), X(3), X(4), X(5), X(6), X(7), X(8), X(9), X(10), X(11), X(12), X(13), X(14),           \
    X(15), X(16), X(17), X(18), X(19), X(20), X(21), X(22), X(23), X(24), X(25), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-1), X(26), X(27), X(28), X(29), X(30), X(31), X(32), X(33), X(34), X(35), X(36), X(37), X(38), X(39), X(40), \
    X(41), X(42), X(43), X(44), X(45), X(46), X(47), X(48), X(49), X(50), X(51), X(-1), X(-1), X(-1), X(-1), X(-1), \
    PNEU_I_BASE64_JUNK_32(X), PNEU_I_BASE64_JUNK_32(X), PNEU_I_BASE64_JUNK_32(X), PNEU_I_BASE64_JUNK_32(X)
/* clang-format on */

#endif
