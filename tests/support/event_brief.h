/*
 * What a parser says of a message, in one line a person can write: "(" and ")" for a part, names for fields, junk:N,
 * piece:N, "|type" for the header's end ("|" is followed by "-" where there is no separator, the type by "=" and the
 * encoding where it is not the identity), body"...", pre"...",
 * "--" and "--." for delimiters and close delimiters (with the bytes of the line end before them: "2--"), epi"...".
 */
#ifndef TESTS_SUPPORT_EVENT_BRIEF_H
#define TESTS_SUPPORT_EVENT_BRIEF_H

#include "pneu/parse.h"
#include "support/text.h"

/* One message and what is expected of it. `options`: pairs of key and value, up to a key of 0. */
typedef struct event_case {
    const char *name;
    const char *input;
    const char *events;
    const char *defects; /* "code/detail@offset+length", separated by blanks, in the order given */
    int64_t options[4];
    size_t input_length; /* 0: up to the NUL */
    int reading;         /* PNEU_READING_... that gets `choice` */
    int choice;
} event_case;

/* Parses each case whole and byte by byte; ends the program where the events or defects are not the ones expected. */
void check_event_cases(const event_case *cases, size_t count);

#endif
