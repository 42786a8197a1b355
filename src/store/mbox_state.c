/*
 * What the lines of an mbox do to the state of its splitter, and the events that come of them.
 * In: lines that are decided. Out: events, the state.
 */
#include "store/mbox_state.h"

void pneu_i_mbox_set_event(pneu_mbox_event *event, int32_t type, pneu_str slice, uint64_t offset)
{
    memset(event, 0, sizeof *event);
    event->type = type;
    event->slice = slice;
    event->offset = offset;
}

/* Bytes of the message, or junk. */
int pneu_i_mbox_give_bytes(pneu_mbox_splitter *s, pneu_str bytes, uint64_t offset)
{
    pneu_i_mbox_set_event(&s->event, s->has_begun ? PNEU_MBOX_BYTES : PNEU_MBOX_JUNK, bytes, offset);
    return PNEU_I_MBOX_AN_EVENT;
}

/* Where the line begins that is being looked at. */
uint64_t pneu_i_mbox_line_offset(const pneu_mbox_splitter *s)
{
    return s->offset - s->held_len;
}

/* The held empty line is part of the message after all. */
int pneu_i_mbox_give_blank(pneu_mbox_splitter *s)
{
    pneu_str bytes = {&"\r\n"[2 - s->blank], s -> blank};
    s->blank = 0;
    return pneu_i_mbox_give_bytes(s, bytes, pneu_i_mbox_line_offset(s) - bytes.len);
}

void pneu_i_mbox_use_input(pneu_mbox_splitter *s, size_t len)
{
    if (len > 0)
        s->in += len;
    s->in_len -= len;
    s->offset += len;
}

/* ---- Lines ------------------------------------------------------------------------------------------------------ */

int pneu_i_mbox_read_line(const pneu_mbox_splitter *s, pneu_str bytes, uint64_t offset, int is_final,
                          pneu_i_mbox_line *line)
{
    pneu_i_mbox_rules rules = {s->has_begun ? s->variant : PNEU_MBOX_PLAIN, s->mode, is_final, 1};
    if (s->has_begun)
        rules.may_be_from = !pneu_i_content_length_covers(&s->length, offset) &&
                            (s->is_behind_gap || pneu_i_content_length_ends_at(&s->length, offset));
    pneu_i_mbox_line_read(bytes, &rules, line);
    return line->kind;
}

/* Text up to the end of its line, or without. */
void pneu_i_mbox_see_text(pneu_mbox_splitter *s, pneu_str bytes)
{
    s->is_in_line = bytes.ptr[bytes.len - 1] != '\n';
    if (s->is_in_header && pneu_i_mbox_counts(s->variant))
        pneu_i_content_length_see(&s->length, bytes, !s->is_in_line);
}

/* An empty line, which ends behind `after`: 1 if it is to be held, 0 if it is part of the message in any case. */
int pneu_i_mbox_see_blank(pneu_mbox_splitter *s, uint64_t after)
{
    int ends_header = s->has_begun && s->is_in_header;
    int is_held = s->has_begun && !ends_header && !pneu_i_content_length_covers(&s->length, after - 1);
    if (ends_header)
        pneu_i_content_length_begin_body(&s->length, after);
    s->is_in_header &= !ends_header;
    s->is_behind_gap = 1;
    return is_held;
}

/* Before the message that a From line at this offset begins: a question, or an empty line that was counted. */
int pneu_i_mbox_see_from(pneu_mbox_splitter *s, uint64_t offset)
{
    pneu_i_content_length *length = &s->length;
    if (s->has_begun && pneu_i_content_length_may_cover(length, offset) && !length->is_asked) {
        length->is_asked = 1;
        pneu_i_mbox_set_event(&s->event, PNEU_MBOX_PEEK, pneu_i_str(""), length->end - 1);
        return PNEU_I_MBOX_AN_EVENT;
    }
    return s->blank > 0 && length->is_known && offset == length->end ? pneu_i_mbox_give_blank(s) : PNEU_I_MBOX_NO_EVENT;
}

/* The end of a message, if there is one, and the beginning of the next. */
int pneu_i_mbox_begin_message(pneu_mbox_splitter *s, const pneu_i_mbox_line *line, const char *bytes, uint64_t offset)
{
    pneu_mbox_event *begin = s->has_begun ? &s->next_event : &s->event;
    if (s->has_begun)
        pneu_i_mbox_set_event(&s->event, PNEU_MBOX_END, pneu_i_str(""), offset - s->blank);
    pneu_i_mbox_set_event(begin, PNEU_MBOX_MESSAGE, pneu_i_str_of(bytes, line->len), offset);
    begin->from = line->from;
    s->blank = 0;
    s->has_begun = s->is_in_header = s->is_behind_gap = 1;
    pneu_i_content_length_reset(&s->length);
    return PNEU_I_MBOX_AN_EVENT;
}
