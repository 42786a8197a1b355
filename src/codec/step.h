/*
 * What the codecs share: the row that describes one, and the ways to write bytes, to hold them back, and to say what is
 * wrong. Only for src/codec.
 *
 * A step takes input from io->in while there is room at io->out. What it puts may be more than the room: the surplus
 * waits in `held` and goes out first next time, so a step stops as soon as the output is full, but never has to count
 * bytes beforehand. It holds bytes back (undecided, also in `held`) only while nothing waits there.
 */
#ifndef PNEU_CODEC_STEP_H
#define PNEU_CODEC_STEP_H

#include <string.h>

#include "codec/codec.h"

typedef void (*pneu_i_codec_step)(pneu_i_codec *codec, pneu_i_codec_io *io);

typedef struct pneu_i_codec_row {
    uint32_t flags;         /* those that belong to it */
    pneu_i_codec_step step; /* takes input */
    pneu_i_codec_step end;  /* once, after the input */
} pneu_i_codec_row;

void pneu_i_base64_decode(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_base64_decode_end(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_base64_encode(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_base64_encode_end(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_qp_decode(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_qp_decode_end(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_qp_encode(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_qp_encode_end(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_uu_decode(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_uu_decode_end(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_uu_encode(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_uu_encode_end(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_yenc_decode(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_yenc_decode_end(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_to_crlf(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_to_crlf_end(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_to_lf(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_to_lf_end(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_dot_stuff(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_dot_stuff_end(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_dot_unstuff(pneu_i_codec *c, pneu_i_codec_io *io);
void pneu_i_dot_unstuff_end(pneu_i_codec *c, pneu_i_codec_io *io);

/* Passes input that goes out as it stands, and says where it ends; *in is moved over a dot before it. No output may be
 * waiting. */
const uint8_t *pneu_i_dot_unstuff_plain(pneu_i_codec *c, const uint8_t **in, const uint8_t *end);

/* Notes a find. Finds of one code and detail that touch each other are one defect. */
void pneu_i_codec_note(pneu_i_codec *c, const pneu_defect *find);

/* Strict: ends the codec with PNEU_ERR_SYNTAX because of the byte at this offset. */
void pneu_i_codec_fail(pneu_i_codec *c, uint64_t offset);

/* Lets held bytes go out, as many as there is room for. */
void pneu_i_codec_drain(pneu_i_codec *c, pneu_i_codec_io *io);

/* Puts bytes that there may not be room for. */
void pneu_i_codec_put_far(pneu_i_codec *c, pneu_i_codec_io *io, const void *bytes, size_t len);

static inline void pneu_i_codec_put(pneu_i_codec *c, pneu_i_codec_io *io, const void *bytes, size_t len)
{
    if ((size_t)(io->out_end - io->out) >= len) {
        memcpy(io->out, bytes, len);
        io->out += len;
    } else {
        pneu_i_codec_put_far(c, io, bytes, len);
    }
}

static inline void pneu_i_codec_put_byte(pneu_i_codec *c, pneu_i_codec_io *io, unsigned value)
{
    uint8_t byte = (uint8_t)value;
    pneu_i_codec_put(c, io, &byte, 1);
}

/* Holds one byte back. The caller sees to it that there are never more than PNEU_I_CODEC_HELD. */
static inline void pneu_i_codec_hold(pneu_i_codec *c, uint8_t byte)
{
    c->held[c->held_len++] = byte;
}

/* The bytes held back are nothing, or go out as they stand. */
static inline void pneu_i_codec_forget(pneu_i_codec *c)
{
    c->held_len = 0;
}

static inline void pneu_i_codec_release(pneu_i_codec *c, pneu_i_codec_io *io)
{
    c->held_due = c->held_len;
    pneu_i_codec_drain(c, io);
}

/* 1 while a step should go on. */
static inline int pneu_i_codec_can_go_on(const pneu_i_codec *c, const pneu_i_codec_io *io)
{
    return io->in < io->in_end && io->out < io->out_end && c->status == PNEU_OK;
}

/* Input that can be used up without minding the room, as long as no byte of it makes more than one. */
static inline const uint8_t *pneu_i_codec_window(const pneu_i_codec_io *io)
{
    size_t in = (size_t)(io->in_end - io->in), out = (size_t)(io->out_end - io->out);
    return io->in + (in < out ? in : out);
}

static inline uint64_t pneu_i_codec_at(const pneu_i_codec *c, const pneu_i_codec_io *io, const uint8_t *p)
{
    return c->end_offset - (uint64_t)(io->in_end - p);
}

static inline int pneu_i_codec_is(const pneu_i_codec *c, uint32_t flag)
{
    return (c->flags & flag) != 0;
}

/* A find of `length` bytes at `offset`. */
static inline pneu_defect pneu_i_find(int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    pneu_defect find = {0};
    find.code = (uint16_t)code;
    find.detail = (uint16_t)detail;
    find.offset = offset;
    find.length = length;
    return find;
}

#endif
