/*
 * The scan kernels in plain C: loops over fixed blocks that a compiler turns into vector code (this file is built with
 * -O3), and one loop over 8-byte words.
 * In: runs of bytes. Out: places of line ends, counts, and where something needs a closer look. Invariants: the counts
 * are exact for the bytes passed; a block is either passed and counted, or not touched. Counters within a block are bytes,
 * so a block is shorter than 256.
 * Not handled: what the findings mean (header.c, body.c).
 */
#include <string.h>

#include "base/compiler.h"
#include "base/word.h"
#include "charset/charset.h"
#include "parse/scan.h"

#define BLOCK ((size_t)240) /* fewer than 256, so that a block is counted in bytes */

/* ---- Line ends ---------------------------------------------------------------------------------------------- */

static inline int is_empty_line(const uint8_t *p, size_t i, size_t n)
{
    return i < n && (p[i] == '\n' || (p[i] == '\r' && i + 1 < n && p[i + 1] == '\n'));
}

/* Takes a line end; 1 once the scan is to stop. */
static inline int take_line_end(const uint8_t *p, size_t at, size_t n, pneu_i_line_scan *scan)
{
    scan->ends[scan->count++] = (uint32_t)at;
    return scan->count == scan->max || is_empty_line(p, at + 1, n);
}

/* Looks at a byte that is not printable: where to go on behind it. *stops is set once the scan is to stop there. */
static inline size_t pass_odd_byte(const uint8_t *p, size_t at, size_t n, pneu_i_line_scan *scan, int *stops)
{
    if (p[at] == '\r' && at + 1 < n && p[at + 1] == '\n') {
        *stops = take_line_end(p, at + 1, n, scan);
        return at + 2;
    }
    if (p[at] == '\n') {
        scan->is_unusual |= at == 0; /* what stands before it is not known here */
        scan->bare += at == 0 || p[at - 1] != '\r';
        *stops = take_line_end(p, at, n, scan);
    } else if (p[at] != '\t') {
        scan->is_unusual |= p[at] != '\r' || at + 1 < n;
    }
    return at + 1;
}

void pneu_i_find_line_ends(const uint8_t *p, size_t n, pneu_i_line_scan *scan)
{
    size_t i = scan->from;
    int stops = 0;
    scan->count = 0;
    if (i > 0 && i < n && p[i - 1] == '\r' && p[i] != '\n')
        scan->is_unusual = 1; /* a CR that was the last byte visible to the scan before */
    while (!stops && n - i >= 16) {
        uint64_t first = pneu_i_word_odd(pneu_i_word_load(p + i)),
                 second = pneu_i_word_odd(pneu_i_word_load(p + i + 8));
        if ((first | second) == 0)
            i += 16;
        else
            i = pass_odd_byte(p, i + (first != 0 ? pneu_i_word_first(first) : 8 + pneu_i_word_first(second)), n, scan,
                              &stops);
    }
    while (!stops && i < n)
        i = p[i] < 0x20 || p[i] >= 0x7f ? pass_odd_byte(p, i, n, scan, &stops) : i + 1;
    scan->from = i;
}

size_t pneu_i_find_bare_lf(const uint8_t *p, size_t n, uint8_t before, size_t *places, size_t max)
{
    const uint8_t *end = p + n, *from = p, *lf;
    size_t count = 0;
    while (count < max && from < end && (lf = memchr(from, '\n', (size_t)(end - from))) != NULL) {
        if ((lf > p ? lf[-1] : before) != '\r')
            places[count++] = (size_t)(lf - p);
        from = lf + 1;
    }
    return count;
}

/* ---- Body --------------------------------------------------------------------------------------------------- */

/* What one pass tells of a block: enough to pass ordinary text at once. */
typedef struct look {
    uint8_t lf;         /* how many */
    uint8_t mismatch;   /* not 0: a bare LF or a bare CR */
    uint8_t all;        /* all bytes OR-ed: the top bit tells of 8-bit bytes */
    uint8_t least;      /* the smallest byte: 0 tells of NUL */
    uint8_t line_start; /* 0: a line begins with "-" or "." */
} look;

