/* The three things that pneu mbox does. */
#ifndef PNEU_CLI_MBOX_VERBS_H
#define PNEU_CLI_MBOX_VERBS_H

#include "cli/arguments.h"
#include "cli/mbox_source.h"

/* What the options say. */
struct mbox_options {
    int32_t variant;
    const char *directory; /* split; NULL if none is given */
    int is_maildir;
    int is_json; /* list */
    int to_lf;   /* join */
    int is_gzip;
    const char *const *files;
    size_t file_count;
};

void mbox_split_run(struct cli *cli, const struct mbox_options *options);
void mbox_list_run(struct cli *cli, const struct mbox_options *options);
void mbox_join_run(struct cli *cli, const struct mbox_options *options);

#endif
