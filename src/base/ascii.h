/*
 * ASCII bytes: the classes of RFC 5322 section 2.2 and 3.2.3 and RFC 2045 section 5.1, and case folding. The locale has
 * no say. Every class is one bit of one table.
 */
#ifndef PNEU_BASE_ASCII_H
#define PNEU_BASE_ASCII_H

#include <stddef.h>
#include <stdint.h>

enum {
    PNEU_I_FTEXT = 1,    /* bytes of a field name: 33 to 126 without ":" */
    PNEU_I_TOKEN = 2,    /* bytes of a MIME token: 33 to 126 without tspecials */
    PNEU_I_ATEXT = 4,    /* bytes of an atom */
    PNEU_I_BLANK = 8,    /* space and tab */
    PNEU_I_EOL = 16,     /* CR and LF */
    PNEU_I_CONTROL = 32, /* 0 to 31 but for tab, CR and LF; 127 */
    PNEU_I_BCHAR = 64,   /* bytes of a boundary (RFC 2046 section 5.1.1), space among them */
    PNEU_I_DIGIT = 128
};

extern const uint8_t pneu_i_ascii_class[256];

static inline int pneu_i_is(unsigned char c, unsigned class_bits)
{
    return (pneu_i_ascii_class[c] & class_bits) != 0;
}

static inline int pneu_i_is_blank(unsigned char c)
{
    return c == ' ' || c == '\t';
}

static inline int pneu_i_is_space(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline char pneu_i_lower(char c)
{
    return (c >= 'A' && c <= 'Z') ? (char)(c + ('a' - 'A')) : c;
}

/* Copies n bytes, ASCII letters in lower case; the two runs must not overlap. */
void pneu_i_copy_lower(char *to, const char *from, size_t n);

/* The value of a hexadecimal digit, or -1. */
static inline int pneu_i_hex_value(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return (c >= 'a' && c <= 'f') ? c - 'a' + 10 : -1;
}

/* 1 if two runs of bytes are the same but for the case of ASCII letters. */
int pneu_i_ascii_same(const char *a, const char *b, size_t len);

#endif
