/*
 * pneu/mbox.h: many messages in one file (RFC 4155, and the variants of mbox that are about): taken apart and put
 * together, streaming. The library reads and writes no file.
 *
 * A message in an mbox stands behind a line "From SENDER DATE", and before the next one an empty line. A line of a
 * message that looks like that is told apart by its form alone (PLAIN), has a ">" before it (RD, O, CL), or is found to
 * be one by the field Content-Length (CL, CL2). Only RD can be undone without loss: it is the one to write.
 */
#ifndef PNEU_MBOX_H
#define PNEU_MBOX_H

#include <pneu/base.h>
#include <pneu/date.h>
#include <pneu/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The variants. Only ever appended to. */
enum {
    PNEU_MBOX_RD = 0,   /* mboxrd: ">" before every line of any number of ">" and "From " */
    PNEU_MBOX_O = 1,    /* mboxo: ">" before "From " alone; ">From " comes back as "From " */
    PNEU_MBOX_CL = 2,   /* mboxcl: as mboxo, and Content-Length */
    PNEU_MBOX_CL2 = 3,  /* mboxcl2: Content-Length alone */
    PNEU_MBOX_PLAIN = 4 /* RFC 4155's default: lines stand as they are */
};

/* Flags. */
enum {
    PNEU_MBOX_STRICT = 1, /* splitter: From lines as in RFC 4155 only */
    PNEU_MBOX_CRLF = 2    /* writer: its own lines end in CRLF; the message's lines stay in any case */
};

/* ---- The line before a message -------------------------------------------------------------------------------- */

/* This struct never changes. */
typedef struct pneu_mbox_from {
    /* The envelope's sender as written, "MAILER-DAEMON" or "-" where there is none; no control characters. */
    pneu_str sender;
    pneu_date date; /* without a zone (as it should be) UTC is meant */
} pneu_mbox_from;

/*
 * Reads "From SENDER DATE", with or without its line end. The date is as asctime() writes it, in UTC. Lenient: also
 * without seconds, with a zone before or after the year, without sender, with a wrong day of the week, and with "remote
 * from HOST" after it. The sender is borrowed from the line. PNEU_ERR_NOT_FOUND: the line is none; PNEU_ERR_ARGUMENT.
 */
PNEU_API pneu_status pneu_mbox_from_parse(pneu_str line, int32_t mode, pneu_mbox_from *out);

/* Writes that line, ended by LF, in the arena. An empty sender is "MAILER-DAEMON"; `epoch` is in seconds since 1970, in
 * the years 1900 to 9999. PNEU_ERR_ARGUMENT (also for a sender that would not be read back); PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_mbox_from_format(pneu_arena *arena, pneu_str sender, int64_t epoch, pneu_str *out);

/* ---- Taking apart --------------------------------------------------------------------------------------------- */

/* The events of a splitter. Only ever appended to. */
enum {
    PNEU_MBOX_JUNK = 1,    /* bytes before the first message */
    PNEU_MBOX_MESSAGE = 2, /* a message begins: the slice is its From line, `from` what it says */
    PNEU_MBOX_BYTES = 3,   /* bytes of the message, quotes undone */
    PNEU_MBOX_END = 4,     /* the message ends; the slice is empty */
    PNEU_MBOX_PEEK = 5     /* the splitter wants to see what stands at `offset`: see pneu_mbox_splitter_answer */
};

typedef struct pneu_mbox_event {
    int32_t type;
    int32_t reserved;
    pneu_str slice;
    uint64_t offset; /* in the mbox, of the slice */
    pneu_mbox_from from;
} pneu_mbox_event;

/*
 * Takes an mbox apart, in constant memory:
 *
 *     pneu_mbox_splitter_push(splitter, bytes, len);
 *     while (pneu_mbox_splitter_next(splitter, &event) == PNEU_OK) ...                  // until PNEU_MORE, or PNEU_DONE
 *
 * A From line counts at the start, behind an empty line or another From line, and where Content-Length says so (CL,
 * CL2); its form must be right: "From now on" is text. The empty line before it, or at the end, is no part of the
 * message, unless it is the one that ends the header. What comes does not depend on how the input is cut.
 *
 * Content-Length (CL, CL2) counts only if it ends at a From line or at the end of the mbox, an empty line between. That
 * needs to be known before the message is over only where a From line stands within the bytes it counts: there the
 * event PEEK asks for what stands at their end. A caller that can look there (a file, a buffer) answers; one that
 * cannot goes on, and the From line is taken for what it looks like.
 */
typedef struct pneu_mbox_splitter pneu_mbox_splitter;

/* A new one; the caller frees it with pneu_mbox_splitter_free. PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_mbox_splitter_new(int32_t variant, uint32_t flags, const pneu_alloc *alloc,
                                            pneu_mbox_splitter **out);

/* Gives the next bytes, borrowed until pneu_mbox_splitter_next returns PNEU_MORE. PNEU_ERR_STATE before MORE and after
 * finish; PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_mbox_splitter_push(pneu_mbox_splitter *splitter, const void *bytes, size_t len);

/* Says that there is no more input. PNEU_ERR_STATE before MORE, or twice. */
PNEU_API pneu_status pneu_mbox_splitter_finish(pneu_mbox_splitter *splitter);

