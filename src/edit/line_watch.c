/*
 * Watches lines that were not seen before they go out. In: bytes with CRLF line ends, in pieces. Out: how many of
 * them may go. Invariant: what is held back is the beginning of one line, and shorter than a delimiter. RFC 2046
 * section 5.1.1 (a boundary must not be in what it encloses; programs compare beginnings of lines), RFC 2045
 * section 2.7 and 2.8 (7bit, 8bit).
 */
#include "edit/line_watch.h"

#include "base/line.h"

/* Whether the line that begins here is a delimiter. */
static int check_line(const pneu_i_line_watch *watch, pneu_str line, int is_last)
{
    int found;
    if (line.len == 0 || line.ptr[0] != '-' || (line.len > 1 && line.ptr[1] != '-'))
        return PNEU_I_NO_DELIMITER;
    found = line.len < 2 ? PNEU_I_MAY_BE_DELIMITER : watch->check(watch->ctx, pneu_i_str_from(line, 2));
    return found == PNEU_I_MAY_BE_DELIMITER && is_last ? PNEU_I_NO_DELIMITER : found;
}

/* 1 if this byte may go out behind those before it. */
static int is_allowed(pneu_i_line_watch *watch, unsigned char c)
{
    if (watch->is_after_cr != (c == '\n') || c == 0 || (c > 127 && !watch->allows_high))
        return 0;
    watch->is_after_cr = c == '\r';
    watch->column = c == '\n' ? 0 : watch->column + (c != '\r');
    return watch->column <= PNEU_I_LINE_MAX;
}

pneu_status pneu_i_line_watch_pass(pneu_i_line_watch *watch, pneu_str bytes, int is_last, size_t *passed)
{
    size_t at = 0;
    pneu_status status = PNEU_OK;
    while (at < bytes.len && status == PNEU_OK) {
        int is_start = watch->column == 0 && !watch->is_after_cr;
        int found = is_start ? check_line(watch, pneu_i_str_from(bytes, at), is_last) : PNEU_I_NO_DELIMITER;
        if (found == PNEU_I_MAY_BE_DELIMITER)
            break;
        if (found == PNEU_I_IS_DELIMITER)
            status = PNEU_ERR_BOUNDARY;
        else if (!is_allowed(watch, (unsigned char)bytes.ptr[at]))
            status = PNEU_ERR_LATE_8BIT;
        else
            at++;
    }
    *passed = at;
    return status == PNEU_OK && is_last && watch->is_after_cr ? PNEU_ERR_LATE_8BIT : status;
}
