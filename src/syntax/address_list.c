/*
 * Address lists: mailboxes and groups of From, To, Cc and the like.
 * In: a raw value. Out: flat arrays in the arena, in the order of the value, and defects.
 * Groups within groups are flattened by a counter; ";" outside of a group separates like ","; words before a comma belong
 * to the name behind it ("Doe, John <a@b>" is one mailbox) if nothing but such words is between them and the "<".
 * Invariants: no recursion; each byte is read a fixed number of times: once for its element, once for each text made of
 * it, and twice more where words stand before a comma (what was found ahead is kept: no_join_before). Memory is that of
 * the texts, of a copy of a long value, and of as many mailboxes as there are separators, PNEU_ADDRESS_MAX at most.
 * RFC 5322 sections 3.4 and 4.4, RFC 6854, RFC 7103 section 7.1.
 * Not handled: fields that must not be empty, or have one author; the usual forms (usual_address.c).
 */
#include "charset/charset.h"
#include "syntax/address_mailbox.h"
#include "syntax/address_name.h"
#include "syntax/usual_address.h"

typedef struct list_reader {
    pneu_arena *arena;
    int32_t mode;
    pneu_i_address_log log;
    pneu_i_address_lexer lexer;
    pneu_mailbox *mailboxes;
    pneu_group *groups;
    size_t mailbox_count;
    size_t group_count;
    int is_in_group;
    size_t depth;       /* groups within the open group */
    int is_after_group; /* the last element ended a group, and no separator came since */
    int before;         /* kind of the last separator; PNEU_I_TOKEN_END before the first */
    int has_separators;
    size_t no_join_before;   /* words before this place do not belong to a name behind a comma */
    pneu_i_usual_text usual; /* where usual elements are read; NULL: none are looked for */
    size_t usual_count;
    size_t unusual_count; /* elements looked at in vain */
} list_reader;

static void report(list_reader *list, int32_t code, int32_t detail, size_t start, size_t end)
{
    pneu_i_address_report(&list->log, code, detail, start, end);
}

/* ---- Groups ----------------------------------------------------------------------------------------------------- */

static pneu_status open_group(list_reader *list, const pneu_i_address_element *element)
{
    pneu_i_address_name name = {{"", 0}, 0};
    if (element->form == PNEU_I_ELEMENT_EMPTY || element->form == PNEU_I_ELEMENT_ANGLE)
        report(list, PNEU_DEFECT_ADDR_SYNTAX, 0, element->start, element->after.end);
    if (list->is_in_group) {
        list->depth++;
        report(list, PNEU_DEFECT_ADDR_LIST_SYNTAX, PNEU_DETAIL_ADDR_GROUP_NESTED, element->start, element->after.end);
        return PNEU_OK;
    }
    pneu_group *group = &list->groups[list->group_count];
    group->raw_name = pneu_i_str_of(list->lexer.text.ptr + element->start, element->end - element->start);
    if (group->raw_name.len > 0) {
        pneu_status status = pneu_i_address_name_read(list->arena, &element->begin, group->raw_name, list->mode, &name);
        if (status != PNEU_OK)
            return status;
    }
    group->name = name.text;
    group->offset = element->start;
    group->first = list->mailbox_count;
    list->group_count++;
    list->is_in_group = 1;
    list->depth = 0;
    return PNEU_OK;
}

static void close_group(list_reader *list, size_t end)
{
    pneu_group *group = &list->groups[list->group_count - 1];
    group->count = list->mailbox_count - group->first;
    group->length = end - group->offset;
    list->is_in_group = 0;
}

static void take_semicolon(list_reader *list, const pneu_i_address_token *token)
{
    if (!list->is_in_group) {
        report(list, PNEU_DEFECT_ADDR_LIST_SYNTAX, PNEU_DETAIL_ADDR_SEMICOLON_LIST, token->start, token->end);
    } else if (list->depth > 0) {
        list->depth--;
    } else {
        close_group(list, token->end);
        list->is_after_group = 1;
    }
}

/* ---- Elements --------------------------------------------------------------------------------------------------- */

/* Words before a comma: is there a name behind it that they belong to? Then the element becomes that mailbox. */
static void join_words(list_reader *list, pneu_i_address_element *element)
{
    if (element->form != PNEU_I_ELEMENT_PHRASE || element->terminator != PNEU_I_TOKEN_COMMA ||
        element->start < list->no_join_before)
        return;
    pneu_i_address_element other;
    pneu_i_address_lexer ahead = list->lexer;
    ahead.log = NULL;
    do
        pneu_i_address_element_read(&ahead, &other);
    while (other.form == PNEU_I_ELEMENT_PHRASE && other.terminator == PNEU_I_TOKEN_COMMA);
    list->no_join_before = ahead.at;
    if (!pneu_i_address_element_has_phrase(&other) || other.terminator == PNEU_I_TOKEN_COLON)
        return;
    pneu_i_address_lexer begin = element->begin;
    size_t start = element->start;
    while (element->form == PNEU_I_ELEMENT_PHRASE) {
        report(list, PNEU_DEFECT_ADDR_LIST_SYNTAX, 0, element->after.start, element->after.end);
        pneu_i_address_element_read(&list->lexer, element);
    }
    element->begin = begin;
    element->start = start;
    element->phrase.start = start;
}

