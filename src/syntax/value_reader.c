/*
 * The cursor over a structured value, and the making of texts.
 * In: a raw value, folds and all. Out: slices of it, texts in the arena, defects with places in the value.
 * Invariants: `at` never moves back and never passes the end, so that reading is linear; a comment or quoted string
 * that is not closed ends with the value (RFC 7103 section 7.1.4); a text never holds CR, LF, NUL or another control
 * character but tab. Bytes that are no UTF-8 are windows-1252, as in the rest of the library.
 * RFC 5322 sections 2.2, 3.2; RFC 6532.
 * Not handled: encoded words (decode_text.c), parameters (params.c).
 */
#include "syntax/value_reader.h"

#include "charset/text_builder.h"
#include "syntax/param_value.h"

int pneu_i_value_is_clean(pneu_str raw)
{
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.ptr[i];
        if (c == '\r' && (i + 1 == raw.len || raw.ptr[i + 1] != '\n'))
            return 0;
        if (c == '\n' && i + 1 < raw.len && !pneu_i_is_blank((unsigned char)raw.ptr[i + 1]))
            return 0;
        if (pneu_i_is(c, PNEU_I_CONTROL))
            return 0;
    }
    return pneu_i_utf8_valid(raw.ptr, raw.len) == raw.len;
}

pneu_status pneu_i_value_reader_init(pneu_i_value_reader *reader, pneu_arena *arena, pneu_str text, int32_t mode,
                                     const pneu_defect_sink *sink)
{
    int is_mode = mode == PNEU_LENIENT || mode == PNEU_STRICT;
    if (arena == NULL || (text.ptr == NULL && text.len > 0) || !is_mode)
        return PNEU_ERR_ARGUMENT;
    reader->arena = arena;
    reader->text = text.ptr != NULL ? text : pneu_i_str("");
    reader->at = 0;
    reader->mode = mode;
    reader->sink = sink;
    reader->is_bad = 0;
    reader->status = PNEU_OK;
    return mode == PNEU_STRICT && !pneu_i_value_is_clean(reader->text) ? PNEU_ERR_SYNTAX : PNEU_OK;
}

pneu_status pneu_i_value_reader_end(const pneu_i_value_reader *reader)
{
    if (reader->status != PNEU_OK)
        return reader->status;
    return reader->mode == PNEU_STRICT && reader->is_bad ? PNEU_ERR_SYNTAX : PNEU_OK;
}

void pneu_i_value_defect(pneu_i_value_reader *reader, int32_t code, size_t start, size_t end)
{
    reader->is_bad = 1;
    if (reader->sink != NULL)
        reader->sink->report(reader->sink->ctx, code, 0, start, end - start);
}

void pneu_i_value_fault(pneu_i_value_reader *reader, size_t start, size_t end)
{
    pneu_i_value_defect(reader, PNEU_DEFECT_HDR_VALUE_MALFORMED, start, end);
}

/* ---- Moving on ---------------------------------------------------------------------------------------------- */

void pneu_i_value_skip_some_cfws(pneu_i_value_reader *reader)
{
    unsigned saw = 0;
    size_t start = reader->at;
    reader->at = pneu_i_skip_cfws(reader->text, start, &saw);
    if (saw & PNEU_I_SAW_OPEN_COMMENT)
        pneu_i_value_fault(reader, start, reader->at);
}

pneu_str pneu_i_value_skip_quoted(pneu_i_value_reader *reader)
{
    unsigned saw = 0;
    size_t start = reader->at;
    reader->at = pneu_i_skip_quoted(reader->text, start, &saw);
    int is_open = (saw & PNEU_I_SAW_OPEN_QUOTE) != 0;
    if (is_open)
        pneu_i_value_fault(reader, start, reader->at);
    return pneu_i_str_of(reader->text.ptr + start + 1, reader->at - start - (is_open ? 1 : 2));
}

int pneu_i_value_take(pneu_i_value_reader *reader, char c)
{
    pneu_i_value_skip_cfws(reader);
    if (!pneu_i_value_is_at(reader, c))
        return 0;
    reader->at++;
    return 1;
}

static int is_stop(unsigned char c, const char *stops)
{
    if (pneu_i_is(c, PNEU_I_TOKEN) && c != '.')
        return 0;
    while (*stops != '\0' && (unsigned char)*stops != c)
        stops++;
    return *stops != '\0' || pneu_i_is_space(c);
}

pneu_str pneu_i_value_run(pneu_i_value_reader *reader, const char *stops)
{
    size_t start = reader->at;
    while (reader->at < reader->text.len && !is_stop((unsigned char)reader->text.ptr[reader->at], stops))
        reader->at++;
    return pneu_i_str_of(reader->text.ptr + start, reader->at - start);
}

void pneu_i_value_skip_to(pneu_i_value_reader *reader, char c)
{
    while (!pneu_i_value_is_at_end(reader) && !pneu_i_value_is_at(reader, c)) {
        if (pneu_i_value_is_at(reader, '('))
            pneu_i_value_skip_cfws(reader);
        else if (pneu_i_value_is_at(reader, '"'))
            (void)pneu_i_value_skip_quoted(reader);
        else
            reader->at++;
    }
}

