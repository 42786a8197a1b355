/*
 * The plan: what a message needs to be read alike by everybody.
 * In: the message's bytes. Out: for each part whether it is copied or cleaned, or why the message is refused.
 * A tree that keeps offsets alone finds the defects, also those of values, bodies and decoded messages. A part is cleaned
 * for its own defects; what it stands in only if it must be: an encoded message, since its bytes are not those
 * of the file. Of a message that is changed at all, whatever is not 7-bit is cleaned, too.
 * Invariants: memory is that of a parser and about 160 bytes a part; a refusal is known before anything is written.
 */
#include "sanitise/sanitise_plan.h"

#include <string.h>

#include "base/str.h"
#include "sanitise/cleaner.h"
#include "tree/message.h"

/* ---- Sets of codes -------------------------------------------------------------------------------------------- */

static const uint8_t not_seven_bit[] = {PNEU_DEFECT_HDR_8BIT, PNEU_DEFECT_HDR_UTF8,     PNEU_DEFECT_HDR_BAD_NAME,
                                        PNEU_DEFECT_LINE_NUL, PNEU_DEFECT_LINE_BARE_CR, PNEU_DEFECT_LINE_TOO_LONG};

/* Of a body that must not stay as it stands. */
static const uint8_t of_body[] = {PNEU_DEFECT_LINE_BARE_CR,      PNEU_DEFECT_LINE_NUL,
                                  PNEU_DEFECT_LINE_TOO_LONG,     PNEU_DEFECT_LINE_EOD_LOOKALIKE,
                                  PNEU_DEFECT_CTE_UNKNOWN,       PNEU_DEFECT_CTE_ON_COMPOSITE,
                                  PNEU_DEFECT_CTE_LEGACY,        PNEU_DEFECT_CTE_8BIT_IN_7BIT,
                                  PNEU_DEFECT_CTE_B64_JUNK,      PNEU_DEFECT_CTE_B64_EARLY_PAD,
                                  PNEU_DEFECT_CTE_B64_TAIL,      PNEU_DEFECT_CTE_QP_NONCONFORMING,
                                  PNEU_DEFECT_CHARSET_DANGEROUS, PNEU_DEFECT_CHARSET_MISSING_8BIT};

/* Of a part that nobody is to act on, or whose rest a limit hides. */
static const uint8_t of_opaque[] = {PNEU_DEFECT_MIME_INDIRECT, PNEU_DEFECT_LIMIT_NESTING, PNEU_DEFECT_LIMIT_PARTS};

/* Found in a part, but of the multiparts around it: their delimiters. */
static const uint8_t of_outer[] = {PNEU_DEFECT_MIME_BOUNDARY_PREFIX, PNEU_DEFECT_MIME_BOUNDARY_COLLISION,
                                   PNEU_DEFECT_MIME_BOUNDARY_IN_HEADER, PNEU_DEFECT_SEC_PART_IN_GAP,
                                   PNEU_DEFECT_LIMIT_PARTS};

/* What no honest sender does where it matters most, and limits that hide the rest: see P5 and the table of defects. */
static const uint8_t refused[] = {
    PNEU_DEFECT_HDR_FOLD_IN_NAME,   PNEU_DEFECT_ADDR_TWO_ANGLES,   PNEU_DEFECT_ADDR_EW_IN_SPEC,
    PNEU_DEFECT_ADDR_MULTIPLE_AT,   PNEU_DEFECT_SEC_DUP_FROM,      PNEU_DEFECT_SEC_DUP_CONTENT_TYPE,
    PNEU_DEFECT_SEC_DUP_CTE,        PNEU_DEFECT_SEC_DUP_BOUNDARY,  PNEU_DEFECT_MIME_INDIRECT,
    PNEU_DEFECT_LIMIT_MESSAGE_SIZE, PNEU_DEFECT_LIMIT_HEADER_SIZE, PNEU_DEFECT_LIMIT_HEADER_COUNT,
    PNEU_DEFECT_LIMIT_NESTING,      PNEU_DEFECT_LIMIT_PARTS};

static int has_any(const pneu_defect_set *set, const uint8_t *codes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pneu_defect_set_has(set, codes[i]))
            return 1;
    return 0;
}

#define HAS_ANY(set, codes) has_any(set, codes, sizeof(codes))

static int is_empty(const pneu_defect_set *set)
{
    return (set->bits[0] | set->bits[1]) == 0;
}

/* ---- Parts ---------------------------------------------------------------------------------------------------- */

static pneu_defect_set found_in(const pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_defect_set found;
    pneu_part_defects_found(plan->tree, part, &found);
    return found;
}

static int is_leaf(const pneu_sanitise_plan *plan, uint32_t part)
{
    return pneu_part_kind(plan->tree, part) == PNEU_KIND_LEAF;
}

