/*
 * UTF-8: validation, writing, and decoding with U+FFFD for each maximal subpart of what is ill-formed (the WHATWG
 * Encoding Standard's way, Unicode section 3.9). In: bytes, in any pieces. Out: well-formed UTF-8.
 * Runs of ASCII are stepped over a word at a time, long texts by a kernel. Invariant: nothing overlong, no surrogate,
 * nothing above U+10FFFF passes.
 * Not handled: normalisation.
 */
#include "charset/charset.h"
#include "charset/utf8_kernels.h"

#define ASCII_STEP sizeof(uint64_t)
#define LONG_TEXT 96 /* bytes for which a kernel is worth its start */

static size_t skip_ascii(const unsigned char *bytes, size_t at, size_t len)
{
    uint64_t word;
    while (len - at >= ASCII_STEP) {
        memcpy(&word, bytes + at, ASCII_STEP);
        if (word & UINT64_C(0x8080808080808080))
            break;
        at += ASCII_STEP;
    }
    while (at < len && bytes[at] < 0x80)
        at++;
    return at;
}

int pneu_i_ascii_only(const char *bytes, size_t len)
{
    return len == 0 || skip_ascii((const unsigned char *)bytes, 0, len) == len;
}

/* The length of the character that begins with this byte; 0 if none does. */
static size_t length_of(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Unicode table 3-7: the second byte has a narrower range after some leads. */
static int is_second(unsigned char lead, unsigned char c)
{
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return c >= low && c <= high;
}

/* How many of the bytes are the beginning of one well-formed character: all of it, or a maximal subpart of it. */
static size_t matching(const unsigned char *bytes, size_t len)
{
    size_t need = length_of(bytes[0]);
    size_t i = 1;
    if (need < 2)
        return 1;
    if (len < 2 || !is_second(bytes[0], bytes[1]))
        return 1;
    for (i = 2; i < need && i < len && (bytes[i] & 0xC0) == 0x80; i++)
        continue;
    return i;
}

/* Passes one character; 0 if there is none that is well-formed. Most are of two or three bytes. */
static inline size_t pass_character(const unsigned char *bytes, size_t len)
{
    unsigned char lead = bytes[0];
    if (lead >= 0xC2 && lead < 0xE0)
        return len > 1 && (bytes[1] & 0xC0) == 0x80 ? 2 : 0;
    if (lead > 0xE0 && lead < 0xED)
        return len > 2 && (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80 ? 3 : 0;
    size_t need = length_of(lead);
    return matching(bytes, len) == need ? need : 0;
}

/* Long text is passed by the kernel, but for its first characters and what that does not pass. */
static size_t pass_blocks(const unsigned char *bytes, size_t len)
{
    size_t at = 0;
    while (at < 3) {
        size_t passed = pass_character(bytes + at, len - at);
        if (passed == 0)
            return at;
        at += passed;
    }
    pneu_i_utf8_kernel kernel = pneu_i_utf8_kernel_at(PNEU_CPU_512);
    return kernel != NULL ? kernel(bytes, at, len) : at;
}

size_t pneu_i_utf8_valid(const char *text, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t at = 0;
    if (len == 0 || (len >= LONG_TEXT && (at = pass_blocks(bytes, len)) == 0))
        return 0;
    while ((at = skip_ascii(bytes, at, len)) < len) {
        size_t passed = pass_character(bytes + at, len - at);
        if (passed == 0)
            break;
        at += passed;
    }
    return at;
}

int pneu_i_utf8_is_beginning(const char *text, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)text;
    return len > 0 && len < length_of(bytes[0]) && matching(bytes, len) == len;
}

size_t pneu_i_utf8_write(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 63));
        out[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 63));
    out[2] = (char)(0x80 | (c >> 6 & 63));
    out[3] = (char)(0x80 | (c & 63));
    return 4;
}

/* Well-formed text; a byte order mark at the start is dropped. */
static void put_run(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    if (!decoder->is_started && len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        len -= 3;
    }
    decoder->is_started = 1;
    pneu_i_decoder_put_utf8(decoder, (const char *)bytes, len);
}

/* Adds one byte to the held beginning of a character; 0 if it does not belong there, and is to be read again. */
static size_t push_held(pneu_i_decoder *decoder, unsigned char c)
{
    decoder->held[decoder->held_len++] = c;
    size_t need = length_of(decoder->held[0]);
    size_t fits = need == 0 ? 0 : matching(decoder->held, decoder->held_len);
    if (fits == decoder->held_len) {
        if (fits == need) {
            put_run(decoder, decoder->held, fits);
            decoder->held_len = 0;
        }
        return 1;
    }
    decoder->is_started = 1;
    pneu_i_decoder_put_error(decoder);
    int is_alone = decoder->held_len == 1;
    decoder->held_len = 0;
    return is_alone ? 1 : 0;
}

/* Takes what is well-formed, and then what is not; gives the number of bytes. */
static size_t push_run(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    size_t run = pneu_i_utf8_valid((const char *)bytes, len);
    if (run > 0)
        put_run(decoder, bytes, run);
    if (run == len)
        return len;
    size_t ill = matching(bytes + run, len - run);
    if (run + ill == len) /* more of it may come */
        return run + push_held(decoder, bytes[run]);
    decoder->is_started = 1;
    pneu_i_decoder_put_error(decoder);
    return run + ill;
}

void pneu_i_utf8_push(pneu_i_decoder *decoder, const unsigned char *bytes, size_t len)
{
    size_t at = 0;
    while (at < len)
        at += decoder->held_len > 0 ? push_held(decoder, bytes[at]) : push_run(decoder, bytes + at, len - at);
}

void pneu_i_utf8_finish(pneu_i_decoder *decoder)
{
    if (decoder->held_len > 0) {
        decoder->ended_open = 1;
        pneu_i_decoder_put_error(decoder);
    }
    decoder->held_len = 0;
}
