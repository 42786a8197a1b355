/* pneu lf: line ends as they are in files. */
#include "cli/line_ends.h"
#include "cli/verb.h"
#include "pneu/codec.h"

static void run(struct cli *cli, const struct arguments *arguments)
{
    line_ends_run(cli, arguments, PNEU_CODEC_TO_LF);
}

const struct verb verb_lf = {
    .name = "lf",
    .summary = "end all lines with LF",
    .usage = "[OPTION]... [FILE]...",
    .about = "Writes each message with LF at the end of every line, as files on Unix have it: CRLF becomes LF. A CR\n"
             "without LF stays, with a warning. All bytes are text here, bodies declared binary too. It streams, in\n"
             "constant memory.",
    .options = line_ends_options,
    .exits = "  0 all is well; 2 usage; 3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu lf <mail.eml | grep -c '^Received:'",
    .run = run,
};
