/*
 * What became of the edits: what they touched, why the last one was refused, and taking them back.
 */
#include "edit/edit_check.h"

size_t pneu_message_touch_count(const pneu_message *message)
{
    return message != NULL ? message->edits.touch_count : 0;
}

pneu_status pneu_message_touch(const pneu_message *message, size_t index, uint32_t *part, int32_t *what)
{
    if (message == NULL || part == NULL || what == NULL)
        return PNEU_ERR_ARGUMENT;
    if (index >= message->edits.touch_count)
        return PNEU_ERR_NOT_FOUND;
    *part = message->edits.touches[index].part;
    *what = message->edits.touches[index].what;
    return PNEU_OK;
}

pneu_status pneu_message_edit_error(const pneu_message *message, pneu_edit_error *error)
{
    if (message == NULL || error == NULL)
        return PNEU_ERR_ARGUMENT;
    error->status = message->edits.refused.status;
    error->argument = message->edits.refused.argument;
    error->offset = message->edits.refused.offset;
    return PNEU_OK;
}

int32_t pneu_message_is_edited(const pneu_message *message)
{
    return message != NULL && message->edits.count > 0;
}

void pneu_message_undo_edits(pneu_message *message)
{
    if (message == NULL || !message->is_finished)
        return;
    uint32_t format_flags = message->edits.format_flags;
    pneu_i_overlay_reset(&message->edits);
    message->edits.format_flags = format_flags;
    for (uint32_t part = 0; part < message->node_count; part++)
        message->nodes[part].state &= (uint8_t)~PNEU_I_EDITED;
}

pneu_status pneu_message_set_edit_format(pneu_message *message, uint32_t flags)
{
    if (message == NULL || (flags & ~(uint32_t)PNEU_FORMAT_UTF8) != 0)
        return PNEU_ERR_ARGUMENT;
    message->edits.format_flags = flags;
    return PNEU_OK;
}
