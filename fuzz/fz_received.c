/*
 * Trace fields. The input is a value of Received, of Return-Path and of Delivered-To, and, cut at its lines, a trail.
 * Places and defects lie within the value, texts are clean UTF-8; what strict mode reads, lenient mode reads the same;
 * a field that can be written reads back as the same texts, without defects and contested by nothing; a trail trusts
 * nothing without own hosts.
 */
#include <stdlib.h>

#include "base/str.h"
#include "support/must.h"
#include "support/trace_text.h"

#define MOST_HOPS 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_place(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    const pneu_str *value = ctx;
    (void)code;
    (void)detail;
    MUST(offset <= value->len && length <= value->len - offset);
}

static void check_same(const pneu_received *a, const pneu_received *b)
{
    text left = {0}, right = {0};
    trace_text_add(&left, a);
    trace_text_add(&right, b);
    MUST(text_is_same("received", &left, &right));
    text_free(&left);
    text_free(&right);
}

static void refuse_defect(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    (void)ctx;
    (void)detail;
    (void)offset;
    (void)length;
    MUST(code == PNEU_DEFECT_DATE_ZONE); /* "-0000", which one may write */
}

/* A protocol without name would be given one. What comments not understood told of it ("authenticated") is lost. */
static void check_written(pneu_arena *arena, const pneu_received *received)
{
    static const pneu_defect_sink no_defects = {refuse_defect, NULL};
    pneu_received plain = *received, again;
    pneu_str value;
    plain.recipient_count = received->recipient_count > 1 ? 1 : received->recipient_count;
    plain.protocol = 0;
    pneu_status status = pneu_received_format(arena, &plain, &value);
    if (status != PNEU_OK)
        return;
    MUST(pneu_received_parse(arena, value, PNEU_STRICT, &no_defects, &again) == PNEU_OK);
    MUST((again.protocol & ~received->protocol) == 0);
    MUST((again.from.flags & PNEU_HOST_CONTESTED) == 0);
    again.protocol = 0;
    check_same(&plain, &again);
}

static void check_trail(pneu_arena *arena, pneu_str value)
{
    static pneu_received hops[MOST_HOPS];
    pneu_trail_options options = {NULL, 0, 0, 0};
    pneu_trail trail;
    uint32_t count = 0;
    for (size_t at = 0; at < value.len && count < MOST_HOPS; at++) {
        size_t start = at;
        while (at < value.len && value.ptr[at] != '\n')
            at++;
        MUST(pneu_received_parse(arena, pneu_i_str_of(value.ptr + start, at - start), PNEU_LENIENT, NULL,
                                 &hops[count++]) == PNEU_OK);
    }
    MUST(pneu_trail_build(arena, hops, count, &options, &trail) == PNEU_OK);
    MUST(trail.hop_count == count && trail.trusted_count == 0);
    options.own_hosts = count > 0 ? &hops[0].by.name.text : NULL;
    options.own_host_count = count > 0 && hops[0].by.name.text.len > 0;
    if (pneu_trail_build(arena, hops, count, &options, &trail) == PNEU_OK)
        MUST(trail.trusted_count <= count);
}

static void check_paths(pneu_arena *arena, pneu_str value)
{
    pneu_defect_sink sink = {check_place, &value};
    pneu_str path, written, again;
    MUST(pneu_return_path_parse(arena, value, PNEU_LENIENT, &sink, &path) == PNEU_OK);
    MUST(pneu_delivered_to_parse(arena, value, PNEU_LENIENT, &sink, &again) == PNEU_OK);
    if (pneu_return_path_format(arena, path, &written) != PNEU_OK)
        return;
    MUST(pneu_return_path_parse(arena, written, PNEU_STRICT, NULL, &again) == PNEU_OK);
    MUST(pneu_i_str_equal(path, again));
}

static void check_value(pneu_arena *arena, pneu_str value)
{
    pneu_defect_sink sink = {check_place, &value};
    pneu_received received, strict;
    MUST(pneu_received_parse(arena, value, PNEU_LENIENT, &sink, &received) == PNEU_OK);
    trace_text_check(&received, value.len);
    if (pneu_received_parse(arena, value, PNEU_STRICT, NULL, &strict) == PNEU_OK)
        check_same(&received, &strict);
    check_written(arena, &received);
    check_trail(arena, value);
    check_paths(arena, value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_arena *arena = NULL;
    char *copy = malloc(size > 0 ? size : 1); /* exactly the value, so that a byte read too many is seen */
    if (copy != NULL && pneu_arena_new(NULL, &arena) == PNEU_OK) {
        memcpy(copy, data, size);
        check_value(arena, pneu_i_str_of(copy, size));
    }
    pneu_arena_free(arena);
    free(copy);
    return 0;
}
