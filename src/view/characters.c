/*
 * Characters of UTF-8 text and their few classes. In: bytes, or a code point. Out: a code point, or 1 or 0.
 * The ranges are those of Unicode's blocks, coarse on purpose: they only choose where lines are broken and what a
 * preview leaves out.
 * Not handled: grapheme clusters, scripts without spaces other than East Asia's (UAX 14, UAX 29).
 */
#include "view/characters.h"

#include "charset/charset.h"

typedef struct range {
    uint32_t first, last;
} range;

/* The ranges are sorted. */
static int is_in(uint32_t c, const range *ranges, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && c >= ranges[low].first;
}

#define IS_IN(c, ranges) is_in(c, ranges, sizeof(ranges) / sizeof(ranges)[0])

uint32_t pneu_i_character(pneu_str text, size_t *len)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    *len = 1;
    if (bytes[0] < 0x80)
        return bytes[0];
    size_t need = bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
    if (need > text.len || pneu_i_utf8_valid(text.ptr, need) != need)
        return 0xFFFD;
    uint32_t c = bytes[0] & (0x7Fu >> need);
    for (size_t i = 1; i < need; i++)
        c = c << 6 | (bytes[i] & 63);
    *len = need;
    return c;
}

int pneu_i_character_is_space(uint32_t c)
{
    static const range spaces[] = {{0x85, 0x85},     {0xA0, 0xA0},     {0x1680, 0x1680},
                                   {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F},
                                   {0x205F, 0x205F}, {0x2800, 0x2800}, {0x3000, 0x3000}};
    return c < 0x80 ? c == ' ' || (c >= 9 && c <= 13) : IS_IN(c, spaces);
}

int pneu_i_character_is_control(uint32_t c)
{
    static const range controls[] = {{0x80, 0x9F},     {0x061C, 0x061C}, {0x200E, 0x200F},
                                     {0x202A, 0x202E}, {0x2066, 0x2069}, {0xE0001, 0xE0001}};
    if (c < 0x80)
        return (c < ' ' && !pneu_i_character_is_space(c)) || c == 0x7F;
    return c != 0x85 && IS_IN(c, controls); /* U+0085 is white space */
}

int pneu_i_character_is_filler(uint32_t c)
{
    static const range fillers[] = {{0xAD, 0xAD},     {0x034F, 0x034F}, {0x115F, 0x1160}, {0x17B4, 0x17B5},
                                    {0x180B, 0x180E}, {0x200B, 0x200D}, {0x2060, 0x2064}, {0x3164, 0x3164},
                                    {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}};
    return c >= 0x80 && IS_IN(c, fillers);
}

int pneu_i_character_is_ideograph(uint32_t c)
{
    static const range ideographs[] = {{0x1100, 0x11FF}, {0x2E80, 0x303F}, {0x3041, 0xA4CF}, {0xA960, 0xA97F},
                                       {0xAC00, 0xD7FF}, {0xF900, 0xFAFF}, {0xFF00, 0xFFEF}, {0x20000, 0x3FFFF}};
    return c >= 0x1100 && IS_IN(c, ideographs);
}

int pneu_i_character_clings(uint32_t c)
{
    static const range clinging[] = {
        {0x0300, 0x036F}, {0x0483, 0x0489},   {0x0591, 0x05BD},  {0x064B, 0x065F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
        {0x200C, 0x200D}, {0x20D0, 0x20FF},   {0x3001, 0x3002},  {0x3009, 0x3009}, {0x300B, 0x300B}, {0x300D, 0x300D},
        {0x300F, 0x300F}, {0x3011, 0x3011},   {0x302A, 0x302F},  {0x3099, 0x309C}, {0x30FB, 0x30FC}, {0xFE00, 0xFE0F},
        {0xFE20, 0xFE2F}, {0xFF01, 0xFF01},   {0xFF09, 0xFF09},  {0xFF0C, 0xFF0C}, {0xFF0E, 0xFF0E}, {0xFF1A, 0xFF1B},
        {0xFF1F, 0xFF1F}, {0x1F3FB, 0x1F3FF}, {0xE0100, 0xE01EF}};
    return c >= 0x0300 && IS_IN(c, clinging);
}
