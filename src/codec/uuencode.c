/*
 * Uuencode, both directions (POSIX.1 uuencode, the historical algorithm).
 * Decoding: any bytes in; out, what stands between the first line "begin MODE NAME" (3 or 4 octal digits: anything else
 * is text, as "begin with this sentence") and "end". Other lines are skipped and noted as cte_legacy, detail
 * uu_in_text; blank ones are just skipped. Lines end with CRLF or LF. A line shorter than it says is filled with zero
 * bits (trailing blanks are lost on the way), a longer one is cut; these, characters outside 32 to 96, and a block
 * without its line of no bytes or its end are cte_legacy, detail uu_malformed; strict, they are errors.
 * Encoding: 45 bytes a line, "`" for zero, begin and end lines around, each line ended by LF.
 * Invariant: full lines with nothing wrong in them go through a kernel; what is left is decoded byte by byte.
 * Not handled: "begin-base64", a second file in the same stream (it is skipped as text).
 */
#include "base/ascii.h"
#include "codec/kernels.h"
#include "codec/step.h"
#include "codec/uu_line.h"

enum {
    SEEK = 0, /* at the start of a line outside the block, or in its "begin " */
    IN_MODE,  /* in the digits */
    IN_NAME,
    SKIP,     /* in a line that is text */
    LINE,     /* at the start of a line of the block */
    DATA,     /* in its characters */
    REST,     /* behind them */
    END_WORD, /* in the "end" */
    BEHIND    /* as SEEK, once the block is over */
};

static void note(pneu_i_codec *c, int32_t detail, uint64_t offset, uint64_t length)
{
    pneu_defect find = pneu_i_find(PNEU_DEFECT_CTE_LEGACY, detail, offset, length);
    pneu_i_codec_note(c, &find);
}

/* ---- Outside the block -------------------------------------------------------------------------------------- */

/* A line ended that is not part of the block. `odd` says that it was not blank. */
static void end_text_line(pneu_i_codec *c, uint64_t next)
{
    if (c->u.uu.odd)
        note(c, PNEU_DETAIL_CTE_UU_IN_TEXT, c->u.uu.line_at, next - c->u.uu.line_at);
    c->u.uu.odd = 0;
    c->u.uu.matched = 0;
    c->u.uu.line_at = next;
    c->u.uu.state = c->u.uu.begun ? BEHIND : SEEK;
}

static void skip_text(pneu_i_codec *c, pneu_i_codec_io *io)
{
    const uint8_t *lf = memchr(io->in, '\n', (size_t)(io->in_end - io->in));
    const uint8_t *stop = lf != NULL ? lf + 1 : io->in_end;
    for (; io->in < stop && !c->u.uu.odd; io->in++)
        c->u.uu.odd = !pneu_i_is_space(*io->in);
    io->in = stop;
    if (lf != NULL)
        end_text_line(c, pneu_i_codec_at(c, io, stop));
}

static void give_up_line(pneu_i_codec *c)
{
    c->u.uu.state = SKIP;
    c->u.uu.odd = 1;
    c->u.uu.cr = 0;
    c->name_len = c->mode_len = 0;
}

static void seek_begin(pneu_i_codec *c, pneu_i_codec_io *io)
{
    static const char word[] = "begin ";
    if (*io->in != (uint8_t)word[c->u.uu.matched]) {
        c->u.uu.odd = c->u.uu.matched > 0;
        c->u.uu.state = SKIP;
        return;
    }
    io->in++;
    if (word[++c->u.uu.matched] == '\0')
        c->u.uu.state = IN_MODE;
}

static void take_mode(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint8_t byte = *io->in;
    if (byte >= '0' && byte <= '7' && c->mode_len < 4) {
        c->mode[c->mode_len++] = (char)byte;
        io->in++;
    } else if (byte == ' ' && c->mode_len >= 3) {
        c->u.uu.state = IN_NAME;
        io->in++;
    } else {
        give_up_line(c);
    }
}

