/*
 * Base64 decoding (RFC 2045 section 6.8).
 * In: any bytes. Out: whole octets. White space is nothing; other bytes outside the alphabet (also "-" and "_")
 * are skipped and noted (cte_b64_junk). "=" ends a quantum, with or without the right number of them; more data may
 * follow (cte_b64_early_pad, as Thunderbird and Apple Mail read it), or stops the decoder (PNEU_CODEC_STOP_AT_PAD, as
 * mutt and Python do). More "=" than due are cte_b64_early_pad too. Bits that make no octet are dropped: cte_b64_tail,
 * with detail truncated for a quantum that is left open, nonzero_bits for one whose padding leaves bits that are not 0
 * (RFC 4648 section 3.5).
 * Strict: lines of at most 76 characters ended by CRLF (the last one may lack it), nothing else.
 * Invariant: runs of whole quanta go through one loop without looking at the state; every other byte goes one by one.
 */
#include "codec/step.h"

enum {
    JUNK = -1,
    PAD = -2,
    SPACE = -3
};

/* clang-format off */
/* What each byte is: its six bits, or one of the above. X says what to make of it. */
#define EACH_CHARACTER(X)                                                                                           \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-3), X(-3), X(-1), X(-1), X(-3), X(-1), X(-1), \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-3), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(62), X(-1), X(-1), X(-1), X(63), \
    X(52), X(53), X(54), X(55), X(56), X(57), X(58), X(59), X(60), X(61), X(-1), X(-1), X(-1), X(-2), X(-1), X(-1), \
    X(-1), X(0), X(1), X(2), X(3), X(4), X(5), X(6), X(7), X(8), X(9), X(10), X(11), X(12), X(13), X(14),           \
    X(15), X(16), X(17), X(18), X(19), X(20), X(21), X(22), X(23), X(24), X(25), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-1), X(26), X(27), X(28), X(29), X(30), X(31), X(32), X(33), X(34), X(35), X(36), X(37), X(38), X(39), X(40), \
    X(41), X(42), X(43), X(44), X(45), X(46), X(47), X(48), X(49), X(50), X(51), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), \
    X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1), X(-1)
/* clang-format on */

#define NOT_BASE64 0x80000000u
#define AS_VALUE(v) v
#define AS_FIRST(v) (v) < 0 ? NOT_BASE64 : (uint32_t)((v)&63) << 2
#define AS_SECOND(v) (v) < 0 ? NOT_BASE64 : ((uint32_t)((v)&63) >> 4 | (uint32_t)((v)&15) << 12)
#define AS_THIRD(v) (v) < 0 ? NOT_BASE64 : ((uint32_t)((v)&63) >> 2 << 8 | (uint32_t)((v)&3) << 22)
#define AS_FOURTH(v) (v) < 0 ? NOT_BASE64 : (uint32_t)((v)&63) << 16

static const int8_t value_of[256] = {EACH_CHARACTER(AS_VALUE)};

/* What a character adds to the three octets of its quantum, by its place there; the first octet is lowest. */
static const uint32_t bits_at[4][256] = {
    {EACH_CHARACTER(AS_FIRST)},
    {EACH_CHARACTER(AS_SECOND)},
    {EACH_CHARACTER(AS_THIRD)},
    {EACH_CHARACTER(AS_FOURTH)},
};

enum {
    LINE_COLUMNS = 76
};

static inline uint32_t quantum_of(const uint8_t *in)
{
    return bits_at[0][in[0]] | bits_at[1][in[1]] | bits_at[2][in[2]] | bits_at[3][in[3]];
}

/* The octets of a quantum and one byte more, so that compilers make one store of it. */
static inline void store_far(uint8_t *out, uint32_t bits)
{
    out[0] = (uint8_t)bits;
    out[1] = (uint8_t)(bits >> 8);
    out[2] = (uint8_t)(bits >> 16);
    out[3] = (uint8_t)(bits >> 24);
}

