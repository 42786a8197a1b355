/*
 * To whom a program may send an answer by itself. In: the header. Out: the address of the topmost Return-Path, unless
 * something in the header speaks against an answer (pneu_auto_reply_check). RFC 3834 sections 2 and 4. Not handled: how
 * often one sender is answered, and whether one is named in To: the caller knows (pneu/list.h).
 */
#include "reply/auto_answer.h"

#include "base/arena.h"
#include "base/str.h"
#include "pneu/list.h"
#include "pneu/trace.h"

static pneu_status read_header(pneu_message *message, pneu_arena *arena, pneu_auto_reply_facts *facts)
{
    uint32_t count = pneu_part_field_count(message, 0);
    pneu_field_value *fields = pneu_i_arena_alloc(arena, count * sizeof *fields);
    pneu_status status = fields != NULL ? PNEU_OK : PNEU_ERR_MEMORY;
    memset(facts, 0, sizeof *facts);
    for (uint32_t i = 0; i < count && status == PNEU_OK; i++) {
        pneu_field field;
        status = pneu_part_field(message, 0, i, &field);
        if (status == PNEU_OK)
            fields[i] = (pneu_field_value){field.name, field.value};
    }
    facts->fields = fields;
    facts->field_count = count;
    return status;
}

pneu_status pneu_i_auto_answer_find(pneu_message *message, pneu_arena *arena, pneu_mailbox *out)
{
    pneu_auto_reply_facts facts;
    pneu_field field;
    int32_t reason = PNEU_AUTO_REPLY_ALLOWED;
    uint32_t index = 0;
    pneu_str path, no_name = {"", 0};
    pneu_status status = read_header(message, arena, &facts);
    if (status == PNEU_OK)
        status = pneu_auto_reply_check(&facts, &reason);
    if (status == PNEU_OK && reason != PNEU_AUTO_REPLY_ALLOWED)
        status = PNEU_ERR_NOT_FOUND;
    if (status == PNEU_OK)
        status = pneu_part_find_field(message, 0, PNEU_FIELD_RETURN_PATH, pneu_i_str(""), &index, &field);
    if (status == PNEU_OK)
        status = pneu_return_path_parse(arena, field.value, PNEU_LENIENT, NULL, &path);
    if (status == PNEU_OK)
        status = pneu_mailbox_init(arena, no_name, path, out);
    return status == PNEU_ERR_SYNTAX || status == PNEU_ERR_ARGUMENT ? PNEU_ERR_NOT_FOUND : status;
}
