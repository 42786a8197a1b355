/*
 * Received fields. In: the raw value. Out: a pneu_received.
 * The value is cut at the last ";" outside comments and quoted strings: before it stand clauses (received_clauses.c),
 * after it the date. What comments say is the matter of received_comment.c, texts that of received_text.c.
 * Invariants: each byte is looked at a fixed number of times. The first comment and the first quoted string that are not
 * closed end the belief in comments and quoted strings: from there on "(" and the quote mark are bytes like others.
 * RFC 5321 section 4.4; RFC 5322 section 3.6.7.
 * Not handled: whether what a field says is true (trail.c).
 */
#include "syntax/received.h"

#include "syntax/scan.h"

static void report(pneu_i_received *self, int32_t code, int32_t detail, size_t start, size_t end)
{
    if (self->sink != NULL)
        self->sink->report(self->sink->ctx, code, detail, start, end - start);
}

void pneu_i_received_report(pneu_i_received *self, size_t start, size_t end)
{
    self->is_malformed = 1;
    report(self, PNEU_DEFECT_HDR_VALUE_MALFORMED, PNEU_DETAIL_HDR_RECEIVED_MALFORMED, start, end);
}

/* ---- Comments and quoted strings ------------------------------------------------------------------------------ */

/* After the comment, quoted string or byte at `at`. */
size_t pneu_i_received_skip_unit(pneu_i_received *self, size_t at)
{
    unsigned saw = 0;
    size_t end = at + 1;
    if (pneu_i_received_begins_comment(self, at)) {
        end = pneu_i_skip_comment(self->text, at, &saw);
        if (saw & PNEU_I_SAW_OPEN_COMMENT)
            self->comment_limit = at;
    } else if (at < self->quote_limit && self->text.ptr[at] == '"') {
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
        at = c == '(' || c == '"' ? pneu_i_received_skip_unit(self, at) : at + 1;
    }
    if (self->saw & PNEU_I_SAW_DEEP_COMMENT)
        report(self, PNEU_DEFECT_LIMIT_TOKENS, 0, 0, self->text.len);
    if (self->comment_limit < self->text.len)
        pneu_i_received_report(self, self->comment_limit, self->text.len);
    if (self->quote_limit < self->text.len)
        pneu_i_received_report(self, self->quote_limit, self->text.len);
    return semicolon < self->text.len ? semicolon : day;
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
        at = pneu_i_received_skip_unit(self, at);
        if (pneu_i_received_begins_comment(self, start))
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
        status = pneu_date_parse(raw, self->mode, NULL, &self->out.date);
        if (status == PNEU_OK && self->sink != NULL) /* of what is no date this field's own code is enough */
            (void)pneu_date_parse(raw, self->mode, &sink, &self->out.date);
        read_comments_of_date(self, start);
    }
    self->out.has_date = status == PNEU_OK;
    if (status != PNEU_OK || !has_semicolon)
        pneu_i_received_report(self, at, self->text.len);
}

/* ---- The whole field ------------------------------------------------------------------------------------------------ */

/* A name in HELO is the host's own claim. Where a comment has it (qmail, Exim), the word after "from" is what the
 * receiver found out: an address, or the name of the address, or "unknown"; where there is no word, nothing. */
static void settle_helo(pneu_i_received *self)
{
    pneu_trace_host *from = &self->out.from;
    pneu_trace_text word = from->name;
    if (!pneu_i_trace_has(&self->helo))
        return;
    from->name = self->helo;
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

static void settle_address(pneu_i_received *self)
{
    pneu_trace_host *from = &self->out.from;
    if (pneu_i_trace_has(&from->ip))
        return;
    from->ip = self->claimed.ip;
    from->port = from->port > 0 ? from->port : self->claimed.port;
}

static void read_field(pneu_i_received *self)
{
    size_t semicolon = find_date(self);
    pneu_i_received_read_clauses(self, semicolon);
    settle_helo(self);
    settle_address(self);
    read_date(self, semicolon);
    if (is_empty(self) && !self->is_malformed)
        pneu_i_received_report(self, 0, self->text.len);
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
