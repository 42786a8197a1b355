/*
 * The address of a mailing list. In: List-Post. Out: the address of its first mailto: URL, percent escapes undone.
 * Invariant: it is an address as pneu_mailbox_init takes it, so that nothing else of the URL (a subject, further
 * recipients) is let in. RFC 2369 section 3.4, RFC 6068 section 2. Not handled: URLs that name several.
 */
#include "reply/list_post.h"

#include "base/arena.h"
#include "base/str.h"
#include "pneu/list.h"

/* What stands before "?", unescaped; a NUL or a line end is left escaped, and makes it no address. */
static pneu_status unescape(pneu_arena *arena, pneu_str text, pneu_str *out)
{
    char *to = pneu_i_arena_alloc(arena, text.len + 1);
    size_t len = 0;
    if (to == NULL)
        return PNEU_ERR_MEMORY;
    for (size_t i = 0; i < text.len && text.ptr[i] != '?'; i++) {
        int high = -1, low = -1;
        if (text.ptr[i] == '%' && text.len - i > 2) {
            high = pneu_i_hex_value((unsigned char)text.ptr[i + 1]);
            low = pneu_i_hex_value((unsigned char)text.ptr[i + 2]);
        }
        int byte = high >= 0 && low >= 0 ? high << 4 | low : 0;
        if (byte == 0 || byte == '\r' || byte == '\n') {
            to[len++] = text.ptr[i];
        } else {
            to[len++] = (char)byte;
            i += 2;
        }
    }
    *out = pneu_i_str_of(to, len);
    return PNEU_OK;
}

static pneu_status read_url(pneu_arena *arena, pneu_str url, pneu_mailbox *out)
{
    static const char scheme[] = "mailto:";
    const size_t len = sizeof scheme - 1;
    pneu_str address, no_name = {"", 0};
    if (url.len <= len || !pneu_i_ascii_same(url.ptr, scheme, len))
        return PNEU_ERR_NOT_FOUND;
    pneu_status status = unescape(arena, pneu_i_str_from(url, len), &address);
    if (status == PNEU_OK)
        status = pneu_mailbox_init(arena, no_name, address, out);
    return status == PNEU_ERR_SYNTAX || status == PNEU_ERR_ARGUMENT ? PNEU_ERR_NOT_FOUND : status;
}

pneu_status pneu_i_list_post_find(pneu_message *message, pneu_arena *arena, pneu_mailbox *out)
{
    pneu_field field;
    uint32_t index = 0;
    pneu_list_urls urls;
    pneu_status status = pneu_part_find_field(message, 0, PNEU_FIELD_LIST_POST, pneu_i_str(""), &index, &field);
    if (status == PNEU_OK)
        status = pneu_list_urls_parse(arena, field.value, PNEU_LENIENT, NULL, &urls);
    if (status != PNEU_OK)
        return status == PNEU_ERR_SYNTAX ? PNEU_ERR_NOT_FOUND : status;
    status = PNEU_ERR_NOT_FOUND;
    for (size_t i = 0; i < urls.url_count && status == PNEU_ERR_NOT_FOUND; i++)
        status = read_url(arena, urls.urls[i], out);
    return status;
}
