/*
 * The root of a multipart/related.
 * In: the parameter "start", and the Content-ID of each part, raw. Out: the index of a part. Takes no memory: the id that
 * is looked for is copied once, without comments, white space and brackets, and each Content-ID is compared with it byte
 * by byte, so that what is passed over is passed over once. An id longer than any line is none.
 * RFC 2387 section 3.2; RFC 2045 section 7 (ids are compared as they are, case and all).
 * Not handled: the parameter "type"; cid URLs.
 */
#include "pneu/syntax.h"
#include "syntax/scan.h"

#define ID_MAX 998 /* RFC 5322 section 2.1.1 */

/* The bytes of an id that count. */
typedef struct bare_id {
    char bytes[ID_MAX];
    size_t len; /* 0: no id */
} bare_id;

/* The next byte that counts, or -1 at the end. */
static int next_byte(pneu_str value, size_t *at)
{
    unsigned saw = 0;
    *at = pneu_i_skip_cfws(value, *at, &saw);
    return *at < value.len ? (unsigned char)value.ptr[(*at)++] : -1;
}

/* What stands between the brackets; the whole value where there are none (*is_bare). */
static pneu_str inside_of(pneu_str value, int *is_bare)
{
    unsigned saw = 0;
    size_t start = pneu_i_skip_cfws(value, 0, &saw);
    *is_bare = start == value.len || value.ptr[start] != '<';
    if (*is_bare)
        return value;
    value = pneu_i_str_from(value, start + 1);
    const char *close = value.len > 0 ? memchr(value.ptr, '>', value.len) : NULL;
    *is_bare = close == NULL;
    return close != NULL ? pneu_i_str_of(value.ptr, (size_t)(close - value.ptr)) : value;
}

static void copy_id(pneu_str value, bare_id *out)
{
    size_t at = 0;
    int byte;
    out->len = 0;
    while ((byte = next_byte(value, &at)) >= 0) {
        if (out->len == ID_MAX) {
            out->len = 0;
            return;
        }
        out->bytes[out->len++] = (char)byte;
    }
}

static int is_same_id(const bare_id *wanted, pneu_str id)
{
    size_t at = 0;
    for (size_t i = 0; i < wanted->len; i++)
        if (next_byte(id, &at) != (unsigned char)wanted->bytes[i])
            return 0;
    return wanted->len > 0 && next_byte(id, &at) < 0;
}

static int is_valid(pneu_str value)
{
    return value.ptr != NULL || value.len == 0;
}

pneu_status pneu_related_root(pneu_str start, const pneu_str *content_ids, size_t count, int32_t mode,
                              const pneu_defect_sink *sink, size_t *out)
{
    int is_bare, is_bare_id, is_mode = mode == PNEU_LENIENT || mode == PNEU_STRICT;
    if (!is_mode || out == NULL || !is_valid(start) || (content_ids == NULL && count > 0))
        return PNEU_ERR_ARGUMENT;
    bare_id wanted;
    copy_id(inside_of(start, &is_bare), &wanted);
    size_t found = start.ptr == NULL ? 0 : count;
    for (size_t i = 0; i < count && found == count; i++) {
        pneu_str id = inside_of(content_ids[i], &is_bare_id);
        if (!(mode == PNEU_STRICT && (is_bare || is_bare_id)) && is_same_id(&wanted, id))
            found = i;
    }
    if (found >= count && (count == 0 || mode == PNEU_STRICT))
        return PNEU_ERR_NOT_FOUND;
    int is_good = found < count && (start.ptr == NULL || !is_bare);
    if (!is_good && sink != NULL)
        sink->report(sink->ctx, PNEU_DEFECT_HDR_VALUE_MALFORMED, 0, 0, start.len);
    *out = found < count ? found : 0;
    return PNEU_OK;
}
