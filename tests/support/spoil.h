/* Texts spoilt with CR, LF and NUL: what no builder takes, and no decoded value holds. */
#ifndef TESTS_SUPPORT_SPOIL_H
#define TESTS_SUPPORT_SPOIL_H

#include "pneu/base.h"

/* The text with bytes put in at `at`, in a block of exactly its size, so that a byte read too many is seen. free(ptr). */
pneu_str spoilt(pneu_str text, pneu_str bytes, size_t at);

/* One value being read. */
typedef struct reading {
    pneu_arena *arena;
    pneu_str in;
    int32_t mode;
    size_t texts; /* seen so far */
    int is_dirty; /* 1 once one of them was not clean */
} reading;

/* Shows a decoded text. */
void see(reading *r, pneu_str text);
void see_all(reading *r, const pneu_str *texts, size_t count);

typedef struct reader_row {
    const char *name;
    void (*read)(reading *r); /* shows all texts it reads of r->in */
    const char *in;
} reader_row;

/* Reads each value in both modes, as it is and with every spoil (raw, in folds, in quoted pairs, escaped, in encoded
 * words) at every place. Gives the number of those that show a text that is not clean, or nothing as they are; says
 * which. */
int readers_failed(const reader_row *rows, size_t count);

/* Reads each value in both modes with memory that ends at every byte; the program ends where that is not clean. */
void readers_starve(const reader_row *rows, size_t count);

#endif
