/*
 * Content-Type and Content-Disposition as they are written. In: a value and parameters in UTF-8. Out: the field's value,
 * folded between parameters.
 * A parameter is a record "name=value", or several of them (sections, RFC 2231 section 3), of one form: token, quoted
 * string, or percent-encoded. A character is never split over two sections, though it might be: some readers decode
 * section by section.
 * Invariant: reading the value gives the same parameters, but for charsets, which are UTF-8 then. (With an escape
 * character in a value, readers may still find ISO-2022-JP.)
 * RFC 2045 section 5.1, RFC 2183, RFC 2231 sections 3 to 5 and 7, RFC 6532 section 3.
 * Not handled: which boundary is safe.
 */
#include "charset/charset.h"
#include "syntax/params.h"
#include "syntax/plain_writer.h"
#include "syntax/text_pieces.h"

#define NAME_MAX_LEN ((size_t)256) /* of a name or language: so every record fits a line of 998 bytes */
#define LEAST_ROOM ((size_t)12)    /* of a section: a character of four bytes, each as %XX */
#define HEAD_MAX (2 * NAME_MAX_LEN + 16)

enum {
    AS_TOKEN,
    AS_QUOTED,
    AS_PERCENT
};

typedef struct param_writer {
    pneu_i_lines lines;
    size_t record_count;
} param_writer;

/* A parameter to be written, checked. */
typedef struct out_param {
    pneu_str name;
    pneu_str value;
    pneu_str language;
    int form;
    int is_boundary;
} out_param;

/* ---- Checks ------------------------------------------------------------------------------------------------- */

static int is_attribute_char(unsigned char c)
{
    return pneu_i_is(c, PNEU_I_TOKEN) && c != '*' && c != '\'' && c != '%';
}

static int is_attribute(pneu_str name)
{
    size_t i = 0;
    while (i < name.len && is_attribute_char((unsigned char)name.ptr[i]))
        i++;
    return i == name.len && i > 0;
}

static int is_token(pneu_str s)
{
    return s.len > 0 && pneu_i_skip_token(s, 0) == s.len;
}

/* "token" or "token/token" */
static int is_type(pneu_str s)
{
    size_t slash = pneu_i_skip_token(s, 0);
    if (slash == s.len)
        return slash > 0;
    return slash > 0 && s.ptr[slash] == '/' && is_token(pneu_i_str_from(s, slash + 1));
}

static int form_of(const out_param *param, uint32_t flags)
{
    if (param->language.len > 0 || !pneu_i_may_stay(param->value, flags))
        return AS_PERCENT;
    return is_token(param->value) ? AS_TOKEN : AS_QUOTED;
}

static int has_text(pneu_str s)
{
    return s.ptr != NULL || s.len == 0;
}

static int is_named_before(const pneu_mime_value *value, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (pneu_i_str_same(value->params[i].name, value->params[index].name))
            return 1;
    return 0;
}

static pneu_status check_param(pneu_arena *arena, const pneu_mime_value *value, size_t index, const pneu_format *format,
                               out_param *out)
{
    const pneu_param *param = &value->params[index];
    uint32_t flags = format != NULL ? format->flags : 0;
    pneu_status status = pneu_i_source_of(arena, param->value, format, &out->value);
    out->name = param->name;
    out->language = param->language;
    if (status != PNEU_OK)
        return status;
    if (out->name.len > NAME_MAX_LEN || out->language.len > NAME_MAX_LEN)
        return PNEU_ERR_LIMIT;
    if (!has_text(out->name) || !is_attribute(out->name) || is_named_before(value, index))
        return PNEU_ERR_ARGUMENT;
    if (out->language.len > 0 && (!has_text(out->language) || !is_attribute(out->language)))
        return PNEU_ERR_ARGUMENT;
    out->form = form_of(out, flags);
    out->is_boundary = pneu_i_str_is(out->name, "boundary");
    return out->is_boundary && out->form == AS_PERCENT ? PNEU_ERR_ARGUMENT : PNEU_OK;
}

/* ---- Values in their form ----------------------------------------------------------------------------------- */

static size_t length_of_byte(unsigned char c, int form)
{
    if (form == AS_PERCENT)
        return is_attribute_char(c) ? 1 : 3;
    return form == AS_QUOTED && (c == '"' || c == '\\') ? 2 : 1;
}

