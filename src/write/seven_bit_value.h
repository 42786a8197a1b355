/* A structured value on its way to 7-bit ASCII: the parts of it that are written anew, and what is copied between
 * them. */
#ifndef PNEU_WRITE_SEVEN_BIT_VALUE_H
#define PNEU_WRITE_SEVEN_BIT_VALUE_H

#include "charset/text_builder.h"
#include "pneu/format.h"

typedef struct pneu_i_seven_bit_value {
    pneu_arena *arena;
    pneu_str raw;             /* folds and all */
    pneu_i_text_builder text; /* what is written: unfolded */
    pneu_format format;       /* PNEU_FORMAT_UTF8: well-formed UTF-8 need not become ASCII */
    int may_downgrade;        /* RFC 6857 replacements are allowed */
    int is_downgraded;        /* 1 once there was one */
    int is_unrepresentable;   /* 1 once something has no 7-bit form */
} pneu_i_seven_bit_value;

/* 1 if the text is ASCII, or well-formed UTF-8 and the flags have PNEU_FORMAT_UTF8. */
int pneu_i_seven_bit_takes(pneu_str text, uint32_t flags);

void pneu_i_seven_bit_value_init(pneu_i_seven_bit_value *value, pneu_arena *arena, pneu_str raw);

/* Copies [start, end) without CR and LF; comments above ASCII become encoded words (RFC 2047 section 5 (2)), or UTF-8.
 * Anything else that cannot stay, and NUL, has no 7-bit form. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_seven_bit_copy(pneu_i_seven_bit_value *value, size_t start, size_t end);

/* Adds a text that was formatted; folds in it are undone. */
void pneu_i_seven_bit_add(pneu_i_seven_bit_value *value, pneu_str formatted);

/* Rewrites address lists: names as encoded words, domains as A-labels, addresses with a local part above ASCII as empty
 * groups (RFC 6857 sections 3.1.6 to 3.1.8). PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_seven_bit_addresses(pneu_i_seven_bit_value *value);

/* Rewrites Received: domains as A-labels, the clause "for" left out where its local part is above ASCII (RFC 6857
 * section 3.2.4). PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_seven_bit_trace(pneu_i_seven_bit_value *value);

#endif
