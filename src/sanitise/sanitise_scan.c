/*
 * What the plan sees beside the tree's defects, while the message passes.
 * In: the fields and the decoded leaves that the tree reads. Out: marks by part: values that are not in the plain
 * profile; the charset of texts that name none, or one in which ASCII may hide. Of a text that names its charset only a
 * byte order mark counts.
 * Invariants: memory is a byte a part, one field, and what a text decoder looks ahead.
 */
#include "sanitise/sanitise_scan.h"

#include <string.h>

#include "charset/charset.h"
#include "sanitise/plain.h"
#include "write/seven_bit_field.h"

#define MARK_BYTES 4 /* of a byte order mark, and one more */

static pneu_status make_room(pneu_i_sanitise_scan *scan, size_t count)
{
    void *marks = scan->marks;
    if (count <= scan->count)
        return PNEU_OK;
    pneu_status status = pneu_i_alloc_grow(&scan->alloc, &marks, &scan->capacity, count, 1);
    scan->marks = marks;
    if (status != PNEU_OK)
        return status;
    memset(scan->marks + scan->count, 0, count - scan->count);
    scan->count = count;
    return PNEU_OK;
}

/* ---- Fields --------------------------------------------------------------------------------------------------- */

static pneu_status take_fields(void *ctx, uint32_t part, const pneu_event *event)
{
    pneu_i_sanitise_scan *scan = ctx;
    pneu_status status = make_room(scan, (size_t)part + 1);
    for (size_t i = 0; scan->is_thorough && i < event->field_count && status == PNEU_OK; i++) {
        pneu_i_raw_field field = pneu_i_raw_field_of(event->slice, &event->fields[i], 0);
        int is_plain;
        status = pneu_i_plain_value(&scan->arena, field.id, field.value, &is_plain);
        if (status == PNEU_OK && !is_plain)
            scan->marks[part] |= PNEU_I_NOT_PLAIN;
        pneu_i_arena_reset(&scan->arena, PNEU_I_PLAIN_KEPT);
    }
    return status;
}

/* ---- Texts ---------------------------------------------------------------------------------------------------- */

/* Takes what the decoder has read: the text itself is of no interest. */
static pneu_status drain(pneu_text_decoder *text)
{
    char room[1024];
    size_t written;
    pneu_status status;
    do
        status = pneu_text_decoder_read(text, room, sizeof room, &written);
    while (status == PNEU_OK);
    return status < 0 ? status : PNEU_OK;
}

static pneu_status close_text(pneu_i_sanitise_scan *scan)
{
    pneu_text_summary summary;
    if (!scan->is_open)
        return PNEU_OK;
    scan->is_open = 0;
    pneu_status status = pneu_text_decoder_finish(scan->text);
    if (status == PNEU_OK)
        status = drain(scan->text);
    if (status != PNEU_OK)
        return status;
    pneu_text_decoder_summary(scan->text, &summary);
    if (pneu_defect_set_has(&summary.defects, PNEU_DEFECT_CHARSET_DANGEROUS))
        scan->marks[scan->part] |= PNEU_I_TO_UTF8;
    else if (pneu_defect_set_has(&summary.defects, PNEU_DEFECT_CHARSET_MISSING_8BIT))
        scan->marks[scan->part] |=
            summary.reason == PNEU_CHARSET_WELL_FORMED ? PNEU_I_SAY_UTF8 : PNEU_I_SAY_WINDOWS_1252;
    return PNEU_OK;
}

static pneu_status open_text(pneu_i_sanitise_scan *scan, uint32_t part, pneu_str label, int is_html)
{
    int says_nothing = pneu_i_charset_says_nothing(label, pneu_i_charset_find(label));
    uint32_t flags = is_html ? PNEU_TEXT_HTML : 0;
    pneu_text_decoder_free(scan->text);
    scan->text = NULL;
    pneu_status status = pneu_text_decoder_new(NULL, label, flags, &scan->alloc, &scan->text);
    scan->part = part;
    scan->wanted = says_nothing && scan->is_thorough ? UINT64_MAX : MARK_BYTES;
    scan->is_open = status == PNEU_OK;
    return status;
}

/* The leaf whose first bytes these are, if it is a text. */
static pneu_status begin_leaf(pneu_i_sanitise_scan *scan, const pneu_message *tree, uint32_t part)
{
    static const char text[] = "text/";
    const pneu_i_node *node = &tree->nodes[part];
    pneu_str type = pneu_i_str_of(tree->text + node->text, node->type_length);
    pneu_str label = pneu_i_str_of(type.ptr + type.len, node->charset_length);
    if (type.len < sizeof text - 1 || memcmp(type.ptr, text, sizeof text - 1) != 0)
        return PNEU_OK;
    return open_text(scan, part, label, pneu_i_str_is(type, "text/html"));
}

static pneu_status change_leaf(pneu_i_sanitise_scan *scan, const pneu_message *tree, uint32_t part)
{
    if (part == scan->part && scan->has_leaf)
        return PNEU_OK;
    pneu_status status = close_text(scan);
    scan->part = part;
    scan->has_leaf = 1;
    scan->coded = 0;
    return status == PNEU_OK ? begin_leaf(scan, tree, part) : status;
}

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
                scan->marks[scan->part] |= PNEU_I_HAS_CODED_CR;
            scan->coded = 0;
        }
    }
}

static pneu_status take_body(void *ctx, const pneu_message *tree, uint32_t part, pneu_str bytes)
{
    pneu_i_sanitise_scan *scan = ctx;
    pneu_status status = make_room(scan, (size_t)part + 1);
    if (status == PNEU_OK)
        status = change_leaf(scan, tree, part);
    if (status == PNEU_OK && tree->nodes[part].encoding == PNEU_ENCODING_QUOTED_PRINTABLE)
        look_for_coded_cr(scan, bytes);
    return status;
}

/* Decoded bytes of the leaf that passes. */
static pneu_status take_decoded(void *ctx, const pneu_message *tree, uint32_t part, pneu_str bytes)
{
    pneu_i_sanitise_scan *scan = ctx;
    (void)tree;
    if (part != scan->part || !scan->is_open || scan->wanted == 0)
        return PNEU_OK;
    if (bytes.len > scan->wanted)
        bytes.len = (size_t)scan->wanted;
    scan->wanted -= bytes.len;
    pneu_status status = pneu_text_decoder_push(scan->text, bytes.ptr, bytes.len);
    return status == PNEU_OK ? drain(scan->text) : status;
}

/* ---- Life ----------------------------------------------------------------------------------------------------- */

void pneu_i_sanitise_scan_start(pneu_i_sanitise_scan *scan, pneu_message *tree)
{
    tree->watch = (pneu_i_tree_watch){take_fields, take_body, take_decoded, scan};
}

pneu_status pneu_i_sanitise_scan_end(pneu_i_sanitise_scan *scan, const pneu_message *tree)
{
    pneu_status status = close_text(scan);
    return status == PNEU_OK ? make_room(scan, pneu_message_part_count(tree)) : status;
}

void pneu_i_sanitise_scan_reset(pneu_i_sanitise_scan *scan)
{
    scan->count = 0;
    scan->is_open = scan->has_leaf = 0;
}

void pneu_i_sanitise_scan_free(pneu_i_sanitise_scan *scan)
{
    pneu_text_decoder_free(scan->text);
    pneu_i_arena_free(&scan->arena);
    pneu_i_alloc_free(&scan->alloc, scan->marks, scan->capacity);
}
