/* The tables of the single-byte charsets. */
#ifndef PNEU_CHARSET_SINGLE_BYTE_TABLES_H
#define PNEU_CHARSET_SINGLE_BYTE_TABLES_H

#include "charset/charset.h"

#define PNEU_I_SINGLE_BYTE_COUNT 32

extern const uint16_t pneu_i_single_byte_tables[PNEU_I_SINGLE_BYTE_COUNT][128];

#endif
