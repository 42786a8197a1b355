/*
 * The line a defect stands in, as compilers show it:
 *
 *        7 | Content-Type: multipart/mixed; boundary=a; boundary=b
 *          |                                            ^~~~~~~~~~
 *
 * In: a text and a place. Out: two lines. Bytes that a terminal could act on are written as escapes (display.h), and
 * the mark has the width of these. Of a long line the part around the place is shown. The end of the line is shown
 * where it is what is meant. The work does not depend on the line's length.
 * Not handled: characters that take two columns, or none; what is meant beyond the first line ("..." stands for it).
 */
#include "cli/excerpt.h"

#include <string.h>

#include "cli/color.h"
#include "cli/display.h"

enum {
    WIDTH = 80,       /* columns of a line that are shown: lines of mail have 78, and are not cut */
    BEFORE = 30,      /* of a longer one, bytes before the place */
    LOOK = 4 * WIDTH, /* more bytes than this are never shown: a character takes a column, and has at most 4 bytes */
    LINE_END = 2,     /* bytes of CRLF, which nobody misses */
    GUTTER_DIGITS = 5
};

/* What of the line is shown: three pieces behind one another. */
struct pieces {
    pneu_str before;
    pneu_str meant;
    pneu_str after;
    int is_cut_before;
    int is_cut_after;
    int goes_on; /* what is meant ends behind what is shown */
};

static int is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Where the line ends, as far as it is looked at: behind the line end if bytes of that are meant, else before it. */
static size_t find_end(pneu_str text, const struct place *place, uint64_t length)
{
    size_t most = text.len - place->at > LOOK ? place->at + LOOK : text.len;
    const char *lf = memchr(text.ptr + place->at, '\n', most - place->at);
    size_t end = lf ? (size_t)(lf - text.ptr) : most;

    if (lf && end > place->line_begin && text.ptr[end - 1] == '\r')
        end--;
    if (place->at < end || !lf)
        return end;
    return length > 0 ? (size_t)(lf - text.ptr) + 1 : place->at;
}

static pneu_str run_of(pneu_str text, size_t begin, size_t end)
{
    return (pneu_str){text.ptr + begin, end - begin};
}

/* Where to begin, so that the place is shown. */
static size_t find_begin(pneu_str text, const struct place *place, size_t end, int display)
{
    size_t begin = place->line_begin, room = WIDTH;

    if (end - begin > LOOK || display_width(run_of(text, begin, end), display) > WIDTH) {
        begin = place->at - begin > BEFORE ? place->at - BEFORE : begin;
        room = WIDTH / 2;
    }
    while (begin > place->line_begin && begin < place->at && is_continuation(text.ptr[begin]))
        begin++;
    while (display_width(run_of(text, begin, place->at), display) > room)
        begin++;
    return begin;
}

/* As much of the bytes as there is room for. */
static pneu_str take(pneu_str bytes, int display, size_t *room)
{
    bytes.len = display_fit(bytes, display, *room);
    *room -= display_width(bytes, display);
    return bytes;
}

/* Whole values begin with the space behind the colon, which needs no mark; white space that is all that is meant does. */
static size_t skip_blanks(pneu_str text, size_t from, size_t end)
{
    size_t at = from;

    while (at < end && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
        at++;
    return at < end ? at : from;
}

static void cut(struct pieces *pieces, pneu_str text, const struct place *place, uint64_t length, int display)
{
    size_t end = find_end(text, place, length);
    size_t begin = find_begin(text, place, end, display);
    size_t meant_end = length < end - place->at ? place->at + (size_t)length : end;
    size_t meant = skip_blanks(text, place->at, meant_end);
    size_t room = WIDTH;

    pieces->is_cut_before = begin > place->line_begin;
    pieces->before = take(run_of(text, begin, meant), display, &room);
    pieces->meant = take(run_of(text, meant, meant_end), display, &room);
    pieces->after = take(run_of(text, meant + pieces->meant.len, end), display, &room);
    pieces->is_cut_after = pieces->after.ptr + pieces->after.len < text.ptr + end || end == place->at + LOOK;
    pieces->goes_on =
        length > (meant - place->at) + pieces->meant.len + LINE_END && meant + pieces->meant.len < text.len;
}

static void write_line(struct output *out, const struct pieces *pieces, const struct excerpt_look *look)
{
    output_text(out, " | ");
    if (pieces->is_cut_before)
        output_text(out, "...");
    display_text(out, pieces->before, look->display);
    color_set(out, look->is_color && pieces->meant.len > 0, look->color);
    display_text(out, pieces->meant, look->display);
    color_set(out, look->is_color && pieces->meant.len > 0, COLOR_PLAIN);
    display_text(out, pieces->after, look->display);
    if (pieces->is_cut_after)
        output_text(out, "...");
    output_char(out, '\n');
}

static void write_mark(struct output *out, const struct pieces *pieces, const struct excerpt_look *look)
{
    size_t width = display_width(pieces->meant, look->display);

    output_text(out, " | ");
    output_repeat(out, ' ', display_width(pieces->before, look->display) + (pieces->is_cut_before ? 3 : 0));
    color_set(out, look->is_color, look->color);
    output_char(out, '^');
    output_repeat(out, '~', width > 0 ? width - 1 : 0);
    if (pieces->goes_on)
        output_text(out, "...");
    color_set(out, look->is_color, COLOR_PLAIN);
    output_char(out, '\n');
}

void excerpt_write(struct output *out, pneu_str text, const struct place *place, uint64_t length,
                   const struct excerpt_look *look)
{
    size_t digits = output_digits(place->line);
    size_t gutter = digits > GUTTER_DIGITS ? digits : GUTTER_DIGITS;
    struct pieces pieces;

    if (place->line_begin == text.len)
        return;
    cut(&pieces, text, place, length, look->display);
    output_aligned(out, place->line, gutter);
    write_line(out, &pieces, look);
    output_repeat(out, ' ', gutter);
    write_mark(out, &pieces, look);
}
