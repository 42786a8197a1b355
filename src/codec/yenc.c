/*
 * yEnc decoding (yEnc draft 1.3).
 * In: any bytes.
 * Out: what stands between the first line "=ybegin ... name=..." and "=yend". Each byte is 42 more than it should be,
 * or follows "=" and is 64 more than that; line ends are nothing. The size and, if there is one, the CRC-32 of the
 * =yend line are compared with what was decoded; of a part, the part's. Fields are looked for by name, in any order.
 * Other lines are skipped and noted as cte_legacy, detail uu_in_text. A line beginning with "=y" that is unknown, a "="
 * before a line end, a wrong size or checksum, and a missing =ybegin or =yend are cte_legacy; strict, all of these but
 * the checksum are errors.
 * Invariant: a line that may begin with "=y" is held, up to 998 bytes of it; the rest of a longer one is dropped.
 * Ordinary blocks go through a kernel; what is left is decoded byte by byte.
 * Not handled: putting parts together; undoing of dot stuffing (DOT_UNSTUFF comes first); a second file in the stream.
 */
#include "base/ascii.h"
#include "base/str.h"
#include "codec/crc32.h"
#include "codec/kernels.h"
#include "codec/step.h"

enum {
    SEEK = 0, /* at the start of a line outside the block, or in its "=ybegin " */
    SKIP,     /* in a line that is text */
    CONTROL,  /* in a line that began with "=y", held */
    LINE,     /* at the start of a line of the block */
    DATA,
    ESCAPE,  /* behind "=" */
    MAYBE_Y, /* behind "=" at the start of a line */
    BEHIND   /* as SKIP, once the block is over */
};

static const char begin_word[] = "=ybegin ";

static void note(pneu_i_codec *c, int32_t detail, uint64_t offset, uint64_t length)
{
    pneu_defect find = pneu_i_find(PNEU_DEFECT_CTE_LEGACY, detail, offset, length);
    pneu_i_codec_note(c, &find);
}

static void note_malformed(pneu_i_codec *c, uint64_t offset, uint64_t length)
{
    note(c, PNEU_DETAIL_NONE, offset, length);
    if (pneu_i_codec_is(c, PNEU_CODEC_STRICT))
        pneu_i_codec_fail(c, offset);
}

/* ---- Control lines ------------------------------------------------------------------------------------------ */

static pneu_str held_line(const pneu_i_codec *c)
{
    return pneu_i_str_trim(pneu_i_str_of(c->held, c->held_len));
}

/* What follows `key` (given with its "="), where that stands behind a blank; an empty slice if it does not. */
static pneu_str field_of(pneu_str line, const char *key)
{
    size_t len = strlen(key);
    for (size_t i = 1; i + len <= line.len; i++)
        if (pneu_i_is_blank((unsigned char)line.ptr[i - 1]) && memcmp(line.ptr + i, key, len) == 0)
            return pneu_i_str_from(line, i + len);
    return pneu_i_str_of(NULL, 0);
}

/* A number of the base 10 or 16 at the start of a slice; returns 0 if there is none or it is too large. */
static int read_number(pneu_str text, unsigned base, uint64_t *out)
{
    uint64_t number = 0;
    size_t i = 0;
    for (; i < text.len; i++) {
        int digit = pneu_i_hex_value((unsigned char)text.ptr[i]);
        if (digit < 0 || (unsigned)digit >= base)
            break;
        if (number > (UINT64_MAX - (unsigned)digit) / base)
            return 0;
        number = number * base + (unsigned)digit;
    }
    if (i > 0)
        *out = number;
    return i > 0;
}

static void begin_block(pneu_i_codec *c, pneu_str line)
{
    pneu_str name = field_of(line, "name=");
    pneu_str fields = pneu_i_str_of(line.ptr, name.ptr != NULL ? (size_t)(name.ptr - line.ptr) : line.len);
    uint64_t part = 0;
    c->u.yenc.begun = 1;
    c->u.yenc.is_part = (uint8_t)read_number(field_of(fields, "part="), 10, &part);
    int has_size = read_number(field_of(fields, "size="), 10, &c->u.yenc.size);
    if (!has_size || name.len == 0 || name.len > PNEU_I_CODEC_NAME)
        c->u.yenc.odd = 1;
    c->name_len = (uint16_t)(name.len < PNEU_I_CODEC_NAME ? name.len : PNEU_I_CODEC_NAME);
    if (c->name_len > 0)
        memcpy(c->name, name.ptr, c->name_len);
}

