/*
 * Elements of an address list: the tokens between two separators, as name and address.
 * In: a lexer. Out: the element's form and ranges; defects of its brackets.
 * Brackets are read as they were probably meant (RFC 7103 sections 7.1.1 to 7.1.3): "<<a@b>>" is one pair, what is not
 * closed ends at the next separator, what was not opened is passed over. Only the first pair counts: what follows it is
 * never the address. A colon outside of brackets ends a group's name, whatever the name is.
 * Invariants: each token is taken once; ranges lie within the value.
 * RFC 5322 sections 3.4 and 4.4 (obs-route).
 * Not handled: lists and groups (address_list.c), texts (address_name.c, address_text.c).
 */
#include "syntax/address_element.h"

static int is_separator(int kind)
{
    return kind == PNEU_I_TOKEN_COMMA || kind == PNEU_I_TOKEN_SEMICOLON || kind == PNEU_I_TOKEN_END;
}

/* ---- Within brackets -------------------------------------------------------------------------------------------- */

/* obs-route = *"," "@" domain *("," ["@" domain]) ":". May this kind follow that one? END: the start. */
static int may_follow(int kind, int before)
{
    int is_domain = before == PNEU_I_TOKEN_TEXT || before == PNEU_I_TOKEN_LITERAL;
    switch (kind) {
    case PNEU_I_TOKEN_AT: return before == PNEU_I_TOKEN_END || before == PNEU_I_TOKEN_COMMA;
    case PNEU_I_TOKEN_TEXT: return before == PNEU_I_TOKEN_AT || before == PNEU_I_TOKEN_DOT;
    case PNEU_I_TOKEN_LITERAL: return before == PNEU_I_TOKEN_AT;
    case PNEU_I_TOKEN_DOT: return before == PNEU_I_TOKEN_TEXT;
    case PNEU_I_TOKEN_COMMA: return is_domain || before == PNEU_I_TOKEN_END || before == PNEU_I_TOKEN_COMMA;
    default: return is_domain || before == PNEU_I_TOKEN_COMMA;
    }
}

enum {
    NO_ROUTE,
    GOOD_ROUTE,
    ODD_ROUTE /* made of what routes are made of */
};

/* *token is the first one; on return it is the colon, if there is a route. */
static int skip_route(pneu_i_address_lexer *lexer, pneu_i_address_token *token)
{
    int before = PNEU_I_TOKEN_END, found = GOOD_ROUTE, saw_at = 0;
    for (;; pneu_i_address_next(lexer, token)) {
        if (!may_follow(token->kind, before))
            found = ODD_ROUTE;
        switch (token->kind) {
        case PNEU_I_TOKEN_COLON: return saw_at ? found : NO_ROUTE;
        case PNEU_I_TOKEN_AT: saw_at = 1; break;
        case PNEU_I_TOKEN_TEXT:
        case PNEU_I_TOKEN_DOT:
        case PNEU_I_TOKEN_LITERAL:
        case PNEU_I_TOKEN_COMMA: break;
        default: return NO_ROUTE;
        }
        before = token->kind;
    }
}

/* Before an addr-spec; *token is the first one after "<". If a route begins with it, *token is the one after the route. */
static void read_route(pneu_i_address_lexer *lexer, pneu_i_address_element *element, pneu_i_address_token *token)
{
    if (token->kind != PNEU_I_TOKEN_AT && token->kind != PNEU_I_TOKEN_COMMA)
        return;
    pneu_i_address_lexer ahead = *lexer;
    pneu_i_address_token first = *token, last = *token;
    ahead.log = NULL;
    int found = skip_route(&ahead, &last);
    if (found == NO_ROUTE)
        return;
    ahead.log = lexer->log;
    *lexer = ahead;
    element->inner = ahead;
    element->route_start = first.start;
    element->route_end = last.start;
    pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_OBSOLETE, PNEU_DETAIL_ADDR_ROUTE, first.start, last.end);
    if (found == ODD_ROUTE)
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_SYNTAX, 0, first.start, last.end);
    pneu_i_address_next(lexer, token);
}

/* "<mailto:a@b>": a word that is no route, and is read like one. Else no address can have a colon. */
static void take_inner_colon(pneu_i_address_lexer *lexer, pneu_i_address_element *element, pneu_i_address_token *token)
{
    pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_SYNTAX, 0, token->start, token->end);
    if (element->spec.token_count == 1 && element->spec.before == PNEU_I_TOKEN_TEXT && element->route_end == 0) {
        element->route_start = element->spec.start;
        element->route_end = token->start;
        element->inner = *lexer;
        pneu_i_address_spec_init(&element->spec);
        return;
    }
    token->kind = PNEU_I_TOKEN_ODD;
    pneu_i_address_spec_take(&element->spec, lexer, token);
}

