/*
 * The text of an answer. In: one's own words, and the tree of the original. Out: paragraphs, and from them
 * format=flowed. Of the original: the parts that are its text (shown_text.c), HTML as text. Quote
 * marks of fixed text are counted, so that they become one run of ">". What follows the signature line "-- " is
 * left out. Each byte is looked at a fixed number of times. RFC 3676 sections 4.1 to 4.5. Not handled: top-posted
 * copies of older messages; those are text.
 */
#include "reply/answer_text.h"

#include "base/arena.h"
#include "base/str.h"
#include "reply/shown_text.h"

/* ---- Paragraphs ------------------------------------------------------------------------------------------------ */

/* Room for so many more. What is left behind in the arena is at most as much as what is used. */
static pneu_status reserve(pneu_i_answer_text *text, size_t more)
{
    if (more <= text->capacity - text->count)
        return PNEU_OK;
    size_t capacity = text->count + more > 2 * text->capacity ? text->count + more : 2 * text->capacity;
    pneu_paragraph *items = pneu_i_arena_alloc(text->arena, capacity * sizeof *items);
    if (items == NULL)
        return PNEU_ERR_MEMORY;
    if (text->count > 0)
        memcpy(items, text->items, text->count * sizeof *items);
    text->items = items;
    text->capacity = capacity;
    return PNEU_OK;
}

static void add(pneu_i_answer_text *text, pneu_str words, size_t quote)
{
    uint32_t depth = quote < PNEU_FLOWED_QUOTE_MAX ? (uint32_t)quote : PNEU_FLOWED_QUOTE_MAX;
    text->items[text->count++] = (pneu_paragraph){words, depth, PNEU_PARAGRAPH_FIXED};
}

/* The next line of *rest, without its end: CRLF, LF or CR. */
static pneu_str next_line(pneu_str *rest)
{
    size_t len = 0;
    while (len < rest->len && rest->ptr[len] != '\r' && rest->ptr[len] != '\n')
        len++;
    pneu_str line = pneu_i_str_of(rest->ptr, len);
    int is_crlf = len + 1 < rest->len && rest->ptr[len] == '\r' && rest->ptr[len + 1] == '\n';
    size_t used = len + (len < rest->len) + (size_t)is_crlf;
    *rest = pneu_i_str_from(*rest, used);
    return line;
}

static size_t count_lines(pneu_str rest)
{
    size_t count = 0;
    for (; rest.len > 0; count++)
        (void)next_line(&rest);
    return count;
}

static pneu_str without_spaces_behind(pneu_str line)
{
    while (line.len > 0 && pneu_i_is_blank((unsigned char)line.ptr[line.len - 1]))
        line.len--;
    return line;
}

pneu_status pneu_i_answer_add_lines(pneu_i_answer_text *text, pneu_str lines)
{
    pneu_status status = reserve(text, count_lines(lines));
    while (lines.len > 0 && status == PNEU_OK)
        add(text, without_spaces_behind(next_line(&lines)), 0);
    return status;
}

/* Takes the quote marks off the line: "> > x" and ">> x" are both two. */
static size_t take_marks(pneu_str *line)
{
    size_t depth = 0;
    for (;;) {
        size_t space = depth > 0 && line->len > 1 && line->ptr[0] == ' ' && line->ptr[1] == '>';
        if (line->len <= space || line->ptr[space] != '>')
            break;
        *line = pneu_i_str_from(*line, space + 1);
        depth++;
    }
    if (depth > 0 && line->len > 0 && line->ptr[0] == ' ')
        *line = pneu_i_str_from(*line, 1);
    return depth;
}

/* ---- The original ---------------------------------------------------------------------------------------------- */

static pneu_status add_fixed(pneu_i_answer_text *text, pneu_str body, uint32_t depth)
{
    pneu_status status = reserve(text, count_lines(body));
    while (body.len > 0 && status == PNEU_OK) {
        pneu_str line = next_line(&body);
        if (pneu_i_str_equal(line, pneu_i_str("-- ")))
            break;
        size_t marks = take_marks(&line);
        add(text, without_spaces_behind(line), depth + marks);
    }
    return status;
}

static pneu_status add_flowed(pneu_i_answer_text *text, const pneu_body_text *body, uint32_t depth)
{
    pneu_paragraphs paragraphs;
    uint32_t flags = body->kind == PNEU_BODY_DELSP ? PNEU_FLOWED_DELSP : 0;
    pneu_status status = pneu_flowed_decode(text->arena, body->text, flags, &paragraphs);
    if (status == PNEU_OK)
        status = reserve(text, paragraphs.count);
    for (size_t i = 0; status == PNEU_OK && i < paragraphs.count; i++) {
        const pneu_paragraph *paragraph = &paragraphs.items[i];
        if (paragraph->kind == PNEU_PARAGRAPH_SIGNATURE && paragraph->quote == 0)
            break;
        add(text, without_spaces_behind(paragraph->text), depth + paragraph->quote);
    }
    return status;
}

static pneu_status add_html(pneu_i_answer_text *text, pneu_str html, uint32_t depth)
{
    pneu_str shown;
    pneu_status status = pneu_html_to_text(text->arena, html, PNEU_HTML_NO_IMAGES, 0, &shown);
    return status == PNEU_OK ? add_fixed(text, shown, depth) : status;
}

static pneu_status add_part(pneu_i_answer_text *text, pneu_message *message, uint32_t part, pneu_charsets *charsets,
                            uint32_t depth)
{
    pneu_body_text body;
    pneu_status status = pneu_part_text(message, part, charsets, text->arena, &body);
    if (status != PNEU_OK)
        return status == PNEU_ERR_NOT_FOUND ? PNEU_OK : status;
    if (body.kind == PNEU_BODY_HTML)
        return add_html(text, body.text, depth);
    return body.kind == PNEU_BODY_FIXED ? add_fixed(text, body.text, depth) : add_flowed(text, &body, depth);
}

pneu_status pneu_i_answer_add_message(pneu_i_answer_text *text, pneu_message *message, pneu_charsets *charsets,
                                      uint32_t depth)
{
    pneu_i_shown_text shown;
    uint32_t count = pneu_message_part_count(message);
    pneu_status status = pneu_i_shown_text_find(message, text->arena, &shown);
    for (uint32_t part = 0; part < count && status == PNEU_OK; part++)
        if (shown.parts[part] == PNEU_I_SHOWN_TEXT)
            status = add_part(text, message, part, charsets, depth);
    return status;
}

pneu_status pneu_i_answer_end(const pneu_i_answer_text *text, pneu_str *out)
{
    pneu_paragraphs paragraphs = {text->items, text->count};
    return pneu_flowed_encode(text->arena, &paragraphs, 0, 0, out);
}

pneu_status pneu_quote_text(pneu_message *message, pneu_charsets *charsets, uint32_t depth, pneu_arena *arena,
                            pneu_str *out)
{
    pneu_i_answer_text text = {arena, NULL, 0, 0};
    if (message == NULL || arena == NULL || out == NULL || depth > PNEU_FLOWED_QUOTE_MAX)
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_i_answer_add_message(&text, message, charsets, depth);
    return status == PNEU_OK ? pneu_i_answer_end(&text, out) : status;
}