static void read_part_line(pneu_i_codec *c, pneu_str line)
{
    uint64_t first = 0, last = 0;
    if (!read_number(field_of(line, "begin="), 10, &first) || !read_number(field_of(line, "end="), 10, &last) ||
        first == 0 || last < first) {
        c->u.yenc.odd = 1;
        return;
    }
    c->u.yenc.is_part = 1;
    c->u.yenc.part_size = last - first + 1;
}

static void compare_checksum(pneu_i_codec *c, pneu_str line)
{
    uint64_t crc = 0;
    if (!read_number(field_of(line, c->u.yenc.is_part ? "pcrc32=" : "crc32="), 16, &crc))
        return;
    c->u.yenc.checksum = crc == c->u.yenc.crc ? PNEU_CHECKSUM_GOOD : PNEU_CHECKSUM_BAD;
    if (c->u.yenc.checksum == PNEU_CHECKSUM_BAD)
        note(c, PNEU_DETAIL_NONE, c->u.yenc.line_at, line.len);
}

static void end_block(pneu_i_codec *c, pneu_str line)
{
    uint64_t size = 0, expected = c->u.yenc.is_part ? c->u.yenc.part_size : c->u.yenc.size;
    int has_size = read_number(field_of(line, "size="), 10, &size);
    if (!has_size || size != c->u.yenc.decoded || (expected > 0 && expected != size))
        c->u.yenc.odd = 1;
    compare_checksum(c, line);
}

static int begins_with(pneu_str line, const char *word)
{
    size_t len = strlen(word);
    return line.len >= len && memcmp(line.ptr, word, len) == 0;
}

/* The held line is complete; the next one starts at `next`. */
static void end_control_line(pneu_i_codec *c, uint64_t next)
{
    pneu_str line = held_line(c);
    c->u.yenc.state = LINE;
    if (!c->u.yenc.begun) {
        begin_block(c, line);
    } else if (begins_with(line, "=ypart ")) {
        read_part_line(c, line);
    } else if (begins_with(line, "=yend")) {
        end_block(c, line);
        c->u.yenc.state = BEHIND;
    } else {
        c->u.yenc.odd = 1;
    }
    if (c->u.yenc.odd)
        note_malformed(c, c->u.yenc.line_at, line.len);
    c->u.yenc.odd = 0;
    c->u.yenc.line_at = next;
    pneu_i_codec_forget(c);
}

static void take_control(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint8_t byte = *io->in++;
    if (byte == '\n')
        end_control_line(c, pneu_i_codec_at(c, io, io->in));
    else if (c->held_len < PNEU_I_CODEC_BLANKS)
        pneu_i_codec_hold(c, byte);
}

/* ---- Outside the block -------------------------------------------------------------------------------------- */

static void end_text_line(pneu_i_codec *c, uint64_t next)
{
    if (c->u.yenc.odd)
        note(c, PNEU_DETAIL_CTE_UU_IN_TEXT, c->u.yenc.line_at, next - c->u.yenc.line_at);
    c->u.yenc.odd = 0;
    c->u.yenc.line_at = next;
    c->u.yenc.state = c->u.yenc.begun ? BEHIND : SEEK;
}

static void skip_text(pneu_i_codec *c, pneu_i_codec_io *io)
{
    const uint8_t *lf = memchr(io->in, '\n', (size_t)(io->in_end - io->in));
    const uint8_t *stop = lf != NULL ? lf + 1 : io->in_end;
    for (; io->in < stop && !c->u.yenc.odd; io->in++)
        c->u.yenc.odd = !pneu_i_is_space(*io->in);
    io->in = stop;
    if (lf != NULL)
        end_text_line(c, pneu_i_codec_at(c, io, stop));
}

static void seek_begin(pneu_i_codec *c, pneu_i_codec_io *io)
{
    if (*io->in != (uint8_t)begin_word[c->held_len]) {
        c->u.yenc.odd = c->held_len > 0;
        c->u.yenc.state = SKIP;
        pneu_i_codec_forget(c);
        return;
    }
    pneu_i_codec_hold(c, *io->in++);
    if (begin_word[c->held_len] == '\0')
        c->u.yenc.state = CONTROL;
}

