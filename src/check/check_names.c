/*
 * Names of files, decoded: Content-Type's and Content-Disposition's. In: a part. Out: sec_filename_unsafe and
 * sec_invisible_char, at the field. RFC 2183 section 2.3.
 * Invariant: the two names are looked at each for itself, since programs differ on which one they take.
 * Not handled: names that differ (message_load.c); NUL (syntax/param_check.c).
 */
#include "check/check.h"
#include "syntax/filename_check.h"
#include "tree/details.h"
#include "tree/field_list.h"

/* What stands in a field that is not for saving: the file's name on another host (RFC 2046 section 5.2.3). */
static int is_remote(const pneu_message *message, uint32_t part)
{
    pneu_str type;
    pneu_part_type(message, part, &type);
    return pneu_i_str_is(type, "message/external-body");
}

/* Where sections of the name are missing its end is not the sender's. */
static int is_cut(const pneu_message *message, uint32_t part, int32_t code, int32_t detail)
{
    const pneu_defect_set *found = &message->nodes[part].summary.found;
    return code == PNEU_DEFECT_SEC_FILENAME_UNSAFE && detail == PNEU_DETAIL_NONE &&
           pneu_defect_set_has(found, PNEU_DEFECT_PARAM_2231_SECTIONS);
}

static pneu_status check_name(pneu_message *message, uint32_t part, int32_t field, pneu_str name)
{
    pneu_status status = PNEU_OK;
    int32_t code, detail;
    for (unsigned turn = 0; status == PNEU_OK; turn++) {
        code = pneu_i_filename_fault(name, turn, &detail);
        if (code == PNEU_DEFECT_NONE)
            break;
        if (is_cut(message, part, code, detail))
            continue;
        const pneu_i_node *node = &message->nodes[part];
        pneu_span where = {node->offset, 0};
        pneu_i_field_place(message, node, field, &where);
        status = pneu_i_message_report(message, part, code, detail, &where);
    }
    return status;
}

pneu_status pneu_i_check_names(pneu_message *message, uint32_t part)
{
    static const int32_t fields[] = {PNEU_FIELD_CONTENT_TYPE, PNEU_FIELD_CONTENT_DISPOSITION};
    pneu_i_details *details;
    pneu_status status = pneu_i_details_know(message, part, PNEU_I_KNOW_FILENAME, &details);
    if (status != PNEU_OK || !pneu_i_check_begins(message, part, PNEU_I_NAMES_CHECKED))
        return status;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && status == PNEU_OK; i++)
        if (details->names[i].ptr != NULL && !is_remote(message, part))
            status = check_name(message, part, fields[i], details->names[i]);
    return status;
}
