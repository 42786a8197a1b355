/*
 * The body scan over vectors, a part of scan_vector.h: blocks of 256 bytes are counted in vectors of counters, and only
 * where one holds something unusual its words of bits are looked at, 64 bytes at a time, for the exact place.
 */
#define BLOCK ((size_t)256) /* a counter of a byte holds what there is of a block in its place */
#define NEAR ((size_t)1024) /* many a part's body ends sooner, and steps find its end more cheaply than blocks */

/* A run of the scan. `line` is where the line that is open begins, or before: exact only when that matters. */
typedef struct body_run {
    const uint8_t *p;
    size_t from;
    size_t n;
    size_t line;
    size_t first_line; /* where the first line begins: before the run, maybe before p */
    unsigned wanted;
    pneu_i_tally sum;
} body_run;

/* ---- Blocks ------------------------------------------------------------------------------------------------- */

/* Of these bytes, whose LF are known, those that must be counted or looked at by themselves, but for NUL and what is no
 * ASCII. `before` are the bytes before each. Where lines end with LF a CR is such a byte. */
ALWAYS_INLINE truths is_odd(vector v, vector before, truths lf, int has_cr)
{
    truths cr = equal(before, spread('\r'));
    truths dash = equal(average(v, spread('.')), spread('.')); /* or a dot, the next byte */
    return any_of(has_cr ? differ(lf, cr) : cr, all_of(dash, equal(before, spread('\n'))));
}

#ifndef HAS_OWN_BLOCKS
/* Counts the line ends of `length` bytes, a multiple of 64 up to 256; 0 if there is anything else that must be counted
 * or looked at. */
ALWAYS_INLINE int count_plain(const uint8_t *p, size_t length, int has_cr, uint64_t *lf_count)
{
    vector lines = spread(0), low = spread(1);
    truths odd = equal(lines, low);
    for (size_t k = 0; k < length; k += VECTOR_BYTES) {
        vector v = load(p + k), before = load(p + k - 1);
        truths lf = equal(v, spread('\n'));
        lines = count(lines, lf);
        low = least(low, v);
        odd = any_of(odd, is_odd(v, before, lf, has_cr));
    }
    *lf_count = sum(lines);
    return is_none(any_of(odd, above(spread(1), low)));
}
#endif

/* ---- Steps of 64 bytes -------------------------------------------------------------------------------------- */

typedef struct body_step {
    uint64_t lf, bare_lf, bare_cr, high, nul;
    uint64_t dash; /* at a line's start */
    uint64_t dot;  /* behind an LF, a CR or a NUL */
} body_step;

/* The line ends of 64 bytes, and whatever else must be counted or looked at, which nearly always is nothing. */
ALWAYS_INLINE uint64_t glance_at_body(const uint8_t *p, int has_cr, uint64_t *lf_bits)
{
    uint64_t odd_bits = 0;
    *lf_bits = 0;
    for (size_t k = 0; k < STEP; k += VECTOR_BYTES) {
        vector v = load(p + k), before = load(p + k - 1);
        truths lf = equal(v, spread('\n')), odd = any_of(is_odd(v, before, lf, has_cr), above(spread(1), v));
        *lf_bits |= (uint64_t)bits(lf) << k;
        odd_bits |= (uint64_t)bits(odd) << k;
    }
    return odd_bits;
}

/* p[64] bytes and the one before are readable; the first `skip` of them are not told of. */
ALWAYS_INLINE body_step look_at_body(const uint8_t *p, size_t skip)
{
    body_step seen;
    uint64_t after_lf = bits_equal(p - 1, '\n'), after_cr = bits_equal(p - 1, '\r');
    BITS_OF_STEP(seen.high, above(spread(0), load(p + k)));
    seen.lf = bits_equal(p, '\n');
    seen.nul = bits_equal(p, 0);
    seen.bare_lf = seen.lf & ~after_cr;
    seen.bare_cr = after_cr & ~seen.lf;
    seen.dash = bits_equal(p, '-') & after_lf;
    seen.dot = bits_equal(p, '.') & (after_lf | after_cr | bits_equal(p - 1, 0));
    if (skip > 0) {
        seen.high >>= skip;
        seen.lf >>= skip;
        seen.nul >>= skip;
        seen.bare_lf >>= skip;
        seen.bare_cr >>= skip;
        seen.dash >>= skip;
        seen.dot >>= skip;
    }
    return seen;
}

/* 1 if the "." at p[i], which begins a line or seems to, cannot belong to what looks like an end of data: text follows,
 * or it is a proper one. */
