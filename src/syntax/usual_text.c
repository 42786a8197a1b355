/*
 * Texts in their usual form: printable ASCII, tabs, CRLF and LF, and usual encoded words (usual_word.c) between white
 * space. In: a raw value. Out: the text, or that the long way must be taken. Invariants: what is read here gives no
 * defect, and the same text in both modes; each byte is looked at a fixed number of times, most of them by eights; the
 * text never gets ahead of the value.
 * RFC 5322 section 2.2.3, RFC 2047 section 6.2.
 * Not handled: anything else (decode_text.c).
 */
#include "syntax/usual_text.h"

#include "base/word.h"
#include "syntax/decode_text.h"
#include "syntax/usual_word.h"

typedef struct text_reader {
    const char *start;
    const char *at;
    const char *end;
    size_t longest; /* of words */
    char *to;
} text_reader;

/* The last bytes, fewer than eight, and NUL behind them. */
static inline uint64_t last_word(const char *at, const text_reader *text)
{
    size_t left = (size_t)(text->end - at);
    if (text->end - text->start >= 8)
        return pneu_i_word_load(text->end - 8) >> 8 * (8 - left);
    uint64_t word = 0;
    while (left-- > 0)
        word = word << 8 | (unsigned char)at[left];
    return word;
}

static inline uint64_t stops_in(uint64_t word)
{
    return pneu_i_word_odd(word) | pneu_i_word_has(word, '=');
}

/* Goes on to the next byte that may not stand for itself, or to the end. */
static void take_plain(text_reader *text)
{
    const char *at = text->at, *end = text->end;
    char *to = text->to;
    uint64_t stops = 0;
    for (; stops == 0 && end - at >= 8; at += 8, to += 8) {
        uint64_t word = pneu_i_word_load(at);
        stops = stops_in(word);
        pneu_i_word_store(to, word);
    }
    if (stops != 0) {
        at -= 8;
        to -= 8;
    } else if (at < end) {
        uint64_t word = last_word(at, text);
        stops = stops_in(word); /* at the end, if there is no other */
        pneu_i_word_store(to, word);
    }
    size_t count = stops != 0 ? pneu_i_word_first(stops) : 0;
    text->at = at + count;
    text->to = to + count;
}

static inline int is_space_at(const char *at)
{
    return pneu_i_is_space((unsigned char)*at);
}

/* Words, of which white space separates each from the next: it goes. 0 if they are not usual. */
static int take_words(text_reader *text)
{
    const char *at = text->at;
    if (at > text->start && !is_space_at(at - 1))
        return 0;
    while (pneu_i_is_word_mark(at, text->end)) {
        const char *end = (size_t)(text->end - at) > text->longest ? at + text->longest : text->end;
        at = pneu_i_usual_word_read(at, end, PNEU_I_UNSTRUCTURED, &text->to);
        if (at == NULL || (at < text->end && !is_space_at(at)))
            return 0;
        text->at = at; /* behind the last word white space stays */
        while (at < text->end && is_space_at(at))
            at++;
    }
    return 1;
}

/* The byte where plain text ends, or the words that begin with it. */
static int take_other(text_reader *text)
{
    if (pneu_i_is_word_mark(text->at, text->end))
        return take_words(text);
    char c = *text->at++;
    if (c == '\t' || c == '=')
        *text->to++ = c;
    else if (c == '\r')
        return text->at < text->end && *text->at == '\n';
    return c == '\t' || c == '=' || c == '\n';
}

int pneu_i_usual_text_write(pneu_str value, size_t longest, char *out, size_t *len)
{
    if (value.len == 0)
        return 0;
    text_reader text = {value.ptr, value.ptr, value.ptr + value.len, longest, out};
    for (take_plain(&text); text.at < text.end; take_plain(&text))
        if (!take_other(&text))
            return 0;
    *len = (size_t)(text.to - out);
    return 1;
}
