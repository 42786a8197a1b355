/*
 * The writer: slice after slice, each copied as it stands, or through the codec that changes line ends or stuffs dots.
 * In: a finished message whose bytes are at hand, edits included. Out: its bytes in the form asked for, in pieces of
 * the caller's size. Invariants: constant memory; what comes out does not depend on the sizes asked for (law 4); bodies
 * declared binary pass by the codec that changes line ends, which is ended before and begun anew behind them. RFC 5322
 * section 2.3, RFC 5321 section 4.5.2, RFC 2045 section 6.2.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "codec/codec.h"
#include "pneu/write.h"
#include "write/slice_walk.h"

#define KNOWN_FLAGS                                                                                                    \
    (PNEU_WRITE_CRLF | PNEU_WRITE_LF | PNEU_WRITE_DOT_STUFFED | PNEU_WRITE_END_OF_DATA | PNEU_WRITE_HEADER |           \
     PNEU_WRITE_BODY)

struct pneu_writer {
    pneu_alloc alloc;
    pneu_message *message;
    uint32_t part;
    uint32_t flags;
    pneu_i_slice_walk walk;
    pneu_str rest;     /* of the slice being written */
    int is_plain;      /* it passes by the codec */
    int is_open;       /* the codec has begun and must be ended */
    int is_ending;     /* the codec is giving its last bytes */
    int is_over;       /* there are no more slices */
    pneu_status error; /* sticky */
    uint64_t bare_cr;
    uint64_t bare_lf;
    pneu_i_codec codec; /* if the flags ask for one */
};

/* ---- Making -------------------------------------------------------------------------------------------------- */

static int has_both(uint32_t flags, uint32_t pair)
{
    return (flags & pair) == pair;
}

static int are_flags_sound(uint32_t flags)
{
    int needs_dots = (flags & PNEU_WRITE_END_OF_DATA) != 0;
    return (flags & ~(uint32_t)KNOWN_FLAGS) == 0 && !has_both(flags, PNEU_WRITE_CRLF | PNEU_WRITE_LF) &&
           !has_both(flags, PNEU_WRITE_LF | PNEU_WRITE_DOT_STUFFED) &&
           !has_both(flags, PNEU_WRITE_HEADER | PNEU_WRITE_BODY) &&
           (!needs_dots || (flags & PNEU_WRITE_DOT_STUFFED) != 0);
}

/* What the flags ask for: PNEU_CODEC_..., 0 for none. */
static int32_t codec_kind(uint32_t flags)
{
    if ((flags & PNEU_WRITE_DOT_STUFFED) != 0)
        return PNEU_CODEC_DOT_STUFF;
    if ((flags & PNEU_WRITE_CRLF) != 0)
        return PNEU_CODEC_TO_CRLF;
    return (flags & PNEU_WRITE_LF) != 0 ? PNEU_CODEC_TO_LF : 0;
}

/* What the flags ask for: PNEU_I_WALK_... */
static int chosen(uint32_t flags)
{
    if ((flags & PNEU_WRITE_HEADER) != 0)
        return PNEU_I_WALK_HEADER;
    return (flags & PNEU_WRITE_BODY) != 0 ? PNEU_I_WALK_BODY : PNEU_I_WALK_PART;
}

static pneu_status count_find(void *ctx, const pneu_defect *find)
{
    pneu_writer *writer = ctx;
    if (find->code == PNEU_DEFECT_LINE_BARE_CR)
        writer->bare_cr += find->length;
    else if (find->code == PNEU_DEFECT_LINE_BARE_LF)
        writer->bare_lf += find->length;
    return PNEU_OK;
}

static void init_codec(pneu_writer *writer)
{
    int32_t kind = codec_kind(writer->flags);
    if (kind == 0)
        return;
    int has_no_end = kind == PNEU_CODEC_DOT_STUFF && (writer->flags & PNEU_WRITE_END_OF_DATA) == 0;
    (void)pneu_i_codec_init(&writer->codec, kind, has_no_end ? PNEU_CODEC_NO_END : 0,
                            pneu_i_settings_cpu_level(&writer->message->settings));
    pneu_i_codec_report_to(&writer->codec, count_find, writer);
}

/* 1 if an edit took the part away, or put something else in its place; a new message as a whole can be written. */
static int is_gone(const pneu_writer *wanted)
{
    int is_all = wanted->part == 0 && chosen(wanted->flags) == PNEU_I_WALK_PART;
    return !is_all && pneu_i_part_is_gone(wanted->message, wanted->part);
}

/* PNEU_OK if every byte to be written can be had. */
static pneu_status check_bytes(const pneu_writer *wanted)
{
    pneu_span span = pneu_i_walk_span(wanted->message, wanted->part, chosen(wanted->flags));
    pneu_str bytes;
    if (pneu_message_part_count(wanted->message) == 0)
        return PNEU_ERR_STATE;
    if (wanted->part >= pneu_message_part_count(wanted->message) || is_gone(wanted))
        return PNEU_ERR_NOT_FOUND;
    return span.length > 0 ? pneu_part_bytes(wanted->message, wanted->part, &span, &bytes) : PNEU_OK;
}

