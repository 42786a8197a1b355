/*
 * What an encoded body decodes to.
 * In: a body in quoted-printable or base64, in pieces, and the boundaries of the multiparts around it. Out: what may
 * carry it decoded; whether a line of it begins like a delimiter; whether its encoding is in order.
 * It is looked at in the form that it has on the wire, with CRLF for each line end of the file: then a CR or LF alone is an
 * encoded one, which 8bit cannot carry, and what was a line end of quoted-printable is not taken for one.
 * Invariants: constant memory but for the boundaries, which have at most 998 bytes a level; nothing depends on how the
 * body is cut; a byte is compared with a boundary only on lines that begin with "--" and its first byte.
 * RFC 2045 sections 2.7 to 2.9, 6.7 and 6.8; RFC 2046 section 5.1.1 (a line that merely begins with a delimiter counts).
 * Not handled: decoding for output.
 */
#include "filter/decoded_look.h"

#include "charset/charset.h"
#include "pneu/syntax.h"

/* ---- Boundaries --------------------------------------------------------------------------------------------- */

/* A boundary's length, before its bytes. */
typedef uint16_t boundary_length;

static uint32_t start_bit(char c)
{
    return UINT32_C(1) << ((unsigned char)c & 31);
}

/* The boundary at `at`, which moves behind it. */
static pneu_str next_boundary(const pneu_i_open_boundaries *open, size_t *at)
{
    boundary_length len;
    memcpy(&len, open->bytes.ptr + *at, sizeof len);
    pneu_str boundary = pneu_i_str_of(open->bytes.ptr + *at + sizeof len, len);
    *at += sizeof len + len;
    return boundary;
}

pneu_status pneu_i_open_boundaries_add(pneu_i_open_boundaries *open, const pneu_alloc *alloc, pneu_str boundary)
{
    boundary_length len = (boundary_length)(boundary.len < PNEU_I_BOUNDARY_MOST ? boundary.len : PNEU_I_BOUNDARY_MOST);
    if (len == 0)
        return PNEU_OK;
    pneu_status status = pneu_i_buf_reserve(&open->bytes, alloc, sizeof len + len);
    if (status == PNEU_OK)
        status = pneu_i_buf_append(&open->bytes, alloc, &len, sizeof len);
    if (status == PNEU_OK)
        status = pneu_i_buf_append(&open->bytes, alloc, boundary.ptr, len);
    open->starts |= start_bit(*boundary.ptr);
    return status;
}

void pneu_i_open_boundaries_cut(pneu_i_open_boundaries *open, size_t len)
{
    open->bytes.len = len;
    open->starts = 0;
    for (size_t at = 0; at < len;)
        open->starts |= start_bit(*next_boundary(open, &at).ptr);
}

static int begins_like_one(const pneu_i_open_boundaries *open, pneu_str line)
{
    for (size_t at = 0; at < open->bytes.len;) {
        pneu_str boundary = next_boundary(open, &at);
        if (boundary.len <= line.len && memcmp(boundary.ptr, line.ptr, boundary.len) == 0)
            return 1;
    }
    return 0;
}

/* ---- Lines -------------------------------------------------------------------------------------------------- */

static int is_break(char c)
{
    return c == '\r' || c == '\n';
}

/* The kept beginning of the line is all that is needed, or all that there is. */
static void judge_line(pneu_i_decoded_look *look)
{
    if (look->line_len > 2 && begins_like_one(look->open, pneu_i_str_of(look->line + 2, look->line_len - 2)))
        look->is_like_delimiter = 1;
    look->is_past = 1;
}

/* A byte of a line that may be a delimiter. */
static void keep_byte(pneu_i_decoded_look *look, char c)
{
    size_t at = look->line_len;
    if ((at < 2 && c != '-') || (at == 2 && (look->open->starts & start_bit(c)) == 0)) {
        look->is_past = 1;
        return;
    }
    look->line[look->line_len++] = c;
    if (look->line_len == sizeof look->line)
        judge_line(look);
}

/* A CR ends a line too: there are programs that think so. */
static void end_line(pneu_i_decoded_look *look)
{
    if (!look->is_past)
        judge_line(look);
    look->line_len = 0;
    look->is_past = 0;
}

