/*
 * Command-line words to options and operands, by a verb's table. Long names are taken whole, never abbreviated: a
 * script must not change its meaning when an option is added. In: words, a table. Out: the options in order with their
 * values, the operands in order. An option's value may begin with a dash. Nothing is kept between calls. Not handled:
 * optional values.
 */
#include "cli/arguments.h"

#include <stdlib.h>
#include <string.h>

const struct option arguments_help_option = {OPTION_HELP, 'h', "help", NULL, "show this help"};

struct reader {
    struct cli *cli;
    const struct option *table;
    char **next; /* the word after the one being read */
    struct arguments *arguments;
};

static const struct option *find_by_letter(const struct option *table, char letter)
{
    for (; table->id != 0; table++)
        if (table->letter == letter)
            return table;
    return letter == arguments_help_option.letter ? &arguments_help_option : NULL;
}

static const struct option *find_by_name(const struct option *table, const char *name, size_t len)
{
    for (; table->id != 0; table++)
        if (strlen(table->name) == len && memcmp(table->name, name, len) == 0)
            return table;
    return strlen(arguments_help_option.name) == len && memcmp(arguments_help_option.name, name, len) == 0
               ? &arguments_help_option
               : NULL;
}

/* Notes the option; its value is `value`, or the next word where that is NULL. */
static int take(struct reader *reader, const struct option *option, const char *value)
{
    struct given_option *given = &reader->arguments->options[reader->arguments->option_count++];

    if (option->value && !value) {
        value = *reader->next;
        if (!value) {
            cli_complain(reader->cli, CLI_USAGE, NULL, "option '--%s' needs a value (%s)", option->name, option->value);
            return 0;
        }
        reader->next++;
    }
    given->id = option->id;
    given->value = value;
    return 1;
}

static int read_long(struct reader *reader, const char *word)
{
    size_t len = strcspn(word, "=");
    const char *value = word[len] == '=' ? word + len + 1 : NULL;
    const struct option *option = find_by_name(reader->table, word, len);

    if (!option) {
        cli_complain(reader->cli, CLI_USAGE, NULL, "unknown option '--%.*s'", (int)(len < 200 ? len : 200), word);
        return 0;
    }
    if (value && !option->value) {
        cli_complain(reader->cli, CLI_USAGE, NULL, "option '--%s' takes no value", option->name);
        return 0;
    }
    return take(reader, option, value);
}

static int read_letters(struct reader *reader, const char *letters)
{
    for (; *letters != '\0'; letters++) {
        const struct option *option = find_by_letter(reader->table, *letters);

        if (!option) {
            cli_complain(reader->cli, CLI_USAGE, NULL, "unknown option '-%c'", *letters);
            return 0;
        }
        if (option->value)
            return take(reader, option, letters[1] != '\0' ? letters + 1 : NULL);
        if (!take(reader, option, NULL))
            return 0;
    }
    return 1;
}

/* Every option takes a letter or a word, so there are at most as many as there are bytes. */
static int make_room(struct cli *cli, char **words, struct arguments *arguments)
{
    size_t count = 0, bytes = 0;

    for (; words[count]; count++)
        bytes += strlen(words[count]);
    arguments->options = calloc(bytes + 1, sizeof *arguments->options);
    arguments->operands = calloc(count + 1, sizeof *arguments->operands);
    if (arguments->options && arguments->operands)
        return 1;
    cli_complain_status(cli, NULL, PNEU_ERR_MEMORY);
    return 0;
}

int arguments_parse(struct cli *cli, const struct option *table, char **words, struct arguments *arguments)
{
    struct reader reader = {cli, table, words, arguments};
    int options_may_come = 1;

    *arguments = (struct arguments){0};
    if (!make_room(cli, words, arguments))
        return 0;
    while (*reader.next) {
        const char *word = *reader.next++;

        if (!options_may_come || word[0] != '-' || word[1] == '\0') {
            arguments->operands[arguments->operand_count++] = word;
            continue;
        }
        if (strcmp(word, "--") == 0)
            options_may_come = 0;
        else if (!(word[1] == '-' ? read_long(&reader, word + 2) : read_letters(&reader, word + 1)))
            return 0;
    }
    return 1;
}

void arguments_free(struct arguments *arguments)
{
    free(arguments->options);
    free(arguments->operands);
    *arguments = (struct arguments){0};
}

int arguments_has(const struct arguments *arguments, int id)
{
    for (size_t i = 0; i < arguments->option_count; i++)
        if (arguments->options[i].id == id)
            return 1;
    return 0;
}

const char *arguments_value(const struct arguments *arguments, int id)
{
    for (size_t i = arguments->option_count; i > 0; i--)
        if (arguments->options[i - 1].id == id)
            return arguments->options[i - 1].value;
    return NULL;
}

const char **arguments_values(const struct arguments *arguments, int id, size_t *count)
{
    const char **values = calloc(arguments->option_count + 1, sizeof *values);

    *count = 0;
    for (size_t i = 0; values && i < arguments->option_count; i++)
        if (arguments->options[i].id == id)
            values[(*count)++] = arguments->options[i].value;
    return values;
}

int arguments_number(const char *text, uint64_t most, uint64_t *number)
{
    uint64_t value = 0;

    if (*text == '\0')
        return 0;
    for (; *text != '\0'; text++) {
        unsigned digit = (unsigned)(unsigned char)*text - '0';

        if (digit > 9 || value > (UINT64_MAX - digit) / 10)
            return 0;
        value = value * 10 + digit;
    }
    if (value > most)
        return 0;
    *number = value;
    return 1;
}
