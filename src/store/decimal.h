/* A number as decimal digits. */
#ifndef PNEU_STORE_DECIMAL_H
#define PNEU_STORE_DECIMAL_H

#include "base/str.h"

#define PNEU_I_DECIMAL_MAX 20 /* digits of the greatest number */

/* The digits, at the end of the room. */
static inline pneu_str pneu_i_decimal(uint64_t number, char room[PNEU_I_DECIMAL_MAX])
{
    size_t first = PNEU_I_DECIMAL_MAX;
    do {
        room[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return pneu_i_str_of(room + first, PNEU_I_DECIMAL_MAX - first);
}

#endif
