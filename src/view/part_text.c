/*
 * The text of a part. In: a part of a message. Out: UTF-8 in the arena, and how it is to be read.
 * The parameters of format=flowed count for text/plain only (RFC 3676 section 4).
 * A charset that HTML itself names counts where Content-Type has none (pneu/charset.h).
 * Not handled: a charset that other texts name (CSS, XML).
 */
#include "base/arena.h"
#include "base/str.h"
#include "charset/text_decoder.h"
#include "pneu/syntax.h"
#include "pneu/view.h"

static int begins(pneu_str text, const char *with)
{
    size_t len = strlen(with);
    return text.len >= len && memcmp(text.ptr, with, len) == 0;
}

static int has_param(const pneu_param *params, size_t count, const char *name, const char *value)
{
    for (size_t i = 0; i < count; i++)
        if (pneu_i_str_is(params[i].name, name))
            return pneu_i_str_is(pneu_i_str_trim(params[i].value), value);
    return 0;
}

static int kind_of(pneu_str type, const pneu_param *params, size_t count)
{
    if (pneu_i_str_is(type, "text/html") || pneu_i_str_is(type, "application/xhtml+xml"))
        return PNEU_BODY_HTML;
    if (!pneu_i_str_is(type, "text/plain") || !has_param(params, count, "format", "flowed"))
        return PNEU_BODY_FIXED;
    return has_param(params, count, "delsp", "yes") ? PNEU_BODY_DELSP : PNEU_BODY_FLOWED;
}

pneu_status pneu_part_text(pneu_message *message, uint32_t part, pneu_charsets *charsets, pneu_arena *arena,
                           pneu_body_text *out)
{
    pneu_str type, charset, body;
    const pneu_param *params;
    size_t count;
    pneu_decoded_text decoded;
    pneu_text_decoder *decoder;
    if (message == NULL || arena == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    if (part >= pneu_message_part_count(message) || pneu_part_kind(message, part) != PNEU_KIND_LEAF)
        return PNEU_ERR_NOT_FOUND;
    pneu_part_type(message, part, &type);
    if (!begins(type, "text/") && !pneu_i_str_is(type, "application/xhtml+xml"))
        return PNEU_ERR_NOT_FOUND;
    pneu_status status = pneu_part_parameters(message, part, &params, &count);
    if (status == PNEU_OK)
        status = pneu_part_body(message, part, &body);
    if (status != PNEU_OK)
        return status;
    pneu_part_charset(message, part, &charset);
    int kind = kind_of(type, params, count);
    uint32_t flags = kind == PNEU_BODY_HTML ? PNEU_TEXT_HTML : 0;
    status = pneu_text_decoder_new(charsets, charset, flags, &arena->alloc, &decoder);
    if (status == PNEU_OK)
        status = pneu_i_text_decoder_run(arena, decoder, body, &decoded);
    if (status != PNEU_OK)
        return status;
    out->text = decoded.text;
    out->kind = kind;
    out->summary = decoded.summary;
    return PNEU_OK;
}
