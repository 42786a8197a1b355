/* File names that do harm where they are used as they are. */
#ifndef PNEU_SYNTAX_FILENAME_CHECK_H
#define PNEU_SYNTAX_FILENAME_CHECK_H

#include "base/str.h"

typedef struct pneu_i_name_fault {
    int32_t code; /* PNEU_DEFECT_SEC_FILENAME_UNSAFE or PNEU_DEFECT_SEC_INVISIBLE_CHAR */
    int32_t detail;
    int32_t severity;
    int is_end; /* the fault is only how the name begins or ends */
} pneu_i_name_fault;

/* What is wrong with a decoded file name (UTF-8): gives the faults one by one, for `turn` 0, 1, ...; 0 where there is no
 * further one. */
int pneu_i_filename_fault(pneu_str name, unsigned turn, pneu_i_name_fault *out);

/* 1 if this is the name of a device of Windows, whatever its extension. */
int pneu_i_filename_is_device(pneu_str name);

#endif
