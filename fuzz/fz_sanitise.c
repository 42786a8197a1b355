/*
 * Any bytes sanitised: refused before a byte is written, or passed as they are, or 7-bit without a defect of the level but
 * inherent ones, and the same again when sanitised again. Byte 0: bit 0 = not forced; how input and output are cut.
 */
#include "support/must.h"
#include "support/sanitise_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    sanitise_how how = {.level = PNEU_SANITISE_AMBIGUOUS, .cuts = WHOLE, .room = 4096};
    how.flags = (data[0] & 1) != 0 ? 0 : PNEU_SANITISE_FORCE;
    const char *fault = sanitise_fault((const char *)data, size, &how);
    if (fault != NULL)
        (void)fprintf(stderr, "%s\n", fault);
    MUST(fault == NULL);
    return 0;
}
