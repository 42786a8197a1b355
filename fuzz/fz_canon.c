/*
 * Canonical forms. Byte 0: algorithms, flags and the limit; byte 1: the cuts; the rest: a message.
 * A body's form does not depend on the cuts, and is its own form; a relaxed field is its own form; whatever selects,
 * nothing is selected twice.
 */
#include "base/str.h"
#include "pneu/auth.h"
#include "support/canon_run.h"
#include "support/mail_mutator.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(2)

static void check_body(pneu_str in, canon_how how, chunking cut)
{
    text whole = {0}, other = {0};
    uint64_t length = canon_run_whole(how, in, WHOLE, &whole);
    MUST(canon_run_whole(how, in, cut, &other) == length);
    MUST(text_is_same("cut", &whole, &other));
    how.limit = PNEU_LIMIT_NONE;
    MUST(canon_run_whole(how, in, WHOLE, &whole) == length);
    MUST(canon_run_whole(how, pneu_i_str_of(whole.ptr, whole.len), cut, &other) == length);
    MUST(text_is_same("twice", &whole, &other));
    text_free(&whole);
    text_free(&other);
}

static void check_fields(pneu_arena *arena, const pneu_str *fields, size_t count, uint32_t flags)
{
    for (size_t i = 0; i < count; i++) {
        pneu_str once, twice, own, qp;
        const size_t *selected;
        size_t selected_count, given = 0;
        MUST(pneu_canon_field(arena, fields[i], PNEU_CANON_RELAXED, flags, &once) == PNEU_OK);
        MUST(pneu_canon_field(arena, once, PNEU_CANON_RELAXED, 0, &twice) == PNEU_OK);
        MUST(pneu_i_str_equal(once, twice));
        MUST(pneu_canon_without_b(arena, fields[i], &own) == PNEU_OK && own.len <= fields[i].len);
        (void)pneu_canon_signed_header(arena, fields, count, i, flags, &own);
        (void)pneu_canon_arc_seal(arena, fields, count, (uint32_t)i % 3 + 1, flags, &own);
        MUST(pneu_dkim_qp_decode(arena, fields[i], PNEU_LENIENT, NULL, &qp) == PNEU_OK && qp.len <= fields[i].len);
        MUST(pneu_canon_select(arena, fields, count, fields[i], &selected, &selected_count) == PNEU_OK);
        for (size_t k = 0; k < selected_count; k++)
            given += selected[k] != PNEU_CANON_NO_FIELD;
        MUST(given <= count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_message *message = NULL;
    pneu_arena *arena = NULL;
    const pneu_str *fields;
    size_t count;
    if (size < 2 || size > 8192)
        return 0;
    canon_how how = {data[0] & 1, data[0] >> 1 & 1, data[0] & 4 ? data[0] >> 3 : PNEU_LIMIT_NONE};
    chunking cut = {data[1] >> 4, (size_t)(data[1] & 15) + 1, 0};
    pneu_str in = {(const char *)data + 2, size - 2};
    check_body(in, how, cut);
    MUST(pneu_arena_new(NULL, &arena) == PNEU_OK);
    MUST(pneu_message_parse(in.ptr, in.len, NULL, NULL, &message) == PNEU_OK);
    MUST(pneu_canon_fields(message, arena, &fields, &count) == PNEU_OK);
    check_fields(arena, fields, count, how.flags);
    pneu_message_free(message);
    pneu_arena_free(arena);
    return 0;
}
