/* The canonical form of a body, pushed and read as told. */
#include "support/canon_run.h"

#include "support/must.h"

static pneu_status read_all(canon_run *run)
{
    char buffer[4096];
    size_t written;
    pneu_status status;
    while ((status = pneu_canon_body_read(run->body, buffer, run->room, &written)) == PNEU_OK) {
        MUST(written > 0 && written <= run->room);
        text_add(run->out, buffer, written);
    }
    MUST(written == 0);
    return status;
}

int32_t canon_run_push(void *ctx, const void *bytes, size_t len)
{
    canon_run *run = ctx;
    pneu_status status = pneu_canon_body_push(run->body, bytes, len);
    if (status == PNEU_OK)
        status = read_all(run);
    return status == PNEU_MORE ? PNEU_OK : status;
}

pneu_status canon_run_end(canon_run *run)
{
    pneu_status status = pneu_canon_body_finish(run->body);
    return status == PNEU_OK ? read_all(run) : status;
}

uint64_t canon_run_whole(canon_how how, pneu_str in, chunking cut, text *out)
{
    canon_run run = {NULL, out, cut.size < 4096 ? cut.size : 4096};
    text_clear(out);
    text_add(out, "", 0);
    MUST(pneu_canon_body_new(how.algorithm, how.flags, how.limit, NULL, &run.body) == PNEU_OK);
    MUST(feed_chunks(in.ptr, in.len, cut, canon_run_push, &run) == PNEU_OK);
    MUST(canon_run_end(&run) == PNEU_DONE);
    uint64_t length = pneu_canon_body_length(run.body);
    pneu_canon_body_free(run.body);
    return length;
}
