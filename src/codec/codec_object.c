/*
 * A codec as a push/read object on the heap (pneu/codec.h), around the one of codec.c.
 * In: bytes of any cut, borrowed until they are used up.
 * Out: what they come to, in the caller's room, and the records of defects in the order of their offsets.
 * Invariant: an error stays until reset; running out of memory for a record ends the codec with PNEU_ERR_MEMORY.
 */
#include "base/defect_log.h"
#include "base/str.h"
#include "codec/codec.h"
#include "codec/step.h"

struct pneu_codec {
    pneu_i_codec core;
    pneu_alloc alloc;
    pneu_i_defect_log log;
    const uint8_t *in; /* pushed and not yet used up */
    size_t in_len;
    int32_t kind;
    uint32_t cpu_level;
    uint8_t odd[2];    /* bytes of a slice that do not stand together in the input */
    uint8_t has_input; /* pushed, and MORE was not returned yet */
    uint8_t is_pushed; /* something was, since new or reset */
    uint8_t is_finished;
};

/* Keeps the records in the order of their offsets; finds come in it but for one line's worth. */
static pneu_status keep_defect(void *ctx, const pneu_defect *defect)
{
    pneu_codec *codec = ctx;
    size_t count = codec->log.count;
    pneu_status status = pneu_i_defect_log_add(&codec->log, &codec->alloc, defect);
    if (codec->log.count > count) {
        codec->log.due = 0;
        pneu_i_defect_log_release(&codec->log);
    }
    return status;
}

pneu_status pneu_codec_new(int32_t kind, uint32_t flags, const pneu_alloc *alloc, pneu_codec **out)
{
    pneu_i_codec core;
    if (out == NULL || !pneu_i_alloc_usable(alloc) || pneu_i_codec_init(&core, kind, flags, PNEU_CPU_512) != PNEU_OK)
        return PNEU_ERR_ARGUMENT;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_codec *codec = pneu_i_alloc_zeroed(&own, sizeof *codec);
    if (codec == NULL)
        return PNEU_ERR_MEMORY;
    codec->core = core;
    codec->alloc = own;
    codec->kind = kind;
    codec->cpu_level = PNEU_CPU_512;
    pneu_i_codec_report_to(&codec->core, keep_defect, codec);
    *out = codec;
    return PNEU_OK;
}

pneu_status pneu_codec_set_cpu_level(pneu_codec *codec, int32_t level)
{
    if (codec == NULL || level < PNEU_CPU_PORTABLE || level > PNEU_CPU_512)
        return PNEU_ERR_ARGUMENT;
    codec->cpu_level = (uint32_t)level;
    pneu_i_codec_use_level(&codec->core, codec->cpu_level);
    return PNEU_OK;
}

/* The error that stays with the codec, or 0. */
static pneu_status lasting_error(const pneu_codec *codec)
{
    return codec->core.held_due == 0 && codec->core.status < 0 ? codec->core.status : PNEU_OK;
}

pneu_status pneu_codec_push(pneu_codec *codec, const void *bytes, size_t len)
{
    if (codec == NULL)
        return PNEU_ERR_ARGUMENT;
    if (lasting_error(codec) != PNEU_OK)
        return lasting_error(codec);
    if (bytes == NULL && len > 0)
        return PNEU_ERR_ARGUMENT;
    if (codec->has_input || codec->is_finished || codec->core.status == PNEU_DONE)
        return PNEU_ERR_STATE;
    codec->in = bytes;
    codec->in_len = len;
    codec->has_input = codec->is_pushed = 1;
    return PNEU_OK;
}

pneu_status pneu_codec_finish(pneu_codec *codec)
{
    if (codec == NULL)
        return PNEU_ERR_ARGUMENT;
    if (lasting_error(codec) != PNEU_OK)
        return lasting_error(codec);
    if (codec->has_input || codec->is_finished)
        return PNEU_ERR_STATE;
    codec->is_finished = 1;
    return PNEU_OK;
}

static pneu_status run_once(pneu_codec *codec, pneu_i_codec_io *io)
{
    if (codec->is_finished)
        return pneu_i_codec_end(&codec->core, io);
    static const uint8_t nothing[1] = {0};
    io->in = codec->in_len > 0 ? codec->in : nothing;
    io->in_end = io->in + codec->in_len;
    pneu_status status = pneu_i_codec_run(&codec->core, io);
    codec->in = io->in;
    codec->in_len = (size_t)(io->in_end - io->in);
    return status;
}

