/*
 * Untrusted text for people: file names, field values, names of attachments. Whatever could move the cursor, change
 * colours, reorder the line or end it is written as an escape, so what is seen is what is there.
 * In: any bytes. Out: printable characters, on one line.
 * Not handled: unambiguous escapes (a backslash stays as it is): programs read --json; characters that take no column,
 * or two.
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

/* One character, or bytes that are none. */
struct shown {
    const char *bytes;
    size_t length;
    uint32_t codepoint;
};

static struct shown character_at(pneu_str text, size_t at)
{
    struct shown shown = {.bytes = text.ptr + at};

    shown.length = codepoint_read(shown.bytes, text.len - at, &shown.codepoint);
    return shown;
}

/* 1 if it is written byte by byte, as \xHH and the like. */
static int is_shown_as_bytes(const struct shown *shown)
{
    return shown->codepoint == CODEPOINT_INVALID || (shown->codepoint < 0x80 && codepoint_is_unsafe(shown->codepoint));
}

/* 1 if it is written as \u{HHHH}, not being written as bytes. */
static int is_shown_as_number(const struct shown *shown, int display)
{
    return codepoint_is_unsafe(shown->codepoint) || (shown->codepoint >= 0x80 && display == DISPLAY_ASCII);
}

static void show(struct output *out, const struct shown *shown, int display)
{
    if (is_shown_as_bytes(shown))
        for (size_t i = 0; i < shown->length; i++)
            show_byte(out, (unsigned char)shown->bytes[i]);
    else if (is_shown_as_number(shown, display))
        show_codepoint(out, shown->codepoint);
    else
        output_bytes(out, shown->bytes, shown->length);
}

static size_t width_of(const struct shown *shown, int display)
{
    if (is_shown_as_bytes(shown))
        return shown->codepoint == '\n' || shown->codepoint == '\r' || shown->codepoint == '\t' ? 2 : 4 * shown->length;
    if (is_shown_as_number(shown, display))
        return shown->codepoint > 0xfffff ? 10 : shown->codepoint > 0xffff ? 9 : 8;
    return 1;
}

void display_text(struct output *out, pneu_str text, int display)
{
    for (size_t at = 0; at < text.len;) {
        struct shown shown = character_at(text, at);

        show(out, &shown, display);
        at += shown.length;
    }
}

size_t display_width(pneu_str text, int display)
{
    size_t width = 0;

    for (size_t at = 0; at < text.len;) {
        struct shown shown = character_at(text, at);

        width += width_of(&shown, display);
        at += shown.length;
    }
    return width;
}

size_t display_fit(pneu_str text, int display, size_t width)
{
    size_t at = 0;

    while (at < text.len) {
        struct shown shown = character_at(text, at);

        if (width_of(&shown, display) > width)
            break;
        width -= width_of(&shown, display);
        at += shown.length;
    }
    return at;
}

void display_cell(struct output *out, pneu_str text, int display, size_t width)
{
    int is_cut = display_width(text, display) > width;
    size_t room = is_cut ? width - 1 : width;

    text.len = display_fit(text, display, room);
    display_text(out, text, display);
    if (is_cut)
        output_text(out, display == DISPLAY_UTF8 ? "…" : "~");
    output_repeat(out, ' ', room - display_width(text, display));
}

void display_words(struct output *out, const char *text, int display)
{
    display_text(out, (pneu_str){text, strlen(text)}, display);
}
