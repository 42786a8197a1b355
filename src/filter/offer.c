/*
 * What a server offers, and whether it is enough for a message. In: the reply to EHLO, or the keywords of one, and what
 * the message needs. Out: bits. Invariants: each byte is looked at a fixed number of times.
 * RFC 5321 section 4.1.1.1, RFC 6152, RFC 3030 section 3, RFC 6531 section 3.1, RFC 1870 section 4.
 * Not handled: other extensions; whether the reply is one of success.
 */
#include "base/str.h"
#include "pneu/needs.h"

#define CHUNKING ((uint32_t)1 << 31) /* while it is not known whether there is BINARYMIME, too */

static const struct {
    const char *keyword;
    uint32_t bit;
} keywords[] = {
    {"8BITMIME", PNEU_NEEDS_8BITMIME},
    {"BINARYMIME", PNEU_NEEDS_BINARYMIME},
    {"SMTPUTF8", PNEU_NEEDS_SMTPUTF8},
    {"CHUNKING", CHUNKING},
};

/* Takes the next word, up to white space, off the text. */
static pneu_str next_word(pneu_str *text)
{
    size_t len = 0;
    while (text->len > 0 && pneu_i_is_space((unsigned char)*text->ptr))
        *text = pneu_i_str_from(*text, 1);
    while (len < text->len && !pneu_i_is_space((unsigned char)text->ptr[len]))
        len++;
    pneu_str word = pneu_i_str_of(text->ptr, len);
    *text = pneu_i_str_from(*text, len);
    return word;
}

/* The number, the greatest if it is too large; 0 for what is none. */
static uint64_t number_of(pneu_str word)
{
    uint64_t number = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (!pneu_i_is((unsigned char)word.ptr[i], PNEU_I_DIGIT))
            return 0;
        uint64_t digit = (uint64_t)(word.ptr[i] - '0');
        number = number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : number * 10 + digit;
    }
    return number;
}

/* SIZE without a number, or with 0, sets no limit (RFC 1870 section 4). */
static void read_size(pneu_str rest, pneu_offer *offer)
{
    uint64_t limit = number_of(next_word(&rest));
    if (limit > 0 && (offer->size_limit == 0 || limit < offer->size_limit))
        offer->size_limit = limit;
}

static void read_keyword(pneu_str word, pneu_str rest, pneu_offer *offer)
{
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++)
        if (pneu_i_str_is(word, keywords[i].keyword))
            offer->extensions |= keywords[i].bit;
    if (pneu_i_str_is(word, "SIZE"))
        read_size(rest, offer);
}

static int has_code(pneu_str text)
{
    return text.len > 3 && memcmp(text.ptr, "250", 3) == 0 && (text.ptr[3] == '-' || text.ptr[3] == ' ');
}

/* Lines of a reply: of the first one, which greets, nothing counts; of the others the first word. */
static void read_reply(pneu_str text, pneu_offer *offer)
{
    for (int is_greeting = 1; text.len > 0; is_greeting = 0) {
        const char *lf = memchr(text.ptr, '\n', text.len);
        size_t len = lf != NULL ? (size_t)(lf - text.ptr) : text.len;
        pneu_str line = pneu_i_str_of(text.ptr, len);
        text = pneu_i_str_from(text, len + (lf != NULL));
        if (is_greeting || !has_code(line))
            continue;
        line = pneu_i_str_from(line, 4);
        pneu_str word = next_word(&line);
        read_keyword(word, line, offer);
    }
}

static void read_words(pneu_str text, pneu_offer *offer)
{
    for (pneu_str word = next_word(&text); word.len > 0; word = next_word(&text))
        read_keyword(word, text, offer);
}

pneu_status pneu_offer_parse(pneu_str text, pneu_offer *out)
{
    pneu_offer offer = {0, 0, 0};
    if (out == NULL || (text.ptr == NULL && text.len > 0))
        return PNEU_ERR_ARGUMENT;
    if (text.len > 0 && has_code(text))
        read_reply(text, &offer);
    else if (text.len > 0)
        read_words(text, &offer);
    if ((offer.extensions & CHUNKING) == 0)
        offer.extensions &= ~(uint32_t)PNEU_NEEDS_BINARYMIME;
    offer.extensions &= ~CHUNKING;
    *out = offer;
    return PNEU_OK;
}

uint32_t pneu_needs_missing(const pneu_needs *needs, const pneu_offer *offer)
{
    uint32_t missing = needs->extensions & ~offer->extensions;
    if ((offer->extensions & PNEU_NEEDS_BINARYMIME) != 0)
        missing &= ~(uint32_t)PNEU_NEEDS_8BITMIME;
    if (offer->size_limit > 0 && needs->size > offer->size_limit)
        missing |= PNEU_NEEDS_SIZE;
    return missing;
}
