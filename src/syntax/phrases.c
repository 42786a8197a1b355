/*
 * Lists of phrases: phrase *("," phrase), each of atoms and quoted strings (RFC 5322 sections 3.2.5 and 3.6.5).
 * In: a raw value. Out: hdr_value_malformed for the first thing that does not belong there. Linear, without memory.
 * Not handled: what the phrases say (decode_text.c).
 */
#include "syntax/phrases.h"

#include "syntax/scan.h"

/* After the word at `at`: an atom or a quoted string; `at` if there is none. */
static size_t skip_word(pneu_str value, size_t at, unsigned *saw)
{
    if (at < value.len && value.ptr[at] == '"')
        return pneu_i_skip_quoted(value, at, saw);
    while (at < value.len && pneu_i_is_atom_byte((unsigned char)value.ptr[at]))
        at++;
    return at;
}

/* After the phrase at `at` with the white space around it; `at` if there is none. */
static size_t skip_phrase(pneu_str value, size_t at, unsigned *saw)
{
    size_t word = pneu_i_skip_cfws(value, at, saw);
    size_t end = skip_word(value, word, saw);
    if (end == word)
        return at;
    while (end > word) {
        word = pneu_i_skip_cfws(value, end, saw);
        end = skip_word(value, word, saw);
    }
    return end;
}

void pneu_i_phrases_check(pneu_str value, const pneu_defect_sink *sink)
{
    unsigned saw = 0;
    size_t start = 0, at = skip_phrase(value, 0, &saw);
    while (at > start && at < value.len && value.ptr[at] == ',') {
        start = at + 1;
        at = skip_phrase(value, start, &saw);
    }
    int is_open = (saw & (PNEU_I_SAW_OPEN_COMMENT | PNEU_I_SAW_OPEN_QUOTE)) != 0;
    if (sink != NULL && (at == start || at < value.len || is_open))
        sink->report(sink->ctx, PNEU_DEFECT_HDR_VALUE_MALFORMED, PNEU_DETAIL_NONE, start, value.len - start);
}
