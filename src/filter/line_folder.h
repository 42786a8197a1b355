/* Over-long lines of one header field, folded as they pass: line ends are put in before white space, and nothing else. */
#ifndef PNEU_FILTER_LINE_FOLDER_H
#define PNEU_FILTER_LINE_FOLDER_H

#include "base/feed.h"
#include "syntax/fold_place.h"

#define PNEU_I_FOLDER_ROOM 4096 /* above a line and a run of white space of 998 bytes each, and a word's first bytes */

/* How a field is folded. */
typedef struct pneu_i_fold_rule {
    int32_t fold_class;
    size_t over;          /* lines of more bytes are folded */
    size_t width;         /* into lines of at most so many, where there are places; not above `over` */
    const char *line_end; /* CRLF or LF */
} pneu_i_fold_rule;

typedef struct pneu_i_line_folder {
    pneu_i_feed *feed;
    pneu_i_fold_rule rule;
    pneu_i_nesting nesting;
    size_t skip;        /* bytes of the name and the colon that are still to come */
    int is_after_colon; /* nothing came behind the colon yet */
    int is_decided;     /* it is known whether the line is too long, */
    int is_long;        /* and it is */
    uint64_t put;       /* bytes of the line that is written which are out already */
    int has_put_word;   /* an encoded word is among them */
    size_t from;        /* the text: what is before it is out, */
    size_t at;          /* what is before this is scanned */
    size_t len;
    size_t place
        [PNEU_I_PLACE_COUNT]; /* where the line may be broken: the last place of each kind; not after `from`: none */
    size_t word;              /* in the last encoded word; not after `from`: none */
    uint64_t folds;           /* put in */
    uint64_t long_lines;      /* written: over 998 bytes */
    char text[PNEU_I_FOLDER_ROOM];
} pneu_i_line_folder;

/* A new field, whose value begins behind `skip` bytes. */
void pneu_i_line_folder_begin(pneu_i_line_folder *folder, pneu_i_feed *feed, const pneu_i_fold_rule *rule, size_t skip);

/* Bytes of the field, cut anywhere; and its end. */
void pneu_i_line_folder_add(pneu_i_line_folder *folder, pneu_str bytes);
void pneu_i_line_folder_end(pneu_i_line_folder *folder);

/* 1 if one of the lines has more than `over` bytes, its end not counted. */
int pneu_i_has_long_line(pneu_str lines, size_t over);

#endif
