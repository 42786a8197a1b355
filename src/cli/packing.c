/*
 * Output as gzip (-z). In: what an output would write. Out: the same, compressed, to its descriptor.
 * Invariant: errors are kept in the output, as those of writing are.
 */
#include "cli/packing.h"

#include <errno.h>
#include <stdlib.h>

#include "pneu/gzip.h"

enum {
    OUT_SIZE = 32768
};

struct packing {
    pneu_gzip *gzip;
    char out[OUT_SIZE];
};

int packing_begin(struct cli *cli, struct output *out)
{
    struct packing *packing;
    pneu_status status;

    if (!pneu_gzip_is_available()) {
        cli_complain(cli, CLI_USAGE, NULL, "this pneu was built without zlib");
        return 0;
    }
    packing = calloc(1, sizeof *packing);
    status = packing ? pneu_gzip_new(0, NULL, &packing->gzip) : PNEU_ERR_MEMORY;
    cli_complain_status(cli, NULL, status);
    if (status != PNEU_OK) {
        free(packing);
        return 0;
    }
    out->packing = packing;
    return 1;
}

static void write_ready(struct output *out)
{
    struct packing *packing = out->packing;
    pneu_status status;
    size_t len;

    while ((status = pneu_gzip_read(packing->gzip, packing->out, OUT_SIZE, &len)) == PNEU_OK)
        output_write(out, packing->out, len);
    if (status < 0 && out->error == 0)
        out->error = ENOMEM;
}

void packing_write(struct output *out, const char *bytes, size_t len)
{
    if (len > 0 && out->error == 0 && pneu_gzip_push(out->packing->gzip, bytes, len) == PNEU_OK)
        write_ready(out);
}

void packing_end(struct output *out)
{
    if (out->error == 0 && pneu_gzip_finish(out->packing->gzip) == PNEU_OK)
        write_ready(out);
    pneu_gzip_free(out->packing->gzip);
    free(out->packing);
    out->packing = NULL;
}
