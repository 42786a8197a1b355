/*
 * A text part for a reader: its charset undone, paragraphs of format=flowed joined (RFC 3676 section 4), HTML as text.
 * In: a part. Out: UTF-8 with LF; where it goes to a terminal nothing but line ends and tabs that one could act on.
 * Memory: a few times the text. Not handled: wrapping of long lines, which a terminal or pager does.
 */
#include "cli/text_output.h"

#include "cli/display.h"

int text_output_init(struct cli *cli, struct text_output *to, uint32_t keep)
{
    pneu_status status;

    *to = (struct text_output){.out = &cli->out, .display = TEXT_AS_IT_IS, .keep = keep};
    status = pneu_arena_new(NULL, &to->arena);
    if (status == PNEU_OK)
        status = pneu_charsets_new(NULL, &to->charsets);
    cli_complain_status(cli, NULL, status);
    return status == PNEU_OK;
}

void text_output_free(struct text_output *to)
{
    pneu_charsets_free(to->charsets);
    pneu_arena_free(to->arena);
}

/* Up to the next character that is not shown but done. */
static size_t run_length(pneu_str text)
{
    size_t len = 0;

    while (len < text.len && text.ptr[len] != '\n' && text.ptr[len] != '\r' && text.ptr[len] != '\t')
        len++;
    return len;
}

static void write_run(struct text_output *to, pneu_str run)
{
    if (run.len == 0)
        return;
    if (to->display == TEXT_AS_IT_IS)
        output_str(to->out, run);
    else
        display_text(to->out, run, to->display);
    to->is_line_open = 1;
}

static void end_line(struct text_output *to)
{
    output_char(to->out, '\n');
    to->is_line_open = 0;
}

void text_output_lines(struct text_output *to, pneu_str text)
{
    while (text.len > 0 && !output_failed(to->out)) {
        size_t len = run_length(text);
        int is_crlf = text.len - len > 1 && text.ptr[len] == '\r' && text.ptr[len + 1] == '\n';

        write_run(to, (pneu_str){text.ptr, len});
        if (len == text.len)
            return;
        if (text.ptr[len] == '\t') {
            output_char(to->out, '\t');
            to->is_line_open = 1;
        } else {
            end_line(to);
        }
        len += is_crlf ? 2 : 1;
        text = (pneu_str){text.ptr + len, text.len - len};
    }
}

void text_output_end_line(struct text_output *to)
{
    if (to->is_line_open)
        end_line(to);
}

/* A paragraph is one line; quotes have their marks, and a space behind them (RFC 3676 section 4.5). */
static pneu_status write_flowed(struct text_output *to, pneu_str text, uint32_t flags)
{
    pneu_paragraphs paragraphs;
    pneu_status status = pneu_flowed_decode(to->arena, text, flags, &paragraphs);

    for (size_t i = 0; status == PNEU_OK && i < paragraphs.count; i++) {
        const pneu_paragraph *paragraph = &paragraphs.items[i];

        output_repeat(to->out, '>', paragraph->quote);
        if (paragraph->quote > 0 && paragraph->text.len > 0)
            output_char(to->out, ' ');
        text_output_lines(to, paragraph->text);
        end_line(to);
    }
    return status;
}

static pneu_status write_html(struct text_output *to, pneu_str html)
{
    pneu_str text;
    pneu_status status = pneu_html_to_text(to->arena, html, 0, 0, &text);

    if (status == PNEU_OK)
        text_output_lines(to, text);
    return status;
}

static pneu_status write_body(struct text_output *to, const pneu_body_text *body)
{
    int is_flowed = body->kind == PNEU_BODY_FLOWED || body->kind == PNEU_BODY_DELSP;

    if (is_flowed && (to->keep & TEXT_FLOWED_LINES) == 0)
        return write_flowed(to, body->text, body->kind == PNEU_BODY_DELSP ? PNEU_FLOWED_DELSP : 0);
    if (body->kind == PNEU_BODY_HTML && (to->keep & TEXT_HTML_SOURCE) == 0)
        return write_html(to, body->text);
    text_output_lines(to, body->text);
    return PNEU_OK;
}

pneu_status text_output_part(struct text_output *to, pneu_message *message, uint32_t part, pneu_text_summary *summary)
{
    pneu_body_text body;
    pneu_status status;

    pneu_arena_reset(to->arena);
    status = pneu_part_text(message, part, to->charsets, to->arena, &body);
    if (status != PNEU_OK)
        return status;
    *summary = body.summary;
    return write_body(to, &body);
}
