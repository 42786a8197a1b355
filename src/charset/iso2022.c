/*
 * Charsets that shift between character sets within 7 bits: ISO-2022-JP (RFC 1468, with the escapes of RFC 1554 for
 * JIS X 0212 and "ESC ( I" for half-width katakana), ISO-2022-KR (RFC 1557), HZ (RFC 1843).
 * In: bytes, in any pieces. Out: UTF-8. The states are ours, so that an unknown escape, half a character, or an
 * escape right after another is told and survived (WHATWG, "ISO-2022-JP decoder"); a character of two bytes is looked
 * up by iconv in the EUC form of its set. A line end goes back to ASCII, as the RFCs ask senders to do: a lost escape
 * costs a line.
 * Not handled: ISO-2022-CN (iconv has all of it).
 */
#include "charset/charset.h"

enum {
    ASCII = 0, /* values of decoder->state */
    ROMAN,     /* JIS X 0201 */
    KATAKANA,
    TWO_BYTE, /* JIS X 0208, KS X 1001 or GB 2312 */
    JIS_X_0212
};

static const unsigned char ESC = 0x1B;

static const struct escape {
    const char *text;
    size_t len;
    int state;
} jp_escapes[] =
    {
        {"(B", 2, ASCII},    {"(J", 2, ROMAN},    {"(I", 2, KATAKANA},
        {"$@", 2, TWO_BYTE}, {"$B", 2, TWO_BYTE}, {"$(D", 3, JIS_X_0212},
},
  kr_escapes[] = {
      {"$)C", 3, ASCII},
};

static void put_two_bytes(pneu_i_decoder *decoder, unsigned char first, unsigned char second)
{
    unsigned char euc[3] = {0x8F, (unsigned char)(first | 0x80), (unsigned char)(second | 0x80)};
    if (decoder->state == JIS_X_0212)
        pneu_i_iconv_character(decoder, euc, 3);
    else
        pneu_i_iconv_character(decoder, euc + 1, 2);
}

static void put_single(pneu_i_decoder *decoder, unsigned char c)
{
    if (c >= 0x80 || c == 0x0E || c == 0x0F)
        pneu_i_decoder_put_error(decoder);
    else if (decoder->state == ROMAN && (c == '\\' || c == '~'))
        pneu_i_decoder_put(decoder, c == '~' ? 0x203E : 0xA5);
    else if (decoder->state == KATAKANA && c > 0x20)
        c <= 0x5F ? pneu_i_decoder_put(decoder, 0xFF61u - 0x21 + c) : pneu_i_decoder_put_error(decoder);
    else
        pneu_i_decoder_put(decoder, c);
}

/* A byte that belongs to text. held[0] is the first half of a character, if any. */
static void push_text(pneu_i_decoder *decoder, unsigned char c)
{
    int is_double = decoder->state >= TWO_BYTE;
    decoder->saw_escape = 0;
    if (decoder->held_len > 0) {
        decoder->held_len = 0;
        if (c > 0x20 && c < 0x7F)
            put_two_bytes(decoder, decoder->held[0], c);
        else
            pneu_i_decoder_put_error(decoder);
    } else if (is_double && c > 0x20 && c < 0x7F) {
        decoder->held[decoder->held_len++] = c;
        return;
    } else if (is_double && c != '\r' && c != '\n' && c != ' ') {
        pneu_i_decoder_put_error(decoder);
    } else {
        put_single(decoder, c);
    }
    if (c == '\n') { /* each line ends in ASCII (RFC 1468); where it does not, the next one begins in it all the same */
        decoder->ended_open |= decoder->state != ASCII;
        decoder->state = ASCII;
    }
}

static int begins(const char *text, const unsigned char *with, size_t len)
{
    size_t at = 0;
    while (at < len && (unsigned char)text[at] == with[at])
        at++;
    return at == len;
}

/* Does an escape of the list begin with what is held after ESC? 0 no, 1 it may yet, 2 it is *found. */
static int match_escape(const pneu_i_decoder *decoder, const struct escape **found)
{
    int is_jp = decoder->charset->how == PNEU_I_DECODE_ISO_2022_JP;
    const struct escape *list = is_jp ? jp_escapes : kr_escapes;
    size_t count = is_jp ? sizeof jp_escapes / sizeof jp_escapes[0] : sizeof kr_escapes / sizeof kr_escapes[0];
    size_t len = decoder->held_len - 1;
    int result = 0;
    for (size_t i = 0; i < count; i++) {
        if (len > list[i].len || !begins(list[i].text, decoder->held + 1, len))
            continue;
        *found = &list[i];
        if (len == list[i].len)
            return 2;
        result = 1;
    }
    return result;
}