/* All bits set if the condition holds: what a vector compare gives. */
#define MASK(condition) ((uint8_t) - (uint8_t)(condition))

static inline look look_at(const uint8_t *p)
{
    uint8_t lf = 0, mismatch = 0, all = 0, least = 255, line_start = 255;
    for (size_t i = 0; i < BLOCK; i++) {
        uint8_t c = p[i], before = p[(ptrdiff_t)i - 1];
        uint8_t is_lf = MASK(c == '\n');
        uint8_t start = (uint8_t)((before ^ '\n') | ((uint8_t)(c - '-') & 0xfe)); /* 0 for LF, then "-" or "." */
        lf = (uint8_t)(lf - is_lf);
        mismatch |= (uint8_t)(is_lf - MASK(before == '\r'));
        all |= c;
        least = c < least ? c : least;
        line_start = start < line_start ? start : line_start;
    }
    look seen = {lf, mismatch, all, least, line_start};
    return seen;
}

static inline uint8_t count_bare_lf(const uint8_t *p)
{
    uint8_t count = 0;
    for (size_t i = 0; i < BLOCK; i++)
        count = (uint8_t)(count + ((p[i] == '\n') & (p[(ptrdiff_t)i - 1] != '\r')));
    return count;
}

static inline uint8_t count_bare_cr(const uint8_t *p)
{
    uint8_t count = 0;
    for (size_t i = 0; i < BLOCK; i++)
        count = (uint8_t)(count + ((p[i] != '\n') & (p[(ptrdiff_t)i - 1] == '\r')));
    return count;
}

/* CRs in front of the block's bytes: none in mail whose lines end with LF. */
static inline uint8_t count_cr_before(const uint8_t *p)
{
    uint8_t count = 0;
    for (size_t i = 0; i < BLOCK; i++)
        count = (uint8_t)(count + (p[(ptrdiff_t)i - 1] == '\r'));
    return count;
}

static inline uint8_t count_high(const uint8_t *p)
{
    uint8_t count = 0;
    for (size_t i = 0; i < BLOCK; i++)
        count = (uint8_t)(count + (p[i] >> 7));
    return count;
}

static inline uint8_t count_nul(const uint8_t *p)
{
    uint8_t count = 0;
    for (size_t i = 0; i < BLOCK; i++)
        count = (uint8_t)(count + (p[i] == 0));
    return count;
}

/* A "." behind a CR or a NUL: the look-alikes of an end of data that do not stand behind an LF. */
static inline uint8_t has_odd_dot(const uint8_t *p)
{
    uint8_t found = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        uint8_t before = p[(ptrdiff_t)i - 1];
        found |= (uint8_t)((p[i] == '.') & ((before == '\r') | (before == 0)));
    }
    return found;
}

/* Counts a block in which something is unusual into `block`; 1 if the caller must walk it. Inlined, its loops would
 * share work with look_at. */
static PNEU_I_APART int look_closer(const uint8_t *p, const look *seen, unsigned wanted, pneu_i_tally *block)
{
    unsigned why = 0;
    if (seen->mismatch != 0 && count_cr_before(p) == 0) {
        block->bare_lf = seen->lf;
    } else if (seen->mismatch != 0) {
        block->bare_lf = count_bare_lf(p);
        block->bare_cr = count_bare_cr(p);
    }
    if (seen->least == 0)
        block->nul = count_nul(p);
    if (seen->all & 0x80)
        block->high = count_high(p);
    why |= block->bare_cr != 0 ? PNEU_I_STOP_BARE_CR : 0u;
    why |= block->nul != 0 ? PNEU_I_STOP_NUL : 0u;
    why |= block->high != 0 ? PNEU_I_STOP_HIGH : 0u;
    return (why & wanted) != 0 || ((block->bare_cr != 0 || block->nul != 0) && has_odd_dot(p));
}