static size_t length_of_text(pneu_str text, int form)
{
    size_t len = form == AS_QUOTED ? 2 : 0;
    for (size_t i = 0; i < text.len; i++)
        len += length_of_byte((unsigned char)text.ptr[i], form);
    return len;
}

static void put_percent(pneu_i_lines *lines, pneu_str text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        char escape[3] = {'%', digits[c >> 4], digits[c & 15]};
        if (is_attribute_char(c))
            pneu_i_lines_add(lines, text.ptr + i, 1);
        else
            pneu_i_lines_add(lines, escape, sizeof escape);
    }
}

static void put_text(pneu_i_lines *lines, pneu_str text, int form)
{
    if (form == AS_PERCENT) {
        put_percent(lines, text);
    } else if (form == AS_TOKEN) {
        pneu_i_lines_add(lines, text.ptr, text.len);
    } else {
        pneu_i_lines_add(lines, "\"", 1);
        pneu_i_escaped_add(lines, text, PNEU_I_ESCAPED_IN_QUOTES);
        pneu_i_lines_add(lines, "\"", 1);
    }
}

/* ---- Records ------------------------------------------------------------------------------------------------ */

/* What stands before the text of a record, for instance "name*0*=UTF-8'en'", in `room`. */
static pneu_str write_head(const out_param *param, int section, char room[HEAD_MAX])
{
    size_t len = param->name.len;
    memcpy(room, param->name.ptr, len);
    if (section != PNEU_I_SECTION_NONE) {
        room[len++] = '*';
        for (int unit = section < 10 ? 1 : section < 100 ? 10 : 100; unit > 0; unit /= 10)
            room[len++] = (char)('0' + section / unit % 10);
    }
    if (param->form == AS_PERCENT)
        room[len++] = '*';
    room[len++] = '=';
    if (param->form == AS_PERCENT && section <= 0) { /* only the first section has them: RFC 2231 section 4.1 */
        memcpy(room + len, "UTF-8'", 6);
        len += 6;
        if (param->language.len > 0)
            memcpy(room + len, param->language.ptr, param->language.len);
        len += param->language.len;
        room[len++] = '\'';
    }
    return pneu_i_str_of(room, len);
}

static void put_record(param_writer *writer, pneu_str head, pneu_str text, int form)
{
    pneu_i_lines *lines = &writer->lines;
    pneu_i_lines_add(lines, ";", 1);
    pneu_i_lines_begin(lines, pneu_i_str_of(" ", 1), head.len + length_of_text(text, form));
    pneu_i_lines_add(lines, head.ptr, head.len);
    put_text(lines, text, form);
    writer->record_count++;
}

/* Bytes for the text of a record: it begins with a space and ends with ";". */
static size_t room_after(pneu_str head, int form)
{
    size_t taken = 2 + head.len + (form == AS_QUOTED ? 2 : 0);
    return taken + LEAST_ROOM < PNEU_I_LINE_WIDTH ? PNEU_I_LINE_WIDTH - taken : LEAST_ROOM;
}

/* The bytes of as many whole characters as fit; all continue bytes of one (10xxxxxx) go with it. */
static size_t fitting(pneu_str text, size_t room, int form)
{
    size_t at = 0;
    size_t len = 0;
    while (at < text.len) {
        size_t end = at;
        do
            len += length_of_byte((unsigned char)text.ptr[end++], form);
        while (end < text.len && ((unsigned char)text.ptr[end] & 0xC0) == 0x80);
        if (len > room)
            break;
        at = end;
    }
    return at;
}

static pneu_status put_sections(param_writer *writer, const out_param *param)
{
    pneu_str rest = param->value;
    char room[HEAD_MAX];
    for (int section = 0; rest.len > 0; section++) {
        if (writer->record_count == PNEU_I_PARAMS_MAX)
            return PNEU_ERR_LIMIT;
        pneu_str head = write_head(param, section, room);
        size_t len = fitting(rest, room_after(head, param->form), param->form);
        put_record(writer, head, pneu_i_str_of(rest.ptr, len), param->form);
        rest = pneu_i_str_from(rest, len);
    }
    return PNEU_OK;
}

