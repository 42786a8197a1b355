/*
 * Pages on defects, from the library's table (pneu_defect_about). In: the name of a code or detail. Out: text for
 * people. Of a name that is none, those within a few changes of a letter are offered.
 */
#include "cli/defect_page.h"

#include <stdio.h>
#include <string.h>

#include "cli/color.h"
#include "cli/paragraph.h"
#include "cli/wording.h"
#include "pneu/defect.h"

enum {
    INDENT = 2,
    SEVERITY_WIDTH = 11,
    NAME_WIDTH = 26,
    LONGEST_NAME = 63, /* longer ones are like none */
    MOST_CHANGES = 3,
    MOST_OFFERED = 4
};

static void write_colored(struct cli *cli, int is_color, int color, const char *text)
{
    color_set(&cli->out, is_color, color);
    output_text(&cli->out, text);
    color_set(&cli->out, is_color, COLOR_PLAIN);
}

static void write_padded(struct cli *cli, const char *text, size_t width)
{
    output_text(&cli->out, text);
    output_repeat(&cli->out, ' ', strlen(text) < width ? width - strlen(text) : 1);
}

/* ---- One page --------------------------------------------------------------------------------------------------- */

static void write_kind(struct cli *cli, int32_t code, int is_color)
{
    const char *mark, *standard = pneu_defect_about(code, PNEU_ABOUT_STANDARD);

    output_repeat(&cli->out, ' ', INDENT);
    write_colored(cli, is_color, COLOR_INFO + pneu_defect_severity(code),
                  pneu_severity_name(pneu_defect_severity(code)));
    for (size_t i = 0; (mark = wording_mark((uint32_t)pneu_defect_marks(code), i)) != NULL; i++) {
        output_text(&cli->out, ", ");
        output_text(&cli->out, mark);
    }
    if (standard[0] != '\0') {
        output_text(&cli->out, "; ");
        output_text(&cli->out, standard);
    }
    output_char(&cli->out, '\n');
}

static void write_details(struct cli *cli, int32_t code)
{
    const char *heading = "\n  Details:\n";

    for (int32_t detail = 1; detail < PNEU_DETAIL_COUNT; detail++)
        if (pneu_detail_code(detail) == code) {
            output_text(&cli->out, heading);
            heading = "";
            output_repeat(&cli->out, ' ', 2 * INDENT);
            write_padded(cli, pneu_detail_name(detail), NAME_WIDTH + 4);
            output_text(&cli->out, pneu_detail_title(detail));
            output_char(&cli->out, '\n');
        }
}

static void write_example(struct cli *cli, const char *example)
{
    if (example[0] == '\0')
        return;
    output_text(&cli->out, "\n  Example:\n");
    while (*example != '\0') {
        size_t len = strcspn(example, "\n");

        output_repeat(&cli->out, ' ', 2 * INDENT);
        output_bytes(&cli->out, example, len);
        output_char(&cli->out, '\n');
        example += len + (example[len] == '\n');
    }
}

static void write_page(struct cli *cli, int32_t code, int is_color)
{
    write_colored(cli, is_color, COLOR_STRONG, pneu_defect_name(code));
    output_text(&cli->out, ": ");
    output_text(&cli->out, pneu_defect_about(code, PNEU_ABOUT_TITLE));
    output_char(&cli->out, '\n');
    write_kind(cli, code, is_color);
    output_char(&cli->out, '\n');
    paragraph_write(&cli->out, "", pneu_defect_about(code, PNEU_ABOUT_TRIGGER), INDENT);
    paragraph_write(&cli->out, "", pneu_defect_about(code, PNEU_ABOUT_OURS), INDENT);
    paragraph_write(&cli->out, "Others:", pneu_defect_about(code, PNEU_ABOUT_OTHERS), INDENT);
    write_details(cli, code);
    write_example(cli, pneu_defect_about(code, PNEU_ABOUT_EXAMPLE));
}

/* ---- All of them ------------------------------------------------------------------------------------------------ */

static void write_list(struct cli *cli, int is_color)
{
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        const char *severity = pneu_severity_name(pneu_defect_severity(code));

        write_colored(cli, is_color, COLOR_INFO + pneu_defect_severity(code), severity);
        output_repeat(&cli->out, ' ', SEVERITY_WIDTH - strlen(severity));
        write_padded(cli, pneu_defect_name(code), NAME_WIDTH);
        output_text(&cli->out, pneu_defect_about(code, PNEU_ABOUT_TITLE));
        output_char(&cli->out, '\n');
    }
}

static void write_all(struct cli *cli, int is_color)
{
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        if (code > 1)
            output_char(&cli->out, '\n');
        write_page(cli, code, is_color);
    }
}

/* ---- Names ------------------------------------------------------------------------------------------------------ */

/* The names of codes, then of details; NULL past the last one. */
static const char *name_at(int32_t index)
{
    if (index < PNEU_DEFECT_COUNT - 1)
        return pneu_defect_name(index + 1);
    index -= PNEU_DEFECT_COUNT - 2;
    return index < PNEU_DETAIL_COUNT ? pneu_detail_name(index) : NULL;
}

static int32_t code_of(const char *name)
{
    int32_t code = pneu_defect_by_name((pneu_str){name, strlen(name)});

    for (int32_t detail = 1; code == PNEU_DEFECT_NONE && detail < PNEU_DETAIL_COUNT; detail++)
        if (strcmp(pneu_detail_name(detail), name) == 0)
            code = pneu_detail_code(detail);
    return code;
}

/* How many letters must be put in, taken out or changed to make one name of the other (Levenshtein). */
static size_t changes_between(const char *name, const char *other)
{
    size_t row[LONGEST_NAME + 1], len = strlen(other);

    for (size_t i = 0; i <= len; i++)
        row[i] = i;
    for (size_t at = 0; name[at] != '\0'; at++) {
        size_t diagonal = row[0];

        row[0] = at + 1;
        for (size_t i = 1; i <= len; i++) {
            size_t best = diagonal + (name[at] != other[i - 1]);

            diagonal = row[i];
            best = row[i] + 1 < best ? row[i] + 1 : best;
            row[i] = row[i - 1] + 1 < best ? row[i - 1] + 1 : best;
        }
    }
    return row[len];
}

static int is_like(const char *name, const char *other)
{
    return strlen(name) > MOST_CHANGES && strlen(name) <= LONGEST_NAME &&
           (strstr(other, name) || changes_between(name, other) <= MOST_CHANGES);
}

static void tell_unknown(struct cli *cli, const char *name)
{
    char near[MOST_OFFERED * (LONGEST_NAME + 2) + 1];
    const char *other;
    size_t offered = 0, used = 0;

    for (int32_t i = 0; (other = name_at(i)) != NULL && offered < MOST_OFFERED; i++)
        if (is_like(name, other))
            used += (size_t)snprintf(near + used, sizeof near - used, "%s%s", offered++ > 0 ? ", " : "", other);
    cli_complain(cli, CLI_USAGE, NULL, "there is no code '%s'; %s%s", name, offered > 0 ? "like it are: " : "",
                 offered > 0 ? near : "--explain list names all");
}

void defect_page_write(struct cli *cli, const char *name, int is_color)
{
    int32_t code = code_of(name);

    if (strcmp(name, "list") == 0)
        write_list(cli, is_color);
    else if (strcmp(name, "all") == 0)
        write_all(cli, is_color);
    else if (code != PNEU_DEFECT_NONE)
        write_page(cli, code, is_color);
    else
        tell_unknown(cli, name);
}
