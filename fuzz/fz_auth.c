/*
 * Authentication-Results, tag lists, Received-SPF, and ARC chains whose fields are the lines of the input. Lenient always
 * gives a value; texts are clean, defects lie within the value; what strict mode reads is written, reads back the same
 * (the library refuses to write it otherwise) and is what lenient mode reads.
 */
#include <stdlib.h>

#include "base/str.h"
#include "pneu/auth.h"
#include "support/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef pneu_status parse_results(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                  pneu_auth_results *out);

static pneu_status check_results(pneu_arena *arena, pneu_str value, parse_results *parse, int32_t mode, pneu_str *text)
{
    pneu_defect_sink sink = place_sink(&value);
    pneu_auth_results results;
    pneu_status status = parse(arena, value, mode, &sink, &results);
    MUST(status == PNEU_OK || (mode == PNEU_STRICT && status == PNEU_ERR_SYNTAX));
    if (status != PNEU_OK)
        return status;
    must_be_clean(results.authserv_id);
    for (size_t i = 0; i < results.result_count; i++) {
        must_be_clean(results.results[i].method);
        must_be_clean(results.results[i].reason);
        for (size_t k = 0; k < results.results[i].property_count; k++)
            must_be_clean(results.results[i].properties[k].value);
    }
    status = pneu_auth_results_format(arena, &results, text);
    must_be_written(mode, status, *text);
    return status;
}

static pneu_status check_tags(pneu_arena *arena, pneu_str value, int32_t mode, pneu_str *text)
{
    pneu_defect_sink sink = place_sink(&value);
    pneu_tag_list list;
    pneu_received_spf spf;
    pneu_status status = pneu_received_spf_parse(arena, value, mode, &sink, &spf);
    MUST(status == PNEU_OK || (mode == PNEU_STRICT && status == PNEU_ERR_SYNTAX));
    for (size_t i = 0; status == PNEU_OK && i < spf.pair_count; i++)
        must_be_clean(spf.pairs[i].value);
    status = pneu_tag_list_parse(arena, value, mode, &sink, &list);
    MUST(status == PNEU_OK || (mode == PNEU_STRICT && status == PNEU_ERR_SYNTAX));
    if (status != PNEU_OK)
        return status;
    MUST(mode == PNEU_LENIENT || list.is_valid);
    for (size_t i = 0; i < list.tag_count; i++)
        must_be_clean(list.tags[i].value);
    status = pneu_tag_list_format(arena, &list, text);
    MUST(status == PNEU_OK || !list.is_valid);
    return status;
}

static void check_chain(pneu_arena *arena, pneu_str value)
{
    static const char *const names[] = {"ARC-Seal", "arc-message-signature", "ARC-Authentication-Results", "X"};
    pneu_field_value fields[64];
    pneu_arc_chain chain;
    size_t count = 0;
    for (size_t at = 0, end; at < value.len && count < COUNT_OF(fields); at = end + 1) {
        for (end = at; end < value.len && value.ptr[end] != '\n';)
            end++;
        fields[count].name = pneu_i_str(names[(unsigned char)value.ptr[at] % 4]);
        fields[count++].value = pneu_i_str_of(value.ptr + at, end - at);
    }
    MUST(pneu_arc_chain_read(arena, fields, count, &chain) == PNEU_OK);
    MUST((chain.state == PNEU_ARC_FAIL) == (chain.fault != PNEU_ARC_FAULT_NONE) && chain.fault_field <= count);
    for (size_t i = 0; chain.state == PNEU_ARC_INTACT && i < chain.instance_count; i++)
        MUST(chain.sets[i].results < count && chain.sets[i].signature < count && chain.sets[i].seal < count);
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
    pneu_status lenient = check_results(arena, value, pneu_auth_results_parse, PNEU_LENIENT, &a);
    must_be_same(lenient, a, check_results(arena, value, pneu_auth_results_parse, PNEU_STRICT, &b), b);
    lenient = check_results(arena, value, pneu_arc_results_parse, PNEU_LENIENT, &a);
    must_be_same(lenient, a, check_results(arena, value, pneu_arc_results_parse, PNEU_STRICT, &b), b);
    lenient = check_tags(arena, value, PNEU_LENIENT, &a);
    must_be_same(lenient, a, check_tags(arena, value, PNEU_STRICT, &b), b);
    check_chain(arena, value);
    free(copy);
    pneu_arena_free(arena);
    return 0;
}
