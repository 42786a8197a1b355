/*
 * Authentication-Results, tag lists and Received-SPF. Lenient always gives a value; texts are clean, defects lie within
 * the value; what strict mode reads is written, reads back the same (the library refuses to write it otherwise) and is
 * what lenient mode reads.
 */
#include "base/str.h"
#include "pneu/auth.h"
#include "support/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef pneu_status parse_results(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                  pneu_auth_results *out);

static pneu_status check_parsed(pneu_arena *arena, pneu_str value, parse_results *parse, int32_t mode, pneu_str *out)
{
    pneu_defect_sink sink = place_sink(&value);
    pneu_auth_results results;
    pneu_status status = parse(arena, value, mode, &sink, &results);
    must_be_read(mode, status);
    if (status != PNEU_OK)
        return status;
    must_be_clean(results.authserv_id);
    for (size_t i = 0; i < results.result_count; i++) {
        must_be_clean(results.results[i].reason);
        for (size_t k = 0; k < results.results[i].property_count; k++)
            must_be_clean(results.results[i].properties[k].value);
    }
    status = pneu_auth_results_format(arena, &results, out);
    must_be_written(mode, status, *out);
    return status;
}

static pneu_status check_results(pneu_arena *arena, pneu_str value, int32_t mode, pneu_str *out)
{
    return check_parsed(arena, value, pneu_auth_results_parse, mode, out);
}

static pneu_status check_arc_results(pneu_arena *arena, pneu_str value, int32_t mode, pneu_str *out)
{
    return check_parsed(arena, value, pneu_arc_results_parse, mode, out);
}

static pneu_status check_tags(pneu_arena *arena, pneu_str value, int32_t mode, pneu_str *out)
{
    pneu_defect_sink sink = place_sink(&value);
    pneu_tag_list list;
    pneu_received_spf spf;
    pneu_status status = pneu_received_spf_parse(arena, value, mode, &sink, &spf);
    must_be_read(mode, status);
    for (size_t i = 0; status == PNEU_OK && i < spf.pair_count; i++)
        must_be_clean(spf.pairs[i].value);
    status = pneu_tag_list_parse(arena, value, mode, &sink, &list);
    must_be_read(mode, status);
    if (status != PNEU_OK)
        return status;
    MUST(mode == PNEU_LENIENT || list.is_valid);
    status = pneu_tag_list_format(arena, &list, out);
    MUST(status == PNEU_OK || !list.is_valid);
    return status;
}

static void check_all(pneu_arena *arena, pneu_str value)
{
    check_modes(arena, value, check_results);
    check_modes(arena, value, check_arc_results);
    check_modes(arena, value, check_tags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return check_copy(data, size, check_all);
}
