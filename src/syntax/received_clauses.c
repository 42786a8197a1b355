/*
 * The clauses of a Received field. In: the value before its date. Out: items of the field.
 * Words and comments alternate: a word after a keyword is its value, whatever it is ("from by.example by from.example
 * with with"); further words belong to the value where values of several words occur ("Microsoft SMTP Server"), else they
 * are extra text. After a comment a keyword is a keyword, for the comment may be all that is told ("from (192.0.2.1) by").
 * Invariants: each byte is looked at a fixed number of times; a word that is not understood is in the extra text.
 * RFC 5321 section 4.4; RFC 5322 section 3.6.7; RFC 8314 section 4.3.
 * Not handled: what comments say (received_comment.c); clauses that nobody registered (extra text).
 */
#include "syntax/mail_path.h"
#include "syntax/received.h"
#include "syntax/scan.h"

/* ---- What is not understood ------------------------------------------------------------------------------------- */

static void flush_extra(pneu_i_received *self)
{
    size_t start = self->extra_start, length = self->extra_end - start;
    if (length == 0)
        return;
    if (self->extra.ptr == NULL && self->extra.status == PNEU_OK) {
        pneu_i_text_builder_init(&self->extra, self->arena, length);
        pneu_i_trace_set(&self->out.extra, start, self->extra_end);
    } else {
        pneu_i_text_builder_add(&self->extra, " ", 1);
    }
    pneu_i_text_builder_add(&self->extra, self->text.ptr + start, length);
    self->extra_start = self->extra_end;
}

void pneu_i_received_add_extra(pneu_i_received *self, size_t start, size_t end)
{
    if (self->extra_end == self->extra_start || pneu_i_skip_space(self->text, self->extra_end) != start) {
        flush_extra(self);
        self->extra_start = start;
    }
    self->extra_end = end;
}

/* ---- Words ------------------------------------------------------------------------------------------------------ */

static const struct keyword {
    const char *name;
    int clause;
} keywords[] = {
    {"from", PNEU_I_CLAUSE_FROM}, {"by", PNEU_I_CLAUSE_BY},       {"via", PNEU_I_CLAUSE_VIA},
    {"with", PNEU_I_CLAUSE_WITH}, {"id", PNEU_I_CLAUSE_ID},       {"for", PNEU_I_CLAUSE_FOR},
    {"tls", PNEU_I_CLAUSE_TLS},   {"group", PNEU_I_CLAUSE_GROUP},
};

static int clause_of(pneu_str word)
{
    for (size_t i = 0; word.len >= 2 && word.len <= 5 && i < sizeof keywords / sizeof keywords[0]; i++)
        if (pneu_i_lower(word.ptr[0]) == keywords[i].name[0] && pneu_i_str_is(word, keywords[i].name))
            return keywords[i].clause;
    return PNEU_I_CLAUSE_NONE;
}

/* The item that the clause's value goes to, or NULL. */
static pneu_trace_text *item_of(pneu_i_received *self, int clause)
{
    switch (clause) {
    case PNEU_I_CLAUSE_FROM: return &self->out.from.name;
    case PNEU_I_CLAUSE_BY: return &self->out.by.name;
    case PNEU_I_CLAUSE_VIA: return &self->out.via;
    case PNEU_I_CLAUSE_WITH: return &self->out.with;
    case PNEU_I_CLAUSE_ID: return &self->out.id;
    case PNEU_I_CLAUSE_FOR: return &self->out.recipient;
    case PNEU_I_CLAUSE_TLS: return &self->out.tls.cipher;
    case PNEU_I_CLAUSE_GROUP: return &self->out.tls.group;
    default: return NULL;
    }
}

static void leave_keyword(pneu_i_received *self, size_t end)
{
    if (!self->is_awaiting)
        return;
    self->is_awaiting = 0;
    if (self->clause == PNEU_I_CLAUSE_FROM && pneu_i_trace_has(&self->out.from.ip))
        self->is_irregular = 1; /* "from (192.0.2.1) by": the address is all there is to say */
    else
        pneu_i_received_report(self, self->keyword, end);
}

static void begin_clause(pneu_i_received *self, int clause, size_t start, size_t end)
{
    const pneu_trace_text *item = item_of(self, clause);
    leave_keyword(self, start);
    self->clause = clause;
    self->keyword = start;
    self->is_awaiting = 1;
    self->had_comment = self->may_grow = self->had_comma = 0;
    if (item == NULL || !pneu_i_trace_has(item))
        return;
    self->clause = PNEU_I_CLAUSE_UNKNOWN;
    self->out.from.flags |= PNEU_HOST_CONTESTED; /* "x(a)by(b)c" was said in HELO, perhaps */
    pneu_i_received_add_extra(self, start, end);
}

/* The end of the first path in the word of "for": at a comma outside quoted strings and brackets, or the word's end. */
static size_t path_end(pneu_str word)
{
    pneu_i_path path;
    pneu_i_path_read(word, &path);
    if (path.has_brackets)
        return path.end;
    const char *comma = word.ptr[0] != '"' ? memchr(word.ptr, ',', word.len) : NULL;
    return comma != NULL ? (size_t)(comma - word.ptr) : word.len;
}

