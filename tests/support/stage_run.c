/* Streams pushed and read as told. */
#include "support/stage_run.h"

#include "support/must.h"

typedef struct runner {
    const pneu_stage *stage;
    size_t room;
    text *out;
} runner;

/* Reads all there is: PNEU_MORE, PNEU_DONE or an error. */
static pneu_status drain(const runner *run)
{
    char bytes[4096];
    size_t room = run->room > 0 && run->room < sizeof bytes ? run->room : sizeof bytes, len;
    pneu_status status;
    while ((status = run->stage->read(run->stage->stream, bytes, room, &len)) == PNEU_OK) {
        MUST(len > 0 && len <= room);
        text_add(run->out, bytes, len);
    }
    MUST(len == 0);
    return status;
}

static int32_t take(void *ctx, const void *bytes, size_t len)
{
    const runner *run = ctx;
    pneu_status status = run->stage->push(run->stage->stream, bytes, len);
    if (status != PNEU_OK)
        return status;
    MUST(run->stage->push(run->stage->stream, bytes, len) == PNEU_ERR_STATE);
    status = drain(run);
    return status == PNEU_MORE ? PNEU_OK : status;
}

pneu_status stage_run(pneu_stage stage, pneu_str in, chunking how, size_t room, text *out)
{
    runner run = {&stage, room, out};
    text_add(out, "", 0);
    pneu_status status = feed_chunks(in.ptr, in.len, how, take, &run);
    if (status == PNEU_OK)
        status = stage.finish(stage.stream);
    if (status == PNEU_OK)
        status = drain(&run);
    MUST(status == PNEU_DONE || status < 0);
    return status;
}

/* ---- Chains ------------------------------------------------------------------------------------------------------ */

static pneu_status chain_push(void *stream, const void *bytes, size_t len)
{
    return pneu_chain_push(stream, bytes, len);
}

static pneu_status chain_finish(void *stream)
{
    return pneu_chain_finish(stream);
}

static pneu_status chain_read(void *stream, void *out, size_t capacity, size_t *written)
{
    return pneu_chain_read(stream, out, capacity, written);
}

static void chain_reset(void *stream)
{
    pneu_chain_reset(stream);
}

pneu_stage chain_stage(pneu_chain *chain)
{
    return (pneu_stage){chain_push, chain_finish, chain_read, NULL, chain_reset, chain};
}

/* ---- Notes ------------------------------------------------------------------------------------------------------- */

void text_print_note(text *out, const pneu_note *note)
{
    text_print(out, "%d %u %llu %.*s\n", (int)note->kind, (unsigned)note->part, (unsigned long long)note->offset,
               (int)note->field.len, note->field.ptr);
}
