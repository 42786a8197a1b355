/*
 * How the input is cut does not matter (law 2): the trace and the defects of a random cut are those of the whole. Bytes 0
 * and 1: options (see support/fuzz_options.h); the last three bytes: which kernels, and how it is cut. All of them are
 * input too. And the fast ways through ordinary mail find what a look at every byte finds.
 */
#include <stdlib.h>

#include "support/careful_scan.h"
#include "support/event_trace.h"
#include "support/fuzz_options.h"
#include "support/mail_mutator.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(2)

/* 0 to 63: that many bytes and one; 64 to 127: one cut there; above: random sizes. */
static chunking cut_as_told(const uint8_t *tail, size_t size)
{
    if (tail[0] < 64)
        return (chunking){0, (size_t)tail[0] + 1, 0};
    if (tail[0] < 128)
        return CUT_AT(((size_t)(tail[0] & 63) << 8 | tail[1]) % size);
    return (chunking){0, (size_t)tail[0] - 127, (uint32_t)tail[1] + 1};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static event_trace whole, pieces;
    pneu_parser *parser;
    if (size < FUZZ_OPTION_BYTES + 3)
        return 0;
    pneu_options *options = fuzz_options(data);
    MUST(pneu_options_set(options, PNEU_OPTION_CPU_LEVEL, PNEU_CPU_512 - data[size - 3] % PNEU_CPU_512) == PNEU_OK);
    MUST(pneu_parser_new(options, NULL, &parser) == PNEU_OK);
    pneu_options_free(options);
    MUST(event_trace_parse(&whole, parser, (const char *)data, size, WHOLE) == PNEU_OK);
    pneu_parser_reset(parser);
    MUST(event_trace_parse(&pieces, parser, (const char *)data, size, cut_as_told(data + size - 2, size)) == PNEU_OK);
    MUST(whole.violation == NULL && pieces.violation == NULL);
    MUST(event_trace_is_same("cut", &whole, &pieces));
    pneu_parser_reset(parser);
    careful_scan_use(parser);
    MUST(event_trace_parse(&pieces, parser, (const char *)data, size, WHOLE) == PNEU_OK);
    MUST(event_trace_is_same("careful", &whole, &pieces));
    pneu_parser_free(parser);
    return 0;
}
