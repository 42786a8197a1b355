/*
 * A part's place in the tree and what its header said, read straight from its node.
 * In: a message and the number of a part, any number. Out: plain values; for a part that does not exist, and before
 * finish, the empty one of each kind. Nothing is computed here.
 */
#include "tree/message.h"

uint32_t pneu_part_parent(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    return node != NULL ? node->parent : PNEU_NO_PART;
}

/* Parts are numbered in document order: a first child follows its parent. */
uint32_t pneu_part_first_child(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    return node != NULL && node->last_child != PNEU_NO_PART ? part + 1 : PNEU_NO_PART;
}

uint32_t pneu_part_next_sibling(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    return node != NULL ? node->next_sibling : PNEU_NO_PART;
}

uint32_t pneu_part_child_count(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    return node != NULL && node->last_child != PNEU_NO_PART ? message->nodes[node->last_child].ordinal : 0;
}

int32_t pneu_part_kind(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    return node != NULL ? node->kind : PNEU_KIND_LEAF;
}

int32_t pneu_part_encoding(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    return node != NULL ? node->encoding : PNEU_ENCODING_7BIT;
}

uint32_t pneu_part_marks(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    return node != NULL ? node->marks : 0;
}

uint32_t pneu_part_space(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    return node != NULL ? node->space : 0;
}

uint32_t pneu_space_part(const pneu_message *message, uint32_t space)
{
    int is_known = message != NULL && message->is_finished && space > 0 && space <= message->space_count;
    return is_known ? message->spaces[space - 1] : PNEU_NO_PART;
}

uint32_t pneu_i_part_end(const pneu_message *message, uint32_t part)
{
    for (const pneu_i_node *node; (node = pneu_i_part(message, part)) != NULL; part = node->parent)
        if (node->next_sibling != PNEU_NO_PART)
            return node->next_sibling;
    return pneu_message_part_count(message);
}

int pneu_i_part_is_gone(const pneu_message *message, uint32_t part)
{
    for (const pneu_i_node *node; (node = pneu_i_part(message, part)) != NULL; part = node->parent)
        if ((node->state & (PNEU_I_REMOVED | PNEU_I_REPLACED)) != 0)
            return 1;
    return 0;
}

/* ---- Where it stands --------------------------------------------------------------------------------------- */

static void set_span(pneu_span *span, uint64_t offset, uint64_t length)
{
    if (span != NULL) {
        span->offset = offset;
        span->length = length;
    }
}

void pneu_part_header_span(const pneu_message *message, uint32_t part, pneu_span *span)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    if (node != NULL)
        set_span(span, node->offset, node->summary.body_offset - node->offset);
    else
        set_span(span, 0, 0);
}

void pneu_part_body_span(const pneu_message *message, uint32_t part, pneu_span *span)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    if (node != NULL)
        set_span(span, node->summary.body_offset, node->summary.body_length);
    else
        set_span(span, 0, 0);
}

void pneu_part_span(const pneu_message *message, uint32_t part, pneu_span *span)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    if (node != NULL)
        set_span(span, node->offset, node->summary.body_offset - node->offset + node->summary.body_length);
    else
        set_span(span, 0, 0);
}

const pneu_part_summary *pneu_part_body_summary(const pneu_message *message, uint32_t part)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    return node != NULL ? &node->summary : NULL;
}

/* ---- What its header said ---------------------------------------------------------------------------------- */

/* `length` bytes of the node's text behind the first `skipped`. */
static pneu_str text_of(const pneu_message *message, const pneu_i_node *node, size_t skipped, size_t length)
{
    return pneu_i_str_of(message->text + node->text + skipped, length);
}

void pneu_part_type(const pneu_message *message, uint32_t part, pneu_str *type)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    if (type != NULL)
        *type = node != NULL ? text_of(message, node, 0, node->type_length) : pneu_i_str("");
}

void pneu_part_charset(const pneu_message *message, uint32_t part, pneu_str *charset)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    if (charset != NULL)
        *charset = node != NULL ? text_of(message, node, node->type_length, node->charset_length) : pneu_i_str("");
}

void pneu_part_disposition(const pneu_message *message, uint32_t part, pneu_str *disposition)
{
    const pneu_i_node *node = pneu_i_part(message, part);
    if (disposition == NULL)
        return;
    *disposition = pneu_i_str("");
    if (node != NULL)
        *disposition =
            text_of(message, node, (size_t)node->type_length + node->charset_length, node->disposition_length);
}
