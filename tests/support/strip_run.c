/* Attachments removed, with any chunks. */
#include "support/strip_run.h"

#include <stdlib.h>
#include <string.h>

#include "support/must.h"
#include "support/stage_run.h"

static int32_t take_for_plan(void *ctx, const void *bytes, size_t len)
{
    return pneu_strip_plan_push(ctx, bytes, len);
}

static pneu_status make_plan(const strip_way *way, pneu_str in, pneu_strip_plan **plan)
{
    pneu_status status = pneu_strip_plan_new(NULL, &way->choices, way->alloc, plan);
    for (size_t i = 0; i < way->rule_count && status == PNEU_OK; i++)
        status = pneu_strip_plan_add_rule(*plan, &way->rules[i]);
    if (status == PNEU_OK && way->wording != NULL)
        status = pneu_strip_plan_set_wording(*plan, (pneu_str){way->wording, strlen(way->wording)});
    if (status == PNEU_OK)
        status = feed_chunks(in.ptr, in.len, way->how, take_for_plan, *plan);
    return status == PNEU_OK ? pneu_strip_plan_finish(*plan) : status;
}

static void note_items(const strip_way *way, const pneu_strip_plan *plan, strip_result *result)
{
    static const char *const fates[] = {"?", "removed", "replaced", "left"};
    const pneu_strip_item *item;
    for (size_t i = 0; (item = pneu_strip_plan_item(plan, i)) != NULL; i++) {
        text_print(&result->items, "%s%s %u ", fates[item->fate], item->voids ? " void" : "", (unsigned)item->part);
        text_print(&result->items, "%.*s %.*s ", (int)item->section.len, item->section.ptr, (int)item->type.len,
                   item->type.ptr);
        text_add_quoted(&result->items, item->name);
        text_print(&result->items, " %llu\n", (unsigned long long)item->size);
        MUST(item->rule < way->rule_count);
        result->fates = realloc(result->fates, (i + 1) * sizeof *result->fates);
        MUST(result->fates != NULL);
        result->fates[result->fate_count++] = (strip_fate){item->part, item->fate};
    }
}

void strip_run(const strip_way *way, const char *bytes, size_t len, strip_result *result)
{
    pneu_str in = {bytes, len};
    pneu_strip_plan *plan = NULL;
    pneu_strip *strip = NULL;
    memset(result, 0, sizeof *result);
    result->status = make_plan(way, in, &plan);
    if (result->status == PNEU_OK)
        result->status = pneu_strip_new(plan, way->alloc, &strip);
    if (result->status == PNEU_OK)
        result->status = stage_run(pneu_strip_stage(strip), in, way->how, way->capacity, &result->out);
    if (result->status == PNEU_DONE) {
        result->status = PNEU_OK;
        note_items(way, plan, result);
        pneu_strip_plan_summary(plan, &result->summary);
        MUST(result->summary.input_size == len && result->summary.output_size == result->out.len);
    }
    pneu_strip_free(strip);
    pneu_strip_plan_free(plan);
}

void strip_result_free(strip_result *result)
{
    text_free(&result->out);
    text_free(&result->items);
    free(result->fates);
    memset(result, 0, sizeof *result);
}

/* ---- Rules ------------------------------------------------------------------------------------------------------- */

#define STR(literal)                                                                                                   \
    {                                                                                                                  \
        literal, sizeof(literal) - 1                                                                                   \
    }

const size_t strip_rule_set_count = 5;

strip_way strip_usual_way(size_t set)
{
    static const pneu_strip_rule attachments[] = {{{"", 0}, {"", 0}, 0, 0, 0}};
    static const pneu_strip_rule everything[] = {{STR("*"), {"", 0}, 0, 0, 0}};
    static const pneu_strip_rule images[] = {{STR("image/*"), {"", 0}, 0, 0, 0}, {{"", 0}, STR("*.?"), 0, 0, 0}};
    static const pneu_strip_rule large[] = {{STR("*/*"), {"", 0}, 60, 0, 0},
                                            {{"", 0}, {"", 0}, 30, PNEU_STRIP_ENCODED_SIZE, 0}};
    static const pneu_strip_rule texts[] = {{STR("text/*"), {"", 0}, 0, 0, 0}, {STR("message/*"), STR("a"), 0, 0, 0}};
    strip_way way = {.how = WHOLE};
    switch (set) {
    case 0: way.rules = attachments, way.rule_count = COUNT_OF(attachments); break;
    case 1: way.rules = everything, way.rule_count = COUNT_OF(everything); break;
    case 2: way.rules = images, way.rule_count = COUNT_OF(images); break;
    case 3: way.rules = large, way.rule_count = COUNT_OF(large); break;
    default: way.rules = texts, way.rule_count = COUNT_OF(texts); break;
    }
    return way;
}
