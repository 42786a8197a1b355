/*
 * pneu tree: a message drawn as a tree, a line a part: section, type, charset, encoding, size (and the size decoded),
 * name. In: a loaded message. Out: lines for people. Nothing from the message reaches the terminal but through
 * display.h. Parts come in document order and the branches of a line are found by going up from its part: no recursion.
 * Not handled: programs (they read --json).
 */
#include "cli/tree_lines.h"

#include <string.h>

#include "cli/color.h"
#include "cli/display.h"
#include "cli/part_choice.h"
#include "pneu/defect.h"

/* Deeper branches are not drawn: MAX_NESTING is 64, and decoded messages count in it. */
enum {
    MOST_DRAWN = 128,
    BRANCH_WIDTH = 3,
    WIDEST_LEFT = 60,
    ENCODING_WIDTH = 16
};

struct lines {
    struct output *out;
    pneu_message *message;
    const struct tree_look *look;
    size_t left_width;
    size_t size_width;
};

static void write_colored(struct lines *to, int color, pneu_str text)
{
    color_set(to->out, to->look->is_color, color);
    display_text(to->out, text, to->look->display);
    color_set(to->out, to->look->is_color, COLOR_PLAIN);
}

static void write_colored_words(struct lines *to, int color, const char *text)
{
    write_colored(to, color, (pneu_str){text, strlen(text)});
}

/* The parts from `part` up to, but without, the message, innermost first. */
static size_t list_ancestors(const pneu_message *message, uint32_t part, uint32_t *chain)
{
    size_t depth = 0;

    for (; pneu_part_parent(message, part) != PNEU_NO_PART && depth < MOST_DRAWN; depth++) {
        chain[depth] = part;
        part = pneu_part_parent(message, part);
    }
    return depth;
}

static void write_branches(struct lines *to, const uint32_t *chain, size_t depth)
{
    static const char *const drawn[2][4] = {{"   ", "|  ", "`- ", "|- "}, {"   ", "│  ", "└─ ", "├─ "}};
    const char *const *shapes = drawn[to->look->display == DISPLAY_UTF8];

    color_set(to->out, to->look->is_color, COLOR_FAINT);
    for (size_t i = depth; i > 0; i--) {
        size_t has_next = pneu_part_next_sibling(to->message, chain[i - 1]) != PNEU_NO_PART;

        output_text(to->out, shapes[has_next + (i == 1 ? 2 : 0)]);
    }
    color_set(to->out, to->look->is_color, COLOR_PLAIN);
}

/* What comes before the columns: branches, section, type. */
static size_t left_width(const pneu_message *message, uint32_t part)
{
    char buffer[SECTION_CAPACITY];
    uint32_t chain[MOST_DRAWN];
    size_t section = part_section_text(message, part, buffer).len;
    pneu_str type;

    pneu_part_type(message, part, &type);
    return list_ancestors(message, part, chain) * BRANCH_WIDTH + section + (section > 0) + type.len;
}

static void measure_columns(struct lines *to)
{
    uint32_t count = pneu_message_part_count(to->message);

    for (uint32_t part = 0; part < count; part++) {
        size_t width = left_width(to->message, part);
        pneu_span body;

        if (width > to->left_width && width <= WIDEST_LEFT)
            to->left_width = width;
        pneu_part_body_span(to->message, part, &body);
        if (output_digits(body.length) > to->size_width)
            to->size_width = output_digits(body.length);
    }
}

static void write_left(struct lines *to, uint32_t part)
{
    char buffer[SECTION_CAPACITY];
    uint32_t chain[MOST_DRAWN];
    pneu_str section = part_section_text(to->message, part, buffer), type;
    size_t width = left_width(to->message, part);

    write_branches(to, chain, list_ancestors(to->message, part, chain));
    if (section.len > 0) {
        write_colored(to, COLOR_SECTION, section);
        output_char(to->out, ' ');
    }
    pneu_part_type(to->message, part, &type);
    write_colored(to, COLOR_TYPE, type);
    output_repeat(to->out, ' ', width < to->left_width ? to->left_width - width : 0);
}

