/* Messages made fit for a transport, in both ways, and the law that holds of what comes out (law 6). */
#ifndef TESTS_SUPPORT_ASCII_RUN_H
#define TESTS_SUPPORT_ASCII_RUN_H

#include "pneu/filter.h"
#include "support/chunks.h"
#include "support/text.h"

/* How to convert. */
typedef struct ascii_way {
    int is_one_pass;
    int has_spool;
    pneu_ascii_choices choices;
    chunking how;    /* the pushes */
    size_t capacity; /* of reads; 0: large */
    const pneu_alloc *alloc;
} ascii_way;

/* What came of it. */
typedef struct ascii_result {
    pneu_status status; /* PNEU_OK, or why not */
    text out;
    pneu_refusal refusal; /* its field is ended by `field` */
    char field[64];
    pneu_ascii_summary summary;
} ascii_result;

void ascii_run(const ascii_way *way, const char *bytes, size_t len, ascii_result *result);
/* Converts a message as pneu_ascii_writer does, with its flags; of the way only choices, capacity and allocator count. */
void ascii_write(const ascii_way *way, pneu_message *message, uint32_t flags, ascii_result *result);

void ascii_result_free(ascii_result *result);

/* The law of one message, borrowed, for all its results: what was seen of one is not looked at again for another that
 * is the same. */
typedef struct ascii_law ascii_law;

ascii_law *ascii_law_of(const char *bytes, size_t len);
void ascii_law_free(ascii_law *law);

/* Ends the program unless the result, if there is one, keeps the law: the transport takes it, as pneu_needs says;
 * CRLF; the same tree, bodies and texts; and converting it again changes nothing. */
void ascii_law_check(ascii_law *law, const ascii_way *way, const ascii_result *result);

/* The same for one result. */
void ascii_must_keep_law(const ascii_way *way, const char *bytes, size_t len, const ascii_result *result);

/* 1 if both bodies have the same lines, however these end: what a conversion may change of a body that is not base64. */
int ascii_same_lines(pneu_str a, pneu_str b);

#endif
