/*
 * Mailboxes made by callers, and compared. In: a name and an addr-spec. Out: a pneu_mailbox as reading gives it.
 * RFC 5322 section 3.4.1, RFC 5321 section 2.4.
 * Not handled: whether two addresses reach the same person (case of local parts, "+" details, A-labels).
 */
#include "base/arena.h"
#include "base/str.h"
#include "charset/charset.h"
#include "pneu/address.h"
#include "syntax/address_text.h"

/* An addr-spec and nothing else: no name, brackets or comments. */
static int is_plain_address(const pneu_address_list *list, pneu_str address)
{
    if (list->mailbox_count != 1 || list->group_count != 0 || address.ptr[0] == '<')
        return 0;
    const pneu_mailbox *mailbox = &list->mailboxes[0];
    return mailbox->offset == 0 && mailbox->length == address.len && mailbox->domain.len > 0;
}

pneu_status pneu_mailbox_init(pneu_arena *arena, pneu_str name, pneu_str address, pneu_mailbox *out)
{
    pneu_address_list list;
    pneu_str copy;
    if (arena == NULL || out == NULL || (name.ptr == NULL && name.len > 0) || !pneu_i_is_name(name))
        return PNEU_ERR_ARGUMENT;
    pneu_status status = pneu_address_list_parse(arena, address, PNEU_STRICT, NULL, &list);
    if (status == PNEU_OK && !is_plain_address(&list, address))
        status = PNEU_ERR_SYNTAX;
    if (status == PNEU_OK)
        status = pneu_i_arena_copy(arena, name, &copy);
    if (status != PNEU_OK)
        return status;
    *out = list.mailboxes[0];
    out->name = copy;
    return PNEU_OK;
}

int32_t pneu_mailbox_is_same(const pneu_mailbox *a, const pneu_mailbox *b)
{
    if (a == NULL || b == NULL || a->address.len == 0 || b->address.len == 0)
        return 0;
    return pneu_i_str_equal(a->local, b->local) && pneu_i_str_same(a->domain, b->domain);
}
