/* Lengths of lines, in bytes, their ends not counted. */
#ifndef PNEU_BASE_LINE_H
#define PNEU_BASE_LINE_H

enum {
    PNEU_I_LINE_WIDTH = 78,      /* RFC 5322 section 2.1.1: should */
    PNEU_I_WORD_LINE_WIDTH = 76, /* RFC 2047 section 2: a line with an encoded word */
    PNEU_I_LINE_MAX = 998        /* RFC 5322 section 2.1.1: must */
};

#endif
