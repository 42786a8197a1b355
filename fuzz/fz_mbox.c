/*
 * Mboxes. Byte 0: variant, flags, answers; byte 1: the cuts; the rest: an mbox, and then messages with a NUL between.
 * What a splitter gives does not depend on the cuts; what comes back of written messages is what was written (DESIGN
 * law 7: mboxrd exactly, the others where no line was in the way).
 */
#include "base/str.h"
#include "support/mbox_run.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_split(mbox_how how, pneu_str in, chunking cut)
{
    text whole = {0}, other = {0};
    mbox_split(how, in, WHOLE, &whole);
    mbox_split(how, in, cut, &other);
    MUST(text_is_same("cut", &whole, &other));
    text_free(&whole);
    text_free(&other);
}

/* 1 if the message is to come back as it is. */
static int comes_back(int32_t variant, pneu_str message)
{
    static const char from[] = "From ", name[] = "content-length";
    int is_in_body = 0;
    for (size_t i = 0; i < message.len; i++) {
        pneu_str rest = pneu_i_str_from(message, i);
        is_in_body |= rest.len >= 2 && rest.ptr[0] == '\n' && rest.ptr[1] == '\n';
        is_in_body &= rest.ptr[0] != '\0';
        int is_exact = variant == PNEU_MBOX_RD || (variant == PNEU_MBOX_CL2 && is_in_body);
        if (!is_exact && rest.len >= 5 && memcmp(rest.ptr, from, 5) == 0)
            return 0;
        if (rest.len >= sizeof name - 1 && pneu_i_ascii_same(rest.ptr, name, sizeof name - 1))
            return variant == PNEU_MBOX_RD;
    }
    return 1;
}

/* Without the field that the writer adds, which is the last of the header. */
static void drop_length(text *message)
{
    char *field = strstr(message->ptr, "Content-Length: ");
    MUST(field != NULL);
    char *end = strchr(field, '\n') + 1;
    size_t rest = message->len - (size_t)(end - message->ptr);
    memmove(field, end, rest);
    message->len = (size_t)(field - message->ptr) + rest;
}

static void check_joined(mbox_how how, pneu_str in, chunking cut)
{
    text mbox = {0}, expected = {0}, found = {0};
    mbox_messages messages = {0};
    mbox_joiner joiner = {NULL, how.variant, 0, cut, &mbox};
    size_t count = 0, n = 0;
    MUST(pneu_mbox_writer_new(how.variant, 0, NULL, &joiner.writer) == PNEU_OK);
    for (size_t at = 0, len; at <= in.len && count < 200; at += len + 1, count++) {
        const char *end = at < in.len ? memchr(in.ptr + at, 0, in.len - at) : NULL;
        len = end != NULL ? (size_t)(end - in.ptr) - at : in.len - at;
        MUST(mbox_add(&joiner, pneu_i_str_of(in.ptr + at, len)) == PNEU_OK);
    }
    mbox_messages_of((mbox_how){how.variant, 0, 1}, pneu_i_str_of(mbox.ptr, mbox.len), cut, &messages);
    MUST(!comes_back(how.variant, in) || messages.count == count);
    for (size_t at = 0, len; n < count && comes_back(how.variant, in); at += len + 1, n++) {
        const char *end = at < in.len ? memchr(in.ptr + at, 0, in.len - at) : NULL;
        len = end != NULL ? (size_t)(end - in.ptr) - at : in.len - at;
        mbox_whole_message(pneu_i_str_of(in.ptr + at, len), &expected);
        text_clear(&found);
        text_add(&found, mbox_message(&messages, n).ptr, mbox_message(&messages, n).len);
        if (found.len > 0 && (how.variant == PNEU_MBOX_CL || how.variant == PNEU_MBOX_CL2))
            drop_length(&found);
        MUST(found.len == expected.len && memcmp(found.ptr, expected.ptr, found.len) == 0);
    }
    pneu_mbox_writer_free(joiner.writer);
    text_free(&messages.bytes);
    text_free(&mbox);
    text_free(&expected);
    text_free(&found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > 8192)
        return 0;
    mbox_how how = {data[0] % 5, data[0] & 8 ? PNEU_MBOX_STRICT : 0, data[0] >> 4 & 1};
    chunking cut = {data[1] >> 4, (size_t)(data[1] & 15) + 1, 0};
    pneu_str in = {(const char *)data + 2, size - 2};
    check_split(how, in, cut);
    check_joined(how, in, cut);
    return 0;
}
