/*
 * A paragraph, broken into lines at its spaces. In: text of our own, which needs no display.h. Out: lines.
 * Not handled: words longer than a line, which stand on one of their own; characters beyond ASCII.
 */
#include "cli/paragraph.h"

#include <string.h>

enum {
    WIDTH = 96
};

/* One word; a line end before it where it has no room any more. */
static void write_word(struct output *out, pneu_str word, size_t indent, size_t *column)
{
    if (*column > indent && *column + 1 + word.len > WIDTH) {
        output_char(out, '\n');
        *column = 0;
    }
    if (*column == 0) {
        output_repeat(out, ' ', indent);
        *column = indent;
    } else if (*column > indent) {
        output_char(out, ' ');
        ++*column;
    }
    output_str(out, word);
    *column += word.len;
}

void paragraph_write(struct output *out, const char *heading, const char *text, size_t indent)
{
    size_t column = 0;

    if (text[0] == '\0')
        return;
    output_repeat(out, ' ', indent);
    output_text(out, heading);
    column = indent + strlen(heading);
    while (*text != '\0') {
        size_t len = strcspn(text, " ");

        write_word(out, (pneu_str){text, len}, indent, &column);
        text += len + (text[len] == ' ');
    }
    output_char(out, '\n');
}
