/*
 * The tokens of address lists: atoms, quoted strings, domain literals, specials, with what stood before them.
 * In: a raw value. Out: one token a call. Comments and white space are passed over, but the first comment with a content
 * is remembered, since it may be somebody's name.
 * What is not closed is read again without its first byte (RFC 7103 sections 7.1.4 and 7.1.6): a quoted string becomes
 * words; a comment ends at the next parenthesis, or before the next "<", "," or ";" (and is no comment where there is an
 * address in it). Invariants: places only move forward; a lexer looks for the end of an unclosed quoted string or comment
 * once, so reading is linear.
 * RFC 5322 sections 3.2 and 4.1.
 * Not handled: which tokens make an address (address_spec.c, address_element.c).
 */
#include "syntax/address_token.h"

#include "pneu/address.h"
#include "syntax/scan.h"

static int is_outside_of_grammar(int32_t code)
{
    switch (code) {
    case PNEU_DEFECT_ADDR_SYNTAX:
    case PNEU_DEFECT_ADDR_UNBALANCED:
    case PNEU_DEFECT_ADDR_LIST_SYNTAX:
    case PNEU_DEFECT_ADDR_TWO_ANGLES:
    case PNEU_DEFECT_ADDR_MULTIPLE_AT:
    case PNEU_DEFECT_ADDR_EW_IN_SPEC:
    case PNEU_DEFECT_ADDR_COMMENT_GLUE: return 1;
    default: return 0;
    }
}

void pneu_i_address_report(pneu_i_address_log *log, int32_t code, int32_t detail, size_t start, size_t end)
{
    if (log == NULL)
        return;
    if (is_outside_of_grammar(code)) {
        log->is_broken = 1;
        log->flags |= PNEU_MAILBOX_REPAIRED;
    }
    if (pneu_defect_severity(code) == PNEU_SEVERITY_ATTACK)
        log->flags |= PNEU_MAILBOX_UNTRUSTED;
    if (log->sink != NULL)
        log->sink->report(log->sink->ctx, code, detail, start, end - start);
}

void pneu_i_address_lexer_init(pneu_i_address_lexer *lexer, pneu_str text, pneu_i_address_log *log)
{
    pneu_i_address_lexer fresh = {text, log, 0, 0, 0, PNEU_I_TOKEN_END, 0, 0};
    *lexer = fresh;
}

/* ---- Comments ------------------------------------------------------------------------------------------------- */

static void remember_comment(pneu_i_address_lexer *lexer, size_t start, size_t end)
{
    if (lexer->comment_end != 0 || start == end)
        return;
    lexer->comment_start = start;
    lexer->comment_end = end;
}

/* "(" at `at`, and somewhere a comment is not closed. Gives the end of what is taken for a comment; `at` if nothing. */
static size_t skip_broken_comment(pneu_i_address_lexer *lexer, size_t at)
{
    pneu_str text = lexer->text;
    size_t end = at + 1;
    while (end < text.len && memchr("()<,;@", text.ptr[end], 6) == NULL)
        end++;
    if (end < text.len && text.ptr[end] == '@')
        return at;
    remember_comment(lexer, at + 1, end);
    return end < text.len && text.ptr[end] == ')' ? end + 1 : end;
}

/* "(" at `at`: the place after the comment, or `at` if it is none. */
static size_t skip_comment(pneu_i_address_lexer *lexer, size_t at)
{
    unsigned saw = 0;
    if (lexer->has_open_comment)
        return skip_broken_comment(lexer, at);
    size_t end = pneu_i_skip_comment(lexer->text, at, &saw);
    if (saw & PNEU_I_SAW_DEEP_COMMENT)
        pneu_i_address_report(lexer->log, PNEU_DEFECT_LIMIT_TOKENS, 0, at, end);
    if (saw & PNEU_I_SAW_OPEN_COMMENT) {
        lexer->has_open_comment = 1;
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_UNBALANCED, PNEU_DETAIL_ADDR_UNBALANCED_PAREN, at, at + 1);
        return skip_broken_comment(lexer, at);
    }
    remember_comment(lexer, at + 1, end - 1);
    return end;
}

/* White space and comments before a token. */
static size_t skip_gap(pneu_i_address_lexer *lexer, pneu_i_address_token *token)
{
    pneu_str text = lexer->text;
    size_t at = lexer->at;
    token->has_blank = 0;
    token->has_comment = 0;
    while (at < text.len) {
        unsigned char c = (unsigned char)text.ptr[at];
        if (pneu_i_is_space(c)) {
            token->has_blank = 1;
            at++;
        } else if (c == '(') {
            size_t end = skip_comment(lexer, at);
            if (end == at)
                break;
            token->has_comment = 1;
            at = end;
        } else {
            break;
        }
    }
    return at;
}

