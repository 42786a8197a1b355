/*
 * What is done to each part.
 * In: a finished tree and what the scan saw. Out: marks by part, and a summary. A part is cleaned for its own defects
 * (at the level "all" also for forms that are not plain); what it stands in only if it must be: an encoded message,
 * since its bytes are not those of the file, and multiparts whose delimiters are at fault. Of a message that is changed
 * at all, whatever is not 7-bit is cleaned, too.
 * Invariants: nothing is marked in a message that has nothing of the level. Time is linear in parts and fields.
 */
#include <string.h>

#include "base/defect.h"
#include "base/str.h"
#include "pneu/syntax.h"
#include "sanitise/level.h"
#include "sanitise/plain.h"
#include "sanitise/sanitise_plan.h"
#include "tree/field_list.h"

/* ---- Sets of codes -------------------------------------------------------------------------------------------- */

static const uint8_t not_seven_bit[] = {
    PNEU_DEFECT_HDR_8BIT,     PNEU_DEFECT_HDR_UTF8,      PNEU_DEFECT_HDR_BAD_NAME,           PNEU_DEFECT_LINE_NUL,
    PNEU_DEFECT_LINE_BARE_CR, PNEU_DEFECT_LINE_TOO_LONG, PNEU_DEFECT_LINE_JUNK_BEFORE_HEADER};

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

static int has_any(const pneu_defect_set *set, const uint8_t *codes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pneu_i_defect_set_has(set, codes[i]))
            return 1;
    return 0;
}

#define HAS_ANY(set, codes) has_any(set, codes, sizeof(codes))

static int is_empty(const pneu_defect_set *set)
{
    return (set->bits[0] | set->bits[1]) == 0;
}

static pneu_defect_set found_in(const pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_defect_set found;
    pneu_part_defects_found(plan->tree, part, &found);
    return found;
}

/* ---- Bytes ------------------------------------------------------------------------------------------------------ */

static int is_leaf(const pneu_sanitise_plan *plan, uint32_t part)
{
    return pneu_part_kind(plan->tree, part) == PNEU_KIND_LEAF;
}

/* Text, and what stands in lines as headers do. */
static int is_of_lines(const pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_str type;
    pneu_part_type(plan->tree, part, &type);
    return (type.len > 5 && memcmp(type.ptr, "text/", 5) == 0) ||
           (type.len > 8 && memcmp(type.ptr, "message/", 8) == 0);
}

/* Bytes that no body in 7bit may have. */
static uint64_t unfit_bytes(const pneu_part_summary *summary)
{
    return summary->high + summary->nul + summary->bare_cr + summary->long_lines;
}

/* What stands between the parts of a multipart can be sent as it stands. (The headers of its parts count, too.) */
static int are_gaps_seven_bit(const pneu_sanitise_plan *plan, uint32_t part)
{
    uint64_t within = 0;
    for (uint32_t child = pneu_part_first_child(plan->tree, part); child != PNEU_NO_PART;
         child = pneu_part_next_sibling(plan->tree, child))
        within += unfit_bytes(&plan->tree->nodes[child].summary);
    return unfit_bytes(&plan->tree->nodes[part].summary) <= within;
}

/* The bytes of a part that are no other part's, its header apart, can be sent as they stand. */
static int is_body_seven_bit(const pneu_sanitise_plan *plan, uint32_t part)
{
    const pneu_part_summary *summary = &plan->tree->nodes[part].summary;
    int32_t kind = pneu_part_kind(plan->tree, part), encoding = pneu_part_encoding(plan->tree, part);
    if (kind != PNEU_KIND_LEAF)
        return kind != PNEU_KIND_MULTIPART || are_gaps_seven_bit(plan, part);
    int counts_octets = (encoding == PNEU_ENCODING_BINARY || encoding == PNEU_ENCODING_8BIT) &&
                        !is_of_lines(plan, part) && summary->bare_lf > 0;
    return unfit_bytes(summary) == 0 && !counts_octets;
}

/* A CR in quoted-printable: readers that bring texts into lines of their own do not agree on it; and with LF alone
 * behind it, it is a line end only until that is made CRLF. */
