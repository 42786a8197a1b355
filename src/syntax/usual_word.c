/*
 * Encoded words in their usual form: "=?utf-8?q?...?=" or "=?utf-8?b?...?=" (RFC 2047 section 2).
 * In: a place in a raw value. Out: well-formed UTF-8, or that the long way must be taken. Invariants: what is read here
 * is in the grammar, is made of whole characters, has no control characters and nothing that looks like a word in it,
 * so that there is nothing to report in either mode and nothing that a word beside it could add.
 * Not handled: anything else (encoded_word.c, decode_text.c); how long a word may be; what stands around it.
 */
#include "syntax/usual_word.h"

#include "base/word.h"
#include "charset/charset.h"
#include "syntax/decode_text.h"
#include "syntax/encoded_word.h"

#define HEAD 10 /* "=?utf-8?q?" */
#define TAIL 2  /* "?=" */

/* The letter of the encoding, small; 0 if the charset is another one. */
static char encoding_of(const char *at)
{
    uint64_t small = PNEU_I_WORD(0x20, 0x20, 0x20, 0, 0, 0, 0x20, 0);
    uint64_t head = pneu_i_word_load(at + 2) | small;
    if (head == PNEU_I_WORD('u', 't', 'f', '-', '8', '?', 'q', '?'))
        return 'q';
    return head == PNEU_I_WORD('u', 't', 'f', '-', '8', '?', 'b', '?') ? 'b' : '\0';
}

/* A byte of Q that stands for itself, but for "=" and "_"; in a phrase there are fewer (RFC 2047 section 5 (3)). */
static inline int is_literal(char c, int32_t kind)
{
    char small = (char)(c | 0x20);
    if ((small >= 'a' && small <= 'z') || (c >= '0' && c <= '9'))
        return 1;
    if (kind == PNEU_I_PHRASE)
        return memchr("!*+-/", c, 5) != NULL;
    return c > ' ' && c < 127 && c != '?';
}

/* "=" and two hexadecimal digits as an octet; below 0 if they are not there. */
static inline int escaped(const char *at, const char *end)
{
    if (end - at < 3)
        return -1;
    int high = pneu_i_hex_value((unsigned char)at[1]), low = pneu_i_hex_value((unsigned char)at[2]);
    return (high | low) < 0 ? -1 : high << 4 | low;
}

/* Gives the place of the "?=", or NULL. */
static const char *read_q(const char *at, const char *end, int32_t kind, char **out)
{
    char *to = *out;
    for (; at < end && *at != '?'; to++) {
        int octet = *at == '_' ? ' ' : *at == '=' ? escaped(at, end) : is_literal(*at, kind) ? *at : -1;
        if (octet < 0)
            return NULL;
        at += *at == '=' ? 3 : 1;
        *to = (char)octet;
    }
    *out = to;
    return at;
}

static inline int value_at(const char *at, size_t i)
{
    return pneu_i_word_base64[(unsigned char)at[i]];
}

/* The same for groups of four letters, of which the last one may be padded. */
static const char *read_base64(const char *at, const char *end, char **out)
{
    char *to = *out;
    for (; end - at >= 4; at += 4) {
        int first = value_at(at, 0), second = value_at(at, 1), third = value_at(at, 2), fourth = value_at(at, 3);
        if ((first | second) < 0)
            break;
        *to++ = (char)(first << 2 | second >> 4);
        if ((third | fourth) >= 0) {
            *to++ = (char)(second << 4 | third >> 2);
            *to++ = (char)(third << 6 | fourth);
            continue;
        }
        if (third >= 0)
            *to++ = (char)(second << 4 | third >> 2);
        else if (at[2] != '=')
            return NULL;
        if (at[3] != '=')
            return NULL;
        at += 4;
        break;
    }
    *out = to;
    return at;
}

/* A control character, or a mark that follows "=". */
static int is_bad_at(const char *text, size_t i)
{
    unsigned char c = (unsigned char)text[i], before = i > 0 ? (unsigned char)text[i - 1] : 0;
    return c < 0x20 || c == 0x7F || (before == 0xC2 && c < 0xA0) || (before == '=' && c == '?');
}

/* 0 if is_bad_at need not look at these eight bytes, nor at the one behind them for their sake. */
static inline uint64_t may_be_bad(uint64_t word)
{
    return pneu_i_word_below(word, 0x20) | pneu_i_word_find(word, 0x7F) | pneu_i_word_find(word, 0xC2) |
           pneu_i_word_find(word, '?');
}

/* Well-formed UTF-8 without control characters, those of C1 too, and without "=?". There is room for eight bytes behind
 * the text. */
static int is_good_text(char *text, size_t len)
{
    pneu_i_word_store(text + len, PNEU_I_ONES * ' ');
    for (size_t at = 0; at < len; at += 8)
        if (may_be_bad(pneu_i_word_load(text + at)) != 0)
            for (size_t i = at; i < len && i <= at + 8; i++)
                if (is_bad_at(text, i))
                    return 0;
    return pneu_i_utf8_valid(text, len) == len;
}

const char *pneu_i_usual_word_read(const char *at, const char *end, int32_t kind, char **out)
{
    char *start = *out;
    if (end - at <= HEAD + TAIL || !pneu_i_is_word_mark(at, end))
        return NULL;
    char encoding = encoding_of(at);
    if (encoding == '\0')
        return NULL;
    at = encoding == 'q' ? read_q(at + HEAD, end, kind, out) : read_base64(at + HEAD, end, out);
    if (at == NULL || *out == start || end - at < TAIL || at[0] != '?' || at[1] != '=')
        return NULL;
    return is_good_text(start, (size_t)(*out - start)) ? at + TAIL : NULL;
}
