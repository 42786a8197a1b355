/*
 * What the plan sees beside the tree's defects, while the message passes.
 * In: the fields and the decoded leaves that the tree reads. Out: marks by part, and among the tree's defects those that
 * a check of the whole message finds in bodies (check/check.h): charset_dangerous, and where all is mended
 * charset_missing_8bit and long lines of base64.
 * Invariants: memory is two bytes a part, one field, and what a text decoder looks ahead.
 * Not handled: the charsets of texts (sanitise_text.c).
 */
#include "sanitise/sanitise_scan.h"

#include <string.h>

#include "charset/charset.h"
#include "pneu/address.h"
#include "sanitise/plain.h"
#include "write/seven_bit_field.h"

static pneu_status make_room(pneu_i_sanitise_scan *scan, size_t count)
{
    void *marks = scan->marks;
    if (count <= scan->count)
        return PNEU_OK;
    pneu_status status = pneu_i_alloc_grow(&scan->alloc, &marks, &scan->capacity, count, sizeof *scan->marks);
    scan->marks = marks;
    if (status != PNEU_OK)
        return status;
    memset(scan->marks + scan->count, 0, (count - scan->count) * sizeof *scan->marks);
    scan->count = count;
    return PNEU_OK;
}

void pneu_i_sanitise_scan_mark(pneu_i_sanitise_scan *scan, uint32_t part, unsigned bits)
{
    scan->marks[part] = (uint16_t)(scan->marks[part] | bits);
}

pneu_status pneu_i_sanitise_scan_report(pneu_i_sanitise_scan *scan, int32_t code, uint8_t severity)
{
    pneu_defect find = pneu_i_message_find(scan->tree, scan->part, code, PNEU_DETAIL_NONE);
    find.offset = scan->tree->nodes[scan->part].summary.body_offset;
    find.severity = severity;
    return pneu_i_message_record(scan->tree, &find);
}

/* ---- Fields --------------------------------------------------------------------------------------------------- */

static pneu_status look_for_wide_address(pneu_i_sanitise_scan *scan, uint32_t part, pneu_str value)
{
    pneu_address_list list;
    pneu_status status = pneu_address_list_parse(&scan->arena, value, PNEU_LENIENT, NULL, &list);
    for (size_t i = 0; status == PNEU_OK && i < list.mailbox_count; i++)
        if (!pneu_i_ascii_only(list.mailboxes[i].local.ptr, list.mailboxes[i].local.len) &&
            list.mailboxes[i].domain.len > 0)
            pneu_i_sanitise_scan_mark(scan, part, PNEU_I_HAS_WIDE_ADDRESS);
    return status == PNEU_ERR_MEMORY ? status : PNEU_OK;
}

static pneu_status take_field(pneu_i_sanitise_scan *scan, uint32_t part, const pneu_i_raw_field *field)
{
    pneu_status status = PNEU_OK;
    int is_plain = 1;
    if (scan->is_thorough)
        status = pneu_i_plain_value(&scan->arena, field->id, field->value, &is_plain);
    if (!is_plain)
        pneu_i_sanitise_scan_mark(scan, part, PNEU_I_NOT_PLAIN);
    if (status == PNEU_OK && pneu_field_kind(field->id) == PNEU_FIELD_KIND_ADDRESSES &&
        !pneu_i_ascii_only(field->value.ptr, field->value.len))
        status = look_for_wide_address(scan, part, field->value);
    return status;
}

static pneu_status take_fields(void *ctx, uint32_t part, const pneu_event *event)
{
    pneu_i_sanitise_scan *scan = ctx;
    pneu_status status = make_room(scan, (size_t)part + 1);
    for (size_t i = 0; i < event->field_count && status == PNEU_OK; i++) {
        pneu_i_raw_field field = pneu_i_raw_field_of(event->slice, &event->fields[i], 0);
        status = take_field(scan, part, &field);
        pneu_i_arena_reset(&scan->arena, PNEU_I_PLAIN_KEPT);
    }
    return status;
}

/* ---- Bodies as they stand --------------------------------------------------------------------------------------- */

static void look_for_coded_cr(pneu_i_sanitise_scan *scan, pneu_str bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        char c = bytes.ptr[i];
        if (c == '=') {
            scan->coded = 1;
        } else if (scan->coded == 1 && c == '0') {
            scan->coded = 2;
        } else {
            if (scan->coded == 2 && (c == 'D' || c == 'd'))
                pneu_i_sanitise_scan_mark(scan, scan->part, PNEU_I_HAS_CODED_CR);
            scan->coded = 0;
        }
    }
}

