/*
 * pneu crlf: LF without CR becomes CRLF, all other bytes stay as they are.
 * In: messages, or any bytes. Out: the same. Memory is constant.
 */
#include "cli/line_ends.h"
#include "cli/verb.h"
#include "pneu/codec.h"

static void run(struct cli *cli, const struct arguments *arguments)
{
    line_ends_run(cli, arguments, PNEU_CODEC_TO_CRLF);
}

const struct verb verb_crlf = {
    .name = "crlf",
    .summary = "write line ends as CRLF",
    .usage = "[OPTION]... [FILE]...",
    .about =
        "Writes every file with other line ends: LF without CR becomes CRLF. A CR alone stays unless --fix-cr is\n"
        "given, and so do all other bytes, NUL among them. Bodies in base64 and the like are not decoded: their lines\n"
        "are lines. It streams, in constant memory.",
    .options = line_ends_options,
    .exits = "  0 all is well; 2 usage; 3 a file cannot be read, output cannot be written, no memory.",
    .example = "  pneu crlf mail.eml | pneu dot stuff",
    .run = run,
};
