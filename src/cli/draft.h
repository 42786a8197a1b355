/* A message in the making, as build, reply and forward have it: its builder, the files it is made of, its options. */
#ifndef PNEU_CLI_DRAFT_H
#define PNEU_CLI_DRAFT_H

#include "cli/arguments.h"
#include "cli/input.h"
#include "pneu/build.h"

/* Options that all three have; a verb's own ids stay below. */
enum {
    DRAFT_FROM = 100,
    DRAFT_TO,
    DRAFT_CC,
    DRAFT_BCC,
    DRAFT_REPLY_TO,
    DRAFT_SUBJECT,
    DRAFT_HEADER,
    DRAFT_DATE,
    DRAFT_MESSAGE_ID,
    DRAFT_HOST,
    DRAFT_ATTACH,
    DRAFT_TYPE,
    DRAFT_NAME,
    DRAFT_TEXT,
    DRAFT_8BIT,
    DRAFT_UTF8,
    DRAFT_LF
};

/* Rows of a verb's table. */
#define DRAFT_ADDRESS_OPTIONS                                                                                          \
    {DRAFT_FROM, 'f', "from", "ADDRESS", "who writes: 'Ann Lee <ann@x.example>'"},                                     \
        {DRAFT_TO, 't', "to", "ADDRESS", "to whom; several with commas, or the option again"},                         \
        {DRAFT_CC, 'c', "cc", "ADDRESS", "who gets a copy"},                                                           \
        {DRAFT_BCC, '\0', "bcc", "ADDRESS", "who gets a blind copy"},                                                  \
    {                                                                                                                  \
        DRAFT_REPLY_TO, '\0', "reply-to", "ADDRESS", "to whom answers go"                                              \
    }

#define DRAFT_FIELD_OPTIONS                                                                                            \
    {DRAFT_SUBJECT, 's', "subject", "TEXT", "the subject"},                                                            \
        {DRAFT_HEADER, 'H', "header", "FIELD", "another field: 'Name: value'"},                                        \
        {DRAFT_DATE, 'd', "date", "DATE", "the date; now, unless it is given"},                                        \
        {DRAFT_MESSAGE_ID, 'm', "message-id", "ID", "the identifier; a new one, unless it is given"},                  \
    {                                                                                                                  \
        DRAFT_HOST, '\0', "host", "NAME", "the host name in a new identifier; that of this machine"                    \
    }

#define DRAFT_OUTPUT_OPTIONS                                                                                           \
    {DRAFT_8BIT, '8', "8bit", NULL, "let messages in the message be 8-bit"},                                           \
        {DRAFT_UTF8, 'u', "utf8", NULL, "write UTF-8 as it is in the header, for SMTPUTF8 (RFC 6532)"},                \
    {                                                                                                                  \
        DRAFT_LF, 'l', "lf", NULL, "end lines with LF, as sendmail wants them"                                         \
    }

struct draft_file; /* kept open or in memory until the message is written */

struct draft {
    struct cli *cli;
    const struct arguments *arguments;
    pneu_builder *builder;
    pneu_arena *arena;
    struct draft_file *files;
    int stdin_is_used;
    int lacks_random; /* what the system has was wanted, and could not be had: this was told */
};

/* A builder with random bytes of the system. 0 on an error, which has been told. draft_free in any case. */
int draft_start(struct cli *cli, struct draft *draft, const struct arguments *arguments);
void draft_free(struct draft *draft);

/* 1 if the status is none of an error; else it is told: "WHAT: not allowed", exit code 1. */
int draft_takes(struct draft *draft, pneu_status status, const char *what);

/* Adds a field by its name, from a value as people write it. 0 if it is refused, which has been told. */
int draft_add_field(struct draft *draft, pneu_str name, pneu_str value);

/* Adds what the options say: addresses, subject, other fields, and date and identifier, which always come. A field
 * that is there is replaced. */
int draft_add_options(struct draft *draft);

/* A file's bytes, or those of standard input for "-", until draft_free. */
int draft_read_file(struct draft *draft, const char *path, pneu_str *bytes);

/* A leaf of a file. Its type is guessed from the name unless one is given (NULL: none is); text is read into memory,
 * everything else when it is written. `name` is what the attachment is called; NULL: as the file, "": nothing. */
int draft_read_leaf(struct draft *draft, const char *path, const char *type, const char *name, pneu_leaf *leaf);

/* The mailboxes of all values of an option, in the arena. 0 if one is none, which has been told. */
int draft_addresses(struct draft *draft, int option, pneu_address_list *list);

/* Writes the message. */
void draft_write(struct draft *draft);

#endif
