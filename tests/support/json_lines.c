/*
 * Whether a text is JSON Lines. In: bytes. Out: what is wrong, or NULL. RFC 8259, naively: one step for each sign, the
 * open brackets on a stack of their own.
 * Not handled: values deeper than DEEPEST (they are a fault); names that stand twice.
 */
#include "support/json_lines.h"

#include <string.h>

#include "charset/charset.h"

#define DEEPEST 600

typedef struct reader {
    const char *at, *end;
    char open[DEEPEST]; /* '{' or '[' */
    size_t depth;
} reader;

static int takes(reader *r, char c)
{
    if (r->at == r->end || *r->at != c)
        return 0;
    r->at++;
    return 1;
}

static size_t take_any(reader *r, const char *set)
{
    const char *start = r->at;
    while (r->at < r->end && *r->at != '\0' && strchr(set, *r->at) != NULL)
        r->at++;
    return (size_t)(r->at - start);
}

static int take_escape(reader *r)
{
    if (!takes(r, 'u')) {
        int is_known = r->at < r->end && *r->at != '\0' && strchr("\"\\/bfnrt", *r->at) != NULL;
        r->at += is_known;
        return is_known;
    }
    reader digits = {.at = r->at, .end = r->end - r->at > 4 ? r->at + 4 : r->end};
    size_t count = take_any(&digits, "0123456789abcdefABCDEF");
    r->at += count;
    return count == 4;
}

static int take_string(reader *r)
{
    if (!takes(r, '"'))
        return 0;
    while (!takes(r, '"'))
        if (r->at == r->end || (unsigned char)*r->at < ' ' || (*r->at++ == '\\' && !take_escape(r)))
            return 0;
    return 1;
}

static int take_word(reader *r, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0)
        return 0;
    r->at += len;
    return 1;
}

/* docs/json.md: numbers are whole. */
static int take_scalar(reader *r)
{
    if (take_word(r, "true") || take_word(r, "false") || take_word(r, "null") || take_string(r))
        return 1;
    int is_negative = takes(r, '-'), is_zero = r->at < r->end && *r->at == '0';
    size_t digits = take_any(r, "0123456789");
    return digits > 0 && (!is_zero || (digits == 1 && !is_negative));
}

static int take_name(reader *r)
{
    return take_string(r) && takes(r, ':');
}

/* A value, or the beginning of one; 0 if there is none. */
static int take_value(reader *r)
{
    for (;;) {
        char open = r->at < r->end ? *r->at : '\0';
        if (open != '{' && open != '[')
            return take_scalar(r);
        if (r->depth == DEEPEST)
            return 0;
        r->at++;
        if (takes(r, (char)(open + 2))) /* "}" and "]" are two behind "{" and "[" */
            return 1;
        r->open[r->depth++] = open;
        if (open == '{' && !take_name(r))
            return 0;
    }
}

/* What follows a value, up to the next one. */
static int close_or_go_on(reader *r)
{
    while (r->depth > 0 && !takes(r, ',')) {
        if (!takes(r, (char)(r->open[r->depth - 1] + 2)))
            return 0;
        r->depth--;
    }
    return r->depth == 0 || r->open[r->depth - 1] == '[' || take_name(r);
}

static int is_object(const char *line, size_t len)
{
    reader r = {.at = line, .end = line + len};
    if (len == 0 || *line != '{')
        return 0;
    do
        if (!take_value(&r) || !close_or_go_on(&r))
            return 0;
    while (r.depth > 0);
    return r.at == r.end;
}

const char *json_lines_fault(const char *text, size_t len)
{
    if (pneu_i_utf8_valid(text, len) != len)
        return "no UTF-8";
    while (len > 0) {
        const char *lf = memchr(text, '\n', len);
        if (lf == NULL)
            return "a line without its end";
        if (!is_object(text, (size_t)(lf - text)))
            return "a line that is no object";
        len -= (size_t)(lf - text) + 1;
        text = lf + 1;
    }
    return NULL;
}
