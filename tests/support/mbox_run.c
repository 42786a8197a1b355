/* Splitting and joining, pushed and read as told. */
#include "base/str.h" /* before what declares `text` */
#include "support/mbox_run.h"
#include "support/must.h"

typedef void take_event(void *ctx, const pneu_mbox_event *event);

typedef struct split_run {
    pneu_mbox_splitter *splitter;
    pneu_str in;
    int answers;
    take_event *take;
    void *ctx;
    uint64_t at; /* where the last slice ended */
} split_run;

static void answer(split_run *run, uint64_t offset)
{
    size_t at = offset < run->in.len ? (size_t)offset : run->in.len;
    size_t len = run->in.len - at < PNEU_MBOX_PEEK_SIZE ? run->in.len - at : PNEU_MBOX_PEEK_SIZE;
    if (run->answers)
        MUST(pneu_mbox_splitter_answer(run->splitter, run->in.ptr + at, len) == PNEU_OK);
    MUST(!run->answers || pneu_mbox_splitter_answer(run->splitter, "", 0) == PNEU_ERR_STATE);
}

/* Slices come in order, and are what stands in the mbox; a splitter that was given CRLF may give LF of it apart. */
static void check_slice(split_run *run, const pneu_mbox_event *event)
{
    MUST(event->offset >= run->at && event->offset + event->slice.len <= run->in.len);
    MUST(event->slice.len == 0 || memcmp(run->in.ptr + event->offset, event->slice.ptr, event->slice.len) == 0);
    MUST(event->type != PNEU_MBOX_BYTES || event->slice.len > 0);
    run->at = event->offset + event->slice.len;
}

static pneu_status take_events(split_run *run)
{
    const pneu_mbox_event *event;
    pneu_status status;
    while ((status = pneu_mbox_splitter_next(run->splitter, &event)) == PNEU_OK) {
        if (event->type == PNEU_MBOX_PEEK) {
            answer(run, event->offset);
            continue;
        }
        check_slice(run, event);
        run->take(run->ctx, event);
    }
    return status;
}

static int32_t push(void *ctx, const void *bytes, size_t len)
{
    split_run *run = ctx;
    MUST(pneu_mbox_splitter_push(run->splitter, bytes, len) == PNEU_OK);
    MUST(take_events(run) == PNEU_MORE);
    return 0;
}

static void run_split(mbox_how how, chunking cut, split_run *run)
{
    MUST(pneu_mbox_splitter_new(how.variant, how.flags, NULL, &run->splitter) == PNEU_OK);
    MUST(feed_chunks(run->in.ptr, run->in.len, cut, push, run) == 0);
    MUST(pneu_mbox_splitter_finish(run->splitter) == PNEU_OK);
    MUST(take_events(run) == PNEU_DONE);
    pneu_mbox_splitter_free(run->splitter);
}

/* ---- As a trace ------------------------------------------------------------------------------------------------- */

typedef struct tracer {
    text *trace;
    text bytes; /* not yet written */
    int32_t type;
} tracer;

static void write_bytes(tracer *t)
{
    if (t->bytes.len > 0) {
        text_print(t->trace, "%s ", t->type == PNEU_MBOX_JUNK ? "junk" : "bytes");
        text_add_quoted(t->trace, pneu_i_str_of(t->bytes.ptr, t->bytes.len));
        text_add(t->trace, "\n", 1);
    }
    text_clear(&t->bytes);
}

static void trace_event(void *ctx, const pneu_mbox_event *event)
{
    tracer *t = ctx;
    if (event->type == PNEU_MBOX_JUNK || event->type == PNEU_MBOX_BYTES) {
        t->type = event->type;
        text_add(&t->bytes, event->slice.ptr, event->slice.len);
        return;
    }
    write_bytes(t);
    if (event->type == PNEU_MBOX_MESSAGE)
        text_print(t->trace, "from %.*s %lld @%llu\n", (int)event->from.sender.len, event->from.sender.ptr,
                   (long long)event->from.date.epoch, (unsigned long long)event->offset);
    else
        text_print(t->trace, "end @%llu\n", (unsigned long long)event->offset);
}

