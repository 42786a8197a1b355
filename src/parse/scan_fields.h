/*
 * The field scan over vectors, a part of scan_vector.h. First 64 bytes of a header at a time become words of bits, from
 * which the ends of fields and whatever is not plain come without a look at single bytes or lines; then one compare a
 * field finds the end of its name, and another one its id (RFC 5322 section 2.2).
 */
#include "syntax/field_name.h"

#define NAME_READ ((size_t)32)  /* bytes of a name that are looked at together */
#define NAME_MOST ((size_t)900) /* a longer name is not plain */
#define QUIET_MOST ((size_t)13) /* steps without a line end: one more, and a line may be over 998 bytes long */

/* ---- Names -------------------------------------------------------------------------------------------------- */

/* Among 32 bytes, those that end a name: all but printable ASCII without space and colon. */
ALWAYS_INLINE uint32_t name_stops(const uint8_t *p)
{
    uint32_t letters = 0;
    for (size_t k = 0; k < NAME_READ; k += NAME_VECTOR_BYTES)
        letters |= (uint32_t)name_letters(p + k) << k;
    return ~letters;
}

/* The slot of a name of up to 31 bytes, behind which as many are readable. */
ALWAYS_INLINE unsigned name_slot(const uint8_t *name, size_t length)
{
    uint32_t middle, last;
    if (length >= 4) {
        middle = pneu_i_name_word((const char *)name + (length - 4) / 2);
        last = pneu_i_name_word((const char *)name + length - 4);
    } else {
        uint32_t letters = (uint32_t)below(8 * length);
        middle = last = (pneu_i_name_word((const char *)name) & letters) | UINT32_C(0x20202020);
    }
    return pneu_i_name_slot(middle, last);
}

/* The id of a name of up to 31 bytes, the first of 32 that are readable. */
ALWAYS_INLINE uint16_t name_id(const uint8_t *name, size_t length)
{
    uint16_t id = pneu_i_name_slots[name_slot(name, length)];
    const pneu_i_known_name *known = &pneu_i_known_names[id];
    uint32_t same = 0;
    for (size_t k = 0; k < NAME_READ; k += NAME_VECTOR_BYTES)
        same |= (uint32_t)name_same(name + k, (const uint8_t *)known + k) << k;
    return known->length == length && (~same & (uint32_t)below(length)) == 0 ? id : (uint16_t)PNEU_FIELD_OTHER;
}

/* Bytes of a name of 32 and more; what follows is good, and ends with LF. */
static NOT_INLINE size_t measure_long_name(const uint8_t *name)
{
    size_t length = NAME_READ;
    while (name[length] > ' ' && name[length] != ':')
        length++;
    return length;
}

/* Fills in the field p[start, end), which is good and ends with LF; 0 if its name needs a closer look. */
ALWAYS_INLINE int take_field(const uint8_t *p, size_t start, size_t end, pneu_field_span *field)
{
    const uint8_t *name = p + start;
    uint32_t stops = name_stops(name);
    size_t length = stops != 0 ? lowest(stops) : measure_long_name(name);
    if (length == 0 || length > NAME_MOST || name[length] != ':' || name[length + 1] == ':' || name[0] == '-')
        return 0;
    field->name = (uint32_t)start;
    field->value = (uint32_t)(start + length + 1);
    field->end = (uint32_t)end;
    field->name_length = (uint16_t)length;
    field->id = length < NAME_READ ? name_id(name, length) : (uint16_t)PNEU_FIELD_OTHER;
    return 1;
}

/* ---- Lines -------------------------------------------------------------------------------------------------- */

/* 64 bytes of a header. */
typedef struct header_step {
    uint64_t lf;
    uint64_t blank; /* spaces, tabs and CR */
    uint64_t good; /* what may stand in a plain field; of a line end of the wrong kind the byte before it is not good */
    uint64_t c;    /* "c" and "C" */
} header_step;

/* In mail with CRLF a CR is good before LF, and nothing else is. */
ALWAYS_INLINE truths good_with_crlf(vector v, vector next)
{
    truths text = any_of(above(add(v, spread(1)), spread(0x20)), is_white(v));
    return but_not(text, differ(equal(v, spread('\r')), equal(next, spread('\n'))));
}

