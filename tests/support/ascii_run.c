/* The conversion to 7-bit ASCII, with any chunks, and a spool in memory. */
#include "support/ascii_run.h"

#include <stdlib.h>
#include <string.h>

#include "support/must.h"

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

typedef struct runner {
    pneu_ascii_plan *plan;
    pneu_ascii *ascii;
    const ascii_way *way;
    ascii_result *result;
} runner;

static int32_t take_for_plan(void *ctx, const void *bytes, size_t len)
{
    return pneu_ascii_plan_push(((runner *)ctx)->plan, bytes, len);
}

/* Reads all there is: PNEU_MORE, PNEU_DONE or an error. */
static pneu_status drain(runner *run)
{
    char room[4096];
    size_t capacity = run->way->capacity > 0 ? run->way->capacity : sizeof room, len;
    pneu_status status;
    while ((status = pneu_ascii_read(run->ascii, room, capacity, &len)) == PNEU_OK) {
        MUST(len > 0 && len <= capacity);
        text_add(&run->result->out, room, len);
    }
    MUST(len == 0);
    return status;
}

static int32_t take_for_output(void *ctx, const void *bytes, size_t len)
{
    runner *run = ctx;
    pneu_status status = pneu_ascii_push(run->ascii, bytes, len);
    if (status != PNEU_OK)
        return status;
    MUST(pneu_ascii_push(run->ascii, bytes, len) == PNEU_ERR_STATE);
    status = drain(run);
    return status == PNEU_MORE ? PNEU_OK : status;
}

static pneu_status make_plan(runner *run, const char *bytes, size_t len)
{
    pneu_status status = pneu_ascii_plan_new(NULL, &run->way->choices, run->way->alloc, &run->plan);
    if (status == PNEU_OK)
        status = feed_chunks(bytes, len, run->way->how, take_for_plan, run);
    if (status == PNEU_OK)
        status = pneu_ascii_plan_finish(run->plan);
    if (run->plan != NULL)
        pneu_ascii_plan_refusal(run->plan, &run->result->refusal);
    return status == PNEU_OK ? pneu_ascii_new_planned(run->plan, run->way->alloc, &run->ascii) : status;
}

static pneu_status convert(runner *run, const char *bytes, size_t len)
{
    pneu_status status = feed_chunks(bytes, len, run->way->how, take_for_output, run);
    if (status == PNEU_OK)
        status = pneu_ascii_finish(run->ascii);
    if (status == PNEU_OK)
        status = drain(run);
    MUST(status == PNEU_DONE || status < 0);
    pneu_ascii_refusal(run->ascii, &run->result->refusal);
    pneu_ascii_plan_summary(pneu_ascii_plan_of(run->ascii), &run->result->summary);
    return status == PNEU_DONE ? PNEU_OK : status;
}

void ascii_run(const ascii_way *way, const char *bytes, size_t len, ascii_result *result)
{
    memory_spool memory = {{NULL, 0, 0}, 0};
    pneu_spool spool = {spool_write, spool_read, &memory};
    runner run = {NULL, NULL, way, result};
    memset(result, 0, sizeof *result);
    if (way->is_one_pass)
        result->status = pneu_ascii_new(NULL, &way->choices, way->has_spool ? &spool : NULL, way->alloc, &run.ascii);
    else
        result->status = make_plan(&run, bytes, len);
    if (result->status == PNEU_OK)
        result->status = convert(&run, bytes, len);
    size_t field = result->refusal.field.len < 63 ? result->refusal.field.len : 63;
    if (field > 0)
        memcpy(result->field, result->refusal.field.ptr, field);
    result->refusal.field.ptr = result->field;
    pneu_ascii_free(run.ascii);
    pneu_ascii_plan_free(run.plan);
    text_free(&memory.bytes);
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
