/*
 * Content-Location and links: a reference resolved against a base.
 * In: two raw values. Out: a URI in the arena, without white space and control characters; bytes that are no UTF-8 are
 * windows-1252.
 * The algorithm of RFC 3986 section 5.2, strict form: parts are split at the first ":", "//", "?" and "#"; dot segments
 * of the merged path are removed. Invariant: linear; the path is built in place, and each byte of it is removed at most
 * once.
 * RFC 2557 sections 4.2 and 5; RFC 3986 sections 3, 5.2 and 5.3.
 * Not handled: which field is the base (the nearest one around that is absolute); percent-encoding; HTML's <base>.
 */
#include "charset/text_builder.h"
#include "syntax/value_reader.h"

typedef struct uri {
    pneu_str scheme; /* ptr is NULL where a part is absent */
    pneu_str authority;
    pneu_str path;
    pneu_str query;
    pneu_str fragment;
} uri;

static size_t find_any(pneu_str text, size_t at, const char *stops)
{
    while (at < text.len && strchr(stops, text.ptr[at]) == NULL)
        at++;
    return at;
}

/* ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ) */
static int is_scheme(pneu_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = pneu_i_lower(text.ptr[i]);
        int is_letter = c >= 'a' && c <= 'z';
        if (!is_letter && (i == 0 || (!pneu_i_is((unsigned char)c, PNEU_I_DIGIT) && memchr("+-.", c, 3) == NULL)))
            return 0;
    }
    return text.len > 0;
}

/* Cuts what begins with this mark off the end of the text; gives what follows the mark. */
static pneu_str cut(pneu_str *text, char mark)
{
    pneu_str rest = {NULL, 0};
    const char *at = text->len > 0 ? memchr(text->ptr, mark, text->len) : NULL;
    if (at == NULL)
        return rest;
    rest = pneu_i_str_from(*text, (size_t)(at - text->ptr) + 1);
    text->len = (size_t)(at - text->ptr);
    return rest;
}

static void split(pneu_str text, uri *out)
{
    memset(out, 0, sizeof *out);
    out->fragment = cut(&text, '#');
    out->query = cut(&text, '?');
    size_t colon = find_any(text, 0, ":/");
    if (colon < text.len && text.ptr[colon] == ':' && is_scheme(pneu_i_str_of(text.ptr, colon))) {
        out->scheme = pneu_i_str_of(text.ptr, colon);
        text = pneu_i_str_from(text, colon + 1);
    }
    if (text.len >= 2 && text.ptr[0] == '/' && text.ptr[1] == '/') {
        size_t end = find_any(text, 2, "/");
        out->authority = pneu_i_str_of(text.ptr + 2, end - 2);
        text = pneu_i_str_from(text, end);
    }
    out->path = text;
}

static int is_dots(pneu_str segment, size_t dots)
{
    return segment.len == dots && (dots == 1 || segment.ptr[1] == '.') && segment.ptr[0] == '.';
}

/* RFC 3986 section 5.2.4, in place: each segment is copied down, a ".." takes the one before it away. */
static pneu_str remove_dots(char *path, size_t len)
{
    pneu_str text = pneu_i_str_of(path, len);
    int is_rooted = len > 0 && path[0] == '/';
    size_t to = is_rooted ? 1 : 0;
    for (size_t at = to; at < len;) {
        size_t end = find_any(text, at, "/");
        pneu_str segment = pneu_i_str_of(path + at, end - at);
        int is_last = end == len;
        if (is_dots(segment, 2)) {
            to -= to > 0 && path[to - 1] == '/';
            while (to > 0 && path[to - 1] != '/')
                to--;
            to += to == 0 && is_rooted;
        } else if (!is_dots(segment, 1)) {
            memmove(path + to, segment.ptr, segment.len);
            to += segment.len;
            if (!is_last)
                path[to++] = '/';
        }
        if (is_last)
            break;
        at = end + 1;
    }
    return pneu_i_str_of(path, to);
}

