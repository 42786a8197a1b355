/*
 * Invisible characters: bidirectional controls and characters without width.
 * In: well-formed UTF-8. Out: which kinds are in it. ASCII is passed over at once.
 * Unicode Standard Annex 9 (bidirectional controls), chapter 23.2 (layout controls).
 * Not handled: homographs, combining marks; whether a joiner is at home in its script.
 */
#include "syntax/invisible.h"

#include "base/word.h"
#include "charset/charset.h"

static unsigned kind_of(uint32_t c)
{
    if (c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
        return PNEU_I_HAS_BIDI_CONTROL;
    if (c == 0xAD || c == 0x180E || (c >= 0x200B && c <= 0x200D) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF)
        return PNEU_I_HAS_ZERO_WIDTH;
    return PNEU_I_ALL_VISIBLE;
}

/* The character of two or three bytes at `at`; 0 for others, which are all visible. */
static uint32_t character_at(pneu_str utf8, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)utf8.ptr + at;
    if (*bytes >= 0xC2 && *bytes < 0xE0 && utf8.len - at > 1)
        return (uint32_t)(*bytes & 31) << 6 | (bytes[1] & 63);
    if (*bytes >= 0xE0 && *bytes < 0xF0 && utf8.len - at > 2)
        return (uint32_t)(*bytes & 15) << 12 | (uint32_t)(bytes[1] & 63) << 6 | (bytes[2] & 63);
    return 0;
}

unsigned pneu_i_invisible_in(pneu_str utf8)
{
    unsigned found = PNEU_I_ALL_VISIBLE;
    if (pneu_i_ascii_only(utf8.ptr, utf8.len))
        return found;
    for (size_t at = 0, end; at < utf8.len; at = end) {
        end = utf8.len - at > 8 ? at + 8 : utf8.len;
        if (end - at == 8 && (pneu_i_word_load(utf8.ptr + at) & PNEU_I_TOPS) == 0)
            continue;
        for (size_t i = at; i < end; i++)
            if ((unsigned char)utf8.ptr[i] >= 0xC2)
                found |= kind_of(character_at(utf8, i));
    }
    return found;
}
