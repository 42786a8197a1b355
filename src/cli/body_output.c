/*
 * A part's body, decoded in pieces and written. In: a part whose bytes are at hand. Out: bytes, whatever they are.
 * Not handled: charsets and line ends (text_output.c).
 */
#include "cli/body_output.h"

#include <stdlib.h>

enum {
    READ_SIZE = 65536
};

pneu_status body_output_write(struct output *out, pneu_message *message, uint32_t part, uint64_t *length)
{
    pneu_body_reader *reader = NULL;
    char *buffer = malloc(READ_SIZE);
    pneu_status status = buffer ? pneu_body_reader_new(message, part, &reader) : PNEU_ERR_MEMORY;
    size_t written;

    *length = 0;
    while (status == PNEU_OK && !output_failed(out)) {
        status = pneu_body_reader_read(reader, buffer, READ_SIZE, &written);
        if (status != PNEU_OK)
            break;
        output_bytes(out, buffer, written);
        *length += written;
    }
    pneu_body_reader_free(reader);
    free(buffer);
    return status == PNEU_DONE ? PNEU_OK : status;
}
