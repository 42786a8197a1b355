/*
 * UTF-16 and UTF-32, in the byte order of the label unless a byte order mark says otherwise; the mark is dropped.
 * In: bytes, in any pieces. Out: UTF-8. A lone half of a pair, a value that is no character, and a cut-off unit
 * become U+FFFD. WHATWG Encoding Standard, "shared UTF-16 decoder"; RFC 2781.
 * Not handled: telling from the bytes alone that a text is UTF-16 (charset.c looks for a mark).
 */
#include "charset/charset.h"

static int is_high(uint32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

static int is_low(uint32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

void pneu_i_utf16_unit(pneu_i_decoder *decoder, uint16_t unit)
{
    uint32_t high = decoder->high;
    decoder->high = 0;
    if (high != 0 && is_low(unit)) {
        pneu_i_decoder_put(decoder, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00u));
        return;
    }
    if (high != 0)
        pneu_i_decoder_put_error(decoder);
    if (is_high(unit))
        decoder->high = unit;
    else if (is_low(unit))
        pneu_i_decoder_put_error(decoder);
    else
        pneu_i_decoder_put(decoder, unit);
}

/* Byte order marks count at the start only. state: 1 where the order is the other one than the label's. */
static int is_mark(pneu_i_decoder *decoder, uint32_t unit, uint32_t swapped)
{
    if (decoder->is_started)
        return 0;
    decoder->is_started = 1;
    decoder->state = unit == swapped;
    return unit == 0xFEFF || unit == swapped;
}

void pneu_i_utf16_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    int is_big = decoder->charset->how == PNEU_I_DECODE_UTF_16BE;
    for (size_t i = 0; i < len; i++) {
        decoder->held[decoder->held_len++] = bytes[i];
        if (decoder->held_len < 2)
            continue;
        decoder->held_len = 0;
        int first = is_big != decoder->state ? 0 : 1;
        uint16_t unit = (uint16_t)(decoder->held[first] << 8 | decoder->held[1 - first]);
        if (!is_mark(decoder, unit, 0xFFFE))
            pneu_i_utf16_unit(decoder, unit);
    }
}

void pneu_i_utf16_finish(pneu_i_decoder *decoder)
{
    if (decoder->held_len > 0 || decoder->high != 0) {
        decoder->ended_open = 1;
        pneu_i_decoder_put_error(decoder);
    }
    decoder->held_len = 0;
    decoder->high = 0;
}

void pneu_i_utf32_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    int is_big = decoder->charset->how == PNEU_I_DECODE_UTF_32BE;
    for (size_t i = 0; i < len; i++) {
        decoder->held[decoder->held_len++] = bytes[i];
        if (decoder->held_len < 4)
            continue;
        uint32_t unit = 0;
        decoder->held_len = 0;
        for (size_t k = 0; k < 4; k++)
            unit = unit << 8 | decoder->held[is_big != decoder->state ? k : 3 - k];
        if (is_mark(decoder, unit, 0xFFFE0000))
            continue;
        if (unit > 0x10FFFF || is_high(unit) || is_low(unit))
            pneu_i_decoder_put_error(decoder);
        else
            pneu_i_decoder_put(decoder, unit);
    }
}