pneu_status pneu_codec_read(pneu_codec *codec, void *out, size_t capacity, size_t *written)
{
    if (codec == NULL || out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_codec_io io = {NULL, NULL, out, (uint8_t *)out + capacity};
    pneu_status status = PNEU_OK;
    while (status == PNEU_OK && io.out < io.out_end)
        status = run_once(codec, &io);
    *written = (size_t)(io.out - (uint8_t *)out);
    if (*written > 0)
        return PNEU_OK;
    if (status == PNEU_MORE || status == PNEU_DONE)
        codec->has_input = 0;
    return status;
}

int pneu_i_codec_has_slices(const pneu_codec *codec)
{
    return codec->kind == PNEU_CODEC_DOT_UNSTUFF;
}

pneu_status pneu_codec_read_slice(pneu_codec *codec, pneu_str *slice)
{
    size_t len = 0;
    if (codec == NULL || slice == NULL || !pneu_i_codec_has_slices(codec))
        return PNEU_ERR_ARGUMENT;
    if (codec->core.status == PNEU_OK && codec->core.held_due == 0 && codec->has_input && codec->in_len > 0) {
        const uint8_t *start = codec->in, *end = start + codec->in_len;
        codec->in = pneu_i_dot_unstuff_plain(&codec->core, &start, end);
        len = (size_t)(codec->in - start);
        codec->core.offset += codec->in_len - (size_t)(end - codec->in);
        codec->in_len = (size_t)(end - codec->in);
        *slice = pneu_i_str_of(start, len);
    }
    if (len > 0)
        return PNEU_OK;
    pneu_status status = pneu_codec_read(codec, codec->odd, sizeof codec->odd, &len);
    if (status == PNEU_OK)
        *slice = pneu_i_str_of(codec->odd, len);
    return status;
}

void pneu_codec_rest(const pneu_codec *codec, pneu_str *rest)
{
    if (codec == NULL || rest == NULL)
        return;
    rest->ptr = NULL;
    rest->len = 0;
    if (codec->core.status != PNEU_DONE || codec->in_len == 0)
        return;
    rest->ptr = (const char *)codec->in;
    rest->len = codec->in_len;
}

static int has_name(const pneu_codec *codec)
{
    return codec->kind == PNEU_CODEC_UU_ENCODE || codec->kind == PNEU_CODEC_YENC_DECODE ||
           (codec->kind == PNEU_CODEC_UU_DECODE && codec->core.u.uu.begun);
}

void pneu_codec_name(const pneu_codec *codec, pneu_str *name)
{
    if (codec == NULL || name == NULL)
        return;
    name->ptr = codec->core.name;
    name->len = has_name(codec) ? codec->core.name_len : 0;
}

void pneu_codec_mode(const pneu_codec *codec, pneu_str *mode)
{
    if (codec == NULL || mode == NULL)
        return;
    mode->ptr = codec->core.mode;
    mode->len = has_name(codec) ? codec->core.mode_len : 0;
}

int32_t pneu_codec_checksum(const pneu_codec *codec)
{
    return codec->kind == PNEU_CODEC_YENC_DECODE ? codec->core.u.yenc.checksum : PNEU_CHECKSUM_NONE;
}

uint64_t pneu_codec_declared_size(const pneu_codec *codec)
{
    return codec->kind == PNEU_CODEC_YENC_DECODE ? codec->core.u.yenc.size : 0;
}

pneu_status pneu_codec_set_name(pneu_codec *codec, pneu_str name, pneu_str mode)
{
    if (codec == NULL)
        return PNEU_ERR_ARGUMENT;
    if (codec->is_pushed || codec->is_finished)
        return PNEU_ERR_STATE;
    return pneu_i_codec_set_name(&codec->core, name, mode);
}

const pneu_defect *pneu_codec_defect(const pneu_codec *codec, size_t i)
{
    return i < codec->log.count ? &pneu_i_defect_log_records(&codec->log)[i] : NULL;
}

uint64_t pneu_codec_defect_count(const pneu_codec *codec, int32_t code)
{
    return code > PNEU_DEFECT_NONE && code < PNEU_DEFECT_COUNT ? pneu_i_defect_log_count(&codec->log, code) : 0;
}

uint64_t pneu_codec_error_offset(const pneu_codec *codec)
{
    return codec->core.error_offset;
}

void pneu_codec_reset(pneu_codec *codec)
{
    if (codec == NULL)
        return;
    (void)pneu_i_codec_init(&codec->core, codec->kind, codec->core.flags, codec->cpu_level);
    pneu_i_codec_report_to(&codec->core, keep_defect, codec);
    pneu_i_defect_log_reset(&codec->log);
    codec->in = NULL;
    codec->in_len = 0;
    codec->has_input = codec->is_pushed = codec->is_finished = 0;
}

void pneu_codec_free(pneu_codec *codec)
{
    if (codec == NULL)
        return;
    pneu_alloc alloc = codec->alloc;
    pneu_i_defect_log_free(&codec->log, &alloc);
    pneu_i_alloc_free(&alloc, codec, sizeof *codec);
}
