/*
 * A part by IMAP's section number (RFC 9051 section 6.4.5), or by its index in document order, which every part has.
 * In: words of the command line and a message. Out: a part's number.
 */
#include "cli/part_choice.h"

#include <stdio.h>
#include <string.h>

#include "cli/input.h"

int part_choice_by_index(struct cli *cli, const char *text, struct part_choice *choice)
{
    choice->section = NULL;
    if (arguments_number(text, PNEU_NO_PART - 1, &choice->index))
        return 1;
    cli_complain(cli, CLI_USAGE, NULL, "--index takes a number, not '%s'", text);
    return 0;
}

int part_choice_by_operands(struct cli *cli, const struct arguments *arguments, const char *index,
                            struct part_choice *choice)
{
    size_t before = index ? 0 : 1;

    if (index && !part_choice_by_index(cli, index, choice))
        return 0;
    if (arguments->operand_count < before || arguments->operand_count > before + 1) {
        cli_complain(cli, CLI_USAGE, NULL,
                     index ? "with --index only one file can be named"
                           : "a section, and at most one file, must be named");
        cli_point_to_help(cli);
        return 0;
    }
    choice->section = index ? NULL : arguments->operands[0];
    choice->files = arguments->operands + before;
    choice->file_count = arguments->operand_count - before;
    if (!inputs_are_many(choice->files, choice->file_count))
        return 1;
    cli_complain(cli, CLI_USAGE, choice->files[0], "is a directory, not a message");
    return 0;
}

uint32_t part_choice_find(struct cli *cli, const struct part_choice *choice, const pneu_message *message,
                          const char *name)
{
    uint32_t part;

    if (choice->section) {
        pneu_str section = {choice->section, strlen(choice->section)};

        if (pneu_message_find_section(message, section, &part) == PNEU_OK)
            return part;
        cli_complain(cli, CLI_REPORT, name, "there is no section '%s'", choice->section);
        return PNEU_NO_PART;
    }
    if (choice->index < pneu_message_part_count(message))
        return (uint32_t)choice->index;
    cli_complain(cli, CLI_REPORT, name, "there is no part with index %llu", (unsigned long long)choice->index);
    return PNEU_NO_PART;
}

uint32_t part_choice_header(const pneu_message *message, uint32_t part)
{
    int is_message = pneu_part_kind(message, part) == PNEU_KIND_MESSAGE ||
                     (pneu_part_marks(message, part) & PNEU_ENTITY_ENCODED_MESSAGE) != 0;
    uint32_t child = is_message ? pneu_part_first_child(message, part) : PNEU_NO_PART;

    return child != PNEU_NO_PART ? child : part;
}

pneu_str part_section_text(const pneu_message *message, uint32_t part, char *buffer)
{
    size_t len;
    int32_t has;

    if (pneu_part_section(message, part, buffer, SECTION_CAPACITY, &len, &has) != PNEU_OK || !has)
        return (pneu_str){NULL, 0};
    return (pneu_str){buffer, len};
}

pneu_str part_label(const pneu_message *message, uint32_t part, char *buffer)
{
    pneu_str section = part_section_text(message, part, buffer);

    if (section.ptr)
        return section;
    return (pneu_str){buffer, (size_t)snprintf(buffer, SECTION_CAPACITY, "#%lu", (unsigned long)part)};
}
