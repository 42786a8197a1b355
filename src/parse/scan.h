/*
 * The kernels under the parser: the only loops that look at every byte of ordinary mail. Each fills one table, so that
 * variants for a CPU family can stand beside the portable one; all give the same results.
 *
 * A kernel never reads outside the bytes it is given, and never decides anything that needs bytes it has not seen.
 */
#ifndef PNEU_PARSE_SCAN_H
#define PNEU_PARSE_SCAN_H

#include <stddef.h>
#include <stdint.h>

/* What is counted of a run of bytes. Sums run through the message; a part's are differences. */
typedef struct pneu_i_tally {
    uint64_t lf;      /* line ends: LF with or without CR */
    uint64_t bare_lf; /* LF without CR before it */
    uint64_t bare_cr; /* CR without LF behind it */
    uint64_t high;    /* bytes of 128 and more */
    uint64_t nul;
} pneu_i_tally;

/* Why the body scan stopped before a block of PNEU_I_SCAN_BLOCK bytes, and what it may be told to stop for. */
enum {
    PNEU_I_STOP_END = 0,        /* fewer than a block's bytes are left */
    PNEU_I_STOP_LINE_START = 1, /* a line in the block begins with "-" or "." */
    PNEU_I_STOP_BARE_LF = 2,
    PNEU_I_STOP_BARE_CR = 4,
    PNEU_I_STOP_NUL = 8,
    PNEU_I_STOP_HIGH = 16,
    PNEU_I_STOP_LONG_LINE = 32, /* a line that ends in the block may be over 998 bytes long */
    PNEU_I_STOP_DOT = 64        /* a "." behind a bare CR or a NUL */
};

#define PNEU_I_SCAN_BLOCK ((size_t)240) /* fewer than 256, so that a block is counted in bytes */

typedef struct pneu_i_body_scan {
    unsigned wanted;    /* in: the PNEU_I_STOP_... bits of BARE_LF, BARE_CR, NUL and HIGH to stop for */
    unsigned why;       /* out */
    size_t line_length; /* in: bytes of the current line before the run */
} pneu_i_body_scan;

/* A walk of the header scan over p[0, n). */
typedef struct pneu_i_line_scan {
    size_t from;    /* where it begins; moved on to where it stopped */
    uint32_t *ends; /* out: the places of LF, in order */
    size_t count;   /* out: how many */
    size_t max;     /* room in `ends`, at least 1 */
    size_t bare;    /* raised by every LF without CR */
    int is_unusual; /* set to 1 by anything but printable ASCII, tabs, CRLF and LF; never cleared */
} pneu_i_line_scan;

/* What is in a run of header bytes, apart from line ends. */
enum {
    PNEU_I_HAS_HIGH = 1,
    PNEU_I_HAS_CONTROL = 2, /* C0 but tab, CR and LF; DEL; NUL among them */
    PNEU_I_HAS_BARE_LF = 4,
    PNEU_I_HAS_BARE_CR = 8
};

typedef struct pneu_i_scan {
    /*
     * Header scan: the places of LF in p[scan->from, n), at most `max` of them. Stops behind a place that is followed by
     * an empty line, or at the end. Bytes that it finds unusual must be counted by `header`; of the others only the
     * line ends count.
     */
    void (*line_ends)(const uint8_t *p, size_t n, pneu_i_line_scan *scan);

    /*
     * Body scan from p[from] on, by whole blocks, counting into `tally`, up to the first block that the caller must walk
     * byte by byte: returns where that block begins (it is not counted). p[from - 1] must be readable.
     */
    size_t (*body)(const uint8_t *p, size_t from, size_t n, pneu_i_tally *tally, pneu_i_body_scan *scan);

    /* The first "-" of p[from, n) that stands behind LF; n if there is none. p[from - 1] must be readable. */
    size_t (*dash)(const uint8_t *p, size_t from, size_t n);

    /* Counts all of p[0, n), `before` being the byte in front of it, and tells what is there: PNEU_I_HAS_... bits. A CR at
     * the very end is left to the next run. */
    unsigned (*header)(const uint8_t *p, size_t n, uint8_t before, pneu_i_tally *tally);
} pneu_i_scan;

extern const pneu_i_scan pneu_i_scan_portable;

/* The kernels for a level that pneu_i_cpu_level gave. */
const pneu_i_scan *pneu_i_scan_at(uint32_t cpu_level);

#endif
