/* Lines of text from words, breaks and open blocks: what stands before a line, empty lines between, wrapping. */
#ifndef PNEU_VIEW_HTML_OUTPUT_H
#define PNEU_VIEW_HTML_OUTPUT_H

#include "base/feed.h"

#define PNEU_I_BLOCK_DEPTH 64  /* blocks that are told apart; deeper ones have no effect */
#define PNEU_I_BLOCK_MARK 16   /* bytes of what a block puts before a line */
#define PNEU_I_PREFIX_MAX 32   /* bytes before a line */
#define PNEU_I_OUTPUT_WORD 256 /* bytes of a word that is held until it is known to fit the line */

/* An open block. */
typedef struct pneu_i_block {
    uint8_t kind; /* PNEU_I_ELEMENT_QUOTE ... */
    uint8_t mark_len;
    uint8_t is_marked; /* 1 once the mark of an item stands somewhere: then it is as many spaces */
    int32_t number;    /* NUMBERED: of the next item */
    char mark[PNEU_I_BLOCK_MARK];
} pneu_i_block;

typedef struct pneu_i_html_output {
    pneu_i_feed *feed; /* what is done goes there */
    size_t width;      /* 0: no wrapping */
    size_t depth;
    pneu_i_block blocks[PNEU_I_BLOCK_DEPTH];
    int has_text;       /* 1 once there is a line */
    int is_open;        /* 1 while the line has text */
    uint32_t breaks;    /* lines to be ended before the next text */
    uint32_t spaces;    /* before the next word */
    int is_collapsible; /* 1 if these are white space that says nothing */
    int has_gap;        /* 1 if a new cell begins before the next word */
    size_t column;      /* characters on the line */
    size_t indent;      /* of these, before its text */
    size_t quoted;      /* quote marks that the last line began with */
    int is_within_word; /* 1 if the beginning of the word stands on the line already */
    size_t word_len, word_chars;
    char word[PNEU_I_OUTPUT_WORD];
} pneu_i_html_output;

/* Text without white space and controls, in whole characters. */
void pneu_i_html_output_word(pneu_i_html_output *out, const char *utf8, size_t len);

/* White space, any amount of it. */
void pneu_i_html_output_blank(pneu_i_html_output *out);

/* A space that counts. */
void pneu_i_html_output_space(pneu_i_html_output *out);

/* A line end. At most `most` follow each other. */
void pneu_i_html_output_break(pneu_i_html_output *out, uint32_t most);

/* What follows begins a line: with 2, after an empty line; with 0 nothing happens. */
void pneu_i_html_output_block(pneu_i_html_output *out, uint32_t breaks);

/* What follows is another cell of the row. */
void pneu_i_html_output_cell(pneu_i_html_output *out);

/* The end: the last line is ended. */
void pneu_i_html_output_finish(pneu_i_html_output *out);

#endif
