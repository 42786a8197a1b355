/*
 * The choice of a transfer encoding. In: a body, in pieces cut anywhere. Out: 7bit, quoted-printable or base64. The
 * length in quoted-printable is that of the encoder's own output, so that choice and writing cannot disagree; that of
 * base64 follows from the number of octets. Invariants: constant memory; what comes out does not depend on how the body
 * is cut. RFC 2045 sections 2.7, 2.8 and 6, RFC 5322 section 2.1.1. Not handled: charsets: who knows that a text is not
 * made of ASCII bytes (UTF-16) says PNEU_I_BODY_OCTETS.
 */
#include "write/choose_encoding.h"

#include "charset/charset.h"
#include "parse/scan.h"
#include "pneu/syntax.h"

/* ---- The census --------------------------------------------------------------------------------------------- */

/* Bytes of one line, without LF. */
static void count_within_line(pneu_i_census *census, const char *bytes, size_t len)
{
    if (len == 0)
        return;
    if (census->is_after_cr) {
        census->has_bare_cr = 1;
        census->column++;
    }
    const char *cr = memchr(bytes, '\r', len);
    if (cr != NULL && cr != bytes + len - 1)
        census->has_bare_cr = 1;
    census->is_after_cr = bytes[len - 1] == '\r';
    census->column += len - (size_t)census->is_after_cr;
    if (census->column > PNEU_I_LINE_MOST)
        census->has_long_line = 1;
}

static void count_by_line(pneu_i_census *census, const char *bytes, size_t len)
{
    census->has_high |= !pneu_i_ascii_only(bytes, len);
    census->has_nul |= memchr(bytes, 0, len) != NULL;
    for (size_t at = 0; at < len;) {
        const char *lf = memchr(bytes + at, '\n', len - at);
        size_t end = lf != NULL ? (size_t)(lf - bytes) : len;
        count_within_line(census, bytes + at, end - at);
        if (lf != NULL) {
            census->bare_lf += !census->is_after_cr;
            census->is_after_cr = 0;
            census->column = 0;
        }
        at = end + 1;
    }
}

#define WALK ((size_t)240) /* bytes that are counted line by line before the kernel is asked again */

/* Counts blocks from bytes[from] on, a byte being before them, as long as no line of them can be too long: by the kernel
 * that the parser has for bodies. Returns where it stops. */
static size_t count_blocks(pneu_i_census *census, const char *bytes, size_t from, size_t len)
{
    pneu_i_tally tally = {0};
    size_t open =
        census->column < PNEU_I_LINE_MOST ? (size_t)census->column + (size_t)census->is_after_cr : PNEU_I_LINE_MOST;
    pneu_i_body_scan scan = {0, open, 0};
    size_t end = pneu_i_scan_portable.body((const uint8_t *)bytes, from, len, &tally, &scan);
    if (end == from)
        return end;
    size_t line = tally.lf > 0 ? scan.line_length : (size_t)census->is_after_cr + end - from;
    if (tally.lf > 0)
        census->column = 0;
    census->is_after_cr = bytes[end - 1] == '\r';
    census->column += line - (size_t)census->is_after_cr; /* of a CR before it is known now what follows */
    census->bare_lf += tally.bare_lf;
    census->has_bare_cr |= tally.bare_cr > 0;
    census->has_high |= tally.high > 0;
    census->has_nul |= tally.nul > 0;
    census->has_long_line |= census->column > PNEU_I_LINE_MOST;
    return end;
}

void pneu_i_census_add(pneu_i_census *census, const char *bytes, size_t len)
{
    census->length += len;
    for (size_t at = 0; at < len;) {
        if (at > 0)
            at = count_blocks(census, bytes, at, len);
        size_t now = len - at < WALK ? len - at : WALK;
        count_by_line(census, bytes + at, now);
        at += now;
    }
}

void pneu_i_census_end(pneu_i_census *census)
{
    census->has_bare_cr |= census->is_after_cr;
    census->is_after_cr = 0;
}

int pneu_i_census_is_seven_bit(const pneu_i_census *census)
{
    return !census->has_high && pneu_i_census_is_eight_bit(census);
}

int pneu_i_census_is_eight_bit(const pneu_i_census *census)
{
    return !census->has_nul && !census->has_bare_cr && !census->has_long_line;
}

/* ---- The choice --------------------------------------------------------------------------------------------- */

void pneu_i_encoding_choice_init(pneu_i_encoding_choice *choice, int kind, uint32_t cpu_level)
{
    memset(&choice->census, 0, sizeof choice->census);
    choice->kind = kind;
    choice->qp_length = 0;
    if (kind == PNEU_I_BODY_TEXT)
        (void)pneu_i_codec_init(&choice->qp, PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_I_QP_FLAGS, cpu_level);
}

/* Encodes what `run` is given, for its length. */
static void measure(pneu_i_encoding_choice *choice, pneu_i_codec_io io,
                    pneu_status (*run)(pneu_i_codec *codec, pneu_i_codec_io *io))
{
    uint8_t out[4096];
    pneu_status status;
    do {
        io.out = out;
        io.out_end = out + sizeof out;
        status = run(&choice->qp, &io);
        choice->qp_length += (uint64_t)(io.out - out);
    } while (status == PNEU_OK);
}

void pneu_i_encoding_choice_add(pneu_i_encoding_choice *choice, const char *bytes, size_t len)
{
    const uint8_t *in = (const uint8_t *)bytes;
    pneu_i_census_add(&choice->census, bytes, len);
    if (choice->kind == PNEU_I_BODY_TEXT && len > 0)
        measure(choice, (pneu_i_codec_io){in, in + len, NULL, NULL}, pneu_i_codec_run);
}

void pneu_i_encoding_choice_stop(pneu_i_encoding_choice *choice)
{
    if (choice->kind == PNEU_I_BODY_TEXT)
        measure(choice, (pneu_i_codec_io){NULL, NULL, NULL, NULL}, pneu_i_codec_end);
}

void pneu_i_encoding_choice_end(pneu_i_encoding_choice *choice)
{
    pneu_i_census_end(&choice->census);
    pneu_i_encoding_choice_stop(choice);
}

int pneu_i_encoding_choice_is_text(const pneu_i_encoding_choice *choice)
{
    return choice->kind == PNEU_I_BODY_TEXT && !choice->census.has_nul;
}

/* Four characters for three octets, in lines of 57 octets, each with CRLF. */
static uint64_t base64_length(uint64_t octets)
{
    return (octets + 2) / 3 * 4 + (octets + 56) / 57 * 2;
}

int32_t pneu_i_encoding_choice_encoded(const pneu_i_encoding_choice *choice)
{
    const pneu_i_census *census = &choice->census;
    if (!pneu_i_encoding_choice_is_text(choice))
        return PNEU_ENCODING_BASE64;
    uint64_t base64 = base64_length(census->length + census->bare_lf);
    return choice->qp_length <= base64 ? PNEU_ENCODING_QUOTED_PRINTABLE : PNEU_ENCODING_BASE64;
}

int32_t pneu_i_encoding_choice_made(const pneu_i_encoding_choice *choice)
{
    return pneu_i_census_is_seven_bit(&choice->census) ? PNEU_ENCODING_7BIT : pneu_i_encoding_choice_encoded(choice);
}
