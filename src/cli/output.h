/*
 * Buffered output to a file descriptor. The first error is kept, and everything after it is dropped: callers write
 * without checking, look at output_failed() where a loop may be long, and the end of the program reports the error.
 */
#ifndef PNEU_CLI_OUTPUT_H
#define PNEU_CLI_OUTPUT_H

#include <stddef.h>
#include <stdint.h>

#include "pneu/base.h"

/* When a full buffer is written. */
enum {
    OUTPUT_ANY = 0,        /* all of it */
    OUTPUT_WHOLE_LINES = 1 /* up to its last line end, so that a reader never sees half a line for long */
};

struct packing;

struct output {
    int fd;
    int error;    /* errno of the first failure, else 0 */
    int flushing; /* OUTPUT_ANY or OUTPUT_WHOLE_LINES */
    char *buffer;
    size_t capacity;
    size_t used;
    uint64_t written;        /* bytes that have left the buffer */
    struct packing *packing; /* NULL: it is written as it is; see packing.h */
};

/* An output over the caller's buffer, which must outlive it. */
void output_init(struct output *out, int fd, char *buffer, size_t capacity);

void output_bytes(struct output *out, const void *bytes, size_t len);
void output_str(struct output *out, pneu_str text);
void output_text(struct output *out, const char *text);
void output_char(struct output *out, char c);
void output_repeat(struct output *out, char c, size_t times);
void output_number(struct output *out, uint64_t number);

/* The number, right-aligned in at least `width` columns. */
void output_aligned(struct output *out, uint64_t number, size_t width);

/* How many digits the number has. */
size_t output_digits(uint64_t number);

/* The place where the output is now. */
uint64_t output_place(const struct output *out);

/* Takes back what came since that place, the beginning of a line that cannot be finished. What has left the buffer
 * cannot be: then the line ends here. */
void output_take_back(struct output *out, uint64_t place);

/* For packing: writes past the buffer. */
void output_write(struct output *out, const char *bytes, size_t len);

/* Hands everything to the system. */
void output_flush(struct output *out);

/* The same, and the end of what is compressed: nothing can be written any more. */
void output_end(struct output *out);

/* Ends it and closes the descriptor, so that errors which only close tells are seen. */
void output_close(struct output *out);

int output_failed(const struct output *out);

#endif