static pneu_status add_mailbox(list_reader *list, const pneu_i_address_element *element)
{
    pneu_mailbox *mailbox = &list->mailboxes[list->mailbox_count];
    pneu_status status = pneu_i_address_mailbox_read(list->arena, element, list->mode, &list->log, mailbox);
    if (status != PNEU_OK)
        return status;
    if (list->is_in_group)
        mailbox->group = (uint32_t)(list->group_count - 1);
    list->mailbox_count++;
    return PNEU_OK;
}

/* Nothing between two separators (obs-addr-list, obs-mbox-list, obs-group-list). */
static void take_nothing(list_reader *list, const pneu_i_address_element *element)
{
    if (!list->is_after_group && (element->terminator == PNEU_I_TOKEN_COMMA || list->before == PNEU_I_TOKEN_COMMA))
        report(list, PNEU_DEFECT_ADDR_OBSOLETE, 0, element->start, element->start);
}

static pneu_status take_element(list_reader *list, pneu_i_address_element *element)
{
    pneu_status status = PNEU_OK;
    int is_empty = element->form == PNEU_I_ELEMENT_EMPTY;
    if (list->is_after_group && (!is_empty || element->terminator == PNEU_I_TOKEN_COLON))
        report(list, PNEU_DEFECT_ADDR_LIST_SYNTAX, 0, element->start, element->start);
    if (element->terminator == PNEU_I_TOKEN_COLON) {
        status = open_group(list, element);
    } else if (is_empty) {
        take_nothing(list, element);
    } else {
        join_words(list, element);
        status = add_mailbox(list, element);
    }
    list->is_after_group = 0;
    list->before = element->terminator;
    list->has_separators |= element->terminator != PNEU_I_TOKEN_END;
    if (element->terminator == PNEU_I_TOKEN_SEMICOLON)
        take_semicolon(list, &element->after);
    return status;
}

/* ---- Usual elements --------------------------------------------------------------------------------------------- */

#define TRIES_IN_VAIN ((size_t)8) /* more than usual elements were found */

/* The element at hand is not usual. What is not closed is found by the long way, which then reads quotes or parentheses
 * by other rules. */
static void note_unusual(list_reader *list)
{
    list->unusual_count++;
    if (list->unusual_count > list->usual_count + TRIES_IN_VAIN)
        list->usual.start = NULL;
}

/* Takes the next element if it is a usual mailbox, of which there is nothing to tell, and a comma or the end behind it. */
static int take_usual(list_reader *list)
{
    pneu_i_address_lexer *lexer = &list->lexer;
    pneu_mailbox *mailbox = &list->mailboxes[list->mailbox_count];
    if (list->is_after_group || lexer->has_open_quote || lexer->has_open_comment) {
        note_unusual(list);
        return 0;
    }
    size_t end = pneu_i_usual_mailbox_read(&list->usual, lexer->text, lexer->at, mailbox);
    if (end == lexer->at) {
        note_unusual(list);
        return 0;
    }
    list->usual_count++;
    if (list->is_in_group)
        mailbox->group = (uint32_t)(list->group_count - 1);
    list->mailbox_count++;
    int is_last = end == lexer->text.len;
    lexer->at = is_last ? end : end + 1;
    lexer->before = is_last ? PNEU_I_TOKEN_END : PNEU_I_TOKEN_COMMA;
    list->before = lexer->before;
    list->has_separators |= !is_last;
    return 1;
}

/* ---- Lists ------------------------------------------------------------------------------------------------------ */

static pneu_status read_elements(list_reader *list)
{
    pneu_i_address_element element;
    pneu_str text = list->lexer.text;
    pneu_status status = PNEU_OK;
    do {
        if (list->mailbox_count + list->group_count == PNEU_ADDRESS_MAX) {
            report(list, PNEU_DEFECT_LIMIT_TOKENS, PNEU_DETAIL_LIMIT_ADDRESSES, list->lexer.at, text.len);
            break;
        }
        list->log.flags = 0;
        if (list->usual.start != NULL && take_usual(list))
            continue;
        pneu_i_address_element_read(&list->lexer, &element);
        status = take_element(list, &element);
        if (status != PNEU_OK)
            return status;
    } while (list->before != PNEU_I_TOKEN_END);
    if (list->is_in_group) {
        report(list, PNEU_DEFECT_ADDR_LIST_SYNTAX, PNEU_DETAIL_ADDR_GROUP_UNTERMINATED, text.len, text.len);
        close_group(list, list->lexer.at);
    }
    if (list->mailbox_count + list->group_count == 0 && list->has_separators)
        report(list, PNEU_DEFECT_ADDR_SYNTAX, 0, 0, text.len);
    return PNEU_OK;
}

