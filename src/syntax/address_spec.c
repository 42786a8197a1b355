/*
 * Where an addr-spec stands: local-part "@" domain among the tokens of an element (RFC 5322 sections 3.4.1 and 4.4).
 * In: tokens, one by one. Out: the ranges of local part and domain, and flaws.
 * Words may stand before the address ("John Doe jdoe@x.example"): the local part is the last run of words with dots
 * between them and no white space; only if nothing else stands before it may there be white space around its dots
 * (obs-local-part). A comment or white space ends the domain, unless a dot is beside it (obs-domain): what follows is
 * never glued to it.
 * Invariant: constant memory; nothing is looked at again.
 * Not handled: what the ranges say (address_text.c), brackets and lists (address_element.c).
 */
#include "syntax/address_spec.h"

/* Where the reading stands. */
enum {
    IN_WORDS,      /* before "@" */
    AFTER_AT,      /* nothing of the domain yet */
    IN_DOMAIN,     /* the last token was of the domain */
    AFTER_LITERAL, /* a domain that cannot go on */
    AFTER_DOMAIN,  /* the domain ended with a surplus byte */
    BEHIND         /* text after the domain */
};

void pneu_i_address_spec_init(pneu_i_address_spec *spec)
{
    memset(spec, 0, sizeof *spec);
    spec->place = IN_WORDS;
    spec->before = PNEU_I_TOKEN_END;
    spec->is_dotted = 1;
}

int pneu_i_address_spec_has_name(const pneu_i_address_spec *spec)
{
    return spec->has_at && spec->start < spec->local_start;
}

static int is_word(int kind)
{
    return kind == PNEU_I_TOKEN_TEXT || kind == PNEU_I_TOKEN_QUOTED;
}

static unsigned flaw_of_odd(const pneu_i_address_lexer *lexer, const pneu_i_address_token *token)
{
    unsigned char c = (unsigned char)lexer->text.ptr[token->start];
    return pneu_i_is(c, PNEU_I_CONTROL) ? PNEU_I_SPEC_CONTROL : PNEU_I_SPEC_ODD;
}

/* A comment that stands between two bytes of text without white space. */
static int is_glued(const pneu_i_address_token *token)
{
    return token->has_comment && !token->has_blank;
}

/* ---- Before "@" ------------------------------------------------------------------------------------------------- */

static void begin_run(pneu_i_address_spec *spec, const pneu_i_address_token *token)
{
    spec->run_start = token->start;
    if (spec->is_dotted)
        return; /* with obsolete white space around dots it is all one local part */
    spec->run_flaws = is_word(spec->before) && is_word(token->kind) && is_glued(token) ? PNEU_I_SPEC_GLUE : 0;
}

/* Does the token go on with the run of words before it? */
static int continues_run(const pneu_i_address_spec *spec, const pneu_i_address_token *token)
{
    if (spec->before == PNEU_I_TOKEN_END || pneu_i_address_has_gap(token))
        return 0;
    int is_boundary = is_word(spec->before) && is_word(token->kind); /* "a"b: a word each */
    return spec->before != PNEU_I_TOKEN_SURPLUS && spec->before != PNEU_I_TOKEN_DROPPED && !is_boundary;
}

static void take_word(pneu_i_address_spec *spec, const pneu_i_address_lexer *lexer, const pneu_i_address_token *token)
{
    int is_dot = token->kind == PNEU_I_TOKEN_DOT;
    if (token->kind == PNEU_I_TOKEN_SURPLUS || token->kind == PNEU_I_TOKEN_DROPPED) {
        spec->is_dotted = 0;
        return;
    }
    int follows = is_dot ? is_word(spec->before) : spec->before == PNEU_I_TOKEN_DOT || spec->before == PNEU_I_TOKEN_END;
    if (!follows || (!is_dot && !is_word(token->kind)))
        spec->is_dotted = 0;
    if (!continues_run(spec, token))
        begin_run(spec, token);
    if (is_dot && !is_word(spec->before))
        spec->run_flaws |= PNEU_I_SPEC_BAD_DOTS;
    if (token->kind == PNEU_I_TOKEN_QUOTED)
        spec->run_flaws |= PNEU_I_SPEC_QUOTED;
    if (token->kind == PNEU_I_TOKEN_ODD)
        spec->run_flaws |= flaw_of_odd(lexer, token);
    if (spec->is_dotted && spec->before != PNEU_I_TOKEN_END && pneu_i_address_has_gap(token))
        spec->run_flaws |= PNEU_I_SPEC_OBSOLETE;
    spec->local_end = token->end;
}