/* Bytes of the line that is open at p[end], `before` of them before p[from]. */
static size_t measure_open_line(const uint8_t *p, size_t from, size_t end, size_t before)
{
    size_t i = end;
    while (i > from && p[i - 1] != '\n')
        i--;
    return i > from ? end - i : end - from + before;
}

/* By whole blocks: the caller walks those that hold anything it must see. */
static size_t scan_body(const uint8_t *p, size_t from, size_t n, pneu_i_tally *tally, pneu_i_body_scan *scan)
{
    size_t i = from, line_length = scan->line_length;
    pneu_i_tally sum = {0, 0, 0, 0, 0};
    for (; n - i >= BLOCK; i += BLOCK) {
        look seen = look_at(p + i);
        int stops = seen.line_start == 0 || (p[i] == '.' && (p + i)[-1] == 0);
        pneu_i_tally block = {seen.lf, 0, 0, 0, 0};
        if (seen.mismatch != 0 || seen.least == 0 || (seen.all & 0x80) != 0)
            stops |= look_closer(p + i, &seen, scan->wanted, &block);
        if (seen.lf == 0) {
            line_length += BLOCK;
        } else {
            stops |= line_length + BLOCK > PNEU_I_LINE_MAX; /* maybe */
            line_length = BLOCK - 1;                        /* at most: the line that is open now began in this block */
        }
        if (stops)
            break;
        sum.lf += block.lf;
        sum.bare_lf += block.bare_lf;
        sum.bare_cr += block.bare_cr;
        sum.high += block.high;
        sum.nul += block.nul;
    }
    tally->lf += sum.lf;
    tally->bare_lf += sum.bare_lf;
    tally->bare_cr += sum.bare_cr;
    tally->high += sum.high;
    tally->nul += sum.nul;
    scan->line_length = measure_open_line(p, from, i, scan->line_length);
    scan->walk = BLOCK;
    return i;
}

static size_t find_dash(const uint8_t *p, size_t from, size_t n)
{
    size_t i = from;
    for (; n - i >= BLOCK; i += BLOCK) {
        uint8_t found = 0;
        for (size_t k = i; k < i + BLOCK; k++)
            found |= (uint8_t)((p[k] == '-') & (p[k - 1] == '\n'));
        if (found != 0)
            break;
    }
    while (i < n && (p[i] != '-' || p[i - 1] != '\n'))
        i++;
    return i;
}

/* ---- Header ------------------------------------------------------------------------------------------------- */

static inline uint8_t is_control(uint8_t c)
{
    return (uint8_t)(((c < 0x20) & (c != '\t') & (c != '\n') & (c != '\r')) | (c == 0x7f));
}

/* Exact counts of a run in which something is unusual. */
static unsigned count_header(const uint8_t *p, size_t n, uint8_t before, pneu_i_tally *tally)
{
    unsigned has = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = p[i];
        if (before == '\r' && c != '\n') {
            tally->bare_cr++;
            has |= PNEU_I_HAS_BARE_CR;
        }
        if (c == '\n') {
            tally->lf++;
            if (before != '\r') {
                tally->bare_lf++;
                has |= PNEU_I_HAS_BARE_LF;
            }
        }
        if (c >= 0x80) {
            tally->high++;
            has |= PNEU_I_HAS_HIGH;
        } else if (is_control(c)) {
            tally->nul += c == 0;
            has |= PNEU_I_HAS_CONTROL;
        }
        before = c;
    }
    return has;
}

/* The bare CR and LF of a block; LF-only mail has them in every one. */
static unsigned count_mismatches(const uint8_t *p, pneu_i_tally *tally)
{
    uint8_t bare_lf = count_bare_lf(p), bare_cr = count_bare_cr(p);
    tally->bare_lf += bare_lf;
    tally->bare_cr += bare_cr;
    return (bare_lf != 0 ? PNEU_I_HAS_BARE_LF : 0u) | (bare_cr != 0 ? PNEU_I_HAS_BARE_CR : 0u);
}

