/*
 * What a check found, told as compilers do: place, severity, code, the line, what we make of it, and what others do.
 * In: a checked message. Out: lines for people. What is said of a code is said once a file.
 * Nothing from the message reaches the terminal but through display.h.
 * Not handled: programs (they read --json).
 */
#include "cli/diagnostics.h"

#include "cli/color.h"
#include "cli/defect_places.h"
#include "cli/display.h"
#include "cli/excerpt.h"
#include "cli/paragraph.h"
#include "cli/part_choice.h"
#include "cli/wording.h"
#include "pneu/check.h"

enum {
    INDENT = 8 /* as the text of a line is, behind its number */
};

struct report {
    struct output *out;
    const pneu_message *message;
    const char *file;
    const struct diagnostics_look *look;
    uint64_t told[PNEU_DEFECT_COUNT]; /* finds of each code that were shown */
};

static void write_colored(struct report *report, int color, const char *text)
{
    color_set(report->out, report->look->is_color, color);
    output_text(report->out, text);
    color_set(report->out, report->look->is_color, COLOR_PLAIN);
}

/* "mail.eml:7:1: "; of a message that was decoded "mail.eml (part 2, decoded):7:1: ". */
static void write_place(struct report *report, const struct placed_defect *placed)
{
    char buffer[SECTION_CAPACITY];
    struct output *out = report->out;

    color_set(out, report->look->is_color, COLOR_STRONG);
    display_words(out, report->file, report->look->display);
    if (placed->defect->space != 0) {
        output_text(out, " (part ");
        output_str(out, part_label(report->message, pneu_space_part(report->message, placed->defect->space), buffer));
        output_text(out, ", decoded)");
    }
    output_char(out, ':');
    output_number(out, placed->place.line);
    output_char(out, ':');
    output_number(out, placed->place.column);
    output_text(out, ": ");
    color_set(out, report->look->is_color, COLOR_PLAIN);
}

static void write_headline(struct report *report, const struct placed_defect *placed)
{
    const pneu_defect *defect = placed->defect;

    write_place(report, placed);
    write_colored(report, COLOR_INFO + defect->severity, pneu_severity_name(defect->severity));
    output_text(report->out, ": ");
    write_colored(report, COLOR_STRONG, pneu_defect_name(defect->code));
    output_text(report->out, ": ");
    output_text(report->out, wording_title(defect));
    if (defect->detail != PNEU_DETAIL_NONE) {
        output_text(report->out, " [");
        output_text(report->out, pneu_detail_name(defect->detail));
        output_char(report->out, ']');
    }
    output_char(report->out, '\n');
}

static void write_reasons(struct report *report, int32_t code)
{
    paragraph_write(report->out, "", pneu_defect_about(code, PNEU_ABOUT_OURS), INDENT);
    paragraph_write(report->out, "Others:", pneu_defect_about(code, PNEU_ABOUT_OTHERS), INDENT);
}

static void write_diagnostic(struct report *report, const struct placed_defect *placed)
{
    const pneu_defect *defect = placed->defect;
    const struct excerpt_look look = {report->look->is_color, COLOR_INFO + defect->severity, report->look->display};

    write_headline(report, placed);
    excerpt_write(report->out, placed->text, &placed->place, defect->length, &look);
    if (defect->severity > PNEU_SEVERITY_INFO && report->told[defect->code] == 0)
        write_reasons(report, defect->code);
    report->told[defect->code]++;
}

static void write_worst(struct report *report, int32_t severity)
{
    output_text(report->out, ", ");
    output_text(report->out, pneu_severity_name(severity));
    output_text(report->out, " at worst");
}

/* Finds that were not shown, though their code was to be: of each there are so many records at most. */
static void write_rest(struct report *report)
{
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        uint64_t found = pneu_message_defect_count(report->message, code);

        if (found == report->told[code] || pneu_message_defect_severity(report->message, code) < report->look->show)
            continue;
        display_words(report->out, report->file, report->look->display);
        output_text(report->out, ": ");
        output_number(report->out, found - report->told[code]);
        output_text(report->out, " more of ");
        output_text(report->out, pneu_defect_name(code));
        write_worst(report, pneu_message_defect_severity(report->message, code));
        output_char(report->out, '\n');
    }
}

/* "mail.eml: 7 finds of 4 codes, attack at worst; not strictly conforming" */
static void write_sum(struct report *report)
{
    uint64_t finds = 0, codes = 0;

    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++) {
        finds += pneu_message_defect_count(report->message, code);
        codes += pneu_message_defect_count(report->message, code) > 0;
    }
    display_words(report->out, report->file, report->look->display);
    output_text(report->out, ": ");
    output_number(report->out, finds);
    output_text(report->out, finds == 1 ? " find of " : " finds of ");
    output_number(report->out, codes);
    output_text(report->out, codes == 1 ? " code" : " codes");
    write_worst(report, pneu_message_severity(report->message));
    output_text(report->out, pneu_message_is_conforming(report->message) ? "; strictly conforming\n"
                                                                         : "; not strictly conforming\n");
}

pneu_status diagnostics_write(struct output *out, pneu_message *message, pneu_str bytes, const char *file,
                              const struct diagnostics_look *look)
{
    struct report report = {.out = out, .message = message, .file = file, .look = look};
    struct defect_places places;
    struct placed_defect placed;
    pneu_status status = defect_places_begin(&places, message, bytes);

    if (status != PNEU_OK || pneu_message_severity(message) < look->show)
        return status;
    while (defect_places_next(&places, &placed) && !output_failed(out))
        if (placed.defect->severity >= look->show)
            write_diagnostic(&report, &placed);
    write_rest(&report);
    write_sum(&report);
    return PNEU_OK;
}
