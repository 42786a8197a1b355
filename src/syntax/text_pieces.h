/* A text that is to be written, cut into pieces that may stay as they are and pieces that need encoded words. */
#ifndef PNEU_SYNTAX_TEXT_PIECES_H
#define PNEU_SYNTAX_TEXT_PIECES_H

#include "base/arena.h"
#include "base/str.h"
#include "pneu/format.h"

#define PNEU_I_FORMAT_FLAGS (PNEU_FORMAT_UTF8 | PNEU_FORMAT_PLAIN_FALLBACK | PNEU_FORMAT_A_LABELS)

/* Longer white space does not stay as it is: lines are folded at it, and it must leave room for words. */
#define PNEU_I_GAP_MAX 40

/* Words of at most this length fit on a line with white space around them, even if each byte of them is escaped. */
#define PNEU_I_ESCAPED_MAX 440

/* After the spaces and tabs, or the word, from `at` on. */
static inline size_t pneu_i_skip_blanks(pneu_str text, size_t at)
{
    while (at < text.len && pneu_i_is_blank((unsigned char)text.ptr[at]))
        at++;
    return at;
}

static inline size_t pneu_i_skip_word(pneu_str text, size_t at)
{
    while (at < text.len && !pneu_i_is_blank((unsigned char)text.ptr[at]))
        at++;
    return at;
}

/* Gives the text as well-formed UTF-8 (`utf8` itself if it is). PNEU_ERR_ARGUMENT (CR, LF, NUL; NULL, flags),
 * PNEU_ERR_MEMORY. */
pneu_status pneu_i_source_of(pneu_arena *arena, pneu_str utf8, const pneu_format *format, pneu_str *out);

/* 1 if nothing in it (but specials of where it will stand) needs encoding: no tab or other control character, no "=?",
 * and above ASCII only what PNEU_FORMAT_UTF8 lets through. */
int pneu_i_may_stay(pneu_str word, uint32_t flags);

typedef struct pneu_i_pieces {
    pneu_str text;
    size_t at;
    size_t most; /* bytes of a word and the white space with it that may stay on a line */
    uint32_t flags;
    int is_one;   /* the whole text is one piece that needs encoded words */
    int is_done;  /* the last piece was given */
    size_t last;  /* the end of the last word of the text */
    size_t start; /* the next word, already looked at */
    size_t end;
    int needs_words; /* whether it does */
} pneu_i_pieces;

/* A run of words of one kind, and the white space between them. Pieces take turns: plain, encoded, plain ... White space
 * at the start and end of the text belongs to the first and last run, all other between runs is in a `before`. */
typedef struct pneu_i_piece {
    pneu_str before;
    pneu_str run;
    pneu_str after; /* the next piece's `before` */
    int needs_words;
    int is_first;
    int is_last;
} pneu_i_piece;

void pneu_i_pieces_init(pneu_i_pieces *pieces, pneu_str text, const pneu_format *format, size_t most);

/* 1 and the next piece, or 0 at the end. A text without words is one plain piece. */
int pneu_i_pieces_next(pneu_i_pieces *pieces, pneu_i_piece *piece);

#endif
