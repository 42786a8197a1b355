/*
 * UTF-7 (RFC 2152), decoded only: "+" starts base64 of UTF-16, anything outside of the alphabet ends it, and a "-"
 * there is dropped; "+-" is "+". In: bytes, in any pieces. Out: UTF-8. Bytes above 127 and cut-off units become
 * U+FFFD.
 * Only a label leads here, never a guess: ASCII text may hide in it.
 * Not handled: the IMAP variant of mailbox names.
 */
#include "charset/charset.h"

enum {
    DIRECT = 0, /* values of decoder->state */
    AFTER_PLUS = 1,
    BASE64 = 2
};

static int base64_value(unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The bits left over must be fewer than a digit's, and zero. */
static void end_base64(pneu_i_decoder *decoder)
{
    uint32_t rest = decoder->bits & ((UINT32_C(1) << decoder->bit_count) - 1);
    if (decoder->bit_count >= 6 || rest != 0 || decoder->high != 0)
        pneu_i_decoder_put_error(decoder);
    decoder->state = DIRECT;
    decoder->bit_count = 0;
    decoder->high = 0;
}

static void push_digit(pneu_i_decoder *decoder, int value)
{
    decoder->state = BASE64;
    decoder->bits = decoder->bits << 6 | (uint32_t)value;
    decoder->bit_count += 6;
    if (decoder->bit_count >= 16) {
        decoder->bit_count -= 16;
        pneu_i_utf16_unit(decoder, (uint16_t)(decoder->bits >> decoder->bit_count & 0xFFFF));
    }
}

static void push_direct(pneu_i_decoder *decoder, unsigned char c)
{
    if (c == '+')
        decoder->state = AFTER_PLUS;
    else if (c >= 0x80)
        pneu_i_decoder_put_error(decoder);
    else
        pneu_i_decoder_put(decoder, c);
}

void pneu_i_utf7_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = bytes[i];
        int value = base64_value(c);
        if (decoder->state == DIRECT) {
            push_direct(decoder, c);
        } else if (value >= 0) {
            push_digit(decoder, value);
        } else {
            if (decoder->state == AFTER_PLUS)
                pneu_i_decoder_put(decoder, '+');
            end_base64(decoder);
            if (c != '-')
                push_direct(decoder, c);
        }
    }
}

void pneu_i_utf7_finish(pneu_i_decoder *decoder)
{
    if (decoder->state == AFTER_PLUS)
        pneu_i_decoder_put(decoder, '+');
    if (decoder->state == BASE64)
        end_base64(decoder);
}
