/*
 * The charset of a text that passes.
 * In: the decoded bytes of a leaf. Out: what is said of its charset: a mark, and a find (sanitise_scan.c). A text gets a
 * decoder only where its label or its bytes ask for one; of one that names its charset a byte order mark alone counts.
 * Invariants: memory is that of a text decoder; the text itself is thrown away.
 * Not handled: charset_unknown and charset_invalid_bytes, which nothing mends.
 */
#include <string.h>

#include "charset/charset.h"
#include "charset/text_choice.h"
#include "sanitise/sanitise_scan.h"

#define MARK_BYTES 4 /* of a byte order mark, and one more */

/* What is looked for in a text. */
enum {
    INTEREST_NONE,
    INTEREST_MARK, /* a byte order mark */
    INTEREST_HIGH, /* bytes above ASCII, for there is no label */
    INTEREST_OPEN  /* there is a decoder */
};

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

static pneu_status decode(pneu_i_sanitise_scan *scan, const char *bytes, size_t len)
{
    if (len > scan->wanted)
        len = (size_t)scan->wanted;
    scan->wanted -= len;
    pneu_status status = len > 0 ? pneu_text_decoder_push(scan->text, bytes, len) : PNEU_OK;
    return status == PNEU_OK ? drain(scan->text) : status;
}

static pneu_status judge_text(pneu_i_sanitise_scan *scan, const pneu_text_summary *summary)
{
    if (pneu_defect_set_has(&summary->defects, PNEU_DEFECT_CHARSET_DANGEROUS)) {
        pneu_i_sanitise_scan_mark(scan, scan->part, PNEU_I_TO_UTF8);
        return pneu_i_sanitise_scan_report(scan, PNEU_DEFECT_CHARSET_DANGEROUS,
                                           pneu_i_dangerous_charset_severity(summary->charset, &scan->escapes));
    }
    if (!scan->is_thorough || !pneu_defect_set_has(&summary->defects, PNEU_DEFECT_CHARSET_MISSING_8BIT))
        return PNEU_OK;
    pneu_i_sanitise_scan_mark(scan, scan->part,
                              summary->reason == PNEU_CHARSET_WELL_FORMED ? PNEU_I_SAY_UTF8 : PNEU_I_SAY_WINDOWS_1252);
    return pneu_i_sanitise_scan_report(scan, PNEU_DEFECT_CHARSET_MISSING_8BIT, PNEU_SEVERITY_WARN);
}

pneu_status pneu_i_sanitise_text_close(pneu_i_sanitise_scan *scan)
{
    pneu_text_summary summary;
    if (scan->text == NULL)
        return PNEU_OK;
    pneu_status status = pneu_text_decoder_finish(scan->text);
    if (status == PNEU_OK)
        status = drain(scan->text);
    if (status == PNEU_OK) {
        pneu_text_decoder_summary(scan->text, &summary);
        status = judge_text(scan, &summary);
    }
    pneu_text_decoder_free(scan->text);
    scan->text = NULL;
    return status;
}

/* Type and charset of the leaf that passes. */
static pneu_str type_of(const pneu_i_sanitise_scan *scan)
{
    const pneu_i_node *node = &scan->tree->nodes[scan->part];
    return pneu_i_str_of(scan->tree->text + node->text, node->type_length);
}

static pneu_str label_of(const pneu_i_sanitise_scan *scan)
{
    pneu_str type = type_of(scan);
    return pneu_i_str_of(type.ptr + type.len, scan->tree->nodes[scan->part].charset_length);
}

static pneu_status open_text(pneu_i_sanitise_scan *scan, uint32_t flags, uint64_t wanted)
{
    scan->interest = INTEREST_OPEN;
    scan->wanted = wanted;
    return pneu_text_decoder_new(NULL, label_of(scan), flags, &scan->alloc, &scan->text);
}

/* The leaf that begins to pass, if it is a text. A page without a label may name its charset itself. */
pneu_status pneu_i_sanitise_text_begin(pneu_i_sanitise_scan *scan)
{
    uint32_t flags;
    pneu_str label = label_of(scan);
    scan->interest = INTEREST_NONE;
    memset(&scan->escapes, 0, sizeof scan->escapes);
    if (!pneu_i_is_text_type(type_of(scan), &flags))
        return PNEU_OK;
    int charset = pneu_i_charset_find(label), says_nothing = pneu_i_charset_says_nothing(label, charset);
    if (charset >= 0 && pneu_i_charset_at(charset)->is_dangerous)
        return open_text(scan, flags, MARK_BYTES);
    if (says_nothing && flags != 0)
        return open_text(scan, flags, UINT64_MAX);
    scan->interest = says_nothing && scan->is_thorough ? INTEREST_HIGH : INTEREST_MARK;
    return PNEU_OK;
}

/* The first bytes of a text tell whether there can be a mark. */
static pneu_status look_for_mark(pneu_i_sanitise_scan *scan, pneu_str bytes)
{
    scan->interest = INTEREST_NONE;
    return (unsigned char)bytes.ptr[0] >= 0x80 ? open_text(scan, 0, MARK_BYTES) : PNEU_OK;
}

/* Nothing is lost if the decoder sees of the ASCII before other bytes only that there is some. */
static pneu_status look_for_high(pneu_i_sanitise_scan *scan, pneu_str bytes)
{
    size_t run = pneu_i_text_plain_run(bytes.ptr, bytes.len);
    scan->has_ascii |= run > 0;
    if (run == bytes.len)
        return PNEU_OK;
    pneu_status status = open_text(scan, 0, UINT64_MAX);
    if (status == PNEU_OK && scan->has_ascii)
        status = decode(scan, " ", 1);
    return status;
}

pneu_status pneu_i_sanitise_text_take(pneu_i_sanitise_scan *scan, pneu_str bytes)
{
    pneu_status status = PNEU_OK;
    if (scan->interest == INTEREST_MARK)
        status = look_for_mark(scan, bytes);
    else if (scan->interest == INTEREST_HIGH)
        status = look_for_high(scan, bytes);
    if (status != PNEU_OK || scan->interest != INTEREST_OPEN)
        return status;
    pneu_i_text_escapes_add(&scan->escapes, bytes.ptr, bytes.len);
    return decode(scan, bytes.ptr, bytes.len);
}
