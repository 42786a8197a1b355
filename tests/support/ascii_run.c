/* The conversion to 7-bit ASCII, with any chunks, and a spool in memory. */
#include "support/ascii_run.h"

#include <stdlib.h>
#include <string.h>

#include "support/must.h"
#include "support/stage_run.h"

/* ---- A spool in memory ------------------------------------------------------------------------------------------- */

typedef struct memory_spool {
    text bytes;
    size_t at;
} memory_spool;

static pneu_status spool_write(void *ctx, const void *bytes, size_t len)
{
    text_add(&((memory_spool *)ctx)->bytes, bytes, len);
    return PNEU_OK;
}

static pneu_status spool_read(void *ctx, void *out, size_t len)
{
    memory_spool *spool = ctx;
    MUST(len <= spool->bytes.len - spool->at);
    memcpy(out, spool->bytes.ptr + spool->at, len);
    spool->at += len;
    return PNEU_OK;
}

/* ---- Running ----------------------------------------------------------------------------------------------------- */

/* The refusal's field goes with the plan. */
static void keep_field(ascii_result *result)
{
    pneu_str *name = &result->refusal.field;
    size_t len = name->len < sizeof result->field - 1 ? name->len : sizeof result->field - 1;
    if (len > 0)
        memcpy(result->field, name->ptr, len);
    name->ptr = result->field;
}

static int32_t take_for_plan(void *ctx, const void *bytes, size_t len)
{
    return pneu_ascii_plan_push(ctx, bytes, len);
}

static pneu_status make_plan(const ascii_way *way, pneu_str in, pneu_ascii_plan **plan, pneu_refusal *refusal)
{
    pneu_status status = pneu_ascii_plan_new(NULL, &way->choices, way->alloc, plan);
    if (status != PNEU_OK)
        return status;
    status = feed_chunks(in.ptr, in.len, way->how, take_for_plan, *plan);
    if (status == PNEU_OK)
        status = pneu_ascii_plan_finish(*plan);
    pneu_ascii_plan_refusal(*plan, refusal);
    return status;
}

static pneu_status convert(const ascii_way *way, pneu_str in, pneu_ascii *ascii, ascii_result *result)
{
    pneu_status status = stage_run(pneu_ascii_stage(ascii), in, way->how, way->capacity, &result->out);
    pneu_ascii_refusal(ascii, &result->refusal);
    pneu_ascii_plan_summary(pneu_ascii_plan_of(ascii), &result->summary);
    return status == PNEU_DONE ? PNEU_OK : status;
}

static pneu_status run_planned(const ascii_way *way, pneu_str in, ascii_result *result)
{
    pneu_ascii_plan *plan = NULL;
    pneu_ascii *ascii = NULL;
    pneu_status status = make_plan(way, in, &plan, &result->refusal);
    if (status == PNEU_OK)
        status = pneu_ascii_new_planned(plan, way->alloc, &ascii);
    if (status == PNEU_OK)
        status = convert(way, in, ascii, result);
    keep_field(result);
    pneu_ascii_free(ascii);
    pneu_ascii_plan_free(plan);
    return status;
}

static pneu_status run_in_one_pass(const ascii_way *way, pneu_str in, ascii_result *result)
{
    memory_spool memory = {{NULL, 0, 0}, 0};
    pneu_spool spool = {spool_write, spool_read, &memory};
    pneu_ascii *ascii = NULL;
    pneu_status status = pneu_ascii_new(NULL, &way->choices, way->has_spool ? &spool : NULL, way->alloc, &ascii);
    if (status == PNEU_OK)
        status = convert(way, in, ascii, result);
    keep_field(result);
    pneu_ascii_free(ascii);
    text_free(&memory.bytes);
    return status;
}

void ascii_run(const ascii_way *way, const char *bytes, size_t len, ascii_result *result)
{
    pneu_str in = {bytes, len};
    memset(result, 0, sizeof *result);
    result->status = way->is_one_pass ? run_in_one_pass(way, in, result) : run_planned(way, in, result);
}

/* ---- A message in memory ---------------------------------------------------------------------------------------- */

static pneu_status read_writer(pneu_ascii_writer *writer, size_t capacity, text *out)
{
    char room[4096];
    size_t len;
    pneu_status status;
    capacity = capacity > 0 ? capacity : sizeof room;
    while ((status = pneu_ascii_writer_read(writer, room, capacity, &len)) == PNEU_OK) {
        MUST(len > 0 && len <= capacity);
        text_add(out, room, len);
    }
    MUST(len == 0 && status != PNEU_MORE);
    MUST(pneu_ascii_writer_read(writer, room, capacity, &len) == status);
    return status == PNEU_DONE ? PNEU_OK : status;
}

void ascii_write(const ascii_way *way, pneu_message *message, uint32_t flags, ascii_result *result)
{
    pneu_ascii_writer *writer;
    text first = {NULL, 0, 0};
    memset(result, 0, sizeof *result);
    result->status = pneu_ascii_writer_new(message, &way->choices, flags, way->alloc, &writer);
    if (result->status != PNEU_OK)
        return;
    pneu_ascii_plan_refusal(pneu_ascii_writer_plan(writer), &result->refusal);
    pneu_ascii_plan_summary(pneu_ascii_writer_plan(writer), &result->summary);
    pneu_status status = read_writer(writer, 0, &first);
    pneu_ascii_writer_reset(writer);
    result->status = read_writer(writer, way->capacity, &result->out);
    if (status == PNEU_ERR_MEMORY) {
        result->status = status;
    } else {
        MUST(result->status == status);
        MUST(first.len == result->out.len);
        MUST(first.len == 0 || memcmp(first.ptr, result->out.ptr, first.len) == 0);
    }
    result->refusal.field.ptr = result->field;
    pneu_ascii_writer_free(writer);
    text_free(&first);
}

void ascii_result_free(ascii_result *result)
{
    text_free(&result->out);
}
