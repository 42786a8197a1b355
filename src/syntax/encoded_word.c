/*
 * Encoded words: "=?" charset ["*" language] "?" encoding "?" text "?=" (RFC 2047 section 2, RFC 2231 section 5).
 * In: a text and a place. Out: the parts of the word there and its flaws; the octets of its text, still in its
 * charset.
 * A word is taken leniently: any length, white space and raw bytes within it; the flaws say what a strict reader
 * refuses.
 * Invariants: a word is searched for only up to the next "=?", so that a text of nothing but beginnings is read in
 * linear time; octets never come out ahead of the bytes they were read from (callers decode in place).
 * Not handled: what stands around a word, charsets, splitting over words (decode_text.c).
 */
#include "syntax/encoded_word.h"

#include <string.h>

#include "codec/base64_bytes.h"

size_t pneu_i_word_candidate(pneu_str text, size_t at)
{
    while (at + 1 < text.len) {
        const char *found = memchr(text.ptr + at, '=', text.len - at - 1);
        if (found == NULL)
            break;
        at = (size_t)(found - text.ptr);
        if (found[1] == '?')
            return at;
        at++;
    }
    return text.len;
}

int pneu_i_word_is_in(pneu_str text)
{
    pneu_i_word word;
    for (size_t at = pneu_i_word_candidate(text, 0); at < text.len; at = pneu_i_word_candidate(text, at + 1))
        if (pneu_i_word_at(text, at, &word) == PNEU_I_IS_WORD)
            return 1;
    return 0;
}

static int is_charset_byte(unsigned char c)
{
    return c > 32 && c < 127 && c != '?' && c != '=';
}

/* The charset from `at` on and "?"; gives the place after it, or 0. */
static size_t read_charset(pneu_str text, size_t at, pneu_i_word *word)
{
    size_t start = at;
    while (at < text.len && is_charset_byte((unsigned char)text.ptr[at]))
        at++;
    if (at == start || at == text.len || text.ptr[at] != '?')
        return 0;
    word->charset = pneu_i_str_of(text.ptr + start, at - start);
    word->language = pneu_i_str_of("", 0);
    const char *star = memchr(word->charset.ptr, '*', word->charset.len);
    if (star != NULL) {
        word->language = pneu_i_str_from(word->charset, (size_t)(star + 1 - word->charset.ptr));
        word->charset.len = (size_t)(star - word->charset.ptr);
    }
    return at + 1;
}

#define AS_VALUE(v) v

const int8_t pneu_i_word_base64[256] = {PNEU_I_BASE64_EACH(AS_VALUE)};

/* The flaws that one byte of the text shows. */
static unsigned flaw_of(pneu_str text, size_t at, int is_base64)
{
    unsigned char c = (unsigned char)text.ptr[at];
    if (c == '\r' || c == '\n')
        return PNEU_I_WORD_BREAK | PNEU_I_WORD_BAD_TEXT;
    if (is_base64)
        return pneu_i_word_base64[c] >= 0 || c == '=' ? 0 : PNEU_I_WORD_BAD_TEXT;
    if (c == '=') {
        int is_hex = at + 2 < text.len && pneu_i_hex_value((unsigned char)text.ptr[at + 1]) >= 0 &&
                     pneu_i_hex_value((unsigned char)text.ptr[at + 2]) >= 0;
        return is_hex ? 0 : PNEU_I_WORD_BAD_Q;
    }
    return c > 32 && c < 127 && c != '?' ? 0 : PNEU_I_WORD_BAD_TEXT;
}

/* Behind bytes that neither end the text nor are flaws. */
static size_t skip_plain_text(pneu_str text, size_t at, int is_base64)
{
    if (is_base64)
        while (at < text.len && pneu_i_word_base64[(unsigned char)text.ptr[at]] >= 0)
            at++;
    else
        while (at < text.len && pneu_i_is((unsigned char)text.ptr[at], PNEU_I_TOKEN))
            at++;
    return at;
}

/* The text from `at` on up to "?="; gives the place of that, or text.len. Stops where another word may begin. */
static size_t find_text_end(pneu_str text, size_t at, pneu_i_word *word)
{
    for (; (at = skip_plain_text(text, at, word->is_base64)) + 1 < text.len; at++) {
        char c = text.ptr[at];
        char next = text.ptr[at + 1];
        if (c == '?' && next == '=')
            return at;
        if (c == '=' && next == '?' && (at + 2 == text.len || text.ptr[at + 2] != '='))
            break;
        word->flaws |= flaw_of(text, at, word->is_base64);
    }
    return text.len;
}

/* Base64 in words is whole groups of four, padded (RFC 2047 section 4.1). */
static int is_padded(pneu_str text)
{
    size_t len = text.len;
    while (len > 0 && text.len - len < 2 && text.ptr[len - 1] == '=')
        len--;
    return text.len % 4 == 0 && (len == 0 || memchr(text.ptr, '=', len) == NULL);
}

