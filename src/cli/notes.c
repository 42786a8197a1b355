/*
 * Notes of filters as warnings. In: a note. Out: one line on standard error. The exit code stays.
 */
#include "cli/notes.h"

void notes_tell(struct cli *cli, const char *name, const pneu_note *note, const char *text)
{
    cli_complain(cli, CLI_FINE, name, "warning: part %u, at %llu: %.*s%s%s", (unsigned)note->part,
                 (unsigned long long)note->offset, (int)note->field.len, note->field.ptr,
                 note->field.len > 0 ? " " : "", text);
}
