/*
 * Identifiers. The input is a value. Identifiers stand in it one after the other and are clean; what strict mode reads,
 * lenient mode reads alike; what is written is read back; a normal form is its own and equals the identifier.
 */
#include <stdlib.h>

#include "base/str.h"
#include "pneu/msgid.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_defect(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    const size_t *size = ctx;
    MUST(offset <= *size && length <= *size - offset);
    MUST(code > PNEU_DEFECT_NONE && code < PNEU_DEFECT_COUNT && detail >= 0 && detail < PNEU_DETAIL_COUNT);
}

static void check_same(const pneu_msgid_list *a, const pneu_msgid_list *b)
{
    MUST(a->count == b->count);
    for (size_t i = 0; i < a->count; i++)
        MUST(pneu_i_str_equal(a->ids[i], b->ids[i]));
}

static void check_id(pneu_arena *arena, pneu_str id)
{
    pneu_str normal = {NULL, 0}, again = {NULL, 0};
    MUST(id.len > 0);
    for (size_t i = 0; i < id.len; i++)
        MUST(id.ptr[i] == '\t' || ((unsigned char)id.ptr[i] >= ' ' && id.ptr[i] != 127));
    MUST(pneu_msgid_normalise(arena, id, &normal) == PNEU_OK && normal.len <= id.len);
    MUST(pneu_msgid_normalise(arena, normal, &again) == PNEU_OK && pneu_i_str_equal(normal, again));
    MUST(pneu_msgid_equal(id, normal) && pneu_msgid_equal(id, id));
}

static void check_writing(pneu_arena *arena, const pneu_msgid_list *list)
{
    static const pneu_msgid_list nothing = {NULL, NULL, 0};
    pneu_msgid_list reply, back;
    pneu_str out;
    MUST(pneu_references_reply(arena, pneu_i_str("x@y"), list, &nothing, &reply) == PNEU_OK);
    MUST(reply.count <= list->count + 1 && pneu_i_str_is(reply.ids[reply.count - 1], "x@y"));
    MUST(pneu_references_format(arena, reply.ids, reply.count - 1, SIZE_MAX, &out) == PNEU_OK);
    MUST(pneu_msgid_list_parse(arena, out, PNEU_LENIENT, NULL, &back) == PNEU_OK);
    reply.count--;
    check_same(&reply, &back);
}

static void check_ids(pneu_arena *arena, pneu_str value)
{
    pneu_defect_sink sink = {add_defect, &value.len};
    pneu_msgid_list lenient, strict;
    size_t at = 0;
    MUST(pneu_msgid_list_parse(arena, value, PNEU_LENIENT, &sink, &lenient) == PNEU_OK);
    MUST(lenient.count <= PNEU_MSGIDS_MAX);
    for (size_t i = 0; i < lenient.count; i++) {
        MUST(lenient.places[i].offset >= at && lenient.places[i].length >= lenient.ids[i].len);
        at = lenient.places[i].offset + lenient.places[i].length;
        check_id(arena, lenient.ids[i]);
    }
    MUST(at <= value.len);
    if (pneu_msgid_list_parse(arena, value, PNEU_STRICT, NULL, &strict) == PNEU_OK)
        check_same(&lenient, &strict);
    check_writing(arena, &lenient);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena = NULL;
    if (pneu_arena_new(NULL, &arena) != PNEU_OK)
        return 0;
    char *copy = malloc(size > 0 ? size : 1); /* exactly the value, so that a byte read too many is seen */
    if (copy != NULL) {
        pneu_str value = {copy, size};
        if (size > 0)
            memcpy(copy, data, size);
        check_ids(arena, value);
        free(copy);
    }
    pneu_arena_free(arena);
    return 0;
}
