/* A verb of the command, and the table of them. A new verb is a file cmd_<verb>.c and a line in verb.c. */
#ifndef PNEU_CLI_VERB_H
#define PNEU_CLI_VERB_H

#include "cli/arguments.h"
#include "cli/cli.h"

struct verb {
    const char *name;
    const char *summary;          /* one line */
    const char *usage;            /* what follows "pneu NAME" */
    const char *about;            /* what it does, in a few lines */
    const struct option *options; /* never NULL */
    const char *exits;            /* what each exit code means here */
    const char *example;
    /* Does the work; tells about trouble through cli_complain, and thereby sets the exit code. */
    void (*run)(struct cli *cli, const struct arguments *arguments);
};

extern const struct verb verb_addresses;
extern const struct verb verb_ascii;
extern const struct verb verb_build;
extern const struct verb verb_canon;
extern const struct verb verb_cat;
extern const struct verb verb_check;
extern const struct verb verb_crlf;
extern const struct verb verb_date;
extern const struct verb verb_decode;
extern const struct verb verb_dot;
extern const struct verb verb_edit;
extern const struct verb verb_encode;
extern const struct verb verb_events;
extern const struct verb verb_extract;
extern const struct verb verb_fields;
extern const struct verb verb_fold;
extern const struct verb verb_forward;
extern const struct verb verb_get;
extern const struct verb verb_help;
extern const struct verb verb_lf;
extern const struct verb verb_mbox;
extern const struct verb verb_needs;
extern const struct verb verb_readings;
extern const struct verb verb_reply;
extern const struct verb verb_sanitize;
extern const struct verb verb_show;
extern const struct verb verb_strip;
extern const struct verb verb_text;
extern const struct verb verb_trace;
extern const struct verb verb_tree;
extern const struct verb verb_widen;

/* All verbs in the order of the help; NULL past the last one. */
const struct verb *verb_at(size_t index);

/* The verb of this name, or NULL. */
const struct verb *verb_find(const char *name);

#endif
