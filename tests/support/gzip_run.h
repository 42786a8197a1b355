/* Runs gzip's streams over bytes that are cut in a given way. */
#ifndef TESTS_SUPPORT_GZIP_RUN_H
#define TESTS_SUPPORT_GZIP_RUN_H

#include "pneu/gzip.h"
#include "support/chunks.h"
#include "support/text.h"

/* Adds what comes out to `out`. The last status: PNEU_DONE or an error. */
pneu_status gunzip_run(pneu_gunzip *gunzip, pneu_str in, chunking cut, text *out);
pneu_status gzip_run(pneu_gzip *gzip, pneu_str in, chunking cut, text *out);

#endif
