/*
 * What is done to each part.
 * In: a finished tree and what the scan saw. Out: marks by part, and a summary. A part is cleaned for its own defects
 * (at the level "all" also for forms that are not plain); what it stands in only if it must be: an encoded message,
 * since its bytes are not those of the file, and multiparts whose delimiters are at fault. Of a message that is changed
 * at all, whatever is not 7-bit is cleaned, too.
 * Invariants: nothing is marked in a message that has nothing of the level. Time is linear in parts, fields and
 * records.
 */
#include <string.h>

#include "base/defect.h"
#include "base/str.h"
#include "pneu/syntax.h"
#include "sanitise/cleaner.h"
#include "sanitise/plain.h"
#include "sanitise/sanitise_plan.h"
#include "tree/message.h"

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
        if (pneu_defect_set_has(set, codes[i]))
            return 1;
    return 0;
}

#define HAS_ANY(set, codes) has_any(set, codes, sizeof(codes))

static int is_empty(const pneu_defect_set *set)
{
    return (set->bits[0] | set->bits[1]) == 0;
}

/* ---- What is found -------------------------------------------------------------------------------------------- */

pneu_defect_set pneu_i_sanitise_found(const pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_defect_set found;
    uint8_t marks = plan->scan.marks[part];
    pneu_part_defects_found(plan->tree, part, &found);
    if ((marks & PNEU_I_TO_UTF8) != 0)
        pneu_i_defect_set_add(&found, PNEU_DEFECT_CHARSET_DANGEROUS);
    if ((marks & (PNEU_I_SAY_UTF8 | PNEU_I_SAY_WINDOWS_1252)) != 0)
        pneu_i_defect_set_add(&found, PNEU_DEFECT_CHARSET_MISSING_8BIT);
    return found;
}

static void set_remove(pneu_defect_set *set, int32_t code)
{
    set->bits[code / 64] &= ~(UINT64_C(1) << (code % 64));
}

/* What of it the level mends. A uuencoded block in a text stays, for that is what the text says. */
static pneu_defect_set answered_in(const pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_defect_set found = pneu_i_sanitise_found(plan, part);
    if (pneu_part_encoding(plan->tree, part) != PNEU_ENCODING_UUENCODE)
        set_remove(&found, PNEU_DEFECT_CTE_LEGACY);
    return pneu_i_level_set(plan->choices.level, &found);
}

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

/* Marks a part, and the encoded messages whose decoded bytes it stands in. */
static void mark_clean(pneu_sanitise_plan *plan, uint32_t part)
{
    while (part != PNEU_NO_PART && !is_cleaned(plan, part)) {
        plan->scan.marks[part] |= PNEU_I_CLEAN;
        part = pneu_space_part(plan->tree, pneu_part_space(plan->tree, part));
    }
}

/* The multiparts around a part, whose delimiters are what is wrong. */
static void mark_outer(pneu_sanitise_plan *plan, uint32_t part)
{
    for (; part != PNEU_NO_PART; part = pneu_part_parent(plan->tree, part))
        if (pneu_part_kind(plan->tree, part) == PNEU_KIND_MULTIPART)
            mark_clean(plan, part);
}

/* The codes that may be graver than they usually are, and of which there are more finds than records. */
static pneu_defect_set unsure_codes(const pneu_sanitise_plan *plan)
{
    static const uint8_t codes[] = {PNEU_DEFECT_LIMIT_TOKENS, PNEU_DEFECT_CTE_UNKNOWN};
    uint64_t recorded[sizeof codes] = {0};
    pneu_defect_set unsure = {{0, 0}};
    for (size_t i = 0; i < pneu_message_defect_record_count(plan->tree); i++)
        for (size_t k = 0; k < sizeof codes; k++)
            recorded[k] += pneu_message_defect(plan->tree, i)->code == codes[k];
    for (size_t k = 0; k < sizeof codes; k++)
        if (pneu_message_defect_count(plan->tree, codes[k]) > recorded[k])
            pneu_i_defect_set_add(&unsure, codes[k]);
    return unsure;
}

static void mark_grave_records(pneu_sanitise_plan *plan)
{
    for (size_t i = 0; i < pneu_message_defect_record_count(plan->tree); i++) {
        const pneu_defect *defect = pneu_message_defect(plan->tree, i);
        if (defect->severity >= PNEU_SEVERITY_AMBIGUOUS && (defect->marks & PNEU_MARK_INHERENT) == 0)
            mark_clean(plan, defect->part);
    }
}

static int is_form_plain(const pneu_sanitise_plan *plan, uint32_t part)
{
    return (plan->scan.marks[part] & PNEU_I_NOT_PLAIN) == 0 && pneu_i_is_plain_part(plan->tree, part);
}

/* The parts that are cleaned for their own sake. */
static void mark_found(pneu_sanitise_plan *plan)
{
    pneu_defect_set unsure = unsure_codes(plan);
    for (uint32_t part = 0; part < plan->summary.parts; part++) {
        pneu_defect_set found = pneu_i_sanitise_found(plan, part), answered = answered_in(plan, part);
        pneu_i_defect_set_join(&plan->summary.answered, &answered);
        int is_unsure = ((found.bits[0] & unsure.bits[0]) | (found.bits[1] & unsure.bits[1])) != 0;
        int is_plain = plan->choices.level != PNEU_SANITISE_ALL || is_form_plain(plan, part);
        if (is_empty(&answered) && !is_unsure && is_plain)
            continue;
        mark_clean(plan, part);
        if (HAS_ANY(&answered, of_outer))
            mark_outer(plan, part);
    }
    mark_grave_records(plan);
}

/* What is asked of a part because the message is changed at all, or everything is to be plain. */
static void mark_for_seven_bit(pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_defect_set found = pneu_i_sanitise_found(plan, part);
    uint32_t outer = pneu_space_part(plan->tree, pneu_part_space(plan->tree, part));
    int is_body_fine = is_body_seven_bit(plan, part) && !has_coded_cr(plan, part);
    if (HAS_ANY(&found, not_seven_bit) || !is_body_fine || (outer != PNEU_NO_PART && is_cleaned(plan, outer)))
        mark_clean(plan, part);
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
            mark_clean(plan, part);
}

static void choose_action(pneu_sanitise_plan *plan, uint32_t part)
{
    pneu_defect_set found = pneu_i_sanitise_found(plan, part);
    uint8_t *action = &plan->scan.marks[part];
    if (!is_cleaned(plan, part))
        return;
    plan->summary.cleaned++;
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
        int32_t id = tree->fields[node->first_field + i].id & ~(int32_t)(PNEU_I_FAR | PNEU_I_CUT);
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
        choose_action(plan, part);
    count_void(plan);
}
