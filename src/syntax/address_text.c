/*
 * The text of an addr-spec: comments and white space go, quoted strings are undone, and done again where the local part is
 * no dot-atom (RFC 5322 section 3.4.1). In: ranges of a value. Out: address, local part and domain in the arena, defects.
 * An address is either as it was meant, or not given at all: no byte that cannot be kept is dropped from it, none is
 * converted, and encoded words stay as they are (RFC 2047 section 5).
 * Invariants: no CR, LF or NUL; well-formed UTF-8; where the address has no quotes, local and domain lie in it.
 * Not handled: whether a domain exists, lengths (RFC 5321 section 4.5.3.1), addresses of IP literals.
 */
#include "syntax/address_text.h"

#include "charset/charset.h"
#include "syntax/address_spec.h"
#include "syntax/decode_text.h"
#include "syntax/encoded_word.h"

int pneu_i_is_name(pneu_str text)
{
    if (text.len == 0)
        return 1;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        int is_c1 = c == 0xC2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xA0;
        if (pneu_i_is(c, PNEU_I_CONTROL | PNEU_I_EOL) || is_c1)
            return 0;
    }
    return pneu_i_utf8_valid(text.ptr, text.len) == text.len;
}

size_t pneu_i_write_quoted(pneu_str text, char *to)
{
    size_t len = 0;
    to[len++] = '"';
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            to[len++] = '\\';
        to[len++] = text.ptr[i];
    }
    to[len++] = '"';
    return len;
}

/* ---- Reading --------------------------------------------------------------------------------------------------- */

typedef struct text_writer {
    char *ptr;
    size_t len;
    int has_space; /* white space or "@" was written in a quoted string */
    int is_bad;    /* a byte came that no address can hold */
} text_writer;

static void write_run(text_writer *to, pneu_str run)
{
    memcpy(to->ptr + to->len, run.ptr, run.len);
    to->len += run.len;
}

/* A fold's line end goes, and its white space stays; CR or LF elsewhere is bad. */
static size_t write_break(text_writer *to, pneu_str text, size_t at)
{
    size_t end = at + (text.ptr[at] == '\r');
    int is_fold = end + 1 < text.len && text.ptr[end] == '\n' && pneu_i_is_blank((unsigned char)text.ptr[end + 1]);
    to->is_bad |= !is_fold;
    return is_fold ? end + 1 : at + 1;
}

/* The content of a quoted string or literal. Literals keep their quoted pairs. */
static void write_content(text_writer *to, pneu_str text, int keeps_pairs)
{
    size_t at = 0;
    while (at < text.len) {
        char c = text.ptr[at];
        if (c == '\r' || c == '\n') {
            at = write_break(to, text, at);
            continue;
        }
        if (c == '\\' && at + 1 < text.len) {
            if (keeps_pairs)
                to->ptr[to->len++] = c;
            c = text.ptr[++at];
            to->is_bad |= c == '\r' || c == '\n';
        }
        to->is_bad |= c == '\0' || (keeps_pairs && pneu_i_is((unsigned char)c, PNEU_I_CONTROL));
        to->has_space |= !keeps_pairs && (c == ' ' || c == '\t' || c == '@');
        to->ptr[to->len++] = c;
        at++;
    }
}

static void write_token(text_writer *to, pneu_str text, const pneu_i_address_token *token)
{
    pneu_str raw = pneu_i_str_of(text.ptr + token->start, token->end - token->start);
    if (token->kind == PNEU_I_TOKEN_TEXT || token->kind == PNEU_I_TOKEN_DOT)
        write_run(to, raw);
    else if (token->kind == PNEU_I_TOKEN_QUOTED)
        write_content(to, pneu_i_str_of(raw.ptr + 1, raw.len - 2), 0);
    else if (token->kind == PNEU_I_TOKEN_LITERAL)
        write_content(to, raw, 1);
}

static int is_plain(pneu_str run)
{
    for (size_t i = 0; i < run.len; i++)
        if (run.ptr[i] != '.' && !pneu_i_is_atom_byte((unsigned char)run.ptr[i]))
            return 0;
    return 1;
}

/* Writes the tokens of [start, end). `lexer` stands at `start` or before it. */
static void write_range(text_writer *to, pneu_i_address_lexer *lexer, size_t start, size_t end)
{
    pneu_i_address_token token;
    pneu_str run = pneu_i_str_of(lexer->text.ptr + start, end - start);
    if (is_plain(run)) {
        write_run(to, run);
        return;
    }
    while (lexer->at < end) {
        pneu_i_address_next(lexer, &token);
        if (token.start >= start && token.end <= end)
            write_token(to, lexer->text, &token);
    }
}