/* The next event, borrowed until the next call. PNEU_OK; PNEU_MORE: the input is used up; PNEU_DONE: that was all. */
PNEU_API pneu_status pneu_mbox_splitter_next(pneu_mbox_splitter *splitter, const pneu_mbox_event **event);

/* How many bytes an answer needs at most. */
#define PNEU_MBOX_PEEK_SIZE 1024

/* After PEEK: the bytes of the mbox from the event's offset on, PNEU_MBOX_PEEK_SIZE of them or as many as there are
 * (none if the mbox is shorter). Used at once. PNEU_ERR_STATE if nothing was asked; PNEU_ERR_ARGUMENT. */
PNEU_API pneu_status pneu_mbox_splitter_answer(pneu_mbox_splitter *splitter, const void *bytes, size_t len);

/* As new. */
PNEU_API void pneu_mbox_splitter_reset(pneu_mbox_splitter *splitter);

/* Frees it; NULL is allowed. */
PNEU_API void pneu_mbox_splitter_free(pneu_mbox_splitter *splitter);

/* ---- Putting together ----------------------------------------------------------------------------------------- */

/*
 * Writes messages into an mbox, one after the other:
 *
 *     pneu_mbox_writer_begin(writer, sender, epoch, 0);
 *     pneu_mbox_writer_push(writer, bytes, len), read until PNEU_MORE, and so on
 *     pneu_mbox_writer_end(writer), read until PNEU_DONE                       // then begin again
 *
 * What a splitter of the same variant makes of it is the message, but that (all) its last line has a line end, and its
 * header the empty line after it; (O, CL) lines of ">From " are "From "; (CL, CL2) it has a new field Content-Length,
 * last in its header, and no other, and (CL2) ">" before "From " in its header. An empty message stays empty. PLAIN is
 * for messages that have no such lines.
 */
typedef struct pneu_mbox_writer pneu_mbox_writer;

/* A new one; the caller frees it with pneu_mbox_writer_free. PNEU_ERR_ARGUMENT, PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_mbox_writer_new(int32_t variant, uint32_t flags, const pneu_alloc *alloc,
                                          pneu_mbox_writer **out);

/* For CL and CL2, whose field stands before the body: a message is written to be measured, and what is written thrown
 * away (pneu_mbox_writer_body_length). */
#define PNEU_MBOX_MEASURE UINT64_MAX

/* Begins a message; sender and date as in pneu_mbox_from_format. `body_length` is for CL and CL2 (see
 * pneu_mbox_body_length), or PNEU_MBOX_MEASURE. PNEU_ERR_STATE within a message; PNEU_ERR_ARGUMENT; PNEU_ERR_MEMORY. */
PNEU_API pneu_status pneu_mbox_writer_begin(pneu_mbox_writer *writer, pneu_str sender, int64_t epoch,
                                            uint64_t body_length);

/* The next bytes of the message, borrowed until pneu_mbox_writer_read returns PNEU_MORE. PNEU_ERR_STATE before MORE and
 * outside of a message. */
PNEU_API pneu_status pneu_mbox_writer_push(pneu_mbox_writer *writer, const void *bytes, size_t len);

/* The message is whole. PNEU_ERR_STATE before MORE and outside of a message. */
PNEU_API pneu_status pneu_mbox_writer_end(pneu_mbox_writer *writer);

/* Writes up to `capacity` bytes and sets *written. PNEU_OK: at least one byte was written, call again; PNEU_MORE:
 * nothing was, the input is used up; PNEU_DONE: nothing was, the message is written. PNEU_ERR_MEMORY, and
 * PNEU_ERR_ARGUMENT where the body did not have the length that was told (CL, CL2), stay until reset: what was written
 * of this message is void. PNEU_ERR_ARGUMENT also for a capacity of 0. */
PNEU_API pneu_status pneu_mbox_writer_read(pneu_mbox_writer *writer, void *out, size_t capacity, size_t *written);

/* The length of the body that was written so far, of the message at hand or the last one. */
PNEU_API uint64_t pneu_mbox_writer_body_length(const pneu_mbox_writer *writer);

/* As new; memory is kept. */
PNEU_API void pneu_mbox_writer_reset(pneu_mbox_writer *writer);

/* Frees it; NULL is allowed. */
PNEU_API void pneu_mbox_writer_free(pneu_mbox_writer *writer);

/* The length of the body of a message in memory as this variant writes it: with its quotes, and a line end for its last
 * line. */
PNEU_API uint64_t pneu_mbox_body_length(int32_t variant, uint32_t flags, pneu_str message);

#ifdef __cplusplus
}
#endif

#endif
