/* What a message is after edits. */
#include "support/edit_run.h"

#include "support/must.h"

pneu_message *edit_parse(const void *bytes, size_t len)
{
    pneu_options *options;
    pneu_message *message;
    MUST(pneu_options_new(NULL, &options) == PNEU_OK);
    MUST(pneu_options_set(options, PNEU_OPTION_MAX_FIELDS, PNEU_LIMIT_NONE) == PNEU_OK);
    MUST(pneu_options_set(options, PNEU_OPTION_MAX_HEADER, PNEU_LIMIT_NONE) == PNEU_OK);
    MUST(pneu_message_parse(bytes, len, options, NULL, &message) == PNEU_OK);
    pneu_options_free(options);
    return message;
}

pneu_str edit_bytes_of(pneu_message *message, uint32_t part)
{
    pneu_span span;
    pneu_str bytes;
    pneu_part_span(message, part, &span);
    MUST(pneu_part_bytes(message, part, &span, &bytes) == PNEU_OK);
    return bytes;
}

pneu_status edit_write(text *out, pneu_message *message, uint32_t part, uint32_t flags, size_t room)
{
    pneu_writer *writer;
    char piece[4096];
    size_t len;
    text_clear(out);
    text_print(out, "%s", "");
    pneu_status status = pneu_part_writer_new(message, part, flags, NULL, &writer);
    if (status != PNEU_OK)
        return status;
    while ((status = pneu_writer_read(writer, piece, room, &len)) == PNEU_OK) {
        MUST(len > 0 && len <= room);
        text_add(out, piece, len);
    }
    pneu_writer_free(writer);
    return status == PNEU_DONE ? PNEU_OK : status;
}

void edit_print_touches(text *out, const pneu_message *message)
{
    static const char *const names[] = {"?", "encoding", "line-end", "close", "signature", "mime", "boundary"};
    for (size_t i = 0; i < pneu_message_touch_count(message); i++) {
        uint32_t part;
        int32_t what;
        MUST(pneu_message_touch(message, i, &part, &what) == PNEU_OK);
        MUST(what > 0 && (size_t)what < COUNT_OF(names));
        text_print(out, "%s@%u ", names[what], (unsigned)part);
    }
}
