/* In: a message. Out: what the two passes make of it, and whether that is what they promise. */
#include "support/sanitise_run.h"

#include <string.h>

#include "pneu/check.h"
#include "pneu/readings.h"
#include "support/must.h"
#include "support/plain_profile.h"
#include "support/stage_run.h"

static int32_t push_plan(void *ctx, const void *bytes, size_t len)
{
    return pneu_sanitise_plan_push(ctx, bytes, len);
}

static pneu_status run_filter(const pneu_sanitise_plan *plan, pneu_str in, const sanitise_how *how, text *out)
{
    pneu_sanitise *filter;
    pneu_status status = pneu_sanitise_new(plan, how->alloc, &filter);
    if (status != PNEU_OK)
        return status;
    status = stage_run(pneu_sanitise_stage(filter), in, how->cuts, how->room, out);
    pneu_sanitise_free(filter);
    return status == PNEU_DONE ? PNEU_OK : status;
}

pneu_status sanitise_run(const char *bytes, size_t len, const sanitise_how *how, text *out,
                         pneu_sanitise_summary *summary)
{
    pneu_sanitise_choices choices = {how->level, how->flags, {0}};
    pneu_sanitise_plan *plan;
    pneu_status status = pneu_sanitise_plan_new(NULL, &choices, how->alloc, &plan);
    if (status != PNEU_OK)
        return status;
    status = feed_chunks(bytes, len, how->cuts, push_plan, plan);
    if (status == PNEU_OK)
        status = pneu_sanitise_plan_finish(plan);
    if (status == PNEU_OK) {
        pneu_sanitise_plan_summary(plan, summary);
        status = run_filter(plan, (pneu_str){bytes, len}, how, out);
    }
    pneu_sanitise_plan_free(plan);
    return status;
}

/* ---- What is promised ------------------------------------------------------------------------------------------- */

static const char *line_fault(const text *out)
{
    size_t column = 0;
    for (size_t i = 0; i < out->len; i++) {
        unsigned char c = (unsigned char)out->ptr[i];
        if (c == 0 || c > 127)
            return "a byte that is not 7-bit";
        if ((c == '\n') != (i > 0 && out->ptr[i - 1] == '\r') || (c == '\r' && i + 1 == out->len))
            return "a bare CR or LF";
        column = c == '\n' ? 0 : column + 1;
        if (column > 998 + 1)
            return "a long line";
    }
    return NULL;
}

/* Asks the library, and the tests' own idea of the profile. */
static const char *form_fault(pneu_message *message)
{
    const char *fault = NULL;
    int32_t is_plain;
    pneu_arena *arena;
    MUST(pneu_arena_new(NULL, &arena) == PNEU_OK);
    for (uint32_t part = 0; part < pneu_message_part_count(message) && fault == NULL; part++)
        fault = plain_profile_fault(message, part, arena);
    MUST(pneu_message_is_plain(message, &is_plain) == PNEU_OK);
    if (fault == NULL && !is_plain)
        fault = "not plain";
    pneu_arena_free(arena);
    return fault;
}

static const char *defect_fault(const text *out, int32_t level)
{
    static char fault[100];
    const char *found = NULL;
    pneu_message *message;
    MUST(pneu_message_parse(out->ptr, out->len, NULL, NULL, &message) == PNEU_OK);
    MUST(pneu_message_check(message, NULL) == PNEU_OK);
    for (size_t i = 0; i < pneu_message_defect_record_count(message) && found == NULL; i++) {
        const pneu_defect *defect = pneu_message_defect(message, i);
        int counts = level == PNEU_SANITISE_ALL || defect->severity >= PNEU_SEVERITY_AMBIGUOUS;
        if (counts && (defect->marks & PNEU_MARK_INHERENT) == 0) {
            (void)snprintf(fault, sizeof fault, "%s in part %u", pneu_defect_name(defect->code), defect->part);
            found = fault;
        }
    }
    if (found == NULL && level == PNEU_SANITISE_ALL)
        found = form_fault(message);
    pneu_message_free(message);
    return found;
}

static uint32_t count_parts(const char *bytes, size_t len, uint32_t *empty)
{
    pneu_message *message;
    MUST(pneu_message_parse(bytes, len, NULL, NULL, &message) == PNEU_OK);
    uint32_t count = pneu_message_part_count(message);
    *empty = 0;
    for (uint32_t part = 0; part < count; part++) {
        pneu_defect_set found;
        pneu_part_defects_found(message, part, &found);
        *empty += pneu_part_kind(message, part) == PNEU_KIND_MULTIPART &&
                  pneu_part_first_child(message, part) == PNEU_NO_PART &&
                  pneu_defect_set_has(&found, PNEU_DEFECT_MIME_EMPTY_MULTIPART);
    }
    pneu_message_free(message);
    return count;
}

/* No part is lost, and none appears but in an empty multipart. */
static const char *part_fault(const char *bytes, size_t len, const text *out)
{
    uint32_t empty, others;
    uint32_t before = count_parts(bytes, len, &empty), after = count_parts(out->ptr, out->len, &others);
    return after >= before && after <= before + empty ? NULL : "other parts";
}

static int needs_cleaning(const char *bytes, size_t len, int32_t level)
{
    text whole = {(char *)bytes, len, len};
    return defect_fault(&whole, level) != NULL || (level == PNEU_SANITISE_ALL && line_fault(&whole) != NULL);
}

