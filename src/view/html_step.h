/*
 * The states of the tokenizer, and what a byte does in each. Only for html_token.c, html_tag.c and html_comment.c;
 * legacy_display.c asks for a state.
 * A step gives 1 if it took the byte, 0 if it left it to the state it went to.
 */
#ifndef PNEU_VIEW_HTML_STEP_H
#define PNEU_VIEW_HTML_STEP_H

#include "view/html_token.h"

enum {
    PNEU_I_IN_TEXT,
    PNEU_I_IN_RAW,             /* content that is no markup */
    PNEU_I_IN_RAW_LESS,        /* in it: "<" */
    PNEU_I_IN_RAW_END,         /* in it: "</" and letters */
    PNEU_I_IN_REFERENCE,       /* in text: "&" */
    PNEU_I_IN_LESS,            /* "<" */
    PNEU_I_IN_END_LESS,        /* "</" */
    PNEU_I_IN_NAME,            /* of a tag */
    PNEU_I_IN_BETWEEN,         /* before an attribute, or the end of the tag */
    PNEU_I_IN_SLASH,           /* "/" there */
    PNEU_I_IN_ATTRIBUTE,       /* its name */
    PNEU_I_IN_AFTER_NAME,      /* of an attribute: "=" may come */
    PNEU_I_IN_BEFORE_VALUE,    /* after "=" */
    PNEU_I_IN_VALUE,           /* of an attribute */
    PNEU_I_IN_VALUE_REFERENCE, /* in it: "&" */
    PNEU_I_IN_DECLARATION,     /* "<!" */
    PNEU_I_IN_OPEN_COMMENT,    /* "<!-" */
    PNEU_I_IN_OPEN_CDATA,      /* "<![", and what may become "<![CDATA[" */
    PNEU_I_IN_BOGUS,           /* up to ">" */
    PNEU_I_IN_COMMENT_START,   /* "<!--", then perhaps "-" */
    PNEU_I_IN_COMMENT,
    PNEU_I_IN_CDATA
};

static inline int pneu_i_html_is_letter(char c)
{
    char lower = pneu_i_lower(c);
    return lower >= 'a' && lower <= 'z';
}

static inline int pneu_i_html_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* html_token.c: text for the sink, unless it is content that is not shown; the state that text goes on in. */
void pneu_i_html_put_text(pneu_i_html_tokenizer *t, const char *text, size_t len);
int pneu_i_html_text_state(const pneu_i_html_tokenizer *t);

/* html_tag.c: a tag begins with its name. */
void pneu_i_html_start_tag(pneu_i_html_tokenizer *t, int is_end);
int pneu_i_html_in_less(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_end_less(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_name(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_between(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_slash(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_attribute(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_after_name(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_before_value(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_value(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_value_reference(pneu_i_html_tokenizer *t, char c);

/* html_comment.c */
int pneu_i_html_in_declaration(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_open_comment(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_open_cdata(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_bogus(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_comment_start(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_comment(pneu_i_html_tokenizer *t, char c);
int pneu_i_html_in_cdata(pneu_i_html_tokenizer *t, char c);

#endif
