/* What filters note of a message, told as warnings. */
#ifndef PNEU_CLI_NOTES_H
#define PNEU_CLI_NOTES_H

#include "cli/cli.h"
#include "pneu/note.h"

/* "warning: part 1, at 100: FIELD TEXT"; `text` says what became of the field, or of the part. */
void notes_tell(struct cli *cli, const char *name, const pneu_note *note, const char *text);

#endif
