/* HTML as a stream of text and tags, from bytes in any pieces. */
#ifndef PNEU_VIEW_HTML_TOKEN_H
#define PNEU_VIEW_HTML_TOKEN_H

#include "view/html_element.h"
#include "view/html_entity.h"

#define PNEU_I_HTML_NAME 16    /* bytes kept of a name: longer ones are unknown */
#define PNEU_I_HTML_VALUE 2048 /* bytes kept of the value of an attribute */

typedef struct pneu_i_html_tag {
    int element; /* as pneu_i_element_find gives it */
    int is_end;
    int is_self_closed;    /* "/>" */
    int is_hidden;         /* by an attribute */
    int is_legacy_display; /* by its class; only where the tokenizer wants classes */
    int has_value;         /* the attribute that is shown, "href" or "alt", stands in `value` */
    int is_value_cut;
    size_t value_len;
    char value[PNEU_I_HTML_VALUE];
    int has_number; /* "start" or "value" of a list or item */
    int32_t number;
} pneu_i_html_tag;

/* Takes what the tokenizer finds. Text comes in pieces, each of whole characters; character references are decoded. */
typedef struct pneu_i_html_sink {
    void (*text)(void *ctx, const char *utf8, size_t len);
    void (*tag)(void *ctx, const pneu_i_html_tag *tag);
    void *ctx;
} pneu_i_html_sink;

/* The state; all of it is here. */
typedef struct pneu_i_html_tokenizer {
    pneu_i_html_sink sink;
    int state;
    int raw;     /* the element whose content is no markup, or -1 */
    size_t held; /* bytes of "[CDATA[", "-->" or "]]>" that matched so far */
    char quote;  /* around the value that is being read, or 0 */
    size_t name_len;
    char name[PNEU_I_HTML_NAME];
    int wants_class;  /* 1: classes are read, too */
    int attribute;    /* which one is being read */
    uint32_t seen;    /* bits of the attributes that this tag had */
    size_t value_len; /* of the attribute that is being read */
    int is_value_cut;
    char value[PNEU_I_HTML_VALUE];
    pneu_i_reference reference;
    pneu_i_html_tag tag;
} pneu_i_html_tokenizer;

void pneu_i_html_tokenizer_init(pneu_i_html_tokenizer *tokenizer, pneu_i_html_sink sink);

/* `bytes` are UTF-8 in whole characters. */
void pneu_i_html_tokenizer_push(pneu_i_html_tokenizer *tokenizer, const char *bytes, size_t len);

/* The end: what was begun and may be text is text; an unfinished tag or comment is nothing. */
void pneu_i_html_tokenizer_finish(pneu_i_html_tokenizer *tokenizer);

#endif
