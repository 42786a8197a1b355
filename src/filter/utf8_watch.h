/* Is a stream of bytes UTF-8? Told of all of it, or as text decoders do. */
#ifndef PNEU_FILTER_UTF8_WATCH_H
#define PNEU_FILTER_UTF8_WATCH_H

#include "base/str.h"

/* A zeroed struct has seen nothing. */
typedef struct pneu_i_utf8_stream {
    int is_broken; /* 1 once something was ill-formed */
    unsigned held_len;
    char held[4]; /* the beginning of a character */
} pneu_i_utf8_stream;

void pneu_i_utf8_stream_add(pneu_i_utf8_stream *stream, const char *bytes, size_t len);

/* At the end: 1 if all of it was well-formed. */
int pneu_i_utf8_stream_is_valid(const pneu_i_utf8_stream *stream);

/* The same for no more than the 64 KiB behind the first byte above 127. A zeroed struct has seen nothing. */
typedef struct pneu_i_utf8_watch {
    uint64_t seen; /* bytes from the first one above 127 on */
    pneu_i_utf8_stream window;
} pneu_i_utf8_watch;

void pneu_i_utf8_watch_add(pneu_i_utf8_watch *watch, const char *bytes, size_t len);

/* At the end: 1 if all of that was well-formed. */
int pneu_i_utf8_watch_is_valid(const pneu_i_utf8_watch *watch);

#endif
