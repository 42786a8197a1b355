/*
 * Filters as the gates measure them: a whole message through one of them; a field's value through the conversion to 7-bit
 * ASCII. In: bytes. Out: nothing; the program ends where a filter fails.
 */
#include "cost_filters.h"

#include <string.h>

#include "pneu/pneu.h"

static void drain(const pneu_stage *stage, pneu_status end)
{
    char room[16384];
    size_t got;
    pneu_status status;
    while ((status = stage->read(stage->stream, room, sizeof room, &got)) == PNEU_OK)
        ;
    need(status == end, "a filter failed");
}

/* All bytes at once, and all that comes of them. */
static void run(pneu_stage stage, pneu_str bytes)
{
    need(stage.push(stage.stream, bytes.ptr, bytes.len) == PNEU_OK, "a push failed");
    drain(&stage, PNEU_MORE);
    need(stage.finish(stage.stream) == PNEU_OK, "finish failed");
    drain(&stage, PNEU_DONE);
}

void cost_refold(pneu_str bytes)
{
    pneu_refold_choices choices = {.over = PNEU_REFOLD_LEAST};
    pneu_refolder *refolder;
    need(pneu_refolder_new(NULL, &choices, NULL, &refolder) == PNEU_OK, "no refolder");
    run(pneu_refolder_stage(refolder), bytes);
    pneu_refolder_free(refolder);
}

void cost_widen(pneu_str bytes)
{
    pneu_widen_choices choices = {.to = PNEU_WIDEN_BINARY};
    pneu_widen_plan *plan;
    pneu_widen *filter;
    need(pneu_widen_plan_new(NULL, &choices, NULL, &plan) == PNEU_OK, "no plan");
    need(pneu_widen_plan_push(plan, bytes.ptr, bytes.len) == PNEU_OK && pneu_widen_plan_finish(plan) == PNEU_OK,
         "a plan failed");
    need(pneu_widen_new(plan, NULL, &filter) == PNEU_OK, "no filter");
    run(pneu_widen_stage(filter), bytes);
    pneu_widen_free(filter);
    pneu_widen_plan_free(plan);
}

/* Every part that may go is replaced by a note: nothing costs more. */
static pneu_strip_plan *plan_strip(pneu_str bytes)
{
    static const pneu_strip_choices choices = {.note = PNEU_STRIP_NOTE, .on_signed = PNEU_STRIP_CHANGE_SIGNED};
    static const pneu_strip_rule rules[] = {{{"*", 1}, {NULL, 0}, 0, 0, 0}, {{NULL, 0}, {"*a*", 3}, 10, 0, 0}};
    pneu_strip_plan *plan;
    need(pneu_strip_plan_new(NULL, &choices, NULL, &plan) == PNEU_OK, "no plan");
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        need(pneu_strip_plan_add_rule(plan, &rules[i]) == PNEU_OK, "a rule failed");
    need(pneu_strip_plan_push(plan, bytes.ptr, bytes.len) == PNEU_OK, "a push to a plan failed");
    need(pneu_strip_plan_finish(plan) == PNEU_OK, "a plan failed");
    return plan;
}

void cost_strip(pneu_str bytes)
{
    pneu_strip_plan *plan = plan_strip(bytes);
    pneu_strip *filter;
    need(pneu_strip_new(plan, NULL, &filter) == PNEU_OK, "no filter");
    run(pneu_strip_stage(filter), bytes);
    pneu_strip_free(filter);
    pneu_strip_plan_free(plan);
}

void cost_sanitise(pneu_str bytes)
{
    static const pneu_sanitise_choices choices = {.level = PNEU_SANITISE_ALL, .flags = PNEU_SANITISE_FORCE};
    pneu_sanitise_plan *plan;
    pneu_sanitise *filter;
    need(pneu_sanitise_plan_new(NULL, &choices, NULL, &plan) == PNEU_OK, "no plan");
    need(pneu_sanitise_plan_push(plan, bytes.ptr, bytes.len) == PNEU_OK, "a push to a plan failed");
    need(pneu_sanitise_plan_finish(plan) == PNEU_OK, "a plan failed");
    need(pneu_sanitise_new(plan, NULL, &filter) == PNEU_OK, "no filter");
    run(pneu_sanitise_stage(filter), bytes);
    pneu_sanitise_free(filter);
    pneu_sanitise_plan_free(plan);
}