/* What of a leaf's body cannot be sent as it stands. */
static int is_body_seven_bit(const pneu_sanitise_plan *plan, uint32_t part)
{
    const pneu_part_summary *summary = &plan->tree->nodes[part].summary;
    int32_t encoding = pneu_part_encoding(plan->tree, part);
    pneu_str type;
    pneu_part_type(plan->tree, part, &type);
    int counts_octets = (encoding == PNEU_ENCODING_BINARY || encoding == PNEU_ENCODING_8BIT) &&
                        !(type.len > 5 && pneu_i_ascii_same(type.ptr, "text/", 5)) && summary->bare_lf > 0;
    return summary->high == 0 && summary->nul == 0 && summary->bare_cr == 0 && summary->long_lines == 0 &&
           !counts_octets;
}

/* Marks a part, and the encoded messages whose decoded bytes it stands in. */
static void mark_clean(pneu_sanitise_plan *plan, uint32_t part)
{
    while (part != PNEU_NO_PART && (plan->actions[part] & PNEU_I_CLEAN) == 0) {
        plan->actions[part] |= PNEU_I_CLEAN;
        part = pneu_space_part(plan->tree, pneu_part_space(plan->tree, part));
    }
}

/* What is asked of a part because the message is changed at all. */
static void mark_for_seven_bit(pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_defect_set found = found_in(plan, part);
    uint32_t outer = pneu_space_part(plan->tree, pneu_part_space(plan->tree, part));
    int is_body_fine = !is_leaf(plan, part) || is_body_seven_bit(plan, part);
    if (HAS_ANY(&found, not_seven_bit) || !is_body_fine ||
        (outer != PNEU_NO_PART && (plan->actions[outer] & PNEU_I_CLEAN) != 0))
        mark_clean(plan, part);
}

static void choose_action(pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_defect_set found = found_in(plan, part);
    uint8_t *action = &plan->actions[part];
    if ((*action & PNEU_I_CLEAN) == 0)
        return;
    plan->summary.cleaned++;
    if (HAS_ANY(&found, of_opaque))
        *action |= PNEU_I_OPAQUE | PNEU_I_RECODE;
    if (pneu_part_space(plan->tree, part) != 0 || HAS_ANY(&found, of_body) ||
        (is_leaf(plan, part) && !is_body_seven_bit(plan, part)))
        *action |= PNEU_I_RECODE;
}

/* The parts that are cleaned for a defect. */
static void mark_defects(pneu_sanitise_plan *plan)
{
    uint32_t count = pneu_message_part_count(plan->tree);
    pneu_defect_set found;
    for (uint32_t part = 0; part < count; part++) {
        found = found_in(plan, part);
        found = pneu_i_level_set(plan->choices.level, &found);
        if (is_empty(&found))
            continue;
        mark_clean(plan, part);
        for (uint32_t outer = part; outer != PNEU_NO_PART && HAS_ANY(&found, of_outer);
             outer = pneu_part_parent(plan->tree, outer))
            if (pneu_part_kind(plan->tree, outer) == PNEU_KIND_MULTIPART)
                mark_clean(plan, outer);
    }
    for (size_t i = 0; i < pneu_message_defect_record_count(plan->tree); i++) {
        const pneu_defect *defect = pneu_message_defect(plan->tree, i); /* it may be graver than its code usually is */
        if (defect->severity >= PNEU_SEVERITY_AMBIGUOUS && (defect->marks & PNEU_MARK_INHERENT) == 0)
            mark_clean(plan, defect->part);
    }
}

static pneu_status choose_actions(pneu_sanitise_plan *plan)
{
    uint32_t count = pneu_message_part_count(plan->tree);
    void *actions = plan->actions;
    pneu_status status = pneu_i_alloc_grow(&plan->alloc, &actions, &plan->capacity, count, 1);
    plan->actions = actions;
    if (status != PNEU_OK)
        return status;
    memset(plan->actions, 0, count);
    mark_defects(plan);
    int is_touched = memchr(plan->actions, PNEU_I_CLEAN, count) != NULL;
    for (uint32_t part = 0; part < count && is_touched; part++)
        mark_for_seven_bit(plan, part);
    for (uint32_t part = 0; part < count; part++)
        choose_action(plan, part);
    plan->summary.parts = count;
    return PNEU_OK;
}

/* ---- The message ---------------------------------------------------------------------------------------------- */

static pneu_status refuse(pneu_sanitise_plan *plan)
{
    uint32_t count = pneu_message_part_count(plan->tree);
    for (uint32_t part = 0; part < count; part++) {
        pneu_defect_set found = found_in(plan, part);
        for (size_t i = 0; i < sizeof refused; i++)
            if (pneu_defect_set_has(&found, refused[i])) {
                plan->refusal = (pneu_sanitise_refusal){PNEU_ERR_REFUSED, part, refused[i], 0};
                return PNEU_ERR_REFUSED;
            }
    }
    return PNEU_OK;
}

static pneu_status finish_plan(pneu_sanitise_plan *plan)
{
    pneu_defect_set found;
    pneu_status status = pneu_message_finish(plan->tree);
    if (status == PNEU_OK)
        status = pneu_message_load(plan->tree);
    if (status != PNEU_OK)
        return status;
    if ((plan->choices.flags & PNEU_SANITISE_FORCE) == 0) {
        status = refuse(plan);
        if (status != PNEU_OK)
            return status;
    }
    pneu_message_defects_found(plan->tree, &found);
    plan->summary.answered = pneu_i_level_set(plan->choices.level, &found);
    plan->letter = pneu_i_boundary_letter(&plan->watch, 0);
    return plan->letter < 0 ? PNEU_ERR_BOUNDARY : choose_actions(plan);
}

