/*
 * What a run of bytes has in it, over vectors, a part of scan_vector.h: the places of bare LF, the count of header bytes,
 * and the census of lines that are to be sent. Steps of 64 bytes, of which the last may be one with bytes before them that were counted already,
 * or a copy.
 */

/* p[at, n), fewer bytes than a step, as the last ones of a step that is readable: `room` or p itself. */
ALWAYS_INLINE const uint8_t *last_step(const uint8_t *p, size_t at, size_t n, uint8_t *room)
{
    if (n >= STEP)
        return p + n - STEP;
    memset(room, 'x', STEP);
    memcpy(room + STEP - (n - at), p + at, n - at);
    return room;
}

/* The line ends of the last `length` bytes of a step, as the lowest bits. */
typedef struct line_marks {
    uint64_t lf;
    uint64_t bare_lf;
    uint64_t bare_cr; /* what follows a CR, and is no LF */
} line_marks;

/* `after_cr`: 1 if a CR is before them; set for what follows. */
ALWAYS_INLINE line_marks look_at_lines(const uint8_t *p, size_t length, uint64_t *after_cr)
{
    line_marks seen;
    uint64_t cr = bits_equal(p, '\r') >> (STEP - length), follows = cr << 1 | *after_cr;
    seen.lf = bits_equal(p, '\n') >> (STEP - length);
    seen.bare_lf = seen.lf & ~follows;
    seen.bare_cr = follows & ~seen.lf & below(length);
    *after_cr = cr >> (length - 1) & 1;
    return seen;
}

/* Adds the places of these bits, from `at` on, to the `count` that there are, up to `max`. */
ALWAYS_INLINE size_t add_places(size_t *places, size_t count, size_t max, size_t at, uint64_t rest)
{
    for (; rest != 0 && count < max; rest &= rest - 1)
        places[count++] = at + lowest(rest);
    return count;
}

static size_t find_bare_lf(const uint8_t *p, size_t n, uint8_t before, size_t *places, size_t max)
{
    uint8_t room[STEP];
    uint64_t after_cr = before == '\r';
    size_t count = 0, i = 0;
    for (; n - i >= STEP && count < max; i += STEP)
        count = add_places(places, count, max, i, look_at_lines(p + i, STEP, &after_cr).bare_lf);
    if (i < n && count < max) {
        line_marks rest = look_at_lines(last_step(p, i, n, room), n - i, &after_cr);
        count = add_places(places, count, max, i, rest.bare_lf);
    }
    return count;
}

/* ---- Headers ------------------------------------------------------------------------------------------------ */

/* Bytes that no header has: C0 but for tab, CR and LF; DEL. */
ALWAYS_INLINE truths is_control(vector v)
{
    return but_not(equal(v, v), any_of(is_text(v), above(spread(0), v)));
}

/* Counts the last `length` bytes of a step. */
ALWAYS_INLINE unsigned count_header_step(const uint8_t *p, size_t length, uint64_t *after_cr, pneu_i_tally *tally)
{
    uint64_t high, control;
    line_marks lines = look_at_lines(p, length, after_cr);
    BITS_OF_STEP(high, above(spread(0), load(p + k)));
    BITS_OF_STEP(control, is_control(load(p + k)));
    high >>= STEP - length;
    control >>= STEP - length;
    tally->lf += ones(lines.lf);
    tally->bare_lf += ones(lines.bare_lf);
    tally->bare_cr += ones(lines.bare_cr);
    tally->high += ones(high);
    if (control != 0)
        tally->nul += ones(bits_equal(p, 0) >> (STEP - length));
    return (high != 0 ? PNEU_I_HAS_HIGH : 0u) | (control != 0 ? PNEU_I_HAS_CONTROL : 0u) |
           (lines.bare_lf != 0 ? PNEU_I_HAS_BARE_LF : 0u) | (lines.bare_cr != 0 ? PNEU_I_HAS_BARE_CR : 0u);
}

static unsigned count_header(const uint8_t *p, size_t n, uint8_t before, pneu_i_tally *tally)
{
    uint8_t room[STEP];
    unsigned has = 0;
    uint64_t after_cr = before == '\r';
    size_t i = 0;
    for (; n - i >= STEP; i += STEP)
        has |= count_header_step(p + i, STEP, &after_cr, tally);
    return i < n ? has | count_header_step(last_step(p, i, n, room), n - i, &after_cr, tally) : has;
}

/* ---- The census --------------------------------------------------------------------------------------------- */

/* What was found, and where a run stands. */
typedef struct census_run {
    truths high; /* where one was in its vector */
    truths nul;
    uint64_t line; /* bytes of the open line, a CR among them */
    uint64_t after_cr;
    uint64_t bare_lf;
    uint64_t bare_cr; /* bits that are not 0 */
    int has_long_line;
} census_run;

/* Counts the last `length` bytes of a step; those before them are of the run, too, or no matter. */
ALWAYS_INLINE void count_census_step(census_run *run, const uint8_t *p, size_t length)
{
    line_marks lines = look_at_lines(p, length, &run->after_cr);
    for (size_t k = 0; k < STEP; k += VECTOR_BYTES) {
        vector v = load(p + k);
        run->high = any_of(run->high, above(spread(0), v));
        run->nul = any_of(run->nul, equal(v, spread(0)));
    }
    run->bare_lf += ones(lines.bare_lf);
    run->bare_cr |= lines.bare_cr;
    if (lines.lf == 0) {
        run->line += length;
        return;
    }
    size_t end = lowest(lines.lf), has_cr = (lines.bare_lf >> end & 1) ^ 1;
    run->has_long_line |= run->line + end - has_cr > PNEU_I_LINE_MAX;
    run->line = length - 1 - highest(lines.lf);
}

static void take_census(const uint8_t *p, size_t n, pneu_i_census *census)
{
    uint8_t room[STEP];
    uint64_t had_cr = (uint64_t)census->is_after_cr;
    truths none = equal(spread(0), spread(1));
    census_run run = {none, none, census->column + had_cr, had_cr, 0, 0, 0};
    size_t i = 0;
    for (; n - i >= STEP; i += STEP)
        count_census_step(&run, p + i, STEP);
    if (i < n)
        count_census_step(&run, last_step(p, i, n, room), n - i);
    census->column = run.line - run.after_cr;
    census->bare_lf += run.bare_lf;
    census->is_after_cr = (int)run.after_cr;
    census->has_bare_cr |= run.bare_cr != 0;
    census->has_high |= !is_none(run.high);
    census->has_nul |= !is_none(run.nul);
    census->has_long_line |= run.has_long_line || census->column > PNEU_I_LINE_MAX;
}
