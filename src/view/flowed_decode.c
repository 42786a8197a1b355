/*
 * format=flowed text to paragraphs (RFC 3676 section 4). In: a text body after transfer and charset decoding. Out: an
 * array of paragraphs and one block with their texts, in the arena. Two passes: count, then fill.
 * A change of the quote depth ends a paragraph though its last line was flowed (section 4.5), and so does "-- "
 * (section 4.3).
 * Not handled: HTML with these parameters, for which they mean nothing.
 */
#include "base/arena.h"
#include "view/text_lines.h"

static int is_strict_text(pneu_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\0' || c == '\n')
            return 0;
        if (c != '\r')
            continue;
        if (i + 1 == text.len || text.ptr[i + 1] != '\n')
            return 0;
        i++;
    }
    return 1;
}

static size_t count_paragraphs(pneu_str text, int body)
{
    pneu_i_text_line line, last = {{NULL, 0}, 0, PNEU_PARAGRAPH_FIXED};
    size_t count = 0;
    while (pneu_i_text_line_next(&text, body, &line)) {
        if (!pneu_i_text_line_goes_on(&last, &line))
            count++;
        last = line;
    }
    return count;
}

/* Appends the line's text without NULs; gives the new end. */
static char *append_text(char *to, pneu_str text)
{
    while (text.len > 0) {
        const char *nul = memchr(text.ptr, 0, text.len);
        size_t run = nul != NULL ? (size_t)(nul - text.ptr) : text.len;
        memmove(to, text.ptr, run);
        to += run;
        text = pneu_i_str_from(text, nul != NULL ? run + 1 : run);
    }
    return to;
}

static void fill_paragraphs(pneu_str text, int body, pneu_paragraph *items, char *to)
{
    pneu_i_text_line line, last = {{NULL, 0}, 0, PNEU_PARAGRAPH_FIXED};
    pneu_paragraph *item = items;
    while (pneu_i_text_line_next(&text, body, &line)) {
        if (!pneu_i_text_line_goes_on(&last, &line)) {
            item = items++;
            item->text = pneu_i_str_of(to, 0);
            item->quote = line.quote < UINT32_MAX ? (uint32_t)line.quote : UINT32_MAX;
            item->kind = line.kind;
        }
        to = append_text(to, line.text);
        item->text.len = (size_t)(to - item->text.ptr);
        last = line;
    }
}

pneu_status pneu_flowed_decode(pneu_arena *arena, pneu_str text, uint32_t flags, pneu_paragraphs *out)
{
    if (arena == NULL || out == NULL || (text.ptr == NULL && text.len > 0) ||
        (flags & ~(uint32_t)(PNEU_FLOWED_DELSP | PNEU_FLOWED_STRICT)) != 0)
        return PNEU_ERR_ARGUMENT;
    if ((flags & PNEU_FLOWED_STRICT) && !is_strict_text(text))
        return PNEU_ERR_SYNTAX;
    int body = flags & PNEU_FLOWED_DELSP ? PNEU_BODY_DELSP : PNEU_BODY_FLOWED;
    size_t count = count_paragraphs(text, body);
    if (count > SIZE_MAX / sizeof(pneu_paragraph))
        return PNEU_ERR_MEMORY;
    pneu_paragraph *items = pneu_i_arena_alloc(arena, count * sizeof *items);
    char *texts = pneu_i_arena_alloc(arena, text.len);
    if (items == NULL || texts == NULL)
        return PNEU_ERR_MEMORY;
    fill_paragraphs(text, body, items, texts);
    out->items = items;
    out->count = count;
    return PNEU_OK;
}
