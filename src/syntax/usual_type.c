/*
 * Content-Type in its usual form: token "/" token, and parameters of which each is `name=token` or `name="plain text"`
 * (RFC 2045 section 5.1), behind ";" and white space. In: the raw value. Out: type, charset and boundary, or that the
 * long way must be taken. Invariants: what is read here gives no defect and means the same in every reading but those
 * of the boundary; the byte that is not expected ends it.
 * Not handled: anything else, from comments to RFC 2231 (mime_head.c, params.c).
 */
#include "syntax/usual_type.h"

#include "base/ascii.h"
#include "base/str.h"

#define PARAMS_MOST 4

typedef struct usual_param {
    pneu_str name;
    pneu_str value;
} usual_param;

static inline const char *skip_token_bytes(const char *at, const char *end)
{
    while (at < end && pneu_i_is((unsigned char)*at, PNEU_I_TOKEN))
        at++;
    return at;
}

static inline const char *skip_white(const char *at, const char *end)
{
    while (at < end && pneu_i_is_space((unsigned char)*at))
        at++;
    return at;
}

/* The end of the text behind a quote mark, or NULL: of the bytes of boundaries and tokens, but for the "?" of encoded
 * words. */
static inline const char *find_quote_end(const char *at, const char *end)
{
    const char *start = at;
    while (at < end && pneu_i_is((unsigned char)*at, PNEU_I_TOKEN | PNEU_I_BCHAR) && *at != '?')
        at++;
    return at < end && *at == '"' && at > start && at[-1] != ' ' ? at : NULL;
}

/* Reads one parameter; gives the place behind it, or NULL. */
static const char *read_param(const char *at, const char *end, usual_param *param)
{
    const char *name = at;
    while (at < end && *at != '*' && pneu_i_is((unsigned char)*at, PNEU_I_TOKEN))
        at++;
    if (at == name || end - at < 2 || *at != '=')
        return NULL;
    param->name = pneu_i_str_of(name, (size_t)(at - name));
    const char *value = at + 1;
    int is_quoted = *value == '"';
    value += is_quoted;
    at = is_quoted ? find_quote_end(value, end) : skip_token_bytes(value, end);
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

/* 1 if the name is this one, which is of small letters. */
static inline int is_named(const usual_param *param, const char *letters, size_t len)
{
    char name[8] = {0};
    if (param->name.len != len)
        return 0;
    for (size_t i = 0; i < len; i++)
        name[i] = (char)(param->name.ptr[i] | 0x20);
    return memcmp(name, letters, len) == 0;
}

static void set_param(const usual_param *param, pneu_i_type_info *out)
{
    if (is_named(param, "charset", 7)) {
        out->charset.len = param->value.len;
        memcpy(out->charset.bytes, param->value.ptr, param->value.len);
    } else if (is_named(param, "boundary", 8)) {
        out->has_boundary = 1;
        out->boundary_len = param->value.len;
        memcpy(out->boundary, param->value.ptr, param->value.len);
    }
}

/* Reads the parameters from `at` on, where a ";" or the end should be; 1 if they are as usual. */
static int read_params(const char *at, const char *end, uint64_t most, pneu_i_type_info *out)
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
        count++;
    }
    if (at != end)
        return 0;
    for (size_t i = 0; i < count; i++)
        set_param(&params[i], out);
    return 1;
}

int pneu_i_usual_type_read(pneu_str value, const pneu_i_settings *settings, pneu_i_type_info *out)
{
    const char *end = value.ptr + value.len, *start = skip_white(value.ptr, end);
    const char *slash = skip_token_bytes(start, end);
    if (settings->reading.choice[PNEU_READING_BOUNDARY] != 0 || slash == start || slash == end || *slash != '/')
        return 0;
    const char *type_end = skip_token_bytes(slash + 1, end);
    size_t length = (size_t)(type_end - start);
    if (type_end == slash + 1 || length > PNEU_I_TOKEN_MAX)
        return 0;
    out->charset.len = out->boundary_len = 0;
    out->has_boundary = out->is_empty = out->is_trimmed = 0;
    if (!read_params(type_end, end, settings->limit[PNEU_OPTION_MAX_PARAMETERS], out))
        return 0;
    out->is_readable = 1;
    out->type.len = length;
    for (size_t i = 0; i < length; i++)
        out->type.bytes[i] = pneu_i_lower(start[i]);
    return 1;
}