ALWAYS_INLINE truths good_with_lf(vector v)
{
    return but_not(any_of(above(add(v, spread(1)), spread(0x20)), is_white(v)), equal(v, spread('\r')));
}

/* q[64] is readable. */
ALWAYS_INLINE header_step look_at_header(const uint8_t *q, int has_cr)
{
    header_step seen;
    uint64_t white;
    BITS_OF_STEP(seen.lf, equal(load(q + k), spread('\n')));
    BITS_OF_STEP(white, is_white(load(q + k)));
    BITS_OF_STEP(seen.c, equal(either(load(q + k), spread(0x20)), spread('c')));
    if (has_cr)
        BITS_OF_STEP(seen.good, good_with_crlf(load(q + k), load(q + k + 1)));
    else
        BITS_OF_STEP(seen.good, good_with_lf(load(q + k)));
    seen.blank = white & ~seen.lf;
    return seen;
}

/* What lines begin in 64 bytes. */
typedef struct line_step {
    uint64_t fields; /* where a field begins */
    uint64_t texts;  /* the first byte behind the blanks of a folded line */
    uint64_t empty;  /* the LF of a line without text */
} line_step;

/* The walk through a header; the carries are of the last step, each in the lowest bit. */
typedef struct header_walk {
    const uint8_t *p;
    size_t n;
    size_t at;
    size_t lines;      /* line ends passed */
    size_t quiet;      /* steps without one */
    uint64_t after_lf; /* the last byte was LF */
    uint64_t in_fold;  /* it was blank, and so was all of its line */
} header_walk;

/* A fold's blanks are passed by adding: the carry runs through them, up to the first byte that is none. What passes
 * through a CR ends at the LF behind it. */
ALWAYS_INLINE line_step find_lines(const header_step *seen, header_walk *walk)
{
    line_step lines;
    uint64_t starts = seen->lf << 1 | walk->after_lf;
    uint64_t folds = (starts & seen->blank) | walk->in_fold; /* the one or the other has the lowest bit */
    uint64_t sum = seen->blank + folds;
    lines.fields = starts & ~seen->blank;
    lines.texts = sum & ~seen->blank;
    lines.empty = (lines.fields | lines.texts) & seen->lf;
    walk->after_lf = seen->lf >> (STEP - 1);
    walk->in_fold = sum < folds;
    return lines;
}

/* Of texts that begin with "c", those that may go on "ontent-". */
ALWAYS_INLINE uint64_t keep_content(const header_walk *walk, uint64_t texts)
{
    static const char text[] = "content-";
    uint64_t kept = 0, word, content;
    memcpy(&content, text, sizeof content);
    for (; texts != 0; texts &= texts - 1) {
        size_t i = walk->at + lowest(texts);
        if (walk->n - i >= sizeof word) {
            memcpy(&word, walk->p + i, sizeof word);
            if ((word | UINT64_C(0x2020202020202020)) != content)
                continue;
        }
        kept |= texts & (~texts + 1);
    }
    return kept;
}

/* ---- The scan ----------------------------------------------------------------------------------------------- */

/* Ends of fields that are good, in order; more of them may be found than are wanted. */
typedef struct field_ends {
    uint32_t at[PNEU_I_FIELDS_MOST + STEP];
    size_t count;
    size_t lines; /* line ends up to the last of them */
    size_t bad;   /* where something was met that is not plain, or n */
} field_ends;

/* Takes the field starts of a step: the ends of the fields before. */
ALWAYS_INLINE void add_ends(field_ends *ends, const header_walk *walk, uint64_t starts, uint64_t lf)
{
    if (starts == 0)
        return;
    ends->lines = walk->lines + ones(lf & below(highest(starts)));
    for (; starts != 0; starts &= starts - 1)
        ends->at[ends->count++] = (uint32_t)(walk->at + lowest(starts));
}

/* The end of the walk, `bad` being what is not plain: of an empty line CR and LF, which end the last field. */
ALWAYS_INLINE void end_walk(field_ends *ends, const header_walk *walk, uint64_t bad, uint64_t lf)
{
    size_t i = walk->at + lowest(bad);
    const uint8_t *p = walk->p;
    ends->bad = i;
    if (i < 2 || p[i] != '\n' || p[i - 1] != '\r' || p[i - 2] != '\n')
        return;
    ends->at[ends->count++] = (uint32_t)(i - 1);
    ends->lines = walk->lines + ones(lf & below(lowest(bad)));
}