static void look_for_delimiters(pneu_i_decoded_look *look, const char *bytes, size_t len)
{
    if (look->open->bytes.len == 0)
        return;
    for (size_t at = 0; at < len; at++) {
        while (look->is_past && at < len && !is_break(bytes[at]))
            at++;
        if (at == len)
            return;
        if (is_break(bytes[at]))
            end_line(look);
        else
            keep_byte(look, bytes[at]);
    }
}

/* ---- The body ----------------------------------------------------------------------------------------------- */

typedef pneu_status codec_function(pneu_i_codec *codec, pneu_i_codec_io *io);

/* Long lines and hexadecimal digits in lower case are decoded alike by all. */
static pneu_status take_defect(void *ctx, const pneu_defect *defect)
{
    pneu_i_decoded_look *look = ctx;
    if (defect->detail != PNEU_DETAIL_CTE_QP_LINE_TOO_LONG && defect->detail != PNEU_DETAIL_CTE_QP_LOWERCASE)
        look->is_malformed = 1;
    return PNEU_OK;
}

void pneu_i_decoded_look_begin(pneu_i_decoded_look *look, int32_t encoding, const pneu_i_open_boundaries *open,
                               uint32_t cpu_level)
{
    look->open = open;
    look->has_lines = encoding == PNEU_ENCODING_QUOTED_PRINTABLE;
    if (look->has_lines)
        (void)pneu_i_codec_init(&look->to_crlf, PNEU_CODEC_TO_CRLF, 0, cpu_level);
    /* after padding nothing is decoded: it is malformed */
    pneu_i_body_decoder_start(&look->decoder, encoding, 0, cpu_level);
    pneu_i_codec_report_to(&look->decoder.codec, take_defect, look);
    look->cpu_level = cpu_level;
    memset(&look->census, 0, sizeof look->census);
    look->is_malformed = look->is_like_delimiter = look->is_past = 0;
    look->line_len = 0;
    look->last = 0;
}

static pneu_status take_decoded(void *ctx, const char *bytes, size_t len)
{
    pneu_i_decoded_look *look = ctx;
    pneu_i_census_add(&look->census, bytes, len, look->cpu_level);
    look_for_delimiters(look, bytes, len);
    look->last = bytes[len - 1];
    return PNEU_OK;
}

static void decode(pneu_i_decoded_look *look, pneu_str bytes)
{
    (void)pneu_i_body_decoder_push(&look->decoder, bytes, take_decoded, look);
}

/* Through the line ends first. */
static void decode_lines(pneu_i_decoded_look *look, pneu_i_codec_io io, codec_function *run)
{
    uint8_t room[4096];
    pneu_status status;
    do {
        io.out = room;
        io.out_end = room + sizeof room;
        status = run(&look->to_crlf, &io);
        decode(look, pneu_i_str_of(room, (size_t)(io.out - room)));
    } while (status == PNEU_OK);
}

void pneu_i_decoded_look_add(pneu_i_decoded_look *look, pneu_str bytes)
{
    const uint8_t *in = (const uint8_t *)bytes.ptr;
    if (look->has_lines && bytes.len > 0)
        decode_lines(look, (pneu_i_codec_io){in, in + bytes.len, NULL, NULL}, pneu_i_codec_run);
    else
        decode(look, bytes);
}

void pneu_i_decoded_look_end(pneu_i_decoded_look *look)
{
    if (look->has_lines)
        decode_lines(look, (pneu_i_codec_io){NULL, NULL, NULL, NULL}, pneu_i_codec_end);
    (void)pneu_i_body_decoder_finish(&look->decoder, take_decoded, look);
    pneu_i_census_end(&look->census);
    end_line(look);
}

int32_t pneu_i_decoded_look_encoding(const pneu_i_decoded_look *look)
{
    const pneu_i_census *census = &look->census;
    if (census->has_nul || census->has_bare_cr || census->has_long_line || census->bare_lf > 0)
        return PNEU_ENCODING_BINARY;
    return census->has_high ? PNEU_ENCODING_8BIT : PNEU_ENCODING_7BIT;
}

int pneu_i_decoded_look_may_end_part(const pneu_i_decoded_look *look)
{
    return look->is_like_delimiter || (look->last == '\r' && look->open->bytes.len > 0);
}