/* ---- Inside it ---------------------------------------------------------------------------------------------- */

static void count_decoded(pneu_i_codec *c, const uint8_t *bytes, size_t len)
{
    c->u.yenc.crc = pneu_i_crc32(c->u.yenc.crc, bytes, len);
    c->u.yenc.decoded += len;
}

/* Runs the kernel over windows, so that what it puts is still at hand when it is counted, as long as it takes them. */
static void take_blocks(pneu_i_codec *c, pneu_i_codec_io *io)
{
    enum {
        WINDOW = 16384
    };
    const uint8_t *in;
    int begins_line = c->u.yenc.state == LINE;
    do {
        ptrdiff_t more = io->in_end - io->in;
        pneu_i_codec_io window = {io->in, io->in + (more < WINDOW ? more : WINDOW), io->out, io->out_end};
        in = io->in;
        c->kernels->yenc_decode(&window, &begins_line);
        count_decoded(c, io->out, (size_t)(window.out - io->out));
        io->in = window.in;
        io->out = window.out;
    } while (io->in - in > WINDOW / 2);
    c->u.yenc.state = begins_line ? LINE : DATA;
}

static void put_decoded(pneu_i_codec *c, pneu_i_codec_io *io, unsigned value)
{
    uint8_t byte = (uint8_t)value;
    count_decoded(c, &byte, 1);
    pneu_i_codec_put(c, io, &byte, 1);
}

static void take_line(pneu_i_codec *c, pneu_i_codec_io *io)
{
    c->u.yenc.state = DATA;
    if (*io->in != '=')
        return;
    c->u.yenc.line_at = pneu_i_codec_at(c, io, io->in);
    c->u.yenc.state = MAYBE_Y;
    io->in++;
}

static void take_data(pneu_i_codec *c, pneu_i_codec_io *io)
{
    const uint8_t *end = pneu_i_codec_window(io);
    uint8_t *start = io->out;
    while (io->in < end && pneu_i_yenc_is_plain(*io->in))
        *io->out++ = (uint8_t)(*io->in++ - 42);
    count_decoded(c, start, (size_t)(io->out - start));
    if (io->in == end)
        return;
    uint8_t byte = *io->in++;
    c->u.yenc.state = byte == '=' ? ESCAPE : byte == '\n' ? LINE : DATA;
}

static void take_escaped(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint8_t byte = *io->in;
    c->u.yenc.state = DATA;
    if (byte == '\r' || byte == '\n') {
        note_malformed(c, pneu_i_codec_at(c, io, io->in) - 1, 1);
        return;
    }
    put_decoded(c, io, byte - 64u - 42u);
    io->in++;
}

static void take_maybe_y(pneu_i_codec *c, pneu_i_codec_io *io)
{
    c->u.yenc.state = ESCAPE;
    if (*io->in != 'y')
        return;
    c->u.yenc.state = CONTROL;
    pneu_i_codec_hold(c, '=');
}

void pneu_i_yenc_decode(pneu_i_codec *c, pneu_i_codec_io *io)
{
    while (pneu_i_codec_can_go_on(c, io)) {
        if (c->u.yenc.state == LINE || c->u.yenc.state == DATA)
            take_blocks(c, io);
        if (!pneu_i_codec_can_go_on(c, io))
            return;
        switch (c->u.yenc.state) {
        case SEEK: seek_begin(c, io); break;
        case CONTROL: take_control(c, io); break;
        case LINE: take_line(c, io); break;
        case DATA: take_data(c, io); break;
        case ESCAPE: take_escaped(c, io); break;
        case MAYBE_Y: take_maybe_y(c, io); break;
        default: skip_text(c, io); break;
        }
    }
}

void pneu_i_yenc_decode_end(pneu_i_codec *c, pneu_i_codec_io *io)
{
    uint64_t end = c->offset;
    (void)io;
    if (c->u.yenc.state == CONTROL)
        end_control_line(c, end);
    if (c->u.yenc.state == ESCAPE || c->u.yenc.state == MAYBE_Y)
        note_malformed(c, end - 1, 1);
    if (!c->u.yenc.begun || c->u.yenc.state == BEHIND) {
        c->u.yenc.odd |= c->held_len > 0;
        end_text_line(c, end);
    }
    if (c->u.yenc.state != BEHIND)
        note_malformed(c, end, 0);
    pneu_i_codec_forget(c);
}
