/*
 * CRC-32 (ISO-HDLC, as in yEnc and gzip), eight bytes at a time.
 * What a byte adds at each of eight places is the sum, without carries, of what its bits add: so the tables are made
 * from 64 numbers by the compiler.
 */
#include "codec/crc32.h"

#include "codec/words.h"

#define BIT(byte, i, sum) (((byte) >> (i)&1) != 0 ? (sum) : 0u)
#define OF(byte, a, b, c, d, e, f, g, h)                                                                               \
    BIT(byte, 0, a) ^ BIT(byte, 1, b) ^ BIT(byte, 2, c) ^ BIT(byte, 3, d) ^ BIT(byte, 4, e) ^ BIT(byte, 5, f) ^        \
        BIT(byte, 6, g) ^ BIT(byte, 7, h)
#define FOUR(byte, ...)                                                                                                \
    OF((byte), __VA_ARGS__), OF((byte) + 1, __VA_ARGS__), OF((byte) + 2, __VA_ARGS__), OF((byte) + 3, __VA_ARGS__)
#define SIXTEEN(byte, ...)                                                                                             \
    FOUR((byte), __VA_ARGS__), FOUR((byte) + 4, __VA_ARGS__), FOUR((byte) + 8, __VA_ARGS__),                           \
        FOUR((byte) + 12, __VA_ARGS__)
#define SIXTY_FOUR(byte, ...)                                                                                          \
    SIXTEEN((byte), __VA_ARGS__), SIXTEEN((byte) + 16, __VA_ARGS__), SIXTEEN((byte) + 32, __VA_ARGS__),                \
        SIXTEEN((byte) + 48, __VA_ARGS__)
#define ALL(...)                                                                                                       \
    SIXTY_FOUR(0, __VA_ARGS__), SIXTY_FOUR(64, __VA_ARGS__), SIXTY_FOUR(128, __VA_ARGS__), SIXTY_FOUR(192, __VA_ARGS__)

/* By how many bytes follow in the word: the sums of a byte's bits, the lowest first. */
static const uint32_t sum_of[8][256] = {
    {ALL(0x77073096, 0xee0e612c, 0x076dc419, 0x0edb8832, 0x1db71064, 0x3b6e20c8, 0x76dc4190, 0xedb88320)},
    {ALL(0x191b3141, 0x32366282, 0x646cc504, 0xc8d98a08, 0x4ac21251, 0x958424a2, 0xf0794f05, 0x3b83984b)},
    {ALL(0x01c26a37, 0x0384d46e, 0x0709a8dc, 0x0e1351b8, 0x1c26a370, 0x384d46e0, 0x709a8dc0, 0xe1351b80)},
    {ALL(0xb8bc6765, 0xaa09c88b, 0x8f629757, 0xc5b428ef, 0x5019579f, 0xa032af3e, 0x9b14583d, 0xed59b63b)},
    {ALL(0x3d6029b0, 0x7ac05360, 0xf580a6c0, 0x30704bc1, 0x60e09782, 0xc1c12f04, 0x58f35849, 0xb1e6b092)},
    {ALL(0xcb5cd3a5, 0x4dc8a10b, 0x9b914216, 0xec53826d, 0x03d6029b, 0x07ac0536, 0x0f580a6c, 0x1eb014d8)},
    {ALL(0xa6770bb4, 0x979f1129, 0xf44f2413, 0x33ef4e67, 0x67de9cce, 0xcfbd399c, 0x440b7579, 0x8816eaf2)},
    {ALL(0xccaa009e, 0x4225077d, 0x844a0efa, 0xd3e51bb5, 0x7cbb312b, 0xf9766256, 0x299dc2ed, 0x533b85da)},
};

uint32_t pneu_i_crc32(uint32_t crc, const uint8_t *bytes, size_t len)
{
    const uint8_t *end = bytes + len;
    crc = ~crc;
    for (; end - bytes >= 8; bytes += 8) {
        uint64_t word = pneu_i_word_load(bytes) ^ crc;
        uint32_t low = sum_of[7][word & 255] ^ sum_of[6][word >> 8 & 255] ^ sum_of[5][word >> 16 & 255] ^
                       sum_of[4][word >> 24 & 255];
        uint32_t high = sum_of[3][word >> 32 & 255] ^ sum_of[2][word >> 40 & 255] ^ sum_of[1][word >> 48 & 255] ^
                        sum_of[0][word >> 56];
        crc = low ^ high;
    }
    for (; bytes < end; bytes++)
        crc = crc >> 8 ^ sum_of[0][(crc ^ *bytes) & 255];
    return ~crc;
}