/* After "<", of which *token is the last one that was read. On return *token is the first one behind the brackets. */
static void read_angle(pneu_i_address_lexer *lexer, pneu_i_address_element *element, pneu_i_address_token *token)
{
    size_t start = token->start, surplus = 0;
    pneu_i_address_spec_init(&element->spec);
    element->route_end = 0;
    element->end = token->end;
    lexer->comment_end = 0;
    for (pneu_i_address_next(lexer, token); token->kind == PNEU_I_TOKEN_LT; pneu_i_address_next(lexer, token))
        surplus++;
    if (surplus > 0)
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_UNBALANCED, PNEU_DETAIL_ADDR_EXCESS_ANGLE, start,
                              token->start);
    read_route(lexer, element, token);
    for (; !is_separator(token->kind) && token->kind != PNEU_I_TOKEN_LT && token->kind != PNEU_I_TOKEN_GT;
         pneu_i_address_next(lexer, token)) {
        if (token->kind == PNEU_I_TOKEN_COLON)
            take_inner_colon(lexer, element, token);
        else
            pneu_i_address_spec_take(&element->spec, lexer, token);
    }
    pneu_i_address_spec_finish(&element->spec);
    if (element->spec.token_count > 0)
        element->end = element->spec.end;
    if (token->kind != PNEU_I_TOKEN_GT) {
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_UNBALANCED, PNEU_DETAIL_ADDR_UNBALANCED_ANGLE, start,
                              token->start);
        return;
    }
    for (surplus++; surplus > 0 && token->kind == PNEU_I_TOKEN_GT; surplus--) {
        element->end = token->end;
        pneu_i_address_next(lexer, token);
    }
}

/* ---- Around brackets -------------------------------------------------------------------------------------------- */

static void report_lone_bracket(pneu_i_address_log *log, const pneu_i_address_token *token)
{
    pneu_i_address_report(log, PNEU_DEFECT_ADDR_UNBALANCED, PNEU_DETAIL_ADDR_UNBALANCED_ANGLE, token->start,
                          token->end);
}

/* A second pair of brackets. Comments in it and right behind it say nothing of the first address. */
static void skip_second_angle(pneu_i_address_lexer *lexer, pneu_i_address_element *other, pneu_i_address_token *token)
{
    size_t start = lexer->comment_start, end = lexer->comment_end;
    read_angle(lexer, other, token);
    lexer->comment_start = start;
    lexer->comment_end = end;
}

/* What stands between the brackets and the separator is not read, but for its comments. */
static void skip_behind(pneu_i_address_lexer *lexer, pneu_i_address_element *element, pneu_i_address_token *token)
{
    pneu_i_address_element other;
    size_t start = token->start, end = token->start;
    while (!is_separator(token->kind) && token->kind != PNEU_I_TOKEN_COLON) {
        element->end = token->end;
        if (token->kind == PNEU_I_TOKEN_GT)
            report_lone_bracket(lexer->log, token);
        else if (token->kind != PNEU_I_TOKEN_SURPLUS && token->kind != PNEU_I_TOKEN_DROPPED)
            end = token->end;
        if (token->kind == PNEU_I_TOKEN_LT) {
            skip_second_angle(lexer, &other, token);
            element->end = end = other.end;
        } else {
            pneu_i_address_next(lexer, token);
        }
    }
    if (end > start)
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_TWO_ANGLES, 0, start, end);
}

/* Takes tokens up to "<" or a separator; words may become a name, an address, or both. */
static void read_phrase(pneu_i_address_lexer *lexer, pneu_i_address_element *element, pneu_i_address_token *token)
{
    while (!is_separator(token->kind) && token->kind != PNEU_I_TOKEN_COLON && token->kind != PNEU_I_TOKEN_LT) {
        if (token->kind == PNEU_I_TOKEN_GT) {
            report_lone_bracket(lexer->log, token);
            token->kind = PNEU_I_TOKEN_SURPLUS;
        }
        pneu_i_address_spec_take(&element->phrase, lexer, token);
        element->end = token->end;
        pneu_i_address_next(lexer, token);
    }
    pneu_i_address_spec_finish(&element->phrase);
}

/* A name before "<" or ":" is a phrase: words and dots, a word first. */
static void check_phrase(const pneu_i_address_spec *phrase, pneu_i_address_lexer *lexer)
{
    if (phrase->has_at)
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_SYNTAX, 0, phrase->first_at, phrase->first_at + 1);
    else if (phrase->token_count > 0 && lexer->text.ptr[phrase->start] == '.')
        pneu_i_address_report(lexer->log, PNEU_DEFECT_ADDR_SYNTAX, 0, phrase->start, phrase->start + 1);
}

void pneu_i_address_element_read(pneu_i_address_lexer *lexer, pneu_i_address_element *element)
{
    pneu_i_address_token token;
    element->begin = *lexer;
    element->route_end = 0;
    lexer->comment_end = 0;
    pneu_i_address_spec_init(&element->phrase);
    pneu_i_address_next(lexer, &token);
    element->start = token.start;
    element->end = token.start;
    read_phrase(lexer, element, &token);
    element->form = element->phrase.has_at            ? PNEU_I_ELEMENT_BARE
                    : element->phrase.token_count > 0 ? PNEU_I_ELEMENT_PHRASE
                                                      : PNEU_I_ELEMENT_EMPTY;
    if (token.kind == PNEU_I_TOKEN_LT) {
        element->form = PNEU_I_ELEMENT_ANGLE;
        element->inner = *lexer;
        check_phrase(&element->phrase, lexer);
        read_angle(lexer, element, &token);
        skip_behind(lexer, element, &token);
    } else if (token.kind == PNEU_I_TOKEN_COLON) {
        check_phrase(&element->phrase, lexer);
    }
    element->terminator = token.kind;
    element->after = token;
    element->comment_start = lexer->comment_start;
    element->comment_end = lexer->comment_end;
}

int pneu_i_address_element_has_phrase(const pneu_i_address_element *element)
{
    return element->form == PNEU_I_ELEMENT_ANGLE && element->phrase.token_count > 0 && !element->phrase.has_at;
}