static void start_escape(pneu_i_decoder *decoder)
{
    if (decoder->held_len > 0)
        pneu_i_decoder_put_error(decoder);
    decoder->held[0] = ESC;
    decoder->held_len = 1;
}

/* What is held is no escape: ESC is an error, the bytes after it are text. */
static void drop_escape(pneu_i_decoder *decoder)
{
    unsigned char held[sizeof decoder->held];
    size_t len = decoder->held_len;
    memcpy(held, decoder->held, len);
    decoder->held_len = 0;
    pneu_i_decoder_put_error(decoder);
    for (size_t i = 1; i + 1 < len; i++)
        push_text(decoder, held[i]);
    if (len > 1 && held[len - 1] == ESC)
        start_escape(decoder);
    else if (len > 1)
        push_text(decoder, held[len - 1]);
}

static void push_escape(pneu_i_decoder *decoder, unsigned char c)
{
    const struct escape *found = NULL;
    decoder->held[decoder->held_len++] = c;
    int match = match_escape(decoder, &found);
    if (match == 1)
        return;
    if (match == 0) {
        drop_escape(decoder);
        return;
    }
    decoder->held_len = 0;
    decoder->state = found->state;
    if (decoder->saw_escape)
        pneu_i_decoder_put_error(decoder);
    decoder->saw_escape = 1;
}

static void push_hz_tilde(pneu_i_decoder *decoder, unsigned char c)
{
    decoder->held_len = 0;
    if (c == '{')
        decoder->state = TWO_BYTE;
    else if (c == '}')
        decoder->state = ASCII;
    else if (c == '~')
        pneu_i_decoder_put(decoder, '~');
    else if (c != '\n') { /* "~" before a line end: the line goes on */
        pneu_i_decoder_put_error(decoder);
        push_text(decoder, c);
    }
}

static void push_hz(pneu_i_decoder *decoder, unsigned char c)
{
    if (decoder->held_len > 0 && decoder->held[0] == '~') /* no character of GB 2312 begins with it */
        push_hz_tilde(decoder, c);
    else if (c == '~' && decoder->held_len == 0) {
        decoder->held[0] = c;
        decoder->held_len = 1;
    } else {
        push_text(decoder, c);
    }
}

static void push_one(pneu_i_decoder *decoder, unsigned char c)
{
    int is_kr = decoder->charset->how == PNEU_I_DECODE_ISO_2022_KR;
    if (decoder->charset->how == PNEU_I_DECODE_HZ)
        push_hz(decoder, c);
    else if (decoder->held_len > 0 && decoder->held[0] == ESC)
        push_escape(decoder, c);
    else if (c == ESC)
        start_escape(decoder);
    else if (is_kr && decoder->held_len == 0 && (c == 0x0E || c == 0x0F))
        decoder->state = c == 0x0E ? TWO_BYTE : ASCII;
    else
        push_text(decoder, c);
}

/* The number of bytes from the start that are ASCII and mean nothing else. */
static size_t plain_run(const pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    size_t at = 0;
    if (decoder->state != ASCII || decoder->held_len > 0)
        return 0;
    while (at < len && bytes[at] < 0x80 && bytes[at] != ESC && bytes[at] != '~' && bytes[at] != 0x0E &&
           bytes[at] != 0x0F)
        at++;
    return at;
}

void pneu_i_iso2022_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    for (size_t at = 0; at < len;) {
        size_t run = plain_run(decoder, bytes + at, len - at);
        if (run == 0) {
            push_one(decoder, bytes[at++]);
            continue;
        }
        decoder->saw_escape = 0;
        pneu_i_decoder_put_utf8(decoder, (const char *)bytes + at, run);
        at += run;
    }
}

void pneu_i_iso2022_finish(pneu_i_decoder *decoder)
{
    if (decoder->held_len > 0 && decoder->held[0] == ESC)
        drop_escape(decoder);
    if (decoder->held_len > 0)
        pneu_i_decoder_put_error(decoder);
    if (decoder->held_len > 0 || decoder->state != ASCII)
        decoder->ended_open = 1;
    decoder->held_len = 0;
    decoder->state = ASCII;
}
