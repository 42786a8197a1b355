/*
 * What is done to a message that is sanitised.
 * In: a plan, finished or refused. Out: a sentence or two on stderr; or a line, or an object, on stdout.
 */
#include "cli/sanitize_report.h"

#include "cli/json.h"

void sanitize_tell_refusal(struct cli *cli, const pneu_sanitise_plan *plan, const char *name)
{
    pneu_sanitise_refusal refusal;

    pneu_sanitise_plan_refusal(plan, &refusal);
    cli_complain(cli, CLI_REPORT, name, "refused: %s in part %u (see --force)", pneu_defect_name(refusal.code),
                 (unsigned)refusal.part);
}

void sanitize_tell_summary(struct cli *cli, const pneu_sanitise_plan *plan, const char *name)
{
    pneu_sanitise_summary summary;

    pneu_sanitise_plan_summary(plan, &summary);
    if (summary.cleaned == 0)
        return;
    cli_complain(cli, CLI_FINE, name, "cleaned %llu of %llu parts", (unsigned long long)summary.cleaned,
                 (unsigned long long)summary.parts);
    if (summary.losses > 0)
        cli_complain(cli, CLI_FINE, name, "warning: %llu parts lose addresses that ASCII cannot write",
                     (unsigned long long)summary.losses);
    if (summary.signed_parts > 0)
        cli_complain(cli, CLI_FINE, name, "warning: %llu signed parts are void",
                     (unsigned long long)summary.signed_parts);
    if (summary.signatures > 0)
        cli_complain(cli, CLI_FINE, name, "warning: %llu DKIM or ARC signatures are probably void",
                     (unsigned long long)summary.signatures);
}

static const struct {
    uint32_t bit;
    const char *name;
} reasons[] = {
    {PNEU_SANITISE_FOR_DEFECTS, "defects"},
    {PNEU_SANITISE_FOR_FORM, "form"},
    {PNEU_SANITISE_FOR_SEVEN_BIT, "7bit"},
    {PNEU_SANITISE_FOR_OTHERS, "others"},
};

static void write_line(struct cli *cli, const pneu_sanitise_item *item)
{
    const char *between = "\t";

    output_text(&cli->out, "cleaned\t");
    output_number(&cli->out, item->part);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if ((item->reasons & reasons[i].bit) != 0) {
            output_text(&cli->out, between);
            output_text(&cli->out, reasons[i].name);
            between = ",";
        }
    between = "\t";
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        if (pneu_defect_set_has(&item->found, code)) {
            output_text(&cli->out, between);
            output_text(&cli->out, pneu_defect_name(code));
            between = ",";
        }
    output_char(&cli->out, '\n');
}

static void write_codes(struct json *json, const pneu_defect_set *found)
{
    json_key(json, "defects");
    json_array_begin(json);
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        if (pneu_defect_set_has(found, code))
            json_text(json, pneu_defect_name(code));
    json_array_end(json);
}

static void write_item(struct json *json, const pneu_sanitise_item *item)
{
    json_object_begin(json);
    json_key(json, "index");
    json_number(json, item->part);
    json_key(json, "reasons");
    json_array_begin(json);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if ((item->reasons & reasons[i].bit) != 0)
            json_text(json, reasons[i].name);
    json_array_end(json);
    write_codes(json, &item->found);
    json_key(json, "loses_address");
    json_bool(json, item->loses_address);
    json_object_end(json);
}

static void write_parts(struct json *json, const pneu_sanitise_plan *plan, uint64_t count)
{
    pneu_sanitise_item item;

    json_key(json, "cleaned");
    json_array_begin(json);
    for (uint32_t part = 0; part < count; part++)
        if (pneu_sanitise_plan_item(plan, part, &item))
            write_item(json, &item);
    json_array_end(json);
}

static void write_refusal(struct json *json, const pneu_sanitise_plan *plan)
{
    pneu_sanitise_refusal refusal;

    pneu_sanitise_plan_refusal(plan, &refusal);
    json_key(json, "refused");
    if (refusal.status == PNEU_OK) {
        json_null(json);
        return;
    }
    json_object_begin(json);
    json_key(json, "index");
    json_number(json, refusal.part);
    json_key(json, "defect");
    json_text(json, pneu_defect_name(refusal.code));
    json_object_end(json);
}

void sanitize_write_json(struct cli *cli, const pneu_sanitise_plan *plan, const char *name)
{
    struct json json;
    pneu_sanitise_summary summary;

    json_init(&json, &cli->out);
    pneu_sanitise_plan_summary(plan, &summary);
    json_object_begin(&json);
    json_key(&json, "file");
    json_text(&json, name);
    write_refusal(&json, plan);
    json_key(&json, "parts");
    json_number(&json, summary.parts);
    write_parts(&json, plan, summary.parts);
    json_key(&json, "signed_parts");
    json_number(&json, summary.signed_parts);
    json_key(&json, "signatures");
    json_number(&json, summary.signatures);
    json_object_end(&json);
    json_line_end(&json);
}

void sanitize_write_list(struct cli *cli, const pneu_sanitise_plan *plan)
{
    pneu_sanitise_summary summary;
    pneu_sanitise_item item;

    pneu_sanitise_plan_summary(plan, &summary);
    for (uint32_t part = 0; part < summary.parts; part++)
        if (pneu_sanitise_plan_item(plan, part, &item))
            write_line(cli, &item);
}