pneu_str pneu_i_plain_boundary(const pneu_sanitise_plan *plan, uint32_t part, char *text)
{
    static const char start[] = "=_pneu_";
    size_t at = sizeof start - 1;
    memcpy(text, start, at);
    text[at++] = (char)('A' + plan->letter);
    text[at++] = '_';
    for (size_t i = PNEU_I_PLAIN_BOUNDARY - 1; i > at; i--, part /= 10)
        text[i - 1] = (char)('0' + part % 10);
    text[PNEU_I_PLAIN_BOUNDARY - 1] = '_';
    return pneu_i_str_of(text, PNEU_I_PLAIN_BOUNDARY);
}

pneu_status pneu_sanitise_plan_push(pneu_sanitise_plan *plan, const void *bytes, size_t len)
{
    if (plan == NULL || (bytes == NULL && len > 0))
        return PNEU_ERR_ARGUMENT;
    if (plan->error != PNEU_OK)
        return plan->error;
    if (plan->is_finished)
        return PNEU_ERR_STATE;
    pneu_i_boundary_watch_add(&plan->watch, bytes, len);
    pneu_i_byte_digest_add(&plan->seen, bytes, len);
    return plan->error = pneu_message_push(plan->tree, bytes, len);
}

pneu_status pneu_sanitise_plan_finish(pneu_sanitise_plan *plan)
{
    if (plan == NULL)
        return PNEU_ERR_ARGUMENT;
    if (plan->error != PNEU_OK)
        return plan->error;
    if (plan->is_finished)
        return PNEU_ERR_STATE;
    plan->error = finish_plan(plan);
    plan->is_finished = plan->error == PNEU_OK;
    return plan->error;
}

void pneu_sanitise_plan_refusal(const pneu_sanitise_plan *plan, pneu_sanitise_refusal *out)
{
    if (plan != NULL && out != NULL)
        *out = plan->refusal;
}

void pneu_sanitise_plan_summary(const pneu_sanitise_plan *plan, pneu_sanitise_summary *out)
{
    if (plan != NULL && out != NULL)
        *out = plan->summary;
}

int32_t pneu_sanitise_plan_part(const pneu_sanitise_plan *plan, uint32_t part, pneu_defect_set *found)
{
    if (plan == NULL || found == NULL || !plan->is_finished || part >= plan->summary.parts)
        return 0;
    *found = found_in(plan, part);
    return (plan->actions[part] & PNEU_I_CLEAN) != 0;
}

/* ---- New, reset, free ----------------------------------------------------------------------------------------- */

static int is_choice(const pneu_sanitise_choices *choices)
{
    if (choices == NULL)
        return 1;
    for (size_t i = 0; i < sizeof choices->reserved / sizeof *choices->reserved; i++)
        if (choices->reserved[i] != 0)
            return 0;
    return (choices->level == PNEU_SANITISE_AMBIGUOUS || choices->level == PNEU_SANITISE_ALL) &&
           (choices->flags & ~(uint32_t)(PNEU_SANITISE_FORCE | PNEU_SANITISE_CRLF)) == 0;
}

pneu_status pneu_sanitise_plan_new(const pneu_options *options, const pneu_sanitise_choices *choices,
                                   const pneu_alloc *alloc, pneu_sanitise_plan **out)
{
    if (out == NULL || !is_choice(choices) || !pneu_i_alloc_usable(alloc))
        return PNEU_ERR_ARGUMENT;
    pneu_alloc used = pneu_i_alloc_or_default(alloc);
    pneu_sanitise_plan *plan = pneu_i_alloc_zeroed(&used, sizeof *plan);
    if (plan == NULL)
        return PNEU_ERR_MEMORY;
    plan->alloc = used;
    if (choices != NULL)
        plan->choices = *choices;
    pneu_status status = pneu_message_new(PNEU_KEEP_OFFSETS, options, alloc, &plan->tree);
    if (status != PNEU_OK) {
        pneu_sanitise_plan_free(plan);
        return status;
    }
    *out = plan;
    return PNEU_OK;
}

void pneu_sanitise_plan_reset(pneu_sanitise_plan *plan)
{
    if (plan == NULL)
        return;
    pneu_message_reset(plan->tree);
    memset(&plan->watch, 0, sizeof plan->watch);
    memset(&plan->seen, 0, sizeof plan->seen);
    memset(&plan->refusal, 0, sizeof plan->refusal);
    memset(&plan->summary, 0, sizeof plan->summary);
    plan->is_finished = plan->letter = 0;
    plan->error = PNEU_OK;
}

void pneu_sanitise_plan_free(pneu_sanitise_plan *plan)
{
    if (plan == NULL)
        return;
    pneu_alloc alloc = plan->alloc;
    pneu_message_free(plan->tree);
    pneu_i_alloc_free(&alloc, plan->actions, plan->capacity);
    pneu_i_alloc_free(&alloc, plan, sizeof *plan);
}
