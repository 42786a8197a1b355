/* The files that a message is made of: in memory, or open. */
#ifndef PNEU_CLI_DRAFT_FILE_H
#define PNEU_CLI_DRAFT_FILE_H

#include "cli/draft.h"

void draft_file_free_all(struct draft_file *files);

/* 1 if reading one of them failed, which has been told. */
int draft_file_has_failed(const struct draft_file *files);

#endif
