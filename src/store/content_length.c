/*
 * Content-Length, as mboxcl and mboxcl2 have it: how long the body is, in bytes as they stand in the mbox.
 * In: the lines of a header, in pieces; what stands where the body should end. Out: whether that is so.
 * Invariants: a field that is there twice, or no number, counts for nothing; so does one that does not end at a From
 * line or the end of the mbox, an empty line between.
 * Not handled: folds within the field.
 */
#include "store/content_length.h"

void pneu_i_content_length_reset(pneu_i_content_length *length)
{
    memset(length, 0, sizeof *length);
}

/* Digits, at most 18. */
static int read_number(pneu_str digits, uint64_t *out)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (!pneu_i_is((unsigned char)digits.ptr[i], PNEU_I_DIGIT))
            return 0;
        value = value * 10 + (uint64_t)(digits.ptr[i] - '0');
    }
    *out = value;
    return digits.len > 0 && digits.len <= 18;
}

void pneu_i_content_length_see(pneu_i_content_length *length, pneu_str piece, int ends_line)
{
    size_t room = PNEU_I_LENGTH_LINE - length->line_len, len = piece.len < room ? piece.len : room;
    pneu_str value;
    memcpy(length->line + length->line_len, piece.ptr, len);
    length->line_len += len;
    if (!ends_line)
        return;
    if (pneu_i_mbox_is_length(pneu_i_str_of(length->line, length->line_len), &value)) {
        length->is_number = length->line_len < PNEU_I_LENGTH_LINE && read_number(value, &length->value);
        length->field_count = length->field_count > 0 ? 2 : 1;
    }
    length->line_len = 0;
}

void pneu_i_content_length_begin_body(pneu_i_content_length *length, uint64_t offset)
{
    length->is_known = length->field_count == 1 && length->is_number && length->value <= UINT64_MAX - offset;
    length->end = offset + (length->is_known ? length->value : 0);
}

static size_t skip_eol(pneu_str bytes, size_t at)
{
    size_t start = at;
    if (at < bytes.len && bytes.ptr[at] == '\r')
        at++;
    return at < bytes.len && bytes.ptr[at] == '\n' ? at + 1 : start;
}

int pneu_i_content_length_is_right(pneu_str bytes, int32_t mode)
{
    pneu_i_mbox_line line;
    pneu_i_mbox_rules rules = {PNEU_MBOX_CL2, mode, 1, 1};
    if (bytes.len == 0)
        return 0;
    size_t at = skip_eol(bytes, 1);
    if (bytes.ptr[0] != '\n' && at > 1)
        at = skip_eol(bytes, at);
    else if (bytes.ptr[0] != '\n' && at < bytes.len)
        return 0;
    pneu_i_mbox_line_read(pneu_i_str_from(bytes, at), &rules, &line);
    return at == bytes.len || line.kind == PNEU_I_LINE_FROM;
}
