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

static pneu_status report(pneu_message *message, uint32_t part, int32_t field, const pneu_i_name_fault *fault)
{
    const pneu_i_node *node = &message->nodes[part];
    pneu_span where = {node->offset, 0};
    pneu_defect find = pneu_i_message_find(message, part, fault->code, fault->detail);
    pneu_i_field_place(message, node, field, &where);
    find.offset = where.offset;
    find.length = where.length;
    find.severity = (uint8_t)fault->severity;
    return pneu_i_message_record(message, &find);
}

static pneu_status check_name(pneu_message *message, uint32_t part, int32_t field, pneu_str name)
{
    /* where sections of the name are missing its end is not the sender's */
    int is_cut = pneu_defect_set_has(&message->nodes[part].summary.found, PNEU_DEFECT_PARAM_2231_SECTIONS);
    pneu_i_name_fault fault;
    pneu_status status = PNEU_OK;
    for (unsigned turn = 0; status == PNEU_OK && pneu_i_filename_fault(name, turn, &fault); turn++)
        if (!fault.is_end || !is_cut)
            status = report(message, part, field, &fault);
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
