/*
 * Content-Type and Content-Disposition in their usual form: token "/" token, or one token, and parameters of which each
 * is `name=token` or `name="plain text"` (RFC 2045 section 5.1, RFC 2183 section 2), behind ";" and white space.
 * In: the raw value. Out: the places of type, charset and boundary in it, or of the disposition; or that the long way
 * must be taken. Invariants: what is found here gives no defect and means the same in every reading but those of the
 * boundary; the byte that is not expected ends it.
 * Not handled: anything else, from comments to RFC 2231 (mime_head.c, params.c).
 */
#include "syntax/usual_type.h"

#include "base/ascii.h"
#include "base/str.h"
#include "base/word.h"

#define PARAMS_MOST 4

typedef struct usual_param {
    pneu_str name;
    pneu_str value;
    int known;        /* NAME_... */
    unsigned classes; /* that all bytes of the value are of */
} usual_param;

/* Behind the bytes of a class; of *classes those stay that all of them are of. */
static inline const char *skip_class(const char *at, const char *end, unsigned class_bit, unsigned *classes)
{
    const uint8_t *class = pneu_i_ascii_class;
    for (; end - at >= 4; at += 4) {
        unsigned all = class[(uint8_t)at[0]] & class[(uint8_t)at[1]] & class[(uint8_t)at[2]] & class[(uint8_t)at[3]];
        if ((all & class_bit) == 0)
            break;
        *classes &= all;
    }
    for (; at < end && pneu_i_is((unsigned char)*at, class_bit); at++)
        *classes &= class[(uint8_t)*at];
    return at;
}

static inline const char *skip_token_bytes(const char *at, const char *end)
{
    unsigned unused = 0;
    return skip_class(at, end, PNEU_I_TOKEN, &unused);
}

static inline const char *skip_white(const char *at, const char *end)
{
    while (at < end && pneu_i_is_space((unsigned char)*at))
        at++;
    return at;
}

/* The end of the text behind a quote mark, or NULL: of bytes of boundaries, but for the "?" of encoded words. */
static inline const char *find_quote_end(const char *at, const char *end, unsigned *classes)
{
    const char *start = at;
    at = skip_class(at, end, PNEU_I_BCHAR, classes);
    if (at == end || *at != '"' || at == start || at[-1] == ' ')
        return NULL;
    int has_question_mark = (*classes & PNEU_I_TOKEN) == 0 && memchr(start, '?', (size_t)(at - start)) != NULL;
    return has_question_mark ? NULL : at;
}

/* The parameters of a type that count. */
enum {
    NAME_OTHER,
    NAME_CHARSET,
    NAME_BOUNDARY
};

/* Of a name with its "=", which of them it is. */
static inline int find_name(const char *name, const char *end)
{
    if (end - name <= 8)
        return NAME_OTHER;
    uint64_t small = pneu_i_word_load(name) | PNEU_I_ONES * 0x20;
    if (small == PNEU_I_WORD('c', 'h', 'a', 'r', 's', 'e', 't', '=') && name[7] == '=')
        return NAME_CHARSET;
    return small == PNEU_I_WORD('b', 'o', 'u', 'n', 'd', 'a', 'r', 'y') && name[8] == '=' ? NAME_BOUNDARY : NAME_OTHER;
}

/* Finds the "=" behind a parameter's name, or NULL. */
static inline const char *read_name(const char *at, const char *end, usual_param *param)
{
    const char *start = at;
    param->known = find_name(at, end);
    if (param->known != NAME_OTHER) {
        at += param->known == NAME_CHARSET ? sizeof "charset" - 1 : sizeof "boundary" - 1;
    } else {
        unsigned classes = PNEU_I_TOKEN | PNEU_I_BCHAR;
        at = skip_class(at, end, PNEU_I_TOKEN, &classes);
        if (at == start || end - at < 2 || *at != '=' || (classes & PNEU_I_BCHAR) == 0) /* there may be a "*" */
            return NULL;
    }
    param->name = pneu_i_str_of(start, (size_t)(at - start));
    return at;
}

