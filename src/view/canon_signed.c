/*
 * multipart/signed: which bytes are signed, and these bytes with CRLF.
 * In: a part of a message. Out: where its first part stands, and a reader of it.
 * The tree gives the line end before a delimiter to the delimiter, so a part's bytes are just what is signed.
 * RFC 1847 section 2.1, RFC 3156 section 5, RFC 8551 section 3.5.3.
 * Not handled: signatures, and signed messages that are not multipart (application/pkcs7-mime, RFC 9580 section 7).
 */
#include "base/arena.h"
#include "base/str.h"
#include "codec/codec.h"
#include "pneu/canon.h"
#include "pneu/syntax.h"
#include "tree/message.h"

/* The parameter; "" where it is missing. */
static pneu_str param_of(const pneu_param *params, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (pneu_i_str_is(params[i].name, name))
            return pneu_i_str_trim(params[i].value);
    return pneu_i_str("");
}

static pneu_status lower_copy(pneu_arena *arena, pneu_str text, pneu_str *out)
{
    char *to = pneu_i_arena_alloc(arena, text.len);
    if (to == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < text.len; i++)
        to[i] = pneu_i_lower(text.ptr[i]);
    *out = pneu_i_str_of(to, text.len);
    return PNEU_OK;
}

static int ends_lines_in_crlf(pneu_str bytes)
{
    const char *at = bytes.ptr, *end = bytes.len > 0 ? bytes.ptr + bytes.len : NULL;
    while (at != end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        if (at == bytes.ptr || at[-1] != '\r')
            return 0;
        at++;
    }
    return 1;
}

pneu_status pneu_signed_part_find(pneu_message *message, uint32_t part, pneu_arena *arena, pneu_signed_part *out)
{
    const pneu_param *params;
    size_t count;
    pneu_str type, bytes;
    pneu_signed_part found = {0};
    if (message == NULL || arena == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_part_type(message, part, &type);
    if (!pneu_i_str_is(type, "multipart/signed") || pneu_part_child_count(message, part) < 2)
        return PNEU_ERR_NOT_FOUND;
    found.content = pneu_part_first_child(message, part);
    found.signature = pneu_part_next_sibling(message, found.content);
    found.is_two = pneu_part_child_count(message, part) == 2;
    pneu_part_span(message, found.content, &found.span);
    pneu_status status = pneu_part_bytes(message, found.content, &found.span, &bytes);
    if (status == PNEU_OK)
        status = pneu_part_parameters(message, part, &params, &count);
    if (status == PNEU_OK)
        status = lower_copy(arena, param_of(params, count, "protocol"), &found.protocol);
    if (status == PNEU_OK)
        status = lower_copy(arena, param_of(params, count, "micalg"), &found.micalg);
    if (status != PNEU_OK)
        return status;
    found.is_crlf = ends_lines_in_crlf(bytes);
    *out = found;
    return PNEU_OK;
}

/* ---- The bytes with CRLF --------------------------------------------------------------------------------------- */

struct pneu_signed_reader {
    pneu_alloc alloc;
    pneu_str rest;
    pneu_i_codec crlf;
};

pneu_status pneu_signed_reader_new(pneu_message *message, uint32_t part, const pneu_alloc *alloc,
                                   pneu_signed_reader **out)
{
    pneu_span span;
    pneu_str bytes;
    if (message == NULL || out == NULL || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    if (part >= pneu_message_part_count(message))
        return PNEU_ERR_NOT_FOUND;
    pneu_part_span(message, part, &span);
    pneu_status status = pneu_part_bytes(message, part, &span, &bytes);
    if (status != PNEU_OK)
        return status;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_signed_reader *reader = pneu_i_alloc_zeroed(&own, sizeof *reader);
    if (reader == NULL)
        return PNEU_ERR_MEMORY;
    reader->alloc = own;
    reader->rest = bytes.len > 0 ? bytes : pneu_i_str("");
    uint32_t level = pneu_i_settings_cpu_level(&message->settings);
    (void)pneu_i_codec_init(&reader->crlf, PNEU_CODEC_TO_CRLF, 0, level); /* a kind that exists, no flags */
    *out = reader;
    return PNEU_OK;
}

pneu_status pneu_signed_reader_read(pneu_signed_reader *reader, void *out, size_t capacity, size_t *written)
{
    if (out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    const uint8_t *in = (const uint8_t *)reader->rest.ptr;
    pneu_i_codec_io io = {in, in + reader->rest.len, out, (uint8_t *)out + capacity};
    pneu_status status = pneu_i_codec_run(&reader->crlf, &io);
    if (status == PNEU_MORE)
        status = pneu_i_codec_end(&reader->crlf, &io);
    reader->rest = pneu_i_str_from(reader->rest, (size_t)(io.in - in));
    *written = (size_t)(io.out - (uint8_t *)out);
    return *written > 0 ? PNEU_OK : status;
}

void pneu_signed_reader_free(pneu_signed_reader *reader)
{
    if (reader == NULL)
        return;
    pneu_alloc alloc = reader->alloc;
    pneu_i_alloc_free(&alloc, reader, sizeof *reader);
}