/* ---- Texts -------------------------------------------------------------------------------------------------- */

/* 1 if the bytes are their own text. */
static int is_plain(pneu_str raw)
{
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.ptr[i];
        if (c >= 0x7F || (c < ' ' && c != '\t'))
            return 0;
    }
    return 1;
}

static pneu_str lost(pneu_i_value_reader *reader, pneu_status status)
{
    reader->status = status;
    return pneu_i_str("");
}

pneu_str pneu_i_value_text(pneu_i_value_reader *reader, pneu_str raw)
{
    pneu_i_text_builder builder;
    pneu_i_decoder decoder;
    pneu_str out;
    if (raw.len == 0)
        return pneu_i_str("");
    if (is_plain(raw)) {
        pneu_status status = pneu_i_arena_copy(reader->arena, raw, &out);
        return status == PNEU_OK ? out : lost(reader, status);
    }
    int is_utf8 = pneu_i_utf8_valid(raw.ptr, raw.len) == raw.len;
    pneu_i_text_builder_init(&builder, reader->arena, raw.len);
    builder.drops = PNEU_I_DROP_CONTROLS_BUT_TAB;
    (void)pneu_i_decoder_open(&decoder, is_utf8 ? PNEU_I_CHARSET_UTF_8 : PNEU_I_CHARSET_WINDOWS_1252,
                              pneu_i_text_builder_sink(&builder));
    decoder.is_started = 1; /* U+FEFF is no byte order mark here */
    pneu_i_decoder_push(&decoder, raw.ptr, raw.len);
    pneu_i_decoder_finish(&decoder);
    pneu_i_decoder_close(&decoder);
    pneu_status status = pneu_i_text_builder_end(&builder, &out);
    return status == PNEU_OK ? out : lost(reader, status);
}

pneu_str pneu_i_value_lower(pneu_i_value_reader *reader, pneu_str raw)
{
    pneu_str text = pneu_i_value_text(reader, raw);
    char *copy = (char *)text.ptr; /* it is ours, but for "" */
    for (size_t i = 0; i < text.len; i++)
        copy[i] = pneu_i_lower(copy[i]);
    return text;
}

/* Room for a copy that is never longer than the raw bytes; NULL once there was no memory. */
static char *room_for(pneu_i_value_reader *reader, pneu_str raw)
{
    char *copy = pneu_i_arena_alloc(reader->arena, raw.len);
    if (copy == NULL)
        reader->status = PNEU_ERR_MEMORY;
    return copy;
}

pneu_str pneu_i_value_unescaped(pneu_i_value_reader *reader, pneu_str raw)
{
    if (raw.len == 0 || memchr(raw.ptr, '\\', raw.len) == NULL)
        return pneu_i_value_text(reader, raw);
    size_t len = 0;
    char *copy = room_for(reader, raw);
    if (copy == NULL)
        return pneu_i_str("");
    for (size_t at = 0; at < raw.len; at++) {
        at += raw.ptr[at] == '\\' && at + 1 < raw.len;
        copy[len++] = raw.ptr[at];
    }
    return pneu_i_value_text(reader, pneu_i_str_of(copy, len));
}

pneu_str pneu_i_value_without_comments(pneu_i_value_reader *reader, pneu_str raw)
{
    unsigned saw = 0;
    if (raw.len == 0 || memchr(raw.ptr, '(', raw.len) == NULL)
        return pneu_i_value_text(reader, pneu_i_str_trim(raw));
    size_t len = 0;
    char *copy = room_for(reader, raw);
    if (copy == NULL)
        return pneu_i_str("");
    for (size_t at = 0; at < raw.len;) {
        size_t start = at;
        if (raw.ptr[at] == '(') {
            at = pneu_i_skip_comment(raw, at, &saw);
            continue;
        }
        at = raw.ptr[at] == '"' ? pneu_i_skip_quoted(raw, at, &saw) : at + 1;
        memcpy(copy + len, raw.ptr + start, at - start);
        len += at - start;
    }
    if (saw & (PNEU_I_SAW_OPEN_COMMENT | PNEU_I_SAW_OPEN_QUOTE))
        pneu_i_value_fault(reader, pneu_i_value_place(reader, raw), pneu_i_value_place(reader, raw) + raw.len);
    return pneu_i_value_text(reader, pneu_i_str_trim(pneu_i_str_of(copy, len)));
}

int pneu_i_value_number(pneu_str digits, uint32_t *out)
{
    uint32_t number = 0;
    if (digits.len == 0 || digits.len > 9)
        return 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (!pneu_i_is((unsigned char)digits.ptr[i], PNEU_I_DIGIT))
            return 0;
        number = number * 10 + (uint32_t)(digits.ptr[i] - '0');
    }
    *out = number;
    return 1;
}
