/*
 * Bodies that are in quoted-printable or base64 already, with bytes above 127, NUL, bare CR or lines over 998 bytes.
 * In: the body, in pieces. Out: the same lines where they are fine; others so that they decode to the same octets.
 * Quoted-printable: such a line is decoded and encoded again by itself, for a line means the same whatever stands before
 * it. Base64: what is no 7-bit byte says nothing there, and goes; long lines are broken.
 * Invariants: no line is made that begins like a delimiter: on a line that begins with "-", or would, a dot stands for
 * what goes. Constant memory.
 * RFC 2045 sections 6.7 and 6.8.
 * Not handled: what is wrong with an encoding within its own alphabet.
 */
#include "filter/ascii_body.h"

#include "charset/charset.h"

/* ---- Quoted-printable: encoding again ----------------------------------------------------------------------- */

typedef pneu_status codec_function(pneu_i_codec *codec, pneu_i_codec_io *io);

static void encode(pneu_i_ascii_body *body, pneu_i_codec_io io, codec_function *run)
{
    uint8_t room[1024];
    pneu_status status;
    do {
        io.out = room;
        io.out_end = room + sizeof room;
        status = run(&body->encoder, &io);
        pneu_i_ascii_put(body->out, (const char *)room, (size_t)(io.out - room));
    } while (status == PNEU_OK);
}

static void encode_held_cr(pneu_i_ascii_body *body)
{
    static const uint8_t cr[] = {'\r'};
    if (body->has_coded_cr)
        encode(body, (pneu_i_codec_io){cr, cr + 1, NULL, NULL}, pneu_i_codec_run);
    body->has_coded_cr = 0;
}

/* A CR at the end waits: with LF alone behind it, it is a line end, and becomes that of the line. */
static void encode_octets(pneu_i_ascii_body *body, const uint8_t *octets, size_t len)
{
    if (len == 0)
        return;
    encode_held_cr(body);
    body->has_coded_cr = octets[len - 1] == '\r';
    len -= (size_t)body->has_coded_cr;
    if (len > 0)
        encode(body, (pneu_i_codec_io){octets, octets + len, NULL, NULL}, pneu_i_codec_run);
}

/* What the decoder makes of these bytes, or of the end, goes to the encoder. */
static void recode(pneu_i_ascii_body *body, pneu_i_codec_io io, codec_function *run)
{
    uint8_t octets[1024];
    pneu_status status;
    do {
        io.out = octets;
        io.out_end = octets + sizeof octets;
        status = run(&body->decoder, &io);
        encode_octets(body, octets, (size_t)(io.out - octets));
    } while (status == PNEU_OK);
}

static void recode_bytes(pneu_i_ascii_body *body, const char *bytes, size_t len)
{
    const uint8_t *in = (const uint8_t *)bytes;
    if (len > 0)
        recode(body, (pneu_i_codec_io){in, in + len, NULL, NULL}, pneu_i_codec_run);
}

static void begin_mending(pneu_i_ascii_body *body)
{
    body->is_mending = 1;
    (void)pneu_i_codec_init(&body->decoder, PNEU_CODEC_QUOTED_PRINTABLE_DECODE, 0, body->out->cpu_level);
    (void)pneu_i_codec_init(&body->encoder, PNEU_CODEC_QUOTED_PRINTABLE_ENCODE,
                            PNEU_CODEC_BINARY | PNEU_CODEC_PROTECT_DASH, body->out->cpu_level);
    recode_bytes(body, body->line, body->line_len);
    body->line_len = 0;
}

static void end_mending(pneu_i_ascii_body *body)
{
    encode_held_cr(body);
    encode(body, (pneu_i_codec_io){NULL, NULL, NULL, NULL}, pneu_i_codec_end);
    body->is_mending = 0;
}

/* The decoder is told of the line end. If it gives that back, the line ends; if not, it was a soft break, and the line
 * goes on. What it held back comes first, and no LF is among that. */