void mbox_split(mbox_how how, pneu_str in, chunking cut, text *trace)
{
    tracer t = {trace, {0}, 0};
    split_run run = {NULL, in, how.answers, trace_event, &t, 0};
    text_add(trace, "", 0);
    run_split(how, cut, &run);
    write_bytes(&t);
    text_free(&t.bytes);
}

/* ---- As messages ------------------------------------------------------------------------------------------------ */

static void keep_event(void *ctx, const pneu_mbox_event *event)
{
    mbox_messages *messages = ctx;
    if (event->type == PNEU_MBOX_BYTES)
        text_add(&messages->bytes, event->slice.ptr, event->slice.len);
    if (event->type == PNEU_MBOX_END && messages->count < COUNT_OF(messages->ends))
        messages->ends[messages->count++] = messages->bytes.len;
}

void mbox_messages_of(mbox_how how, pneu_str in, chunking cut, mbox_messages *out)
{
    split_run run = {NULL, in, how.answers, keep_event, out, 0};
    text_clear(&out->bytes);
    text_add(&out->bytes, "", 0);
    out->count = 0;
    run_split(how, cut, &run);
}

pneu_str mbox_message(const mbox_messages *messages, size_t index)
{
    size_t start = index > 0 ? messages->ends[index - 1] : 0;
    return pneu_i_str_of(messages->bytes.ptr + start, messages->ends[index] - start);
}

/* ---- Joining ---------------------------------------------------------------------------------------------------- */

static pneu_status read_all(const mbox_joiner *joiner)
{
    char buffer[4096];
    size_t room = joiner->cut.size < sizeof buffer ? joiner->cut.size : sizeof buffer, written;
    pneu_status status;
    while ((status = pneu_mbox_writer_read(joiner->writer, buffer, room, &written)) == PNEU_OK)
        text_add(joiner->mbox, buffer, written);
    return status;
}

static int32_t push_message(void *ctx, const void *bytes, size_t len)
{
    const mbox_joiner *joiner = ctx;
    pneu_status status = pneu_mbox_writer_push(joiner->writer, bytes, len);
    if (status == PNEU_OK)
        status = read_all(joiner);
    return status == PNEU_MORE ? PNEU_OK : status;
}

pneu_status mbox_add(const mbox_joiner *joiner, pneu_str message)
{
    uint64_t length = pneu_mbox_body_length(joiner->variant, joiner->flags, message);
    pneu_status status = pneu_mbox_writer_begin(joiner->writer, pneu_i_str("a@b.c"), INT64_C(1704067200), length);
    if (status == PNEU_OK)
        status = feed_chunks(message.ptr, message.len, joiner->cut, push_message, (void *)joiner);
    if (status == PNEU_OK)
        status = pneu_mbox_writer_end(joiner->writer);
    if (status == PNEU_OK)
        status = read_all(joiner);
    MUST(status != PNEU_DONE || pneu_mbox_writer_body_length(joiner->writer) == length);
    return status == PNEU_DONE ? PNEU_OK : status;
}

void mbox_whole_message(pneu_str message, text *out)
{
    int has_blank = 0, is_start = 1;
    text_clear(out);
    text_add(out, "", 0);
    text_add(out, message.ptr, message.len);
    if (message.len == 0)
        return;
    if (message.ptr[message.len - 1] != '\n')
        text_add(out, "\n", 1);
    for (size_t i = 0; i < out->len; i++) {
        has_blank |= is_start && (out->ptr[i] == '\n' || strncmp(out->ptr + i, "\r\n", 2) == 0);
        is_start = out->ptr[i] == '\n';
    }
    if (!has_blank)
        text_add(out, "\n", 1);
}
