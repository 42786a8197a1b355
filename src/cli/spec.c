/*
 * A message as text that people write. In: lines "Name: value" in UTF-8, an empty line, then parts:
 *
 *     #multipart SUBTYPE [NAME=VALUE]...     up to its #end
 *     #text [TYPE] [NAME=VALUE]...           the lines up to the next directive
 *     #file PATH [type=TYPE] [name=NAME] [id=ID] [disposition=WORD] [description=TEXT]
 *     #end
 *
 * Lines before the first directive are a text/plain part; a line that begins with "##" is text that begins with
 * "#". Words may stand in double quotes. Several parts on the top are put into a multipart/mixed. Out: the same
 * calls of the builder that a program would make. A line that cannot be understood is told with its number. Not
 * handled: signatures, reports.
 */
#include "cli/spec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 32

struct spec {
    struct draft *draft;
    const char *name;
    pneu_str rest;
    size_t line; /* number of the line read last */
    size_t depth;
};

static int is_word(pneu_str text, const char *word)
{
    return text.len == strlen(word) && memcmp(text.ptr, word, text.len) == 0;
}

static int complain(const struct spec *spec, const char *what)
{
    cli_complain(spec->draft->cli, CLI_REPORT, spec->name, "line %llu: %s", (unsigned long long)spec->line, what);
    return 0;
}

static int takes(const struct spec *spec, pneu_status status)
{
    char where[40];

    (void)snprintf(where, sizeof where, "line %llu", (unsigned long long)spec->line);
    return draft_takes(spec->draft, status, where);
}

/* ---- Lines ----------------------------------------------------------------------------------------------------- */

/* The line at the start of the text, with its end; *len is its length without. */
static size_t whole_line(pneu_str text, size_t *len)
{
    const char *found = text.len > 0 ? memchr(text.ptr, '\n', text.len) : NULL;
    size_t whole = found ? (size_t)(found - text.ptr) + 1 : text.len;

    *len = found ? whole - 1 : whole;
    if (found && *len > 0 && text.ptr[*len - 1] == '\r')
        --*len;
    return whole;
}

static pneu_str next_line(struct spec *spec)
{
    size_t len, whole = whole_line(spec->rest, &len);
    pneu_str line = {spec->rest.ptr, len};

    spec->rest.ptr += whole;
    spec->rest.len -= whole;
    spec->line++;
    return line;
}

static int is_directive(pneu_str line)
{
    return line.len > 0 && line.ptr[0] == '#' && (line.len == 1 || line.ptr[1] != '#');
}

/* ---- The header ------------------------------------------------------------------------------------------------ */