/* address = local "@" domain, in one block; where the local part needs quotes, it stands before them in that block too. */
static pneu_status read_text(pneu_arena *arena, const pneu_i_address_spec *spec, const pneu_i_address_lexer *lexer,
                             text_writer *to, pneu_mailbox *mailbox)
{
    pneu_i_address_lexer again = *lexer;
    int is_quoted = (spec->flaws & PNEU_I_SPEC_QUOTED) != 0;
    size_t room = spec->local_end - spec->local_start;
    room = (is_quoted ? 3 * room : room) + (spec->domain_end - spec->domain_start) + 3;
    to->ptr = pneu_i_arena_alloc(arena, room);
    if (to->ptr == NULL)
        return PNEU_ERR_MEMORY;
    again.log = NULL;
    write_range(to, &again, spec->local_start, spec->local_end);
    pneu_str local = pneu_i_str_of(to->ptr, to->len);
    size_t address = 0;
    if (is_quoted && !pneu_i_is_dot_atom(local)) {
        address = to->len;
        to->len += pneu_i_write_quoted(local, to->ptr + address);
    }
    size_t domain = to->len;
    if (spec->domain_end > spec->domain_start) {
        to->ptr[to->len++] = '@';
        domain = to->len;
        write_range(to, &again, spec->domain_start, spec->domain_end);
    }
    mailbox->local = local;
    mailbox->domain = pneu_i_str_of(to->ptr + domain, to->len - domain);
    mailbox->address = pneu_i_str_of(to->ptr + address, to->len - address);
    return PNEU_OK;
}

/* ---- Defects --------------------------------------------------------------------------------------------------- */

typedef struct control_watch {
    pneu_i_address_log *log;
    size_t start;
} control_watch;

static void report_control(void *ctx, int32_t code, int32_t detail, uint64_t offset, uint64_t length)
{
    control_watch *watch = ctx;
    size_t start = watch->start + (size_t)offset;
    if (code == PNEU_DEFECT_EW_CONTROL)
        pneu_i_address_report(watch->log, code, detail, start, start + (size_t)length);
}

/* The end of the comment that raw.ptr[at] stands in, or 0. *from moves on: what stands before it was looked at. */
static size_t comment_around(pneu_str raw, size_t *from, size_t at)
{
    unsigned saw = 0;
    while (*from < at) {
        size_t start = *from;
        if (raw.ptr[start] == '\\')
            *from = start + 2;
        else if (raw.ptr[start] == '"')
            *from = pneu_i_skip_quoted(raw, start, &saw);
        else if (raw.ptr[start] == '(')
            *from = pneu_i_skip_comment(raw, start, &saw);
        else
            *from = start + 1;
        if ((saw & (PNEU_I_SAW_OPEN_COMMENT | PNEU_I_SAW_OPEN_QUOTE)) != 0) {
            *from = raw.len; /* what was never closed is no comment */
            return 0;
        }
        if (*from > at && raw.ptr[start] == '(')
            return *from;
    }
    return 0;
}

/* Encoded words stay as they are; in a comment they are at home. They are decoded to tell of the NUL that may be in them, and for nothing else. */
static pneu_status check_words(pneu_arena *arena, const pneu_i_address_spec *spec, const pneu_i_address_lexer *lexer)
{
    size_t end = spec->domain_end > spec->local_end ? spec->domain_end : spec->local_end;
    pneu_str raw = pneu_i_str_of(lexer->text.ptr + spec->local_start, end - spec->local_start);
    pneu_i_word word;
    pneu_str ignored;
    size_t looked_at = 0, end_of_comment;
    for (size_t at = pneu_i_word_candidate(raw, 0); at < raw.len; at = pneu_i_word_candidate(raw, at)) {
        if ((end_of_comment = comment_around(raw, &looked_at, at)) > 0) {
            at = end_of_comment;
            continue;
        }
        if (pneu_i_word_at(raw, at, &word) != PNEU_I_IS_WORD) {
            at++;
            continue;
        }
        at = word.end;
        control_watch watch = {lexer->log, spec->local_start + word.start};
        pneu_defect_sink sink = {report_control, &watch};
        pneu_i_text_rules rules = {PNEU_LENIENT, PNEU_I_UNSTRUCTURED, &sink};
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_EW_IN_SPEC, 0, watch.start, spec->local_start + word.end);
        pneu_str slice = pneu_i_str_of(raw.ptr + word.start, word.end - word.start);
        if (pneu_i_text_decode(arena, slice, &rules, &ignored) != PNEU_OK)
            return PNEU_ERR_MEMORY;
    }
    return PNEU_OK;
}

