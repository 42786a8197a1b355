/*
 * Phrases, for instance display names, as they are written. In: UTF-8. Out: a folded phrase in the arena.
 * A run of words that may stay is written as atoms, or as one quoted string if it holds anything but atoms with one space
 * between them; other words become encoded words, which never stand in quotes. Next to encoded words, what needs quotes
 * goes inside the words where that takes no more bytes ("Doe, Jörg"), and where the white space between the two is not
 * one space, which is all that is left of white space between the words of a phrase.
 * Invariant: reading the phrase gives the text back, with spaces for tabs next to encoded words.
 * RFC 5322 sections 3.2.3 to 3.2.5, RFC 2047 section 5 (3), RFC 6532 section 3.
 * Not handled: addresses.
 */
#include "syntax/plain_writer.h"
#include "syntax/text_pieces.h"
#include "syntax/word_writer.h"

typedef struct phrase_writer {
    pneu_i_lines lines;
    pneu_str before; /* the white space before the words to come */
    pneu_str words;  /* what is to become encoded words, and may still grow; empty if there is none */
} phrase_writer;

/* Above ASCII is atext too here: it only stays with PNEU_FORMAT_UTF8 (RFC 6532 section 3.2). */
static int is_atoms(pneu_str run)
{
    int was_blank = 1;
    for (size_t i = 0; i < run.len; i++) {
        unsigned char c = (unsigned char)run.ptr[i];
        if (c == ' ' ? was_blank : c < 128 && !pneu_i_is(c, PNEU_I_ATEXT))
            return 0;
        was_blank = c == ' ';
    }
    return !was_blank;
}

static int is_one_space(pneu_str gap)
{
    return gap.len == 1 && *gap.ptr == ' ';
}

/* A plain piece: is it better off inside the encoded words it stands next to? */
static int joins_words(const pneu_i_piece *piece)
{
    pneu_str run = piece->run;
    if (piece->is_first && piece->is_last)
        return 0;
    if ((!piece->is_first && !is_one_space(piece->before)) || (!piece->is_last && !is_one_space(piece->after)))
        return 1;
    size_t quotes = 2 + pneu_i_escapes_in(run, PNEU_I_ESCAPED_IN_QUOTES);
    return !is_atoms(run) && pneu_i_q_length(run, PNEU_I_WORDS_IN_PHRASE) <= run.len + quotes;
}

static void put_words(phrase_writer *phrase)
{
    if (phrase->words.len > 0)
        pneu_i_words_put(&phrase->lines, phrase->before, phrase->words, PNEU_I_WORDS_IN_PHRASE);
    phrase->words.len = 0;
}

static void put_plain(phrase_writer *phrase, const pneu_i_piece *piece)
{
    pneu_i_lines *lines = &phrase->lines;
    if (is_atoms(piece->run)) {
        pneu_i_plain_put(lines, piece->before, piece->run, PNEU_I_ESCAPED_IN_TEXT);
        return;
    }
    lines->opening = '"';
    lines->reserve = 1;
    pneu_i_plain_put(lines, piece->before, piece->run, PNEU_I_ESCAPED_IN_QUOTES);
    pneu_i_lines_add(lines, "\"", 1);
    lines->reserve = 0;
}

static void put_piece(phrase_writer *phrase, const pneu_i_piece *piece)
{
    if (!piece->needs_words && !joins_words(piece)) {
        put_words(phrase);
        put_plain(phrase, piece);
    } else if (phrase->words.len > 0) {
        phrase->words.len += piece->before.len + piece->run.len;
    } else {
        phrase->before = piece->before;
        phrase->words = piece->run;
    }
}

pneu_status pneu_phrase_encode(pneu_arena *arena, pneu_str utf8, const pneu_format *format, pneu_str *out)
{
    phrase_writer phrase;
    pneu_i_pieces pieces;
    pneu_i_piece piece;
    pneu_status status = out != NULL ? pneu_i_source_of(arena, utf8, format, &utf8) : PNEU_ERR_ARGUMENT;
    if (status != PNEU_OK)
        return status;
    pneu_i_lines_init(&phrase.lines, arena, utf8.len + 2, format);
    phrase.words.len = 0;
    pneu_i_pieces_init(&pieces, utf8, format, PNEU_I_ESCAPED_MAX);
    while (pneu_i_pieces_next(&pieces, &piece))
        put_piece(&phrase, &piece);
    put_words(&phrase);
    return pneu_i_lines_end(&phrase.lines, out);
}
