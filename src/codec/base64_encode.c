/*
 * Base64 encoding (RFC 2045 section 6.8).
 * In: any bytes. Out: lines of 76 characters, 57 octets each; every line is ended by CRLF (or LF, PNEU_CODEC_LF_LINES),
 * the last one too. PNEU_CODEC_TEXT makes an LF that no CR stands before CRLF first, as section 6.8 asks for text.
 * Invariant: up to two octets wait for the rest of their quantum; `quads` says how far the line is.
 */
#include "codec/step.h"

enum {
    LINE_QUADS = 76 / 4,
    LINE_OCTETS = 57,
    LINE_ROOM = 76 + 2
};

/* clang-format off */
/* The two characters of every twelve bits. */
#define PAIRS_WITH(a)                                                                                   \
    (a), 'A', (a), 'B', (a), 'C', (a), 'D', (a), 'E', (a), 'F', (a), 'G', (a), 'H', (a), 'I', (a), 'J', \
    (a), 'K', (a), 'L', (a), 'M', (a), 'N', (a), 'O', (a), 'P', (a), 'Q', (a), 'R', (a), 'S', (a), 'T', \
    (a), 'U', (a), 'V', (a), 'W', (a), 'X', (a), 'Y', (a), 'Z', (a), 'a', (a), 'b', (a), 'c', (a), 'd', \
    (a), 'e', (a), 'f', (a), 'g', (a), 'h', (a), 'i', (a), 'j', (a), 'k', (a), 'l', (a), 'm', (a), 'n', \
    (a), 'o', (a), 'p', (a), 'q', (a), 'r', (a), 's', (a), 't', (a), 'u', (a), 'v', (a), 'w', (a), 'x', \
    (a), 'y', (a), 'z', (a), '0', (a), '1', (a), '2', (a), '3', (a), '4', (a), '5', (a), '6', (a), '7', \
    (a), '8', (a), '9', (a), '+', (a), '/'

static const char pair_of[4096 * 2] = {
    PAIRS_WITH('A'), PAIRS_WITH('B'), PAIRS_WITH('C'), PAIRS_WITH('D'), PAIRS_WITH('E'), PAIRS_WITH('F'),
    PAIRS_WITH('G'), PAIRS_WITH('H'), PAIRS_WITH('I'), PAIRS_WITH('J'), PAIRS_WITH('K'), PAIRS_WITH('L'),
    PAIRS_WITH('M'), PAIRS_WITH('N'), PAIRS_WITH('O'), PAIRS_WITH('P'), PAIRS_WITH('Q'), PAIRS_WITH('R'),
    PAIRS_WITH('S'), PAIRS_WITH('T'), PAIRS_WITH('U'), PAIRS_WITH('V'), PAIRS_WITH('W'), PAIRS_WITH('X'),
    PAIRS_WITH('Y'), PAIRS_WITH('Z'), PAIRS_WITH('a'), PAIRS_WITH('b'), PAIRS_WITH('c'), PAIRS_WITH('d'),
    PAIRS_WITH('e'), PAIRS_WITH('f'), PAIRS_WITH('g'), PAIRS_WITH('h'), PAIRS_WITH('i'), PAIRS_WITH('j'),
    PAIRS_WITH('k'), PAIRS_WITH('l'), PAIRS_WITH('m'), PAIRS_WITH('n'), PAIRS_WITH('o'), PAIRS_WITH('p'),
    PAIRS_WITH('q'), PAIRS_WITH('r'), PAIRS_WITH('s'), PAIRS_WITH('t'), PAIRS_WITH('u'), PAIRS_WITH('v'),
    PAIRS_WITH('w'), PAIRS_WITH('x'), PAIRS_WITH('y'), PAIRS_WITH('z'), PAIRS_WITH('0'), PAIRS_WITH('1'),
    PAIRS_WITH('2'), PAIRS_WITH('3'), PAIRS_WITH('4'), PAIRS_WITH('5'), PAIRS_WITH('6'), PAIRS_WITH('7'),
    PAIRS_WITH('8'), PAIRS_WITH('9'), PAIRS_WITH('+'), PAIRS_WITH('/'),
};
/* clang-format on */

static inline void encode_quantum(uint8_t *out, const uint8_t *in)
{
    uint32_t bits = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
    memcpy(out, pair_of + 2 * (bits >> 12), 2);
    memcpy(out + 2, pair_of + 2 * (bits & 0xfff), 2);
}

/* Six octets at `in`, of which eight are read, by way of one word. */
static inline void encode_six(uint8_t *out, const uint8_t *in)
{
    uint64_t bits = (uint64_t)in[0] << 56 | (uint64_t)in[1] << 48 | (uint64_t)in[2] << 40 | (uint64_t)in[3] << 32 |
                    (uint64_t)in[4] << 24 | (uint64_t)in[5] << 16 | (uint64_t)in[6] << 8 | in[7];
    memcpy(out, pair_of + 2 * (bits >> 52), 2);
    memcpy(out + 2, pair_of + 2 * (bits >> 40 & 0xfff), 2);
    memcpy(out + 4, pair_of + 2 * (bits >> 28 & 0xfff), 2);
    memcpy(out + 6, pair_of + 2 * (bits >> 16 & 0xfff), 2);
}

