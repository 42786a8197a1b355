/*
 * Base64 decoding (RFC 2045 section 6.8).
 * In: any bytes. Out: whole octets. White space is nothing; other bytes outside the alphabet (also "-" and "_")
 * are skipped and noted (cte_b64_junk). "=" ends a quantum, with or without the right number of them; more data may
 * follow (cte_b64_early_pad, as Thunderbird and Apple Mail read it), or stops the decoder (PNEU_CODEC_STOP_AT_PAD, as
 * mutt and Python do). More "=" than due are cte_b64_early_pad too. Bits that make no octet are dropped: cte_b64_tail,
 * with detail truncated for a quantum that is left open, nonzero_bits for one whose padding leaves bits that are not 0
 * (RFC 4648 section 3.5).
 * Strict: lines of at most 76 characters ended by CRLF (the last one may lack it), nothing else.
 * Invariant: runs of whole quanta, and white space between them, go through a kernel without a look at the state; every
 * other byte goes one by one.
 */
#include "codec/base64_bytes.h"
#include "codec/kernels.h"
#include "codec/step.h"

#define AS_VALUE(v) v

static const int8_t value_of[256] = {PNEU_I_BASE64_EACH(AS_VALUE)};

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
    if (value < 0 && value != PNEU_I_BASE64_PAD)
        return 0;
    if (c->u.base64.column == PNEU_I_BASE64_COLUMNS)
        return 0;
    if (value == PNEU_I_BASE64_PAD)
        return c->u.base64.padded ? c->u.base64.pads < c->u.base64.due : c->u.base64.sextets >= 2;
    return !c->u.base64.padded;
}

/* Strict: ends the codec if the byte may not stand here; a CR is blamed for what follows it. */
static void check_strictly(pneu_i_codec *c, uint8_t byte, uint64_t at)
{
    if (!is_strict_here(c, byte))
        pneu_i_codec_fail(c, c->u.base64.cr ? at - 1 : at);
    c->u.base64.cr = byte == '\r';
    c->u.base64.column = (uint8_t)(value_of[byte] == PNEU_I_BASE64_SPACE ? 0 : c->u.base64.column + 1);
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
    else if (value == PNEU_I_BASE64_PAD)
        take_pad(c, io, at);
    else if (value == PNEU_I_BASE64_JUNK)
        note(c, pneu_i_find(PNEU_DEFECT_CTE_B64_JUNK, 0, at, 1));
}

/* Decodes what can be decoded without looking at the state. Strictly, no line goes on beyond column 76. */
static void decode_run(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (!pneu_i_codec_is(c, PNEU_CODEC_STRICT)) {
        c->kernels->base64_decode(io);
        return;
    }
    const uint8_t *start = io->in;
    ptrdiff_t rest = PNEU_I_BASE64_COLUMNS - c->u.base64.column;
    pneu_i_base64_decode_quanta(io, io->in_end - start > rest ? start + rest : io->in_end);
    c->u.base64.column = (uint8_t)(c->u.base64.column + (io->in - start));
}

/* 1 at a letter that begins a quantum. To begin a run costs as much as many steps: so not among junk. */
static inline int may_begin_run(const pneu_i_codec *c, const pneu_i_codec_io *io)
{
    return c->u.base64.sextets == 0 && !c->u.base64.padded && !c->u.base64.cr && value_of[*io->in] >= 0;
}

void pneu_i_base64_decode(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (pneu_i_codec_can_go_on(c, io)) {
        if (c->u.base64.stopped == 2) {
            io->in = io->in_end;
            return;
        }
        if (may_begin_run(c, io))
            decode_run(c, io);
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
