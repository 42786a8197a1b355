/*
 * The library's streams as stages of a chain: for each of its functions one that takes a pointer to void; and the
 * watch. In: a stream. Out: its stage, which borrows it.
 */
#include "base/str.h"
#include "codec/codec.h"
#include "filter/stage.h"

PNEU_I_STAGE(field_editor)
PNEU_I_STAGE(ascii)
PNEU_I_STAGE(widen)
PNEU_I_STAGE(refolder)
PNEU_I_STAGE(strip)
PNEU_I_STAGE(gunzip)
PNEU_I_STAGE(gzip)

/* ---- Codecs, one of which knows slices -------------------------------------------------------------------------- */

PNEU_I_STAGE_FUNCTIONS(codec)

static pneu_status codec_read_slice(void *stream, pneu_str *slice)
{
    return pneu_codec_read_slice(stream, slice);
}

pneu_stage pneu_codec_stage(pneu_codec *codec)
{
    pneu_stage stage = {codec_push, codec_finish, codec_read, NULL, codec_reset, codec};
    if (pneu_i_codec_has_slices(codec))
        stage.read_slice = codec_read_slice;
    return stage;
}

/* ---- The watch -------------------------------------------------------------------------------------------------- */

static pneu_status watch_push(void *stream, const void *bytes, size_t len)
{
    pneu_watch *watch = stream;
    watch->passing = pneu_i_str_of(bytes, len);
    return len > 0 ? watch->see(watch->ctx, watch->passing) : PNEU_OK;
}

static pneu_status watch_finish(void *stream)
{
    pneu_watch *watch = stream;
    watch->is_finished = 1;
    return watch->see(watch->ctx, pneu_i_str(""));
}

static pneu_status watch_read_slice(void *stream, pneu_str *slice)
{
    pneu_watch *watch = stream;
    if (watch->passing.len == 0)
        return watch->is_finished ? PNEU_DONE : PNEU_MORE;
    *slice = watch->passing;
    watch->passing = pneu_i_str("");
    return PNEU_OK;
}

static void watch_reset(void *stream)
{
    pneu_watch *watch = stream;
    watch->passing = pneu_i_str("");
    watch->is_finished = 0;
}

pneu_stage pneu_watch_stage(pneu_watch *watch)
{
    pneu_stage stage = {watch_push, watch_finish, NULL, watch_read_slice, watch_reset, watch};
    return stage;
}