static int has_coded_cr(const pneu_sanitise_plan *plan, uint32_t part)
{
    return (plan->scan.marks[part] & PNEU_I_HAS_CODED_CR) != 0 &&
           (plan->choices.level == PNEU_SANITISE_ALL || plan->tree->nodes[part].summary.bare_lf > 0);
}

/* ---- What is marked ------------------------------------------------------------------------------------------- */

static int is_cleaned(const pneu_sanitise_plan *plan, uint32_t part)
{
    return (plan->scan.marks[part] & PNEU_I_CLEAN) != 0;
}

/* Marks a part for that reason, and the encoded messages whose decoded bytes it stands in. */
static void mark_clean(pneu_sanitise_plan *plan, uint32_t part, unsigned reason)
{
    while (part != PNEU_NO_PART && !is_cleaned(plan, part)) {
        plan->scan.marks[part] = (uint16_t)(plan->scan.marks[part] | PNEU_I_CLEAN | reason << PNEU_I_REASONS);
        part = pneu_space_part(plan->tree, pneu_part_space(plan->tree, part));
        reason = PNEU_SANITISE_FOR_OTHERS;
    }
}

/* The multiparts around a part, whose delimiters are what is wrong. */
static void mark_outer(pneu_sanitise_plan *plan, uint32_t part)
{
    for (; part != PNEU_NO_PART; part = pneu_part_parent(plan->tree, part))
        if (pneu_part_kind(plan->tree, part) == PNEU_KIND_MULTIPART)
            mark_clean(plan, part, PNEU_SANITISE_FOR_OTHERS);
}

static int is_form_plain(const pneu_sanitise_plan *plan, uint32_t part)
{
    return plan->choices.level != PNEU_SANITISE_ALL ||
           ((plan->scan.marks[part] & PNEU_I_NOT_PLAIN) == 0 && pneu_i_is_plain_part(plan->tree, part));
}

/* The parts that are cleaned for their own sake; each with all of its reasons, before others are marked for it. */
static void mark_found(pneu_sanitise_plan *plan)
{
    for (uint32_t part = 0; part < plan->summary.parts; part++) {
        pneu_defect_set answered = pneu_i_level_found(plan->tree, part, plan->choices.level);
        unsigned reasons = is_empty(&answered) ? 0 : PNEU_SANITISE_FOR_DEFECTS;
        pneu_i_defect_set_join(&plan->summary.answered, &answered);
        if (!is_form_plain(plan, part))
            reasons |= PNEU_SANITISE_FOR_FORM;
        if (reasons != 0)
            mark_clean(plan, part, reasons);
        if (HAS_ANY(&answered, of_outer))
            mark_outer(plan, part);
    }
}

/* What is asked of a part because the message is changed at all, or everything is to be plain. */
static void mark_for_seven_bit(pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_defect_set found = found_in(plan, part);
    uint32_t outer = pneu_space_part(plan->tree, pneu_part_space(plan->tree, part));
    int is_body_fine = is_body_seven_bit(plan, part) && !has_coded_cr(plan, part);
    if (HAS_ANY(&found, not_seven_bit) || !is_body_fine)
        mark_clean(plan, part, PNEU_SANITISE_FOR_SEVEN_BIT);
    else if (outer != PNEU_NO_PART && is_cleaned(plan, outer))
        mark_clean(plan, part, PNEU_SANITISE_FOR_OTHERS);
}

/* 1 if lines with the fresh boundaries begin like delimiters of this multipart, if that keeps its own. */
static int is_like_fresh(pneu_message *tree, uint32_t part)
{
    static const char start[] = "=_pneu_";
    const pneu_param *params;
    size_t count = 0;
    if (pneu_part_parameters(tree, part, &params, &count) != PNEU_OK)
        return 1;
    for (size_t i = 0; i < count; i++)
        if (pneu_i_str_is(params[i].name, "boundary"))
            return params[i].value.len < sizeof start && memcmp(params[i].value.ptr, start, params[i].value.len) == 0;
    return 0;
}

