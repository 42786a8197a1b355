/*
 * Mailboxes: the texts of one element of an address list.
 * In: an element, which says where everything stands. Out: a pneu_mailbox in the arena, and defects of its texts.
 * A single word without "@" is a local part ("root"), several are a name without an address. Where there is no name, the
 * comment behind the address is one (RFC 8621 section 4.1.2.3).
 * Invariant: an address comes from the bytes of the value, never from what an encoded word says.
 * RFC 5322 section 3.4, RFC 7103 sections 7.1.1 and 7.1.7.
 * Not handled: where elements begin and end (address_element.c).
 */
#include "syntax/address_mailbox.h"

#include "syntax/address_check.h"
#include "syntax/encoded_word.h"

static pneu_str slice_of(const pneu_i_address_element *element, size_t start, size_t end)
{
    return pneu_i_str_of(element->begin.text.ptr + start, end - start);
}

static void begin_mailbox(const pneu_i_address_element *element, pneu_mailbox *mailbox)
{
    pneu_str none = {"", 0};
    pneu_mailbox empty = {none, none, none, none, none, none, none, 0, 0, PNEU_NO_GROUP, 0};
    *mailbox = empty;
    mailbox->offset = element->start;
    mailbox->length = element->end - element->start;
}

/* A word in quotes is a name rather than a local part. */
static int is_lone_word(const pneu_i_address_spec *phrase)
{
    return phrase->local_end > phrase->local_start && !(phrase->flaws & PNEU_I_SPEC_QUOTED);
}

/* Where the name is; "" if there is none. */
static pneu_str find_name(const pneu_i_address_element *element)
{
    const pneu_i_address_spec *phrase = &element->phrase;
    pneu_str none = {"", 0};
    if (element->form == PNEU_I_ELEMENT_ANGLE)
        return phrase->token_count > 0 ? slice_of(element, phrase->start, phrase->end) : none;
    if (element->form == PNEU_I_ELEMENT_PHRASE)
        return is_lone_word(phrase) ? none : slice_of(element, phrase->start, phrase->end);
    if (!pneu_i_address_spec_has_name(phrase))
        return none;
    return pneu_i_str_trim(slice_of(element, phrase->start, phrase->local_start));
}

/* ---- Addresses -------------------------------------------------------------------------------------------------- */

/* Between the brackets. Nothing is the null address, which RFC 5321 section 4.1.2 has, and RFC 5322 has not. */
static pneu_status read_angle(pneu_arena *arena, const pneu_i_address_element *element, pneu_i_address_log *log,
                              pneu_mailbox *mailbox)
{
    if (element->spec.token_count == 0) {
        int is_null = (log->flags & PNEU_MAILBOX_REPAIRED) == 0;
        mailbox->flags |= is_null ? PNEU_MAILBOX_NULL : PNEU_MAILBOX_UNREADABLE;
        if (log->sink != NULL)
            log->sink->report(log->sink->ctx, PNEU_DEFECT_ADDR_SYNTAX, 0, element->start, mailbox->length);
        return PNEU_OK;
    }
    pneu_i_address_spec spec = element->spec;
    if (pneu_i_address_spec_has_name(&spec))
        spec.flaws |= PNEU_I_SPEC_ODD; /* "<john doe@x.example>": whose is it? */
    return pneu_i_address_spec_read(arena, &spec, &element->inner, mailbox);
}

static pneu_status read_address(pneu_arena *arena, const pneu_i_address_element *element, pneu_i_address_log *log,
                                pneu_mailbox *mailbox)
{
    if (element->form == PNEU_I_ELEMENT_ANGLE)
        return read_angle(arena, element, log, mailbox);
    pneu_i_address_spec spec = element->phrase;
    if (element->form == PNEU_I_ELEMENT_PHRASE && !is_lone_word(&spec))
        spec.local_end = spec.local_start;
    if (pneu_i_address_spec_has_name(&spec))
        pneu_i_address_report(log, PNEU_DEFECT_ADDR_UNBALANCED, PNEU_DETAIL_ADDR_UNBALANCED_ANGLE, spec.local_start,
                              spec.local_start);
    return pneu_i_address_spec_read(arena, &spec, &element->begin, mailbox);
}

