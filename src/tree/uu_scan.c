/*
 * Looks for "begin 644 name" at the start of a line: where a block of uuencode begins (POSIX uuencode). A mode has
 * three or four octal digits.
 * In: text in pieces of any size. Out: the places of such lines. Invariants: every byte is looked at once; what is
 * found does not depend on how the text is cut. Line ends are CRLF or LF.
 * Not handled: whether data follow (programs that show the block do not look either).
 */
#include "tree/uu_scan.h"

#include <string.h>

enum {
    LINE_START = 0, /* 0 to 5: so many bytes of "begin " have matched */
    FIRST_DIGIT = 6,
    SECOND_DIGIT = 7,
    THIRD_DIGIT = 8,
    FOURTH_DIGIT = 9, /* or a space */
    LAST_SPACE = 10,
    NAME = 11,
    ELSEWHERE = 12 /* in a line that is something else */
};

static uint8_t after_digits(uint8_t state, unsigned char c)
{
    if (c == ' ' && state >= FOURTH_DIGIT)
        return NAME;
    if (c >= '0' && c <= '7' && state <= FOURTH_DIGIT)
        return (uint8_t)(state + 1);
    return ELSEWHERE;
}

static uint8_t state_after(uint8_t state, unsigned char c)
{
    if (c == '\n')
        return LINE_START;
    if (state < FIRST_DIGIT)
        return c == (unsigned char)"begin "[state] ? (uint8_t)(state + 1) : ELSEWHERE;
    return after_digits(state, c);
}

/* Bytes to the end of the line, its LF included, or all. */
static size_t rest_of_line(const char *bytes, size_t len)
{
    const char *lf = memchr(bytes, '\n', len);
    return lf != NULL ? (size_t)(lf - bytes) + 1 : len;
}

int pneu_i_uu_scan_find(pneu_i_uu_scan *scan, const char *bytes, size_t len, size_t *used)
{
    size_t i = 0;
    int is_found = 0;
    while (i < len && !is_found) {
        if (scan->state == ELSEWHERE) {
            size_t skipped = rest_of_line(bytes + i, len - i);
            i += skipped;
            if (bytes[i - 1] == '\n')
                scan->state = LINE_START;
            continue;
        }
        if (scan->state == LINE_START)
            scan->line_start = scan->offset + i;
        unsigned char c = (unsigned char)bytes[i++];
        is_found = scan->state == NAME && c > ' ';
        scan->state = is_found ? (uint8_t)ELSEWHERE : state_after(scan->state, c);
    }
    scan->offset += i;
    *used = i;
    return is_found;
}