static void report_flaws(const pneu_i_address_spec *spec, unsigned flaws, pneu_i_address_log *log)
{
    size_t start = spec->local_start;
    if (flaws & PNEU_I_SPEC_SEVERAL_AT)
        pneu_i_address_report(log, PNEU_DEFECT_ADDR_MULTIPLE_AT, 0, start, spec->end);
    else if (flaws & (PNEU_I_SPEC_BAD_DOTS | PNEU_I_SPEC_TRAILING))
        pneu_i_address_report(log, PNEU_DEFECT_ADDR_SYNTAX, 0, start, spec->end);
    if (flaws & PNEU_I_SPEC_GLUE)
        pneu_i_address_report(log, PNEU_DEFECT_ADDR_COMMENT_GLUE, 0, start, spec->end);
    if (flaws & PNEU_I_SPEC_OBSOLETE)
        pneu_i_address_report(log, PNEU_DEFECT_ADDR_OBSOLETE, 0, start, spec->end);
    else if (flaws & PNEU_I_SPEC_SPACED)
        pneu_i_address_report(log, PNEU_DEFECT_ADDR_OBSOLETE, PNEU_DETAIL_ADDR_SPACE_AROUND_AT, start, spec->end);
}

static int ends_with_dot(pneu_str text)
{
    return text.len > 0 && text.ptr[text.len - 1] == '.';
}

/* A word without "@", or "local@" (RFC 7103 section 7.1.7). */
static void note_missing_domain(const pneu_i_address_spec *spec, const pneu_i_address_lexer *lexer,
                                pneu_mailbox *mailbox)
{
    pneu_str raw = pneu_i_str_of(lexer->text.ptr + spec->local_start, spec->local_end - spec->local_start);
    int32_t detail = pneu_i_word_is_in(raw) ? 0 : PNEU_DETAIL_ADDR_MISSING_DOMAIN;
    mailbox->flags |= PNEU_MAILBOX_NO_DOMAIN;
    pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_SYNTAX, detail, spec->local_start, spec->end);
}

static void note_text(const pneu_i_address_spec *spec, const pneu_i_address_lexer *lexer, const text_writer *text,
                      pneu_mailbox *mailbox)
{
    unsigned flaws = spec->flaws | (ends_with_dot(mailbox->domain) ? PNEU_I_SPEC_BAD_DOTS : 0u);
    report_flaws(spec, flaws, lexer->log);
    if (text->has_space)
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_QUOTED_LOCAL, 0, spec->local_start, spec->local_end);
    if (!pneu_i_ascii_only(text->ptr, text->len))
        mailbox->flags |= PNEU_MAILBOX_UTF8;
    if (mailbox->domain.len == 0)
        note_missing_domain(spec, lexer, mailbox);
}

static void give_up(const pneu_i_address_spec *spec, const pneu_i_address_lexer *lexer, pneu_mailbox *mailbox)
{
    unsigned told = PNEU_I_SPEC_SEVERAL_AT | PNEU_I_SPEC_CONTROL | PNEU_I_SPEC_BAD_DOTS | PNEU_I_SPEC_TRAILING;
    pneu_str none = {"", 0};
    mailbox->local = none;
    mailbox->domain = none;
    mailbox->address = none;
    mailbox->flags |= PNEU_MAILBOX_UNREADABLE;
    report_flaws(spec, spec->flaws, lexer->log);
    if (!(spec->flaws & told))
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_SYNTAX, 0, spec->local_start, spec->end);
}

pneu_status pneu_i_address_spec_read(pneu_arena *arena, const pneu_i_address_spec *spec,
                                     const pneu_i_address_lexer *lexer, pneu_mailbox *mailbox)
{
    text_writer text = {NULL, 0, 0, 0};
    unsigned unreadable = PNEU_I_SPEC_SEVERAL_AT | PNEU_I_SPEC_CONTROL | PNEU_I_SPEC_ODD;
    if (spec->flaws & unreadable || spec->local_end == spec->local_start) {
        give_up(spec, lexer, mailbox);
        return PNEU_OK;
    }
    pneu_status status = read_text(arena, spec, lexer, &text, mailbox);
    if (status != PNEU_OK)
        return status;
    if (text.is_bad || pneu_i_utf8_valid(text.ptr, text.len) != text.len) {
        give_up(spec, lexer, mailbox);
        return PNEU_OK;
    }
    note_text(spec, lexer, &text, mailbox);
    return spec->has_at ? check_words(arena, spec, lexer) : PNEU_OK;
}