static void begin_block(pneu_i_codec *c, uint64_t next)
{
    if (c->u.uu.odd)
        note(c, PNEU_DETAIL_CTE_UU_MALFORMED, c->u.uu.line_at, next - c->u.uu.line_at);
    c->u.uu.odd = 0;
    c->u.uu.begun = 1;
    c->u.uu.state = LINE;
    c->u.uu.line_at = next;
}

/* The name goes to the end of the line; of a CR before the LF it is not yet known that it is one. */
static void take_name(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint8_t byte = *io->in;
    if (byte == '\n') {
        if (c->name_len == 0) {
            give_up_line(c);
            return;
        }
        begin_block(c, pneu_i_codec_at(c, io, io->in) + 1);
        c->u.uu.cr = 0;
    } else {
        uint8_t bytes[2] = {'\r', byte};
        unsigned skip = !c->u.uu.cr, len = byte != '\r';
        for (unsigned i = skip; i < 1 + len; i++) {
            if (c->name_len < PNEU_I_CODEC_NAME)
                c->name[c->name_len++] = (char)bytes[i];
            else
                c->u.uu.odd = 1;
        }
        c->u.uu.cr = byte == '\r';
    }
    io->in++;
}

/* ---- Inside it ---------------------------------------------------------------------------------------------- */

static uint32_t sextet_of(uint8_t character)
{
    return (character - 32u) & 63;
}

static int is_uu_character(uint8_t byte)
{
    return byte >= 32 && byte <= 96;
}

/* Something is wrong with this line; strict, that is the end. */
static void mark_odd(pneu_i_codec *c, uint64_t at)
{
    c->u.uu.odd = 1;
    if (pneu_i_codec_is(c, PNEU_CODEC_STRICT))
        pneu_i_codec_fail(c, at);
}

static void put_group(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint32_t bits = c->u.uu.bits;
    uint8_t bytes[3] = {(uint8_t)(bits >> 16), (uint8_t)(bits >> 8), (uint8_t)bits};
    unsigned len = c->u.uu.left < 3 ? c->u.uu.left : 3;
    pneu_i_codec_put(c, io, bytes, len);
    c->u.uu.left = (uint8_t)(c->u.uu.left - len);
    c->u.uu.sextets = 0;
    c->u.uu.bits = 0;
}

static void add_sextet(pneu_i_codec *c, uint32_t value)
{
    c->u.uu.bits = c->u.uu.bits << 6 | value;
    c->u.uu.sextets++;
}

/* Puts the bytes that a line said it has and does not have. */
static void fill_line(pneu_i_codec *c, pneu_i_codec_io *io, uint64_t at)
{
    if (c->u.uu.left > 0)
        mark_odd(c, at);
    while (c->u.uu.left > 0 && c->status == PNEU_OK) {
        while (c->u.uu.sextets < 4)
            add_sextet(c, 0);
        put_group(c, io);
    }
}

static void end_line(pneu_i_codec *c, pneu_i_codec_io *io, uint64_t at)
{
    fill_line(c, io, at);
    if (c->u.uu.odd)
        note(c, PNEU_DETAIL_CTE_UU_MALFORMED, c->u.uu.line_at, at - c->u.uu.line_at);
    c->u.uu.odd = 0;
    c->u.uu.state = LINE;
    c->u.uu.line_at = at + 1;
}

/* Full lines, as many as the kernel takes; 0 if there was none. */
static int take_full_lines(pneu_i_codec *c, pneu_i_codec_io *io)
{
    const uint8_t *start = io->in;
    if (!c->u.uu.ended)
        c->kernels->uu_decode(io);
    c->u.uu.line_at = pneu_i_codec_at(c, io, io->in);
    return io->in > start;
}

