/*
 * One line of an mbox by its first bytes: empty, quoted, a From line, or text.
 * In: bytes from the start of the line on, as many as there are. Out: the kind, or that more are needed.
 * Invariant: the answer does not change when more bytes come. Bytes looked at: the run of ">", five more, and of what
 * may be a From line at most PNEU_I_FROM_MAX.
 * RFC 4155 appendix A; mbox(5) of qmail.
 */
#include "store/mbox_line.h"

/* How many bytes of "From " the bytes begin with. */
static size_t match_from(pneu_str bytes)
{
    size_t i = 0;
    while (i < bytes.len && i < PNEU_I_FROM_LEN && bytes.ptr[i] == PNEU_I_FROM[i])
        i++;
    return i;
}

static int blank_line(pneu_str bytes, int is_final, pneu_i_mbox_line *line)
{
    if (bytes.ptr[0] == '\r' && bytes.len == 1)
        return is_final ? PNEU_I_LINE_TEXT : PNEU_I_LINE_UNDECIDED;
    if (bytes.ptr[0] == '\r' && bytes.ptr[1] != '\n')
        return PNEU_I_LINE_TEXT;
    line->len = bytes.ptr[0] == '\r' ? 2 : 1;
    return PNEU_I_LINE_BLANK;
}

static int quoted_line(pneu_str bytes, const pneu_i_mbox_rules *rules)
{
    size_t marks = 0;
    while (marks < bytes.len && bytes.ptr[marks] == '>')
        marks++;
    if (!pneu_i_mbox_quotes(rules->variant, marks - 1))
        return PNEU_I_LINE_TEXT;
    pneu_str rest = pneu_i_str_from(bytes, marks);
    size_t matched = match_from(rest);
    if (matched == PNEU_I_FROM_LEN)
        return PNEU_I_LINE_QUOTED;
    return matched < rest.len || rules->is_final ? PNEU_I_LINE_TEXT : PNEU_I_LINE_UNDECIDED;
}

static int from_line(pneu_str bytes, const pneu_i_mbox_rules *rules, pneu_i_mbox_line *line)
{
    size_t matched = match_from(bytes);
    if (!rules->may_be_from || (matched < PNEU_I_FROM_LEN && matched < bytes.len))
        return PNEU_I_LINE_TEXT;
    pneu_str whole = {bytes.ptr, bytes.len < PNEU_I_FROM_MAX ? bytes.len : PNEU_I_FROM_MAX};
    const char *end = memchr(whole.ptr, '\n', whole.len);
    if (end != NULL)
        whole.len = (size_t)(end - whole.ptr) + 1;
    else if (whole.len == PNEU_I_FROM_MAX)
        return PNEU_I_LINE_TEXT;
    else if (!rules->is_final)
        return PNEU_I_LINE_UNDECIDED;
    if (pneu_mbox_from_parse(whole, rules->mode, &line->from) != PNEU_OK)
        return PNEU_I_LINE_TEXT;
    line->len = whole.len;
    return PNEU_I_LINE_FROM;
}

void pneu_i_mbox_line_read(pneu_str bytes, const pneu_i_mbox_rules *rules, pneu_i_mbox_line *line)
{
    line->kind = PNEU_I_LINE_UNDECIDED;
    line->len = 0;
    if (bytes.len == 0)
        return;
    switch (bytes.ptr[0]) {
    case '\r':
    case '\n': line->kind = blank_line(bytes, rules->is_final, line); break;
    case '>': line->kind = quoted_line(bytes, rules); break;
    case 'F': line->kind = from_line(bytes, rules, line); break;
    default: line->kind = PNEU_I_LINE_TEXT;
    }
}

int pneu_i_mbox_is_length(pneu_str line, pneu_str *value)
{
    static const char name[] = "Content-Length";
    size_t at = sizeof name - 1;
    if (line.len <= at || !pneu_i_ascii_same(line.ptr, name, at))
        return 0;
    while (at < line.len && pneu_i_is_blank((unsigned char)line.ptr[at]))
        at++;
    if (at == line.len || line.ptr[at] != ':')
        return 0;
    *value = pneu_i_str_trim(pneu_i_str_from(line, at + 1));
    return 1;
}
