/*
 * List-Help, List-Unsubscribe, List-Subscribe, List-Post, List-Owner, List-Archive, and one-click unsubscription.
 * In: raw values. Out: the URLs in order, without the white space that folding put into them, in the arena. And back.
 * RFC 2369 section 2 rules what is read: the first thing that is no URL in brackets ends the list. Lenient reads one
 * URL without brackets, which some senders write, and one whose bracket is not closed.
 * Invariants: the cursor only moves forward; the search for ">" fails at most once.
 * RFC 2369 sections 2 and 3; RFC 8058 sections 3.1, 4 and 5; RFC 3986 section 2 (bytes of a URI).
 * Not handled: what URLs mean; bytes above 127 in them stay, as UTF-8.
 */
#include "charset/text_builder.h"
#include "pneu/list.h"
#include "syntax/arena_list.h"
#include "syntax/read_back.h"
#include "syntax/value_reader.h"

/* The length of "scheme:", or 0. */
static size_t scheme_length(pneu_str url)
{
    for (size_t i = 0; i < url.len; i++) {
        char c = pneu_i_lower(url.ptr[i]);
        int is_letter = c >= 'a' && c <= 'z';
        if (c == ':' && i > 0)
            return i + 1;
        if (!is_letter && (i == 0 || (!pneu_i_is((unsigned char)c, PNEU_I_DIGIT) && memchr("+-.", c, 3) == NULL)))
            return 0;
    }
    return 0;
}

/* RFC 3986: a scheme, and no byte that must be written as %HH. */
static int is_url(pneu_str url)
{
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        if (pneu_i_is(c, PNEU_I_BCHAR) && c != ' ')
            continue;
        if (c <= ' ' || c >= 127 || memchr("<>\"{}|\\^`", c, 9) != NULL)
            return 0;
    }
    return scheme_length(url) > 0;
}

/* Without white space and control characters. */
static pneu_str without_space(pneu_i_value_reader *reader, pneu_str raw)
{
    char *copy = pneu_i_arena_alloc(reader->arena, raw.len);
    size_t len = 0;
    if (copy == NULL) {
        reader->status = PNEU_ERR_MEMORY;
        return pneu_i_str("");
    }
    for (size_t i = 0; i < raw.len; i++)
        if ((unsigned char)raw.ptr[i] > ' ' && raw.ptr[i] != 127)
            copy[len++] = raw.ptr[i];
    pneu_str text = pneu_i_str_of(copy, len);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)copy[i] >= 0x80)
            return pneu_i_value_text(reader, text);
    return text;
}

/* Adds the URL in raw; 0 if it is none that the mode takes. */
static int add_url(pneu_i_value_reader *reader, pneu_i_arena_list *urls, pneu_str raw)
{
    size_t place = pneu_i_value_place(reader, raw);
    pneu_str url = without_space(reader, raw);
    int is_good = is_url(url);
    if (!is_good)
        pneu_i_value_fault(reader, place, place + raw.len);
    if (url.len == 0 || (reader->mode == PNEU_STRICT && !is_good))
        return 0;
    pneu_str *added = pneu_i_arena_list_add(urls);
    if (added == NULL)
        reader->status = PNEU_ERR_MEMORY;
    else
        *added = url;
    return added != NULL;
}

/* At "<". 0 if nothing after it may be read. */
static int read_bracket(pneu_i_value_reader *reader, pneu_i_arena_list *urls)
{
    size_t start = ++reader->at;
    const char *from = reader->text.ptr + start;
    const char *close = memchr(from, '>', reader->text.len - start);
    if (close != NULL) {
        reader->at = start + (size_t)(close - from) + 1;
        (void)add_url(reader, urls, pneu_i_str_of(from, (size_t)(close - from)));
        return reader->mode == PNEU_LENIENT || !reader->is_bad;
    }
    pneu_i_value_fault(reader, start - 1, reader->text.len);
    if (reader->mode == PNEU_LENIENT)
        (void)add_url(reader, urls, pneu_i_value_run(reader, ","));
    return 0;
}