int pneu_i_word_at(pneu_str text, size_t at, pneu_i_word *word)
{
    if (at + 1 >= text.len || text.ptr[at] != '=' || text.ptr[at + 1] != '?')
        return PNEU_I_NO_WORD;
    size_t start = at;
    at = read_charset(text, at + 2, word);
    if (at == 0 || at + 1 >= text.len || text.ptr[at + 1] != '?')
        return PNEU_I_NO_WORD;
    char encoding = pneu_i_lower(text.ptr[at]);
    if (encoding != 'q' && encoding != 'b')
        return PNEU_I_BROKEN_WORD;
    word->start = start;
    word->is_base64 = encoding == 'b';
    word->flaws = 0;
    at += 2;
    size_t end = find_text_end(text, at, word);
    if (end == text.len)
        return PNEU_I_BROKEN_WORD;
    word->text = pneu_i_str_of(text.ptr + at, end - at);
    word->end = end + 2;
    if (word->end - start > PNEU_I_WORD_MAX)
        word->flaws |= PNEU_I_WORD_TOO_LONG;
    if (word->text.len == 0 || (word->is_base64 && !is_padded(word->text)))
        word->flaws |= PNEU_I_WORD_BAD_TEXT;
    return PNEU_I_IS_WORD;
}

void pneu_i_word_octets_init(pneu_i_word_octets *octets, const pneu_i_word *word)
{
    octets->text = word->text;
    octets->at = 0;
    octets->bits = 0;
    octets->bit_count = 0;
    octets->is_base64 = word->is_base64;
}

/* Bytes outside of the alphabet are skipped; "=" ends a group, and what follows begins a new one. */
static int next_of_base64(pneu_i_word_octets *octets)
{
    while (octets->at < octets->text.len) {
        unsigned char c = (unsigned char)octets->text.ptr[octets->at++];
        int value = pneu_i_word_base64[c];
        if (c == '=')
            octets->bit_count = 0;
        if (value < 0)
            continue;
        octets->bits = octets->bits << 6 | (uint32_t)value;
        octets->bit_count += 6;
        if (octets->bit_count >= 8) {
            octets->bit_count -= 8;
            return (int)(octets->bits >> octets->bit_count & 255);
        }
    }
    return -1;
}

static int next_of_q(pneu_i_word_octets *octets)
{
    const char *text = octets->text.ptr;
    while (octets->at < octets->text.len) {
        size_t at = octets->at++;
        unsigned char c = (unsigned char)text[at];
        if (c == '\r' || c == '\n')
            continue; /* a fold within the word; its white space stays */
        if (c == '_')
            return ' ';
        if (c != '=' || octets->text.len - at < 3)
            return c;
        int high = pneu_i_hex_value((unsigned char)text[at + 1]);
        int low = pneu_i_hex_value((unsigned char)text[at + 2]);
        if (high < 0 || low < 0)
            return c;
        octets->at += 2;
        return high * 16 + low;
    }
    return -1;
}

int pneu_i_word_octets_next(pneu_i_word_octets *octets)
{
    return octets->is_base64 ? next_of_base64(octets) : next_of_q(octets);
}

/* Whole groups of four letters. */
static size_t read_groups(pneu_i_word_octets *octets, char *out, size_t room)
{
    const unsigned char *text = (const unsigned char *)octets->text.ptr;
    size_t len = 0;
    while (octets->bit_count == 0 && room - len >= 3 && octets->text.len - octets->at >= 4) {
        const unsigned char *at = text + octets->at;
        int a = pneu_i_word_base64[at[0]], b = pneu_i_word_base64[at[1]], c = pneu_i_word_base64[at[2]],
            d = pneu_i_word_base64[at[3]];
        if ((a | b | c | d) < 0)
            break;
        out[len++] = (char)(a << 2 | b >> 4);
        out[len++] = (char)(b << 4 | c >> 2);
        out[len++] = (char)(c << 6 | d);
        octets->at += 4;
    }
    return len;
}

/* Bytes that stand for themselves. */
static size_t read_plain(pneu_i_word_octets *octets, char *out, size_t room)
{
    size_t len = 0;
    while (len < room && octets->at < octets->text.len) {
        char c = octets->text.ptr[octets->at];
        if (c == '=' || c == '_' || c == '\r' || c == '\n')
            break;
        out[len++] = c;
        octets->at++;
    }
    return len;
}

size_t pneu_i_word_octets_read(pneu_i_word_octets *octets, char *out, size_t room)
{
    size_t len = 0;
    int octet = 0;
    while (octet >= 0) {
        size_t left = room - len;
        len += octets->is_base64 ? read_groups(octets, out + len, left) : read_plain(octets, out + len, left);
        if (len == room || octets->at == octets->text.len)
            break;
        octet = pneu_i_word_octets_next(octets);
        if (octet >= 0)
            out[len++] = (char)octet;
    }
    return len;
}

void pneu_i_words_init(pneu_i_words *words, pneu_str text)
{
    words->text = text;
    words->at = 0;
    words->is_in_word = 0;
}

/* If a word stands at `at`, it is the next to be read. */
static int enter_word(pneu_i_words *words, size_t at)
{
    pneu_i_word word;
    if (pneu_i_word_at(words->text, at, &word) != PNEU_I_IS_WORD)
        return 0;
    pneu_i_word_octets_init(&words->word, &word);
    words->at = word.end;
    words->is_in_word = 1;
    return 1;
}

int pneu_i_words_next(pneu_i_words *words)
{
    for (;;) {
        if (words->is_in_word) {
            int octet = pneu_i_word_octets_next(&words->word);
            if (octet >= 0)
                return octet;
            words->is_in_word = 0;
            size_t next = words->at;
            while (next < words->text.len && pneu_i_is_space((unsigned char)words->text.ptr[next]))
                next++;
            if (enter_word(words, next))
                continue;
        }
        if (words->at == words->text.len)
            return -1;
        if (!enter_word(words, words->at))
            return (unsigned char)words->text.ptr[words->at++];
    }
}
