/* Tables of field values: what is read in both modes, with its defects. */
#ifndef TESTS_SUPPORT_FIELD_ROWS_H
#define TESTS_SUPPORT_FIELD_ROWS_H

#include "pneu/report.h"
#include "support/text.h"

typedef struct field_row {
    const char *name;
    const char *in;
    const char *lenient; /* what the function shows */
    const char *defects; /* each after a space */
    const char *strict;  /* NULL: the same as lenient; else what is shown, or the status' name */
} field_row;

/* Reads a value and, if that is PNEU_OK, adds what was read to the text. */
typedef pneu_status show_function(text *to, pneu_arena *arena, pneu_str value, int32_t mode,
                                  const pneu_defect_sink *sink);

/*
 * Gives the number of rows that fail, and says why. Each value stands in a block of exactly its size. Besides, for each
 * row: every beginning of the value can be read leniently, and wherever memory runs out the status is PNEU_ERR_MEMORY.
 */
int field_rows_failed(const field_row *rows, size_t count, show_function *show);

/* Adds a name and a text: " name=[text]"; nothing if the text is absent. */
void show_text(text *to, const char *name, pneu_str value);

/* The same of a date: " name=[text]epoch", or " name=[text]?" where it cannot be read. */
void show_date(text *to, const char *name, const pneu_report_date *date);

#endif