/* Reads one parameter; gives the place behind it, or NULL. */
static const char *read_param(const char *at, const char *end, usual_param *param)
{
    at = read_name(at, end, param);
    if (at == NULL)
        return NULL;
    const char *value = at + 1;
    int is_quoted = value < end && *value == '"';
    value += is_quoted;
    param->classes = PNEU_I_TOKEN | PNEU_I_BCHAR;
    if (is_quoted)
        at = find_quote_end(value, end, &param->classes);
    else
        at = skip_class(value, end, PNEU_I_TOKEN, &param->classes);
    if (at == NULL || at == value)
        return NULL;
    param->value = pneu_i_str_of(value, (size_t)(at - value));
    return at + is_quoted;
}

/* 1 if an earlier one may have the same name. */
static int may_repeat(const usual_param *params, size_t count)
{
    const pneu_str *name = &params[count].name;
    for (size_t i = 0; i < count; i++)
        if (params[i].name.len == name->len && ((params[i].name.ptr[0] ^ name->ptr[0]) & ~0x20) == 0)
            return 1;
    return 0;
}

static void set_param(const usual_param *param, pneu_i_usual_type *out)
{
    if (param->known == NAME_CHARSET) {
        out->charset = param->value;
    } else if (param->known == NAME_BOUNDARY) {
        out->boundary = param->value;
        out->has_bchars = (param->classes & PNEU_I_BCHAR) != 0;
    }
}

/* Reads the parameters from `at` on, where a ";" or the end should be; 1 if they are as usual. */
static int read_params(const char *at, const char *end, uint64_t most, pneu_i_usual_type *out)
{
    usual_param params[PARAMS_MOST];
    size_t count = 0;
    while (at != NULL && at < end && *at == ';') {
        at = skip_white(at + 1, end);
        if (at == end || count == PARAMS_MOST || count >= most)
            return 0;
        at = read_param(at, end, &params[count]);
        if (at == NULL || params[count].value.len > PNEU_I_TOKEN_MAX || may_repeat(params, count))
            return 0;
        set_param(&params[count], out);
        count++;
    }
    return at == end;
}

int pneu_i_usual_type_find(pneu_str value, const pneu_i_settings *settings, pneu_i_usual_type *out)
{
    const char *end = value.ptr + value.len, *start = skip_white(value.ptr, end);
    const char *slash = skip_token_bytes(start, end);
    if (settings->reading.choice[PNEU_READING_BOUNDARY] != 0 || slash == start || slash == end || *slash != '/')
        return 0;
    const char *type_end = skip_token_bytes(slash + 1, end);
    size_t length = (size_t)(type_end - start);
    if (type_end == slash + 1 || length > PNEU_I_TOKEN_MAX)
        return 0;
    out->type = pneu_i_str_of(start, length);
    out->charset = out->boundary = pneu_i_str("");
    out->has_bchars = 0;
    return read_params(type_end, end, settings->limit[PNEU_OPTION_MAX_PARAMETERS], out);
}

int pneu_i_usual_disposition_find(pneu_str value, const pneu_i_settings *settings, pneu_str *out)
{
    pneu_i_usual_type unused;
    const char *end = value.ptr + value.len, *start = skip_white(value.ptr, end);
    const char *token_end = skip_token_bytes(start, end);
    *out = pneu_i_str_of(start, (size_t)(token_end - start));
    return out->len > 0 && out->len <= PNEU_I_TOKEN_MAX &&
           read_params(token_end, end, settings->limit[PNEU_OPTION_MAX_PARAMETERS], &unused);
}

int pneu_i_usual_type_read(pneu_str value, const pneu_i_settings *settings, pneu_i_type_info *out)
{
    pneu_i_usual_type usual;
    if (!pneu_i_usual_type_find(value, settings, &usual))
        return 0;
    out->is_readable = 1;
    out->is_empty = out->is_trimmed = 0;
    out->has_boundary = usual.boundary.len > 0;
    out->type.len = usual.type.len;
    pneu_i_copy_lower(out->type.bytes, usual.type.ptr, usual.type.len);
    out->charset.len = usual.charset.len;
    memcpy(out->charset.bytes, usual.charset.ptr, usual.charset.len);
    out->boundary_len = usual.boundary.len;
    memcpy(out->boundary, usual.boundary.ptr, usual.boundary.len);
    return 1;
}
