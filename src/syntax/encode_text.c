/*
 * Unstructured text and comments as they are written. In: UTF-8. Out: a folded value in the arena: words that may stay
 * as they are, encoded words for the others.
 * Invariant: pneu_decode_text (or the decoding of a comment's content) gives the text back, with spaces for tabs between
 * encoded words and without control characters.
 * RFC 2047 sections 2, 4, 5 (1) and (2); RFC 5322 sections 2.2.3 and 3.2.2; RFC 6532 section 3.
 * Not handled: phrases (encode_phrase.c); whole fields (fold.c).
 */
#include "syntax/plain_writer.h"
#include "syntax/text_pieces.h"
#include "syntax/word_writer.h"

static void put_pieces(pneu_i_lines *lines, pneu_i_pieces *pieces, const char *escaped, int place)
{
    pneu_i_piece piece;
    while (pneu_i_pieces_next(pieces, &piece)) {
        if (piece.needs_words)
            pneu_i_words_put(lines, piece.before, piece.run, place);
        else
            pneu_i_plain_put(lines, piece.before, piece.run, escaped);
    }
}

pneu_status pneu_text_encode(pneu_arena *arena, pneu_str utf8, const pneu_format *format, pneu_str *out)
{
    pneu_i_lines lines;
    pneu_i_pieces pieces;
    pneu_status status = out != NULL ? pneu_i_source_of(arena, utf8, format, &utf8) : PNEU_ERR_ARGUMENT;
    if (status != PNEU_OK)
        return status;
    pneu_i_lines_init(&lines, arena, utf8.len, format);
    pneu_i_pieces_init(&pieces, utf8, format, PNEU_I_LINE_MAX - 1); /* the space of a fold may come before it */
    put_pieces(&lines, &pieces, PNEU_I_ESCAPED_IN_TEXT, PNEU_I_WORDS_IN_TEXT);
    return pneu_i_lines_end(&lines, out);
}

pneu_status pneu_comment_encode(pneu_arena *arena, pneu_str utf8, const pneu_format *format, pneu_str *out)
{
    pneu_i_lines lines;
    pneu_i_pieces pieces;
    pneu_status status = out != NULL ? pneu_i_source_of(arena, utf8, format, &utf8) : PNEU_ERR_ARGUMENT;
    if (status != PNEU_OK)
        return status;
    pneu_i_lines_init(&lines, arena, utf8.len + 2, format);
    lines.opening = '(';
    lines.reserve = 1;
    pneu_i_pieces_init(&pieces, utf8, format, PNEU_I_ESCAPED_MAX);
    put_pieces(&lines, &pieces, PNEU_I_ESCAPED_IN_COMMENT, PNEU_I_WORDS_IN_PHRASE);
    pneu_i_lines_add(&lines, ")", 1);
    return pneu_i_lines_end(&lines, out);
}
