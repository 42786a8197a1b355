/*
 * The exact writer: slice after slice, each copied as it stands.
 * In: a finished message whose bytes are at hand. Out: its bytes, in pieces of the caller's size. Invariants: constant
 * memory; what comes out does not depend on the sizes asked for (law 4).
 */
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "pneu/write.h"
#include "write/slice_walk.h"

struct pneu_writer {
    pneu_alloc alloc;
    pneu_message *message;
    pneu_status error; /* sticky */
    pneu_str rest;     /* of the slice being written */
    pneu_i_slice_walk walk;
};

/* PNEU_OK if every byte of the message can be had. */
static pneu_status check_bytes(pneu_message *message)
{
    pneu_span all = {0, pneu_message_size(message)};
    pneu_str bytes;
    if (pneu_message_part_count(message) == 0)
        return PNEU_ERR_STATE;
    return all.length > 0 ? pneu_part_bytes(message, 0, &all, &bytes) : PNEU_OK;
}

pneu_status pneu_writer_new(pneu_message *message, uint32_t flags, const pneu_alloc *alloc, pneu_writer **out)
{
    if (message == NULL || out == NULL || flags != PNEU_WRITE_EXACT || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = check_bytes(message);
    if (status != PNEU_OK)
        return status;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_writer *writer = pneu_i_alloc_zeroed(&used, sizeof *writer);
    if (writer == NULL)
        return PNEU_ERR_MEMORY;
    writer->alloc = used;
    writer->message = message;
    *out = writer;
    return PNEU_OK;
}

/* The next slice becomes the rest to be written: PNEU_OK, PNEU_DONE or an error. */
static pneu_status take_slice(pneu_writer *writer)
{
    pneu_i_slice slice;
    if (!pneu_i_slice_walk_next(&writer->walk, writer->message, &slice))
        return PNEU_DONE;
    return pneu_part_bytes(writer->message, 0, &slice.span, &writer->rest);
}

pneu_status pneu_writer_read(pneu_writer *writer, void *out, size_t capacity, size_t *written)
{
    if (writer == NULL || out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    char *to = out;
    *written = 0;
    while (*written < capacity && writer->error == PNEU_OK) {
        if (writer->rest.len == 0) {
            pneu_status status = take_slice(writer);
            if (status == PNEU_DONE)
                break;
            writer->error = status;
            continue;
        }
        size_t room = capacity - *written;
        size_t count = writer->rest.len < room ? writer->rest.len : room;
        memcpy(to + *written, writer->rest.ptr, count);
        writer->rest = pneu_i_str_from(writer->rest, count);
        *written += count;
    }
    if (*written > 0)
        return PNEU_OK;
    return writer->error != PNEU_OK ? writer->error : PNEU_DONE;
}

void pneu_writer_reset(pneu_writer *writer)
{
    if (writer == NULL)
        return;
    writer->error = PNEU_OK;
    writer->rest = pneu_i_str_of(NULL, 0);
    memset(&writer->walk, 0, sizeof writer->walk);
}

void pneu_writer_free(pneu_writer *writer)
{
    if (writer != NULL) {
        pneu_alloc alloc = writer->alloc;
        pneu_i_alloc_free(&alloc, writer, sizeof *writer);
    }
}
