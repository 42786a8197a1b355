/* Tables of edits on parts and bodies: what is written afterwards, and what was touched. */
#ifndef TESTS_SUPPORT_EDIT_STEPS_H
#define TESTS_SUPPORT_EDIT_STEPS_H

#include "pneu/edit.h"

/* What a step does. */
enum {
    STEP_END = 0,
    REPLACE,
    BEFORE,
    AFTER,
    CHILD,
    REMOVE,
    WRAP,
    BODY,
    TEXT,
    SET, /* the field "S" to the text */
    TYPE /* Content-Type */
};

typedef struct edit_step {
    int what;
    uint32_t part;
    const char *text;
    int32_t number; /* encoding; index of a child */
} edit_step;

/* The last step is one that does nothing. */
typedef struct edit_row {
    const char *name;
    const char *message;
    edit_step steps[4];
    const char *written;
    const char *touches; /* as edit_print_touches has it */
} edit_row;

pneu_status edit_step_do(pneu_message *message, const edit_step *step);

/* Checks all rows, whatever sizes are read, and that undoing gives the input back. Returns how many rows fail. */
size_t edit_rows_that_fail(const edit_row *rows, size_t count);

/* Every request for memory refused in turn: an edit that says so has changed nothing, and can be made again. */
void edit_rows_without_memory(const edit_row *rows, size_t count);

/* Messages to build rows of. */
#define MULTI "Content-Type: multipart/mixed; boundary=b\n\n"
#define ONE "--b\nA: 1\n\none\n"
#define TWO "--b\n\ntwo\n"
#define BARE "--b\n\n"
#define CLOSE "--b--\n"
#define NEW "N: 1\n\nnew"
#define BNEW "--b\nN: 1\n\nnew\n"
#define INNER "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n--c--\n"
#define CTE "Content-Transfer-Encoding: "

#endif