/* The first item is no "<": "NO", or (lenient) a URL without brackets. */
static void read_bare(pneu_i_value_reader *reader, pneu_i_arena_list *urls, pneu_list_urls *out)
{
    size_t start = reader->at;
    pneu_str word = pneu_i_value_run(reader, "(<");
    if (pneu_i_str_is(word, "no")) {
        pneu_i_value_skip_cfws(reader);
        out->is_no = 1;
        if (!pneu_i_value_is_at_end(reader))
            pneu_i_value_fault(reader, reader->at, reader->text.len);
        return;
    }
    pneu_i_value_fault(reader, start, reader->text.len);
    while (word.len > 0 && (word.ptr[word.len - 1] == ',' || word.ptr[word.len - 1] == ';'))
        word.len--;
    if (reader->mode == PNEU_LENIENT && scheme_length(word) > 0)
        (void)add_url(reader, urls, word);
}

static void read_urls(pneu_i_value_reader *reader, pneu_i_arena_list *urls, pneu_list_urls *out)
{
    pneu_i_value_skip_cfws(reader);
    if (!pneu_i_value_is_at(reader, '<')) {
        read_bare(reader, urls, out);
        return;
    }
    while (pneu_i_value_is_at(reader, '<') && reader->status == PNEU_OK) {
        if (!read_bracket(reader, urls))
            return;
        pneu_i_value_skip_cfws(reader);
        if (pneu_i_value_is_at_end(reader))
            return;
        if (!pneu_i_value_take(reader, ','))
            break;
        pneu_i_value_skip_cfws(reader);
    }
    pneu_i_value_fault(reader, reader->at, reader->text.len);
}

pneu_status pneu_list_urls_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                 pneu_list_urls *out)
{
    pneu_i_value_reader reader;
    pneu_list_urls list = {NULL, 0, 0, 0};
    pneu_status status = out != NULL ? pneu_i_value_reader_init(&reader, arena, value, mode, sink) : PNEU_ERR_ARGUMENT;
    if (status != PNEU_OK)
        return status;
    pneu_i_arena_list urls = pneu_i_arena_list_of(arena, sizeof(pneu_str));
    read_urls(&reader, &urls, &list);
    if (reader.status != PNEU_OK)
        return reader.status;
    if (mode == PNEU_STRICT && urls.count == 0 && (!list.is_no || reader.is_bad))
        return PNEU_ERR_SYNTAX;
    list.urls = (const pneu_str *)(const void *)urls.items;
    list.url_count = urls.count;
    *out = list;
    return PNEU_OK;
}

static int is_same_list(const pneu_list_urls *a, const pneu_list_urls *b)
{
    if (a->url_count != b->url_count || a->is_no != b->is_no)
        return 0;
    for (size_t i = 0; i < a->url_count; i++)
        if (!pneu_i_str_equal(a->urls[i], b->urls[i]))
            return 0;
    return 1;
}

pneu_status pneu_list_urls_format(pneu_arena *arena, const pneu_list_urls *urls, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_list_urls again;
    pneu_str text;
    if (arena == NULL || urls == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, 64);
    if (urls->is_no)
        pneu_i_text_builder_add(&builder, "NO", 2);
    for (size_t i = 0; i < urls->url_count; i++) {
        pneu_i_text_builder_add(&builder, i > 0 ? ", <" : "<", i > 0 ? 3 : 1);
        pneu_i_text_builder_add(&builder, urls->urls[i].ptr, urls->urls[i].len);
        pneu_i_text_builder_add(&builder, ">", 1);
    }
    pneu_status status = pneu_i_text_builder_end(&builder, &text);
    if (status == PNEU_OK)
        status = pneu_list_urls_parse(arena, text, PNEU_STRICT, NULL, &again);
    return pneu_i_read_back_give(status, status == PNEU_OK && is_same_list(urls, &again), text, out);
}

pneu_status pneu_one_click_url(pneu_arena *arena, pneu_str unsubscribe, pneu_str post, pneu_str *out)
{
    static const char https[] = "https://";
    const size_t len = sizeof https - 1;
    pneu_list_urls list;
    if (out == NULL || (post.ptr == NULL && post.len > 0))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_list_urls_parse(arena, unsubscribe, PNEU_LENIENT, NULL, &list);
    if (status != PNEU_OK)
        return status;
    if (!pneu_i_str_is(pneu_i_str_trim(post), "List-Unsubscribe=One-Click"))
        return PNEU_ERR_NOT_FOUND;
    for (size_t i = 0; i < list.url_count; i++) {
        if (list.urls[i].len > len && pneu_i_ascii_same(list.urls[i].ptr, https, len)) {
            *out = list.urls[i];
            return PNEU_OK;
        }
    }
    return PNEU_ERR_NOT_FOUND;
}