/* RFC 3986 section 5.2.3: the path of the reference after the last "/" of the base's. */
static int merge_paths(pneu_arena *arena, const uri *base, const uri *ref, pneu_str *out)
{
    size_t kept = ref->path.len > 0 && ref->path.ptr[0] == '/' ? 0 : base->path.len;
    while (kept > 0 && base->path.ptr[kept - 1] != '/')
        kept--;
    int needs_slash =
        base->authority.ptr != NULL && base->path.len == 0 && (ref->path.len == 0 || ref->path.ptr[0] != '/');
    char *path = pneu_i_arena_alloc(arena, kept + ref->path.len + 1);
    if (path == NULL)
        return 0;
    if (kept > 0)
        memcpy(path, base->path.ptr, kept);
    if (needs_slash)
        path[kept++] = '/';
    if (ref->path.len > 0)
        memcpy(path + kept, ref->path.ptr, ref->path.len);
    *out = remove_dots(path, kept + ref->path.len);
    return 1;
}

static void add_part(pneu_i_text_builder *to, const char *before, pneu_str part, const char *after)
{
    if (part.ptr == NULL)
        return;
    pneu_i_text_builder_add(to, before, strlen(before));
    pneu_i_text_builder_add(to, part.ptr, part.len);
    pneu_i_text_builder_add(to, after, strlen(after));
}

static pneu_status join(pneu_arena *arena, const uri *parts, pneu_str *out)
{
    pneu_i_text_builder to;
    pneu_i_text_builder_init(&to, arena,
                             parts->scheme.len + parts->authority.len + parts->path.len + parts->query.len +
                                 parts->fragment.len + 8);
    add_part(&to, "", parts->scheme, ":");
    add_part(&to, "//", parts->authority, "");
    add_part(&to, "", parts->path, "");
    add_part(&to, "?", parts->query, "");
    add_part(&to, "#", parts->fragment, "");
    return pneu_i_text_builder_end(&to, out);
}

/* RFC 3986 section 5.2.2. 0 if there was no memory. */
static int transform(pneu_arena *arena, const uri *base, uri *ref)
{
    uri nowhere;
    split(pneu_i_str(""), &nowhere);
    if (ref->scheme.ptr != NULL)
        return ref->authority.ptr == NULL && (ref->path.len == 0 || ref->path.ptr[0] != '/')
                   ? 1 /* mailto:, cid: and the like have no segments */
                   : merge_paths(arena, &nowhere, ref, &ref->path);
    ref->scheme = base->scheme;
    if (ref->authority.ptr != NULL)
        return merge_paths(arena, &nowhere, ref, &ref->path);
    ref->authority = base->authority;
    if (ref->path.len > 0)
        return merge_paths(arena, base, ref, &ref->path);
    ref->path = base->path;
    if (ref->query.ptr == NULL)
        ref->query = base->query;
    return 1;
}

/* RFC 2557 section 4.4.1: white space in a Content-Location comes from folding. */
static pneu_str clean(pneu_i_value_reader *reader, pneu_str raw)
{
    pneu_str text = pneu_i_value_text(reader, raw);
    char *to = (char *)text.ptr;
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (!pneu_i_is_blank((unsigned char)text.ptr[i]))
            to[len++] = text.ptr[i];
    return pneu_i_str_of(to, len);
}

pneu_status pneu_location_resolve(pneu_arena *arena, pneu_str base, pneu_str location, pneu_str *out)
{
    pneu_i_value_reader reader;
    uri from, ref;
    pneu_status status = pneu_i_value_reader_init(&reader, arena, base, PNEU_LENIENT, NULL);
    if (status != PNEU_OK || out == NULL || (location.ptr == NULL && location.len > 0))
        return PNEU_ERR_ARGUMENT;
    split(clean(&reader, base), &from);
    if (from.scheme.ptr == NULL)
        split(pneu_i_str("thismessage:/"), &from);
    split(clean(&reader, location), &ref);
    if (reader.status != PNEU_OK || !transform(arena, &from, &ref))
        return PNEU_ERR_MEMORY;
    return join(arena, &ref, out);
}
