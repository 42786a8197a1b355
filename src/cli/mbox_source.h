/* An input as an mbox, message by message. */
#ifndef PNEU_CLI_MBOX_SOURCE_H
#define PNEU_CLI_MBOX_SOURCE_H

#include "cli/arguments.h"
#include "cli/input.h"
#include "pneu/mbox.h"

/* Called for each event but questions, which are answered. */
typedef void (*mbox_use)(void *state, const pneu_mbox_event *event);

struct mbox_source {
    pneu_mbox_splitter *splitter;
    int32_t variant;
    char *block;
};

/* 0 without memory, which has been told. mbox_source_free in any case. */
int mbox_source_init(struct cli *cli, struct mbox_source *source, int32_t variant);
void mbox_source_free(struct mbox_source *source);

/* Splits the input. 1 at its end; 0 on an error, which has been told, or once the output has failed. */
int mbox_source_run(struct cli *cli, struct mbox_source *source, struct input *input, mbox_use use, void *state);

/* The variant of this name (NULL: mboxrd), or -1, which has been told. */
int32_t mbox_variant_by_name(struct cli *cli, const char *name);

#endif
