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

#include "base/census.h"
#include "pneu/parse.h"

/* What is counted of a run of bytes. Sums run through the message; a part's are differences. */
typedef struct pneu_i_tally {
    uint64_t lf;      /* line ends: LF with or without CR */
    uint64_t bare_lf; /* LF without CR before it */
    uint64_t bare_cr; /* CR without LF behind it */
    uint64_t high;    /* bytes of 128 and more */
    uint64_t nul;
} pneu_i_tally;

/* What the body scan may be told to stop for. */
enum {
    PNEU_I_STOP_DASHES = 1, /* a line that begins with "--", or with the last "-" visible */
    PNEU_I_STOP_BARE_CR = 2,
    PNEU_I_STOP_NUL = 4,
    PNEU_I_STOP_HIGH = 8
};

typedef struct pneu_i_body_scan {
    unsigned wanted;    /* in: PNEU_I_STOP_... bits */
    size_t line_length; /* bytes of the current line, before the run and then before the place where the scan stopped */
    size_t walk;        /* out: bytes from there on that the caller must walk one by one, as far as there are any */
} pneu_i_body_scan;

#define PNEU_I_FIELDS_MOST ((size_t)32)  /* that a field scan gives */
#define PNEU_I_LONG_FIELD ((size_t)1024) /* bytes of a field from which on it is long */

/* A walk over fields that are nothing special. */
typedef struct pneu_i_field_scan {
    pneu_field_span *fields; /* out: by their places in the run */
    size_t max;              /* in: room for so many, 1 to PNEU_I_FIELDS_MOST */
    size_t longest;          /* in: bytes that a field may have */
    size_t count;            /* out */
    size_t lines;            /* out: line ends in them */
    size_t bare_lf;          /* out: LF without CR among those: none or all of them */
    size_t high;             /* out: bytes of 128 and more in them */
    uint32_t high_fields;    /* out: a bit for each that has some */
    size_t plain;       /* out: up to there the field behind them is plain, each fold too, if that is long; else 0 */
    size_t plain_lines; /* line ends up to there; where plain is not 0 */
    int has_high;       /* there are bytes of 128 and more up to there; the same */
} pneu_i_field_scan;

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
     * Field scan: whole fields from p[0] on, where a line begins, as long as nothing about them needs a closer look: a
     * name with its colon, printable ASCII, tabs, 8-bit bytes in the value, line ends of one kind, no blank line among
     * the folded ones nor one that may read "Content-...", and a byte behind that shows the field's end. Stops at the
     * first other line. NULL: there is none.
     */
    void (*fields)(const uint8_t *p, size_t n, pneu_i_field_scan *scan);

    /*
     * Header scan: the places of LF in p[scan->from, n), at most `max` of them. Stops behind a place that is followed
     * by an empty line, or at the end. Bytes that it finds unusual must be counted by `header`; of the others only the
     * line ends count.
     */
    void (*line_ends)(const uint8_t *p, size_t n, pneu_i_line_scan *scan);

    /*
     * Body scan: counts p[from, n) into `tally`, up to the first byte that the caller must walk: returns its place, or
     * n. Such are those that `wanted` asks for, a "." that may belong to a look-alike of an end of data, and the end of
     * a line of more than 998 bytes; others may be. p[from - 1] must be readable.
     */
    size_t (*body)(const uint8_t *p, size_t from, size_t n, pneu_i_tally *tally, pneu_i_body_scan *scan);

    /* The places in p[0, n) of the first LF without CR, at most `max`; returns how many. `before` is the byte in front of
     * p. */
    size_t (*bare_lf)(const uint8_t *p, size_t n, uint8_t before, size_t *places, size_t max);

    /* The first "-" of p[from, n) that stands behind LF; n if there is none. p[from - 1] must be readable. */
    size_t (*dash)(const uint8_t *p, size_t from, size_t n);

    /* Counts all of p[0, n), `before` being the byte in front of it, and tells what is there: PNEU_I_HAS_... bits. A CR
     * at the very end is left to the next run. */
    unsigned (*header)(const uint8_t *p, size_t n, uint8_t before, pneu_i_tally *tally);

    /* The census of p[0, n), behind what it was taken of before; its length is not counted. */
    void (*census)(const uint8_t *p, size_t n, pneu_i_census *census);
} pneu_i_scan;

extern const pneu_i_scan pneu_i_scan_portable;
extern const pneu_i_scan pneu_i_scan_sse;
extern const pneu_i_scan pneu_i_scan_avx2;
extern const pneu_i_scan pneu_i_scan_avx512;
extern const pneu_i_scan pneu_i_scan_neon;

/* The kernels for the highest level up to this one that the CPU has. */
const pneu_i_scan *pneu_i_scan_at(uint32_t cpu_level);

/* For tables of other families, which have no better ones. */
void pneu_i_find_line_ends(const uint8_t *p, size_t n, pneu_i_line_scan *scan);
size_t pneu_i_find_bare_lf(const uint8_t *p, size_t n, uint8_t before, size_t *places, size_t max);
unsigned pneu_i_count_header(const uint8_t *p, size_t n, uint8_t before, pneu_i_tally *tally);

#endif
