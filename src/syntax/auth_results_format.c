/*
 * Authentication-Results and ARC-Authentication-Results: writing.
 * In: a value. Out: "id; method=result reason=... type.name=value; ..." on one line in the arena.
 * Invariant: what is written is first read again in strict mode, and must come back the same; so no byte of a value can
 * become syntax, and what the grammar has no form for is refused.
 * RFC 8601 section 2.2; RFC 8617 section 4.1.1.
 * Not handled: folding (it is the writer's work), comments.
 */
#include "charset/text_builder.h"
#include "syntax/auth_results.h"
#include "syntax/plain_writer.h"
#include "syntax/read_back.h"

static void add_value(pneu_i_text_builder *to, pneu_str text)
{
    if (pneu_i_auth_value_is_plain(text))
        pneu_i_text_builder_add_str(to, text);
    else
        pneu_i_quoted_add(to, text);
}

static void add_version(pneu_i_text_builder *to, const char *before, uint32_t version)
{
    char digits[10];
    size_t at = sizeof digits;
    pneu_i_text_builder_add_words(to, before);
    do {
        digits[--at] = (char)('0' + version % 10);
        version /= 10;
    } while (version > 0);
    pneu_i_text_builder_add(to, digits + at, sizeof digits - at);
}

static void add_result(pneu_i_text_builder *to, const pneu_auth_result *result)
{
    pneu_i_text_builder_add_words(to, "; ");
    pneu_i_text_builder_add_str(to, result->method);
    if (result->method_version > 1)
        add_version(to, "/", result->method_version);
    pneu_i_text_builder_add_words(to, "=");
    pneu_i_text_builder_add_str(to, result->result);
    if (result->reason.ptr != NULL) {
        pneu_i_text_builder_add_words(to, " reason=");
        pneu_i_quoted_add(to, result->reason);
    }
    for (size_t i = 0; i < result->property_count; i++) {
        pneu_i_text_builder_add_words(to, " ");
        pneu_i_text_builder_add_str(to, result->properties[i].type);
        pneu_i_text_builder_add_words(to, ".");
        pneu_i_text_builder_add_str(to, result->properties[i].name);
        pneu_i_text_builder_add_words(to, "=");
        add_value(to, result->properties[i].value);
    }
}

static void add_results(pneu_i_text_builder *to, const pneu_auth_results *results)
{
    if (results->instance > 0) {
        add_version(to, "i=", results->instance);
        pneu_i_text_builder_add_words(to, "; ");
    }
    if (results->authserv_id.len > 0 && pneu_i_skip_token(results->authserv_id, 0) == results->authserv_id.len)
        pneu_i_text_builder_add_str(to, results->authserv_id);
    else
        pneu_i_quoted_add(to, results->authserv_id);
    if (results->version > 1)
        add_version(to, " ", results->version);
    if (results->result_count == 0)
        pneu_i_text_builder_add_words(to, "; none");
    for (size_t i = 0; i < results->result_count; i++)
        add_result(to, &results->results[i]);
}

static int is_same_version(uint32_t a, uint32_t b)
{
    return (a > 0 ? a : 1) == (b > 0 ? b : 1);
}

static int is_same_result(const pneu_auth_result *a, const pneu_auth_result *b)
{
    if (!pneu_i_str_same(a->method, b->method) || !pneu_i_str_same(a->result, b->result) ||
        (a->reason.ptr == NULL) != (b->reason.ptr == NULL) || !pneu_i_str_equal(a->reason, b->reason) ||
        !is_same_version(a->method_version, b->method_version) || a->property_count != b->property_count)
        return 0;
    for (size_t i = 0; i < a->property_count; i++) {
        const pneu_auth_property *x = &a->properties[i], *y = &b->properties[i];
        if (!pneu_i_str_same(x->type, y->type) || !pneu_i_str_same(x->name, y->name) ||
            !pneu_i_str_equal(x->value, y->value))
            return 0;
    }
    return 1;
}

static int is_same(const pneu_auth_results *a, const pneu_auth_results *b)
{
    if (!pneu_i_str_equal(a->authserv_id, b->authserv_id) || !is_same_version(a->version, b->version) ||
        a->instance != b->instance || a->result_count != b->result_count)
        return 0;
    for (size_t i = 0; i < a->result_count; i++)
        if (!is_same_result(&a->results[i], &b->results[i]))
            return 0;
    return 1;
}

pneu_status pneu_auth_results_format(pneu_arena *arena, const pneu_auth_results *results, pneu_str *out)
{
    pneu_i_text_builder builder;
    pneu_auth_results again;
    pneu_str text;
    if (arena == NULL || results == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_text_builder_init(&builder, arena, 64 + results->result_count * 64);
    add_results(&builder, results);
    pneu_status status = pneu_i_text_builder_end(&builder, &text);
    if (status != PNEU_OK)
        return status;
    status = results->instance > 0 ? pneu_arc_results_parse(arena, text, PNEU_STRICT, NULL, &again)
                                   : pneu_auth_results_parse(arena, text, PNEU_STRICT, NULL, &again);
    return pneu_i_read_back_give(status, status == PNEU_OK && is_same(results, &again), text, out);
}
