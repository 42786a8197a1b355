/*
 * A body after transfer decoding, in pieces of the caller's size.
 * In: a part whose bytes are at hand. Out: the bytes of pneu_part_body. Invariants: memory is constant: one codec (a
 * part inside a decoded message reads from that message, which the message keeps); a reader that is freed becomes the
 * message's spare one if it has none, so that reading body after body takes memory once.
 */
#include "tree/body_reader.h"

#include "tree/part_bytes.h"

/* The spare reader, or a new one; NULL when there is no memory. */
static pneu_body_reader *take_reader(pneu_message *message)
{
    pneu_body_reader *reader = message->spare_reader;
    message->spare_reader = NULL;
    return reader != NULL ? reader : pneu_i_alloc_resize(&message->alloc, NULL, 0, sizeof *reader);
}

pneu_status pneu_body_reader_new(pneu_message *message, uint32_t part, pneu_body_reader **out)
{
    if (message == NULL || out == NULL)
        return PNEU_ERR_ARGUMENT;
    const pneu_i_node *node = pneu_i_part(message, part);
    if (node == NULL)
        return PNEU_ERR_NOT_FOUND;
    pneu_str raw;
    pneu_status status = pneu_i_raw_body(message, part, &raw);
    if (status != PNEU_OK)
        return status;
    pneu_body_reader *reader = take_reader(message);
    if (reader == NULL)
        return PNEU_ERR_MEMORY;
    reader->message = message;
    reader->rest = raw;
    reader->is_ending = 0;
    int32_t encoding = pneu_i_node_is_encoded(node) ? node->encoding : PNEU_ENCODING_BINARY;
    pneu_i_body_decoder_start(&reader->decoder, encoding,
                              pneu_i_node_choice(message, node, PNEU_READING_BASE64_PADDING),
                              pneu_i_settings_cpu_level(&message->settings));
    *out = reader;
    return PNEU_OK;
}

pneu_status pneu_body_reader_read(pneu_body_reader *reader, void *out, size_t capacity, size_t *written)
{
    if (reader == NULL || out == NULL || capacity == 0 || written == NULL)
        return PNEU_ERR_ARGUMENT;
    const uint8_t *in = (const uint8_t *)reader->rest.ptr;
    pneu_i_codec_io io = {in, reader->rest.len > 0 ? in + reader->rest.len : in, out, (uint8_t *)out + capacity};
    pneu_status status = PNEU_OK;
    if (!reader->is_ending) {
        status = pneu_i_body_decoder_run(&reader->decoder, &io);
        reader->rest = pneu_i_str_of(io.in, (size_t)(io.in_end - io.in));
        reader->is_ending = status != PNEU_OK;
    }
    if (reader->is_ending && io.out < io.out_end)
        status = pneu_i_body_decoder_end(&reader->decoder, &io);
    *written = (size_t)(io.out - (uint8_t *)out);
    if (status < 0)
        return status;
    return *written > 0 ? PNEU_OK : PNEU_DONE;
}

void pneu_body_reader_free(pneu_body_reader *reader)
{
    if (reader == NULL)
        return;
    pneu_message *message = reader->message;
    if (message->spare_reader == NULL)
        message->spare_reader = reader;
    else
        pneu_i_alloc_free(&message->alloc, reader, sizeof *reader);
}

void pneu_i_body_reader_free_spare(pneu_message *message)
{
    pneu_i_alloc_free(&message->alloc, message->spare_reader, sizeof *message->spare_reader);
    message->spare_reader = NULL;
}
