/*
 * A body after transfer decoding, in pieces of the caller's size.
 * In: a part whose bytes are at hand. Out: the bytes of pneu_part_body. Invariant: memory is constant: one codec (a
 * part inside a decoded message reads from that message, which the message keeps).
 */
#include "tree/part_bytes.h"

struct pneu_body_reader {
    pneu_alloc alloc;
    pneu_str rest; /* of the raw body */
    int is_ending; /* all of it was decoded */
    pneu_i_body_decoder decoder;
};

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
    pneu_body_reader *reader = pneu_i_alloc_resize(&message->alloc, NULL, 0, sizeof *reader);
    if (reader == NULL)
        return PNEU_ERR_MEMORY;
    reader->alloc = message->alloc;
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
    if (reader != NULL) {
        pneu_alloc alloc = reader->alloc;
        pneu_i_alloc_free(&alloc, reader, sizeof *reader);
    }
}
