/*
 * List fields, List-Id, Auto-Submitted, MIME-Version, the guard of automatic answers, locations and safe file names. Texts
 * are clean, defects lie within the value; what strict mode reads is written and is what lenient mode reads; a safe name
 * is safe, and stays as it is when made again; so does a resolved location.
 */
#include <stdlib.h>

#include "base/str.h"
#include "charset/charset.h"
#include "pneu/list.h"
#include "support/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static pneu_status check_urls(pneu_arena *arena, pneu_str value, int32_t mode, pneu_str *text)
{
    pneu_defect_sink sink = place_sink(&value);
    pneu_list_urls list;
    pneu_status status = pneu_list_urls_parse(arena, value, mode, &sink, &list);
    MUST(status == PNEU_OK || (mode == PNEU_STRICT && status == PNEU_ERR_SYNTAX));
    if (status != PNEU_OK)
        return status;
    for (size_t i = 0; i < list.url_count; i++)
        must_be_clean(list.urls[i]);
    status = pneu_list_urls_format(arena, &list, text);
    must_be_written(mode, status, *text);
    return status;
}

static void check_id(pneu_arena *arena, pneu_str value, int32_t mode)
{
    pneu_defect_sink sink = place_sink(&value);
    pneu_list_id id;
    pneu_str text = {NULL, 0};
    pneu_status status = pneu_list_id_parse(arena, value, mode, &sink, &id);
    MUST(status == PNEU_OK || (mode == PNEU_STRICT && status == PNEU_ERR_SYNTAX));
    if (status != PNEU_OK)
        return;
    must_be_clean(id.phrase);
    must_be_clean(id.id);
    int has_mark = 0; /* of what lenient mode takes for an encoded word */
    for (size_t i = 0; i + 1 < id.phrase.len; i++)
        has_mark |= id.phrase.ptr[i] == '=' && id.phrase.ptr[i + 1] == '?';
    status = pneu_list_id_format(arena, &id, &text);
    must_be_written(has_mark ? PNEU_LENIENT : mode, status, text);
}

static void check_others(pneu_arena *arena, pneu_str value)
{
    pneu_defect_sink sink = place_sink(&value);
    pneu_field_value field = {value, value};
    pneu_auto_reply_facts facts = {value, &field, 1, PNEU_ADDRESSED_UNKNOWN, 0};
    pneu_auto_submitted submitted;
    uint32_t major, minor;
    int32_t reason;
    size_t root;
    MUST(pneu_auto_submitted_parse(arena, value, PNEU_LENIENT, &sink, &submitted) == PNEU_OK);
    MUST(pneu_mime_version_parse(value, PNEU_LENIENT, &sink, &major, &minor) == PNEU_OK);
    MUST(pneu_auto_reply_check(&facts, &reason) == PNEU_OK);
    MUST(pneu_related_root(value, &value, 1, PNEU_LENIENT, &sink, &root) == PNEU_OK && root == 0);
}

static void check_names(pneu_arena *arena, pneu_str value)
{
    pneu_str name, again, base = {"http://a.example/b/c?d", 22};
    if (pneu_safe_filename(arena, value, &name) == PNEU_OK) {
        must_be_clean(name);
        MUST(name.len > 0 && name.len <= PNEU_SAFE_FILENAME_MAX && name.ptr[0] != '.');
        MUST(memchr(name.ptr, '/', name.len) == NULL && memchr(name.ptr, '\\', name.len) == NULL);
        MUST(pneu_i_utf8_valid(name.ptr, name.len) == name.len);
        MUST(pneu_safe_filename(arena, name, &again) == PNEU_OK && pneu_i_str_equal(name, again));
    }
    MUST(pneu_location_resolve(arena, base, value, &name) == PNEU_OK);
    must_be_clean(name);
    MUST(pneu_location_resolve(arena, base, name, &again) == PNEU_OK && pneu_i_str_equal(name, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena = NULL;
    pneu_str a = {NULL, 0}, b = {NULL, 0};
    char *copy = malloc(size > 0 ? size : 1); /* exactly the value, so that a byte read too many is seen */
    if (copy == NULL || pneu_arena_new(NULL, &arena) != PNEU_OK)
        abort();
    memcpy(copy, data, size);
    pneu_str value = {copy, size};
    pneu_status lenient = check_urls(arena, value, PNEU_LENIENT, &a);
    (void)lenient;
    (void)check_urls(arena, value, PNEU_STRICT, &b);
    check_id(arena, value, PNEU_LENIENT);
    check_id(arena, value, PNEU_STRICT);
    check_others(arena, value);
    check_names(arena, value);
    free(copy);
    pneu_arena_free(arena);
    return 0;
}
