/*
 * Encoded words from UTF-8 (RFC 2047). In: a run of text that needs them, white space within it included. Out: as many
 * words as it takes, folded between them, all in UTF-8 and all in Q, or all in B where that saves more than a third.
 * Invariants: a word has at most 75 bytes and its line at most 76; no character is split over two words, so that readers
 * which decode word by word see no halves; linear in the run.
 * A tab is written as a space: readers drop control characters in words (RFC 8621 section 4.1.2.2), and words would grow
 * together.
 * Not handled: which text needs words (text_pieces.c); combining characters are characters of their own.
 */
#include "syntax/word_writer.h"

#include "syntax/encoded_word.h"
#include "syntax/text_pieces.h"

#define AROUND ((size_t)12) /* "=?UTF-8?Q?" and "?=" */
#define LEAST (AROUND + 12) /* a word of one character of four bytes */

typedef struct word_run {
    pneu_str rest; /* what is not written yet */
    size_t q_left; /* its length in Q */
    int place;
    int is_base64;
} word_run;

/* One byte for the codec; see above for tabs. */
static unsigned char byte_at(pneu_str text, size_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    return c == '\t' ? ' ' : c;
}

static int is_left_by_q(unsigned char c, int place)
{
    if (place == PNEU_I_WORDS_IN_TEXT)
        return c > 32 && c < 127 && c != '=' && c != '?' && c != '_';
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || pneu_i_is(c, PNEU_I_DIGIT) || c == '!' || c == '*' ||
           c == '+' || c == '-' || c == '/';
}

static size_t q_length_of(unsigned char c, int place)
{
    return c == ' ' || is_left_by_q(c, place) ? 1 : 3;
}

size_t pneu_i_q_length(pneu_str text, int place)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        len += q_length_of(byte_at(text, i), place);
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

/* The bytes of the character that begins with this one, in well-formed UTF-8. */
static size_t character_length(unsigned char lead)
{
    return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* As many whole characters as `room` bytes of encoded text hold. */
static pneu_str take_text(word_run *run, size_t room)
{
    pneu_str rest = run->rest;
    size_t len = 0;
    size_t q_len = 0;
    while (len < rest.len) {
        size_t next = character_length((unsigned char)rest.ptr[len]);
        size_t q_next = pneu_i_q_length(pneu_i_str_of(rest.ptr + len, next), run->place);
        if ((run->is_base64 ? base64_length(len + next) : q_len + q_next) > room)
            break;
        len += next;
        q_len += q_next;
    }
    run->rest = pneu_i_str_from(rest, len);
    run->q_left -= q_len;
    return pneu_i_str_of(rest.ptr, len);
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

static void put_word(pneu_i_lines *lines, pneu_str gap, const word_run *run, pneu_str text)
{
    char word[PNEU_I_WORD_MAX];
    memcpy(word, run->is_base64 ? "=?UTF-8?B?" : "=?UTF-8?Q?", AROUND - 2);
    size_t len = AROUND - 2;
    len += run->is_base64 ? write_base64(word + len, text) : write_q(word + len, text, run->place);
    memcpy(word + len, "?=", 2);
    len += 2;
    pneu_i_lines_begin_word(lines, gap, len);
    pneu_i_lines_add(lines, word, len);
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

/* Sums over what stands between spaces, so that words together are written as each would be alone. See
 * docs/decisions/q-or-b.md. */
static int is_better_in_base64(pneu_str text, int place)
{
    size_t q_len = 0;
    size_t base64_len = 0;
    size_t at = pneu_i_skip_blanks(text, 0);
    while (at < text.len) {
        size_t end = pneu_i_skip_word(text, at);
        q_len += pneu_i_q_length(pneu_i_str_of(text.ptr + at, end - at), place);
        base64_len += base64_length(end - at);
        at = pneu_i_skip_blanks(text, end);
    }
    return base64_len < q_len - q_len / 3;
}

void pneu_i_words_put(pneu_i_lines *lines, pneu_str gap, pneu_str text, int place)
{
    word_run run = {text, pneu_i_q_length(text, place), place, is_better_in_base64(text, place)};
    while (run.rest.len > 0) {
        size_t room = room_for_word(lines, gap, &run);
        pneu_str taken = take_text(&run, room - AROUND);
        put_word(lines, gap, &run, taken);
        gap = pneu_i_str_of(" ", 1);
    }
}