ALWAYS_INLINE int is_harmless(const body_run *run, size_t i)
{
    const uint8_t *dot = run->p + i; /* before p there may be a byte of the run, too */
    if (i + 1 < run->n && dot[1] != '\r' && dot[1] != '\n')
        return 1;
    return i > run->from && i + 2 < run->n && dot[-2] == '\r' && dot[-1] == '\n' && dot[1] == '\r' && dot[2] == '\n';
}

/* Of the dashes and dots of a step, those that the caller must see. */
ALWAYS_INLINE uint64_t keep_candidates(const body_run *run, size_t at, const body_step *seen)
{
    uint64_t kept = 0;
    uint64_t dashes = (run->wanted & PNEU_I_STOP_DASHES) != 0 ? seen->dash : 0;
    for (uint64_t rest = dashes | seen->dot; rest != 0; rest &= rest - 1) {
        uint64_t bit = rest & (~rest + 1);
        size_t i = at + lowest(rest);
        int is_plain = (seen->dot & bit) != 0 ? is_harmless(run, i) : i + 1 < run->n && run->p[i + 1] != '-';
        kept |= is_plain ? 0 : bit;
    }
    return kept;
}

/* Where the line begins that p[end] belongs to. */
ALWAYS_INLINE size_t line_of(const body_run *run, size_t end)
{
    size_t i = end;
    if (i > run->from && run->p[i - 1] == '\n')
        return i;
    for (; i - run->from >= STEP; i -= STEP) {
        uint64_t lf = bits_equal(run->p + i - STEP, '\n');
        if (lf != 0)
            return i - STEP + highest(lf) + 1;
    }
    for (; i > run->from; i--)
        if (run->p[i - 1] == '\n')
            return i;
    return run->first_line;
}

/* The first LF of the step at `at` if its line is over 998 bytes long, as a bit. */
ALWAYS_INLINE uint64_t keep_long_line(const body_run *run, size_t at, uint64_t lf)
{
    if (lf == 0 || at + STEP - run->line <= PNEU_I_LINE_MAX)
        return 0;
    size_t end = at + lowest(lf);
    return end - line_of(run, end) > PNEU_I_LINE_MAX ? lf & (~lf + 1) : 0;
}

ALWAYS_INLINE uint64_t keep_wanted(const body_run *run, size_t at, const body_step *seen)
{
    uint64_t kept = keep_long_line(run, at, seen->lf);
    if ((seen->dash | seen->dot) != 0)
        kept |= keep_candidates(run, at, seen);
    kept |= (run->wanted & PNEU_I_STOP_BARE_CR) != 0 ? seen->bare_cr : 0;
    kept |= (run->wanted & PNEU_I_STOP_NUL) != 0 ? seen->nul : 0;
    kept |= (run->wanted & PNEU_I_STOP_HIGH) != 0 ? seen->high : 0;
    return kept;
}

/* Counts the bytes at `at` that were looked at, `length` of them; gives how many it passed. */
ALWAYS_INLINE size_t count_step(body_run *run, const body_step *seen, size_t at, size_t length)
{
    uint64_t stops = keep_wanted(run, at, seen);
    size_t passed = stops != 0 ? lowest(stops) : length;
    uint64_t valid = below(passed);
    run->sum.lf += ones(seen->lf & valid);
    run->sum.bare_lf += ones(seen->bare_lf & valid);
    run->sum.bare_cr += ones(seen->bare_cr & valid);
    run->sum.high += ones(seen->high & valid);
    run->sum.nul += ones(seen->nul & valid);
    if ((seen->lf & valid) != 0)
        run->line = at;
    return passed;
}

/* The same for p[at, n), fewer than 64 bytes: with those before them, or copied behind others if there are too few. */
static PNEU_I_APART size_t count_rest(body_run *run, size_t at)
{
    uint8_t copy[1 + STEP];
    size_t length = run->n - at;
    const uint8_t *q = run->p + run->n - STEP;
    if (run->n - run->from < STEP) {
        memset(copy, 'x', sizeof copy);
        memcpy(copy + STEP - length, run->p + at - 1, length + 1);
        q = copy + 1;
    }
    body_step seen = look_at_body(q, STEP - length);
    return count_step(run, &seen, at, length);
}

/* Takes the line ends of plain bytes, the last of which is p[end - 1]; 0 if a line may be too long there. */
ALWAYS_INLINE int take_plain(body_run *run, size_t at, size_t end, uint64_t lf_count, int has_cr)
{
    if (lf_count > 0 && end - run->line > PNEU_I_LINE_MAX)
        return 0;
    run->sum.lf += lf_count;
    run->sum.bare_lf += has_cr ? 0 : lf_count;
    run->line = lf_count > 0 ? at : run->line;
    return 1;
}