static void take_first_at(pneu_i_address_spec *spec, const pneu_i_address_token *token)
{
    spec->has_at = 1;
    spec->first_at = token->start;
    spec->place = AFTER_AT;
    if (spec->local_end == 0) { /* no word before it */
        spec->local_start = token->start;
        spec->local_end = token->start;
        return;
    }
    spec->local_start = spec->is_dotted ? spec->start : spec->run_start;
    spec->flaws |= spec->run_flaws;
    if (spec->before == PNEU_I_TOKEN_DOT)
        spec->flaws |= PNEU_I_SPEC_BAD_DOTS;
    if (token->has_blank)
        spec->flaws |= PNEU_I_SPEC_SPACED;
}

/* ---- After "@" -------------------------------------------------------------------------------------------------- */

static void begin_domain(pneu_i_address_spec *spec, const pneu_i_address_token *token)
{
    spec->domain_start = token->start;
    spec->domain_end = token->end;
    spec->place = token->kind == PNEU_I_TOKEN_LITERAL ? AFTER_LITERAL : IN_DOMAIN;
    if (token->kind == PNEU_I_TOKEN_DOT)
        spec->flaws |= PNEU_I_SPEC_BAD_DOTS;
    if (token->has_blank)
        spec->flaws |= PNEU_I_SPEC_SPACED;
}

static int continues_domain(const pneu_i_address_spec *spec, const pneu_i_address_token *token)
{
    if (token->kind == PNEU_I_TOKEN_DOT)
        return 1;
    return token->kind == PNEU_I_TOKEN_TEXT && spec->before == PNEU_I_TOKEN_DOT;
}

static void continue_domain(pneu_i_address_spec *spec, const pneu_i_address_token *token)
{
    spec->domain_end = token->end;
    if (token->kind == PNEU_I_TOKEN_DOT && spec->before == PNEU_I_TOKEN_DOT)
        spec->flaws |= PNEU_I_SPEC_BAD_DOTS;
    if (pneu_i_address_has_gap(token))
        spec->flaws |= PNEU_I_SPEC_OBSOLETE;
}

static void take_after_at(pneu_i_address_spec *spec, const pneu_i_address_lexer *lexer,
                          const pneu_i_address_token *token)
{
    int is_domain_text = token->kind == PNEU_I_TOKEN_TEXT || token->kind == PNEU_I_TOKEN_DOT;
    if (token->kind == PNEU_I_TOKEN_AT) {
        if (!(spec->flaws & PNEU_I_SPEC_CONTROL))
            spec->flaws |= PNEU_I_SPEC_SEVERAL_AT;
        spec->place = AFTER_AT;
    } else if (token->kind == PNEU_I_TOKEN_SURPLUS || token->kind == PNEU_I_TOKEN_DROPPED) {
        if (spec->place == IN_DOMAIN || spec->place == AFTER_LITERAL)
            spec->place = AFTER_DOMAIN;
    } else if (token->kind == PNEU_I_TOKEN_ODD && !pneu_i_address_has_gap(token) && spec->place < AFTER_DOMAIN) {
        spec->flaws |= flaw_of_odd(lexer, token);
    } else if (spec->place == AFTER_AT && (is_domain_text || token->kind == PNEU_I_TOKEN_LITERAL)) {
        begin_domain(spec, token);
    } else if (spec->place == AFTER_AT) {
        spec->flaws |= PNEU_I_SPEC_ODD;
    } else if (spec->place == IN_DOMAIN && continues_domain(spec, token)) {
        continue_domain(spec, token);
    } else {
        if (spec->place != BEHIND)
            spec->flaws |= is_glued(token) ? PNEU_I_SPEC_GLUE : PNEU_I_SPEC_TRAILING;
        spec->place = BEHIND;
    }
}

void pneu_i_address_spec_take(pneu_i_address_spec *spec, pneu_i_address_lexer *lexer, const pneu_i_address_token *token)
{
    if (spec->token_count == 0)
        spec->start = token->start;
    spec->token_count += spec->token_count < 2;
    spec->end = token->end;
    if (spec->has_at)
        take_after_at(spec, lexer, token);
    else if (token->kind == PNEU_I_TOKEN_AT)
        take_first_at(spec, token);
    else
        take_word(spec, lexer, token);
    if (spec->place != BEHIND)
        lexer->comment_end = 0;
    spec->before = token->kind;
}

void pneu_i_address_spec_finish(pneu_i_address_spec *spec)
{
    if (spec->has_at)
        return;
    spec->local_start = spec->start;
    if (spec->is_dotted && is_word(spec->before))
        spec->flaws |= spec->run_flaws;
    else
        spec->local_end = spec->start;
}