/* ---- Tokens --------------------------------------------------------------------------------------------------- */

static size_t skip_text(pneu_str text, size_t at)
{
    while (at < text.len && pneu_i_is_atom_byte((unsigned char)text.ptr[at]))
        at++;
    return at;
}

/* Sets the token's end: after the closing quote, or after the opening one if there is none. */
static int read_quoted(pneu_i_address_lexer *lexer, pneu_i_address_token *token)
{
    unsigned saw = PNEU_I_SAW_OPEN_QUOTE;
    if (!lexer->has_open_quote) {
        saw = 0;
        token->end = pneu_i_skip_quoted(lexer->text, token->start, &saw);
        if (saw & PNEU_I_SAW_OPEN_QUOTE)
            pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_UNBALANCED, PNEU_DETAIL_ADDR_UNBALANCED_QUOTE,
                                  token->start, token->start + 1);
    }
    if (!(saw & PNEU_I_SAW_OPEN_QUOTE))
        return PNEU_I_TOKEN_QUOTED;
    lexer->has_open_quote = 1;
    token->end = token->start + 1;
    return PNEU_I_TOKEN_DROPPED;
}

/* "[" after "@". A literal holds no "[", so that what is searched for its end is never searched again. */
static int read_literal(pneu_i_address_lexer *lexer, pneu_i_address_token *token)
{
    pneu_str text = lexer->text;
    size_t at = token->start + 1;
    while (at < text.len && text.ptr[at] != '[' && text.ptr[at] != ']')
        at += text.ptr[at] == '\\' ? 2 : 1;
    if (at < text.len && text.ptr[at] == ']') {
        token->end = at + 1;
        return PNEU_I_TOKEN_LITERAL;
    }
    pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_SYNTAX, 0, token->start, token->end);
    return PNEU_I_TOKEN_ODD;
}

/* One token for a run of the same byte. */
static void take_run(pneu_str text, pneu_i_address_token *token)
{
    while (token->end < text.len && text.ptr[token->end] == text.ptr[token->start])
        token->end++;
}

/* The same for backslashes, with the quote marks between them: where a quoted string is not closed, they are escaped. */
static void take_odd_run(const pneu_i_address_lexer *lexer, pneu_i_address_token *token)
{
    pneu_str text = lexer->text;
    take_run(text, token);
    if (!lexer->has_open_quote || text.ptr[token->start] != '\\')
        return;
    while (token->end + 1 < text.len && text.ptr[token->end] == '"' && text.ptr[token->end + 1] == '\\') {
        token->end++;
        take_run(text, token);
    }
}

static int read_surplus(pneu_i_address_lexer *lexer, pneu_i_address_token *token)
{
    take_run(lexer->text, token);
    if (lexer->text.ptr[token->start] == ')')
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_UNBALANCED, PNEU_DETAIL_ADDR_UNBALANCED_PAREN, token->start,
                              token->end);
    else
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_SYNTAX, 0, token->start, token->end);
    return PNEU_I_TOKEN_SURPLUS;
}

/* The kind of the token that is no text; it is one byte, unless its end is set. */
static int read_special(pneu_i_address_lexer *lexer, pneu_i_address_token *token)
{
    switch (lexer->text.ptr[token->start]) {
    case '.': return PNEU_I_TOKEN_DOT;
    case '@': return PNEU_I_TOKEN_AT;
    case '<': return PNEU_I_TOKEN_LT;
    case '>': return PNEU_I_TOKEN_GT;
    case ',': return PNEU_I_TOKEN_COMMA;
    case ';': return PNEU_I_TOKEN_SEMICOLON;
    case ':': return PNEU_I_TOKEN_COLON;
    case '"': return read_quoted(lexer, token);
    case '(': return PNEU_I_TOKEN_DROPPED; /* reported when it was found to be open */
    case '[':
        if (lexer->before == PNEU_I_TOKEN_AT)
            return read_literal(lexer, token);
        return read_surplus(lexer, token);
    case ')':
    case ']': return read_surplus(lexer, token);
    default:
        take_odd_run(lexer, token);
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_SYNTAX, 0, token->start, token->end);
        return PNEU_I_TOKEN_ODD;
    }
}

void pneu_i_address_next(pneu_i_address_lexer *lexer, pneu_i_address_token *token)
{
    token->start = skip_gap(lexer, token);
    token->end = skip_text(lexer->text, token->start);
    if (token->end > token->start) {
        token->kind = PNEU_I_TOKEN_TEXT;
    } else if (token->start == lexer->text.len) {
        token->kind = PNEU_I_TOKEN_END;
    } else {
        token->end = token->start + 1;
        token->kind = read_special(lexer, token);
    }
    lexer->at = token->end;
    lexer->before = token->kind;
}
