/* pneu crlf: line ends as they are on the wire. */
#include "cli/line_ends.h"
#include "cli/verb.h"
#include "pneu/codec.h"

static void run(struct cli *cli, const struct arguments *arguments)
{
    line_ends_run(cli, arguments, PNEU_CODEC_TO_CRLF);
}

const struct verb verb_crlf = {
    .name = "crlf",
    .summary = "end all lines with CRLF",
    .usage = "[OPTION]... [FILE]...",
    .about = "Writes each message with CRLF at the end of every line, as mail has it on the wire (RFC 5322 section\n"
             "2.3): an LF without CR gets one. A CR without LF is no line end in mail: it stays, with a warning. All\n"
             "bytes are text here, bodies declared binary too. It streams, in constant memory.",
    .options = line_ends_options,
    .exits = "  0 all is well; 2 usage; 3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu crlf <mail.eml | pneu dot stuff",
    .run = run,
};
