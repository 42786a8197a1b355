/*
 * The forms of the writer: exact is the input; CRLF of CRLF is the same again; unstuffed, what was stuffed is the CRLF
 * form (and a last line end); a part's header and body are the part. All of it whatever sizes are asked for.
 * Byte 0: the size of a read; the rest: the message.
 */
#include <stdlib.h>
#include <string.h>

#include "pneu/write.h"
#include "support/codec_run.h"
#include "support/mail_mutator.h"
#include "support/must.h"
#include "support/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(1)

static void write_part(text *out, pneu_message *message, uint32_t part, uint32_t flags, size_t room)
{
    pneu_writer *writer;
    char piece[256];
    size_t len;
    pneu_status status;
    MUST(pneu_part_writer_new(message, part, flags, NULL, &writer) == PNEU_OK);
    text_clear(out);
    while ((status = pneu_writer_read(writer, piece, room, &len)) == PNEU_OK) {
        MUST(len > 0 && len <= room);
        text_add(out, piece, len);
    }
    MUST(status == PNEU_DONE && len == 0);
    pneu_writer_free(writer);
}

static int is_same(const text *a, const char *bytes, size_t len)
{
    return a->len == len && (len == 0 || memcmp(a->ptr, bytes, len) == 0);
}

/* Binary bodies keep their line ends in the CRLF form, but not where dots are stuffed. */
static int has_binary_body(const pneu_message *message)
{
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++)
        if (pneu_part_encoding(message, part) == PNEU_ENCODING_BINARY)
            return 1;
    return 0;
}

static void check_stuffing(pneu_message *message, const text *crlf, size_t room)
{
    text wire = {NULL, 0, 0};
    write_part(&wire, message, 0, PNEU_WRITE_DOT_STUFFED | PNEU_WRITE_END_OF_DATA, room);
    codec_result back = codec_run(PNEU_CODEC_DOT_UNSTUFF, 0, (pneu_str){wire.ptr, wire.len}, (codec_cut){0, 0, 0});
    MUST(back.status == PNEU_DONE && back.rest == 0);
    if (!has_binary_body(message)) {
        int has_end = crlf->len == 0 || (crlf->len >= 2 && memcmp(crlf->ptr + crlf->len - 2, "\r\n", 2) == 0);
        MUST(back.len == crlf->len + (has_end ? 0 : 2));
        MUST(crlf->len == 0 || memcmp(back.bytes, crlf->ptr, crlf->len) == 0);
    }
    codec_result_free(&back);
    text_free(&wire);
}

static void check_again(const text *crlf, uint32_t flags, size_t room)
{
    pneu_message *message;
    text again = {NULL, 0, 0};
    MUST(pneu_message_parse(crlf->len > 0 ? crlf->ptr : "", crlf->len, NULL, NULL, &message) == PNEU_OK);
    write_part(&again, message, 0, flags, room);
    MUST(is_same(&again, crlf->ptr, crlf->len));
    text_free(&again);
    pneu_message_free(message);
}

static void check_parts(pneu_message *message, size_t room)
{
    text whole = {NULL, 0, 0}, header = {NULL, 0, 0}, body = {NULL, 0, 0};
    for (uint32_t part = 0; part < pneu_message_part_count(message) && part < 50; part++) {
        write_part(&whole, message, part, PNEU_WRITE_EXACT, room);
        write_part(&header, message, part, PNEU_WRITE_HEADER, room);
        write_part(&body, message, part, PNEU_WRITE_BODY, room);
        if (body.len > 0)
            text_add(&header, body.ptr, body.len);
        MUST(is_same(&whole, header.ptr, header.len));
    }
    text_free(&whole);
    text_free(&header);
    text_free(&body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pneu_message *message;
    text exact = {NULL, 0, 0}, crlf = {NULL, 0, 0};
    if (size < 1)
        return 0;
    size_t room = data[0] % 4 == 0 ? (size_t)data[0] / 4 + 1 : 256;
    MUST(pneu_message_parse(data + 1, size - 1, NULL, NULL, &message) == PNEU_OK);
    write_part(&exact, message, 0, PNEU_WRITE_EXACT, room);
    MUST(is_same(&exact, (const char *)data + 1, size - 1));
    write_part(&crlf, message, 0, PNEU_WRITE_CRLF, room);
    if (!has_binary_body(message))
        check_again(&crlf, PNEU_WRITE_CRLF, room);
    check_stuffing(message, &crlf, room);
    check_parts(message, room);
    text_free(&exact);
    text_free(&crlf);
    pneu_message_free(message);
    return 0;
}
