/*
 * Operands that are names of header fields, as `pneu fields` and `pneu addresses` have them.
 * In: the operands. Out: whether a field is among them; a word of help to those who named a file there.
 */
#include "cli/field_names.h"

#include <string.h>
#include <sys/stat.h>

static unsigned char lower(char c)
{
    unsigned char byte = (unsigned char)c;

    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte + 32) : byte;
}

static int is_name(pneu_str name, const char *wanted)
{
    if (strlen(wanted) != name.len)
        return 0;
    for (size_t i = 0; i < name.len; i++)
        if (lower(name.ptr[i]) != lower(wanted[i]))
            return 0;
    return 1;
}

int field_names_has(const struct arguments *arguments, pneu_str name)
{
    for (size_t i = 0; i < arguments->operand_count; i++)
        if (is_name(name, arguments->operands[i]))
            return 1;
    return arguments->operand_count == 0;
}

void field_names_point_to_file(struct cli *cli, const struct arguments *arguments, int *has_pointed)
{
    struct stat status;

    for (size_t i = 0; i < arguments->operand_count && !*has_pointed; i++) {
        *has_pointed = stat(arguments->operands[i], &status) == 0;
        if (*has_pointed)
            cli_complain(cli, CLI_REPORT, NULL, "'%s' was looked for as a field; a file is given with --file",
                         arguments->operands[i]);
    }
}
