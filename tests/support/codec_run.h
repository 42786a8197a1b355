/*
 * Runs a codec over bytes that are cut in a given way, and keeps all that came of it. Every piece is pushed from, and
 * every read goes to, a block of exactly its size, so that a sanitiser sees a byte too many.
 */
#ifndef PNEU_TESTS_CODEC_RUN_H
#define PNEU_TESTS_CODEC_RUN_H

#include "pneu/codec.h"

/* How to cut: a first piece of `first` bytes (0: none), then pieces of `step` (0: all the rest); reads of `room` bytes
 * (0: 4096). */
typedef struct codec_cut {
    size_t first, step, room;
} codec_cut;

typedef struct codec_result {
    char *bytes; /* never NULL */
    size_t len;
    pneu_status status; /* the last one: DONE, MORE if not finished, or an error */
    size_t pushed;      /* bytes of input that were pushed */
    size_t rest;        /* of these, bytes behind the end (DOT_UNSTUFF) */
    uint64_t error_offset;
    pneu_defect *defects;
    size_t defect_count;
    uint64_t counts[PNEU_DEFECT_COUNT];
    char name[256], mode[8];
    int32_t checksum;
    uint64_t declared_size;
} codec_result;

/* Without FINISH, the input is left open. */
enum {
    CODEC_RUN_FINISH = 0,
    CODEC_RUN_LEAVE_OPEN = 1
};

/* Pushes everything through the codec. Frees nothing of it: it can be run again after pneu_codec_reset. */
codec_result codec_run_on(pneu_codec *codec, pneu_str in, codec_cut cut, int how);

/* The same with a codec of its own. */
codec_result codec_run(int32_t kind, uint32_t flags, pneu_str in, codec_cut cut);

void codec_result_free(codec_result *result);

/* 1 if two runs gave the same bytes, defects, status and properties (not: pushed, rest). */
int codec_results_equal(const codec_result *a, const codec_result *b);

/* The first way of cutting the input, of all 2-way splits and some others, that gives another result than the whole; or
 * -1. Prints what differs. Exhaustive for inputs up to 600 bytes, else every 7th split. */
int codec_find_cut_that_differs(int32_t kind, uint32_t flags, pneu_str in);

/* One behaviour: what comes of an input, whole and in every cut. */
typedef struct codec_row {
    const char *name;
    uint32_t flags;
    pneu_str in;
    pneu_str out;
    const char *defects; /* as codec_defects_text gives them */
    uint64_t error_at;   /* not 0: strict, the offset + 1 of the offending byte; then `out` is what came before */
} codec_row;

#define CODEC_TEXT(literal)                                                                                            \
    {                                                                                                                  \
        "" literal, sizeof(literal) - 1                                                                                \
    }

/* 1 if the codec does what the row says; else 0, and prints what it does. */
int codec_row_holds(int32_t kind, const codec_row *row);

/* "code/detail@offset+length" of all defects, separated by blanks. Static text, valid until the next call. */
const char *codec_defects_text(const codec_result *result);

#endif
