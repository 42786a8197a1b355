/*
 * A chain as an MTA has it: unstuffed, watched, a field prepended, 7-bit, stuffed. Byte 0: the cuts;
 * byte 1: the room of reads, the pieces between stages; the rest: what comes over the wire. Neither the output nor what
 * the watch sees depends on these, nor on what the chain did before its reset.
 */
#include "support/mail_mutator.h"
#include "support/must.h"
#include "support/stage_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(2)

typedef struct filter {
    pneu_codec *unstuff, *stuff;
    pneu_field_editor *edit;
    pneu_ascii *ascii;
    pneu_watch watch;
    pneu_chain *chain;
    text seen, out;
} filter;

static pneu_status see(void *ctx, pneu_str bytes)
{
    text_add(ctx, bytes.ptr, bytes.len);
    return PNEU_OK;
}

static pneu_status run(filter *f, pneu_str in, chunking cut, size_t room)
{
    text_clear(&f->seen);
    text_clear(&f->out);
    pneu_chain_reset(f->chain);
    return stage_run(chain_stage(f->chain), in, cut, room, &f->out);
}

static void begin(filter *f, size_t piece)
{
    pneu_str name = {"A", 1}, value = {"x", 1};
    f->watch = (pneu_watch){.see = see, .ctx = &f->seen};
    MUST(pneu_codec_new(PNEU_CODEC_DOT_UNSTUFF, 0, NULL, &f->unstuff) == PNEU_OK);
    MUST(pneu_codec_new(PNEU_CODEC_DOT_STUFF, 0, NULL, &f->stuff) == PNEU_OK);
    MUST(pneu_field_editor_new(NULL, &f->edit) == PNEU_OK);
    MUST(pneu_ascii_new(NULL, NULL, NULL, NULL, &f->ascii) == PNEU_OK);
    MUST(pneu_field_editor_put(f->edit, PNEU_PUT_PREPEND, name, value) == PNEU_OK);
    pneu_stage stages[] = {pneu_codec_stage(f->unstuff), pneu_watch_stage(&f->watch), pneu_field_editor_stage(f->edit),
                           pneu_ascii_stage(f->ascii), pneu_codec_stage(f->stuff)};
    MUST(pneu_chain_new(stages, COUNT_OF(stages), piece, NULL, &f->chain) == PNEU_OK);
}

static void end(filter *f)
{
    pneu_chain_free(f->chain);
    pneu_codec_free(f->unstuff);
    pneu_codec_free(f->stuff);
    pneu_field_editor_free(f->edit);
    pneu_ascii_free(f->ascii);
    text_free(&f->seen);
    text_free(&f->out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    filter f = {0};
    if (size < 2 || size > 16384)
        return 0;
    chunking cut = {data[0] >> 4, (size_t)(data[0] & 15) + 1, 0};
    pneu_str in = {(const char *)data + 2, size - 2};
    begin(&f, (size_t)(data[1] >> 4) + 1);
    pneu_status status = run(&f, in, WHOLE, 64);
    text seen = f.seen, out = f.out;
    f.seen = f.out = (text){0};
    MUST(run(&f, in, cut, (size_t)(data[1] & 15) + 1) == status);
    MUST(status < 0 || (text_is_same("output", &out, &f.out) && text_is_same("seen", &seen, &f.seen)));
    end(&f);
    text_free(&seen);
    text_free(&out);
    return 0;
}
