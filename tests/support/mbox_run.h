/* Runs mboxes through splitter and writer, cut in given ways. */
#ifndef TESTS_SUPPORT_MBOX_RUN_H
#define TESTS_SUPPORT_MBOX_RUN_H

#include "pneu/mbox.h"
#include "support/chunks.h"
#include "support/text.h"

/* How a splitter is run. */
typedef struct mbox_how {
    int32_t variant;
    uint32_t flags;
    int answers; /* 1: questions are answered */
} mbox_how;

/* Splits; adds to the trace "junk BYTES", "from SENDER EPOCH" and "bytes BYTES" (neighbours joined, quoted), "end", a
 * line each, "end" and "from" with their offsets. Ends the program where bytes are not those of the mbox at their offset,
 * or a call fails. */
void mbox_split(mbox_how how, pneu_str in, chunking cut, text *trace);

/* The messages of an mbox. */
typedef struct mbox_messages {
    text bytes;
    size_t ends[256]; /* in bytes */
    size_t count;     /* those beyond 256 are not kept */
} mbox_messages;

/* Splits, in one push, and answers. */
void mbox_messages_of(mbox_how how, pneu_str in, chunking cut, mbox_messages *out);
pneu_str mbox_message(const mbox_messages *messages, size_t index);

/* Writes messages into an mbox. */
typedef struct mbox_joiner {
    pneu_mbox_writer *writer;
    int32_t variant;
    uint32_t flags;
    chunking cut;
    text *mbox;
} mbox_joiner;

/* Adds a message of a@b.c, of the year 2024. PNEU_OK, or the error. */
pneu_status mbox_add(const mbox_joiner *joiner, pneu_str message);

/* What comes back of the message: with a line end for its last line, and the empty line after its header. */
void mbox_whole_message(pneu_str message, text *out);

#endif
