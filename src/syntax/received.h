/* One Received field while it is read: its clauses, and what its comments add. */
#ifndef PNEU_SYNTAX_RECEIVED_H
#define PNEU_SYNTAX_RECEIVED_H

#include "charset/text_builder.h"
#include "pneu/trace.h"

/* What the reader is in: the clause of the last keyword, or one of the others. */
enum {
    PNEU_I_CLAUSE_NONE,
    PNEU_I_CLAUSE_FROM,
    PNEU_I_CLAUSE_BY,
    PNEU_I_CLAUSE_VIA,
    PNEU_I_CLAUSE_WITH,
    PNEU_I_CLAUSE_ID,
    PNEU_I_CLAUSE_FOR,
    PNEU_I_CLAUSE_TLS,
    PNEU_I_CLAUSE_GROUP,
    PNEU_I_CLAUSE_UNKNOWN, /* a keyword that comes again: its words are extra text */
    PNEU_I_CLAUSE_DATE
};

typedef struct pneu_i_received {
    pneu_str text;        /* the whole value */
    size_t comment_limit; /* from here on a "(" begins no comment, since the one here is not closed */
    size_t quote_limit;   /* the same for quoted strings */
    unsigned saw;         /* PNEU_I_SAW_... of comments and quoted strings */
    int clause;           /* PNEU_I_CLAUSE_... */
    size_t keyword;       /* where its keyword stands */
    int is_awaiting;      /* 1 while the keyword has no value */
    int had_comment;      /* 1 if there was a comment or ";" since the keyword */
    int may_grow;         /* 1 while further words belong to the value */
    int had_comma;        /* 1 if the last word of "for" ended in a comma */
    int is_malformed;     /* 1 once a flaw was reported */
    int is_irregular;     /* strict: 1 once there was something that lenient mode reads without a report */
    int32_t mode;
    const pneu_defect_sink *sink;
    pneu_trace_text helo;      /* of a comment */
    pneu_trace_host claimed;   /* the address outside comments that follows the name in "from" */
    pneu_i_text_builder extra; /* ptr is NULL while there is none */
    size_t extra_start;        /* words that are not in it yet */
    size_t extra_end;
    pneu_arena *arena;
    pneu_received out;
} pneu_i_received;

/* Reports what is malformed in [start, end). */
void pneu_i_received_report(pneu_i_received *self, size_t start, size_t end);

/* 1 if a comment begins at `at`. */
static inline int pneu_i_received_begins_comment(const pneu_i_received *self, size_t at)
{
    return at < self->comment_limit && self->text.ptr[at] == '(';
}

/* After the comment, quoted string or byte at `at`. */
size_t pneu_i_received_skip_unit(pneu_i_received *self, size_t at);

/* Reads the clauses before `end`. */
void pneu_i_received_read_clauses(pneu_i_received *self, size_t end);

/* The host that the clause is about, or NULL. */
static inline pneu_trace_host *pneu_i_received_host(pneu_i_received *self)
{
    if (self->clause == PNEU_I_CLAUSE_FROM)
        return &self->out.from;
    return self->clause == PNEU_I_CLAUSE_BY ? &self->out.by : NULL;
}

/* 1 if a word may name a cipher or group: it has more than letters, which "over TLS secured channel" has not. */
int pneu_i_is_tls_name(pneu_str word);

/* 1 if a comment's word has a meaning of its own, so that no host may be called so there: "helo", "using". */
int pneu_i_received_is_key(pneu_str word);

/* 1 if a word begins like the version of TLS or SSL: "TLSv1.3", "TLS1_2", "SSLv3". */
int pneu_i_received_is_tls_version(pneu_str word);

/* One word of a comment. */
typedef struct pneu_i_comment_word {
    size_t start;
    size_t end;
    int is_first;
    int is_last;
    int is_before_literal; /* 1 if "[" follows */
} pneu_i_comment_word;

/* Takes a word of a host's comment. 0 if it says nothing. */
int pneu_i_received_take_host_word(pneu_i_received *self, pneu_trace_host *host, const pneu_i_comment_word *word);

/* Takes "user@host" or "user@address". 0 if it is none. */
int pneu_i_received_take_user(pneu_i_received *self, pneu_trace_host *host, const pneu_i_comment_word *word);

/* The number that the text begins with; 0 if there is none, or one that is more than `most`. */
int32_t pneu_i_received_number(pneu_str digits, int32_t most);

/* Takes what the comment whose content is [start, end) says. */
void pneu_i_received_read_comment(pneu_i_received *self, size_t start, size_t end);

/* Takes "[address]", "[address]:port" or an address of a host. 0 if it is none. */
int pneu_i_received_take_address(pneu_i_received *self, pneu_trace_host *host, size_t start, size_t end);

/* Adds bytes of the value to the text that was not understood. */
void pneu_i_received_add_extra(pneu_i_received *self, size_t start, size_t end);

/* The slice [start, end) of the value. */
static inline pneu_str pneu_i_received_slice(const pneu_i_received *self, size_t start, size_t end)
{
    return pneu_i_str_of(self->text.ptr + start, end - start);
}

static inline int pneu_i_trace_has(const pneu_trace_text *item)
{
    return item->length > 0;
}

/* Sets the place of an item that has none yet. The text is decoded at the end. */
static inline void pneu_i_trace_set(pneu_trace_text *item, size_t start, size_t end)
{
    if (item->length > 0)
        return;
    item->offset = (uint32_t)start;
    item->length = (uint32_t)(end - start);
}

/* Decodes the texts of all items. PNEU_OK or PNEU_ERR_MEMORY. */
pneu_status pneu_i_received_decode(pneu_i_received *self);

#endif
