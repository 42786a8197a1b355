/*
 * MIME-Version: "1.0", with comments anywhere.
 * In: a raw value. Out: two numbers. Takes no memory. RFC 2045 section 4, with the erratum that allows a comment between
 * digits and dot.
 * Not handled: what to do with another version (RFC 2045 leaves that open; everybody reads it as 1.0).
 */
#include "syntax/scan.h"
#include "pneu/syntax.h"
#include "syntax/value_reader.h"

/* Digits after white space and comments, up to nine of them. */
static int read_number(pneu_str value, size_t *at, unsigned *saw, uint32_t *out)
{
    size_t start = *at = pneu_i_skip_cfws(value, *at, saw);
    while (*at < value.len && pneu_i_is((unsigned char)value.ptr[*at], PNEU_I_DIGIT))
        ++*at;
    int is_number = pneu_i_value_number(pneu_i_str_of(value.ptr + start, *at - start), out);
    *at = pneu_i_skip_cfws(value, *at, saw);
    return is_number;
}

pneu_status pneu_mime_version_parse(pneu_str value, int32_t mode, const pneu_defect_sink *sink, uint32_t *major,
                                    uint32_t *minor)
{
    int is_mode = mode == PNEU_LENIENT || mode == PNEU_STRICT;
    uint32_t first = 1, second = 0;
    unsigned saw = 0;
    size_t at = 0;
    if (!is_mode || major == NULL || minor == NULL || (value.ptr == NULL && value.len > 0))
        return PNEU_ERR_ARGUMENT;
    value = value.len > 0 ? value : pneu_i_str("");
    int is_good = read_number(value, &at, &saw, &first) && at < value.len && value.ptr[at++] == '.' &&
                  read_number(value, &at, &saw, &second) && at == value.len && !(saw & PNEU_I_SAW_OPEN_COMMENT);
    if (mode == PNEU_STRICT && (!is_good || !pneu_i_value_is_clean(value)))
        return PNEU_ERR_SYNTAX;
    if (!is_good && sink != NULL)
        sink->report(sink->ctx, PNEU_DEFECT_HDR_VALUE_MALFORMED, 0, 0, value.len);
    *major = is_good ? first : 1;
    *minor = is_good ? second : 0;
    return PNEU_OK;
}