static int is_same(const text *out, const char *bytes, size_t len)
{
    return out->len == len && (len == 0 || memcmp(out->ptr, bytes, len) == 0);
}

const char *sanitise_fault(const char *bytes, size_t len, const sanitise_how *how)
{
    text out = {NULL, 0, 0}, again = {NULL, 0, 0};
    pneu_sanitise_summary summary;
    const char *fault = NULL;
    pneu_status status = sanitise_run(bytes, len, how, &out, &summary);
    if (status != PNEU_OK) {
        fault = out.len > 0 ? "bytes before a refusal" : NULL;
    } else if (summary.cleaned == 0 && !is_same(&out, bytes, len)) {
        fault = "not the input";
    } else if (summary.cleaned > 0 && !needs_cleaning(bytes, len, how->level)) {
        fault = "cleaned without a reason";
    } else {
        fault = summary.cleaned > 0 || how->level == PNEU_SANITISE_ALL ? line_fault(&out) : NULL;
        if (fault == NULL)
            fault = defect_fault(&out, how->level);
        if (fault == NULL)
            fault = part_fault(bytes, len, &out);
        if (fault == NULL) {
            MUST(sanitise_run(out.ptr, out.len, how, &again, &summary) == PNEU_OK);
            if (summary.cleaned > 0)
                fault = "cleaned a second time";
            if (!is_same(&again, out.ptr, out.len))
                fault = "no fixpoint";
        }
    }
    text_free(&out);
    text_free(&again);
    return fault;
}

/* ---- With other readings ---------------------------------------------------------------------------------------- */

/* `wanted` is not empty. */
static int holds_body(pneu_message *message, pneu_str wanted)
{
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++) {
        pneu_str body;
        if (pneu_part_kind(message, part) != PNEU_KIND_LEAF)
            continue;
        MUST(pneu_part_body(message, part, &body) == PNEU_OK);
        if (body.len == wanted.len && memcmp(body.ptr, wanted.ptr, body.len) == 0)
            return 1;
    }
    return 0;
}

static int is_blank(pneu_str bytes)
{
    size_t at = 0;
    while (at < bytes.len && strchr(" \t\r\n", bytes.ptr[at]) != NULL && bytes.ptr[at] != '\0')
        at++;
    return at == bytes.len;
}

/* Each leaf of another reading is one of the primary reading's, or in the output. */
static const char *reading_fault(pneu_message *other, pneu_message *primary, pneu_message *written)
{
    for (uint32_t part = 0; part < pneu_message_part_count(other); part++) {
        pneu_str body;
        if (pneu_part_kind(other, part) != PNEU_KIND_LEAF)
            continue;
        MUST(pneu_part_body(other, part, &body) == PNEU_OK);
        if (!is_blank(body) && !holds_body(primary, body) && !holds_body(written, body))
            return "a body of another reading is lost";
    }
    return NULL;
}

static const char *readings_fault(const char *bytes, size_t len, const text *out)
{
    pneu_readings *readings;
    const pneu_other_reading *other;
    pneu_message *written;
    const char *fault = NULL;
    MUST(pneu_readings_new(bytes, len, NULL, NULL, &readings) == PNEU_OK);
    MUST(pneu_message_parse(out->ptr, out->len, NULL, NULL, &written) == PNEU_OK);
    while (fault == NULL && pneu_readings_next(readings, &other) == PNEU_OK)
        fault = reading_fault(other->message, pneu_readings_primary(readings), written);
    pneu_message_free(written);
    pneu_readings_free(readings);
    return fault;
}

pneu_status sanitise_union(const char *bytes, size_t len, const sanitise_how *how, text *out, size_t *added)
{
    pneu_sanitise_choices choices = {how->level, how->flags, {0}};
    pneu_sanitise_plan *plan = NULL;
    pneu_arena *arena = NULL;
    pneu_str made = {"", 0}, message = {bytes, len};
    pneu_status status = pneu_sanitise_plan_new(NULL, &choices, how->alloc, &plan);
    if (status == PNEU_OK)
        status = pneu_arena_new(how->alloc, &arena);
    if (status == PNEU_OK)
        status = pneu_sanitise_plan_push(plan, bytes, len);
    if (status == PNEU_OK)
        status = pneu_sanitise_plan_finish(plan);
    if (status == PNEU_OK)
        status = pneu_sanitise_union(plan, arena, message, &made, added);
    if (status == PNEU_OK)
        text_add(out, made.ptr, made.len);
    pneu_arena_free(arena);
    pneu_sanitise_plan_free(plan);
    return status;
}

const char *sanitise_union_fault(const char *bytes, size_t len, const sanitise_how *how)
{
    text out = {NULL, 0, 0}, again = {NULL, 0, 0};
    pneu_sanitise_summary summary;
    const char *fault = NULL;
    size_t added = 0;
    if (sanitise_union(bytes, len, how, &out, &added) == PNEU_OK && added > 0) {
        fault = line_fault(&out);
        if (fault == NULL)
            fault = defect_fault(&out, how->level);
        if (fault == NULL)
            fault = readings_fault(bytes, len, &out);
        if (fault == NULL) {
            MUST(sanitise_run(out.ptr, out.len, how, &again, &summary) == PNEU_OK);
            fault = text_is_same("again", &out, &again) ? NULL : "no fixpoint";
        }
    }
    text_free(&out);
    text_free(&again);
    return fault;
}