unsigned pneu_i_count_header(const uint8_t *p, size_t n, uint8_t before, pneu_i_tally *tally)
{
    if (n == 0)
        return 0;
    unsigned has = count_header(p, 1, before, tally);
    size_t i = 1;
    for (; n - i >= BLOCK; i += BLOCK) {
        uint8_t lf = 0, mismatch = 0, high = 0, control = 0;
        for (size_t k = i; k < i + BLOCK; k++) {
            uint8_t c = p[k], is_lf = c == '\n';
            lf = (uint8_t)(lf + is_lf);
            mismatch |= (uint8_t)(is_lf ^ (p[k - 1] == '\r'));
            high |= c;
            control |= is_control(c);
        }
        if (control != 0 || (high & 0x80) != 0) {
            has |= count_header(p + i, BLOCK, p[i - 1], tally);
            continue;
        }
        tally->lf += lf;
        if (mismatch != 0)
            has |= count_mismatches(p + i, tally);
    }
    return has | count_header(p + i, n - i, p[i - 1], tally);
}

/* ---- The census --------------------------------------------------------------------------------------------- */

/* Bytes of one line, without LF. */
static void count_within_line(pneu_i_census *census, const uint8_t *p, size_t len)
{
    if (len == 0)
        return;
    if (census->is_after_cr) {
        census->has_bare_cr = 1;
        census->column++;
    }
    const uint8_t *cr = memchr(p, '\r', len);
    if (cr != NULL && cr != p + len - 1)
        census->has_bare_cr = 1;
    census->is_after_cr = p[len - 1] == '\r';
    census->column += len - (size_t)census->is_after_cr;
    if (census->column > PNEU_I_LINE_MAX)
        census->has_long_line = 1;
}

static void count_by_line(pneu_i_census *census, const uint8_t *p, size_t len)
{
    census->has_high |= !pneu_i_ascii_only((const char *)p, len);
    census->has_nul |= memchr(p, 0, len) != NULL;
    for (size_t at = 0; at < len;) {
        const uint8_t *lf = memchr(p + at, '\n', len - at);
        size_t end = lf != NULL ? (size_t)(lf - p) : len;
        count_within_line(census, p + at, end - at);
        if (lf != NULL) {
            census->bare_lf += !census->is_after_cr;
            census->is_after_cr = 0;
            census->column = 0;
        }
        at = end + 1;
    }
}

/* Counts blocks from p[from] on, a byte being before them, as long as no line of them can be too long, as the body scan
 * does. Returns where it stops. */
static size_t count_blocks(pneu_i_census *census, const uint8_t *p, size_t from, size_t n)
{
    pneu_i_tally tally = {0, 0, 0, 0, 0};
    size_t open =
        census->column < PNEU_I_LINE_MAX ? (size_t)census->column + (size_t)census->is_after_cr : PNEU_I_LINE_MAX;
    pneu_i_body_scan scan = {0, open, 0};
    size_t end = scan_body(p, from, n, &tally, &scan);
    if (end == from)
        return end;
    size_t line = tally.lf > 0 ? scan.line_length : (size_t)census->is_after_cr + end - from;
    if (tally.lf > 0)
        census->column = 0;
    census->is_after_cr = p[end - 1] == '\r';
    census->column += line - (size_t)census->is_after_cr; /* of a CR before it is known now what follows */
    census->bare_lf += tally.bare_lf;
    census->has_bare_cr |= tally.bare_cr > 0;
    census->has_high |= tally.high > 0;
    census->has_nul |= tally.nul > 0;
    census->has_long_line |= census->column > PNEU_I_LINE_MAX;
    return end;
}

static void take_census(const uint8_t *p, size_t n, pneu_i_census *census)
{
    for (size_t at = 0; at < n;) {
        if (at > 0)
            at = count_blocks(census, p, at, n);
        size_t now = n - at < BLOCK ? n - at : BLOCK;
        count_by_line(census, p + at, now);
        at += now;
    }
}

const pneu_i_scan pneu_i_scan_portable = {NULL,      pneu_i_find_line_ends, scan_body,  pneu_i_find_bare_lf,
                                          find_dash, pneu_i_count_header,   take_census};
