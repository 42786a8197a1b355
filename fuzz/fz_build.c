/*
 * The bytes are a script of calls to the builder (tests/support/build_script.h). What comes out is read back as it
 * was set, has no defect of the builder's making, and is the same however it is read.
 */
#include "support/build_script.h"
#include "support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    build_script whole, pieces;
    pneu_str bytes = {(const char *)data, size};
    build_script_run(&whole, bytes, 4096, NULL);
    build_script_run(&pieces, bytes, size % 61 + 1, NULL);
    MUST(whole.status == pieces.status);
    if (whole.status == PNEU_DONE) {
        MUST(text_is_same("in pieces", &whole.message, &pieces.message));
        build_script_check(&whole);
    }
    build_script_free(&whole);
    build_script_free(&pieces);
    return 0;
}
