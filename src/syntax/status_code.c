/*
 * Enhanced status codes: "class.subject.detail".
 * In: text that is nothing but the code. Out: three numbers. And back.
 * RFC 3463 section 2: the class is 2, 4 or 5; subject and detail have one to three digits and no leading zeros.
 * Not handled: what the numbers mean; codes at the start of SMTP replies.
 */
#include "base/arena.h"
#include "base/str.h"
#include "pneu/report.h"

/* A number of up to three digits at *at. 0 if there is none. */
static int read_number(pneu_str text, size_t *at, uint16_t *out)
{
    unsigned number = 0;
    size_t start = *at;
    while (*at < text.len && *at - start < 3 && pneu_i_is((unsigned char)text.ptr[*at], PNEU_I_DIGIT))
        number = number * 10 + (unsigned)(text.ptr[(*at)++] - '0');
    *out = (uint16_t)number;
    return *at > start && (*at - start == 1 || text.ptr[start] != '0');
}

static int read_dot(pneu_str text, size_t *at)
{
    return *at < text.len && text.ptr[(*at)++] == '.';
}

static int is_class(unsigned number)
{
    return number == 2 || number == 4 || number == 5;
}

pneu_status pneu_status_code_parse(pneu_str text, pneu_status_code *out)
{
    pneu_status_code code = {0, 0, 0, 0};
    size_t at = 0;
    if (out == NULL || (text.ptr == NULL && text.len > 0))
        return PNEU_ERR_ARGUMENT;
    int is_code = read_number(text, &at, &code.code_class) && read_dot(text, &at) &&
                  read_number(text, &at, &code.subject) && read_dot(text, &at) &&
                  read_number(text, &at, &code.detail) && at == text.len && is_class(code.code_class);
    if (!is_code)
        return PNEU_ERR_SYNTAX;
    *out = code;
    return PNEU_OK;
}

static size_t write_number(char *to, unsigned number)
{
    size_t len = 0;
    if (number >= 100)
        to[len++] = (char)('0' + number / 100);
    if (number >= 10)
        to[len++] = (char)('0' + number / 10 % 10);
    to[len++] = (char)('0' + number % 10);
    return len;
}

pneu_status pneu_status_code_format(pneu_arena *arena, pneu_status_code code, pneu_str *out)
{
    char text[12];
    size_t len = 0;
    if (arena == NULL || out == NULL || !is_class(code.code_class) || code.subject > 999 || code.detail > 999)
        return PNEU_ERR_ARGUMENT;
    len += write_number(text, code.code_class);
    text[len++] = '.';
    len += write_number(text + len, code.subject);
    text[len++] = '.';
    len += write_number(text + len, code.detail);
    return pneu_i_arena_copy(arena, pneu_i_str_of(text, len), out);
}
