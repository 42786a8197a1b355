/*
 * The parts around an edit, from the innermost outwards.
 * In: the part that an edit happens in, and what its content needs. Out: Content-Transfer-Encoding set in place where a
 * multipart or message says less than that (RFC 2045 section 6.4), and a note for every multipart/signed (RFC 1847
 * section 2.1). Invariant: memory is taken before anything is changed.
 */
#include "edit/around.h"

static pneu_str encoding_field(void)
{
    return pneu_i_str(pneu_field_name(PNEU_FIELD_CONTENT_TRANSFER_ENCODING));
}

static int encoding_now(const pneu_i_node *node)
{
    if ((node->state & PNEU_I_RAISED_TO_BINARY) != 0)
        return PNEU_ENCODING_BINARY;
    return (node->state & PNEU_I_RAISED_TO_8BIT) != 0 ? PNEU_ENCODING_8BIT : node->encoding;
}

static int must_be_raised(const pneu_i_node *node, int32_t needs)
{
    return encoding_now(node) <= PNEU_ENCODING_BINARY && encoding_now(node) < needs;
}

pneu_status pneu_i_around_room(pneu_message *message, pneu_i_around *around, size_t patches, size_t touches)
{
    size_t raised = 0;
    for (uint32_t part = around->part; part != PNEU_NO_PART; part = message->nodes[part].parent) {
        touches += 3;
        if (must_be_raised(&message->nodes[part], around->needs)) {
            patches += pneu_i_header_room(message, part, encoding_field());
            raised++;
        }
    }
    pneu_status status = pneu_i_overlay_reserve(&message->edits, &message->alloc, patches, touches);
    if (status != PNEU_OK || raised == 0)
        return status;
    around->fields = pneu_i_arena_alloc(&message->arena, raised * sizeof *around->fields);
    if (around->fields == NULL)
        return PNEU_ERR_MEMORY;
    pneu_str line = pneu_i_str(around->needs == PNEU_ENCODING_8BIT ? "Content-Transfer-Encoding: 8bit\r\n"
                                                                   : "Content-Transfer-Encoding: binary\r\n");
    pneu_str eol = pneu_i_edit_eol(message);
    line.len -= 2;
    for (size_t i = 0; i < raised && status == PNEU_OK; i++) {
        char *bytes = pneu_i_arena_alloc(&message->arena, line.len + eol.len);
        if (bytes == NULL)
            return PNEU_ERR_MEMORY;
        memcpy(bytes, line.ptr, line.len);
        memcpy(bytes + line.len, eol.ptr, eol.len);
        status = pneu_i_new_field_of(message, encoding_field(), pneu_i_str_of(bytes, line.len + eol.len),
                                     &around->fields[i]);
    }
    return status;
}

static int is_signed(const pneu_message *message, uint32_t part)
{
    pneu_str type;
    pneu_part_type(message, part, &type);
    return pneu_i_str_is(type, "multipart/signed");
}

void pneu_i_around_touch(pneu_message *message, const pneu_i_around *around)
{
    size_t raised = 0;
    for (uint32_t part = around->part; part != PNEU_NO_PART; part = message->nodes[part].parent) {
        pneu_i_node *node = &message->nodes[part];
        if (is_signed(message, part))
            pneu_i_overlay_touch(&message->edits, part, PNEU_TOUCHED_SIGNATURE);
        if (!must_be_raised(node, around->needs))
            continue;
        pneu_i_header_put(message, part, PNEU_PUT_SET, &around->fields[raised++]);
        pneu_i_overlay_touch(&message->edits, part, PNEU_TOUCHED_ENCODING);
        node->state |= around->needs == PNEU_ENCODING_8BIT ? PNEU_I_RAISED_TO_8BIT : PNEU_I_RAISED_TO_BINARY;
    }
}