void pneu_writer_reset(pneu_writer *writer)
{
    if (writer == NULL)
        return;
    writer->error = check_bytes(writer);
    if (writer->error != PNEU_OK)
        return;
    writer->walk = pneu_i_slice_walk_of(writer->message, writer->part, chosen(writer->flags));
    writer->walk.is_coarse = codec_kind(writer->flags) == 0;
    writer->rest = pneu_i_str_of(NULL, 0);
    writer->is_open = codec_kind(writer->flags) == PNEU_CODEC_DOT_STUFF; /* the end of data follows nothing, too */
    writer->is_plain = writer->is_ending = writer->is_over = 0;
    writer->bare_cr = writer->bare_lf = 0;
    init_codec(writer);
}

pneu_status pneu_part_writer_new(pneu_message *message, uint32_t part, uint32_t flags, const pneu_alloc *alloc,
                                 pneu_writer **out)
{
    if (message == NULL || out == NULL || !are_flags_sound(flags) || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_writer *writer = pneu_i_alloc_zeroed(&used, sizeof *writer);
    if (writer == NULL)
        return PNEU_ERR_MEMORY;
    writer->alloc = used;
    writer->message = message;
    writer->part = part;
    writer->flags = flags;
    pneu_writer_reset(writer);
    pneu_status status = writer->error;
    if (status == PNEU_OK)
        *out = writer;
    else
        pneu_writer_free(writer);
    return status;
}

pneu_status pneu_writer_new(pneu_message *message, uint32_t flags, const pneu_alloc *alloc, pneu_writer **out)
{
    return pneu_part_writer_new(message, 0, flags, alloc, out);
}

void pneu_writer_free(pneu_writer *writer)
{
    if (writer == NULL)
        return;
    pneu_alloc alloc = writer->alloc;
    pneu_i_alloc_free(&alloc, writer, sizeof *writer);
}

/* ---- Reading ------------------------------------------------------------------------------------------------- */

/* The next slice becomes the rest to be written. */
static pneu_status take_slice(pneu_writer *writer)
{
    pneu_i_slice slice;
    if (!pneu_i_slice_walk_next(&writer->walk, writer->message, &slice)) {
        writer->is_over = 1;
        return PNEU_OK;
    }
    int32_t kind = codec_kind(writer->flags);
    int is_new = slice.kind == PNEU_I_SLICE_NEW;
    int is_binary = is_new ? slice.piece.is_binary
                           : slice.kind == PNEU_I_SLICE_BODY &&
                                 pneu_part_encoding(writer->message, slice.part) == PNEU_ENCODING_BINARY;
    writer->is_plain = kind == 0 || (is_binary && kind != PNEU_CODEC_DOT_STUFF);
    if (!is_new)
        return pneu_part_bytes(writer->message, writer->part, &slice.span, &writer->rest);
    writer->rest = slice.piece.bytes;
    return PNEU_OK;
}

static void copy_rest(pneu_writer *writer, pneu_i_codec_io *io)
{
    size_t room = (size_t)(io->out_end - io->out);
    size_t count = writer->rest.len < room ? writer->rest.len : room;
    memcpy(io->out, writer->rest.ptr, count);
    io->out += count;
    writer->rest = pneu_i_str_from(writer->rest, count);
}

static void code_rest(pneu_writer *writer, pneu_i_codec_io *io)
{
    io->in = (const uint8_t *)writer->rest.ptr;
    io->in_end = io->in + writer->rest.len;
    (void)pneu_i_codec_run(&writer->codec, io);
    writer->rest = pneu_i_str_of(io->in, (size_t)(io->in_end - io->in));
    writer->is_open = 1;
}

static void end_codec(pneu_writer *writer, pneu_i_codec_io *io)
{
    io->in = io->in_end = NULL;
    writer->is_ending = pneu_i_codec_end(&writer->codec, io) == PNEU_OK;
    if (writer->is_ending)
        return;
    writer->is_open = 0;
    init_codec(writer);
}

/* One step of the work: 0 when all is done. */
static int write_some(pneu_writer *writer, pneu_i_codec_io *io)
{
    int must_end = writer->is_over || (writer->is_plain && writer->rest.len > 0);
    if (writer->is_ending || (must_end && writer->is_open))
        end_codec(writer, io);
    else if (writer->is_over)
        return 0;
    else if (writer->rest.len == 0)
        writer->error = take_slice(writer);
    else if (writer->is_plain)
        copy_rest(writer, io);
    else
        code_rest(writer, io);
    return writer->error == PNEU_OK;
}

pneu_status pneu_writer_read(pneu_writer *writer, void *out, size_t capacity, size_t *written)
{
    if (writer == NULL || out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    pneu_i_codec_io io = {NULL, NULL, out, (uint8_t *)out + capacity};
    int goes_on = writer->error == PNEU_OK;
    while (goes_on && io.out < io.out_end)
        goes_on = write_some(writer, &io);
    *written = capacity - (size_t)(io.out_end - io.out);
    if (*written > 0)
        return PNEU_OK;
    return writer->error != PNEU_OK ? writer->error : PNEU_DONE;
}

uint64_t pneu_writer_defect_count(const pneu_writer *writer, int32_t code)
{
    if (writer == NULL)
        return 0;
    if (code == PNEU_DEFECT_LINE_BARE_CR)
        return writer->bare_cr;
    return code == PNEU_DEFECT_LINE_BARE_LF ? writer->bare_lf : 0;
}
