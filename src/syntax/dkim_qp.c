/*
 * DKIM-Quoted-Printable, as in the tags i=, z= and n=.
 * In: the raw value of a tag. Out: its bytes without CR, LF and NUL.
 * White space, folds too, means nothing; "=" and two hexadecimal digits are a byte, in capitals where strict.
 * Invariant: what is malformed stays as it stands (lenient).
 * RFC 6376 section 2.11.
 * Not handled: the "|" between the fields of z=.
 */
#include "charset/text_builder.h"
#include "pneu/auth.h"
#include "syntax/value_reader.h"

/* The byte of two hexadecimal digits behind "=", or -1. */
static int escaped_byte(pneu_str rest, int32_t mode)
{
    if (rest.len < 3)
        return -1;
    int high = pneu_i_hex_value((unsigned char)rest.ptr[1]), low = pneu_i_hex_value((unsigned char)rest.ptr[2]);
    int is_lower = rest.ptr[1] >= 'a' || rest.ptr[2] >= 'a';
    if (high < 0 || low < 0 || (mode == PNEU_STRICT && is_lower))
        return -1;
    return high * 16 + low;
}

/* dkim-safe-char: 33 to 126 but for ";" and "=", which is an escape. */
static int is_safe(unsigned char c)
{
    return c > ' ' && c < 0x7F && c != ';';
}

static void decode(pneu_i_value_reader *reader, pneu_i_text_builder *builder)
{
    while (!pneu_i_value_is_at_end(reader)) {
        pneu_str rest = pneu_i_str_from(reader->text, reader->at);
        unsigned char c = (unsigned char)rest.ptr[0];
        int byte = c == '=' ? escaped_byte(rest, reader->mode) : -1;
        char decoded = byte >= 0 ? (char)byte : (char)c;
        if (!pneu_i_is_space(c))
            pneu_i_text_builder_add(builder, &decoded, 1);
        if ((c == '=' && byte < 0) || (!pneu_i_is_space(c) && !is_safe(c)))
            pneu_i_value_fault(reader, reader->at, reader->at + 1);
        reader->at += byte >= 0 ? 3 : 1;
    }
}

pneu_status pneu_dkim_qp_decode(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                pneu_str *out)
{
    pneu_i_value_reader reader;
    pneu_i_text_builder builder;
    pneu_str text;
    pneu_status status = out != NULL ? pneu_i_value_reader_init(&reader, arena, value, mode, sink) : PNEU_ERR_ARGUMENT;
    if (status != PNEU_OK)
        return status;
    pneu_i_text_builder_init(&builder, arena, value.len);
    builder.drops = PNEU_I_DROP_BREAKS;
    decode(&reader, &builder);
    status = pneu_i_value_reader_end(&reader);
    if (status == PNEU_OK)
        status = pneu_i_text_builder_end(&builder, &text);
    if (status == PNEU_OK)
        *out = text;
    return status;
}
