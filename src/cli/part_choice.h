/* Which part of a message is meant, by section number or index. */
#ifndef PNEU_CLI_PART_CHOICE_H
#define PNEU_CLI_PART_CHOICE_H

#include "cli/arguments.h"
#include "pneu/tree.h"

struct part_choice {
    const char *section; /* NULL where the index counts */
    uint64_t index;
    const char *const *files; /* with part_choice_by_operands: the message's file, or none */
    size_t file_count;
};

/* By index: the text of --index. 0 if it is no number, which has been told. */
int part_choice_by_index(struct cli *cli, const char *text, struct part_choice *choice);

/* By operands: SECTION and at most one file; the file alone if `index` (the text of --index, or NULL) is given. 0 if they
 * make no sense, which has been told. */
int part_choice_by_operands(struct cli *cli, const struct arguments *arguments, const char *index,
                            struct part_choice *choice);

/* The part, or PNEU_NO_PART if there is none, which has been told with exit code 1. */
uint32_t part_choice_find(struct cli *cli, const struct part_choice *choice, const pneu_message *message,
                          const char *name);

/* The part whose header IMAP's HEADER means: of a message part the message in it, otherwise the part itself. */
uint32_t part_choice_header(const pneu_message *message, uint32_t part);

/* Room for a section number at the deepest nesting of a policy; see pneu_part_section. */
enum {
    SECTION_CAPACITY = 4096
};

/* The part's section number into `buffer` of SECTION_CAPACITY bytes; {NULL, 0} where there is none. */
pneu_str part_section_text(const pneu_message *message, uint32_t part, char *buffer);

/* The same for people: "#5", the index, where there is no section. */
pneu_str part_label(const pneu_message *message, uint32_t part, char *buffer);

#endif
