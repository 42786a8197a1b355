/*
 * The value of a parameter as it is shown: quoted pairs and RFC 2231 undone, encoded words decoded (lenient, but
 * never in a boundary), UTF-8, one line. In: raw records. Out: text in the arena.
 * Which records count, and their octets, come from rfc2231.c, as for the parser; here the octets get their charset:
 * the one named, else UTF-8 if they are that, else windows-1252. Invariant: a value holds no CR, LF or NUL.
 * RFC 2045 section 5.1, RFC 2231 section 4, RFC 2047 (what senders do in spite of section 5).
 * Not handled: defects (param_check.c); safe file names.
 */
#include "syntax/param_value.h"

#include "charset/text_builder.h"
#include "syntax/decode_text.h"
#include "syntax/encoded_word.h"

pneu_status pneu_i_raw_decode(pneu_arena *arena, pneu_str raw, pneu_str *out)
{
    pneu_i_charset_info info;
    return pneu_i_charset_to_utf8(arena, pneu_i_str_of("", 0), raw, PNEU_I_DROP_BREAKS, out, &info);
}

pneu_status pneu_i_lower_copy(pneu_arena *arena, pneu_str text, pneu_str *out)
{
    char *copy = pneu_i_arena_alloc(arena, text.len);
    if (copy == NULL)
        return PNEU_ERR_MEMORY;
    pneu_i_copy_lower(copy, text.ptr, text.len);
    *out = pneu_i_str_of(copy, text.len);
    return PNEU_OK;
}

/* All octets of the value, in one run. */
static pneu_status collect_octets(pneu_arena *arena, const pneu_i_params *params, const pneu_i_param_pick *pick,
                                  pneu_str *out)
{
    pneu_i_octets octets;
    size_t room = 0;
    for (size_t i = 0; i < pick->count; i++)
        room += params->item[pick->index[i]].value_len;
    char *copy = pneu_i_arena_alloc(arena, room);
    if (copy == NULL)
        return PNEU_ERR_MEMORY;
    pneu_i_octets_init(&octets, params, pick);
    *out = pneu_i_str_of(copy, pneu_i_octets_read(&octets, copy, room));
    return PNEU_OK;
}

/* A boundary is shown as the octets that are looked for in the body: no charset, no guess, no encoded word. */
static pneu_status decode_boundary(pneu_arena *arena, pneu_str octets, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_i_decoder decoder;
    int is_utf8 = pneu_i_utf8_valid(octets.ptr, octets.len) == octets.len;
    pneu_i_text_builder_init(&builder, arena, octets.len);
    builder.drops = PNEU_I_DROP_BREAKS;
    (void)pneu_i_decoder_open(&decoder, is_utf8 ? PNEU_I_CHARSET_UTF_8 : PNEU_I_CHARSET_WINDOWS_1252,
                              pneu_i_text_builder_sink(&builder));
    decoder.is_started = 1; /* U+FEFF is no byte order mark here */
    pneu_i_decoder_push(&decoder, octets.ptr, octets.len);
    pneu_i_decoder_finish(&decoder);
    pneu_i_decoder_close(&decoder);
    return pneu_i_text_builder_end(&builder, out);
}

static int needs_nothing(const pneu_i_raw_param *param)
{
    return !param->is_encoded &&
           !(param->saw & (PNEU_I_SAW_ESCAPE | PNEU_I_SAW_BREAK | PNEU_I_SAW_EIGHT_BIT | PNEU_I_SAW_MARK));
}

static pneu_status decode_value(pneu_arena *arena, const pneu_i_params *params, const pneu_i_param_pick *pick,
                                int32_t mode, pneu_str *out)
{
    const pneu_i_raw_param *param = &params->item[pick->index[0]];
    pneu_str octets = pneu_i_str_of(params->text.ptr + param->value, param->value_len);
    if (pick->count == 1 && needs_nothing(param))
        return pneu_i_arena_copy(arena, octets, out);
    pneu_status status = collect_octets(arena, params, pick, &octets);
    if (status != PNEU_OK)
        return status;
    if (pneu_i_param_is_boundary(params, pick->index[0]))
        return decode_boundary(arena, octets, out);
    if (mode == PNEU_LENIENT && pick->charset.len == 0 && pneu_i_word_is_in(octets)) {
        pneu_i_text_rules rules = {PNEU_LENIENT, PNEU_I_UNSTRUCTURED, NULL};
        return pneu_i_text_decode(arena, octets, &rules, out);
    }
    pneu_i_charset_info info;
    return pneu_i_charset_to_utf8(arena, pick->charset, octets, PNEU_I_DROP_BREAKS, out, &info);
}

pneu_status pneu_i_param_decode(pneu_arena *arena, const pneu_i_params *params, size_t first, int32_t mode,
                                pneu_param *out)
{
    pneu_i_param_pick pick;
    pneu_i_param_pick_of(params, first, &pick);
    if (pick.count == 0)
        return PNEU_DONE;
    pneu_str name = pneu_i_str_of(pneu_i_param_name(params, first), params->item[first].name_len);
    pneu_status status = pneu_i_lower_copy(arena, name, &out->name);
    if (status == PNEU_OK)
        status = decode_value(arena, params, &pick, mode, &out->value);
    if (status == PNEU_OK)
        status = pneu_i_raw_decode(arena, pick.charset, &out->charset);
    if (status == PNEU_OK)
        status = pneu_i_raw_decode(arena, pick.language, &out->language);
    return status;
}
