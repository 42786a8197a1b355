/*
 * Received fields: a scanner of clauses. In: the raw value. Out: a pneu_received.
 * The value is cut at the last ";" outside comments and quoted strings. Before it, words and comments alternate: a word
 * after a keyword is its value, whatever it is ("from by.example by from.example with with"); further words belong to
 * the value where values of several words occur ("Microsoft SMTP Server"), else they are extra text. What comments say is
 * the matter of received_comment.c, texts that of received_text.c.
 * Invariants: each byte is looked at a fixed number of times. The first comment and the first quoted string that are not
 * closed end the belief in comments and quoted strings: from there on "(" and the quote mark are bytes like others.
 * RFC 5321 section 4.4; RFC 5322 section 3.6.7; RFC 8314 section 4.3.
 * Not handled: clauses that nobody registered (extra text).
 */
#include "syntax/received.h"

#include "syntax/ip_address.h"
#include "syntax/mail_path.h"
#include "syntax/scan.h"

static void report(pneu_i_received *self, int32_t code, int32_t detail, size_t start, size_t end)
{
    if (self->sink != NULL)
        self->sink->report(self->sink->ctx, code, detail, start, end - start);
}

static void report_malformed(pneu_i_received *self, size_t start, size_t end)
{
    self->is_malformed = 1;
    report(self, PNEU_DEFECT_HDR_VALUE_MALFORMED, PNEU_DETAIL_HDR_RECEIVED_MALFORMED, start, end);
}

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

/* ---- Comments and quoted strings ------------------------------------------------------------------------------ */

static int begins_comment(const pneu_i_received *self, size_t at)
{
    return self->text.ptr[at] == '(' && at < self->comment_limit;
}

/* After the comment, quoted string or byte at `at`. */
static size_t skip_unit(pneu_i_received *self, size_t at)
{
    unsigned saw = 0;
    size_t end = at + 1;
    if (begins_comment(self, at)) {
        end = pneu_i_skip_comment(self->text, at, &saw);
        if (saw & PNEU_I_SAW_OPEN_COMMENT)
            self->comment_limit = at;
    } else if (self->text.ptr[at] == '"' && at < self->quote_limit) {
        end = pneu_i_skip_quoted(self->text, at, &saw);
        if (saw & PNEU_I_SAW_OPEN_QUOTE)
            self->quote_limit = at;
    }
    self->saw |= saw;
    return saw & (PNEU_I_SAW_OPEN_COMMENT | PNEU_I_SAW_OPEN_QUOTE) ? at + 1 : end;
}

/* 1 if the comma ends a day of the week that follows white space: " Wed,". */
static int ends_day(pneu_str text, size_t comma)
{
    static const char days[] = "MonTueWedThuFriSatSun";
    if (comma < 4 || !pneu_i_is_space((unsigned char)text.ptr[comma - 4]))
        return 0;
    for (size_t day = 0; day < sizeof days - 1; day += 3)
        if (pneu_i_ascii_same(text.ptr + comma - 3, days + day, 3))
            return 1;
    return 0;
}

/* The last ";" outside comments and quoted strings; where there is none, the last day of the week ("id 1 Wed, 31 Oct
 * 2012 ..."); else the end. Sets the limits of comments and quoted strings. */
static size_t find_date(pneu_i_received *self)
{
    size_t semicolon = self->text.len, day = self->text.len;
    self->comment_limit = self->quote_limit = self->text.len;
    for (size_t at = 0; at < self->text.len;) {
        char c = self->text.ptr[at];
        if (c == ';')
            semicolon = at;
        else if (c == ',' && ends_day(self->text, at))
            day = at - 3;
        at = c == '(' || c == '"' ? skip_unit(self, at) : at + 1;
    }
    if (self->saw & PNEU_I_SAW_DEEP_COMMENT)
        report(self, PNEU_DEFECT_LIMIT_TOKENS, 0, 0, self->text.len);
    if (self->comment_limit < self->text.len)
        report_malformed(self, self->comment_limit, self->text.len);
    if (self->quote_limit < self->text.len)
        report_malformed(self, self->quote_limit, self->text.len);
    return semicolon < self->text.len ? semicolon : day;
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
        report_malformed(self, self->keyword, end);
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
    report_malformed(self, start, end);
    pneu_i_received_add_extra(self, start, end);
}

/* A word after the clause's value. */
static void take_further_word(pneu_i_received *self, size_t start, size_t end)
{
    pneu_trace_text *item = item_of(self, self->clause);
    pneu_trace_host *host = pneu_i_received_host(self);
    if (host != NULL && pneu_i_received_take_address(self, host, start, end))
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
    while (at < end && self->text.ptr[at] != ';' && !begins_comment(self, at)) {
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
        at = c == '"' ? skip_unit(self, at) : at + 1;
    }
    return at;
}

