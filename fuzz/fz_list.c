/*
 * List fields, List-Id, Auto-Submitted, MIME-Version, and the guard of automatic answers. Texts are clean, defects lie
 * within the value; what strict mode reads is written, and reads back the same (the library refuses to write it otherwise).
 */
#include "base/str.h"
#include "pneu/list.h"
#include "support/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_urls(pneu_arena *arena, pneu_str value, int32_t mode)
{
    pneu_defect_sink sink = place_sink(&value);
    pneu_list_urls list;
    pneu_str out = {NULL, 0};
    pneu_status status = pneu_list_urls_parse(arena, value, mode, &sink, &list);
    must_be_read(mode, status);
    if (status != PNEU_OK)
        return;
    for (size_t i = 0; i < list.url_count; i++)
        must_be_clean(list.urls[i]);
    status = pneu_list_urls_format(arena, &list, &out);
    must_be_written(mode, status, out);
}

static void check_id(pneu_arena *arena, pneu_str value, int32_t mode)
{
    pneu_defect_sink sink = place_sink(&value);
    pneu_list_id id;
    pneu_str out = {NULL, 0};
    pneu_status status = pneu_list_id_parse(arena, value, mode, &sink, &id);
    must_be_read(mode, status);
    if (status != PNEU_OK)
        return;
    must_be_clean(id.phrase);
    must_be_clean(id.id);
    int has_mark = id.phrase.len > 0 && memchr(id.phrase.ptr, '?', id.phrase.len) != NULL; /* as encoded words have */
    status = pneu_list_id_format(arena, &id, &out);
    must_be_written(has_mark ? PNEU_LENIENT : mode, status, out);
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

static void check_all(pneu_arena *arena, pneu_str value)
{
    for (int32_t mode = PNEU_LENIENT; mode <= PNEU_STRICT; mode++) {
        check_urls(arena, value, mode);
        check_id(arena, value, mode);
    }
    check_others(arena, value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return check_copy(data, size, check_all);
}
