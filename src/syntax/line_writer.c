/*
 * Lines of header text, filled one element after the other. In: white space and the length of the element after it; its
 * bytes. Out: one text; a fold is CRLF put before the white space, which stays, so that unfolding gives back what went
 * in. Only a fold at the start of a value, where there is no white space, adds a space.
 * Invariant: no fold where the line before it or after it would be white space only: a line begins with white space and
 * an element, and nothing is folded at the start of a line.
 * RFC 5322 sections 2.1.1 and 2.2.3, RFC 2047 section 2.
 * Not handled: which place is the best one (fold.c): elements fill lines in their order.
 */
#include "syntax/line_writer.h"

void pneu_i_lines_init(pneu_i_lines *lines, pneu_arena *arena, size_t room, const pneu_format *format)
{
    pneu_i_text_builder_init(&lines->text, arena, room);
    lines->column = format != NULL ? format->column : 0;
    lines->reserve = 0;
    lines->opening = 0;
    lines->has_word = 0;
}

void pneu_i_lines_add(pneu_i_lines *lines, const char *bytes, size_t len)
{
    pneu_i_text_builder_put(&lines->text, bytes, len);
    lines->column += len;
}

static void fold(pneu_i_lines *lines)
{
    pneu_i_text_builder_put(&lines->text, "\r\n", 2);
    lines->column = 0;
    lines->has_word = 0;
}

/* Before the value there may be a space at the most, or a name: what folds there must not leave a blank line. */
static int is_at_line_start(const pneu_i_lines *lines)
{
    return lines->text.len == 0 && lines->column <= 1;
}

/* `start_width`: that of the first line for an element that has no white space before it. */
static void begin(pneu_i_lines *lines, pneu_str gap, size_t len, size_t width, size_t start_width)
{
    size_t end = lines->column + gap.len + (lines->opening != 0) + len + lines->reserve;
    if (gap.len > 0 && end > width && !is_at_line_start(lines)) {
        fold(lines);
    } else if (gap.len == 0 && end > start_width && lines->text.len == 0 && lines->column > 1) {
        fold(lines);
        gap = pneu_i_str_of(" ", 1);
    }
    if (gap.len > 0)
        pneu_i_lines_add(lines, gap.ptr, gap.len);
    if (lines->opening != 0)
        pneu_i_lines_add(lines, &lines->opening, 1);
    lines->opening = 0;
}

void pneu_i_lines_begin(pneu_i_lines *lines, pneu_str gap, size_t len)
{
    begin(lines, gap, len, lines->has_word ? PNEU_I_WORD_LINE_WIDTH : PNEU_I_LINE_WIDTH, PNEU_I_LINE_MAX);
}

void pneu_i_lines_begin_word(pneu_i_lines *lines, pneu_str gap, size_t len)
{
    begin(lines, gap, len, PNEU_I_WORD_LINE_WIDTH, PNEU_I_WORD_LINE_WIDTH);
    lines->has_word = 1;
}

static size_t room_after(const pneu_i_lines *lines, size_t column)
{
    size_t taken = column + lines->reserve + (lines->opening != 0);
    return taken < PNEU_I_WORD_LINE_WIDTH ? PNEU_I_WORD_LINE_WIDTH - taken : 0;
}

size_t pneu_i_lines_word_room(const pneu_i_lines *lines, pneu_str gap)
{
    return room_after(lines, lines->column + gap.len);
}

size_t pneu_i_lines_new_word_room(const pneu_i_lines *lines, pneu_str gap)
{
    return room_after(lines, gap.len > 0 ? gap.len : 1);
}

pneu_status pneu_i_lines_end(pneu_i_lines *lines, pneu_str *out)
{
    return pneu_i_text_builder_end(&lines->text, out);
}
