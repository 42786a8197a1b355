/*
 * The URLs cid: and mid:. The input is taken for an identifier, and for a URL after its scheme. What is written is read
 * back as it was, and is nothing but ASCII that a URL may hold; what is read can be written, and is then read the same.
 */
#include <stdlib.h>

#include "base/str.h"
#include "pneu/msgid.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_url(pneu_str url)
{
    for (size_t i = 0; i < url.len; i++)
        MUST(url.ptr[i] > ' ' && url.ptr[i] != 127 && strchr("\"<>[\\]^`{|}?#", url.ptr[i]) == NULL);
}

static void check_id(pneu_arena *arena, pneu_str id)
{
    pneu_mid_url ids = {id, id}, back = {{NULL, 0}, {NULL, 0}};
    pneu_str url = {NULL, 0}, cid = {NULL, 0};
    if (pneu_cid_url_format(arena, id, &url) != PNEU_OK)
        return;
    check_url(url);
    MUST(pneu_cid_url_parse(arena, url, &cid) == PNEU_OK && pneu_i_str_equal(cid, id));
    MUST(pneu_mid_url_format(arena, &ids, &url) == PNEU_OK);
    check_url(url);
    MUST(pneu_mid_url_parse(arena, url, &back) == PNEU_OK);
    MUST(pneu_i_str_equal(back.message_id, id) && pneu_i_str_equal(back.content_id, id));
}

/* `text` has room for a scheme before the input. */
static void check_parse(pneu_arena *arena, char *text, size_t size)
{
    pneu_str url = {text, size}, id = {NULL, 0};
    pneu_mid_url ids = {{NULL, 0}, {NULL, 0}};
    memcpy(text, "cid:", 4);
    if (pneu_cid_url_parse(arena, url, &id) == PNEU_OK)
        check_id(arena, id);
    memcpy(text, "MID:", 4);
    if (pneu_mid_url_parse(arena, url, &ids) != PNEU_OK)
        return;
    check_id(arena, ids.message_id);
    if (ids.content_id.len > 0)
        check_id(arena, ids.content_id);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena = NULL;
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 0;
    char *copy = malloc(size + 4); /* exactly the URL, so that a byte read too many is seen */
    if (copy != NULL) {
        if (size > 0)
            memcpy(copy + 4, data, size);
        pneu_str id = {copy + 4, size};
        check_id(arena, id);
        check_parse(arena, copy, size + 4);
        free(copy);
    }
    pneu_arena_free(arena);
    return 0;
}
