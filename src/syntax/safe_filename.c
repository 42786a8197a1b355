/*
 * A file name that is safe to create.
 * In: the name a sender gave (UTF-8, decoded). Out: a name in the arena that holds no path, is no device, shows what it
 * is, and fits into every file system; or none, where nothing is left.
 * Invariants: making it again changes nothing; only well-formed UTF-8 comes out; linear.
 * RFC 2183 sections 2.3 and 5; the device names are those of Windows, which forbids them with any extension.
 * Not handled: whether a file of this name exists; what its extension makes programs do; look-alike letters.
 */
#include "charset/text_builder.h"
#include "syntax/filename_check.h"
#include "syntax/value_reader.h"

#define EXTENSION_MAX 32 /* bytes of an extension that is kept, dot and all */

/* The character at `at` of well-formed UTF-8, and its length. */
static uint32_t character_at(pneu_str text, size_t at, size_t *len)
{
    unsigned char c = (unsigned char)text.ptr[at];
    *len = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    uint32_t character = *len == 1 ? c : c & (0x7Fu >> *len);
    for (size_t i = 1; i < *len; i++)
        character = character << 6 | ((unsigned char)text.ptr[at + i] & 0x3Fu);
    return character;
}

/* Control characters, and those that change how others look without being seen: bidi controls, joiners, tags. */
static int is_invisible(uint32_t c)
{
    static const struct {
        uint32_t first;
        uint32_t last;
    } ranges[] = {{0x0000, 0x001F}, {0x007F, 0x009F},  {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},
                  {0x115F, 0x1160}, {0x17B4, 0x17B5},  {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E},
                  {0x2060, 0x206F}, {0x3164, 0x3164},  {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
                  {0xFFF0, 0xFFFB}, {0xE0000, 0xE0FFF}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return 1;
    return 0;
}

/* How many bytes from `at` on are ASCII that stays as it is. */
static size_t plain_run(pneu_str name, size_t at)
{
    size_t start = at;
    while (at < name.len && pneu_i_is((unsigned char)name.ptr[at], PNEU_I_TOKEN) && name.ptr[at] != '*' &&
           name.ptr[at] != '|')
        at++;
    return at - start;
}

/* Copies what may be seen; what systems forbid in names becomes "_". */
static void add_visible(pneu_i_text_builder *to, pneu_str name)
{
    size_t len;
    for (size_t at = 0; at < name.len; at += len) {
        if ((len = plain_run(name, at)) > 0) {
            pneu_i_text_builder_add(to, name.ptr + at, len);
            continue;
        }
        uint32_t c = character_at(name, at, &len);
        if (is_invisible(c))
            continue;
        int is_forbidden = c < 0x80 && strchr("<>:\"|?*", (int)c) != NULL;
        pneu_i_text_builder_add(to, is_forbidden ? "_" : name.ptr + at, len);
    }
}

static pneu_str after_path(pneu_str name)
{
    size_t start = name.len;
    while (start > 0 && name.ptr[start - 1] != '/' && name.ptr[start - 1] != '\\')
        start--;
    return pneu_i_str_from(name, start);
}

static int is_trimmed(char c)
{
    return c == '.' || c == ' ';
}

static pneu_str trim(pneu_str name)
{
    while (name.len > 0 && is_trimmed(name.ptr[name.len - 1]))
        name.len--;
    while (name.len > 0 && is_trimmed(name.ptr[0]))
        name = pneu_i_str_from(name, 1);
    return name;
}

int pneu_i_filename_is_device(pneu_str name)
{
    static const char *const names[] = {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"};
    static const char *const digits[] = {"1", "2", "3", "4",        "5",        "6",       "7",
                                         "8", "9", "0", "\xC2\xB9", "\xC2\xB2", "\xC2\xB3"};
    const char *dot = name.len > 0 ? memchr(name.ptr, '.', name.len) : NULL;
    pneu_str stem = pneu_i_str_trim(pneu_i_str_of(name.ptr, dot != NULL ? (size_t)(dot - name.ptr) : name.len));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (pneu_i_str_is(stem, names[i]))
            return 1;
    pneu_str port = pneu_i_str_of(stem.ptr, stem.len < 3 ? stem.len : 3);
    if (!pneu_i_str_is(port, "com") && !pneu_i_str_is(port, "lpt"))
        return 0;
    for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++)
        if (pneu_i_str_is(pneu_i_str_from(stem, 3), digits[i]))
            return 1;
    return 0;
}

/* The longest beginning of whole characters. */
static size_t cut_at(pneu_str name, size_t most)
{
    while (most > 0 && most < name.len && ((unsigned char)name.ptr[most] & 0xC0) == 0x80)
        most--;
    return most;
}

/* Where the extension begins, or the end: a dot that is not first, and not too far from the end. */
static size_t find_extension(pneu_str name)
{
    size_t at = name.len;
    while (at > 1 && name.len - at < EXTENSION_MAX)
        if (name.ptr[--at] == '.')
            return at;
    return name.len;
}

/* Shortens in place: the stem gives way to the extension. */
static pneu_str shorten(char *name, size_t len)
{
    pneu_str whole = pneu_i_str_of(name, len);
    if (len <= PNEU_SAFE_FILENAME_MAX)
        return whole;
    size_t dot = find_extension(whole);
    size_t stem = cut_at(whole, PNEU_SAFE_FILENAME_MAX - (len - dot));
    while (stem > 0 && is_trimmed(name[stem - 1]))
        stem--;
    memmove(name + stem, name + dot, len - dot);
    return pneu_i_str_of(name, stem + (len - dot));
}

pneu_status pneu_safe_filename(pneu_arena *arena, pneu_str name, pneu_str *out)
{
    pneu_i_value_reader reader;
    pneu_i_text_builder builder;
    pneu_str text;
    pneu_status status = pneu_i_value_reader_init(&reader, arena, name, PNEU_LENIENT, NULL);
    if (status != PNEU_OK || out == NULL)
        return PNEU_ERR_ARGUMENT;
    text = pneu_i_value_text(&reader, name);
    pneu_i_text_builder_init(&builder, arena, text.len + 1);
    pneu_i_text_builder_add(&builder, "_", 1); /* room for the mark before a device's name */
    add_visible(&builder, after_path(text));
    status = pneu_i_text_builder_end(&builder, &text);
    if (reader.status != PNEU_OK || status != PNEU_OK)
        return PNEU_ERR_MEMORY;
    pneu_str rest = trim(pneu_i_str_from(text, 1));
    if (rest.len == 0)
        return PNEU_ERR_NOT_FOUND;
    char *start = (char *)rest.ptr;
    rest = shorten(start, rest.len);
    if (pneu_i_filename_is_device(rest)) { /* looked at last: shortening may bring the stem of a device to light */
        *--start = '_';                    /* over a dot, a space, or the mark */
        rest = shorten(start, rest.len + 1);
    }
    *out = rest;
    return PNEU_OK;
}