/* ---- Names ------------------------------------------------------------------------------------------------------ */

static pneu_status read_comment(pneu_arena *arena, const pneu_i_address_element *element, int32_t mode,
                                pneu_i_address_name *name, pneu_mailbox *mailbox)
{
    pneu_i_address_name comment;
    if (element->comment_end == 0)
        return PNEU_OK;
    pneu_i_address_lexer lexer = element->begin;
    lexer.comment_start = element->comment_start;
    lexer.comment_end = element->comment_end;
    pneu_status status = pneu_i_address_comment_read(arena, &lexer, mode, &comment);
    if (status != PNEU_OK)
        return status;
    mailbox->comment = comment.text;
    if (name->text.len == 0 && comment.text.len > 0) {
        *name = comment;
        mailbox->flags |= PNEU_MAILBOX_COMMENT_NAME;
    }
    return PNEU_OK;
}

/* A lone encoded word is a local part as it stands; what it would say as a name is looked at all the same. */
static pneu_status check_lone_word(pneu_arena *arena, const pneu_i_address_element *element, int32_t mode,
                                   pneu_i_address_log *log, const pneu_mailbox *mailbox)
{
    pneu_i_address_name name;
    pneu_str raw = slice_of(element, element->phrase.start, element->phrase.end);
    if (element->form != PNEU_I_ELEMENT_PHRASE || !is_lone_word(&element->phrase) || !pneu_i_word_is_in(raw))
        return PNEU_OK;
    pneu_status status = pneu_i_address_name_read(arena, &element->begin, raw, mode, &name);
    if (status == PNEU_OK)
        pneu_i_address_check(&name, mailbox, log, element->start, element->end);
    return status;
}

static pneu_status read_name(pneu_arena *arena, const pneu_i_address_element *element, int32_t mode,
                             pneu_i_address_log *log, pneu_mailbox *mailbox)
{
    pneu_i_address_name name = {{"", 0}, 0};
    pneu_status status = PNEU_OK;
    mailbox->raw_name = find_name(element);
    if (mailbox->raw_name.len > 0)
        status = pneu_i_address_name_read(arena, &element->begin, mailbox->raw_name, mode, &name);
    if (status == PNEU_OK)
        status = read_comment(arena, element, mode, &name, mailbox);
    if (status != PNEU_OK)
        return status;
    mailbox->name = name.text;
    pneu_i_address_check(&name, mailbox, log, element->start, element->end);
    return check_lone_word(arena, element, mode, log, mailbox);
}

/* The route without its colon: as written, but for what no value may hold. */
static pneu_status read_route(pneu_arena *arena, const pneu_i_address_element *element, pneu_mailbox *mailbox)
{
    pneu_i_address_name route;
    if (element->form != PNEU_I_ELEMENT_ANGLE || element->route_end == 0)
        return PNEU_OK;
    pneu_i_address_lexer silent = element->begin;
    silent.log = NULL;
    pneu_str raw = slice_of(element, element->route_start, element->route_end);
    pneu_status status = pneu_i_address_name_read(arena, &silent, raw, PNEU_STRICT, &route);
    mailbox->route = status == PNEU_OK ? route.text : mailbox->route;
    return status;
}

pneu_status pneu_i_address_mailbox_read(pneu_arena *arena, const pneu_i_address_element *element, int32_t mode,
                                        pneu_i_address_log *log, pneu_mailbox *out)
{
    begin_mailbox(element, out);
    pneu_status status = read_address(arena, element, log, out);
    if (status == PNEU_OK)
        status = read_route(arena, element, out);
    if (status == PNEU_OK)
        status = read_name(arena, element, mode, log, out);
    out->flags |= log->flags;
    return status;
}
