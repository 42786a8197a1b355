/* What pneu sanitize tells of a message. */
#ifndef PNEU_CLI_SANITIZE_REPORT_H
#define PNEU_CLI_SANITIZE_REPORT_H

#include "cli/cli.h"
#include "pneu/sanitise.h"

/* On stderr: why it was refused; how much was cleaned, and what that makes void. */
void sanitize_tell_refusal(struct cli *cli, const pneu_sanitise_plan *plan, const char *name);
void sanitize_tell_summary(struct cli *cli, const pneu_sanitise_plan *plan, const char *name);

/* On stdout: a line for each part that is cleaned; or one object, also of a message that was refused. */
void sanitize_write_list(struct cli *cli, const pneu_sanitise_plan *plan);
void sanitize_write_json(struct cli *cli, const pneu_sanitise_plan *plan, const char *name);

#endif
