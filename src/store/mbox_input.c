/*
 * The lines of an mbox in what was pushed: as many as make one run of bytes are given at once, where they lie.
 * In: the input. Out: the next event; what is undecided at its end becomes held.
 * Invariant: what stops a run is looked at once more when the run is given, and then used up.
 */
#include "store/mbox_state.h"

/* A run of bytes from s->in on that belong to the message. */
typedef struct run {
    const char *gap; /* an empty line right before `at` that may not belong to it, or NULL */
    const char *at;
    const char *end; /* of what may be looked at */
    int is_final;    /* no more than that will be of the message */
} run;

static size_t length_of_line(const run *r)
{
    const char *eol = memchr(r->at, '\n', (size_t)(r->end - r->at));
    return (size_t)((eol != NULL ? eol + 1 : r->end) - r->at);
}

static void add_text(pneu_mbox_splitter *s, run *r, size_t len)
{
    pneu_i_mbox_see_text(s, pneu_i_str_of(r->at, len));
    r->gap = NULL;
    r->at += len;
}

static void add_blank(pneu_mbox_splitter *s, run *r, size_t len)
{
    uint64_t after = s->offset + (uint64_t)(r->at - s->in) + len;
    r->gap = pneu_i_mbox_see_blank(s, after) ? r->at : NULL;
    r->at += len;
}

/* Before bytes that cannot be decided: of a run of ">" all but the last one belong to the message. */
static void add_marks(run *r)
{
    if (*r->at != '>')
        return;
    r->gap = NULL;
    while (r->end - r->at > 1 && r->at[1] == '>')
        r->at++;
}

/* Adds lines to the run; gives the kind of line where it cannot go on, PNEU_I_LINE_TEXT at the end. */
static int add_lines(pneu_mbox_splitter *s, run *r, pneu_i_mbox_line *line)
{
    while (r->at < r->end) {
        pneu_str rest = {r->at, (size_t)(r->end - r->at)};
        if (s->is_in_line) {
            add_text(s, r, length_of_line(r));
            continue;
        }
        int kind = pneu_i_mbox_read_line(s, rest, s->offset + (uint64_t)(r->at - s->in), r->is_final, line);
        if (kind == PNEU_I_LINE_UNDECIDED && s->blank == 0)
            add_marks(r);
        if (kind == PNEU_I_LINE_QUOTED)
            r->gap = NULL;
        if (kind != PNEU_I_LINE_TEXT && kind != PNEU_I_LINE_BLANK)
            return kind;
        if (s->blank > 0)
            return kind; /* that one first */
        if (kind == PNEU_I_LINE_BLANK) {
            add_blank(s, r, line->len);
        } else {
            s->is_behind_gap = 0;
            add_text(s, r, length_of_line(r));
        }
    }
    return PNEU_I_LINE_TEXT;
}

/* The run is empty: what stops it comes next. */
static int use_stop(pneu_mbox_splitter *s, const run *r, const pneu_i_mbox_line *line, int kind)
{
    if (s->blank > 0 && r->gap == NULL && kind != PNEU_I_LINE_FROM && !(kind == PNEU_I_LINE_UNDECIDED && *r->at != '>'))
        return pneu_i_mbox_give_blank(s);
    if (r->gap != NULL) {
        s->blank = (uint8_t)(r->at - r->gap);
        pneu_i_mbox_use_input(s, s->blank);
    }
    if (kind == PNEU_I_LINE_FROM) {
        if (pneu_i_mbox_see_from(s, s->offset) == PNEU_I_MBOX_AN_EVENT)
            return PNEU_I_MBOX_AN_EVENT;
        (void)pneu_i_mbox_begin_message(s, line, r->at, s->offset);
        pneu_i_mbox_use_input(s, line->len);
        return PNEU_I_MBOX_AN_EVENT;
    }
    if (kind == PNEU_I_LINE_QUOTED) {
        s->is_in_line = 1;
        s->is_behind_gap = 0;
        pneu_i_mbox_use_input(s, 1);
    } else if (kind == PNEU_I_LINE_UNDECIDED) {
        s->held_len = s->in_len;
        memcpy(s->held, s->in, s->held_len);
        pneu_i_mbox_use_input(s, s->held_len);
    }
    return PNEU_I_MBOX_NO_EVENT;
}

int pneu_i_mbox_look_at_input(pneu_mbox_splitter *s)
{
    uint64_t left = pneu_i_content_length_left(&s->length, s->offset);
    int is_final = left < s->in_len;
    run r = {NULL, s->in, s->in + (is_final ? (size_t)left : s->in_len), is_final};
    pneu_i_mbox_line line;
    int kind = add_lines(s, &r, &line);
    size_t len = (size_t)((r.gap != NULL ? r.gap : r.at) - s->in);
    if (len == 0)
        return use_stop(s, &r, &line, kind);
    pneu_str bytes = {s->in, len};
    uint64_t offset = s->offset;
    pneu_i_mbox_use_input(s, len);
    return pneu_i_mbox_give_bytes(s, bytes, offset);
}
