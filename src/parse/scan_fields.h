/*
 * The field scan over vectors, a part of scan_vector.h. 64 bytes of a header at a time are asked for two things: is there
 * anything that no plain field has, and where do lines end? The byte behind each line end says whether a field begins
 * there. Then one compare a field finds the end of its name, and another one its id (RFC 5322 section 2.2).
 */
#include "base/word.h"
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
    uint32_t letters = (UINT32_C(1) << length) - 1;
    return known->length == length && (~same & letters) == 0 ? id : (uint16_t)PNEU_FIELD_OTHER;
}

/* Fills in the field whose name has so many bytes; 0 if its name needs a closer look. */
ALWAYS_INLINE int set_field(const uint8_t *p, size_t start, size_t end, size_t length, pneu_field_span *field)
{
    const uint8_t *name = p + start;
    if (length == 0 || name[length] != ':' || name[length + 1] == ':' || name[0] == '-')
        return 0;
    field->name = (uint32_t)start;
    field->value = (uint32_t)(start + length + 1);
    field->end = (uint32_t)end;
    field->name_length = (uint16_t)length;
    return 1;
}

/* The same of a name of 32 bytes and more. */
static PNEU_I_APART int take_long_name(const uint8_t *p, size_t start, size_t end, pneu_field_span *field)
{
    const uint8_t *name = p + start;
    size_t length = NAME_READ;
    while (name[length] > ' ' && name[length] < 0x7f && name[length] != ':')
        length++;
    field->id = PNEU_FIELD_OTHER;
    return length <= NAME_MOST && set_field(p, start, end, length, field);
}

/* Fills in the field p[start, end), which is good and ends with LF; 0 if its name needs a closer look. */
ALWAYS_INLINE int take_field(const uint8_t *p, size_t start, size_t end, pneu_field_span *field)
{
    uint32_t stops = name_stops(p + start);
    if (stops == 0)
        return take_long_name(p, start, end, field);
    size_t length = lowest(stops);
    field->id = name_id(p + start, length);
    return set_field(p, start, end, length, field);
}

/* ---- Bytes -------------------------------------------------------------------------------------------------- */

/* In mail with CRLF: CR without LF behind it, and whatever else stands before LF. In mail with LF any CR. */
ALWAYS_INLINE truths is_odd_end(const uint8_t *q, int has_cr)
{
    truths cr = equal(load(q), spread('\r'));
    return has_cr ? differ(cr, equal(load(q + 1), spread('\n'))) : cr;
}

ALWAYS_INLINE uint64_t high_bits(const uint8_t *q)
{
    uint64_t high;
    BITS_OF_STEP(high, above(spread(0), load(q + k)));
    return high;
}

/* What no plain field has; bytes above 127, which are given, it may have. */
static PNEU_I_APART uint64_t odd_bits(const uint8_t *q, int has_cr, uint64_t high)
{
    uint64_t text, ends;
    BITS_OF_STEP(text, is_text(load(q + k)));
    BITS_OF_STEP(ends, is_odd_end(q + k, has_cr));
    return ~(text | high) | ends;
}

static PNEU_I_APART int has_odd_bits(const uint8_t *q, int has_cr)
{
    return odd_bits(q, has_cr, high_bits(q)) != 0;
}

/* The LF of 64 bytes; 0 if anything there is odd, or above 127. q[64] is readable. */
ALWAYS_INLINE int find_lines(const uint8_t *q, int has_cr, uint64_t *lf)
{
    truths all = equal(spread(0), spread(0)), text = all, ends = differ(all, all);
    for (size_t k = 0; k < STEP; k += VECTOR_BYTES) {
        text = all_of(text, is_text(load(q + k)));
        ends = any_of(ends, is_odd_end(q + k, has_cr));
    }
    *lf = bits_equal(q, '\n');
    return is_none(any_of(ends, differ(text, all)));
}

/* ---- Lines -------------------------------------------------------------------------------------------------- */

#define ENDS_ROOM (PNEU_I_FIELDS_MOST + STEP) /* more may be found in a step than are wanted */

/* The walk through a header, 64 bytes a step. */
typedef struct header_walk {
    const uint8_t *p;
    size_t n;
    uint32_t *next;       /* behind the ends of fields that are good, in order */
    const uint32_t *most; /* where there are as many as are wanted */
    size_t at;
    size_t lines;      /* line ends passed */
    size_t quiet;      /* steps without one */
    size_t lines_most; /* line ends up to the last field's end, where that ends the header; else 0 */
    size_t bad;        /* the first odd byte, or n */
    size_t high;       /* the step in which bytes above 127 were seen first, or n */
} header_walk;

