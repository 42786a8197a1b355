/*
 * Untrusted text for people: file names, field values, names of attachments. Whatever could move the cursor, change
 * colours, reorder the line or end it is written as an escape, so what is seen is what is there.
 * In: any bytes. Out: printable characters, on one line.
 * Not handled: unambiguous escapes (a backslash stays as it is): programs read --json.
 */
#include "cli/display.h"

#include <stdlib.h>
#include <string.h>

#include "cli/codepoint.h"

static int names_utf8(const char *locale)
{
    return strstr(locale, "UTF-8") || strstr(locale, "utf8") || strstr(locale, "utf-8") || strstr(locale, "UTF8");
}

int display_by_environment(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *locale = getenv(variables[i]);

        if (locale && locale[0] != '\0')
            return names_utf8(locale) ? DISPLAY_UTF8 : DISPLAY_ASCII;
    }
    return DISPLAY_ASCII;
}

static void show_hex(struct output *out, uint32_t value, int digits)
{
    while (digits > 0)
        output_char(out, "0123456789abcdef"[value >> (4 * --digits) & 15]);
}

static void show_byte(struct output *out, unsigned char byte)
{
    const char *found = byte ? strchr("\nn\rr\tt", byte) : NULL;

    output_char(out, '\\');
    if (found && byte < 0x20) {
        output_char(out, found[1]);
        return;
    }
    output_char(out, 'x');
    show_hex(out, byte, 2);
}

static void show_codepoint(struct output *out, uint32_t codepoint)
{
    output_text(out, "\\u{");
    show_hex(out, codepoint, codepoint > 0xfffff ? 6 : codepoint > 0xffff ? 5 : 4);
    output_char(out, '}');
}

void display_text(struct output *out, pneu_str text, int display)
{
    size_t at = 0;

    while (at < text.len) {
        uint32_t codepoint;
        size_t length = codepoint_read(text.ptr + at, text.len - at, &codepoint);

        if (codepoint == CODEPOINT_INVALID)
            for (size_t i = 0; i < length; i++)
                show_byte(out, (unsigned char)text.ptr[at + i]);
        else if (codepoint < 0x80 && codepoint_is_unsafe(codepoint))
            show_byte(out, (unsigned char)codepoint);
        else if (codepoint_is_unsafe(codepoint) || (codepoint >= 0x80 && display == DISPLAY_ASCII))
            show_codepoint(out, codepoint);
        else
            output_bytes(out, text.ptr + at, length);
        at += length;
    }
}

void display_words(struct output *out, const char *text, int display)
{
    display_text(out, (pneu_str){text, strlen(text)}, display);
}