/* A word of "for": the first path counts, others are counted (RFC 5321 section 4.4: there is one). */
static void take_recipient(pneu_i_received *self, size_t start, size_t end)
{
    pneu_i_path path;
    size_t first_end = start + path_end(pneu_i_received_slice(self, start, end));
    if (!self->is_awaiting && !self->had_comma && self->text.ptr[start] != ',') {
        pneu_i_received_add_extra(self, start, end);
        return;
    }
    self->had_comma = self->text.ptr[end - 1] == ',';
    if (self->is_awaiting) {
        pneu_i_path_read(pneu_i_received_slice(self, start, first_end), &path);
        size_t address = (size_t)(path.address.ptr - self->text.ptr);
        pneu_i_trace_set(&self->out.recipient, address, address + path.address.len);
        self->out.recipient_count = path.address.len > 0;
        start = first_end;
    }
    if (start == end)
        return;
    for (size_t at = start; at < end; at++)
        self->out.recipient_count += self->text.ptr[at] == ',' && self->out.recipient_count < INT32_MAX;
    pneu_i_received_report(self, start, end);
    pneu_i_received_add_extra(self, start, end);
}

/* "from host.example [192.0.2.1]". What the client said in HELO may look so too: such an address only counts where no
 * comment has one. */
static int take_literal(pneu_i_received *self, size_t start, size_t end)
{
    pneu_trace_host *host = self->clause == PNEU_I_CLAUSE_FROM ? &self->claimed : pneu_i_received_host(self);
    return host != NULL && self->text.ptr[start] == '[' && pneu_i_received_take_address(self, host, start, end);
}

/* A word after the clause's value. */
static void take_further_word(pneu_i_received *self, size_t start, size_t end)
{
    pneu_trace_text *item = item_of(self, self->clause);
    if (take_literal(self, start, end))
        self->may_grow = 0;
    else if (self->clause == PNEU_I_CLAUSE_FOR)
        take_recipient(self, start, end);
    else if (item != NULL && self->may_grow)
        item->length = (uint32_t)(end - item->offset);
    else
        pneu_i_received_add_extra(self, start, end);
}

int pneu_i_is_tls_name(pneu_str word)
{
    size_t at = 0;
    while (at < word.len && ((unsigned char)word.ptr[at] | 0x20) >= 'a')
        at++;
    return at < word.len;
}

/* Protocols have several words ("Microsoft SMTP Server"), and so has "from mail pickup service"; what follows a domain is
 * no part of it. */
static int may_have_several_words(int clause, pneu_str first)
{
    if (clause == PNEU_I_CLAUSE_FROM)
        return memchr(first.ptr, '.', first.len) == NULL && first.ptr[0] != '[';
    return clause == PNEU_I_CLAUSE_WITH || clause == PNEU_I_CLAUSE_VIA;
}

static void take_value(pneu_i_received *self, size_t start, size_t end)
{
    pneu_trace_text *item = item_of(self, self->clause);
    int is_of_tls = self->clause == PNEU_I_CLAUSE_TLS || self->clause == PNEU_I_CLAUSE_GROUP;
    self->out.protocol |= self->clause == PNEU_I_CLAUSE_TLS ? PNEU_PROTOCOL_TLS : 0;
    if (self->clause == PNEU_I_CLAUSE_FOR)
        take_recipient(self, start, end);
    else if (is_of_tls && !pneu_i_is_tls_name(pneu_i_received_slice(self, start, end)))
        pneu_i_received_add_extra(self, self->keyword, end);
    else if (item != NULL)
        pneu_i_trace_set(item, start, end);
    else
        pneu_i_received_add_extra(self, start, end);
    self->may_grow = may_have_several_words(self->clause, pneu_i_received_slice(self, start, end));
    self->is_awaiting = 0;
}

static void take_word(pneu_i_received *self, size_t start, size_t end)
{
    pneu_str word = pneu_i_received_slice(self, start, end);
    int clause = clause_of(word);
    self->is_irregular |= self->mode == PNEU_STRICT && !pneu_i_is_received_token(word);
    if (clause != PNEU_I_CLAUSE_NONE && (!self->is_awaiting || self->had_comment))
        begin_clause(self, clause, start, end); /* after a comment too: "from (192.0.2.1) by mx.example" */
    else if (self->is_awaiting)
        take_value(self, start, end);
    else
        take_further_word(self, start, end);
}

/* The end of the word at `at`: white space, a comment or ";". Within "<>" white space at either end is no end. */
static size_t skip_word(pneu_i_received *self, size_t at, size_t end)
{
    int is_in_brackets = self->text.ptr[at] == '<';
    while (at < end && self->text.ptr[at] != ';' && !pneu_i_received_begins_comment(self, at)) {
        char c = self->text.ptr[at];
        if (pneu_i_is_space((unsigned char)c)) {
            size_t next = pneu_i_skip_space(self->text, at);
            if (!is_in_brackets || next >= end || (self->text.ptr[at - 1] != '<' && self->text.ptr[next] != '>'))
                return at;
            at = next;
            continue;
        }
        if (c == '>')
            is_in_brackets = 0;
        at = c == '"' ? pneu_i_received_skip_unit(self, at) : at + 1;
    }
    return at;
}

void pneu_i_received_read_clauses(pneu_i_received *self, size_t end)
{
    size_t at = 0;
    while (at < end) {
        size_t start = at;
        char c = self->text.ptr[at];
        if (pneu_i_is_space((unsigned char)c)) {
            at++;
        } else if (c == ';') {
            self->is_irregular = self->had_comment = 1;
            self->may_grow = 0;
            at++;
        } else if (pneu_i_received_begins_comment(self, at)) {
            at = pneu_i_received_skip_unit(self, at);
            pneu_i_received_read_comment(self, start + 1, at - 1);
            self->had_comment = 1;
            self->may_grow = 0;
        } else {
            at = skip_word(self, at, end);
            take_word(self, start, at);
        }
    }
    leave_keyword(self, end);
    flush_extra(self);
}
