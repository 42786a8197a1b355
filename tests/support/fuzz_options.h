/* Options of the parser from the first bytes of a fuzzed input: a reading and small limits, so that all are reached. */
#ifndef TESTS_SUPPORT_FUZZ_OPTIONS_H
#define TESTS_SUPPORT_FUZZ_OPTIONS_H

#include "pneu/base.h"

#define FUZZ_OPTION_BYTES ((size_t)2)

/* New options. Byte 0: a reading's index and the value it gets; byte 1: which limits are small. Printable first bytes of
 * ordinary mail give the primary reading and usual limits, so that plain messages are seeds. */
pneu_options *fuzz_options(const uint8_t *bytes);

#endif