/* Counts a block of 256 bytes if it is plain; 1 if it did. */
ALWAYS_INLINE int count_block(body_run *run, size_t at, int has_cr)
{
    uint64_t lf;
    return count_plain(run->p + at, BLOCK, has_cr, &lf) && take_plain(run, at, at + BLOCK, lf, has_cr);
}

/* 1 if a line begins with "--" at p[at], where something odd is, and is looked for. */
ALWAYS_INLINE int is_wanted_dash(const body_run *run, size_t at)
{
    return (run->wanted & PNEU_I_STOP_DASHES) != 0 && run->n - at > 1 && run->p[at] == '-' && run->p[at + 1] == '-' &&
           run->p[at - 1] == '\n';
}

/* The same step by step, for one that is not plain or not known to be: gives how many bytes it passed. */
static PNEU_I_APART size_t count_by_steps(body_run *run, size_t from, size_t length, int has_cr)
{
    for (size_t k = 0; k < length; k += STEP) {
        size_t at = from + k;
        uint64_t lf, odd = has_cr ? glance_at_body(run->p + at, 1, &lf) : glance_at_body(run->p + at, 0, &lf);
        if (odd == 0 && take_plain(run, at, at + STEP, ones(lf), has_cr))
            continue;
        if (odd != 0 && is_wanted_dash(run, at + lowest(odd)) &&
            take_plain(run, at, at + lowest(odd), ones(lf & below_first(odd)), has_cr))
            return k + lowest(odd);
        body_step seen = look_at_body(run->p + at, 0);
        size_t passed = count_step(run, &seen, at, STEP);
        if (passed < STEP)
            return k + passed;
    }
    return length;
}

/* ---- The scan ----------------------------------------------------------------------------------------------- */

/* Counts up to where it must stop; lines end all alike as far as they are plain. Where delimiters are looked for, the
 * next one is often near. */
ALWAYS_INLINE size_t count_body(body_run *run, int has_cr)
{
    size_t at = run->from, passed = 0, length = run->n - at;
    if ((run->wanted & PNEU_I_STOP_DASHES) != 0) {
        length = length < NEAR ? length / STEP * STEP : NEAR;
        passed = count_by_steps(run, at, length, has_cr);
        at += passed;
        if (passed < length)
            return at;
    }
    for (; run->n - at >= BLOCK; at += BLOCK)
        if (!count_block(run, at, has_cr) && (passed = count_by_steps(run, at, BLOCK, has_cr)) < BLOCK)
            return at + passed;
    length = (run->n - at) / STEP * STEP;
    passed = count_by_steps(run, at, length, has_cr);
    at += passed;
    return passed == length && at < run->n ? at + count_rest(run, at) : at;
}

static PNEU_I_APART size_t count_body_with_lf(body_run *run)
{
    return count_body(run, 0);
}

static size_t scan_body(const uint8_t *p, size_t from, size_t n, pneu_i_tally *tally, pneu_i_body_scan *scan)
{
    size_t line = from - scan->line_length;
    body_run run = {p, from, n, line, line, scan->wanted, {0, 0, 0, 0, 0}};
    int is_lf = tally->lf > 0 && tally->lf == tally->bare_lf;
    size_t stop = is_lf ? count_body_with_lf(&run) : count_body(&run, 1);
    tally->lf += run.sum.lf;
    tally->bare_lf += run.sum.bare_lf;
    tally->bare_cr += run.sum.bare_cr;
    tally->high += run.sum.high;
    tally->nul += run.sum.nul;
    scan->line_length = stop - line_of(&run, stop);
    scan->walk = 1;
    return stop;
}

/* A "-" behind LF. */
ALWAYS_INLINE truths is_dash(const uint8_t *p)
{
    return all_of(equal(load(p), spread('-')), equal(load(p - 1), spread('\n')));
}

#ifndef HAS_OWN_BLOCKS
ALWAYS_INLINE int has_dash(const uint8_t *p, size_t length)
{
    truths found = is_dash(p);
    for (size_t k = VECTOR_BYTES; k < length; k += VECTOR_BYTES)
        found = any_of(found, is_dash(p + k));
    return !is_none(found);
}
#endif

static size_t find_dash(const uint8_t *p, size_t from, size_t n)
{
    size_t i = from;
    while (n - i >= BLOCK && !has_dash(p + i, BLOCK))
        i += BLOCK;
    for (; n - i >= STEP; i += STEP) {
        uint64_t found;
        BITS_OF_STEP(found, is_dash(p + i + k));
        if (found != 0)
            return i + lowest(found);
    }
    while (i < n && (p[i] != '-' || p[i - 1] != '\n'))
        i++;
    return i;
}
