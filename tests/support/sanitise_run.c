/* In: a message. Out: what the two passes make of it, and whether that is what they promise. */
#include "support/sanitise_run.h"

#include <string.h>

#include "pneu/tree.h"
#include "support/must.h"

#define MOST_ROOM 4096

static int32_t push_plan(void *ctx, const void *bytes, size_t len)
{
    return pneu_sanitise_plan_push(ctx, bytes, len);
}

struct pulling {
    pneu_sanitise *filter;
    size_t room;
    text *out;
};

static pneu_status pull(struct pulling *to)
{
    char room[MOST_ROOM];
    size_t written;
    pneu_status status;
    while ((status = pneu_sanitise_read(to->filter, room, to->room, &written)) == PNEU_OK) {
        MUST(written > 0 && written <= to->room);
        text_add(to->out, room, written);
    }
    return status;
}

static int32_t push_filter(void *ctx, const void *bytes, size_t len)
{
    struct pulling *to = ctx;
    pneu_status status = pneu_sanitise_push(to->filter, bytes, len);
    if (status == PNEU_OK)
        status = pull(to);
    return status == PNEU_MORE ? PNEU_OK : status;
}

static pneu_status run_filter(const pneu_sanitise_plan *plan, const char *bytes, size_t len, const sanitise_how *how,
                              text *out)
{
    struct pulling to = {NULL, how->room < MOST_ROOM ? how->room : MOST_ROOM, out};
    pneu_status status = pneu_sanitise_new(plan, how->alloc, &to.filter);
    if (status == PNEU_OK)
        status = feed_chunks(bytes, len, how->cuts, push_filter, &to);
    if (status == PNEU_OK)
        status = pneu_sanitise_finish(to.filter);
    if (status == PNEU_OK)
        status = pull(&to);
    pneu_sanitise_free(to.filter);
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
        status = run_filter(plan, bytes, len, how, out);
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

static const char *defect_fault(const text *out, int32_t level)
{
    static char fault[100];
    const char *found = NULL;
    pneu_message *message;
    MUST(pneu_message_parse(out->ptr, out->len, NULL, NULL, &message) == PNEU_OK);
    MUST(pneu_message_load(message) == PNEU_OK);
    for (size_t i = 0; i < pneu_message_defect_record_count(message) && found == NULL; i++) {
        const pneu_defect *defect = pneu_message_defect(message, i);
        int counts = level == PNEU_SANITISE_ALL || defect->severity >= PNEU_SEVERITY_AMBIGUOUS;
        if (counts && (defect->marks & PNEU_MARK_INHERENT) == 0) {
            (void)snprintf(fault, sizeof fault, "%s in part %u", pneu_defect_name(defect->code), defect->part);
            found = fault;
        }
    }
    pneu_message_free(message);
    return found;
}

const char *sanitise_fault(const char *bytes, size_t len, const sanitise_how *how)
{
    text out = {NULL, 0, 0}, again = {NULL, 0, 0};
    pneu_sanitise_summary summary;
    const char *fault = NULL;
    pneu_status status = sanitise_run(bytes, len, how, &out, &summary);
    if (status != PNEU_OK) {
        fault = out.len > 0 ? "bytes before a refusal" : NULL;
    } else if (summary.cleaned == 0) {
        fault = out.len == len && memcmp(out.ptr, bytes, len) == 0 ? NULL : "not the input";
    } else {
        fault = line_fault(&out);
        if (fault == NULL)
            fault = defect_fault(&out, how->level);
        if (fault == NULL) {
            MUST(sanitise_run(out.ptr, out.len, how, &again, &summary) == PNEU_OK);
            if (again.len != out.len || memcmp(again.ptr, out.ptr, out.len) != 0)
                fault = "no fixpoint";
        }
    }
    text_free(&out);
    text_free(&again);
    return fault;
}
