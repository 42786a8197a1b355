/*
 * One interface to all codecs: a table of rows, the run and end functions that drive a row's step (codec/codec.h), and
 * the same on the heap as a push/read object (pneu/codec.h).
 * In: bytes of any cut.
 * Out: bytes of any cut, and defects.
 * Invariants: a step sees neither waiting output nor a finished codec; what ends a codec is told after the last byte
 * that came before it; an error stays. Defects that touch are one, which is why the last find is kept back until the
 * next one or the end: so cuts cannot split a defect either.
 * The public object keeps the log of defects; running out of memory there ends the codec with PNEU_ERR_MEMORY.
 * Not handled: the encodings themselves (one file each).
 */
#include "codec/codec.h"

#include "base/defect_log.h"
#include "base/str.h"
#include "codec/kernels.h"
#include "codec/step.h"

static const pneu_i_codec_row rows[] = {
    [PNEU_CODEC_BASE64_DECODE] = {PNEU_CODEC_STRICT | PNEU_CODEC_STOP_AT_PAD, pneu_i_base64_decode,
                                  pneu_i_base64_decode_end},
    [PNEU_CODEC_BASE64_ENCODE] = {PNEU_CODEC_TEXT | PNEU_CODEC_LF_LINES, pneu_i_base64_encode,
                                  pneu_i_base64_encode_end},
    [PNEU_CODEC_QUOTED_PRINTABLE_DECODE] = {PNEU_CODEC_STRICT, pneu_i_qp_decode, pneu_i_qp_decode_end},
    [PNEU_CODEC_QUOTED_PRINTABLE_ENCODE] = {PNEU_CODEC_TEXT | PNEU_CODEC_BINARY | PNEU_CODEC_PROTECT_FROM |
                                                PNEU_CODEC_PROTECT_DOT | PNEU_CODEC_PROTECT_DASH | PNEU_CODEC_LF_LINES,
                                            pneu_i_qp_encode, pneu_i_qp_encode_end},
    [PNEU_CODEC_UU_DECODE] = {PNEU_CODEC_STRICT, pneu_i_uu_decode, pneu_i_uu_decode_end},
    [PNEU_CODEC_UU_ENCODE] = {PNEU_CODEC_LF_LINES, pneu_i_uu_encode, pneu_i_uu_encode_end},
    [PNEU_CODEC_YENC_DECODE] = {PNEU_CODEC_STRICT, pneu_i_yenc_decode, pneu_i_yenc_decode_end},
    [PNEU_CODEC_TO_CRLF] = {PNEU_CODEC_FIX_CR, pneu_i_to_crlf, pneu_i_to_crlf_end},
    [PNEU_CODEC_TO_LF] = {PNEU_CODEC_FIX_CR, pneu_i_to_lf, pneu_i_to_lf_end},
    [PNEU_CODEC_DOT_STUFF] = {PNEU_CODEC_STRICT | PNEU_CODEC_FIX_CR | PNEU_CODEC_KEEP_LF | PNEU_CODEC_NO_END,
                              pneu_i_dot_stuff, pneu_i_dot_stuff_end},
    [PNEU_CODEC_DOT_UNSTUFF] = {PNEU_CODEC_STRICT, pneu_i_dot_unstuff, pneu_i_dot_unstuff_end},
};

/* ---- Defects ------------------------------------------------------------------------------------------------ */

/* Tells the last find; no more of them once the receiver has ended the codec. */
static void report_find(pneu_i_codec *c)
{
    pneu_defect find = c->find;
    int is_ended_by_report = c->status < 0 && c->status != PNEU_ERR_SYNTAX;
    c->find.code = PNEU_DEFECT_NONE;
    if (find.code == PNEU_DEFECT_NONE || c->report == NULL || is_ended_by_report)
        return;
    uint8_t told = find.severity;
    pneu_i_defect_weigh(&find);
    find.severity = told != 0 ? told : find.severity;
    pneu_status status = c->report(c->report_ctx, &find);
    if (status != PNEU_OK)
        c->status = status;
}

void pneu_i_codec_note(pneu_i_codec *c, const pneu_defect *find)
{
    pneu_defect *last = &c->find;
    if (last->code == find->code && last->detail == find->detail && last->severity == find->severity &&
        last->offset + last->length == find->offset) {
        last->length += find->length;
        return;
    }
    report_find(c);
    *last = *find;
}

void pneu_i_codec_fail(pneu_i_codec *c, uint64_t offset)
{
    if (c->status != PNEU_OK)
        return;
    c->status = PNEU_ERR_SYNTAX;
    c->error_offset = offset;
}

/* ---- Held bytes --------------------------------------------------------------------------------------------- */

void pneu_i_codec_drain(pneu_i_codec *c, pneu_i_codec_io *io)
{
    size_t room = (size_t)(io->out_end - io->out), waiting = (size_t)(c->held_due - c->held_gone);
    size_t len = waiting < room ? waiting : room;
    if (len > 0)
        memcpy(io->out, c->held + c->held_gone, len);
    io->out += len;
    c->held_gone = (uint16_t)(c->held_gone + len);
    if (c->held_gone == c->held_due && c->held_due > 0)
        c->held_len = c->held_due = c->held_gone = 0;
}

void pneu_i_codec_put_far(pneu_i_codec *c, pneu_i_codec_io *io, const void *bytes, size_t len)
{
    size_t room = (size_t)(io->out_end - io->out);
    if (room > 0)
        memcpy(io->out, bytes, room);
    io->out += room;
    memcpy(c->held + c->held_len, (const uint8_t *)bytes + room, len - room);
    c->held_len = (uint16_t)(c->held_len + (len - room));
    c->held_due = c->held_len;
}

