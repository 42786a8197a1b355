/* Which charset a stream of text is in, told from as few of its bytes as will do; see pneu/charset.h for the rules. */
#ifndef PNEU_CHARSET_TEXT_CHOICE_H
#define PNEU_CHARSET_TEXT_CHOICE_H

#include "charset/charset.h"
#include "pneu/charset.h"

#define PNEU_I_CHOICE_WINDOW ((size_t)65536) /* bytes held back at most */

typedef struct pneu_i_text_choice {
    int labelled;         /* the charset of the label, or negative */
    int fallback;         /* the charset of rule 5 */
    int says_nothing;     /* 1 if the label does not tell what bytes above 127 mean */
    int32_t label_reason; /* why: PNEU_CHARSET_LABEL or PNEU_CHARSET_META */
    int is_past_mark;     /* 1 once a byte order mark can no longer come */
    size_t plain;         /* PNEU_I_CHOICE_PASS: how many bytes may be passed on */
    size_t scanned;       /* bytes of the window that were looked at */
    size_t valid;         /* of these, the longest prefix that is well-formed UTF-8 */
    int saw_8bit;
    int saw_escape; /* of ISO-2022-JP */
    int charset;    /* PNEU_I_CHOICE_MADE: the result, and why */
    int32_t reason;
} pneu_i_text_choice;

/* What a look at the window came to. */
enum {
    PNEU_I_CHOICE_OPEN = 0, /* more bytes are needed */
    PNEU_I_CHOICE_PASS = 1, /* the first `plain` bytes are the same in all charsets that are left: take them away */
    PNEU_I_CHOICE_MADE = 2
};

/* `labelled`: what the label came to, if that can be decoded here, else negative. charset and reason are set to what
 * they are as long as nothing but ASCII comes. */
void pneu_i_text_choice_init(pneu_i_text_choice *choice, pneu_str label, int labelled, int fallback);

/* Before the first look: a text without a label names this charset itself, which can be decoded here. */
void pneu_i_text_choice_set_meta(pneu_i_text_choice *choice, int charset);

/* Looks at all bytes held back; they must be those of the last look (without what was taken away) and further ones.
 * At the end, with bytes held back, it is never PNEU_I_CHOICE_OPEN. */
int pneu_i_text_choice_look(pneu_i_text_choice *choice, pneu_str window, int is_end);

/* The number of bytes before the first escape or byte above 127. */
size_t pneu_i_text_plain_run(const char *bytes, size_t len);

#endif
