/*
 * The library's streams as stages of a chain: for each of its functions one that takes a pointer to void; and the
 * watch. In: a stream. Out: its stage, which borrows it.
 */
#include "base/str.h"
#include "codec/codec.h"
#include "pneu/chain.h"

/* The four functions that all of them have. A pointer to pneu_NAME_push itself could not be called as one that takes a
 * pointer to void. */
#define STAGE_FUNCTIONS(name)                                                                                          \
    static pneu_status name##_push(void *stream, const void *bytes, size_t len)                                        \
    {                                                                                                                  \
        return pneu_##name##_push(stream, bytes, len);                                                                 \
    }                                                                                                                  \
    static pneu_status name##_finish(void *stream)                                                                     \
    {                                                                                                                  \
        return pneu_##name##_finish(stream);                                                                           \
    }                                                                                                                  \
    static pneu_status name##_read(void *stream, void *out, size_t capacity, size_t *written)                          \
    {                                                                                                                  \
        return pneu_##name##_read(stream, out, capacity, written);                                                     \
    }                                                                                                                  \
    static void name##_reset(void *stream)                                                                             \
    {                                                                                                                  \
        pneu_##name##_reset(stream);                                                                                   \
    }

#define STAGE(name)                                                                                                    \
    STAGE_FUNCTIONS(name)                                                                                              \
    pneu_stage pneu_##name##_stage(pneu_##name *stream)                                                                \
    {                                                                                                                  \
        pneu_stage stage = {name##_push, name##_finish, name##_read, NULL, name##_reset, stream};                      \
        return stage;                                                                                                  \
    }

STAGE(field_editor)
STAGE(ascii)
STAGE(widen)
STAGE(refolder)
STAGE(strip)
STAGE(gunzip)
STAGE(gzip)

/* ---- Codecs, one of which knows slices -------------------------------------------------------------------------- */

STAGE_FUNCTIONS(codec)

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
