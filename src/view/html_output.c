/*
 * Lines from words. In: words, spaces, breaks and blocks. Out: lines with their prefix, ended by LF, to a feed.
 * Breaks are only asked for, and stand when text follows: so there is no empty line at the start, at the end or twice,
 * and no space at the end of a line. A word is held until its end shows whether it fits; one that is longer than the
 * buffer goes out in pieces.
 * Invariants: a line has at most PNEU_I_PREFIX_MAX bytes before its text and, wrapped, room for LEAST_ROOM characters;
 * so the output is linear in the input. It does not depend on how words are cut.
 * Not handled: characters that are two columns wide.
 */
#include "view/html_output.h"

#include "view/html_element.h"

#define LEAST_ROOM ((size_t)20)

static void append(pneu_i_html_output *out, const char *text, size_t len)
{
    pneu_i_feed_put(out->feed, text, len);
}

static void append_spaces(pneu_i_html_output *out, size_t count)
{
    static const char spaces[] = "                ";
    for (; count > sizeof spaces - 1; count -= sizeof spaces - 1)
        append(out, spaces, sizeof spaces - 1);
    append(out, spaces, count);
}

/* ---- Lines ------------------------------------------------------------------------------------------------------ */

/* Writes what stands before a line: the marks of the blocks for which there is room. Those of items are written once.
 * */
static void begin_line(pneu_i_html_output *out)
{
    char prefix[PNEU_I_PREFIX_MAX];
    size_t used = 0;
    for (size_t i = 0; i < out->depth; i++) {
        pneu_i_block *block = &out->blocks[i];
        if (block->mark_len > sizeof prefix - used)
            break;
        if (block->is_marked)
            memset(prefix + used, ' ', block->mark_len);
        else
            memcpy(prefix + used, block->mark, block->mark_len);
        block->is_marked = block->kind != PNEU_I_ELEMENT_QUOTE;
        used += block->mark_len;
    }
    append(out, prefix, used);
    out->column = out->indent = used;
    out->is_open = out->has_text = 1;
    out->is_within_word = 0;
}

/* Quote marks at the beginning of a line. */
static size_t count_quotes(const pneu_i_html_output *out)
{
    size_t count = 0;
    for (size_t i = 0; i < out->depth && count < PNEU_I_PREFIX_MAX / 2; i++) {
        if (out->blocks[i].kind == PNEU_I_ELEMENT_QUOTE)
            count++;
        else if (out->blocks[i].mark_len > 0)
            break;
    }
    return count;
}

static void append_quotes(pneu_i_html_output *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        append(out, "> >", i + 1 < count ? 2 : 1);
}

/* Ends the last line, and writes the empty lines asked for: quoted where both sides are. */
static void write_breaks(pneu_i_html_output *out)
{
    size_t quotes = count_quotes(out);
    size_t common = quotes < out->quoted ? quotes : out->quoted;
    for (uint32_t i = 0; i < out->breaks && out->has_text; i++) {
        if (i > 0)
            append_quotes(out, common);
        append(out, "\n", 1);
    }
    out->breaks = 0;
    out->quoted = quotes;
}

static void open_line(pneu_i_html_output *out)
{
    write_breaks(out);
    begin_line(out);
}

static void wrap_line(pneu_i_html_output *out)
{
    append(out, "\n", 1);
    begin_line(out);
}

/* ---- Words ------------------------------------------------------------------------------------------------------ */

/* Writes the gap before a word: spaces, the sign between cells, or a new line where the word does not fit. */
static void write_gap(pneu_i_html_output *out, size_t chars)
{
    if (!out->is_open) {
        open_line(out);
        if (out->is_collapsible)
            out->spaces = 0;
        out->has_gap = 0;
    }
    size_t gap = out->has_gap ? 3 : out->spaces;
    size_t width = out->width < out->indent + LEAST_ROOM ? out->indent + LEAST_ROOM : out->width;
    int may_wrap = out->width > 0 && gap > 0 && out->is_collapsible && !out->has_gap;
    if (may_wrap && out->column + gap + chars > width) {
        wrap_line(out);
        gap = 0;
    }
    if (out->has_gap)
        append(out, " | ", 3);
    else
        append_spaces(out, gap);
    out->column += gap;
    out->spaces = 0;
    out->has_gap = 0;
}

static void write_word(pneu_i_html_output *out, const char *utf8, size_t len, size_t chars)
{
    if (!out->is_within_word)
        write_gap(out, chars);
    append(out, utf8, len);
    out->column += chars;
    out->is_within_word = 1;
}

static void flush_word(pneu_i_html_output *out)
{
    if (out->word_len > 0)
        write_word(out, out->word, out->word_len, out->word_chars);
    out->word_len = out->word_chars = 0;
}

static void end_word(pneu_i_html_output *out)
{
    flush_word(out);
    out->is_within_word = 0;
}

static int is_within_character(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* As many of the bytes as are whole characters and at most `most`. */
static size_t whole_characters(const char *utf8, size_t len, size_t most)
{
    if (len <= most)
        return len;
    while (most > 0 && is_within_character(utf8[most]))
        most--;
    return most;
}

static size_t count_characters(const char *utf8, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += !is_within_character(utf8[i]);
    return count;
}

void pneu_i_html_output_word(pneu_i_html_output *out, const char *utf8, size_t len)
{
    if (out->width == 0) { /* where it ends makes no difference */
        write_word(out, utf8, len, 0);
        return;
    }
    while (len > 0) {
        size_t some = whole_characters(utf8, len, sizeof out->word - out->word_len);
        if (some == 0) {
            flush_word(out);
            continue;
        }
        memcpy(out->word + out->word_len, utf8, some);
        out->word_len += some;
        out->word_chars += count_characters(utf8, some);
        utf8 += some;
        len -= some;
    }
}

void pneu_i_html_output_blank(pneu_i_html_output *out)
{
    end_word(out);
    if (out->spaces > 0)
        return;
    out->spaces = 1;
    out->is_collapsible = 1;
}

void pneu_i_html_output_space(pneu_i_html_output *out)
{
    end_word(out);
    if (out->spaces > 0 && out->is_collapsible && !out->is_open)
        out->spaces = 0;
    out->spaces++;
    out->is_collapsible = 0;
}

/* ---- Breaks ----------------------------------------------------------------------------------------------------- */

static void close_line(pneu_i_html_output *out)
{
    end_word(out);
    out->is_open = 0;
    out->spaces = 0;
    out->has_gap = 0;
}

void pneu_i_html_output_break(pneu_i_html_output *out, uint32_t most)
{
    close_line(out);
    if (out->breaks < most)
        out->breaks++;
}

void pneu_i_html_output_block(pneu_i_html_output *out, uint32_t breaks)
{
    if (breaks == 0)
        return;
    close_line(out);
    if (out->breaks < breaks)
        out->breaks = breaks;
}

void pneu_i_html_output_cell(pneu_i_html_output *out)
{
    end_word(out);
    out->has_gap = out->is_open;
}

void pneu_i_html_output_finish(pneu_i_html_output *out)
{
    close_line(out);
    if (out->has_text)
        append(out, "\n", 1);
}