/* Decodes whole quanta up to the first byte outside the alphabet, or `in_end`, or nearly the end of the room. */
static void decode_quanta(pneu_i_codec_io *io, const uint8_t *in_end)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    while (in_end - in >= 8 && io->out_end - out >= 7) {
        uint32_t first = quantum_of(in), second = quantum_of(in + 4);
        if (((first | second) & NOT_BASE64) != 0)
            break;
        store_far(out, first);
        store_far(out + 3, second);
        in += 8;
        out += 6;
    }
    while (in_end - in >= 4 && io->out_end - out >= 4) {
        uint32_t bits = quantum_of(in);
        if ((bits & NOT_BASE64) != 0)
            break;
        store_far(out, bits);
        in += 4;
        out += 3;
    }
    io->in = in;
    io->out = out;
}

static void note(pneu_i_codec *c, pneu_defect find)
{
    pneu_i_codec_note(c, &find);
}

static pneu_defect find_padding(const pneu_i_codec *c)
{
    uint64_t at = c->u.base64.pad_at;
    return pneu_i_find(PNEU_DEFECT_CTE_B64_EARLY_PAD, 0, at, c->u.base64.last_at + 1 - at);
}

/* Padding with data behind it: Python, GMime and mutt stop there. */
static void note_early_padding(pneu_i_codec *c)
{
    note(c, find_padding(c));
}

/* Too much of it at the end, where nothing is lost to those who stop. */
static void note_surplus_padding(pneu_i_codec *c)
{
    pneu_defect find = find_padding(c);
    find.severity = PNEU_SEVERITY_WARN;
    note(c, find);
}

static void note_open_quantum(pneu_i_codec *c, uint64_t at)
{
    note(c, pneu_i_find(PNEU_DEFECT_CTE_B64_TAIL, PNEU_DETAIL_CTE_B64_TRUNCATED, at, c->u.base64.last_at + 1 - at));
}

/* Puts the octets of a quantum that are whole. */
static void put_whole_octets(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint32_t bits = c->u.base64.bits;
    if (c->u.base64.sextets == 3)
        pneu_i_codec_put_byte(c, io, bits >> 10);
    if (c->u.base64.sextets >= 2)
        pneu_i_codec_put_byte(c, io, c->u.base64.sextets == 3 ? bits >> 2 : bits >> 4);
    c->u.base64.sextets = 0;
}

/* Ends a quantum at its padding, and notes bits that are lost. */
static void pad_quantum(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint32_t spare = c->u.base64.bits & (c->u.base64.sextets == 3 ? 3 : 15);
    if (c->u.base64.sextets == 1)
        note_open_quantum(c, c->u.base64.quantum_at);
    if (c->u.base64.sextets >= 2 && spare != 0) {
        note(c, pneu_i_find(PNEU_DEFECT_CTE_B64_TAIL, PNEU_DETAIL_CTE_B64_NONZERO_BITS, c->u.base64.last_at, 1));
        if (pneu_i_codec_is(c, PNEU_CODEC_STRICT)) {
            pneu_i_codec_fail(c, c->u.base64.last_at);
            return;
        }
    }
    put_whole_octets(c, io);
}

static void take_sextet(pneu_i_codec *c, pneu_i_codec_io *io, unsigned value, uint64_t at)
{
    if (c->u.base64.padded) {
        note_early_padding(c);
        c->u.base64.padded = 0;
        if (c->u.base64.stopped) {
            io->in = io->in_end;
            c->u.base64.stopped = 2;
            return;
        }
    }
    if (c->u.base64.sextets == 0)
        c->u.base64.quantum_at = at;
    c->u.base64.last_at = at;
    c->u.base64.bits = (c->u.base64.bits << 6 | value) & 0xffffff;
    if (++c->u.base64.sextets < 4)
        return;
    c->u.base64.sextets = 0;
    uint32_t bits = c->u.base64.bits;
    uint8_t octets[3] = {(uint8_t)(bits >> 16), (uint8_t)(bits >> 8), (uint8_t)bits};
    pneu_i_codec_put(c, io, octets, 3);
}

