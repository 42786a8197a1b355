/*
 * Lines of a text body. In: the rest of a text. Out: one line: its text, quote depth and kind; RFC 3676 section 4:
 * count and take off ">", take off one stuffed space, look for "-- ", then for the space that makes a line flowed.
 * A line ends at CRLF, LF or CR, for text is also what old systems wrote.
 * Invariants: every byte is looked at a bounded number of times; nothing is copied.
 * Not handled: quote marks other than ">".
 */
#include "view/text_lines.h"

static int is_line_end(char c)
{
    return c == '\r' || c == '\n';
}

static pneu_str take_line(pneu_str *rest)
{
    size_t len = 0;
    while (len < rest->len && !is_line_end(rest->ptr[len])) /* not memchr, twice: one of the two may be far away */
        len++;
    size_t next = len < rest->len ? len + 1 : len;
    if (next > len && next < rest->len && rest->ptr[len] == '\r' && rest->ptr[next] == '\n')
        next++;
    pneu_str line = {rest->ptr, len};
    *rest = pneu_i_str_from(*rest, next);
    return line;
}

/* Takes quote marks off; gives their number. */
static size_t take_quote(pneu_str *line, int body)
{
    size_t depth = 0;
    while (line->len > 0 && *line->ptr == '>') {
        size_t step = body == PNEU_BODY_FIXED && line->len > 2 && line->ptr[1] == ' ' && line->ptr[2] == '>' ? 2 : 1;
        *line = pneu_i_str_from(*line, step);
        depth++;
    }
    return depth;
}

int pneu_i_is_signature_line(pneu_str text)
{
    return text.len == 3 && memcmp(text.ptr, "-- ", 3) == 0;
}

int pneu_i_text_line_next(pneu_str *rest, int body, pneu_i_text_line *line)
{
    if (rest->len == 0)
        return 0;
    pneu_str text = take_line(rest);
    line->quote = take_quote(&text, body);
    if (text.len > 0 && *text.ptr == ' ' && (line->quote > 0 || body != PNEU_BODY_FIXED))
        text = pneu_i_str_from(text, 1);
    line->kind = PNEU_PARAGRAPH_FIXED;
    if (pneu_i_is_signature_line(text))
        line->kind = PNEU_PARAGRAPH_SIGNATURE;
    else if (body != PNEU_BODY_FIXED && text.len > 0 && text.ptr[text.len - 1] == ' ')
        line->kind = PNEU_PARAGRAPH_FLOWED;
    if (line->kind == PNEU_PARAGRAPH_FLOWED && body == PNEU_BODY_DELSP)
        text.len--;
    line->text = text;
    return 1;
}

int pneu_i_text_line_goes_on(const pneu_i_text_line *last, const pneu_i_text_line *line)
{
    return last->kind == PNEU_PARAGRAPH_FLOWED && line->kind != PNEU_PARAGRAPH_SIGNATURE && last->quote == line->quote;
}
