/*
 * The rules of pneu strip. In: the command line. Out: rules of the library. Kinds of conditions must all hold, of one kind
 * any: so every type with every name is a rule.
 */
#include "cli/strip_rules.h"

#include <stdlib.h>
#include <string.h>

/* "100", "20K", "5M", "1G". */
static int read_size(struct cli *cli, const char *text, uint64_t *size)
{
    static const char units[] = "KMG";
    size_t len = strlen(text);
    const char *unit = len > 0 ? strchr(units, text[len - 1] & ~0x20) : NULL;
    uint64_t factor = 1;
    char digits[32];
    int is_fine;

    if (unit && *unit != '\0') {
        factor = UINT64_C(1) << (10 * (unit - units + 1));
        len--;
    }
    if (len >= sizeof digits)
        len = 0;
    memcpy(digits, text, len);
    digits[len] = '\0';
    is_fine = arguments_number(digits, UINT64_MAX / factor - 1, size);
    *size *= is_fine ? factor : 0;
    if (!is_fine)
        cli_complain(cli, CLI_USAGE, NULL, "'%s' is no size; a number, with K, M or G behind it or not, is one", text);
    return is_fine;
}

static pneu_str pattern_at(const char *const *patterns, size_t count, size_t i)
{
    const char *pattern = count > 0 ? patterns[i] : "";

    return (pneu_str){pattern, strlen(pattern)};
}

static int combine(const struct arguments *arguments, const struct strip_rule_words *words, const pneu_strip_rule *size,
                   struct strip_rules *rules)
{
    size_t type_count, name_count, most = 0, columns = 1;
    const char **types = arguments_values(arguments, words->types, &type_count);
    const char **names = arguments_values(arguments, words->names, &name_count);
    int is_fine = types && names;

    if (is_fine) {
        columns = name_count > 0 ? name_count : 1;
        most = columns * (type_count > 0 ? type_count : 1);
        most = most <= PNEU_STRIP_RULES_MAX ? most : PNEU_STRIP_RULES_MAX + 1; /* which is refused */
        rules->list = calloc(most, sizeof *rules->list);
        is_fine = rules->list != NULL;
    }
    while (is_fine && rules->count < most) {
        pneu_strip_rule *rule = &rules->list[rules->count];

        *rule = *size;
        rule->type = pattern_at(types, type_count, rules->count / columns);
        rule->name = pattern_at(names, name_count, rules->count % columns);
        rules->count++;
    }
    free(types);
    free(names);
    return is_fine;
}

int strip_rules_read(struct cli *cli, const struct arguments *arguments, const struct strip_rule_words *words,
                     struct strip_rules *rules)
{
    pneu_strip_rule size = {.flags = arguments_has(arguments, words->encoded) ? PNEU_STRIP_ENCODED_SIZE : 0};
    const char *larger = arguments_value(arguments, words->larger_than);

    if (!larger && !arguments_has(arguments, words->types) && !arguments_has(arguments, words->names)) {
        cli_complain(cli, CLI_USAGE, NULL, "one of --type, --name and --larger-than must be given");
        cli_point_to_help(cli);
        return 0;
    }
    if (larger && !read_size(cli, larger, &size.larger_than))
        return 0;
    if (combine(arguments, words, &size, rules))
        return 1;
    cli_complain_status(cli, NULL, PNEU_ERR_MEMORY);
    return 0;
}

static int give_rule(struct cli *cli, const pneu_strip_rule *rule, pneu_strip_plan *plan)
{
    static const char *const arguments[] = {"", "type", "name", "size", "list of rules"};
    pneu_strip_fault fault;
    pneu_status status = pneu_strip_plan_add_rule(plan, rule);

    if (status != PNEU_ERR_ARGUMENT) {
        cli_complain_status(cli, NULL, status);
        return status == PNEU_OK;
    }
    pneu_strip_plan_error(plan, &fault);
    cli_complain(cli, CLI_USAGE, NULL, "the %s is not allowed: see byte %llu", arguments[fault.argument],
                 (unsigned long long)fault.offset);
    return 0;
}

int strip_rules_give(struct cli *cli, const struct strip_rules *rules, pneu_strip_plan *plan)
{
    for (size_t i = 0; i < rules->count; i++)
        if (!give_rule(cli, &rules->list[i], plan))
            return 0;
    return 1;
}

void strip_rules_free(struct strip_rules *rules)
{
    free(rules->list);
}
