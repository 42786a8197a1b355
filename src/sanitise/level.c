/*
 * What a level mends.
 * In: the codes found in a part. Out: those of them that are to be mended. Invariant: a message in which no find is
 * ambiguous has none of the level PNEU_SANITISE_AMBIGUOUS.
 * Not handled: how they are mended (sanitise_marks.c).
 */
#include "sanitise/level.h"

#include "base/defect.h"

/* The severity of a code that was found in the part; where its finds differ no more is known than the worst find of the
 * part, and the worst of the code in the message. */
static int32_t severity_in(const pneu_message *message, uint32_t part, int32_t code)
{
    int32_t in_message = pneu_message_defect_severity(message, code), in_part = message->nodes[part].summary.worst;
    if (!pneu_i_defect_varies(code))
        return pneu_defect_severity(code);
    return in_message < in_part ? in_message : in_part;
}

static int is_mended(const pneu_message *message, uint32_t part, int32_t code, int32_t level)
{
    return (pneu_defect_marks(code) & PNEU_MARK_INHERENT) == 0 &&
           (level == PNEU_SANITISE_ALL || severity_in(message, part, code) >= PNEU_SEVERITY_AMBIGUOUS);
}

pneu_defect_set pneu_i_level_found(const pneu_message *message, uint32_t part, int32_t level)
{
    const pneu_defect_set *found = &message->nodes[part].summary.found;
    pneu_defect_set mended = {{0, 0}};
    for (int32_t code = PNEU_DEFECT_NONE; (code = pneu_i_defect_set_next(found, code)) < PNEU_DEFECT_COUNT;)
        if (is_mended(message, part, code, level))
            pneu_i_defect_set_add(&mended, code);
    return mended;
}
