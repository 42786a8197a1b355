/*
 * Looks at a body line by line. In: bytes. Out: what is in them that 7bit, 8bit or a signature does not allow, and
 * where. Each byte is looked at once. RFC 2045 sections 2.7 and 2.8, RFC 3156 section 5.
 */
#include "edit/body_survey.h"

#include "base/line.h"

static void note(size_t *first, size_t none, size_t at)
{
    if (*first == none)
        *first = at;
}

/* The bytes of one line, without its end. */
static void survey_line(pneu_i_body_survey *survey, pneu_str body, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        unsigned char c = (unsigned char)body.ptr[i];
        if (c > 127)
            note(&survey->first_high, body.len, i);
        else if (c == 0 || c == '\r')
            note(&survey->first_odd, body.len, i);
    }
    if (end - start > survey->longest)
        survey->longest = end - start;
    if (end - start > PNEU_I_LINE_MAX)
        note(&survey->first_long, body.len, start + PNEU_I_LINE_MAX);
    if (end > start && pneu_i_is_blank((unsigned char)body.ptr[end - 1]))
        survey->has_loose_ends = 1;
    if (end - start >= 5 && memcmp(body.ptr + start, "From ", 5) == 0)
        survey->has_loose_ends = 1;
}

void pneu_i_body_survey_make(pneu_i_body_survey *survey, pneu_str body)
{
    *survey = (pneu_i_body_survey){body.len, body.len, body.len, 0, 0, 0};
    for (size_t at = 0; at < body.len;) {
        const char *found = memchr(body.ptr + at, '\n', body.len - at);
        size_t lf = found != NULL ? (size_t)(found - body.ptr) : body.len;
        int has_cr = found != NULL && lf > at && body.ptr[lf - 1] == '\r';
        survey_line(survey, body, at, lf - (size_t)has_cr);
        if (found != NULL && !has_cr)
            survey->bare_lfs++;
        at = lf + 1;
    }
}