static void take_pad(pneu_i_codec *c, pneu_i_codec_io *io, uint64_t at)
{
    if (!c->u.base64.padded) {
        unsigned sextets = c->u.base64.sextets;
        c->u.base64.due = sextets == 2 ? 2 : sextets == 3 ? 1 : 0;
        c->u.base64.padded = 1;
        c->u.base64.pads = 0;
        c->u.base64.pad_at = at;
        if (sextets >= 2 && pneu_i_codec_is(c, PNEU_CODEC_STOP_AT_PAD))
            c->u.base64.stopped = 1;
        pad_quantum(c, io);
    }
    c->u.base64.pads++;
    c->u.base64.last_at = at;
}

static int is_strict_here(pneu_i_codec *c, uint8_t byte)
{
    int value = value_of[byte];
    if (c->u.base64.cr || byte == '\n')
        return c->u.base64.cr && byte == '\n';
    if (byte == '\r')
        return 1;
    if (value < 0 && value != PAD)
        return 0;
    if (c->u.base64.column == LINE_COLUMNS)
        return 0;
    if (value == PAD)
        return c->u.base64.padded ? c->u.base64.pads < c->u.base64.due : c->u.base64.sextets >= 2;
    return !c->u.base64.padded;
}

/* Strict: ends the codec if the byte may not stand here; a CR is blamed for what follows it. */
static void check_strictly(pneu_i_codec *c, uint8_t byte, uint64_t at)
{
    if (!is_strict_here(c, byte))
        pneu_i_codec_fail(c, c->u.base64.cr ? at - 1 : at);
    c->u.base64.cr = byte == '\r';
    c->u.base64.column = (uint8_t)(value_of[byte] == SPACE ? 0 : c->u.base64.column + 1);
}

static void take_byte(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint64_t at = pneu_i_codec_at(c, io, io->in);
    uint8_t byte = *io->in;
    if (pneu_i_codec_is(c, PNEU_CODEC_STRICT)) {
        check_strictly(c, byte, at);
        if (c->status != PNEU_OK)
            return;
    }
    io->in++;
    int value = value_of[byte];
    if (value >= 0)
        take_sextet(c, io, (unsigned)value, at);
    else if (value == PAD)
        take_pad(c, io, at);
    else if (value == JUNK)
        note(c, pneu_i_find(PNEU_DEFECT_CTE_B64_JUNK, 0, at, 1));
}

/* Where the run of quanta must end at the latest: strictly, no line goes on beyond column 76. */
static const uint8_t *end_of_run(const pneu_i_codec *c, const pneu_i_codec_io *io)
{
    ptrdiff_t rest = LINE_COLUMNS - c->u.base64.column;
    return pneu_i_codec_is(c, PNEU_CODEC_STRICT) && io->in_end - io->in > rest ? io->in + rest : io->in_end;
}

void pneu_i_base64_decode(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (pneu_i_codec_can_go_on(c, io)) {
        if (c->u.base64.stopped == 2) {
            io->in = io->in_end;
            return;
        }
        if (c->u.base64.sextets == 0 && !c->u.base64.padded && !c->u.base64.cr) {
            const uint8_t *start = io->in;
            decode_quanta(io, end_of_run(c, io));
            if (pneu_i_codec_is(c, PNEU_CODEC_STRICT))
                c->u.base64.column = (uint8_t)(c->u.base64.column + (io->in - start));
        }
        if (pneu_i_codec_can_go_on(c, io))
            take_byte(c, io);
    }
}

void pneu_i_base64_decode_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (pneu_i_codec_is(c, PNEU_CODEC_STRICT)) {
        if (c->u.base64.cr)
            pneu_i_codec_fail(c, c->offset - 1);
        else if (c->u.base64.sextets > 0 || (c->u.base64.padded && c->u.base64.pads < c->u.base64.due))
            pneu_i_codec_fail(c, c->offset);
    }
    int is_short = c->u.base64.padded && c->u.base64.pads < c->u.base64.due;
    if (is_short || c->u.base64.sextets > 0)
        note_open_quantum(c, c->u.base64.quantum_at);
    if (c->u.base64.padded && c->u.base64.pads > c->u.base64.due)
        note_surplus_padding(c);
    put_whole_octets(c, io); /* of an open quantum the spare bits are not spare: they are cut */
}
