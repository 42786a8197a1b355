/*
 * Quoted-printable decoding by blocks as wide as a vector: what the masks of a block mean, the same for each CPU
 * family. Only for src/codec/qp_decode_*.c; such a file says before what a block is:
 *   DECODE                      the name of the kernel
 *   BLOCK, mask, lanes          bytes of a block, at most 64; an unsigned type of BLOCK bits; a type that holds a block
 *   load_block(in), put_block(out, b), find_byte(b, byte), find_unprintable(b), put_kept(out, b, dropped)
 *                               as in blocks_avx2.h
 *   decode_escapes(in, &b)      where two upper-case hexadecimal digits follow (bytes up to in[BLOCK + 1] are read); "="
 *                               in b is replaced by the octet of these
 * A block is taken if everything in it is what an encoder makes; else the kernel ends before it.
 */
#ifndef PNEU_CODEC_QP_DECODE_BLOCKS_H
#define PNEU_CODEC_QP_DECODE_BLOCKS_H

#include "codec/kernels.h"
#include "codec/qp_bytes.h"

/* What is known behind one block and before the next. Places are those of the next block. */
typedef struct qp_state {
    ptrdiff_t line; /* where the line began */
    mask dropped;   /* bytes of an escape or soft break that were used up already */
    mask blank;     /* 1 if the byte before is a blank */
    mask cr;        /* 1 if the byte before is a CR that was put */
} qp_state;

/* What is in a block. */
typedef struct qp_look {
    mask equals, escapes, soft, soft_crlf; /* places of "=": all, those before digits, before line ends, before CRLF */
    mask lf, cr;
    mask dropped;
} qp_look;

/* The bits of the following bytes, moved to the place of the byte before them. */
static inline mask bits_of_next(mask here, unsigned distance, int first, int second)
{
    uint64_t behind = (uint64_t)(first != 0) | (uint64_t)(second != 0) << 1;
    return (mask)((uint64_t)here >> distance | behind << (BLOCK - distance));
}

static inline mask moved_up(mask bits, unsigned distance)
{
    return (mask)((uint64_t)bits << distance);
}

/* `at` is below 64; saying so costs nothing where shifts do the same. */
static inline ptrdiff_t bit_at(mask bits, ptrdiff_t at)
{
    return (ptrdiff_t)((uint64_t)bits >> (at & 63) & 1);
}

/* Moves the line's start behind the last line end; 0 if a line is too long, which only the first that ends can be: the
 * others lie within the block. */
static inline int pass_lines(const qp_look *seen, qp_state *state)
{
    mask hard = (mask)(seen->lf & ~seen->dropped), ends = hard | seen->soft;
    if (ends == 0)
        return 1;
    mask behind_cr = hard & (mask)(moved_up(seen->cr, 1) | state->cr);
    ptrdiff_t first = (ptrdiff_t)pneu_i_word_lowest(ends), last = (ptrdiff_t)pneu_i_word_highest(ends);
    ptrdiff_t length = first - state->line + bit_at(seen->soft, first) - bit_at(behind_cr, first);
    state->line = last + 1 + bit_at(seen->soft, last) + bit_at(seen->soft_crlf, last);
    return length <= PNEU_I_QP_COLUMNS;
}

/* Looks at a block; *decoded is what it comes to. 0 if it is not to be taken. */
static inline int look_at(const uint8_t *in, lanes *decoded, qp_look *seen, qp_state *state)
{
    lanes block = load_block(in);
    mask tab = find_byte(block, '\t'), blank = find_byte(block, ' ') | tab;
    seen->equals = find_byte(block, '=');
    seen->lf = find_byte(block, '\n');
    seen->cr = find_byte(block, '\r');
    mask lf_next = bits_of_next(seen->lf, 1, in[BLOCK] == '\n', 0);
    mask is_odd = find_unprintable(block) & (mask) ~(tab | seen->lf | (seen->cr & lf_next));
    mask is_trailing = (mask)(moved_up(blank, 1) | state->blank) & (seen->lf | seen->cr);
    if ((is_odd | is_trailing) != 0)
        return 0;
    seen->escapes = seen->soft = seen->soft_crlf = 0;
    seen->dropped = state->dropped;
    if (seen->equals != 0) {
        mask cr_next = bits_of_next(seen->cr, 1, in[BLOCK] == '\r', 0);
        mask lf_second = bits_of_next(seen->lf, 2, in[BLOCK] == '\n', in[BLOCK + 1] == '\n');
        seen->escapes = seen->equals & decode_escapes(in, &block);
        seen->soft_crlf = seen->equals & cr_next & lf_second;
        seen->soft = seen->soft_crlf | (seen->equals & lf_next);
        if ((seen->escapes | seen->soft) != seen->equals)
            return 0;
        mask two = seen->escapes | seen->soft_crlf;
        seen->dropped |= seen->soft | moved_up(two | seen->soft, 1) | moved_up(two, 2);
    }
    state->blank = (mask)(blank >> (BLOCK - 1));
    *decoded = block;
    return 1;
}

/* What reaches from this block into the next one. */
static inline void step_on(const qp_look *seen, qp_state *state)
{
    mask two = seen->escapes | seen->soft_crlf;
    state->dropped =
        (mask)((two | seen->soft) >> (BLOCK - 1) | (mask)((two >> (BLOCK - 2)) & 1) | (two >> (BLOCK - 1)) << 1);
    state->cr = (mask)((seen->cr & ~seen->dropped) >> (BLOCK - 1));
    state->line -= BLOCK;
}

void DECODE(pneu_i_codec_io *io, size_t *column)
{
    const uint8_t *in = io->in;
    uint8_t *out = io->out;
    qp_state state = {-(ptrdiff_t)*column, 0, 0, 0};
    while (io->in_end - in >= BLOCK + 2) {
        qp_look seen;
        qp_state next = state;
        lanes decoded;
        if (!look_at(in, &decoded, &seen, &next) || !pass_lines(&seen, &next))
            break;
        if (seen.dropped == 0) {
            put_block(out, decoded);
            out += BLOCK;
        } else {
            out = put_kept(out, decoded, seen.dropped);
        }
        step_on(&seen, &next);
        state = next;
        in += BLOCK;
    }
    /* a CR whose LF was seen but not taken is given back; what was dropped is passed */
    ptrdiff_t passed = state.cr != 0 ? -1 : (ptrdiff_t)pneu_i_word_lowest((mask)~state.dropped);
    io->in = in + passed;
    io->out = out - (state.cr != 0);
    *column = (size_t)(passed - state.line);
}

#endif
