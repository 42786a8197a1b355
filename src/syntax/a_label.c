/*
 * Domains beyond ASCII as ASCII (RFC 3492, RFC 5890 section 2.3.2.1).
 * In: labels in UTF-8, dots between them. Out: "xn--" and Punycode for labels that are not ASCII.
 * Invariants: no table, and no memory but the result; a label has at most 63 characters, so that encoding it takes a
 * bounded number of steps.
 * Not handled: the mappings and exclusions of IDNA (RFC 5892, UTS 46) but for capital letters that people type, Latin,
 * Greek and Cyrillic, which become small ones (RFC 5895 section 2): U-labels as RFC 6531 wants them need none. Labels
 * that begin with "xn--" are taken as they are.
 */
#include "syntax/a_label.h"

#include "charset/charset.h"

/* RFC 3492 section 5. */
enum {
    BASE = 36,
    T_MIN = 1,
    T_MAX = 26,
    SKEW = 38,
    DAMP = 700,
    INITIAL_BIAS = 72,
    INITIAL_N = 128
};

typedef struct label_writer {
    uint32_t points[PNEU_I_LABEL_MAX];
    size_t count;
    char *out;
    size_t len;
    uint32_t bias;
} label_writer;

/* ---- Code points -------------------------------------------------------------------------------------------- */

/* The character at *at of well-formed UTF-8. */
static uint32_t next_point(pneu_str text, size_t *at)
{
    unsigned char first = (unsigned char)text.ptr[(*at)++];
    if (first < 0x80)
        return first;
    uint32_t point = first & (first >= 0xF0 ? 7u : first >= 0xE0 ? 15u : 31u);
    while (*at < text.len && ((unsigned char)text.ptr[*at] & 0xC0) == 0x80)
        point = point << 6 | ((unsigned char)text.ptr[(*at)++] & 0x3Fu);
    return point;
}

static int read_points(label_writer *writer, pneu_str label)
{
    if (pneu_i_utf8_valid(label.ptr, label.len) != label.len)
        return 0;
    for (size_t at = 0; at < label.len; writer->count++) {
        if (writer->count == PNEU_I_LABEL_MAX)
            return 0;
        writer->points[writer->count] = next_point(label, &at);
    }
    return 1;
}

/* ---- Punycode ----------------------------------------------------------------------------------------------- */

/* 0 if there is no room. */
static int put(label_writer *writer, char byte)
{
    if (writer->len == PNEU_I_LABEL_MAX)
        return 0;
    writer->out[writer->len++] = byte;
    return 1;
}

static char digit(uint32_t value)
{
    return (char)(value < 26 ? 'a' + value : '0' + (value - 26));
}

