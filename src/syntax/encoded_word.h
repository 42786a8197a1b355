/* Encoded words (RFC 2047): where one stands, what is wrong with it, its octets. No memory, no charsets. */
#ifndef PNEU_SYNTAX_ENCODED_WORD_H
#define PNEU_SYNTAX_ENCODED_WORD_H

#include "base/str.h"

/* 0 to 63 for a byte of the base64 alphabet, else below 0. */
extern const int8_t pneu_i_word_base64[256];

/* What is outside of RFC 2047 within one word: any set of these bits. */
enum {
    PNEU_I_WORD_TOO_LONG = 1, /* over 75 bytes */
    PNEU_I_WORD_BAD_Q = 2,    /* "=" without two hexadecimal digits */
    PNEU_I_WORD_BAD_TEXT = 4, /* white space, a byte outside of the encoding's alphabet, no text, bad padding */
    PNEU_I_WORD_BREAK = 8     /* a fold within the word */
};

#define PNEU_I_WORD_MAX 75 /* RFC 2047 section 2 */

typedef struct pneu_i_word {
    size_t start;
    size_t end;
    pneu_str charset;
    pneu_str language; /* RFC 2231 section 5, or "" */
    pneu_str text;     /* still encoded */
    int is_base64;
    unsigned flaws; /* PNEU_I_WORD_... */
} pneu_i_word;

enum {
    PNEU_I_NO_WORD = 0,
    PNEU_I_IS_WORD = 1,
    PNEU_I_BROKEN_WORD = 2 /* begins like a word, but is not delimited or has an unknown encoding */
};

/* Is there a word at `at`? Fills *word for PNEU_I_IS_WORD. Reads at most up to where the next word may begin. */
int pneu_i_word_at(pneu_str text, size_t at, pneu_i_word *word);

/* The next "=?" from `at` on, or the end. */
size_t pneu_i_word_candidate(pneu_str text, size_t at);

/* 1 if there is a word anywhere. */
int pneu_i_word_is_in(pneu_str text);

/* Reads the octets of one word. */
typedef struct pneu_i_word_octets {
    pneu_str text;
    size_t at;
    uint32_t bits; /* base64 */
    unsigned bit_count;
    int is_base64;
} pneu_i_word_octets;

void pneu_i_word_octets_init(pneu_i_word_octets *octets, const pneu_i_word *word);

/* The next octet, or -1 at the end. */
int pneu_i_word_octets_next(pneu_i_word_octets *octets);

/* At most `room` octets; fewer only at the end. */
size_t pneu_i_word_octets_read(pneu_i_word_octets *octets, char *out, size_t room);

/* Reads a text with the octets of its words in their place; white space between words is dropped. */
typedef struct pneu_i_words {
    pneu_str text;
    size_t at;
    int is_in_word;
    pneu_i_word_octets word;
} pneu_i_words;

void pneu_i_words_init(pneu_i_words *words, pneu_str text);
int pneu_i_words_next(pneu_i_words *words);

#endif