/* ---- On the stack ------------------------------------------------------------------------------------------- */

pneu_status pneu_i_codec_init(pneu_i_codec *codec, int32_t kind, uint32_t flags)
{
    if (kind < PNEU_CODEC_BASE64_DECODE || kind > PNEU_CODEC_DOT_UNSTUFF || (flags & ~rows[kind].flags) != 0)
        return PNEU_ERR_ARGUMENT;
    memset(codec, 0, offsetof(pneu_i_codec, held));
    codec->row = &rows[kind];
    codec->kernels = pneu_i_codec_kernels_at(PNEU_CPU_512);
    codec->flags = flags;
    return PNEU_OK;
}

void pneu_i_codec_use_level(pneu_i_codec *codec, uint32_t cpu_level)
{
    codec->kernels = pneu_i_codec_kernels_at(cpu_level);
}

void pneu_i_codec_report_to(pneu_i_codec *codec, pneu_i_codec_report report, void *ctx)
{
    codec->report = report;
    codec->report_ctx = ctx;
}

/* What to return after a step: OK as long as bytes wait for room. */
static pneu_status outcome(pneu_i_codec *c, pneu_status otherwise)
{
    if (c->status != PNEU_OK)
        report_find(c);
    if (c->held_due > 0)
        return PNEU_OK;
    return c->status != PNEU_OK ? c->status : otherwise;
}

pneu_status pneu_i_codec_run(pneu_i_codec *codec, pneu_i_codec_io *io)
{
    pneu_i_codec_drain(codec, io);
    if (codec->held_due == 0 && codec->status == PNEU_OK) {
        codec->end_offset = codec->offset + (uint64_t)(io->in_end - io->in);
        codec->row->step(codec, io);
        codec->offset = codec->end_offset - (uint64_t)(io->in_end - io->in);
    }
    return outcome(codec, io->in == io->in_end ? PNEU_MORE : PNEU_OK);
}

pneu_status pneu_i_codec_end(pneu_i_codec *codec, pneu_i_codec_io *io)
{
    pneu_i_codec_drain(codec, io);
    if (codec->held_due == 0 && codec->status == PNEU_OK) {
        pneu_i_codec_io last = {NULL, NULL, io->out, io->out_end};
        codec->end_offset = codec->offset;
        codec->row->end(codec, &last);
        io->out = last.out;
        if (codec->status == PNEU_OK)
            codec->status = PNEU_DONE;
    }
    return outcome(codec, PNEU_DONE);
}

static int is_octal_mode(pneu_str mode)
{
    if (mode.len != 3 && mode.len != 4)
        return 0;
    for (size_t i = 0; i < mode.len; i++)
        if (mode.ptr[i] < '0' || mode.ptr[i] > '7')
            return 0;
    return 1;
}

static int is_file_name(pneu_str name)
{
    if (name.len > PNEU_I_CODEC_NAME)
        return 0;
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == '\r' || name.ptr[i] == '\n' || name.ptr[i] == '\0')
            return 0;
    return 1;
}

pneu_status pneu_i_codec_set_name(pneu_i_codec *codec, pneu_str name, pneu_str mode)
{
    if (codec->row != &rows[PNEU_CODEC_UU_ENCODE] || !is_file_name(name) || (mode.len > 0 && !is_octal_mode(mode)))
        return PNEU_ERR_ARGUMENT;
    if (codec->offset > 0 || codec->status != PNEU_OK)
        return PNEU_ERR_STATE;
    if (name.len > 0)
        memcpy(codec->name, name.ptr, name.len);
    codec->name_len = (uint16_t)name.len;
    if (mode.len > 0)
        memcpy(codec->mode, mode.ptr, mode.len);
    codec->mode_len = (uint8_t)mode.len;
    return PNEU_OK;
}

/* ---- On the heap -------------------------------------------------------------------------------------------- */

struct pneu_codec {
    pneu_i_codec core;
    pneu_alloc alloc;
    pneu_i_defect_log log;
    const uint8_t *in; /* pushed and not yet used up */
    size_t in_len;
    int32_t kind;
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
    if (out == NULL || !pneu_i_alloc_usable(alloc) || pneu_i_codec_init(&core, kind, flags) != PNEU_OK)
        return PNEU_ERR_ARGUMENT;
    pneu_alloc own = pneu_i_alloc_or_default(alloc);
    pneu_codec *codec = pneu_i_alloc_zeroed(&own, sizeof *codec);
    if (codec == NULL)
        return PNEU_ERR_MEMORY;
    codec->core = core;
    codec->alloc = own;
    codec->kind = kind;
    pneu_i_codec_report_to(&codec->core, keep_defect, codec);
    *out = codec;
    return PNEU_OK;
}

pneu_status pneu_codec_set_cpu_level(pneu_codec *codec, int32_t level)
{
    if (codec == NULL || level < PNEU_CPU_PORTABLE || level > PNEU_CPU_512)
        return PNEU_ERR_ARGUMENT;
    pneu_i_codec_use_level(&codec->core, (uint32_t)level);
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
    const pneu_i_codec_kernels *kernels = codec->core.kernels;
    (void)pneu_i_codec_init(&codec->core, codec->kind, codec->core.flags);
    codec->core.kernels = kernels;
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