static void break_mended_line(pneu_i_ascii_body *body, int has_cr)
{
    static const uint8_t line_end[] = {'\r', '\n'};
    uint8_t octets[PNEU_I_CODEC_HELD + 2];
    const uint8_t *from = has_cr ? line_end : line_end + 1, *to = line_end + 2;
    pneu_i_codec_io io = {from, to, octets, octets + sizeof octets};
    (void)pneu_i_codec_run(&body->decoder, &io);
    size_t len = (size_t)(io.out - octets);
    int is_end = len > 0 && octets[len - 1] == '\n';
    encode_octets(body, octets, is_end ? len - (size_t)(to - from) : len);
    if (!is_end)
        return;
    if (!has_cr)
        body->has_coded_cr = 0;
    end_mending(body);
    pneu_i_ascii_put(body->out, "\r\n", 2);
}

/* ---- Quoted-printable: lines -------------------------------------------------------------------------------- */

static int is_fine(const pneu_i_ascii_body *body, const char *bytes, size_t len)
{
    return (body->out->takes_8bit || pneu_i_ascii_only(bytes, len)) && memchr(bytes, 0, len) == NULL &&
           memchr(bytes, '\r', len) == NULL;
}

/* Bytes of the open line, without its line end. */
static void add_to_line(pneu_i_ascii_body *body, const char *bytes, size_t len)
{
    if (!body->is_mending) {
        if (len <= PNEU_I_LINE_MAX - body->line_len && is_fine(body, bytes, len)) {
            memcpy(body->line + body->line_len, bytes, len);
            body->line_len += len;
            return;
        }
        begin_mending(body);
    }
    recode_bytes(body, bytes, len);
}

/* A CR is data unless LF follows, which may come with the next piece. */
static void take_content(pneu_i_ascii_body *body, const char *bytes, size_t len)
{
    if (len == 0)
        return;
    if (body->has_cr)
        add_to_line(body, "\r", 1);
    body->has_cr = bytes[len - 1] == '\r';
    add_to_line(body, bytes, len - (size_t)body->has_cr);
}

static void end_line(pneu_i_ascii_body *body)
{
    int has_cr = body->has_cr;
    body->has_cr = 0;
    if (body->is_mending) {
        break_mended_line(body, has_cr);
        return;
    }
    pneu_i_ascii_put(body->out, body->line, body->line_len);
    pneu_i_ascii_put(body->out, "\r\n", 2);
    body->line_len = 0;
}

/* The rest of the open line, or the next one, as far as it is there. Returns its length with its line end. */
static size_t take_line(pneu_i_ascii_body *body, pneu_str bytes)
{
    const char *lf = memchr(bytes.ptr, '\n', bytes.len);
    size_t len = lf != NULL ? (size_t)(lf - bytes.ptr) : bytes.len;
    take_content(body, bytes.ptr, len);
    if (lf == NULL)
        return len;
    end_line(body);
    return len + 1;
}

/* Puts the whole lines that come next at once, if every one of them is fine. Returns their length, or 0. */
static size_t put_fine_lines(pneu_i_ascii_body *body, pneu_str bytes)
{
    pneu_i_census census = {0};
    if (body->is_mending || body->has_cr || body->line_len > 0)
        return 0;
    while (bytes.len > 0 && bytes.ptr[bytes.len - 1] != '\n')
        bytes.len--;
    pneu_i_census_add(&census, bytes.ptr, bytes.len, body->out->cpu_level);
    if (!pneu_i_census_is_seven_bit(&census) || census.bare_lf > 0)
        return 0;
    pneu_i_ascii_put_str(body->out, bytes);
    return bytes.len;
}

void pneu_i_ascii_mend_qp(pneu_i_ascii_body *body, pneu_str bytes)
{
    int is_in_line = body->is_mending || body->has_cr || body->line_len > 0;
    if (is_in_line && bytes.len > 0)
        bytes = pneu_i_str_from(bytes, take_line(body, bytes));
    bytes = pneu_i_str_from(bytes, put_fine_lines(body, bytes));
    while (bytes.len > 0)
        bytes = pneu_i_str_from(bytes, take_line(body, bytes));
}