/* One step; 0 if it is the last. */
ALWAYS_INLINE int walk_step(header_walk *walk, const header_step *seen, field_ends *ends)
{
    line_step lines = find_lines(seen, walk);
    uint64_t bad = ~seen->good | lines.empty;
    if ((lines.texts & seen->c) != 0)
        bad |= keep_content(walk, lines.texts & seen->c);
    if (bad != 0) {
        add_ends(ends, walk, lines.fields & (below_first(bad) << 1 | 1), seen->lf);
        end_walk(ends, walk, bad, seen->lf);
        return 0;
    }
    add_ends(ends, walk, lines.fields, seen->lf);
    walk->lines += ones(seen->lf);
    walk->quiet = seen->lf != 0 ? 0 : walk->quiet + 1;
    return walk->quiet <= QUIET_MOST;
}

/* The last p[walk->at, n - 1), at most 64 bytes, of more than 64. */
static NOT_INLINE void walk_rest(header_walk *walk, int has_cr, field_ends *ends)
{
    size_t skip = STEP - (walk->n - 1 - walk->at);
    const uint8_t *q = walk->p + walk->at - skip;
    if (skip == STEP)
        return;
    header_step seen = has_cr ? look_at_header(q, 1) : look_at_header(q, 0);
    seen.lf >>= skip;
    seen.blank = seen.blank >> skip | ~below(STEP - skip); /* no field begins where nothing was seen */
    seen.c >>= skip;
    seen.good = seen.good >> skip | ~below(STEP - skip);
    (void)walk_step(walk, &seen, ends);
}

ALWAYS_INLINE void find_field_ends(const uint8_t *p, size_t n, size_t max, int has_cr, field_ends *ends)
{
    header_walk walk = {p, n, 0, 0, 0, 0, 0};
    ends->count = ends->lines = 0;
    ends->bad = n;
    for (; walk.at + STEP < n; walk.at += STEP) {
        header_step seen = look_at_header(p + walk.at, has_cr);
        if (!walk_step(&walk, &seen, ends) || ends->count >= max)
            return;
    }
    walk_rest(&walk, has_cr, ends);
}

/* How many of the fields are wanted, not too long, and not too near to the end for a look at their names. */
ALWAYS_INLINE size_t count_takeable(const field_ends *ends, size_t n, const pneu_i_field_scan *scan)
{
    size_t count = ends->count < scan->max ? ends->count : scan->max;
    while (count > 1 && n - ends->at[count - 2] <= NAME_READ)
        count--;
    if (count == 0 || ends->at[count - 1] <= scan->longest)
        return n > NAME_READ ? count : 0;
    size_t i = 0;
    while (i < count && ends->at[i] - (i > 0 ? ends->at[i - 1] : 0) <= scan->longest)
        i++;
    return i;
}

/* Names the fields that end there, up to the first one that is not plain. */
ALWAYS_INLINE void take_fields(const uint8_t *p, size_t n, const field_ends *ends, pneu_i_field_scan *scan)
{
    size_t count = count_takeable(ends, n, scan), start = 0, i = 0;
    while (i < count && take_field(p, start, ends->at[i], &scan->fields[i]))
        start = ends->at[i++];
    scan->count = i;
    scan->lines = ends->lines;
    if (i < ends->count) {
        scan->lines = 0;
        for (size_t k = 0; k < start; k++)
            scan->lines += p[k] == '\n';
    }
}

static NOT_INLINE void scan_fields_with_lf(const uint8_t *p, size_t n, pneu_i_field_scan *scan)
{
    field_ends ends;
    find_field_ends(p, n, scan->max, 0, &ends);
    take_fields(p, n, &ends, scan);
    scan->bare_lf = scan->lines;
}

static void scan_fields(const uint8_t *p, size_t n, pneu_i_field_scan *scan)
{
    field_ends ends;
    scan->count = scan->lines = scan->bare_lf = 0;
    if (n <= STEP)
        return;
    find_field_ends(p, n, scan->max, 1, &ends);
    if (ends.count == 0 && ends.bad + 1 < n && p[ends.bad + 1] == '\n' && p[ends.bad] != '\r')
        scan_fields_with_lf(p, n, scan);
    else
        take_fields(p, n, &ends, scan);
}
