/*
 * The choice of a transfer encoding. In: a body, in pieces cut anywhere. Out: 7bit, quoted-printable or base64. The
 * length in quoted-printable is measured by the encoder, to the byte; that of base64 follows from the number of octets.
 * Invariants: constant memory; what comes out does not depend on how the body is cut. RFC 2045 sections 2.7, 2.8 and 6,
 * RFC 5322 section 2.1.1. Not handled: charsets: who knows that a text is not made of ASCII bytes (UTF-16) says
 * PNEU_I_BODY_OCTETS.
 */
#include "write/choose_encoding.h"

#include "pneu/syntax.h"

/* ---- The census --------------------------------------------------------------------------------------------- */

void pneu_i_census_add(pneu_i_census *census, const char *bytes, size_t len, uint32_t cpu_level)
{
    census->length += len;
    pneu_i_scan_at(cpu_level)->census((const uint8_t *)bytes, len, census);
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
    choice->cpu_level = cpu_level;
    choice->qp_length = 0;
    if (kind == PNEU_I_BODY_TEXT)
        (void)pneu_i_codec_init(&choice->qp, PNEU_CODEC_QUOTED_PRINTABLE_ENCODE, PNEU_I_QP_FLAGS, cpu_level);
}

void pneu_i_encoding_choice_add(pneu_i_encoding_choice *choice, const char *bytes, size_t len)
{
    if (choice->kind == PNEU_I_BODY_TEXT)
        choice->qp_length += pneu_i_qp_measure(&choice->qp, (const uint8_t *)bytes, len, &choice->census);
    else
        pneu_i_census_add(&choice->census, bytes, len, choice->cpu_level);
}

/* What waited is few bytes. */
void pneu_i_encoding_choice_stop(pneu_i_encoding_choice *choice)
{
    uint8_t rest[64];
    pneu_i_codec_io io = {NULL, NULL, rest, rest + sizeof rest};
    if (choice->kind != PNEU_I_BODY_TEXT)
        return;
    (void)pneu_i_codec_end(&choice->qp, &io);
    choice->qp_length += (uint64_t)(io.out - rest);
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
