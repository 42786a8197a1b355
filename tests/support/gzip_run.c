/* gzip's streams, pushed and read as told. */
#include "support/gzip_run.h"

#include "support/must.h"

/* Either stream. */
typedef struct runner {
    pneu_gunzip *gunzip;
    pneu_gzip *gzip;
    size_t room;
    text *out;
} runner;

static pneu_status read_once(const runner *run, void *out, size_t *written)
{
    return run->gzip != NULL ? pneu_gzip_read(run->gzip, out, run->room, written)
                             : pneu_gunzip_read(run->gunzip, out, run->room, written);
}

static pneu_status read_all(const runner *run)
{
    char buffer[4096];
    size_t written;
    pneu_status status;
    while ((status = read_once(run, buffer, &written)) == PNEU_OK) {
        MUST(written > 0 && written <= run->room);
        text_add(run->out, buffer, written);
    }
    MUST(written == 0);
    return status;
}

static int32_t push(void *ctx, const void *bytes, size_t len)
{
    const runner *run = ctx;
    pneu_status status =
        run->gzip != NULL ? pneu_gzip_push(run->gzip, bytes, len) : pneu_gunzip_push(run->gunzip, bytes, len);
    if (status == PNEU_OK)
        status = read_all(run);
    return status == PNEU_MORE ? PNEU_OK : status;
}

static pneu_status run_stream(runner *run, pneu_str in, chunking cut)
{
    run->room = cut.size < 4096 ? cut.size : 4096;
    text_add(run->out, "", 0);
    pneu_status status = feed_chunks(in.ptr, in.len, cut, push, run);
    if (status == PNEU_OK)
        status = run->gzip != NULL ? pneu_gzip_finish(run->gzip) : pneu_gunzip_finish(run->gunzip);
    return status == PNEU_OK ? read_all(run) : status;
}

pneu_status gunzip_run(pneu_gunzip *gunzip, pneu_str in, chunking cut, text *out)
{
    runner run = {gunzip, NULL, 0, out};
    return run_stream(&run, in, cut);
}

pneu_status gzip_run(pneu_gzip *gzip, pneu_str in, chunking cut, text *out)
{
    runner run = {NULL, gzip, 0, out};
    return run_stream(&run, in, cut);
}
