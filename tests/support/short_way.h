/* Short ways through values of fields: shown tables, changed bytes and noise, each value in a block of its very size. */
#ifndef TESTS_SUPPORT_SHORT_WAY_H
#define TESTS_SUPPORT_SHORT_WAY_H

#include "pneu/base.h"

/* 1 if the short way takes the value. Fails the test where the long way reads otherwise what was taken. */
typedef int short_way(pneu_str value);

typedef struct short_way_row {
    const char *value;
    int is_taken;
} short_way_row;

/* Texts of pieces put together at random. */
typedef struct piece_noise {
    const char *start; /* of each text */
    const char *const *pieces;
    size_t piece_count;
    size_t most; /* pieces of a text */
    size_t rounds;
} piece_noise;

/* 1 if the way takes the text. */
int try_short_way(short_way *way, const char *text, size_t len);

/* Tries every beginning of each row. Gives the number of rows that are not taken as they say, and tells which. */
int short_way_rows_failed(short_way *way, const short_way_row *rows, size_t count);

/* Tries each byte of the texts as any other one; gives how many of these were taken. */
size_t try_changed_bytes(short_way *way, const char *const *texts, size_t count);

/* Tries the same noise every time; gives how many texts were taken. */
size_t try_piece_noise(short_way *way, const piece_noise *noise);

#endif
