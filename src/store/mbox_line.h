/* What the start of a line of an mbox says of the line. */
#ifndef PNEU_STORE_MBOX_LINE_H
#define PNEU_STORE_MBOX_LINE_H

#include "base/str.h"
#include "pneu/mbox.h"

#define PNEU_I_FROM "From "
#define PNEU_I_FROM_LEN ((size_t)5)
#define PNEU_I_FROM_MAX ((size_t)1000) /* bytes of a From line; what is longer is text */

enum {
    PNEU_I_LINE_UNDECIDED = 0, /* more bytes are needed */
    PNEU_I_LINE_TEXT = 1,
    PNEU_I_LINE_BLANK = 2,
    PNEU_I_LINE_QUOTED = 3, /* its first byte, a ">", is to be dropped */
    PNEU_I_LINE_FROM = 4
};

typedef struct pneu_i_mbox_line {
    int32_t kind;
    size_t len; /* of a blank line or From line */
    pneu_mbox_from from;
} pneu_i_mbox_line;

/* How a line is to be looked at. */
typedef struct pneu_i_mbox_rules {
    int32_t variant;
    int32_t mode;    /* of From lines */
    int is_final;    /* no more bytes will come */
    int may_be_from; /* a From line may stand here */
} pneu_i_mbox_rules;

/* Looks at bytes from the start of a line on; with is_final they are not empty. */
void pneu_i_mbox_line_read(pneu_str bytes, const pneu_i_mbox_rules *rules, pneu_i_mbox_line *line);

/* 1 if Content-Length is what says where a message ends. */
static inline int pneu_i_mbox_counts(int32_t variant)
{
    return variant == PNEU_MBOX_CL || variant == PNEU_MBOX_CL2;
}

/* 1 if a line that begins with so many ">" and "From " gets one more. */
static inline int pneu_i_mbox_quotes(int32_t variant, size_t marks)
{
    return variant == PNEU_MBOX_RD || (marks == 0 && (variant == PNEU_MBOX_O || variant == PNEU_MBOX_CL));
}

/* 1 if the bytes begin with a line "Content-Length:", whatever its case; *value is what stands after the colon. */
int pneu_i_mbox_is_length(pneu_str line, pneu_str *value);

#endif
