/* Lines that go out unencoded, watched: a delimiter of ours among them, bytes that 7bit or 8bit does not allow. */
#ifndef PNEU_EDIT_LINE_WATCH_H
#define PNEU_EDIT_LINE_WATCH_H

#include "base/str.h"

/* What a line that begins with "--" is. */
enum {
    PNEU_I_NO_DELIMITER = 0,
    PNEU_I_IS_DELIMITER,
    PNEU_I_MAY_BE_DELIMITER /* as far as can be seen */
};

/* Says what the text behind "--" is; it may end before its line does. */
typedef int (*pneu_i_delimiter_check)(const void *ctx, pneu_str text);

typedef struct pneu_i_line_watch {
    pneu_i_delimiter_check check;
    const void *ctx;
    int allows_high;
    int is_after_cr;
    size_t column; /* bytes of the line that have gone by */
} pneu_i_line_watch;

/*
 * Looks at the next bytes. *passed: how many may go out. The others, the beginning of a line that may be a delimiter,
 * are to be given again with what follows; none are left if `is_last`. PNEU_OK; or PNEU_ERR_BOUNDARY,
 * PNEU_ERR_LATE_8BIT: what is behind *passed must not go out.
 */
pneu_status pneu_i_line_watch_pass(pneu_i_line_watch *watch, pneu_str bytes, int is_last, size_t *passed);

#endif
