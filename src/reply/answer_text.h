/* The paragraphs of answers: one's own words, and those of the original. */
#ifndef PNEU_REPLY_ANSWER_TEXT_H
#define PNEU_REPLY_ANSWER_TEXT_H

#include "pneu/reply.h"
#include "pneu/view.h"

/* Paragraphs that are gathered in an arena. A zeroed struct with its arena set is an empty text. */
typedef struct pneu_i_answer_text {
    pneu_arena *arena;
    pneu_paragraph *items;
    size_t count;
    size_t capacity;
} pneu_i_answer_text;

/* Adds the lines of a text, each a paragraph. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_answer_add_lines(pneu_i_answer_text *text, pneu_str lines);

/* Adds the message's text, each paragraph quoted `depth` deeper. PNEU_OK, PNEU_ERR_MEMORY, PNEU_ERR_NOT_KEPT. */
pneu_status pneu_i_answer_add_message(pneu_i_answer_text *text, pneu_message *message, pneu_charsets *charsets,
                                      uint32_t depth);

/* All of it as format=flowed. */
pneu_status pneu_i_answer_end(const pneu_i_answer_text *text, pneu_str *out);

#endif
