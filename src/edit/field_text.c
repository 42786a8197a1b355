/*
 * Text of fields that are put into headers: checked, folded, with the line ends that are wanted; and which lines at a
 * header's top a field must not be put before.
 * In: names, values, lines. Out: text, offsets. Pure functions. RFC 5322 sections 2.1.1 and 2.2.
 */
#include "edit/field_text.h"

#include "charset/charset.h"

#define UTF8_BOM "\xef\xbb\xbf"

size_t pneu_i_name_first_bad(pneu_str name)
{
    size_t i = 0;
    while (i < name.len && pneu_i_is((unsigned char)name.ptr[i], PNEU_I_FTEXT))
        i++;
    return i;
}

size_t pneu_i_value_first_bad(pneu_str value, uint32_t format_flags)
{
    size_t i = 0, good = pneu_i_utf8_valid(value.ptr, value.len);
    for (; i < good; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c == '\r' && i + 1 < value.len && value.ptr[i + 1] == '\n')
            continue;
        if (c == '\n' && i + 1 < value.len && pneu_i_is_blank((unsigned char)value.ptr[i + 1]))
            continue;
        if (c == 0 || c == '\r' || c == '\n' || (c >= 0x80 && (format_flags & PNEU_FORMAT_UTF8) == 0))
            break;
    }
    return i;
}

pneu_status pneu_i_field_text(pneu_arena *arena, pneu_str name, pneu_str value, uint32_t format_flags, pneu_str *out)
{
    pneu_format format = {format_flags, 0};
    return pneu_field_fold(arena, name, value, pneu_fold_class(pneu_field_id(name)), &format, out);
}

pneu_str pneu_i_field_with_lf(pneu_str field)
{
    char *bytes = (char *)(uintptr_t)field.ptr;
    size_t len = 0;
    for (size_t i = 0; i < field.len; i++)
        if (bytes[i] != '\r')
            bytes[len++] = bytes[i];
    return pneu_i_str_of(bytes, len);
}

static int begins_with(pneu_str text, const char *start)
{
    size_t len = strlen(start);
    return text.len >= len && memcmp(text.ptr, start, len) == 0;
}

/* The length of the line that `text` begins with, its line end included. */
static size_t line_length(pneu_str text, const char *line_ends)
{
    size_t i = 0;
    while (i < text.len && (text.ptr[i] == 0 || strchr(line_ends, text.ptr[i]) == NULL))
        i++;
    if (i + 1 < text.len && text.ptr[i] == '\r' && text.ptr[i + 1] == '\n')
        i++;
    return i < text.len ? i + 1 : i;
}

size_t pneu_i_header_top(pneu_str lines, int is_input_start, const char *line_ends)
{
    size_t top = is_input_start && begins_with(lines, UTF8_BOM) ? strlen(UTF8_BOM) : 0;
    for (;;) {
        pneu_str rest = pneu_i_str_from(lines, top);
        int is_skipped = rest.len > 0 && (pneu_i_is_blank((unsigned char)*rest.ptr) || begins_with(rest, "From ") ||
                                          begins_with(rest, ">From "));
        if (!is_skipped)
            return top;
        top += line_length(rest, line_ends);
    }
}
