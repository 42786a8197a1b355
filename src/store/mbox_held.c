/*
 * The start of a line that could not be decided when its push ended.
 * In: the held bytes, the input. Out: the next event.
 * Invariants: no more is held than PNEU_I_FROM_MAX; of a run of ">" only the last one, so that pushes of one byte cost
 * no more than others; a From line that is not over yet is not read again with each push.
 */
#include "store/mbox_state.h"

#define MARKS ((size_t)8) /* bytes that decide a line that begins with ">", and some more */

/* More of the held line, up to its end, as far as it may be needed. 1 if all is there that will be. */
static int complete_held(pneu_mbox_splitter *s)
{
    size_t most = s->held[0] == '>' ? MARKS : PNEU_I_FROM_MAX;
    uint64_t left = pneu_i_content_length_left(&s->length, s->offset);
    size_t len = most > s->held_len ? most - s->held_len : 0;
    if (s->held[s->held_len - 1] == '\n')
        len = 0; /* it is over: something else came first */
    if (len > s->in_len)
        len = s->in_len;
    if (len > left)
        len = (size_t)left;
    const char *eol = len > 0 ? memchr(s->in, '\n', len) : NULL;
    if (eol != NULL)
        len = (size_t)(eol - s->in) + 1;
    if (len > 0)
        memcpy(s->held + s->held_len, s->in, len);
    s->held_len += len;
    pneu_i_mbox_use_input(s, len);
    return (s->is_finished && s->in_len == 0) || left == len;
}

/* Bytes of the held line behind the end of the body: its line end at most, which is then the empty line of the mbox. */
static size_t beyond_body(const pneu_mbox_splitter *s)
{
    uint64_t end = s->length.end;
    return s->length.is_trusted && s->offset > end ? (size_t)(s->offset - end) : 0;
}

static int give_held(pneu_mbox_splitter *s, size_t dropped)
{
    size_t beyond = beyond_body(s);
    pneu_str bytes = {s->held + dropped, s->held_len - dropped - beyond};
    uint64_t offset = pneu_i_mbox_line_offset(s) + dropped;
    s->is_behind_gap = beyond > 0;
    s->held_len = 0;
    pneu_i_mbox_see_text(s, bytes);
    if (beyond > 0) {
        s->blank = (uint8_t)beyond;
        s->is_in_line = s->length.is_trusted = 0;
    }
    return pneu_i_mbox_give_bytes(s, bytes, offset);
}

/* A run of ">" goes out but for the last one. */
static int shorten_marks(pneu_mbox_splitter *s)
{
    size_t marks = 0;
    while (marks < s->held_len && s->held[marks] == '>')
        marks++;
    if (marks < 2)
        return PNEU_I_MBOX_NO_INPUT;
    uint64_t offset = pneu_i_mbox_line_offset(s);
    s->held_len -= marks - 1;
    memmove(s->held, s->held + marks - 1, s->held_len);
    return pneu_i_mbox_give_bytes(s, pneu_i_str_of(">>>>>>>>", marks - 1), offset);
}

static int use_held_blank(pneu_mbox_splitter *s)
{
    pneu_str bytes = {s->held, s->held_len};
    if (s->blank > 0)
        return pneu_i_mbox_give_blank(s);
    s->held_len = 0;
    if (!pneu_i_mbox_see_blank(s, s->offset))
        return pneu_i_mbox_give_bytes(s, bytes, s->offset - bytes.len);
    s->blank = (uint8_t)bytes.len;
    return PNEU_I_MBOX_NO_EVENT;
}

static int use_held_from(pneu_mbox_splitter *s, const pneu_i_mbox_line *line)
{
    uint64_t offset = pneu_i_mbox_line_offset(s);
    if (pneu_i_mbox_see_from(s, offset) == PNEU_I_MBOX_AN_EVENT)
        return PNEU_I_MBOX_AN_EVENT;
    s->held_len = 0;
    return pneu_i_mbox_begin_message(s, line, s->held, offset);
}

int pneu_i_mbox_look_at_held(pneu_mbox_splitter *s)
{
    pneu_i_mbox_line line;
    int was_from = s->held_len >= PNEU_I_FROM_LEN && s->held[0] == 'F';
    int is_final = complete_held(s);
    pneu_str bytes = {s->held, s->held_len};
    if (was_from && !is_final && bytes.len < PNEU_I_FROM_MAX && bytes.ptr[bytes.len - 1] != '\n')
        return PNEU_I_MBOX_NO_INPUT; /* as before, without reading all of it again */
    switch (pneu_i_mbox_read_line(s, bytes, pneu_i_mbox_line_offset(s), is_final, &line)) {
    case PNEU_I_LINE_FROM: return use_held_from(s, &line);
    case PNEU_I_LINE_BLANK: return use_held_blank(s);
    case PNEU_I_LINE_UNDECIDED:
        if (bytes.ptr[0] != '>')
            return PNEU_I_MBOX_NO_INPUT;
        return s->blank > 0 ? pneu_i_mbox_give_blank(s) : shorten_marks(s);
    default: return s->blank > 0 ? pneu_i_mbox_give_blank(s) : give_held(s, line.kind == PNEU_I_LINE_QUOTED);
    }
}