static pneu_status end_base64_line(pneu_i_sanitise_scan *scan)
{
    uint32_t length = scan->column - (uint32_t)(scan->is_after_cr && scan->column > 0);
    scan->column = 0;
    scan->is_after_cr = 0;
    if (length <= PNEU_I_BASE64_LINE_MAX || (scan->marks[scan->part] & PNEU_I_HAS_LONG_BASE64) != 0)
        return PNEU_OK;
    pneu_i_sanitise_scan_mark(scan, scan->part, PNEU_I_HAS_LONG_BASE64);
    return pneu_i_sanitise_scan_report(scan, PNEU_DEFECT_CTE_B64_JUNK, PNEU_SEVERITY_INFO);
}

/* Looks for a line that is too long; nothing tells yet whether a CR at the end ends one. */
static pneu_status look_at_base64_lines(pneu_i_sanitise_scan *scan, pneu_str bytes)
{
    pneu_status status = PNEU_OK;
    for (size_t at = 0; at < bytes.len && status == PNEU_OK;) {
        const char *lf = memchr(bytes.ptr + at, '\n', bytes.len - at);
        size_t end = lf != NULL ? (size_t)(lf - bytes.ptr) : bytes.len;
        size_t room = PNEU_I_BASE64_LINE_MAX + 2 - scan->column;
        scan->column += (uint32_t)(end - at < room ? end - at : room);
        if (end > at)
            scan->is_after_cr = bytes.ptr[end - 1] == '\r';
        if (lf != NULL)
            status = end_base64_line(scan);
        at = end + 1;
    }
    return status;
}

/* ---- Leaves ----------------------------------------------------------------------------------------------------- */

static pneu_status end_leaf(pneu_i_sanitise_scan *scan)
{
    pneu_status status = scan->has_leaf ? end_base64_line(scan) : PNEU_OK;
    return status == PNEU_OK ? pneu_i_sanitise_text_close(scan) : status;
}

static pneu_status change_leaf(pneu_i_sanitise_scan *scan, uint32_t part)
{
    if (part == scan->part && scan->has_leaf)
        return PNEU_OK;
    pneu_status status = end_leaf(scan);
    scan->part = part;
    scan->has_leaf = 1;
    scan->coded = scan->column = 0;
    scan->is_after_cr = scan->has_ascii = 0;
    return status == PNEU_OK ? pneu_i_sanitise_text_begin(scan) : status;
}

static pneu_status take_body(void *ctx, const pneu_message *tree, uint32_t part, pneu_str bytes)
{
    pneu_i_sanitise_scan *scan = ctx;
    pneu_status status = make_room(scan, (size_t)part + 1);
    if (status == PNEU_OK)
        status = change_leaf(scan, part);
    if (status == PNEU_OK && tree->nodes[part].encoding == PNEU_ENCODING_QUOTED_PRINTABLE)
        look_for_coded_cr(scan, bytes);
    if (status == PNEU_OK && scan->is_thorough && tree->nodes[part].encoding == PNEU_ENCODING_BASE64)
        status = look_at_base64_lines(scan, bytes);
    return status;
}

/* Decoded bytes of the leaf that passes. */
static pneu_status take_decoded(void *ctx, const pneu_message *tree, uint32_t part, pneu_str bytes)
{
    pneu_i_sanitise_scan *scan = ctx;
    (void)tree;
    return part == scan->part ? pneu_i_sanitise_text_take(scan, bytes) : PNEU_OK;
}

/* ---- Life ----------------------------------------------------------------------------------------------------- */

void pneu_i_sanitise_scan_start(pneu_i_sanitise_scan *scan, pneu_message *tree)
{
    scan->tree = tree;
    tree->watch = (pneu_i_tree_watch){take_fields, take_body, take_decoded, scan};
}

pneu_status pneu_i_sanitise_scan_end(pneu_i_sanitise_scan *scan)
{
    uint32_t count = pneu_message_part_count(scan->tree);
    pneu_status status = end_leaf(scan);
    if (status == PNEU_OK)
        status = make_room(scan, count);
    for (uint32_t part = 0; part < count && status == PNEU_OK; part++) /* of these no bytes have passed */
        if (scan->tree->nodes[part].kind == PNEU_KIND_LEAF && scan->tree->nodes[part].summary.body_length == 0)
            status = change_leaf(scan, part);
    return status == PNEU_OK ? end_leaf(scan) : status;
}

void pneu_i_sanitise_scan_reset(pneu_i_sanitise_scan *scan)
{
    pneu_text_decoder_free(scan->text);
    scan->text = NULL;
    scan->count = 0;
    scan->has_leaf = 0;
}

void pneu_i_sanitise_scan_free(pneu_i_sanitise_scan *scan)
{
    pneu_text_decoder_free(scan->text);
    pneu_i_arena_free(&scan->arena);
    pneu_i_alloc_free(&scan->alloc, scan->marks, scan->capacity * sizeof *scan->marks);
}
