/* Texts of messages, for reading: UTF-8, lines ended by LF. */
#ifndef PNEU_CLI_TEXT_OUTPUT_H
#define PNEU_CLI_TEXT_OUTPUT_H

#include "cli/cli.h"
#include "pneu/view.h"

/* What is left as it stands. */
enum {
    TEXT_FLOWED_LINES = 1, /* the lines of format=flowed, with their marks */
    TEXT_HTML_SOURCE = 2   /* HTML */
};

/* The output is no terminal: a program is to get the characters. */
#define TEXT_AS_IT_IS (-1)

struct text_output {
    struct output *out;
    int display; /* DISPLAY_..., or TEXT_AS_IT_IS */
    uint32_t keep;
    pneu_arena *arena; /* holds one text */
    pneu_charsets *charsets;
    int is_line_open; /* the last line has no end yet */
};

/* 0 without memory, which has been told. To be freed in any case. */
int text_output_init(struct cli *cli, struct text_output *to, uint32_t keep);
void text_output_free(struct text_output *to);

/* Writes any UTF-8 text; all line ends become LF. */
void text_output_lines(struct text_output *to, pneu_str text);

/* Writes the text of a part; *summary is what its charset was. PNEU_ERR_NOT_FOUND if the part is no text. */
pneu_status text_output_part(struct text_output *to, pneu_message *message, uint32_t part, pneu_text_summary *summary);

/* Ends the last line. */
void text_output_end_line(struct text_output *to);

#endif
