/* File names that do harm where they are used as they are. */
#ifndef PNEU_SYNTAX_FILENAME_CHECK_H
#define PNEU_SYNTAX_FILENAME_CHECK_H

#include "base/str.h"

/*
 * What is wrong with a decoded file name (UTF-8): PNEU_DEFECT_NONE, PNEU_DEFECT_SEC_FILENAME_UNSAFE (a path, a drive or
 * stream, a device, dots at its start, dots or spaces at its end) or PNEU_DEFECT_SEC_INVISIBLE_CHAR; more than one of
 * them comes in turn, for `turn` 0, 1, ... until PNEU_DEFECT_NONE. *detail is a PNEU_DETAIL_... or 0.
 */
int32_t pneu_i_filename_fault(pneu_str name, unsigned turn, int32_t *detail);

/* 1 if this is the name of a device of Windows, whatever its extension. */
int pneu_i_filename_is_device(pneu_str name);

#endif
