/*
 * The texts of a Received field. In: places in the value. Out: UTF-8 in the arena, without control characters.
 * A word that is one quoted string loses its quotes; a run of white space and control characters becomes one space, so
 * that folds leave no mark and a NUL glues nothing together; bytes that are not UTF-8 are read as windows-1252; encoded
 * words and quoted pairs are decoded in a comment (RFC 2047 section 5).
 * Invariant: a text is never longer than three times its bytes.
 * RFC 5322 section 3.2; RFC 6532.
 */
#include "syntax/decode_text.h"
#include "syntax/received.h"
#include "syntax/scan.h"

/* The bytes of white space or of a control character (C0, DEL, C1 in UTF-8) at `at`, or 0. */
static size_t gap_at(pneu_str text, size_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    if (c <= ' ' || c == 0x7F)
        return 1;
    return c == 0xC2 && at + 1 < text.len && (unsigned char)text.ptr[at + 1] < 0xA0 ? 2 : 0;
}

/* Copies UTF-8; each run of white space and control characters becomes a space, those at the ends go. */
static size_t copy_clean(char *to, pneu_str text, int has_pairs)
{
    size_t len = 0;
    int is_after_gap = 0;
    for (size_t at = 0; at < text.len; at++) {
        if (has_pairs && text.ptr[at] == '\\' && at + 1 < text.len)
            at++;
        size_t gap = gap_at(text, at);
        if (gap > 0) {
            is_after_gap = len > 0;
            at += gap - 1;
            continue;
        }
        if (is_after_gap)
            to[len++] = ' ';
        is_after_gap = 0;
        to[len++] = text.ptr[at];
    }
    return len;
}

static int is_one_quoted_string(pneu_str raw)
{
    unsigned saw = 0;
    return raw.len >= 2 && raw.ptr[0] == '"' && pneu_i_skip_quoted(raw, 0, &saw) == raw.len &&
           !(saw & PNEU_I_SAW_OPEN_QUOTE);
}

static pneu_status decode_raw(pneu_arena *arena, pneu_str raw, pneu_str *out)
{
    pneu_i_charset_info info;
    if (pneu_i_utf8_valid(raw.ptr, raw.len) != raw.len &&
        pneu_i_charset_to_utf8(arena, pneu_i_str(""), raw, PNEU_I_KEEP_ALL, &raw, &info) != PNEU_OK)
        return PNEU_ERR_MEMORY;
    int is_quoted = is_one_quoted_string(raw);
    if (is_quoted)
        raw = pneu_i_str_of(raw.ptr + 1, raw.len - 2);
    char *text = pneu_i_arena_alloc(arena, raw.len);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    *out = pneu_i_str_of(text, copy_clean(text, raw, is_quoted));
    return PNEU_OK;
}

static pneu_status decode_item(const pneu_i_received *self, pneu_trace_text *item)
{
    item->text = pneu_i_str("");
    if (!pneu_i_trace_has(item))
        return PNEU_OK;
    return decode_raw(self->arena, pneu_i_str_of(self->text.ptr + item->offset, item->length), &item->text);
}

static pneu_status decode_comment(const pneu_i_received *self, pneu_trace_text *item)
{
    static const pneu_i_text_rules rules = {PNEU_LENIENT, PNEU_I_COMMENT, NULL};
    pneu_str raw = pneu_i_str_of(self->text.ptr + item->offset, item->length);
    item->text = pneu_i_str("");
    if (!pneu_i_trace_has(item))
        return PNEU_OK;
    pneu_status status = pneu_i_text_decode(self->arena, raw, &rules, &raw);
    return status == PNEU_OK ? decode_raw(self->arena, raw, &item->text) : status;
}

static pneu_status decode_extra(const pneu_i_received *self, pneu_trace_text *item)
{
    item->text = pneu_i_str("");
    if (self->extra.status != PNEU_OK)
        return self->extra.status;
    return pneu_i_trace_has(item)
               ? decode_raw(self->arena, pneu_i_str_of(self->extra.ptr, self->extra.len), &item->text)
               : PNEU_OK;
}

/* Brackets stay only around nothing. */
static int is_null_path(const pneu_i_received *self, const pneu_trace_text *item)
{
    return pneu_i_trace_has(item) && self->text.ptr[item->offset] == '<';
}

static int has_tls(const pneu_received *out)
{
    return pneu_i_trace_has(&out->tls.version) || pneu_i_trace_has(&out->tls.cipher);
}

pneu_status pneu_i_received_decode(pneu_i_received *self)
{
    pneu_received *out = &self->out;
    pneu_trace_text *const items[] = {
        &out->from.name,   &out->from.rdns, &out->from.ip,   &out->from.ident, &out->by.name,   &out->by.rdns,
        &out->by.ip,       &out->by.ident,  &out->via,       &out->with,       &out->id,        &out->recipient,
        &out->tls.version, &out->login,     &out->date_text, &out->tls.cipher, &out->tls.group,
    };
    pneu_status status = PNEU_OK;
    for (size_t i = 0; status == PNEU_OK && i < sizeof items / sizeof items[0]; i++)
        status = decode_item(self, items[i]);
    out->envelope_from.text = pneu_i_str("");
    if (status == PNEU_OK && !is_null_path(self, &out->envelope_from))
        status = decode_item(self, &out->envelope_from);
    if (status == PNEU_OK)
        status = decode_comment(self, &out->comment);
    if (status == PNEU_OK)
        status = decode_extra(self, &out->extra);
    out->protocol |= pneu_protocol_parse(out->with.text) | (has_tls(out) ? PNEU_PROTOCOL_TLS : 0);
    return status;
}
