/*
 * An allocator for tests. It counts calls and bytes, checks that old sizes are right, moves every block when its size
 * changes (so that stale pointers are seen by ASan), and fails when it is told to.
 */
#ifndef TESTS_SUPPORT_FAILING_ALLOC_H
#define TESTS_SUPPORT_FAILING_ALLOC_H

#include "pneu/base.h"

/* When an allocator refuses. */
enum {
    FAIL_NEVER = 0,
    FAIL_ONCE = 1,    /* at request number fail_at (from 1) and at no other */
    FAIL_FROM_ON = 2, /* at request number fail_at and at all later ones */
    FAIL_ABOVE = 3    /* whatever would bring the live bytes above fail_at */
};

typedef struct failing_alloc {
    pneu_alloc alloc; /* to be given to the library */
    int fail;         /* FAIL_... */
    size_t fail_at;
    size_t calls;      /* of resize, frees among them */
    size_t requests;   /* calls that asked for memory */
    size_t refused;    /* requests that failed */
    size_t wrong_size; /* calls whose old_size was not the size last asked for */
    size_t live;       /* bytes held now */
    size_t peak;       /* the most that was ever held */
} failing_alloc;

/* All counts zero, failing as told. The struct must stay where it is while the allocator is used. */
void failing_alloc_init(failing_alloc *self, int fail, size_t fail_at);

/* Ends the program unless everything was freed and every old size was right. */
void failing_alloc_check_clean(const failing_alloc *self);

#endif
