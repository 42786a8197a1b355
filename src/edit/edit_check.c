/*
 * Before an edit: the part, the names, and the line end that the message uses.
 * In: a message and what the caller gives. Out: a status, noted with the message if the edit is refused. Invariant: a
 * refused edit has changed nothing but that note.
 */
#include "edit/edit_check.h"

#include "edit/field_text.h"

pneu_status pneu_i_edit_refuse(pneu_message *message, pneu_status status, int32_t argument, uint64_t offset)
{
    message->edits.refused.status = status;
    message->edits.refused.argument = argument;
    message->edits.refused.offset = offset;
    return status;
}

pneu_status pneu_i_edit_refuse_argument(pneu_message *message, int32_t argument)
{
    return pneu_i_edit_refuse(message, PNEU_ERR_ARGUMENT, argument, 0);
}

static pneu_status part_status(const pneu_message *message, uint32_t part)
{
    if (!message->is_finished)
        return PNEU_ERR_STATE;
    if (part >= message->node_count)
        return PNEU_ERR_NOT_FOUND;
    if (message->mode != PNEU_KEEP_ALL)
        return PNEU_ERR_NOT_KEPT;
    if (message->nodes[part].space != 0)
        return PNEU_ERR_DECODED;
    return pneu_i_part_is_gone(message, part) ? PNEU_ERR_NOT_FOUND : PNEU_OK;
}

pneu_status pneu_i_edit_begin(pneu_message *message, uint32_t part)
{
    if (message == NULL)
        return PNEU_ERR_ARGUMENT;
    memset(&message->edits.refused, 0, sizeof message->edits.refused);
    pneu_status status = part_status(message, part);
    return status == PNEU_OK ? PNEU_OK : pneu_i_edit_refuse(message, status, 2, 0);
}

pneu_status pneu_i_edit_check_name(pneu_message *message, pneu_str name, int32_t argument)
{
    size_t bad = name.ptr != NULL ? pneu_i_name_first_bad(name) : 0;
    if (bad == name.len && bad > 0)
        return PNEU_OK;
    return pneu_i_edit_refuse(message, PNEU_ERR_ARGUMENT, argument, bad);
}

/* Where line ends of both kinds are, the first one counts. */
pneu_str pneu_i_edit_eol(const pneu_message *message)
{
    int32_t ending = pneu_message_line_ending(message);
    if (ending == PNEU_LINE_ENDING_MIXED && message->input.ptr != NULL) {
        const char *lf = memchr(message->input.ptr, '\n', message->input.len);
        int is_bare = lf == message->input.ptr || (lf != NULL && lf[-1] != '\r');
        ending = is_bare ? PNEU_LINE_ENDING_LF : PNEU_LINE_ENDING_CRLF;
    }
    return pneu_i_str(ending == PNEU_LINE_ENDING_LF ? "\n" : "\r\n");
}

int pneu_i_edit_is_line_end(const pneu_message *message, char c)
{
    return c == '\n' || (c == '\r' && pneu_i_choice_at(&message->settings, PNEU_READING_BARE_CR, 0, 0) == 1);
}

pneu_str pneu_i_edit_input(const pneu_message *message, uint64_t offset, uint64_t end)
{
    if (message->input.ptr == NULL || end <= offset)
        return pneu_i_str("");
    return pneu_i_str_of(message->input.ptr + (size_t)offset, (size_t)(end - offset));
}

pneu_status pneu_i_edit_pieces(pneu_message *message, size_t count, pneu_i_piece **pieces)
{
    if (count > SIZE_MAX / sizeof **pieces)
        return PNEU_ERR_MEMORY;
    pneu_i_piece *made = pneu_i_arena_alloc(&message->arena, count * sizeof *made);
    if (made == NULL)
        return PNEU_ERR_MEMORY;
    memset(made, 0, count * sizeof *made);
    *pieces = made;
    return PNEU_OK;
}

pneu_i_piece pneu_i_piece_of(pneu_str bytes)
{
    pneu_i_piece piece = {bytes, 0};
    return piece;
}