static size_t at_most(size_t count)
{
    return count < PNEU_ADDRESS_MAX ? count : PNEU_ADDRESS_MAX;
}

static size_t count_of(pneu_str text, char c)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len; at++) {
        const char *found = memchr(text.ptr + at, c, text.len - at);
        if (found == NULL)
            break;
        at = (size_t)(found - text.ptr);
        count++;
    }
    return count;
}

/* Every mailbox ends with a separator or at the end, and every group has its colon. */
static pneu_status make_room(list_reader *list)
{
    pneu_str text = list->lexer.text;
    size_t mailboxes = at_most(count_of(text, ',') + count_of(text, ';') + 1);
    size_t groups = at_most(count_of(text, ':'));
    list->mailboxes = pneu_i_arena_alloc(list->arena, mailboxes * sizeof *list->mailboxes);
    list->groups = pneu_i_arena_alloc(list->arena, groups * sizeof *list->groups);
    return list->mailboxes != NULL && list->groups != NULL ? PNEU_OK : PNEU_ERR_MEMORY;
}

/* What the grammar says of every byte, wherever it stands: UTF-8 without NUL, CR and LF only in folds or at the end. */
static int is_text_of_field(pneu_str value)
{
    if (value.len == 0)
        return 1;
    if (memchr(value.ptr, '\0', value.len) != NULL || pneu_i_utf8_valid(value.ptr, value.len) != value.len)
        return 0;
    for (size_t i = 0; i < value.len; i++) {
        size_t after = i + 1;
        if (value.ptr[i] == '\r' && (after == value.len || value.ptr[after] != '\n'))
            return 0;
        if (value.ptr[i] == '\n' && after < value.len && !pneu_i_is_blank((unsigned char)value.ptr[after]))
            return 0;
    }
    return 1;
}

static void set_list(const list_reader *list, pneu_address_list *out)
{
    out->mailboxes = list->mailboxes;
    out->mailbox_count = list->mailbox_count;
    out->groups = list->groups;
    out->group_count = list->group_count;
    out->unread = list->lexer.text.len - list->lexer.at;
}

static pneu_status read_any(list_reader *list, pneu_address_list *out)
{
    if (list->mode == PNEU_STRICT && !is_text_of_field(list->lexer.text))
        return PNEU_ERR_SYNTAX;
    pneu_status status = read_elements(list);
    if (status != PNEU_OK)
        return status;
    if (list->mode == PNEU_STRICT && list->log.is_broken)
        return PNEU_ERR_SYNTAX;
    set_list(list, out);
    return PNEU_OK;
}

static void begin_list(list_reader *list, pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink)
{
    memset(list, 0, sizeof *list);
    list->arena = arena;
    list->mode = mode;
    list->log.sink = sink;
    list->before = PNEU_I_TOKEN_END;
    pneu_i_address_lexer_init(&list->lexer, value, &list->log);
}

pneu_status pneu_i_any_addresses_read(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                      pneu_address_list *out)
{
    list_reader list;
    begin_list(&list, arena, value, mode, sink);
    pneu_status status = make_room(&list);
    return status == PNEU_OK ? read_any(&list, out) : status;
}

pneu_status pneu_i_mixed_addresses_read(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                        pneu_address_list *out)
{
    list_reader list;
    begin_list(&list, arena, value, mode, sink);
    pneu_status status = make_room(&list);
    if (status == PNEU_OK && pneu_i_usual_text_init(arena, value, &list.usual) == PNEU_ERR_MEMORY)
        status = PNEU_ERR_MEMORY;
    return status == PNEU_OK ? read_any(&list, out) : status;
}

pneu_status pneu_address_list_parse(pneu_arena *arena, pneu_str value, int32_t mode, const pneu_defect_sink *sink,
                                    pneu_address_list *out)
{
    int is_mode = mode == PNEU_LENIENT || mode == PNEU_STRICT;
    if (arena == NULL || out == NULL || (value.ptr == NULL && value.len > 0) || !is_mode)
        return PNEU_ERR_ARGUMENT;
    if (value.len > PNEU_I_USUAL_ADDRESSES_MOST)
        return pneu_i_mixed_addresses_read(arena, value, mode, sink, out);
    pneu_status status = pneu_i_usual_addresses_read(arena, value, out);
    return status == PNEU_ERR_NOT_FOUND ? pneu_i_any_addresses_read(arena, value, mode, sink, out) : status;
}
