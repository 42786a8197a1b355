/* The short way through a date as nearly all mail has it. */
#ifndef PNEU_SYNTAX_USUAL_DATE_H
#define PNEU_SYNTAX_USUAL_DATE_H

#include "pneu/date.h"

/* Reads the value if it is "Sat, 21 Nov 2026 09:05:00 +0100", with one space at each gap and perhaps a plain comment at
 * its end, and everything in it is right: 1 if it did, with the same result as the long way has, which reports nothing
 * there. */
int pneu_i_usual_date_read(pneu_str value, pneu_date *out);

/* The long way. */
pneu_status pneu_i_any_date_read(pneu_str value, int32_t mode, const pneu_defect_sink *sink, pneu_date *out);

#endif