static void begin_line(pneu_i_codec *c, pneu_i_codec_io *io, uint64_t at)
{
    uint8_t byte = *io->in;
    if (byte == PNEU_I_UU_FULL && take_full_lines(c, io))
        return;
    if (byte == 'e') {
        c->u.uu.state = END_WORD;
        c->u.uu.matched = 0;
        return;
    }
    c->u.uu.left = 0;
    c->u.uu.state = REST;
    if (!is_uu_character(byte)) {
        mark_odd(c, at);
        c->u.uu.ended |= byte == '\r' || byte == '\n'; /* " ", the line of no bytes, without its blank */
        io->in += byte != '\n';
        return;
    }
    if (c->u.uu.ended)
        mark_odd(c, at);
    c->u.uu.left = (uint8_t)sextet_of(byte);
    c->u.uu.ended = c->u.uu.left == 0;
    if (c->u.uu.left > 0)
        c->u.uu.state = DATA;
    io->in++;
}

/* Whole groups of a line, as many as are there and have room. */
static void take_groups(pneu_i_codec *c, pneu_i_codec_io *io)
{
    const uint8_t *in = io->in;
    while (c->u.uu.left >= 3 && io->in_end - in >= 4 && io->out_end - io->out >= 3 && is_uu_character(in[0]) &&
           is_uu_character(in[1]) && is_uu_character(in[2]) && is_uu_character(in[3])) {
        uint32_t bits = sextet_of(in[0]) << 18 | sextet_of(in[1]) << 12 | sextet_of(in[2]) << 6 | sextet_of(in[3]);
        *io->out++ = (uint8_t)(bits >> 16);
        *io->out++ = (uint8_t)(bits >> 8);
        *io->out++ = (uint8_t)bits;
        in += 4;
        c->u.uu.left = (uint8_t)(c->u.uu.left - 3);
    }
    io->in = in;
}

static void take_character(pneu_i_codec *c, pneu_i_codec_io *io, uint64_t at)
{
    uint8_t byte = *io->in;
    if (byte == '\r' || byte == '\n') {
        c->u.uu.state = REST;
        return;
    }
    if (!is_uu_character(byte))
        mark_odd(c, at);
    add_sextet(c, sextet_of(byte));
    io->in++;
    if (c->u.uu.sextets == 4)
        put_group(c, io);
}

static void take_data(pneu_i_codec *c, pneu_i_codec_io *io, uint64_t at)
{
    const uint8_t *start = io->in;
    if (c->u.uu.sextets == 0)
        take_groups(c, io);
    if (io->in == start)
        take_character(c, io, at);
    if (c->u.uu.left == 0)
        c->u.uu.state = REST;
}

static void take_rest(pneu_i_codec *c, pneu_i_codec_io *io, uint64_t at)
{
    uint8_t byte = *io->in++;
    if (byte == '\n')
        end_line(c, io, at);
    else if (!pneu_i_is_space(byte))
        mark_odd(c, at);
}

/* The block is over; `at` is the offset of its last line's end. */
static void end_block(pneu_i_codec *c, uint64_t at)
{
    if (!c->u.uu.ended) {
        note(c, PNEU_DETAIL_CTE_UU_MALFORMED, c->u.uu.line_at, at - c->u.uu.line_at);
        if (pneu_i_codec_is(c, PNEU_CODEC_STRICT))
            pneu_i_codec_fail(c, c->u.uu.line_at);
    }
    c->u.uu.odd = 0;
    c->u.uu.line_at = at + 1;
    c->u.uu.state = BEHIND;
}

static void take_end(pneu_i_codec *c, pneu_i_codec_io *io, uint64_t at)
{
    static const char word[] = "end";
    uint8_t byte = *io->in;
    if (c->u.uu.matched < 3 && byte == (uint8_t)word[c->u.uu.matched]) {
        c->u.uu.matched++;
        io->in++;
    } else if (c->u.uu.matched == 3 && pneu_i_is_space(byte)) {
        if (byte == '\n')
            end_block(c, at);
        io->in++;
    } else {
        c->u.uu.state = REST;
        mark_odd(c, at);
    }
}

