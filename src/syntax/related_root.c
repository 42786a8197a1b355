/*
 * The root of a multipart/related.
 * In: the parameter "start", and the Content-ID of each part, raw. Out: the index of a part. Takes no memory: ids are
 * compared byte by byte, past comments, white space and brackets.
 * RFC 2387 section 3.2; RFC 2045 section 7 (ids are compared as they are, case and all).
 * Not handled: the parameter "type"; cid URLs.
 */
#include "pneu/syntax.h"
#include "syntax/scan.h"

/* Walks the bytes of an id. */
typedef struct id_walk {
    pneu_str value;
    size_t at;
} id_walk;

/* The next byte that counts, or -1 at the end. Brackets and what is outside of them do not count. */
static int next_byte(id_walk *walk)
{
    unsigned saw = 0;
    walk->at = pneu_i_skip_cfws(walk->value, walk->at, &saw);
    return walk->at < walk->value.len ? (unsigned char)walk->value.ptr[walk->at++] : -1;
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

static int is_same_id(pneu_str a, pneu_str b)
{
    id_walk x = {a, 0}, y = {b, 0};
    int left, right, length = 0;
    do {
        left = next_byte(&x);
        right = next_byte(&y);
        length += length < 2;
    } while (left == right && left >= 0);
    return left == right && length > 1; /* an empty id is no id */
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
    pneu_str wanted = inside_of(start, &is_bare);
    size_t found = start.ptr == NULL ? 0 : count;
    for (size_t i = 0; i < count && found == count; i++) {
        pneu_str id = inside_of(content_ids[i], &is_bare_id);
        if (!(mode == PNEU_STRICT && (is_bare || is_bare_id)) && is_same_id(wanted, id))
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
