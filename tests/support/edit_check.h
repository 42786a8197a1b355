/*
 * One edit, checked against an oracle that knows only the spans of the tree as read: which bytes may have changed, and
 * what a parser sees afterwards. The program ends where it does not hold.
 */
#ifndef TESTS_SUPPORT_EDIT_CHECK_H
#define TESTS_SUPPORT_EDIT_CHECK_H

#include "pneu/edit.h"

enum {
    EDIT_SET,
    EDIT_ADD,
    EDIT_PREPEND,
    EDIT_INSERT_FIELD,
    EDIT_REMOVE_FIELDS,
    EDIT_REMOVE_FIELD,
    EDIT_RENAME,
    EDIT_REPLACE,
    EDIT_INSERT_BEFORE,
    EDIT_INSERT_AFTER,
    EDIT_INSERT_CHILD,
    EDIT_REMOVE,
    EDIT_WRAP,
    EDIT_SET_BODY,
    EDIT_SET_TEXT,
    EDIT_COUNT
};

/* An edit: numbers that are no part, field or encoding are taken as the next that is. */
typedef struct edit_choice {
    int what;
    uint32_t part;
    uint32_t number; /* of a field, a child, an encoding */
} edit_choice;

/* Makes the edit. */
pneu_status edit_make(pneu_message *message, edit_choice edit);

/* Makes the edit on a message of its own, and checks all that is said above. */
void edit_check(const char *bytes, size_t len, edit_choice edit);

#endif
