/*
 * The rest of the charsets, through iconv: the only file that calls it. In: bytes, in any pieces. Out: UTF-8.
 * Only names of our own table reach iconv_open, never text of a message, and no "//TRANSLIT". What iconv cannot take
 * is held while it may be the beginning of a character (under 4 bytes), then it becomes U+FFFD and one byte is
 * skipped; the byte after a lead byte goes with it unless it is ASCII (WHATWG: a bad trail byte must not swallow a
 * quote mark).
 * Invariants: the state is initial when a conversion begins; at most PIECE bytes go in at once; errno is not used.
 * Not handled: memory within iconv, which comes from malloc.
 */
#include <iconv.h>

#include "charset/charset.h"

#define PIECE ((size_t)4096)
#define LONGEST ((size_t)4) /* bytes of the longest character (GB18030) */
#define NOT_OPEN ((iconv_t)-1)

void *pneu_i_iconv_new(const pneu_i_charset *charset, const char **name)
{
    *name = charset->iconv_name;
    iconv_t handle = iconv_open("UTF-8", *name);
    if (handle == NOT_OPEN && charset->iconv_other != NULL) {
        *name = charset->iconv_other;
        handle = iconv_open("UTF-8", *name);
    }
    return handle != NOT_OPEN ? (void *)handle : NULL;
}

void pneu_i_iconv_restart(void *iconv_handle)
{
    (void)iconv((iconv_t)iconv_handle, NULL, NULL, NULL, NULL);
}

void pneu_i_iconv_free(void *iconv_handle)
{
    (void)iconv_close((iconv_t)iconv_handle);
}

/* Converts as much as goes; gives the number of bytes used. */
static size_t convert(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    char out[PNEU_I_DECODER_ROOM];
    union {
        const unsigned char *bytes;
        char *text;
    } in = {bytes}; /* iconv does not write there, though its type says so */
    size_t left = len;
    size_t before;
    size_t room;
    do {
        char *to = out;
        before = left;
        room = sizeof out;
        (void)iconv((iconv_t)decoder->iconv, &in.text, &left, &to, &room);
        pneu_i_decoder_put_utf8(decoder, out, sizeof out - room);
    } while (left > 0 && (left < before || room < sizeof out));
    return len - left;
}

static int is_lead(const pneu_i_decoder *decoder, unsigned char c)
{
    int is_shift_jis = strcmp(decoder->charset->name, "Shift_JIS") == 0;
    return is_shift_jis ? (c > 0x80 && c < 0xA0) || (c >= 0xE0 && c < 0xFD) : c > 0x80 && c < 0xFF;
}

/* Puts U+FFFD in place of what stands at `bytes`; gives the number of bytes it stands for. */
static size_t put_bad(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    if (bytes[0] == 0x80 && strncmp(decoder->charset->name, "GB", 2) == 0) {
        pneu_i_decoder_put(decoder, 0x20AC); /* the euro sign of windows-936 */
        return 1;
    }
    pneu_i_decoder_put_error(decoder);
    return len > 1 && is_lead(decoder, bytes[0]) && bytes[1] >= 0x80 ? 2 : 1;
}

/* Converts all but what may be the beginning of a character; gives the number of bytes used. */
static size_t convert_past_errors(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len, size_t longest)
{
    size_t at = 0;
    while (at < len) {
        at += convert(decoder, bytes + at, len - at);
        if (len - at < longest)
            break;
        at += put_bad(decoder, bytes + at, len - at);
    }
    return at;
}

static void push_piece(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    while (decoder->held_len > 0 && len > 0) {
        decoder->held[decoder->held_len++] = *bytes++;
        len--;
        size_t used = convert_past_errors(decoder, decoder->held, decoder->held_len, LONGEST);
        decoder->held_len -= used;
        memmove(decoder->held, decoder->held + used, decoder->held_len);
    }
    size_t used = convert_past_errors(decoder, bytes, len, LONGEST);
    if (used < len)
        memcpy(decoder->held, bytes + used, len - used);
    decoder->held_len = decoder->held_len + len - used;
}

void pneu_i_iconv_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    while (len > 0) {
        size_t piece = len < PIECE ? len : PIECE;
        push_piece(decoder, bytes, piece);
        bytes += piece;
        len -= piece;
    }
}

void pneu_i_iconv_finish(pneu_i_decoder *decoder)
{
    decoder->ended_open |= decoder->held_len > 0;
    (void)convert_past_errors(decoder, decoder->held, decoder->held_len, 1);
    decoder->held_len = 0;
    char out[PNEU_I_DECODER_ROOM];
    char *to = out;
    size_t room = sizeof out;
    (void)iconv((iconv_t)decoder->iconv, NULL, NULL, &to, &room); /* a character that waited for a combining one */
    pneu_i_decoder_put_utf8(decoder, out, sizeof out - room);
}

void pneu_i_iconv_character(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    if (convert(decoder, bytes, len) == len)
        return;
    pneu_i_iconv_restart(decoder->iconv);
    pneu_i_decoder_put_error(decoder);
}
