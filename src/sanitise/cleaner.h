/*
 * What cleaning a header needs: a level, memory that is used again for each field, and a guard, a message of one field
 * that tells whether it is in order.
 */
#ifndef PNEU_SANITISE_CLEANER_H
#define PNEU_SANITISE_CLEANER_H

#include "base/arena.h"
#include "base/options.h"
#include "pneu/sanitise.h"
#include "pneu/tree.h"
#include "write/seven_bit_field.h"

#define PNEU_I_VERDICTS 4

/* What the guard said of a short field. */
typedef struct pneu_i_verdict {
    char text[80];
    size_t length;
    int is_clean;
} pneu_i_verdict;

typedef struct pneu_i_cleaner {
    pneu_alloc alloc;
    int32_t level;                   /* PNEU_SANITISE_... */
    const pneu_i_settings *settings; /* of the guard: those of whoever reads the whole message */
    pneu_arena arena;                /* of one header */
    pneu_message *guard;
    pneu_i_verdict verdicts[PNEU_I_VERDICTS]; /* the last ones: parts say the same again and again */
    size_t next_verdict;
} pneu_i_cleaner;

void pneu_i_cleaner_init(pneu_i_cleaner *cleaner, const pneu_alloc *alloc, int32_t level,
                         const pneu_i_settings *settings);
void pneu_i_cleaner_free(pneu_i_cleaner *cleaner);

/*
 * The field in order, with CRLF, in the cleaner's arena: its own bytes where they are, else what was read in it written
 * anew; "" where nothing can be kept of it. PNEU_OK or PNEU_ERR_MEMORY.
 */
pneu_status pneu_i_clean_field(pneu_i_cleaner *cleaner, const pneu_i_raw_field *field, pneu_str *out);

/* *is_clean: these bytes, one field with its line end, have no defect of the level by themselves, are 7-bit, and fit
 * lines. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_guard_field(pneu_i_cleaner *cleaner, pneu_str bytes, int *is_clean);

/* A value of that kind written anew, unfolded; PNEU_ERR_UNREPRESENTABLE where nothing can be kept; PNEU_ERR_MEMORY. */
pneu_status pneu_i_clean_addresses(pneu_i_cleaner *cleaner, const pneu_i_raw_field *field, pneu_str *value);
pneu_status pneu_i_clean_text(pneu_i_cleaner *cleaner, const pneu_i_raw_field *field, pneu_str *value);

/* A text without invisible characters (see syntax/invisible.h). PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_drop_invisible(pneu_arena *arena, pneu_str utf8, pneu_str *out);

#endif
