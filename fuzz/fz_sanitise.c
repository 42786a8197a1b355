/*
 * Any bytes sanitised at both levels: refused before a byte is written, or passed as they are, or 7-bit without a
 * defect of the level but inherent ones, with the same parts, in the plain profile at the level "all", and the same
 * again when sanitised again; however input and output are cut. With what other readings show the same holds, and
 * nothing of that is lost. Byte 0: bit 0 = not forced, bits 1 to 7 = how they are cut.
 */
#include "support/mail_mutator.h"
#include "support/must.h"
#include "support/sanitise_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
MAIL_MUTATOR(0)

static void check_cuts(const char *bytes, size_t len, sanitise_how how, unsigned choice)
{
    text whole = {NULL, 0, 0}, cut = {NULL, 0, 0};
    pneu_sanitise_summary summary;
    pneu_status status = sanitise_run(bytes, len, &how, &whole, &summary);
    how.cuts = usual_chunkings[choice % usual_chunking_count];
    how.room = 1 + choice;
    MUST(sanitise_run(bytes, len, &how, &cut, &summary) == status);
    MUST(text_is_same("cut", &whole, &cut));
    text_free(&whole);
    text_free(&cut);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    sanitise_how how = {.cuts = WHOLE, .room = 4096};
    how.flags = (data[0] & 1) != 0 ? 0 : PNEU_SANITISE_FORCE;
    for (how.level = PNEU_SANITISE_AMBIGUOUS; how.level <= PNEU_SANITISE_ALL; how.level++) {
        const char *fault = sanitise_fault((const char *)data, size, &how);
        if (fault == NULL)
            fault = sanitise_union_fault((const char *)data, size, &how);
        if (fault != NULL)
            (void)fprintf(stderr, "level %d: %s\n", (int)how.level, fault);
        MUST(fault == NULL);
        check_cuts((const char *)data, size, how, data[0] >> 1);
    }
    return 0;
}
