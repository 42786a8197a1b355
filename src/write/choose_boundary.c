/*
 * Boundaries for content that is not at hand as a whole.
 * In: all lines of the content, in pieces cut anywhere. Out: the letters that a boundary may have.
 * Invariants: constant memory; a letter that was not seen is at the beginning of no line, so no line, whole or as a
 * prefix, is a delimiter of a boundary with that letter.
 * RFC 2046 section 5.1.1.
 * Not handled: randomness: whoever writes the content may take all letters, which is then seen.
 */
#include "write/choose_boundary.h"

static const char beginning[] = "--=_pneu_";

enum {
    BEGINNING = sizeof beginning - 1
};

/* Takes one byte of a line that may be of interest. */
static void take(pneu_i_boundary_watch *watch, char byte)
{
    if (watch->matched < BEGINNING) {
        watch->is_other = byte != beginning[watch->matched];
        watch->matched++;
        return;
    }
    if (byte >= 'A' && byte < 'A' + PNEU_I_BOUNDARY_LETTERS)
        watch->seen |= UINT32_C(1) << (byte - 'A');
    watch->is_other = 1;
}

void pneu_i_boundary_watch_add(pneu_i_boundary_watch *watch, const char *bytes, size_t len)
{
    for (size_t at = 0; at < len;) {
        if (watch->is_other) {
            const char *lf = memchr(bytes + at, '\n', len - at);
            if (lf == NULL)
                return;
            at = (size_t)(lf - bytes) + 1;
            watch->is_other = watch->matched = 0;
        } else if (bytes[at] == '\n') {
            at++;
            watch->matched = 0;
        } else {
            take(watch, bytes[at++]);
        }
    }
}

int pneu_i_boundary_letter(const pneu_i_boundary_watch *watch, unsigned start)
{
    for (unsigned i = 0; i < PNEU_I_BOUNDARY_LETTERS; i++) {
        unsigned letter = (start + i) % PNEU_I_BOUNDARY_LETTERS;
        if ((watch->seen >> letter & 1) == 0)
            return (int)letter;
    }
    return -1;
}

pneu_str pneu_i_boundary_write(int letter, uint32_t number, char *text)
{
    char digits[10];
    size_t len = BEGINNING - 2, count = 0;
    memcpy(text, beginning + 2, len);
    text[len++] = (char)('A' + letter);
    text[len++] = '_';
    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (count > 0)
        text[len++] = digits[--count];
    text[len++] = '_';
    return pneu_i_str_of(text, len);
}
