/*
 * Encoded words from UTF-8 (RFC 2047). In: a run of text that needs them, white space within it included. Out: as many
 * words as it takes, folded between them, all in UTF-8 and all in Q, or in B where that saves more than a third.
 * Invariants: a word has at most 75 bytes and its line at most 76; no character is split over two words, so that
 * readers which decode word by word see no halves; only the last word of B has padding, since GMime joins what stands
 * in such words and stops at the first one; linear in the run. A tab is written as a space: readers drop control
 * characters in words (RFC 8621 section 4.1.2.2), and words would grow together. Not handled: which text needs words
 * (text_pieces.c); combining characters are characters of their own.
 */
#include "syntax/word_writer.h"

#include "syntax/encoded_word.h"
#include "syntax/text_pieces.h"

#define AROUND ((size_t)12) /* "=?UTF-8?Q?" and "?=" */
#define WORD_ROOM ((size_t)PNEU_I_WORD_MAX - AROUND)
#define LEAST (AROUND + 12) /* a word of one character of four bytes */

typedef struct word_run {
    pneu_str rest; /* what is not written yet */
    size_t q_left; /* its length in Q, where it is not in B */
    int place;
    int is_base64;
} word_run;

/* Bytes that Q leaves as they are: 1 in unstructured text, 2 in phrases. */
static const uint8_t q_class[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 1, 3, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 0, 1, 0,
    1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 0,
    1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 0,
};

/* One byte for the codec; see above for tabs. */
static unsigned char byte_at(pneu_str text, size_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    return c == '\t' ? ' ' : c;
}

static int is_left_by_q(unsigned char c, int place)
{
    return q_class[c] >> place & 1;
}

static size_t q_length_of(unsigned char c, int place)
{
    return is_left_by_q(c, place) || pneu_i_is_blank(c) ? 1 : 3;
}

size_t pneu_i_q_length(pneu_str text, int place)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        len += q_length_of((unsigned char)text.ptr[i], place);
    return len;
}

static size_t base64_length(size_t len)
{
    return (len + 2) / 3 * 4;
}

static size_t length_left(const word_run *run)
{
    return run->is_base64 ? base64_length(run->rest.len) : run->q_left;
}

static int is_within_character(pneu_str text, size_t at)
{
    return at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80;
}

/* The bytes of as many whole characters as `room` bytes of base64 hold without padding, where that is not all; 0 if
 * characters and groups of three bytes do not end together. */
static size_t fitting_base64(pneu_str text, size_t room)
{
    size_t len = room / 4 * 3;
    while (is_within_character(text, len))
        len -= 3;
    return len;
}

/* The same for Q; *q_len is their length in it. */
static size_t fitting_q(pneu_str text, int place, size_t room, size_t *q_len)
{
    size_t at = 0;
    *q_len = 0;
    while (at < text.len) {
        size_t end = at;
        size_t len = *q_len;
        do
            len += q_length_of((unsigned char)text.ptr[end++], place);
        while (is_within_character(text, end));
        if (len > room)
            break;
        at = end;
        *q_len = len;
    }
    return at;
}

/* The text of the next word, and whether that is in B. */
typedef struct word {
    pneu_str text;
    int is_base64;
} word;

/* What `room` bytes hold of the run: all of it, or a piece in B or in Q, whichever holds more. */
static word take_word(word_run *run, size_t room)
{
    pneu_str rest = run->rest;
    word taken = {rest, run->is_base64};
    size_t q_len = 0;
    if (length_left(run) > room) {
        size_t base64 = run->is_base64 ? fitting_base64(rest, room) : 0, q = fitting_q(rest, run->place, room, &q_len);
        taken.is_base64 = base64 > q;
        taken.text.len = taken.is_base64 ? base64 : q;
    }
    run->rest = pneu_i_str_from(rest, taken.text.len);
    run->q_left -= q_len;
    return taken;
}

static size_t write_q(char *out, pneu_str text, int place)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = byte_at(text, i);
        if (c == ' ') {
            out[len++] = '_';
        } else if (is_left_by_q(c, place)) {
            out[len++] = (char)c;
        } else {
            out[len++] = '=';
            out[len++] = digits[c >> 4];
            out[len++] = digits[c & 15];
        }
    }
    return len;
}

static size_t write_base64(char *out, pneu_str text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t len = 0;
    for (size_t at = 0; at < text.len; at += 3) {
        size_t count = text.len - at < 3 ? text.len - at : 3;
        uint32_t bits = 0;
        for (size_t i = 0; i < 3; i++)
            bits = bits << 8 | (i < count ? byte_at(text, at + i) : 0u);
        for (size_t i = 0; i < 4; i++)
            out[len++] = i <= count ? digits[bits >> (18 - 6 * i) & 63] : '=';
    }
    return len;
}

static void put_word(pneu_i_lines *lines, pneu_str gap, const word *taken, int place)
{
    char bytes[PNEU_I_WORD_MAX];
    memcpy(bytes, taken->is_base64 ? "=?UTF-8?B?" : "=?UTF-8?Q?", AROUND - 2);
    size_t len = AROUND - 2;
    len += taken->is_base64 ? write_base64(bytes + len, taken->text) : write_q(bytes + len, taken->text, place);
    memcpy(bytes + len, "?=", 2);
    len += 2;
    pneu_i_lines_begin_word(lines, gap, len);
    pneu_i_lines_add(lines, bytes, len);
}

/* Bytes for the next word. More than this line has left means a fold: where the rest fits on a new line and not on this
 * one, and where hardly anything would fit here. */
static size_t room_for_word(const pneu_i_lines *lines, pneu_str gap, const word_run *run)
{
    size_t here = pneu_i_lines_word_room(lines, gap);
    size_t there = pneu_i_lines_new_word_room(lines, gap);
    size_t whole = AROUND + length_left(run);
    int is_better_there = here < LEAST || (whole <= there && gap.len > 0);
    size_t room = whole > here && is_better_there ? there : here;
    return room < PNEU_I_WORD_MAX ? room : PNEU_I_WORD_MAX;
}

/* The lengths are summed over what stands between spaces, so that words together are written as each would be alone.
 * See docs/decisions/q-or-b.md. */
static void measure(word_run *run, pneu_str text)
{
    size_t q_len = 0;
    size_t base64_len = 0;
    size_t blanks = 0;
    size_t at = 0;
    while (at < text.len) {
        size_t start = pneu_i_skip_blanks(text, at);
        size_t end = pneu_i_skip_word(text, start);
        blanks += start - at;
        q_len += pneu_i_q_length(pneu_i_str_of(text.ptr + start, end - start), run->place);
        base64_len += base64_length(end - start);
        at = end;
    }
    run->q_left = q_len + blanks;
    run->is_base64 =
        base64_len < q_len - q_len / 3 || (run->q_left > WORD_ROOM && base64_length(text.len) <= WORD_ROOM);
}

void pneu_i_words_put(pneu_i_lines *lines, pneu_str gap, pneu_str text, int place)
{
    word_run run = {text, 0, place, 0};
    measure(&run, text);
    while (run.rest.len > 0) {
        size_t room = room_for_word(lines, gap, &run);
        word taken = take_word(&run, room - AROUND);
        put_word(lines, gap, &taken, place);
        gap = pneu_i_str_of(" ", 1);
    }
}
