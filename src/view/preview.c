/*
 * A preview line (RFC 8621 section 4.1.4). In: a text body. Out: at most PNEU_PREVIEW_MAX characters in the arena.
 * Lines are read one by one; quotes and the line before them that ends with ":", the signature, and lines that only
 * draw a rule are passed over. If nothing is left, quotes count too. HTML goes through html_text first.
 * Invariants: white space is one space, never at either end; no control characters, no change of direction that would
 * reach into what stands beside a preview; time and memory are bounded whatever the text.
 * Not handled: signatures without "-- ", forwarding marks of programs, languages.
 */
#include "base/arena.h"
#include "view/characters.h"
#include "view/html_text.h"
#include "view/text_lines.h"

#define MOST_TEXT ((size_t)65536)
#define MOST_HTML ((size_t)262144)
#define SHORTEST_RULE 3

typedef struct preview {
    char text[PNEU_PREVIEW_MAX * 4];
    size_t len;
    size_t count;  /* characters */
    int has_space; /* white space came after them */
    int shows_quotes;
} preview;

/* 1 for a line that is drawn of one sign. */
static int is_rule(pneu_str line)
{
    line = pneu_i_str_trim(line);
    if (line.len < SHORTEST_RULE || strchr("-=_*#~+.", *line.ptr) == NULL || *line.ptr == '\0')
        return 0;
    for (size_t i = 1; i < line.len; i++)
        if (line.ptr[i] != line.ptr[0])
            return 0;
    return 1;
}

/* 1 for a line that says whose words follow. */
static int leads_in(pneu_str line)
{
    line = pneu_i_str_trim(line);
    return line.len > 0 && line.ptr[line.len - 1] == ':';
}

static int is_full(const preview *p)
{
    return p->count >= PNEU_PREVIEW_MAX;
}

static void add_character(preview *p, uint32_t c, pneu_str bytes)
{
    if (pneu_i_character_is_space(c)) {
        p->has_space = 1;
        return;
    }
    int is_joined = p->count > 0 && !p->has_space;
    if (pneu_i_character_is_control(c) || (pneu_i_character_is_filler(c) && !is_joined))
        return;
    if (p->has_space && p->count > 0) {
        if (p->count + 1 >= PNEU_PREVIEW_MAX) {
            p->count = PNEU_PREVIEW_MAX; /* a space at the end says nothing */
            return;
        }
        p->text[p->len++] = ' ';
        p->count++;
    }
    p->has_space = 0;
    memcpy(p->text + p->len, bytes.ptr, bytes.len);
    p->len += bytes.len;
    p->count++;
}

static void add_line(preview *p, const pneu_i_text_line *line, int body)
{
    pneu_str rest = line->text;
    if (is_rule(rest))
        return;
    while (rest.len > 0 && !is_full(p)) {
        size_t size;
        uint32_t c = pneu_i_character(rest, &size);
        pneu_str bytes = {rest.ptr, size};
        if (c == 0xFFFD) /* also what was ill-formed */
            bytes = pneu_i_str("\xEF\xBF\xBD");
        add_character(p, c, bytes);
        rest = pneu_i_str_from(rest, size);
    }
    int is_joined = line->kind == PNEU_PARAGRAPH_FLOWED && body == PNEU_BODY_DELSP;
    p->has_space |= !is_joined;
}

static int is_blank(const pneu_i_text_line *line)
{
    return pneu_i_str_trim(line->text).len == 0;
}

/* Lines that end with ":" wait until the next one that is not blank shows whether a quote follows. */
static void add_lines(preview *p, pneu_str text, int body)
{
    pneu_i_text_line line, waiting = {{NULL, 0}, 0, PNEU_PARAGRAPH_FIXED};
    while (!is_full(p) && pneu_i_text_line_next(&text, body, &line)) {
        if (line.kind == PNEU_PARAGRAPH_SIGNATURE && line.quote == 0)
            break;
        if (is_blank(&line) && line.quote == 0)
            continue;
        int is_passed = line.quote > 0 && !p->shows_quotes;
        if (waiting.text.len > 0 && !is_passed)
            add_line(p, &waiting, body);
        waiting.text.len = 0;
        if (is_passed)
            continue;
        if (!p->shows_quotes && leads_in(line.text))
            waiting = line;
        else
            add_line(p, &line, body);
    }
    if (waiting.text.len > 0 && !is_full(p))
        add_line(p, &waiting, body);
}

static pneu_status make_preview(pneu_arena *arena, pneu_str text, int body, pneu_str *out)
{
    preview p = {.len = 0};
    if (text.len > MOST_TEXT)
        text.len = MOST_TEXT;
    add_lines(&p, text, body);
    if (p.len == 0) {
        preview all = {.shows_quotes = 1};
        p = all;
        add_lines(&p, text, body);
    }
    return pneu_i_arena_copy(arena, pneu_i_str_of(p.text, p.len), out);
}

/* The text of HTML is made in memory of its own, so that only the line stays in the arena. */
static pneu_status preview_html(pneu_arena *arena, pneu_str html, pneu_str *out)
{
    pneu_arena scratch;
    pneu_i_text_builder builder;
    pneu_str text;
    uint32_t flags = PNEU_HTML_NO_LINKS | PNEU_HTML_NO_IMAGES | PNEU_HTML_SHOW_HIDDEN;
    pneu_i_arena_init(&scratch, &arena->alloc);
    pneu_i_text_builder_init(&builder, &scratch, 0);
    if (html.len > MOST_HTML)
        html.len = MOST_HTML;
    pneu_status status = pneu_i_html_to_builder(&builder, html, flags, 0, MOST_TEXT);
    if (status == PNEU_OK)
        status = pneu_i_text_builder_end(&builder, &text);
    if (status == PNEU_OK)
        status = make_preview(arena, text, PNEU_BODY_FIXED, out);
    pneu_i_arena_free(&scratch);
    return status;
}

pneu_status pneu_preview(pneu_arena *arena, pneu_str text, int32_t kind, pneu_str *out)
{
    if (arena == NULL || out == NULL || kind < PNEU_BODY_FIXED || kind > PNEU_BODY_HTML ||
        (text.ptr == NULL && text.len > 0))
        return PNEU_ERR_ARGUMENT;
    if (kind == PNEU_BODY_HTML)
        return preview_html(arena, text, out);
    return make_preview(arena, text, kind, out);
}
