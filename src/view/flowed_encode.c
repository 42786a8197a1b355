/*
 * Paragraphs to format=flowed text (RFC 3676 section 4.2). In: paragraphs. Out: one text in the arena.
 * A line is filled greedily; a column is always left for the space that would make it flowed. A line that begins with a
 * space, ">" or "From " is stuffed with a space, and so is every quoted one; the last line of a paragraph has no space
 * at its end. No line comes to be "-- " but a paragraph that is (section 4.3).
 * Invariants: where a quote is deep its lines are made longer, so that marks are never more than half of a full line
 * and the output stays linear in the input; decoding gives the paragraphs back but for spaces at their end.
 * Not handled: transfer encodings, which a word over 998 bytes needs.
 */
#include "charset/text_builder.h"
#include "view/characters.h"
#include "view/text_lines.h"

#define USUAL_WIDTH 72
#define MOST_WIDTH 249 /* 998 bytes (RFC 5322 section 2.1.1) if every character has 4 */

typedef struct encoder {
    pneu_i_text_builder text;
    uint32_t flags;
    size_t width;
} encoder;

static void add(encoder *e, const char *text)
{
    pneu_i_text_builder_add(&e->text, text, strlen(text));
}

static int needs_stuffing(pneu_str line, size_t quote)
{
    if (line.len == 0)
        return 0;
    return quote > 0 || *line.ptr == ' ' || *line.ptr == '>' || (line.len >= 5 && memcmp(line.ptr, "From ", 5) == 0);
}

/* `flow`: what follows the line's own text if it is flowed, else "". */
static void add_line(encoder *e, pneu_str line, size_t quote, const char *flow)
{
    static const char marks[] = ">>>>>>>>>>>>>>>>";
    for (size_t left = quote; left > 0;) {
        size_t some = left < sizeof marks - 1 ? left : sizeof marks - 1;
        pneu_i_text_builder_add(&e->text, marks, some);
        left -= some;
    }
    if (needs_stuffing(line, quote))
        add(e, " ");
    pneu_i_text_builder_add(&e->text, line.ptr, line.len);
    add(e, flow);
    add(e, e->flags & PNEU_FLOWED_LF ? "\n" : "\r\n");
}

/* What stands between two characters of a paragraph. */
enum {
    NO_BREAK,
    SPACE_BREAK,
    IDEOGRAPH_BREAK
};

static int break_between(const encoder *e, uint32_t before, uint32_t after)
{
    if (after == ' ')
        return NO_BREAK;
    if (before == ' ')
        return SPACE_BREAK;
    if (!(e->flags & PNEU_FLOWED_DELSP) || pneu_i_character_clings(after) || before == 0x200D)
        return NO_BREAK;
    return pneu_i_character_is_ideograph(before) || pneu_i_character_is_ideograph(after) ? IDEOGRAPH_BREAK : NO_BREAK;
}

/* 1 if the text would look like a signature's separator with the space of a flowed line. */
static int looks_like_signature(const encoder *e, const char *text, size_t len)
{
    size_t own = e->flags & PNEU_FLOWED_DELSP ? 2 : 3;
    return len == own && memcmp(text, "-- ", own) == 0;
}

/* The length of the next line of `rest` in bytes: all of it, or up to a break. `room`: characters there are. */
static size_t fill_line(const encoder *e, pneu_str rest, size_t room)
{
    size_t added = e->flags & PNEU_FLOWED_DELSP ? 1 : 0; /* the space that is not of the text */
    size_t found = 0, chars = 0, at = 0, len;
    uint32_t before = ' ';
    while (at < rest.len && *(rest.ptr + at) == ' ') {
        at++;
        chars++;
    }
    int is_first = 1;
    while (at < rest.len) {
        uint32_t c = pneu_i_character(pneu_i_str_from(rest, at), &len);
        int is_break = !is_first && break_between(e, before, c) != NO_BREAK && !looks_like_signature(e, rest.ptr, at);
        if (is_break && (found == 0 || chars + added <= room))
            found = at;
        if (chars + 1 > room && found > 0)
            return found;
        is_first = 0;
        before = c;
        at += len;
        chars++;
    }
    return chars + 1 > room && found > 0 ? found : rest.len;
}

static void add_paragraph(encoder *e, const pneu_paragraph *paragraph)
{
    pneu_str rest = paragraph->text;
    size_t quote = paragraph->quote;
    size_t width = e->width < 2 * quote ? 2 * quote : e->width;
    if (pneu_i_is_signature_line(rest)) {
        add_line(e, rest, quote, "");
        return;
    }
    while (rest.len > 0 && rest.ptr[rest.len - 1] == ' ')
        rest.len--;
    for (;;) {
        size_t marks = quote + (needs_stuffing(rest, quote) ? 1 : 0);
        size_t len = fill_line(e, rest, width > marks ? width - marks : 1);
        if (len == rest.len)
            break;
        add_line(e, pneu_i_str_of(rest.ptr, len), quote, e->flags & PNEU_FLOWED_DELSP ? " " : "");
        rest = pneu_i_str_from(rest, len);
    }
    add_line(e, rest, quote, "");
}

static int can_be_written(const pneu_paragraph *paragraph)
{
    pneu_str text = paragraph->text;
    if (paragraph->quote > PNEU_FLOWED_QUOTE_MAX || (text.ptr == NULL && text.len > 0))
        return 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '\r' || text.ptr[i] == '\n' || text.ptr[i] == '\0')
            return 0;
    return 1;
}

pneu_status pneu_flowed_encode(pneu_arena *arena, const pneu_paragraphs *paragraphs, uint32_t flags, uint32_t width,
                               pneu_str *out)
{
    encoder e = {.flags = flags, .width = width > 0 ? width : USUAL_WIDTH};
    size_t total = 0;
    if (arena == NULL || paragraphs == NULL || out == NULL || width > MOST_WIDTH ||
        (flags & ~(uint32_t)(PNEU_FLOWED_DELSP | PNEU_FLOWED_LF)) != 0)
        return PNEU_ERR_ARGUMENT;
    for (size_t i = 0; i < paragraphs->count; i++) {
        if (!can_be_written(&paragraphs->items[i]))
            return PNEU_ERR_ARGUMENT;
        total += paragraphs->items[i].text.len;
    }
    pneu_i_text_builder_init(&e.text, arena, total + total / 8);
    for (size_t i = 0; i < paragraphs->count; i++)
        add_paragraph(&e, &paragraphs->items[i]);
    return pneu_i_text_builder_end(&e.text, out);
}
