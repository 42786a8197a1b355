/*
 * A look at a stream of text: UTF-8 or not. In: its bytes, cut anywhere. Out: 1 or 0.
 * Invariants: constant memory; no more than a window of bytes is looked at, the one that the text decoder has for its own
 * choice, so that the label we write is the charset that a reader without a label would have found.
 * RFC 7103 section 7.6. Not handled: any other charset.
 */
#include "filter/utf8_watch.h"

#include "charset/charset.h"
#include "charset/text_choice.h"

/* Completes the character that was cut; gives how many bytes that took. */
static size_t complete(pneu_i_utf8_watch *watch, const char *bytes, size_t len)
{
    size_t taken = 0;
    while (watch->held_len > 0 && taken < len && !watch->is_broken) {
        watch->held[watch->held_len++] = bytes[taken++];
        if (pneu_i_utf8_valid(watch->held, watch->held_len) == watch->held_len)
            watch->held_len = 0;
        else
            watch->is_broken = !pneu_i_utf8_is_beginning(watch->held, watch->held_len);
    }
    return taken;
}

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
    size_t at = complete(watch, text.ptr, text.len);
    if (watch->is_broken || at == text.len)
        return;
    pneu_str rest = pneu_i_str_from(text, at);
    rest = pneu_i_str_from(rest, pneu_i_utf8_valid(rest.ptr, rest.len));
    if (rest.len == 0)
        return;
    watch->is_broken = rest.len >= sizeof watch->held || !pneu_i_utf8_is_beginning(rest.ptr, rest.len);
    if (watch->is_broken)
        return;
    memcpy(watch->held, rest.ptr, rest.len);
    watch->held_len = (unsigned)rest.len;
}

int pneu_i_utf8_watch_is_valid(const pneu_i_utf8_watch *watch)
{
    return !watch->is_broken && (watch->held_len == 0 || watch->seen == PNEU_I_CHOICE_WINDOW);
}