/* What a multipart stands in whose boundary becomes a fresh one. */
static void mark_for_boundary(pneu_sanitise_plan *plan, uint32_t part)
{
    if (!is_cleaned(plan, part) || pneu_part_kind(plan->tree, part) != PNEU_KIND_MULTIPART)
        return;
    for (part = pneu_part_parent(plan->tree, part); part != PNEU_NO_PART; part = pneu_part_parent(plan->tree, part))
        if (pneu_part_kind(plan->tree, part) == PNEU_KIND_MULTIPART && !is_cleaned(plan, part) &&
            is_like_fresh(plan->tree, part))
            mark_clean(plan, part, PNEU_SANITISE_FOR_OTHERS);
}

/* A multipart without a delimiter, at the end of the input: the fresh one of a multipart around it could be taken for
 * its own. */
static void mark_for_close(pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_defect_set found = found_in(plan, part);
    uint32_t outer = pneu_part_parent(plan->tree, part);
    if (!pneu_i_defect_set_has(&found, PNEU_DEFECT_MIME_BOUNDARY_NOT_FOUND))
        return;
    while (outer != PNEU_NO_PART &&
           (pneu_part_kind(plan->tree, outer) != PNEU_KIND_MULTIPART || !is_cleaned(plan, outer)))
        outer = pneu_part_parent(plan->tree, outer);
    if (outer == PNEU_NO_PART)
        return;
    mark_clean(plan, part, PNEU_SANITISE_FOR_OTHERS);
    mark_for_boundary(plan, part);
}

static void choose_action(pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_defect_set found = found_in(plan, part);
    uint16_t *action = &plan->scan.marks[part];
    if (!is_cleaned(plan, part))
        return;
    plan->summary.cleaned++;
    plan->summary.losses += (*action & PNEU_I_HAS_WIDE_ADDRESS) != 0;
    if (is_leaf(plan, part) && HAS_ANY(&found, of_opaque))
        *action |= PNEU_I_OPAQUE | PNEU_I_RECODE;
    if (pneu_part_space(plan->tree, part) != 0 || HAS_ANY(&found, of_body) || !is_body_seven_bit(plan, part) ||
        has_coded_cr(plan, part))
        *action |= PNEU_I_RECODE;
}

/* ---- Signatures ----------------------------------------------------------------------------------------------- */

/* 1 if this part, or one in it, is cleaned. */
static int is_touched_within(const pneu_sanitise_plan *plan, uint32_t part)
{
    uint32_t end = pneu_i_part_end(plan->tree, part);
    while (part < end && !is_cleaned(plan, part))
        part++;
    return part < end;
}

/* An ARC-Seal is over ARC fields alone, and these are left as they are. */
static uint64_t count_signatures(const pneu_message *tree, uint32_t part)
{
    const pneu_i_node *node = &tree->nodes[part];
    uint64_t count = 0;
    for (uint32_t i = 0; i < node->field_count; i++) {
        int32_t id = pneu_i_field_id(&tree->fields[node->first_field + i]);
        count += id == PNEU_FIELD_DKIM_SIGNATURE || id == PNEU_FIELD_ARC_MESSAGE_SIGNATURE;
    }
    return count;
}

/* What was signed and will be void. */
static void count_void(pneu_sanitise_plan *plan)
{
    for (uint32_t part = 0; part < plan->summary.parts; part++) {
        uint64_t signatures = count_signatures(plan->tree, part);
        pneu_str type;
        pneu_part_type(plan->tree, part, &type);
        int is_signed = pneu_i_str_is(type, "multipart/signed");
        if ((is_signed || signatures > 0) && is_touched_within(plan, part)) {
            plan->summary.signed_parts += (uint64_t)is_signed;
            plan->summary.signatures += signatures;
        }
    }
}

void pneu_i_sanitise_mark(pneu_sanitise_plan *plan)
{
    plan->summary.parts = pneu_message_part_count(plan->tree);
    mark_found(plan);
    if (plan->choices.level != PNEU_SANITISE_ALL && !is_touched_within(plan, 0))
        return;
    for (uint32_t part = 0; part < plan->summary.parts; part++)
        mark_for_seven_bit(plan, part);
    for (uint32_t part = 0; part < plan->summary.parts; part++)
        mark_for_boundary(plan, part);
    for (uint32_t part = 0; part < plan->summary.parts; part++)
        mark_for_close(plan, part);
    for (uint32_t part = 0; part < plan->summary.parts; part++)
        choose_action(plan, part);
    count_void(plan);
}