static void read_clauses(pneu_i_received *self, size_t end)
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
        } else if (begins_comment(self, at)) {
            at = skip_unit(self, at);
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

/* ---- The date ----------------------------------------------------------------------------------------------------- */

typedef struct shifted_sink {
    const pneu_defect_sink *sink;
    uint64_t by;
} shifted_sink;

static void report_shifted(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    const shifted_sink *shift = ctx;
    shift->sink->report(shift->sink->ctx, code, detail, offset + shift->by, length);
}

/* PowerMTA and others write the sender after the date. */
static void read_comments_of_date(pneu_i_received *self, size_t at)
{
    self->clause = PNEU_I_CLAUSE_DATE;
    while (at < self->text.len) {
        size_t start = at;
        at = skip_unit(self, at);
        if (begins_comment(self, start))
            pneu_i_received_read_comment(self, start + 1, at - 1);
    }
}

/* `at`: the place of the ";", or of a date without one, or the end. */
static void read_date(pneu_i_received *self, size_t at)
{
    int has_semicolon = at < self->text.len && self->text.ptr[at] == ';';
    size_t start = at + (size_t)has_semicolon;
    shifted_sink shift = {self->sink, start};
    pneu_defect_sink sink = {report_shifted, &shift};
    pneu_status status = PNEU_ERR_NOT_FOUND;
    if (start < self->text.len) {
        pneu_str raw = pneu_i_str_from(self->text, start);
        pneu_str text = pneu_i_str_trim(raw);
        size_t text_start = (size_t)(text.ptr - self->text.ptr);
        pneu_i_trace_set(&self->out.date_text, text_start, text_start + text.len);
        status = pneu_date_parse(raw, self->mode, self->sink != NULL ? &sink : NULL, &self->out.date);
        read_comments_of_date(self, start);
    }
    self->out.has_date = status == PNEU_OK;
    if (status != PNEU_OK || !has_semicolon)
        report_malformed(self, at, self->text.len);
}

/* ---- The whole field ------------------------------------------------------------------------------------------------ */

/* A name in HELO is the host's own claim. Where a comment has it (qmail, Exim), the word after "from" is what the
 * receiver found out: an address, or the name of the address, or "unknown". */
static void settle_helo(pneu_i_received *self)
{
    pneu_trace_host *from = &self->out.from;
    pneu_trace_text word = from->name;
    if (!pneu_i_trace_has(&self->helo))
        return;
    from->name = self->helo;
    if (!pneu_i_trace_has(&word))
        return;
    pneu_str text = pneu_i_received_slice(self, word.offset, word.offset + word.length);
    pneu_str helo = pneu_i_received_slice(self, self->helo.offset, self->helo.offset + self->helo.length);
    if (pneu_i_received_take_address(self, from, word.offset, word.offset + word.length))
        return;
    if (!pneu_i_str_same(text, helo) && !pneu_i_str_is(text, "unknown"))
        pneu_i_trace_set(&from->rdns, word.offset, word.offset + word.length);
}

/* Only printable bytes, and folds; UTF-8 (RFC 5322 section 2.2, RFC 6532). */
static int is_clean(pneu_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        int is_last = i + 1 == text.len;
        if (c == '\r' && (is_last || text.ptr[i + 1] != '\n'))
            return 0;
        if (c == '\n' && !is_last && !pneu_i_is_blank((unsigned char)text.ptr[i + 1]))
            return 0;
        if (pneu_i_is(c, PNEU_I_CONTROL))
            return 0;
    }
    return pneu_i_utf8_valid(text.ptr, text.len) == text.len;
}

static int is_empty(const pneu_i_received *self)
{
    const pneu_received *out = &self->out;
    return !pneu_i_trace_has(&out->from.name) && !pneu_i_trace_has(&out->from.ip) && !pneu_i_trace_has(&out->by.name) &&
           !pneu_i_trace_has(&out->with) && !pneu_i_trace_has(&out->id) && !pneu_i_trace_has(&out->comment) &&
           !pneu_i_trace_has(&out->recipient) && !pneu_i_trace_has(&out->via);
}

static void read_field(pneu_i_received *self)
{
    size_t semicolon = find_date(self);
    read_clauses(self, semicolon);
    settle_helo(self);
    read_date(self, semicolon);
    if (is_empty(self) && !self->is_malformed)
        report_malformed(self, 0, self->text.len);
}

pneu_status pneu_received_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                pneu_received *out)
{
    pneu_i_received self;
    if (arena == NULL || out == NULL || (value.ptr == NULL && value.len > 0) || value.len > UINT32_MAX ||
        (mode != PNEU_LENIENT && mode != PNEU_STRICT))
        return PNEU_ERR_ARGUMENT;
    memset(&self, 0, sizeof self);
    self.text = value.len > 0 ? value : pneu_i_str("");
    self.sink = sink;
    self.mode = mode;
    self.arena = arena;
    read_field(&self);
    if (mode == PNEU_STRICT && (self.is_malformed || self.is_irregular || !is_clean(self.text)))
        return PNEU_ERR_SYNTAX;
    pneu_status status = pneu_i_received_decode(&self);
    if (status == PNEU_OK)
        *out = self.out;
    return status;
}