static int fits_line(const out_param *param, pneu_str head, size_t width)
{
    return 2 + head.len + length_of_text(param->value, param->form) <= width;
}

static pneu_status put_param(param_writer *writer, const out_param *param)
{
    char room[HEAD_MAX];
    pneu_str head = write_head(param, PNEU_I_SECTION_NONE, room);
    size_t width = param->is_boundary ? PNEU_I_LINE_MAX : PNEU_I_LINE_WIDTH;
    if (writer->record_count == PNEU_I_PARAMS_MAX)
        return PNEU_ERR_LIMIT;
    if (fits_line(param, head, width) || param->value.len == 0) {
        put_record(writer, head, param->value, param->form);
        return PNEU_OK;
    }
    return param->is_boundary ? PNEU_ERR_LIMIT : put_sections(writer, param);
}

/* ---- The plain fallback ------------------------------------------------------------------------------------- */

/* "_" for each character above ASCII, each control character, and the "?" of what looks like an encoded word. */
static size_t write_ascii(char *out, pneu_str text)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if ((c & 0xC0) == 0x80)
            continue;
        int is_mark = c == '?' && i > 0 && text.ptr[i - 1] == '=';
        out[len++] = c < 32 || c > 126 || is_mark ? '_' : (char)c;
    }
    return len;
}

static pneu_status put_fallback(param_writer *writer, pneu_arena *arena, const out_param *param)
{
    char room[HEAD_MAX];
    out_param plain = *param;
    char *ascii = pneu_i_arena_alloc(arena, param->value.len);
    if (ascii == NULL)
        return PNEU_ERR_MEMORY;
    plain.language.len = 0;
    plain.value = pneu_i_str_of(ascii, write_ascii(ascii, param->value));
    plain.form = form_of(&plain, 0);
    pneu_str head = write_head(&plain, PNEU_I_SECTION_NONE, room);
    if (fits_line(&plain, head, PNEU_I_LINE_WIDTH) && writer->record_count < PNEU_I_PARAMS_MAX)
        put_record(writer, head, plain.value, plain.form);
    return PNEU_OK;
}

/* ---- The whole value ---------------------------------------------------------------------------------------- */

static pneu_status put_type(param_writer *writer, pneu_str type)
{
    pneu_i_lines *lines = &writer->lines;
    lines->reserve = 1; /* the ";" after each element */
    if (!is_type(type))
        return PNEU_ERR_ARGUMENT;
    if (type.len + 2 > PNEU_I_LINE_MAX)
        return PNEU_ERR_LIMIT;
    pneu_i_lines_begin(lines, pneu_i_str_of("", 0), type.len);
    pneu_i_lines_add(lines, type.ptr, type.len);
    return PNEU_OK;
}

static pneu_status put_params(param_writer *writer, pneu_arena *arena, const pneu_mime_value *value,
                              const pneu_format *format)
{
    int has_fallback = format != NULL && (format->flags & PNEU_FORMAT_PLAIN_FALLBACK) != 0;
    pneu_status status = PNEU_OK;
    for (size_t i = 0; i < value->param_count && status == PNEU_OK; i++) {
        out_param param;
        status = check_param(arena, value, i, format, &param);
        if (status == PNEU_OK && has_fallback && param.form == AS_PERCENT)
            status = put_fallback(writer, arena, &param);
        if (status == PNEU_OK)
            status = put_param(writer, &param);
    }
    return status;
}

pneu_status pneu_mime_value_format(pneu_arena *arena, const pneu_mime_value *value, const pneu_format *format,
                                   pneu_str *out)
{
    param_writer writer;
    pneu_str type;
    if (value == NULL || out == NULL || (value->params == NULL && value->param_count > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_source_of(arena, value->value, format, &type);
    if (status != PNEU_OK)
        return status;
    if (value->param_count > PNEU_I_PARAMS_MAX)
        return PNEU_ERR_LIMIT;
    pneu_i_lines_init(&writer.lines, arena, type.len + 64 * value->param_count, format);
    writer.record_count = 0;
    status = put_type(&writer, type);
    if (status == PNEU_OK)
        status = put_params(&writer, arena, value, format);
    return status == PNEU_OK ? pneu_i_lines_end(&writer.lines, out) : status;
}
