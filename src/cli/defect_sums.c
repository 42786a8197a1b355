/*
 * Defects counted over many messages. In: checked messages. Out: a table for people.
 */
#include "cli/defect_sums.h"

#include <string.h>

#include "cli/color.h"
#include "pneu/check.h"

enum {
    NUMBER_WIDTH = 8,
    SEVERITY_WIDTH = 11
};

void defect_sums_add(struct defect_sums *sums, const pneu_message *message, int is_refused)
{
    sums->files++;
    sums->refused += is_refused != 0;
    sums->conforming += pneu_message_is_conforming(message) != 0;
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        struct defect_sum *sum = &sums->codes[code];
        uint64_t found = pneu_message_defect_count(message, code);
        int32_t severity = pneu_message_defect_severity(message, code);

        if (found == 0)
            continue;
        sum->files++;
        sum->finds += found;
        sum->severity = severity > sum->severity ? severity : sum->severity;
    }
}

void defect_sums_join(struct defect_sums *sums, const struct defect_sums *more)
{
    sums->files += more->files;
    sums->refused += more->refused;
    sums->conforming += more->conforming;
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        struct defect_sum *sum = &sums->codes[code];
        const struct defect_sum *other = &more->codes[code];

        sum->files += other->files;
        sum->finds += other->finds;
        sum->severity = other->severity > sum->severity ? other->severity : sum->severity;
    }
}

static void write_code(struct output *out, const struct defect_sum *sum, int32_t code, int is_color)
{
    const char *severity = pneu_severity_name(sum->severity);

    output_aligned(out, sum->files, NUMBER_WIDTH);
    output_char(out, ' ');
    output_aligned(out, sum->finds, NUMBER_WIDTH);
    output_text(out, "  ");
    color_set(out, is_color, COLOR_INFO + sum->severity);
    output_text(out, severity);
    color_set(out, is_color, COLOR_PLAIN);
    output_repeat(out, ' ', SEVERITY_WIDTH - strlen(severity));
    output_text(out, pneu_defect_name(code));
    output_char(out, '\n');
}

void defect_sums_write(struct output *out, const struct defect_sums *sums, int32_t show, int is_color)
{
    output_text(out, "   files    finds  severity   code\n");
    for (int32_t severity = PNEU_SEVERITY_ATTACK; severity >= show; severity--)
        for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
            if (sums->codes[code].files > 0 && sums->codes[code].severity == severity)
                write_code(out, &sums->codes[code], code, is_color);
    output_number(out, sums->files);
    output_text(out, sums->files == 1 ? " file: " : " files: ");
    output_number(out, sums->refused);
    output_text(out, " refused, ");
    output_number(out, sums->conforming);
    output_text(out, " strictly conforming\n");
}
