/*
 * Comments, declarations and CDATA sections, byte by byte (HTML standard, sections 13.2.5.41 to 13.2.5.71). In: bytes
 * after "<!" or "<?". Out: nothing, but the text of a CDATA section.
 * Invariant: `held` counts what matched so far of the sign that is looked for.
 * Not handled: document types; they are passed over like any declaration.
 */
#include "view/html_step.h"

int pneu_i_html_in_declaration(pneu_i_html_tokenizer *t, char c)
{
    t->state = c == '-' ? PNEU_I_IN_OPEN_COMMENT : c == '[' ? PNEU_I_IN_OPEN_CDATA : PNEU_I_IN_BOGUS;
    return c == '-';
}

int pneu_i_html_in_open_comment(pneu_i_html_tokenizer *t, char c)
{
    t->state = c == '-' ? PNEU_I_IN_COMMENT_START : PNEU_I_IN_BOGUS;
    return c == '-';
}

int pneu_i_html_in_open_cdata(pneu_i_html_tokenizer *t, char c)
{
    static const char opening[] = "[CDATA[";
    if (c != opening[t->held]) {
        t->state = PNEU_I_IN_BOGUS;
        return 0;
    }
    t->held++;
    if (t->held == sizeof opening - 1) {
        t->state = PNEU_I_IN_CDATA;
        t->held = 0;
    }
    return 1;
}

int pneu_i_html_in_bogus(pneu_i_html_tokenizer *t, char c)
{
    if (c == '>')
        t->state = PNEU_I_IN_TEXT;
    return 1;
}

/* "<!-->" and "<!--->" are whole comments. */
int pneu_i_html_in_comment_start(pneu_i_html_tokenizer *t, char c)
{
    if (c == '-' && t->held == 0) {
        t->held = 1;
        return 1;
    }
    t->state = c == '>' ? PNEU_I_IN_TEXT : PNEU_I_IN_COMMENT;
    return c == '>';
}

/* held: how many "-" stand before, at most 2; 3 after "--!". */
int pneu_i_html_in_comment(pneu_i_html_tokenizer *t, char c)
{
    if (c == '>' && t->held >= 2) {
        t->state = PNEU_I_IN_TEXT;
        t->held = 0;
    } else if (c == '-') {
        t->held = t->held == 1 || t->held == 2 ? 2 : 1;
    } else {
        t->held = c == '!' && t->held == 2 ? 3 : 0;
    }
    return 1;
}

/* held: how many "]" stand before, at most 2. */
int pneu_i_html_in_cdata(pneu_i_html_tokenizer *t, char c)
{
    if (c == ']') {
        if (t->held == 2)
            pneu_i_html_put_text(t, "]", 1);
        else
            t->held++;
        return 1;
    }
    if (c == '>' && t->held == 2) {
        t->state = PNEU_I_IN_TEXT;
        return 1;
    }
    pneu_i_html_put_text(t, "]]", t->held);
    t->held = 0;
    return 0;
}