ALWAYS_INLINE size_t skip_blanks(const uint8_t *p, size_t n, size_t i)
{
    const uint64_t spaces = PNEU_I_ONES * ' ';
    uint64_t others = n - i >= sizeof others ? pneu_i_word_load(p + i) ^ spaces : 1;
    for (; others == 0; others = n - i >= sizeof others ? pneu_i_word_load(p + i) ^ spaces : 1)
        i += sizeof others;
    i += pneu_i_word_first(others);
    while (i < n && (p[i] == ' ' || p[i] == '\t'))
        i++;
    return i;
}

/* 1 if the line p[i, n), which begins with a blank, has text that does not begin "content-", as far as it is visible. */
static PNEU_I_APART int is_plain_fold(const uint8_t *p, size_t n, size_t i)
{
    static const char text[] = "content-";
    uint64_t word, content;
    i = skip_blanks(p, n, i);
    if (i == n || (p[i] > ' ' && (p[i] | 0x20) != text[0]))
        return 1;
    if (p[i] <= ' ' || n - i < sizeof word)
        return 0;
    memcpy(&word, p + i, sizeof word);
    memcpy(&content, text, sizeof content);
    return (word | UINT64_C(0x2020202020202020)) != content;
}

/* The same where nearly all are seen to be; p[i + 1] is readable. */
ALWAYS_INLINE int may_go_on(const uint8_t *p, size_t n, size_t i)
{
    uint8_t text = p[i + 1];
    if (p[i] != ' ' && p[i] != '\t')
        return 0;
    return (text > ' ' && (text | 0x20) != 'c') || is_plain_fold(p, n, i);
}

/* The line at p[i] neither goes on the field before nor begins one that is plain. A blank one is left to others; else it
 * ends the field, but for a CR of which nothing is known. */
ALWAYS_INLINE void end_walk(header_walk *walk, size_t i, size_t lines)
{
    const uint8_t *p = walk->p;
    int is_empty = p[i] == '\n' || (p[i] == '\r' && walk->n - i > 1 && p[i + 1] == '\n');
    if (p[i] == ' ' || p[i] == '\t' || (p[i] == '\r' && !is_empty))
        return;
    *walk->next++ = (uint32_t)i;
    walk->lines_most = is_empty ? walk->lines + lines : 0;
}

/* Takes the lines behind these LF: a field's start is the end of the one before. 0 if the walk is over. */
ALWAYS_INLINE int take_lines(header_walk *walk, uint64_t lf, int is_last)
{
    const uint8_t *p = walk->p;
    uint64_t rest = lf;
    while (rest != 0) {
        size_t i = walk->at + lowest(rest) + 1;
        uint8_t first = p[i];
        *walk->next = (uint32_t)i;
        walk->next += first > ' ';
        rest &= rest - 1;
        if (first > ' ' || (is_last && walk->n - i < 2 ? is_plain_fold(p, walk->n, i) : may_go_on(p, walk->n, i)))
            continue;
        end_walk(walk, i, ones(lf) - ones(rest));
        return 0;
    }
    return 1;
}

/* ---- The scan ----------------------------------------------------------------------------------------------- */

/* The last step, at most 64 bytes from walk.at - skip on: up to the first odd byte, or to p[n - 1]. */
static PNEU_I_APART header_walk walk_last(header_walk walk, size_t skip, int has_cr)
{
    const uint8_t *q = walk.p + walk.at - skip;
    uint64_t lf = bits_equal(q, '\n') >> skip, high = high_bits(q), odd = odd_bits(q, has_cr, high) >> skip;
    if (high != 0 && walk.high == walk.n)
        walk.high = walk.at;
    if (odd != 0) {
        walk.bad = walk.at + lowest(odd);
        lf &= below_first(odd);
    }
    (void)take_lines(&walk, lf, 1);
    return walk;
}

/* p has more than 64 bytes. */
ALWAYS_INLINE header_walk find_field_ends(const uint8_t *p, size_t n, size_t max, int has_cr, uint32_t *ends)
{
    header_walk walk = {p, n, ends, ends + max, 0, 0, 0, 0, n, n};
    for (; n - walk.at > STEP + 1; walk.at += STEP) {
        uint64_t lf;
        if (!find_lines(p + walk.at, has_cr, &lf)) {
            if (has_odd_bits(p + walk.at, has_cr))
                return walk_last(walk, 0, has_cr);
            walk.high = walk.high < n ? walk.high : walk.at;
        }
        if (!take_lines(&walk, lf, 0))
            return walk;
        walk.lines += ones(lf);
        walk.quiet = lf != 0 ? 0 : walk.quiet + 1;
        if (walk.quiet > QUIET_MOST || walk.next >= walk.most)
            return walk;
    }
    return walk_last(walk, STEP - (n - 1 - walk.at), has_cr);
}

