/* An input as an mbox, message by message. */
#ifndef PNEU_CLI_MBOX_SOURCE_H
#define PNEU_CLI_MBOX_SOURCE_H

#include "cli/arguments.h"
#include "cli/message_input.h"
#include "pneu/mbox.h"

/* Called for each event but questions, which are answered. */
typedef void (*mbox_use)(void *state, const pneu_mbox_event *event);

struct mbox_source {
    pneu_mbox_splitter *splitter;
    int32_t variant;
    char *block;
    int is_cut; /* the input could not be read to its end */
};

/* 0 without memory, which has been told. mbox_source_free in any case. */
int mbox_source_init(struct cli *cli, struct mbox_source *source, int32_t variant);
void mbox_source_free(struct mbox_source *source);

/* Splits the input. 1 at its end; 0 on an error, which has been told, or once the output has failed: then the last
 * message has no PNEU_MBOX_END. */
int mbox_source_run(struct cli *cli, struct mbox_source *source, struct input *input, mbox_use use, void *state);

/* The beginning of a message, for its header: up to MBOX_HEAD_MAX bytes of it. */
#define MBOX_HEAD_MAX ((size_t)262144)

struct mbox_head {
    struct message_input from;
};

void mbox_head_clear(struct mbox_head *head);

/* 0 without memory, which has been told. */
int mbox_head_add(struct cli *cli, struct mbox_head *head, pneu_str bytes);

/* NULL without memory, which has been told; else valid until the next call. */
pneu_message *mbox_head_parse(struct cli *cli, struct mbox_head *head, const char *name);
void mbox_head_free(struct mbox_head *head);

/* The variant of this name (NULL: mboxrd), or -1, which has been told. */
int32_t mbox_variant_by_name(struct cli *cli, const char *name);

#endif
