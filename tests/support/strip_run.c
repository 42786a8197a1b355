/* Attachments removed, with any chunks. */
#include "support/strip_run.h"

#include <stdlib.h>
#include <string.h>

#include "support/must.h"

typedef struct runner {
    pneu_strip_plan *plan;
    pneu_strip *strip;
    const strip_way *way;
    strip_result *result;
} runner;

static int32_t take_for_plan(void *ctx, const void *bytes, size_t len)
{
    return pneu_strip_plan_push(((runner *)ctx)->plan, bytes, len);
}

/* Reads all there is: PNEU_MORE, PNEU_DONE or an error. */
static pneu_status drain(runner *run)
{
    char room[4096];
    size_t capacity = run->way->capacity > 0 ? run->way->capacity : sizeof room, len;
    pneu_status status;
    while ((status = pneu_strip_read(run->strip, room, capacity, &len)) == PNEU_OK) {
        MUST(len > 0 && len <= capacity);
        text_add(&run->result->out, room, len);
    }
    MUST(len == 0);
    return status;
}

static int32_t take_for_output(void *ctx, const void *bytes, size_t len)
{
    runner *run = ctx;
    pneu_status status = pneu_strip_push(run->strip, bytes, len);
    if (status != PNEU_OK)
        return status;
    MUST(pneu_strip_push(run->strip, bytes, len) == PNEU_ERR_STATE);
    status = drain(run);
    return status == PNEU_MORE ? PNEU_OK : status;
}

static pneu_status make_plan(runner *run, const char *bytes, size_t len)
{
    const strip_way *way = run->way;
    pneu_status status = pneu_strip_plan_new(NULL, &way->choices, way->alloc, &run->plan);
    for (size_t i = 0; i < way->rule_count && status == PNEU_OK; i++)
        status = pneu_strip_plan_add_rule(run->plan, &way->rules[i]);
    if (status == PNEU_OK && way->wording != NULL)
        status = pneu_strip_plan_set_wording(run->plan, (pneu_str){way->wording, strlen(way->wording)});
    if (status == PNEU_OK)
        status = feed_chunks(bytes, len, way->how, take_for_plan, run);
    if (status == PNEU_OK)
        status = pneu_strip_plan_finish(run->plan);
    return status == PNEU_OK ? pneu_strip_new(run->plan, way->alloc, &run->strip) : status;
}

static pneu_status write_out(runner *run, const char *bytes, size_t len)
{
    pneu_status status = feed_chunks(bytes, len, run->way->how, take_for_output, run);
    if (status == PNEU_OK)
        status = pneu_strip_finish(run->strip);
    if (status == PNEU_OK)
        status = drain(run);
    MUST(status == PNEU_DONE || status < 0);
    return status == PNEU_DONE ? PNEU_OK : status;
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
    runner run = {NULL, NULL, way, result};
    memset(result, 0, sizeof *result);
    result->status = make_plan(&run, bytes, len);
    if (result->status == PNEU_OK)
        result->status = write_out(&run, bytes, len);
    if (result->status == PNEU_OK) {
        note_items(way, run.plan, result);
        pneu_strip_plan_summary(run.plan, &result->summary);
        MUST(result->summary.input_size == len && result->summary.output_size == result->out.len);
    }
    pneu_strip_free(run.strip);
    pneu_strip_plan_free(run.plan);
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