void pneu_i_uu_decode(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (pneu_i_codec_can_go_on(c, io)) {
        uint64_t at = pneu_i_codec_at(c, io, io->in);
        switch (c->u.uu.state) {
        case SEEK: seek_begin(c, io); break;
        case IN_MODE: take_mode(c, io); break;
        case IN_NAME: take_name(c, io); break;
        case LINE: begin_line(c, io, at); break;
        case DATA: take_data(c, io, at); break;
        case REST: take_rest(c, io, at); break;
        case END_WORD: take_end(c, io, at); break;
        default: skip_text(c, io); break;
        }
    }
}

void pneu_i_uu_decode_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint64_t end = c->offset;
    if (c->u.uu.state == IN_NAME && c->name_len > 0)
        begin_block(c, end);
    if (!c->u.uu.begun || c->u.uu.state == BEHIND || c->u.uu.state == SKIP) {
        c->u.uu.odd |= !c->u.uu.begun && c->u.uu.matched > 0;
        end_text_line(c, end);
    } else if (c->u.uu.state == END_WORD && c->u.uu.matched == 3) {
        end_block(c, end);
        return;
    } else {
        end_line(c, io, end);
    }
    if (c->u.uu.state == BEHIND)
        return;
    note(c, PNEU_DETAIL_CTE_UU_MALFORMED, end, 0); /* no block, or no end of it */
    if (pneu_i_codec_is(c, PNEU_CODEC_STRICT))
        pneu_i_codec_fail(c, end);
}

/* ---- Encoding ----------------------------------------------------------------------------------------------- */

static char character_of(uint32_t sextet)
{
    return (char)(sextet == 0 ? '`' : sextet + 32);
}

static void put_line(pneu_i_codec *c, pneu_i_codec_io *io, const uint8_t *bytes, unsigned len)
{
    char line[2 + PNEU_I_UU_CHARACTERS];
    size_t at = 0;
    line[at++] = character_of(len);
    for (unsigned i = 0; i < len; i += 3) {
        uint32_t bits = (uint32_t)bytes[i] << 16;
        bits |= i + 1 < len ? (uint32_t)bytes[i + 1] << 8 : 0;
        bits |= i + 2 < len ? bytes[i + 2] : 0;
        for (int shift = 18; shift >= 0; shift -= 6)
            line[at++] = character_of(bits >> shift & 63);
    }
    line[at++] = '\n';
    pneu_i_codec_put(c, io, line, at);
}

static void put_begin(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (c->u.uu_encode.begun)
        return;
    c->u.uu_encode.begun = 1;
    pneu_i_codec_put(c, io, "begin ", 6);
    pneu_i_codec_put(c, io, c->mode_len > 0 ? c->mode : "644", c->mode_len > 0 ? c->mode_len : 3);
    pneu_i_codec_put(c, io, " ", 1);
    pneu_i_codec_put(c, io, c->name_len > 0 ? c->name : "data", c->name_len > 0 ? c->name_len : 4);
    pneu_i_codec_put(c, io, "\n", 1);
}

void pneu_i_uu_encode(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (pneu_i_codec_can_go_on(c, io))
        put_begin(c, io);
    while (pneu_i_codec_can_go_on(c, io)) {
        size_t have = c->u.uu_encode.count;
        if (have == 0)
            c->kernels->uu_encode(io);
        size_t more = (size_t)(io->in_end - io->in);
        more = more < PNEU_I_UU_OCTETS - have ? more : PNEU_I_UU_OCTETS - have;
        memcpy(c->u.uu_encode.bytes + have, io->in, more);
        io->in += more;
        c->u.uu_encode.count = (uint8_t)(have + more);
        if (c->u.uu_encode.count == PNEU_I_UU_OCTETS) {
            put_line(c, io, c->u.uu_encode.bytes, PNEU_I_UU_OCTETS);
            c->u.uu_encode.count = 0;
        }
    }
}

void pneu_i_uu_encode_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    put_begin(c, io);
    if (c->u.uu_encode.count > 0)
        put_line(c, io, c->u.uu_encode.bytes, c->u.uu_encode.count);
    pneu_i_codec_put(c, io, "`\nend\n", 6);
}
