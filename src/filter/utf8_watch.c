/*
 * A look at a stream of text: UTF-8 or not. In: its bytes, cut anywhere. Out: 1 or 0. Invariants: constant memory; a
 * watch looks at no more than a window of bytes, the one that the text decoder has for its own choice, so that the
 * label we write is the charset that a reader without a label would have found. RFC 7103 section 7.6. Not handled: any
 * other charset.
 */
#include "filter/utf8_watch.h"

#include "charset/charset.h"
#include "charset/text_choice.h"

/* Completes the character that was cut; gives how many bytes that took. */
static size_t complete(pneu_i_utf8_stream *stream, const char *bytes, size_t len)
{
    size_t taken = 0;
    while (stream->held_len > 0 && taken < len && !stream->is_broken) {
        stream->held[stream->held_len++] = bytes[taken++];
        if (pneu_i_utf8_valid(stream->held, stream->held_len) == stream->held_len)
            stream->held_len = 0;
        else
            stream->is_broken = !pneu_i_utf8_is_beginning(stream->held, stream->held_len);
    }
    return taken;
}

void pneu_i_utf8_stream_add(pneu_i_utf8_stream *stream, const char *bytes, size_t len)
{
    size_t at = complete(stream, bytes, len);
    if (stream->is_broken || at == len)
        return;
    at += pneu_i_utf8_valid(bytes + at, len - at);
    stream->is_broken =
        len - at >= sizeof stream->held || (at < len && !pneu_i_utf8_is_beginning(bytes + at, len - at));
    if (stream->is_broken)
        return;
    memcpy(stream->held, bytes + at, len - at);
    stream->held_len = (unsigned)(len - at);
}

int pneu_i_utf8_stream_is_valid(const pneu_i_utf8_stream *stream)
{
    return !stream->is_broken && stream->held_len == 0;
}

/* ---- The window --------------------------------------------------------------------------------------------- */

/* The bytes of the window among these; the first one above 127 opens it. */
static pneu_str window_of(pneu_i_utf8_watch *watch, const char *bytes, size_t len)
{
    size_t at = 0;
    if (watch->seen == 0)
        while (at < len && (unsigned char)bytes[at] < 0x80)
            at++;
    uint64_t room = PNEU_I_CHOICE_WINDOW - watch->seen;
    size_t count = len - at < room ? len - at : (size_t)room;
    watch->seen += count;
    return pneu_i_str_of(bytes + at, count);
}

void pneu_i_utf8_watch_add(pneu_i_utf8_watch *watch, const char *bytes, size_t len)
{
    pneu_str text = window_of(watch, bytes, len);
    pneu_i_utf8_stream_add(&watch->window, text.ptr, text.len);
}

int pneu_i_utf8_watch_is_valid(const pneu_i_utf8_watch *watch)
{
    int may_be_cut = watch->seen == PNEU_I_CHOICE_WINDOW;
    return may_be_cut ? !watch->window.is_broken : pneu_i_utf8_stream_is_valid(&watch->window);
}