static void end_line(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (pneu_i_codec_is(c, PNEU_CODEC_LF_LINES))
        pneu_i_codec_put(c, io, "\n", 1);
    else
        pneu_i_codec_put(c, io, "\r\n", 2);
    c->u.base64_encode.quads = 0;
}

static void put_quantum(pneu_i_codec *c, pneu_i_codec_io *io, const uint8_t *octets, unsigned count)
{
    uint8_t padded[3] = {octets[0], count > 1 ? octets[1] : 0, count > 2 ? octets[2] : 0}, quad[4];
    encode_quantum(quad, padded);
    memset(quad + 1 + count, '=', 3 - count);
    pneu_i_codec_put(c, io, quad, 4);
    if (++c->u.base64_encode.quads == LINE_QUADS)
        end_line(c, io);
}

/* Encodes whole lines, as many as there are octets and room for. Returns the octets used. */
static size_t encode_lines(const pneu_i_codec *c, pneu_i_codec_io *io, const uint8_t *in, size_t len)
{
    int has_cr = !pneu_i_codec_is(c, PNEU_CODEC_LF_LINES);
    size_t used = 0;
    uint8_t *out = io->out;
    for (; len - used >= LINE_OCTETS && io->out_end - out >= LINE_ROOM; used += LINE_OCTETS) {
        for (size_t i = 0; i < LINE_OCTETS - 3; i += 6, out += 8)
            encode_six(out, in + used + i);
        encode_quantum(out, in + used + LINE_OCTETS - 3);
        out += 4;
        if (has_cr)
            *out++ = '\r';
        *out++ = '\n';
    }
    io->out = out;
    return used;
}

/* Encodes as many quanta of a line as there are octets and room for. Returns the octets used. */
static size_t encode_run(pneu_i_codec *c, pneu_i_codec_io *io, const uint8_t *in, size_t len)
{
    size_t quads = (size_t)(LINE_QUADS - c->u.base64_encode.quads);
    size_t room = (size_t)(io->out_end - io->out) / 4;
    quads = quads < len / 3 ? quads : len / 3;
    quads = quads < room ? quads : room;
    uint8_t *out = io->out;
    for (size_t i = 0; i < quads; i++, out += 4, in += 3)
        encode_quantum(out, in);
    io->out = out;
    c->u.base64_encode.quads = (uint8_t)(c->u.base64_encode.quads + quads);
    if (c->u.base64_encode.quads == LINE_QUADS)
        end_line(c, io);
    return quads * 3;
}

/* Encodes octets while there is room, and returns how many. */
static size_t encode_octets(pneu_i_codec *c, pneu_i_codec_io *io, const uint8_t *in, size_t len)
{
    size_t used = 0;
    while (used < len && io->out < io->out_end) {
        if (c->u.base64_encode.count == 0) {
            size_t run = c->u.base64_encode.quads == 0 ? encode_lines(c, io, in + used, len - used) : 0;
            if (run == 0)
                run = encode_run(c, io, in + used, len - used);
            used += run;
            if (run > 0)
                continue;
        }
        c->u.base64_encode.bytes[c->u.base64_encode.count++] = in[used++];
        if (c->u.base64_encode.count == 3) {
            put_quantum(c, io, c->u.base64_encode.bytes, 3);
            c->u.base64_encode.count = 0;
        }
    }
    return used;
}

/* The first LF of [start, end) that no CR stands before, or `end`. */
static const uint8_t *find_bare_lf(const uint8_t *start, const uint8_t *end, int is_after_cr)
{
    for (const uint8_t *at = start; at < end; at++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at == NULL)
            return end;
        if (at > start ? at[-1] != '\r' : !is_after_cr)
            return at;
    }
    return end;
}

/* Text: an LF that no CR stands before is encoded as CRLF (RFC 2045 section 6.8). */
static void encode_text(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (pneu_i_codec_can_go_on(c, io)) {
        const uint8_t *start = io->in, *lf = find_bare_lf(start, pneu_i_codec_window(io), c->u.base64_encode.cr);
        io->in += encode_octets(c, io, start, (size_t)(lf - start));
        if (io->in > start)
            c->u.base64_encode.cr = io->in[-1] == '\r';
        if (io->in == lf && pneu_i_codec_can_go_on(c, io) && *lf == '\n' && !c->u.base64_encode.cr) {
            (void)encode_octets(c, io, (const uint8_t *)"\r", 1);
            c->u.base64_encode.cr = 1;
        }
    }
}

void pneu_i_base64_encode(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (pneu_i_codec_is(c, PNEU_CODEC_TEXT))
        encode_text(c, io);
    else
        io->in += encode_octets(c, io, io->in, (size_t)(io->in_end - io->in));
}

void pneu_i_base64_encode_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (c->u.base64_encode.count > 0)
        put_quantum(c, io, c->u.base64_encode.bytes, c->u.base64_encode.count);
    if (c->u.base64_encode.quads > 0)
        end_line(c, io);
}