static pneu_status write_encoding_and_size(struct lines *to, uint32_t part)
{
    int is_leaf = pneu_part_kind(to->message, part) == PNEU_KIND_LEAF;
    uint64_t decoded = 0;
    pneu_str encoding;
    pneu_span body;
    pneu_status status = pneu_part_encoding_text(to->message, part, &encoding);

    if (status == PNEU_OK && is_leaf)
        status = pneu_part_decoded_length(to->message, part, &decoded);
    if (status != PNEU_OK)
        return status;
    pneu_part_body_span(to->message, part, &body);
    output_text(to->out, "  ");
    display_text(to->out, encoding, to->look->display);
    output_repeat(to->out, ' ', encoding.len < ENCODING_WIDTH ? ENCODING_WIDTH - encoding.len : 0);
    output_text(to->out, "  ");
    output_aligned(to->out, body.length, to->size_width);
    if (is_leaf && decoded != body.length) {
        output_text(to->out, to->look->display == DISPLAY_UTF8 ? " → " : " -> ");
        output_number(to->out, decoded);
    }
    return PNEU_OK;
}

static void write_word(struct lines *to, pneu_str word)
{
    if (word.len == 0)
        return;
    output_text(to->out, "  ");
    display_text(to->out, word, to->look->display);
}

static pneu_status write_names(struct lines *to, uint32_t part)
{
    pneu_str word;
    int32_t has;
    pneu_status status = pneu_part_filename(to->message, part, &word, &has);

    if (status != PNEU_OK)
        return status;
    if (has) {
        output_text(to->out, "  \"");
        write_colored(to, COLOR_NAME, word);
        output_char(to->out, '"');
    }
    pneu_part_charset(to->message, part, &word);
    write_word(to, word);
    pneu_part_disposition(to->message, part, &word);
    write_word(to, word);
    return PNEU_OK;
}

static pneu_status write_part(struct lines *to, uint32_t part)
{
    pneu_status status;

    write_left(to, part);
    status = write_encoding_and_size(to, part);
    if (status == PNEU_OK)
        status = write_names(to, part);
    output_char(to->out, '\n');
    return status;
}

static void write_heading(struct lines *to, const char *file)
{
    static const char *const line_endings[] = {"no line ends", "CRLF", "LF", "mixed line ends"};
    uint32_t count = pneu_message_part_count(to->message);

    write_colored_words(to, COLOR_STRONG, file);
    output_text(to->out, "  ");
    output_number(to->out, pneu_message_size(to->message));
    output_text(to->out, " bytes, ");
    output_text(to->out, line_endings[pneu_message_line_ending(to->message)]);
    output_text(to->out, ", ");
    output_number(to->out, count);
    output_text(to->out, count == 1 ? " part\n" : " parts\n");
}

static void write_defect(struct lines *to, int32_t code, uint64_t found)
{
    int32_t severity = pneu_message_defect_severity(to->message, code);

    output_text(to->out, "  ");
    write_colored_words(to, COLOR_INFO + severity, pneu_severity_name(severity));
    output_char(to->out, ' ');
    output_text(to->out, pneu_defect_name(code));
    if (found > 1) {
        output_text(to->out, to->look->display == DISPLAY_UTF8 ? " ×" : " x");
        output_number(to->out, found);
    }
}

static void write_defects(struct lines *to)
{
    size_t codes = 0;

    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        uint64_t found = pneu_message_defect_count(to->message, code);

        if (found == 0)
            continue;
        if (codes++ == 0)
            output_text(to->out, "defects:");
        write_defect(to, code, found);
    }
    if (codes > 0)
        output_char(to->out, '\n');
}

pneu_status tree_lines_write(struct output *out, pneu_message *message, const char *file, const struct tree_look *look)
{
    struct lines to = {.out = out, .message = message, .look = look, .left_width = 0, .size_width = 0};
    uint32_t count = pneu_message_part_count(message);
    pneu_status status = PNEU_OK;

    measure_columns(&to);
    write_heading(&to, file);
    for (uint32_t part = 0; part < count && status == PNEU_OK && !output_failed(out); part++)
        status = write_part(&to, part);
    write_defects(&to);
    return status;
}
