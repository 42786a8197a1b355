/*
 * A checked message as text, and what must hold of its defects. In: bytes, or a message. Out: lines.
 */
#include "support/check_run.h"

#include "support/must.h"
#include "support/tree_dump.h"

/* ---- As text ---------------------------------------------------------------------------------------------------- */

void check_dump(text *out, const pneu_message *message)
{
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *found = pneu_message_defect(message, i);
        text_print(out, "%s/%s %s %u %u:%llu+%llu reading %u marks %u\n", pneu_defect_name(found->code),
                   pneu_detail_name(found->detail), pneu_severity_name(found->severity), found->part, found->space,
                   (unsigned long long)found->offset, (unsigned long long)found->length, found->reading, found->marks);
    }
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        if (pneu_message_defect_count(message, code) > 0)
            text_print(out, "%s: %llu, %s, marks %d\n", pneu_defect_name(code),
                       (unsigned long long)pneu_message_defect_count(message, code),
                       pneu_severity_name(pneu_message_defect_severity(message, code)),
                       (int)pneu_message_defect_marks(message, code));
    text_print(out, "severity %d, conforming %d\n", (int)pneu_message_severity(message),
               (int)pneu_message_is_conforming(message));
}

static pneu_status make_message(pneu_str bytes, const pneu_options *options, const pneu_alloc *alloc, chunking how,
                                pneu_message **out)
{
    if (how.first == 0 && how.size == SIZE_MAX)
        return pneu_message_parse(bytes.ptr, bytes.len, options, alloc, out);
    pneu_status status = pneu_message_new(PNEU_KEEP_ALL, options, alloc, out);
    if (status != PNEU_OK)
        return status;
    status = tree_stream(*out, bytes.ptr, bytes.len, how);
    if (status != PNEU_OK)
        pneu_message_free(*out);
    return status;
}

pneu_status check_run(text *out, pneu_str bytes, const pneu_options *options, const pneu_alloc *alloc, chunking how)
{
    pneu_message *message;
    pneu_status status = make_message(bytes, options, alloc, how, &message);
    if (status != PNEU_OK)
        return status;
    status = pneu_message_check(message, NULL);
    if (status == PNEU_OK) {
        check_must_hold(message);
        check_dump(out, message);
    }
    pneu_message_free(message);
    return status;
}

/* ---- What must hold --------------------------------------------------------------------------------------------- */

static uint64_t space_size(const pneu_message *message, uint32_t space)
{
    uint64_t size = 0;
    if (space == 0)
        return pneu_message_size(message);
    MUST(pneu_space_part(message, space) != PNEU_NO_PART);
    MUST(pneu_part_decoded_length((pneu_message *)message, pneu_space_part(message, space), &size) == PNEU_OK);
    return size;
}

static void record_must_hold(const pneu_message *message, const pneu_defect *found)
{
    pneu_defect_set set;
    uint64_t size = space_size(message, found->space);
    MUST(found->code > PNEU_DEFECT_NONE && found->code < PNEU_DEFECT_COUNT && found->detail < PNEU_DETAIL_COUNT);
    MUST(found->part < pneu_message_part_count(message));
    MUST(found->space == pneu_part_space(message, found->part));
    MUST(found->offset <= size && found->length <= size - found->offset);
    MUST(found->severity <= pneu_message_defect_severity(message, found->code));
    MUST((found->marks & ~pneu_message_defect_marks(message, found->code)) == 0);
    pneu_part_defects_found(message, found->part, &set);
    MUST(pneu_defect_set_has(&set, found->code));
    pneu_message_defects_found(message, &set);
    MUST(pneu_defect_set_has(&set, found->code));
}

void check_must_hold(const pneu_message *message)
{
    uint64_t records[PNEU_DEFECT_COUNT] = {0};
    for (size_t i = 0; i < pneu_message_defect_record_count(message); i++) {
        const pneu_defect *found = pneu_message_defect(message, i);
        record_must_hold(message, found);
        records[found->code]++;
        if (i > 0) {
            const pneu_defect *before = pneu_message_defect(message, i - 1);
            MUST(before->space < found->space || (before->space == found->space && before->offset <= found->offset));
        }
    }
    int32_t worst = -1;
    for (uint32_t part = 0; part < pneu_message_part_count(message); part++) {
        int32_t severity = pneu_part_summary_severity(pneu_part_body_summary(message, part));
        worst = severity > worst ? severity : worst;
    }
    MUST(worst == pneu_message_severity(message));
    for (int32_t code = 1; code < PNEU_DEFECT_COUNT; code++)
        MUST(records[code] <= 16 && records[code] <= pneu_message_defect_count(message, code));
}
