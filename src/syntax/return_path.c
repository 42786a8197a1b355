/*
 * Return-Path and Delivered-To. In: a raw value, or an address. Out: the address without brackets and source route, or
 * the value of a field.
 * Invariants: no result holds CR, LF or NUL; a formatted value is a mailbox of RFC 5321 section 4.1.2, or "<>".
 * RFC 5321 section 4.4 (and 4.1.2); RFC 9228; RFC 5322 section 3.6.7.
 * Not handled: comments in an address (lenient: they are part of the text).
 */
#include "base/arena.h"
#include "charset/charset.h"
#include "syntax/mail_path.h"
#include "syntax/param_value.h"
#include "syntax/scan.h"

#include "pneu/trace.h"

enum {
    RETURN_PATH,
    DELIVERED_TO
};

typedef struct path_request {
    pneu_arena *arena;
    pneu_str value;
    int32_t mode;
    int field;
} path_request;

/* The value between white space and comments. */
static pneu_str trimmed(pneu_str value)
{
    unsigned saw = 0;
    size_t start = pneu_i_skip_cfws(value, 0, &saw);
    return pneu_i_str_trim(pneu_i_str_from(value, start));
}

/* Brackets belong to Return-Path, and not to Delivered-To. */
static int is_regular(const pneu_i_path *path, pneu_str text, int field)
{
    unsigned saw = 0;
    if (path->has_brackets != (field == RETURN_PATH) || pneu_i_utf8_valid(text.ptr, text.len) != text.len)
        return 0;
    if (path->has_brackets && text.ptr[path->end - 1] != '>')
        return 0;
    if (pneu_i_skip_cfws(text, path->end, &saw) < text.len)
        return 0;
    return pneu_i_is_mailbox(path->address) || (field == RETURN_PATH && path->address.len == 0);
}

static pneu_status parse_path(const path_request *request, const pneu_defect_sink *sink, pneu_str *out)
{
    pneu_i_path path;
    if (request->arena == NULL || out == NULL || (request->value.ptr == NULL && request->value.len > 0) ||
        (request->mode != PNEU_LENIENT && request->mode != PNEU_STRICT))
        return PNEU_ERR_ARGUMENT;
    pneu_str text = trimmed(request->value.len > 0 ? request->value : pneu_i_str(""));
    pneu_i_path_read(text, &path);
    if (!is_regular(&path, text, request->field)) {
        if (request->mode == PNEU_STRICT)
            return PNEU_ERR_SYNTAX;
        if (sink != NULL)
            sink->report(sink->ctx, PNEU_DEFECT_HDR_VALUE_MALFORMED, 0, 0, request->value.len);
    }
    return pneu_i_raw_decode(request->arena, path.address, out);
}

pneu_status pneu_return_path_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                   pneu_str *out)
{
    path_request request = {arena, value, mode, RETURN_PATH};
    return parse_path(&request, sink, out);
}

pneu_status pneu_delivered_to_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                    pneu_str *out)
{
    path_request request = {arena, value, mode, DELIVERED_TO};
    return parse_path(&request, sink, out);
}

static int is_address(pneu_str address)
{
    return address.len <= 900 && pneu_i_is_mailbox(address) &&
           pneu_i_utf8_valid(address.ptr, address.len) == address.len;
}

pneu_status pneu_return_path_format(pneu_arena *arena, pneu_str address, pneu_str *out)
{
    if (arena == NULL || out == NULL || (address.len > 0 && !is_address(address)))
        return PNEU_ERR_ARGUMENT;
    char *text = pneu_i_arena_alloc(arena, address.len + 2);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    text[0] = '<';
    if (address.len > 0)
        memcpy(text + 1, address.ptr, address.len);
    text[address.len + 1] = '>';
    *out = pneu_i_str_of(text, address.len + 2);
    return PNEU_OK;
}

pneu_status pneu_delivered_to_format(pneu_arena *arena, pneu_str address, pneu_str *out)
{
    if (arena == NULL || out == NULL || !is_address(address))
        return PNEU_ERR_ARGUMENT;
    return pneu_i_arena_copy(arena, address, out);
}
