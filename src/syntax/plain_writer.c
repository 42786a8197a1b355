/*
 * Words that stay as they are. In: a run of words and the bytes that need a backslash. Out: the words on lines, each
 * byte in its place; unfolded and without the backslashes it is the run again. An empty run is one empty element.
 * Invariant: no fold at the white space that begins or ends the run: in quotes it would be lost to readers that trim.
 * RFC 5322 sections 3.2.1, 3.2.2 and 3.2.4.
 * Not handled: words that are too long for a line, or may not stay (text_pieces.c).
 */
#include "syntax/plain_writer.h"

#include "syntax/text_pieces.h"

/* No byte of a token needs a backslash anywhere. */
static int is_escaped(char c, const char *escaped)
{
    if (pneu_i_is((unsigned char)c, PNEU_I_TOKEN))
        return 0;
    while (*escaped != '\0' && *escaped != c)
        escaped++;
    return *escaped != '\0';
}

size_t pneu_i_escapes_in(pneu_str text, const char *escaped)
{
    size_t count = 0;
    for (size_t i = 0; *escaped != '\0' && i < text.len; i++)
        count += (size_t)is_escaped(text.ptr[i], escaped);
    return count;
}

void pneu_i_quoted_add(pneu_i_text_builder *builder, pneu_str text)
{
    size_t start = 0;
    pneu_i_text_builder_add(builder, "\"", 1);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '"' && text.ptr[i] != '\\')
            continue;
        pneu_i_text_builder_add(builder, text.ptr + start, i - start);
        pneu_i_text_builder_add(builder, "\\", 1);
        start = i;
    }
    if (start < text.len)
        pneu_i_text_builder_add(builder, text.ptr + start, text.len - start);
    pneu_i_text_builder_add(builder, "\"", 1);
}

void pneu_i_escaped_add(pneu_i_lines *lines, pneu_str text, const char *escaped)
{
    size_t start = 0;
    for (size_t i = 0; *escaped != '\0' && i < text.len; i++) {
        if (!is_escaped(text.ptr[i], escaped))
            continue;
        pneu_i_lines_add(lines, text.ptr + start, i - start);
        pneu_i_lines_add(lines, "\\", 1);
        start = i;
    }
    pneu_i_lines_add(lines, text.ptr + start, text.len - start);
}

void pneu_i_plain_put(pneu_i_lines *lines, pneu_str gap, pneu_str run, const char *escaped)
{
    size_t last = run.len; /* the end of the last word */
    while (last > 0 && pneu_i_is_blank((unsigned char)run.ptr[last - 1]))
        last--;
    size_t start = 0;
    size_t end = pneu_i_skip_word(run, pneu_i_skip_blanks(run, 0));
    for (;;) {
        if (end >= last)
            end = run.len;
        pneu_str element = pneu_i_str_of(run.ptr + start, end - start);
        pneu_i_lines_begin(lines, gap, element.len + pneu_i_escapes_in(element, escaped));
        pneu_i_escaped_add(lines, element, escaped);
        if (end == run.len)
            return;
        start = pneu_i_skip_blanks(run, end);
        gap = pneu_i_str_of(run.ptr + end, start - end);
        end = pneu_i_skip_word(run, start);
    }
}