/* How many of the fields are wanted, not too long, and not too near to the end for a look at their names. */
ALWAYS_INLINE size_t count_takeable(const header_walk *walk, const uint32_t *ends, const pneu_i_field_scan *scan)
{
    size_t found = (size_t)(walk->next - ends), count = found < scan->max ? found : scan->max;
    while (count > 1 && walk->n - ends[count - 2] <= NAME_READ)
        count--;
    if (count == 0 || ends[count - 1] <= scan->longest)
        return walk->n > NAME_READ ? count : 0;
    size_t i = 0;
    while (i < count && ends[i] - (i > 0 ? ends[i - 1] : 0) <= scan->longest)
        i++;
    return i;
}

static inline size_t count_lines(const uint8_t *p, size_t n)
{
    size_t i = 0, lines = 0;
    for (; n - i >= STEP; i += STEP)
        lines += ones(bits_equal(p + i, '\n'));
    for (; i < n; i++)
        lines += p[i] == '\n';
    return lines;
}

/* Counts the lines up to p[start], behind the fields taken; of the next one, that is plain up to p[end], tells if it is
 * long. */
static PNEU_I_APART void look_behind(const uint8_t *p, size_t start, size_t end, int has_high, pneu_i_field_scan *scan)
{
    scan->lines = count_lines(p, start);
    if (end < start + PNEU_I_LONG_FIELD)
        return;
    scan->plain = end;
    scan->plain_lines = scan->lines + count_lines(p + start, end - start);
    scan->has_high = has_high;
}

/* Finds the fields that have bytes above 127, none of them before `from`; p has more than 64 bytes, and these are its first
 * ones. */
static PNEU_I_APART void find_high(const uint8_t *p, size_t from, pneu_i_field_scan *scan)
{
    size_t n = scan->fields[scan->count - 1].end, i = 0;
    for (size_t at = from; at < n; at += STEP) {
        const uint8_t *q = at == 0 || n - at >= STEP ? p + at : p + n - STEP;
        uint64_t high = high_bits(q) >> (p + at - q) & below(n - at < STEP ? n - at : STEP);
        scan->high += ones(high);
        while (high != 0) {
            while (scan->fields[i].end <= at + lowest(high))
                i++;
            scan->high_fields |= UINT32_C(1) << i;
            size_t end = scan->fields[i].end - at;
            high &= ~below(end < STEP ? end : STEP);
        }
    }
}

/* Names the fields that end there, up to the first one that is not plain. */
ALWAYS_INLINE void take_fields(const header_walk *walk, const uint32_t *ends, pneu_i_field_scan *scan)
{
    size_t count = count_takeable(walk, ends, scan), start = 0, i = 0;
    while (i < count && take_field(walk->p, start, ends[i], &scan->fields[i]))
        start = ends[i++];
    scan->count = i;
    if (ends + i == walk->next && walk->lines_most > 0)
        scan->lines = walk->lines_most;
    else
        look_behind(walk->p, start, ends + i < walk->next && ends[i] < walk->at ? ends[i] : walk->at,
                    walk->high < walk->n, scan);
    if (walk->high < start)
        find_high(walk->p, walk->high, scan);
}

static PNEU_I_APART void scan_fields_with_lf(const uint8_t *p, size_t n, pneu_i_field_scan *scan)
{
    uint32_t ends[ENDS_ROOM];
    header_walk walk = find_field_ends(p, n, scan->max, 0, ends);
    take_fields(&walk, ends, scan);
    scan->bare_lf = scan->lines;
}

/* 1 if the first line end that is near is LF alone. */
ALWAYS_INLINE int has_bare_lf(const uint8_t *p)
{
    uint64_t lf = bits_equal(p, '\n');
    return lf != 0 && (lf & 1) == 0 && p[lowest(lf) - 1] != '\r';
}

static void scan_fields(const uint8_t *p, size_t n, pneu_i_field_scan *scan)
{
    uint32_t ends[ENDS_ROOM];
    scan->count = scan->lines = scan->bare_lf = scan->high = scan->plain = 0;
    scan->high_fields = 0;
    if (n <= STEP)
        return;
    if (has_bare_lf(p)) {
        scan_fields_with_lf(p, n, scan);
        return;
    }
    header_walk walk = find_field_ends(p, n, scan->max, 1, ends);
    if (walk.next == ends && walk.bad + 1 < n && p[walk.bad + 1] == '\n' && p[walk.bad] != '\r')
        scan_fields_with_lf(p, n, scan);
    else
        take_fields(&walk, ends, scan);
}