static pneu_str trimmed(pneu_str text)
{
    while (text.len > 0 && strchr(" \t\r\n", text.ptr[text.len - 1]))
        text.len--;
    while (text.len > 0 && strchr(" \t\r\n", text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    return text;
}

/* A field with its continuation lines, unfolded. */
static int read_field(struct spec *spec)
{
    pneu_str start = spec->rest, line = next_line(spec), value;
    const char *colon = memchr(line.ptr, ':', line.len);
    size_t len = line.len;

    if (!colon)
        return complain(spec, "there is no ':' in this line of the header");
    while (spec->rest.len > 0 && (spec->rest.ptr[0] == ' ' || spec->rest.ptr[0] == '\t')) {
        line = next_line(spec);
        len = (size_t)(line.ptr + line.len - start.ptr);
    }
    pneu_str raw = {colon + 1, (size_t)(start.ptr + len - (colon + 1))};
    if (!takes(spec, pneu_unfold(spec->draft->arena, raw, &value)))
        return 0;
    return draft_add_field(spec->draft, (pneu_str){start.ptr, (size_t)(colon - start.ptr)}, trimmed(value));
}

static int read_header(struct spec *spec)
{
    size_t len;

    while (spec->rest.len > 0 && (whole_line(spec->rest, &len), len > 0) && !is_directive(spec->rest))
        if (!read_field(spec))
            return 0;
    if (spec->rest.len > 0 && !is_directive(spec->rest))
        (void)next_line(spec);
    return 1;
}

/* ---- Words of a directive -------------------------------------------------------------------------------------- */

/* NAME=VALUE, or a word without "=", whose name is "". */
struct word {
    pneu_str name;
    pneu_str value;
};

/* A value: up to the next blank, or what stands in quotes. */
static pneu_str take_value(pneu_str *rest)
{
    int is_quoted = rest->len > 0 && rest->ptr[0] == '"';
    pneu_str value = {rest->ptr + is_quoted, 0};
    size_t left = rest->len - (size_t)is_quoted;

    while (value.len < left && (is_quoted ? value.ptr[value.len] != '"' : !strchr(" \t", value.ptr[value.len])))
        value.len++;
    size_t used = value.len + (size_t)is_quoted + (size_t)(is_quoted && value.len < left);
    rest->ptr += used;
    rest->len -= used;
    return value;
}

static size_t split(pneu_str line, struct word *words)
{
    size_t count = 0;

    for (line = trimmed(line); line.len > 0 && count < WORDS_MAX; line = trimmed(line)) {
        size_t len = 0;

        while (len < line.len && !strchr("= \t\"", line.ptr[len]))
            len++;
        words[count] = (struct word){{"", 0}, {"", 0}};
        if (len < line.len && line.ptr[len] == '=') {
            words[count].name = (pneu_str){line.ptr, len};
            line.ptr += len + 1;
            line.len -= len + 1;
        }
        words[count++].value = take_value(&line);
    }
    return count;
}

/* The words from `first` on as parameters of a type. */
static size_t take_params(const struct word *words, size_t first, size_t count, pneu_param *params)
{
    size_t taken = 0;

    for (size_t i = first; i < count; i++)
        params[taken++] = (pneu_param){words[i].name, words[i].value, {"", 0}, {"", 0}};
    return taken;
}

/* ---- Parts ----------------------------------------------------------------------------------------------------- */

/* The lines up to the next directive, with "##" made "#". */
static int read_text(struct spec *spec, const struct word *words, size_t count)
{
    pneu_param params[WORDS_MAX];
    pneu_leaf leaf = {.type = {"text/plain", 10}, .content.source = PNEU_CONTENT_COPIED};
    size_t first = count > 0 && words[0].name.len == 0, at_line = spec->line;
    struct blob body = {0};
    int is_fine = 1;

    if (first)
        leaf.type = words[0].value;
    leaf.params = params;
    leaf.param_count = take_params(words, first, count, params);
    while (is_fine && spec->rest.len > 0 && !is_directive(spec->rest)) {
        pneu_str line = next_line(spec);
        size_t skip = line.len > 0 && line.ptr[0] == '#';
        is_fine = blob_append(&body, line.ptr + skip, line.len - skip) && blob_append(&body, "\n", 1);
    }
    if (!is_fine)
        draft_takes(spec->draft, PNEU_ERR_MEMORY, NULL);
    leaf.content.bytes = (pneu_str){body.bytes, body.len};
    size_t end = spec->line;
    spec->line = at_line;
    is_fine = is_fine && takes(spec, pneu_builder_add_leaf(spec->draft->builder, &leaf, NULL));
    spec->line = end;
    blob_free(&body);
    return is_fine;
}

/* The value of a word by its name, NUL-terminated and to be freed; NULL if there is none. */
static char *copy_of(const struct word *words, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (is_word(words[i].name, name))
            return strndup(words[i].value.ptr, words[i].value.len);
    return NULL;
}

static pneu_str value_of(const struct word *words, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (is_word(words[i].name, name))
            return words[i].value;
    return (pneu_str){"", 0};
}

static int read_file(struct spec *spec, const struct word *words, size_t count)
{
    char *path = count > 0 ? copy_of(words, 1, "") : NULL;
    char *type = copy_of(words, count, "type"), *name = copy_of(words, count, "name");
    pneu_leaf leaf;
    int is_fine = path ? draft_read_leaf(spec->draft, path, type, name, &leaf) : complain(spec, "#file needs a path");

    if (is_fine) {
        leaf.content_id = value_of(words, count, "id");
        leaf.description = value_of(words, count, "description");
        leaf.disposition = value_of(words, count, "disposition");
        is_fine = takes(spec, pneu_builder_add_leaf(spec->draft->builder, &leaf, NULL));
    }
    free(path);
    free(type);
    free(name);
    return is_fine;
}

static int begin_multipart(struct spec *spec, const struct word *words, size_t count)
{
    pneu_param params[WORDS_MAX];
    size_t param_count = count > 0 ? take_params(words, 1, count, params) : 0;

    if (count == 0)
        return complain(spec, "#multipart needs a subtype");
    spec->depth++;
    return takes(spec, pneu_builder_begin_multipart(spec->draft->builder, words[0].value, params, param_count, NULL));
}

static int end_multipart(struct spec *spec)
{
    if (spec->depth == 0)
        return complain(spec, "there is no #multipart to end");
    spec->depth--;
    return takes(spec, pneu_builder_end(spec->draft->builder));
}

static int read_directive(struct spec *spec)
{
    struct word words[WORDS_MAX];
    pneu_str line = next_line(spec);
    size_t count;

    line.ptr++;
    line.len--;
    count = split(line, words);
    if (count > 0 && is_word(words[0].value, "text"))
        return read_text(spec, words + 1, count - 1);
    if (count > 0 && is_word(words[0].value, "file"))
        return read_file(spec, words + 1, count - 1);
    if (count > 0 && is_word(words[0].value, "multipart"))
        return begin_multipart(spec, words + 1, count - 1);
    if (count == 1 && is_word(words[0].value, "end"))
        return end_multipart(spec);
    return complain(spec, "not a directive (text begins with '##')");
}

/* ---- The whole ------------------------------------------------------------------------------------------------- */

/* Parts on the top: text before the first directive, and directives that are in no multipart. */
static size_t count_parts(pneu_str text)
{
    size_t parts = 0, depth = 0, len;
    int is_first = 1;

    for (size_t whole; text.len > 0; text.ptr += whole, text.len -= whole) {
        whole = whole_line(text, &len);
        int is_end = len >= 4 && memcmp(text.ptr, "#end", 4) == 0;
        if (is_directive(text) && is_end)
            depth -= depth > 0;
        else if (is_directive(text) || is_first)
            parts += depth == 0;
        if (is_directive(text) && len >= 10 && memcmp(text.ptr, "#multipart", 10) == 0)
            depth++;
        is_first = 0;
    }
    return parts;
}

static int read_parts(struct spec *spec)
{
    int is_fine = 1;

    if (spec->rest.len > 0 && !is_directive(spec->rest))
        is_fine = read_text(spec, NULL, 0);
    while (is_fine && spec->rest.len > 0)
        is_fine = read_directive(spec);
    if (is_fine && spec->depth > 0)
        return complain(spec, "a #multipart has no #end");
    return is_fine;
}

int spec_read(struct draft *draft, const char *name, pneu_str text)
{
    struct spec spec = {draft, name, text, 0, 0};

    if (!read_header(&spec))
        return 0;
    int is_mixed = count_parts(spec.rest) > 1;
    if (is_mixed && !takes(&spec, pneu_builder_begin_multipart(draft->builder, (pneu_str){"mixed", 5}, NULL, 0, NULL)))
        return 0;
    if (!read_parts(&spec))
        return 0;
    return !is_mixed || takes(&spec, pneu_builder_end(draft->builder));
}