void pneu_i_ascii_mend_qp_end(pneu_i_ascii_body *body)
{
    if (body->has_cr)
        add_to_line(body, "\r", 1);
    body->has_cr = 0;
    if (body->is_mending) {
        recode(body, (pneu_i_codec_io){NULL, NULL, NULL, NULL}, pneu_i_codec_end);
        end_mending(body);
    } else {
        pneu_i_ascii_put(body->out, body->line, body->line_len);
    }
    body->line_len = 0;
}

/* ---- Base64 ------------------------------------------------------------------------------------------------- */

#define BREAK_AT 988u /* thirteen lines of 76 */

/* What is held of the open line, from BREAK_AT on: nobody knows yet whether it must be broken there. */
static void put_held(pneu_i_ascii_body *body)
{
    pneu_i_ascii_put(body->out, body->line, body->line_len);
    body->line_len = 0;
}

/* What is held begins a line of its own. */
static void break_line(pneu_i_ascii_body *body)
{
    body->census.column = body->line_len;
    body->is_dash_line = 0;
    pneu_i_ascii_put(body->out, "\r\n", 2);
    if (body->line[0] == '-') {
        pneu_i_ascii_put(body->out, ".", 1);
        body->census.column++;
    }
    put_held(body);
}

static void put_byte(pneu_i_ascii_body *body, char byte)
{
    if (body->census.column == PNEU_I_LINE_MAX)
        break_line(body);
    if (body->census.column == 0)
        body->is_dash_line = byte == '-';
    if (body->census.column < BREAK_AT)
        pneu_i_ascii_put(body->out, &byte, 1);
    else
        body->line[body->line_len++] = byte;
    body->census.column++;
}

/* A byte that says nothing. On a line that would begin with "-" without it, or does, a dot takes its place: base64 has
 * none, and a line with one is no delimiter. */
static void drop_byte(pneu_i_ascii_body *body)
{
    if (body->census.column == 0 || body->is_dash_line)
        put_byte(body, '.');
}

/* The column is kept in the census, and a CR that waits for its LF too. */
static void mend_bytes(pneu_i_ascii_body *body, pneu_str bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        char byte = bytes.ptr[i];
        int was_after_cr = body->census.is_after_cr;
        body->census.is_after_cr = byte == '\r';
        if (byte == '\n') {
            put_held(body);
            pneu_i_ascii_put(body->out, "\r\n", 2);
            body->census.column = 0;
            continue;
        }
        if (was_after_cr)
            drop_byte(body);
        if (byte == 0 || ((unsigned char)byte >= 0x80 && !body->out->takes_8bit))
            drop_byte(body);
        else if (byte != '\r')
            put_byte(body, byte);
    }
}

/* Where the line that is open after these bytes begins among them. */
static size_t open_line_in(pneu_str bytes)
{
    size_t at = bytes.len;
    while (at > 0 && bytes.ptr[at - 1] != '\n')
        at--;
    return at;
}

/* Does that line begin with "-"? */
static int is_open_dash_line(const pneu_i_ascii_body *body, pneu_str bytes, size_t at)
{
    if (at == bytes.len)
        return body->is_dash_line && bytes.len == 0;
    return at > 0 || body->census.column == 0 ? bytes.ptr[at] == '-' : body->is_dash_line;
}

void pneu_i_ascii_mend_base64(pneu_i_ascii_body *body, pneu_str bytes)
{
    pneu_i_census before = body->census;
    size_t at = open_line_in(bytes);
    int is_dash_line = is_open_dash_line(body, bytes, at);
    uint64_t column = bytes.len - at + (at == 0 ? before.column : 0);
    if (before.column <= BREAK_AT && column <= BREAK_AT &&
        pneu_i_ascii_copy(body->out, &body->census, bytes) == PNEU_OK) {
        body->is_dash_line = is_dash_line;
        return;
    }
    body->census = before;
    mend_bytes(body, bytes);
}

void pneu_i_ascii_mend_base64_end(pneu_i_ascii_body *body)
{
    if (body->census.is_after_cr && body->is_dash_line)
        drop_byte(body);
    put_held(body);
}
