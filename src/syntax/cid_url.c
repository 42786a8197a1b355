/*
 * The URLs cid: and mid: (RFC 2392): "cid:" content-id; "mid:" message-id ["/" content-id].
 * In: identifiers without brackets, or a URL. Out: the other of the two, in the arena. Escaped is what RFC 3986 section
 * 3.3 does not let into a segment of a path, "/" and "%" among it; unescaped is once. The example of RFC 2392 that
 * leaves "%25" as it is contradicts the RFC's own rule; the rule is followed.
 * Invariant: no CR, LF or NUL goes in or comes out.
 * Not handled: which part a URL means (the tree); URLs inside of texts.
 */
#include "base/arena.h"
#include "base/str.h"
#include "pneu/msgid.h"

static int is_url_byte(unsigned char c)
{
    static const char others[] = "-._~!$&'()*+,;=:@";
    int is_letter = pneu_i_lower((char)c) >= 'a' && pneu_i_lower((char)c) <= 'z';
    return is_letter || pneu_i_is(c, PNEU_I_DIGIT) || (c != '\0' && strchr(others, c) != NULL);
}

static int has_break(pneu_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\r' || s.ptr[i] == '\n' || s.ptr[i] == '\0')
            return 1;
    return 0;
}

static int is_id(pneu_str id)
{
    return id.len > 0 && id.ptr != NULL && id.len <= SIZE_MAX / 8 && !has_break(id);
}

static char *put_text(char *to, pneu_str text)
{
    memcpy(to, text.ptr, text.len);
    return to + text.len;
}

static char *put_escaped(char *to, pneu_str id)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < id.len; i++) {
        unsigned char c = (unsigned char)id.ptr[i];
        if (is_url_byte(c)) {
            *to++ = (char)c;
            continue;
        }
        *to++ = '%';
        *to++ = digits[c >> 4];
        *to++ = digits[c & 15];
    }
    return to;
}

/* The scheme, the first identifier and, unless it is empty, "/" and the second. */
static pneu_status format_url(pneu_arena *arena, const char *scheme, pneu_str first, pneu_str second, pneu_str *out)
{
    pneu_str start = pneu_i_str(scheme);
    char *text = pneu_i_arena_alloc(arena, start.len + (first.len + second.len) * 3 + 1);
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    char *to = put_escaped(put_text(text, start), first);
    if (second.len > 0)
        to = put_escaped(put_text(to, pneu_i_str("/")), second);
    *out = pneu_i_str_of(text, (size_t)(to - text));
    return PNEU_OK;
}

pneu_status pneu_cid_url_format(pneu_arena *arena, pneu_str content_id, pneu_str *out)
{
    if (arena == NULL || out == NULL || !is_id(content_id))
        return PNEU_ERR_ARGUMENT;
    return format_url(arena, "cid:", content_id, pneu_i_str(""), out);
}

pneu_status pneu_mid_url_format(pneu_arena *arena, const pneu_mid_url *ids, pneu_str *out)
{
    if (arena == NULL || ids == NULL || out == NULL || !is_id(ids->message_id) ||
        (ids->content_id.len > 0 && !is_id(ids->content_id)))
        return PNEU_ERR_ARGUMENT;
    return format_url(arena, "mid:", ids->message_id, ids->content_id, out);
}

/* The byte an escape at `at` stands for, or -1. */
static int escaped_byte(pneu_str s, size_t at)
{
    if (s.ptr[at] != '%' || s.len - at < 3)
        return -1;
    int high = pneu_i_hex_value((unsigned char)s.ptr[at + 1]);
    int low = pneu_i_hex_value((unsigned char)s.ptr[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static pneu_status unescape(pneu_arena *arena, pneu_str s, pneu_str *out)
{
    char *text = pneu_i_arena_alloc(arena, s.len);
    size_t len = 0;
    if (text == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t at = 0; at < s.len;) {
        int byte = escaped_byte(s, at);
        text[len++] = byte < 0 ? s.ptr[at] : (char)byte;
        at += byte < 0 ? 1 : 3;
    }
    *out = pneu_i_str_of(text, len);
    return is_id(*out) ? PNEU_OK : PNEU_ERR_NOT_FOUND;
}

/* What follows the scheme, or nothing. */
static pneu_str after_scheme(pneu_str url, const char *scheme)
{
    size_t len = strlen(scheme);
    if (url.len <= len || !pneu_i_ascii_same(url.ptr, scheme, len))
        return pneu_i_str("");
    return pneu_i_str_from(url, len);
}

pneu_status pneu_cid_url_parse(pneu_arena *arena, pneu_str url, pneu_str *content_id)
{
    pneu_str id;
    if (arena == NULL || content_id == NULL || (url.ptr == NULL && url.len > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = unescape(arena, after_scheme(url, "cid:"), &id);
    if (status == PNEU_OK)
        *content_id = id;
    return status;
}

pneu_status pneu_mid_url_parse(pneu_arena *arena, pneu_str url, pneu_mid_url *out)
{
    pneu_mid_url ids = {{NULL, 0}, {"", 0}};
    if (arena == NULL || out == NULL || (url.ptr == NULL && url.len > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_str path = after_scheme(url, "mid:");
    const char *slash = path.len > 0 ? memchr(path.ptr, '/', path.len) : NULL;
    size_t end = slash != NULL ? (size_t)(slash - path.ptr) : path.len;
    pneu_status status = unescape(arena, pneu_i_str_of(path.ptr, end), &ids.message_id);
    if (status == PNEU_OK && end + 1 < path.len)
        status = unescape(arena, pneu_i_str_from(path, end + 1), &ids.content_id);
    if (status == PNEU_OK)
        *out = ids;
    return status;
}
