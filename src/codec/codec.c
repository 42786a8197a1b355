/*
 * One interface to all codecs: a table of rows, and the run and end functions that drive a row's step (codec/codec.h).
 * In: bytes of any cut.
 * Out: bytes of any cut, and defects.
 * Invariants: a step sees neither waiting output nor a finished codec; what ends a codec is told after the last byte
 * that came before it; an error stays. Defects that touch are one, which is why the last find is kept back until the
 * next one or the end: so cuts cannot split a defect either.
 * Not handled: the encodings themselves (one file each); memory (codec_object.c).
 */
#include "codec/codec.h"

#include "base/defect.h"
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

/* ---- Running ------------------------------------------------------------------------------------------------ */

pneu_status pneu_i_codec_init(pneu_i_codec *codec, int32_t kind, uint32_t flags, uint32_t cpu_level)
{
    if (kind < PNEU_CODEC_BASE64_DECODE || kind > PNEU_CODEC_DOT_UNSTUFF || (flags & ~rows[kind].flags) != 0)
        return PNEU_ERR_ARGUMENT;
    memset(codec, 0, offsetof(pneu_i_codec, held));
    codec->row = &rows[kind];
    codec->kernels = pneu_i_codec_kernels_at(cpu_level);
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