void cost_readings(pneu_str bytes)
{
    pneu_readings *readings;
    const pneu_other_reading *other;
    pneu_status status;
    need(pneu_readings_new(bytes.ptr, bytes.len, NULL, NULL, &readings) == PNEU_OK, "no readings");
    while ((status = pneu_readings_next(readings, &other)) == PNEU_OK)
        ;
    need(status == PNEU_DONE, "a reading failed");
    pneu_readings_free(readings);
}

static pneu_field_editor *make_editor(void)
{
    static const pneu_str received = {"Received", 8}, from = {"From", 4}, to = {"To", 2}, value = {"a@b.example", 11};
    pneu_field_editor *editor;
    need(pneu_field_editor_new(NULL, &editor) == PNEU_OK, "no editor");
    need(pneu_field_editor_put(editor, PNEU_PUT_PREPEND, received, value) == PNEU_OK, "a field was refused");
    need(pneu_field_editor_put(editor, PNEU_PUT_SET, from, value) == PNEU_OK, "a field was refused");
    need(pneu_field_editor_remove(editor, to) == PNEU_OK, "an edit was refused");
    return editor;
}

void cost_edit(pneu_str bytes)
{
    pneu_field_editor *editor = make_editor();
    run(pneu_field_editor_stage(editor), bytes);
    pneu_field_editor_free(editor);
}

void cost_needs(pneu_str bytes)
{
    pneu_needs found = {0};
    pneu_parser *parser;
    const pneu_event *event;
    need(pneu_parser_new(NULL, NULL, &parser) == PNEU_OK, "no parser");
    need(pneu_parser_push(parser, bytes.ptr, bytes.len) == PNEU_OK, "a push failed");
    while (pneu_parser_next(parser, &event) == PNEU_OK)
        need(pneu_needs_add(&found, event) == PNEU_OK, "an event was refused");
    need(pneu_parser_finish(parser) == PNEU_OK, "finish failed");
    while (pneu_parser_next(parser, &event) == PNEU_OK)
        need(pneu_needs_add(&found, event) == PNEU_OK, "an event was refused");
    pneu_parser_free(parser);
}

/* ---- Fields made 7-bit ---------------------------------------------------------------------------------------- */

/* Plans the conversion of a message, and follows the plan: a field is written twice. */
static void convert(pneu_str bytes)
{
    pneu_ascii_choices choices = {.on_unrepresentable = PNEU_UNREPRESENTABLE_DOWNGRADE};
    pneu_ascii_plan *plan;
    pneu_ascii *ascii;
    need(pneu_ascii_plan_new(NULL, &choices, NULL, &plan) == PNEU_OK, "no plan");
    need(pneu_ascii_plan_push(plan, bytes.ptr, bytes.len) == PNEU_OK, "a push to a plan failed");
    need(pneu_ascii_plan_finish(plan) == PNEU_OK, "a plan failed");
    need(pneu_ascii_new_planned(plan, NULL, &ascii) == PNEU_OK, "no filter");
    run(pneu_ascii_stage(ascii), bytes);
    pneu_ascii_free(ascii);
    pneu_ascii_plan_free(plan);
}

/* A field with this value, which is above ASCII at its end. */
static pneu_status convert_field(const char *name, pneu_str value)
{
    static const char end[] = " \xC3\xA9\r\n\r\n";
    size_t before = strlen(name), len = before + value.len + sizeof end - 1;
    char *message = malloc(len);
    need(message != NULL, "no memory");
    memcpy(message, name, before);
    memcpy(message + before, value.ptr, value.len);
    memcpy(message + before + value.len, end, sizeof end - 1);
    convert((pneu_str){message, len});
    free(message);
    return PNEU_OK;
}

pneu_status cost_ascii_addresses(pneu_arena *arena, pneu_str value)
{
    (void)arena;
    return convert_field("To:", value);
}

pneu_status cost_ascii_text(pneu_arena *arena, pneu_str value)
{
    (void)arena;
    return convert_field("Subject:", value);
}

pneu_status cost_ascii_params(pneu_arena *arena, pneu_str value)
{
    (void)arena;
    return convert_field("Content-Disposition:", value);
}

pneu_status cost_ascii_trace(pneu_arena *arena, pneu_str value)
{
    (void)arena;
    return convert_field("Received:", value);
}

pneu_status cost_ascii_other(pneu_arena *arena, pneu_str value)
{
    (void)arena;
    return convert_field("References:", value);
}