/* Section 6.1. */
static uint32_t adapt(uint32_t delta, uint32_t points, int is_first)
{
    uint32_t k = 0;
    delta = is_first ? delta / DAMP : delta / 2;
    delta += delta / points;
    for (; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static int put_delta(label_writer *writer, uint32_t delta)
{
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = k <= writer->bias ? T_MIN : k >= writer->bias + T_MAX ? T_MAX : k - writer->bias;
        if (delta < t)
            return put(writer, digit(delta));
        if (!put(writer, digit(t + (delta - t) % (BASE - t))))
            return 0;
        delta = (delta - t) / (BASE - t);
    }
}

/* The ASCII characters, and a hyphen behind them; gives their number, or -1 if there is no room. */
static int put_basic(label_writer *writer)
{
    int count = 0;
    for (size_t i = 0; i < writer->count; i++) {
        if (writer->points[i] >= INITIAL_N)
            continue;
        if (!put(writer, (char)writer->points[i]))
            return -1;
        count++;
    }
    return count == 0 || put(writer, '-') ? count : -1;
}

/* The smallest character that is not below `least`; UINT32_MAX if there is none. */
static uint32_t smallest_from(const label_writer *writer, uint32_t least)
{
    uint32_t smallest = UINT32_MAX;
    for (size_t i = 0; i < writer->count; i++)
        if (writer->points[i] >= least && writer->points[i] < smallest)
            smallest = writer->points[i];
    return smallest;
}

/* Section 6.3. Nothing can overflow: 63 characters below 0x110000. */
static int put_others(label_writer *writer, uint32_t basic)
{
    uint32_t n = INITIAL_N, delta = 0, done = basic;
    while (done < writer->count) {
        uint32_t m = smallest_from(writer, n);
        delta += (m - n) * (done + 1);
        n = m;
        for (size_t i = 0; i < writer->count; i++) {
            delta += writer->points[i] < n;
            if (writer->points[i] != n)
                continue;
            if (!put_delta(writer, delta))
                return 0;
            writer->bias = adapt(delta, done + 1, done == basic);
            delta = 0;
            done++;
        }
        delta++;
        n++;
    }
    return 1;
}

static size_t encode(label_writer *writer)
{
    int basic = put_basic(writer);
    return basic >= 0 && put_others(writer, (uint32_t)basic) ? writer->len : 0;
}

size_t pneu_i_punycode_encode(pneu_str label, char *out)
{
    label_writer writer = {.out = out, .bias = INITIAL_BIAS};
    return read_points(&writer, label) ? encode(&writer) : 0;
}

/* ---- Capitals ----------------------------------------------------------------------------------------------- */

/* Latin Extended-A: a capital and its small letter take turns, the capital even or, in two runs, odd. */
static uint32_t small_latin(uint32_t c)
{
    uint32_t is_odd = (c >= 0x139 && c <= 0x148) || c >= 0x179;
    if (c == 0x178)
        return 0xFF;
    return c != 0x130 && c != 0x138 && (c & 1) == is_odd ? c + 1 : c; /* neither has a small one beside it */
}

static uint32_t small_greek(uint32_t c)
{
    if (c == 0x386)
        return 0x3AC;
    if (c >= 0x388 && c <= 0x38A)
        return c + 37;
    if (c == 0x38C)
        return 0x3CC;
    return c < 0x391 ? c + 63 : c + 32;
}

static uint32_t small_of(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7))
        return c + 32;
    if (c >= 0x100 && c <= 0x17E)
        return small_latin(c);
    if (c == 0x386 || (c >= 0x388 && c <= 0x3AB && c != 0x390))
        return small_greek(c);
    if (c >= 0x400 && c <= 0x42F)
        return c < 0x410 ? c + 80 : c + 32;
    return c;
}

/* ---- Domains ------------------------------------------------------------------------------------------------ */

/* Writes a label, as an A-label if it is not ASCII; gives the length, 0 if that cannot be done. */
static size_t write_label(pneu_str label, char *out)
{
    char code[PNEU_I_LABEL_MAX];
    label_writer writer = {.out = code, .bias = INITIAL_BIAS};
    if (pneu_i_ascii_only(label.ptr, label.len)) {
        memcpy(out, label.ptr, label.len);
        return label.len;
    }
    if (!read_points(&writer, label))
        return 0;
    for (size_t i = 0; i < writer.count; i++)
        writer.points[i] = small_of(writer.points[i]);
    size_t len = encode(&writer);
    if (len == 0 || len > PNEU_I_LABEL_MAX - 4)
        return 0;
    memcpy(out, "xn--", 4);
    memcpy(out + 4, code, len);
    return len + 4;
}

pneu_status pneu_i_domain_to_ascii(pneu_arena *arena, pneu_str domain, pneu_str *out)
{
    char text[4 * PNEU_I_DOMAIN_MAX];
    size_t len = 0;
    if (pneu_i_ascii_only(domain.ptr, domain.len)) {
        *out = domain;
        return PNEU_OK;
    }
    if (domain.len > sizeof text - PNEU_I_LABEL_MAX)
        return PNEU_ERR_SYNTAX;
    for (size_t at = 0; at <= domain.len;) {
        const char *dot = memchr(domain.ptr + at, '.', domain.len - at);
        size_t end = dot != NULL ? (size_t)(dot - domain.ptr) : domain.len;
        pneu_str label = pneu_i_str_of(domain.ptr + at, end - at);
        size_t written = write_label(label, text + len);
        len += written;
        if ((written == 0 && label.len > 0) || len + (dot != NULL) > PNEU_I_DOMAIN_MAX)
            return PNEU_ERR_SYNTAX;
        if (dot != NULL)
            text[len++] = '.';
        at = end + 1;
    }
    return pneu_i_arena_copy(arena, pneu_i_str_of(text, len), out);
}
